"""What the site is made of. An object of this module that exists is complete and right.

Everything is frozen and made of plain values, so that it can be shared between processes
and kept in a cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalogue.vocabulary import Concept, Facet, Vocabulary


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
class Organisation:
    """A care organisation that shares stories."""

    slug: str
    name: str
    sector: Concept
    summary: str
    is_example: bool
    start: str = ""
    """How the organisation began, in a few sentences."""

    @property
    def id(self) -> str:
        return self.slug

    @property
    def label(self) -> str:
        return self.name

    @property
    def definition(self) -> str:
        return self.summary

    @property
    def uri(self) -> str:
        return f"organisaties/{self.slug}/"


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


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, as a list of stories is headed."""

    facet: Facet
    id: str
    label: str
    definition: str = ""
    group: str = ""

    @property
    def uri(self) -> str:
        return f"verhalen/{self.facet.slug}/{self.id}/"


def facet_ids(story: Story, facet: Facet) -> Iterator[str]:
    """The ids of the values of *facet* that *story* has."""
    value = getattr(story, facet.field)
    for item in value if isinstance(value, tuple) else (value,):
        if item is not None:
            yield str(item) if isinstance(item, int) else item.id


def facet_values(story: Story, facet: Facet) -> Iterator[FacetValue]:
    """The values of *facet* that *story* has."""
    value = getattr(story, facet.field)
    for item in value if isinstance(value, tuple) else (value,):
        if isinstance(item, int):
            yield FacetValue(facet, str(item), str(item))
        elif isinstance(item, Concept):
            yield FacetValue(facet, item.id, item.label, item.definition, item.group)
        elif isinstance(item, Organisation):
            yield FacetValue(facet, item.slug, item.name, item.summary)
