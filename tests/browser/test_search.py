"""Searching in a browser: by keyboard, with facets, with an address to share, and with whatever people type."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
import yaml
from accessibility import run_axe
from catalogue import load
from catalogue.search import index as search_index
from catalogue.search.entries import Kind, findable
from catalogue.search.index import Indexer
from catalogue.site.headers import content_security_policy
from catalogue.text.texts import read_texts

QUESTIONS = yaml.safe_load((Path(__file__).parent / "search_queries.yml").read_text("utf-8"))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ZOEKEN = "zoeken/"
NETWORK = "Failed to load resource"  # what a browser says itself of a request that is blocked
STATUS = "[data-search] [role=status]"


def settled(page):
    """Wait until the page has said what it found, and give that sentence."""
    page.locator("[data-search][data-state=done]").wait_for(timeout=15_000)
    return page.locator(STATUS).inner_text()


def results(page, within="[data-search]"):
    return [
        urlsplit(link.get_attribute("href")).path.lstrip("/")
        for link in page.locator(f"{within} .result__title a").all()
    ]


def asked(page):
    return parse_qsl(urlsplit(page.url).query)


def ask(page, query):
    """Type *query*, and wait for the answer to it."""
    page.locator("#zoek").fill(query)
    page.keyboard.press("Enter")
    return settled(page)


def choose(page, facet, value):
    box = page.locator(f"input[name={facet}][value='{value}']")
    group = page.locator(f"[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    box.click()
    return settled(page)


# -- the window ------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["slash", "ctrl-k", "click"])
def test_the_window_opens_with_the_keyboard_and_with_a_click(visit, uris, way):
    visited = visit(uris["story"])
    page = visited.page
    match way:
        case "slash":
            page.keyboard.press("/")
        case "ctrl-k":
            page.keyboard.press("Control+k")
        case "click":
            page.locator("[data-search-open]").click()
    dialog = page.locator("dialog")
    dialog.wait_for()
    assert dialog.locator("input").evaluate("e => e === document.activeElement")
    page.keyboard.type("koffie")
    # Who types slowly sees results for the first letters too.
    dialog.locator("[role=status]", has_text="resultaten voor ‘koffie’").wait_for()
    dialog.locator(".result").first.wait_for()
    assert visited.complaints == []


def test_nothing_of_the_search_is_loaded_before_somebody_searches(visit, uris):
    visited = visit(uris["story"])
    visited.page.wait_for_timeout(300)
    assert [url for url in visited.requests if "pagefind" in url or "zoeken" in url] == []


def test_escape_closes_the_window_and_gives_back_the_focus(visit, uris):
    page = visit(uris["story"]).page
    page.locator("[data-search-open]").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('[data-search-open]')")


def test_arrows_lead_through_the_results_and_enter_opens_one(visit, uris):
    page = visit(uris["home"]).page
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("duivenmelker")
    page.locator("dialog .result").first.wait_for()
    page.keyboard.press("ArrowDown")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "De duivenmelker"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verhalen/de-duivenmelker/")


def test_enter_in_the_window_leads_to_the_page_with_all_results(visit, uris):
    page = visit(uris["assignments"]).page
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("koffie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=koffie")
    assert "voor ‘koffie’" in settled(page)


def test_the_window_keeps_the_keyboard_within(visit, uris):
    page = visit(uris["home"]).page
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    for _ in range(8):
        page.keyboard.press("Tab")
        outside = page.evaluate(
            "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        )
        assert not outside


def test_a_slash_in_a_field_is_a_slash(visit):
    page = visit(ZOEKEN).page
    page.locator("#zoek").focus()
    page.keyboard.type("en/of")
    assert page.locator("#zoek").input_value() == "en/of"


def test_on_the_search_page_the_keys_lead_to_its_own_field(visit):
    page = visit(ZOEKEN).page
    page.keyboard.press("/")
    page.locator("#zoek:focus").wait_for()
    assert page.locator("dialog").count() == 0


# -- address, facets, order --------------------------------------------------------------------


def test_an_address_can_be_shared(visit):
    page = visit(f"{ZOEKEN}?q=koffie&sector=ziekenhuis&soort=verhaal").page
    settled(page)
    assert page.locator("#zoek").input_value() == "koffie"
    assert page.locator("input:checked").evaluate_all("b => b.map(e => e.value)") == [
        "verhaal", "ziekenhuis",
    ]  # fmt: skip
    facts = page.locator(".result__labels").all_inner_texts()
    assert facts
    assert all("Ziekenhuis" in text for text in facts)


def test_a_choice_stands_in_the_address_and_the_way_back_undoes_it(visit):
    page = visit(f"{ZOEKEN}?q=koffie").page
    before = settled(page)
    choose(page, "sector", "woonzorgcentrum")
    assert asked(page) == [("q", "koffie"), ("sector", "woonzorgcentrum")]
    narrowed = results(page)
    page.go_back()
    assert settled(page) == before
    assert asked(page) == [("q", "koffie")]
    assert page.locator("input:checked").count() == 0
    page.go_forward()
    settled(page)
    assert results(page) == narrowed


def test_one_word_typed_is_one_step_back(visit):
    page = visit(ZOEKEN).page
    settled(page)
    page.locator("#zoek").press_sequentially("koffie", delay=160)
    settled(page)
    assert asked(page) == [("q", "koffie")]
    page.go_back()
    page.wait_for_url(f"**/{ZOEKEN}")
    settled(page)
    assert page.locator("#zoek").input_value() == ""


def test_who_comes_back_from_a_result_finds_the_search_again(visit):
    page = visit(f"{ZOEKEN}?q=koffie&soort=verhaal").page
    settled(page)
    found = results(page)
    page.locator(".result__title a").first.click()
    page.wait_for_url("**/verhalen/**")
    page.go_back()
    settled(page)
    page.locator(".result").first.wait_for()
    assert results(page) == found


def test_within_a_facet_choices_add_and_between_facets_they_narrow(visit):
    page = visit(f"{ZOEKEN}?sector=ziekenhuis").page
    settled(page)

    def count():
        while page.locator("[data-search-more]").is_visible():
            before = page.locator(".result").count()
            page.locator("[data-search-more]").click()
            page.locator(f".result >> nth={before}").wait_for()
        return page.locator("[data-search] .result").count()

    hospital = count()
    choose(page, "sector", "woonzorgcentrum")
    both = count()
    assert both > hospital
    choose(page, "gebaar", "luisteren")
    assert 0 < count() < both


def test_every_choice_can_be_taken_back_where_it_is_named(visit):
    page = visit(f"{ZOEKEN}?sector=ziekenhuis&gebaar=luisteren").page
    settled(page)
    page.get_by_role("button", name="Verwijder: Ziekenhuis").click()
    page.wait_for_url(f"**/{ZOEKEN}?gebaar=luisteren")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "Verwijder: Tijd maken en luisteren"
    )
    page.get_by_role("button", name="Verwijder: Tijd maken en luisteren").click()
    page.wait_for_url(f"**/{ZOEKEN}")


def test_no_number_of_ten_or_fewer_is_shown_in_a_breakdown(visit):
    page = visit(f"{ZOEKEN}?q=koffie").page
    settled(page)
    numbers = page.locator(".choice__count").evaluate_all("all => all.map(e => e.textContent)")
    shown = [int(re.sub(r"\D", "", number)) for number in numbers if number]
    assert shown
    assert min(shown) >= 11
    assert choose(page, "plaats", "teamlokaal").startswith("Tien of minder resultaten")


def test_a_value_that_would_find_nothing_is_not_offered(visit):
    page = visit(f"{ZOEKEN}?q=schildpad").page
    settled(page)
    offered = page.locator("[data-facet=soort] li:not([hidden])").all_inner_texts()
    found = set(page.locator("[data-search] .result__kind").all_inner_texts())
    assert {text.strip() for text in offered} == found
    assert len(found) < 3


@pytest.fixture(scope="module")
def grown_catalogue(grown_project, grown_site):
    """The stories of the site that has grown: some of them have a date."""
    assert grown_site.pages, "its building withdraws a story"
    return load(grown_project.root)


def all_results(page):
    shown = 0
    while page.locator("[data-search-more]").is_visible():
        shown += 10
        page.locator("[data-search-more]").click()
        page.locator(f".result >> nth={shown}").wait_for()
    return results(page)


def test_results_can_be_sorted_by_date_and_those_without_one_come_last(
    visit, grown_site, grown_catalogue
):
    recency = {story.uri: story.recency for story in grown_catalogue.stories}
    page = visit(f"{ZOEKEN}?soort=verhaal&q=koffie", of=grown_site).page
    settled(page)
    page.locator("#volgorde").select_option("date")
    settled(page)
    days = [recency[uri] for uri in all_results(page)]
    assert len(set(days)) > 3
    assert days[-1] == 0, "what has no date is found too"
    assert days == sorted(days, reverse=True)
    assert ("sort", "date") in asked(page)


def test_a_site_without_dates_has_one_order(visit, catalogue):
    assert not any(story.published for story in catalogue.stories)
    page = visit(f"{ZOEKEN}?soort=verhaal&q=koffie&sort=date").page
    settled(page)
    assert len(results(page)) > 3
    assert page.locator("#volgorde").is_hidden()
    assert ask(page, "koffie thee")
    assert ("sort", "date") not in asked(page)


def test_more_results_come_when_asked_and_take_the_focus(visit):
    page = visit(f"{ZOEKEN}?q=koffie").page
    settled(page)
    assert page.locator(".result").count() == 10
    page.locator("[data-search-more]").click()
    page.locator(".result >> nth=10").wait_for()
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('.result__title a')[10]"
    )


# -- a site so large that its index has several parts --------------------------------------------


@pytest.fixture(scope="module")
def in_parts(root, grown_catalogue, tmp_path_factory):
    """A folder with an index of the stories in four parts, as a site of many thousands has it."""
    texts = read_texts(root / "theme/locales/nl.yml")
    found = findable(grown_catalogue, {}, texts)
    stories = tuple(entry for entry in found.entries if entry.kind is Kind.STORY)
    indexer = Indexer(tmp_path_factory.mktemp("parts"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "PART", len(stories) // 4 + 1)
        indexer.begin(replace(found, entries=stories))
    indexer.finish()
    assert (indexer.folder / indexer.key / "older/3/pagefind-entry.json").is_file()
    return indexer.folder / indexer.key


@pytest.mark.parametrize("order", ["", "&sort=date"])
@pytest.mark.parametrize("query", ["koffie", "verpleegkundige nacht", "rusthuis", ""])
def test_an_index_in_parts_finds_what_one_index_finds(
    visit, uris, in_parts, grown_site, grown_catalogue, query, order
):
    recency = {story.uri: story.recency for story in grown_catalogue.stories}
    seen = []
    for folder in (None, in_parts):
        visited = visit(uris["page"], of=grown_site)
        page = visited.page
        if folder:
            page.route(
                "**/pagefind/**",
                lambda route: route.fulfill(
                    path=in_parts / urlsplit(route.request.url).path.partition("/pagefind/")[2]
                ),
            )
        page.goto(f"{urljoin(page.url, '/')}{ZOEKEN}?soort=verhaal&q={query}{order}")
        said = settled(page)
        found = all_results(page)
        assert visited.complaints == []
        counts = page.locator(
            "[data-facet]:not([data-facet=soort]) .choice__count"
        ).all_inner_texts()
        seen.append((said, sorted(found), counts))
        if order:
            days = [recency[uri] for uri in found]
            assert days == sorted(days, reverse=True)
    assert seen[0] == seen[1]
    assert len(found) > 3


# -- what people type ----------------------------------------------------------------------------


def test_questions_find_their_page_among_the_first_three(visit):
    page = visit(ZOEKEN).page
    base = page.url
    missed = []
    for question in QUESTIONS:
        wanted = set(question.get("any") or [question["find"]])
        page.goto(base)
        settled(page)
        ask(page, question["ask"])
        found = results(page)[:3]
        if not wanted & set(found):
            missed.append(f"{question['ask']}: {found}")
    assert len(QUESTIONS) >= 60
    assert len(missed) <= 0.05 * len(QUESTIONS), "\n".join(missed)


@pytest.mark.parametrize(
    ("query", "word"),
    [("augrken", "augurken"), ("nachtzorgkundige", "nacht zorgkundige"), ("koffei", "koffie")],
)
def test_a_slip_of_one_letter_and_an_unknown_compound_still_find_something(visit, query, word):
    page = visit(ZOEKEN).page
    settled(page)
    assert ask(page, query) == f"‘{query}’ vonden we niet. Dit zijn resultaten voor ‘{word}’."
    assert results(page)


@pytest.mark.parametrize(
    ("one", "other"),
    [("patienten", "patiënten"), ("duif", "duiven"), ("Koffie", "koffie")],
)
def test_accents_numbers_and_capitals_make_no_difference(visit, one, other):
    page = visit(ZOEKEN).page
    settled(page)
    ask(page, one)
    first = set(results(page)[:3])
    ask(page, other)
    assert first == set(results(page)[:3])


def test_words_that_only_help_to_find_stand_in_no_excerpt(visit):
    page = visit(f"{ZOEKEN}?q=bejaardentehuis&soort=verhaal").page
    settled(page)
    assert page.locator(".result").count() > 3
    assert "bejaardentehuis" not in page.locator("[data-search-results]").inner_text()


BAD = {
    "": "Typ een woord",
    "   ": "Typ een woord",
    "?!…": "Typ een woord",
    "de het een van": "Deze woorden staan in bijna elke tekst",
    "qqqqzzzz": "Niets gevonden",
    "zorg " * 100: "resultaten",
    "x" * 500: "Niets gevonden",
    "<img src=x onerror=alert(1)>": "",
    '"><script>alert(1)</script>': "",
    "{query} {n} __proto__ constructor": "",
    "%00 \u202e 🥭": "",
    "https://kwaad.example/": "",
}


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("way", ["typed", "address"])
def test_whatever_is_asked_gets_a_sentence_and_runs_nothing(visit, query, way):
    visited = visit(ZOEKEN)
    page = visited.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    if way == "typed":
        settled(page)
        said = ask(page, query)
    else:
        page.goto(f"{page.url}?{urlencode({'q': query})}")
        said = settled(page)
    assert BAD[query] in said
    assert said
    assert len(said) < 280
    assert page.locator("[data-search] img, [data-search] script").count() == 0
    assert visited.complaints == []


@pytest.mark.parametrize(
    "address",
    [
        "?sector=<script>",
        "?q=koffie&sort=<b>",
        "?gebaar=bestaat-niet",
        "?q=%E0%A4%A&x=y",
        "?sector=__proto__",
    ],
)
def test_an_address_that_somebody_broke_still_searches(visit, address):
    visited = visit(ZOEKEN + address)
    assert settled(visited.page)
    assert visited.complaints == []


# -- when it cannot be ---------------------------------------------------------------------------


def test_without_script_the_page_leads_to_the_lists(visit):
    page = visit(f"{ZOEKEN}?q=koffie", java_script_enabled=False).page
    assert not page.locator("#zoek").is_visible()
    assert page.get_by_text("Staat je scherm geen scripts toe").is_visible()
    page.get_by_role("link", name="Tijd maken en luisteren").click()
    page.wait_for_url("**/verhalen/gebaar/luisteren/")


def test_without_script_the_header_leads_to_the_search_page(visit, uris):
    page = visit(uris["story"], java_script_enabled=False).page
    page.locator("[data-search-open]").click()
    page.wait_for_url("**/zoeken/")


@pytest.mark.parametrize("blocked", ["**/pagefind/**", "**/*.pagefind", "**/*.pf_meta"])
def test_where_the_index_is_blocked_the_page_says_so_kindly(visit, blocked):
    visited = visit(ZOEKEN)
    page = visited.page
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(blocked, lambda route: route.abort())
    page.goto(f"{page.url}?q=koffie")
    assert "Zoeken lukt nu niet" in settled(page)
    assert page.locator("[data-search-lists] a").first.is_visible()
    assert errors == []
    ours = [c for c in visited.complaints if NETWORK not in c and "/pagefind/" not in c]
    assert ours == []


def test_where_the_search_page_cannot_be_fetched_the_window_gives_way_to_it(visit, uris):
    page = visit(uris["home"]).page
    page.route(
        "**/zoeken/",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    page.locator("[data-search-open]").click()
    page.wait_for_url("**/zoeken/")


def test_an_index_that_is_being_made_is_waited_for(visit):
    page = visit(ZOEKEN).page
    making = "export const isBeingMade = true;"
    page.route(
        "**/pagefind/pagefind.js",
        lambda route: route.fulfill(body=making, content_type="text/javascript"),
    )
    page.goto(f"{page.url}?q=koffie")
    assert "wordt nog gemaakt" in settled(page)
    page.unroute("**/pagefind/pagefind.js")
    page.locator(".result").first.wait_for()
    assert "voor ‘koffie’" in settled(page)


def test_a_strict_content_security_policy_stops_nothing(visit, uris):
    visited = visit(uris["home"])
    page = visited.page

    def with_policy(route):
        response = route.fetch()
        route.fulfill(
            response=response,
            headers={**response.headers, "content-security-policy": content_security_policy()},
        )

    page.route("**/*", with_policy)
    page.goto(page.url)
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("koffie")
    page.locator("dialog .result").first.wait_for()
    page.goto(f"{page.url}zoeken/?q=koffie&sector=ziekenhuis")
    assert settled(page)
    page.locator(".result").first.wait_for()
    assert visited.complaints == []
    host = urlsplit(page.url).netloc
    assert {urlsplit(url).netloc for url in visited.requests} == {host}


# -- looking and listening -----------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_page_and_in_the_window(visit, uris, scheme, width):
    def violations(page):
        found = run_axe(page, WCAG)["violations"]
        return [(v["id"], node["html"][:150]) for v in found for node in v["nodes"][:3]]

    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = visit(f"{ZOEKEN}?q=koffie&sector=ziekenhuis&gebaar=smaak", **look).page
    settled(page)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(page) == []
    page = visit(uris["home"], **look).page
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("koffie")
    page.locator("dialog .result").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nobody_scrolls_sideways_in_the_results(visit, width):
    page = visit(
        f"{ZOEKEN}?q=koffie&sector=handicapzorg", viewport={"width": width, "height": 800}
    ).page
    settled(page)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_what_was_found_is_announced_once(visit):
    page = visit(f"{ZOEKEN}?q=koffie").page
    settled(page)
    page.evaluate(
        """() => {
          globalThis.said = [];
          new MutationObserver(() => said.push(document.querySelector("[data-search] [role=status]").textContent))
            .observe(document.querySelector("[data-search] [role=status]"), {childList: true});
        }"""
    )
    ask(page, "soep")
    assert len(page.evaluate("said")) == 1
    assert "voor ‘soep’" in page.evaluate("said")[0]


def test_a_first_search_loads_little(visit, uris):
    page = visit(uris["page"]).page
    sizes = []
    page.on(
        "response", lambda response: sizes.append(int(response.headers.get("content-length", 0)))
    )
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("koffie")
    page.locator("dialog .result").first.wait_for()
    page.wait_for_timeout(200)
    assert 50_000 < sum(sizes) < 400_000
