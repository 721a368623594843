"""The words of the interface: looked up by key, filled in, and counted in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CBaseLoader as _BaseLoader  # ten times faster than the one in Python
except ImportError:  # a PyYAML without libyaml
    from yaml import BaseLoader as _BaseLoader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language; ``texts("list.empty")`` gives one, and KeyError when there is none."""

    by_key: Mapping[str, str]

    def __call__(self, key: str, **words: object) -> str:
        """Return the text *key* with *words* filled in; ``n`` chooses between ``.one`` and ``.other``."""
        if "n" in words and key not in self.by_key:
            key = f"{key}.{'one' if words['n'] == 1 else 'other'}"
        return self.by_key[key].format(**words)

    def date(self, day: date) -> str:
        """Return *day* in words: ``14 maart 2026``."""
        return f"{day.day} {self.by_key[f'month.{day.month}']} {day.year}"


def read_texts(file: Path) -> Texts:
    """Return the texts of the locale at *file*: nested YAML, its keys joined with dots."""
    # Nothing but texts: with its usual loader, YAML takes the key ``off`` for a boolean.
    words = yaml.load(file.read_text("utf-8"), Loader=_BaseLoader)  # noqa: S506
    return Texts(dict(_flatten("", words)))


def _flatten(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flatten(f"{prefix}.{key}" if prefix else str(key), item)
    else:
        yield prefix, str(value)


def lower_first(text: str) -> str:
    """Return *text* to stand within a sentence."""
    return text[:1].lower() + text[1:]
