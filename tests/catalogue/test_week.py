"""The story of the week: another one each week, and the same one all week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from catalogue.build.day import build_day
from catalogue.model.story import Consent, Scope
from catalogue.selections.week import SURPRISES, story_of_the_week, surprises

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeStory

MONDAY = date(2026, 11, 16)


def slug(stories: list, day: date) -> str:
    story = story_of_the_week(stories, day)
    assert story is not None
    return story.slug


@pytest.fixture
def stories(make_story: MakeStory) -> list:
    return [make_story(f"s{n}") for n in range(60)]


def test_all_week_it_is_the_same(stories: list) -> None:
    week = {slug(stories, MONDAY + timedelta(days=n)) for n in range(7)}
    assert len(week) == 1


def test_in_a_year_many_have_their_turn(stories: list) -> None:
    year = {slug(stories, MONDAY + timedelta(weeks=n)) for n in range(52)}
    assert len(year) > 25


def test_the_order_and_the_words_of_stories_do_not_matter(
    stories: list, make_story: MakeStory
) -> None:
    others = [make_story(story.slug, title="Anders") for story in reversed(stories)]
    assert slug(stories, MONDAY) == slug(others, MONDAY)


def test_a_new_story_seldom_changes_it(stories: list, make_story: MakeStory) -> None:
    changes = sum(
        slug(stories, MONDAY) != slug([*stories, make_story(f"nieuw-{n}")], MONDAY)
        for n in range(100)
    )
    assert changes < 10


def test_it_is_one_that_may_be_shared(make_story: MakeStory) -> None:
    consent = Consent("T-1", MONDAY, "teller", frozenset({Scope.PUBLISH}), "1", MONDAY)
    closed = [make_story(f"s{n}", is_example=False, consent=consent) for n in range(20)]
    assert story_of_the_week(closed, MONDAY) is None
    assert slug([*closed, make_story("open")], MONDAY) == "open"


def test_surprises_are_a_handful_of_different_stories(stories: list) -> None:
    found = surprises(stories, MONDAY)
    assert len({story.slug for story in found}) == SURPRISES
    assert surprises([], MONDAY) == []


def test_the_day_of_a_build_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773446400")
    assert build_day() == date(2026, 3, 14)
