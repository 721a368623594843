"""Pictures and recordings beside a source: which kinds there are, and what is wrong with one."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from catalogue.problems.problem import Problems
from catalogue.text.drawings import activity
from catalogue.text.sizes import size_in_words

MAX_PICTURE_BYTES: Final = 10_000_000

PICTURES: Final = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp"})
MEDIA: Final = PICTURES | {".mp4", ".webm", ".mp3", ".vtt"}


def check_picture(file: Path, path: str, problems: Problems) -> None:
    """Note when the picture or recording at *file* is a link, or a picture that is too large or active."""
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode):
        problems.add("file-link", path, 1)
    elif file.suffix in PICTURES and status.st_size > MAX_PICTURE_BYTES:
        problems.add(
            "picture-large",
            path,
            1,
            size=size_in_words(status.st_size),
            limit=size_in_words(MAX_PICTURE_BYTES),
        )
    elif file.suffix == ".svg":
        _check_drawing(file.read_bytes(), path, problems)


def _check_drawing(data: bytes, path: str, problems: Problems) -> None:
    try:
        what = activity(data)
    except ValueError:
        problems.add("picture-broken", path, 1)
    else:
        if what is not None:
            problems.add("picture-active", path, 1, what=what)
