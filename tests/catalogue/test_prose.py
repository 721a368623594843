"""The text of a story: what may be shown, what is refused, and that nothing else is possible."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from catalogue.problems.problem import Problems
from catalogue.stories.prose import ELEMENTS, Prose, render
from catalogue.text.html import opening, plain_text

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "Tekst <img src=x onerror=alert(1)> tekst",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>klik</a>",
    '<p style="position:fixed">x</p>',
    "<p onclick=alert(1)>x</p>",
    "<p id=__palette>x</p>",
    "<form action=https://evil.example/><input name=q></form>",
    "<object data=x></object><embed src=x>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<!-- <script>alert(1)</script> -->",
    "<!--><script>alert(1)</script>-->",
    "<?php echo 1 ?>",
    "<!DOCTYPE html>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</p></article><h1>Weg</h1>",
    "<x-onbekend>",
    "<div\nonmouseover=alert(1)\n>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](<javascript:alert(1)>)",
    "[klik](javascript&#58;alert(1))",
    "[klik](&#x6A;avascript:alert(1))",
    "[klik](java&#10;script:alert(1))",
    "[klik](\\javascript:alert(1))",
    "[klik](vbscript:msgbox)",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](file:///etc/passwd)",
    "[klik](https://evil.example/)",
    "[klik](//evil.example/modules/x.md)",
    "[klik](/\\evil.example/modules/x.md)",
    "[klik](/modules/../../evil.md)",
    "[klik](/modules/x.md?next=https://evil.example)",
    '[klik](/modules/x.md "onmouseover=alert(1)")',
    "[klik](/modules/x.md#<script>)",
    '[klik](/modules/x.md"onclick="alert(1).md)',
    "[klik][1]\n\n[1]: javascript:alert(1)",
    "[1]\n\n[1]: /modules/x.md 'title' onclick=alert(1)",
    "<javascript:alert(1)>",
    "<https://evil.example/?q=<script>>",
    "![x](https://evil.example/pixel.gif)",
    "![x](javascript:alert(1))",
    '![x"onerror="alert(1)](y)',
    "[![x](y)](https://evil.example/)",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "~~~\n</code></pre><script>alert(1)</script>\n~~~",
    "    <script>alert(1)</script>\n",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "## Kop <img src=x onerror=alert(1)>",
    "## Kop {#__search onclick=alert(1)}",
    "{{ config }} {% include 'secrets' %} ${7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "*<b*>x</b>",
    "**[x**](javascript:alert(1))",
    "a<b>c\n\n<b",
    "<" * 30 + "script>" + ">" * 30,
    "| <b>x</b> |\n|---|\n| y |",
    ":::script\nalert(1)\n:::",
    "/// html | script\nalert(1)\n///",
    '--8<-- "mkdocs.yml"',
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "*[x]: <script>",
]  # fmt: skip


def read(markdown: str, first_line: int = 1) -> tuple[Prose | None, Problems]:
    problems = Problems()
    return render(markdown, "x.md", first_line, problems), problems


def html_of(markdown: str) -> str:
    prose, problems = read(markdown)
    assert not list(problems)
    assert prose is not None
    return prose.html


class Dangers(HTMLParser):
    """Collects what no page may hold."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            allowed = {("a", "href"): r"/(content|modules|stories)/[a-z0-9/_-]+\.md(#[a-z0-9-]+)?"}
            allowed["ol", "start"] = r"\d+"
            pattern = allowed.get((tag, name))
            if pattern is None or not re.fullmatch(pattern, value or ""):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}>")


@pytest.mark.parametrize("markdown", HOSTILE)
def test_what_a_stranger_writes_is_safe_or_refused(markdown: str) -> None:
    prose, problems = read(markdown)
    if prose is None:
        assert problems.errors
    else:
        assert Dangers(prose.html).found == []


