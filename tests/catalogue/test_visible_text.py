"""What a reader sees of Markdown, and where it stands in the source."""

from __future__ import annotations

import pytest
from catalogue.text.visible_text import hides_nothing, visible

SEEN = {
    "": "",
    "Een stoel.": "Een stoel.",
    "*Een* **sto**el_._": "Een stoel.",
    "Een  stoel\nbij \t het raam.": "Een stoel bij het raam.",
    "Een stoel  \nbij het\\\nraam.": "Een stoel bij het raam.",
    "Een stoel.\n\n\nEen raam.": "Een stoel.\n\nEen raam.",
    "Een stoel.\n \nEen raam.": "Een stoel.\n\nEen raam.",
    "Een stoel\n\\\nbij het raam.": "Een stoel bij het raam.",
    "- Een\n  stoel\n- Een raam": "Een stoel\n\nEen raam",
    "* Een\n+ Twee\n- Drie": "Een\n\nTwee\n\nDrie",
    "1. Een\n2. Twee\n17) Drie": "Een\n\nTwee\n\nDrie",
    "In de lift naar\n3. Daar stond ze.": "In de lift naar 3. Daar stond ze.",
    "In de lift:\n1. Daar stond ze.": "In de lift:\n\nDaar stond ze.",
    "> Een stoel\n> bij het raam.": "Een stoel bij het raam.",
    ">> Een\n>\n> stoel": "Een\n\nstoel",
    "## De stoel\nStond daar.": "De stoel\n\nStond daar.",
    "De stoel\n---\nStond daar.": "De stoel\n\nStond daar.",
    "De stoel\n* * *\nStond daar.": "De stoel\n\nStond daar.",
    "Lees [de inleiding](/content/over.md).": "Lees de inleiding.",
    "[De ](/content/over.md 'Titel (kort)')[inleiding][x].": "De inleiding.",
    "Geen link](/content/over.md), zei ze.": "Geen link(/content/over.md), zei ze.",
    "Een &lt;stoel&gt; &amp; &eacute;&eacute;n raam": "Een <stoel> & één raam",
    "R&D, &onbekend; en A&B;": "R&D, &onbekend; en A&B;",
    "\\# Geen kop \\& geen teken\\": "# Geen kop & geen teken\\",
    "zacht\u00adjes, on\u200bge\u2060zien, wit\u00a0\u2009wit": "zachtjes, ongezien, wit wit",
    "Ｋａｍｅｒ ３１２, ⅳ, ﬁjn …": "Kamer 312, iv, fijn ...",
}


@pytest.mark.parametrize("markdown", SEEN)
def test_a_reader_sees(markdown: str) -> None:
    assert visible(markdown).text == SEEN[markdown]


def test_most_texts_hide_nothing() -> None:
    plain = ["", "Een stoel.", "Een stoel\nbij het raam.\n\n- een\n- ‘twee’ – één\n\n## Drie"]
    assert [text for text in plain if not hides_nothing(text)] == []
    hiding = [
        "*a*",
        "a_b",
        "[a]",
        "a\\",
        "a&b",
        "a  b",
        "a \nb",
        "a\n b",
        "a\n> b",
        "a\u00adb",
        "Ａ",
        "a…",
    ]
    assert [text for text in hiding if hides_nothing(text)] == []


@pytest.mark.parametrize("markdown", SEEN)
def test_every_letter_is_found_back_where_it_was_typed(markdown: str) -> None:
    found = visible(markdown)
    letters = [place for place, sign in enumerate(found.text) if sign in "abcdefghijklmnorstuvz"]
    back = [markdown[slice(*found.source(place, place + 1))] for place in letters]
    typed = [(found.text[place], source) for place, source in zip(letters, back, strict=True)]
    odd = {"ｋ", "ａ", "ｍ", "ｅ", "ｒ", "ⅳ", "ﬁ"}
    assert [(sign, source) for sign, source in typed if source != sign and source not in odd] == []


def test_a_stretch_goes_from_its_first_sign_to_its_last() -> None:
    markdown = "Daar was *mevrouw* [Van\nden](/content/over.md) **Br&oelig;ck**."
    found = visible(markdown)
    start = found.text.index("mevrouw")
    end = found.text.index("œck") + 1
    since, until = found.source(start, end)
    assert markdown[since:until] == "mevrouw* [Van\nden](/content/over.md) **Br&oelig;"
