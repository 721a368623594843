"""The menu beside a page: that of the innermost section it stands in."""

from __future__ import annotations

from types import SimpleNamespace

from catalogue.site.views import siblings


def page(title, url):
    return SimpleNamespace(title=title, url=url, is_page=True, children=None)


def section(title, *children):
    return SimpleNamespace(title=title, is_page=False, children=list(children))


GUIDES = section(
    "Meewerken", page("Meewerken", "meewerken/"), page("Nalezen", "meewerken/nalezen/")
)
NAV = [page("Home", "./"), section("Over", page("Over ons", "over/"), GUIDES)]


def shown(uri):
    return [(item.title, item.uri, item.is_current) for item in siblings(NAV, uri)]


def test_a_page_of_an_inner_section_has_the_pages_of_that_section_beside_it():
    expected = [("Meewerken", "meewerken/", False), ("Nalezen", "meewerken/nalezen/", True)]
    assert shown("meewerken/nalezen/") == expected
    assert [title for title, _, _ in shown("meewerken/")] == ["Meewerken", "Nalezen"]


def test_an_inner_section_is_there_with_its_first_page():
    assert shown("over/") == [("Over ons", "over/", True), ("Meewerken", "meewerken/", False)]


def test_a_page_that_stands_alone_has_none():
    assert shown("./") == []
