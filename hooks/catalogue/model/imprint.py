"""What the site says of itself to other programs: its name, its address, and under which licence it may be used."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.model.story import Story


@dataclass(frozen=True, slots=True)
class Imprint:
    """The site as the publisher of what stands on it."""

    name: str = ""
    description: str = ""
    url: str = ""
    """Its address, with a slash at its end; empty when nobody knows yet."""
    licence_name: str = ""
    licence_uri: str = ""

    def address(self, uri: str) -> str:
        """Return the whole address of what stands at *uri* in the site."""
        return self.url + uri

    def licence_of(self, story: Story) -> str:
        """Return the address of the licence of *story*; empty for one whose teller decides about its use."""
        return self.licence_uri if story.is_example else ""
