"""Stylesheets as they are sent: gathered from those of the theme, with their drawings in them, and small."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from rcssmin import cssmin

CASCADE: Final = (
    "styles/tokens.css",  # what all others are made of
    "styles/composition.css",  # how things are placed, without a look of their own
    "elements/*.css",  # small looks that any template may write
    "components/*/style.css",
    "blocks/*.css",  # what teaching blocks become
    "pages/*.css",  # what one kind of page has and no component
    "styles/print.css",
)
"""The order of the cascade: of two rules that say as much about an element, the later one is obeyed.
Within a line the order means nothing."""

ALONE: Final[Mapping[str, tuple[str, ...]]] = {
    "share": ("components/share-*/style.css", "pages/share.css"),
    "offline": ("components/offline-*/style.css", "pages/offline.css"),
    "embedded": ("pages/embedded.css",),
}
"""What only some pages need, by the name of the stylesheet that they ask for besides that of the site."""

SITE: Final = "site"
"""The stylesheet of every page: all the rest."""

_TOKEN: Final = re.compile(r"(--[a-z0-9-]+):([^;{}]*);")
_PAIR: Final = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))+),(?:[^(),]|\([^()]*\))+\)")
"""Two colours, and the first of them."""

_ASSET: Final = re.compile(r'url\("(?:\.\./)+assets/([a-z]+)/([a-z0-9.-]+)"\)')


def stylesheets(theme: Path) -> dict[str, str]:
    """Return the stylesheets of the *theme*, by the names under which pages ask for them."""
    alone = {name: _found(theme, patterns) for name, patterns in ALONE.items()}
    apart = {file for files in alone.values() for file in files}
    parts = {SITE: [file for file in _found(theme, CASCADE) if file not in apart], **alone}
    return {
        name: "".join(_sent(file.read_text("utf-8"), theme) for file in files)
        for name, files in parts.items()
    }


def _sent(sheet: str, theme: Path) -> str:
    return str(cssmin(_with_assets(sheet, theme) + _light_only(sheet)))


def _found(theme: Path, patterns: Iterable[str]) -> list[Path]:
    return [file for pattern in patterns for file in sorted(theme.glob(pattern))]


def _light_only(sheet: str) -> str:
    """What follows *sheet* for browsers that know no ``light-dark()``: its tokens, with their light colours."""
    light = [
        f"{name}:{_PAIR.sub(lambda pair: pair[1], value)};"
        for name, value in _TOKEN.findall(sheet)
        if _PAIR.search(value)
    ]
    if not light:
        return ""
    rule = f":root,:root[data-scheme]{{color-scheme:light;{''.join(light)}}}"
    return f"@supports not (color:light-dark(#000,#fff)){{{rule}}}"


def _with_assets(sheet: str, theme: Path) -> str:
    """Return *sheet* with its drawings in it, as data URLs (RFC 2397), and its fonts where they are published."""

    def placed(match: re.Match[str]) -> str:
        folder, name = match.groups()
        if folder != "drawings":
            return f'url("../{folder}/{name}")'
        drawing = (theme / "assets" / folder / name).read_text("utf-8").strip()
        data = quote(drawing, safe=" '()*,/:;=@")
        return f'url("data:image/svg+xml,{data}")'

    return _ASSET.sub(placed, sheet)
