"""Whom to turn to: read once from the data, shown and found wherever a source asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from catalogue.editing.stage import stage
from catalogue.project.project import Project as Sources
from catalogue.search.entries import findable
from catalogue.text.texts import Texts

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

PATH = "content/_data/help.yml"
LINES = """\
luisterlijn:
  label: Luisterlijn <dag & nacht>
  number: "0800 12 345"
  summary: Je wil praten.
vertrouwenspersoon:
  label: Vertrouwenspersoon
  summary: Je zit met iets van je werk.
"""
PAGE = """\
---
title: Hulp nodig?
summary: Wie je kan bellen.
{more}
---

Bel iemand.
"""


@pytest.fixture
def asking(project: Project) -> Project:
    """A project with help lines, a page that tells of them all, and a module that asks for them."""
    project.write(PATH, LINES)
    project.write("content/hulp.md", PAGE.format(more="layout: help"))
    project.edit("modules/kijken/introduction.md", "order: 10\n", "order: 10\nhelp_lines: true\n")
    return project


def test_they_keep_the_order_of_their_source(asking: Project) -> None:
    assert [line.id for line in asking.load().help_lines] == ["luisterlijn", "vertrouwenspersoon"]


@pytest.mark.parametrize(
    ("number", "address"),
    [("112", "tel:112"), ("0800 12 345", "tel:080012345"), ("+32 2 123 45 67", "tel:+3221234567")],
)
def test_a_number_is_dialled_without_its_spaces(asking: Project, number: str, address: str) -> None:
    asking.edit(PATH, "0800 12 345", number)
    line = asking.load().help_lines[0]
    assert (line.number, line.address) == (number, address)


def test_every_part_of_a_module_that_asks_has_them(asking: Project) -> None:
    (module,) = asking.load().modules
    assert module.has_help_lines
    assert {part.has_help_lines for part in module.parts.values()} == {True}


def test_what_does_not_ask_has_none(project: Project) -> None:
    catalogue = project.load()
    assert catalogue.help_lines == ()
    assert catalogue.help_page is None
    sources = catalogue.trusted_by_uri.values()
    assert len(sources) == 5
    assert {source.has_help_lines for source in sources} == {False}


def test_a_changed_number_is_seen_by_a_reader_that_knew_the_old_one(asking: Project) -> None:
    sources = Sources(asking.root)
    assert sources.load().help_lines[0].number == "0800 12 345"
    asking.edit(PATH, "0800 12 345", "0800 99 999")
    assert sources.load().help_lines[0].number == "0800 99 999"


def test_the_page_that_tells_of_them_is_found_by_a_name_and_by_a_number(
    asking: Project, dutch: Texts
) -> None:
    entries = {entry.uri: entry.html for entry in findable(asking.load(), {}, dutch).entries}
    assert "Luisterlijn &lt;dag &amp; nacht&gt; 0800 12 345. Je wil praten." in entries["hulp/"]
    assert [uri for uri, html in entries.items() if "0800" in html] == ["hulp/"]


def test_another_generator_gets_them_where_they_were_asked_for(
    asking: Project, tmp_path: Path, dutch: Texts
) -> None:
    out = tmp_path / "out"
    stage(asking.root, asking.load(), dutch, out)
    texts = {
        file.relative_to(out / "docs").as_posix(): file.read_text("utf-8")
        for file in out.rglob("*.md")
    }
    having = {path for path, text in texts.items() if "**0800 12 345**: Je wil praten." in text}
    assert having == {"hulp.md", *(path for path in texts if path.startswith("modules/"))}
    assert len(having) == 5
    for path in having:
        assert "<dag" not in texts[path], "it is text to another generator"
        assert "- Vertrouwenspersoon: Je zit met iets van je werk." in texts[path]
