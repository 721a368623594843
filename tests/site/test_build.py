"""The build itself: it is quiet when all is well, and says everything that is wrong when it is not."""

from __future__ import annotations

import re
import shutil

import pytest


def test_a_sound_project_builds_without_a_warning(site):
    assert "WARNING" not in site.log
    assert "ERROR" not in site.log
    assert re.findall(r"\w+Warning\b.*", site.log) == []


def test_a_build_counts_what_it_made(site):
    documents = [uri for uri in site.files if uri.endswith(".pdf")]
    assert f"pdf: Documenten: {len(documents)} klaar in " in site.log


# -- a second build of a project that changed ---------------------------------------------------


EMBEDDED = "stories/2026/het-verbeterde-verhaal.md"
STORY = """\
---
title: {title}
summary: Een verhaal dat binnen pagina's staat.
published: 2026-11-01
sector: ziekenhuis
setting: kamer
teller: naaste
giver: arts
receiver: patient
gesture: vieren
themes: [hoop]
consent:
  reference: T-2026-vijf
  date: 2026-10-01
  by: teller
  scope: [{scope}]
  form: formulier-vijf
  review: 2029-10-01
---

{text}
"""
SPELLINGS = (
    "source: /{path}", "source: {path}", "source:   /{path}   ", "source: '/{path}'",
    'source: "/{path}"', 'source: "/{path}" # om te lezen', "# om te lezen\n    source: /{path}",
    '"source": /{path}', '{{source: "/{path}"}}', "source: >-\n      /{path}",
    "source:\n      /{path}", "? source\n    : /{path}", 'source: "\\x2F{path}"',
)  # fmt: skip
"""Ways in which YAML lets an editor name the story of a block."""


@pytest.fixture(scope="module")
def corrected(scratch):
    """A project in which one story, which stands within pages, and the drawings changed, and nothing else."""
    project = scratch("changed")
    before = {"title": "Zoals het eerst heette", "text": "Hier stond een fout."}
    project.write(EMBEDDED, STORY.format(**before, scope="publish, print"))
    for page, spelling in zip(pages_around(project), SPELLINGS, strict=False):
        with (project.root / f"content/{page}.md").open("a", encoding="utf-8") as file:
            file.write(f"\n/// story\n    {spelling.format(path=EMBEDDED)}\n///\n")
    project.build()
    after = {"title": "Zoals het nu heet", "text": "Hier staat het goed."}
    project.write(EMBEDDED, STORY.format(**after, scope="publish"))
    for drawing in (project.root / "modules").glob("[!_]*/*.svg"):
        text = drawing.read_text("utf-8")
        drawing.write_text(text.replace('viewBox="0 0 ', 'viewBox="0 0 1', 1), "utf-8")
    site = project.build()
    assert site.pages  # read now: the same project is built again
    return project, site


@pytest.fixture(scope="module")
def changed(corrected):
    """The same project, changed in four rooms more, and built again with what it remembered."""
    project, _ = corrected
    stories = project.sources("stories/*/*.md")
    story = next(s for s in stories if s.fields["gesture"] == "humor")
    title = story.fields["title"]
    project.replace(story.path, f"title: {title}\n", "title: Een andere titel voor hetzelfde\n")
    project.replace("content/_data/vocabulary.yml", "label: Samen lachen", "label: Samen gieren")
    project.replace("theme/locales/nl.yml", "example: Voorbeeldverhaal", "example: Verzinsel")
    project.replace("theme/pages/story.html", "<article class=", '<article data-new="" class=')
    gone = next(s for s in stories if s.slug == "de-groene-knop")
    (project.root / gone.path).unlink()
    return project, project.build(), story, gone


def pages_around(project):
    """The pages of one folder that hold the same story, each in another spelling."""
    pages = sorted((project.root / "content/aan-de-slag").glob("[!i]*.md"))
    assert len(pages) >= len(SPELLINGS)
    return [f"aan-de-slag/{page.stem}" for page in pages]


@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=[*map(repr, SPELLINGS)])
def test_a_corrected_story_is_corrected_wherever_it_stands(corrected, number):
    """Its words, its title, and whether it may be printed."""
    project, site = corrected
    box = site[f"{pages_around(project)[number]}/"].one("blockquote", class_="case")
    assert box.all("a")[0].text == "Zoals het nu heet"
    assert "Hier staat het goed." in box.text
    assert "Hier stond een fout." not in box.text
    assert "mag niet op papier" in box.one("p", class_="print-only print-refusal").text


