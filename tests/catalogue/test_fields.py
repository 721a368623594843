"""Fields to typed values, by a schema."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from catalogue.model.field import Field, Kind
from catalogue.model.vocabulary import Concept, Vocabulary
from catalogue.problems.problem import Problems
from catalogue.sources import schema
from catalogue.sources.fields import Reader
from catalogue.sources.front_matter import parse_fields

INNER = (
    Field("naam", Kind.TEXT, "", "Jan"),
    Field("dag", Kind.DATE, "", "2026-01-01", required=False),
)


def read(
    yaml: str, *fields: Field, vocabulary: Vocabulary | None = None
) -> tuple[dict[str, Any] | None, list[str]]:
    """Return what was read, and the codes of the problems."""
    problems = Problems()
    reader = Reader("x.md", vocabulary or Vocabulary(), problems)
    values = reader.read(parse_fields(yaml, "x.md", 2, problems), fields)
    return values, [problem.code for problem in problems]


def value(yaml: str, field: Field, vocabulary: Vocabulary | None = None) -> Any:
    """Return the value of *field*, which must be right."""
    values, codes = read(yaml, field, vocabulary=vocabulary)
    assert codes == []
    assert values is not None
    return values[field.name]


def field(kind: Kind, **settings: Any) -> Field:
    return Field("a", kind, "", "voorbeeld", **settings)


def test_white_space_in_a_text_becomes_one_space() -> None:
    assert (
        value("a: >\n  De stoel\n\n  aan   het raam\n", field(Kind.TEXT)) == "De stoel aan het raam"
    )


def test_a_date_becomes_a_date() -> None:
    assert value("a: 2026-03-14\n", field(Kind.DATE)) == date(2026, 3, 14)


def test_a_date_between_quotes_is_a_date_too() -> None:
    assert value('a: "2026-03-14"\n', field(Kind.DATE)) == date(2026, 3, 14)


def test_a_leap_day_that_exists_is_a_date() -> None:
    assert value("a: 2028-02-29\n", field(Kind.DATE)) == date(2028, 2, 29)


@pytest.mark.parametrize("number", [1, 2, 9, 10])
def test_both_ends_of_a_range_belong_to_it(number: int) -> None:
    assert value(f"a: {number}\n", field(Kind.INTEGER, minimum=1, maximum=10)) == number


@pytest.mark.parametrize("number", ["0", "11"])
def test_a_number_outside_its_range_is_refused(number: str) -> None:
    assert read(f"a: {number}\n", field(Kind.INTEGER, minimum=1, maximum=10))[1] == ["number-range"]


@pytest.mark.parametrize("text", ["-1", "+1", "1.0", "1e3", "een", "1 000", "0x1F", "12:30"])
def test_only_digits_are_a_number(text: str) -> None:
    assert read(f"a: {text}\n", field(Kind.INTEGER, maximum=999_999))[1] == ["not-integer"]


@pytest.mark.parametrize(("text", "truth"), [("true", True), ("false", False)])
def test_true_and_false_are_booleans(text: str, truth: bool) -> None:
    assert value(f"a: {text}\n", field(Kind.BOOLEAN)) is truth


@pytest.mark.parametrize("text", ["ja", "nee", "yes", "no", "on", "off", "True", "FALSE", "1", "0"])
def test_nothing_else_is_a_boolean(text: str) -> None:
    assert read(f"a: {text}\n", field(Kind.BOOLEAN))[1] == ["not-boolean"]


def test_a_concept_comes_from_its_list(vocabulary: Vocabulary) -> None:
    found = value("a: gang\n", field(Kind.CONCEPT, scheme="setting"), vocabulary)
    assert found == Concept("gang", "Gang", "De gang.")


def test_a_concept_of_another_list_is_unknown(vocabulary: Vocabulary) -> None:
    _, codes = read("a: respect\n", field(Kind.CONCEPT, scheme="setting"), vocabulary=vocabulary)
    assert codes == ["unknown-value"]


def test_the_label_of_a_concept_is_not_its_name(vocabulary: Vocabulary) -> None:
    _, codes = read("a: Gang\n", field(Kind.CONCEPT, scheme="setting"), vocabulary=vocabulary)
    assert codes == ["unknown-value"]


def test_a_list_keeps_its_order(vocabulary: Vocabulary) -> None:
    themes = value("a: [rust, humor, respect]\n", field(Kind.CONCEPTS, scheme="theme"), vocabulary)
    assert [theme.id for theme in themes] == ["rust", "humor", "respect"]


def test_a_record_has_its_own_fields_and_its_line() -> None:
    record = value("a:\n  naam: Jan\n", field(Kind.RECORD, fields=INNER))
    assert record == {"naam": "Jan", "dag": None, "line": 3}


def test_a_list_of_records_has_a_line_for_each() -> None:
    records = value("a:\n  - naam: Jan\n  - naam: An\n", field(Kind.RECORDS, fields=INNER))
    assert [(record["naam"], record["line"]) for record in records] == [("Jan", 3), ("An", 4)]


def test_two_records_may_be_equal() -> None:
    assert len(value("a:\n  - naam: Jan\n  - naam: Jan\n", field(Kind.RECORDS, fields=INNER))) == 2


@pytest.mark.parametrize(
    ("kind", "absent"),
    [
        (Kind.TEXT, None),
        (Kind.DATE, None),
        (Kind.BOOLEAN, None),
        (Kind.RECORD, None),
        (Kind.TEXTS, ()),
        (Kind.CONCEPTS, ()),
        (Kind.RECORDS, ()),
    ],
)
def test_an_optional_field_may_be_absent(kind: Kind, absent: object) -> None:
    assert value("", field(kind, required=False)) == absent


def test_an_optional_text_may_be_empty_on_purpose() -> None:
    assert value('a: ""\n', field(Kind.TEXT, required=False)) == ""


def test_an_optional_text_without_a_value_was_forgotten() -> None:
    assert read("a:\n", field(Kind.TEXT, required=False))[1] == ["empty-value"]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_kind_takes_an_empty_value(kind: Kind, vocabulary: Vocabulary) -> None:
    settings = {"scheme": "theme", "fields": INNER, "choices": ("x",)}
    values, codes = read("a:\n", field(kind, **settings), vocabulary=vocabulary)
    assert values is None
    assert len(codes) == 1


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.TEXTS, Kind.SLUGS)])
@pytest.mark.parametrize("yaml", ["a: Een zin.\n", "a: [[x]]\n", "a: {b: c}\n", "a: [{b: c}]\n"])
def test_what_does_not_fit_is_a_problem_and_no_crash(
    kind: Kind, yaml: str, vocabulary: Vocabulary
) -> None:
    settings = {"scheme": "theme", "fields": INNER, "choices": ("x",), "maximum": 5}
    values, codes = read(yaml, field(kind, **settings), vocabulary=vocabulary)
    assert values is None
    assert codes


def test_everything_that_is_wrong_is_said_at_once() -> None:
    fields = (
        Field("a", Kind.DATE, "", "2026-01-01"),
        Field("b", Kind.INTEGER, "", "5", maximum=9),
        Field("c", Kind.TEXT, "", "x"),
    )
    values, codes = read("a: gisteren\nb: veel\nd: x\n", *fields)
    assert values is None
    assert sorted(codes) == ["missing-key", "not-date", "not-integer", "unknown-key"]


def test_fields_that_cannot_be_read_are_not_missing() -> None:
    values, codes = read("a: [\n", field(Kind.TEXT))
    assert values is None
    assert codes == ["yaml-syntax"]


def test_a_missing_field_of_a_record_is_reported_where_the_record_is() -> None:
    problems = Problems()
    fields = parse_fields("x: y\na:\n  - dag: 2026-01-01\n", "x.md", 2, problems)
    assert fields is not None
    reader = Reader("x.md", Vocabulary(), problems)
    reader.read({"a": fields["a"]}, (field(Kind.RECORDS, fields=INNER),))
    assert [(problem.code, problem.line) for problem in problems] == [("missing-key", 4)]


def all_fields() -> list[Field]:
    """Every field of every schema, those within fields too."""
    found = []
    queue = [
        item
        for fields in vars(schema).values()
        if isinstance(fields, tuple)
        for item in fields
        if isinstance(item, Field)
    ]
    while queue:
        item = queue.pop()
        found.append(item)
        queue.extend(item.fields)
    return found


@pytest.mark.parametrize("item", all_fields(), ids=lambda item: item.name)
def test_every_field_is_explained_to_editors(item: Field) -> None:
    assert item.description.endswith((".", "!", "?"))
    assert item.example
