"""Addresses are promises: every one that the design names is there, and none is dead."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

import pytest

PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
LARGE = 200_000

FACET_FIELDS = {
    "sector": "sector",
    "plaats": "setting",
    "verteller": "teller",
    "gever": "giver",
    "ontvanger": "receiver",
    "gebaar": "gesture",
    "thema": "themes",
    "organisatie": "organisation",
}


def test_every_module_has_its_four_addresses(site, project):
    slugs = [folder.name for folder in (project.root / "modules").glob("[!_]*")]
    assert slugs
    for slug in slugs:
        for part in ("", "opdrachten/", "beeldmateriaal/", "begeleiding/"):
            assert f"modules/{slug}/{part}" in site.pages


def test_every_story_has_its_address(site, project):
    sources = project.sources("stories/*/*.md")
    missing = [s.path for s in sources if f"verhalen/{s.slug}/" not in site.pages]
    assert sources
    assert not missing


def test_every_used_value_of_every_facet_has_a_list_with_its_stories(site, project):
    for story in project.sources("stories/*/*.md"):
        if "withdrawn" in story.fields:
            continue
        lists = set()
        for facet, field in FACET_FIELDS.items():
            values = story.fields.get(field) or []
            for value in values if isinstance(values, list) else [values]:
                lists.add(f"{facet}/{value}")
        for name in lists:
            pages = [p for uri, p in site.pages.items() if uri.startswith(f"verhalen/{name}/")]
            assert pages, f"no list for {name}"
            assert any(f"verhalen/{story.slug}/" in page.links() for page in pages), (
                f"{story.slug} is not in the list of {name}"
            )


def test_every_facet_has_a_page_that_leads_to_all_its_values(site):
    for facet in FACET_FIELDS:
        values = {
            "/".join(uri.split("/")[:3]) + "/"
            for uri in site.pages
            if uri.startswith(f"verhalen/{facet}/") and uri.count("/") > 2
        }
        assert values
        assert values <= set(site[f"verhalen/{facet}/"].links())


def test_the_list_of_stories_leads_to_every_facet_and_value(site):
    """Without script and without search, every list can be reached from one page."""
    reached = set(site["verhalen/"].links())
    lists = {
        uri
        for uri in site.pages
        if uri.startswith("verhalen/") and uri.count("/") == 3 and "/pagina/" not in uri
    }
    assert lists <= reached


def test_every_organisation_has_its_address(site, catalogue):
    assert catalogue.organisations
    for slug in catalogue.organisations:
        assert f"organisaties/{slug}/" in site.pages


def test_the_fixed_addresses_are_there(site):
    for uri in ("", "modules/", "verhalen/", "deel-je-mangomoment/", "404.html"):
        assert uri in site.pages


def test_every_page_can_be_reached_from_the_home_page(site):
    reached, waiting = set(), [""]
    while waiting:
        uri = waiting.pop()
        if uri in reached or uri not in site.pages:
            continue
        reached.add(uri)
        waiting += site[uri].links()
    assert set(site.pages) - reached - {"404.html"} == set()


LEADING = ("href", "src", "poster", "data", "action")
"""The attributes with an address, of whatever element."""


def missing(pages, files):
    """How often each address on *pages* that is within the site leads to none of its *files*."""
    found = Counter()
    for page in pages:
        for element in page.all():
            values = [value for name in LEADING if (value := element.get(name))]
            values += [part.split()[0] for part in element.get("srcset").split(",") if part.strip()]
            for value in values:
                if value.startswith(("mailto:", "tel:", "data:")):
                    continue
                target = page.target(value)
                if target.startswith(("http://", "https://")):
                    continue
                file = f"{target}index.html" if target.endswith("/") or not target else target
                if file not in files:
                    found[f"{value} (such as on /{page.uri})" if target else value] += 1
    return found


def test_no_link_picture_or_file_is_missing(site):
    assert not missing(site.pages.values(), site.files)


def test_no_recording_is_missing(recorded_site):
    loaded = Counter(
        element.tag
        for page in recorded_site.pages.values()
        for element in page.all("video", "audio", "track")
    )
    assert loaded == {"video": 7, "audio": 7, "track": 7}
    assert not missing(recorded_site.pages.values(), recorded_site.files)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="weg/">x</a>', '<img src="weg/">', '<img srcset="er/ 1x, weg/ 2x">', '<video src="weg/">',
        '<video poster="weg/">', '<audio src="weg/">', '<source src="weg/">', '<source srcset="weg/">',
        '<track src="weg/">', '<link href="weg/">', '<script src="weg/">', '<iframe src="weg/">',
        '<form action="weg/">', '<object data="weg/">', '<embed src="weg/">',
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_seen_wherever_it_stands(parse, html):
    assert missing([parse(html)], {"er/index.html"}) == {"weg/ (such as on /)": 1}


def test_no_picture_is_there_for_nothing(site):
    """Only what is drawn for kinds of page that this site does not have now waits for them, and is small."""
    pictures = {name for name in site.files if PurePosixPath(name).suffix in PICTURES}
    shown = set()
    for page in site.pages.values():
        for element in page.all("img", "source", "a", "link", "video"):
            for name in ("src", "srcset", "href", "poster"):
                named = (part.split()[0] for part in element.get(name).split(",") if part.strip())
                shown |= {page.target(address).lstrip("/") for address in named}
    for name in site.files:
        if name.endswith(".css"):
            text = (site.folder / name).read_text("utf-8")
            shown |= {f"assets/{path}" for path in re.findall(r'url\("\.\./([^"]+)"\)', text)}
    unused = pictures - shown
    assert len(pictures) > len(unused)
    assert {name for name in unused if not name.startswith("assets/drawings/")} == set()
    assert sum((site.folder / name).stat().st_size for name in unused) < LARGE


def test_no_anchor_is_missing(site):
    missing = []
    for page in site.pages.values():
        for anchor in page.all("a", href=True):
            href, _, name = anchor.get("href").partition("#")
            if name and not href.startswith("http") and name not in site[page.target(href)].ids:
                missing.append(f"{anchor.get('href')} on /{page.uri}")
    assert not missing


def test_links_within_the_site_are_relative_so_that_it_works_in_any_folder(site):
    own = "https://mangomomenten.example"
    for page in site.ordinary_pages:
        if page.uri == "404.html":
            continue
        for element in page.all():
            for name in ("href", "src"):
                value = element.get(name)
                is_allowed = element.tag == "link" and element.get("rel") == "canonical"
                assert is_allowed or not value.startswith(("/", own)), (page.uri, value)


def test_the_map_for_search_engines_names_no_page_that_is_not_there(site):
    text = (site.folder / "sitemap.xml").read_text("utf-8")
    addresses = [part.split("</loc>")[0] for part in text.split("<loc>")[1:]]
    assert addresses
    for address in addresses:
        assert address.removeprefix("https://mangomomenten.example/") in site.pages


def test_the_map_for_search_engines_names_every_story(site, project):
    """A search engine is one of the ways in for readers; stories are what it should find."""
    text = (site.folder / "sitemap.xml").read_text("utf-8")
    missing = [
        story.slug
        for story in project.sources("stories/*/*.md")
        if f"/verhalen/{story.slug}/</loc>" not in text
    ]
    assert not missing
