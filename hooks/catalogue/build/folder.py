"""Where a project keeps what is made between builds, and what changes when its files do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final


def tree_signature(root: Path, folders: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when any file below *folders* does: names, times (nanoseconds), sizes."""
    found = []
    for folder in folders:
        for parent, _, names in os.walk(root / folder):
            for name in names:
                status = os.lstat(os.path.join(parent, name))  # noqa: PTH118 -- often, many
                found.append((f"{parent}/{name}", status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


CACHE_FOLDER: Final = ".cache"
