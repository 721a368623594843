"""HTML in the Markdown of editors: what a page would hold of it, and that the check tells all the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from catalogue.model.story import Story
from catalogue.model.vocabulary import Vocabulary
from catalogue.modules.markdown import read_document
from catalogue.modules.raw_html import ELEMENTS, EXTENSIONS, ListedHtml
from catalogue.problems.problem import Problems
from catalogue.project.links import check_links
from catalogue.sources.fields import Reader
from catalogue.sources.files import decode, split_source
from catalogue.teaching.render import Surroundings, TeachingBlocks
from catalogue.text.texts import Texts
from markdown import Markdown

ROOT = Path(__file__).parents[2]
OF_THE_ENGINE = {"toc", "tables", "fenced_code"}
"""What MkDocs adds itself."""

Render = Callable[[str], tuple[str, list[str]]]


@pytest.fixture(scope="module")
def render(dutch: Texts) -> Render:
    """Return what makes a page of Markdown as the site does, and says what it left out."""
    stories: dict[str, Story] = {}

    def convert(text: str) -> tuple[str, list[str]]:
        listed = ListedHtml()
        blocks = TeachingBlocks(Surroundings(dutch, stories))
        html = Markdown(extensions=[*EXTENSIONS, "toc", blocks, listed]).convert(text)
        return html, [refused.what for refused in listed.refused]

    return convert


def told(text: str) -> list[str]:
    """The codes of what the check says of a page with *text*; empty when it is read at all."""
    problems = Problems()
    whole = decode(f"---\ntitle: x\n---\n\n{text}\n".encode("utf-8", "replace"), "x.md", problems)
    source = whole and split_source(whole, "x.md", problems)
    if source:
        document = read_document(source, Reader("x.md", Vocabulary(), problems))
        check_links(Path(__file__).parent, {"x.md": document}, (), {}, set(), problems)
    return [problem.code for problem in problems.errors]


def test_the_check_reads_markdown_as_the_site_does() -> None:
    settings: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    names = {next(iter(e)) if isinstance(e, dict) else e for e in settings["markdown_extensions"]}
    assert {*EXTENSIONS, "toc"} == names | OF_THE_ENGINE


def test_a_page_shows_as_text_what_it_cannot_hold(render: Render) -> None:
    html, refused = render(
        "<script>alert(1)</script>\n\nEen <b onclick='x'>woord</b><!-- nota -->."
    )
    assert html == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n"
        "<p>Een &lt;b onclick='x'&gt;woord</b>&lt;!-- nota --&gt;.</p>"
    )
    assert refused == ["<script>", "<b onclick>", "<!-- -->"]


def test_a_link_that_is_a_program_is_only_its_words(render: Render) -> None:
    html, refused = render("[woord](javascript:alert(1)) ![beeld](data:image/png;base64,x)")
    assert html == "<p><span>woord</span> <span>beeld</span></p>"
    assert refused == ["javascript:alert(1)", "data:image/png;base64,x"]


@pytest.mark.parametrize("element", sorted(ELEMENTS))
def test_a_few_words_may_be_marked(
    element: str, render: Render, harm_of_page: Callable[[str], list[str]]
) -> None:
    end = "" if element == "br" else f"</{element}>"
    text = f'Een <{element} lang="en" title="a &amp; b">woord{end}.'
    assert render(text) == (f"<p>{text}</p>", [])
    assert told(text) == []
    assert harm_of_page(render(text)[0]) == []


@pytest.mark.parametrize(
    "text",
    [
        "`<script>`", "``<b onclick=x>``", "```\n<script>\n```", "~~~ html\n<script>\n~~~",
        "Zo:\n\n    <script>", "- a\n\n        <script>", "> `<meta>`", "Een `code\nmet <script> erin`.",
        "[`<script>`](https://x.example/)", "3 < 4 > 2", "a<b", "<3", "&lt;script>", "<https://x.example/>",
        "<mailto:a@x.example>", "<a@x.example>", "[a](mailto:a@x.example)", "Let op: javascript: een taal.",
    ],
)  # fmt: skip
def test_an_example_is_an_example(
    text: str, render: Render, harm_of_page: Callable[[str], list[str]]
) -> None:
    html, refused = render(text)
    assert refused == []
    assert told(text) == []
    assert harm_of_page(html) == []


PLACES = {
    "in a paragraph": "Een zin {attack} en verder.",
    "on its own": "{attack}",
    "in a list": "- punt\n\n    {attack}",
    "in a quote": "> {attack}",
    "in a heading": "## Kop {attack}",
    "in a table": "| a |\n|---|\n| {attack} |",
    "in a footnote": "Woord[^1]\n\n[^1]: {attack}",
    "in a definition": "a\n:   {attack}",
    "in a block": "/// reflection | {attack}\n{attack}\n///",
    "in a link": "[{attack}](/content/index.md)",
    "as an address": "[woord]({attack})",
    "as an address between brackets": "[woord](<{attack}>)",
    "as a reference": "[woord][a]\n\n[a]: {attack}",
    "as a picture": "![woord]({attack})",
    "as a bare address": "<{attack}>",
    "after code": "`a` ` {attack} ``",
}


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_no_attack_gets_into_a_page_and_each_that_would_is_told(
    place: str,
    attacks: Mapping[str, tuple[str, ...]],
    render: Render,
    harm_of_page: Callable[[str], list[str]],
) -> None:
    everything = [text for collection in attacks.values() for text in collection]
    some = everything[list(PLACES).index(place) :: len(PLACES)]  # others in other places
    assert len(some) > 200
    harmful, untold, count = [], [], 0
    for attack in some:
        text = PLACES[place].format(attack=attack)
        codes = told(text)
        if {"control-character", "punctuation-run", "long-word", "paragraph-marks"} & set(codes):
            continue  # refused before anybody asks what it means
        html, refused = render(text.replace("\0", ""))
        count += bool(refused)
        if harm := harm_of_page(html):
            harmful.append((text, harm))
        if refused and not {"html-refused", "link-scheme", "picture-remote"} & set(codes):
            untold.append((text, refused))
    assert (harmful, untold) == ([], [])
    assert count > 20
