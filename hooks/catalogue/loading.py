"""The whole project to one Catalogue, or to one ContentError that lists everything that is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from catalogue import schema
from catalogue.accessibility import TEST_PATH, read_test
from catalogue.consents import set_apart
from catalogue.fields import Reader
from catalogue.front_matter import Fields, parse_fields
from catalogue.garbage import uncollected
from catalogue.hidden import check_hidden
from catalogue.links import check_links
from catalogue.models import (
    Catalogue,
    HelpLine,
    Module,
    Organisation,
    Page,
    Part,
    PartKind,
    Story,
    Tombstone,
)
from catalogue.modules import check_filled_in, parse_module
from catalogue.owner import check_settings
from catalogue.photos import FOLDER, PhotoSources
from catalogue.problems import Problem, Problems, choice_hint
from catalogue.reading import (
    MEDIA,
    Source,
    check_name,
    check_picture,
    decode,
    entries,
    note_misplaced,
    read_bytes,
    read_source,
)
from catalogue.slugs import SLUG
from catalogue.stories import RESERVED_SLUGS, StoryContext, StoryReading
from catalogue.story_cache import surroundings_digest
from catalogue.story_sources import CACHE_FOLDER, StorySources
from catalogue.trusted import Document, read_document
from catalogue.vocabulary import SCHEMES, Concept, ConceptScheme, Vocabulary
from catalogue.week import build_day

VOCABULARY_PATH: Final = "content/_data/vocabulary.yml"
ORGANISATIONS_PATH: Final = "content/_data/organisations.yml"
HELP_PATH: Final = "content/_data/help.yml"
DATA_PATHS: Final = frozenset({VOCABULARY_PATH, ORGANISATIONS_PATH, HELP_PATH, TEST_PATH})
"""The files of ``content/_data`` that are read."""


def load(root: Path) -> Catalogue:
    """Return the catalogue of the project at *root*; raise ContentError listing all errors."""
    return Project(root).load()


def read(root: Path) -> tuple[Catalogue | None, Problems]:
    """Return the catalogue of the project at *root*, None when it has errors; and every problem."""
    return Project(root).read()


@cache
def project(root: Path) -> Project:
    """Return the project at *root*, the same one each time: it reads only what changed."""
    return Project(root)


class Project:
    """The sources below a folder. A second reading looks again only at what changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stories = StorySources(root)
        self.photos = PhotoSources(root, root / CACHE_FOLDER / FOLDER)
        self.warnings: tuple[Problem, ...] = ()
        """What the last reading found that does not stop a build."""
        self._words: _Words | None = None
        self._trusted: _TrustedReader | None = None

    def context(self, problems: Problems) -> StoryContext | None:
        """Return what stories are read by; None, and its problems, when that has errors itself."""
        words = self._read_words(problems)
        return None if words is None else StoryContext(words.vocabulary, words.organisations)

    def load(self) -> Catalogue:
        """Return the catalogue; raise ContentError listing all errors."""
        catalogue, problems = self.read()
        problems.raise_errors()
        assert catalogue is not None
        self.warnings = problems.warnings
        return catalogue

    def read(self) -> tuple[Catalogue | None, Problems]:
        """Return the catalogue, None when the sources have errors; and every problem."""
        with uncollected(stays=True):
            return self._read()

    def _read(self) -> tuple[Catalogue | None, Problems]:
        problems = Problems()
        words = self._read_words(problems)
        if words is None:
            return None, problems  # every other source is read by these words
        context = StoryContext(words.vocabulary, words.organisations)
        reading = self.stories.begin(context, words.digest, problems)
        trusted = self._read_trusted(words.vocabulary)  # while others read stories
        stories, tombstones = _stories(reading.finish(), problems)
        # What is there but could not be read: a link to it is not the link's fault.
        unread = {problem.path for problem in problems}
        unread -= {story.path for story in stories}
        unread -= {tombstone.path for tombstone in tombstones}
        stories = self.photos.develop(stories, self.stories.pictures, unread, problems)
        shown, expired = set_apart(stories, build_day(), problems)
        stories_by_path = {story.path: None for story in expired} | {s.path: s for s in shown}
        problems.extend(trusted.problems)
        modules = trusted.modules(stories_by_path, unread, problems)
        accessibility_test = read_test(self.root, trusted.pages, build_day(), problems)
        addresses = _addresses(
            stories, tombstones, modules, trusted.pages, words.organisations.values(), problems
        )
        unread |= trusted.attempted - set(addresses)
        check_links(self.root, trusted.documents, stories, addresses, unread, problems)
        check_hidden(self.root, DATA_PATHS, problems)
        check_settings(self.root, problems)
        if problems.errors:
            return None, problems
        return (
            Catalogue(
                vocabulary=words.vocabulary,
                organisations=words.organisations,
                stories=tuple(sorted(shown, key=lambda s: (-s.recency, s.slug))),
                expired=tuple(expired),
                tombstones=tuple(tombstones),
                modules=tuple(modules),
                pages=tuple(trusted.pages),
                addresses=addresses,
                stories_by_path=stories_by_path,
                parts_by_path={
                    part.path: (module, part)
                    for module in modules
                    for part in module.parts.values()
                },
                trusted_by_uri={item.uri: item for item in _trusted(modules, trusted.pages)},
                accessibility_test=accessibility_test,
                help_lines=trusted.help_lines,
            ),
            problems,
        )

    def _read_words(self, problems: Problems) -> _Words | None:
        data = tuple(
            read_bytes(self.root / path, path, problems)
            for path in (VOCABULARY_PATH, ORGANISATIONS_PATH)
        )
        if data[0] is None or data[1] is None:
            return None
        if self._words is None or self._words.data != data:
            self._words = None
            vocabulary = parse_vocabulary(data[0], problems)
            if vocabulary is None:
                return None
            organisations = parse_organisations(data[1], vocabulary, problems)
            if problems.errors:
                return None
            digest = surroundings_digest(data[0], data[1])
            self._words = _Words(data, vocabulary, organisations, digest)
        return self._words

    def _read_trusted(self, vocabulary: Vocabulary) -> _TrustedReader:
        signature = tree_signature(self.root, ("content", "modules"))
        known = self._trusted
        if known is None or known.signature != signature or known.vocabulary is not vocabulary:
            self._trusted = known = _TrustedReader(self.root, vocabulary, signature)
        return known


