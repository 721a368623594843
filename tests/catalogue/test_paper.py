"""From pages to paper: what happens to ids, headings, links, blocks and fields on the way."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5
from catalogue.paper.tree import Paper

SITE = "https://site.test/"


def tree(html: str) -> ET.Element:
    return tinyhtml5.parse(html, namespace_html_elements=False)


def printed(body: str, leave_out: str = "", **options: bool | int) -> str:
    """What is in the body of a document on paper."""
    html = f'<!doctype html><html lang="nl" data-leave-out="{leave_out}"><body>{body}</body></html>'
    text = Paper(html, SITE).render(**options)  # type: ignore[arg-type]
    return text.partition("<body")[2].partition(">")[2].partition("</body>")[0]


def part(body: str, uri: str = "modules/a/", prefix: str = "a", level: int = 2) -> str:
    return f'<section data-uri="{uri}" data-prefix="{prefix}" data-level="{level}">{body}</section>'


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


# -- ids and links ---------------------------------------------------------------------------


def test_ids_of_two_parts_stay_different() -> None:
    html = printed(part("<p id=x>1", prefix="a") + part("<p id=x>2", uri="modules/b/", prefix="b"))
    assert re.findall(r'id="([^"]*)"', html) == ["a", "a-x", "b", "b-x"]


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("#x", "#a-x"),
        ("../b/", "#b"),
        ("../b/#x", "#b-x"),
        ("https://site.test/modules/b/#x", "#b-x"),
        ("/modules/b/", "#b"),
        ("#niet-hier", "https://site.test/modules/a/#niet-hier"),
        ("../c/", "https://site.test/modules/c/"),
        ("../b/#weg", "https://site.test/modules/b/#weg"),
        ("https://elders.test/#x", "https://elders.test/#x"),
        ("mailto:iemand@elders.test", "mailto:iemand@elders.test"),
    ],
)
def test_a_link_leads_to_a_place_in_the_document_or_else_to_the_site(
    href: str, leads_to: str
) -> None:
    pages = part(f"<p id=x>1<a href='{href}'>2</a>") + part(
        "<p id=x>3", uri="modules/b/", prefix="b"
    )
    assert links(printed(pages)) == [leads_to]


def test_a_link_to_what_is_left_out_leads_to_the_site() -> None:
    html = printed(part("<a href='#x'>1</a><p id=x class=answer>2"), leave_out="answer")
    assert links(html) == ["https://site.test/modules/a/#x"]


def test_where_nobody_can_go_to_the_site_what_would_lead_there_is_only_text() -> None:
    html = part(
        "<p id=x><a href='#x'>1</a><a class=b href='../c/'>2</a><a href='https://elders.be/'>3</a>"
    )
    html += f"<a href='{SITE}verhalen/'>4</a><a href='{SITE}'>5</a>"
    text = Paper(html, SITE, leads_to_site=False).render()
    assert links(text) == ["#a-x", "https://elders.be/"]
    assert '<a class="b">2</a>' in text
    assert "<a>4</a><a>5</a>" in text


def test_pictures_are_those_of_the_site() -> None:
    html = printed(part("<img src='../foto.svg' alt='Een foto'>", uri="modules/a/beeld/"))
    assert 'src="https://site.test/modules/a/foto.svg"' in html


# -- headings and contents -------------------------------------------------------------------


def test_headings_go_down_and_none_goes_below_the_sixth() -> None:
    html = printed(part("<h1>1</h1><h2>2</h2><h5>5</h5>", level=3))
    assert re.findall(r"<(h\d)", html) == ["h3", "h4", "h6"]


def test_headings_are_noted_in_their_order_with_their_words_on_one_line() -> None:
    paper = Paper("<body><h1>Een\n <b>kop</b></h1>" + part("<h2>Twee</h2>"), SITE)
    paper.render()
    assert paper.headings == [(1, "Een kop"), (3, "Twee")]
    paper.render()
    assert paper.headings == [(1, "Een kop"), (3, "Twee")]


def test_the_contents_name_the_second_and_third_level_and_lead_there() -> None:
    body = (
        "<h1>Titel</h1><nav data-contents><p>Inhoud</p></nav>"
        + part("<h1 id=een>Een</h1><h2>Twee</h2><h3>Te diep</h3>")
        + "<h2 class=not-in-contents>Niet</h2>"
    )
    html = printed(body)
    ids = dict(re.findall(r'<h[23][^>]*id="([^"]*)"[^>]*>([^<]*)', html))
    (contents,) = re.findall(r"<nav.*</nav>", html)
    found = re.findall(r'href="#([^"]*)">([^<]*)', contents)
    assert [text for _, text in found] == ["Een", "Twee"]
    assert all(ids[id_] == text for id_, text in found)


def test_a_document_without_contents_keeps_what_follows_them() -> None:
    assert printed("<nav data-contents>Inhoud</nav>daarna", with_contents=False) == "daarna"


# -- what is left out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>1</p><div class='answer x'>2</div><p>3</p>", "<p>1</p><p>3</p>"),
        ("<p>1 <b class=answer>2</b> 3</p>", "<p>1  3</p>"),
        ("<p><b class=answer>2</b> 3</p>", "<p> 3</p>"),
        ("<p><i>1</i> <b class=answer>2</b> 3 <i>4</i></p>", "<p><i>1</i>  3 <i>4</i></p>"),
        ("<b class=answer>1</b><b class=answer>2</b>3", "3"),
        ("<div class=answer><p class=answer>1</p></div>2", "2"),
        ("<p class=answers>1</p>", '<p class="answers">1</p>'),
    ],
)
def test_what_is_left_out_goes_without_what_follows_it(body: str, left: str) -> None:
    assert printed(body, leave_out="answer hint") == left


@pytest.mark.parametrize("class_", ["screen-only", "recording__player"])
def test_what_only_a_screen_can_show_is_never_printed(class_: str) -> None:
    assert printed(f"<p class={class_}>1</p>2") == "2"


@pytest.mark.parametrize("attributes", ["alt=''", "", "alt"])
def test_a_picture_without_words_is_decoration_and_not_printed(attributes: str) -> None:
    assert printed(f"<p><img src=x.svg {attributes}>na</p>") == "<p>na</p>"


def test_what_is_closed_on_the_screen_is_open_on_paper() -> None:
    html = printed(part("<details class=hint><summary>Kop</summary><p>1</p></details>"))
    assert "<details" not in html
    assert '<div class="hint"><p>Kop</p><p>1</p></div>' in html


# -- fields ----------------------------------------------------------------------------------

WRITING = """<div class="writing"><p class="writing__label">{label}</p>
<div class="writing__lines">{lines}</div></div>"""


def writing(label: str, lines: int) -> str:
    return WRITING.format(label=label, lines='<span class="writing__line"></span>' * lines)


def fields(html: str) -> list[tuple[str, str, str]]:
    return [
        (element.tag, element.get("name", ""), element.get("title", ""))
        for element in tree(html).iter()
        if element.tag in ("input", "textarea")
    ]


def test_lines_to_write_on_are_a_field_that_is_called_by_its_label() -> None:
    body = writing("Wat zag je?", 4) + writing("Waar &amp; wanneer?", 1)
    assert fields(printed(part(body))) == [
        ("textarea", "veld-1", "Wat zag je?"),
        ("input", "veld-2", "Waar & wanneer?"),
    ]


def test_a_check_box_is_called_by_the_words_beside_it() -> None:
    box = "<li><label><input type=checkbox> <span>Op <b>papier</b></span></label></li>"
    assert fields(printed(part(f"<ul>{box}</ul>"))) == [("input", "veld-1", "Op papier")]


def test_fields_of_different_parts_have_different_names() -> None:
    html = printed(part(writing("1", 2)) + part(writing("1", 2), uri="modules/b/", prefix="b"))
    assert [name for _, name, _ in fields(html)] == ["veld-1", "veld-2"]


def test_rendering_again_gives_the_same() -> None:
    body = "<nav data-contents></nav>" + part(f"<h2>Kop</h2>{writing('1', 1)}")
    paper = Paper(f"<body>{body}", SITE)
    assert paper.render() == paper.render()


def test_the_size_of_type_is_the_bodys() -> None:
    assert 'style="font-size: 85%"' in Paper("<body>x", SITE).render(scale=85)
    assert "style" not in Paper("<body>x", SITE).render()


def test_what_was_written_as_text_stays_text() -> None:
    assert printed(part("<p>&lt;b&gt; &amp;amp; &quot;"), leave_out="x").endswith(
        '<p>&lt;b&gt; &amp;amp; "</p></section>'
    )
