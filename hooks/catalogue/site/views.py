"""What pages show besides their content: title, menu, steps. Plain values for any template engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from catalogue.model.module import Module, Part
from catalogue.site.shell import Slot


@dataclass(frozen=True, slots=True)
class View:
    """What the head and the frame of a page need to know. Values are strings, or slots of a shell."""

    title: Any
    description: Any
    uri: Any
    """Relative to the site, without leading slash; empty for the home page."""
    edit_url: Any = ""
    is_indexed: bool = True
    """Whether search engines may list the page."""
    kind: Any = "website"
    """What it is to who shares its address: ``website`` or ``article`` (https://ogp.me/#types)."""
    data: Any = ""
    """What it says to other programs: JSON-LD, safe to stand in a script element."""
    has_help_lines: bool = False
    """Whether whom to call stands on it."""


SHELL_VIEW: Final = View(
    Slot("view.title"),
    Slot("view.description"),
    Slot("view.uri"),
    Slot("view.edit_url"),
    kind=Slot("view.kind"),
    data=Slot("view.data"),
)
"""The view of a page that is filled in later."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link in a menu."""

    title: str
    uri: str
    is_current: bool
    """Whether the page being shown is this one."""
    is_open: bool = False
    """Whether the page being shown is this one or one below it."""


def menu(sections: Iterable[Any], uri: str) -> tuple[MenuItem, ...]:
    """Return the main menu for the page at *uri*.

    *sections* are the top items of a navigation tree: each has a title, and a url or children.
    """
    items = []
    for section in sections:
        pages = list(_pages(section))
        first = pages[0].url
        if first in (".", "./", ""):
            continue
        below = any(page.url == uri for page in pages) or uri.startswith(first)
        items.append(MenuItem(section.title, first, uri == first, below))
    return tuple(items)


def siblings(sections: Iterable[Any], uri: str) -> tuple[MenuItem, ...]:
    """Return the pages of the innermost section that holds the page at *uri*; none when it stands alone.

    A section within that one is there with its first page.
    """
    for section in sections:
        children = getattr(section, "children", None) or ()
        if within := siblings(children, uri):
            return within
        items = [(item.title, next(iter(_pages(item))).url) for item in children]
        if len(items) > 1 and any(item.is_page and item.url == uri for item in children):
            return tuple(MenuItem(title, url, url == uri) for title, url in items)
    return ()


def _pages(item: Any) -> Iterable[Any]:
    children = getattr(item, "children", None)
    if children:
        for child in children:
            yield from _pages(child)
    else:
        yield item


def part_navigation(module: Module, current: Part) -> tuple[MenuItem, ...]:
    """Return the steps through *module*."""
    return tuple(MenuItem(part.label, part.uri, part is current) for part in module.parts.values())
