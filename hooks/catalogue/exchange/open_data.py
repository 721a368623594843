"""All stories that may be shared as data: one JSON document, and one table for a spreadsheet.

What is known of each story stands there, and where to read it: the texts of ten thousand stories
would be thirty megabytes, to be written anew for every change. ``content/open-data.md`` explains
every field; a test compares it with ``FIELDS``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Any, Final

from catalogue.model.imprint import Imprint
from catalogue.model.story import Scope, Story


class DataFormat(StrEnum):
    """The forms of the data; the value is the name of the file."""

    JSON = "verhalen.json"
    CSV = "verhalen.csv"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file with every story that may be shared, in the order of the catalogue."""

    format: DataFormat
    stories: tuple[Story, ...]


FIELDS: Final[Mapping[str, Callable[[Story, Imprint], Any]]] = {
    "id": lambda story, _: story.slug,
    "url": lambda story, imprint: imprint.address(story.uri),
    "title": lambda story, _: story.title,
    "summary": lambda story, _: story.summary,
    "published": lambda story, _: story.published.isoformat() if story.published else None,
    "sector": lambda story, _: story.sector.id,
    "setting": lambda story, _: story.setting.id,
    "teller": lambda story, _: story.teller.id,
    "giver": lambda story, _: story.giver.id,
    "receiver": lambda story, _: story.receiver.id,
    "gesture": lambda story, _: story.gesture.id,
    "themes": lambda story, _: [theme.id for theme in story.themes],
    "organisation": lambda story, _: story.organisation.slug if story.organisation else None,
    "example": lambda story, _: story.is_example,
    "words": lambda story, _: story.words,
    "license": lambda story, imprint: imprint.licence_of(story) or None,
}
"""What is told of each story, by the name of the field."""


def data_files(stories: Iterable[Story]) -> Iterator[DataFile]:
    """The data of *stories*, those left out that may not be shared."""
    shared = tuple(story for story in stories if story.allows(Scope.SHARE))
    for format_ in DataFormat:
        yield DataFile(format_, shared)


def data_text(data: DataFile, imprint: Imprint) -> str:
    """Return the text of *data*."""
    return _csv(data, imprint) if data.format is DataFormat.CSV else _json(data, imprint)


def _json(data: DataFile, imprint: Imprint) -> str:
    stories = [
        {name: value(story, imprint) for name, value in FIELDS.items()} for story in data.stories
    ]
    document = {
        "name": imprint.name,
        "url": imprint.url,
        "license": {"name": imprint.licence_name, "url": imprint.licence_uri},
        "stories": stories,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _csv(data: DataFile, imprint: Imprint) -> str:
    out = StringIO(newline="")
    table = csv.writer(out)  # its default dialect is that of RFC 4180: commas, quotes, CRLF
    table.writerow(FIELDS)
    for story in data.stories:
        table.writerow(_cell(value(story, imprint)) for value in FIELDS.values())
    return out.getvalue()


def _cell(value: Any) -> str:
    match value:
        case str():
            return guarded(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return guarded(";".join(value))
        case _:
            return str(value)


def guarded(cell: str) -> str:
    """Return *cell* so that a spreadsheet takes it for text: never for a formula that runs something."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell
