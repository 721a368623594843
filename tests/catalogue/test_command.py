"""The command line of editors."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from catalogue.editing.commands import main

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
VOCABULARY = "content/_data/vocabulary.yml"
TAFEL = "stories/2026/de-tafel.md"


@pytest.fixture
def broken(project: Project) -> Project:
    """A project with one error in each of two stories."""
    project.write(TAFEL, (project.root / STOEL).read_bytes())
    project.edit(STOEL, "title: De stoel", "title: De stoel:")
    project.edit(TAFEL, "sector: woonzorgcentrum", "sector: woonzorg")
    return project


def check(project: Project, *arguments: str) -> int:
    return main(["--root", str(project.root), "check", *arguments])


def test_a_faultless_project_gives_zero(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(project) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Alles in orde: 2 verhalen, 1 module")


def test_a_project_with_errors_gives_one(
    broken: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(broken) == 1
    out, err = capsys.readouterr()
    paths = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert paths == [STOEL, TAFEL]
    assert re.search(r"2 fouten \(\d+,\d s\)\. Verbeter ze en kijk opnieuw na\.", err)


GENERATED = [
    ".github/ISSUE_TEMPLATE/verhaal.yml",
    "content/meewerken/alle-velden.md",
    "content/meewerken/wat-de-controle-zegt.md",
    "deploy/.htaccess",
    "deploy/nginx.conf",
]


@pytest.fixture
def generated(project: Project, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project with everything that is made of its words and of the code."""
    assert main(["--root", str(project.root), "generate"]) == 0
    assert capsys.readouterr().err.split("\n")[:-1] == GENERATED
    project.touched.update(GENERATED)
    return project


def test_after_a_new_word_the_check_names_what_has_to_be_made_again(
    generated: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(generated) == 0
    assert capsys.readouterr().out == ""
    word = "  hospice: {label: Hospice, definition: Een huis.}\n"
    generated.edit(VOCABULARY, "sector:\n", f"sector:\n{word}")
    assert check(generated) == 0
    stale = [line for line in capsys.readouterr().out.split("\n") if line]
    told = "let op: dit bestand wordt vanzelf gemaakt, en is niet meer bij"
    assert [re.sub(r":\d+:", ":", line) for line in stale[::2]] == [
        f"{path}: {told}" for path in GENERATED[:2]
    ]
    assert all("typ: .venv/bin/python -m catalogue generate" in line for line in stale[1::2])
    line = int(stale[0].split(":")[1])
    main(["--root", str(generated.root), "generate"])
    text = (generated.root / GENERATED[0]).read_text("utf-8").split("\n")
    assert "Hospice" in text[line - 1]
    capsys.readouterr()
    assert check(generated) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("path", GENERATED)
def test_each_generated_file_is_looked_at_and_none_is_missed(
    generated: Project, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    file = generated.root / path
    lines = file.read_text("utf-8").split("\n")
    generated.write(path, "\n".join([*lines[:-1], "Een regel erbij.", ""]))
    assert check(generated, str(file)) == 0
    assert capsys.readouterr().out.startswith(f"{path}:{len(lines)}: let op: ")
    generated.remove(path)
    assert check(generated, str(file)) == 0
    assert capsys.readouterr().out == ""


def test_one_error_is_counted_as_one(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.edit("content/index.md", "title: Welkom", "title: Welkom: hier")
    assert check(project) == 1
    assert "\n1 fout (" in capsys.readouterr().err


def test_warnings_alone_give_zero(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    text = (project.root / STOEL).read_bytes()
    project.write(STOEL, text.replace(b"\n", b"\r\n"))
    assert check(project) == 0
    out, err = capsys.readouterr()
    assert "let op: de regels eindigen zoals in Windows (CRLF)" in out
    assert "Alles in orde" in err


def test_a_folder_that_is_no_project_gives_one(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "check"]) == 1
    assert "content/_data/vocabulary.yml:1:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["check", "--format", "xml"], ["check", "--kleur"], ["--root"]]
)
def test_a_wrong_call_gives_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err


def test_help_gives_zero(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "check" in capsys.readouterr().out


def test_text_is_what_an_editor_reads(broken: Project, capsys: pytest.CaptureFixture[str]) -> None:
    check(broken, "--format", "text")
    assert capsys.readouterr().out.startswith(
        f"{STOEL}:2: in deze waarde staat een dubbele punt met een spatie erna\n    hint: "
    )


def test_text_is_the_usual_format(broken: Project, capsys: pytest.CaptureFixture[str]) -> None:
    check(broken)
    usual = capsys.readouterr().out
    check(broken, "--format", "text")
    assert capsys.readouterr().out == usual


def test_github_gets_one_command_a_line(
    broken: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    check(broken, "--format", "github")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"::error file={STOEL},line=2::")
    assert all(line.startswith("::error file=") for line in lines)


def test_json_is_json(broken: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(broken, "--format", "json") == 1
    rows = json.loads(capsys.readouterr().out)
    assert (rows[0]["path"], rows[0]["line"], rows[0]["code"]) == (STOEL, 2, "yaml-colon")


def test_json_of_a_faultless_project_is_an_empty_list(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(project, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_path_leaves_out_what_is_wrong_elsewhere(
    broken: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(broken, "--format", "json", str(broken.root / STOEL)) == 1
    assert {row["path"] for row in json.loads(capsys.readouterr().out)} == {STOEL}


def test_a_folder_shows_everything_in_it(
    broken: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(broken, "--format", "json", str(broken.root / "stories")) == 1
    assert {row["path"] for row in json.loads(capsys.readouterr().out)} == {STOEL, TAFEL}


def test_paths_add_up(broken: Project, capsys: pytest.CaptureFixture[str]) -> None:
    check(broken, "--format", "json", *(str(broken.root / path) for path in (STOEL, TAFEL)))
    assert {row["path"] for row in json.loads(capsys.readouterr().out)} == {STOEL, TAFEL}


def test_errors_elsewhere_do_not_count(broken: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(broken, str(broken.root / "content")) == 0
    assert capsys.readouterr().out == ""


def test_a_path_is_read_from_where_one_stands(
    broken: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.root / "stories")
    assert main(["--root", "..", "check", "2026/de-stoel.md"]) == 1
    assert f"{STOEL}:2:" in capsys.readouterr().out


def test_without_a_root_this_folder_is_the_project(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    assert main(["check"]) == 0
    assert "Alles in orde" in capsys.readouterr().err


def test_a_linked_story_is_shown_in_its_folder(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.link("stories/2026/link.md", "/etc/hostname")
    assert check(project, str(project.root / "stories")) == 1
    assert "stories/2026/link.md:1:" in capsys.readouterr().out


def test_a_path_never_hides_that_nothing_could_be_read(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.remove("content/_data/vocabulary.yml")
    assert check(project, str(project.root / STOEL)) == 1
    assert "content/_data/vocabulary.yml:1:" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["text", "github", "json"])
def test_a_name_that_is_not_utf_8_is_reported(
    project: Project, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write(os.fsdecode(b"stories/2026/caf\xe9.md"), "x")
    assert check(project, "--format", kind) == 1
    assert "stories/2026/caf" in capsys.readouterr().out


def test_a_name_cannot_write_to_the_terminal(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("stories/2026/\x1b[2Jweg\n::error::x.md", "x")
    assert check(project) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert len(out.splitlines()) == 2
