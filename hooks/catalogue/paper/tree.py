"""From the HTML of pages to that of a printed document.

A print template puts the content of one or more pages together, each in an element with these
attributes, which tell what it is on paper:

``data-uri``     the address of the page: links and pictures in it are relative to that
``data-prefix``  what goes before its ids, so that they stay different in one document
``data-level``   the level of the heading it begins with, now its ``h1``; those in it go down too

``data-leave-out`` on ``<html>`` names the classes of what this document does not show. In the place
of ``<nav data-contents>`` comes the table of contents; a document that turns out short goes without.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import tinyhtml5

ALWAYS_LEFT_OUT = frozenset({"screen-only", "recording__player"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_IN_CONTENTS = frozenset({"h2", "h3"})


@dataclass(slots=True)
class Paper:
    """A printed document as a tree of elements, made from *html*; *site* is the address of the site."""

    html: str
    site: str
    leads_to_site: bool = True
    """Whether somebody can go to the site from the document; else what would lead there is only text."""
    headings: list[tuple[int, str]] = field(default_factory=list)
    """The levels and texts of what was rendered last, in their order."""
    _anchors: dict[str, str] = field(default_factory=dict)
    """The id in this document of every address that it holds."""
    _fields: int = 0

    def render(self, *, with_contents: bool = True, scale: int = 100) -> str:
        """Return the HTML to print, its type at *scale* per cent."""
        root = tinyhtml5.parse(self.html, namespace_html_elements=False)
        self._anchors, self._fields = {}, 0
        left_out = ALWAYS_LEFT_OUT | set(root.get("data-leave-out", "").split())
        _remove(root, left_out)
        parts = list(root.iterfind(".//*[@data-uri]"))
        for part in parts:
            self._take_in(part)
        for part in parts:
            self._link(part)
        if not self.leads_to_site:
            for link in root.iter("a"):
                if link.get("href", "").startswith(self.site):
                    del link.attrib["href"]
        self._name_headings(root)
        if scale != 100:
            root[1].set("style", f"font-size: {scale}%")
        for nav in root.findall(".//nav[@data-contents]"):
            if with_contents:
                nav.append(_contents(root))
            else:
                _drop(root, nav)
        return "<!doctype html>\n" + ET.tostring(root, encoding="unicode", method="html")

    def _take_in(self, part: ET.Element) -> None:
        """Make the content of a page part of a document: its ids, headings, fields."""
        uri, prefix = part.get("data-uri", ""), part.get("data-prefix", "")
        demote = int(part.get("data-level", "1")) - 1
        part.set("id", prefix)
        self._anchors[uri] = prefix
        for element in list(part.iter()):  # what is put in meanwhile needs no change
            if (id_ := element.get("id")) and element is not part:
                self._anchors[f"{uri}#{id_}"] = f"{prefix}-{id_}"
                element.set("id", f"{prefix}-{id_}")
            if element.tag in _HEADINGS:
                element.tag = f"h{min(6, _HEADINGS[element.tag] + demote)}"
            elif element.tag == "details":
                element.tag = "div"
            elif element.tag == "summary":
                element.tag = "p"
            elif "writing" in _classes(element):
                self._make_writable(element)
            elif element.tag == "input":
                # What a check box stands for is the text beside it.
                element.set("title", _text(_parent(part, element)))
                element.set("name", self._field_name())

    def _make_writable(self, block: ET.Element) -> None:
        label = next(child for child in block if "writing__label" in _classes(child))
        lines = next(child for child in block if "writing__lines" in _classes(child))
        is_short = len(lines) == 1
        kind = {"type": "text"} if is_short else {}
        field = {"class": "writing__field", "title": _text(label), "name": self._field_name()}
        ET.SubElement(lines, "input" if is_short else "textarea", {**kind, **field})

    def _field_name(self) -> str:
        self._fields += 1
        return f"veld-{self._fields}"

    def _link(self, part: ET.Element) -> None:
        """Make every link lead to a place in this document, or to the site."""
        base = self.site + part.get("data-uri", "")
        for element in part.iter():
            if (href := element.get("href")) is not None:
                address = urljoin(base, href)
                inside = self._anchors.get(address.removeprefix(self.site))
                is_own = address.startswith(self.site)
                element.set("href", f"#{inside}" if is_own and inside else address)
            if (src := element.get("src")) is not None:
                element.set("src", urljoin(base, src))

    def _name_headings(self, root: ET.Element) -> None:
        self.headings = [(_HEADINGS[heading.tag], _text(heading)) for heading in _headings(root)]
        for number, heading in enumerate(_headings(root), 1):
            if not heading.get("id"):
                heading.set("id", f"kop-{number}")


def _classes(element: ET.Element) -> frozenset[str]:
    return frozenset(element.get("class", "").split())


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _parent(root: ET.Element, element: ET.Element) -> ET.Element:
    return next(parent for parent in root.iter() if element in list(parent))


def _headings(root: ET.Element) -> Iterator[ET.Element]:
    return (element for element in root.iter() if element.tag in _HEADINGS)


def _remove(root: ET.Element, classes: frozenset[str] | set[str]) -> None:
    """Remove everything of one of *classes*, and pictures that are only decoration."""
    for parent in list(root.iter()):
        for child in list(parent):
            is_decoration = child.tag == "img" and not child.get("alt")
            if _classes(child) & classes or is_decoration:
                _cut(parent, child)


def _cut(parent: ET.Element, child: ET.Element) -> None:
    """Remove *child*, but not the text that follows it."""
    if child.tail:
        position = list(parent).index(child)
        if position:
            before = parent[position - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _drop(root: ET.Element, element: ET.Element) -> None:
    _cut(_parent(root, element), element)


def _contents(root: ET.Element) -> ET.Element:
    items = ET.Element("ol", {"class": "contents"})
    for heading in _headings(root):
        if heading.tag in _IN_CONTENTS and "not-in-contents" not in _classes(heading):
            item = ET.SubElement(items, "li", {"class": f"contents__item--{heading.tag}"})
            link = ET.SubElement(item, "a", {"href": f"#{heading.get('id')}"})
            link.text = _text(heading)
    return items
