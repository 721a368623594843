"""Markdown of trusted editors (pages and modules), looked at line by line before it is rendered.

Python-Markdown renders it later; here it is only scanned for what an editor must know at once:
links and pictures with their lines, the headings that can be linked to, and the teaching blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.blocks import Block, scan
from catalogue.fields import Reader
from catalogue.problems import Problems
from catalogue.reading import Source
from catalogue.slugs import slugify


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


_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)"
)
_DEFINITION = re.compile(r" {0,3}\[([^\]]+)\]:\s+<?(\S+?)>?(?:\s|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")

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


def read_document(source: Source, reader: Reader) -> Document:
    """Return what *source* holds; note what is wrong with its headings, link texts and blocks."""
    problems = reader.problems
    links: list[Link] = []
    anchors: list[str] = []
    level = 1
    for number, line in prose_lines(source.body, source.body_line):
        if heading := _HEADING.match(line):
            level = _check_heading(heading, level, source.path, number, problems)
            anchors.append(slugify(_plain(heading[2])))
        plain = _CODE_SPAN.sub("", line)
        links.extend(
            Link(match[3], match[2], number, bool(match[1])) for match in _LINK.finditer(plain)
        )
        if definition := _DEFINITION.match(plain):
            links.append(Link(definition[2], definition[1], number, is_picture=False))
    for link in links:
        if link.is_picture and not link.text.strip():
            problems.add("picture-alt", source.path, link.line, target=link.target)
        elif not link.is_picture and _plain(link.text).strip(" .…").lower() in VAGUE_LINK_TEXTS:
            problems.add("link-text", source.path, link.line, text=_plain(link.text))
    blocks = scan(source.body, reader, source.body_line)
    ids = [assignment_id(block) for block in blocks if block.name == "assignment"]
    return Document(
        source.path, tuple(links), frozenset(_unique(anchors)) | frozenset(ids), tuple(blocks)
    )


def assignment_id(block: Block) -> str:
    """The id of an assignment block: its own, or its title as a slug."""
    return block.options.get("id") or slugify(block.title)


def prose_lines(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The numbered lines of *body* that are not in a code fence."""
    fence = ""
    for offset, line in enumerate(body.split("\n")):
        if match := _FENCE.match(line):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence):
                fence = ""
        elif not fence:
            yield first_line + offset, line


def _check_heading(
    heading: re.Match[str], before: int, path: str, line: int, problems: Problems
) -> int:
    level = len(heading[1])
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
