"""What pages became, from build to build of one process: a preview renders only those that changed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any, Final

from catalogue.models import Story
from catalogue.texts import Texts

_STORY: Final = re.compile(r"^ *source: */?(stories/\S+\.md)", re.MULTILINE)


class Rendered:
    """Remembers the HTML and the table of contents of each page, with everything they were made of."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[Hashable, Any]] = {}
        self._keys: dict[str, Hashable] = {}

    def find(
        self, path: str, markdown: str, stories: Mapping[str, Story], texts: Texts
    ) -> Any | None:
        """Return what was kept of the page at *path*; None when anything that it shows has changed."""
        shown = tuple(stories.get(name) for name in _STORY.findall(markdown))
        key = self._keys[path] = (markdown, shown, tuple(texts.by_key.items()))
        known = self._pages.get(path)
        return known[1] if known is not None and known[0] == key else None

    def keep(self, path: str, result: Any) -> None:
        """Keep *result* for the page at *path*, as it was last looked for."""
        self._pages[path] = (self._keys[path], result)
