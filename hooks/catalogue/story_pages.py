"""Every page and file that stories need: which there are, and what each one shows.

None of them is an MkDocs page. ``plan`` says which pages there are and from which objects each is
made; ``PageWriter`` fills the theme's shells with them, and writes the files for other programs. A page whose objects are the same as before
is the same page: that is how a preview knows what to write again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from markupsafe import Markup

from catalogue.embeds import EmbedPage, embed_pages, frame_title, short_opening
from catalogue.feeds import FEED_FIELDS, Feed, FeedWriter, feeds
from catalogue.imprint import Imprint
from catalogue.links import resolve_html
from catalogue.lists import FacetLists, ListPage, facet_lists, paginate, shown_count
from catalogue.models import (
    Catalogue,
    ExpiredStory,
    FacetValue,
    Module,
    Organisation,
    Photo,
    Scope,
    Story,
    Tombstone,
    facet_ids,
    facet_values,
)
from catalogue.open_data import DataFile, data_files, data_text
from catalogue.photos import PhotoFile, photo_files, shown_photo
from catalogue.records import Record
from catalogue.related import ModuleFinder, related_stories
from catalogue.shell import Row, Shell, Values
from catalogue.story_cache import digest
from catalogue.structured_data import (
    Thing,
    breadcrumb,
    json_ld,
    organisation_thing,
    story_thing,
)
from catalogue.texts import Texts, lower_first
from catalogue.vocabulary import FACETS, Concept, Facet, Vocabulary
from catalogue.week import build_day

STORIES_URI: Final = "verhalen/"
ORGANISATIONS_URI: Final = "organisaties/"

SHELLS: Final = (
    ("story", 2), ("story-list", 3), ("story-list", 5), ("facet", 2), ("organisation", 2),
    ("moved", 2), ("absent", 2), ("embedded", 2), ("embedded", 3),
)  # fmt: skip
"""The kinds of page, each with how many folders below the site's root its address is."""

ShellKey = tuple[str, int]


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


# -- what they show --------------------------------------------------------------------------


