"""The build itself: it is quiet when all is well, and says everything that is wrong when it is not."""

from __future__ import annotations

import pytest


def test_a_sound_project_builds_without_a_warning(site):
    assert "WARNING" not in site.log
    assert "ERROR" not in site.log


@pytest.fixture(scope="module")
def broken(scratch):
    """A project that was built, and then got three mistakes in three sources."""
    project = scratch("broken")
    built = project.build()
    before = {file: (built.folder / file).read_bytes() for file in built.files}
    module = next(iter(sorted(f.name for f in (project.root / "modules").iterdir())))
    stories = project.sources("stories/*/*.md")
    story = next(s for s in stories if s.fields["sector"] == "ziekenhuis")
    project.replace(story.path, "sector: ziekenhuis\n", "sector: zikenhuis\n")
    lines = (project.root / story.path).read_text("utf-8").split("\n")
    story_line = lines.index("sector: zikenhuis") + 1
    media = project.root / f"modules/{module}/media.md"
    text = media.read_text("utf-8") + "\nLees [dat ene verhaal](/stories/2026/bestaat-niet.md).\n"
    media.write_text(text, "utf-8")
    project.replace("content/over.md", "summary:", "samenvatting:")
    return project, before, {
        story.path: story_line,
        f"modules/{module}/media.md": text.count("\n"),
        "content/over.md": 3,
    }


def test_a_project_with_mistakes_does_not_build_and_hears_of_every_mistake(broken):
    project, _, mistakes = broken
    result = project.try_build()
    log = result.stdout + result.stderr
    assert result.returncode != 0
    for path, line in mistakes.items():
        assert f"{path}:{line}: " in log, log
    assert "bedoelde je 'ziekenhuis'?" in log
    assert "Traceback" not in log


def test_a_build_that_fails_leaves_the_last_good_site_as_it_was(broken):
    project, before, _ = broken
    project.try_build()
    after = {
        file.relative_to(project.site_dir).as_posix(): file.read_bytes()
        for file in project.site_dir.rglob("*")
        if file.is_file()
    }
    assert after == before


def test_the_other_engine_builds_the_same_site(project, site, tmp_path):
    """MkDocs 1.x is no longer kept; ProperDocs goes on with it, from the same sources."""
    other = type(project)(project.root, tmp_path / "site").build("properdocs")
    assert set(other.pages) == set(site.pages)
    for uri, page in site.pages.items():
        assert other[uri].html == page.html, uri


def test_building_twice_gives_the_same_files(project, site, tmp_path):
    again = type(project)(project.root, tmp_path / "site").build()
    assert again.files == site.files
    for file in site.files - {"sitemap.xml.gz"}:
        assert (again.folder / file).read_bytes() == (site.folder / file).read_bytes(), file
