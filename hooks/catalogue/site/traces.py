"""The proof that a withdrawn story is nowhere any more: in no page, no list, no feed, no file, no cache."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from catalogue.exchange.embeds import EmbedPage
from catalogue.exchange.feeds import Feed
from catalogue.exchange.open_data import DataFile
from catalogue.model.story import Story, Tombstone
from catalogue.selections.lists import ListPage
from catalogue.site.plan import MovedPage, OrganisationPage, Page, Plan, StoryPage, WithdrawnPage

_ADDRESS: Final = re.compile(r"verhalen/([a-z0-9-]+)")
_SOURCE: Final = re.compile(r"stories/[0-9]{4}/([a-z0-9-]+)\.md")


def told(text: str, tombstones: Collection[Tombstone]) -> tuple[str, ...]:
    """Return the slugs of the stories of *tombstones* whose address or source stands in *text*."""
    withdrawn = {tombstone.slug for tombstone in tombstones}
    if not withdrawn:
        return ()
    found = {*_ADDRESS.findall(text), *_SOURCE.findall(text)}
    return tuple(sorted(found & withdrawn))


def planned(plan: Plan, tombstones: Iterable[Tombstone]) -> tuple[tuple[str, str], ...]:
    """Return the address of each page of *plan* that is made of a withdrawn story, and the story's slug.

    A tombstone's own page is there to say that the story is gone, and nothing else may stand there.
    """
    withdrawn = {tombstone.uri: tombstone for tombstone in tombstones}
    if not withdrawn:
        return ()
    return tuple(sorted(set(_planned(plan, withdrawn))))


def _planned(plan: Plan, withdrawn: dict[str, Tombstone]) -> Iterator[tuple[str, str]]:
    paths = {f"/{tombstone.path}": tombstone.slug for tombstone in withdrawn.values()}
    for uri, page in plan.items():
        folder = uri if uri.endswith("/") else uri.rpartition("/")[0] + "/"
        if folder in withdrawn and not isinstance(page, WithdrawnPage):
            yield uri, withdrawn[folder].slug
        for story in _stories(page):
            if story.uri in withdrawn:
                yield uri, story.slug
            for link in story.links:
                if (slug := paths.get(link.partition("#")[0])) is not None:
                    yield uri, slug


def _stories(page: Page) -> Iterable[Story]:
    match page:
        case StoryPage():
            return (page.story, *page.related)
        case ListPage() | OrganisationPage() | Feed() | DataFile():
            return page.stories
        case MovedPage(story):
            return (story,)
        case EmbedPage():
            return () if page.story is None else (page.story,)
        case _:
            return ()
