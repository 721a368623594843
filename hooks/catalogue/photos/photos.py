"""Photos of stories: developed apart, kept by their content, and believed only when they are whole."""

from __future__ import annotations

import importlib.metadata
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from catalogue.build.digests import digest
from catalogue.build.store import Record
from catalogue.build.whole_files import replace_whole
from catalogue.model.story import Photo, Scope, Story
from catalogue.photos import darkroom
from catalogue.photos.darkroom import PhotoError, Picture
from catalogue.problems.problem import Problems
from catalogue.text.sizes import size_in_words

FOLDER: Final = "photos"
ENDINGS: Final = (".jpeg", ".jpg", ".png", ".webp")
"""How the name of a photo may end; what it is, is seen in its bytes."""
MOST_BYTES: Final = 20_000_000

_MAGIC: Final = b"mangomomenten photo 1\n"
_HEAD: Final = len(_MAGIC) + 16
_PROGRAM: Final = (sys.executable, "-P", darkroom.__file__)
"""What develops a photo, run by its file: only what it imports itself is loaded beside a hostile picture."""
_PATIENCE: Final = 120
"""Seconds after which a photo must have been meant to take for ever."""


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One picture of a photo, as a file of the site."""

    source: Path
    """The photo itself."""
    kept: Path
    """Where its pictures are kept."""
    width: int
    ending: str

    def data(self) -> bytes:
        """Return the bytes of the file."""
        pictures = _load(self.kept)
        if pictures is None:  # gone or damaged since the photo was looked at
            pictures = develop(self.source.read_bytes())
            _save(self.kept, pictures)
        picture = next(picture for picture in pictures if picture.width == self.width)
        return picture.webp if self.ending == "webp" else picture.jpeg


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a photo that was developed before."""

    signature: str
    key: str
    sizes: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class PhotoSources:
    """The photos below *root*; *folder* keeps what they became."""

    root: Path
    folder: Path
    _known: dict[str, _Known] = field(default_factory=dict)

    def develop(
        self,
        stories: Sequence[Story],
        pictures: Sequence[str],
        unread: Iterable[str],
        problems: Problems,
    ) -> list[Story]:
        """Return *stories* with what is known of their photos; those that cannot be shown are problems.

        *pictures* are all the pictures beside stories; one that belongs to no story is a problem, unless
        its story is *unread*.
        """
        with_photo = [story for story in stories if story.photo is not None]
        self._note_unused(with_photo, pictures, unread, problems)
        if not with_photo:
            self._forget_all_but(())
            return list(stories)
        right = [story for story in with_photo if self._is_right(story, pictures, problems)]
        known = self._look(right, problems)
        self._forget_all_but(item.key for item in known.values())
        return [self._with_sizes(story, known) for story in stories]

    # -- one story -------------------------------------------------------------------------------

    def _is_right(self, story: Story, pictures: Sequence[str], problems: Problems) -> bool:
        """Whether the photo of *story* may be shown, and is there."""
        photo = story.photo
        assert photo is not None
        name = PurePosixPath(photo.path).name
        code, words = "", {"name": name}
        if not story.allows(Scope.PHOTO):
            code = "photo-consent"
        elif name not in {f"{story.slug}{ending}" for ending in ENDINGS}:
            ending = PurePosixPath(name).suffix.lower()
            words["example"] = f"{story.slug}{ending if ending in ENDINGS else '.jpg'}"
            code = "photo-name"
        elif photo.path not in pictures:
            code = "photo-missing"
        elif not stat.S_ISREG((status := (self.root / photo.path).lstat()).st_mode):
            code = "file-link"
        elif status.st_size > MOST_BYTES:
            problems.add(
                "photo-large",
                photo.path,
                1,
                size=size_in_words(status.st_size),
                limit=size_in_words(MOST_BYTES),
            )
            return False
        if code:
            path, line = (photo.path, 1) if code == "file-link" else (story.path, photo.line)
            problems.add(code, path, line, **words)
        return not code

    @staticmethod
    def _note_unused(
        with_photo: Iterable[Story],
        pictures: Sequence[str],
        unread: Iterable[str],
        problems: Problems,
    ) -> None:
        used = {story.photo.path for story in with_photo if story.photo is not None}
        meant = {story.path.removesuffix(".md") for story in with_photo}
        meant |= {path.removesuffix(".md") for path in unread}
        for path in pictures:
            stem = str(PurePosixPath(path).with_suffix(""))
            if path not in used and stem not in meant:
                name = PurePosixPath(path).name
                problems.add("photo-unused", path, 1, name=name)

    def _with_sizes(self, story: Story, known: Mapping[str, _Known]) -> Story:
        photo = story.photo
        if photo is None or photo.path not in known:
            return story
        found = known[photo.path]
        source, kept = str(self.root / photo.path), str(self.folder / found.key)
        return replace(story, photo=replace(photo, source=source, kept=kept, sizes=found.sizes))

    # -- many ------------------------------------------------------------------------------------

    def _look(self, stories: Sequence[Story], problems: Problems) -> dict[str, _Known]:
        """Return what is known of the photos of *stories*, after developing those that are new."""
        before = self._known or dict(self._remembered())
        found: dict[str, _Known] = {}
        new: list[tuple[str, str]] = []
        for story in stories:
            assert story.photo is not None
            path = story.photo.path
            signature = _signature(self.root / path)
            known = before.get(path)
            if known and known.signature == signature and (self.folder / known.key).is_file():
                found[path] = known
            else:
                new.append((path, signature))
        if new:
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # each waits for its own process
                results = pool.map(lambda item: self._develop(item[0]), new)
                for (path, signature), result in zip(new, results, strict=True):
                    if isinstance(result, PhotoError):
                        problems.add(result.code, path, 1, **result.words)
                    else:
                        found[path] = _Known(signature, *result)
        if found != before:
            self._remember(found)
        self._known = found
        return found

    def _develop(self, path: str) -> tuple[str, tuple[tuple[int, int], ...]] | PhotoError:
        try:
            data = (self.root / path).read_bytes()
            key = key_of(data)
            pictures = _load(self.folder / key)
            if pictures is None:
                pictures = develop(data)
                _save(self.folder / key, pictures)
        except PhotoError as error:
            return error
        except OSError:
            return PhotoError("file-unreadable")
        return key, tuple((picture.width, picture.height) for picture in pictures)

    # -- what is kept ----------------------------------------------------------------------------

    def _record(self) -> Record:
        return Record(self.folder / "known.cache")

    def _remembered(self) -> Iterator[tuple[str, _Known]]:
        for line in self._record().load():
            path, signature, key, sizes = line.split("\t")
            pairs = (size.split("x") for size in sizes.split())
            yield path, _Known(signature, key, tuple((int(w), int(h)) for w, h in pairs))

    def _remember(self, found: Mapping[str, _Known]) -> None:
        self._record().save(
            "\t".join((path, item.signature, item.key, " ".join(f"{w}x{h}" for w, h in item.sizes)))
            for path, item in found.items()
        )

    def _forget_all_but(self, keys: Iterable[str]) -> None:
        """Remove what was kept of photos that no story shows any more."""
        if self.folder.is_dir():
            kept = {*keys, "known.cache"}
            for file in self.folder.iterdir():
                if file.name not in kept:
                    file.unlink(missing_ok=True)


