"""Change the addresses in a finished page: for a place where no server turns a folder into its page.

Only start tags in which an address changes are written anew; all other bytes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from posixpath import dirname, normpath
from typing import Final
from urllib.parse import unquote, urlsplit

LINKS: Final = {("a", "href"), ("area", "href"), ("form", "action"), ("iframe", "src")}
"""What leads to a page."""

FILES: Final = {
    ("link", "href"), ("script", "src"), ("img", "src"), ("audio", "src"), ("video", "src"),
    ("video", "poster"), ("source", "src"), ("track", "src"),
}  # fmt: skip
"""What a page loads."""

_ATTRIBUTE: Final = re.compile(r"""(\s)([a-zA-Z-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_REFRESH: Final = re.compile(r"(\s*\d+\s*;\s*url\s*=\s*)(.*)", re.IGNORECASE | re.DOTALL)

Change = Callable[[str, bool], str]
"""Gives the new address for one in a page, and is told whether it is of something that the page loads."""


def relink(text: str, change: Change) -> str:
    """Return the page *text* with every address in it as *change* gives it."""
    starts = [0]
    starts += [match.end() for match in re.finditer("\n", text)]
    parts, done = [], 0
    for tag, source, (line, column) in _Tags.of(text):
        begin = starts[line - 1] + column
        if text[begin : begin + len(source)] != source:
            continue  # not where the parser says: leave it
        parts += [text[done:begin], _relink_tag(tag, source, change)]
        done = begin + len(source)
    return "".join([*parts, text[done:]])


def whole_address(address: str, uri: str) -> str | None:
    """Return the path within the site of *address*, as it stands on the page at *uri*.

    None when it leads out of the site, or to the page itself.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or (not parts.path and not parts.query):
        return None
    if not parts.path:
        return uri
    path = unquote(parts.path)
    whole = normpath("./" + (path[1:] if path.startswith("/") else f"{dirname(uri)}/{path}"))
    whole = "" if whole == "." else whole.removeprefix("./")
    return None if whole.startswith("..") else whole


def _relink_tag(tag: str, source: str, change: Change) -> str:
    def changed(match: re.Match[str]) -> str:
        space, name, equals, quoted = match.groups()
        value, key = unescape(quoted.strip("\"'")), (tag, name.lower())
        if key in LINKS or key in FILES:
            new = change(value, key in FILES)
        elif key == ("meta", "content") and (refresh := _REFRESH.match(value)):
            new = refresh[1] + change(refresh[2], False)
        else:
            return match[0]
        return match[0] if new == value else f'{space}{name}{equals}"{escape(new)}"'

    return _ATTRIBUTE.sub(changed, source)


class _Tags(HTMLParser):
    """Finds where start tags stand; what is within scripts, styles and comments is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, tuple[int, int]]] = []

    @classmethod
    def of(cls, text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
        tags = cls()
        tags.feed(text)
        tags.close()
        yield from tags.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {name for name_tag, name in LINKS | FILES if name_tag == tag}
        if tag == "meta" or wanted & {name for name, _ in attrs}:
            self.found.append((tag, self.get_starttag_text() or "", self.getpos()))
