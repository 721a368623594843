"""Finished pages to files: only those that changed are written, and none that is gone stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalogue.build.workers import Work
from catalogue.exchange.open_data import DataFile
from catalogue.model.addresses import EMBEDS_URI, ORGANISATIONS_URI, STORIES_URI
from catalogue.site.cache import PageCache, file_of, page_keys, signature
from catalogue.site.plan import Page, Plan
from catalogue.site.writer import PageWriter

FOLDERS: Final = tuple(uri.rstrip("/") for uri in (STORIES_URI, ORGANISATIONS_URI, EMBEDS_URI))
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

    def write(self, uri: str, text: str | bytes) -> bool:
        """Write the page at *uri* among those set aside, unless it is there already; return whether it was not."""
        return write_if_changed(file_of(f"{self.site}/.{uri}"), text)

    def finish(self, uris: Collection[str], gone: Collection[str] | None = None) -> None:
        """Put the pages back where they are seen, without those that are not in *uris*.

        *gone* names the addresses that are not, when they are known; else every folder is looked into.
        """
        for uri in gone or ():
            _remove_page(self.site, f".{uri}")
        for name in FOLDERS:
            shown, hidden = self.site / name, self.site / f".{name}"
            hidden.mkdir(parents=True, exist_ok=True)
            if gone is None:
                _remove_all_but({file_of(f"{self.site}/.{uri}") for uri in uris}, f"{hidden}/")
            if shown.is_dir():
                _merge(shown, hidden)
                shutil.rmtree(shown)
            hidden.rename(shown)

    def update(self, uri: str, text: str | bytes) -> None:
        """Write one page where it is seen, in one move: whoever reads it gets the old or the new one."""
        file = self.site / file_of(uri)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name}")
        temporary.write_bytes(text if isinstance(text, bytes) else text.encode())
        temporary.replace(file)

    def remove(self, uri: str) -> None:
        """Remove one page from where it is seen."""
        _remove_page(self.site, uri)

    def is_empty(self) -> bool:
        """Whether no pages were set aside: there is no last build."""
        return not any((self.site / f".{name}").exists() for name in FOLDERS)


# Everything below happens ten thousand times a build: plain calls of the system, no Path objects.


def write_if_changed(file: str, text: str | bytes) -> bool:
    """Write *file*, unless it holds *text* already; return whether it did not."""
    data = text if isinstance(text, bytes) else text.encode()
    folder = os.path.dirname(file)
    try:
        os.mkdir(folder)  # most pages of a first build: nothing can stand there yet
    except FileExistsError:
        if _holds(file, data):
            return False
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
    return True


def _holds(file: str, data: bytes) -> bool:
    try:
        descriptor = os.open(file, os.O_RDONLY | _BINARY)
    except FileNotFoundError:
        return False
    with os.fdopen(descriptor, "rb", buffering=0) as page:
        return os.fstat(descriptor).st_size == len(data) and page.read() == data


_BINARY: Final = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Writing:
    """Pages that are being written: ``StorySite.begin`` gives it."""

    _work: Work
    _show: Callable[[], None]
    """Puts the pages where they are seen, and remembers them."""

    def finish(self, on_progress: Callable[[int], None] | None = None) -> int:
        """Wait until all pages are written, and put them where they are seen; return how many changed.

        *on_progress* is told, now and then, how many pages are done.
        """
        done = changed = 0
        for count, new in self._work.results():
            done, changed = done + count, changed + new
            if on_progress is not None:
                on_progress(done)
        self._show()
        return changed


class StorySite:
    """The story pages of one site, from build to build of one process: it writes what changed."""

    def __init__(self, site: Path, cache_folder: Path | None = None) -> None:
        self.tree = SiteTree(site)
        self._cache = PageCache(cache_folder, site) if cache_folder else None
        self.plan: Plan = {}
        self.writer: PageWriter | None = None
        """What made the pages that stand there; None while that is not known."""

    def set_aside(self) -> None:
        """Take the pages out of the engine's way, before it empties its folder."""
        self.tree.set_aside()

    def begin(
        self, plan: Plan, writer: PageWriter, sources: Mapping[str, bytes] | None = None
    ) -> Writing:
        """Begin to write the pages of *plan*, in other processes where that pays; return what finishes it.

        *sources* gives the digests that tell which pages of an earlier process are still right.
        """
        items, keys = list(plan.items()), dict[str, str]()
        gone: set[str] | None = set() if self.tree.is_empty() else None
        if self.writer is not None and self.writer.makes_the_same_of_a_page_as(writer):
            items = [item for item in items if self.plan.get(item[0]) != item[1]]
            gone = self.plan.keys() - plan.keys()
        elif self._cache is not None and sources is not None and (known := self._cache.take()):
            keys = page_keys(plan, writer, sources)
            items = list(self._not_there_yet(items, keys, known))
            gone = known.keys() - plan.keys()
        # Until all is written, nothing is known of what stands there.
        self.plan, self.writer = plan, None
        work = Work(write_chunk, (self.tree, writer), items)
        if self._cache is not None and sources is not None and not keys:
            keys = page_keys(plan, writer, sources)  # while others write

        def show() -> None:
            self.tree.finish(plan.keys(), gone)
            if self._cache is not None and keys:
                self._cache.save(keys, f"{self.tree.site}/")
            self.writer = writer

        return Writing(work, show)

    def _not_there_yet(
        self,
        items: Iterable[tuple[str, Page]],
        keys: Mapping[str, str],
        known: Mapping[str, tuple[str, str]],
    ) -> Iterator[tuple[str, Page]]:
        top = f"{self.tree.site}/."
        for uri, page in items:
            key = keys[uri]
            if not key or known.get(uri) != (key, signature(top + uri)):
                yield uri, page

    def update(self, plan: Plan, when_shown: Callable[[], None]) -> None:
        """Write the pages of *plan* that changed, where they are seen.

        *when_shown* is called when only the data of all stories is still to come: no page shows it.
        """
        assert self.writer is not None, "the pages are all there"
        changed = [(uri, page) for uri, page in plan.items() if self.plan.get(uri) != page]
        self._update(item for item in changed if not isinstance(item[1], DataFile))
        for uri in self.plan.keys() - plan.keys():
            self.tree.remove(uri)
        when_shown()
        self._update(item for item in changed if isinstance(item[1], DataFile))
        self.plan = plan

    def _update(self, pages: Iterable[tuple[str, Page]]) -> None:
        assert self.writer is not None
        for uri, page in pages:
            self.tree.update(uri, self.writer.content(uri, page))


def write_chunk(
    shared: tuple[SiteTree, PageWriter], pages: Sequence[tuple[str, Page]]
) -> tuple[int, int]:
    """Write many pages, the work of one process; return how many there were and how many changed."""
    tree, writer = shared
    changed = sum(tree.write(uri, writer.content(uri, page)) for uri, page in pages)
    return len(pages), changed


def _remove_page(top: Path, uri: str) -> None:
    file = top / file_of(uri)
    file.unlink(missing_ok=True)
    with suppress(OSError):  # something else stands below it
        file.parent.rmdir()


def _remove_all_but(files: Collection[str], top: str) -> bool:
    """Remove every file below *top* that is not one of *files*; return whether *top* is empty."""
    is_empty = True
    with os.scandir(top) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if _remove_all_but(files, f"{entry.path}/"):
                os.rmdir(entry.path)
            else:
                is_empty = False
        elif entry.path in files:
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
