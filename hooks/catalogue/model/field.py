"""How a field of a source is described: its kind, its limits, and its words for editors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    SLUG = "slug"
    DATE = "date"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    """One of ``Field.choices``."""
    CONCEPT = "concept"
    """One concept of ``Field.scheme``."""
    TEXTS = "texts"
    SLUGS = "slugs"
    CHOICES = "choices"
    CONCEPTS = "concepts"
    RECORD = "record"
    """A mapping with the fields ``Field.fields``."""
    RECORDS = "records"


LISTS: Final = {Kind.TEXTS, Kind.SLUGS, Kind.CHOICES, Kind.CONCEPTS, Kind.RECORDS}


@dataclass(frozen=True, slots=True)
class Field:
    """One field that an editor fills in."""

    name: str
    kind: Kind
    description: str
    """For editors, in Dutch: what belongs here."""
    example: str
    """A value as it is typed."""
    required: bool = True
    scheme: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    minimum: int = 0
    """Of a number, or of the length of a list."""
    maximum: int = 0
    """Of a number, of the length of a list, or of the characters of a text; 0 means no limit."""
