"""The words of the interface: looked up by key, filled in, and counted in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


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
    return Texts(dict(_flatten("", yaml.safe_load(file.read_text("utf-8")))))


def _flatten(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flatten(f"{prefix}.{key}" if prefix else str(key), item)
    else:
        yield prefix, str(value)
