"""Copy a built site into one that opens from disk: every link to a folder names its index.html.

A browser that opens a file shows the list of a folder's files where a server would show its page.
Only start tags that hold such a link are changed; all other bytes stay as they are.

usage: python tools/disk_copy.py SITE OUT
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Final
from urllib.parse import unquote, urlsplit

LINKS: Final = {("a", "href"), ("area", "href"), ("form", "action"), ("iframe", "src")}
"""What leads to a page. Other addresses lead to files already."""

FILES: Final = {
    ("link", "href"), ("script", "src"), ("img", "src"), ("audio", "src"), ("video", "src"),
    ("source", "src"), ("track", "src"),
}  # fmt: skip

_ATTRIBUTE: Final = re.compile(r"""(\s)([a-zA-Z-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_REFRESH: Final = re.compile(r"(\s*\d+\s*;\s*url\s*=\s*)(.*)", re.IGNORECASE | re.DOTALL)


def copy_for_disk(site: Path, out: Path) -> int:
    """Write the copy of *site* to the new folder *out*; return how many pages it has."""
    shutil.copytree(site, out, ignore=shutil.ignore_patterns("_headers", "*.gz"))
    folders = {
        folder.relative_to(site).as_posix().removeprefix(".")
        for folder in (site, *site.rglob("*"))
        if (folder / "index.html").is_file()
    }
    pages = sorted(out.rglob("*.html"))
    for page in pages:
        uri = page.relative_to(out).as_posix()
        text = page.read_text("utf-8")
        page.write_text(rewrite(text, uri, folders), encoding="utf-8", newline="")
    return len(pages)


def rewrite(text: str, uri: str, folders: set[str]) -> str:
    """Return the page *text* at *uri* with links that need no server.

    *folders* are those with a page, relative to the site; the empty name is the site itself.
    """
    starts = [0]
    starts += [match.end() for match in re.finditer("\n", text)]
    parts, done = [], 0
    for tag, source, (line, column) in _Tags.of(text):
        begin = starts[line - 1] + column
        if text[begin : begin + len(source)] != source:
            continue  # not where the parser says: leave it
        parts += [text[done:begin], _rewrite_tag(tag, source, uri, folders)]
        done = begin + len(source)
    return "".join([*parts, text[done:]])


def to_file(address: str, uri: str, folders: set[str]) -> str:
    """Return *address*, as it stands on the page at *uri*, so that it names a file beside it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or (not parts.path and not parts.query):
        return address
    here = PurePosixPath(uri).parent.as_posix()
    path = unquote(parts.path)
    whole = path[1:] if path.startswith("/") else f"{here}/{path}"
    if parts.path:
        whole = normpath(f"./{whole}")
        whole = "" if whole == "." else whole
    else:
        whole = uri
    if whole.startswith("../"):
        return address
    if whole in folders:
        whole = f"{whole}/index.html".lstrip("/")
    elif not path.startswith("/") and parts.path:
        return address
    return parts._replace(path=relpath(whole, here).replace(" ", "%20")).geturl()


def _rewrite_tag(tag: str, source: str, uri: str, folders: set[str]) -> str:
    def to_page(match: re.Match[str]) -> str:
        space, name, equals, quoted = match.groups()
        value = unescape(quoted.strip("\"'"))
        if (tag, name.lower()) in LINKS | FILES:
            new = to_file(value, uri, folders)
        elif tag == "meta" and name.lower() == "content" and (refresh := _REFRESH.match(value)):
            new = refresh[1] + to_file(refresh[2], uri, folders)
        else:
            return match[0]
        return match[0] if new == value else f'{space}{name}{equals}"{escape(new)}"'

    rewritten: Callable[[re.Match[str]], str] = to_page
    return _ATTRIBUTE.sub(rewritten, source)


class _Tags(HTMLParser):
    """Finds where start tags stand; what is within scripts, styles and comments is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, tuple[int, int]]] = []

    @classmethod
    def of(cls, text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
        tags = cls()
        tags.feed(text)
        tags.close()
        yield from tags.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {name for name_tag, name in LINKS | FILES if name_tag == tag}
        if tag == "meta" or wanted & {name for name, _ in attrs}:
            self.found.append((tag, self.get_starttag_text() or "", self.getpos()))


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    site, out = map(Path, arguments)
    print(f"{copy_for_disk(site, out)} pages in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