@dataclass(frozen=True, slots=True)
class _Words:
    """The fixed words, with the bytes they were read from."""

    data: tuple[bytes | None, ...]
    vocabulary: Vocabulary
    organisations: dict[str, Organisation]
    digest: bytes


def tree_signature(root: Path, folders: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when any file below *folders* does: names, times (nanoseconds), sizes."""
    found = []
    for folder in folders:
        for parent, _, names in os.walk(root / folder):
            for name in names:
                status = os.lstat(os.path.join(parent, name))  # noqa: PTH118 -- often, many
                found.append((f"{parent}/{name}", status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


# -- the fixed words -----------------------------------------------------------------------


def parse_vocabulary(data: bytes, problems: Problems) -> Vocabulary | None:
    """Return the concept schemes; None, and the problems, when they have errors."""
    schemes: dict[str, ConceptScheme] = {}
    found = _data_fields(data, VOCABULARY_PATH, problems)
    if found is None:
        return None
    reader = Reader(VOCABULARY_PATH, Vocabulary(), problems)
    for key, value_ in found.items():
        if key not in SCHEMES:
            line = value_.key_line or value_.line
            choice = choice_hint(key, SCHEMES)
            problems.add("unknown-key", VOCABULARY_PATH, line, key=key, choice=choice)
    for scheme in SCHEMES:
        value = found.get(scheme)
        if value is None or value.fields is None:
            problems.add("missing-key", VOCABULARY_PATH, 1, key=scheme, example="…")
            continue
        concepts = {}
        for id_, fields, line in _records(value.fields, reader):
            values = reader.read(fields, schema.CONCEPT, line)
            if values is not None:
                concepts[id_] = Concept(
                    id_,
                    values["label"],
                    values["definition"],
                    values["group"] or "",
                    values["synonyms"],
                )
        schemes[scheme] = ConceptScheme(scheme, concepts)
    return None if problems.errors else Vocabulary(schemes)


def parse_organisations(
    data: bytes, vocabulary: Vocabulary, problems: Problems
) -> dict[str, Organisation]:
    """Return the organisations that share stories, by slug."""
    reader = Reader(ORGANISATIONS_PATH, vocabulary, problems)
    organisations = {}
    found = _data_fields(data, ORGANISATIONS_PATH, problems) or {}
    for slug, fields, line in _records(found, reader):
        values = reader.read(fields, schema.ORGANISATION, line)
        if values is not None:
            organisations[slug] = Organisation(
                slug,
                values["name"],
                values["sector"],
                values["summary"],
                bool(values["example"]),
                values["start"] or "",
            )
    return organisations


_NUMBER: Final = re.compile(r"\+?[0-9]+(?: [0-9]+)*")
"""What a telephone can dial."""


def parse_help_lines(data: bytes, problems: Problems) -> tuple[HelpLine, ...]:
    """Return whom to turn to when it is hard, in the order of the source."""
    reader = Reader(HELP_PATH, Vocabulary(), problems)
    lines = []
    found = _data_fields(data, HELP_PATH, problems)
    if found == {}:
        problems.add("help-empty", HELP_PATH, 1)
    for id_, fields, line in _records(found or {}, reader):
        values = reader.read(fields, schema.HELP_LINE, line)
        if values is None:
            continue
        number = values["number"] or ""
        if number and not _NUMBER.fullmatch(number):
            problems.add("help-number", HELP_PATH, fields["number"].line, value=number)
        lines.append(HelpLine(id_, values["label"], values["summary"], number))
    return tuple(lines)


def _data_fields(data: bytes, path: str, problems: Problems) -> Fields | None:
    text = decode(data, path, problems)
    return None if text is None else parse_fields(text, path, 1, problems)


def _records(fields: Fields, reader: Reader) -> Iterator[tuple[str, Fields, int]]:
    """The entries of a data file: id, fields, line."""
    for id_, value in fields.items():
        line = value.key_line or value.line
        if not SLUG.fullmatch(id_):
            reader.problems.add(
                "not-slug", reader.path, line, value=id_, key="id", example="een-naam"
            )
        elif value.fields is None:
            reader.problems.add(
                "not-mapping", reader.path, line, key=id_, example="label: Luisteren"
            )
        else:
            yield id_, value.fields, value.line


# -- stories -------------------------------------------------------------------------------


def _stories(
    readings: Iterable[StoryReading], problems: Problems
) -> tuple[list[Story], list[Tombstone]]:
    stories: list[Story] = []
    tombstones: list[Tombstone] = []
    taken: dict[str, str] = {}
    for reading in readings:
        problems.extend(reading.problems)
        entry = reading.entry
        if entry is None:
            continue
        former = entry.former_slugs if isinstance(entry, Story) else ()
        for slug in (entry.slug, *former):
            other = taken.setdefault(slug, entry.path)
            if other != entry.path:
                problems.add("story-address-taken", entry.path, 1, slug=slug, other=other)
        if isinstance(entry, Story):
            stories.append(entry)
        else:
            tombstones.append(entry)
    return stories, tombstones


# -- modules and pages ---------------------------------------------------------------------


class _TrustedReader:
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


def _addresses(
    stories: Iterable[Story],
    tombstones: Iterable[Tombstone],
    modules: Iterable[Module],
    pages: Iterable[Page],
    organisations: Iterable[Organisation],
    problems: Problems,
) -> dict[str, str]:
    """The address of every source; two sources with one address are a problem."""
    addresses = {story.path: story.uri for story in stories}
    owners = {organisation.uri: ORGANISATIONS_PATH for organisation in organisations}
    owners.update((uri, path) for path, uri in addresses.items())
    owners.update((tombstone.uri, tombstone.path) for tombstone in tombstones)
    for story in stories:
        owners.update((f"verhalen/{slug}/", story.path) for slug in story.former_slugs)
    for item in _trusted(modules, pages):
        folder, _, rest = item.uri.partition("/")
        if folder == "verhalen" and (slug := rest.split("/")[0]) in RESERVED_SLUGS:
            problems.add("story-address-reserved", item.path, 1, slug=slug)
        other = owners.setdefault(item.uri, item.path)
        if other != item.path:
            problems.add("page-address-taken", item.path, 1, uri=item.uri, other=other)
        addresses[item.path] = item.uri
    return addresses


def _trusted(modules: Iterable[Module], pages: Iterable[Page]) -> Iterator[Page | Part]:
    for module in modules:
        yield from module.parts.values()
    yield from pages
