"""What is personal data in a story, by the cases in ``personal_data.yml``, and what is made of it.

The same cases pass through the browser in ``tests/browser/test_personal_data.py``.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from catalogue import personal_data
from catalogue.personal_data import KINDS, KINDS_OF_WORDS, RULES, Needs, find
from catalogue.problems import RULES as PROBLEM_RULES
from catalogue.problems import Severity

CASES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("personal_data.yml").read_text("utf-8")
)
FOUND = [(kind, text) for kind, texts in CASES["found"].items() for text in texts]
HARMLESS = [text for texts in CASES["harmless"].values() for text in texts]
MARKED = re.compile(r"\[\[(.*?)\]\](?!\])", re.DOTALL)
TEXTS = [MARKED.sub(r"\1", text) for _, text in FOUND] + HARMLESS


def verdict(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find(text)]


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_what_is_personal_is_found_where_it_stands(kind: str, marked: str) -> None:
    datum = MARKED.findall(marked)
    assert len(datum) == 1
    assert verdict(MARKED.sub(r"\1", marked)) == [(kind, datum[0])]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert verdict(text) == []


def test_there_are_cases_of_every_kind_both_ways() -> None:
    assert tuple(CASES["found"]) == tuple(CASES["harmless"]) == KINDS_OF_WORDS
    assert len(TEXTS) >= 150
    assert len(set(TEXTS)) == len(TEXTS)


def test_a_text_of_more_than_a_thousand_words_is_long() -> None:
    assert find("woord " * 1_000) == ()
    long = " woord" * 1_001
    assert [(f.kind, f.start, f.end) for f in find(long)] == [("long-text", 0, len(long))]
    assert [finding.kind for finding in find("woord\n\n" * 1_001)] == ["long-text"]


def test_everything_in_a_text_is_found_in_order_of_place() -> None:
    text = "Mevrouw Wouters, kamer 214.\n\nBel 0400 12 34 56 op 12 maart 2024 om 14:35, dr. Maes."
    kinds = ["title-name", "room-number", "phone", "exact-date", "clock-time", "title-name"]
    assert [finding.kind for finding in find(text)] == kinds


def test_nothing_is_found_across_paragraphs() -> None:
    assert find("Daar was mevrouw\n\nWouters") == ()
    assert find("kamer\n\n214 mensen") == ()


# -- masking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("0400 12 34 56", "···· ·· ·· ··"),
        ("93.05.18-223.61", "··.··.··-···.··"),
        ("12 maart 2024", "·· ··· ····"),
        ("dokter Peeters", "dokter ···"),
        ("mevrouw Van den Broeck", "mevrouw ··· ··· ···"),
        ("kamer 214", "kamer ···"),
        ("94 jaar oud", "·· jaar oud"),
        ("voornaam.naam@example.org", "···.···@···.···"),
        ("Kerkstraat 12", "··· ··"),
    ],
)
def test_a_finding_shows_its_form_and_not_what_it_says(text: str, masked: str) -> None:
    assert [finding.masked for finding in find(text)] == [masked]


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_no_digit_or_capital_of_what_was_found_is_shown(kind: str, marked: str) -> None:
    (finding,) = find(MARKED.sub(r"\1", marked))
    assert not re.search("[0-9]", finding.masked)
    if kind in personal_data.NUMBERS_OF_PEOPLE:
        assert not re.search(r"[^\W_]", finding.masked)


def test_what_a_message_quotes_is_masked_too() -> None:
    text = "de link 'mailto:voornaam@example.org' gaat naar buiten; bel 0400 12 34 56"
    assert personal_data.conceal(text) == (
        "de link 'mailto:···@···.···' gaat naar buiten; bel ···· ·· ·· ··"
    )


def test_our_own_messages_hold_nothing_to_mask() -> None:
    for rule in PROBLEM_RULES.values():
        assert personal_data.conceal(rule.message + rule.hint) == rule.message + rule.hint


# -- the rules as data -----------------------------------------------------------------------


def test_a_rule_is_written_in_what_python_and_javascript_share() -> None:
    for rule in RULES:
        assert not re.search(r"\\[a-zA-Z0-9]", rule.pattern.replace("\\n", "")), rule
        assert "(?P" not in rule.pattern, rule
        assert "(?i" not in rule.pattern, rule
        assert rule.flags in ("u", "iu"), rule
        assert rule.expression.groups <= 1, rule
        assert rule.check in ("", *personal_data.CHECKS), rule


def test_every_kind_has_words_for_an_editor() -> None:
    codes = {code for code in PROBLEM_RULES if code.startswith("personal-")}
    assert codes == {f"personal-{kind}" for kind in KINDS}
    for code in codes - {"personal-danger", "personal-long-text"}:
        assert "{masked}" in PROBLEM_RULES[code].message


def test_warnings_are_what_a_person_must_judge() -> None:
    soft = {kind for kind in KINDS if personal_data.severity(kind) is Severity.WARNING}
    assert soft == {"day-month", "age", "capitals", "danger", "long-text"}


def test_the_rules_for_the_browser_are_always_the_same() -> None:
    text = personal_data.rules_json()
    assert text == personal_data.rules_json()
    whole: dict[str, Any] = json.loads(text)
    assert [rule["kind"] for rule in whole["rules"]] == [rule.kind for rule in RULES]
    assert set(whole["kinds"]) == set(KINDS)


# -- speed -----------------------------------------------------------------------------------


def thoroughly(text: str) -> list[tuple[str, int, int]]:
    """Every rule on the whole text, wherever it may be worth trying or not."""
    everywhere = {need: [(0, len(text))] for need in Needs}
    found = personal_data._find_in(personal_data.fold(text), everywhere)
    return sorted((f.kind, f.start, f.end) for f in found)


def test_looking_only_where_it_is_worth_while_misses_nothing() -> None:
    many = ["\n\n".join(TEXTS), " ".join(TEXTS), *TEXTS, *(text.lower() for text in TEXTS)]
    for text in many:
        found = [f for f in find(text) if f.kind != personal_data.LONG_TEXT]
        assert sorted((f.kind, f.start, f.end) for f in found) == thoroughly(text), text


@pytest.mark.parametrize(
    "piece",
    [
        "0 ", "0", "12.", "@", "a@", "a.", "a.b@", "A", "Aa", "Straat ", "mevrouw ", "mevrouw de ",
        "prof. ", "klacht ", "kamer ", "een", "negentig", "BE68 ", "Rue ", "+32 ", "-", "www.",
        "http://", "(at)", "94 jaar ", "mishandel", " ", "\n", "\u00a0",
    ],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    """In words of a thousand characters: longer ones are refused before."""
    words = piece * (1_000 // len(piece))
    text = (f"{words} " if " " not in piece else words) * 100
    start = time.perf_counter()
    find(text)
    assert time.perf_counter() - start < 5


# -- the stories of the site -----------------------------------------------------------------


def test_the_stories_of_the_site_hold_no_personal_data(root: Path) -> None:
    """By the checker itself: with what their editors said is not personal."""
    from catalogue.loading import read  # noqa: PLC0415 -- nothing else here reads a project

    codes = [p for p in read(root)[1] if p.code.startswith(("personal-", "not-personal-"))]
    assert codes == []
