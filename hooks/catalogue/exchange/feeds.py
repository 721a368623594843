"""Feeds of stories, for readers' own programs: Atom (RFC 4287) and JSON Feed 1.1 (https://jsonfeed.org).

Only stories that may be shared stand in a feed: whoever follows one shows them elsewhere. No example
does: what is invented is no news, and has no date to stand there with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final
from xml.etree import ElementTree as ET

from catalogue.model.facet import FacetValue
from catalogue.model.imprint import Imprint
from catalogue.model.story import Scope, Story
from catalogue.text.links import resolve_html_absolutely

FEED_FIELDS: Final = ("sector", "themes", "organisation")
"""The facets of which each value has feeds of its own."""

NEWEST_IN_FEED: Final = 30

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NOTHING_YET: Final = date(1970, 1, 1)
"""When a feed without a story was updated: a feed must say so, and every build must say the same."""


class FeedFormat(StrEnum):
    """The forms of a feed; the value is the name of the file."""

    ATOM = "feed.xml"
    JSON = "feed.json"


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest stories of one list."""

    format: FeedFormat
    base_uri: str
    """The address of the list."""
    stories: tuple[Story, ...]
    value: FacetValue | None = None
    """What the stories share; None in the feed of all."""

    @property
    def uri(self) -> str:
        return self.base_uri + self.format


def feeds(
    stories: Iterable[Story], base_uri: str, value: FacetValue | None = None
) -> Iterator[Feed]:
    """The feeds of *stories*, which come in the order of the catalogue and are all those of the list at *base_uri*."""
    told = (story for story in stories if story.published and story.allows(Scope.SHARE))
    newest = tuple(islice(told, NEWEST_IN_FEED))
    for format_ in FeedFormat:
        yield Feed(format_, base_uri, newest, value)


@dataclass(frozen=True, slots=True)
class FeedWriter:
    """Turns a feed into the text of its file."""

    imprint: Imprint
    addresses: Mapping[str, str]
    """The address of every source, for links in stories."""

    def text(self, feed: Feed, title: str) -> str:
        """Return *feed*, called *title*."""
        return (
            self._atom(feed, title) if feed.format is FeedFormat.ATOM else self._json(feed, title)
        )

    def _atom(self, feed: Feed, title: str) -> str:
        imprint = self.imprint
        root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "nl"})
        _add(root, "id", imprint.address(feed.base_uri))
        _add(root, "title", title)
        _add(root, "updated", _moment(_updated(feed)))
        _add(root, "link", rel="self", type="application/atom+xml", href=imprint.address(feed.uri))
        _add(root, "link", rel="alternate", type="text/html", href=imprint.address(feed.base_uri))
        _person(root, imprint.name, imprint.url)
        for story in feed.stories:
            self._entry(root, story)
        ET.indent(root)
        data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return data.decode() + "\n"

    def _entry(self, root: ET.Element, story: Story) -> None:
        imprint = self.imprint
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", self._id(story))
        _add(entry, "title", story.title)
        _add(entry, "link", rel="alternate", type="text/html", href=imprint.address(story.uri))
        _add(entry, "published", _moment(_day(story)))
        _add(entry, "updated", _moment(_day(story)))
        if story.organisation:
            _person(entry, story.organisation.name, imprint.address(story.organisation.uri))
        for concept in (story.gesture, *story.themes, story.sector):
            _add(entry, "category", term=concept.id, label=concept.label)
        _add(entry, "summary", story.summary)
        _add(entry, "content", self._html(story), type="html")

    def _json(self, feed: Feed, title: str) -> str:
        imprint = self.imprint
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": imprint.address(feed.base_uri),
            "feed_url": imprint.address(feed.uri),
            "language": "nl",
            "authors": [{"name": imprint.name, "url": imprint.url}],
            "items": [self._item(story) for story in feed.stories],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def _item(self, story: Story) -> dict[str, object]:
        imprint, organisation = self.imprint, story.organisation
        item: dict[str, object] = {
            "id": self._id(story),
            "url": imprint.address(story.uri),
            "title": story.title,
            "summary": story.summary,
            "content_html": self._html(story),
            "date_published": _moment(_day(story)),
            "date_modified": _moment(_day(story)),
            "tags": [c.label for c in (story.gesture, *story.themes, story.sector)],
        }
        if organisation:
            address = imprint.address(organisation.uri)
            item["authors"] = [{"name": organisation.name, "url": address}]
        return item

    def _id(self, story: Story) -> str:
        """What a reader knows *story* by: its first address, which a new name does not change."""
        first = story.former_slugs[0] if story.former_slugs else story.slug
        return self.imprint.address(f"verhalen/{first}/")

    def _html(self, story: Story) -> str:
        """The whole story, sanitised as on its page."""
        if story.links:
            return resolve_html_absolutely(story.html, self.imprint.url, self.addresses)
        return story.html


def _updated(feed: Feed) -> date:
    return max(map(_day, feed.stories), default=_NOTHING_YET)


def _day(story: Story) -> date:
    assert story.published is not None, "a story without a date stands in no feed"
    return story.published


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text or None


def _person(parent: ET.Element, name: str, address: str) -> None:
    author = ET.SubElement(parent, "author")
    _add(author, "name", name)
    _add(author, "uri", address)
