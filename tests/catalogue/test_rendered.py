"""A page is rendered again when anything that it shows has changed, and only then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from catalogue.loading import Project as Sources
from catalogue.models import Consent, Scope
from catalogue.rendered import Rendered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
TEXT = f"Lees.\n\n/// story\n    source: /{STOEL}\n///\n"
BECAME = ("<p>Lees.</p>\n", [{"level": 2, "id": "é", "name": "É", "children": []}])


@pytest.fixture
def stories(project: Project):
    return Sources(project.root).load().stories_by_path


def build(rendered: Rendered, stories, text=TEXT, surroundings="nl"):
    """Build the page ``a.md``, and return what was known of it."""
    rendered.begin(surroundings)
    known = rendered.find("a.md", text, stories)
    if known is None:
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
    rendered.begin("nl")
    assert rendered.find("b.md", TEXT, stories) is None


def test_a_changed_text_is_rendered_again(rendered, stories):
    assert build(rendered, stories, text=TEXT + "Meer.") is None


def test_a_changed_story_is_seen_where_it_is_embedded(rendered, stories):
    changed = {**stories, STOEL: replace(stories[STOEL], html="<p>Anders.</p>")}
    assert build(rendered, changed) is None


def test_a_story_that_may_not_be_printed_any_more_is_seen(rendered, stories):
    story = stories[STOEL]
    assert story.allows(Scope.PRINT), "an example may be printed"
    consent = Consent(
        "T-1", story.published, "teller", frozenset({Scope.PUBLISH}), "1", story.published, 1
    )
    changed = {**stories, STOEL: replace(story, consent=consent)}
    assert build(rendered, changed) is None


def test_a_changed_setting_is_seen(rendered, stories):
    assert build(rendered, stories, surroundings="fr") is None


def test_a_page_that_is_gone_is_forgotten(rendered, stories, tmp_path):
    rendered.begin("nl")
    rendered.finish()
    assert build(rendered, stories) is None
    rendered.begin("nl")
    rendered.finish()
    assert b"Lees" not in (tmp_path / "rendered.cache").read_bytes()


def test_a_damaged_record_is_not_believed(stories, tmp_path):
    build(Rendered(tmp_path), stories)
    file = tmp_path / "rendered.cache"
    file.write_bytes(file.read_bytes().replace(b"Lees", b"Weg!"))
    assert build(Rendered(tmp_path), stories) is None


def test_a_build_that_was_broken_off_keeps_what_was_known(rendered, stories):
    rendered.begin("nl")
    assert build(rendered, stories) == BECAME
