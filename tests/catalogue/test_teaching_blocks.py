"""What the check lets through is what Python-Markdown renders."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from catalogue.model.vocabulary import Vocabulary
from catalogue.modules.blocks import scan
from catalogue.problems.problem import Problems
from catalogue.sources.fields import Reader
from catalogue.teaching.blocks import RULES
from catalogue.teaching.render import Surroundings, TeachingBlocks
from catalogue.text.slugs import slugify
from catalogue.text.texts import Texts
from markdown import Markdown

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeStory

EXTENSIONS = ["toc", "tables", "fenced_code", "footnotes", "sane_lists"]

ASSIGNMENT = (
    "/// assignment | Kijk rond\n    minutes: {minutes}\n    grouping: pairs\n\n{body}\n\n///"
)
BLOCKS = {
    "an assignment": ASSIGNMENT.format(minutes=15, body="Kijk."),
    "minutes between quotes": ASSIGNMENT.format(minutes='"15"', body="Kijk."),
    "a name of digits": ASSIGNMENT.format(minutes="15\n    id: 2026", body="Kijk."),
    "a name that is a word of yaml": ASSIGNMENT.format(minutes="15\n    id: on", body="Kijk."),
    "a hint": ASSIGNMENT.format(minutes=15, body="//// hint\nKijk om.\n////"),
    "a hint without empty lines": "/// assignment | A\n    minutes: 5\n    grouping: alone\n///",
    "five blocks": ASSIGNMENT.format(
        minutes=15,
        body="//// answer | Zo\nJa.\n////\n//// reflection\nEn?\n////\n\n//// print-only\nX.\n////\n"
        "//// facilitator\nY.\n////\n//// screen-only\nZ.\n////",
    ),
    "writing": "/// writing\n    label: Wat zag je?\n    lines: 2\n///",
    "writing without lines": '/// writing\n    label: "Let op: wat zag je?"\n///',
    "lines between quotes": '/// writing\n    label: Wat?\n    lines: "2"\n///',
    "a story": "/// story\n    source: /stories/2026/de-stoel.md\n///",
    "a picture": "/// picture\n    src: stoel.svg\n    alt: Een stoel\n///",
    "a decoration": '/// picture | Stoel\n    src: stoel.svg\n    alt: ""\n\nTekst in beeld.\n///',
    "choices": "/// choices | Wat mag?\n- Op *papier*.\n- Elders.\n///",
    "a sheet": "/// sheet | Dank je wel\n\n//// writing\n    label: Beste …\n    lines: 1\n////\n\n///",
    "cards": "/// cards | Kaarten\n- Een.\n- Twee.\n///",
    "a film": "/// video | Film\n    src: film.mp4\n    captions: film.vtt\n\nWat er gezegd wordt.\n///",
    "a film elsewhere": "/// video | Film\n    src: https://example.org/x\n    captions: player\n\nX.\n///",
    "a sound": "/// audio | Geluid\n    src: geluid.mp3\n\nWat er gezegd wordt.\n///",
    "a block behind a sentence": "Een zin.\n/// reflection\nEn?\n///\nNog een zin.",
    "a block behind a list": "- een\n- twee\n\n/// reflection\nEn?\n///",
    "many slashes": "////// reflection\nEn?\n//////",
    "no space behind the slashes": "///reflection\nEn?\n///",
    "spaces at the end": "/// reflection   \nEn?\n///   ",
    "a bar in a title": "/// reflection | Dit | dat\nEn?\n///",
}


@pytest.fixture
def render(make_story: MakeStory, dutch: Texts) -> Callable[[str], str]:
    stories = {"stories/2026/de-stoel.md": make_story("de-stoel")}
    blocks = TeachingBlocks(Surroundings(dutch, stories))
    settings = {"toc": {"slugify": slugify}}
    return Markdown(extensions=[*EXTENSIONS, blocks], extension_configs=settings).convert


def scanned(markdown: str) -> tuple[list[str], list[dict[str, object]]]:
    """Return the codes of the problems, and the options of each block."""
    problems = Problems()
    blocks = scan(markdown, Reader("x.md", Vocabulary(), problems), 1)
    found = [inner.options for block in blocks for inner in block.descendants()]
    return [problem.code for problem in problems], found


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_refused_or_rendered(name: str, render: Callable[[str], str]) -> None:
    codes, blocks = scanned(BLOCKS[name])
    assert blocks
    if not codes or codes == ["block-body-missing"]:
        assert "///" not in render(BLOCKS[name])


def test_every_kind_of_block_is_rendered_here() -> None:
    written = set(re.findall(r"/{3,} *([\w-]+)", "\n".join(BLOCKS.values())))
    assert written == set(RULES)


@pytest.mark.parametrize("minutes", ["15", "015", "008"])
def test_the_page_says_the_minutes_that_the_plan_counts(
    minutes: str, render: Callable[[str], str]
) -> None:
    markdown = ASSIGNMENT.format(minutes=minutes, body="Kijk.")
    codes, blocks = scanned(markdown)
    if not codes:
        assert f"{blocks[0]['minutes']} minuten" in render(markdown)


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[klik](javascript:alert(1))", "[klik](javascript:alert(1))"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<https://evil.example>", "&lt;https://evil.example&gt;"),
        ("Peper & *zout*", "Peper &amp; *zout*"),
    ],
)
def test_the_title_of_a_story_is_text(
    title: str, html: str, make_story: MakeStory, dutch: Texts
) -> None:
    # A stranger wrote it, and it stands on a page of trusted editors.
    stories = {"stories/2026/x.md": make_story("x", title=title)}
    blocks = TeachingBlocks(Surroundings(dutch, stories))
    page = Markdown(extensions=[blocks]).convert("/// story\n    source: /stories/2026/x.md\n///")
    assert f'<a href="/stories/2026/x.md">{html}</a>' in page


def test_choices_are_boxes_to_tick_each_with_its_words(render: Callable[[str], str]) -> None:
    html = render(BLOCKS["choices"])
    assert '<legend class="choices__title">Wat mag?</legend>' in html
    assert html.count('<input type="checkbox"') == 2
    assert "<em>papier</em>" in html.partition("<label")[2].partition("</label>")[0]


def test_a_sheet_is_a_part_of_the_page_with_a_heading(render: Callable[[str], str]) -> None:
    html = render(BLOCKS["a sheet"])
    assert '<section class="sheet">' in html
    assert '<h2 class="sheet__title" id="dank-je-wel">Dank je wel</h2>' in html
    assert 'class="writing"' in html


def test_blocks_in_a_fence_are_shown_as_they_are(render: Callable[[str], str]) -> None:
    assert "/// hint" in render("```\n/// hint\nTekst.\n///\n```")


def test_an_assignment_can_be_linked_to(render: Callable[[str], str]) -> None:
    assert 'id="kijk-rond"' in render(BLOCKS["an assignment"])
