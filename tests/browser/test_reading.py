"""Reading in a browser: on a small screen, in the dark, by keyboard, without script."""

from __future__ import annotations

import re

import pytest

WIDTHS = (320, 360, 768, 1280, 1920)


def test_a_page_says_nothing_to_the_console_and_asks_no_other_host(only_visit, look):
    look.mouse.wheel(0, 20_000)
    look.wait_for_timeout(150)  # pictures further down are asked for now
    host = only_visit.address.split("/")[2]
    assert {url for url in only_visit.requests if url.split("/")[2] != host} == set()
    assert only_visit.complaints == []


def test_the_site_sets_no_cookie_and_stores_nothing_unasked(look):
    assert look.context.cookies() == []
    assert look.evaluate("localStorage.length + sessionStorage.length") == 0


def overflow(page):
    """What sticks out of the page on the right, if the reader would have to scroll sideways."""
    return page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          return [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
            .map(e => `<${e.tagName.toLowerCase()} class="${e.className}">`)
            .slice(0, 5).concat(root.scrollWidth);
        }"""
    )


def open_all(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def test_nobody_scrolls_sideways(look):
    open_all(look)
    wrong = {}
    for width in WIDTHS:
        look.set_viewport_size({"width": width, "height": 800})
        if found := overflow(look):
            wrong[width] = found
    assert wrong == {}


def test_nobody_scrolls_sideways_on_any_page_that_an_editor_wrote(visit, site):
    """Lists and stories are all alike; here an editor may have put a table or a long line."""
    page = visit("", viewport={"width": 320, "height": 640}).page
    home = page.url
    wrong = {}
    for uri in site.pages:
        if re.match(r"(verhalen|organisaties)/.|modules/.*begeleiding/|404", uri):
            continue
        page.goto(home + uri, wait_until="domcontentloaded")
        open_all(page)
        if found := overflow(page):
            wrong[uri] = found
    assert wrong == {}


def test_text_twice_as_large_needs_no_scrolling_sideways(look):
    look.evaluate(
        """() => {
          const style = document.createElement("style");
          style.dataset.test = "";
          style.textContent = "html { font-size: 200% }";
          document.head.append(style);
        }"""
    )
    assert overflow(look) == []


@pytest.mark.parametrize("slug", ["het-echte-verhaal", "de-vreemde-titel"])
def test_a_strange_title_does_not_break_a_narrow_page(visit, grown_site, slug):
    page = visit(f"verhalen/{slug}/", of=grown_site).page
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == []
    page = visit("verhalen/", of=grown_site, viewport={"width": 320, "height": 800}).page
    assert overflow(page) == []


def test_a_title_full_of_code_runs_no_code(visit, grown_site):
    for uri in ("verhalen/de-vreemde-titel/", "verhalen/", ""):
        visited = visit(uri, of=grown_site)
        visited.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert visited.complaints == []


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(fresh):
    page = fresh
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Ga naar de tekst"
    box = focused.bounding_box()
    assert box["y"] >= 0, "it can be seen while it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    where = page.evaluate(
        """() => {
          const heading = document.querySelector("h1");
          const focused = document.activeElement;
          const isInMenu = focused.closest("header nav, [data-scheme-switch]") !== null;
          return [isInMenu, document.querySelector("main, footer").contains(focused)
            || focused.closest("footer") !== null];
        }"""
    )
    assert where == [False, True]


def test_without_script_every_text_and_link_is_there(silent, uri, site):
    page = silent
    published = site.pages.get(uri, site["404.html"])
    assert page.locator("h1").inner_text() == published.one("h1").text
    paragraphs = page.locator("main p:not(details p, .print-only)")
    shown = paragraphs.filter(visible=True)
    assert shown.count() >= paragraphs.count() - page.locator("main p[hidden]").count()
    assert page.locator("header nav a").first.is_visible()
    assert page.locator("footer a").first.is_visible()


def test_without_script_no_button_is_shown_that_does_nothing(silent):
    assert silent.locator("button").filter(visible=True).all_inner_texts() == []


def test_without_script_a_hint_can_be_opened(visit, uris):
    page = visit(uris["assignments"], java_script_enabled=False).page
    details = page.locator("main details").first
    body = details.locator("p").first
    assert not body.is_visible()
    details.locator("summary").click()
    assert body.is_visible()


# -- light and dark --------------------------------------------------------------------------


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def switch(page):
    return page.get_by_role("button", name=re.compile("Licht of donker"))


def test_the_reader_chooses_the_colours_and_the_choice_stays(visit, uris):
    page = visit(uris["story"], color_scheme="light").page
    light = ground(page)
    names = []
    for _ in range(3):
        switch(page).click()
        names.append((switch(page).inner_text().split(":")[-1].strip(), ground(page)))
    assert [name for name, _ in names] == ["Licht", "Donker", "Zoals je toestel"]
    assert names[0][1] == names[2][1] == light
    dark = names[1][1]
    assert dark != light
    switch(page).click()
    switch(page).click()
    page.reload()
    assert ground(page) == dark, "the choice is remembered"
    page.goto(page.url.replace(uris["story"], uris["page"]))
    assert ground(page) == dark, "on every page"
    switch(page).click()
    page.reload()
    assert ground(page) == light, "and can be taken back"


def test_a_reader_who_chose_nothing_gets_what_her_device_asks_for(visit, uris):
    page = visit(uris["story"], color_scheme="light").page
    light = ground(page)
    page.emulate_media(color_scheme="dark")
    assert ground(page) != light
    assert page.evaluate("localStorage.length") == 0, "nothing is stored before a choice"


def test_a_choice_against_the_device_holds_in_both_directions(visit, uris):
    page = visit(uris["story"], color_scheme="dark").page
    dark = ground(page)
    switch(page).click()
    assert ground(page) != dark
    page.emulate_media(color_scheme="light")
    switch(page).click()
    assert ground(page) == dark


def test_the_site_works_where_nothing_may_be_stored(visit, uris):
    visited = visit(uris["home"])
    page = visited.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.reload()
    before = ground(page)
    switch(page).click()
    switch(page).click()
    assert ground(page) != before
    assert visited.complaints == []


# -- cards -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["stories", "home"])
def test_a_story_card_can_be_clicked_anywhere(visit, uris, name):
    page = visit(uris[name]).page
    card = page.locator("main li:has(h3 a[href*='verhalen/'])").first
    target = card.locator("h3 a").evaluate("a => a.href")
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] - 8)
    page.wait_for_url(target)


def test_the_name_of_a_card_is_its_title_and_not_its_whole_text(visit, uris):
    page = visit(uris["stories"]).page
    link = page.locator("main li h3 a").first
    assert page.get_by_role("link", name=link.inner_text(), exact=True).count() >= 1


def test_an_opened_list_of_values_leads_to_a_list(visit, uris):
    page = visit(uris["stories"]).page
    page.locator("summary", has_text=re.compile("soort zorg", re.IGNORECASE)).click()
    page.get_by_role("link", name="Ziekenhuis", exact=True).first.click()
    page.wait_for_url("**/verhalen/sector/ziekenhuis/")


# -- movement and jumps ----------------------------------------------------------------------


def test_a_link_to_an_assignment_shows_its_title(visit, uris, catalogue):
    assignment = catalogue.modules[0].assignments[-1]
    page = visit(f"{uris['assignments']}#{assignment.id}", reduced_motion="reduce").page
    box = page.locator(f"[id='{assignment.id}']").bounding_box()
    assert 0 <= box["y"] < 780
