"""What identifies data, and the code that made something of it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from functools import cache
from pathlib import Path
from typing import Final

DIGEST_SIZE: Final = 16
_LIBRARIES: Final = ("cmarkgfm", "nh3", "pyyaml", "python-frontmatter")


def digest(data: bytes) -> bytes:
    """Return what identifies *data*."""
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest()


@cache
def code_digest() -> bytes:
    """Return what identifies this code, Python, and the libraries that stories pass through."""
    whole = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for module in sorted(Path(__file__).parents[1].rglob("*.py")):
        whole.update(digest(module.read_bytes()))
    for library in _LIBRARIES:
        whole.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    whole.update(sys.version.encode())
    return whole.digest()


def surroundings_digest(*sources: bytes) -> bytes:
    """Return what identifies everything but a story's own source that reading it depends on."""
    return digest(code_digest() + b"".join(map(digest, sources)))
