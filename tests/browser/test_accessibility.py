"""Every kind of page, in every way in which it is looked at: nobody is kept out.

A page is opened once; then the ways of looking at it follow each other.
"""

from __future__ import annotations

import re

import pytest
from accessibility import AXE, RULES

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
PLAIN = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
DARK, FORCED = {**PLAIN, "color_scheme": "dark"}, {**PLAIN, "forced_colors": "active"}

COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING = {"runOnly": RULES}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}
ALL_BUT_COLOURS = {**EVERYTHING, "rules": {rule: {"enabled": False} for rule in COLOURS}}

LOOKS = {
    "light": (WIDE, PLAIN, "100%", EVERYTHING),
    "dark": (WIDE, DARK, "100%", ONLY_COLOURS),
    "forced colours": (WIDE, FORCED, "100%", ONLY_COLOURS),
    "narrow": (NARROW, PLAIN, "100%", ALL_BUT_COLOURS),
    "narrow, text twice as large": (NARROW, PLAIN, "200%", ALL_BUT_COLOURS),
    "paper": (WIDE, {**DARK, "media": "print"}, "100%", EVERYTHING),
}
"""The ways to look at a page: the window, what the device asks for, the size of the text, and the rules
of axe that can say something else there than in the light."""

GROWN = ("moved", "withdrawn", "photo", "long title")
KINDS = (
    "home", "story", "stories", "facet", "value", "organisation", "organisations", "modules", "module",
    "assignments", "media", "teaching note", "results", "search window", "faults", "forms", "form",
    "ticked form", "guide", "table", "page", "terms", "open data", "embeds", "embedded", "missing", *GROWN,
)  # fmt: skip


@pytest.fixture(scope="module")
def addresses(uris, catalogue):
    """The address of one page of every kind."""
    module, story = f"modules/{catalogue.modules[0].slug}", next(iter(catalogue.stories))
    return {
        "home": "",
        "story": uris["story"],
        "stories": "verhalen/",
        "facet": "verhalen/thema/",
        "value": f"verhalen/sector/{story.sector.id}/",
        "organisation": f"organisaties/{next(iter(catalogue.organisations))}/",
        "organisations": "organisaties/",
        "modules": "modules/",
        "module": f"{module}/",
        "assignments": f"{module}/opdrachten/",
        "media": f"{module}/beeldmateriaal/",
        "teaching note": f"{module}/begeleiding/",
        "results": "zoeken/?q=koffie&sector=ziekenhuis",
        "search window": "wat-is-een-mangomoment/",
        "faults": "deel-je-mangomoment/",
        "forms": "sjablonen/",
        "form": "sjablonen/bedankkaart/",
        "ticked form": "sjablonen/mangomoment-kaart/",
        "guide": "aan-de-slag/",
        "table": "aan-de-slag/communicatieplan/",
        "page": "onderzoek/",
        "terms": "begrippen/",
        "open data": "open-data/",
        "embeds": "insluiten/",
        "embedded": "insluiten/nieuwste/",
        "missing": "deze/bladzijde/is-er-niet/",
        "moved": "verhalen/de-oude-naam/",
        "withdrawn": "verhalen/het-ingetrokken-verhaal/",
        "photo": "verhalen/de-nieuwe-naam/",
        "long title": "verhalen/het-echte-verhaal/",
    }


def find_coffee(page):
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("koffie")
    page.locator("dialog .result").first.wait_for()


def answer_nothing(page):
    """The question about the story, left empty."""
    for _ in range(2):
        page.locator("[data-share-next]").click()
    page.locator(".field__error").first.wait_for()


FIRST = {
    "results": lambda page: page.locator("[data-search][data-state=done] .result").first.wait_for(),
    "search window": find_coffee,
    "faults": answer_nothing,
}
"""What is done on a page before it is looked at."""


@pytest.fixture(scope="module")
def open_kind(chromium, site, grown_site, serve, addresses):
    """Open a page of some kind, with all that can be opened open."""
    pages = []

    def open_(kind):
        page = chromium.new_page(viewport=WIDE)
        pages.append(page)
        page.set_default_timeout(5_000)
        if kind == "moved":
            page.route("**/*", stay)
        page.goto(f"{serve(grown_site if kind in GROWN else site)}/{addresses[kind]}")
        FIRST.get(kind, lambda _: None)(page)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        return page

    yield open_
    for page in pages:
        page.close()


