"""Files to text: what may stand in a source before anybody asks what it means."""

from __future__ import annotations

import os
import re
import stat
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from catalogue.problems.problem import Problems
from catalogue.sources import front_matter
from catalogue.sources.front_matter import Fields
from catalogue.text.characters import UNSEEN, name_of
from catalogue.text.sizes import size_in_words

MAX_TEXT_BYTES: Final = 1_000_000
MAX_PUNCTUATION_RUN: Final = 40
"""Longer runs of one mark have no use in prose, and cost Markdown parsers quadratic time."""
MAX_WORD_CHARACTERS: Final = 1_000
MAX_PROBLEMS: Final = 20
"""Of this kind in one file; counting lines for each of a million would take minutes."""

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_PUNCTUATION_RUN = re.compile(rf"([!-/:-@\[-`{{-~])\1{{{MAX_PUNCTUATION_RUN},}}")

_MARKS: Final = bytes(33 if chr(byte) in string.punctuation else 32 for byte in range(256))
"""Every mark of punctuation to an exclamation mark, everything else to a space."""
_LONG_RUN: Final = b"!" * (MAX_PUNCTUATION_RUN + 1)


@dataclass(frozen=True, slots=True)
class Source:
    """A text file with front matter, read and split but not yet understood."""

    path: str
    """Relative to the project, with forward slashes."""
    fields: Fields | None
    """None when they are there but cannot be read as YAML; that is already a problem."""
    body: str
    body_line: int
    """The line of the file on which ``body`` begins."""

    def line(self, key: str) -> int:
        """Where *key* stands; 1 when it is absent."""
        value = self.fields.get(key) if self.fields else None
        return value.line if value is not None else 1


def read_source(file: str | Path, path: str, problems: Problems) -> Source | None:
    """Return the source at *file*; None, and its problems, when it cannot be read as one."""
    text = read_text(file, path, problems)
    return None if text is None else split_source(text, path, problems)


def read_text(file: str | Path, path: str, problems: Problems) -> str | None:
    """Return the text of *file*; None, and its problems, when it is not a small regular text file."""
    data = read_bytes(file, path, problems)
    return None if data is None else decode(data, path, problems)


def read_bytes(file: str | Path, path: str, problems: Problems) -> bytes | None:
    """Return what is in *file*; None, and its problems, when it is not a small regular file."""
    try:
        # One opened file is asked and read, so that it cannot change between; a link is not followed.
        descriptor = os.open(file, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT)
    except OSError:
        code = "file-link" if Path(file).is_symlink() else "file-unreadable"
        problems.add(code, path, 1)
        return None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)  # a folder or a pipe
        problems.add("file-unreadable", path, 1)
        return None
    with os.fdopen(descriptor, "rb", buffering=0) as opened:
        if status.st_size > MAX_TEXT_BYTES:
            size, limit = size_in_words(status.st_size), size_in_words(MAX_TEXT_BYTES)
            problems.add("file-large", path, 1, size=size, limit=limit)
            return None
        return opened.read()


_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
"""A pipe posing as a source must not hold the build."""


def split_source(text: str, path: str, problems: Problems) -> Source | None:
    """Return the source whose text is *text*; None, and its problems, without front matter."""
    parts = front_matter.split(text, path, problems)
    return None if parts is None else Source(path, *parts)


def decode(data: bytes, path: str, problems: Problems) -> str | None:
    """Return *data* as normalised text (NFC, line ends LF); None, and its problems, if it cannot be."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        problems.add("byte-order-mark", path, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.add("not-utf-8", path, data.count(b"\n", 0, error.start) + 1)
        return None
    if "\r" in text:
        problems.add("crlf", path, 1)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        problems.add("file-empty", path, 1)
        return None
    sound = True
    for line, code, words in islice(_unreadable(text, data), MAX_PROBLEMS):
        problems.add(code, path, line, **words)
        sound = False
    if not sound:
        return None
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _unreadable(text: str, data: bytes) -> Iterator[tuple[int, str, dict[str, object]]]:
    def line(position: int) -> int:
        return text.count("\n", 0, position) + 1

    # Nearly every text is printable; only the others are worth a look at each character.
    lines = text.split("\n")
    is_printable = all(map(str.isprintable, lines))
    for match in () if is_printable and "\ufffd" not in text else UNSEEN.finditer(text):
        yield line(match.start()), "control-character", {"name": name_of(match[0])}
    if "<<<<<<<" in text or ">>>>>>>" in text:
        for match in _CONFLICT.finditer(text):
            yield line(match.start()), "conflict-marker", {"marker": match[1]}
    if _LONG_RUN in data.translate(_MARKS):
        for match in _PUNCTUATION_RUN.finditer(text):
            words: dict[str, object] = {"limit": MAX_PUNCTUATION_RUN, "mark": match[1]}
            yield line(match.start()), "punctuation-run", words
    if max(map(len, lines)) > MAX_WORD_CHARACTERS:
        for match in re.finditer(r"\S+", text):
            if len(match[0]) > MAX_WORD_CHARACTERS:
                limits: dict[str, object] = {"length": len(match[0]), "limit": MAX_WORD_CHARACTERS}
                yield line(match.start()), "long-word", limits


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in *folder*, sorted by name; nothing if it is absent.

    Left out is what is never read: see ``hidden``.
    """
    return [entry for entry in all_entries(folder) if not is_hidden(entry.name)]


def all_entries(folder: Path) -> list[os.DirEntry[str]]:
    """Everything that is in *folder*, sorted by name; nothing if it is absent."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_hidden(name: str) -> bool:
    """Whether a file or folder with *name* is never read, and never published."""
    return name.startswith((".", "_")) or name in LEFT_BY_WINDOWS


LEFT_BY_WINDOWS: Final = frozenset({"Thumbs.db", "desktop.ini"})
"""What it puts in a folder that is looked at; `mkdocs.yml` leaves it out too."""


def note_misplaced(entry: os.DirEntry[str], path: str, place: str, problems: Problems) -> None:
    """Note that *entry* does not belong where it is, or that it is a link."""
    if entry.is_symlink():
        problems.add("file-link", path, 1)
    else:
        problems.add("file-place", path, 1, place=place)
