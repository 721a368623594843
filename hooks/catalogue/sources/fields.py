"""From front matter to typed values: the schema of every kind of source, and the one way to read it.

A schema is a tuple of ``Field``. The checks, the guides for editors and the forms all read these
tuples, so that a field is described in exactly one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from catalogue.model.field import LISTS, Field, Kind
from catalogue.model.vocabulary import Concept, Vocabulary
from catalogue.problems.hints import choice_hint
from catalogue.problems.problem import Problems
from catalogue.sources.front_matter import Fields, Value
from catalogue.text.slugs import SLUG


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads fields of one source by a schema; every value that does not fit becomes a problem."""

    path: str
    vocabulary: Vocabulary
    problems: Problems

    def read(
        self, fields: Fields | None, schema: Sequence[Field], line: int = 1
    ) -> dict[str, Any] | None:
        """Return the typed values by field name, None for an absent optional field.

        None instead of the whole when anything is wrong. *line* is where a missing field is reported.
        """
        if fields is None:
            return None
        known = {field.name: field for field in schema}
        sound = True
        for key, value in fields.items():
            if key not in known:
                line_ = value.key_line or value.line
                choice = choice_hint(key, known)
                self.problems.add("unknown-key", self.path, line_, key=key, choice=choice)
                sound = False
        values: dict[str, Any] = {}
        for field in schema:
            value_ = fields.get(field.name)
            if value_ is None:
                if field.required:
                    self.problems.add(
                        "missing-key", self.path, line, key=field.name, example=field.example
                    )
                    sound = False
                values[field.name] = () if field.kind in LISTS else None
                continue
            read = self._value(field, value_)
            if read is None:
                sound = False
            values[field.name] = read
        return values if sound else None

    # -- one value -------------------------------------------------------------------------
    # Each method returns None after noting a problem.

    def _value(self, field: Field, value: Value) -> Any:
        if field.kind in LISTS:
            return self._list(field, value)
        if field.kind is Kind.RECORD:
            return self._record(field, value)
        if value.kind == "empty" or (
            value.kind not in ("list", "mapping") and not value.text.strip()
        ):
            if field.kind is Kind.TEXT and not field.required and value.kind == "text":
                return ""
            self._add("empty-value", value, key=field.name, example=field.example)
            return None
        if value.kind in ("list", "mapping"):
            found = "lijst" if value.kind == "list" else "reeks velden"
            self._add("not-text", value, key=field.name, found=found, example=field.example)
            return None
        return self._scalar(field, value)

    def _scalar(self, field: Field, value: Value) -> Any:
        match field.kind:
            case Kind.TEXT | Kind.TEXTS:
                return self._text(field, value)
            case Kind.SLUG | Kind.SLUGS:
                return self._slug(field, value)
            case Kind.CONCEPT | Kind.CONCEPTS:
                return self._concept(field, value)
            case Kind.CHOICE | Kind.CHOICES:
                return self._choice(field, value)
            case Kind.RECORD | Kind.RECORDS:
                return self._record(field, value)
            case Kind.DATE:
                return self._date(field, value)
            case Kind.INTEGER:
                return self._integer(field, value)
            case Kind.BOOLEAN:
                return self._boolean(field, value)

    def _list(self, field: Field, value: Value) -> tuple[Any, ...] | None:
        if value.kind == "empty":
            self._add("empty-value", value, key=field.name, example=field.example)
            return None
        if value.kind != "list":
            shown = value.text if value.kind != "mapping" else field.example.strip("[]")
            self._add("not-list", value, key=field.name, value=shown)
            return None
        count = len(value.items)
        if count < field.minimum or (field.maximum and count > field.maximum):
            self._add(
                "list-length",
                value,
                key=field.name,
                length=count,
                minimum=field.minimum,
                maximum=field.maximum,
            )
            return None
        items = [self._scalar(field, item) for item in value.items]
        if any(item is None for item in items):
            return None
        if field.kind is not Kind.RECORDS:
            for position, item in enumerate(items):
                if item in items[:position]:
                    where = value.items[position]
                    self._add("double-value", where, key=field.name, value=where.text)
                    return None
        return tuple(items)

    def _record(self, field: Field, value: Value) -> dict[str, Any] | None:
        if value.kind != "mapping" or value.fields is None:
            self._add("not-mapping", value, key=field.name, example=field.example)
            return None
        record = self.read(value.fields, field.fields, value.line)
        if record is not None:
            record["line"] = value.line
        return record

    def _text(self, field: Field, value: Value) -> str | None:
        if value.kind in ("list", "mapping") or not value.text.strip():
            found = {"list": "lijst", "mapping": "reeks velden"}.get(value.kind, "lege waarde")
            self._add("not-text", value, key=field.name, found=found, example=field.example)
            return None
        if not self._is_text(field, value):
            return None
        text = " ".join(value.text.split())
        limit = field.maximum if field.kind is Kind.TEXT else MAX_LIST_TEXT
        if limit and len(text) > limit:
            self._add("text-long", value, key=field.name, length=len(text), limit=limit)
            return None
        return text

    def _slug(self, field: Field, value: Value) -> str | None:
        if not SLUG.fullmatch(value.text):
            self._add("not-slug", value, value=value.text, key=field.name, example=field.example)
            return None
        if not self._is_text(field, value):
            return None
        if (length := len(value.text)) > MAX_SLUG:
            self._add("text-long", value, key=field.name, length=length, limit=MAX_SLUG)
            return None
        return value.text

    def _is_text(self, field: Field, value: Value) -> bool:
        if value.kind == "text":
            return True
        code = {"boolean": "yes-no-text", "date": "date-text"}.get(value.kind, "number-text")
        self._add(code, value, key=field.name, value=value.text)
        return False

    def _date(self, field: Field, value: Value) -> date | None:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.text):
            self._add("not-date", value, key=field.name, value=value.text, example=field.example)
            return None
        try:
            return date.fromisoformat(value.text)
        except ValueError:
            self._add("impossible-date", value, key=field.name, value=value.text)
            return None

    def _integer(self, field: Field, value: Value) -> int | None:
        if not re.fullmatch(r"0|[1-9][0-9]{0,5}", value.text):  # to YAML, 015 is thirteen
            self._add("not-integer", value, key=field.name, value=value.text, example=field.example)
            return None
        number = int(value.text)
        if not field.minimum <= number <= field.maximum:
            self._add(
                "number-range",
                value,
                key=field.name,
                value=number,
                minimum=field.minimum,
                maximum=field.maximum,
            )
            return None
        return number

    def _boolean(self, field: Field, value: Value) -> bool | None:
        if value.text not in ("true", "false"):
            nearest = "false" if value.text.lower() in _SAYS_NO else "true"
            self._add("not-boolean", value, key=field.name, value=value.text, nearest=nearest)
            return None
        return value.text == "true"

    def _choice(self, field: Field, value: Value) -> str | None:
        if value.text not in field.choices:
            self._unknown(field, value, field.choices)
            return None
        return value.text

    def _concept(self, field: Field, value: Value) -> Concept | None:
        scheme = self.vocabulary[field.scheme]
        if value.text not in scheme:
            self._unknown(field, value, scheme.concepts)
            return None
        return scheme[value.text]

    def _unknown(
        self, field: Field, value: Value, allowed: Mapping[str, Any] | Sequence[str]
    ) -> None:
        shown = value.text if value.kind not in ("list", "mapping") else "…"
        self._add(
            "unknown-value", value, key=field.name, value=shown, choice=choice_hint(shown, allowed)
        )

    def _add(self, code: str, at: Value, /, **words: object) -> None:
        self.problems.add(code, self.path, at.line, **words)


MAX_LIST_TEXT: Final = 300
"""Characters of one text in a list."""

MAX_SLUG: Final = 80
"""Characters of a slug: it becomes the name of a folder."""

_SAYS_NO: Final = {"nee", "neen", "no", "off", "uit", "onwaar", "0", "false"}
