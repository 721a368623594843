"""What is kept between builds is believed only when it is whole and of the same version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalogue.build.store import KeptBytes, Record

if TYPE_CHECKING:
    from pathlib import Path

DATA = {"a": b"\x00\n\t\xff", "leeg": b""}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    kept = KeptBytes(tmp_path / "kept.cache", "1")
    kept |= DATA
    kept.save()
    return tmp_path / "kept.cache"


def test_another_process_finds_what_was_kept(file: Path) -> None:
    assert KeptBytes(file, "1") == DATA


def test_another_version_finds_nothing(file: Path) -> None:
    assert KeptBytes(file, "2") == {}


@pytest.mark.parametrize("place", [0, 30, 45, -1])
def test_one_wrong_bit_and_nothing_is_believed(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert KeptBytes(file, "1") == {}
    assert Record(file).load() == []


def test_what_is_there_already_is_not_written_again(file: Path) -> None:
    kept = KeptBytes(file, "1")
    file.unlink()
    kept.save()
    assert not file.exists()
    kept["b"] = b"nieuw"
    kept.save()
    assert KeptBytes(file, "1") == {**DATA, "b": b"nieuw"}
