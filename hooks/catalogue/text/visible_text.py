"""The text that a reader sees of Markdown, and where in the source each of its signs stands.

Everything that a story may hold is read through: emphasis, links, line ends, lists, quotes, headings,
entities, backslashes; signs that nobody sees are left out, and those that look the same are the same
(NFKC). Where Markdown would show a mark, it is left out too: whoever looks for a name finds it on
either side. ``theme/assets/scripts/personal-data.js`` does the same with the same expressions.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef"
)
_MARKS: Final = f"*_`\\[{_UNSEEN}"
_SPACES: Final = "\\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_QUOTED: Final = """"(?:\\\\.|[^"\\\\]){0,200}"|'(?:\\\\.|[^'\\\\]){0,200}'"""

_TARGET: Final = f"\\]\\((?:\\\\.|[^()\"'\\\\]|{_QUOTED}|\\([^()]{{0,200}}\\)){{0,200}}\\)"
_LABEL: Final = "\\]\\[[^\\[\\]]{0,200}\\]"
_ENTITY: Final = "(&#?[0-9A-Za-z]{1,31};)"
_ESCAPE: Final = "\\\\([!-/:-@\\[-`{-~])"
_LINE_END: Final = "\\n[ \\t>]*"
_RULE: Final = "((?:(?:[*][ \\t]*){3,}|(?:_[ \\t]*){3,}|(?:-[ \\t]*)+|=+[ \\t]*)(?![^\\n]))"
_BLOCK_MARK: Final = "([-+*]|#{1,6}|[0-9]{1,9}[.)])[ \\t]+(?=[^ \\t\\n])"

LEFT_OUT: Final = f"[{_MARKS}]+|\\]"
"""Marks, and signs that nobody sees."""

BLANK: Final = f"[ \\n{_SPACES}]+"
"""What is seen as one space."""

MARKUP: Final = (
    f"({_TARGET}|{_LABEL})|{_ENTITY}|{_ESCAPE}|"
    f"(\\\\?{_LINE_END}(?:{_LINE_END})*)(?:{_RULE}|{_BLOCK_MARK})?|([{_SPACES}])|{LEFT_OUT}"
)
"""What of a text is not shown as it is typed.

Its groups: where a link leads; an entity; a sign behind a backslash; line ends, and behind them a rule or the mark of a
heading or an item; a space. Of the rest nothing is shown.
"""

_MARKUP: Final = re.compile(MARKUP)
_BEGIN_OF_MARKUP: Final = re.compile(f"[&\\\\\\n\\]{_MARKS}{_SPACES}]")
"""Tells where it is worth trying: a set of signs is found much faster."""
_LEFT_OUT: Final = re.compile(LEFT_OUT)
_BLANK: Final = re.compile(BLANK)
_NOT_PLAIN: Final = re.compile("[^\\x00-\\x7f]|  +")
_CHANGES: Final = re.compile(f"[&\\\\\\]{_MARKS}{_SPACES}]")


def hides_nothing(text: str) -> bool:
    """Whether *text* has no formatting within its words and lines: then what is typed tells what is seen."""
    return (
        not _CHANGES.search(text)
        and not any(blank in text for blank in ("  ", " \n", "\n ", "\n>"))
        and unicodedata.is_normalized("NFKC", text)
    )


@dataclass(slots=True)
class VisibleText:
    """What a reader sees, in pieces that each stand for a stretch of the source."""

    pieces: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _sources: list[tuple[int, int]] = field(default_factory=list)
    _length: int = 0
    _last: str = "\n"

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the source stands what stands from *start* to *end* in the text."""
        first, last = (bisect_right(self._starts, place) - 1 for place in (start, end - 1))
        since, until = self._sources[first][0], self._sources[last][1]
        if self._is_as_typed(first):
            since += start - self._starts[first]
        if self._is_as_typed(last):
            until = self._sources[last][0] + end - self._starts[last]
        return since, until

    def _is_as_typed(self, piece: int) -> bool:
        since, until = self._sources[piece]
        return until - since == len(self.pieces[piece])

    def add(self, piece: str, since: int, until: int) -> None:
        """Add *piece*, which stands in the source from *since* to *until*; of several spaces, the first."""
        if piece[:1] == " " and self._last in " \n":
            piece, since = piece[1:], min(since + 1, until)
        if piece:
            self.pieces.append(piece)
            self._starts.append(self._length)
            self._sources.append((since, until))
            self._length += len(piece)
            self._last = piece[-1]

    def add_typed(self, piece: str, since: int) -> None:
        """Add *piece* as it was typed, but for signs that are seen as others and for more than one space."""
        done = 0
        if "  " in piece or not unicodedata.is_normalized("NFKC", piece):
            for match in _NOT_PLAIN.finditer(piece):
                start, end = match.span()
                if (seen := as_seen(match[0])) != match[0]:
                    self.add(piece[done:start], since + done, since + start)
                    self.add(seen, since + start, since + end)
                    done = end
        self.add(piece[done:], since + done, since + len(piece))

    def begin_block(self, since: int, until: int) -> None:
        """Begin a paragraph, heading or item, unless that is where we are."""
        if self._last != "\n":
            self.add("\n\n", since, until)


def visible(markdown: str) -> VisibleText:
    """Return what a reader sees of *markdown*; blocks have an empty line between them."""
    found = VisibleText()
    source = f"\n{markdown}"  # so that the first line begins as every other does
    done = position = 0
    open_brackets = 0
    is_item = False
    is_closed = True  # whether what stands on the line before cannot go on
    while (begin := _BEGIN_OF_MARKUP.search(source, position)) is not None:
        match = _MARKUP.match(source, begin.start())
        position = begin.end() if match is None else match.end()
        if match is None:  # an & or a backslash that stands for itself
            continue
        since, until = match.start() - 1, match.end() - 1
        found.add_typed(source[done : match.start()], done - 1)
        leads, entity, sign, lines, rule, mark, space = match.groups()
        if leads is not None and not open_brackets:
            position = match.start() + 1  # there is no link: what stands behind the bracket is seen
        done = position
        if lines is not None:
            is_new = is_closed or lines.count("\n") > 1
            is_closed = rule is not None or (mark is not None and mark[0] == "#")
            if mark and mark[0].isdigit() and not (is_new or is_item or mark[:-1] == "1"):
                # Within a paragraph only 1 begins a list: this is a number at the end of a sentence.
                found.add(" ", since, since + len(lines))
                found.add(f"{mark} ", since + len(lines), until)
            elif mark or rule or is_new:
                found.begin_block(since, until)
                is_item = mark is not None and not is_closed
            else:
                found.add(" ", since, until)
        elif entity is not None:
            found.add(as_seen(unescape(entity)), since, until)
        elif sign is not None:
            found.add(as_seen(sign), since, until)
        elif space is not None:
            found.add(" ", since, until)
        elif leads is not None:
            open_brackets = max(open_brackets - 1, 0)
        else:
            open_brackets = max(open_brackets + match[0].count("[") - match[0].count("]"), 0)
    found.add_typed(source[done:], done - 1)
    return found


def as_seen(signs: str) -> str:
    """Return how *signs* are seen: as plain letters, digits and spaces where they look like those."""
    return _LEFT_OUT.sub("", _BLANK.sub(" ", unicodedata.normalize("NFKC", signs)))
