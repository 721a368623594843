"""Public collections of attacks, as the text, the title, the summary and the fields of stories.

Each string goes the way of every story. It is refused, or what it becomes is harmless: on a page, in a
feed, in the data for search engines, in a spreadsheet. The judge is the parser of the HTML standard.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5
from catalogue.exchange.feeds import NEWEST_IN_FEED, FeedFormat, feeds
from catalogue.exchange.open_data import DataFormat, data_files
from catalogue.exchange.structured_data import json_ld, story_thing
from catalogue.model.imprint import Imprint
from catalogue.model.story import Story
from catalogue.site.plan import StoryPage
from catalogue.site.shell import Shell, Slot, each
from catalogue.site.writer import PageWriter
from catalogue.stories.parse import StoryContext, StoryReading, read_story
from catalogue.text.texts import Texts

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

pytestmark = pytest.mark.slow

Attacks = Mapping[str, tuple[str, ...]]
Harm = Callable[[str], list[str]]

PATH: Final = "stories/2026/een-aanval.md"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
MANGO: Final = Imprint(
    "Mango", "Verhalen.", "https://mango.test/", "CC BY", "https://mango.test/by"
)
STORY: Final = """\
---
title: {title}
summary: {summary}
published: 2026-03-14
sector: woonzorgcentrum
setting: kamer
teller: naaste
giver: zorgkundige
receiver: bewoner
gesture: onthouden
themes: [respect]
consent: {{reference: T-1, date: 2026-01-10, by: teller, scope: [publish, share], form: "1", review: 2029-01-10}}
---

{body}
"""
PLAIN: Final = {"title": "Titel", "summary": "Een zin.", "body": "Tekst."}

FIELDS: Final = [
    'title: "x"\nexample: true\ntitle: "<script>alert(1)</script>"',
    "template: redirect.html\nlocation: https://evil.example/",
    "icon: ../../../secret",
    "title: !!python/object/apply:os.system [id]",
    "title: !!binary PHNjcmlwdD4=",
    "title: &a x\nsummary: *a",
    "<<: {title: x}",
    "title: {{ config }}",
    "title: [<script>alert(1)</script>]",
    "title: {<script>: alert(1)}",
    "? <script>\n: alert(1)",
    "themes: [<img src=x onerror=alert(1)>]",
    "themes: [../../respect]",
    "sector: ../woonzorgcentrum",
    'gesture: onthouden" onload="alert(1)',
    "organisation: javascript:alert(1)",
    "organisation: ../../etc/passwd",
    "former_slugs: [../../../index]",
    "former_slugs: ['x/\"><script>alert(1)</script>']",
    "former_slugs: [//evil.example]",
    "published: 2026-03-14<script>",
    "published: 9999999999999999999",
    "published: 2026-02-30",
    "example: '<script>alert(1)</script>'",
    "photo: ../../../etc/passwd",
    "photo: https://evil.example/x.png",
    "consent: {reference: '<script>', scope: [publish]}",
    "not_personal: [{words: '<script>', kind: capitals, reason: x}]",
    'title: "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e"',
    'title: "\\u202egnp.exe"',
    'title: "a\\0b"',
    "title: |\n  <script>\n  alert(1)\n  </script>",
    "title: >-\n  <img src=x\n  onerror=alert(1)>",
    "---\ntitle: x",
    "...\ntitle: x",
    "%YAML 1.1",
    "{" * 50,
    "[" * 2_000,
    "- " * 2_000,
    "a: " * 1_000,
]
"""Lines that take the place of all fields, or come after them."""

NAMES: Final = [
    "x\\..\\y.md", "<script>.md", "a b.md", 'x" onload="alert(1).md', "javascript:alert(1).md",
    "CON.md", "-rf.md", "x.md.html", "x.html", "x.svg", "x.js", "CNAME", "con\u202egnp.md", "é.md",
    "x\ny.md", "X.MD", "a'b.md", "index.md\\..", "{{config}}.md", "$(id).md", "`id`.md", "~.md",
    "x;y.md", "x%00.md", "a" * 81 + ".md",
]  # fmt: skip

LINKS: Final = [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
    "java\tscript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
    "&#x6A;avascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=", "file:///etc/passwd", "//evil.example", "/\\evil.example",
    "\\\\evil.example\\x", "https://evil.example", "http://evil.example", "mailto:a@evil.example",
    "mailto:?body=x&attach=/etc/passwd", "tel:+3212345678", "blob:x", "ftp://evil.example/x",
    "/content/../../etc/passwd.md", "/stories/2026/..%2f..%2fx.md", "/content/%2e%2e/x.md",
    "/modules/x.md?y=//evil.example", '/modules/x.md#"onclick=alert(1)', "#<script>", "?x", "x.md",
    "/content/index.md\\@evil.example", "/content/index.md:evil", "view-source:x", "intent://x#Intent",
]  # fmt: skip


def in_quotes(text: str) -> str:
    """Return *text* as a value of YAML on one line."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


