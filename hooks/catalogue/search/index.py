"""The search index: made by Pagefind in a process of its own, beside the other work, and only when needed.

A finished index is kept by the digest of everything that can be found. It is believed only when every
file of it is as it was made; it can be deleted at any time, and two builds can make it at once. What a
preview does not want to wait for is made in the background.

This module is also the program of that process: ``python -m catalogue.search.index``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from string import ascii_lowercase
from time import sleep, time
from typing import Any, Final

from catalogue.build.digests import code_digest, digest
from catalogue.build.garbage import collect_never
from catalogue.build.store import Record
from catalogue.build.workers import Work
from catalogue.search.entries import Entry, Findable, Kind, document
from catalogue.search.words import Lexicon, by_letter, lexicon, words_of

FOLDER: Final = "search-index"
URI: Final = "pagefind/"
"""Where the index stands in a site."""

WORDS_URI: Final = "words/"
"""Where, in an index, all words stand by their first letter."""

PART: Final = 6_000
"""So many documents can be in one part of the index: Pagefind needs a gigabyte for them."""

OLDER_URI: Final = "older/"
"""Where, in an index, its other parts stand."""

_AT_ONCE: Final = 2
"""So many parts are made at a time."""

_MEMORY: Final = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:500,muzzy_decay_ms:0"}
"""Lets Pagefind's allocator (jemalloc) give back in half a second what it needs no more, not in ten."""

PAUSE: Final = 3.0
"""Seconds between two indexes that a preview makes."""

_KEPT: Final = 3
"""So many finished indexes stay: two builds at once do not remove each other's."""

_NOT_USED: Final = (
    "pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js",
    "wasm.unknown.pagefind",
)  # fmt: skip
"""What Pagefind writes beside its index for interfaces that this site does not have."""

_OF_THE_FIRST: Final = ("*.js", "*.css", "wasm.*")
"""What Pagefind writes for each part, and the first part has for all."""

_MAKING: Final = ".making-"
_LONGEST: Final = 3600.0
"""Seconds after which whoever was making an index must have been broken off."""

_PROGRAMS: Final = ("pagefind_bin_extended", "pagefind_bin")

_BEING_MADE: Final = "export const isBeingMade = true;\n"


class IndexingError(Exception):
    """Pagefind did not make an index; the text is what it said."""


def program() -> Path | None:
    """Return where the program is that makes the index; None when it is not installed."""
    for name in _PROGRAMS:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for file in sorted(Path(folder).glob(f"{name.replace('_bin', '')}*")):
                if file.is_file() and os.access(file, os.X_OK):
                    return file
    return None


@dataclass(slots=True)
class Indexer:
    """Makes the index of one site, or takes the one in *folder*."""

    folder: Path
    key: str = ""
    """Names the index that was asked for last."""
    _process: subprocess.Popen[bytes] | None = None

    def begin(self, found: Findable) -> bool:
        """Begin to make the index of *found*; return whether it has to be made."""
        # What is sent is what can be found: its digest says whether an index is still right.
        # The newest first: so what one part of it finds by date stands before all that the next finds.
        newest = sorted(found.entries, key=lambda entry: (entry.date, entry.uri), reverse=True)
        rows = [[found.synonyms, found.stop_words, PART], *map(row_of, newest)]
        payload = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
        self.key = digest(code_digest() + payload).hex()
        if self.is_ready():
            return False
        with tempfile.TemporaryFile() as sent:
            sent.write(payload)
            sent.seek(0)
            path = os.pathsep.join((str(Path(__file__).parents[2]), *sys.path))
            self._process = subprocess.Popen(  # noqa: S603 -- this module itself
                [sys.executable, "-P", "-m", "catalogue.search.index", str(self.folder), self.key],
                stdin=sent,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
            )
        return True

    def is_ready(self) -> bool:
        """Whether the index that was asked for last is there, whole."""
        return is_whole(self.folder / self.key, self._record())

    def finish(self) -> None:
        """Wait until the index is made."""
        if self._process is not None:
            said = self._process.communicate()[1]
            code, self._process = self._process.returncode, None
            if code:
                raise IndexingError(said.decode(errors="replace").strip())

    def install(self, site: Path) -> None:
        """Put the finished index in the folder *site*."""
        shown, hidden = site / URI.rstrip("/"), site / f".{URI.rstrip('/')}"
        record = self._record()
        if not is_whole(hidden, record):
            shutil.rmtree(hidden, ignore_errors=True)
            copy_links(self.folder / self.key, hidden)
        shutil.rmtree(shown, ignore_errors=True)
        hidden.rename(shown)

    def _record(self) -> list[str]:
        return Record(self.folder / f"{self.key}.record").load()


