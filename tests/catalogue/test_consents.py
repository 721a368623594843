"""A story whose consent has expired: it is shown until that day, and from then on only said to be asked anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from catalogue.editing.stage import stage
from catalogue.model.story import ExpiredStory
from catalogue.modules.cache import Rendered
from catalogue.paper.press import embeds
from catalogue.photos.photos import PhotoFile
from catalogue.project.project import Project as Loader
from catalogue.selections.related import ModuleFinder, StoryFinder
from catalogue.site.files import StorySite
from catalogue.site.module_copy import taken_along
from catalogue.site.plan import ExpiredPage, Planner
from catalogue.site.shell import Shell, Slot, each
from catalogue.site.writer import SHELLS, PageWriter
from catalogue.teaching.blocks import EXPIRED_CASE
from catalogue.teaching.render import Surroundings, TeachingBlocks
from catalogue.text.texts import Texts
from markdown import Markdown
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue import Catalogue

    from tests.catalogue.conftest import MakeModule, MakeStory, Project

KUSSEN = "stories/2026/het-kussen.md"
URI = "verhalen/het-kussen/"
LAST_DAY, NEXT_DAY = "2029-01-10", "2029-01-11"
CONSENT = """\
former_slugs: [een-kussen]
photo:
  file: het-kussen.jpg
  alt: Een leeg bed.
  credit: De teamleider
