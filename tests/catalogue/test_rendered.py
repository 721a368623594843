"""A page is rendered again when anything that it shows has changed, and only then."""

from __future__ import annotations

import importlib.metadata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from catalogue.model.story import Consent, Scope
from catalogue.modules.cache import Rendered
from catalogue.project.project import Project as Sources

if TYPE_CHECKING:
    from pathlib import Path

    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
KUSSEN = "stories/2026/het-kussen.md"
GIVEN = date(2026, 1, 10)
TEXT = "Lees.\n"
BECAME = ("<p>Lees.</p>\n", [{"level": 2, "id": "é", "name": "É", "children": []}])


@pytest.fixture
def stories(project: Project):
    return Sources(project.root).load().stories_by_path


def build(rendered: Rendered, stories, text=TEXT, surroundings="nl", asks=(STOEL,)):
    """Build the page ``a.md``, which asks for stories, and return what was known of it."""
    asked = rendered.begin(stories, surroundings)
    known = rendered.find("a.md", text)
    if known is None:
        for path in asks:
            asked.get(path)
        rendered.keep("a.md", BECAME)
    rendered.finish()
    return known


@pytest.fixture(params=["same process", "next process"])
def rendered(request, tmp_path: Path, stories) -> Rendered:
    kept = Rendered(tmp_path)
    assert build(kept, stories) is None
    return kept if request.param == "same process" else Rendered(tmp_path)


def test_what_did_not_change_is_known(rendered, stories):
    assert build(rendered, dict(stories)) == BECAME
    assert build(rendered, dict(stories)) == BECAME


def test_another_page_is_not_known(rendered, stories):
    rendered.begin(stories, "nl")
    assert rendered.find("b.md", TEXT) is None


def test_a_changed_text_is_rendered_again(rendered, stories):
    assert build(rendered, stories, text=TEXT + "Meer.") is None


@pytest.mark.parametrize(
    "change",
    [
        {"html": "<p>Anders.</p>"},
        {"title": "Een andere titel"},
        {"is_example": False, "published": GIVEN},
        {"path": "stories/2025/de-stoel.md"},
    ],
)
def test_a_changed_story_is_seen_where_a_page_asked_for_it(rendered, stories, change):
    changed = {**stories, STOEL: replace(stories[STOEL], **change)}
    assert build(rendered, changed) is None
    assert build(rendered, changed) == BECAME


def test_a_story_that_is_gone_or_came_back_is_seen(rendered, stories):
    without = {KUSSEN: stories[KUSSEN]}
    assert build(rendered, without) is None
    assert build(rendered, without) == BECAME
    assert build(rendered, stories) is None


def test_a_story_that_no_page_asked_for_changes_nothing(rendered, stories):
    changed = {**stories, KUSSEN: replace(stories[KUSSEN], html="<p>Anders.</p>")}
    assert build(rendered, changed) == BECAME


def test_a_page_that_asks_for_another_story_depends_on_that_one(rendered, stories):
    assert rendered.shown() == {STOEL}
    assert build(rendered, stories, text="Anders.", asks=(KUSSEN,)) is None
    assert rendered.shown() == {KUSSEN}
    changed = {**stories, STOEL: replace(stories[STOEL], html="<p>Anders.</p>")}
    assert build(rendered, changed, text="Anders.") == BECAME


def test_a_consent_that_changed_is_seen_and_its_scopes_have_no_order(rendered, stories):
    story = stories[STOEL]

    def agreed(*scopes: Scope):
        consent = Consent("T-1", GIVEN, "teller", frozenset(scopes), "1", GIVEN)
        return {**stories, STOEL: replace(story, consent=consent)}

    assert build(rendered, agreed(*Scope)) is None
    assert build(rendered, agreed(*reversed(Scope))) == BECAME
    assert build(rendered, agreed(Scope.PUBLISH)) is None


def test_a_changed_setting_is_seen(rendered, stories):
    assert build(rendered, stories, surroundings="fr") is None


@pytest.mark.parametrize("library", ["markdown", "pymdown-extensions"])
def test_another_version_of_a_library_is_seen(rendered, stories, monkeypatch, library):
    version = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0" if name == library else version(name)
    )
    assert build(rendered, stories) is None


def test_a_page_that_is_gone_is_forgotten(rendered, stories, tmp_path):
    rendered.begin(stories, "nl")
    rendered.finish()
    assert build(rendered, stories) is None
    rendered.begin(stories, "nl")
    rendered.finish()
    assert b"Lees" not in (tmp_path / "rendered.cache").read_bytes()


def test_a_damaged_record_is_not_believed(stories, tmp_path):
    build(Rendered(tmp_path), stories)
    file = tmp_path / "rendered.cache"
    file.write_bytes(file.read_bytes().replace(b"Lees", b"Weg!"))
    assert build(Rendered(tmp_path), stories) is None


def test_a_build_that_was_broken_off_keeps_what_was_known(rendered, stories):
    rendered.begin(stories, "nl")
    assert build(rendered, stories) == BECAME
