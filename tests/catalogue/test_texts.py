"""The words of the interface."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from catalogue.text.texts import Texts, read_texts


def test_a_text_is_filled_in(texts: Texts) -> None:
    assert texts("greeting", name="Ann") == "Dag Ann"


def test_braces_in_a_word_stay_as_they_are(texts: Texts) -> None:
    assert texts("greeting", name="{name} {0}") == "Dag {name} {0}"


@pytest.mark.parametrize(("n", "text"), [(0, "0 minuten"), (1, "1 minuut"), (2, "2 minuten")])
def test_a_number_chooses_between_one_and_other(texts: Texts, n: int, text: str) -> None:
    assert texts("minutes", n=n) == text


def test_a_text_without_forms_takes_a_number_as_any_word() -> None:
    assert Texts({"assignment": "Opdracht {n}"})("assignment", n=1) == "Opdracht 1"


def test_a_text_that_does_not_exist_is_an_error(texts: Texts) -> None:
    with pytest.raises(KeyError, match="nergens"):
        texts("nergens")


def test_a_word_that_is_missing_is_an_error(texts: Texts) -> None:
    with pytest.raises(KeyError, match="name"):
        texts("greeting")


def test_a_date_is_written_in_words(texts: Texts) -> None:
    assert texts.date(date(2026, 3, 4)) == "4 maart 2026"


def test_nested_keys_are_joined_with_dots(tmp_path: Path) -> None:
    file = tmp_path / "nl.yml"
    file.write_text('list:\n  count:\n    one: "één"\nmonth:\n  3: maart\n', "utf-8")
    assert read_texts(file).by_key == {"list.count.one": "één", "month.3": "maart"}
