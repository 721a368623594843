"""Last touches to rendered Markdown: pictures with their size, tables that can be scrolled."""

from __future__ import annotations

import re
import struct
from html import escape
from itertools import count
from pathlib import Path
from typing import Final

_VIEW_BOX: Final = re.compile(rb'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_IMAGE: Final = re.compile(
    r'<img\b(?![^>]*\bwidth=)([^>]*?\bsrc="([^"/:]+|\.\./[^"/:]+)"[^>]*?)\s*/?>'
)


def picture_size(file: Path) -> tuple[int, int] | None:
    """Return the width and height of the SVG or PNG at *file*, in pixels; None when it does not say."""
    try:
        with file.open("rb") as opened:
            head = opened.read(4096)
    except OSError:
        return None
    if head.startswith(_PNG) and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    if match := _VIEW_BOX.search(head):
        return round(float(match[1])), round(float(match[2]))
    return None


def add_sizes(html: str, folder: Path) -> str:
    """Return *html* with the size of every picture of *folder* that had none.

    A page then keeps their place while they load.
    """

    def with_size(match: re.Match[str]) -> str:
        size = picture_size(folder / match[2].rpartition("/")[2])
        return f'<img{match[1]} width="{size[0]}" height="{size[1]}">' if size else match[0]

    return _IMAGE.sub(with_size, html)


def frame_tables(html: str, label: str) -> str:
    """Return *html* with every table in a frame that scrolls, also by keyboard.

    *label* says what it is; those after the first are numbered, so that no two have one name.
    """
    first, *rest = html.replace("</table>", "</table></section>").split("<table>")
    frames = (_TABLE_FRAME.format(escape(f"{label} ({n})" if n > 1 else label)) for n in count(1))
    return first + "".join(frame + part for frame, part in zip(frames, rest, strict=False))


_TABLE_FRAME: Final = '<section class="table-frame" tabindex="0" aria-label="{}"><table>'
