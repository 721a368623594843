"""Change the addresses in a finished page: for a place where no server turns a folder into its page.

Only start tags in which an address changes are written anew; all other bytes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
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

_TAGS: Final = "|".join(sorted({"meta"} | {tag for tag, _ in LINKS | FILES if tag != "script"}))
_REST: Final = r"""(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>"""
_TOKEN: Final = re.compile(
    rf"<!--.*?-->|<(?P<raw>script|style)(?=[\s>]){_REST}(?P<text>.*?</(?P=raw))|<(?P<tag>{_TAGS})(?=[\s>]){_REST}",
    re.IGNORECASE | re.DOTALL,
)
"""A start tag that may hold an address, or something in which what looks like one is none."""

_ATTRIBUTE: Final = re.compile(r"""(\s)([a-zA-Z-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_REFRESH: Final = re.compile(r"(\s*\d+\s*;\s*url\s*=\s*)(.*)", re.IGNORECASE | re.DOTALL)

Change = Callable[[str, bool], str | None]
"""Gives the new address for one in a page, None where nothing stands there any more: then the element
keeps its words without leading anywhere. It is told whether the address is of what the page loads."""


def relink(text: str, change: Change) -> str:
    """Return the page *text* with every address in it as *change* gives it."""

    def relinked(match: re.Match[str]) -> str:
        tag, text = match["tag"] or match["raw"], match["text"] or ""
        if tag is None:
            return match[0]
        return _relink_tag(tag.lower(), match[0].removesuffix(text), change) + text

    return _TOKEN.sub(relinked, text)


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
            new = refresh[1] + (change(refresh[2], False) or "")
        else:
            return match[0]
        if new is None:
            return ""
        return match[0] if new == value else f'{space}{name}{equals}"{escape(new)}"'

    return _ATTRIBUTE.sub(changed, source)
