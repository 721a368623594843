"""No dead ends: nothing that somebody can press leads to an address that only holds a place."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pikepdf
import pytest
from catalogue.editing.share_form import FORM_URI
from catalogue.text.placeholders import is_placeholder

PRESSED = {("a", "href"), ("area", "href"), ("form", "action"), ("button", "formaction")}
IDENTIFIERS = {("link", "href", "canonical"), ("meta", "content", "og:url")}
"""What says under which address a page is known, and leads nobody there."""
SHARE = "deel-je-mangomoment/"


def addresses(page):
    """What the attributes of *page* hold: tag, attribute, what kind of element it is, value."""
    for element in page.all():
        kind = element.get("rel") or element.get("property")
        for name, value in element.attributes.items():
            yield element.tag, name, kind, value


def pressed(page):
    return [value for tag, name, _, value in addresses(page) if (tag, name) in PRESSED]


def form_of(site, parse):
    return parse(json.loads((site.folder / FORM_URI).read_text("utf-8"))["html"])


@pytest.fixture(scope="module")
def all_placeholders(scratch):
    """The site of an owner who left an address for examples in every setting."""
    return (
        scratch("placeholders", SEARCH="no")
        .set(
            repo_url="https://git.example/mangomomenten/site/",
            new_file="https://git.example/new/{folder}?filename={name}&value={content}",
            editors_mail="redactie@site.example",
        )
        .build()
    )


@pytest.mark.parametrize("name", ["site", "all_placeholders"])
def test_no_link_and_no_form_of_a_page_leads_to_an_address_for_examples(name, request, parse):
    site = request.getfixturevalue(name)
    found = [(page.uri, address) for page in site.pages.values() for address in pressed(page)]
    found += [("the form", address) for address in pressed(form_of(site, parse))]
    assert len(found) > 5_000
    assert [(uri, address) for uri, address in found if is_placeholder(address)] == []


@pytest.mark.parametrize("name", ["site", "all_placeholders"])
def test_an_address_for_examples_stands_only_where_it_identifies_a_page(name, request, parse):
    site = request.getfixturevalue(name)
    found = {
        (tag, attribute, kind)
        for page in (*site.pages.values(), form_of(site, parse))
        for tag, attribute, kind, value in addresses(page)
        if is_placeholder(value)
    }
    assert found == IDENTIFIERS


def test_no_link_of_a_copy_to_keep_leads_to_an_address_for_examples(site, parse):
    found = []
    for file in site.folder.glob("modules/*/*.zip"):
        with ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".html"):
                    found += pressed(parse(archive.read(name).decode()))
    assert len(found) > 100
    assert [address for address in found if is_placeholder(address)] == []


def test_no_link_of_a_document_leads_to_an_address_for_examples(site):
    found = []
    files = sorted(site.folder.rglob("*.pdf"))
    for file in files:
        with pikepdf.open(file) as pdf:
            notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
            found += [str(note.get("/A", {}).get("/URI", "")) for note in notes]
    assert len(files) > 20
    assert len(found) > 100
    assert [address for address in found if is_placeholder(address)] == []


# -- what a site says of itself follows from its settings -----------------------------------------


@pytest.mark.parametrize("name", ["site", "all_placeholders"])
def test_where_a_story_can_go_nowhere_the_page_says_so_first_and_offers_the_card(
    name, request, parse
):
    site = request.getfixturevalue(name)
    main = site[SHARE].main
    notice = main.one("section", data_share_nowhere=True)
    assert "nog niet online afgeven" in notice.one("h2").text
    assert main.all("h2")[0] is notice.one("h2")
    assert "sjablonen/mangomoment-kaart/" in site[SHARE].links(notice)
    form = form_of(site, parse)
    assert "druk je het af of bewaar je het" in form.root.text
    assert form.all(data_result_mail=True) == form.all(data_result_open=True) == []
    assert "button--quiet" not in form.one("button", data_result_print=True).classes


def test_where_there_are_documents_the_card_itself_is_offered_too(site):
    notice = site[SHARE].one("section", data_share_nowhere=True)
    assert "sjablonen/mangomoment-kaart.pdf" in site[SHARE].links(notice)


def test_where_a_story_can_be_handed_in_the_page_says_how_without_script_too(owned_site, parse):
    page = owned_site[SHARE]
    assert page.all(data_share_nowhere=True) == []
    assert "mailto:redactie@mangomomenten.internal" in page.links(page.main)
    form = form_of(owned_site, parse)
    assert form.all(data_result_mail=True)
    assert form.all(data_result_open=True)
    assert "nog niet" not in form.root.text


def test_the_mailbox_of_the_editors_stands_at_the_foot_of_every_page_or_of_none(site, owned_site):
    def with_mail(site):
        return {
            p.uri for p in site.ordinary_pages if "mailto:" in " ".join(p.links(p.one("footer")))
        }

    assert with_mail(site) == set()
    assert with_mail(owned_site) == {page.uri for page in owned_site.ordinary_pages}
