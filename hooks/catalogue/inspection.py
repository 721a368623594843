"""Is a printed document what it must be? The rules of PDF/UA-1 (ISO 14289-1) that a program can see, and ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import pikepdf

from catalogue.documents import Flaw

MAX_BYTES: Final = 2_000_000
LANGUAGE: Final = "nl"
FAMILY: Final = "Atkinson-Hyperlegible-Next"
"""The font that ships with the project; any other comes from the machine that prints."""
_HEADINGS: Final = {f"/H{level}": level for level in range(1, 7)}
_CHARACTER: Final = re.compile(rb"<[0-9a-f]{4}> <((?:[0-9a-f]{4})+)>", re.IGNORECASE)


def inspect(
    data: bytes, headings: Sequence[tuple[int, str]], max_pages: int = 0
) -> tuple[Flaw, ...]:
    """Return what is wrong with the PDF *data*.

    *headings* are the levels and texts that its outline must have; 0 pages means any number.
    """
    flaws: list[Flaw] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        if max_pages and len(pdf.pages) > max_pages:
            flaws.append(Flaw("print-long", str(len(pdf.pages))))
        if len(data) > MAX_BYTES:
            flaws.append(Flaw("print-large", f"{len(data) / 1_000_000:.1f}".replace(".", ",")))
        if foreign := _foreign_characters(pdf):
            flaws.append(Flaw("print-letter", " ".join(foreign)))
        flaws += [Flaw("print-structure", rule) for rule in _broken_rules(pdf, headings)]
    return tuple(flaws)


def _broken_rules(pdf: pikepdf.Pdf, headings: Sequence[tuple[int, str]]) -> Iterator[str]:
    root: Any = pdf.Root
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked"):
        yield "tagged"
        return
    if str(root.get("/Lang", "")) != LANGUAGE:
        yield "language"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "pdf/ua"
        if not metadata.get("dc:title") or not root.ViewerPreferences.DisplayDocTitle:
            yield "title"
        if not metadata.get("dc:rights"):
            yield "licence"
    elements = list(_elements(root.StructTreeRoot))
    if any(kind == "/Figure" and not str(element.get("/Alt", "")) for kind, element in elements):
        yield "alternative text"
    levels = [_HEADINGS[kind] for kind, _ in elements if kind in _HEADINGS]
    if any(level > before + 1 for before, level in zip([0, *levels], levels, strict=False)):
        yield "heading levels"
    if levels != [level for level, _ in headings]:
        yield "headings"
    if list(_outline(pdf)) != list(headings):
        yield "outline"
    names = [str(field.get("/T", "")) for field in _fields(pdf)]
    tooltips = [str(field.get("/TU", "")) for field in _fields(pdf)]
    # A field without a tooltip gets its name for one.
    if len(set(names)) < len(names) or not all(names) or not set(tooltips).isdisjoint({"", *names}):
        yield "form fields"
    if not all(_is_embedded(font) for font in _fonts(pdf)):
        yield "fonts"


def _elements(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of the structure below *node*, with its kind, in reading order."""
    stack = [node]
    while stack:
        current = stack.pop()
        if not isinstance(current, pikepdf.Dictionary):
            continue
        if "/S" in current:
            yield str(current.S), current
        kids: Any = current.get("/K", [])
        stack.extend(reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids]))


def _outline(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    def walk(items: Sequence[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield level, item.title
            yield from walk(item.children, level + 1)

    with pdf.open_outline() as outline:
        yield from walk(outline.root, 1)


def _fields(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            if annotation.get("/Subtype") == "/Widget":
                yield annotation


def _foreign_characters(pdf: pikepdf.Pdf) -> list[str]:
    """What is shown in another font than ours, because ours does not have it."""
    found = set()
    for font in _fonts(pdf):
        if FAMILY not in str(font.get("/BaseFont", "")) and "/ToUnicode" in font:
            codes = _CHARACTER.findall(font.ToUnicode.read_bytes())
            found |= {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}
    return sorted(text for text in found if text.strip() and text.isprintable())


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        resources: Any = page.get("/Resources", {})
        yield from resources.get("/Font", {}).values()


def _is_embedded(font: Any) -> bool:
    descendants = font.get("/DescendantFonts", [font])
    return all(
        any(
            name in one.get("/FontDescriptor", {})
            for name in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        for one in descendants
    )
