"""How the stylesheets of a theme are gathered, and what is sent of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from catalogue.text.stylesheets import stylesheets

Theme = Callable[..., Path]


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """Return a function that makes a theme of these files."""

    def make(files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return tmp_path

    return make


def test_the_sheet_of_the_site_follows_the_cascade(theme: Theme) -> None:
    folder = theme(
        {
            "styles/print.css": "a{order:7}",
            "pages/home.css": "a{order:6}",
            "blocks/hint.css": "a{order:5}",
            "components/card/style.css": "a{order:4}",
            "elements/button.css": "a{order:3}",
            "styles/composition.css": "a{order:2}",
            "styles/tokens.css": "a{order:1}",
        }
    )
    found = re.findall(r"order:(\d)", stylesheets(folder)["site"])
    assert found == list("1234567")


def test_what_only_some_pages_need_is_not_in_the_sheet_of_the_site(theme: Theme) -> None:
    folder = theme(
        {
            "components/card/style.css": "a{order:1}",
            "components/share-form/style.css": "a{order:2}",
            "components/offline-header/style.css": "a{order:3}",
            "pages/share.css": "a{order:4}",
            "pages/embedded.css": "a{order:5}",
            "print/document.css": "a{order:6}",
        }
    )
    assert stylesheets(folder) == {
        "site": "a{order:1}",
        "share": "a{order:2}a{order:4}",
        "offline": "a{order:3}",
        "embedded": "a{order:5}",
    }


def test_the_drawings_of_a_stylesheet_stand_in_it(theme: Theme) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0%"/></svg>\n'
    folder = theme(
        {
            "assets/drawings/a-b.svg": drawing,
            "components/card/style.css": 'a { background: url("../../assets/drawings/a-b.svg") center; }',
        }
    )
    sheet = stylesheets(folder)["site"]
    (url,) = re.findall(r'url\("data:image/svg\+xml,([^"]*)"\) center', sheet)
    assert unquote(url) == drawing.strip()
    assert not set(url) & set('"#<>\n')


def test_fonts_are_asked_for_where_they_are_published(theme: Theme) -> None:
    folder = theme({"styles/tokens.css": '@font-face { src: url("../assets/fonts/a.woff2"); }'})
    assert stylesheets(folder)["site"] == '@font-face{src:url("../fonts/a.woff2")}'


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* one\n   /* two */\na {\n  color: red; /* why */\n}\n", "a{color:red}"),
        (
            "a { inline-size: calc(100% - 2rem); margin: -1px 0; }",
            "a{inline-size:calc(100% - 2rem);margin:-1px 0}",
        ),
        ('a::before { content: "/* no */  " / ""; }', 'a::before{content:"/* no */  " / ""}'),
        (".a > :not(.b, .c) :hover { order: 1; }", ".a>:not(.b,.c) :hover{order:1}"),
        (
            "@media (min-width: 60rem) and (hover) { a { order: 1; } }",
            "@media (min-width:60rem) and (hover){a{order:1}}",
        ),
        ("a { grid-row: 1 / span 2; }", "a{grid-row:1 / span 2}"),
    ],
)
def test_what_only_makers_read_is_not_sent(theme: Theme, written: str, sent: str) -> None:
    assert stylesheets(theme({"pages/home.css": written}))["site"] == sent


def test_a_browser_that_knows_no_pairs_of_colours_gets_the_light_ones(theme: Theme) -> None:
    tokens = (
        ":root { --paper: light-dark(#fff, #000); --space: 1rem;"
        " --shadow: 0 1px light-dark(rgb(1 2 3 / 8%), transparent); }"
    )
    sheet = stylesheets(theme({"styles/tokens.css": tokens}))["site"]
    _, fallback = sheet.split("@supports not (color:light-dark(#000,#fff))")
    assert fallback == (
        "{:root,:root[data-scheme]{color-scheme:light;--paper:#fff;--shadow:0 1px rgb(1 2 3 / 8%)}}"
    )