@dataclass(slots=True)
class PageWriter:
    """Turns a page of the plan into HTML. Picklable: a worker process gets its own."""

    texts: Texts
    shells: Mapping[ShellKey, Shell]
    addresses: Mapping[str, str]
    """The address of every source, for links in stories."""
    edit_root: str = ""
    """Where sources are edited; their path follows."""
    imprint: Imprint = field(default_factory=Imprint)
    _rows: dict[tuple[str, ...], Row] = field(default_factory=dict)
    _cards: dict[str, tuple[Story, Row]] = field(default_factory=dict)

    def makes_the_same_of_a_page_as(self, other: PageWriter) -> bool:
        """Whether *other* would make the same HTML of the same page."""
        return (self.texts, self.shells, self.edit_root, self.imprint, self.addresses) == (
            other.texts,
            other.shells,
            other.edit_root,
            other.imprint,
            other.addresses,
        )

    def content(self, uri: str, page: Page) -> str | bytes:
        """Return all that the file of *page* holds, which stands at *uri*."""
        return page.data() if isinstance(page, PhotoFile) else self.text(uri, page)

    def text(self, uri: str, page: HtmlPage | Feed | DataFile) -> str:
        """Return all that the file of *page* holds, which stands at *uri*."""
        match page:
            case Feed():
                title = self.texts(
                    "site.title", page=self._title(page.value), site=self.imprint.name
                )
                return FeedWriter(self.imprint, self.addresses).text(page, title)
            case DataFile():
                return data_text(page, self.imprint)
            case _:
                return self.html(uri, page)

    def html(self, uri: str, page: HtmlPage) -> str:
        """Return the finished *page*, which stands at *uri*."""
        kind, values = self._values(page)
        shell = self.shells[kind, uri.count("/")]
        common = {"view.uri": uri, "view.edit_url": "", "view.kind": "website", "view.data": ""}
        return shell.fill({**common, **values})

    def _values(self, page: HtmlPage) -> tuple[str, Values]:
        match page:
            case StoryPage():
                return "story", self._story(page)
            case ListPage():
                return "story-list", self._list(page)
            case FacetPage():
                return "facet", self._facet(page)
            case OrganisationPage():
                return "organisation", self._organisation(page)
            case MovedPage(story):
                return "moved", {"moved.title": story.title, "moved.uri": story.uri}
            case WithdrawnPage(tombstone):
                date = self.texts.date(tombstone.withdrawn)
                text = self.texts("story.withdrawn_text", date=date)
                return "absent", self._absent(self.texts("story.withdrawn"), text)
            case ExpiredPage():
                text = self.texts("story.expired_text")
                return "absent", self._absent(self.texts("story.expired"), text)
            case EmbedPage():
                return "embedded", self._embedded(page)

    def _story(self, page: StoryPage) -> Values:
        story, texts = page.story, self.texts
        photo = shown_photo(story)
        html = story.html
        if story.links:
            html = resolve_html(html, story.uri, self.addresses)
        is_printable = story.allows(Scope.PRINT)
        description = story.summary
        if story.is_example:  # also where its address is shared
            description = texts("story.example_summary", summary=story.summary)
        return {
            "view.title": story.title,
            "view.description": description,
            "view.edit_url": self.edit_root and self.edit_root + story.path,
            "view.kind": "article",
            "view.data": json_ld(
                {**story_thing(story, self.imprint), "description": description},
                self._way((story.title, story.uri)),
            ),
            "story.title": story.title,
            "story.html": Markup(html),  # noqa: S704 -- sanitised in prose.py
            "story.has_date": story.published is not None,
            "story.published": self._published(story),
            "story.reading_time": texts("story.reading_time", n=story.minutes),
            "story.is_example": story.is_example,
            "story.photo": [] if photo is None else [_photo(photo, is_printable=is_printable)],
            "story.is_printable": is_printable,
            "story.is_not_printable": not is_printable,
            "story.gesture.id": story.gesture.id,
            "story.gesture.label": story.gesture.label,
            "story.gesture.definition": story.gesture.definition,
            "story.gesture.uri": f"{STORIES_URI}gebaar/{story.gesture.id}/",
            "story.themes": [self._theme_row(theme) for theme in story.themes],
            "story.facts": [row for facet in _FACTS for row in self._fact_rows(story, facet)],
            "related": [self._card_row(other) for other in page.related],
            "module": [] if page.module is None else [self._module_row(page.module)],
        }

    def _published(self, story: Story) -> str:
        if story.published is None:
            return ""
        return self.texts("story.published", date=self.texts.date(story.published))

    def _list(self, page: ListPage) -> Values:
        texts, value = self.texts, page.value
        title = self._title(value)
        if value is None:
            name, facet_uri, description = "", STORIES_URI, texts("list.all_description")
            way = self._way()
        else:
            name = texts(f"facet.{value.facet.field}.name")
            facet_uri, description = f"{STORIES_URI}{value.facet.slug}/", value.definition
            way = self._way((self._facet_title(value.facet), facet_uri), (title, value.uri))
        numbered = texts("list.numbered", title=title, number=page.number, total=page.total)
        return {
            "view.title": numbered if page.number > 1 else title,
            "view.description": description or title,
            "view.data": json_ld(way),
            "list.title": title,
            "list.has_feed": value is None or value.facet.field in FEED_FIELDS,
            "list.base_uri": page.base_uri,
            "list.description": description,
            "list.has_description": bool(description),
            "list.count": self._count(page.count),
            "list.facet_name": name,
            "list.facet_uri": facet_uri,
            "list.is_facet": value is not None,
            "list.stories": [self._card_row(story) for story in page.stories],
            **{f"pagination.{name}": item for name, item in self.pagination(page).items()},
        }

    def _title(self, value: FacetValue | None) -> str:
        """What the list of all stories with *value* is called."""
        if value is None:
            return self.texts("list.all")
        label = value.label
        return self.texts(f"facet.{value.facet.field}.list", label=label, lower=lower_first(label))

    def _facet_title(self, facet: Facet) -> str:
        return self.texts("facet_page.title", name=self.texts(f"facet.{facet.field}.name"))

    def _way(self, *steps: tuple[str, str]) -> Thing:
        """The way from the home page by way of all stories."""
        home, stories = (self.imprint.name, ""), (self.texts("story.all"), STORIES_URI)
        return breadcrumb((home, stories, *steps), self.imprint)

    def pagination(self, page: ListPage) -> Values:
        """The way to the pages before and after *page*."""
        return {
            "is_paged": page.total > 1,
            "position": self.texts("list.position", number=page.number, total=page.total),
            "previous": [{"uri": page.previous_uri}] if page.previous_uri else [],
            "next": [{"uri": page.next_uri}] if page.next_uri else [],
        }

    def _facet(self, page: FacetPage) -> Values:
        title = self._facet_title(page.facet)
        description = self.texts(f"facet.{page.facet.field}.description")
        return {
            "view.title": title,
            "view.description": description,
            "view.data": json_ld(self._way((title, f"{STORIES_URI}{page.facet.slug}/"))),
            "facet.title": title,
            "facet.description": description,
            "facet.values": [
                {
                    "label": value.label,
                    "definition": value.definition,
                    "uri": value.uri,
                    "count": self._count(count),
                }
                for value, count in page.counts
            ],
        }

    def _organisation(self, page: OrganisationPage) -> Values:
        organisation = page.organisation
        facet = next(facet for facet in FACETS if facet.field == "organisation")
        above = (self._facet_title(facet), f"{STORIES_URI}{facet.slug}/")
        way = self._way(above, (organisation.name, organisation.uri))
        is_real = not organisation.is_example  # to a program, an organisation is one that exists
        things = [organisation_thing(organisation, self.imprint)] if is_real else []
        return {
            "view.title": organisation.name,
            "view.description": organisation.summary,
            "view.data": json_ld(*things, way),
            "organisation.name": organisation.name,
            "organisation.summary": organisation.summary,
            "organisation.start": organisation.start,
            "organisation.has_start": bool(organisation.start),
            "organisation.is_example": organisation.is_example,
            "organisation.sector.label": organisation.sector.label,
            "organisation.sector.uri": f"{STORIES_URI}sector/{organisation.sector.id}/",
            "organisation.has_stories": bool(page.stories),
            "organisation.has_no_stories": not page.stories,
            "organisation.stories": [self._card_row(story) for story in page.stories],
            "organisation.list_uri": f"{STORIES_URI}organisatie/{organisation.slug}/",
        }

    def _absent(self, title: str, text: str) -> Values:
        return {
            "view.title": title,
            "view.description": title,
            "absent.title": title,
            "absent.text": text,
        }

    def _embedded(self, page: EmbedPage) -> Values:
        story = page.story
        return {
            "embedded.title": frame_title(page, self.texts),
            "embedded.stories": [] if story is None else [self._embedded_story(story)],
            "embedded.is_empty": story is None,
        }

    def _embedded_story(self, story: Story) -> Values:
        return {
            "title": story.title,
            "uri": story.uri,
            "opening": short_opening(story.html),
            "is_example": story.is_example,
        }

    def _count(self, stories: int) -> str:
        count = shown_count(stories)
        return self.texts("list.count", n=count) if count else ""

    # -- rows that many pages share: made once -----------------------------------------------

    def _row(self, key: tuple[str, ...], values: Callable[[], Values]) -> Row:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = Row(repr(key), values())
        return row

    def _card_row(self, story: Story) -> Row:
        known = self._cards.get(story.slug)
        if known is None or known[0] is not story:
            values = _card(story)
            known = self._cards[story.slug] = story, Row(repr(values), values)
        return known[1]

    def _theme_row(self, theme: Concept) -> Row:
        return self._row(
            ("theme", theme.id),
            lambda: {
                "label": theme.label,
                "definition": theme.definition,
                "uri": f"{STORIES_URI}thema/{theme.id}/",
            },
        )

    def _fact_rows(self, story: Story, facet: Facet) -> Iterator[Row]:
        for id_ in facet_ids(story, facet):
            values = partial(self._fact, story, facet, id_)
            yield self._row(("fact", facet.field, id_), values)

    def _fact(self, story: Story, facet: Facet, id_: str) -> Values:
        value = next(value for value in facet_values(story, facet) if value.id == id_)
        return {
            "name": self.texts(f"facet.{facet.field}.name"),
            "label": value.label,
            "uri": value.uri,
        }

    def _module_row(self, module: Module) -> Row:
        return self._row(
            ("module", module.slug),
            lambda: {
                "slug": module.slug,
                "title": module.title,
                "uri": module.uri,
                "summary": module.summary,
                "minutes": self.texts("minutes", n=module.minutes),
            },
        )


_FACTS: Final = tuple(facet for facet in FACETS if facet.field not in ("gesture", "themes"))
"""What stands at the end of a story; gesture and themes stand above it with their definitions."""


def _photo(photo: Photo, *, is_printable: bool) -> Values:
    width, height = photo.sizes[-1]
    sources = {
        ending: ", ".join(f"{photo.file_name(w, ending)} {w}w" for w, _ in photo.sizes)
        for ending in ("webp", "jpg")
    }
    return {
        **sources,
        "src": photo.file_name(width, "jpg"),
        "width": width,
        "height": height,
        "alt": photo.alt,
        "credit": photo.credit,
        "is_not_printable": not is_printable,
    }


def _card(story: Story) -> Values:
    return {
        "title": story.title,
        "uri": story.uri,
        "summary": story.summary,
        "gesture.id": story.gesture.id,
        "gesture.label": story.gesture.label,
        "sector.label": story.sector.label,
        "is_example": story.is_example,
    }
