"""Markdown of trusted editors (pages and modules), looked at line by line before it is rendered.

Python-Markdown renders it later; here it is only scanned for what an editor must know at once:
links and pictures with their lines, the headings that can be linked to, and the teaching blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.modules.blocks import Block, fenced_lines, scan
from catalogue.modules.raw_html import check_html
from catalogue.problems.problem import Problems
from catalogue.sources.fields import Reader
from catalogue.sources.files import Source
from catalogue.text.slugs import slugify


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture as written."""

    target: str
    text: str
    line: int
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a trusted text before it is rendered."""

    path: str
    links: tuple[Link, ...]
    anchors: frozenset[str]
    """The ids of its headings and assignments."""
    blocks: tuple[Block, ...]

    def all_blocks(self) -> Iterator[Block]:
        for block in self.blocks:
            yield from block.descendants()


_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")
_UNDERLINE = re.compile(r"(=+|-+) *$")
_HEADED_BLOCK = re.compile(r" *(/{3,}) *(?:assignment|cards|sheet)\b")
_LINK = re.compile(
    r"(?<!\\)(!?)\[((?:(?s:\\.)|[^\[\]\\]|\[(?:[^\[\]]|\[[^\[\]]*\])*\]){0,400})\]"
    r"\(\s*<?([^)\s>]{0,1000})>?(?:\s+[\"'][^)]{0,400})?\s*\)"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]]+)\]: *\n? *<?([^\s>]+)>? *(?:\n? *[\"'(][^\n]*[\"')])? *$",
    re.MULTILINE,
)
_CODE_SPAN = re.compile(r"(?<!\\)(`+)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)\1(?!`)")

VAGUE_LINK_TEXTS: Final = frozenset(
    {
        "hier",
        "klik hier",
        "klik",
        "link",
        "deze link",
        "lees meer",
        "meer",
        "meer info",
        "lees verder",
    }
)


MAX_MARKS: Final = 200
"""Of one kind in a paragraph. More have no use, and cost Python-Markdown quadratic time."""

MAX_HEADINGS: Final = 500


def read_document(source: Source, reader: Reader) -> Document:
    """Return what *source* holds; note what is wrong with its headings, link texts and blocks."""
    problems = reader.problems
    links: list[Link] = []
    anchors: list[str] = []
    level = 1
    begins = 0
    """The line after a heading, which begins a paragraph as one after an empty line does."""
    lines = source.body.split("\n")
    fenced = fenced_lines(lines)
    for index, line in enumerate(lines):
        number = source.body_line + index
        if index in fenced:
            continue
        heading = _HEADING.match(line)
        is_underlined = (
            index + 1 < len(lines)
            and bool(line.strip())
            and index + 1 not in fenced
            and (index == begins or not lines[index - 1].strip())
        )
        underline = _UNDERLINE.match(lines[index + 1]) if is_underlined else None
        if heading:
            begins = index + 1
            level = _check_heading(len(heading[1]), level, source.path, number, problems)
            anchors.append(slugify(_plain(heading[2])))
        elif underline:
            begins = index + 2
            depth = 1 if underline[1].startswith("=") else 2
            level = _check_heading(depth, level, source.path, number, problems)
            anchors.append(slugify(_plain(line)))
        elif _HEADED_BLOCK.match(line):
            level = 2
        if len(anchors) == MAX_HEADINGS + 1 and (heading or underline):
            problems.add("heading-many", source.path, number, limit=MAX_HEADINGS)
    prose = "\n".join("" if index in fenced else line for index, line in enumerate(lines))
    prose = _CODE_SPAN.sub(lambda match: "\n" * match[0].count("\n"), prose)
    is_bearable = _check_marks(prose.split("\n"), source, problems)
    links.extend(_links(prose, source.body_line))
    for link in links:
        if link.is_picture and not link.text.strip():
            problems.add("picture-alt", source.path, link.line, target=link.target)
        elif not link.is_picture and _plain(link.text).strip(" .…").lower() in VAGUE_LINK_TEXTS:
            problems.add("link-text", source.path, link.line, text=_plain(link.text))
    blocks = scan(source.body, reader, source.body_line)
    if is_bearable:  # else it would take Markdown too long
        inner = [inner for block in blocks for inner in block.descendants()]
        check_html(source, prose, inner, {link.target for link in links}, problems)
    ids = [
        assignment_id(block) for block in blocks if block.name in ("assignment", "cards", "sheet")
    ]
    return Document(source.path, tuple(links), frozenset(_unique([*ids, *anchors])), tuple(blocks))


def assignment_id(block: Block) -> str:
    """The id of an assignment, of cards or of a sheet: its own, or its title as a slug."""
    return block.options.get("id") or slugify(block.title)


def _links(text: str, first_line: int) -> Iterator[Link]:
    for match in _LINK.finditer(text):
        line = first_line + text.count("\n", 0, match.start())
        yield Link(match[3], match[2], line, bool(match[1]))
        if not match[1]:
            yield from (link for link in _links(match[2], line) if link.is_picture)
    for match in _DEFINITION.finditer(text):
        line = first_line + text.count("\n", 0, match.start())
        yield Link(match[2], match[1], line, is_picture=False)


def _check_marks(lines: list[str], source: Source, problems: Problems) -> bool:
    """Note every paragraph with too many of one mark; return whether there is none."""
    is_bearable = True
    counts = dict.fromkeys("[<:", 0)
    for number, line in enumerate(lines, source.body_line):
        if not line.strip():
            counts = dict.fromkeys(counts, 0)
        for mark, before in counts.items():
            # A colon counts where it begins a definition.
            more = line.lstrip().startswith(mark) if mark == ":" else line.count(mark)
            counts[mark] = before + more
            if before <= MAX_MARKS < counts[mark]:
                problems.add("paragraph-marks", source.path, number, mark=mark, limit=MAX_MARKS)
                is_bearable = False
    return is_bearable


def _check_heading(level: int, before: int, path: str, line: int, problems: Problems) -> int:
    if level == 1:
        problems.add("heading-first-level", path, line)
    elif level > before + 1:
        fence = "#" * (before + 1)
        problems.add("heading-level", path, line, before=before, level=level, fence=fence)
    return level


def _plain(markdown: str) -> str:
    """Inline Markdown without its marks."""
    return re.sub(r"[*_`]", "", _LINK.sub(lambda match: match[2], markdown))


def _unique(anchors: list[str]) -> Iterator[str]:
    """Repeated ids as Python-Markdown's ``toc`` numbers them: ``kop``, ``kop_1`` …"""
    seen: dict[str, int] = {}
    for anchor in anchors:
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        yield f"{anchor}_{count}" if count else anchor
