"""Whole journeys with the keyboard alone: the menu, the search, its filters, a module. The form has its own.

No test here points or clicks, and each of them leaves what it walked through with Tab.
"""

from __future__ import annotations

import re

import pytest
from keyboard import Keyboard

PHONE = {"width": 360, "height": 740}
STATUS = "[data-search] [role=status]"

LISTEN = """() => {
  const status = document.querySelector("[data-search] [role=status]");
  globalThis.said = [];
  new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
}"""

IN_SIGHT = """id => {
  const { top } = document.getElementById(id).getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}"""


@pytest.fixture
def walk(visit):
    """Open a page for somebody who has only a keyboard."""
    return lambda uri, **options: Keyboard(visit(uri, **options).page)


def settled(page):
    """Wait until the search page has said what it found, and give that sentence."""
    page.locator("[data-search][data-state=done]").wait_for(timeout=15_000)
    return page.locator(STATUS).inner_text()


def count(sentence):
    return int(re.match(r"\d+", sentence)[0])


# -- menu ------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [None, PHONE], ids=["wide", "phone"])
def test_the_menu_leads_to_a_page_where_it_can_be_passed_by(walk, window):
    reader = walk("", **({"viewport": window} if window else {}))
    page = reader.page
    reader.to(".skip-link")
    reader.to(".brand")
    names = page.locator(".site-menu a").all_inner_texts()
    assert "Modules" in names
    walked = []
    for _ in names:
        reader.press("Tab")
        assert reader.is_seen(), reader.where
        walked.append(page.locator(":focus").inner_text())
    assert walked == names
    reader.to("[data-search-open]")
    reader.to(".share-link")
    reader.to("[data-scheme-switch]")
    reader.press("Tab")
    assert reader.is_at("main *"), reader.where
    reader.to(".site-menu a[href$='modules/']", "Shift+Tab")
    reader.press("Enter")
    page.wait_for_url("**/modules/")
    assert page.locator(".site-menu [aria-current=page]").inner_text() == "Modules"
    reader.press("Tab")
    assert reader.is_at(".skip-link")
    reader.press("Enter")
    page.wait_for_url("**#inhoud")
    reader.press("Tab")
    assert reader.is_at("main *"), reader.where
    reader.to("footer a")


def test_the_colours_are_chosen_with_the_space_bar(walk):
    reader = walk("", color_scheme="light")
    reader.to("[data-scheme-switch]")
    reader.press("Space")
    reader.press("Space")
    assert reader.page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert reader.is_seen(), "in the dark too"


# -- search ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["/", "Control+k"])
@pytest.mark.parametrize("place", ["field", "result"])
def test_escape_leaves_the_search_for_the_place_where_somebody_was(walk, uris, key, place):
    reader = walk(uris["story"])
    page = reader.page
    reader.to(".brand")
    reader.press(key)
    page.locator("dialog[open]").wait_for()
    assert reader.is_at("dialog input")
    assert reader.is_seen()
    reader.write("koffie")
    page.locator("dialog .result").first.wait_for()
    if place == "result":
        reader.press("ArrowDown")
        reader.press("ArrowDown")
        assert reader.is_at("dialog .result:nth-child(2) a")
        assert reader.is_seen()
    reader.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert reader.is_at(".brand"), reader.where
    reader.press("Tab")
    assert reader.is_at(".site-menu a"), reader.where


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_search_is_walked_through_to_the_page_that_it_found(walk, uris, key):
    reader = walk(uris["assignments"])
    reader.press(key)
    reader.page.locator("dialog[open]").wait_for()
    reader.write("duivenmelker")
    reader.page.locator("dialog [role=status]", has_text="duivenmelker").wait_for()
    reader.page.locator("dialog .result").first.wait_for()
    reader.to("dialog .result a", "ArrowDown")
    reader.press("Enter")
    reader.page.wait_for_url("**/verhalen/de-duivenmelker/")


def test_the_window_of_the_search_is_closed_with_its_button_too(walk, uris):
    reader = walk(uris["story"])
    reader.to("[data-search-open]")
    reader.press("Enter")
    reader.page.locator("dialog[open]").wait_for()
    reader.to("dialog [data-close]")
    reader.press("Enter")
    assert reader.page.locator("dialog[open]").count() == 0
    assert reader.is_at("[data-search-open]")


