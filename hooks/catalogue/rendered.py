"""What pages became: those that show the same as in the last build are not rendered again."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from catalogue.models import Scope, Story
from catalogue.records import Record
from catalogue.story_cache import digest

_STORY: Final = re.compile(r"^ *source: */?(stories/\S+\.md)", re.MULTILINE)

_LIBRARIES: Final = ("markdown", "pymdown-extensions")

Rendering = tuple[str, Any]
"""The HTML of a page and its headings; the latter must be what JSON can say."""


class Rendered:
    """Remembers what each page became, in the cache *folder* too, by the digest of all that it shows."""

    def __init__(self, folder: Path) -> None:
        self._record = Record(folder / "rendered.cache")
        self._before: dict[str, tuple[str, Rendering]] = {}
        for line in self._record.load():
            path, key, html, headings = json.loads(line)
            self._before[path] = key, (html, headings)
        self._now: dict[str, tuple[str, Rendering]] = {}
        self._keys: dict[str, str] = {}
        self._surroundings = b""

    def begin(self, *surroundings: object) -> None:
        """Begin a build. *surroundings* are what any page depends on, and must have a ``repr``."""
        self._before |= self._now
        self._now, self._keys = {}, {}
        versions = tuple(map(importlib.metadata.version, _LIBRARIES))
        self._surroundings = digest(repr((surroundings, versions)).encode())

    def find(
        self, path: str, markdown: str, stories: Mapping[str, Story | None]
    ) -> Rendering | None:
        """Return what the page at *path* became; None when anything that it shows has changed."""
        shown = [_shown(stories.get(name)) for name in _STORY.findall(markdown)]
        key = digest(self._surroundings + repr((markdown, shown)).encode()).hex()
        self._keys[path] = key
        known_key, rendering = self._before.get(path, ("", None))
        if rendering is None or known_key != key:
            return None
        self._now[path] = key, rendering
        return rendering

    def keep(self, path: str, rendering: Rendering) -> None:
        """Keep *rendering* for the page at *path*, as it was last looked for."""
        self._now[path] = self._keys[path], rendering

    def finish(self) -> None:
        """End a build: pages that are gone, and what others were before, are forgotten."""
        if self._now != self._before:
            self._record.save(
                json.dumps((path, key, *rendering)) for path, (key, rendering) in self._now.items()
            )
        self._before = self._now


def _shown(story: Story | None) -> object:
    # A set of scopes has no order that a digest could rely on.
    return story and (replace(story, consent=None), story.allows(Scope.PRINT))
