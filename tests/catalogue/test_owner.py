"""What the settings of an owner lead to: what leads nowhere counts as not set."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from catalogue.problems.problem import Problems
from catalogue.project.owner import Owner, check_settings, edit_root, owner_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "site_url": "https://mango.internal/",
    "repo_url": "https://git.internal/mango/site",
    "edit_uri": "edit/main/content/",
    "new_file": "https://git.internal/mango/site/new/main/{folder}?filename={name}",
    "editors_mail": "redactie+verhaal@mango.internal",
}
SET = Owner(
    "https://mango.internal/",
    "https://git.internal/mango/site/edit/main/",
    "https://git.internal/mango/site/new/main/{folder}?filename={name}",
    "redactie+verhaal@mango.internal",
)


def test_what_leads_somewhere_is_set() -> None:
    assert owner_of(SETTINGS) == SET
    assert SET.takes_stories


def test_nothing_is_set_where_nothing_is_typed() -> None:
    assert owner_of({}) == owner_of(dict.fromkeys(SETTINGS)) == Owner()
    assert not Owner().takes_stories


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("site_url", "https://mangomomenten.example/", "site_url"),
        ("site_url", "/map/", "site_url"),
        ("repo_url", "https://git.example/mango/site/", "sources"),
        ("repo_url", "", "sources"),
        ("repo_url", "javascript:alert(1)", "sources"),
        ("edit_uri", "", "sources"),
        ("edit_uri", "https://git.example/edit/content/", "sources"),
        ("new_file", "https://git.example/{folder}", "new_file"),
        ("new_file", "javascript:alert(1)//{folder}{name}", "new_file"),
        ("new_file", "new/main/{folder}", "new_file"),
        ("new_file", "https://[{folder}", "new_file"),
        ("new_file", ["https://git.internal/{folder}"], "new_file"),
        ("editors_mail", "redactie@site.example", "editors_mail"),
        ("editors_mail", "redactie", "editors_mail"),
        ("editors_mail", "redactie@mango.internal?bcc=een@ander.internal", "editors_mail"),
        ("editors_mail", "een@mango.internal,twee@mango.internal", "editors_mail"),
        ("editors_mail", 'een@mango.internal" onclick="x', "editors_mail"),
        ("editors_mail", 5, "editors_mail"),
    ],
)
def test_what_leads_nowhere_is_not_set_and_the_rest_stays(
    key: str, value: object, field: str
) -> None:
    owner = owner_of({**SETTINGS, key: value})
    others = {name: getattr(owner, name) for name in Owner.__slots__ if name != field}
    assert getattr(owner, field) == ""
    assert others == {name: getattr(SET, name) for name in others}


@pytest.mark.parametrize("key", ["new_file", "editors_mail"])
def test_one_way_is_enough_to_take_stories(key: str) -> None:
    assert owner_of({key: SETTINGS[key]}).takes_stories


@pytest.mark.parametrize(
    ("repo_url", "edit_uri", "root"),
    [
        ("https://h.internal/a/b", "edit/main/content/", "https://h.internal/a/b/edit/main/"),
        ("https://h.internal/a/b/", "-/edit/main/content/", "https://h.internal/a/b/-/edit/main/"),
        ("https://h.internal/a/b/", "https://e.internal/content/", "https://e.internal/"),
    ],
)
def test_sources_are_edited_below_the_address_of_the_repository(
    repo_url: str, edit_uri: str, root: str
) -> None:
    assert edit_root(repo_url, edit_uri) == root


# -- what is told ------------------------------------------------------------------------------


@pytest.fixture
def told(tmp_path: Path) -> Callable[[str], list[str]]:
    def check(text: str) -> list[str]:
        (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
        problems = Problems()
        check_settings(tmp_path, problems)
        assert not problems.errors
        return [f"{problem.line} {problem.code}" for problem in problems]

    return check


@pytest.mark.parametrize("text", ["", "- een\n- twee\n", "extra: nee\n", "extra:\n", "[1]: 2\n"])
def test_settings_of_another_form_say_only_that_no_story_can_come_in(
    told: Callable[[str], list[str]], text: str
) -> None:
    assert told(text) == ["1 setting-nowhere"]


def test_a_project_without_settings_is_told_nothing(tmp_path: Path) -> None:
    problems = Problems()
    check_settings(tmp_path, problems)
    assert not tuple(problems)


# -- what the README says ----------------------------------------------------------------------


def hosts() -> list[tuple[str, str, str]]:
    """The table of README.md: host, ``edit_uri``, what follows the address of the repository."""
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^ +\| ([^|`]+) \| `([^`]+)` \| `([^`]+)` \|$", text, re.MULTILINE)
    assert len(rows) == 3
    return rows


@pytest.mark.parametrize(("host", "edit_uri", "new_file"), hosts())
def test_what_the_readme_says_to_type_leads_somewhere(
    told: Callable[[str], list[str]], host: str, edit_uri: str, new_file: str
) -> None:
    repository = "https://git.internal/mango/site"
    assert (
        told(
            f'repo_url: {repository}\nedit_uri: {edit_uri}\nextra:\n  new_file: "{repository}{new_file}"\n'
        )
        == []
    )
    assert ("{content}" in new_file) == (host != "GitLab")


def test_the_readme_names_every_setting_that_holds_an_address() -> None:
    steps = (ROOT / "README.md").read_text("utf-8").partition("## Make it your own site")[2]
    steps = steps.partition("\n## ")[0]
    assert [
        key for key in SETTINGS if f"`{key}`" not in steps and f"extra.{key}" not in steps
    ] == []
