"""Consents that run out: what depends on the day of the build, and so is never kept with a reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from catalogue.model.story import ExpiredStory, Story
from catalogue.problems.hints import in_days
from catalogue.problems.problem import Problems

NOTICE: Final = timedelta(days=60)
"""How long before a consent is to be asked anew an editor is told."""


def set_apart(
    stories: Iterable[Story], day: date, problems: Problems
) -> tuple[list[Story], list[ExpiredStory]]:
    """Return the stories that may be shown on *day*, and what is left of those whose consent has expired.

    Noted are the consents that have to be asked anew, now or soon.
    """
    shown: list[Story] = []
    expired: list[ExpiredStory] = []
    for story in stories:
        consent = story.consent
        if consent is None or day < consent.review - NOTICE:
            shown.append(story)
        elif day <= consent.review:
            shown.append(story)
            when = in_days((consent.review - day).days)
            problems.add(
                "consent-review", story.path, consent.line, review=consent.review, when=when
            )
        else:
            expired.append(ExpiredStory(story.path, story.slug, story.former_slugs))
            problems.add("consent-expired", story.path, consent.line, review=consent.review)
    return shown, expired
