"""The fixed words and the organisations: ``content/_data``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from catalogue.model.catalogue import HelpLine
from catalogue.model.organisation import Organisation
from catalogue.model.vocabulary import SCHEMES, Concept, ConceptScheme, Vocabulary
from catalogue.problems.hints import choice_hint
from catalogue.problems.problem import Problems
from catalogue.project.accessibility import TEST_PATH
from catalogue.sources import schema
from catalogue.sources.fields import Reader
from catalogue.sources.files import decode
from catalogue.sources.front_matter import Fields, parse_fields
from catalogue.text.slugs import SLUG

VOCABULARY_PATH: Final = "content/_data/vocabulary.yml"
ORGANISATIONS_PATH: Final = "content/_data/organisations.yml"
HELP_PATH: Final = "content/_data/help.yml"
DATA_PATHS: Final = frozenset({VOCABULARY_PATH, ORGANISATIONS_PATH, HELP_PATH, TEST_PATH})
"""The files of ``content/_data`` that are read."""


# -- the fixed words -----------------------------------------------------------------------


def parse_vocabulary(data: bytes, problems: Problems) -> Vocabulary | None:
    """Return the concept schemes; None, and the problems, when they have errors."""
    schemes: dict[str, ConceptScheme] = {}
    found = _data_fields(data, VOCABULARY_PATH, problems)
    if found is None:
        return None
    reader = Reader(VOCABULARY_PATH, Vocabulary(), problems)
    for key, value_ in found.items():
        if key not in SCHEMES:
            line = value_.key_line or value_.line
            choice = choice_hint(key, SCHEMES)
            problems.add("unknown-key", VOCABULARY_PATH, line, key=key, choice=choice)
    for scheme in SCHEMES:
        value = found.get(scheme)
        if value is None or value.fields is None:
            problems.add("missing-key", VOCABULARY_PATH, 1, key=scheme, example="…")
            continue
        concepts = {}
        for id_, fields, line in _records(value.fields, reader):
            values = reader.read(fields, schema.CONCEPT, line)
            if values is not None:
                concepts[id_] = Concept(
                    id_,
                    values["label"],
                    values["definition"],
                    values["group"] or "",
                    values["synonyms"],
                )
        schemes[scheme] = ConceptScheme(scheme, concepts)
    return None if problems.errors else Vocabulary(schemes)


def parse_organisations(
    data: bytes, vocabulary: Vocabulary, problems: Problems
) -> dict[str, Organisation]:
    """Return the organisations that share stories, by slug."""
    reader = Reader(ORGANISATIONS_PATH, vocabulary, problems)
    organisations = {}
    found = _data_fields(data, ORGANISATIONS_PATH, problems) or {}
    for slug, fields, line in _records(found, reader):
        values = reader.read(fields, schema.ORGANISATION, line)
        if values is not None:
            organisations[slug] = Organisation(
                slug,
                values["name"],
                values["sector"],
                values["summary"],
                bool(values["example"]),
                values["start"] or "",
            )
    return organisations


_NUMBER: Final = re.compile(r"\+?[0-9]+(?: [0-9]+)*")
"""What a telephone can dial."""


def parse_help_lines(data: bytes, problems: Problems) -> tuple[HelpLine, ...]:
    """Return whom to turn to when it is hard, in the order of the source."""
    reader = Reader(HELP_PATH, Vocabulary(), problems)
    lines = []
    found = _data_fields(data, HELP_PATH, problems)
    if found == {}:
        problems.add("help-empty", HELP_PATH, 1)
    for id_, fields, line in _records(found or {}, reader):
        values = reader.read(fields, schema.HELP_LINE, line)
        if values is None:
            continue
        number = values["number"] or ""
        if number and not _NUMBER.fullmatch(number):
            problems.add("help-number", HELP_PATH, fields["number"].line, value=number)
        lines.append(HelpLine(id_, values["label"], values["summary"], number))
    return tuple(lines)


def _data_fields(data: bytes, path: str, problems: Problems) -> Fields | None:
    text = decode(data, path, problems)
    return None if text is None else parse_fields(text, path, 1, problems)


def _records(fields: Fields, reader: Reader) -> Iterator[tuple[str, Fields, int]]:
    """The entries of a data file: id, fields, line."""
    for id_, value in fields.items():
        line = value.key_line or value.line
        if not SLUG.fullmatch(id_):
            reader.problems.add(
                "not-slug", reader.path, line, value=id_, key="id", example="een-naam"
            )
        elif value.fields is None:
            reader.problems.add(
                "not-mapping", reader.path, line, key=id_, example="label: Luisteren"
            )
        else:
            yield id_, value.fields, value.line
