"""Look whether a built site can be published: what must be there is there, nothing comes from elsewhere,
and no link leads to an address that only holds a place.

It reads the files as a host would send them, and needs nothing but Python.

usage: python tools/smoke.py SITE
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

PAGES: Final = (
    "", "verhalen/", "modules/", "organisaties/", "zoeken/", "deel-je-mangomoment/", "meewerken/",
    "privacy/", "toegankelijkheid/",
)  # fmt: skip
"""Addresses that are promises."""

# The one who decides about addresses that hold a place; it needs nothing but Python either.
is_placeholder: Final = runpy.run_path(
    str(Path(__file__).parents[1] / "hooks/catalogue/text/placeholders.py")
)["is_placeholder"]

LOADED: Final = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"),
    ("video", "src"), ("video", "poster"), ("audio", "src"), ("track", "src"), ("iframe", "src"),
    ("embed", "src"), ("object", "data"), ("input", "src"), ("use", "href"), ("image", "href"),
    ("body", "background"),
}  # fmt: skip
LOADING_LINKS: Final = {
    "stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon",
    "apple-touch-icon", "manifest",
}  # fmt: skip


def faults(site: Path) -> list[str]:
    """Return what is wrong with the built site in the folder *site*, each with the file it is in."""
    if not (site / "index.html").is_file():
        return ["index.html: there is no home page"]
    found = [
        f"{uri}index.html: is missing" for uri in PAGES if not (site / uri / "index.html").is_file()
    ]
    found += _faults_of_not_found(site)
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if file.is_symlink():
            found.append(f"{name}: leads to another file")
        elif file.suffix == ".html":
            found += _faults_of_page(site, name, file.read_text("utf-8"))
        elif file.suffix == ".css":
            found += _faults_of_sheet(name, file.read_text("utf-8"))
        elif file.suffix == ".xml":
            found += _faults_of_xml(name, file)
        elif file.suffix == ".json":
            found += _faults_of_json(name, file)
    return [*found, *_faults_of_site_map(site)]


def _faults_of_not_found(site: Path) -> Iterator[str]:
    file = site / "404.html"
    if not file.is_file():
        yield "404.html: is missing"
    elif 'content="noindex"' not in file.read_text("utf-8"):
        yield "404.html: search engines may list it"


def _faults_of_page(site: Path, name: str, text: str) -> Iterator[str]:
    page = _Page()
    page.feed(text)
    page.close()
    if not page.title.strip():
        yield f"{name}: has no title"
    if page.language != "nl" and not page.is_redirect:
        yield f"{name}: does not say that it is in Dutch"
    for address in sorted(page.loaded):
        parts = urlsplit(address)
        if parts.scheme == "data":
            continue
        if parts.scheme or parts.netloc:
            yield f"{name}: loads {address} from elsewhere"
    for address in sorted(page.links):
        if is_placeholder(address):
            yield f"{name}: leads to {address}, an address for examples"
    if is_placeholder(page.canonical) and _is_real(name, text):
        yield f"{name}: is real, while the site is at {page.canonical}, an address for examples"
    for address in sorted(page.loaded | page.links):
        parts = urlsplit(address)
        if not (parts.scheme or parts.netloc or parts.path.startswith("/")) and parts.path:
            target = normpath(f"{Path(name).parent.as_posix()}/{unquote(parts.path)}")
            if not _is_published(site, target):
                yield f"{name}: leads to {address}, which is not there"


def _is_real(name: str, text: str) -> bool:
    """Whether the page is of a story or an organisation that is not labelled as an invented one."""
    folder = name.removesuffix("/index.html")
    is_story = (
        folder.startswith("verhalen/") and '<meta property="og:type" content="article">' in text
    )
    is_organisation = folder.startswith("organisaties/")
    head = text.partition("<main")[2].partition("</header>")[0]
    return (is_story or is_organisation) and "example-label" not in head


def _is_published(site: Path, path: str) -> bool:
    place = site / path
    return place.is_file() or (place / "index.html").is_file()


def _faults_of_sheet(name: str, text: str) -> Iterator[str]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    for match in re.finditer(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", text):
        yield f"{name}: loads {match[1]} from elsewhere"


def _faults_of_xml(name: str, file: Path) -> Iterator[str]:
    data = file.read_bytes()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield f"{name}: has a document type"
        return
    try:
        root = ET.fromstring(data)  # noqa: S314 -- our own, and without entities
    except ET.ParseError as error:
        yield f"{name}: is no XML ({error})"
        return
    kind = root.tag.rpartition("}")[2]
    if kind not in ("feed", "rss", "urlset", "sitemapindex"):
        yield f"{name}: is neither a feed nor a map of the site"


def _faults_of_json(name: str, file: Path) -> Iterator[str]:
    try:
        json.loads(file.read_text("utf-8"))
    except ValueError as error:
        yield f"{name}: is no JSON ({error})"


def _faults_of_site_map(site: Path) -> Iterator[str]:
    file = site / "sitemap.xml"
    if not file.is_file():
        yield "sitemap.xml: is missing"
        return
    addresses = re.findall(r"<loc>([^<]+)</loc>", file.read_text("utf-8"))
    home = min(addresses, key=len, default="")
    if not addresses:
        yield "sitemap.xml: names no page"
    for address in addresses:
        if not _is_published(site, unquote(address.removeprefix(home)) or "."):
            yield f"sitemap.xml: names {address}, which is not there"


class _Page(HTMLParser):
    """What one page says of itself, what it loads, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.language = ""
        self.is_redirect = self._is_in_title = False
        self.canonical = ""
        self.loaded: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = named.get("lang", "")
        self._is_in_title = tag == "title" and not self.title
        self.is_redirect |= tag == "meta" and named.get("http-equiv", "").lower() == "refresh"
        if tag == "a" and "href" in named:
            self.links.add(named["href"])
        if tag == "form" and "action" in named:
            self.links.add(named["action"])
        if tag == "link" and named.get("rel", "").lower() == "canonical":
            self.canonical = named.get("href", "")
        if tag == "link" and LOADING_LINKS & set(named.get("rel", "").lower().split()):
            self.loaded.add(named.get("href", ""))
        for name, value in named.items():
            if (tag, name.removeprefix("xlink:")) in LOADED and value:
                addresses = value.split(",") if name == "srcset" else [value]
                self.loaded |= {address.split()[0] for address in addresses if address.split()}

    def handle_endtag(self, tag: str) -> None:
        self._is_in_title = self._is_in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._is_in_title:
            self.title += data


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = faults(Path(arguments[0]))
    for fault in found[:100]:
        print(fault, file=sys.stderr)
    pages = sum(1 for _ in Path(arguments[0]).rglob("*.html"))
    print(f"{pages} pages, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
