"""Everything that is published, in one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from catalogue.model.module import Module, Part
from catalogue.model.organisation import Organisation
from catalogue.model.story import ExpiredStory, Story, Tombstone
from catalogue.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Page:
    """An ordinary page."""

    path: str
    uri: str
    title: str
    summary: str
    updated: date | None
    layout: str
    """Which page template shows it."""
    has_help_lines: bool = False
    """Whether whom to call stands on it, and on the form that is printed of it."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to turn to when it is hard: a line to call, or a person in one's own organisation."""

    id: str
    label: str
    summary: str
    """When to turn to them."""
    number: str = ""
    """As it is read; empty for a person in one's own organisation."""

    @property
    def address(self) -> str:
        """What dials the number (https://www.rfc-editor.org/rfc/rfc3966)."""
        return f"tel:{self.number.replace(' ', '')}"


@dataclass(frozen=True, slots=True)
class AccessibilityTest:
    """An automatic test of the accessibility of the site."""

    tested: date
    pages: int
    """How many were tested."""
    tools: tuple[str, ...]
    """With what, each with its version."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is published, complete and consistent."""

    vocabulary: Vocabulary
    organisations: Mapping[str, Organisation]
    stories: tuple[Story, ...]
    """Those that may be shown. Newest first, those of one day by slug; then those without a date, by slug."""
    expired: tuple[ExpiredStory, ...]
    """Those that may not be shown until their consent is given anew."""
    tombstones: tuple[Tombstone, ...]
    modules: tuple[Module, ...]
    """In the order of their ``order``."""
    pages: tuple[Page, ...]
    addresses: Mapping[str, str]
    """The address (relative to the site, no leading slash) of every source, by its path."""
    stories_by_path: Mapping[str, Story | None] = field(repr=False)
    """Every story that a source may name; None for one whose consent has expired."""
    parts_by_path: Mapping[str, tuple[Module, Part]] = field(repr=False)
    trusted_by_uri: Mapping[str, Page | Part] = field(repr=False)
    """The pages that trusted editors wrote, by their address."""
    accessibility_test: AccessibilityTest | None = None
    """The last one; None when there was none yet, or when no page tells of it."""
    help_lines: tuple[HelpLine, ...] = ()
    """In the order of their source: what is most urgent comes first."""

    @property
    def help_page(self) -> Page | None:
        """The page that tells of every one of ``help_lines``, where there is one."""
        return next((page for page in self.pages if page.layout == "help"), None)
