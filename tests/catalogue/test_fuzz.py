"""Sources that nobody would write, made at random: each is read to its end, refused or harmless.

``FUZZ=20`` tries twenty times as many, other ones each time, as `make long` does. Without it they are
always the same.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import pytest
import tinyhtml5
from catalogue import Catalogue
from catalogue.exchange.structured_data import json_ld
from catalogue.model.story import Story
from catalogue.model.vocabulary import Vocabulary
from catalogue.modules.markdown import read_document
from catalogue.modules.raw_html import ListedHtml
from catalogue.problems.problem import Problems
from catalogue.project.words import parse_organisations, parse_vocabulary
from catalogue.site.shell import Shell, Slot, each
from catalogue.sources.fields import Reader
from catalogue.sources.files import decode, split_source
from catalogue.stories import prose
from catalogue.stories.parse import StoryContext, StoryReading, read_story
from catalogue.teaching.render import Surroundings, TeachingBlocks
from catalogue.text.slugs import SLUG, slugify
from catalogue.text.texts import Texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

FUZZ: Final = int(os.environ.get("FUZZ", "1"))

pytestmark = pytest.mark.slow if FUZZ == 1 else pytest.mark.long

PATH: Final = "stories/2026/een-verhaal.md"
BODY: Final = "Een zin.\n"

Read = Callable[[bytes], StoryReading]


def tries(count: int) -> Callable[[Any], Any]:
    """Try *count* examples, each time the same ones unless more are asked for."""
    return settings(
        max_examples=count * FUZZ,
        derandomize=FUZZ == 1,
        database=None,
        deadline=None,  # other work on the same machine is no defect; time is looked at below
        suppress_health_check=list(HealthCheck),
    )


# -- what sources are made of ---------------------------------------------------------------------

letters = st.text(max_size=6)
marks = st.text(alphabet="<>[]()!*_`~#-+=|\\&;:'\"/{}$%^?. \n\t\0\r\ufeff\u202eé🥭", max_size=8)
html = st.sampled_from(
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<b>",
        "</p>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "<a href=javascript:alert(1)>", "&lt;",
        "&#60;script&#62;", "&#x6A;", "&colon;", "&Tab;", "<style>", "</textarea>", "<x-y z='",
    ]
)  # fmt: skip
markdown_marks = st.sampled_from(
    [
        "# ", "## ", "> ", "- ", "1. ", "    ", "\n\n", "\n", "***", "**", "_", "`", "```\n", "~~~\n",
        "[a](/content/index.md)", "[a](", ")", "[a]: ", "[a]", "![a](b)", "<https://x.be>", "](javascript:",
        "---\n", "===\n", "| a | b |\n|---|---|\n", "[^1]", "[^1]: x", "*[HTML]: x", "a\n: b\n", "  \n",
        "{: onclick=x}", "{{ config }}", '--8<-- "x"', "<javascript:x>", "\\", "](data:text/html,x)",
    ]
)  # fmt: skip
texts = st.lists(st.one_of(markdown_marks, html, marks, letters), max_size=10).map("".join)

keys = st.sampled_from(
    [
        "title", "summary", "published", "sector", "setting", "teller", "giver", "receiver", "gesture",
        "themes", "example", "consent", "organisation", "former_slugs", "withdrawn", "not_personal",
        "photo", "template", "<<", "?", "", "é", "title ", "TITLE",
    ]
)  # fmt: skip
scalars = st.one_of(
    letters,
    html,
    marks,
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(
        ["true", "on", "null", "~", "!!python/object:x", "&a", "*a", "|", ">", "|\n  x", "{", "}", "[",
         "[a, b]", "{a: b}", "'", '"', '"\\x00"', '"\\u202e"', "kamer", "respect", "9" * 400, "0x10",
         "1:30:00", "2026-02-30", "# x", "a # b", "a: b", "- a", "\t", "@", "%", "---", "..."]
    ),
)  # fmt: skip
lines = st.one_of(
    st.tuples(keys, st.sampled_from([": ", ":", " : ", ":\n  ", ":\n- "]), scalars).map("".join),
    scalars,
)
fields = st.lists(lines, max_size=8).map("\n".join)

STORY: Final = """\
title: Titel
summary: Een zin.
published: 2026-03-14
sector: woonzorgcentrum
setting: kamer
teller: naaste
giver: zorgkundige
receiver: bewoner
gesture: onthouden
themes: [respect]
consent: {reference: T-1, date: 2026-01-10, by: teller, scope: [publish, share], form: "1", review: 2029-01-10}
"""


@pytest.fixture(scope="module")
def miniature(
    tmp_path_factory: pytest.TempPathFactory, new_project: Callable[..., Project]
) -> Catalogue:
    """Return the miniature project."""
    return new_project(tmp_path_factory.mktemp("fuzz") / "project").load()


@pytest.fixture(scope="module")
def read(miniature: Catalogue) -> Read:
    """Return what reads the bytes of a story, in the miniature project."""
    context = StoryContext(miniature.vocabulary, miniature.organisations)
    return lambda data: read_story(PATH, data, context)


def is_told(reading: StoryReading, source: str | bytes) -> bool:
    """Whether there is a story, or a problem on one of its lines."""
    data = source.encode("utf-8", "replace") if isinstance(source, str) else source
    last = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= problem.line <= last for problem in reading.problems), reading.problems
    errors = [problem for problem in reading.problems if problem.severity.name == "ERROR"]
    return (reading.entry is None) == bool(errors)


# -- stories --------------------------------------------------------------------------------------


@tries(1_000)
@given(data=st.one_of(st.binary(max_size=200), texts.map(str.encode)))
def test_any_bytes_are_a_story_or_a_problem(data: bytes, read: Read) -> None:
    assert is_told(read(data), data)


@tries(2_500)
@given(text=fields)
def test_any_fields_are_those_of_a_story_or_a_problem(text: str, read: Read) -> None:
    source = f"---\n{text}\n---\n\n{BODY}"
    assert is_told(read(source.encode("utf-8", "replace")), source)


@tries(1_000)
@given(text=fields)
def test_fields_beside_the_right_ones_change_no_other(text: str, read: Read) -> None:
    source = f"---\n{STORY}{text}\n---\n\n{BODY}"
    reading = read(source.encode("utf-8", "replace"))
    assert is_told(reading, source)
    if isinstance(reading.entry, Story):
        assert reading.entry.uri == "verhalen/een-verhaal/"
        assert all(SLUG.fullmatch(slug) for slug in reading.entry.former_slugs)
        assert reading.entry.title.startswith("Titel")


@tries(3_500)
@given(text=texts)
def test_the_html_of_any_text_is_harmless(text: str, harm: Callable[[str], list[str]]) -> None:
    problems = Problems()
    found = prose.render(text, PATH, 1, problems)
    assert (found is None) == bool(problems.errors)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)
    if found is not None:
        assert harm(found.html) == []


# -- pages ----------------------------------------------------------------------------------------

slots = Slot()
PAGE: Final = Shell.parse(
    f"<!doctype html><html><head><title>{slots.a}</title>"
    f'<script type="application/ld+json">{slots.data}</script></head>'
    f"<body><p id=\"{slots.a}\" title='{slots.b}'>{slots.a}</p>"
    f"{each(slots.rows, lambda row: f'<b class={chr(34)}{row.x}{chr(34)}>{row.x}</b>')}</body></html>"
)  # fmt: skip
ELEMENTS: Final = ["html", "head", "title", "script", "body", "p", "b", "b"]


@tries(1_000)
@given(a=texts, b=st.text())
def test_a_page_is_the_same_page_whatever_stands_on_it(a: str, b: str) -> None:
    data = json_ld({"name": a, "about": b})
    page = PAGE.fill({"a": a, "b": b, "data": data, "rows": [{"x": a}, {"x": b}]})
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    assert [element.tag for element in root.iter()] == ELEMENTS
    assert [list(element.attrib) for element in root.iter("p")] == [["id", "title"]]
    (script,) = root.iter("script")
    assert json.loads(script.text)["@graph"] == [{"name": a, "about": b}]


# -- what trusted editors write -------------------------------------------------------------------

block_names = st.sampled_from(
    [
        "assignment",
        "hint",
        "answer",
        "writing",
        "picture",
        "video",
        "story",
        "cards",
        "choices",
        "x",
    ]
)
options = st.lists(
    st.tuples(
        st.sampled_from(["minutes", "grouping", "src", "alt", "label", "lines", "id", "source", "captions"]),
        st.one_of(st.sampled_from(["5", "pairs", "stoel.svg", "x"]), scalars),
    ).map(lambda pair: f"    {pair[0]}: {pair[1]}"),
    max_size=4,
).map("\n".join)  # fmt: skip
blocks = st.tuples(
    st.sampled_from(["///", "////", " ///"]),
    block_names,
    st.one_of(st.just(""), marks),
    options,
    texts,
).map(lambda part: f"{part[0]} {part[1]} | {part[2]}\n{part[3]}\n\n{part[4]}\n{part[0]}\n")
documents = st.lists(st.one_of(blocks, texts), max_size=4).map("\n".join)

EXTENSIONS: Final = ["abbr", "def_list", "footnotes", "sane_lists", "tables", "toc"]


@pytest.fixture(scope="module")
def convert(dutch: Texts, miniature: Catalogue) -> Callable[[str], str]:
    """Return what renders the Markdown of trusted editors as the site does."""
    around = Surroundings(dutch, miniature.stories_by_path)

    def convert_(text: str) -> str:
        settings_ = {"toc": {"slugify": slugify}}
        extensions = [*EXTENSIONS, TeachingBlocks(around), ListedHtml()]
        return Markdown(extensions=extensions, extension_configs=settings_).convert(text)

    return convert_


def render_trusted(text: str, convert: Callable[[str], str]) -> str | None:
    """Return the HTML of a page with *text*; None when it has errors."""
    problems = Problems()
    source_text = decode(
        f"---\ntitle: x\n---\n\n{text}".encode("utf-8", "replace"), "x.md", problems
    )
    source = None if source_text is None else split_source(source_text, "x.md", problems)
    if source is not None:
        read_document(source, Reader("x.md", Vocabulary(), problems))
    return None if source is None or problems.errors else convert(source.body)


@tries(1_000)
@given(text=documents)
def test_any_text_of_an_editor_is_a_harmless_page_or_a_problem(
    text: str, convert: Callable[[str], str], harm_of_page: Callable[[str], list[str]]
) -> None:
    assert harm_of_page(render_trusted(text, convert) or "") == []


@tries(500)
@given(text=texts)
def test_a_page_is_harmless_even_if_nobody_listens_to_the_check(
    text: str, convert: Callable[[str], str], harm_of_page: Callable[[str], list[str]]
) -> None:
    assert harm_of_page(convert(text)) == []


@tries(500)
@given(data=st.one_of(fields.map(str.encode), st.binary(max_size=100)))
def test_any_fixed_words_are_read_or_a_problem(data: bytes) -> None:
    problems = Problems()
    vocabulary = parse_vocabulary(data, problems)
    assert (vocabulary is None) == bool(problems.errors)
    parse_organisations(data, Vocabulary(), Problems())


# -- time -----------------------------------------------------------------------------------------

MANY: Final = 8_000
SECONDS: Final = 4.0
"""Of the processor. Each takes less than one; what grows as a square takes ten or more."""

SLOW: Final = {
    "brackets": "[ " * MANY,
    "pictures": "![ " * MANY,
    "closed brackets": "[a] " * MANY,
    "links without an end": "[a](b " * MANY,
    "links to brackets": "[a](( " * MANY,
    "brackets in brackets": "[[a] " * MANY,
    "escaped brackets": "[a\\] " * MANY,
    "definitions of links": "[a]: \n" * MANY,
    "footnotes": "[^1] " * MANY + "\n\n[^1]: x",
    "abbreviations": "\n".join(f"*[x{n}]: y" for n in range(MANY)) + "\n\n" + "x1 " * MANY,
    "emphasis": "*a _b " * MANY,
    "strong": "**a " * MANY,
    "code": "` `` " * MANY,
    "fences": "~~~ x\n```\n" * MANY,
    "fences of many lengths": "".join("`" * (3 + n % 30) + "\n" for n in range(MANY)),
    "tags": "<a <b " * MANY,
    "elements": "<p> " * MANY,
    "comments": "<!-- " * MANY,
    "instructions": "<? " * MANY,
    "entities": "&amp; " * MANY,
    "quotes": "> " * 500 + "x",
    "lists": "\n".join("    " * n + "- x" for n in range(100)),
    "definitions": "a\n: b\n" * MANY,
    "headings": "## a\n" * MANY,
    "underlined": "a\n---\n" * MANY,
    "tables": "| a | b |\n|---|---|\n" + "| a | b |\n" * MANY,
    "attributes": "{: #a " * MANY,
    "blocks": "/// hint\n" * MANY,
    "ends of blocks": "///\n" * MANY,
    "white space": " " * MANY + "\n" + "\t" * MANY,
    "empty lines": "\n" * MANY * 10,
    "numbers": "1 2 3 4 5 6 7 8 9 0 " * MANY,
    "digits": "0470 12 34 56 " * MANY,
    "capitals": "Jan Peeters " * MANY,
    "accents": "e\u0301" * 400 + " " + "e\u0301 " * MANY,
    "addresses": "a@b.be https://x.be " * MANY,
}


@pytest.fixture
def in_time() -> Any:
    """Fail a test that took the processor too long."""
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("name", SLOW)
def test_no_story_takes_long(name: str, read: Read) -> None:
    read(f"---\n{STORY}---\n\n{SLOW[name]}\n".encode())


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("name", SLOW)
def test_no_title_takes_long(name: str, read: Read) -> None:
    value = json.dumps(SLOW[name][:15_000], ensure_ascii=False)
    read(f"---\n{STORY.replace('Titel', value)}---\n\n{BODY}".encode())


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("name", SLOW)
def test_no_text_of_an_editor_takes_long(name: str, convert: Callable[[str], str]) -> None:
    render_trusted(SLOW[name], convert)


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "text",
    ["[" * MANY, "{" * MANY, "- " * MANY, "? " * MANY, "a: " * 5_000, "a: &a [*a]\n" * 900,
     "'" * MANY, "a: |\n" + " x\n" * 5_000, "#" * MANY, "a: b\n" * 3_000, "a: " + "!" * MANY],
)  # fmt: skip
def test_no_fields_take_long(text: str, read: Read) -> None:
    source = f"---\n{text}\n---\n\n{BODY}"
    assert is_told(read(source.encode()), source)
