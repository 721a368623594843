"""The search index of the built site: what it holds, and what it must not hold."""

from __future__ import annotations

import gzip
import json
import re

import pytest


@pytest.fixture(scope="module")
def index(site):
    return site.folder / "pagefind"


@pytest.fixture(scope="module")
def fragments(index):
    """What the index keeps of each document, by its address."""
    found = {}
    for file in (index / "fragment").iterdir():
        data = gzip.decompress(file.read_bytes())
        fragment = json.loads(data[data.index(b"{") :])
        found[fragment["url"].strip("/").removesuffix(".html") + "/"] = fragment
    return found


def test_everything_that_can_be_read_can_be_found(fragments, catalogue):
    sources = {story.uri for story in catalogue.stories}
    sources |= {part.uri for module in catalogue.modules for part in module.parts.values()}
    sources |= {page.uri for page in catalogue.pages if page.layout not in ("home", "search")}
    sources |= {organisation.uri for organisation in catalogue.organisations.values()}
    assert fragments.keys() == sources


def test_every_address_of_the_index_is_a_page(fragments, site):
    assert sorted(fragments.keys() - site.pages.keys()) == []


def test_what_is_found_is_titled_as_its_source(fragments, catalogue):
    for story in catalogue.stories:
        meta = fragments[story.uri]["meta"]
        assert (meta["title"], meta["summary"]) == (story.title, story.summary)
        assert ("note" in meta) == story.is_example


def test_a_document_holds_nothing_of_the_page_around_it(fragments, site):
    menu = site[""].one("nav", aria_label="Hoofdmenu").text
    for fragment in fragments.values():
        assert menu not in fragment["content"]


def test_the_index_is_dutch(index):
    entry = json.loads((index / "pagefind-entry.json").read_text())
    assert list(entry["languages"]) == ["nl"]


def test_the_site_ships_nothing_of_pagefind_that_it_does_not_use(index):
    names = {file.name for file in index.iterdir()}
    assert not {name for name in names if "ui" in name or "highlight" in name or "unknown" in name}


def test_the_words_to_propose_stand_by_their_first_letter(index):
    for file in (index / "words").iterdir():
        words = json.loads(file.read_text("utf-8"))
        assert all(word.startswith(file.stem) for word in words)
        assert file.stat().st_size < 30_000


def test_the_choices_on_the_search_page_are_those_of_the_index(fragments, site):
    page = site["zoeken/"]
    offered = {
        (box.get("name"), box.get("value")) for box in page.root.all("input", type="checkbox")
    }
    used = {
        (facet, value)
        for fragment in fragments.values()
        for facet, values in fragment["filters"].items()
        for value in values
    }
    assert used - offered - {(f, v) for f, v in used if f == "organisatie"} == set()


def test_no_page_but_the_search_page_carries_the_window(site):
    for uri, page in site.pages.items():
        assert ("data-search-dialog" in page.html) == (uri == "zoeken/"), uri


def test_every_page_leads_to_the_search_page(site):
    for uri, page in site.pages.items():
        if "<header" in page.html:
            links = [link for link in page.root.all("a") if "data-search-open" in link.attributes]
            assert len(links) == 1, uri
            assert re.fullmatch(r"(\.\.?/)*(\./)?zoeken/|/.*zoeken/", links[0].get("href")), uri


def test_a_withdrawn_story_is_in_no_part_of_the_index(grown_site):
    for file in (grown_site.folder / "pagefind").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            if data[:2] == b"\x1f\x8b":
                data = gzip.decompress(data)
            assert b"kwikstaart" not in data, file.name
            assert b"titel die verdwijnt" not in data.lower(), file.name


def test_a_site_can_do_without_search(scratch, monkeypatch):
    project = scratch("silent")
    monkeypatch.setenv("SEARCH", "no")
    site = project.build()
    assert not (site.folder / "pagefind").exists()
    page = site["zoeken/"]
    assert "Op deze site kun je niet op woorden zoeken" in page.root.text
    assert page.root.all("input") == []
    assert page.root.all("a", href="../verhalen/")