def set_aside(site: Path) -> None:
    """Take the index of the last build out of the way of an engine that empties its folder."""
    shown, hidden = site / URI.rstrip("/"), site / f".{URI.rstrip('/')}"
    if shown.is_dir():
        shutil.rmtree(hidden, ignore_errors=True)
        shown.rename(hidden)


def leave_out(site: Path) -> None:
    """Remove what was set aside: this build has no index."""
    shutil.rmtree(site / f".{URI.rstrip('/')}", ignore_errors=True)


def announce(site: Path) -> None:
    """Put in the place of the index a file that says that it is being made."""
    folder = site / URI.rstrip("/")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pagefind.js").write_text(_BEING_MADE, "utf-8")


class SiteSearch:
    """The index of one site, from build to build of one process."""

    def __init__(self, folder: Path, on_error: Callable[[str], None], pause: float = PAUSE) -> None:
        self._indexer = Indexer(folder)
        self._on_error = on_error
        """Told what went wrong in the background."""
        self._pause = pause
        self._next: tuple[Findable, Path] | None = None
        self._is_running = False
        self._lock = threading.Lock()

    def begin(self, found: Findable) -> bool:
        """Begin to make the index of *found*; return whether it has to be made."""
        return self._indexer.begin(found)

    def finish(self, site: Path) -> None:
        """Wait for the index, and put it in *site*."""
        self._indexer.finish()
        self._indexer.install(site)

    def follow(self, found: Findable, site: Path) -> None:
        """Put the index of *found* in *site* as soon as it is made; what changes meanwhile is made once."""
        with self._lock:
            self._next = found, site
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while True:
            with self._lock:
                work, self._next = self._next, None
                if work is None:
                    self._is_running = False
                    return
            try:
                is_new = self.begin(work[0])
                self.finish(work[1])
            except (IndexingError, OSError) as error:
                is_new = True
                self._on_error(str(error))
            if is_new:
                sleep(self._pause)


def row_of(entry: Entry) -> tuple[Any, ...]:
    """Return *entry* as JSON can hold it."""
    return tuple(getattr(entry, name) for name in Entry.__slots__)


def entry_of(row: Sequence[Any]) -> Entry:
    """Return the entry that *row* was made of."""
    values = dict(zip(Entry.__slots__, row, strict=True))
    return Entry(
        **{
            **values,
            "kind": Kind(values["kind"]),
            "facets": tuple((facet, value) for facet, value in values["facets"]),
            "labels": tuple(values["labels"]),
        }
    )


# -- files ---------------------------------------------------------------------------------------


def is_whole(folder: Path, record: Sequence[str]) -> bool:
    """Whether *folder* holds the files of *record*, each as it was made, and no other."""
    return bool(record) and files_of(folder) == record


def files_of(folder: Path) -> list[str]:
    """Return a line for each file below *folder*: its path, size and time."""
    found = []
    for parent, _, names in os.walk(folder):
        for name in names:
            path = f"{parent}/{name}"
            status = os.stat(path)  # noqa: PTH116 -- ten thousand files
            inner = path[len(str(folder)) + 1 :]
            found.append(f"{inner}\t{status.st_size}\t{status.st_mtime_ns}")
    return sorted(found)


def copy_links(source: Path, target: Path) -> None:
    """Put the files below *source* below *target*: as links, where the system can."""
    copy = os.link
    for parent, folders, names in os.walk(source):
        place = f"{target}{parent[len(str(source)) :]}"
        Path(place).mkdir(parents=True, exist_ok=True)
        folders.sort()
        for name in names:
            try:
                copy(f"{parent}/{name}", f"{place}/{name}")
            except OSError:  # another disk, or a system without links
                copy = shutil.copy2  # type: ignore[assignment]
                copy(f"{parent}/{name}", f"{place}/{name}")


# -- the process that makes it -----------------------------------------------------------------


def parts_of(rows: Sequence[str], most: int) -> dict[str, Sequence[str]]:
    """Return *rows* in parts of one size, of *most* at most, by their address in the index."""
    count = ceil(len(rows) / most) or 1
    size = ceil(len(rows) / count)
    return {
        f"{OLDER_URI}{number}/" if number else "": rows[size * number : size * (number + 1)]
        for number in range(count)
    }


