"""Every page and file that stories need: which there are, and from which objects each is made.

None of them is an MkDocs page. A page whose objects are the same as before is the same page: that is
how a preview knows what to write again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalogue.build.day import build_day
from catalogue.build.digests import digest
from catalogue.build.store import Record
from catalogue.exchange.embeds import EmbedPage, embed_pages
from catalogue.exchange.feeds import FEED_FIELDS, Feed, feeds
from catalogue.exchange.open_data import DataFile, data_files
from catalogue.model.addresses import STORIES_URI
from catalogue.model.catalogue import Catalogue
from catalogue.model.facet import Facet, FacetValue
from catalogue.model.module import Module
from catalogue.model.organisation import Organisation
from catalogue.model.story import ExpiredStory, Story, Tombstone
from catalogue.model.vocabulary import Vocabulary
from catalogue.photos.photos import PhotoFile, photo_files
from catalogue.selections.lists import FacetLists, ListPage, facet_lists, paginate
from catalogue.selections.related import ModuleFinder, related_stories

# -- which pages there are -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoryPage:
    story: Story
    related: tuple[Story, ...]
    module: Module | None


@dataclass(frozen=True, slots=True)
class FacetPage:
    facet: Facet
    counts: tuple[tuple[FacetValue, int], ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    organisation: Organisation
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class MovedPage:
    """An address that a story had before."""

    story: Story


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    tombstone: Tombstone


@dataclass(frozen=True, slots=True)
class ExpiredPage:
    """An address of a story that may not be shown until its consent is given anew."""

    story: ExpiredStory


HtmlPage = (
    StoryPage
    | ListPage
    | FacetPage
    | OrganisationPage
    | MovedPage
    | WithdrawnPage
    | ExpiredPage
    | EmbedPage
)
Page = HtmlPage | Feed | DataFile | PhotoFile
Plan = dict[str, Page]
"""Every page by its address; the address of a file does not end with a slash."""


class Planner:
    """Says which pages there are. Of the stories' order and relations it works out only what changed."""

    def __init__(self, cache_folder: Path | None = None) -> None:
        self._record = Record(cache_folder / "related.cache") if cache_folder else None
        self._places: tuple[Hashable, ...] = ()
        self._vocabulary: Vocabulary | None = None
        self._related: dict[str, tuple[str, ...]] = {}
        self._members: dict[Facet, dict[FacetValue, list[str]]] = {}
        self._lists: tuple[Catalogue, FacetLists] | None = None

    def plan(self, catalogue: Catalogue) -> Plan:
        """Return every page that the stories of *catalogue* need."""
        return dict(self._pages(catalogue, self.lists(catalogue)))

    def lists(self, catalogue: Catalogue) -> FacetLists:
        """Return the stories of *catalogue* by facet and value."""
        if self._lists is not None and self._lists[0] is catalogue:
            return self._lists[1]
        self._place(catalogue)
        by_slug = {story.slug: story for story in catalogue.stories}
        lists = FacetLists(
            {
                facet: {value: [by_slug[slug] for slug in slugs] for value, slugs in values.items()}
                for facet, values in self._members.items()
            }
        )
        self._lists = catalogue, lists
        return lists

    def _place(self, catalogue: Catalogue) -> None:
        """Work out lists and relations, unless every story stands where it stood before."""
        places = tuple(_place_of(story) for story in catalogue.stories)
        if catalogue.vocabulary is self._vocabulary and places == self._places:
            return
        self._vocabulary = catalogue.vocabulary
        lists = facet_lists(catalogue.stories, catalogue.vocabulary)
        self._members = {
            facet: {value: [story.slug for story in stories] for value, stories in values.items()}
            for facet, values in lists.stories_by_value.items()
        }
        self._related = self._remembered(places) or self._reckon(catalogue, places)
        self._places = places

    def _remembered(self, places: tuple[Hashable, ...]) -> dict[str, tuple[str, ...]]:
        """What each story is related to, from an earlier process that found them in the same places."""
        if self._record is None or self._places:
            return {}  # what this process saved last is that of other places
        name, *lines = self._record.load() or ("",)
        if name != _name_of(places):
            return {}
        rows = (line.split("\t") for line in lines)
        return {slug: tuple(related) for slug, *related in rows}

    def _reckon(
        self, catalogue: Catalogue, places: tuple[Hashable, ...]
    ) -> dict[str, tuple[str, ...]]:
        related = related_stories(catalogue.stories)
        if self._record is not None:
            rows = ("\t".join((slug, *slugs)) for slug, slugs in related.items())
            self._record.save((_name_of(places), *rows))
        return related

    def _pages(self, catalogue: Catalogue, lists: FacetLists) -> Iterator[tuple[str, Page]]:
        for data in data_files(catalogue.stories):  # the longest to make: the first to begin with
            yield STORIES_URI + data.format, data
        for feed in _feeds(catalogue, lists):
            yield feed.uri, feed
        by_slug = {story.slug: story for story in catalogue.stories}
        modules = ModuleFinder(catalogue.modules)
        for story in catalogue.stories:
            related = tuple(by_slug[slug] for slug in self._related[story.slug])
            yield story.uri, StoryPage(story, related, modules.find(story))
            yield from photo_files(story)
        for page in paginate(catalogue.stories, STORIES_URI):
            if page.number > 1:  # the first one is an ordinary page with an introduction
                yield page.uri, page
        for page in lists.pages():
            yield page.uri, page
        for facet, values in lists.stories_by_value.items():
            # The pages of organisations lead to theirs, also before there is a story of any.
            if values or facet.field == "organisation":
                counts = tuple((value, len(stories)) for value, stories in values.items())
                yield f"{STORIES_URI}{facet.slug}/", FacetPage(facet, counts)
        by_organisation = {
            value.id: stories
            for facet, values in lists.stories_by_value.items()
            if facet.field == "organisation"
            for value, stories in values.items()
        }
        for organisation in catalogue.organisations.values():
            newest = tuple(by_organisation.get(organisation.slug, ())[:NEWEST_OF_ORGANISATION])
            yield organisation.uri, OrganisationPage(organisation, newest)
        for story in catalogue.stories:
            for slug in story.former_slugs:
                yield f"{STORIES_URI}{slug}/", MovedPage(story)
        for tombstone in catalogue.tombstones:
            yield tombstone.uri, WithdrawnPage(tombstone)
        for expired in catalogue.expired:
            for slug in (expired.slug, *expired.former_slugs):
                yield f"{STORIES_URI}{slug}/", ExpiredPage(expired)
        for page_ in embed_pages(catalogue, lists, build_day()):
            yield page_.embed.uri, page_


def _feeds(catalogue: Catalogue, lists: FacetLists) -> Iterator[Feed]:
    yield from feeds(catalogue.stories, STORIES_URI)
    for facet, values in lists.stories_by_value.items():
        if facet.field in FEED_FIELDS:
            for value, stories in values.items():
                yield from feeds(stories, value.uri, value)


def _name_of(places: tuple[Hashable, ...]) -> str:
    return digest(repr(places).encode()).hex()


def _place_of(story: Story) -> Hashable:
    """What decides in which lists a story stands, where in them, and what it is related to."""
    concepts = (
        story.sector, story.setting, story.teller, story.giver, story.receiver, story.gesture,
    )  # fmt: skip
    return (
        story.slug,
        story.recency,
        story.organisation.slug if story.organisation else "",
        *(concept.id for concept in concepts),
        *(theme.id for theme in story.themes),
    )


NEWEST_OF_ORGANISATION: Final = 6
