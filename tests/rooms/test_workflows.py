"""Workflows: the least they may do, what they run, and that nothing of a stranger reaches a shell."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from catalogue import issue_form

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
}


@pytest.fixture(scope="module")
def texts(root):
    found = {file.name: file.read_text("utf-8") for file in (root / ".github/workflows").iterdir()}
    assert set(found) == {
        "check.yml", "comment.yml", "publish.yml", "story-from-issue.yml", "weekly.yml",
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
        assert job["timeout-minutes"] <= 30, (name, id_)


def test_what_the_scripts_run_exists(root, texts):
    for name, text in texts.items():
        for path in re.findall(r"\b((?:tools|requirements)/[\w.-]+)", text):
            assert (root / path).is_file(), (name, path)


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
