"""Files that nobody reads and everybody can see: the sources are public, also what is not published."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from catalogue.problems.problem import Problems
from catalogue.sources.files import LEFT_BY_WINDOWS, all_entries, is_hidden

FOLDERS: Final = ("content", "modules", "stories")
DATA: Final = "content/_data"
TEMPLATE: Final = "modules/_template"

_LEFT_BY_PROGRAMS: Final = re.compile(
    r"\.DS_Store|\._.*|\.directory|\.~lock\..*#|\.#.*|\..*\.sw[a-p]"
)
"""What systems and editors of text put beside a file, often while it is open."""


def check_hidden(root: Path, data: Collection[str], problems: Problems) -> None:
    """Note every file and folder below *root* that is never read; *data* are those that are, in ``_data``."""
    waiting = list(FOLDERS)
    while waiting:
        folder = waiting.pop()
        for entry in all_entries(root / folder):
            path = f"{folder}/{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            if path in data or (is_folder and path == TEMPLATE) or _keeps_a_folder(entry):
                continue
            if entry.name in LEFT_BY_WINDOWS or _LEFT_BY_PROGRAMS.fullmatch(entry.name):
                problems.add("file-left", path, 1)
            elif folder == DATA:
                problems.add("file-not-data", path, 1)
            elif is_folder and (path == DATA or not is_hidden(entry.name)):
                waiting.append(path)
            elif is_folder and folder == "modules" and entry.name.startswith("_"):
                problems.add("file-draft", path, 1)
            elif is_hidden(entry.name):
                problems.add("file-hidden", path, 1, mark=entry.name[0])


def _keeps_a_folder(entry: os.DirEntry[str]) -> bool:
    """Whether *entry* only makes Git keep a folder that is empty otherwise: there is nothing in it."""
    return entry.name == ".gitkeep" and entry.stat(follow_symlinks=False).st_size == 0
