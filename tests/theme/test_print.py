"""The print templates: what a document shows of a module, and of a story that is somebody's own."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from types import SimpleNamespace

import pytest
from catalogue.model.story import Scope
from catalogue.paper.documents import FOR_TEMPLATES, DocumentKind, documents
from catalogue.text.html import opening
from catalogue.text.texts import read_texts
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HOSTILE = '<script>alert("x")</script> & {{ config }} <b>'
SITE = "https://site.test/"
REFUSAL = "Dit verhaal mag niet op papier."


@pytest.fixture(scope="module")
def environment(root, catalogue):
    loader = FileSystemLoader(root / "theme")
    texts = read_texts(root / "theme/locales/nl.yml")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.globals |= {
        **FOR_TEMPLATES,
        "t": texts,
        "long_date": texts.date,
        "opening": opening,
        "catalogue": catalogue,
    }
    return environment


@pytest.fixture
def pages(environment, catalogue, parse):
    """Give the HTML to print of the first module, around the story that is given, by kind."""

    def fill(story, title="Een module", *, embeds=False, has_help_lines=False):
        first = catalogue.modules[0]
        parts = {
            kind: dataclasses.replace(part, has_help_lines=has_help_lines)
            for kind, part in first.parts.items()
        }
        module = dataclasses.replace(first, story=story, title=title, summary=title, parts=parts)
        only = dataclasses.replace(catalogue, modules=(module,), pages=())
        found = {}
        for document in documents(only):
            template = environment.get_template(f"print/{document.kind}.html")
            html = template.render(
                document=document, site=SITE, config=SimpleNamespace(site_name="Mangomomenten"),
                content=defaultdict(lambda: "<p>Inhoud</p>"), embeds=lambda *_: embeds,
            )  # fmt: skip
            found[document.kind] = parse(html)
        return found

    return fill


@pytest.fixture
def own_story(catalogue):
    """A story with consent for the site and for paper, of which every word was chosen to do harm."""
    story = next(story for story in catalogue.stories if story.consent or story.is_example)
    return dataclasses.replace(
        story, title=HOSTILE, summary=HOSTILE, html="<p>Het verhaal zelf.</p>"
    )


def without_print(story):
    class Refusing:
        def __getattr__(self, name):
            return getattr(story, name)

        def allows(self, scope):
            return scope != Scope.PRINT

    return Refusing()


def test_a_hostile_title_is_text_in_every_document(pages, own_story):
    for kind, page in pages(own_story, HOSTILE).items():
        assert page.all("script", "b") == [], kind
        assert page.faults == [], kind
        assert HOSTILE in page.root.text, kind


def test_a_story_with_consent_is_in_every_document(pages, own_story):
    for kind, page in pages(own_story).items():
        assert "Het verhaal zelf." in page.root.text, kind
        assert REFUSAL not in page.root.text, kind


def test_a_story_without_consent_for_paper_is_in_none_and_each_says_so(pages, own_story):
    for kind, page in pages(without_print(own_story)).items():
        assert "Het verhaal zelf." not in page.root.text, kind
        assert REFUSAL in page.root.text, kind


def test_where_the_story_is_asked_anew_each_document_says_so(pages):
    for kind, page in pages(None).items():
        assert page.root.text.count("Dit verhaal vragen we opnieuw") == 1, kind
        assert page.faults == [], kind
    for kind, page in pages(None, embeds=True).items():
        is_said_here = kind == DocumentKind.FACTSHEET  # in the others, where the story stood
        assert ("Dit verhaal vragen we opnieuw" in page.root.text) == is_said_here, kind


def test_a_story_that_stands_in_an_assignment_is_not_printed_twice(pages, own_story):
    found = pages(own_story, embeds=True)
    for kind in (DocumentKind.WORKBOOK, DocumentKind.GUIDE, DocumentKind.BUNDLE):
        assert "Het verhaal zelf." not in found[kind].root.text, kind


def test_only_participants_miss_the_answers(pages, own_story):
    found = pages(own_story)
    for kind, page in found.items():
        left_out = set(page.one("html").get("data-leave-out").split())
        is_for_participants = kind in (DocumentKind.WORKBOOK, DocumentKind.BUNDLE)
        assert left_out == ({"answer", "facilitator", "hint"} if is_for_participants else set())


def test_the_ids_of_a_document_are_unique(pages, own_story):
    for kind, page in pages(own_story).items():
        prefixes = [element.get("data-prefix") for element in page.all(data_prefix=True)]
        assert len(set(prefixes)) == len(prefixes), kind


@pytest.mark.parametrize("asks", [True, False])
def test_whom_to_call_stands_in_every_document_of_a_module_that_asks(
    pages, own_story, catalogue, asks
):
    found = pages(own_story, has_help_lines=asks)
    assert len(found) == 4
    for kind, page in found.items():
        boxes = page.all("section", class_="help-box")
        assert len(boxes) == asks, kind
        for box in boxes:
            assert len(box.all("li")) == len(catalogue.help_lines) > 0
            assert f"{SITE}hulp/" in {a.get("href") for a in box.all("a")}
            assert "site.test/hulp/" in box.text
