"""A module to keep, as it was really built: whole, offered with its size, and nothing in it that may not leave."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest

SITE = "https://mangomomenten.example/"
PARTS = ("index.html", "opdrachten.html", "beeldmateriaal.html", "begeleiding.html", "verhaal.html")
DOCUMENTS = ("werkboek.pdf", "begeleidersgids.pdf", "factsheet.pdf")


def copies(site):
    """The files of each copy by their name within it, by the slug of its module."""
    found = {}
    for file in sorted(site.folder.glob("modules/*/*.zip")):
        with ZipFile(file) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            assert {name.split("/")[0] for name in names} == {file.stem}
            found[file.parent.name] = {
                name.removeprefix(f"{file.stem}/"): archive.read(name) for name in names
            }
    return found


@pytest.fixture(scope="module")
def kept(site):
    return copies(site)


def test_every_module_can_be_kept_with_its_pages_its_story_and_its_documents(kept, catalogue):
    assert set(kept) == {module.slug for module in catalogue.modules}
    for module in catalogue.modules:
        assert {*PARTS, *DOCUMENTS} <= set(kept[module.slug])
        media = {path.rpartition("/")[2] for path in module.media}
        assert media <= set(kept[module.slug])


def test_its_documents_and_pictures_are_those_of_the_site(site, kept):
    for slug, files in kept.items():
        for name, data in files.items():
            if name.startswith("assets/") or not name.endswith(".html"):
                folder = "" if name.startswith("assets/") else f"modules/{slug}/"
                assert data == (site.folder / folder / name).read_bytes(), (slug, name)


def test_it_is_offered_on_the_page_of_its_module_with_its_size(site, catalogue):
    for module in catalogue.modules:
        uri = f"{module.uri}{module.slug}.zip"
        size = round((site.folder / uri).stat().st_size / 1000)
        (link,) = [
            link
            for link in site[module.uri].all("a", href=True)
            if site[module.uri].target(link.get("href")) == uri
        ]
        assert link.text == f"Bewaar deze module Zip, {size} kB"
        (script,) = site[module.uri].all("script", type="application/ld+json")
        data = json.loads("".join(script.children))
        encodings = {entry["contentUrl"]: entry for entry in data["@graph"][0]["encoding"]}
        assert encodings[SITE + uri]["encodingFormat"] == "application/zip"


def addresses(html):
    for tag in re.findall(r"<[a-z][^>]*>", html):
        if 'rel="canonical"' not in tag:
            yield from re.findall(r'\s(?:href|src|srcset|poster|action)="([^"]*)"', tag)


def test_every_address_in_it_leads_to_its_files_or_to_a_page_of_the_site(site, kept):
    for slug, files in kept.items():
        for name in PARTS:
            html = files[name].decode()
            ids = set(re.findall(r'\sid="([^"]+)"', html))
            for address in addresses(html):
                parts = urlsplit(address)
                if address.startswith(SITE):
                    path = unquote(parts.path.lstrip("/"))
                    assert path in site.pages or path in site.files, (slug, name, address)
                elif not parts.scheme and parts.path:
                    assert parts.path in files, (slug, name, address)
                elif not parts.scheme:
                    assert parts.fragment in ids, (slug, name, address)


def test_it_holds_no_file_that_its_pages_do_not_need(kept):
    for slug, files in kept.items():
        text = "".join(d.decode() for n, d in files.items() if n.endswith((".html", ".css")))
        for name in files:
            if name.startswith("assets/"):
                assert name.rpartition("/")[2] in text, (slug, name)


def test_it_does_not_offer_itself(kept):
    for slug, files in kept.items():
        for name in PARTS:
            assert ".zip" not in files[name].decode(), (slug, name)


def test_a_site_without_documents_offers_no_copies(grown_site):
    assert copies(grown_site) == {}
    modules = [page for uri, page in grown_site.pages.items() if uri.startswith("modules/")]
    assert modules
    assert not [page.uri for page in modules if ".zip" in page.html]
