"""Consents that run out: what depends on the day of the build, and so is never kept with a reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from catalogue.models import Story
from catalogue.problems import Problems, in_days

NOTICE: Final = timedelta(days=60)
"""How long before a consent is to be asked anew an editor is told."""


def check_reviews(stories: Iterable[Story], day: date, problems: Problems) -> None:
    """Note the consents that must be asked anew by *day*, and those that must be soon."""
    for story in stories:
        consent = story.consent
        if consent is None or day < consent.review - NOTICE:
            continue
        code = "consent-expired" if day > consent.review else "consent-review"
        when = in_days((consent.review - day).days)
        problems.add(code, story.path, consent.line, review=consent.review, when=when)
