"""What reading a story gave, kept from one build to the next.

An entry is used only when the bytes of its source are the same; all of them are dropped when the
code, the vocabulary, the organisations or a library changed, or when the file is not whole. The
folder can be deleted at any time, and two builds can use it at once: the last one to finish stays.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from catalogue.stories import StoryReading

FILE_NAME: Final = "stories.cache"
_MAGIC: Final = b"mangomomenten stories 1\n"
_DIGEST_SIZE: Final = 16
_LIBRARIES: Final = ("cmarkgfm", "nh3", "pyyaml", "python-frontmatter")

Entry = tuple[bytes, StoryReading]
"""The digest of a source, and what reading it gave."""


def digest(data: bytes) -> bytes:
    """Return what identifies *data*."""
    return hashlib.blake2b(data, digest_size=_DIGEST_SIZE).digest()


@cache
def code_digest() -> bytes:
    """Return what identifies this code, Python, and the libraries that stories pass through."""
    whole = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    for module in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(digest(module.read_bytes()))
    for library in _LIBRARIES:
        whole.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    whole.update(sys.version.encode())
    return whole.digest()


def surroundings_digest(*sources: bytes) -> bytes:
    """Return what identifies everything but a story's own source that reading it depends on."""
    return digest(code_digest() + b"".join(map(digest, sources)))


def load(folder: Path, surroundings: bytes) -> dict[str, Entry]:
    """Return the entries in *folder* by path; none when they are of another version or damaged."""
    header = _MAGIC + surroundings
    try:
        data = (folder / FILE_NAME).read_bytes()
        payload = data[len(header) + _DIGEST_SIZE :]
        if not data.startswith(header) or not payload:
            return {}
        if data[len(header) : len(header) + _DIGEST_SIZE] != digest(payload):
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
    whole = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        whole.update(part)
    return replace_whole(folder / FILE_NAME, (_MAGIC, surroundings, whole.digest(), *parts))


def replace_whole(file: Path, parts: Iterable[bytes]) -> bool:
    """Put *parts* in *file*, whole or not at all; return whether that could be done."""
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        with os.fdopen(descriptor, "wb") as new:
            new.writelines(parts)
        Path(temporary).replace(file)
    except OSError:  # a read-only folder, a full disk: the next build does everything again
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        return False
    return True


_ALLOWED: Final = {
    "catalogue.stories": {"StoryReading"},
    "catalogue.models": {"Consent", "Organisation", "Photo", "Scope", "Story", "Tombstone"},
    "catalogue.problems": {"Problem"},
    "catalogue.vocabulary": {"Concept"},
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
