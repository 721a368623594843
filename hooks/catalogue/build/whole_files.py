"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


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
