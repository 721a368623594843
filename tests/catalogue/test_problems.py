"""What is wrong, as people and programs read it."""

from __future__ import annotations

import json
import pickle

import pytest
from catalogue.problems.hints import choice_hint, enumerate_in_dutch
from catalogue.problems.problem import ContentError, Problem, Problems
from catalogue.problems.reports import format_github, format_json, format_text
from catalogue.problems.rules import RULES


@pytest.fixture
def problems() -> Problems:
    found = Problems()
    found.add("crlf", "b.md", 1)
    found.add("unknown-key", "a.md", 10, key="sumary", choice="kies uit: summary")
    found.add("file-empty", "a.md", 9)
    return found


def test_problems_come_by_path_and_line(problems: Problems) -> None:
    assert [(problem.path, problem.line) for problem in problems] == [
        ("a.md", 9),
        ("a.md", 10),
        ("b.md", 1),
    ]


def test_a_problem_is_said_once(problems: Problems) -> None:
    problems.add("crlf", "b.md", 1)
    assert len(problems) == 3


def test_warnings_and_errors_are_told_apart(problems: Problems) -> None:
    assert [problem.code for problem in problems.errors] == ["file-empty", "unknown-key"]
    assert [problem.code for problem in problems.warnings] == ["crlf"]


def test_warnings_alone_raise_nothing() -> None:
    problems = Problems()
    problems.add("crlf", "a.md", 1)
    problems.raise_errors()


def test_an_error_holds_every_error(problems: Problems) -> None:
    with pytest.raises(ContentError) as caught:
        problems.raise_errors()
    assert caught.value.problems == problems.errors
    assert str(caught.value).count("hint:") == 2


def test_an_error_goes_from_one_process_to_another(problems: Problems) -> None:
    error = ContentError(problems.errors)
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301 -- our own


def test_a_word_may_be_called_anything() -> None:
    problems = Problems()
    problems.add("link-anchor", "a.md", 1, path="/b.md", anchor="x", choice="…")
    assert problems.errors[0].message == "op /b.md staat geen kop '#x'"


def test_a_person_reads_lines(problems: Problems) -> None:
    assert format_text(problems) == (
        "a.md:9: het bestand is leeg\n"
        "    hint: begin met '---', de velden, weer '---' en dan de tekst\n"
        "a.md:10: onbekend veld 'sumary'\n"
        "    hint: kies uit: summary\n"
        "b.md:1: let op: de regels eindigen zoals in Windows (CRLF)\n"
        "    hint: we lezen het wel; kies in je tekstprogramma liever 'LF' als regeleinde"
    )


def test_github_reads_commands() -> None:
    problems = [
        Problem("a.md", 3, "crlf", "Let op", "Doe dit"),
        Problem("b.md", 4, "file-empty", "Leeg", ""),
    ]
    assert format_github(problems) == (
        "::warning file=a.md,line=3::Let op%0ADoe dit\n::error file=b.md,line=4::Leeg"
    )


def test_github_cannot_be_given_other_commands() -> None:
    problem = Problem("a,b:c\n::x.md", 1, "file-empty", "100% \r\n::add-mask::x", "")
    assert format_github([problem]) == (
        "::error file=a%2Cb%3Ac%0A%3A%3Ax.md,line=1::100%25 %0D%0A::add-mask::x"
    )


def test_a_program_reads_json(problems: Problems) -> None:
    rows = json.loads(format_json(problems))
    assert [row["code"] for row in rows] == ["file-empty", "unknown-key", "crlf"]
    assert rows[1] == {
        "path": "a.md",
        "line": 10,
        "severity": "error",
        "code": "unknown-key",
        "message": "onbekend veld 'sumary'",
        "hint": "kies uit: summary",
    }


def test_no_problems_are_an_empty_list() -> None:
    assert json.loads(format_json([])) == []


@pytest.mark.parametrize(
    "value", ["a\n::error::b", "a\r\nb", "\x1b[31mrood\x1b[0m", "a\u2028b", "a\udce9b", "a\u202eb"]
)
def test_what_is_shown_of_a_source_stays_on_its_line(value: str) -> None:
    problems = Problems()
    problems.add("unknown-key", f"{value}.md", 1, key=value, choice=value)
    assert len(problems.errors) == 1
    assert all(line.isprintable() for line in format_text(problems).split("\n"))
    assert format_text(problems).count("\n") == 1


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a of b"), (["a", "b", "c"], "a, b of c")],
)
def test_words_are_listed_as_in_a_sentence(words: list[str], text: str) -> None:
    assert enumerate_in_dutch(words) == text


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("titel", "bedoelde je 'title'? kies uit: sector, title"),
        ("TITLE", "bedoelde je 'title'? kies uit: sector, title"),
        ("q", "kies uit: sector, title"),
        ("", "kies uit: sector, title"),
    ],
)
def test_a_hint_names_the_choices_and_the_nearest(value: str, hint: str) -> None:
    assert choice_hint(value, ["title", "sector"]) == hint


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_to_do(code: str) -> None:
    rule = RULES[code]
    assert rule.hint
    assert not rule.message.endswith(".")
    assert rule.message[0].islower() or rule.message[0] in "'\"{Y"
