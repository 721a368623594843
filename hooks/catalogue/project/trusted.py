"""The sources of trusted editors: modules and pages, before stories are known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath

from catalogue.model.catalogue import HelpLine, Page
from catalogue.model.module import Module, PartKind
from catalogue.model.story import Story
from catalogue.model.vocabulary import Vocabulary
from catalogue.modules.markdown import Document, read_document
from catalogue.modules.parse import check_filled_in, parse_module
from catalogue.problems.problem import Problems
from catalogue.project.words import HELP_PATH, parse_help_lines
from catalogue.sources import schema
from catalogue.sources.fields import Reader
from catalogue.sources.files import Source, entries, note_misplaced, read_bytes, read_source
from catalogue.sources.names import check_name
from catalogue.sources.pictures import MEDIA, check_picture

# -- modules and pages ---------------------------------------------------------------------


class TrustedReader:
    """The sources of trusted editors: what is in each file, before stories are known."""

    def __init__(
        self, root: Path, vocabulary: Vocabulary, signature: tuple[tuple[str, int, int], ...]
    ) -> None:
        self.root, self.vocabulary, self.signature = root, vocabulary, signature
        self.problems = Problems()
        self.documents: dict[str, Document] = {}
        self.attempted: set[str] = set()
        """Sources that exist: a link to one that could not be read is not the link's fault."""
        self._has_help = (root / HELP_PATH).exists()
        self.help_lines = self._help_lines() if self._has_help else ()
        self._folders = list(self._module_folders())
        self._known_modules: dict[str, Module] = {}
        self.pages = [page for page in self._pages("content") if page is not None]

    def modules(
        self, stories: Mapping[str, Story | None], unread: AbstractSet[str], problems: Problems
    ) -> list[Module]:
        """Return the modules, now that *stories* are known; one that is the same stays the same object."""
        found = []
        for slug, sources, media in self._folders:
            documents = {kind: self.documents[source.path] for kind, source in sources.items()}
            module = parse_module(
                sources, documents, stories, unread, self.vocabulary, media, problems
            )
            if module is not None:
                known = self._known_modules.get(slug)
                self._known_modules[slug] = module = known if known == module else module
                found.append(module)
        return sorted(found, key=lambda module: (module.order, module.slug))

    def _help_lines(self) -> tuple[HelpLine, ...]:
        data = read_bytes(self.root / HELP_PATH, HELP_PATH, self.problems)
        return () if data is None else parse_help_lines(data, self.problems)

    def _module_folders(
        self,
    ) -> Iterator[tuple[str, dict[PartKind, Source], tuple[str, ...]]]:
        for folder in entries(self.root / "modules"):
            path = f"modules/{folder.name}"
            if not folder.is_dir(follow_symlinks=False):
                note_misplaced(folder, path, "modules/<naam>/", self.problems)
            elif check_name(folder.name, path, self.problems):
                sources, media = self._module_sources(folder.name)
                if len(sources) == len(PartKind):
                    yield folder.name, sources, media

    def _module_sources(self, slug: str) -> tuple[dict[PartKind, Source], tuple[str, ...]]:
        folder = f"modules/{slug}"
        names = {f"{kind.value}.md": kind for kind in PartKind}
        sources: dict[PartKind, Source] = {}
        present = set()
        media = []
        for entry in entries(self.root / folder):
            path = f"{folder}/{entry.name}"
            if entry.name in names:
                present.add(entry.name)
                if (source := self._read(path)) is not None:
                    sources[names[entry.name]] = source
                    check_filled_in(source, self.problems)
            elif entry.name.lower() in ("readme.md", "index.md"):
                self.problems.add("module-readme", path, 1, name=entry.name)
            else:
                self._check_medium(entry, path)
                media.append(path)
        for name in names:
            if name not in present:
                self.problems.add("module-part-missing", folder, 1, name=name, slug=slug)
        return sources, tuple(media)

    def _pages(self, folder: str) -> Iterator[Page | None]:
        for entry in entries(self.root / folder):
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if check_name(entry.name, path, self.problems):
                    yield from self._pages(path)
            elif entry.name.endswith(".md"):
                if check_name(entry.name, path, self.problems):
                    yield self._page(path)
            else:
                self._check_medium(entry, path)

    def _page(self, path: str) -> Page | None:
        source = self._read(path)
        if source is None:
            return None
        reader = Reader(path, self.vocabulary, self.problems)
        values = reader.read(source.fields, schema.PAGE)
        if values is None:
            return None
        return Page(
            path,
            page_uri(path),
            values["title"],
            values["summary"],
            values["updated"],
            values["layout"] or "page",
            bool(values["help_lines"]),
        )

    def _read(self, path: str) -> Source | None:
        self.attempted.add(path)
        source = read_source(self.root / path, path, self.problems)
        if source is not None:
            reader = Reader(path, self.vocabulary, self.problems)
            self.documents[path] = read_document(source, reader)
            self._check_help(source)
        return source

    def _check_help(self, source: Source) -> None:
        """Note where *source* asks for the help lines, when there are none."""
        for key, asks in (("help_lines", "true"), ("layout", "help")):
            value = (source.fields or {}).get(key)
            if value is not None and value.text == asks and not self._has_help:
                self.problems.add("help-missing", source.path, value.line, path=HELP_PATH)

    def _check_medium(self, entry: os.DirEntry[str], path: str) -> None:
        ending = PurePosixPath(entry.name).suffix
        if entry.is_dir(follow_symlinks=False):
            note_misplaced(entry, path, "een map hoger", self.problems)
        elif ending.lower() not in MEDIA:
            allowed = ", ".join(sorted(MEDIA | {".md"}))
            self.problems.add("file-kind", path, 1, name=entry.name, allowed=allowed)
        elif check_name(entry.name, path, self.problems):
            check_picture(self.root / path, path, self.problems)


def page_uri(path: str) -> str:
    """The address of the page whose source is *path* (``content/….md``)."""
    inner = PurePosixPath(path).relative_to("content").with_suffix("")
    parts = inner.parts[:-1] if inner.name == "index" else inner.parts
    return "".join(f"{part}/" for part in parts)
