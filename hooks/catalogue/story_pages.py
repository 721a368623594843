"""Every page that stories need, as values for the theme's shells: not one of them is an MkDocs page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalogue.links import resolve_html
from catalogue.lists import FacetLists, ListPage, facet_lists, paginate, shown_count
from catalogue.models import Catalogue, Organisation, Scope, Story, facet_values
from catalogue.related import ModuleFinder, related_stories
from catalogue.shell import Shell
from catalogue.texts import Texts
from catalogue.vocabulary import FACETS, Facet

Values = dict[str, Any]
Shells = Callable[[str, int], Shell]
"""Gives the shell of a kind of page, for addresses of a depth (how many folders below the site's)."""

STORIES_URI = "verhalen/"


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A finished page."""

    uri: str
    html: str


class StoryPages:
    """Fills the shells of the theme with the stories of a catalogue."""

    def __init__(
        self, catalogue: Catalogue, texts: Texts, shells: Shells, edit_root: str = ""
    ) -> None:
        self._catalogue = catalogue
        self._texts = texts
        self._shells = shells
        self._edit_root = edit_root
        self._modules = ModuleFinder(catalogue.modules)
        self.lists: FacetLists = facet_lists(catalogue.stories, catalogue.vocabulary)

    def pages(self) -> Iterator[BuiltPage]:
        """Every page: stories, lists, facets, organisations, old addresses."""
        yield from self._story_pages()
        for page in paginate(self._catalogue.stories, STORIES_URI):
            if page.number > 1:  # the first one is an ordinary page with an introduction
                yield self._list_page(page)
        for page in self.lists.pages():
            yield self._list_page(page)
        for facet in FACETS:
            yield self._built("facet", f"{STORIES_URI}{facet.slug}/", self.facet_values(facet))
        for organisation in self._catalogue.organisations.values():
            yield self._built(
                "organisation", organisation.uri, self._organisation_values(organisation)
            )
        yield from self._old_addresses()

    # -- one story -------------------------------------------------------------------------

    def _story_pages(self) -> Iterator[BuiltPage]:
        related = related_stories(self._catalogue.stories)
        for story in self._catalogue.stories:
            yield self._built("story", story.uri, self.story_values(story, related[story.slug]))

    def story_values(self, story: Story, related: tuple[Story, ...]) -> Values:
        """What the page of *story* shows."""
        module = self._modules.find(story)
        html = story.html
        if story.links:
            html = resolve_html(html, story.uri, self._catalogue.addresses)
        return {
            "view.title": story.title,
            "view.description": story.summary,
            "view.uri": story.uri,
            "view.edit_url": self._edit_root + story.path,
            "story.title": story.title,
            "story.html": Markup(html),  # noqa: S704 -- sanitised in prose.py
            "story.published": self._texts.date(story.published),
            "story.published_iso": story.published.isoformat(),
            "story.reading_time": self._texts("story.reading_time", n=story.minutes),
            "story.is_example": story.is_example,
            "story.is_printable": story.allows(Scope.PRINT),
            "story.is_not_printable": not story.allows(Scope.PRINT),
            "story.gesture.id": story.gesture.id,
            "story.gesture.label": story.gesture.label,
            "story.gesture.definition": story.gesture.definition,
            "story.gesture.uri": f"{STORIES_URI}gebaar/{story.gesture.id}/",
            "story.themes": [
                {
                    "label": theme.label,
                    "definition": theme.definition,
                    "uri": f"{STORIES_URI}thema/{theme.id}/",
                }
                for theme in story.themes
            ],
            "story.facts": [
                {
                    "name": self._texts(f"facet.{facet.field}.name"),
                    "label": value.label,
                    "uri": value.uri,
                }
                for facet in FACETS
                if facet.field not in ("gesture", "themes")
                for value in facet_values(story, facet)
            ],
            "related": [card_values(other) for other in related],
            "module": []
            if module is None
            else [
                {
                    "slug": module.slug,
                    "title": module.title,
                    "uri": module.uri,
                    "summary": module.summary,
                    "minutes": self._texts("minutes", n=module.minutes),
                }
            ],
        }

    # -- lists -----------------------------------------------------------------------------

    def _list_page(self, page: ListPage) -> BuiltPage:
        return self._built("story-list", page.uri, self.list_values(page))

    def list_values(self, page: ListPage) -> Values:
        """What one page of a list shows."""
        texts, value = self._texts, page.value
        if value is None:
            title, description = texts("list.all"), texts("list.all_description")
        else:
            title = texts(
                f"facet.{value.facet.field}.list", label=value.label, lower=lower_first(value.label)
            )
            description = value.definition or title
        numbered = texts("list.numbered", title=title, number=page.number, total=page.total)
        count = shown_count(page.count)
        return {
            "view.title": numbered if page.number > 1 else title,
            "view.description": description,
            "view.uri": page.uri,
            "list.title": title,
            "list.description": description if value is not None and value.definition else "",
            "list.has_description": value is not None and bool(value.definition),
            "list.count": texts("list.count", n=count) if count else "",
            "list.facet_name": texts(f"facet.{value.facet.field}.name") if value else "",
            "list.facet_uri": f"{STORIES_URI}{value.facet.slug}/" if value else STORIES_URI,
            "list.is_facet": value is not None,
            "list.stories": [card_values(story) for story in page.stories],
            **{f"pagination.{name}": value for name, value in self.pagination(page).items()},
        }

    def pagination(self, page: ListPage) -> Values:
        """The way to the pages before and after *page*."""
        return {
            "is_paged": page.total > 1,
            "position": self._texts("list.position", number=page.number, total=page.total),
            "previous": [{"uri": page.previous_uri}] if page.previous_uri else [],
            "next": [{"uri": page.next_uri}] if page.next_uri else [],
        }

    def facet_values(self, facet: Facet) -> Values:
        """What the page of *facet* shows: its values."""
        texts = self._texts
        name = texts(f"facet.{facet.field}.name")
        return {
            "view.title": texts("facet_page.title", name=name),
            "view.description": texts(f"facet.{facet.field}.description"),
            "view.uri": f"{STORIES_URI}{facet.slug}/",
            "facet.title": texts("facet_page.title", name=name),
            "facet.description": texts(f"facet.{facet.field}.description"),
            "facet.values": [
                {
                    "label": value.label,
                    "definition": value.definition,
                    "uri": value.uri,
                    "count": self._count(len(stories)),
                }
                for value, stories in self.lists.stories_by_value[facet].items()
            ],
        }

    def _count(self, stories: int) -> str:
        count = shown_count(stories)
        return self._texts("list.count", n=count) if count else ""

    def _organisation_values(self, organisation: Organisation) -> Values:
        stories = self._stories_of(organisation)
        return {
            "view.title": organisation.name,
            "view.description": organisation.summary,
            "view.uri": organisation.uri,
            "organisation.name": organisation.name,
            "organisation.summary": organisation.summary,
            "organisation.start": organisation.start,
            "organisation.has_start": bool(organisation.start),
            "organisation.is_example": organisation.is_example,
            "organisation.sector.label": organisation.sector.label,
            "organisation.sector.uri": f"{STORIES_URI}sector/{organisation.sector.id}/",
            "organisation.has_stories": bool(stories),
            "organisation.has_no_stories": not stories,
            "organisation.stories": [card_values(story) for story in stories[:6]],
            "organisation.list_uri": f"{STORIES_URI}organisatie/{organisation.slug}/",
        }

    def _stories_of(self, organisation: Organisation) -> list[Story]:
        for facet, values in self.lists.stories_by_value.items():
            if facet.field == "organisation":
                for value, stories in values.items():
                    if value.id == organisation.slug:
                        return stories
        return []

    # -- addresses that were -----------------------------------------------------------------

    def _old_addresses(self) -> Iterator[BuiltPage]:
        for story in self._catalogue.stories:
            for slug in story.former_slugs:
                values = {"moved.title": story.title, "moved.uri": story.uri}
                yield self._built("moved", f"{STORIES_URI}{slug}/", values)
        for tombstone in self._catalogue.tombstones:
            values = {
                "view.title": self._texts("story.withdrawn"),
                "view.description": self._texts("story.withdrawn"),
                "view.uri": tombstone.uri,
                "withdrawn.text": self._texts(
                    "story.withdrawn_on", date=self._texts.date(tombstone.withdrawn)
                ),
            }
            yield self._built("withdrawn", tombstone.uri, values)

    def _built(self, kind: str, uri: str, values: Mapping[str, Any]) -> BuiltPage:
        shell = self._shells(kind, uri.count("/"))
        return BuiltPage(uri, shell.fill({"view.edit_url": "", **values}))


def card_values(story: Story) -> Values:
    """What a card of *story* shows."""
    return {
        "title": story.title,
        "uri": story.uri,
        "summary": story.summary,
        "gesture.id": story.gesture.id,
        "gesture.label": story.gesture.label,
        "sector.label": story.sector.label,
        "is_example": story.is_example,
    }


def lower_first(text: str) -> str:
    """Return *text* to stand within a sentence."""
    return text[:1].lower() + text[1:]
