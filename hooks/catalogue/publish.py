"""Finished pages to files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from catalogue.story_pages import BuiltPage


def write_pages(site: Path, pages: Iterable[BuiltPage]) -> int:
    """Write every page as ``<uri>/index.html`` under *site*; return how many."""
    count = 0
    for page in pages:
        folder = site / page.uri
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page.html, encoding="utf-8", newline="\n")
        count += 1
    return count
