"""Numbers of bytes, in words."""

from __future__ import annotations


def size_in_words(size: int) -> str:
    """A number of bytes as an editor reads it: ``1,2 MB``."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def short_size(size: int) -> str:
    """A number of bytes as a reader reads it: ``84 kB``, ``1,2 MB``."""
    kilobytes = round(size / 1000)
    return f"{kilobytes} kB" if kilobytes < 1000 else size_in_words(size)