# How a string becomes a story: the place where it stands → the source.
PLACES: Final[Mapping[str, Callable[[str], str]]] = {
    "text": lambda text: STORY.format(**{**PLAIN, "body": text}),
    "address": lambda text: STORY.format(**{**PLAIN, "body": f"Een [woord](<{text}>) en meer."}),
    "title": lambda text: STORY.format(
        **{**PLAIN, "title": in_quotes(text), "summary": in_quotes(text)}
    ),
}
PLACES_IN_YAML: Final[Mapping[str, Callable[[str], str]]] = {
    "unquoted title": lambda text: STORY.format(**{**PLAIN, "title": text}),
    "field": lambda text: STORY.format(**PLAIN).replace("consent:", f"{text}\nconsent:"),
    "fields": lambda text: f"---\n{text}\n---\n\nTekst.\n",
}
FOR_BROWSERS: Final = "XSS knowledge base"
"""A collection of no interest to a reader of YAML."""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, new_project: Callable[..., Project]) -> Any:
    """Return what reads the bytes of a story, in the miniature project."""
    catalogue = new_project(tmp_path_factory.mktemp("attacks") / "project").load()
    context = StoryContext(catalogue.vocabulary, catalogue.organisations)

    def read_(source: str) -> StoryReading:
        return read_story(PATH, source.encode("utf-8", "surrogatepass"), context)

    return read_


slots = Slot()
CARDS: Final = each(
    slots.related,
    lambda story: (
        f"<article><h2 id=\"{story.title}\" title='{story.title}'>{story.title}</h2>"
        f"<p>{story.summary}</p></article>"
    ),
)
CARD: Final = [("article", ()), ("h2", ("id", "title")), ("p", ())]


@pytest.fixture(scope="module")
def writer(dutch: Texts) -> PageWriter:
    """Return what writes pages that show titles and summaries wherever a page can."""
    page = Shell.parse(f"<!doctype html><html><head></head><body>{CARDS}</body></html>")
    return PageWriter(dutch, {("story", 2): page}, {"content/index.md": ""}, imprint=MANGO)


@pytest.fixture(scope="module")
def published(attacks: Attacks, read: Any) -> dict[str, list[tuple[str, Story]]]:
    """Return the stories that were not refused, with the string, by the place where it stood."""
    naughty = [*_all(attacks, FOR_BROWSERS), *LINKS, *FIELDS]
    found: dict[str, list[tuple[str, Story]]] = {}
    for places, strings in (
        (PLACES, [*naughty, *attacks[FOR_BROWSERS]]),
        (PLACES_IN_YAML, naughty),
    ):
        for place, source in places.items():
            entries = ((text, read(source(text)).entry) for text in strings)
            found[place] = [(text, entry) for text, entry in entries if isinstance(entry, Story)]
    return found


def _all(attacks: Attacks, left_out: str) -> Iterator[str]:
    for name, strings in attacks.items():
        if name != left_out:
            yield from strings


def test_there_are_enough_attacks(attacks: Attacks) -> None:
    assert {name for name, strings in attacks.items() if len(strings) < 100} == set()
    assert sum(map(len, attacks.values())) > 5_000


@pytest.mark.parametrize("place", [*PLACES, *PLACES_IN_YAML])
def test_an_attack_is_refused_or_harmless_in_a_text(place: str, published: Any, harm: Harm) -> None:
    texts = [story.html for _, story in published[place]]
    # All at once: what one of them left open would be found too.
    if harm("<hr>".join(texts)):
        assert [text for text in texts if harm(text)] == []


@pytest.mark.parametrize("place", [*PLACES, *PLACES_IN_YAML])
def test_an_attack_is_harmless_in_the_title_and_the_summary_of_a_page(
    place: str, published: Any, writer: PageWriter
) -> None:
    stories = tuple(dict.fromkeys(story for _, story in published[place]))
    if not stories:
        return
    page = writer.html("verhalen/een-aanval/", StoryPage(stories[0], stories, None))
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    frame = [(str(element.tag), tuple(element.attrib)) for element in root.iter()]
    assert frame == [("html", ()), ("head", ()), ("body", ()), *(CARD * len(stories))]
    headings = list(root.iter("h2"))
    assert [heading.text for heading in headings] == [story.title for story in stories]
    assert [heading.get("title") for heading in headings] == [story.title for story in stories]


