"""Which pages of the last build still are what they would be now: known without making them again.

A page is known by the digests of what it is made of, and by the time and size of its file. Anything
else — another form of the record, a byte that fell over, a file that was touched — means: make it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue.build.digests import digest
from catalogue.build.store import Record
from catalogue.exchange.feeds import Feed
from catalogue.exchange.open_data import DataFile
from catalogue.model.story import Story
from catalogue.photos.photos import PhotoFile
from catalogue.selections.lists import ListPage
from catalogue.site.plan import Page, StoryPage
from catalogue.site.writer import PageWriter


@dataclass(frozen=True, slots=True)
class PageCache:
    """The record of one site, in *folder*."""

    folder: Path
    site: Path

    @property
    def record(self) -> Record:
        """One for each folder that a site is built in."""
        name = digest(str(self.site.absolute()).encode()).hex()
        return Record(self.folder / f"pages-{name}.cache")

    def take(self) -> dict[str, tuple[str, str]]:
        """Return key and signature of each page by its address; nothing when that is not known.

        The record is gone then, until the next one is saved: a build that is broken off leaves none.
        """
        rows = [line.split("\t") for line in self.record.load()]
        self.record.forget()
        return {uri: (key, signature) for uri, key, signature in rows}

    def save(self, keys: Mapping[str, str], top: str) -> None:
        """Record the pages with *keys*, whose files stand below *top*."""
        self.record.save(f"{uri}\t{key}\t{signature(top + uri)}" for uri, key in keys.items())


def file_of(uri: str) -> str:
    """Return the file in which the page at *uri* stands."""
    return f"{uri}index.html" if uri.endswith("/") else uri


def signature(uri: str) -> str:
    """Return time and size of the file of *uri*; empty when there is none."""
    try:
        status = os.stat(file_of(uri))
    except OSError:
        return ""
    return f"{status.st_mtime_ns} {status.st_size}"


def page_keys(
    plan: Mapping[str, Page], writer: PageWriter, sources: Mapping[str, bytes]
) -> dict[str, str]:
    """Return what identifies each page of *plan*; nothing for the few that are made each time.

    *sources* gives the digest of each story's source, and under the empty path that of all else
    that stories are read by.
    """
    parts = (sources.get("", b""), repr(writer.shells).encode(), repr(writer.texts).encode())
    others = repr((writer.edit_root, writer.imprint)).encode()
    frame = digest(b"".join((*map(digest, parts), others)))
    stamps = {path: path.encode() + known for path, known in sources.items()}
    keys = {}
    for uri, page in plan.items():
        if isinstance(page, StoryPage):
            linked = [writer.addresses[link[1:].partition("#")[0]] for link in page.story.links]
            module = page.module
            shown = (module.uri, module.title, module.summary, module.minutes) if module else ()
            rest = repr((linked, shown, page.story.photo))
            stories: tuple[Story, ...] = (page.story, *page.related)
        elif isinstance(page, Feed):
            links = (link for story in page.stories for link in story.links)
            linked = [writer.addresses[link[1:].partition("#")[0]] for link in links]
            rest, stories = repr((uri, linked)), page.stories
        elif isinstance(page, DataFile):
            rest, stories = uri, page.stories
        elif isinstance(page, PhotoFile):
            rest, stories = repr(page), ()
        elif isinstance(page, ListPage):
            rest = f"{page.base_uri} {page.number} {page.total} {page.count}"
            stories = page.stories
        else:
            keys[uri] = ""
            continue
        made_of = [frame, rest.encode(), *[stamps[story.path] for story in stories]]
        keys[uri] = digest(b"\0".join(made_of)).hex()
    return keys