@pytest.mark.parametrize("markdown", HOSTILE)
def test_nothing_disappears_in_silence(markdown: str) -> None:
    prose, _ = read(markdown)
    if prose is not None:
        kept = re.findall(r"\w+", plain_text(prose.html))
        written = re.sub(r"^\[\w+\]: .*$|\]\(.*\)|&#?\w+;", " ", markdown, flags=re.MULTILINE)
        assert set(re.findall(r"\w+", written)) <= set(kept)


@pytest.mark.parametrize("markdown", HOSTILE)
def test_a_problem_stands_on_a_line_of_the_text(markdown: str) -> None:
    _, problems = read(markdown, first_line=10)
    last = 10 + markdown.count("\n")
    assert all(10 <= problem.line <= last for problem in problems)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Een zin.", "<p>Een zin.</p>"),
        ("Een *zin* en **meer**.", "<p>Een <em>zin</em> en <strong>meer</strong>.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("4. a\n5. b", '<ol start="4">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("## a\n\n### b", "<h2>a</h2>\n<h3>b</h3>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("***", "<hr>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("\\<b>", "<p>&lt;b&gt;</p>"),
        ('"Ja", zei ze.', "<p>“Ja”, zei ze.</p>"),
        ("[x](/modules/a-b/media.md#c)", '<p><a href="/modules/a-b/media.md#c">x</a></p>'),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |\n|—|—|\n| 1 | 2 |</p>"),
        ("https://example.org", "<p>https://example.org</p>"),
        ("~~weg~~", "<p>~~weg~~</p>"),
    ],
)
def test_ordinary_markdown_becomes_plain_html(markdown: str, html: str) -> None:
    assert html_of(markdown) == html


def test_links_are_listed_as_they_were_written() -> None:
    prose, _ = read("[a](/content/index.md) [b](/stories/2026/x.md) [c](/content/index.md)")
    assert prose is not None
    assert prose.links == ("/content/index.md", "/stories/2026/x.md", "/content/index.md")


def test_words_are_counted() -> None:
    prose, _ = read("Een *korte* zin.\n\nEn nog een.")
    assert prose is not None
    assert prose.words == 6


def test_a_link_without_an_address_is_not_called_a_script() -> None:
    _, problems = read("[tekst]()")
    assert [problem.code for problem in problems] == ["story-link"]
    assert "javascript" not in problems.errors[0].message


@pytest.mark.parametrize("depth", [300, 5000])
def test_quotes_within_quotes_within_quotes_are_refused(depth: int) -> None:
    # Cleaning takes quadratic time in the depth: 100,000 levels fit in 200 kB and take an hour.
    prose, problems = read("> " * depth + "x")
    assert prose is None
    assert [problem.code for problem in problems] == ["story-construct"]


def test_a_quote_within_a_quote_is_fine() -> None:
    assert html_of("> a\n>\n> > b").count("<blockquote>") == 2


@pytest.mark.parametrize(
    "markdown",
    [
        "[ " * 20_000,
        "*a _b " * 10_000,
        "[a](b " * 10_000,
        "![[]()" * 5_000,
        "<a <b " * 5_000,
        "&" * 30 + "&amp;" * 10_000,
        "- " * 2_000,
        "\n".join(" " * n + "- x" for n in range(0, 400, 2)),
    ],
)  # fmt: skip
def test_a_text_made_to_be_slow_comes_to_an_end(markdown: str) -> None:
    prose, problems = read(markdown)
    assert prose is not None or problems.errors


def test_the_opening_is_plain_text() -> None:
    assert (
        opening("<h2>Kop</h2>\n<p>Peper &amp; <em>zout</em>\n1 &lt; 2</p>") == "Peper & zout 1 < 2"
    )


def test_a_text_without_paragraphs_has_no_opening() -> None:
    assert opening("<h2>Kop</h2>") == ""


def test_plain_text_has_no_elements() -> None:
    assert plain_text("<p>Een <em>zin</em>\n&amp; <br>meer.</p>") == "Een zin & meer."
