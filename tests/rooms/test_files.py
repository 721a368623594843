"""What must not stand in the files of the project: hosts in lock files, paths of somebody's machine."""

from __future__ import annotations

import json
import re

import pytest
from floors import floors
from packaging.version import Version

NOT_OURS = {".git", ".venv", ".cache", ".hypothesis", "site", "node_modules", "__pycache__"}
TEXT = {".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".html", ".css", ".js", ".svg", ".sh", ""}


def ours(folder):
    """Every text file of the project, what the commands made left out."""
    for entry in sorted(folder.iterdir()):
        is_made = entry.name in NOT_OURS or entry.name.endswith(("_cache", ".egg-info"))
        if is_made or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from ours(entry)
        elif entry.suffix in TEXT:
            yield entry


@pytest.fixture(scope="module")
def locks(root):
    found = {file.name: file.read_text("utf-8") for file in (root / "requirements").glob("*.txt")}
    assert {"site.txt", "test.txt"} <= set(found)
    return found


def test_lock_files_name_no_host(locks):
    for name, text in locks.items():
        assert not re.search(
            r"://|@ file|--(extra-)?index-url|--find-links|^-[fi] ", text, re.MULTILINE
        ), name


def test_lock_files_pin_every_package_with_hashes(locks):
    for name, text in locks.items():
        for requirement in text.replace("\\\n", " ").split("\n"):
            if requirement.strip() and not requirement.startswith("#"):
                assert re.match(r"[a-z0-9._\[\]-]+==\S+", requirement, re.IGNORECASE), name
                assert "--hash=sha256:" in requirement, (name, requirement[:40])


@pytest.mark.parametrize("folder", ["tests/node", "tests/benchmarks/lighthouse"])
def test_the_packages_of_node_are_pinned_and_name_no_host(root, folder):
    lock = json.loads((root / folder / "package-lock.json").read_text("utf-8"))
    asked = json.loads((root / folder / "package.json").read_text("utf-8"))["dependencies"]
    for name, package in lock["packages"].items():
        if name:
            assert "resolved" not in package, name
            assert package["integrity"].startswith("sha512-"), name
    for name, version in asked.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version


def pins(text):
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE | re.IGNORECASE))


def test_the_site_is_tested_with_the_packages_it_is_built_with(locks):
    tested = pins(locks["test.txt"])
    for name, version in pins(locks["site.txt"]).items():
        assert tested.get(name) == version, name


WEAK = {
    "filelock": "3.20.2",
    "jinja2": "3.1.5",
    "mkdocs-material": "9.8.1",
    "nh3": "0.3.6",
    "pillow": "12.2",
    "pymdown-extensions": "10.16",
    "pytest": "9.0.2",
}
"""The last version of a package in which a weakness is known."""


def test_no_version_with_a_known_weakness_may_be_installed(root):
    lowest = floors((root / "pyproject.toml").read_text("utf-8"))
    for name, version in WEAK.items():
        assert Version(lowest[name]) > Version(version), name


def test_the_locked_versions_are_allowed(root, locks):
    locked = pins(locks["test.txt"])
    lowest = floors((root / "pyproject.toml").read_text("utf-8"))
    assert len(lowest) > 20
    for name, version in lowest.items():
        assert Version(locked[name]) >= Version(version), name


def test_axe_knows_the_rules_of_today(root):
    asked = json.loads((root / "tests/node/package.json").read_text("utf-8"))["dependencies"]
    assert Version(asked["axe-core"]) >= Version("4.14")


def test_no_file_names_a_path_of_somebodys_machine(root):
    places = "home|Users|root|work|mnt|opt|workspace"
    pattern = re.compile(rf"(?<![\w.:/*~-])/(?:{places})/[\w.-]+|\b[A-Z]:\\\\?\w")
    found = []
    for file in ours(root):
        for number, line in enumerate(file.read_text("utf-8", "replace").split("\n"), 1):
            if match := pattern.search(line):
                found.append(f"{file.relative_to(root)}:{number}: {match[0]}")
    assert not found, "\n".join(found)


def test_files_end_their_lines_as_unix_does_and_their_last_line_too(root):
    """Test data may break this rule on purpose."""
    for file in ours(root):
        data = file.read_bytes()
        if "tests" in file.relative_to(root).parts or file.suffix == ".svg" or not data:
            continue
        assert b"\r" not in data, file
        assert data.endswith(b"\n"), file


def test_nobody_left_a_note_to_herself(root):
    """What is to be done stands with the issues, not in the code."""
    marks = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"]))
    for folder in ("hooks", "theme", "content", "modules", "stories", "tools"):
        for file in ours(root / folder):
            assert not marks.search(file.read_text("utf-8", "replace")), file
