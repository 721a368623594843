"""Is a printed document what it must be? The rules of PDF/UA-1 (ISO 14289-1) that a program can see, and ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import pikepdf

from catalogue.paper.documents import Flaw

MAX_BYTES: Final = 2_000_000
LANGUAGE: Final = "nl"
FAMILY: Final = "Atkinson-Hyperlegible-Next"
"""The font that ships with the project; any other comes from the machine that prints."""
_HEADINGS: Final = {f"/H{level}": level for level in range(1, 7)}
_TEXT_OF_CODE: Final = re.compile(rb"<([0-9a-f]+)> <((?:[0-9a-f]{4})+)>", re.IGNORECASE)
_GLYPH_OF_CODE: Final = re.compile(rb"<([0-9a-f]{4})> (\d+)\s", re.IGNORECASE)
_NO_TEXTS: Final = frozenset({"", "\0", "\ufeff", "\ufffe"})
"""What nobody can copy or read aloud (PDF/UA-1, 7.21.7)."""

UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for an empty box of which the document does not say what it should be."""


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
        foreign, nameless = _wrong_glyphs(pdf)
        if foreign:
            flaws.append(Flaw("print-letter", " ".join(foreign)))
        if nameless:
            flaws.append(Flaw("print-nameless", str(nameless)))
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


def _wrong_glyphs(pdf: pikepdf.Pdf) -> tuple[list[str], int]:
    """What is shown in another font than ours or as an empty box, because ours does not have it.

    And how often a glyph is shown of which the document does not say what it stands for.
    """
    foreign, nameless = set(), 0
    for font, codes in _shown(pdf):
        is_ours = FAMILY in str(font.get("/BaseFont", ""))
        texts, boxes = _texts(font), _boxes(font, codes)
        for code, times in codes.items():
            text = texts.get(code, "")
            seen = "".join(filter(str.isprintable, text)).strip()
            if code in boxes:
                foreign.add(seen or UNKNOWN)
            elif text in _NO_TEXTS:
                nameless += times
            elif seen and not is_ours:
                foreign.add(seen)
    return sorted(foreign), nameless


def _shown(pdf: pikepdf.Pdf) -> list[tuple[Any, Counter[bytes]]]:
    """Every font in which something is shown, with how often it shows each of its codes."""
    found: dict[tuple[int, int], tuple[Any, bytearray]] = {}
    for content in _contents(pdf):
        fonts = content.get("/Resources", {}).get("/Font", {})
        font: Any = None
        outer: list[Any] = []
        for instruction in pikepdf.parse_content_stream(content, "q Q Tf Tj TJ ' \""):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "q":
                    outer.append(font)
                case "Q":
                    font = outer.pop() if outer else None
                case "Tf":
                    font = fonts[operands[0]]
                case _:
                    shown = found.setdefault(font.objgen, (font, bytearray()))[1]
                    text = operands[-1]  # one string, or many with numbers between them
                    for piece in text if isinstance(text, pikepdf.Array) else [text]:
                        if isinstance(piece, pikepdf.Object):
                            shown += bytes(piece)
    return [
        (font, _count(shown, 2 if font.Subtype == "/Type0" else 1))
        for font, shown in found.values()
    ]


def _count(codes: bytearray, width: int) -> Counter[bytes]:
    return Counter(bytes(codes[start : start + width]) for start in range(0, len(codes), width))


def _contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Everything that is drawn: pages, and what is drawn on them as one (pictures, fields, patterns)."""
    yield from (page.obj for page in pdf.pages)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and (
            found.get("/Subtype") == "/Form" or found.get("/PatternType") == 1
        ):
            yield found


def _texts(font: Any) -> dict[bytes, str]:
    """What each code of *font* stands for."""
    if "/ToUnicode" not in font:
        return {}
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for code, text in _TEXT_OF_CODE.findall(font.ToUnicode.read_bytes())
    }


def _boxes(font: Any, codes: Iterable[bytes]) -> set[bytes]:
    """Those of *codes* that *font* shows as an empty box: its glyph 0."""
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        glyphs = _GLYPH_OF_CODE.findall(encoding.read_bytes())
        return set(codes) - {bytes.fromhex(code.decode()) for code, glyph in glyphs if int(glyph)}
    return {b"\0\0"} & set(codes)


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
