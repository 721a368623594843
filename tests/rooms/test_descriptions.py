"""What the README and the decisions say of the files is so: a path that they name exists."""

from __future__ import annotations

import re

import pytest

ENDINGS = "css|html|js|json|md|py|toml|ttf|txt|woff2|xml|yml"
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MADE = (".cache/", ".venv/", "site/")
"""What the commands make, and a checkout does not have."""
OF_A_SITE = {
    "-/edit/main/content", "_edit/main/content", "edit/main/content",
    "begeleiding", "index.html", "older/1", "older/2", "opdrachten.html", "pagefind.js", "site.css",
    "stories/2026/x.md", "verhaal.html", "verhalen.json",
}  # fmt: skip
"""What is named of a built site, of the hosts of repositories, and one example."""


def described(root):
    """What tells how this is built; the guides for editors name files of their examples too."""
    return [root / "README.md", root / ".github/SECURITY.md", *decisions(root)]


def decisions(root):
    found = sorted((root / ".github/decisions").glob("*.md"))
    assert len(found) >= 17
    return found


@pytest.fixture(scope="module")
def known(root):
    """Every file and folder of the project, by its path."""
    folders = ("content", "deploy", "hooks", "modules", "requirements", "stories", "tests", "theme")
    found = [*root.iterdir(), *(root / ".github").rglob("*"), *(root / "tools").iterdir()]
    for folder in folders:
        found += (root / folder).rglob("*")
    paths = {path.relative_to(root).as_posix() for path in found}
    return {path for path in paths if "node_modules" not in path and "__pycache__" not in path}


def paths_in(text):
    """The words of *text*, set as code, that can only be a file or a folder of ours."""
    for code in CODE.findall(text):
        for word in code.split():
            is_path = re.fullmatch(rf"[\w./-]+\.(?:{ENDINGS})|[\w.-]+/(?:[\w./-]*/)?", word)
            if is_path and not word.startswith(("/", "../", *MADE)):
                yield word.rstrip("/")


def test_every_file_that_is_named_exists(root, known):
    """A path from the root, or the end of one: `lists.py`, `catalogue/text/relinking.py`."""
    named = {
        path: file.relative_to(root).as_posix()
        for file in described(root)
        for path in paths_in(file.read_text("utf-8"))
    }
    assert len(named) > 40
    missing = {
        path: file
        for path, file in named.items()
        if path not in known and not any(other.endswith(f"/{path}") for other in known)
    }
    assert {path: file for path, file in missing.items() if path not in OF_A_SITE} == {}
    assert missing.keys() >= OF_A_SITE, "what is named no longer"


def test_every_link_to_a_file_leads_somewhere(root):
    followed = 0
    for file in described(root):
        for target in LINK.findall(file.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                followed += 1
                place = root / target[1:] if target[0] == "/" else file.parent / target
                assert place.exists(), f"{file.relative_to(root)}: {target}"
    assert followed > 15


def test_the_drawing_of_the_rooms_is_of_this_house(root, known):
    """Each line of it is a path, deeper by its indentation; what stands in <…> stands for any."""
    text = (root / "README.md").read_text("utf-8").split("## How the rooms fit")[1].split("```")[1]
    rows = re.findall(r"^( *)(\S+/|\S+\.\w+|\S+/\S+) +\S", text, re.MULTILINE)
    assert len(rows) > 15
    folders = []
    for indent, name in rows:
        if len(indent) > 4:
            continue  # a sentence that goes on
        folders = [*folders[: len(indent) // 2], name.rstrip("/")]
        path = re.sub(r"/?<\w+>/?$", "", "/".join(folders))
        assert path in known, path