def stay(route):
    """Answer with a page that does not lead on by itself."""
    answer = route.fetch()
    route.fulfill(
        response=answer, body=re.sub(r"<meta http-equiv=.refresh.[^>]*>", "", answer.text())
    )


BROKEN = """async rules => (await axe.run(document, {
  ...rules, resultTypes: ["violations"], preload: false, selectors: false,
})).violations.flatMap(violation => violation.nodes.slice(0, 3).map(
  node => [violation.id, node.html.slice(0, 120), node.failureSummary]))"""

CUT = """() => {
  const root = document.documentElement;
  const isHidden = e => e.closest("svg") || getComputedStyle(e).clipPath !== "none";
  const all = [...document.querySelectorAll("body *")].filter(e => !isHidden(e));
  const wide = root.scrollWidth <= root.clientWidth ? []
    : all.filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
  const cut = all.filter(e => {
    const style = getComputedStyle(e);
    const is = (way, inner, outer) => ["hidden", "clip"].includes(way) && inner > outer + 1;
    return is(style.overflowX, e.scrollWidth, e.clientWidth) || is(style.overflowY, e.scrollHeight, e.clientHeight);
  });
  return [...wide, ...cut].slice(0, 5).map(e => e.outerHTML.slice(0, 120));
}"""

STOPS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(e => e.checkVisibility() && !e.disabled)
  .filter(e => !document.querySelector(":modal") || e.closest(":modal"))"""

UNSEEN = f"""() => {{
  const unseen = {STOPS}.filter(e => {{
    e.focus();
    const {{ outlineStyle, outlineWidth }} = getComputedStyle(e);
    const hasRing = outlineStyle === "auto" || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
    return document.activeElement !== e || !e.matches(":focus-visible") || !hasRing;
  }});
  document.activeElement.blur();
  return unseen.slice(0, 5).map(e => e.outerHTML.slice(0, 120));
}}"""


@pytest.fixture(scope="module", params=KINDS)
def found(request, open_kind):
    """What is wrong on a page of each kind: by what it is, and by the way of looking at it."""
    page = open_kind(request.param)
    page.evaluate(AXE.read_text("utf-8"))
    page.keyboard.press("Tab")  # from now on a focus comes from the keyboard
    wrong = {"broken": {}, "cut": {}, "unseen": {}}
    for name, (window, media, size, rules) in LOOKS.items():
        page.set_viewport_size(window)
        page.emulate_media(**media)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        wrong["broken"][name] = page.evaluate(BROKEN, rules)
        if name != "paper":  # it has another width, and no keyboard
            wrong["cut"][name] = page.evaluate(CUT)
            wrong["unseen"][name] = page.evaluate(UNSEEN)
    page.close()
    return {
        what: {name: some for name, some in looks.items() if some} for what, looks in wrong.items()
    }


def test_axe_finds_nothing(found):
    assert found["broken"] == {}


def test_nothing_is_cut_off_and_nobody_scrolls_sideways(found):
    assert found["cut"] == {}


def test_who_walks_with_the_keyboard_always_sees_where_she_is(found):
    assert found["unseen"] == {}


@pytest.mark.parametrize("kind", ["home", "assignments", "results", "faults", "embeds"])
def test_the_keyboard_walks_through_the_whole_page_and_out_again(open_kind, kind):
    page = open_kind(kind)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("getSelection().collapse(document.body, 0)")
    stops = page.evaluate(f"{STOPS}.length")
    assert stops > 10
    seen = 0
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
    radios = page.evaluate("document.querySelectorAll('input[type=radio]').length")
    assert stops - radios <= seen <= stops


def test_axe_finds_what_is_wrong(chromium):
    page = chromium.new_page()
    page.set_content("<title>x</title><p style='color: #ccc'>Te licht")
    page.evaluate(AXE.read_text("utf-8"))
    names = {name for name, *_ in page.evaluate(BROKEN, EVERYTHING)}
    assert {"color-contrast", "html-has-lang", "landmark-one-main"} <= names
    page.close()
