"""Workflows: the least they may do, what they run, and that nothing of a stranger reaches a shell."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from catalogue.editing import issue_form

# Actions of the host itself; anybody else's would be one more to trust.
TRUSTED = "actions/"
PIN = re.compile(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")

# The only tokens that write, and what for.
MAY_WRITE = {
    ("comment.yml", "comment"): {"pull-requests"},
    ("publish.yml", "publish"): {"id-token", "pages"},
    ("story-from-issue.yml", "propose"): {"contents", "issues", "pull-requests"},
}

# What a stranger cannot choose. All else of an event reaches a step by way of the environment only.
CHOSEN_BY_US = {
    "github.token",
    "github.event.workflow_run.id",
    "github.event.repository.default_branch",
    "github.event.issue.number",
    "github.event.pull_request.number",
    "steps.request.outputs.number",
    "steps.deploy.outputs.page_url",
    "matrix.python",
    "matrix.tests",
}

NOT_CODE = {"content", "modules", "stories"}
"""The folders of editors: a change of them alone does not test the code."""

OTHER_HOSTS = ("forgejo/code.yml", "forgejo/site.yml", "gitlab-ci.yml")
"""What stands ready in deploy/ for who keeps the sources elsewhere."""


@pytest.fixture(scope="module")
def texts(root):
    found = {file.name: file.read_text("utf-8") for file in (root / ".github/workflows").iterdir()}
    assert set(found) == {
        "check.yml", "code.yml", "comment.yml", "publish.yml", "story-from-issue.yml", "weekly.yml",
    }  # fmt: skip
    return found


@pytest.fixture(scope="module")
def workflows(texts):
    # In YAML 1.1 the key `on` is a yes.
    return {
        name: yaml.safe_load(text.replace("\non:", "\ntriggers:")) for name, text in texts.items()
    }


def jobs(workflows):
    for name, workflow in workflows.items():
        for id_, job in workflow["jobs"].items():
            yield name, id_, job


def steps(workflows):
    for name, _, job in jobs(workflows):
        for step in job["steps"]:
            yield name, step


def test_every_action_is_pinned_by_its_whole_digest_and_names_its_version(texts):
    versions = {}
    for name, text in texts.items():
        for line in text.split("\n"):
            if "uses:" in line:
                match = PIN.search(line)
                assert match, f"{name}: {line.strip()}"
                assert match[1].startswith(TRUSTED)
                versions.setdefault(match[1], set()).add(match.groups()[1:])
    assert {action for action, pins in versions.items() if len(pins) > 1} == set()
    assert len(versions) >= 6


def test_no_workflow_has_a_permission_and_each_job_only_those_it_needs(workflows):
    for name, workflow in workflows.items():
        assert workflow["permissions"] == {}, name
    for name, id_, job in jobs(workflows):
        writes = {scope for scope, access in job["permissions"].items() if access == "write"}
        assert writes == MAY_WRITE.get((name, id_), set()), (name, id_)
        assert set(job["permissions"].values()) <= {"read", "write"}


def test_no_workflow_names_a_secret(texts):
    for name, text in texts.items():
        assert "secrets" not in text, name
        assert "pull_request_target" not in text, name


def test_no_checkout_leaves_its_token_behind(workflows):
    for name, step in steps(workflows):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, name


def test_no_expression_stands_in_a_script(workflows):
    for name, step in steps(workflows):
        assert "${{" not in step.get("run", ""), (name, step.get("name"))


def test_what_strangers_choose_reaches_a_step_through_its_environment_only(workflows):
    for name, step in steps(workflows):
        given = {key: value for key, value in step.items() if key != "env"}
        for expression in re.findall(r"\$\{\{\s*(.*?)\s*\}\}", str(given)):
            assert expression in CHOSEN_BY_US, (name, expression)


def test_a_job_that_can_write_takes_only_the_default_branch(workflows):
    """And the one that runs after a request unpacks nothing of it."""
    for name, id_, job in jobs(workflows):
        if (name, id_) in MAY_WRITE:
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    comment = workflows["comment.yml"]["jobs"]["comment"]["steps"]
    assert [step["uses"].split("@")[0] for step in comment if "uses" in step] == [
        "actions/checkout"
    ]
    scripts = " ".join(step.get("run", "") for step in comment)
    assert set(re.findall(r"\b(?:python3?|pip|make|unzip|bash|sh)\b[^|>\n]*?\.\w+", scripts)) == {
        "python3 -I tools/review.py"
    }


def test_a_request_of_a_fork_is_checked_with_what_it_cannot_misuse(workflows):
    workflow = workflows["check.yml"]
    assert workflow["triggers"] == {"pull_request": None}
    assert [job["permissions"] for job in workflow["jobs"].values()] == [{"contents": "read"}]
    assert "cache" not in str(workflow["jobs"])


def test_the_comment_follows_the_check(workflows):
    assert workflows["comment.yml"]["triggers"]["workflow_run"] == {
        "workflows": [workflows["check.yml"]["name"]],
        "types": ["completed"],
    }


def test_the_findings_have_the_same_name_on_both_sides(workflows):
    check, comment = str(workflows["check.yml"]), str(workflows["comment.yml"])
    assert "'name': 'findings', 'path': 'findings/problems.json'" in check
    assert "artifacts?name=findings" in comment
    assert "'name': 'voorbeeldsite'" in check


def test_every_job_ends_by_itself(workflows):
    for name, id_, job in jobs(workflows):
        assert job["timeout-minutes"] <= 60, (name, id_)


def test_what_the_scripts_run_exists(root, texts):
    for name, text in texts.items():
        for path in re.findall(r"\b((?:tools|requirements)/[\w.-]+)", text):
            assert (root / path).is_file(), (name, path)


def said(jobs):
    """Every line of the scripts of *jobs*, each job of a matrix written out."""
    lines = []
    for job in jobs.values():
        scripts = [step["run"] for step in job.get("steps", ()) if "run" in step]
        text = "\n".join([*scripts, *job.get("script", ())])
        for key, names in matrix(job).items():
            text = "\n".join(text.replace(f'"${key}"', str(name)) for name in names)
        lines += text.split("\n")
    return lines


def matrix(job):
    """The values of each variable of the matrix of *job*, as the hosts write it."""
    github = job.get("strategy", {}).get("matrix", {})
    gitlab = job.get("parallel", {}).get("matrix", [{}])[0]
    return {key.upper(): values for key, values in {**github, **gitlab}.items()}


def of(event, jobs):
    """Those of *jobs* that run at *event*."""
    return {name: job for name, job in jobs.items() if event in job["if"]}


@pytest.fixture(scope="module")
def targets(root):
    found = re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(found) > 8
    return set(found)


def test_every_command_of_a_workflow_is_one_of_ours(workflows, targets):
    run = {line for flow in workflows.values() for line in said(flow["jobs"]) if "make " in line}
    assert len(run) >= 5
    assert {line.split()[1] for line in run if line.startswith("make ")} <= targets, run


def test_each_change_of_code_is_looked_at_before_it_is_taken(workflows):
    workflow = workflows["code.yml"]
    ignored = {"paths-ignore": [f"{folder}/**" for folder in sorted(NOT_CODE)]}
    assert workflow["triggers"]["pull_request"] == ignored
    assert workflow["triggers"]["push"] == {"branches": ["main"], **ignored}
    for event in ("pull_request", "push"):
        assert {"make lint", "make quick"} <= set(said(of(event, workflow["jobs"])))


def test_each_night_everything_is_tested_and_what_takes_longer_too(workflows):
    workflow = workflows["code.yml"]
    (schedule,) = workflow["triggers"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", schedule["cron"])
    assert {"make test", "make long"} <= set(said(of("schedule", workflow["jobs"])))


def test_every_test_is_run_by_day_or_by_night(root):
    """What `make test` leaves out, `make long` runs, and nothing else is left out."""
    text = (root / "Makefile").read_text("utf-8")
    marked = dict(
        re.findall(
            r'^(\w+):.*\n(?:\t.*\n)*?\t.* pytest -m "?([^"\n]*?)"? (?:-n|tests)', text, re.MULTILINE
        )
    )
    assert marked == {
        "test": "not long", "quick": "not slow and not long", "long": "long",
    }  # fmt: skip


# -- other hosts -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def elsewhere(root):
    found = {}
    for name in OTHER_HOSTS:
        text = (root / "deploy" / name).read_text("utf-8")
        found[name] = yaml.safe_load(text.replace("\non:", "\ntriggers:"))
    return found


def test_other_hosts_run_the_same_commands(elsewhere, targets):
    gitlab = {n: job for n, job in elsewhere["gitlab-ci.yml"].items() if "script" in job}
    forgejo = elsewhere["forgejo/code.yml"]["jobs"] | elsewhere["forgejo/site.yml"]["jobs"]
    for jobs_ in (gitlab, forgejo):
        run = [line.split() for line in said(jobs_)]
        assert {words[0] for words in run} == {"make", "python3"}
        assert {words[1] for words in run if words[0] == "make"} <= targets
        made = {words[1] for words in run}
        assert {"lint", "quick", "test", "long", "check", "site", "tools/smoke.py"} == made


def test_other_hosts_test_the_code_when_it_changes_and_each_night(root, elsewhere, workflows):
    forgejo = elsewhere["forgejo/code.yml"]
    for event in ("pull_request", "push", "schedule"):
        assert forgejo["triggers"][event] == workflows["code.yml"]["triggers"][event]
    (changes,) = (rule for rule in elsewhere["gitlab-ci.yml"]["code"]["rules"] if "changes" in rule)
    files, folders = changes["changes"]
    assert files == "*"
    named = set(re.fullmatch(r"\{([\w,]+)\}/\*\*/\*", folders)[1].split(","))
    there = {entry.name for entry in root.iterdir() if entry.is_dir() and entry.name[0] != "."}
    assert named | NOT_CODE <= there
    ignored = (root / ".gitignore").read_text("utf-8")
    assert {name for name in there - named - NOT_CODE if f"/{name}/" not in ignored} == set()


def test_other_hosts_take_the_same_actions(root, texts):
    pins = {match[0] for text in texts.values() for match in re.finditer(r"uses: \S+ # v\S+", text)}
    for name in OTHER_HOSTS:
        text = (root / "deploy" / name).read_text("utf-8")
        assert {match[0] for match in re.finditer(r"uses:.*", text)} <= pins, name


def test_newer_packages_are_proposed_of_every_kind(root):
    updates = yaml.safe_load((root / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    folders = {
        update["package-ecosystem"]: update.get("directories", [update.get("directory")])
        for update in updates
    }
    locks = (root / "tests").rglob("package-lock.json")
    node = {
        f"/{lock.parent.relative_to(root)}" for lock in locks if "node_modules" not in lock.parts
    }
    assert set(folders) == {"pip", "npm", "github-actions"}
    assert set(folders["npm"]) == node
    assert all(update["schedule"] == {"interval": "weekly"} for update in updates)
    renovate = json.loads((root / "deploy/renovate.json").read_text("utf-8"))
    assert {"group:all", "schedule:weekly"} <= set(renovate["extends"])


def test_the_label_of_an_editor_is_not_the_one_that_the_form_sets(root):
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE/verhaal.yml").read_text("utf-8"))
    assert form["labels"] == [issue_form.LABEL]
    workflow = (root / ".github/workflows/story-from-issue.yml").read_text("utf-8")
    assert f"github.event.label.name == '{issue_form.READY_LABEL}'" in workflow


def test_the_owners_of_what_rules_the_site_are_named(root):
    lines = (root / ".github/CODEOWNERS").read_text("utf-8").split("\n")
    owned = {line.split()[0]: line.split()[1:] for line in lines if line and line[0] != "#"}
    for path in ("*", "/.github/", "/hooks/", "/theme/", "/tools/", "/stories/"):
        assert owned[path], path


def test_the_template_asks_for_four_eyes(root):
    text = (root / ".github/PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    assert "Vier ogen" in text
    assert text.count("- [ ]") >= 6


def test_zizmor_finds_nothing(root):
    """Offline, in its strictest mood; one finding is allowed, at its line, with a reason."""
    found = shutil.which("zizmor", path=Path(sys.executable).parent) or shutil.which("zizmor")
    if not found:
        locked = (root / "requirements/test.txt").read_text("utf-8")
        assert "zizmor==" not in locked, "tools/setup test installs zizmor"
        pytest.skip("zizmor is not in the lock file yet")
    done = subprocess.run(
        [found, "--offline", "--persona", "auditor", "--no-progress", "--quiet", ".github"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    ignored = [
        line
        for file in (root / ".github/workflows").iterdir()
        for line in file.read_text("utf-8").split("\n")
        if "zizmor: ignore" in line
    ]
    assert len(ignored) == 1
    assert "workflow_run:" in ignored[0]
