"""Finished pages to files: only those that changed are written, and none that is gone stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalogue.story_pages import ORGANISATIONS_URI, STORIES_URI, Page, PageWriter

FOLDERS: Final = (STORIES_URI.rstrip("/"), ORGANISATIONS_URI.rstrip("/"))
"""The folders of the site that hold story pages."""


@dataclass(frozen=True, slots=True)
class SiteTree:
    """The story pages in the folder *site*.

    MkDocs empties its folder before it builds, except for names that begin with a dot. So the pages
    of the last build wait under such a name, are compared and brought up to date there while MkDocs
    builds its own, and come back in one move. A page is never seen half written.
    """

    site: Path

    def set_aside(self) -> None:
        """Take the pages of the last build out of MkDocs' way."""
        for name in FOLDERS:
            shown, hidden = self.site / name, self.site / f".{name}"
            if shown.is_dir():
                shutil.rmtree(hidden, ignore_errors=True)
                shown.rename(hidden)

    def write(self, uri: str, html: str) -> bool:
        """Write the page at *uri* among those set aside, unless it is there already; return whether it was not."""
        return write_if_changed(f"{self.site}/.{uri}", html)

    def finish(self, uris: Collection[str]) -> None:
        """Put the pages back where they are seen, without those that are not in *uris*."""
        for name in FOLDERS:
            shown, hidden = self.site / name, self.site / f".{name}"
            hidden.mkdir(parents=True, exist_ok=True)
            _remove_all_but({f"{self.site}/.{uri}" for uri in uris}, f"{hidden}/")
            if shown.is_dir():
                _merge(shown, hidden)
                shutil.rmtree(shown)
            hidden.rename(shown)

    def update(self, uri: str, html: str) -> None:
        """Write one page where it is seen, in one move: whoever reads it gets the old or the new one."""
        folder = self.site / uri
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / ".index.html"
        temporary.write_text(html, encoding="utf-8", newline="\n")
        temporary.replace(folder / "index.html")

    def remove(self, uri: str) -> None:
        """Remove one page from where it is seen."""
        (self.site / uri / "index.html").unlink(missing_ok=True)


# Everything below happens ten thousand times a build: plain calls of the system, no Path objects.


def write_if_changed(folder: str, html: str) -> bool:
    """Write ``index.html`` in *folder*, unless it holds *html* already; return whether it did not."""
    data = html.encode()
    file = f"{folder}index.html"
    try:
        descriptor = os.open(file, os.O_RDWR | _BINARY)
    except FileNotFoundError:
        try:
            os.mkdir(folder)
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | _BINARY, 0o644)
    with os.fdopen(descriptor, "r+b", buffering=0) as page:
        if os.fstat(descriptor).st_size == len(data) and page.read() == data:
            return False
        page.seek(0)
        page.write(data)
        page.truncate()
    return True


_BINARY: Final = getattr(os, "O_BINARY", 0)


def write_chunk(
    shared: tuple[SiteTree, PageWriter], pages: Sequence[tuple[str, Page]]
) -> tuple[int, int]:
    """Write many pages, the work of one process; return how many there were and how many changed."""
    tree, writer = shared
    changed = sum(tree.write(uri, writer.html(uri, page)) for uri, page in pages)
    return len(pages), changed


def _remove_all_but(folders: Collection[str], top: str) -> bool:
    """Remove every file below *top* that is not the page of one of *folders*; return whether *top* is empty."""
    is_empty = True
    with os.scandir(top) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if _remove_all_but(folders, f"{entry.path}/"):
                os.rmdir(entry.path)
            else:
                is_empty = False
        elif entry.name == "index.html" and top in folders:
            is_empty = False
        else:
            os.unlink(entry.path)
    return is_empty


def _merge(source: Path, target: Path) -> None:
    """Move every file below *source* to its place below *target*."""
    for file in sorted(source.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
