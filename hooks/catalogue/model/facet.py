"""Ways to divide the stories: facets, and the values that stories have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.model.organisation import Organisation
from catalogue.model.story import Story
from catalogue.model.vocabulary import Concept


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


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to divide the stories: the stories' field, and the word in the address of its lists."""

    field: str
    """The attribute of a Story that holds its value or values."""
    slug: str
    """Dutch, because readers see it: ``/verhalen/<slug>/<value>/``."""
    scheme: str = ""
    """The concept scheme of its values; empty when they come from elsewhere (organisation, year)."""


FACETS: Final = (
    Facet("sector", "sector", "sector"),
    Facet("setting", "plaats", "setting"),
    Facet("teller", "verteller", "role"),
    Facet("giver", "gever", "role"),
    Facet("receiver", "ontvanger", "role"),
    Facet("gesture", "gebaar", "gesture"),
    Facet("themes", "thema", "theme"),
    Facet("organisation", "organisatie"),
    Facet("year", "jaar"),
)
