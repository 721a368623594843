"""A story that is taken back: its source becomes a tombstone, and what earlier builds kept of it goes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from catalogue.build.store import Record
from catalogue.build.whole_files import replace_whole
from catalogue.model.story import Tombstone
from catalogue.sources.files import entries
from catalogue.sources.pictures import PICTURES


def kept(folder: Path, tombstones: Iterable[Tombstone]) -> tuple[str, ...]:
    """Return the files in the cache *folder* that may still know a story of *tombstones*.

    Whatever is older than the moment at which a reading first saw the tombstone (see
    ``withdrawal.forget_withdrawn``) may; what was made after it was made without the story.
    """
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    record = withdrawals(folder)
    since = -1
    if {tombstone.path for tombstone in tombstones} <= set(record.load()):
        since = record.file.stat().st_mtime_ns if record.file.exists() else 0
    return tuple(
        file.relative_to(folder).as_posix()
        for file in files
        if since < 0 or file.stat().st_mtime_ns < since
    )


_SOURCES: Final = ("content", "modules", "stories")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A line of a source that names a story."""

    path: str
    line: int
    is_case: bool
    """Whether a module takes the story as its case."""


def find_story(root: Path, slug: str) -> str:
    """Return the path of the source of the story *slug*; empty when there is none."""
    for year in entries(root / "stories"):
        if year.is_dir(follow_symlinks=False):
            for entry in entries(Path(year.path)):
                if entry.name == f"{slug}.md" and entry.is_file(follow_symlinks=False):
                    return f"stories/{year.name}/{entry.name}"
    return ""


def mentions(root: Path, path: str) -> tuple[Mention, ...]:
    """Return every line of another source that names the story at *path*, or leads to its address."""
    slug = Path(path).stem
    pattern = re.compile(rf"/{re.escape(path)}(?![\w-])|(?<![\w-])verhalen/{re.escape(slug)}/")
    return tuple(sorted(_mentions(root, path, pattern)))


def _mentions(root: Path, path: str, pattern: re.Pattern[str]) -> Iterator[Mention]:
    for folder in _SOURCES:
        for file in (root / folder).rglob("*.md"):
            other = file.relative_to(root).as_posix()
            if other == path or file.is_symlink() or not file.is_file():
                continue
            text = file.read_text("utf-8", "replace")
            if not pattern.search(text):
                continue
            is_introduction = folder == "modules" and file.name == "introduction.md"
            for number, line in enumerate(text.split("\n"), 1):
                if pattern.search(line):
                    yield Mention(other, number, is_introduction and line.startswith("story:"))


def tombstone_text(day: date) -> str:
    """Return all that the source of a withdrawn story holds."""
    return f"---\nwithdrawn: {day}\n---\n"


def rewrite(file: Path, data: bytes) -> bool:
    """Put *data* in the place of what is in *file*, whole or not at all; return whether that could be done."""
    mode = file.stat().st_mode
    if not replace_whole(file, (data,)):
        return False
    file.chmod(mode)
    return True


def withdraw(root: Path, path: str, day: date) -> tuple[str, ...]:
    """Make a tombstone of the story at *path*; return the pictures that went with it.

    OSError when it cannot be written; nothing has changed then.
    """
    source = root / path
    if not rewrite(source, tombstone_text(day).encode()):
        raise OSError(path)
    removed = []
    for picture in sorted(source.parent.iterdir()):
        if picture.stem == source.stem and picture.suffix.lower() in PICTURES:
            picture.unlink()
            removed.append(picture.relative_to(root).as_posix())
    return tuple(removed)


# -- what earlier builds kept --------------------------------------------------------------------


def clear(folder: Path) -> None:
    """Remove everything that builds kept in *folder*: any of it may hold words of a story that is gone."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def withdrawals(folder: Path) -> Record:
    """Return the record of which stories were withdrawn when the rest of *folder* was made."""
    return Record(folder / "withdrawn.cache")


def forget_withdrawn(folder: Path, tombstones: Iterable[str]) -> bool:
    """Clear *folder* when one of *tombstones*, paths, is new since it was filled; return whether it was.

    It costs one slow build for each withdrawal, and leaves nothing to be looked through.
    """
    record = withdrawals(folder)
    before, now = record.load(), sorted(tombstones)
    if before == now:
        return False
    is_new = not set(now) <= set(before)
    if is_new:
        clear(folder)
    record.save(now)
    return is_new
