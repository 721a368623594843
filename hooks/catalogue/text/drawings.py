"""SVG pictures: which of them only show something, and do nothing else.

A picture on a page is tame, but whoever opens its address opens a page of the site: a script in it
would be the site's own. So a drawing is nothing but shapes, and refers to nothing but itself.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HTML: Final = "{http://www.w3.org/1999/xhtml}"
_ELEMENTS: Final = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "switch", "style", "image",
        "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
        "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "filter",
    }
)  # fmt: skip
_WITHIN: Final = re.compile(r"#[^\s]*|data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*")
_ELSEWHERE: Final = re.compile(r"@import|url\(\s*[\"']?(?!#)|expression\(|\\", re.IGNORECASE)
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)", re.IGNORECASE)


def activity(data: bytes) -> str | None:
    """Return the first thing in the SVG *data* that is more than a shape; None when it only shows.

    ValueError when it cannot be read.
    """
    if declared := _DECLARATION.search(data):
        return declared[0].decode()
    try:
        root = ET.fromstring(data)  # noqa: S314 -- without declarations nothing in it can grow
    except (ET.ParseError, LookupError) as error:
        raise ValueError(str(error)) from None
    if root.tag != f"{_SVG}svg":
        return f"<{root.tag}>"
    return next(filter(None, map(_activity_of, root.iter())), None)


def _activity_of(element: ET.Element) -> str | None:
    name = str(element.tag)
    tag = name.removeprefix(_SVG)
    if name.startswith(_HTML) or (
        name != tag and tag not in _ELEMENTS and not tag.startswith("fe")
    ):
        return f"<{name.rpartition('}')[2]}>"
    if tag == "style" and _ELSEWHERE.search("".join(element.itertext())):
        return "<style>"
    for attribute, value in element.attrib.items():
        key = attribute.rpartition("}")[2].lower()
        leads_away = key in ("href", "src") and not _WITHIN.fullmatch(value.strip())
        if key.startswith("on") or leads_away or _ELSEWHERE.search(value):
            return f"{key}="
    return None
