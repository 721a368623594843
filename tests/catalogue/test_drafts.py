"""New stories and modules, by question and answer."""

from __future__ import annotations

import io
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from catalogue.editing import commands as command
from catalogue.editing import drafts
from catalogue.editing.commands import main
from catalogue.model.story import Scope
from catalogue.problems.problem import Problems
from catalogue.sources.front_matter import split

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

TEMPLATE = Path(__file__).parents[2] / "modules/_template"
ANSWERS = {
    "title": "De krant van gisteren",
    "summary": "Een krant ligt klaar.",
    "sector": "2",
    "setting": "gang",
    "teller": "naaste",
    "giver": "Zorgkundige",
    "receiver": "naaste",
    "gesture": "onthouden",
    "themes": "1, 3",
    "example": "ja",
}
CONSENT = "T-7\n2026-10-01\nteller\n1, 3\n1\n\n"
TEXT = "Die van gisteren lag klaar.\n\nMet de puzzel naar boven.\n.\n"


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 2026-11-22


@pytest.fixture
def answer(project: Project, monkeypatch: pytest.MonkeyPatch) -> object:
    """Give what runs a command of *project* with lines that are typed."""

    def run(name: str, typed: str, *arguments: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return main(["--root", str(project.root), name, *arguments])

    return run


def typed(**changes: str) -> str:
    """Every answer about a story on its own line, in the order of the questions."""
    answers = {**ANSWERS, **changes}
    name = answers.pop("name", "")
    answers.pop("organisation", None)
    return "\n".join((*answers.values(), name, TEXT))


def stories(project: Project) -> set[str]:
    return {file.name for file in (project.root / "stories/2026").iterdir()}


BEFORE = {"de-stoel.md", "het-kussen.md"}


def test_questions_become_a_story_without_errors(project: Project, answer) -> None:
    # No organisation of this sector exists: an empty answer.
    lines = typed().replace("\nja\n", "\n\nja\n")
    assert answer("new-story", lines) == 0
    (story,) = [s for s in project.load().stories if s.slug == "de-krant-van-gisteren"]
    assert (story.title, story.sector.id, story.giver.id) == (
        "De krant van gisteren", "ziekenhuis", "zorgkundige",
    )  # fmt: skip
    assert [theme.id for theme in story.themes] == ["respect", "rust"]
    assert story.html.count("<p>") == 2
    assert story.is_example
    assert story.published is None


def test_an_invented_story_is_not_asked_for_a_date_and_stands_in_this_year(
    project: Project, answer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer("new-story", typed().replace("\nja\n", "\n\nja\n")) == 0
    out, err = capsys.readouterr()
    assert "published" not in (project.root / out.strip()).read_text("utf-8") + err
    assert out == "stories/2026/de-krant-van-gisteren.md\n"


def test_a_date_that_is_given_for_an_invented_story_is_not_written(
    project: Project, answer, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = typed().replace("\nja\n", "\n\nja\n")
    assert answer("new-story", lines, "--published", "2025-11-10") == 0
    path = capsys.readouterr().out.strip()
    assert path == "stories/2026/de-krant-van-gisteren.md"
    assert "published" not in (project.root / path).read_text("utf-8")


def test_only_the_path_is_written_to_the_standard_output(
    answer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer("new-story", typed().replace("\nja\n", "\n\nja\n"))
    assert capsys.readouterr().out == "stories/2026/de-krant-van-gisteren.md\n"


def test_a_wrong_answer_is_asked_again_with_the_words_of_the_checks(
    project: Project, answer, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = typed(sector="zikenhuis\n2")
    real = f"\n\nmisschien\nnee\ngisteren\n2026-11-10\n{CONSENT}"
    assert answer("new-story", lines.replace("\nja\n", real)) == 0
    said = capsys.readouterr().err
    assert "  'gisteren' is geen datum die we kunnen lezen\n  hint: schrijf jaar-maand-dag" in said
    assert "  onbekende waarde 'zikenhuis' bij 'sector'\n  hint: bedoelde je 'ziekenhuis'?" in said
    assert "geen 'misschien'" in said
    assert "de-krant-van-gisteren.md" in stories(project)


def test_choices_are_numbered_and_explained(answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer("new-story", typed())
    assert "   2. Ziekenhuis: Een huis waar mensen kort verblijven." in capsys.readouterr().err


def test_a_real_story_is_asked_for_its_date_and_its_consent(project: Project, answer) -> None:
    lines = typed().replace("\nja\n", f"\n\nnee\n\n{CONSENT}")
    assert answer("new-story", lines) == 0
    (story,) = [s for s in project.load().stories if s.slug == "de-krant-van-gisteren"]
    assert story.published is not None
    assert story.published.isoformat() == "2026-11-22"
    assert story.consent is not None
    assert story.consent.scope == {Scope.PUBLISH, Scope.PRINT}
    assert story.consent.review.isoformat() == "2029-11-22"


@pytest.mark.parametrize(
    "title",
    [
        "Nacht: soep", "Kamer #", "Een #hekje", "Zo # dus", '"Ja," zei ze', "'t Is goed", "on", "ja", "null",
        "~", "12", "2026-01-01", "- streep", "[haken]", "{accolades}", "* ster", "& en", "! roep", "% deel",
        "@ apenstaart", "`code`", "> groter", "| pijp", "? vraag", "terug\\streep", "eind:", "a: b: c", "===",
        "één té groß 😀", "0x1F", "1e3", "12:30:45", ".", "---",
    ],
)  # fmt: skip
def test_every_title_is_read_as_it_was_typed(title: str) -> None:
    problems = Problems()
    found = split(f"---\ntitle: {drafts.quoted(title)}\n---\n", "x", problems)
    assert found is not None
    assert found[0] is not None
    value = found[0]["title"]
    assert (value.kind, value.text, len(problems)) == ("text", title, 0)


@pytest.mark.parametrize(
    "name",
    [
        "de krant", "De-krant", "café", unicodedata.normalize("NFD", "café"), "aux", "lpt1", "..", "../x",
        "/etc/x", "c:x", "a/b", ".verborgen", "x" * 90, "", "thema", "de-stoel", "con.md", "a\x00b",
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_is_asked_again(
    name: str, project: Project, answer, capsys: pytest.CaptureFixture[str]
) -> None:
    if name:
        lines = typed(name=f"{name}\nde-goede-naam").replace("\nja\n", "\n\nja\n")
        assert answer("new-story", lines) == 0
        assert "hint:" in capsys.readouterr().err
        assert stories(project) == BEFORE | {"de-goede-naam.md"}


def test_nothing_is_ever_written_over(project: Project) -> None:
    file = project.root / "stories/2026/de-stoel.md"
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        drafts.create(file, "x")
    assert file.read_bytes() == before
    assert stories(project) == BEFORE


def test_nothing_is_written_through_a_link(
    project: Project, answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elders").mkdir()
    project.link("stories/2025", str(tmp_path / "elders"))
    lines = typed().replace("\nja\n", f"\n\nnee\n2025-11-10\n{CONSENT}")
    assert answer("new-story", lines) == 1
    assert list((tmp_path / "elders").iterdir()) == []
    assert "'stories/2025' is een verwijzing" in capsys.readouterr().err


@pytest.mark.parametrize("count", range(11))
def test_answers_that_run_out_leave_nothing(count: int, project: Project, answer) -> None:
    lines = typed().replace("\nja\n", "\n\nja\n").split("\n")
    assert answer("new-story", "\n".join(lines[:count]) + "\n" * bool(count)) == 2
    assert stories(project) == BEFORE


def test_breaking_off_leaves_nothing(
    project: Project, answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_answer", interrupt)
    assert answer("new-story", "") == 130
    monkeypatch.setattr("os.link", interrupt)
    with pytest.raises(KeyboardInterrupt):
        drafts.create(project.root / "stories/2026/nieuw.md", "x")
    assert stories(project) == BEFORE


def test_a_disk_without_links_gets_the_file_all_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    drafts.create(project.root / "stories/2026/nieuw.md", "x")
    assert stories(project) == BEFORE | {"nieuw.md"}
    with pytest.raises(FileExistsError):
        drafts.create(project.root / "stories/2026/nieuw.md", "y")


def test_a_file_of_answers_asks_nothing(project: Project, answer, tmp_path: Path) -> None:
    (tmp_path / "antwoorden.yml").write_text(
        'title: "Nacht: soep"\nsummary: Een zin.\nsector: ziekenhuis\nsetting: gang\nteller: naaste\n'
        "giver: naaste\nreceiver: naaste\ngesture: luisteren\nthemes: [rust]\nexample: true\n"
        "name: nachtsoep\ntext: |\n  Soep.\n\n  Nog soep.\n",
        "utf-8",
    )
    assert answer("new-story", "", "--answers", str(tmp_path / "antwoorden.yml")) == 0
    (story,) = [s for s in project.load().stories if s.slug == "nachtsoep"]
    assert (story.title, story.path) == ("Nacht: soep", "stories/2026/nachtsoep.md")


def test_a_file_with_wrong_answers_writes_nothing(
    project: Project, answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "antwoorden.yml").write_text("title: Soep\nsector: zikenhuis\nthemes: [rust]\n")
    assert answer("new-story", "", "--answers", str(tmp_path / "antwoorden.yml")) == 1
    said = capsys.readouterr().err
    assert "onbekende waarde 'zikenhuis' bij 'sector'" in said
    assert "het veld 'gesture' ontbreekt" in said
    assert stories(project) == BEFORE


def test_an_unknown_answer_is_named(
    project: Project, answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "antwoorden.yml").write_text("titel: Soep\n")
    assert answer("new-story", "", "--answers", str(tmp_path / "antwoorden.yml")) == 1
    assert "onbekend veld 'titel'" in capsys.readouterr().err
    assert stories(project) == BEFORE


def test_options_answer_too(project: Project, answer, tmp_path: Path) -> None:
    (tmp_path / "verhaal.txt").write_text("Een verhaal.\r\nTweede regel.", "utf-8")
    arguments = [f"--{name}={text}" for name, text in ANSWERS.items()]
    text = str(tmp_path / "verhaal.txt")
    assert answer("new-story", "\n\n", *arguments, "--text", text) == 0
    assert b"\r" not in (project.root / "stories/2026/de-krant-van-gisteren.md").read_bytes()


def test_what_is_wrong_with_the_text_is_shown_when_it_is_saved(
    answer, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = typed().replace("\nja\n", "\n\nja\n").replace("Die van gisteren", "<b>Die</b>")
    assert answer("new-story", lines) == 1
    assert "in een verhaal kan geen HTML staan" in capsys.readouterr().err


# -- modules ---------------------------------------------------------------------------------


@pytest.fixture
def _template(project: Project) -> None:
    shutil.copytree(TEMPLATE, project.root / "modules/_template")


@pytest.mark.usefixtures("_template")
def test_a_module_is_a_copy_of_the_template_with_its_own_title(project: Project, answer) -> None:
    answer("new-module", "Zien: en doen\nEen zin.\n\n\nkijken\nzien-en-doen\n")
    folder = project.root / "modules/zien-en-doen"
    assert {f.name for f in folder.iterdir()} == {f.name for f in TEMPLATE.iterdir()}
    text = (folder / "introduction.md").read_text("utf-8")
    for line in (
        'title: "Zien: en doen"',
        "summary: Een zin.",
        'version: "1.0"',
        "updated: 2026-11-22",
    ):
        assert f"\n{line}\n" in text
    assert (folder / "media.md").read_bytes() == (TEMPLATE / "media.md").read_bytes()


@pytest.mark.usefixtures("_template")
def test_a_new_module_says_what_is_still_to_be_filled_in(
    answer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer("new-module", "Zien\nEen zin.\n\n\n\n") == 1
    said = capsys.readouterr().err
    assert "modules/zien/media.md:3: hier staat nog 'VUL IN' uit het sjabloon" in said
    assert "module-zien.svg" in said


@pytest.mark.usefixtures("_template")
def test_a_module_that_is_broken_off_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupt)
    folder = project.root / "modules"
    before = {file.name for file in folder.iterdir()}
    with pytest.raises(KeyboardInterrupt):
        drafts.create_module(TEMPLATE, folder / "nieuw", {})
    assert {file.name for file in folder.iterdir()} == before
    with pytest.raises(FileExistsError):
        drafts.create_module(TEMPLATE, folder / "kijken", {})
