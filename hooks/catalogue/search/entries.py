"""What can be found: one small document for each source, with its facets and nothing of the page around it.

A story that was withdrawn, or whose consent has expired, is in no catalogue, and so in no document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import escape
from typing import Final

from catalogue.model.catalogue import Catalogue, HelpLine, Page
from catalogue.model.facet import FACETS, facet_values
from catalogue.model.module import Module, Part, PartKind
from catalogue.model.organisation import Organisation
from catalogue.model.story import Story
from catalogue.model.vocabulary import Concept, Vocabulary
from catalogue.selections.lists import FacetLists
from catalogue.text.texts import Texts

LAYOUTS_NOT_FOUND: Final = ("home", "search")
"""Pages that only lead to others."""

KIND_FACET: Final = "soort"
"""The word in the address of a search for the kind of what is found."""

_ORGANISATION: Final = next(facet.slug for facet in FACETS if facet.field == "organisation")

DATE_SORT: Final = "datum"
NO_DATE: Final = "0000-00-00"
"""Sorted by date, what has none comes last; without a value here, Pagefind would leave it out."""


class Kind(StrEnum):
    """What can be found; the value stands in addresses, and so is what readers say."""

    STORY = "verhaal"
    MODULE = "module"
    PAGE = "pagina"


@dataclass(frozen=True, slots=True)
class Entry:
    """One source, as far as it can be found."""

    uri: str
    kind: Kind
    title: str
    summary: str
    html: str
    """Its text, already safe."""
    date: str
    """``NO_DATE`` where it has none."""
    facets: tuple[tuple[str, str], ...]
    """The word of each facet with the id of a value, as in the addresses of lists."""
    labels: tuple[str, ...]
    """What its values are called, and what people also call them."""
    note: str = ""
    """A label that is shown wherever it is found: that the story is invented."""


@dataclass(frozen=True, slots=True)
class SearchFacet:
    """A group of choices on the search page."""

    slug: str
    field: str
    """Names its texts."""
    values: tuple[tuple[str, str], ...]
    """Id and label of each value that something has."""


@dataclass(frozen=True, slots=True)
class Findable:
    """Everything that can be found, and the words that help to find it."""

    entries: tuple[Entry, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    """What people also say, by the word."""
    stop_words: tuple[str, ...]
    """Words that say nothing about what somebody looks for."""


def findable(catalogue: Catalogue, contents: Mapping[str, str], texts: Texts) -> Findable:
    """Return everything in *catalogue* that can be found.

    *contents* gives the rendered text of the pages that trusted editors wrote, by their address.
    """
    return Findable(
        tuple(_entries(catalogue, contents, texts)),
        synonyms(catalogue.vocabulary),
        tuple(texts("search.stop_words").split()),
    )


def _entries(catalogue: Catalogue, contents: Mapping[str, str], texts: Texts) -> Iterator[Entry]:
    known: dict[Concept, tuple[str, ...]] = {}
    note = texts("story.example")
    for story in catalogue.stories:
        yield _story(story, known, note)
    for module in catalogue.modules:
        for part in module.parts.values():
            yield _part(module, part, contents.get(part.uri, ""), known)
    for page in catalogue.pages:
        if page.layout not in LAYOUTS_NOT_FOUND:
            more = catalogue.help_lines if page is catalogue.help_page else ()
            yield _page(page, contents.get(page.uri, ""), more)
    for organisation in catalogue.organisations.values():
        yield _organisation(organisation, texts("organisation.example"))


def _story(story: Story, known: dict[Concept, tuple[str, ...]], note: str) -> Entry:
    values = [value for facet in FACETS for value in facet_values(story, facet)]
    concepts = (
        story.sector, story.setting, story.teller, story.giver, story.receiver, story.gesture,
        *story.themes,
    )  # fmt: skip
    return Entry(
        story.uri,
        Kind.STORY,
        story.title,
        story.summary,
        story.html,
        story.published.isoformat() if story.published else NO_DATE,
        ((KIND_FACET, Kind.STORY), *((value.facet.slug, value.id) for value in values)),
        (
            *_names(concepts, known),
            *((story.organisation.name,) if story.organisation else ()),
        ),
        note if story.is_example else "",
    )


def _part(module: Module, part: Part, html: str, known: dict[Concept, tuple[str, ...]]) -> Entry:
    facets = [(KIND_FACET, str(Kind.MODULE))]
    for facet in FACETS:
        if facet.field in ("gesture", "themes"):
            concepts = module.gestures if facet.field == "gesture" else module.themes
            facets += [(facet.slug, concept.id) for concept in concepts]
    labels: tuple[str, ...] = ()
    if part.kind is PartKind.INTRODUCTION:
        # What holds for the whole module leads to its first page.
        labels = tuple(_names((*module.themes, *module.gestures, *module.audience), known))
        more = "".join(f"<p>{escape(line)}</p>" for line in (*module.objectives, *module.tomorrow))
        html = f"{html}\n{more}"
    return Entry(
        part.uri,
        Kind.MODULE,
        part.title,
        part.summary,
        html,
        module.updated.isoformat(),
        tuple(facets),
        labels,
    )


def _page(page: Page, html: str, help_lines: Iterable[HelpLine]) -> Entry:
    lines = (f"{line.label} {line.number}. {line.summary}" for line in help_lines)
    html += "".join(f"\n<p>{escape(line)}</p>" for line in lines)
    date = page.updated.isoformat() if page.updated else NO_DATE
    facets = ((KIND_FACET, str(Kind.PAGE)),)
    return Entry(page.uri, Kind.PAGE, page.title, page.summary, html, date, facets, ())


def _organisation(organisation: Organisation, note: str) -> Entry:
    return Entry(
        organisation.uri,
        Kind.PAGE,
        organisation.name,
        organisation.summary,
        f"<p>{escape(organisation.start)}</p>",
        NO_DATE,
        ((KIND_FACET, str(Kind.PAGE)), (_ORGANISATION, organisation.slug)),
        (organisation.sector.label, *organisation.sector.synonyms),
        note if organisation.is_example else "",
    )


def _names(concepts: Iterable[Concept], known: dict[Concept, tuple[str, ...]]) -> Iterator[str]:
    """What each of *concepts* is called, the same one once."""
    for concept in dict.fromkeys(concepts):
        if concept not in known:
            known[concept] = (concept.label, *concept.synonyms)
        yield from known[concept]


def synonyms(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return what people also say for each place and person that has a name of one word.

    What a gesture or a spot is called is an ordinary word as well: those are found by their facets only.
    """
    found: dict[str, tuple[str, ...]] = {}
    for scheme in ("sector", "role"):
        for concept in vocabulary[scheme]:
            if " " not in concept.label and concept.synonyms:
                found[concept.label] = (*found.get(concept.label, ()), *concept.synonyms)
    return found


