"""A page is rendered again when anything that it shows has changed, and only then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from catalogue.loading import Project as Sources
from catalogue.rendered import Rendered
from catalogue.texts import Texts

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
TEXT = f"Lees.\n\n/// story\n    source: /{STOEL}\n///\n"


@pytest.fixture
def stories(project: Project):
    return Sources(project.root).load().stories_by_path


@pytest.fixture
def rendered(stories, dutch: Texts) -> Rendered:
    kept = Rendered()
    assert kept.find("a.md", TEXT, stories, dutch) is None
    kept.keep("a.md", "<p>")
    return kept


def test_what_did_not_change_is_known(rendered, stories, dutch):
    assert rendered.find("a.md", TEXT, dict(stories), dutch) == "<p>"


def test_another_page_is_not_known(rendered, stories, dutch):
    assert rendered.find("b.md", TEXT, stories, dutch) is None


def test_a_changed_text_is_rendered_again(rendered, stories, dutch):
    assert rendered.find("a.md", TEXT + "Meer.", stories, dutch) is None


def test_a_changed_story_is_seen_where_it_is_embedded(rendered, stories, dutch):
    changed = {**stories, STOEL: replace(stories[STOEL], html="<p>Anders.</p>")}
    assert rendered.find("a.md", TEXT, changed, dutch) is None


def test_a_changed_word_of_the_interface_is_seen(rendered, stories, dutch):
    changed = Texts({**dutch.by_key, "story.example": "Verzonnen"})
    assert rendered.find("a.md", TEXT, stories, changed) is None
