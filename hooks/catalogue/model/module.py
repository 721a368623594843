"""A learning module (MOI): its parts, assignments and plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from catalogue.model.story import Story
from catalogue.model.vocabulary import Concept


class Grouping(StrEnum):
    """With how many an assignment is done."""

    ALONE = "alone"
    PAIRS = "pairs"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a module."""

    id: str
    title: str
    minutes: int
    grouping: Grouping
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a plan."""

    title: str
    start: int
    """Minutes after the beginning."""
    minutes: int
    assignment: Assignment | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run a module in a given time."""

    minutes: int
    steps: tuple[Step, ...]


class PartKind(StrEnum):
    """The parts of a module, in their order; the value is the file's name."""

    INTRODUCTION = "introduction"
    ASSIGNMENTS = "assignments"
    MEDIA = "media"
    TEACHING_NOTE = "teaching-note"

    @property
    def slug(self) -> str:
        """The word in its address; empty for the landing page."""
        return _PART_SLUGS[self]


_PART_SLUGS = {
    PartKind.INTRODUCTION: "",
    PartKind.ASSIGNMENTS: "opdrachten",
    PartKind.MEDIA: "beeldmateriaal",
    PartKind.TEACHING_NOTE: "begeleiding",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a module."""

    kind: PartKind
    path: str
    uri: str
    label: str
    """Its name within the module, such as ``Opdrachten``."""
    title: str
    """Its name anywhere else: unique in the site."""
    summary: str
    has_help_lines: bool = False
    """Whether whom to call stands on it: something in its module can open a wound."""

    @property
    def layout(self) -> str:
        """Which page template shows it."""
        return "module" if self.kind is PartKind.INTRODUCTION else "module-part"


@dataclass(frozen=True, slots=True)
class Module:
    """A learning module (MOI): four parts and everything known about them."""

    slug: str
    title: str
    summary: str
    minutes: int
    group_size: str
    audience: tuple[Concept, ...]
    themes: tuple[Concept, ...]
    gestures: tuple[Concept, ...]
    objectives: tuple[str, ...]
    materials: tuple[str, ...]
    tomorrow: tuple[str, ...]
    """Things a participant can do the next day."""
    story: Story | None
    """The story that serves as its case; None while its consent has expired."""
    version: str
    updated: date
    order: int
    preparation: int
    """Minutes that the facilitator needs beforehand."""
    parts: Mapping[PartKind, Part]
    assignments: tuple[Assignment, ...]
    plans: tuple[Plan, ...]
    """The first one takes the module's own minutes."""
    media: tuple[str, ...]
    """The pictures and recordings beside its sources: their paths."""

    @property
    def uri(self) -> str:
        return f"modules/{self.slug}/"

    @property
    def introduction(self) -> Part:
        return self.parts[PartKind.INTRODUCTION]

    @property
    def has_help_lines(self) -> bool:
        """Whether whom to call stands on its pages and on everything that is printed of it."""
        return self.introduction.has_help_lines


GROUPINGS: Final = tuple(Grouping)
