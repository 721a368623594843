"""A second build gives what a first one would: with a cache, without one, and after any accident."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from catalogue import Catalogue, ContentError
from catalogue.build.digests import digest
from catalogue.build.folder import CACHE_FOLDER
from catalogue.build.workers import Work
from catalogue.editing.preview import Preview, show_problems
from catalogue.project.project import Project as Sources
from catalogue.site.files import StorySite
from catalogue.site.plan import Planner
from catalogue.site.shell import Shell, Slot, each
from catalogue.site.writer import SHELLS, PageWriter
from catalogue.stories import cache as story_cache
from catalogue.text.texts import Texts

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
slots = Slot()
CARDS = each(slots.list.stories, lambda story: f"[{story.title}]")
SHELL = {
    "story": f"{slots.story.title}|{slots.story.html}|{each(slots.related, lambda s: f'({s.title})')}",
    "story-list": f"{slots.list.title}{CARDS}{slots.pagination.position}",
    "facet": f"{slots.facet.title}",
    "organisation": f"{slots.organisation.name}",
    "moved": f"{slots.moved.uri}",
    "absent": f"{slots.absent.text}",
    "embedded": f"{slots.embedded.title}",
}


@pytest.fixture
def cache_file(project: Project) -> Path:
    """The cache of the miniature project, after a first reading."""
    Sources(project.root).load()
    file = project.root / CACHE_FOLDER / story_cache.FILE_NAME
    assert file.is_file()
    return file


def writer(catalogue: Catalogue, dutch: Texts) -> PageWriter:
    shells = {(kind, depth): Shell.parse(SHELL[kind]) for kind, depth in SHELLS}
    return PageWriter(dutch, shells, catalogue.addresses)


def build(
    project: Project, site: Path, dutch: Texts, stories: StorySite | None = None
) -> dict[str, str]:
    """Build the story pages of *project* as a fresh process would; return them by path."""
    catalogue = Sources(project.root).load()
    stories = stories or StorySite(site)
    stories.set_aside()
    stories.begin(Planner().plan(catalogue), writer(catalogue, dutch)).finish()
    return pages(site)


def pages(site: Path) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


# -- the cache of readings -------------------------------------------------------------------


@pytest.mark.usefixtures("cache_file")
def test_what_did_not_change_is_not_read_again(project: Project) -> None:
    sources = Sources(project.root)
    before = sources.load()
    assert sources.stories.from_cache == len(before.stories)
    project.edit(STOEL, "title: ", "title: Nu ")
    sources = Sources(project.root)
    assert next(s for s in sources.load().stories if s.path == STOEL).title.startswith("Nu ")
    assert sources.stories.from_cache == len(before.stories) - 1


@pytest.mark.usefixtures("cache_file")
def test_a_changed_word_of_the_vocabulary_is_seen_in_every_story(project: Project) -> None:
    project.edit("content/_data/vocabulary.yml", "label: Kamer", "label: De kamer")
    sources = Sources(project.root)
    assert {s.setting.label for s in sources.load().stories if s.setting.id == "kamer"} == {
        "De kamer"
    }
    assert sources.stories.from_cache == 0


def test_a_slip_is_reported_as_often_as_the_project_is_read(project: Project) -> None:
    project.edit(STOEL, "gesture: ", "gestures: ")
    reports = []
    for _ in range(3):
        with pytest.raises(ContentError) as error:
            Sources(project.root).load()
        reports.append(str(error.value))
    assert reports[0]
    assert len(set(reports)) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), id="one bit"),
        pytest.param(lambda data: b"another" + data, id="another program's"),
        pytest.param(lambda data: data.replace(b"stories 1", b"stories 0"), id="older form"),
        pytest.param(lambda data: data[:24] + bytes(16) + data[40:], id="other code"),
        pytest.param(lambda _: os.urandom(1000), id="noise"),
    ],
)
def test_a_cache_that_is_not_whole_or_not_ours_is_not_used(
    project: Project, cache_file: Path, spoil: Callable[[bytes], bytes]
) -> None:
    whole = cache_file.read_bytes()
    cache_file.write_bytes(spoil(whole))
    sources = Sources(project.root)
    sources.load()
    assert sources.stories.from_cache == 0
    assert cache_file.read_bytes() == whole


def test_a_cache_cannot_run_anything(project: Project, cache_file: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"

    class Attack:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(mark),)

    header = cache_file.read_bytes()[: len(b"mangomomenten stories 1\n") + 16]
    payload = pickle.dumps({STOEL: Attack()})
    cache_file.write_bytes(header + digest(payload) + payload)
    sources = Sources(project.root)
    sources.load()
    assert sources.stories.from_cache == 0
    assert not mark.exists()


def test_a_cache_folder_that_cannot_be_written_changes_nothing(project: Project) -> None:
    (project.root / CACHE_FOLDER).write_text("a file where a folder should be")
    first, second = (Sources(project.root).load().stories for _ in range(2))
    assert first == second


def test_two_stories_that_swap_names_swap_pages(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site = tmp_path / "site"
    project.write(
        "stories/2026/de-bank.md",
        (project.root / STOEL).read_bytes().replace(b"title: ", b"title: B "),
    )
    before = build(project, site, dutch)
    stoel, bank = (
        (project.root / STOEL).read_bytes(),
        (project.root / "stories/2026/de-bank.md").read_bytes(),
    )
    project.write(STOEL, bank)
    project.write("stories/2026/de-bank.md", stoel)
    after = build(project, site, dutch)
    name = "verhalen/{}/index.html"
    assert (
        after[name.format("de-stoel")].split("|")[:2]
        == before[name.format("de-bank")].split("|")[:2]
    )
    assert (
        after[name.format("de-bank")].split("|")[:2]
        == before[name.format("de-stoel")].split("|")[:2]
    )
    assert after == build(project, tmp_path / "fresh", dutch)


# -- the pages on disk -----------------------------------------------------------------------


def test_a_story_that_is_gone_or_renamed_leaves_no_page(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site = tmp_path / "site"
    project.write("stories/2026/de-bank.md", (project.root / STOEL).read_bytes())
    assert "verhalen/de-bank/index.html" in build(project, site, dutch)
    (project.root / "stories/2026/de-bank.md").rename(project.root / "stories/2026/de-zetel.md")
    after = build(project, site, dutch)
    assert "verhalen/de-bank/index.html" not in after
    assert not (site / "verhalen/de-bank").exists()
    assert "verhalen/de-zetel/index.html" in after


def test_pages_that_did_not_change_are_not_written(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site = tmp_path / "site"
    build(project, site, dutch)
    times = {file: file.stat().st_mtime_ns for file in site.rglob("*.html")}
    project.set_body(STOEL, "Een nieuwe tekst.")
    build(project, site, dutch)
    changed = {
        file.relative_to(site).as_posix()
        for file, t in times.items()
        if file.stat().st_mtime_ns != t
    }
    assert changed == {"verhalen/de-stoel/index.html"}


def test_a_build_that_was_killed_leaves_nothing_behind(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site = tmp_path / "site"
    whole = build(project, site, dutch)
    stories = StorySite(site)
    stories.set_aside()  # and then: killed while it wrote
    (site / ".verhalen/de-stoel/index.html").write_text("hal")
    (site / ".verhalen/half").mkdir()
    (site / ".verhalen/half/index.html").write_text("half")
    (site / "verhalen").mkdir()
    (site / "verhalen/index.html").write_text("the engine's own")
    # The engine empties its folder, all but names with a dot; the aside of a killed build is there.
    (site / "verhalen/index.html").unlink()
    (site / "verhalen").rmdir()
    assert build(project, site, dutch) == whole


def test_pages_of_the_engine_beside_those_of_stories_are_kept(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site, catalogue = tmp_path / "site", Sources(project.root).load()
    stories = StorySite(site)
    for text in ("first", "second"):
        stories.set_aside()
        writing = stories.begin(Planner().plan(catalogue), writer(catalogue, dutch))
        (site / "verhalen").mkdir(parents=True)
        (site / "verhalen/index.html").write_text(text)
        writing.finish()
        assert pages(site)["verhalen/index.html"] == text
        assert "verhalen/de-stoel/index.html" in pages(site)


def test_until_all_pages_are_written_nothing_is_known_of_what_stands_there(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    """A build that is broken off leaves the next one nothing to believe."""
    catalogue = Sources(project.root).load()
    stories = StorySite(tmp_path / "site")
    stories.begin(Planner().plan(catalogue), writer(catalogue, dutch))
    assert stories.writer is None
    writing = stories.begin(Planner().plan(catalogue), writer(catalogue, dutch))
    assert writing.finish() > 0
    assert stories.writer is not None


def test_a_full_disk_is_an_error_and_not_a_half_page(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site, catalogue = tmp_path / "site", Sources(project.root).load()
    stories = StorySite(site)
    (site / ".verhalen").mkdir(parents=True)
    (site / ".verhalen/de-stoel").write_text("a file where the folder of a page must come")
    writing = stories.begin(Planner().plan(catalogue), writer(catalogue, dutch))
    with pytest.raises(OSError, match="de-stoel"):
        writing.finish()
    assert not (site / "verhalen").exists()


# -- feeds and data beside the pages -----------------------------------------------------------


def rebuild(project: Project, site: Path, dutch: Texts) -> dict[str, str]:
    """Build as a fresh process would that finds what earlier ones remembered."""
    sources = Sources(project.root)
    catalogue = sources.load()
    stories = StorySite(site, project.root / CACHE_FOLDER)
    stories.set_aside()
    plan = Planner(project.root / CACHE_FOLDER).plan(catalogue)
    stories.begin(plan, writer(catalogue, dutch), sources.stories.digests()).finish()
    return pages(site)


def test_feeds_and_data_of_a_value_that_no_story_has_any_more_are_gone(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site = tmp_path / "site"
    project.write(
        "stories/2026/de-bank.md",
        (project.root / STOEL).read_bytes().replace(b"themes: [", b"themes: [humor, "),
    )
    before = rebuild(project, site, dutch)
    project.remove("stories/2026/de-bank.md")
    after = rebuild(project, site, dutch)
    assert "verhalen/thema/humor/feed.xml" in before
    assert "verhalen/thema/humor/feed.xml" not in after
    assert "de-bank" in before["verhalen/verhalen.csv"]
    assert after == build(project, tmp_path / "fresh", dutch)


def test_only_the_feeds_that_a_change_concerns_are_written(
    project: Project, tmp_path: Path, dutch: Texts
) -> None:
    site = tmp_path / "site"
    project.make_real(STOEL)
    rebuild(project, site, dutch)
    files = [*site.rglob("feed.*"), *site.rglob("verhalen.*")]
    times = {file: file.stat().st_mtime_ns for file in files}
    project.set_body(STOEL, "Een nieuwe tekst.")
    rebuild(project, site, dutch)
    changed = {
        file.relative_to(site).as_posix()
        for file in files
        if file.stat().st_mtime_ns != times[file]
    }
    told = {file.relative_to(site).as_posix() for file in files if "Een nieuwe" in file.read_text()}
    assert "verhalen/feed.xml" in told
    assert told <= changed <= told | {"verhalen/verhalen.json", "verhalen/verhalen.csv"}
    assert "verhalen/sector/ziekenhuis/feed.xml" not in changed


# -- processes -------------------------------------------------------------------------------


def squares(shared: int, items: Sequence[int]) -> list[int]:
    return [shared * item * item for item in items]


@pytest.mark.parametrize("count", [0, 1, 249, 250, 1001])
@pytest.mark.parametrize("workers", ["1", "3"])
def test_work_gives_the_same_with_one_process_and_with_many(
    count: int, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGUE_WORKERS", workers)
    results = [square for part in Work(squares, 2, range(count)).results() for square in part]
    assert results == [2 * n * n for n in range(count)]


def fail(_shared: object, items: Sequence[int]) -> None:
    raise ValueError(f"not {items[0]}")


@pytest.mark.parametrize("workers", ["1", "3"])
def test_an_error_in_another_process_is_raised_here(
    workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGUE_WORKERS", workers)
    with pytest.raises(ValueError, match="not 0"):
        list(Work(fail, None, range(1000)).results())


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_stories_are_read_whatever_way_processes_start(project: Project, method: str) -> None:
    source = (project.root / STOEL).read_bytes()
    for number in range(600):
        project.write(f"stories/2026/verhaal-{number}.md", source)
    script = (
        "import sys, multiprocessing; from pathlib import Path\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method(sys.argv[1])\n"
        "    from catalogue import load; from catalogue.build.workers import worker_count\n"
        "    assert worker_count(600) == 2\n"
        "    print(len(load(Path(sys.argv[2])).stories))\n"
    )
    file = project.root / "read_all.py"
    file.write_text(script)
    found = subprocess.run(
        [sys.executable, file, method, project.root],
        env={**os.environ, "CATALOGUE_WORKERS": "2", "PYTHONPATH": "hooks"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(found.stdout) == 602


# -- the preview -----------------------------------------------------------------------------


class Engine:
    """Stands in for MkDocs: counts how often the whole site is built, and the browsers told."""

    def __init__(self, project: Project, site: Path, dutch: Texts) -> None:
        (project.root / "mkdocs.yml").write_text("")
        self.site, self.builds, self.reloads = site, 0, 0
        sources, planner, stories = Sources(project.root), Planner(), StorySite(site)
        catalogue = sources.load()
        stories.begin(planner.plan(catalogue), writer(catalogue, dutch)).finish()
        self.preview = Preview(sources, planner, stories, self._build, self._reload, catalogue)

    def _build(self) -> None:
        self.builds += 1

    def _reload(self) -> None:
        self.reloads += 1


@pytest.fixture
def engine(project: Project, tmp_path: Path, dutch: Texts) -> Engine:
    source = (project.root / STOEL).read_bytes()
    project.make_real(STOEL)
    for number in range(70):  # more than the engine's own page of stories shows
        path = f"stories/2020/oud-{number}.md"
        project.write(path, source)
        project.make_real(path, f"2020-{number % 12 + 1:02}-{number // 12 + 1:02}")
    return Engine(project, tmp_path / "site", dutch)


def test_an_old_story_that_stands_within_a_page_is_also_for_the_engine(
    project: Project, engine: Engine
) -> None:
    engine.preview.embedded = lambda: ["stories/2020/oud-0.md"]
    project.set_body("stories/2020/oud-0.md", "Een nieuw slot.")
    engine.preview.rebuild()
    assert (engine.builds, engine.reloads) == (1, 1)


def test_an_old_story_is_shown_without_the_engine(project: Project, engine: Engine) -> None:
    project.set_body("stories/2020/oud-0.md", "Een nieuw slot.")
    engine.preview.rebuild()
    assert "Een nieuw slot." in pages(engine.site)["verhalen/oud-0/index.html"]
    assert (engine.builds, engine.reloads) == (0, 1)


def test_a_story_that_other_pages_show_is_shown_first_and_then_all_is_built(
    project: Project, engine: Engine
) -> None:
    project.set_body(STOEL, "Een nieuw slot.")
    engine.preview.rebuild()
    assert "Een nieuw slot." in pages(engine.site)["verhalen/de-stoel/index.html"]
    assert (engine.builds, engine.reloads) == (1, 1)


def test_a_changed_page_is_for_the_engine(project: Project, engine: Engine) -> None:
    project.set_body("content/index.md", "Een nieuwe start.")
    engine.preview.rebuild()
    assert engine.builds == 1


def test_a_slip_leaves_the_last_good_site_and_is_said_in_the_browser(
    project: Project, engine: Engine
) -> None:
    before = pages(engine.site)
    project.edit("stories/2020/oud-0.md", "gesture: ", "gestures: ")
    engine.preview.rebuild()
    assert pages(engine.site) == before
    assert engine.builds == 0
    body = served(engine.preview, b"<html><body>Tekst</body></html>")
    assert b"onbekend veld &#x27;gestures&#x27;" in body
    assert body.endswith(b"</body></html>")
    project.edit("stories/2020/oud-0.md", "gestures: ", "gesture: ")
    engine.preview.rebuild()
    assert served(engine.preview, b"<body>Tekst</body>") == b"<body>Tekst</body>"


def test_a_preview_ends_where_a_whole_build_would(
    project: Project, engine: Engine, tmp_path: Path, dutch: Texts
) -> None:
    project.write("stories/2020/oud-99.md", (project.root / "stories/2020/oud-0.md").read_bytes())
    engine.preview.rebuild()
    project.edit("stories/2020/oud-1.md", "title: ", "title: Anders ")
    engine.preview.rebuild()
    project.remove("stories/2020/oud-2.md")
    engine.preview.rebuild()
    assert pages(engine.site) == build(project, tmp_path / "fresh", dutch)


def served(preview: Preview, html: bytes) -> bytes:
    """What the browser gets of a page with *html*."""

    def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response(
            "200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(html)))]
        )
        return [html]

    headers: dict[str, str] = {}
    body = b"".join(
        show_problems(app, preview, "Nog niet in orde")({}, lambda _s, h: headers.update(h))
    )
    assert headers["Content-Length"] == str(len(body))
    return body
