"""A site that opens from disk: links name files, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from disk_copy import copy_for_disk, main, rewrite, to_file

FOLDERS = {"", "verhalen", "verhalen/de-krant", "modules", "zoeken"}


@pytest.mark.parametrize(
    ("address", "uri", "expected"),
    [
        ("../", "verhalen/index.html", "../index.html"),
        ("./", "index.html", "index.html"),
        (".", "index.html", "index.html"),
        ("..", "modules/index.html", "../index.html"),
        ("../modules/", "verhalen/index.html", "../modules/index.html"),
        ("../../modules", "verhalen/de-krant/index.html", "../../modules/index.html"),
        ("../modules/#kop", "verhalen/index.html", "../modules/index.html#kop"),
        ("../zoeken/?q=soep", "verhalen/index.html", "../zoeken/index.html?q=soep"),
        ("?pagina=2", "verhalen/index.html", "index.html?pagina=2"),
        ("/", "404.html", "index.html"),
        ("/modules/", "404.html", "modules/index.html"),
        ("/assets/a.css", "verhalen/index.html", "../assets/a.css"),
        ("#kop", "verhalen/index.html", "#kop"),
        ("", "verhalen/index.html", ""),
        ("../modules/werkboek.pdf", "verhalen/index.html", "../modules/werkboek.pdf"),
        ("../weg/", "verhalen/index.html", "../weg/"),
        ("../../../etc/", "verhalen/index.html", "../../../etc/"),
        ("https://mangomomenten.example/modules/", "index.html", "https://mangomomenten.example/modules/"),
        ("mailto:iemand@site.example", "index.html", "mailto:iemand@site.example"),
        ("//elders.example/modules/", "index.html", "//elders.example/modules/"),
    ],
)  # fmt: skip
def test_an_address_of_a_folder_becomes_that_of_its_page(address, uri, expected):
    assert to_file(address, uri, FOLDERS) == expected


def test_only_the_links_of_a_page_change():
    page = """<!doctype html>
<a class="x"  href='../modules/' data-y="../modules/">M</a> <!-- <a href="../modules/"> -->
<script type="application/ld+json">{"a": "<a href='../modules/'>"}</script>
<link rel="canonical" href="https://mangomomenten.example/verhalen/">
<form action="../zoeken/"><input name="q"></form><p>../modules/ &amp; é</p>
<a href="../modules/?a=1&amp;b=2">x</a>
"""
    changed = rewrite(page, "verhalen/index.html", FOLDERS)
    assert changed == (
        page.replace("  href='../modules/' data", '  href="../modules/index.html" data')
        .replace('action="../zoeken/"', 'action="../zoeken/index.html"')
        .replace("../modules/?a=1&amp;", "../modules/index.html?a=1&amp;")
    )


def test_a_page_that_sends_on_sends_to_a_file():
    page = '<meta http-equiv="refresh" content="0; url=../de-krant/">'
    assert rewrite(page, "verhalen/oud/index.html", FOLDERS) == (
        '<meta http-equiv="refresh" content="0; url=../de-krant/index.html">'
    )


def test_a_copy_of_a_whole_site_leads_to_no_folder(site, tmp_path):
    out = tmp_path / "disk"
    assert copy_for_disk(site.folder, out) == len(site.pages)
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        for address in re.findall(r'<a\s[^>]*?href="([^"]*)"', text):
            path = re.sub(r"[?#].*", "", address)
            if path and not re.match(r"[a-z]+:|//", path):
                assert (page.parent / path).is_file(), (page.relative_to(out), address)
    home = (out / "index.html").read_text("utf-8")
    assert len(home.split("\n")) == len(site[""].html.split("\n"))


def test_the_command_says_how_it_is_called(capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
