"""What a machine can see of truth: every fact with its source, and silence about what is not known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from catalogue.text.texts import read_texts

ROOT: Final = Path(__file__).parents[2]

PAGES: Final = [
    *sorted((ROOT / "content").rglob("*.md")),
    *sorted((ROOT / "content/_data").glob("*.yml")),
    *sorted((ROOT / "modules").glob("[a-z]*/*.md")),
]
SEARCHING: Final = "search."
"""Words of the interface about what a reader looked for, which may well not be found."""


def texts():
    """Every text that a reader sees, with where it stands."""
    for file in PAGES:
        yield str(file.relative_to(ROOT)), file.read_text("utf-8")
    for key, words in read_texts(ROOT / "theme/locales/nl.yml").by_key.items():
        if not key.startswith(SEARCHING):
            yield f"nl.yml: {key}", str(words)


# -- silence about what is not known -----------------------------------------------------------------

WE: Final = r"(?:we|wij|ons)"
NOT_KNOWN: Final = re.compile(
    "|".join(
        (
            rf"\b(?:hebben|kennen|weten|vonden) {WE}(?: (?:het|ze|dat|hier|ook))* niet\b",
            rf"\bvonden {WE} geen\b",
            rf"\bkonden {WE}(?: \w+){{0,3}} niet\b",
            rf"\b{WE} (?:die |dat |het |ze |nog |hier )*niet (?:konden|hebben|kennen|vonden|gevonden)\b",
            r"\bniet (?:kunnen |konden )?(?:gevonden|terugvinden|nakijken|nagekeken|achterhalen)\b",
            r"\b(?:is|zijn|was|waren|bleef)(?: \w+){0,2} (?:niet bekend|onbekend)\b",
            r"\b(?:met de gaten erbij|wat hier ontbreekt|dat hier ontbreekt|ontbrekende? gegevens?)\b",
            r"\bnog geen lijst\b",
        )
    ),
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "De titel en de auteurs hebben we niet.",
        "Van sommige bronnen kennen we niet alle gegevens.",
        "Webadressen geven we niet, omdat we die nog niet konden nakijken.",
        "Die namen hebben wij niet gevonden.",
        "Dat instrument bestaat, maar de inhoud ervan kennen we hier niet.",
        "De inhoud is hier niet bekend en onze vragen komen er niet uit.",
        "Hoe groot ze zijn, weten we niet.",
        "In onze bronnen vonden we geen vergelijking.",
        "De volledige lijst van deelnemers konden we niet vinden.",
        "De volledige lijst van deelnemers aan het project vonden we niet.",
        "Hier staat het in gewone woorden, met de gaten erbij.",
        "## Wat hier ontbreekt",
        "## Ken je een ontbrekend gegeven?",
        "Er is nog geen lijst van echte deelnemende organisaties.",
    ],
)
def test_a_sentence_about_what_is_not_known_is_seen(sentence):
    """Each of these once stood on a page."""
    assert NOT_KNOWN.search(sentence)


def test_no_reader_is_told_what_we_did_not_find():
    read = list(texts())
    assert len(read) > 400
    assert [(where, match[0]) for where, text in read for match in NOT_KNOWN.finditer(text)] == []


# -- facts with their source -------------------------------------------------------------------------


def paragraphs_with(words):
    """The paragraphs and entries that have *words* in them, with where they stand."""
    pattern = re.compile(words)
    found = [
        (where, paragraph)
        for where, text in texts()
        for paragraph in text.split("\n\n")
        if pattern.search(paragraph)
    ]
    assert found, words
    return found


def test_a_catalyst_belongs_to_a_precondition():
    """Not to a level: the study names one for each precondition."""
    paragraphs = paragraphs_with("(?i)katalysator")
    assert [p for _, p in paragraphs if "elke randvoorwaarde" not in p.lower()] == []


@pytest.mark.parametrize(
    ("figure", "source"),
    [
        (r"\b1\.?045\b", r"Vanhaecht|BMJ Open"),
        (r"\b43 (?:%|procent)", r"Nederlandse adviescommissie"),
        (r"\b34 (?:%|procent)", r"Winkwaves"),
        (r"\b45 (?:interviews|mensen)\b", r"18 (?:zorg)?organisaties"),
    ],
    ids=["stories", "who leaves", "who contributes", "interviews"],
)
def test_a_figure_stands_with_its_source(figure, source):
    pages = [(where, text) for where, text in texts() if where.endswith(".md")]
    with_figure = [(where, text) for where, text in pages if re.search(figure, text)]
    assert with_figure
    assert [where for where, text in with_figure if not re.search(source, text)] == []


@pytest.mark.parametrize(
    ("supplier", "what_it_sells"),
    [
        ("Winkwaves", "intranetten"),
        ("DOOR", "opleidingsbureau"),
        ("Health-Thing", "leerplatform"),
        ("Weyond", "adviseur"),
    ],
)
def test_a_text_of_a_supplier_is_said_to_be_one(supplier, what_it_sells):
    pages = {where: text for where, text in texts() if supplier in text}
    assert pages
    clause = re.compile(rf"{supplier}\b[^.]*\b{what_it_sells}\b")
    assert [where for where, text in pages.items() if not clause.search(text)] == []


def test_the_literature_leads_to_the_article_and_to_the_project():
    literature = (ROOT / "content/literatuur.md").read_text("utf-8")
    assert "<https://doi.org/10.1136/bmjopen-2019-034543>" in literature
    assert "(https://mangomoment.org/)" in literature


def test_the_official_modules_are_said_to_be_on_the_site_of_the_project():
    paragraphs = paragraphs_with("‘Educatiemateriaal’|^Educatiemateriaal|\nEducatiemateriaal")
    assert [where for where, p in paragraphs if "mangomoment.org" not in p] == []
