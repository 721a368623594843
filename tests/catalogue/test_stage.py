"""The whole project as plain Markdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from catalogue.editing.stage import stage
from catalogue.text.texts import Texts
from markdown import markdown

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"


@pytest.fixture
def staged(
    project: Project, tmp_path: Path, dutch: Texts
) -> Callable[[str], tuple[dict[str, object], str]]:
    """Return what stages the project and gives the fields and the text of one of its files."""

    def read(path: str) -> tuple[dict[str, object], str]:
        out = tmp_path / "out"
        stage(project.root, project.load(), dutch, out)
        _, fields, body = (out / "docs" / path).read_text("utf-8").split("---\n", 2)
        return yaml.safe_load(fields), body

    return read


def test_every_source_becomes_a_page(project: Project, tmp_path: Path, dutch: Texts) -> None:
    out = tmp_path / "out"
    assert stage(project.root, project.load(), dutch, out) == 7
    pages = sorted(file.relative_to(out / "docs").as_posix() for file in out.rglob("*.md"))
    assert pages == [
        "index.md",
        "modules/kijken/beeldmateriaal.md",
        "modules/kijken/begeleiding.md",
        "modules/kijken/index.md",
        "modules/kijken/opdrachten.md",
        "verhalen/de-stoel.md",
        "verhalen/het-kussen.md",
    ]


def test_links_lead_from_file_to_file(
    staged: Callable[[str], tuple[dict[str, object], str]],
) -> None:
    assert "(modules/kijken/index.md)" in staged("index.md")[1]


def test_no_block_is_left(staged: Callable[[str], tuple[dict[str, object], str]]) -> None:
    assert "///" not in staged("modules/kijken/opdrachten.md")[1]


def test_consent_stays_behind(
    project: Project, staged: Callable[[str], tuple[dict[str, object], str]]
) -> None:
    project.make_real(STOEL)
    project.edit(STOEL, "T-1,", "T-geheim,")
    assert "T-geheim" not in str(staged("verhalen/de-stoel.md"))


def test_only_a_real_story_takes_its_date_along(
    project: Project, staged: Callable[[str], tuple[dict[str, object], str]]
) -> None:
    project.edit("stories/2026/het-kussen.md", "# published", "published")
    project.make_real(STOEL, "2026-03-14")
    assert staged("verhalen/de-stoel.md")[0]["date"] == date(2026, 3, 14)
    assert "date" not in staged("verhalen/het-kussen.md")[0]


def test_a_list_says_which_stories_are_invented(
    project: Project, staged: Callable[[str], tuple[dict[str, object], str]]
) -> None:
    head = "---\ntitle: Verhalen\nsummary: Alle verhalen.\nlayout: stories\n---\n\nLees.\n"
    project.write("content/verhalen/index.md", head)
    project.make_real(STOEL)
    text = staged("verhalen/index.md")[1]
    assert "[De stoel aan het raam](de-stoel.md)\n" in text
    assert "[Het tweede kussen](het-kussen.md) – *Voorbeeldverhaal*\n" in text


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "[klik](javascript:alert(1))", "a <img src=x onerror=y>"]
)
def test_the_title_of_a_story_is_text_to_another_generator(
    title: str, project: Project, staged: Callable[[str], tuple[dict[str, object], str]]
) -> None:
    project.edit(STOEL, "title: De stoel aan het raam", f'title: "{title}"')
    html = markdown(staged("verhalen/de-stoel.md")[1])
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
