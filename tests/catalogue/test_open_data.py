"""Stories as data: every field explained, nothing that a spreadsheet would run, nobody who did not agree."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from catalogue.exchange.open_data import FIELDS, DataFormat, data_files, data_text, guarded
from catalogue.model.imprint import Imprint
from catalogue.model.story import Consent, Scope

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeStory

PAGE = Path(__file__).parents[2] / "content/open-data.md"
IMPRINT = Imprint("Mango", "", "https://mango.test/", "CC BY 4.0", "https://licence.test/by")


def text_of(stories: Any, format_: DataFormat) -> str:
    (data,) = (data for data in data_files(stories) if data.format is format_)
    return data_text(data, IMPRINT)


def rows(*stories: Any) -> list[dict[str, str]]:
    """Return the table as a spreadsheet reads it."""
    return list(csv.DictReader(StringIO(text_of(stories, DataFormat.CSV), newline="")))


def records(*stories: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text_of(stories, DataFormat.JSON))["stories"]
    return found


def real(*scope: Scope) -> dict[str, Any]:
    day = date(2026, 1, 1)
    consent = Consent("T-geheim", day, "teller", frozenset(scope), "formulier", day)
    return {"is_example": False, "consent": consent}


def test_the_page_explains_every_field_in_its_order() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert explained == list(FIELDS)


def test_the_page_names_both_files() -> None:
    for format_ in DataFormat:
        assert f"`/verhalen/{format_}`" in PAGE.read_text("utf-8")


def test_a_story_is_told_the_same_in_both_files(make_story: MakeStory) -> None:
    story = make_story("de-stoel", themes=("rust", "hoop"), words=120)
    (record,) = records(story)
    assert record == {
        "id": "de-stoel",
        "url": "https://mango.test/verhalen/de-stoel/",
        "title": "De-stoel",
        "summary": "Een zin.",
        "published": None,
        "sector": "ziekenhuis",
        "setting": "gang",
        "teller": "naaste",
        "giver": "zorgkundige",
        "receiver": "bewoner",
        "gesture": "luisteren",
        "themes": ["rust", "hoop"],
        "organisation": None,
        "example": True,
        "words": 120,
        "license": "https://licence.test/by",
    }
    (row,) = rows(story)
    assert row["themes"] == "rust;hoop"
    assert row["published"] == row["organisation"] == ""
    assert row["example"] == "true"
    assert {row[name] for name in ("id", "title", "words")} == {"de-stoel", "De-stoel", "120"}


def test_the_table_keeps_to_rfc_4180(make_story: MakeStory) -> None:
    text = text_of([make_story("a", title='Zij zei: "nee", en ging')], DataFormat.CSV)
    header, row, end = text.split("\r\n")
    assert header == ",".join(FIELDS)
    assert ',"Zij zei: ""nee"", en ging",' in row
    assert end == ""


def test_the_data_say_under_which_licence_they_may_be_used(make_story: MakeStory) -> None:
    document = json.loads(text_of([make_story("a")], DataFormat.JSON))
    assert document["license"] == {"name": "CC BY 4.0", "url": "https://licence.test/by"}


def test_a_real_story_has_its_date(make_story: MakeStory) -> None:
    story = make_story("a", published=date(2026, 3, 14))
    assert records(story)[0]["published"] == rows(story)[0]["published"] == "2026-03-14"


def test_a_real_story_has_no_free_licence(make_story: MakeStory) -> None:
    story = make_story("a", **real(Scope.PUBLISH, Scope.SHARE))
    assert records(story)[0]["license"] is None
    assert rows(story)[0]["license"] == ""


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_is_never_a_formula(begin: str, make_story: MakeStory) -> None:
    formula = f'{begin}HYPERLINK("https://evil.test";"x")'
    (row,) = rows(make_story("a", title=formula, summary=formula))
    assert row["title"] == row["summary"] == f"'{formula}"
    assert records(make_story("a", title=formula))[0]["title"] == formula


@pytest.mark.parametrize("cell", ["", "a=b", "De stoel", "’s Nachts", "2026-03-14", "–"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize(
    "title", ["<b> & \"x\" 'y'", "</script>", "🥭", "a\u2028b\u2029c", "komma, punt; en\nregel"]
)
def test_an_odd_title_comes_through_as_it_was_typed(title: str, make_story: MakeStory) -> None:
    assert records(make_story("a", title=title))[0]["title"] == title
    assert rows(make_story("a", title=title))[0]["title"] == title


def test_only_stories_that_may_be_shared_stand_in_the_data(make_story: MakeStory) -> None:
    stories = (
        make_story("a", **real(Scope.PUBLISH, Scope.PRINT, Scope.PHOTO)),
        make_story("b", **real(Scope.PUBLISH, Scope.SHARE)),
        make_story("c"),
    )
    assert [record["id"] for record in records(*stories)] == ["b", "c"]
    assert [row["id"] for row in rows(*stories)] == ["b", "c"]


def test_nothing_of_a_consent_stands_in_the_data(make_story: MakeStory) -> None:
    story = make_story("b", **real(Scope.PUBLISH, Scope.SHARE))
    for format_ in DataFormat:
        text = text_of([story], format_)
        assert "T-geheim" not in text
        assert "formulier" not in text
