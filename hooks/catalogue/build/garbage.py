"""Python's garbage collection, steered here only: a build makes a great many objects, and most of them stay.

Looking through them for circles that can go, again and again as they grow, takes a tenth of a large build.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = 70_000
"""So many new objects before a search, a hundred times as many as Python's own number."""


def collect_seldom() -> None:
    """Search a hundred times less often, for as long as this process lives: few objects form circles."""
    gc.set_threshold(_SELDOM)


def collect_never() -> None:
    """Search no more: this process ends with its task."""
    gc.disable()


@contextmanager
def uncollected(*, stays: bool = False) -> Iterator[None]:
    """Search for nothing meanwhile; with *stays*, do not search what was made until then later either."""
    was_enabled = gc.isenabled()
    if stays:
        gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        if stays:
            gc.freeze()
        if was_enabled:
            gc.enable()
