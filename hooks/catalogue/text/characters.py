"""Characters that nobody sees, and that therefore have no place in a source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# C0 and C1 controls, line and paragraph separators (YAML counts them as line ends, editors do not),
# bidirectional overrides and isolates, tag characters, the replacement character.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd"
    "\U000e0000-\U000e007f]"
)


def name_of(character: str) -> str:
    """Return the name of *character*, else its number."""
    return unicodedata.name(character, f"U+{ord(character):04X}")


def unseen(text: str) -> Iterator[str]:
    """The names of the unseen characters in *text*."""
    if not text.isprintable() or "\ufffd" in text:
        for match in UNSEEN.finditer(text):
            yield name_of(match[0])


def printable(text: str) -> str:
    """Return *text* on one line, with an escape for what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
