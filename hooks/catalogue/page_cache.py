"""Which pages of the last build still are what they would be now: known without making them again.

A page is known by the digests of what it is made of, and by the time and size of its file. Anything
else — another form of the record, a byte that fell over, a file that was touched — means: make it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalogue.lists import ListPage
from catalogue.story_cache import digest, replace_whole
from catalogue.story_pages import Page, PageWriter, StoryPage

_MAGIC: Final = b"mangomomenten pages 1\n"


@dataclass(frozen=True, slots=True)
class PageCache:
    """The record of one site, in *folder*."""

    folder: Path
    site: Path

    @property
    def file(self) -> Path:
        """One record for each folder that a site is built in."""
        name = digest(str(self.site.absolute()).encode()).hex()
        return self.folder / f"pages-{name}.cache"

    def load(self) -> dict[str, tuple[str, str]]:
        """Return key and signature of each page by its address; nothing when the record is damaged."""
        try:
            data = self.file.read_bytes()
        except OSError:
            return {}
        head = len(_MAGIC) + 16
        if not data.startswith(_MAGIC) or data[len(_MAGIC) : head] != digest(data[head:]):
            return {}
        rows = (line.split("\t") for line in data[head:].decode().splitlines())
        return {uri: (key, signature) for uri, key, signature in rows}

    def save(self, keys: Mapping[str, str], top: str) -> None:
        """Record the pages with *keys*, whose files stand below *top*."""
        rows = [f"{uri}\t{key}\t{signature(top + uri)}" for uri, key in keys.items()]
        data = "\n".join(rows).encode()
        replace_whole(self.file, (_MAGIC, digest(data), data))


def signature(folder: str) -> str:
    """Return time and size of the page in *folder*; empty when there is none."""
    try:
        status = os.stat(f"{folder}index.html")
    except OSError:
        return ""
    return f"{status.st_mtime_ns} {status.st_size}"


def page_keys(
    plan: Mapping[str, Page], writer: PageWriter, sources: Mapping[str, bytes]
) -> dict[str, str]:
    """Return what identifies each page of *plan* that many stories have; others are made each time.

    *sources* gives the digest of each story's source, and under the empty path that of all else
    that stories are read by.
    """
    frame = hashlib.blake2b(digest_size=16)
    for part in (sources.get("", b""), repr(writer.shells).encode(), repr(writer.texts).encode()):
        frame.update(digest(part))
    frame.update(writer.edit_root.encode())
    keys = {}
    for uri, page in plan.items():
        key = frame.copy()
        if isinstance(page, StoryPage):
            linked = [writer.addresses[link[1:].partition("#")[0]] for link in page.story.links]
            module = page.module
            shown = (module.uri, module.title, module.summary, module.minutes) if module else ()
            key.update(repr((linked, shown)).encode())
            stories: Iterable[str] = (page.story.path, *(other.path for other in page.related))
        elif isinstance(page, ListPage):
            key.update(f"{page.base_uri} {page.number} {page.total} {page.count}".encode())
            stories = (story.path for story in page.stories)
        else:
            continue
        for path in stories:
            key.update(path.encode())
            key.update(sources[path])
        keys[uri] = key.hexdigest()
    return keys
