"""Bytes to text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from catalogue.problems.problem import Problems
from catalogue.sources.files import decode, read_text
from catalogue.text.sizes import size_in_words


def text_of(data: bytes) -> str | None:
    return decode(data, "x.md", Problems())


def codes_of(data: bytes) -> list[str]:
    problems = Problems()
    decode(data, "x.md", problems)
    return [problem.code for problem in problems]


def test_text_is_normalised() -> None:
    assert text_of("Cafe\u0301".encode()) == "Café"


def test_lines_end_in_one_way() -> None:
    assert text_of(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_byte_order_mark_is_left_out() -> None:
    assert text_of(b"\xef\xbb\xbfa") == "a"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"caf\xe9",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x82",
        "é".encode("utf-16"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused(data: bytes) -> None:
    assert codes_of(data) == ["not-utf-8"]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"\xff", 1), (b"a\nb\n\xff", 3), (b"\xef\xbb\xbfa\n\xff", 2), (b"a\r\n\xff", 2)],
)
def test_the_line_that_is_not_utf_8_is_named(data: bytes, line: int) -> None:
    problems = Problems()
    decode(data, "x.md", problems)
    assert problems.errors[0].line == line


@pytest.mark.parametrize(
    "character",
    list(
        "\0\x08\x0b\x1b\x7f\x85\x9f\u061c\u200e\u202a\u202e\u2028\u2029\u2066\u2069\ufeff\ufffd\U000e0001\U000e007f"
    ),
)
def test_what_cannot_be_seen_is_refused(character: str) -> None:
    assert codes_of(f"a{character}b".encode()) == ["control-character"]


@pytest.mark.parametrize(
    "character",
    ["\t", "\n", "\u00a0", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2011", "\ufe0f", "🥭"],
)
def test_what_a_writer_may_need_is_fine(character: str) -> None:
    assert codes_of(f"a{character}b".encode()) == []


def test_every_kind_of_trouble_in_a_text_is_said() -> None:
    data = ("a\0\n" + "!" * 41 + "\n" + "x" * 1001).encode()
    assert codes_of(data) == ["control-character", "punctuation-run", "long-word"]


@pytest.mark.parametrize("line", ["\x01", "!" * 41, "<<<<<<<"])
def test_a_text_full_of_trouble_gives_a_short_report(line: str) -> None:
    # Finding the line of each takes longer the further on it stands: 1 MB of them would take minutes.
    assert 0 < len(codes_of(f"{line}\n".encode() * 1000)) <= 50


@pytest.mark.parametrize("mark", list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
def test_a_run_of_any_mark_is_refused(mark: str) -> None:
    assert codes_of(f"x {mark * 40} x".encode()) == []
    assert codes_of(f"x {mark * 41} x".encode()) == ["punctuation-run"]


@pytest.mark.parametrize("marker", ["<<<<<<<", "<<<<<<< HEAD", ">>>>>>> main"])
def test_a_conflict_is_seen_at_the_start_of_a_line(marker: str) -> None:
    assert codes_of(f"a\n{marker}\nb".encode()) == ["conflict-marker"]


@pytest.mark.parametrize("text", ["=======", "a <<<<<<< b", "<<<<<<<<", " <<<<<<<", ">>>>>>"])
def test_what_only_resembles_a_conflict_is_fine(text: str) -> None:
    assert codes_of(f"a\n{text}\nb".encode()) == []


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0,0 MB"), (1_250_000, "1,2 MB"), (12_000_000, "12,0 MB")]
)
def test_a_size_is_told_in_megabytes(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_a_file_of_exactly_one_megabyte_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"woorden \n" * 111_111 + b"x")
    problems = Problems()
    assert file.stat().st_size == 1_000_000
    assert read_text(file, "x.md", problems) is not None


def test_a_file_that_is_absent_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert read_text(tmp_path / "x.md", "x.md", problems) is None
    assert [problem.code for problem in problems] == ["file-unreadable"]


def test_a_pipe_does_not_hold_the_build(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    problems = Problems()
    assert read_text(tmp_path / "x.md", "x.md", problems) is None
    assert problems.errors
