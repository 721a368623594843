"""Lines of text kept from one build to the next, and believed only when they are whole."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalogue.build.digests import code_digest, digest
from catalogue.build.whole_files import replace_whole

_MAGIC: Final = b"mangomomenten record 1\n"


@dataclass(frozen=True, slots=True)
class Record:
    """What this version of the code noted in *file*. The file can be deleted at any time."""

    file: Path

    def load(self) -> list[str]:
        """Return the lines; none when there are none, when they are damaged or of another version."""
        try:
            data = self.file.read_bytes()
        except OSError:
            return []
        head, rest = data[: len(_MAGIC) + 16], data[len(_MAGIC) + 16 :]
        return rest.decode().splitlines() if head == _head(rest) else []

    def forget(self) -> None:
        """Remove the record: what it says will not be true much longer."""
        try:
            self.file.unlink(missing_ok=True)
        except OSError:  # a read-only folder: nothing can be noted there either
            return

    def save(self, lines: Iterable[str]) -> None:
        """Note *lines*, none of which has a line end in it."""
        data = "\n".join(lines).encode()
        replace_whole(self.file, (_head(data), data))


class KeptBytes(dict[str, bytes]):
    """Data by name, kept in *file* for the next process; none of *version* is taken for another's."""

    def __init__(self, file: Path, version: str) -> None:
        self._record, self._version = Record(file), version
        saved, *lines = self._record.load() or ("",)
        rows = (line.split("\t") for line in lines) if saved == version else ()
        super().__init__((name, b64decode(data)) for name, data in rows)
        self._saved = dict(self)

    def save(self) -> None:
        """Write the data to the file, if it is not there already."""
        if self != self._saved:
            rows = (f"{name}\t{b64encode(data).decode()}" for name, data in self.items())
            self._record.save((self._version, *rows))
            self._saved = dict(self)


def _head(data: bytes) -> bytes:
    return _MAGIC + digest(code_digest() + data)
