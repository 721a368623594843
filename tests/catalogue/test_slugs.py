"""Titles to addresses."""

from __future__ import annotations

import pytest
from catalogue.text.slugs import SLUG, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("De stoel aan het raam", "de-stoel-aan-het-raam"),
        ("Één café, twee koffies!", "een-cafe-twee-koffies"),
        ("  Ruimte  rondom  ", "ruimte-rondom"),
        ("'s Morgens: 8.30 uur", "s-morgens-8-30-uur"),
        ("Peper & zout", "peper-zout"),
        ("--- al ---", "al"),
        ("IJs", "ijs"),
        ("ﬁets", "fiets"),
        ("🥭", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_slug(title: str, slug: str) -> None:
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["De stoel", "a - b", "Één!", "x__y", "1.2.3"])
def test_what_slugify_returns_is_a_slug(title: str) -> None:
    assert SLUG.fullmatch(slugify(title))


def test_a_slug_stays_as_it_is() -> None:
    assert slugify("de-stoel-2") == "de-stoel-2"


def test_the_separator_is_the_one_that_was_asked_for() -> None:
    assert slugify("De stoel", "_") == "de_stoel"


@pytest.mark.parametrize(
    "text", ["", "-", "a-", "-a", "a--b", "A", "é", "a b", "a_b", "a\n", "../a"]
)
def test_what_cannot_stand_in_an_address_is_no_slug(text: str) -> None:
    assert SLUG.fullmatch(text) is None
