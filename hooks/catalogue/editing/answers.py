"""What somebody types as an answer, to the value of a field: checked as if it stood in a source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.model.addresses import RESERVED_SLUGS
from catalogue.model.field import LISTS, Field, Kind
from catalogue.problems.problem import Problem, Problems
from catalogue.sources.fields import Reader
from catalogue.sources.front_matter import Fields, Value
from catalogue.sources.names import check_name
from catalogue.stories.parse import StoryContext
from catalogue.text.characters import unseen

_YES: Final = {"ja", "j", "yes", "y", "true", "waar"}
_NO: Final = {"nee", "neen", "n", "no", "false", "onwaar"}


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a question allows."""

    id: str
    """What stands in the source."""
    label: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Understands the answers to questions about a source."""

    context: StoryContext

    def options(self, field: Field, sector: str = "") -> tuple[Option, ...]:
        """Return what can be chosen for *field*; nothing where anything can be typed.

        Of organisations, only those of *sector* fit the story.
        """
        if field.name == "organisation":
            found = self.context.organisations.values()
            return tuple(
                Option(item.slug, item.name, item.summary)
                for item in found
                if sector in ("", item.sector.id)
            )
        if field.scheme:
            concepts = self.context.vocabulary[field.scheme]
            return tuple(Option(c.id, c.label, c.definition, c.synonyms) for c in concepts)
        return tuple(Option(choice, choice) for choice in field.choices)

    def value(self, field: Field, typed: str, options: tuple[Option, ...] = ()) -> Value:
        """Return what *typed* means as an answer about *field*: a number stands for one of *options*."""
        typed = " ".join(unicodedata.normalize("NFC", typed).split())
        if field.kind in LISTS:
            items = tuple(Value(1, "text", _chosen(part, options)) for part in _parts(typed))
            return Value(1, "list", items=items)
        if field.kind is Kind.BOOLEAN:
            return Value(1, "text", _truth(typed))
        return Value(1, "text", _chosen(typed, options))

    def problems(self, field: Field, value: Value) -> tuple[Problem, ...]:
        """Return what the checks would say of *value* in *field*."""
        problems = Problems()
        Reader("", self.context.vocabulary, problems).read({field.name: value}, (field,))
        for text in _texts(value):
            for name in unseen(text):
                problems.add("control-character", "", 1, name=name)
            if not _is_unicode(text):
                problems.add("not-utf-8", "", 1)
        return tuple(problems)


def name_problems(name: str, folder: str, taken: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what is wrong with *name* for a new source in *folder*; *taken* says whose names are in use."""
    problems = Problems()
    is_story = folder == "stories"
    if check_name(f"{name}.md" if is_story else name, "", problems):
        if is_story and name in RESERVED_SLUGS:
            problems.add("story-address-reserved", "", 1, slug=name)
        elif is_story and name in taken:
            problems.add("story-address-taken", "", 1, slug=name, other=taken[name])
        elif name in taken:
            problems.add("page-address-taken", "", 1, uri=f"{folder}/{name}/", other=taken[name])
    return tuple(problems)


def missing(fields: Fields, schema: tuple[Field, ...]) -> Iterator[Problem]:
    """The problem of each required field of *schema* that is not among *fields*."""
    for field in schema:
        if field.required and field.name not in fields:
            problems = Problems()
            problems.add("missing-key", "", 1, key=field.name, example=field.example)
            yield from problems


def _parts(typed: str) -> list[str]:
    typed = typed.strip("[] ")
    if re.fullmatch(r"[\d\s]+", typed):
        return typed.split()
    return [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]


def _chosen(typed: str, options: tuple[Option, ...]) -> str:
    """The option that *typed* names by number, word, label or synonym; else *typed* itself."""
    if typed.isdecimal() and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1].id
    for option in options:
        names = (option.id, option.label, *option.synonyms)
        if typed.casefold() in (name.casefold() for name in names):
            return option.id
    return typed


def _truth(typed: str) -> str:
    word = typed.casefold()
    return "true" if word in _YES else "false" if word in _NO else typed


def _texts(value: Value) -> Iterator[str]:
    yield value.text
    for item in value.items:
        yield from _texts(item)


def _is_unicode(text: str) -> bool:
    """Whether *text* can be saved: bytes that were no UTF-8 become halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
