"""Short texts taken from HTML that is safe already."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_OPENING_WORDS: Final = 45


def opening(html: str) -> str:
    """The first paragraphs as plain text, as many as it takes to get into the story."""
    words: list[str] = []
    for paragraph in re.finditer(r"<p>(.*?)</p>", html, re.DOTALL):
        words += plain_text(paragraph[1]).split()
        if len(words) >= _OPENING_WORDS:
            break
    return " ".join(words)


def plain_text(html: str) -> str:
    """Return the words of *html* on one line, without elements."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
