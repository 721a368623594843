"""The last test of the accessibility of the site, of which its statement tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from catalogue.model.catalogue import AccessibilityTest, Page
from catalogue.model.vocabulary import Vocabulary
from catalogue.problems.problem import Problems
from catalogue.sources import schema
from catalogue.sources.fields import Reader
from catalogue.sources.files import decode, read_bytes
from catalogue.sources.front_matter import parse_fields

TEST_PATH: Final = "content/_data/accessibility.yml"
LAYOUT: Final = "accessibility"
VALID: Final = timedelta(days=365)
"""For so long a test says something about the site as it is."""


def read_test(
    root: Path, pages: Iterable[Page], day: date, problems: Problems
) -> AccessibilityTest | None:
    """Return the last test; None when no page tells of it, when there was none, or when it has errors."""
    page = next((page for page in pages if page.layout == LAYOUT), None)
    if page is None:
        return None
    if not (root / TEST_PATH).exists():
        problems.add("accessibility-untested", page.path, 1)
        return None
    data = read_bytes(root / TEST_PATH, TEST_PATH, problems)
    text = None if data is None else decode(data, TEST_PATH, problems)
    fields = None if text is None else parse_fields(text, TEST_PATH, 1, problems)
    if fields is None:
        return None
    reader = Reader(TEST_PATH, Vocabulary(), problems)
    values = reader.read(fields, schema.ACCESSIBILITY_TEST, 1)
    if values is None:
        return None
    test = AccessibilityTest(**values)
    if day - test.tested > VALID:
        line = fields["tested"].line
        problems.add("accessibility-old", TEST_PATH, line, tested=test.tested)
    return test
