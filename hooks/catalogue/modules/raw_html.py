"""HTML within the Markdown of trusted editors: a short list of elements, and addresses that only lead somewhere.

A page does nothing of its own, looks as the site looks, and loads nothing of another host: whoever
wrote it. What else is found in a source is told with its line; on a page it would be plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from catalogue.modules.blocks import Block
from catalogue.problems.hints import NOTHING_INSTEAD, instead_of_html
from catalogue.problems.problem import Problems
from catalogue.sources.files import Source
from catalogue.sources.front_matter import scalars

ELEMENTS: Final = frozenset(
    {
        "abbr", "b", "br", "cite", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup",
    }
)  # fmt: skip
"""What says something of a few words, and does nothing."""

ATTRIBUTES: Final = frozenset({"dir", "lang", "title"})
SCHEMES: Final = frozenset({"http", "https", "mailto"})

EXTENSIONS: Final = ("abbr", "def_list", "fenced_code", "footnotes", "sane_lists", "tables")
"""Those of the site, as far as they say where HTML is HTML and where it is an example."""

_TAG: Final = re.compile(r"</?[a-z][^<>]*>|<!--", re.IGNORECASE)
_SUSPECT: Final = re.compile(
    r"<(?!https?://)[a-z/!?]|(?:\]\(|\]:)<?(?!https?:|mailto:)[a-z][a-z0-9+.-]*:|(?:script|data|blob|file):",
    re.IGNORECASE,
)
"""What has to be in a text, its spaces and entities left out, for anything to be refused in it."""

_UNREAD: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")
"""What a browser reads over in an address, and a little more."""

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that a page cannot hold."""

    what: str
    """As an editor is told: ``<script>``, ``<p onclick>``, or an address."""
    source: str
    """How it begins in the source."""
    instead: str = ""
    """What to do instead; empty for an address."""


def check_html(
    source: Source,
    prose: str,
    blocks: Iterable[Block],
    targets: AbstractSet[str],
    problems: Problems,
) -> None:
    """Note every element, attribute and address in *source* that a page cannot hold, where it stands.

    *prose* is its body with all code left out, line by line. *targets* are the links that are looked at
    elsewhere too: of one that says what it is, nothing more is told.
    """
    for value in scalars(source.fields or {}):
        for tag in _TAG.findall(value.text):
            problems.add("html-in-field", source.path, value.line, what=tag)
    for block in blocks:
        for name, value in block.options.items():
            if isinstance(value, str):
                _note(_refused(value), source.path, block.line_of(name), problems)
    finder = _Finder(prose, source.body, source.body_line)
    looked_at = tuple(filter(_SCHEME.match, targets))
    for refused in _refused(source.body):
        if refused.instead or not refused.source.startswith(looked_at):
            _note([refused], source.path, finder.line(refused.source), problems)


def _note(found: Iterable[Refused], path: str, line: int, problems: Problems) -> None:
    for refused in found:
        if refused.instead:
            words = {"what": refused.what, "instead": refused.instead}
            problems.add("html-refused", path, line, **words)
        else:
            problems.add("link-scheme", path, line, target=refused.what)


def _refused(text: str) -> list[Refused]:
    """Return what a page cannot hold of the Markdown *text*."""
    if not _SUSPECT.search(re.sub(r"\s", "", unescape(text))):
        return []
    listed = ListedHtml()
    Markdown(extensions=[*EXTENSIONS, listed]).convert(text)
    begun = {refused.what for refused in listed.refused}
    return [refused for refused in listed.refused if _begin_of(refused.what) not in begun]


def _begin_of(tag: str) -> str:
    """The tag that *tag* ends; empty when it ends none."""
    return f"<{tag[2:]}" if tag.startswith("</") else ""


class _Finder:
    """Finds the lines of a body on which things stand, in their order."""

    def __init__(self, prose: str, body: str, first_line: int) -> None:
        self._texts, self._first_line = (prose, body), first_line
        self._ends: dict[tuple[str, str], int] = {}
        """Where in a text something was found last."""

    def line(self, source: str) -> int:
        """Return the line on which *source* stands next; the first when it is not found."""
        # A line of a quote begins with a mark that is no part of it.
        pattern = re.compile(r"[\s>]+".join(map(re.escape, source.split())), re.IGNORECASE)
        for text in self._texts:
            if match := pattern.search(text, self._ends.get((text, source), 0)):
                self._ends[text, source] = match.end()
                return self._first_line + text.count("\n", 0, match.start())
        return self._first_line


