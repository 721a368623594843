"""What pages became: those that show the same as in the last build are not rendered again.

Which stories a page shows is not read from its text: it is noted while the page is rendered.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from catalogue.build.digests import digest
from catalogue.build.store import Record
from catalogue.model.story import Story

_LIBRARIES: Final = ("markdown", "pymdown-extensions")

Rendering = tuple[str, Any]
"""The HTML of a page and its headings; the latter must be what JSON can say."""


@dataclass(frozen=True, slots=True)
class AskedStories(Mapping[str, Story | None]):
    """The stories of a build by path, which remember which of them a page asked for."""

    stories: Mapping[str, Story | None]
    asked: set[str] = field(default_factory=set)

    def __getitem__(self, path: str) -> Story | None:
        self.asked.add(path)
        return self.stories[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stories)

    def __len__(self) -> int:
        return len(self.stories)

    def state(self, path: str) -> str:
        """Return what identifies the story at *path* as it is now; empty when it cannot be shown."""
        story = self.stories.get(path)
        if story is None:
            return ""
        # A set of scopes has no order that a digest could rely on.
        scope = sorted(story.consent.scope) if story.consent else []
        consent = story.consent and replace(story.consent, scope=frozenset())
        return digest(repr((replace(story, consent=consent), scope)).encode()).hex()


@dataclass(frozen=True, slots=True)
class _Known:
    """What a page became, and what it was made of."""

    key: str
    """Identifies its text, and what every page depends on."""
    stories: dict[str, str]
    """The state of each story that it asked for, by path."""
    rendering: Rendering


class Rendered:
    """Remembers what each page became, in the cache *folder* too, with all that it shows."""

    def __init__(self, folder: Path) -> None:
        self._record = Record(folder / "rendered.cache")
        self._before: dict[str, _Known] = {}
        for line in self._record.load():
            path, key, stories, html, headings = json.loads(line)
            self._before[path] = _Known(key, stories, (html, headings))
        self._now: dict[str, _Known] = {}
        self._keys: dict[str, str] = {}
        self._stories = AskedStories({})
        self._surroundings = b""

    def begin(self, stories: Mapping[str, Story | None], *surroundings: object) -> AskedStories:
        """Begin a build. Return *stories* as pages must ask for them while they are rendered.

        *surroundings* are what any page depends on, and must have a ``repr``.
        """
        self._before |= self._now
        self._now, self._keys = {}, {}
        self._stories = AskedStories(stories)
        versions = tuple(map(importlib.metadata.version, _LIBRARIES))
        self._surroundings = digest(repr((surroundings, versions)).encode())
        return self._stories

    def find(self, path: str, markdown: str) -> Rendering | None:
        """Return what the page at *path* became; None when anything that it shows has changed.

        Then it is rendered next, and kept.
        """
        self._stories.asked.clear()
        self._keys[path] = digest(self._surroundings + markdown.encode()).hex()
        known = self._before.get(path)
        if known is None or known.key != self._keys[path]:
            return None
        if any(self._stories.state(story) != state for story, state in known.stories.items()):
            return None
        self._now[path] = known
        return known.rendering

    def keep(self, path: str, rendering: Rendering) -> None:
        """Keep *rendering* for the page at *path*, the last that was looked for."""
        stories = {story: self._stories.state(story) for story in sorted(self._stories.asked)}
        self._now[path] = _Known(self._keys[path], stories, rendering)

    def finish(self) -> None:
        """End a build: pages that are gone, and what others were before, are forgotten."""
        if self._now != self._before:
            self._record.save(
                json.dumps((path, known.key, known.stories, *known.rendering))
                for path, known in self._now.items()
            )
        self._before = self._now

    def shown(self) -> frozenset[str]:
        """Return the paths of the stories that pages of the last build show."""
        return frozenset(story for known in self._before.values() for story in known.stories)
