"""What a file may be called."""

from __future__ import annotations

from typing import Final

from catalogue.problems.problem import Problems
from catalogue.text.slugs import SLUG, slugify

MAX_NAME_CHARACTERS: Final = 80


def check_name(name: str, path: str, problems: Problems) -> bool:
    """Whether the file or folder *name* can stand in an address; its ending is left aside."""
    stem, dot, ending = name.rpartition(".")
    stem = stem if dot else name
    if len(name) > MAX_NAME_CHARACTERS:
        problems.add("file-name-long", path, 1, length=len(name), limit=MAX_NAME_CHARACTERS)
        return False
    if not SLUG.fullmatch(stem) or ending != ending.lower():
        example = (slugify(stem) or "naam") + (f".{ending.lower()}" if dot else "")
        problems.add("file-name", path, 1, name=name, example=example)
        return False
    if stem in RESERVED_BY_WINDOWS:
        example = f"de-{name}"
        problems.add("file-name-reserved", path, 1, name=name, example=example)
        return False
    return True


RESERVED_BY_WINDOWS: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Devices there, whatever follows a dot: a project with such a file cannot be copied to Windows."""
