"""What is left out of a stylesheet that is sent, and what is put in it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from catalogue.stylesheets import compact, with_drawings


def test_the_drawings_of_a_stylesheet_stand_in_it():
    sheet = 'a { background: url("../drawings/a-b.svg") center; } b { background: url("b.png"); }'
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0%"/></svg>\n'
    found = with_drawings(sheet, {"a-b.svg": drawing}.__getitem__)
    url = re.search(r'url\("data:image/svg\+xml,([^"]*)"\) center', found)[1]
    assert unquote(url) == drawing.strip()
    assert not set(url) & set('"#<>\n')
    assert 'url("b.png")' in found


def test_comments_and_indentation_are_not_sent():
    sheet = "/* one\n   /* two */\na {\n  color: red; /* why */\n\n  margin: 0 auto;\n}\n"
    assert compact(sheet) == "a {\ncolor: red;\nmargin: 0 auto;\n}"
