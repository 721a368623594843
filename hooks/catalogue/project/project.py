"""The whole project to one Catalogue, or to one ContentError that lists everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.build.day import build_day
from catalogue.build.digests import surroundings_digest
from catalogue.build.folder import CACHE_FOLDER, tree_signature
from catalogue.build.garbage import uncollected
from catalogue.model.addresses import RESERVED_SLUGS
from catalogue.model.catalogue import Catalogue, Page
from catalogue.model.module import Module, Part
from catalogue.model.organisation import Organisation
from catalogue.model.story import Story, Tombstone
from catalogue.model.vocabulary import Vocabulary
from catalogue.photos.photos import FOLDER, PhotoSources
from catalogue.problems.problem import Problem, Problems
from catalogue.project.accessibility import read_test
from catalogue.project.hidden import check_hidden
from catalogue.project.links import check_links
from catalogue.project.owner import check_settings
from catalogue.project.trusted import TrustedReader
from catalogue.project.words import (
    DATA_PATHS,
    ORGANISATIONS_PATH,
    VOCABULARY_PATH,
    parse_organisations,
    parse_vocabulary,
)
from catalogue.sources.files import read_bytes
from catalogue.stories.consents import set_apart
from catalogue.stories.folder import StorySources
from catalogue.stories.parse import StoryContext, StoryReading


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
        self._trusted: TrustedReader | None = None

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

    def _read_trusted(self, vocabulary: Vocabulary) -> TrustedReader:
        signature = tree_signature(self.root, ("content", "modules"))
        known = self._trusted
        if known is None or known.signature != signature or known.vocabulary is not vocabulary:
            self._trusted = known = TrustedReader(self.root, vocabulary, signature)
        return known


@dataclass(frozen=True, slots=True)
class _Words:
    """The fixed words, with the bytes they were read from."""

    data: tuple[bytes | None, ...]
    vocabulary: Vocabulary
    organisations: dict[str, Organisation]
    digest: bytes


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