def test_a_picture_of_another_size_is_given_its_new_place(corrected):
    _, site = corrected
    modules = [page for uri, page in site.pages.items() if uri.startswith("modules/")]
    widths = {image.get("width") for page in modules for image in page.main.all("img")}
    assert "1960" in widths


def test_a_build_says_which_files_the_words_are_no_longer_in(changed):
    _, site, _, _ = changed
    stale = re.findall(
        r"sources: (\S+?):\d+: let op: .*\n.*hint: typ: (\S+ -m catalogue generate)", site.log
    )
    assert stale == [("content/meewerken/alle-velden.md", ".venv/bin/python -m catalogue generate")]


GUIDE = "meewerken/alle-velden/"
"""A page of its own words, made of the vocabulary by `python -m catalogue generate`."""


def test_a_change_is_seen_on_every_page_that_shows_it(changed):
    _, site, story, _ = changed
    assert site[f"verhalen/{story.slug}/"].one("h1").text == "Een andere titel voor hetzelfde"
    for page in site.ordinary_pages:
        assert f">{story.fields['title']}<" not in page.html, page.uri
        if page.uri != GUIDE:
            assert "Samen lachen" not in page.html, page.uri
        if page.uri.startswith("verhalen/"):
            assert "Voorbeeldverhaal" not in page.text, page.uri
    assert site["verhalen/gebaar/humor/"].one("h1").text.endswith("samen gieren")
    assert site[f"verhalen/{story.slug}/"].one("article").get("data-new", "?") == ""


def test_a_story_that_was_removed_is_gone_from_the_site(changed):
    _, site, _, gone = changed
    assert f"verhalen/{gone.slug}/" not in site.pages
    for file, text in site.text_files():
        assert gone.slug not in text, file


def test_a_build_that_remembers_gives_the_same_site_as_one_that_does_not(changed, tmp_path):
    project, site, _, _ = changed
    shutil.rmtree(project.root / ".cache", ignore_errors=True)
    fresh = project.into(tmp_path / "site").build()
    # Pagefind names parts of its index otherwise every time; see tests/site/test_survival.py.
    assert _without_index(fresh) == _without_index(site)
    for uri, page in fresh.pages.items():
        assert site[uri].html == page.html, uri


def _without_index(site):
    return {file for file in site.files if not str(file).startswith("pagefind/")}


def test_a_build_shared_by_processes_gives_the_same_pages(changed, tmp_path, monkeypatch):
    project, site, _, _ = changed
    monkeypatch.setenv("CATALOGUE_WORKERS", "1")
    alone = project.into(tmp_path / "site").build()
    assert {uri: page.html for uri, page in alone.pages.items()} == {
        uri: page.html for uri, page in site.pages.items()
    }


# -- a project with mistakes --------------------------------------------------------------------


@pytest.fixture(scope="module")
def broken(scratch):
    """A project that was built, and then got three mistakes in three sources."""
    project = scratch("broken")
    built = project.build()
    before = {file: (built.folder / file).read_bytes() for file in built.files}
    module = min(folder.name for folder in (project.root / "modules").glob("[!_]*"))
    stories = project.sources("stories/*/*.md")
    story = next(s for s in stories if s.fields["sector"] == "ziekenhuis")
    project.replace(story.path, "sector: ziekenhuis\n", "sector: zikenhuis\n")
    lines = (project.root / story.path).read_text("utf-8").split("\n")
    text = (project.root / f"modules/{module}/media.md").read_text("utf-8")
    text += "\nLees [dat ene verhaal](/stories/2026/bestaat-niet.md).\n"
    project.write(f"modules/{module}/media.md", text)
    project.replace("content/over.md", "summary:", "samenvatting:")
    mistakes = {
        story.path: lines.index("sector: zikenhuis") + 1,
        f"modules/{module}/media.md": text.count("\n"),
        "content/over.md": 3,
    }
    return project, before, mistakes


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
    other = project.into(tmp_path / "site").build("properdocs")
    assert set(other.pages) == set(site.pages)
    for uri, page in site.pages.items():
        assert other[uri].html == page.html, uri


def test_building_twice_gives_the_same_files(project, site, tmp_path):
    again = project.into(tmp_path / "site").build()
    assert again.files == site.files
    for file in site.files - {"sitemap.xml.gz"}:
        assert (again.folder / file).read_bytes() == (site.folder / file).read_bytes(), file