def shown_photo(story: Story) -> Photo | None:
    """Return the photo of *story* when it may be shown."""
    return story.photo if story.allows(Scope.PHOTO) else None


def photo_files(story: Story) -> Iterator[tuple[str, PhotoFile]]:
    """Every file that the photo of *story* becomes, with its address."""
    photo = shown_photo(story)
    for width, _ in photo.sizes if photo else ():
        for ending in ("webp", "jpg"):
            assert photo is not None
            uri = f"{story.uri}{photo.file_name(width, ending)}"
            yield uri, PhotoFile(Path(photo.source), Path(photo.kept), width, ending)


def develop(data: bytes) -> list[Picture]:
    """Return the pictures of the photo *data*, made by another process; PhotoError when it cannot be shown."""
    try:
        result = subprocess.run(  # noqa: S603 -- a module of ours
            _PROGRAM,
            input=data,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PhotoError("photo-damaged") from None
    if result.returncode == 0 and result.stdout[:1] == b"+":
        return darkroom.unpack(result.stdout[1:])
    if result.returncode == 0 and result.stdout[:1] == b"-":
        code, words = json.loads(result.stdout[1:])
        raise PhotoError(code, **words)
    raise PhotoError("photo-damaged")  # its process was stopped, or fell over


@cache
def _way_of_developing() -> bytes:
    """What identifies how photos are developed."""
    code = Path(darkroom.__file__).read_bytes()
    return digest(code + importlib.metadata.version("pillow").encode())


def key_of(data: bytes) -> str:
    """Return what identifies the pictures that the photo *data* becomes."""
    return digest(_way_of_developing() + data).hex()


def _signature(file: Path) -> str:
    status = file.lstat()
    return f"{status.st_mtime_ns} {status.st_size} {status.st_ino}"


def _load(file: Path) -> list[Picture] | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    rest = data[_HEAD:]
    return darkroom.unpack(rest) if data[:_HEAD] == _MAGIC + digest(rest) else None


def _save(file: Path, pictures: list[Picture]) -> None:
    rest = darkroom.pack(pictures)
    replace_whole(file, (_MAGIC, digest(rest), rest))
