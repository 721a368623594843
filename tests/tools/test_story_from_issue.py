"""An issue becomes a story file that the check approves of, or an answer that says why not."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date

import pytest
import yaml
from catalogue import load
from catalogue.editing import issue_form
from catalogue.editing.issue_form import QUESTIONS, AnswerError, proposal
from catalogue.project.project import Project
from story_from_issue import convert

DAY = date(2026, 11, 22)
STORY = "De eerste dag vroeg ik of er een krant was.\n\nDe dag erna lag ze klaar."
ANSWERS = {
    "title": "De krant: van gisteren",
    "summary": 'Een man legt elke ochtend een "krant" opzij voor een vrouw die wacht.',
    "body": STORY,
    "sector": "Ziekenhuis",
    "setting": "Onthaal en wachtzaal",
    "teller": "Naaste",
    "giver": "Onthaalmedewerker",
    "receiver": "Naaste",
    "gesture": "Onthouden",
    "themes": "",
    "origin": issue_form.INVENTED,
}
CONSENT = {
    "origin": issue_form.REAL,
    "consent_reference": "T-2026-014",
    "consent_date": "2026-01-10",
    "consent_by": "De verteller zelf",
    "consent_scope": "- [X] Op deze website\n- [ ] Elders gedeeld, zoals in een nieuwsbrief\n- [x] Op papier",
    "consent_form": "1",
    "consent_review": "2029-01-10",
}


@pytest.fixture(scope="module")
def vocabulary(root):
    return load(root).vocabulary


@pytest.fixture(scope="module")
def answers(vocabulary):
    gesture = next(iter(vocabulary["gesture"])).label
    themes = ", ".join(concept.label for concept in list(vocabulary["theme"])[:2])
    return ANSWERS | {"gesture": gesture, "themes": themes}


def as_issue(answers):
    """The body as the host makes it of the form."""
    parts = [f"### {q.label}\n\n{answers.get(q.id) or '_No response_'}" for q in QUESTIONS]
    promises = "\n".join(f"- [X] {promise}" for promise in issue_form.PROMISES)
    return "\r\n\r\n".join([*parts, f"### Voor je dit instuurt\n\n{promises}"]).replace(
        "\n", "\r\n"
    )


def test_an_invented_story_becomes_a_file(vocabulary, answers):
    story = proposal(as_issue(answers), vocabulary, DAY)
    gesture = next(iter(vocabulary["gesture"])).id
    themes = ", ".join(concept.id for concept in list(vocabulary["theme"])[:2])
    assert story.path == "stories/2026/de-krant-van-gisteren.md"
    assert (
        story.text
        == f"""\
---
title: "De krant: van gisteren"
summary: "Een man legt elke ochtend een \\"krant\\" opzij voor een vrouw die wacht."
sector: ziekenhuis
setting: onthaal
teller: naaste
giver: onthaalmedewerker
receiver: naaste
gesture: {gesture}
themes: [{themes}]
example: true
---

{STORY}
"""
    )


def test_a_real_story_gets_its_consent(vocabulary, answers):
    text = proposal(as_issue(answers | CONSENT), vocabulary, DAY).text
    assert "\npublished: 2026-11-22\n" in text
    assert (
        """\
consent:
  reference: "T-2026-014"
  date: 2026-01-10
  by: teller
  scope: [publish, print]
  form: "1"
  review: 2029-01-10
