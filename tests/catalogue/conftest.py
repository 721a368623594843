"""A miniature project to start from, and the objects that most tests need."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

import pytest
import tinyhtml5
from catalogue import Catalogue, Story, load
from catalogue.model.module import Module, Part, PartKind, Plan, Step
from catalogue.model.vocabulary import Concept, Vocabulary
from catalogue.problems.problem import Problems
from catalogue.problems.reports import format_text
from catalogue.project.project import read
from catalogue.text.texts import Texts, read_texts

LOCALE = Path(__file__).parents[2] / "theme/locales/nl.yml"
MINIATURE = Path(__file__).parent / "project"
FILES = {
    file.relative_to(MINIATURE).as_posix(): file.read_bytes()
    for file in MINIATURE.rglob("*")
    if file.is_file() and ".cache" not in file.parts
}
CONSENT = (
    "consent: {{reference: T-1, date: 2019-01-10, by: teller, "
    'scope: [{scope}], form: "1", review: 2029-01-10}}'
)
FOLDERS = {folder.as_posix() for path in FILES for folder in PurePosixPath(path).parents}


@dataclass(frozen=True, slots=True)
class Project:
    """A small and faultless project on disk, to be spoiled by a test."""

    root: Path
    touched: set[str] = field(default_factory=set)
    """The paths that were spoiled."""

    @classmethod
    def at(cls, root: Path) -> Project:
        """Return a fresh copy of the miniature project in the new folder *root*."""
        project = cls(root)
        for path, content in FILES.items():
            project.write(path, content)
        project.touched.clear()
        return project

    def restore(self) -> None:
        """Make the project faultless again."""
        for path in tuple(self.touched):
            self.remove(path)
        folders = {
            folder.as_posix() for path in self.touched for folder in PurePosixPath(path).parents
        }
        for folder in sorted(folders - FOLDERS, reverse=True):  # the inner ones first
            (self.root / folder).rmdir()
        for path in self.touched & FILES.keys():
            self.write(path, FILES[path])
        self.touched.clear()

    def write(self, path: str, content: str | bytes) -> None:
        """Put *content* in the file *path*, whose folders are made."""
        self.touched.add(path)
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the only *old* in the file *path* by *new*."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def set_body(self, path: str, body: str) -> None:
        """Keep the front matter of the file *path* and put *body* under it."""
        fields = (self.root / path).read_text("utf-8").partition("\n---\n")[0]
        self.write(path, f"{fields}\n---\n\n{body}")

    def make_real(
        self, path: str, day: str = "2026-03-14", scope: str = "publish, share, print"
    ) -> None:
        """Turn the invented story *path* into one that happened; no line of it moves."""
        self.edit(path, "example: true", CONSENT.format(scope=scope))
        text = (self.root / path).read_text("utf-8")
        self.write(path, re.sub("^# published: .*", f"published: {day}", text, flags=re.MULTILINE))

    def resize(self, path: str, size: int) -> None:
        """Make the file *path* that many bytes long; the bytes themselves take no room."""
        self.touched.add(path)
        with (self.root / path).open("ab") as file:
            file.truncate(size)

    def link(self, path: str, target: str) -> None:
        """Put a symbolic link to *target* in the place of *path*."""
        self.touched.add(path)
        file = self.root / path
        file.unlink(missing_ok=True)
        file.symlink_to(target)

    def remove(self, path: str) -> None:
        """Remove the file or folder *path*, if it is there."""
        self.touched.add(path)
        file = self.root / path
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)

    def problems(self) -> Problems:
        """Return everything that is wrong."""
        return read(self.root)[1]

    def report(self) -> str:
        """Return everything that is wrong, as an editor reads it."""
        return format_text(self.problems())

    def load(self) -> Catalogue:
        """Return the catalogue; ContentError when something is wrong."""
        return load(self.root)


class MakeStory(Protocol):
    """Makes a story: an unremarkable example without arguments, a real one with a date."""

    def __call__(self, slug: str, **fields: Any) -> Story: ...


class MakeModule(Protocol):
    """Makes a module around a case."""

    def __call__(self, slug: str, story: Story, **fields: Any) -> Module: ...


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a faultless miniature project."""
    return Project.at(tmp_path / "project")


@pytest.fixture(scope="session")
def new_project() -> Callable[[Path], Project]:
    """Return what makes a faultless miniature project in a new folder."""
    return Project.at


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """Return the words of the miniature project."""
    return Project.at(tmp_path_factory.mktemp("vocabulary")).load().vocabulary


@pytest.fixture(scope="session")
def dutch() -> Texts:
    """Return the words of the real interface."""
    return read_texts(LOCALE)


@pytest.fixture
def make_story() -> MakeStory:
    """Return what makes stories; a field that wants concepts takes their ids."""
    return _make_story


def concept(id_: str) -> Concept:
    """Return a concept whose label is its id with a capital."""
    return Concept(id_, id_.capitalize())


