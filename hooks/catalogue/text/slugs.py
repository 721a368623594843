"""Slugs: the part of an address, or the id of a heading, that a title becomes."""

from __future__ import annotations

import re
import unicodedata

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A whole slug: lower-case letters without accents, digits, single hyphens between."""


def slugify(text: str, separator: str = "-") -> str:
    """Return *text* as a slug; the second parameter is there for Python-Markdown's ``toc``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)
