"""The pages of a module as they stand in its copy to keep: in a frame of their own, with neighbours of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from catalogue.model.module import Module, Part
from catalogue.model.story import Scope, Story
from catalogue.site.views import MenuItem
from catalogue.text.links import resolve_html

_STORY_ADDRESS: Final = re.compile(r"verhalen/[a-z0-9-]+/")


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A page as its template needs it: what stands on it, and its neighbours in the copy."""

    content: str
    toc: Any
    previous_page: Any
    next_page: Any
    is_homepage: bool = False


def taken_along(module: Module) -> tuple[Story, ...]:
    """The story of *module*, when it may leave the site; the copies of a reader are out of our reach."""
    return (module.story,) if module.story and module.story.allows(Scope.SHARE) else ()


def steps(module: Module, current: Part | Story, story_label: str) -> tuple[MenuItem, ...]:
    """The steps through the copy of *module*: its parts, and the story as *story_label*."""
    parts = (MenuItem(part.label, part.uri, part is current) for part in module.parts.values())
    stories = (MenuItem(story_label, story.uri, story is current) for story in taken_along(module))
    return (*parts, *stories)


def copied_page(page: Any, module: Module, content: str) -> CopiedPage:
    """Return the *page* of an engine with *content* on it, and no neighbour outside of *module*."""
    previous, next_ = (
        other if other is not None and other.url.startswith(module.uri) else None
        for other in (page.previous_page, page.next_page)
    )
    return CopiedPage(content, page.toc, previous, next_)


def unshared(stories: Iterable[Story]) -> dict[str, Story]:
    """The stories that may not leave the site, by their address."""
    return {story.uri: story for story in stories if not story.allows(Scope.SHARE)}


def without(
    stories: Mapping[str, Story], html: str, uri: str, addresses: Mapping[str, str], notice: str
) -> str:
    """Return the content *html* of the page at *uri* with *notice* in the place of each of *stories*."""
    for address in set(_STORY_ADDRESS.findall(html)) & stories.keys():
        text = resolve_html(stories[address].html, uri, addresses)
        html = html.replace(text, f"<p>{escape(notice)}</p>")
    return html