def search_facets(lists: FacetLists, texts: Texts) -> tuple[SearchFacet, ...]:
    """Return the groups of choices of the search page, with the values that some story has."""
    kinds = tuple((str(kind), texts(f"search.kind.{kind}")) for kind in Kind)
    facets = (
        SearchFacet(facet.slug, facet.field, tuple((v.id, v.label) for v in lists.values(facet)))
        for facet in FACETS
    )
    return (SearchFacet(KIND_FACET, "kind", kinds), *(facet for facet in facets if facet.values))


def can_be_dated(catalogue: Catalogue) -> bool:
    """Whether stories can be found by their date: examples have none."""
    return any(story.published for story in catalogue.stories)


def document(entry: Entry, words: Iterable[str]) -> str:
    """Return *entry* as the small page that is indexed.

    *words* are found with it and never shown: as a text of their own they would stand in excerpts.
    """
    filters = "".join(_filter(facet, value) for facet, value in entry.facets)
    meta = {
        "title": entry.title,
        "summary": entry.summary,
        "labels": ", ".join(entry.labels),
        "words": " ".join(words),
        "note": entry.note,
    }
    metas = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(text)}">'
        for name, text in meta.items()
        if text
    )
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(entry.title)}</title>'
        f'{filters}{metas}<meta data-pagefind-sort="{DATE_SORT}[content]" content="{entry.date}">'
        f"</head><body>{entry.html}</body></html>"
    )


@cache
def _filter(facet: str, value: str) -> str:
    return f'<meta data-pagefind-filter="{facet}[content]" content="{escape(value)}">'