def _make_story(slug: str, **fields: Any) -> Story:
    is_example = fields.get("is_example", "published" not in fields)
    values: dict[str, Any] = {
        "path": f"stories/2026/{slug}.md",
        "title": slug.capitalize(),
        "summary": "Een zin.",
        "published": None if is_example else date(2026, 1, 1),
        "sector": "ziekenhuis",
        "setting": "gang",
        "teller": "naaste",
        "giver": "zorgkundige",
        "receiver": "bewoner",
        "gesture": "luisteren",
        "themes": ("respect",),
        "organisation": None,
        "is_example": is_example,
        "consent": None,
        "former_slugs": (),
        "html": "<p>Een verhaal.</p>",
        "words": 2,
        "links": (),
    } | fields
    for name in ("sector", "setting", "teller", "giver", "receiver", "gesture"):
        if isinstance(values[name], str):
            values[name] = concept(values[name])
    values["themes"] = tuple(
        concept(theme) if isinstance(theme, str) else theme for theme in values["themes"]
    )
    return Story(slug=slug, **values)


@pytest.fixture
def days() -> Callable[[int], date]:
    """Return what counts days back from a fixed day."""
    return lambda back: date(2026, 12, 31) - timedelta(days=back)


@pytest.fixture
def make_module() -> MakeModule:
    """Return what makes modules; a field that wants concepts takes their ids."""

    def make(slug: str, story: Story, **fields: Any) -> Module:
        values: dict[str, Any] = {
            "title": slug.capitalize(),
            "summary": "Een zin.",
            "minutes": 20,
            "group_size": "4 mensen",
            "audience": (),
            "themes": (),
            "gestures": (),
            "objectives": (),
            "materials": (),
            "tomorrow": (),
            "version": "1.0",
            "updated": date(2026, 1, 1),
            "order": 1,
            "preparation": 5,
            "assignments": (),
            "plans": (Plan(20, (Step("Kijken", 0, 20),)),),
            "media": (),
        } | fields
        for name in ("themes", "gestures"):
            values[name] = tuple(concept(id_) for id_ in values[name])
        parts = {
            kind: Part(kind, f"modules/{slug}/{kind}.md", f"modules/{slug}/", "", "", "")
            for kind in PartKind
        }
        return Module(slug=slug, story=story, parts=parts, **values)

    return make


@pytest.fixture(scope="session")
def harm() -> Callable[[str], list[str]]:
    """Return what finds everything in the HTML of a story that a story cannot hold."""
    return lambda html: list(_harm(html))


# Written out once more, so that a slip in the list of prose.py is found.
STORY_HTML: Final = {
    **{(tag, ""): "" for tag in ("p", "br", "em", "strong", "ul", "ol", "li", "blockquote")},
    **{(tag, ""): "" for tag in ("h2", "h3", "hr", "a", "html", "head", "body")},
    ("a", "href"): r"(?:\.\./|[a-z0-9-]+/)+(?:#[a-z0-9-]+)?"
    r"|/(?:content|modules|stories)/[a-z0-9/_-]+\.md(?:#[a-z0-9-]+)?",
    ("ol", "start"): r"\d{1,9}",
}
"""The elements, and the attributes with their values, that stand in the HTML of a story."""


def _harm(html: str) -> Iterator[str]:
    # The parser takes a short text for the name of a file, if there is one.
    page = f"{'<body>':300}{html}"
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        tag = str(element.tag)  # that of a comment is a function
        if (tag, "") not in STORY_HTML:
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            allowed = STORY_HTML.get((tag, name))
            if allowed is None or not re.fullmatch(allowed, value):
                yield f"<{tag} {name}={value!r}>"


@pytest.fixture(scope="session")
def harm_of_page() -> Callable[[str], list[str]]:
    """Return what finds everything in the HTML of a page that could do something or lead astray."""
    return lambda html: list(_harm_of_page(html))


PAGE_HTML: Final = frozenset(
    {
        "html", "head", "body", "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl",
        "dt", "dd", "blockquote", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "a", "img",
        "abbr", "b", "cite", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
        "sub", "sup", "div", "section", "details", "summary", "fieldset", "legend", "label", "input",
        "figure", "figcaption", "video", "audio", "track",
    }
)  # fmt: skip
"""The elements of which Markdown, teaching blocks, and a few words of HTML make a page."""

PAGE_ATTRIBUTES: Final = frozenset(
    {
        "class", "id", "href", "src", "alt", "title", "lang", "dir", "start", "style", "controls", "preload",
        "kind", "srclang", "label", "default", "type", "rel", "data-lines",
    }
)  # fmt: skip


def _harm_of_page(html: str) -> Iterator[str]:
    page = f"{'<body>':300}{html}"
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        tag = str(element.tag)  # that of a comment is a function
        if tag not in PAGE_HTML:
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            address = re.sub(r"[\t\n\r]", "", value.strip("".join(map(chr, range(33)))))
            leads = re.match(r"(?!(?i:https?|mailto):)[a-zA-Z][a-zA-Z0-9+.-]*:", address)
            if (
                name not in PAGE_ATTRIBUTES
                or (name in ("href", "src") and leads)
                or (
                    name == "style" and not re.fullmatch(r"text-align: (left|right|center);", value)
                )
            ):
                yield f"<{tag} {name}={value!r}>"


@pytest.fixture
def texts() -> Texts:
    """Return a few words of an interface."""
    return Texts(
        {
            "greeting": "Dag {name}",
            "minutes.one": "1 minuut",
            "minutes.other": "{n} minuten",
            "month.3": "maart",
        }
    )
