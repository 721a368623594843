"""The fixed words of the site: concepts with Dutch labels and definitions, and the facets made of them.

Terms follow SKOS (https://www.w3.org/TR/skos-reference/): a *concept scheme* is a list of
*concepts*, each with a preferred label, a definition, and alternative labels that people also use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Concept:
    """One value that an editor can choose."""

    id: str
    """What is typed in front matter and stands in addresses."""
    label: str
    definition: str = ""
    group: str = ""
    """The heading under which its scheme lists it; empty in a scheme without headings."""
    synonyms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A named list of concepts, in the order of its source."""

    id: str
    concepts: Mapping[str, Concept]

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self.concepts

    def __getitem__(self, concept_id: str) -> Concept:
        return self.concepts[concept_id]


SCHEMES: Final = ("sector", "setting", "role", "gesture", "theme", "audience")
"""The lists that ``content/_data/vocabulary.yml`` must hold."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All concept schemes."""

    schemes: Mapping[str, ConceptScheme] = field(default_factory=dict)

    def __getitem__(self, scheme: str) -> ConceptScheme:
        return self.schemes[scheme]
