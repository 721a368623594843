"""A page with open places, and what fills them."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.site.shell import Row, Shell, Slot, SlotError, each, when
from markupsafe import Markup, escape

slots = Slot()


def html(text: str) -> Markup:
    return Markup(text)  # noqa: S704 -- a test's own


def fill(template: object, **values: object) -> str:
    return Shell.parse(f"{template}").fill(values)


def test_a_page_without_places_stays_as_it_is() -> None:
    assert fill("<p>{{ x }} %s</p>") == "<p>{{ x }} %s</p>"


def test_a_slot_is_filled_by_its_name() -> None:
    assert (
        Shell.parse(f"<h1>{slots.story.title}</h1>").fill({"story.title": "Een"}) == "<h1>Een</h1>"
    )


def test_a_slot_may_be_used_more_than_once() -> None:
    assert fill(f"{slots.a}{slots.a} {slots.b}", a="x", b="y") == "xx y"


def test_a_shell_may_be_filled_more_than_once() -> None:
    shell = Shell.parse(f"<p>{slots.a}</p>")
    assert [shell.fill({"a": n}) for n in (1, 2)] == ["<p>1</p>", "<p>2</p>"]


def test_text_is_escaped() -> None:
    assert fill(slots.a, a="<b>\"'&") == "&lt;b&gt;&#34;&#39;&amp;"


def test_markup_is_not_escaped() -> None:
    assert fill(slots.a, a=Markup("<b>x</b>")) == "<b>x</b>"


def test_a_value_that_looks_like_a_place_is_text() -> None:
    assert fill(f"{slots.a}{slots.b}", a=f"{slots.b}", b="geheim") == f"{slots.b}geheim"


def test_a_slot_goes_through_escaping_unharmed() -> None:
    assert escape(slots.a) == f"{slots.a}"


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="titel"):
        fill(slots.titel)


def test_a_section_is_repeated_for_each_item() -> None:
    template = each(slots.items, lambda item: html(f"<li>{item.title}</li>"))
    assert fill(f"<ul>{template}</ul>", items=[{"title": "a"}, {"title": "b"}]) == (
        "<ul><li>a</li><li>b</li></ul>"
    )


def test_a_section_of_no_items_leaves_nothing() -> None:
    assert fill(f"<ul>{each(slots.items, lambda item: item.x)}</ul>", items=[]) == "<ul></ul>"


def test_sections_may_stand_in_sections() -> None:
    template = each(
        slots.rows, lambda row: html(f"({row.name}{each(row.cells, lambda cell: cell.x)})")
    )
    rows = [{"name": "a", "cells": [{"x": 1}, {"x": 2}]}, {"name": "b", "cells": []}]
    assert fill(template, rows=rows) == "(a12)(b)"


@pytest.mark.parametrize(("value", "shown"), [(True, "ja"), (False, ""), ("", ""), ([0], "ja")])
def test_a_condition_shows_its_section_when_its_value_is_true(value: object, shown: str) -> None:
    assert fill(when(slots.a, lambda: "ja"), a=value) == shown


def test_a_condition_sees_the_values_around_it() -> None:
    assert fill(when(slots.a, lambda: f"{slots.b}"), a=True, b="<") == "&lt;"


def test_a_condition_within_a_section_asks_the_item() -> None:
    template = each(slots.items, lambda item: when(item.is_new, lambda: html("<b>nieuw</b>")))
    assert fill(template, items=[{"is_new": True}, {"is_new": False}]) == "<b>nieuw</b>"


def test_values_of_an_unseen_section_need_not_be_there() -> None:
    assert fill(when(slots.a, lambda: f"{slots.b}"), a=False) == ""


def test_each_takes_real_items() -> None:
    assert each(["a", "b"], lambda item: html(f"<li>{item}</li>")) == "<li>a</li><li>b</li>"


def test_each_escapes_what_is_not_markup() -> None:
    assert each(["<"], lambda item: item) == "&lt;"


def test_each_of_no_real_items_is_empty_markup() -> None:
    assert each([], str) == Markup("")


@pytest.mark.parametrize(("value", "shown"), [(True, "ja"), (1, "ja"), (False, ""), (None, "")])
def test_when_takes_a_real_value(value: object, shown: str) -> None:
    assert when(value, lambda: "ja") == shown


def test_a_real_page_and_a_shell_say_the_same() -> None:
    def template(items: Any, is_shown: object) -> str:
        return str(when(is_shown, lambda: each(items, lambda _: html("<i>x</i>"))))

    shell = Shell.parse(template(slots.items, slots.is_shown))
    assert shell.fill({"items": [{}, {}], "is_shown": True}) == template([1, 2], True)


def test_rows_with_one_key_are_the_same_row() -> None:
    shell = Shell.parse(str(each(slots.items, lambda item: item.x)))
    rows = [Row("a", {"x": "<"}), Row("b", {"x": "b"}), Row("a", {"x": "<"})]
    assert [shell.fill({"items": rows}) for _ in range(2)] == ["&lt;b&lt;", "&lt;b&lt;"]


def test_a_row_may_look_different_in_each_section() -> None:
    first = each(slots.first, lambda item: html(f"<b>{item.x}</b>"))
    second = each(slots.second, lambda item: html(f"<i>{item.x}</i>"))
    rows = [Row("a", {"x": "x"})]
    assert fill(f"{first}{second}", first=rows, second=rows) == "<b>x</b><i>x</i>"


@pytest.mark.parametrize(
    "text",
    [
        "\x02#a\x03\x02?b\x03\x02/a\x03\x02/b\x03",
        "\x02#a\x03",
        "\x02?a\x03\x02/b\x03",
        "\x02/a\x03",
        "\x02/\x03",
        "\x02\x03",
    ],
)
def test_places_that_do_not_fit_together_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Shell.parse(text)


def test_the_error_names_the_sections_that_overlap() -> None:
    with pytest.raises(ValueError, match="'b' is closed by 'a'"):
        Shell.parse("\x02#a\x03\x02?b\x03\x02/a\x03")


def test_a_slot_has_no_hidden_attributes() -> None:
    assert not hasattr(slots, "__wrapped__")


ASKING = {
    "if": lambda slot: "ja" if slot else "nee",
    "not": lambda slot: not slot,
    "or": lambda slot: slot or "nee",
    "==": lambda slot: slot == "ja",
    "!=": lambda slot: slot != "ja",
    "== from the other side": lambda slot: "ja" == slot,  # noqa: SIM300 -- that side is meant
    "<": lambda slot: slot < 1,
    "<=": lambda slot: slot <= 1,
    ">": lambda slot: slot > 1,
    ">=": lambda slot: slot >= 1,
    "in it": lambda slot: "ja" in slot,
    "it in a list": lambda slot: slot in ["ja", "nee"],
    "it in a mapping": lambda slot: slot in {"ja": 1},
}
COUNTING = {
    "length": len,
    "for": list,
    "[0]": lambda slot: slot[0],
    "[1:]": lambda slot: slot[1:],
    "['name']": lambda slot: slot["name"],
    "reversed": reversed,
    "*": lambda slot: [*slot],
}
RECKONING = {
    "int": int,
    "float": float,
    "index": lambda slot: "ja"[slot],
    "call": lambda slot: slot("ja"),
    "format": lambda slot: f"{slot:>3}",
    "%": lambda slot: slot % 2,
    "+": lambda slot: slot + 1,
    "+ from the other side": lambda slot: "ja" + slot,
    "-": lambda slot: slot - 1,
    "*": lambda slot: slot * 2,
    "/": lambda slot: slot / 2,
    "minus": lambda slot: -slot,
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_a_slot_is_neither_true_nor_equal_to_anything(ask: Any) -> None:
    with pytest.raises(SlotError, match=r"'story.is_example'.*{% call when\(…\) %}"):
        ask(slots.story.is_example)


@pytest.mark.parametrize("ask", COUNTING.values(), ids=COUNTING)
def test_a_slot_has_no_items_yet(ask: Any) -> None:
    with pytest.raises(SlotError, match=r"'list.stories'.*{% call\(item\) each\(…\) %}"):
        ask(slots.list.stories)


@pytest.mark.parametrize("ask", RECKONING.values(), ids=RECKONING)
def test_a_slot_has_no_text_and_no_number_yet(ask: Any) -> None:
    with pytest.raises(SlotError, match=r"'list.count'.*{{ … }}"):
        ask(slots.list.count)
