"""Stories in frames on other sites, the page that makes the snippets, and the story of the week."""

from __future__ import annotations

import re

import pytest

MOST_BYTES = 15_000


@pytest.fixture(scope="module")
def frames(site):
    found = [page for page in site.pages.values() if page.is_embedded]
    assert len(found) > 10
    return found


def test_a_frame_is_small_and_without_script(site, frames):
    sheet = len((site.folder / "assets/stylesheets/embedded.css").read_bytes())
    for page in frames:
        assert len(page.html.encode()) + sheet <= MOST_BYTES, page.uri
        assert page.all("script") == []
        assert "md-" not in page.html, "nothing of Material's frame"


def test_a_frame_opens_its_story_in_a_new_tab_and_says_so(site, frames):
    for page in frames:
        assert page.all("a")
        for anchor in page.all("a"):
            assert anchor.get("target") == "_blank", page.uri
            assert anchor.get("rel") == "noopener", page.uri
            assert page.target(anchor.get("href")) in site.pages
        assert "nieuw tabblad" in page.main.text


def test_a_frame_says_that_an_invented_story_is_one(frames):
    for page in frames:
        assert "Voorbeeldverhaal" in page.main.text, page.uri


def test_search_engines_do_not_list_a_frame(frames):
    for page in frames:
        assert page.one("meta", name="robots").get("content") == "noindex"


def test_a_frame_takes_its_title_from_what_it_shows(frames):
    titles = [page.title for page in frames]
    assert len(set(titles)) == len(titles)


def test_the_colours_of_a_frame_are_those_of_the_site(root):
    pattern = re.compile(r"(--[a-z-]+): (.*#.*);")
    site, frame = (
        dict(pattern.findall((root / "theme" / name).read_text("utf-8")))
        for name in ("styles/tokens.css", "pages/embedded.css")
    )
    assert len(frame) > 5
    assert frame.items() <= site.items()


def test_the_page_of_snippets_has_one_for_every_frame(site, frames):
    page = site["insluiten/"]
    snippets = [code.text for code in page.all("code", class_="snippet")]
    addresses = {re.search(r'src="([^"]*)"', snippet)[1] for snippet in snippets}
    assert addresses == {f"https://mangomomenten.example/{frame.uri}" for frame in frames}
    assert {frame.uri for frame in frames} <= set(page.links(page.main))


def test_the_page_of_snippets_explains_the_headers(site):
    text = site["insluiten/"].main.text
    for word in ("frame-ancestors", "X-Frame-Options", "frame-src"):
        assert word in text


def test_the_story_of_the_week_is_the_same_everywhere(site):
    frame = site["insluiten/week/"]
    title = frame.one("h1").text
    home = site[""]
    said = next(p.text for p in home.main.all("p") if "verhaal van de week" in p.text)
    assert title in said


def test_the_story_of_the_week_depends_on_the_week_alone(scratch, monkeypatch):
    project = scratch("weeks")
    titles = []
    for epoch in ("1773446400", "1773532800", "1776000000", "1778600000", "1781200000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        titles.append(project.build()["insluiten/week/"].one("h1").text)
    assert titles[0] == titles[1], "Saturday and Sunday of one week"
    assert len(set(titles)) > 1


def test_a_surprise_leads_to_a_story_without_script_too(site):
    page = site["verhalen/"]
    (link,) = page.all("a", data_surprises=True)
    slugs = link.get("data-surprises").split()
    assert page.target(link.get("href")).removeprefix("verhalen/").strip("/") in slugs
    assert all(f"verhalen/{slug}/" in site.pages for slug in slugs)
