"""Projects with something wrong in them, and to the letter what an editor is told.

A case is a YAML file in ``cases/``. It spoils the faultless miniature project in ``project/``:

``files``     the text of whole files, by path
``bytes``     the same for files that are not tidy UTF-8; each character stands for one byte
``edit``      by path, what to replace by what
``body``      by path, what to put under the front matter
``repeat``    by path, what to repeat and how often
``pictures``  pictures to draw, by path: ``form``, ``size``, ``frames``, ``is_header_only``
``sizes``     how many bytes to make a file, by path
``symlinks``  links to put in the place of files: path and target
``remove``    paths to remove
``day``       the day on which they are read
``problems``  the report that must come of it; empty when nothing is wrong
"""

from __future__ import annotations

import functools
import io
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from catalogue.problems.problem import Problems
from catalogue.problems.reports import format_text
from catalogue.problems.rules import RULES
from PIL import Image

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 22)
"""When sources are read, unless a case says otherwise: consents run out."""
NAMES = sorted(file.relative_to(CASES).with_suffix("").as_posix() for file in CASES.rglob("*.yml"))
# Seen in a printed document, when all sources are right: test_printing.py has their texts.
OF_PRINTING = {
    "print-message", "print-picture", "print-letter", "print-nameless", "print-long", "print-large",
    "print-structure",
}  # fmt: skip
# Seen when all sources are right, beside them: test_command.py has its text.
OF_GENERATING = {"generated-stale"}
KEYS = {
    "files",
    "bytes",
    "edit",
    "body",
    "repeat",
    "pictures",
    "sizes",
    "symlinks",
    "remove",
    "day",
    "problems",
}


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_is_told(name: str, problems_of: Callable[[str], Problems]) -> None:
    assert format_text(problems_of(name)) == read_case(name)["problems"].rstrip("\n")


def test_every_rule_has_a_case(problems_of: Callable[[str], Problems]) -> None:
    broken = {problem.code for name in NAMES for problem in problems_of(name)}
    assert sorted(set(RULES) - broken - OF_PRINTING - OF_GENERATING) == []


def test_the_miniature_project_itself_is_faultless(project: Project) -> None:
    assert project.report() == ""


@pytest.fixture(scope="session")
def problems_of(
    tmp_path_factory: pytest.TempPathFactory, new_project: Callable[[Path], Project]
) -> Callable[[str], Problems]:
    """Return what reads a case; each is read once, all of them in one folder."""
    project = new_project(tmp_path_factory.mktemp("cases"))

    @functools.cache
    def read(name: str) -> Problems:
        case = read_case(name)
        day = datetime.combine(case.get("day", DAY), time(), UTC)
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("SOURCE_DATE_EPOCH", f"{day.timestamp():.0f}")
                return spoil(project, case)
        finally:
            project.restore()

    return read


@functools.cache
def read_case(name: str) -> dict[str, Any]:
    """Return the case *name*; its keys are checked, so that a slip in a case cannot hide."""
    text = (CASES / f"{name}.yml").read_text("utf-8")
    case: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    assert set(case) <= KEYS, f"unknown key in {name}"
    return case


def spoil(project: Project, case: dict[str, Any]) -> Problems:
    """Lay *case* over *project* and return what is wrong with it now."""
    for path in case.get("remove", ()):
        project.remove(path)
    for path, text in case.get("files", {}).items():
        project.write(path, text)
    for path, picture in case.get("pictures", {}).items():
        project.write(path, draw(**picture))
    for path, text in case.get("bytes", {}).items():
        project.write(path, text.encode("latin-1"))
    for path, changes in case.get("edit", {}).items():
        for old, new in changes.items():
            project.edit(path, old, new)
    for path, body in case.get("body", {}).items():
        project.set_body(path, body)
    for path, pieces in case.get("repeat", {}).items():
        for piece, times in pieces.items():
            project.edit(path, piece, piece * times)
    for path, size in case.get("sizes", {}).items():
        project.resize(path, size)
    for path, target in case.get("symlinks", {}).items():
        project.link(path, target)
    return project.problems()


def draw(
    form: str = "JPEG",
    size: tuple[int, int] = (300, 200),
    frames: int = 1,
    *,
    is_header_only: bool = False,
) -> bytes:
    """Return a picture; with only its header, as large as it says and no pixel in it."""
    if is_header_only:
        header = b"IHDR" + struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
        chunks = (header, b"IDAT" + zlib.compress(b""), b"IEND")
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
            for chunk in chunks
        )
    first, *others = (Image.new("RGB", tuple(size), (200, 90 + 20 * n, 60)) for n in range(frames))
    out = io.BytesIO()
    first.save(out, form, **({"save_all": True, "append_images": others} if others else {}))
    return out.getvalue()
