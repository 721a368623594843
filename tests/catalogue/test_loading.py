"""A whole project to a catalogue."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from catalogue import ContentError
from catalogue.model.module import PartKind
from catalogue.model.story import Scope

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def copy_story(project: Project, path: str, day: str) -> None:
    """Tell the story of the chair again under another name, as one that happened."""
    project.write(path, (project.root / STOEL).read_bytes())
    project.make_real(path, day)


def test_a_faultless_project_becomes_a_catalogue(project: Project) -> None:
    catalogue = project.load()
    assert [story.slug for story in catalogue.stories] == ["de-stoel", "het-kussen"]
    assert [module.slug for module in catalogue.modules] == ["kijken"]
    assert [page.path for page in catalogue.pages] == ["content/index.md"]
    assert list(catalogue.organisations) == ["de-linde"]


def test_stories_come_newest_first_and_by_name_and_then_those_without_a_date(
    project: Project,
) -> None:
    copy_story(project, "stories/2026/b.md", "2026-12-01")
    copy_story(project, "stories/2026/a.md", "2026-12-01")
    copy_story(project, "stories/2025/oud.md", "2025-01-01")
    slugs = [story.slug for story in project.load().stories]
    assert slugs == ["a", "b", "oud", "de-stoel", "het-kussen"]


def test_a_story_is_complete(project: Project) -> None:
    story = project.load().stories_by_path[STOEL]
    assert (story.title, story.uri) == ("De stoel aan het raam", "verhalen/de-stoel/")
    assert story.html == "<p>Iemand schuift de stoel naar het licht.</p>"
    assert [theme.label for theme in story.themes] == ["Respect", "Beleving"]
    assert story.organisation is not None
    assert story.organisation.uri == "organisaties/de-linde/"


def test_an_example_may_be_used_for_everything(project: Project) -> None:
    story = project.load().stories_by_path[STOEL]
    assert story.is_example
    assert all(story.allows(scope) for scope in Scope)


def test_a_real_story_may_be_used_for_what_was_agreed(project: Project) -> None:
    project.make_real(STOEL, scope="publish, print")
    story = project.load().stories_by_path[STOEL]
    assert not story.is_example
    assert [scope for scope in Scope if story.allows(scope)] == [Scope.PUBLISH, Scope.PRINT]


def test_a_real_story_has_its_date(project: Project) -> None:
    project.make_real(STOEL, "2026-03-14")
    story = project.load().stories_by_path[STOEL]
    assert (story.published, story.year) == (date(2026, 3, 14), 2026)


def test_an_example_has_no_date_whatever_its_source_says(project: Project) -> None:
    project.edit(STOEL, "# published", "published")
    story = project.load().stories_by_path[STOEL]
    assert (story.published, story.year, story.recency) == (None, None, 0)


def test_a_story_with_a_consent_that_says_to_be_an_example_is_one(project: Project) -> None:
    project.make_real(STOEL)
    project.edit(STOEL, "consent:", "example: true\nconsent:")
    assert project.load().stories_by_path[STOEL].published is None


def test_a_withdrawn_story_leaves_only_its_name_and_its_day(project: Project) -> None:
    project.write(STOEL, "---\nwithdrawn: 2026-05-02\n---\n")
    catalogue = project.load()
    assert [(stone.slug, stone.withdrawn.isoformat()) for stone in catalogue.tombstones] == [
        ("de-stoel", "2026-05-02")
    ]
    assert STOEL not in catalogue.addresses


def test_every_source_has_an_address(project: Project) -> None:
    project.write("content/over/index.md", "---\ntitle: Over\nsummary: Over ons.\n---\n")
    project.write("content/over/ons.md", "---\ntitle: Ons\nsummary: Over ons.\n---\n")
    assert project.load().addresses == {
        "content/index.md": "",
        "content/over/index.md": "over/",
        "content/over/ons.md": "over/ons/",
        "modules/kijken/introduction.md": "modules/kijken/",
        "modules/kijken/assignments.md": "modules/kijken/opdrachten/",
        "modules/kijken/media.md": "modules/kijken/beeldmateriaal/",
        "modules/kijken/teaching-note.md": "modules/kijken/begeleiding/",
        "stories/2026/de-stoel.md": "verhalen/de-stoel/",
        "stories/2026/het-kussen.md": "verhalen/het-kussen/",
    }


def test_a_module_has_its_parts_in_order(project: Project) -> None:
    (module,) = project.load().modules
    assert list(module.parts) == list(PartKind)
    assert [part.title for part in module.parts.values()] == [
        "Leren kijken",
        "Opdrachten – Leren kijken",
        "Beeldmateriaal – Leren kijken",
        "Begeleiding – Leren kijken",
    ]


def test_a_module_knows_its_assignments_and_plans(project: Project) -> None:
    (module,) = project.load().modules
    (plan,) = module.plans
    assert [(a.id, a.minutes, a.grouping) for a in module.assignments] == [
        ("kijk-rond", 15, "pairs")
    ]
    assert [(step.title, step.start, step.minutes) for step in plan.steps] == [
        ("Welkom", 0, 5),
        ("Kijk rond", 5, 15),
    ]


def test_a_module_knows_its_case_and_its_pictures(project: Project) -> None:
    (module,) = project.load().modules
    assert module.story.slug == "het-kussen"
    assert module.media == ("modules/kijken/stoel.svg",)


def test_modules_come_in_their_own_order(project: Project) -> None:
    for part in PartKind:
        text = (project.root / f"modules/kijken/{part}.md").read_text("utf-8")
        project.write(f"modules/beginnen/{part}.md", text.replace("order: 10", "order: 5"))
    project.write("modules/beginnen/stoel.svg", DRAWING)
    assert [module.slug for module in project.load().modules] == ["beginnen", "kijken"]


def test_every_trusted_page_is_found_by_its_address(project: Project) -> None:
    found = project.load().trusted_by_uri
    assert found[""].title == "Welkom"
    assert found["modules/kijken/opdrachten/"].layout == "module-part"


def test_errors_stop_the_loading_and_are_all_there(project: Project) -> None:
    project.edit(STOEL, "gesture: onthouden", "gesture: zingen")
    project.edit("content/index.md", "summary: ", "samenvatting: ")
    with pytest.raises(ContentError) as caught:
        project.load()
    assert [problem.code for problem in caught.value.problems] == [
        "missing-key",
        "unknown-key",
        "unknown-value",
    ]


def test_a_warning_does_not_stop_the_loading(project: Project) -> None:
    text = (project.root / STOEL).read_bytes()
    project.write(STOEL, text.replace(b"\n", b"\r\n"))
    assert len(project.load().stories) == 2


def test_a_project_may_have_no_stories_and_no_modules(project: Project) -> None:
    project.remove("stories")
    project.remove("modules")
    project.set_body("content/index.md", "Nog niets.\n")
    catalogue = project.load()
    assert (catalogue.stories, catalogue.modules) == ((), ())


def test_reading_twice_gives_the_same(project: Project) -> None:
    assert project.load() == project.load()


def test_reading_anew_sees_what_changed(project: Project) -> None:
    project.load()
    project.edit(STOEL, "De stoel aan het raam", "De stoel aan de deur")
    assert project.load().stories_by_path[STOEL].title == "De stoel aan de deur"


def test_a_problem_is_told_again_when_nothing_changed(project: Project) -> None:
    project.edit(STOEL, "gesture: onthouden", "gesture: zingen")
    assert project.report() == project.report() != ""


def a_file_for_stories(project: Project) -> None:
    project.remove("stories")
    project.write("stories", "x")


def a_file_for_modules(project: Project) -> None:
    project.remove("modules")
    project.write("modules", "x")


def a_folder_for_a_part(project: Project) -> None:
    project.remove("modules/kijken/media.md")
    project.write("modules/kijken/media.md/x.md", "x")


def a_pipe_for_a_story(project: Project) -> None:
    os.mkfifo(project.root / "stories/2026/pijp.md")


def a_folder_for_the_vocabulary(project: Project) -> None:
    project.remove("content/_data/vocabulary.yml")
    project.write("content/_data/vocabulary.yml/x", "x")


def a_name_that_is_not_utf_8(project: Project) -> None:
    project.write(os.fsdecode(b"stories/2026/caf\xe9.md"), "x")


def a_link_in_a_circle(project: Project) -> None:
    (project.root / "content/rond").symlink_to("rond")


def a_year_in_other_digits(project: Project) -> None:
    copy_story(project, "stories/٢٠٢٦/de-stoel.md", "2026-03-14")


@pytest.mark.parametrize(
    "spoil",
    [
        a_file_for_stories,
        a_file_for_modules,
        a_folder_for_a_part,
        a_pipe_for_a_story,
        a_folder_for_the_vocabulary,
        a_name_that_is_not_utf_8,
        a_link_in_a_circle,
        a_year_in_other_digits,
    ],
)
def test_whatever_is_on_disk_gives_a_report_and_no_crash(
    project: Project, spoil: Callable[[Project], None]
) -> None:
    spoil(project)
    assert project.problems().errors
