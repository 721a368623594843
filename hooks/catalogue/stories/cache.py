"""What reading a story gave, kept from one build to the next.

An entry is used only when the bytes of its source are the same; all of them are dropped when the
code, the vocabulary, the organisations or a library changed, or when the file is not whole. The
folder can be deleted at any time, and two builds can use it at once: the last one to finish stays.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from catalogue.build.digests import DIGEST_SIZE, digest
from catalogue.build.whole_files import replace_whole
from catalogue.stories.parse import StoryReading

FILE_NAME: Final = "stories.cache"
_MAGIC: Final = b"mangomomenten stories 1\n"

Entry = tuple[bytes, StoryReading]
"""The digest of a source, and what reading it gave."""


def load(folder: Path, surroundings: bytes) -> dict[str, Entry]:
    """Return the entries in *folder* by path; none when they are of another version or damaged."""
    header = _MAGIC + surroundings
    try:
        data = (folder / FILE_NAME).read_bytes()
        payload = data[len(header) + DIGEST_SIZE :]
        if not data.startswith(header) or not payload:
            return {}
        if data[len(header) : len(header) + DIGEST_SIZE] != digest(payload):
            return {}
        entries: dict[str, Entry] = {}
        file = io.BytesIO(payload)
        while file.tell() < len(payload):
            entries |= _Unpickler(file).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
        return {}
    return entries


def pack(entries: dict[str, Entry]) -> bytes:
    """Return *entries* as a part of what ``save`` puts in a file; ``unpack`` gives them back."""
    return pickle.dumps(entries, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(part: bytes) -> dict[str, Entry]:
    """Return the entries of a *part* that a process of our own packed."""
    return _Unpickler(io.BytesIO(part)).load()  # type: ignore[no-any-return]


def save(folder: Path, surroundings: bytes, parts: Sequence[bytes]) -> bool:
    """Put the entries of *parts* in *folder*, whole or not at all; return whether that could be done."""
    whole = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for part in parts:
        whole.update(part)
    return replace_whole(folder / FILE_NAME, (_MAGIC, surroundings, whole.digest(), *parts))


_ALLOWED: Final = {
    "catalogue.stories.parse": {"StoryReading"},
    "catalogue.model.organisation": {"Organisation"},
    "catalogue.model.story": {"Consent", "Photo", "Scope", "Story", "Tombstone"},
    "catalogue.problems.problem": {"Problem"},
    "catalogue.model.vocabulary": {"Concept"},
    "datetime": {"date"},
    "builtins": {"frozenset"},
    "copyreg": {"_reconstructor"},
}


class _Unpickler(pickle.Unpickler):
    """Lets in the classes that entries are made of, and nothing that could do harm."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in _ALLOWED.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} does not belong in the cache")
        return super().find_class(module, name)
