"""Lists of stories: one of all, one for each value of each facet, each cut into pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalogue.model.addresses import PAGINATION_SLUG
from catalogue.model.facet import FACETS, Facet, FacetValue, facet_ids, facet_values
from catalogue.model.story import Story
from catalogue.model.vocabulary import Vocabulary

PAGE_SIZE: Final = 48
"""Full rows of two, three and four; half as many pages to leaf through, and to write, as with 24."""

SMALLEST_SHOWN_COUNT: Final = 11
"""A count of ten or fewer stories is not published: it could point at people (Care Opinion's rule)."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list of stories."""

    base_uri: str
    """The address of the list's first page."""
    number: int
    """Counted from 1."""
    total: int
    """How many pages the list has."""
    stories: tuple[Story, ...]
    count: int
    """How many stories the whole list has."""
    value: FacetValue | None = None
    """What the stories share; None in the list of all."""

    @property
    def uri(self) -> str:
        return page_uri(self.base_uri, self.number)

    @property
    def previous_uri(self) -> str:
        """Empty on the first page."""
        return page_uri(self.base_uri, self.number - 1) if self.number > 1 else ""

    @property
    def next_uri(self) -> str:
        """Empty on the last page."""
        return page_uri(self.base_uri, self.number + 1) if self.number < self.total else ""


def page_uri(base_uri: str, number: int) -> str:
    """Return the address of page *number* of the list at *base_uri*."""
    return base_uri if number == 1 else f"{base_uri}{PAGINATION_SLUG}/{number}/"


def paginate(
    stories: Sequence[Story], base_uri: str, value: FacetValue | None = None
) -> Iterator[ListPage]:
    """Cut *stories* into pages; an empty list has one page too."""
    total = max(1, -(-len(stories) // PAGE_SIZE))
    for number in range(1, total + 1):
        start = (number - 1) * PAGE_SIZE
        chunk = tuple(stories[start : start + PAGE_SIZE])
        yield ListPage(base_uri, number, total, chunk, len(stories), value)


@dataclass(frozen=True, slots=True)
class FacetLists:
    """The stories of each value of each facet, in the order of the catalogue; values in the order of the vocabulary."""

    stories_by_value: dict[Facet, dict[FacetValue, list[Story]]]

    def values(self, facet: Facet) -> Sequence[FacetValue]:
        """The values of *facet* that some story has."""
        return tuple(self.stories_by_value[facet])

    def pages(self) -> Iterator[ListPage]:
        """Every page of every list."""
        for values in self.stories_by_value.values():
            for value, stories in values.items():
                yield from paginate(stories, value.uri, value)


def facet_lists(stories: Iterable[Story], vocabulary: Vocabulary) -> FacetLists:
    """Return *stories*, which come in the order of the catalogue, by facet and value."""
    found: dict[Facet, dict[str, list[Story]]] = {facet: defaultdict(list) for facet in FACETS}
    known: dict[tuple[str, str], FacetValue] = {}
    for story in stories:
        for facet, values in found.items():
            for id_ in facet_ids(story, facet):
                values[id_].append(story)
                if (facet.field, id_) not in known:
                    known.update(
                        ((facet.field, value.id), value) for value in facet_values(story, facet)
                    )
    lists = {}
    for facet, values in found.items():
        ranked = sorted(
            (known[facet.field, id_] for id_ in values), key=_ranking(facet, vocabulary)
        )
        lists[facet] = {value: values[value.id] for value in ranked}
    return FacetLists(lists)


def _ranking(facet: Facet, vocabulary: Vocabulary) -> Callable[[FacetValue], tuple[int, str]]:
    """How the values of *facet* are ordered: as in the vocabulary, newest year first, else by name."""
    if facet.scheme:
        order = {id_: rank for rank, id_ in enumerate(vocabulary[facet.scheme].concepts)}
        return lambda value: (order[value.id], "")
    if facet.field == "year":
        return lambda value: (-int(value.id), "")
    return lambda value: (0, value.label)


def shown_count(count: int) -> int | None:
    """Return *count* where it may be published, None where it is too small."""
    return count if count >= SMALLEST_SHOWN_COUNT else None
