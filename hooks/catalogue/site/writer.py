"""Pages of the plan to HTML: the theme's shells, filled; and the files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from markupsafe import Markup

from catalogue.exchange.embeds import EmbedPage, frame_title, short_opening
from catalogue.exchange.feeds import FEED_FIELDS, Feed, FeedWriter
from catalogue.exchange.open_data import DataFile, data_text
from catalogue.exchange.structured_data import (
    Thing,
    breadcrumb,
    json_ld,
    organisation_thing,
    story_thing,
)
from catalogue.model.addresses import STORIES_URI
from catalogue.model.facet import FACETS, Facet, FacetValue, facet_ids, facet_values
from catalogue.model.imprint import Imprint
from catalogue.model.module import Module
from catalogue.model.story import Photo, Scope, Story
from catalogue.model.vocabulary import Concept
from catalogue.photos.photos import PhotoFile, shown_photo
from catalogue.selections.lists import ListPage, shown_count
from catalogue.site.plan import (
    ExpiredPage,
    FacetPage,
    HtmlPage,
    MovedPage,
    OrganisationPage,
    Page,
    StoryPage,
    WithdrawnPage,
)
from catalogue.site.shell import Row, Shell, Values
from catalogue.text.links import resolve_html
from catalogue.text.texts import Texts, lower_first

SHELLS: Final = (
    ("story", 2), ("story-list", 3), ("story-list", 5), ("facet", 2), ("organisation", 2),
    ("moved", 2), ("absent", 2), ("embedded", 2), ("embedded", 3),
)  # fmt: skip
"""The kinds of page, each with how many folders below the site's root its address is."""

ShellKey = tuple[str, int]


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