def write_index(work: Path, header: Sequence[Any], rows: Sequence[str]) -> Path:
    """Make the index of *rows* somewhere in the folder *work*, and return where.

    Each part is made in a process of its own, a few at a time.
    """
    known, stop_words, most = header
    index, parts = work / "index", parts_of(rows, most)
    counts: Counter[str] = Counter()
    for found in Work(_count, None, list(parts.values()), 1).results():
        counts.update(found)
    words = lexicon(counts, known, stop_words)
    for start in range(0, len(parts), _AT_ONCE):
        some = list(parts.items())[start : start + _AT_ONCE]
        list(Work(_make_parts, (work, words), some, 1).results())
    for uri in parts:
        for pattern in _OF_THE_FIRST if uri else _NOT_USED:
            for file in (index / uri).glob(pattern):
                file.unlink()
    if len(parts) > 1:
        with (index / "pagefind.js").open("a", encoding="utf-8") as script:
            script.write(f"export const older = {json.dumps(list(parts)[1:])};\n")
    write_words(index / WORDS_URI, counts)
    return index


def _count(_: None, parts: Sequence[Sequence[str]]) -> Counter[str]:
    """In how many texts of *parts* each word occurs."""
    return Counter(word for rows in parts for row in rows for word in _own_words(_entry(row)))


def _make_parts(shared: tuple[Path, Lexicon], parts: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Make the index of each of *parts*, below the address that stands before its rows."""
    work, words = shared
    for uri, rows in parts:
        tree = Path(tempfile.mkdtemp(prefix="documents-", dir=work))
        folders = {tree}
        for entry in map(_entry, rows):
            # `verhalen/x.html` for `verhalen/x/`: ten thousand folders take as long as the documents.
            file = tree / f"{entry.uri.rstrip('/')}.html"
            if file.parent not in folders:
                folders.add(file.parent)
                file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(document(entry, words.more(_own_words(entry))), "utf-8")
        run_pagefind(tree, work / "index" / uri)


def _entry(row: str) -> Entry:
    return entry_of(json.loads(row))


def _own_words(entry: Entry) -> set[str]:
    return words_of(f"{entry.title} {entry.summary} {entry.html}")


def write_words(folder: Path, counts: Mapping[str, int]) -> None:
    """Write the words that may be proposed in *folder*, a file for each first letter."""
    folder.mkdir()
    words = by_letter(counts)
    for letter in ascii_lowercase:  # also without a word: a browser complains of what is missing
        text = json.dumps(words.get(letter, []), ensure_ascii=False, separators=(",", ":"))
        (folder / f"{letter}.json").write_text(text, "utf-8")


def make(folder: Path, key: str, lines: Iterable[str]) -> None:
    """Make the index named *key* in *folder* of the *lines* that ``Indexer.begin`` sent."""
    header, *rows = lines
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_MAKING) as name:
        index = write_index(Path(name), json.loads(header), rows)
        record = Record(folder / f"{key}.record")
        if not is_whole(folder / key, record.load()):
            record.forget()
            shutil.rmtree(folder / key, ignore_errors=True)
            with suppress(OSError):  # another build was first: its index is the same
                index.rename(folder / key)
            record.save(files_of(folder / key))
    _forget_old(folder)


def run_pagefind(tree: Path, index: Path) -> None:
    """Let Pagefind make *index* of the documents in *tree*."""
    binary = program()
    assert binary is not None, "whoever starts this has looked"
    done = subprocess.run(  # noqa: S603 -- the program of a package of ours
        [str(binary), "--site", str(tree), "--output-path", str(index), "--silent"],
        check=False,
        capture_output=True,
        cwd=tree,
        env={**os.environ, **_MEMORY},
        text=True,
    )
    if done.returncode or not (index / "pagefind-entry.json").is_file():
        raise IndexingError(f"{done.stdout}\n{done.stderr}".strip())


def _forget_old(folder: Path) -> None:
    records = sorted(folder.glob("*.record"), key=lambda file: file.stat().st_mtime, reverse=True)
    kept = {file.stem for file in records[:_KEPT]}
    for found in folder.iterdir():
        if found.stem in kept:
            continue
        if found.name.startswith(_MAKING) and time() - found.stat().st_mtime < _LONGEST:
            continue  # another build is at it
        if found.is_dir():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)


if __name__ == "__main__":
    collect_never()
    try:
        make(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer.read().decode().split("\n"))
    except IndexingError as error:
        sys.exit(str(error))