@pytest.mark.parametrize("place", [*PLACES, *PLACES_IN_YAML])
def test_an_attack_is_harmless_in_the_data_for_search_engines(place: str, published: Any) -> None:
    for _, story in published[place]:
        data = json_ld(story_thing(story, MANGO))
        assert not set("<>&") & set(data), story.title
        assert json.loads(data)["@graph"][0]["headline"] == story.title


def test_a_title_and_a_summary_may_say_anything(published: Any, attacks: Attacks) -> None:
    """Else the tests above would say nothing: what is refused is never escaped."""
    strings = sum(map(len, attacks.values()))
    assert len(published["title"]) > strings / 2
    assert len(published["text"]) > strings / 4
    assert all(len(published[place]) > 10 for place in ("unquoted title", "field"))


def test_no_attack_becomes_an_organisation_an_address_or_a_former_name(published: Any) -> None:
    for place, stories in published.items():
        for text, story in stories:
            assert story.organisation is None, (place, text)
            assert story.uri == "verhalen/een-aanval/", (place, text)
            assert story.former_slugs == (), (place, text)


def groups(stories: list[Story]) -> Iterator[list[Story]]:
    for start in range(0, len(stories), NEWEST_IN_FEED):
        yield stories[start : start + NEWEST_IN_FEED]


@pytest.mark.parametrize("place", [*PLACES, *PLACES_IN_YAML])
def test_an_attack_is_harmless_in_a_feed(
    place: str, published: Any, writer: PageWriter, harm: Harm
) -> None:
    for stories in groups([story for _, story in published[place]]):
        for feed in feeds(stories, "verhalen/"):
            text = writer.text(feed.uri, feed)
            if feed.format is FeedFormat.ATOM:
                entries = ET.fromstring(text).findall(f"{ATOM}entry")  # noqa: S314 -- our own
                titles = [entry.findtext(f"{ATOM}title") for entry in entries]
                contents = [entry.findtext(f"{ATOM}content", "") for entry in entries]
                links = [link.get("href", "") for link in ET.fromstring(text).iter(f"{ATOM}link")]  # noqa: S314
                assert all(link.startswith("https://mango.test/") for link in links)
            else:
                items = json.loads(text)["items"]
                titles = [item["title"] for item in items]
                contents = [item["content_html"] for item in items]
            assert titles == [story.title for story in stories]
            assert harm("<hr>".join(contents).replace("https://mango.test/", "../")) == []


@pytest.mark.parametrize("place", [*PLACES, *PLACES_IN_YAML])
def test_an_attack_is_harmless_in_the_data(place: str, published: Any, writer: PageWriter) -> None:
    stories = [story for _, story in published[place]]
    for data in data_files(stories):
        text = writer.text(data.format, data)
        if data.format is DataFormat.JSON:
            assert [s["title"] for s in json.loads(text)["stories"]] == [s.title for s in stories]
        else:
            rows = list(csv.reader(StringIO(text, newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert len(rows) == len(stories) + 1
            formulas = [
                cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n"))
            ]
            assert formulas == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_a_strange_name_is_refused(name: str, project: Project) -> None:
    (project.root / "stories/2026" / name).write_text(STORY.format(**PLAIN), "utf-8")
    assert project.problems().errors


@pytest.mark.parametrize(
    "name", [".htaccess", "_redirects", ".x.md", "_x.md", "..%2f..%2findex.md"]
)
def test_a_file_with_a_hidden_name_is_never_published_and_told(name: str, project: Project) -> None:
    (project.root / "stories/2026" / name).write_text("<script>alert(1)</script>", "utf-8")
    assert [problem.path for problem in project.problems().errors] == [f"stories/2026/{name}"]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(
    "form", ["[woord]({})", "[woord](<{}>)", "[a]\n\n[a]: {}", "<{}>", "![x]({})"]
)
def test_a_link_leads_to_a_source_of_the_project_or_the_story_is_refused(
    link: str, form: str, read: Any
) -> None:
    reading = read(STORY.format(**{**PLAIN, "body": form.format(link)}))
    if reading.entry is None:
        assert any(problem.severity.name == "ERROR" for problem in reading.problems)
    else:
        assert "<a" not in reading.entry.html
