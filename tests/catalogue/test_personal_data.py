"""What is personal data in a story, by the cases in ``personal_data.yml``, and what is made of it.

The same cases pass through the browser in ``tests/browser/test_personal_data.py``.
"""

from __future__ import annotations

import json
import random
import re
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from catalogue.problems.problem import Problems
from catalogue.problems.rule import Severity
from catalogue.problems.rules import RULES as PROBLEM_RULES
from catalogue.sources import personal_data
from catalogue.sources.personal_data import KINDS, KINDS_OF_WORDS, RULES, Needs, find
from catalogue.stories import prose
from catalogue.text.visible_text import BLANK, LEFT_OUT, MARKUP, as_seen, hides_nothing
from cmarkgfm import cmark

CASES: dict[str, Any] = yaml.safe_load(
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


def test_what_reads_through_formatting_is_written_in_what_they_share_too() -> None:
    for pattern in (MARKUP, LEFT_OUT, BLANK):
        assert not re.search(r"\\[a-zA-Z0-9]", re.sub(r"\\[nt]", "", pattern))
        assert "(?P" not in pattern


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


def test_looking_only_where_it_is_worth_while_misses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = ["\n\n".join(TEXTS), " ".join(TEXTS), *TEXTS, *(text.lower() for text in TEXTS)]
    found = [find(text) for text in many]
    everywhere = lambda text: {need: [(0, len(text))] for need in Needs}  # noqa: E731 -- said in one line
    monkeypatch.setattr(personal_data, "_windows", everywhere)
    monkeypatch.setattr(personal_data, "hides_nothing", lambda _: False)
    assert any(found)
    assert [text for text, some in zip(many, found, strict=True) if some != find(text)] == []


# -- behind formatting -----------------------------------------------------------------------

FORMATTED = {
    "each word in emphasis": lambda datum: re.sub(r"\w+", r"*\g<0>*", datum),
    "the first sign of each word in bold": lambda datum: re.sub(r"\b\w", r"**\g<0>**", datum),
    "a soft hyphen behind each letter": lambda datum: re.sub(r"[^\W\d_]", "\\g<0>\u00ad", datum),
    "a word joiner behind each digit": lambda datum: re.sub(r"\d", "\\g<0>\u2060", datum),
    "every sign as an entity": lambda datum: "".join(f"&#{ord(sign)};" for sign in datum),
    "full width": lambda datum: re.sub(
        r"[A-Za-z0-9]", lambda sign: chr(ord(sign[0]) + 0xFEE0), datum
    ),
    "marks behind backslashes": lambda datum: re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", datum),
    "spaces that do not break": lambda datum: datum.replace(" ", "&nbsp;"),
    "hard breaks": lambda datum: datum.replace("\n", " ").replace(" ", "  \n"),
    "breaks by backslash": lambda datum: datum.replace("\n", " ").replace(" ", "\\\n"),
    "in an item": lambda datum: datum.replace("\n", " ").replace(" ", "\n      "),
    "in a quote": lambda datum: datum.replace("\n", " ").replace(" ", "\n> "),
    "as a link": lambda datum: f"[{datum}](/content/over.md)",
    "partly a link": lambda datum: f"{datum[:2]}[{datum[2:]}](</content/over.md> 'titel')",
}
"""Ways to write the same words so that a reader sees them, and a search of what is typed does not."""
PLAIN = [(kind, marked) for kind, marked in FOUND if hides_nothing(MARKED.sub(r"\1", marked))]


@pytest.mark.parametrize("way", FORMATTED)
def test_formatting_hides_nothing(way: str) -> None:
    missed = []
    for kind, marked in PLAIN:
        text = MARKED.sub(lambda datum: FORMATTED[way](datum[1]), marked)
        if kind not in [finding.kind for finding in find(text)]:
            missed.append(text)
    assert len(PLAIN) > 120
    assert missed == []


BLOCKS = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|blockquote|hr|pre)\b[^>]*>")


def test_whatever_is_found_in_the_page_is_found_in_its_source() -> None:
    """Of texts put together by chance; what the page says is asked of the renderer itself."""
    chance = random.Random(312)  # noqa: S311 -- the same texts each time
    shown = 0
    for _ in range(4_000):
        text = (
            "".join(chance.choices(CASES["pieces"], k=chance.randint(3, 14)))
            + "\n\n[a]: /content/over.md\n"
        )
        if prose.render(text, "x.md", 1, Problems()) is None:
            continue  # a story cannot hold it
        html = BLOCKS.sub("\n\n", cmark.markdown_to_html(text)).replace("<br />\n", " ")
        blocks = re.split(r"\n\n+", unescape(re.sub(r"<[^>]+>", "", html)))
        seen = "\n\n".join(" ".join(as_seen(block).split(" ")).strip() for block in blocks)
        errors = [f for f in find(seen) if personal_data.severity(f.kind) is Severity.ERROR]
        shown += bool(errors)
        assert bool(errors) <= bool(find(text)), text
    assert shown > 100


def test_what_is_found_on_both_sides_of_formatting_is_found_once() -> None:
    text = "Kamer 3, kamer *4*, kamer 1*2*, en op 12 maart *2024* mevrouw Peeters."
    found = [(finding.kind, finding.masked) for finding in find(text)]
    rooms = [("room-number", "Kamer ·"), ("room-number", "kamer ·"), ("room-number", "kamer ··")]
    assert found == [*rooms, ("exact-date", "·· ··· ····"), ("title-name", "mevrouw ···")]


def test_it_is_told_of_the_line_on_which_it_ends() -> None:
    text = "Een stoel.\n\n- Daar was mevrouw\n  *Peeters* van kamer\n  312."
    assert [text.count("\n", 0, finding.place) for finding in find(text)] == [3, 4]


@pytest.mark.parametrize(
    "piece",
    [
        "0 ", "0", "12.", "@", "a@", "a.", "a.b@", "A", "Aa", "Straat ", "mevrouw ", "mevrouw de ",
        "prof. ", "klacht ", "kamer ", "een", "negentig", "BE68 ", "Rue ", "+32 ", "-", "www.",
        "http://", "(at)", "94 jaar ", "mishandel", " ", "\n", "\u00a0", "*", "](", ']("', "]((", "][",
        "[a](", "&#80;", "\\\n", "\n- ", "\n1. ", "\n> ", "\n* *", "\u00ad", "…", "Ｐ",
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
    from catalogue.project.project import read  # noqa: PLC0415 -- nothing else here reads a project

    codes = [p for p in read(root)[1] if p.code.startswith(("personal-", "not-personal-"))]
    assert codes == []