# -- filters ---------------------------------------------------------------------------------


def test_a_filter_is_ticked_and_taken_away_and_each_time_it_is_said_what_is_left(walk):
    reader = walk("zoeken/")
    page = reader.page
    settled(page)
    reader.press("/")
    page.locator("#zoek:focus").wait_for()
    reader.write("koffie")
    reader.press("Enter")
    page.locator(".result").first.wait_for()
    everything = settled(page)
    page.evaluate(LISTEN)

    reader.to("[data-facet=sector] > summary")
    if page.locator("[data-facet=sector]").get_attribute("open") is None:
        reader.press("Enter")
    reader.to("[name=sector][value=ziekenhuis]")
    reader.press("Space")
    some = settled(page)
    assert some != everything
    assert some.endswith("resultaten voor ‘koffie’"), "how many there are"
    assert page.evaluate("said") == [some]
    assert "sector=ziekenhuis" in page.url
    assert reader.is_at("[name=sector][value=ziekenhuis]"), "she can choose on where she was"

    reader.to(".chip--chosen")
    assert page.locator(":focus").get_attribute("aria-label") == "Verwijder: Ziekenhuis"
    reader.press("Enter")
    assert settled(page) == everything
    assert page.evaluate("said") == [some, everything]
    assert page.locator("[name=sector]:checked").count() == 0
    assert reader.is_at("#zoek"), reader.where

    reader.to(".result__title a")
    reader.to("footer a")


def test_a_filter_that_left_nothing_can_be_taken_away_where_it_was_ticked(walk):
    reader = walk("zoeken/?q=schildpad&sector=ziekenhuis&gebaar=wens&gebaar=muziek")
    page = reader.page
    assert "blijft er niets over" in settled(page)
    reader.to("[name=gebaar][value=muziek]")
    reader.press("Space")
    settled(page)
    assert reader.is_at("[name=gebaar][value=muziek]"), reader.where
    assert reader.is_seen()
    reader.to("footer a")


def test_a_closed_list_of_filters_is_opened_on_a_phone(walk):
    reader = walk("zoeken/?q=koffie", viewport=PHONE)
    page = reader.page
    before = settled(page)
    reader.to("[data-search-choices] > summary")
    reader.press("Enter")
    reader.to("[name=soort][value=verhaal]")
    reader.press("Space")
    assert count(settled(page)) < count(before)
    reader.to("footer a")


# -- a module --------------------------------------------------------------------------------


def test_a_facilitator_finds_her_plan_and_goes_on_to_the_assignments(walk, uris):
    reader = walk(uris["module"])
    page = reader.page
    reader.to(".parts__link[href*='begeleiding']")
    reader.press("Enter")
    page.wait_for_url("**/begeleiding/")
    plan = page.locator(".plans__plan").nth(1)
    assert not plan.locator("table").is_visible()
    reader.to(".plans__plan:nth-of-type(2) > summary")
    reader.press("Enter")
    assert plan.locator("table").is_visible()
    reader.press("Space")
    assert not plan.locator("table").is_visible()
    reader.to(".parts__link[href*='opdrachten']", "Shift+Tab")
    reader.press("Enter")
    page.wait_for_url("**/opdrachten/")
    reader.to(".parts__link[aria-current=page]")
    reader.to("footer a")


def test_the_assignments_are_printed_opened_and_jumped_through(walk, uris):
    reader = walk(uris["assignments"])
    page = reader.page
    page.evaluate(
        """() => {
          globalThis.printed = [];
          globalThis.print = () => printed.push(document.documentElement.dataset.printFor);
        }"""
    )
    for wanted in ("participants", "facilitator"):
        reader.to(f"[data-print-for={wanted}]")
        reader.press("Enter")
    assert page.evaluate("printed") == ["participants", "facilitator"]
    reader.to("main details:not([open]) > summary")
    reader.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    reader.to(".section-menu a[href^='#']")
    target = page.locator(":focus").get_attribute("href")
    reader.press("Enter")
    page.wait_for_url(f"**{target}")
    page.wait_for_function(IN_SIGHT, arg=target[1:])
    reader.to("footer a")
