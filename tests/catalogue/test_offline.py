"""A module to keep: what is in its zip, under which names, and what must never be."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.request import urlopen
from zipfile import ZIP_STORED, ZipFile

import pytest
from catalogue.model.module import Module
from catalogue.model.story import Consent, Scope
from catalogue.packages.zip import OfflineCopy, offline_uri, pack
from catalogue.site.module_copy import steps, taken_along, unshared, without

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeModule, MakeStory

SITE = "https://mango.test/deel/"
FILES = {
    "assets/a.css": b"@font-face { src: url('../fonts/f.woff2') } p { background: url(data:x) } @import url(a.css);",
    "fonts/f.woff2": b"font",
    "assets/a.svg": b"<svg/>",
    "modules/kijken/beeld.svg": b"<svg>beeld</svg>",
    "modules/kijken/werkboek.pdf": b"%PDF",
    "assets/unused.js": b"",
}
START = """<link rel="stylesheet" href="../../assets/a.css"><img src="../../assets/a.svg" alt="">
<a href="opdrachten/#een">1</a> <a href="../../verhalen/de-stoel/">2</a> <a href="./">3</a>
<a href="werkboek.pdf">4</a> <a href="../">5</a> <a href="../../verhalen/andere/?a=1#kop">6</a>
<a href="../../">7</a> <a href="#hier">8</a> <a href="https://elders.test/x/">9</a>
<a href="../../feed.xml">10</a> <img src="beeld.svg" alt=""><a href="mailto:a@b.test">11</a>
<form action="../../zoeken/?van=hier"></form><img src="weg.png"><link rel="canonical" href="https://mango.test/deel/">
"""
ADDRESSES = [
    "assets/a.css", "assets/a.svg", "opdrachten.html#een", "verhaal.html", "index.html",
    "werkboek.pdf", f"{SITE}modules/", f"{SITE}verhalen/andere/?a=1#kop", SITE, "#hier",
    "https://elders.test/x/", f"{SITE}feed.xml", "beeld.svg", "mailto:a@b.test",
    f"{SITE}zoeken/?van=hier", f"{SITE}modules/kijken/weg.png", "https://mango.test/deel/",
]  # fmt: skip
DAY = date(2026, 11, 20)


@pytest.fixture
def module(make_module: MakeModule, make_story: MakeStory) -> Module:
    return make_module("kijken", make_story("de-stoel"), updated=DAY)


def packed(module: Module, files: dict[str, bytes] = FILES) -> OfflineCopy:
    pages = {
        "modules/kijken/": START,
        "modules/kijken/opdrachten/": '<a href="../">terug</a><img src="../../../assets/a.svg">',
        "verhalen/de-stoel/": '<a href="../../modules/kijken/opdrachten/">opdracht</a>',
    }
    own = {uri: SimpleNamespace(content_bytes=data) for uri, data in files.items()}
    return pack(module, pages, own, SITE)


def opened(copy: OfflineCopy) -> ZipFile:
    return ZipFile(BytesIO(copy.data))


def test_its_files_stand_beside_each_other_in_one_folder(module: Module) -> None:
    names = [name.removeprefix("kijken/") for name in opened(packed(module)).namelist()]
    assert names == [
        "assets/a.css", "assets/a.svg", "beeld.svg", "fonts/f.woff2", "index.html", "opdrachten.html",
        "verhaal.html", "werkboek.pdf",
    ]  # fmt: skip


def test_links_lead_to_its_files_or_to_the_site(module: Module) -> None:
    archive = opened(packed(module))
    start = archive.read("kijken/index.html").decode()
    assert re.findall(r'(?:href|src|action)="([^"]*)"', start) == ADDRESSES
    part = archive.read("kijken/opdrachten.html").decode()
    assert part == '<a href="index.html">terug</a><img src="assets/a.svg">'
    assert archive.read("kijken/verhaal.html").decode() == '<a href="opdrachten.html">opdracht</a>'


def test_where_the_site_has_no_address_no_link_leads_out_of_the_copy_to_it(module: Module) -> None:
    pages = {"modules/kijken/": START}
    own = {uri: SimpleNamespace(content_bytes=data) for uri, data in FILES.items()}
    start = opened(pack(module, pages, own, "")).read("kijken/index.html").decode()
    assert re.findall(r'<(?:a|form) (?:href|action)="([^"]*)"', start) == [
        "index.html", "werkboek.pdf", "#hier", "https://elders.test/x/", "mailto:a@b.test",
    ]  # fmt: skip
    assert "<a>5</a> <a>6</a>" in start


def test_the_same_module_gives_the_same_bytes(module: Module) -> None:
    other_order = dict(reversed(FILES.items()))
    assert packed(module, other_order) == packed(module)
    for entry in opened(packed(module)).infolist():
        assert entry.date_time == (2026, 11, 20, 0, 0, 0)
        assert (entry.compress_type == ZIP_STORED) == entry.filename.endswith((".pdf", ".woff2"))


def test_a_day_before_there_were_zips_is_the_first_one(
    make_module: MakeModule, make_story: MakeStory
) -> None:
    old = make_module("kijken", make_story("a"), updated=date(1970, 1, 1))
    assert opened(pack(old, {old.uri: ""}, {}, SITE)).infolist()[0].date_time[0] == 1980


def test_it_stands_beside_its_pages_and_says_its_size(module: Module) -> None:
    copy = packed(module)
    assert copy.uri == offline_uri(module) == "modules/kijken/kijken.zip"
    assert copy.size == f"{round(len(copy.data) / 1000)} kB"


def test_its_films_are_files_and_their_captions_stand_within_its_pages(module: Module) -> None:
    """From disk, a browser takes a page and a file with captions for two sites."""
    captions = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGoedemorgen.\n"
    recordings = {"modules/kijken/film.webm": b"film", "modules/kijken/film.vtt": captions}
    own = {uri: SimpleNamespace(content_bytes=data) for uri, data in recordings.items()}
    film = '<video src="../film.webm"><track src="../film.vtt"></video>'
    copy = pack(module, {"modules/kijken/beeldmateriaal/": film}, own, SITE)
    archive = opened(copy)
    page = archive.read("kijken/beeldmateriaal.html").decode()
    source, track = re.findall(r'src="([^"]*)"', page)
    assert archive.read(f"kijken/{source}") == b"film"
    assert urlopen(track).read() == captions  # noqa: S310 -- the address itself holds them


# -- stories that may not leave the site -----------------------------------------------------


def consent(*scopes: Scope) -> dict[str, object]:
    day = date(2026, 1, 1)
    return {
        "is_example": False,
        "consent": Consent("T-1", day, "teller", frozenset(scopes), "1", day),
    }


def test_only_a_story_that_may_be_shared_is_taken_along(
    make_module: MakeModule, make_story: MakeStory
) -> None:
    shared = make_story("a", **consent(Scope.PUBLISH, Scope.SHARE))
    kept = make_story("b", **consent(Scope.PUBLISH, Scope.PRINT))
    assert taken_along(make_module("m", shared)) == (shared,)
    module = make_module("m", kept)
    assert taken_along(module) == ()
    assert [item.title for item in steps(module, module.introduction, "Het verhaal")] == [
        part.label for part in module.parts.values()
    ]


def test_the_story_is_the_last_step(make_module: MakeModule, make_story: MakeStory) -> None:
    module = make_module("m", make_story("a"))
    *_, last = on_story = steps(module, module.story, "Het verhaal")
    assert (last.title, last.uri) == ("Het verhaal", "verhalen/a/")
    assert [item.is_current for item in on_story] == [item is last for item in on_story]
    assert [item.is_current for item in steps(module, module.introduction, "x")].count(True) == 1


def test_a_text_that_may_not_be_shared_is_not_in_a_page(make_story: MakeStory) -> None:
    html = '<p>Geheim, zie <a href="/content/over.md">over</a>.</p>'
    story = make_story("geheim", html=html, links=("/content/over.md",), **consent(Scope.PUBLISH))
    stories = unshared([story, make_story("b")])
    page = (
        '<a href="../../../verhalen/geheim/">Geheim verhaal</a><div>'
        '<p>Geheim, zie <a href="../../../over/">over</a>.</p></div>'
        '<a href="../../../verhalen/b/">b</a>'
    )
    addresses = {"content/over.md": "over/"}
    left = without(stories, page, "modules/m/opdrachten/", addresses, "Lees het < daar.")
    assert "zie" not in left
    assert "<div><p>Lees het &lt; daar.</p></div>" in left
    assert 'verhalen/geheim/">Geheim verhaal' in left
    assert 'verhalen/b/">b</a>' in left
