"""Which pages stories need, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from catalogue.model.facet import FACETS, FacetValue
from catalogue.selections.lists import paginate
from catalogue.site.plan import FacetPage, Planner
from catalogue.site.shell import Shell, Slot, each
from catalogue.site.writer import PageWriter
from catalogue.text.texts import Texts, lower_first

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeStory, Project

THEMES = next(facet for facet in FACETS if facet.field == "themes")
RUST = FacetValue(THEMES, "rust", "Rust")
STOEL = "stories/2026/de-stoel.md"
slots = Slot()


class AnyText(dict[str, str]):
    """Words of an interface in which every text is there."""

    def __missing__(self, key: str) -> str:
        return "…"


def html_of(template: object, uri: str, page: Any, kind: str) -> str:
    """Return *page* in a shell that is nothing but *template*."""
    texts = Texts(AnyText({"list.count": "{n} verhalen"}))
    shell = Shell.parse(f"{template}")
    return PageWriter(texts, {(kind, uri.count("/")): shell}, {}).html(uri, page)


@pytest.mark.parametrize(("number", "shown"), [(1, ""), (10, ""), (11, "11 verhalen")])
def test_a_list_says_no_small_number(number: int, shown: str, make_story: MakeStory) -> None:
    (page,) = paginate([make_story(f"s{n}") for n in range(number)], RUST.uri, RUST)
    assert html_of(slots.list.count, RUST.uri, page, "story-list") == shown


def test_the_page_of_a_facet_says_no_small_number() -> None:
    page = FacetPage(THEMES, ((RUST, 10), (FacetValue(THEMES, "humor", "Humor"), 11)))
    template = each(slots.facet.values, lambda value: f"{value.label}:{value.count};")
    assert html_of(template, "verhalen/thema/", page, "facet") == "Rust:;Humor:11 verhalen;"


def test_no_count_stands_in_a_list_of_more_pages(make_story: MakeStory) -> None:
    pages = list(paginate([make_story(f"s{n}") for n in range(49)], RUST.uri, RUST))
    counts = [html_of(slots.list.count, page.uri, page, "story-list") for page in pages]
    assert counts == ["49 verhalen", "49 verhalen"]


def test_every_page_has_its_own_address(project: Project) -> None:
    project.edit(STOEL, "example: true", "example: true\nformer_slugs: [de-oude-stoel]")
    plan = Planner().plan(project.load())
    assert {
        "verhalen/de-stoel/",
        "verhalen/de-oude-stoel/",
        "verhalen/thema/",
        "verhalen/thema/respect/",
        "verhalen/organisatie/de-linde/",
        "organisaties/de-linde/",
    } <= set(plan)


def test_years_have_lists_when_a_real_story_has_a_date(project: Project) -> None:
    def years() -> set[str]:
        return {uri for uri in Planner().plan(project.load()) if uri.startswith("verhalen/jaar")}

    assert years() == set()
    project.make_real(STOEL)
    assert years() == {"verhalen/jaar/", "verhalen/jaar/2026/"}


def test_a_plan_made_anew_sees_a_new_title(project: Project) -> None:
    planner = Planner()
    planner.plan(project.load())
    project.edit(STOEL, "De stoel aan het raam", "De stoel aan de deur")
    page: Any = planner.plan(project.load())["verhalen/de-stoel/"]
    assert page.story.title == "De stoel aan de deur"


def test_a_plan_made_anew_sees_a_new_name_of_an_organisation(project: Project) -> None:
    planner = Planner()
    planner.plan(project.load())
    project.edit("content/_data/organisations.yml", "Huis De Linde", "Huis De Beuk")
    page: Any = planner.plan(project.load())["verhalen/organisatie/de-linde/"]
    assert page.value.label == "Huis De Beuk"


def test_a_plan_made_anew_sees_a_new_word(project: Project) -> None:
    planner = Planner()
    planner.plan(project.load())
    project.edit("content/_data/vocabulary.yml", "label: Respect", "label: Eerbied")
    page: Any = planner.plan(project.load())["verhalen/thema/respect/"]
    assert page.value.label == "Eerbied"


def test_a_plan_made_anew_forgets_a_story_that_is_gone(project: Project) -> None:
    planner = Planner()
    planner.plan(project.load())
    project.write(STOEL, "---\nwithdrawn: 2026-05-02\n---\n")
    plan = planner.plan(project.load())
    assert "verhalen/thema/respect/" not in plan
    assert "verhalen/de-stoel/" in plan  # to say that it is gone


def test_a_word_within_a_sentence_begins_small() -> None:
    assert lower_first("Éen huis") == "éen huis"
    assert lower_first("") == ""
