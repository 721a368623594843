"""Components, each rendered alone: a name that does not exist fails here, where it is cheapest."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from catalogue.model.catalogue import HelpLine
from catalogue.paper.documents import bare
from catalogue.selections.lists import SMALLEST_SHOWN_COUNT
from catalogue.site.shell import Shell, Slot, each, when
from catalogue.text.texts import read_texts
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HOSTILE = '<script>alert("x")</script> & <b>'


@pytest.fixture(scope="module")
def texts(root):
    return read_texts(root / "theme/locales/nl.yml")


@pytest.fixture(scope="module")
def environment(root, texts, catalogue):
    loader = FileSystemLoader(root / "theme")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.globals |= {
        "t": texts,
        "each": each,
        "when": when,
        "long_date": texts.date,
        "catalogue": catalogue,
        "bare": bare,
    }
    return environment


@pytest.fixture(scope="module")
def macro(environment):
    """Give the macro of a component's file."""

    def find(name):
        module = environment.get_template(f"components/{name}/template.html").module
        macros = [value for value in vars(module).values() if type(value).__name__ == "Macro"]
        assert len(macros) == 1, [macro.name for macro in macros]
        return macros[0]

    return find


@pytest.fixture
def story(catalogue):
    return dataclasses.replace(catalogue.stories[0], title=HOSTILE, summary=HOSTILE)


@pytest.fixture
def module(catalogue):
    return dataclasses.replace(catalogue.modules[0], title=HOSTILE, summary=HOSTILE)


def assert_is_text(page):
    assert page.all("script", "b") == []
    assert page.faults == []
    assert HOSTILE in page.root.text


def test_a_story_card_shows_its_title_as_text_and_as_a_link(macro, parse, story):
    page = parse(macro("story-card")(story, "."))
    assert_is_text(page)
    link = page.one("a")
    assert link.text == HOSTILE
    assert link.get("href") == f"./{story.uri}"
    assert link.parent.tag == "h3"
    assert page.root.text.count(HOSTILE) == 2, "its title and its summary"


@pytest.mark.parametrize("level", [2, 3])
def test_a_story_card_stands_at_the_level_it_is_given(macro, parse, story, level):
    page = parse(macro("story-card")(story, ".", level))
    assert [heading.tag for heading in page.headings] == [f"h{level}"]


@pytest.mark.parametrize("is_example", [True, False])
def test_a_story_card_says_whether_the_story_is_invented(macro, parse, story, is_example):
    day = None if is_example else date(2026, 3, 14)
    story = dataclasses.replace(story, is_example=is_example, published=day)
    card = macro("story-card")(story, ".")
    assert ("Voorbeeldverhaal" in parse(card).root.text) is is_example


def test_a_module_card_shows_its_title_as_text_with_its_time(macro, parse, module):
    page = parse(macro("module-card")(module, "."))
    assert_is_text(page)
    assert page.one("a").get("href") == f"./{module.uri}"
    assert f"{module.minutes} minuten" in page.root.text


def test_a_plan_shows_every_step_with_its_time(macro, parse, catalogue):
    plan = catalogue.modules[0].plans[0]
    steps = (dataclasses.replace(plan.steps[0], title=HOSTILE), *plan.steps[1:])
    page = parse(macro("plan-table")(dataclasses.replace(plan, steps=steps)))
    assert_is_text(page)
    rows = [row for row in page.all("tr") if row.all("td")]
    assert len(rows) == len(steps)
    for row, step in zip(rows, steps, strict=True):
        assert step.title in row.text
        assert re.search(rf"\b{step.minutes} minu", row.text)


def test_a_plan_names_itself_and_its_columns_for_who_cannot_see_it(macro, parse, catalogue):
    page = parse(macro("plan-table")(catalogue.modules[0].plans[0]))
    assert page.one("caption").text
    assert len(page.all("th", scope="col")) == len(page.all("tr")[0].all("th"))
    assert all(row.all("th", scope="row") for row in page.all("tr")[1:])


@pytest.fixture(scope="module")
def leaf(macro, parse):
    """Show the steps from a page of a list that has these pages before and after it."""

    def render(previous=(), following=()):
        values = {
            "is_paged": bool(previous or following),
            "position": "Pagina 2 van 3",
            "previous": [{"uri": uri} for uri in previous],
            "next": [{"uri": uri} for uri in following],
        }
        shell = Shell.parse(str(macro("pagination")(Slot("list"), ".")))
        html = shell.fill({f"list.{name}": value for name, value in values.items()})
        rendered = str(macro("pagination")(values, "."))
        assert html.split() == rendered.split(), "filled or rendered, it is the same"
        return parse(html)

    return render


def test_a_list_of_one_page_has_nothing_to_leaf_through(leaf):
    assert leaf().all() == []


def test_pagination_leads_to_the_page_before_and_after(leaf):
    page = leaf(["verhalen/"], ["verhalen/pagina/3/"])
    assert [(a.get("rel"), a.get("href")) for a in page.all("a")] == [
        ("prev", "./verhalen/"),
        ("next", "./verhalen/pagina/3/"),
    ]
    assert "Pagina 2 van 3" in page.root.text


def test_pagination_ends_at_the_ends(leaf):
    assert [a.get("rel") for a in leaf((), ["verhalen/pagina/2/"]).all("a")] == ["next"]
    assert [a.get("rel") for a in leaf(["verhalen/"]).all("a")] == ["prev"]


def test_the_search_counts_from_the_number_that_lists_count_from(macro, parse, texts):
    (words,) = parse(macro("search-words")(SMALLEST_SHOWN_COUNT)).all("template")
    assert words.get("data-smallest-shown") == str(SMALLEST_SHOWN_COUNT)
    in_words = {"Tien": 10}[texts("search.found_few").split()[0]]
    assert in_words == SMALLEST_SHOWN_COUNT - 1


def test_the_script_of_the_search_does_not_know_that_number_itself(root):
    script = (root / "theme/assets/scripts/search.js").read_text("utf-8")
    counts = [line for line in script.split("\n") if re.search(r"count\w* [<>]=? ", line)]
    assert counts
    assert [line for line in counts if re.search(r"[<>]=? [2-9]|[<>]=? \d\d", line)] == []


def test_a_drawing_is_hidden_from_who_cannot_see_it(macro, parse):
    picture = parse(macro("drawing")(".", "hero", 10, 20)).one("img")
    assert picture.get("alt") == ""
    assert "alt" in picture.attributes
    assert (picture.get("width"), picture.get("height")) == ("10", "20")


def test_a_breadcrumb_shows_titles_as_text(macro, parse):
    page = parse(macro("breadcrumb")(".", [(HOSTILE, "modules/")]))
    assert_is_text(page)
    assert page.one("nav").get("aria-label")


@pytest.mark.parametrize("name", ["help-box", "help-lines"])
def test_whom_to_call_is_text_and_a_number_can_be_tapped(macro, parse, name):
    lines = (
        HelpLine("lijn", HOSTILE, HOSTILE, "0800 12 345"),
        HelpLine("persoon", "Iemand in huis", "Je zit ergens mee."),
    )
    more = (None, "", "") if name == "help-box" else ()
    page = parse(macro(name)(lines, *more))
    assert_is_text(page)
    assert [(a.get("href"), a.text) for a in page.all("a")] == [("tel:080012345", "0800 12 345")]
    assert "Iemand in huis" in page.root.text
