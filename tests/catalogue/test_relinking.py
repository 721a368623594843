"""Addresses change in finished pages, and nothing else does."""

from __future__ import annotations

import pytest
from catalogue.text.relinking import relink, whole_address


def marked(address: str, is_loaded: bool) -> str:
    return f"{'file' if is_loaded else 'page'}:{address}"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a class="b" href="x/">', '<a class="b" href="page:x/">'),
        ("<A HREF='x'>", '<A HREF="page:x">'),
        ("<a href=x>", '<a href="page:x">'),
        ('<a\n  href="x"\n>', '<a\n  href="page:x"\n>'),
        ('<a title="a > b" href="x?a=1&amp;b=2">', '<a title="a > b" href="page:x?a=1&amp;b=2">'),
        ('<img alt="" src="x.svg">', '<img alt="" src="file:x.svg">'),
        ('<video poster="p.png" src="v.mp4">', '<video poster="file:p.png" src="file:v.mp4">'),
        ('<script src="s.js"></script>', '<script src="file:s.js"></script>'),
        ('<link rel="icon" href="i.svg"/>', '<link rel="icon" href="file:i.svg"/>'),
        ('<form action="z/">', '<form action="page:z/">'),
        ('<meta content="0; url=x/">', '<meta content="0; url=page:x/">'),
    ],
)
def test_an_address_in_a_start_tag_changes(page: str, expected: str) -> None:
    assert relink(page, marked) == expected


@pytest.mark.parametrize(
    "page",
    [
        "href=x",
        '&lt;a href="x">',
        '<!-- <a href="x"> -->',
        '<script type="application/ld+json">{"a": "<a href=\'x\'>"}</script>',
        '<abbr href="x">',
        '<a-b href="x">',
        '<a data-href="x">',
        '<img srcset="x 2x">',
        '<meta name="description" content="x/">',
        '<a title="open',
    ],
)
def test_what_is_no_address_stays(page: str) -> None:
    assert relink(page, marked) == page


def test_tags_that_never_end_take_no_time() -> None:
    for hostile in ("<a " * 50_000, '<a "' * 50_000):
        assert relink(hostile, marked) == hostile


@pytest.mark.parametrize(
    ("address", "uri", "whole"),
    [
        ("../", "a/b/index.html", "a"),
        ("../../", "a/b/index.html", ""),
        ("../../../", "a/b/index.html", None),
        ("c%20d/", "a/index.html", "a/c d"),
        ("/x/", "a/index.html", "x"),
        ("?q=1", "a/index.html", "a/index.html"),
        ("#x", "a/index.html", None),
        ("//x/", "a/index.html", None),
        ("mailto:x", "a/index.html", None),
    ],
)
def test_a_path_is_that_within_the_site(address: str, uri: str, whole: str | None) -> None:
    assert whole_address(address, uri) == whole