# -- Python-Markdown ---------------------------------------------------------------------------


class ListedHtml(Extension):
    """Markdown with the HTML of the list; all other becomes text, and is noted in ``refused``."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[Refused] = []

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Blocks(md, self.refused), "html_block", 20)
        md.inlinePatterns.register(_Inline(md, self.refused), "html", 90)
        md.treeprocessors.register(_Addresses(md, self.refused), "addresses", 15)


class _Blocks(HtmlBlockPreprocessor):
    """Blocks of HTML, of which the list has none."""

    def __init__(self, md: Markdown, refused: list[Refused]) -> None:
        super().__init__(md)
        self._refused = refused

    def run(self, lines: list[str]) -> list[str]:
        kept = self.md.htmlStash.rawHtmlBlocks
        before = len(kept)  # code between fences
        lines = super().run(lines)
        for number in range(before, len(kept)):
            html, refused = _tags(str(kept[number]))
            kept[number] = html
            self._refused += refused
        return lines


class _Inline(HtmlInlineProcessor):
    """A tag or a comment between words."""

    def __init__(self, md: Markdown, refused: list[Refused]) -> None:
        super().__init__(HTML_RE, md)
        self._refused = refused

    # Its types know only the older kind of pattern.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        html, refused = _tags(self.backslash_unescape(self.unescape(m[1])))
        self._refused += refused
        return self.md.htmlStash.store(html), m.start(0), m.end(0)


class _Addresses(Treeprocessor):
    """Links and pictures, in whatever way they were written."""

    def __init__(self, md: Markdown, refused: list[Refused]) -> None:
        super().__init__(md)
        self._refused = refused

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                address = element.get(name, "").replace(AMP_SUBSTITUTE, "&")
                if _leads_somewhere(address):
                    continue
                self._refused.append(Refused(unescape(address), address))
                element.text = element.text or element.get("alt")
                element.tag = "span"
                element.attrib.clear()


def _leads_somewhere(address: str) -> bool:
    """Whether *address* is one of a page or a file, and not a program or a page in itself."""
    scheme = _SCHEME.match(_UNREAD.sub("", unescape(address)))
    return scheme is None or scheme[1].lower() in SCHEMES


# -- the tags ----------------------------------------------------------------------------------


def _tags(html: str) -> tuple[str, list[Refused]]:
    """Return *html* with the tags of the list; as text, and what is wrong with it, where there is another."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    if parser.refused or not parser.tags:
        return escape(html, quote=False), parser.refused
    return "".join(parser.tags), []


class _Tags(HTMLParser):
    """Reads what Markdown takes for HTML: what of it is on the list, and what is not."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        """Written anew, so that a browser reads in them what was read here."""
        self.refused: list[Refused] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = self.get_starttag_text() or f"<{tag}"
        wrong = next((name for name, _ in attrs if name not in ATTRIBUTES), None)
        if tag not in ELEMENTS:
            self._refuse(f"<{tag}>", source, tag)
        elif wrong is not None:
            self._refuse(f"<{tag} {wrong}>", source, wrong)
        else:
            named = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.tags.append(f"<{tag}{named}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ELEMENTS:
            self.tags.append(f"</{tag}>")
        elif not self.refused:
            self._refuse(f"</{tag}>", f"</{tag}", tag)

    def handle_comment(self, data: str) -> None:
        self._refuse("<!-- -->", f"<!--{data[:40]}", "!--")

    def handle_decl(self, decl: str) -> None:
        self._refuse("<!>", f"<!{decl[:40]}", "!")

    def handle_pi(self, data: str) -> None:
        self._refuse("<?>", f"<?{data[:40]}", "?")

    def unknown_decl(self, data: str) -> None:
        self._refuse("<![]>", f"<![{data[:40]}", "!")

    def _refuse(self, what: str, source: str, name: str) -> None:
        """Note *what*, unless what to do about it is told already of what it stands in."""
        instead = instead_of_html(name)
        told = {refused.instead for refused in self.refused}
        if not told or instead not in told | {NOTHING_INSTEAD}:
            self.refused.append(Refused(what, source, instead))
