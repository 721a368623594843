"""Dutch words for the search: the parts of compounds, words of one family, synonyms, and all words by letter.

Pagefind finds words by their beginning and their stem. What it does not know is that Dutch writes
compounds as one word, so that what somebody looks for may be the end of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import unescape
from typing import Final

SHORTEST_PART: Final = 4
"""A shorter part is more often a chance than a word."""
_SHORTEST_VERB: Final = 5
"""The same behind a small word: the verb that is written as one with it, and said apart from it."""
_SHORTEST_TRADE: Final = 6
"""Behind a shorter word, *-er* compares more often than it names who does it."""
_PREFIXES: Final = frozenset({"ver", "ont", "her", "bij", "mis", "wan", "ere", "eer"})
"""No words of their own in front of another."""
_MOST: Final = 10
"""So many words more for one text, the longest first: they say most."""
_LINKS: Final = ("", "s", "en", "n", "e")
_AGENTS: Final = ("er", "ers", "ster", "sters", "aar", "aars")
"""Whoever does it: who writes about the care means the carers too, and the other way round."""

_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


def words_of(html: str) -> set[str]:
    """Return the words of *html*, lower case and without accents."""
    return set(_WORD.findall(fold(unescape(_TAG.sub(" ", html)))))


def fold(text: str) -> str:
    """Return *text* in lower case, without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@dataclass(slots=True)
class Lexicon:
    """All words of the site, and what else a text is found by because of its words."""

    counts: Mapping[str, int]
    """In how many texts each word occurs."""
    synonyms: Mapping[str, Sequence[str]]
    """What people also say, by the word."""
    stop_words: Collection[str] = ()
    _families: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _more: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word in self.counts:
            for ending in _AGENTS:
                stem = word.removesuffix(ending)
                if stem != word and len(stem) >= _SHORTEST_TRADE and stem in self.counts:
                    self._families[stem].append(word)

    def more(self, own: AbstractSet[str]) -> list[str]:
        """Return the words by which a text of the words *own* is found too, those left out that it has itself."""
        if not self._more:
            self._more = {word: more for word in self.counts if (more := self._of(word))}
        found = {more for word in own & self._more.keys() for more in self._more[word]}
        others = sorted(found - own)
        return others if len(others) <= _MOST else sorted(others, key=len, reverse=True)[:_MOST]

    def _of(self, word: str) -> tuple[str, ...]:
        parts = [part for part in self.parts(word)[1:] if part not in self.stop_words]
        found = [*parts, *self._families.get(word, ()), *self.synonyms.get(word, ())]
        for part in parts:  # whoever looks for a colleague finds a fellow nurse
            found += self.synonyms.get(part, ())
        return tuple(dict.fromkeys(found))

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the words that *word* is put together of, the last one as long as it can be; else itself."""
        for start in range(2, len(word) - SHORTEST_PART + 1):
            tail = word[start:]
            if not self._is_part(tail) or (tail[0] == "s" and self._is_part(tail[1:])):
                continue  # a linking s belongs to neither
            if word[:start] in self.stop_words and len(tail) >= _SHORTEST_VERB:
                return (word[:start], *self._tail(tail))
            for link in _LINKS:
                head = word[:start].removesuffix(link)
                if len(head) + len(link) != start or len(head) < SHORTEST_PART - (not link):
                    continue
                if self._is_part(head) or (len(head) < SHORTEST_PART and self._is_short(head)):
                    return (*self.parts(head), *self._tail(tail))
                inner = self.parts(head)
                if len(inner) > 1:
                    return (*inner, *self._tail(tail))
        return (word,)

    def _tail(self, tail: str) -> tuple[str, ...]:
        """The end of a compound: itself, and its own parts."""
        inner = self.parts(tail)
        return (tail, *inner[1:]) if len(inner) > 1 else (tail,)

    def _is_short(self, text: str) -> bool:
        return text in self.counts and text not in self.stop_words and text not in _PREFIXES

    def _is_part(self, text: str) -> bool:
        return len(text) >= SHORTEST_PART and text in self.counts and text not in self.stop_words


def lexicon(
    counts: Mapping[str, int],
    synonyms: Mapping[str, Sequence[str]],
    stop_words: Iterable[str],
) -> Lexicon:
    """Return the lexicon of all words of a site: *counts* says in how many texts each of them occurs."""
    folded = {fold(word): tuple(map(fold, others)) for word, others in synonyms.items()}
    return Lexicon(counts, folded, frozenset(stop_words))


MANY_WORDS: Final = 20_000
"""In a site of more words than this, a word that stands in one text only is not proposed."""


def by_letter(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Return the words that may be proposed for one that is not known: by first letter, the most used first."""
    least = 2 if len(counts) > MANY_WORDS else 1
    letters: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        if counts[word] >= least and len(word) >= SHORTEST_PART and "a" <= word[0] <= "z":
            letters[word[0]].append(word)
    return letters
