"""A story with its personal data masked: proposed, and written only when somebody says so twice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from catalogue.editing.commands import main

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
TEXT = "Mevrouw Janssens belde.\n\nHet nummer is 0478 12 34 56. Op 3 mei was ze er.\n"


@pytest.fixture
def anonymise(project: Project, monkeypatch: pytest.MonkeyPatch) -> object:
    """Give what runs the command on a story with personal data, with what is typed."""
    project.set_body(STOEL, TEXT)

    def run(typed: str, *arguments: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        file = str(project.root / STOEL)
        return main(["--root", str(project.root), "anonymise", file, *arguments])

    return run


def test_the_proposal_is_a_unified_diff(anonymise, capsys: pytest.CaptureFixture[str]) -> None:
    assert anonymise("") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"--- a/{STOEL}\n+++ b/{STOEL}\n@@")
    assert "\n-Mevrouw Janssens belde.\n" in out
    assert "\n+Mevrouw ··· belde.\n" in out
    assert "+Het nummer is ···· ·· ·· ··. Op 3 mei was ze er." in out
    assert "\n-published" not in out


@pytest.mark.parametrize(
    ("typed", "arguments"), [("", []), ("ja\n", []), ("nee\n", ["--write"]), ("\n", ["--write"])]
)
def test_nothing_is_written_without_the_option_and_a_yes(
    typed: str, arguments: list[str], project: Project, anonymise
) -> None:
    before = (project.root / STOEL).read_bytes()
    assert anonymise(typed, *arguments) == 0
    assert (project.root / STOEL).read_bytes() == before


def test_nothing_is_written_when_nobody_answers(project: Project, anonymise) -> None:
    before = (project.root / STOEL).read_bytes()
    assert anonymise("", "--write") == 2
    assert (project.root / STOEL).read_bytes() == before


def test_with_both_it_is_written_and_the_checks_are_content(project: Project, anonymise) -> None:
    mode = (project.root / STOEL).stat().st_mode
    assert anonymise("ja\n", "--write") == 0
    assert not project.problems().errors
    assert "Janssens" not in (project.root / STOEL).read_text("utf-8")
    assert (project.root / STOEL).stat().st_mode == mode


def test_what_a_person_must_judge_is_named(anonymise, capsys: pytest.CaptureFixture[str]) -> None:
    anonymise("")
    assert "let op: hier staat een dag met een maand (· ···)" in capsys.readouterr().err


def test_a_false_alarm_that_was_declared_stays(
    project: Project, anonymise, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit(
        STOEL,
        "example: true",
        "example: true\nnot_personal:\n  - kind: title-name\n    words: belde\n    reason: Een lied.",
    )
    anonymise("")
    assert "+Mevrouw" not in capsys.readouterr().out


def test_what_formatting_hides_is_masked_and_the_formatting_stays(
    project: Project, anonymise
) -> None:
    text = "Mevrouw *Janssens* belde,\nen 0478 *12* 34\n56 nam op. Kamer&nbsp;3**12** was [leeg](/content/index.md).\n"
    project.set_body(STOEL, text)
    assert anonymise("ja\n", "--write") == 0
    body = (project.root / STOEL).read_text("utf-8").partition("\n---\n\n")[2]
    assert body == (
        "Mevrouw *···* belde,\nen ···· *··* ··\n·· nam op. Kamer&nbsp;·**··** was [leeg](/content/index.md).\n"
    )
    assert not project.problems().errors


def test_a_file_that_is_not_there_is_said(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(project.root), "anonymise", "nergens.md"]) == 1
    assert "dit bestand kan niet gelezen worden" in capsys.readouterr().err
