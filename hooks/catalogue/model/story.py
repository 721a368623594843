"""A story that may be published, and what remains of one that was withdrawn.

Objects of this package that exist are complete and right. They are frozen and made of plain values,
so that they can be shared between processes and kept in a cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.model.organisation import Organisation
from catalogue.model.vocabulary import Concept


class Scope(StrEnum):
    """What a teller agreed to; each output asks for its own."""

    PUBLISH = "publish"
    SHARE = "share"
    PRINT = "print"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Consent:
    """A recorded consent; the form itself stays outside the project."""

    reference: str
    """Opaque: says nothing about who gave it."""
    given: date
    by: str
    scope: frozenset[Scope]
    form: str
    review: date
    """When the consent is asked anew."""
    line: int = 1
    """Where that day stands in the source."""


@dataclass(frozen=True, slots=True)
class Photo:
    """The photo of a story."""

    path: str
    """Its file, relative to the project."""
    alt: str
    """What is to be seen on it."""
    credit: str
    line: int = 1
    """Where its field stands in the source."""
    source: str = ""
    """The same file, wherever one stands."""
    kept: str = ""
    """The pictures that it became; their name identifies them."""
    sizes: tuple[tuple[int, int], ...] = ()
    """Width and height of each of them in pixels, the smallest first."""

    def file_name(self, width: int, ending: str) -> str:
        """Return what the file of *width* is called, beside the page of the story."""
        return f"foto-{width}.{ending}"


@dataclass(frozen=True, slots=True)
class Story:
    """A recognition story that may be published."""

    path: str
    """Its source, relative to the project."""
    slug: str
    title: str
    summary: str
    published: date | None
    """When it came to the site; None for an example, and for no other: what is invented never happened."""
    sector: Concept
    setting: Concept
    teller: Concept
    giver: Concept
    receiver: Concept
    gesture: Concept
    themes: tuple[Concept, ...]
    organisation: Organisation | None
    is_example: bool
    """Invented, and marked so wherever it is shown."""
    consent: Consent | None
    """None for an example: there is nobody to ask."""
    former_slugs: tuple[str, ...]
    html: str
    """Safe: rendered and sanitised. Links still name their source (see ``links``)."""
    words: int
    links: tuple[str, ...]
    """The sources its text links to, as written."""
    link_lines: tuple[int, ...] = ()
    """The line of each of ``links``."""
    photo: Photo | None = None

    def __post_init__(self) -> None:
        assert (self.published is None) == self.is_example, self.path

    @property
    def uri(self) -> str:
        return f"verhalen/{self.slug}/"

    @property
    def year(self) -> int | None:
        return self.published.year if self.published else None

    @property
    def recency(self) -> int:
        """Puts stories in order: more for a newer one, nought for one without a date."""
        return self.published.toordinal() if self.published else 0

    @property
    def minutes(self) -> int:
        """Reading time, at 200 words a minute, at least one."""
        return max(1, round(self.words / 200))

    def allows(self, scope: Scope) -> bool:
        """Whether the story may be used for *scope*."""
        return self.consent is None or scope in self.consent.scope


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of a withdrawn story: that there was one."""

    path: str
    slug: str
    withdrawn: date

    @property
    def uri(self) -> str:
        return f"verhalen/{self.slug}/"


@dataclass(frozen=True, slots=True)
class ExpiredStory:
    """What is known of a story whose consent has expired: where it stood, and nothing that it says."""

    path: str
    slug: str
    former_slugs: tuple[str, ...]

    @property
    def uri(self) -> str:
        return f"verhalen/{self.slug}/"
