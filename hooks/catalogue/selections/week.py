"""The story of the week: chosen by the week and the stories alone, so that every build of a week shows the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from heapq import nsmallest
from typing import Final

from catalogue.model.story import Scope, Story


def story_of_the_week(stories: Iterable[Story], day: date) -> Story | None:
    """Return the story of the ISO week of *day*, one that may be shared; None when there is none."""
    shared = (story for story in stories if story.allows(Scope.SHARE))
    return next(iter(_drawn(shared, day, 1)), None)


def surprises(stories: Iterable[Story], day: date) -> list[Story]:
    """Return the stories of which a surprise is one: enough to be surprised, few enough for a page."""
    return _drawn(stories, day, SURPRISES)


SURPRISES: Final = 40


def _drawn(stories: Iterable[Story], day: date, count: int) -> list[Story]:
    """Return *count* stories as if drawn by lot, the same ones all week.

    A new story takes a place of its own in the order and moves no other: it is seldom the first.
    """
    year, week, _ = day.isocalendar()

    def lot(story: Story) -> bytes:
        return blake2b(f"{year}-W{week} {story.slug}".encode(), digest_size=8).digest()

    return nsmallest(count, stories, lot)
