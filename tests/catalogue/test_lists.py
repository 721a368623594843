"""Lists of stories, cut into pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from catalogue.model.facet import FACETS, Facet
from catalogue.model.organisation import Organisation
from catalogue.model.vocabulary import Concept, Vocabulary
from catalogue.selections.lists import PAGE_SIZE, facet_lists, page_uri, paginate, shown_count

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeStory


def facet_of(field: str) -> Facet:
    return next(facet for facet in FACETS if facet.field == field)


@pytest.mark.parametrize(
    ("stories", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (47, [47]),
        (48, [48]),
        (49, [48, 1]),
        (96, [48, 48]),
        (97, [48, 48, 1]),
    ],
)
def test_a_list_is_cut_into_pages(stories: int, sizes: list[int], make_story: MakeStory) -> None:
    pages = list(paginate([make_story(f"s{n}") for n in range(stories)], "verhalen/"))
    assert [len(page.stories) for page in pages] == sizes
    assert {page.total for page in pages} == {len(sizes)}
    assert {page.count for page in pages} == {stories}


def test_a_page_holds_forty_eight_stories() -> None:
    assert PAGE_SIZE == 48


def test_every_story_stands_on_one_page_in_order(make_story: MakeStory) -> None:
    stories = [make_story(f"s{n}") for n in range(100)]
    assert [story for page in paginate(stories, "x/") for story in page.stories] == stories


def test_the_first_page_has_the_address_of_the_list() -> None:
    assert page_uri("verhalen/", 1) == "verhalen/"


def test_the_other_pages_have_their_number_in_the_address() -> None:
    assert page_uri("verhalen/thema/rust/", 3) == "verhalen/thema/rust/pagina/3/"


def test_pages_lead_to_each_other(make_story: MakeStory) -> None:
    pages = list(paginate([make_story(f"s{n}") for n in range(120)], "x/"))
    assert [(page.previous_uri, page.uri, page.next_uri) for page in pages] == [
        ("", "x/", "x/pagina/2/"),
        ("x/", "x/pagina/2/", "x/pagina/3/"),
        ("x/pagina/2/", "x/pagina/3/", ""),
    ]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (1, None), (10, None), (11, 11), (500, 500)]
)
def test_a_count_of_ten_or_fewer_is_hidden(count: int, shown: int | None) -> None:
    assert shown_count(count) == shown


def test_values_come_in_the_order_of_the_vocabulary(
    make_story: MakeStory, vocabulary: Vocabulary
) -> None:
    stories = [make_story("a", themes=("humor", "respect")), make_story("b", themes=("beleving",))]
    lists = facet_lists(stories, vocabulary)
    assert [value.id for value in lists.values(facet_of("themes"))] == [
        "respect",
        "beleving",
        "humor",
    ]


def test_years_come_newest_first(make_story: MakeStory, vocabulary: Vocabulary) -> None:
    stories = [make_story(f"s{year}", published=date(year, 1, 1)) for year in (2026, 2024, 2025)]
    years = facet_lists(stories, vocabulary).values(facet_of("year"))
    assert [value.id for value in years] == ["2026", "2025", "2024"]


def test_a_story_without_a_date_stands_in_the_list_of_no_year(
    make_story: MakeStory, vocabulary: Vocabulary
) -> None:
    lists = facet_lists([make_story("a")], vocabulary)
    assert lists.values(facet_of("year")) == ()
    assert lists.values(facet_of("sector")) != ()


def test_organisations_come_by_name(make_story: MakeStory, vocabulary: Vocabulary) -> None:
    sector = Concept("ziekenhuis", "Ziekenhuis")
    names = {"z": "Anker", "a": "Brug"}
    stories = [
        make_story(
            slug, organisation=Organisation(slug, name, sector, "Een huis.", is_example=True)
        )
        for slug, name in names.items()
    ]
    values = facet_lists(stories, vocabulary).values(facet_of("organisation"))
    assert [value.label for value in values] == ["Anker", "Brug"]


def test_a_value_that_no_story_has_has_no_list(
    make_story: MakeStory, vocabulary: Vocabulary
) -> None:
    lists = facet_lists([make_story("a", setting="gang")], vocabulary)
    assert [value.id for value in lists.values(facet_of("setting"))] == ["gang"]


def test_a_story_without_an_organisation_stands_in_no_list_of_one(
    make_story: MakeStory, vocabulary: Vocabulary
) -> None:
    assert facet_lists([make_story("a")], vocabulary).values(facet_of("organisation")) == ()


def test_a_story_stands_in_the_list_of_each_of_its_themes(
    make_story: MakeStory, vocabulary: Vocabulary
) -> None:
    story = make_story("a", themes=("rust", "humor"))
    lists = facet_lists([story], vocabulary).stories_by_value[facet_of("themes")]
    assert list(lists.values()) == [[story], [story]]


def test_a_list_keeps_the_order_of_the_stories(
    make_story: MakeStory, vocabulary: Vocabulary
) -> None:
    stories = [make_story(slug) for slug in "cab"]
    lists = facet_lists(stories, vocabulary).stories_by_value[facet_of("gesture")]
    assert [story.slug for found in lists.values() for story in found] == ["c", "a", "b"]


def test_every_list_has_its_own_address(make_story: MakeStory, vocabulary: Vocabulary) -> None:
    stories = [make_story(f"s{n}", themes=("rust", "humor")) for n in range(60)]
    addresses = [page.uri for page in facet_lists(stories, vocabulary).pages()]
    assert len(addresses) == len(set(addresses))
    assert "verhalen/thema/rust/pagina/2/" in addresses
