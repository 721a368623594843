"""The story sources of a project: read in parallel, and not again while they stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from catalogue.build import digests
from catalogue.build.folder import CACHE_FOLDER
from catalogue.build.workers import Work
from catalogue.model.story import Tombstone
from catalogue.photos.photos import ENDINGS
from catalogue.problems.problem import Problems
from catalogue.sources.files import entries, note_misplaced, read_bytes
from catalogue.sources.names import check_name
from catalogue.stories import cache as story_cache
from catalogue.stories.parse import StoryContext, StoryReading, read_story
from catalogue.stories.withdrawal import forget_withdrawn

_Signature = tuple[int, int, int]
"""Of a file: when it changed (nanoseconds), its size in bytes, its number on the disk."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Stories that are being read: ``StorySources.begin`` gives it."""

    _work: Work
    _take: Callable[[Iterator[bytes]], list[StoryReading]]

    def finish(self) -> list[StoryReading]:
        """Return what each story source holds, in the order of their paths."""
        return self._take(self._work.results())


@dataclass(slots=True)
class StorySources:
    """Reads the stories below *root*; a second time, only those that changed."""

    root: Path
    from_cache: int = 0
    """How many of the last reading came from the cache."""
    pictures: list[str] = field(default_factory=list)
    """The photos that the last reading found beside the stories."""
    _surroundings: bytes = b""
    _entries: dict[str, story_cache.Entry] = field(default_factory=dict)
    _signatures: dict[str, _Signature] = field(default_factory=dict)

    def digests(self) -> dict[str, bytes]:
        """The digest of each source last read by its path; under the empty path, that of all else."""
        return {"": self._surroundings, **{path: entry[0] for path, entry in self._entries.items()}}

    def begin(self, context: StoryContext, surroundings: bytes, problems: Problems) -> Reading:
        """Begin to read the sources that changed, in other processes where that pays; return what finishes it.

        *surroundings* identifies everything else that the readings depend on.
        """
        if surroundings != self._surroundings:
            self._surroundings = surroundings
            self._signatures = {}
            self._entries = story_cache.load(self.root / CACHE_FOLDER, surroundings)
        found: dict[str, story_cache.Entry] = {}
        unsure: list[tuple[str, bytes]] = []
        signatures: dict[str, _Signature] = {}
        for path, signature in self._scan(problems):
            signatures[path] = signature
            known = self._entries.get(path, _UNREAD)
            found[path] = known
            if self._signatures.get(path) != signature:
                unsure.append((path, known[0]))
        work = Work(read_chunk, (self.root, context), unsure)
        return Reading(work, partial(self._take, found, signatures))

    def _take(
        self,
        found: dict[str, story_cache.Entry],
        signatures: dict[str, _Signature],
        results: Iterable[bytes],
    ) -> list[StoryReading]:
        """Add the *results* of reading to what was *found* without; keep them, and return all."""
        changed, parts = 0, []
        for part in results:
            entries_ = story_cache.unpack(part)
            found |= entries_
            changed += len(entries_)
            parts.append(part)
        self.from_cache = len(found) - changed
        differences = changed + len(self._entries.keys() - found.keys())
        self._entries, self._signatures = found, signatures
        tombstones = (
            path for path, (_, reading) in found.items() if isinstance(reading.entry, Tombstone)
        )
        folder = self.root / CACHE_FOLDER
        if forget_withdrawn(folder, tombstones) or differences * _WORTH_SAVING > len(found):
            if changed < len(found):
                parts = [story_cache.pack(found)]
            story_cache.save(folder, self._surroundings, parts)
        return [reading for _, reading in found.values()]

    def _scan(self, problems: Problems) -> Iterable[tuple[str, _Signature]]:
        """Every story source with its signature; anything else below ``stories/`` is a problem."""
        self.pictures = []
        for year in entries(self.root / "stories"):
            if not (
                year.is_dir(follow_symlinks=False) and year.name.isdigit() and len(year.name) == 4
            ):
                note_misplaced(year, f"stories/{year.name}", "stories/<jaar>/", problems)
                continue
            for entry in entries(Path(year.path)):
                path = f"stories/{year.name}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    note_misplaced(entry, path, f"stories/{year.name}/", problems)
                elif entry.name.lower().endswith(ENDINGS):
                    if check_name(entry.name, path, problems):
                        self.pictures.append(path)
                elif not entry.name.endswith(".md"):
                    allowed = ", ".join((".md", *ENDINGS))
                    problems.add("file-kind", path, 1, name=entry.name, allowed=allowed)
                elif check_name(entry.name, path, problems):
                    status = entry.stat(follow_symlinks=False)
                    yield path, (status.st_mtime_ns, status.st_size, status.st_ino)


_WORTH_SAVING: Final = 100
"""One change in so many stories is read again sooner than the whole cache is written."""

_UNREAD: Final = (b"", StoryReading(None, ()))


def read_chunk(shared: tuple[Path, StoryContext], sources: Sequence[tuple[str, bytes]]) -> bytes:
    """Read many stories, the work of one process: all but those whose digest is still the one given.

    Returned as the cache keeps them, so that they are packed only once.
    """
    root, context = shared
    entries = {}
    for path, known in sources:
        entry = _read(f"{root}/{path}", path, known, context)
        if entry is not None:
            entries[path] = entry
    return story_cache.pack(entries)


def _read(file: str, path: str, known: bytes, context: StoryContext) -> story_cache.Entry | None:
    problems = Problems()
    data = read_bytes(file, path, problems)
    if data is None:
        return b"", StoryReading(None, tuple(problems))
    digest = digests.digest(data)
    return None if digest == known else (digest, read_story(path, data, context))