consent:
  reference: T-2026-014
  date: 2026-01-10
  by: teller
  scope: [publish, share, print, photo]
  form: "1"
  review: 2029-01-10"""
BLOCK = f"/// story\n    source: /{KUSSEN}\n///\n"
WORDS = ("tweede kussen", "al in huis", "leeg bed")
"""What only this story says."""

On = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """Return what sets the day on which everything happens."""

    def set_day(day: str) -> None:
        seconds = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))

    return set_day


@pytest.fixture
def lapsing(project: Project) -> Project:
    """Give a project in which the case of a module has a consent until a day, and is shown and led to elsewhere."""
    project.edit(KUSSEN, "# published", "published")
    project.edit(KUSSEN, "example: true", CONSENT)
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(picture, "JPEG")
    project.write("stories/2026/het-kussen.jpg", picture.getvalue())
    project.set_body("content/index.md", f"Lees [dat verhaal](/{KUSSEN}).\n")
    project.set_body("modules/kijken/media.md", BLOCK)
    project.set_body("stories/2026/de-stoel.md", f"Zoals in [dat verhaal](/{KUSSEN}).\n")
    return project


@pytest.fixture
def expired(lapsing: Project, on: On) -> Catalogue:
    """Return the catalogue of that project on the day after."""
    on(NEXT_DAY)
    return lapsing.load()


def test_it_is_shown_until_the_last_day(lapsing: Project, on: On) -> None:
    on(LAST_DAY)
    catalogue = lapsing.load()
    assert KUSSEN in [story.path for story in catalogue.stories]
    assert catalogue.expired == ()


def test_on_the_next_day_only_where_it_stood_is_known(expired: Catalogue) -> None:
    assert [story.path for story in expired.stories] == ["stories/2026/de-stoel.md"]
    assert expired.expired == (ExpiredStory(KUSSEN, "het-kussen", ("een-kussen",)),)
    assert expired.stories_by_path[KUSSEN] is None
    assert expired.addresses[KUSSEN] == URI
    assert [word for word in WORDS if word in repr(expired)] == []


def test_a_new_day_brings_it_back(lapsing: Project, on: On) -> None:
    on(NEXT_DAY)
    assert lapsing.load().expired
    lapsing.edit(KUSSEN, "review: 2029-01-10", "review: 2032-01-10")
    assert lapsing.load().expired == ()


def test_another_story_can_be_withdrawn_meanwhile(lapsing: Project, on: On) -> None:
    on(NEXT_DAY)
    lapsing.write("stories/2026/de-stoel.md", "---\nwithdrawn: 2029-01-11\n---\n")
    assert [stone.slug for stone in lapsing.load().tombstones] == ["de-stoel"]


def test_its_name_stays_taken(lapsing: Project, on: On) -> None:
    on(NEXT_DAY)
    text = (lapsing.root / "stories/2026/de-stoel.md").read_text("utf-8")
    lapsing.write("stories/2026/een-kussen.md", text)
    assert [problem.code for problem in lapsing.problems().errors] == ["story-address-taken"]


def test_each_of_its_addresses_says_so(expired: Catalogue) -> None:
    plan = Planner().plan(expired)
    saying = [uri for uri, page in plan.items() if isinstance(page, ExpiredPage)]
    assert saying == [URI, "verhalen/een-kussen/"]


def test_no_page_is_made_of_it(lapsing: Project, on: On) -> None:
    found = {}
    for day in (LAST_DAY, NEXT_DAY):
        on(day)
        plan = Planner().plan(lapsing.load())
        found[day] = sum(any(word in repr(page) for word in WORDS) for page in plan.values())
        pictures = [page for page in plan.values() if isinstance(page, PhotoFile)]
        assert bool(pictures) == (day == LAST_DAY)
    assert found[LAST_DAY] > 5
    assert found[NEXT_DAY] == 0


# -- what is kept between builds ---------------------------------------------------------------

slots = Slot()
CARDS = each(slots.list.stories, lambda story: f"[{story.title}]")
SHELL = {
    "story": f"{slots.story.title}|{slots.story.html}|{each(slots.related, lambda s: f'({s.title})')}",
    "story-list": f"{slots.list.title}{CARDS}",
    "absent": f"{slots.absent.title}|{slots.absent.text}",
    "moved": f"{slots.moved.title}",
    "embedded": f"{each(slots.embedded.stories, lambda s: f'{s.title}')}",
}


def build(project: Project, site: Path, dutch: Texts) -> dict[str, bytes]:
    """Build the story pages of *project* as a process of its own would; return them by path."""
    loader = Loader(project.root)
    catalogue = loader.load()
    shells = {(kind, depth): Shell.parse(SHELL.get(kind, "")) for kind, depth in SHELLS}
    cache = project.root / ".cache"
    stories = StorySite(site, cache)
    stories.set_aside()
    writer = PageWriter(dutch, shells, catalogue.addresses)
    stories.begin(Planner(cache).plan(catalogue), writer, loader.stories.digests()).finish()
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def test_a_warm_build_drops_it_and_brings_it_back(
    lapsing: Project, on: On, dutch: Texts, tmp_path: Path
) -> None:
    on(LAST_DAY)
    before = build(lapsing, tmp_path / "warm", dutch)
    assert f"{URI}foto-300.jpg" in before
    assert b"".join(before.values()).count(b"tweede kussen") > 5
    on(NEXT_DAY)
    during = build(lapsing, tmp_path / "warm", dutch)
    assert [uri for uri, data in during.items() if b"tweede kussen" in data] == []
    assert f"{URI}foto-300.jpg" not in during
    asked = f"{dutch('story.expired')}|{dutch('story.expired_text')}".encode()
    assert during[f"{URI}index.html"] == during["verhalen/een-kussen/index.html"] == asked
    lapsing.remove(".cache")
    assert build(lapsing, tmp_path / "cold", dutch) == during
    lapsing.edit(KUSSEN, "review: 2029-01-10", "review: 2032-01-10")
    assert build(lapsing, tmp_path / "warm", dutch) == before


def test_a_page_that_shows_it_is_rendered_again(lapsing: Project, on: On, tmp_path: Path) -> None:
    known = []
    for day in (LAST_DAY, NEXT_DAY, NEXT_DAY):
        on(day)
        rendered = Rendered(tmp_path)
        stories = rendered.begin(lapsing.load().stories_by_path)
        known.append(rendered.find("a.md", BLOCK))
        if known[-1] is None:
            stories.get(KUSSEN)  # as the block does while the page is rendered
            rendered.keep("a.md", (day, []))
        rendered.finish()
    assert known == [None, None, (NEXT_DAY, [])]


# -- in its place ------------------------------------------------------------------------------


def test_a_page_that_shows_it_says_that_it_is_asked_anew(expired: Catalogue, dutch: Texts) -> None:
    blocks = TeachingBlocks(Surroundings(dutch, expired.stories_by_path))
    html = Markdown(extensions=[blocks]).convert(BLOCK)
    assert html == f'<p class="case {EXPIRED_CASE}">{dutch("story.expired_case")}</p>'
    assert embeds(html, None)
    assert not embeds("<p>Kijk rond.</p>", None)


def test_a_module_whose_case_it_is_stays(expired: Catalogue) -> None:
    (module,) = expired.modules
    assert module.story is None
    assert taken_along(module) == ()


def test_a_module_without_its_case_is_still_found_and_finds(
    make_module: MakeModule, make_story: MakeStory
) -> None:
    story = make_story("a")
    module = make_module("m", None, gestures=("luisteren",))
    assert ModuleFinder((module,)).find(story) is module
    assert StoryFinder((story,)).find(module) == (story,)


def test_for_another_generator_its_file_says_so_too(
    expired: Catalogue, lapsing: Project, dutch: Texts, tmp_path: Path
) -> None:
    stage(lapsing.root, expired, dutch, tmp_path / "out")
    texts = {
        file.relative_to(tmp_path / "out/docs").as_posix(): file.read_text("utf-8")
        for file in (tmp_path / "out/docs").rglob("*.md")
    }
    assert dutch("story.expired_text") in texts["verhalen/het-kussen.md"]
    assert dutch("story.expired_case") in texts["modules/kijken/beeldmateriaal.md"]
    assert "[dat verhaal](verhalen/het-kussen.md)" in texts["index.md"]
    assert [path for path, text in texts.items() if any(word in text for word in WORDS)] == []