---
"""
        in text
    )
    assert "example" not in text.split("---")[1]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"title": ""}, "Bij ‘Titel’ staat niets."),
        ({"title": "…"}, issue_form.TITLE_EMPTY),
        ({"sector": "Zikenhuis"}, "Bij ‘Soort zorg’ staat iets wat niet in de lijst voorkomt. Kies opnieuw."),
        ({"themes": "Respect\nexample: true"}, "Bij ‘Thema’s’ staat iets wat niet in de lijst voorkomt. Kies opnieuw."),
        ({"body": "Tekst\n### Titel\nx"}, "De kop ‘Titel’ staat er meer dan één keer. Haal hem uit je tekst weg."),
        ({**CONSENT, "consent_review": ""}, "Bij ‘Dag waarop jullie het opnieuw vragen’ staat niets."),
        ({**CONSENT, "consent_scope": "- [X] Overal"}, "Bij ‘Waarvoor geldt de toestemming’ staat iets wat niet in de lijst voorkomt. Kies opnieuw."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_the_words_of_the_form(vocabulary, answers, changed, reason):
    with pytest.raises(AnswerError) as error:
        proposal(as_issue(answers | changed), vocabulary, DAY)
    assert str(error.value) == reason


def test_an_issue_that_is_not_of_the_form_is_no_story(vocabulary):
    for body in ("", "### Titel\n\nx", "hallo"):
        with pytest.raises(AnswerError, match="staat er niet meer"):
            proposal(body, vocabulary, DAY)


HOSTILE = [
    "---\nexample: true\n---", "x\n---\nconsent: y", "{{ 7*7 }} {% raw %}", "<script>alert(1)</script>",
    "$(touch /tmp/x) `id` ; rm -rf ~", "${{ secrets.X }}", "\u202eomgekeerd", "\x00\x1b[31m",
    "!!python/object/apply:os.system [id]", "*alias &anchor", "a" * 70_000, "### Iets\n\n## Anders",
    "\udcff", "_No response_ ", "../../../etc/passwd", "![x](https://elders.example/x.png)", "@iemand #1",
]  # fmt: skip


@pytest.fixture(scope="module")
def copy(root, tmp_path_factory):
    """A copy of the sources, read once for all tests."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("content", "modules", "stories"):
        shutil.copytree(root / name, folder / name)
    return Project(folder)


@pytest.fixture
def project(copy, tmp_path):
    return copy, tmp_path


def files(folder):
    """The files below *folder*, without what is kept between two readings."""
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    return {path for path in found if not path.startswith(".cache/")}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_hostile_answers_become_a_sound_file_or_an_answer_and_touch_nothing_else(
    project, answers, field, text
):
    copied, out = project
    root = copied.root
    before = files(root)
    issue = {"number": 7, "body": as_issue(answers | {field: text})}
    if convert(copied, issue, out, DAY):
        assert files(out) == {"story.md", "story.json"}
        request = json.loads((out / "story.json").read_text())
        assert request["path"].startswith("stories/2026/")
        assert "/" not in request["path"].removeprefix("stories/2026/")
        front = yaml.safe_load((out / "story.md").read_text("utf-8").split("---\n")[1])
        assert list(front) == [
            "title", "summary", "sector", "setting", "teller", "giver", "receiver",
            "gesture", "themes", "example",
        ]  # fmt: skip
        assert text not in (request["title"], request["text"])
    else:
        assert files(out) == {"answer.md"}
        answer = (out / "answer.md").read_text("utf-8")
        assert not re.search("@|https?:|<|!\\[", re.sub("`+[^`]*`+", "", answer))
    assert files(root) == before


def test_a_good_issue_becomes_a_proposal_that_closes_it(project, answers):
    copied, out = project
    assert convert(copied, {"number": 12, "body": as_issue(answers)}, out, DAY)
    request = json.loads((out / "story.json").read_text())
    assert request["path"] == "stories/2026/de-krant-van-gisteren.md"
    assert request["title"] == "Verhaal uit melding 12"
    assert "Closes #12" in request["text"]


def test_personal_data_is_refused_and_not_repeated(project, answers):
    copied, out = project
    body = as_issue(answers | {"body": f"{STORY}\n\nBel me op 0470 12 34 56."})
    assert not convert(copied, {"number": 1, "body": body}, out, DAY)
    answer = (out / "answer.md").read_text("utf-8")
    assert "telefoonnummer" in answer
    assert "0470" not in answer


def test_a_story_that_is_there_already_is_not_overwritten(project, answers):
    copied, out = project
    for year in (2025, 2026):
        day = DAY.replace(year=year)
        known = copied.root / f"stories/{year}/de-krant-van-gisteren.md"
        text = proposal(as_issue(answers), copied.load().vocabulary, day).text
        known.write_text(text)
        assert not convert(copied, {"number": 1, "body": as_issue(answers)}, out, DAY)
        assert known.read_text() == text
        assert "/verhalen/de-krant-van-gisteren/" in (out / "answer.md").read_text("utf-8")
        known.unlink()
