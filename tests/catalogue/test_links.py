"""Links between sources to links between pages."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from catalogue.problems.hints import path_hint
from catalogue.project.links import resolve_files
from catalogue.text.links import relative_uri, resolve_html

ADDRESSES = {
    "content/index.md": "",
    "content/over.md": "over/",
    "modules/kijken/introduction.md": "modules/kijken/",
    "modules/kijken/media.md": "modules/kijken/beeldmateriaal/",
    "stories/2026/de-stoel.md": "verhalen/de-stoel/",
}


@pytest.mark.parametrize(
    ("target", "page", "uri"),
    [
        ("", "", "./"),
        ("over/", "", "over/"),
        ("", "over/", "../"),
        ("over/", "over/", "./"),
        ("", "verhalen/de-stoel/", "../../"),
        ("verhalen/a/", "verhalen/b/", "../a/"),
        ("verhalen/", "verhalen/b/", "../"),
        ("verhalen/a/", "verhalen/", "a/"),
        ("modules/kijken/opdrachten/", "verhalen/b/", "../../modules/kijken/opdrachten/"),
        ("over/", "404.html", "over/"),
        ("", "404.html", "./"),
        ("a/b.html", "a/", "b.html"),
        ("assets/x.css", "a/b.html", "../assets/x.css"),
    ],
)
def test_an_address_becomes_relative(target: str, page: str, uri: str) -> None:
    assert relative_uri(target, page) == uri


@pytest.mark.parametrize("page", ["", "404.html", "a/", "a/b/", "a/b/c/", "verhalen/de-stoel/"])
@pytest.mark.parametrize("target", ["", "a/", "a/b/", "verhalen/de-stoel/", "x/y.html"])
def test_a_browser_finds_the_way_back(page: str, target: str) -> None:
    site = "https://example.org/map/"
    assert urljoin(site + page, relative_uri(target, page)) == site + target


def resolve(html: str) -> str:
    return resolve_html(html, "verhalen/het-kussen/", ADDRESSES)


def test_a_link_to_a_source_becomes_a_link_to_its_page() -> None:
    assert resolve('<a href="/stories/2026/de-stoel.md">x</a>') == '<a href="../de-stoel/">x</a>'


def test_a_link_to_the_home_page_leads_up() -> None:
    assert resolve('<a href="/content/index.md">x</a>') == '<a href="../../">x</a>'


def test_the_part_behind_the_number_sign_stays() -> None:
    html = resolve('<a href="/modules/kijken/media.md#film">x</a>')
    assert html == '<a href="../../modules/kijken/beeldmateriaal/#film">x</a>'


def test_every_link_is_resolved() -> None:
    html = '<a class="x" href="/content/over.md">a</a> <a href="/content/over.md#b">b</a>'
    assert resolve(html) == '<a class="x" href="../../over/">a</a> <a href="../../over/#b">b</a>'


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/content/over.md">x</a>',
        '<a href="#content">x</a>',
        '<a href="/over/">x</a>',
        '<img src="/content/over.md">',
        '<p data-href="/content/over.md">x</p>',
        "<p>/content/over.md</p>",
        '<code>&lt;a href="/content/over.md"&gt;</code>',
    ],
)
def test_everything_else_stays_as_it_is(html: str) -> None:
    assert resolve(html) == html


def test_a_hint_names_the_nearest_source() -> None:
    assert path_hint("content/overr.md", ADDRESSES) == "bedoelde je '/content/over.md'?"


def test_a_hint_prefers_a_source_with_the_same_name() -> None:
    hint = path_hint("modules/kijk/media.md", ADDRESSES)
    assert hint == "bedoelde je '/modules/kijken/media.md'?"


def test_a_hint_for_what_resembles_nothing_says_where_to_look() -> None:
    assert path_hint("q", ADDRESSES) == "kijk de naam van de map en van het bestand na"


FILM = (
    '<video class="player" src="{0}film.webm" poster="{0}beeld.jpg" controls="controls">'
    '<source src="{0}film.mp4"><track default="default" label="a > b" src="{0}film.vtt"></video>'
    '<audio src="{0}stem.mp3"></audio>'
)


@pytest.mark.parametrize(
    ("folder", "page", "way"),
    [
        ("modules/kijken", "modules/kijken/", ""),
        ("modules/kijken", "modules/kijken/opdrachten/", "../"),
        ("aan-de-slag", "aan-de-slag/lessen/", "../"),
        ("", "over/", "../"),
        ("", "", ""),
        ("modules/kijken", "modules/kijken/opdrachten.html", ""),
    ],
)
def test_a_recording_is_found_from_the_page(folder: str, page: str, way: str) -> None:
    assert resolve_files(FILM.format(""), folder, page) == FILM.format(way)


@pytest.mark.parametrize(
    "html",
    [
        '<video src="https://elders.test/film.webm"></video>',
        '<video src="../film.webm"></video>',
        '<img src="../beeld.jpg"><a href="film.webm">film</a>',
        '<p title="src=&quot;film.webm&quot;">&lt;video src="film.webm"></p>',
    ],
)
def test_nothing_else_is_changed(html: str) -> None:
    assert resolve_files(html, "aan-de-slag", "aan-de-slag/lessen/") == html
