"""Untrusted Markdown to safe HTML: the only way the text of a story becomes a page.

Strict CommonMark by cmarkgfm, which leaves raw HTML and dangerous addresses out, then nh3, which
lets through a small list of elements and nothing else. What either would leave out of something
that a person wrote is an error with its line, so that nothing disappears in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

import nh3
from cmarkgfm import cmark

from catalogue.problems.problem import Problems
from catalogue.problems.rules import REFUSED_IN_STORIES, TOO_DEEP_QUOTE
from catalogue.text.characters import unseen

ELEMENTS: Final = frozenset(
    {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "h2", "h3", "hr", "a"}
)

_SOURCE_LINK = re.compile(r"/(?:content|modules|stories)/[a-z0-9/_-]+\.md(?:#[a-z0-9-]+)?")
SOURCE_TARGET: Final = re.compile(rf"\]\({_SOURCE_LINK.pattern}\)")
"""Where a link says to which source it leads."""


def _attribute(element: str, attribute: str, value: str) -> str | None:
    """Keep the links between sources and the first number of a list; nothing else."""
    if element == "a" and attribute == "href":
        return value if _SOURCE_LINK.fullmatch(value) else None
    return value if value.isdigit() else None


_CLEANER: Final = nh3.Cleaner(
    tags=set(ELEMENTS),
    attributes={"a": {"href"}, "ol": {"start"}},
    attribute_filter=_attribute,
    link_rel=None,
    url_schemes=set(),
)

_OPTIONS: Final = cmark.Options.CMARK_OPT_SMART | cmark.Options.CMARK_OPT_VALIDATE_UTF8
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_RAW_HTML: Final = "<!-- raw HTML omitted -->"
_HREF = re.compile(r'href="([^"]*)"')
_EMPTY_LINK = re.compile(r"\]\(\s*(?:<>)?\s*\)")
_ENTITY = re.compile(r"&[#\w]+;")
_LINE_TAG = re.compile(r"<(?=[A-Za-z/!?])")


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a story, safe to show."""

    html: str
    words: int
    links: tuple[str, ...]
    link_lines: tuple[int, ...]


def render(markdown: str, path: str, first_line: int, problems: Problems) -> Prose | None:
    """Return the safe HTML of *markdown*; None, and its problems, when it holds what a story cannot."""
    raw = cmark.markdown_to_html(markdown, _OPTIONS)
    sound = True

    def add(code: str, line: int, **words: object) -> None:
        nonlocal sound
        sound = False
        problems.add(code, path, line, **words)

    if _RAW_HTML in raw:
        add("story-html", _line_of(_LINE_TAG, markdown, first_line))
    if "&" in markdown:
        for name in unseen(raw):
            add("control-character", _line_of(_ENTITY, markdown, first_line), name=name)
    found = set(_TAG.findall(raw)) - ELEMENTS
    if raw.count("<code") == raw.count("<pre"):
        found.discard("code")  # only that of a code block
    if raw.count("<blockquote>") > 5 and _TOO_DEEP.search(raw):
        add("story-construct", first_line, name=TOO_DEEP_QUOTE)
    for element in sorted(found):
        name = REFUSED_IN_STORIES.get(element, f"<{element}>")
        add("story-construct", _line_of(_MARKS.get(element), markdown, first_line), name=name)
    links = tuple(unescape(href) for href in _HREF.findall(raw))
    for link in links:
        if not _SOURCE_LINK.fullmatch(link):
            where = re.compile(re.escape(link)) if link else re.compile(r"\]\(")
            add(
                "story-link",
                _line_of(where, markdown, first_line),
                target=link or _unnamed(markdown),
            )
    if not sound:
        return None
    html = _CLEANER.clean(raw)
    if html.count("<") != raw.count("<"):
        # Nothing known gets here; if something does, it is better refused than half shown.
        add("story-html", first_line)
        return None
    return Prose(
        html=html.strip(),
        words=len(markdown.split()),
        links=links,
        link_lines=_lines_of(links, markdown, first_line),
    )


def _unnamed(markdown: str) -> str:
    """What to call a link whose address the renderer left out: nothing, or what it must have been."""
    return "" if _EMPTY_LINK.search(markdown) else "javascript:…"


def _lines_of(links: tuple[str, ...], markdown: str, first_line: int) -> tuple[int, ...]:
    lines, position = [], 0
    for link in links:
        position = max(markdown.find(link, position), position)
        lines.append(first_line + markdown.count("\n", 0, position))
        position += 1
    return tuple(lines)


_TOO_DEEP: Final = re.compile(r"(?:<blockquote>\s*){6}")
"""Cleaning takes quadratic time in the depth of quotes; nobody quotes that deep."""


_MARKS: Final = {
    "img": re.compile(r"!\["),
    "pre": re.compile(r"^(?: {4}|\t|```|~~~)", re.MULTILINE),
    "code": re.compile(r"`"),
    "h1": re.compile(r"^(?:# |=+\s*$)", re.MULTILINE),
    "h4": re.compile(r"^#### ", re.MULTILINE),
    "h5": re.compile(r"^##### ", re.MULTILINE),
    "h6": re.compile(r"^###### ", re.MULTILINE),
}


def _line_of(pattern: re.Pattern[str] | None, markdown: str, first_line: int) -> int:
    match = pattern.search(markdown) if pattern is not None else None
    return first_line + (markdown.count("\n", 0, match.start()) if match else 0)
