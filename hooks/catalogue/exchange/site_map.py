"""The map of the site for search engines: every address that they may list, and the day it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from catalogue.model.catalogue import Catalogue, Page
from catalogue.selections.lists import FacetLists


def site_map(catalogue: Catalogue, lists: FacetLists) -> Iterator[tuple[str, date | None]]:
    """Each address with the day its page changed; None where nobody knows. *lists* are of *catalogue*."""
    for page in catalogue.pages:
        yield page.uri, _changed(page, catalogue)
    for module in catalogue.modules:
        for part in module.parts.values():
            yield part.uri, module.updated
    for story in catalogue.stories:
        yield story.uri, story.published
    newest = {}
    for facet, values in lists.stories_by_value.items():
        for value, stories in values.items():
            yield value.uri, stories[0].published
            if facet.field == "organisation":
                newest[value.id] = stories[0].published
    for organisation in catalogue.organisations.values():
        yield organisation.uri, newest.get(organisation.slug)


def _changed(page: Page, catalogue: Catalogue) -> date | None:
    """When *page* changed, what it lists included."""
    if page.updated is None:
        return None
    listed: list[date] = []
    if page.layout in ("home", "stories"):
        listed = [story.published for story in catalogue.stories[:1] if story.published]
    elif page.layout == "modules":
        listed = [module.updated for module in catalogue.modules]
    return max(page.updated, *listed) if listed else page.updated
