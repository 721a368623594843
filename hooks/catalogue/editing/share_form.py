"""What the form to share a story knows of the catalogue: its choices, its limits, the rules it checks by."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from catalogue.model.addresses import RESERVED_SLUGS
from catalogue.model.catalogue import Catalogue
from catalogue.model.field import Field, Kind
from catalogue.model.organisation import Organisation
from catalogue.model.story import Scope
from catalogue.model.vocabulary import Concept
from catalogue.problems.rules import RULES
from catalogue.sources import schema
from catalogue.sources.files import MAX_PUNCTUATION_RUN, MAX_TEXT_BYTES, MAX_WORD_CHARACTERS
from catalogue.sources.names import MAX_NAME_CHARACTERS
from catalogue.text.characters import UNSEEN

RULES_URI: Final = "assets/data/share.json"
FORM_URI: Final = "assets/data/share-form.json"
PERSONAL_URI: Final = "assets/data/personal-data.json"

CHECKED: Final = ("control-character", "punctuation-run", "long-word", "file-large")
"""What the checker asks of a whole file, and the form of a whole text: the keys of their rules."""

NO_FILE_NAMES: Final = (
    "con", "prn", "aux", "nul",
    *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10)),
)  # fmt: skip
"""What Windows keeps for itself: a file of that name cannot be opened there."""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Concepts that stand under one heading; the heading is empty where there is none."""

    heading: str
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class ShareForm:
    """The choices that the form offers."""

    choices: Mapping[str, tuple[ChoiceGroup, ...]]
    """What can be chosen for each field of a story that takes its values from the vocabulary."""
    organisations: tuple[Organisation, ...]
    scopes: tuple[Scope, ...]
    givers_of_consent: tuple[str, ...]
    limits: Mapping[str, int]
    """The most characters of each field that is typed."""


def share_form(catalogue: Catalogue) -> ShareForm:
    """Return what the form offers to whoever has a story."""
    return ShareForm(
        choices={
            field.name: tuple(_groups(catalogue.vocabulary[field.scheme]))
            for field in schema.STORY
            if field.kind in (Kind.CONCEPT, Kind.CONCEPTS)
        },
        organisations=tuple(catalogue.organisations.values()),
        scopes=tuple(Scope),
        givers_of_consent=_field(schema.CONSENT, "by").choices,
        limits={field.name: field.maximum for field in schema.STORY if field.kind is Kind.TEXT},
    )


def _groups(concepts: Iterable[Concept]) -> Iterable[ChoiceGroup]:
    for heading, group in groupby(concepts, key=lambda concept: concept.group):
        yield ChoiceGroup(heading, tuple(group))


def _field(fields: Iterable[Field], name: str) -> Field:
    return next(field for field in fields if field.name == name)


def form_json(html: str) -> str:
    """Return *html*, the questions and what the script says, as the script fetches it.

    It stands in no page: who has no script does not wait for it, and who has one sees the page sooner.
    """
    return json.dumps({"html": html}, ensure_ascii=False)


def form_rules() -> str:
    """Return what the script of the form checks by, as JSON; always the same."""
    exception = schema.NOT_PERSONAL.fields
    whole = {
        "limits": {
            **{field.name: field.maximum for field in (*schema.STORY, *exception) if field.maximum},
            **{field.name: field.maximum for field in schema.CONSENT if field.kind is Kind.TEXT},
            "exceptions": schema.NOT_PERSONAL.maximum,
            "file": MAX_TEXT_BYTES,
            "name": MAX_NAME_CHARACTERS,
            "run": MAX_PUNCTUATION_RUN,
            "word": MAX_WORD_CHARACTERS,
        },
        "problems": {
            code: {"message": RULES[code].message, "hint": RULES[code].hint} for code in CHECKED
        },
        "reserved": sorted({*RESERVED_SLUGS, *NO_FILE_NAMES}),
        "unseen": {"pattern": UNSEEN.pattern, "names": dict(_names_of_unseen())},
    }
    return json.dumps(whole, sort_keys=True, separators=(",", ":"))


def _names_of_unseen() -> Iterable[tuple[str, str]]:
    for code in range(0x10000):
        name = unicodedata.name(chr(code), "") if UNSEEN.match(chr(code)) else ""
        if name:
            yield f"{code:04X}", name
