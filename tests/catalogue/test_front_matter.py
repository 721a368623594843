"""Text to fields with their lines, and a body with its first line."""

from __future__ import annotations

import pytest
from catalogue.problems.problem import Problems
from catalogue.sources.front_matter import MAX_CHARACTERS, Fields, parse_fields, split


def fields_of(yaml: str, first_line: int = 1) -> Fields:
    problems = Problems()
    fields = parse_fields(yaml, "x.md", first_line, problems)
    assert fields is not None
    assert not list(problems)
    return fields


def codes_of(yaml: str) -> list[str]:
    problems = Problems()
    parse_fields(yaml, "x.md", 1, problems)
    return [problem.code for problem in problems]


def test_a_file_is_split_into_fields_and_body() -> None:
    parts = split("---\ntitle: Een\n---\n\nTekst.\n", "x.md", Problems())
    assert parts is not None
    fields, body, body_line = parts
    assert fields is not None
    assert (fields["title"].text, body, body_line) == ("Een", "Tekst.", 5)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\na: b\n---\nTekst.", 4),
        ("---\na: b\n---\n\n\n\nTekst.\n\nMeer.\n", 7),
        ("---\n---\nTekst.", 3),
        ("---  \na: b\n---  \n\nTekst.", 5),
        ("---\na: b\nc: d\n---\n\n---\n", 6),
    ],
)
def test_the_body_begins_on_the_first_line_that_is_not_empty(text: str, line: int) -> None:
    parts = split(text, "x.md", Problems())
    assert parts is not None
    assert parts[2] == line
    assert text.split("\n")[line - 1].strip() == parts[1].split("\n")[0]


def test_a_body_can_be_empty() -> None:
    parts = split("---\na: b\n---\n", "x.md", Problems())
    assert parts is not None
    assert parts[1] == ""


def test_hyphens_in_the_body_do_not_end_it() -> None:
    parts = split("---\na: b\n---\n\nEen.\n\n---\n\nTwee.\n", "x.md", Problems())
    assert parts is not None
    assert parts[1] == "Een.\n\n---\n\nTwee."


def test_fields_that_cannot_be_read_are_none_and_the_body_is_still_there() -> None:
    problems = Problems()
    assert split("---\na: [\n---\n\nTekst.\n", "x.md", problems) == (None, "Tekst.", 5)
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["", "Tekst.", " ---\na: b\n---\n", "---", "---\na: b\n", "--\n"])
def test_without_front_matter_there_is_no_source(text: str) -> None:
    problems = Problems()
    assert split(text, "x.md", problems) is None
    assert len(problems) == 1


def test_front_matter_of_exactly_the_limit_is_read() -> None:
    rest = len("---\na: \n---")
    text = f"---\na: {'word ' * 4000}"[: MAX_CHARACTERS - rest + 7].rstrip()
    text += "x" * (MAX_CHARACTERS - len(text) - 4) + "\n---\n\nTekst.\n"
    problems = Problems()
    assert split(text, "x.md", problems) is not None
    assert not list(problems)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("ja", "text"),
        ("nee", "text"),
        ("De stoel", "text"),
        ("true", "boolean"),
        ("on", "boolean"),
        ("No", "boolean"),
        ('"on"', "text"),
        ("'2026'", "text"),
        ("2026", "number"),
        ("1.5", "number"),
        ("8:30", "number"),
        ("2026-03-14", "date"),
        ("2026-02-30", "date"),
        ('"2026-03-14"', "text"),
        ("", "empty"),
        ("~", "empty"),
        ("null", "empty"),
        ('""', "text"),
        ("[a]", "list"),
        ("{a: b}", "mapping"),
        (">\n  2026", "text"),
    ],
)
def test_a_value_keeps_what_yaml_would_make_of_it(value: str, kind: str) -> None:
    assert fields_of(f"a: {value}\n")["a"].kind == kind


@pytest.mark.parametrize("value", ["0123", "1e400", "2026-02-30", "0x1F", "1_000", ".inf"])
def test_a_value_stays_as_it_was_typed(value: str) -> None:
    assert fields_of(f"a: {value}\n")["a"].text == value


def test_quotes_are_not_part_of_a_value() -> None:
    assert fields_of("a: \"x: 'y'\"\n")["a"].text == "x: 'y'"


def test_keys_stay_text() -> None:
    assert list(fields_of("2026: a\non: b\nnull: c\n")) == ["2026", "on", "null"]


def test_every_value_knows_its_line() -> None:
    fields = fields_of("a: b\n\n# uitleg\nc:\n  - d\n  - e\n", first_line=10)
    assert fields["a"].line == 10
    assert [item.line for item in fields["c"].items] == [14, 15]


def test_the_values_in_a_value_know_their_lines() -> None:
    inner = fields_of("a:\n  b: c\n  d: e\n")["a"].fields
    assert inner is not None
    assert {key: value.line for key, value in inner.items()} == {"b": 2, "d": 3}


def test_no_yaml_is_no_fields() -> None:
    assert fields_of("") == {}
    assert fields_of("# alleen uitleg\n") == {}


@pytest.mark.parametrize(
    ("yaml", "code"),
    [
        ("a: x # y\n", "yaml-comment"),
        ("- a\n", "front-matter-not-fields"),
        ("tekst\n", "front-matter-not-fields"),
        ("a: &b c\n", "yaml-alias"),
        ("a: *b\n", "yaml-alias"),
        ("<<: *b\n", "yaml-alias"),
        ("a: !!int 5\n", "yaml-tag"),
        ("a: !b c\n", "yaml-tag"),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag"),
        ("a:\tb\n", "yaml-tab"),
        ("a: b: c\n", "yaml-colon"),
        ('a: "b" c\n', "yaml-quote"),
        ("a: [b\n", "yaml-syntax"),
        ("a: }\n", "yaml-syntax"),
        ("%TAG ! x\n", "yaml-syntax"),
        ("a: b\n---\nc: d\n", "yaml-syntax"),
        ('a: "\\ud800"\n', "yaml-quote"),
        ("a: b\na: c\n", "double-key"),
        ("a: [[[[[[b]]]]]]\n", "yaml-depth"),
    ],
)
def test_what_is_wrong_with_fields_has_one_name(yaml: str, code: str) -> None:
    assert codes_of(yaml) == [code]


@pytest.mark.parametrize(
    "yaml",
    ["a: " + "[ " * 5000, "a:\n" + "- " * 5000 + "x", "a: " + "{b: " * 3000 + "}" * 3000],
)
def test_thousands_of_levels_are_a_problem_and_no_crash(yaml: str) -> None:
    assert codes_of(yaml)


def test_five_levels_are_enough_for_a_plan() -> None:
    assert codes_of("plans:\n  - steps:\n      - activity: x\n") == []


def test_every_tab_is_named() -> None:
    problems = Problems()
    parse_fields("a:\tb\nc: d\ne:\tf\n", "x.md", 2, problems)
    assert [problem.line for problem in problems] == [2, 4]
