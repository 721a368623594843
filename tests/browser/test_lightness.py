"""What a visit weighs, byte by byte, on a host that packs; and that nothing jumps while a page comes in."""

from __future__ import annotations

import time

import pytest

FIRST_VISIT, LATER_PAGE = 200_000, 30_000
MOST_SHIFT = 0.02
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
LATE = 0.3


@pytest.fixture
def weigh(chromium, site, serve):
    """Open a page and tell how many bytes came over the line, headers and all; what was kept stays kept."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    weights = []
    line.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))

    def open_(uri):
        weights.clear()
        page.goto(f"{serve(site)}/{uri}", wait_until="networkidle")
        page.mouse.wheel(0, 20_000)  # the pictures further down
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        return int(sum(weights))

    yield open_
    context.close()


def test_a_first_visit_to_a_story_is_light_and_the_next_page_is_lighter(weigh, uris, catalogue):
    first = weigh(uris["story"])
    assert 10_000 < first <= FIRST_VISIT
    other = next(s.uri for s in catalogue.stories if s.uri != uris["story"])
    later = {uri: weigh(uri) for uri in (other, "verhalen/", uris["module"], uris["page"], "")}
    assert {uri: weight for uri, weight in later.items() if weight > LATER_PAGE} == {}
    assert min(later.values()) > 1_000


@pytest.mark.parametrize("name", ["home", "stories", "module", "share", "search"])
def test_a_first_visit_to_any_page_is_light(weigh, uris, name):
    assert weigh({**uris, "search": "zoeken/"}[name]) <= FIRST_VISIT


def test_what_was_kept_does_not_come_again(weigh, uris):
    first, again = weigh(uris["story"]), weigh(uris["story"])
    assert again < first / 5


SHIFT = """async () => {
  await document.fonts.ready;
  let sum = 0;
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  });
  observer.observe({ type: "layout-shift", buffered: true });
  await new Promise(done => setTimeout(done, 200));
  return sum;
}"""

READY = {
    "share": "[data-share-questions]",
    "search": "[data-search][data-state=done]",
    "results": "[data-search][data-state=done] .result",
}
"""What stands on a page when its script is done."""


@pytest.mark.parametrize("window", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize(
    "name", ["home", "stories", "story", "module", "search", "results", "share"]
)
def test_nothing_jumps_while_a_page_comes_in(chromium, site, serve, uris, name, window):
    """Not even where the fonts are late."""
    uri = {**uris, "search": "zoeken/", "results": "zoeken/?q=koffie"}[name]
    page = chromium.new_page(viewport=window)

    def late(route):
        time.sleep(LATE)
        route.continue_()

    page.route("**/*.woff2", late)
    page.goto(f"{serve(site)}/{uri}")
    page.locator(READY.get(name, "footer")).first.wait_for()
    assert page.evaluate(SHIFT) <= MOST_SHIFT
    page.close()
