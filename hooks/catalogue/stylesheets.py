"""Stylesheets as they are sent: without what only their makers read, and with the drawings that they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_END: Final = re.compile(r"\s*\n\s*")
_DRAWING: Final = re.compile(r'(?<=url\(")\.\./drawings/([a-z0-9-]+\.svg)(?="\))')


def compact(sheet: str) -> str:
    """Return *sheet*, in which no string holds a comment or a line end, without comments and indentation."""
    return _LINE_END.sub("\n", _COMMENT.sub("", sheet)).strip()


def with_drawings(sheet: str, drawing: Callable[[str], str]) -> str:
    """Return *sheet* with its drawings in it, as data URLs (RFC 2397); none has to be fetched.

    *drawing* gives the text of each by its file name.
    """
    return _DRAWING.sub(
        lambda match: "data:image/svg+xml," + quote(drawing(match[1]).strip(), safe=" '()*,/:;=@"),
        sheet,
    )
