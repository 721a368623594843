"""A care organisation that shares stories."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.model.vocabulary import Concept


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
