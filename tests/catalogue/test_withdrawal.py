"""A story that is taken back: only its day is left, in the sources and in what builds keep."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from catalogue.editing.commands import main
from catalogue.project.project import Project as Loader
from catalogue.site.plan import Planner, WithdrawnPage
from catalogue.site.traces import planned, told
from catalogue.stories import cache as story_cache
from catalogue.stories.withdrawal import forget_withdrawn, kept

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
TOMBSTONE = "---\nwithdrawn: 2026-11-20\n---\n"


def withdraw(project: Project, slug: str, *arguments: str) -> int:
    return main(["--root", str(project.root), "withdraw", slug, *arguments])


def test_only_the_day_is_left(project: Project) -> None:
    assert withdraw(project, "de-stoel", "--date", "2026-11-20") == 0
    assert (project.root / STOEL).read_text("utf-8") == TOMBSTONE
    assert [stone.withdrawn for stone in project.load().tombstones] == [date(2026, 11, 20)]


def test_without_a_day_it_is_today(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    withdraw(project, "de-stoel")
    assert "withdrawn: 2026-11-22" in (project.root / STOEL).read_text("utf-8")


def test_its_photo_goes_with_it_and_no_other(project: Project) -> None:
    for name in ("de-stoel.jpg", "de-stoel.webp", "de-stoel-2.jpg", "het-kussen.jpg"):
        project.write(f"stories/2026/{name}", b"x")
    withdraw(project, "de-stoel")
    left = {file.name for file in (project.root / "stories/2026").iterdir()}
    assert left == {"de-stoel.md", "de-stoel-2.jpg", "het-kussen.md", "het-kussen.jpg"}


def test_what_earlier_builds_kept_goes_too(project: Project) -> None:
    project.load()
    assert (project.root / ".cache/stories.cache").exists()
    withdraw(project, "de-stoel")
    assert list((project.root / ".cache").iterdir()) == []


def test_the_case_of_a_module_stays_and_every_line_is_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (project.root / "stories/2026/het-kussen.md").read_bytes()
    assert withdraw(project, "het-kussen") == 1
    said = capsys.readouterr().err
    assert "'het-kussen' is het voorbeeld van een module." in said
    assert "modules/kijken/introduction.md:18\n" in said
    assert (project.root / "stories/2026/het-kussen.md").read_bytes() == before


def test_every_line_that_leads_to_it_is_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.set_body(
        "content/index.md", "[De stoel](/stories/2026/de-stoel.md#x)\n\nverhalen/de-stoel/\n"
    )
    project.set_body("stories/2026/het-kussen.md", "Zie [dat](/stories/2026/de-stoel.md).\n")
    project.write(
        "modules/_later/x.md", "/stories/2026/de-stoel.md\n/stories/2026/de-stoel.md-niet\n"
    )
    assert withdraw(project, "de-stoel") == 1
    said = capsys.readouterr().err
    for line in ("content/index.md:6", "content/index.md:8", "modules/_later/x.md:1"):
        assert f"  {line}\n" in said
    assert "stories/2026/het-kussen.md:15" in said
    assert "modules/_later/x.md:2" not in said


@pytest.mark.parametrize(
    "slug", ["../2026/de-stoel", "/etc/passwd", "De-stoel", "de stoel", "stories/2026/de-stoel.md", "..", ""]
)  # fmt: skip
def test_only_a_name_can_be_withdrawn(slug: str, project: Project) -> None:
    assert withdraw(project, slug) == 2
    assert project.report() == ""


def test_a_story_that_is_not_there_is_said_with_the_nearest(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert withdraw(project, "de-stoelen") == 1
    assert "Bedoelde je 'de-stoel'?" in capsys.readouterr().err


def test_a_link_is_not_followed(project: Project, tmp_path: Any) -> None:
    (tmp_path / "elders.md").write_text("blijft")
    project.link("stories/2026/link.md", str(tmp_path / "elders.md"))
    assert withdraw(project, "link") == 1
    assert (tmp_path / "elders.md").read_text() == "blijft"


@pytest.mark.parametrize("day", ["2026-02-31", "gisteren", "20-11-2026"])
def test_a_day_that_cannot_be_is_refused(day: str, project: Project) -> None:
    with pytest.raises(SystemExit) as stop:
        withdraw(project, "de-stoel", "--date", day)
    assert stop.value.code == 2
    assert project.report() == ""


def test_a_day_that_is_still_to_come_is_refused(project: Project) -> None:
    assert withdraw(project, "de-stoel", "--date", "9999-01-01") == 2
    assert project.report() == ""


def test_it_says_what_is_left_to_do(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    withdraw(project, "de-stoel")
    said = capsys.readouterr().err
    for words in (
        'git log --all --full-history --oneline -- "stories/*/de-stoel.*"',
        "Google", "verhalen.json", "web.archive.org", "werkboeken", "pakketten",
    ):  # fmt: skip
        assert words in said


# -- what builds keep --------------------------------------------------------------------------


def test_one_withdrawn_story_of_many_does_not_stay_in_the_cache(project: Project) -> None:
    """So few changes are not worth saving for their own sake."""
    text = (project.root / STOEL).read_text("utf-8")
    for number in range(150):
        project.write(f"stories/2026/verhaal-{number}.md", text)
    project.edit(STOEL, "De stoel aan het raam", "De kwikstaart")
    Loader(project.root).read()
    cache = project.root / ".cache/stories.cache"
    assert b"De kwikstaart" in cache.read_bytes()
    project.write(STOEL, TOMBSTONE)
    Loader(project.root).read()
    assert b"De kwikstaart" not in cache.read_bytes()


def test_whatever_was_kept_before_a_withdrawal_is_gone(project: Project) -> None:
    folder = project.root / ".cache"
    project.load()
    for name in (
        "search-index/oud/x.fragment",
        "documents/abc",
        "pages-1.cache",
        "stories.cacheab12",
    ):
        project.write(f".cache/{name}", "De stoel aan het raam")
    project.write(STOEL, TOMBSTONE)
    catalogue = project.load()
    assert sorted(file.name for file in folder.iterdir()) == ["stories.cache", "withdrawn.cache"]
    assert kept(folder, catalogue.tombstones) == ()


def test_what_is_older_than_a_withdrawal_is_found(project: Project) -> None:
    project.load()
    project.write(STOEL, TOMBSTONE)
    catalogue = project.load()
    stray = project.root / ".cache/stray"
    stray.write_text("x")
    assert kept(project.root / ".cache", catalogue.tombstones) == ()
    os.utime(stray, (1, 1))
    assert kept(project.root / ".cache", catalogue.tombstones) == ("stray",)
    (project.root / ".cache/withdrawn.cache").unlink()
    assert "stories.cache" in kept(project.root / ".cache", catalogue.tombstones)


def test_a_withdrawal_that_comes_back_is_new_again(tmp_path: Any) -> None:
    """As when somebody looks at another branch for a while."""
    assert forget_withdrawn(tmp_path, ["a"])
    assert not forget_withdrawn(tmp_path, ["a"])
    assert not forget_withdrawn(tmp_path, [])
    (tmp_path / "kept").write_text("a")
    assert forget_withdrawn(tmp_path, ["a"])
    assert not (tmp_path / "kept").exists()


def test_nothing_planned_is_made_of_a_withdrawn_story(project: Project) -> None:
    before = project.load()
    project.write(STOEL, TOMBSTONE)
    after = project.load()
    plan = Planner().plan(after)
    assert planned(plan, after.tombstones) == ()
    assert [uri for uri, page in plan.items() if isinstance(page, WithdrawnPage)] == [
        "verhalen/de-stoel/"
    ]
    found = planned(Planner().plan(before), after.tombstones)
    uris = {uri for uri, slug in found if slug == "de-stoel"}
    assert {"verhalen/de-stoel/", "verhalen/thema/respect/"} <= uris


def test_a_link_to_a_withdrawn_story_is_found_in_the_plan(project: Project) -> None:
    catalogue = project.load()
    project.write(STOEL, TOMBSTONE)
    stones = project.load().tombstones
    (other,) = [story for story in catalogue.stories if story.slug == "het-kussen"]
    linking = replace(other, links=("/stories/2026/de-stoel.md#x",), link_lines=(1,))
    plan = Planner().plan(replace(catalogue, stories=(linking,)))
    assert ("verhalen/het-kussen/", "de-stoel") in planned(plan, stones)


def test_a_page_that_tells_of_a_withdrawn_story_is_found(project: Project) -> None:
    project.write(STOEL, TOMBSTONE)
    stones = project.load().tombstones
    assert told('<a href="../verhalen/de-stoel/">', stones) == ("de-stoel",)
    assert told("edit/main/stories/2026/de-stoel.md", stones) == ("de-stoel",)
    assert told('<a href="../verhalen/de-stoelen/">', stones) == ()
    assert told("verhalen/de-stoel/", ()) == ()


def test_a_review_is_told_though_the_reading_was_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.make_real(STOEL)
    days = {"2028-01-01": [], "2028-12-01": ["consent-review"], "2029-02-01": ["consent-expired"]}
    for day, codes in days.items():
        seconds = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86400
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
        assert [problem.code for problem in project.problems()] == codes
    entries = story_cache.load(project.root / ".cache", _surroundings(project))
    assert entries[STOEL][1].problems == ()


def _surroundings(project: Project) -> bytes:
    loader = Loader(project.root)
    loader.read()
    return loader.stories.digests()[""]
