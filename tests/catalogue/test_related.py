"""What to read next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from catalogue.model.story import Story
from catalogue.selections import related
from catalogue.selections.related import ModuleFinder, StoryFinder, related_stories

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeModule, MakeStory

UNRELATED = {
    "sector": "andere-sector",
    "setting": "andere-plek",
    "giver": "andere-gever",
    "receiver": "andere-ontvanger",
    "gesture": "ander-gebaar",
    "themes": ("ander-thema",),
}


@pytest.fixture
def stories(make_story: MakeStory, days: Callable[[int], date]) -> list[Story]:
    """A dozen stories, newest first, that all have something in common with some others."""
    gestures, themes, settings = (
        ("luisteren", "onthouden"),
        ("rust", "humor", "respect"),
        ("gang", "kamer"),
    )
    return [
        make_story(
            f"s{n}",
            published=days(n * 10),
            gesture=gestures[n % 2],
            themes=(themes[n % 3],),
            setting=settings[n // 6],
        )
        for n in range(12)
    ]


def test_a_story_is_never_related_to_itself(stories: list[Story]) -> None:
    found = related_stories(stories, count=len(stories))
    assert all(slug not in others for slug, others in found.items())


def test_every_story_has_an_answer(stories: list[Story]) -> None:
    assert set(related_stories(stories)) == {story.slug for story in stories}


def test_a_story_alone_has_nothing_related(make_story: MakeStory) -> None:
    assert related_stories([make_story("a")]) == {"a": ()}


def test_no_stories_are_fine() -> None:
    assert related_stories([]) == {}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_there_are_as_many_as_were_asked_for(stories: list[Story], count: int) -> None:
    assert {len(others) for others in related_stories(stories, count).values()} == {count}


def test_no_story_is_named_twice(stories: list[Story]) -> None:
    for others in related_stories(stories, count=5).values():
        assert len(others) == len(set(others))


def test_stories_that_share_nothing_are_not_related(make_story: MakeStory) -> None:
    found = related_stories([make_story("a"), make_story("b", **UNRELATED)])
    assert found == {"a": (), "b": ()}


def test_a_gesture_says_more_than_a_sector(make_story: MakeStory) -> None:
    story = make_story("a", gesture="onthouden", sector="ziekenhuis")
    same_sector = make_story("b", **{**UNRELATED, "sector": "ziekenhuis"})
    same_gesture = make_story("c", **{**UNRELATED, "gesture": "onthouden"})
    found = related_stories([story, same_sector, same_gesture])
    assert found["a"] == ("c", "b")


def test_more_in_common_comes_first(make_story: MakeStory) -> None:
    story = make_story("a", themes=("rust", "humor"))
    one = make_story("b", **{**UNRELATED, "themes": ("rust",)})
    two = make_story("c", **{**UNRELATED, "themes": ("humor", "rust")})
    assert related_stories([story, one, two])["a"] == ("c", "b")


@pytest.mark.parametrize("position", [0, 1, 3, 6, 11, 12])
@pytest.mark.parametrize("number", [1, 2, 5])
def test_unrelated_stories_change_nothing(
    stories: list[Story],
    make_story: MakeStory,
    days: Callable[[int], date],
    position: int,
    number: int,
) -> None:
    before = related_stories(stories)
    strangers = [
        make_story(f"vreemd{n}", published=days(position * 10), **UNRELATED) for n in range(number)
    ]
    after = related_stories([*stories[:position], *strangers, *stories[position:]])
    assert {slug: after[slug] for slug in before} == before


def lines_run(function: Callable[[], object]) -> int:
    """Return how many lines of ``related.py`` *function* runs: work, counted instead of timed."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename != related.__file__:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def test_twice_as_many_stories_are_twice_the_work(
    make_story: MakeStory, days: Callable[[int], date]
) -> None:
    def work(number: int) -> int:
        alike: Sequence[Story] = [
            make_story(f"s{n}", published=days(n % 300)) for n in range(number)
        ]
        return lines_run(lambda: related_stories(alike))

    assert work(160) < 2.2 * work(80)


def test_a_module_is_shown_by_the_stories_that_share_its_themes(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    case = make_story("geval", themes=("rust",))
    module = make_module("m", case, themes=("rust", "humor"), gestures=("onthouden",))
    stories = [
        case,
        make_story("niets", themes=("respect",)),
        make_story("een", themes=("rust",)),
        make_story("twee", themes=("rust", "humor")),
    ]
    assert [story.slug for story in StoryFinder(stories).find(module)] == ["twee", "een"]


def test_the_case_of_a_module_is_not_among_its_stories(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    case = make_story("geval", themes=("rust",))
    assert StoryFinder([case]).find(make_module("m", case, themes=("rust",))) == ()


def test_among_equals_the_newest_story_comes_first(
    make_story: MakeStory, make_module: MakeModule, days: Callable[[int], date]
) -> None:
    module = make_module("m", make_story("geval"), themes=("rust",))
    stories = [
        make_story(slug, themes=("rust",), published=days(back))
        for slug, back in (("z", 0), ("a", 1), ("b", 1))
    ]
    assert [story.slug for story in StoryFinder(stories).find(module)] == ["z", "a"]


def test_stories_without_a_date_come_last_and_by_name(
    make_story: MakeStory, make_module: MakeModule, days: Callable[[int], date]
) -> None:
    module = make_module("m", make_story("geval"), themes=("rust",))
    stories = [
        make_story("z", themes=("rust",), published=days(9000)),
        make_story("b", themes=("rust",)),
        make_story("a", themes=("rust",)),
    ]
    assert [story.slug for story in StoryFinder(stories).find(module, 3)] == ["z", "a", "b"]
    alike = [make_story(slug, themes=("rust",)) for slug in ("d", "b", "c", "a")]
    assert related_stories(alike)["d"] == ("a", "b", "c")


def test_a_module_without_stories_like_it_shows_none(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    module = make_module("m", make_story("geval"), themes=("rust",))
    assert StoryFinder([make_story("a", themes=("humor",))]).find(module) == ()


def test_a_story_finds_the_module_that_shares_most(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    case = make_story("geval")
    little = make_module("weinig", case, themes=("rust",))
    much = make_module("veel", case, themes=("rust", "humor"))
    found = ModuleFinder([little, much]).find(make_story("a", themes=("rust", "humor")))
    assert found is much


def test_a_story_finds_the_module_that_tells_it(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    case = make_story("geval", themes=("rust",))
    other = make_module("ander", make_story("x"), themes=("rust",))
    own = make_module("eigen", case)
    assert ModuleFinder([other, own]).find(case) is own


def test_a_story_that_shares_nothing_finds_no_module(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    module = make_module("m", make_story("geval"), themes=("rust",))
    assert ModuleFinder([module]).find(make_story("a", themes=("humor",))) is None


def test_without_modules_no_story_finds_one(make_story: MakeStory) -> None:
    assert ModuleFinder([]).find(make_story("a")) is None


def test_two_stories_with_the_same_values_find_the_same_module(
    make_story: MakeStory, make_module: MakeModule
) -> None:
    finder = ModuleFinder([make_module("m", make_story("geval"), themes=("rust",))])
    first, second = (finder.find(make_story(slug, themes=("rust",))) for slug in "ab")
    assert first is second is not None
