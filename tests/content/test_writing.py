"""What a machine can see of good writing; .github/SCHRIJFWIJZER.md says the rest."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from catalogue import load
from catalogue.modules.blocks import fenced_lines
from catalogue.text.html import plain_text

ROOT: Final = Path(__file__).parents[2]
WORDS: Final = Path(__file__).with_name("words.txt")
HUNSPELL: Final = shutil.which("hunspell")
MEDIAN, LONGEST = 14, 35


@pytest.fixture(scope="module")
def catalogue():
    return load(ROOT)


def paragraphs(file):
    """The running text of a source: without front matter, code, tables, options, marks and other languages."""
    lines = file.read_text("utf-8").split("\n---\n", 1)[1].split("\n")
    fenced = fenced_lines(lines)
    for number, line in enumerate(lines):
        if number in fenced or line.startswith(("|", "    ", "///")):
            continue
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
        text = re.sub(r"^\s*(?:[#>:]+|[-*]|\d+\.)\s+", "", text)
        text = re.sub(r"`[^`]*`", "code", text)
        text = re.sub(r'<(\w+) lang="\w+">.*?</\1>', "", text)
        text = re.sub(r"[*_`]", "", text).strip()
        if text:
            yield text


def sentences(file):
    for paragraph in paragraphs(file):
        for sentence in re.split(r"(?<=[.?!:])[’”)]*\s+", paragraph):
            if len(sentence.split()) > 1:
                yield sentence


STORIES: Final = sorted((ROOT / "stories").glob("*/*.md"))
PAGES: Final = sorted((ROOT / "content").rglob("*.md")) + sorted(
    (ROOT / "modules").glob("[a-z]*/*.md")
)


@pytest.mark.parametrize("files", [STORIES, PAGES], ids=["stories", "pages"])
def test_half_of_the_sentences_are_short(files):
    lengths = [len(sentence.split()) for file in files for sentence in sentences(file)]
    assert statistics.median(lengths) <= MEDIAN


def test_no_sentence_is_too_long_to_say_in_one_breath():
    long = {
        f"{file.relative_to(ROOT)}: {sentence}"
        for file in (*STORIES, *PAGES)
        for sentence in sentences(file)
        if len(sentence.split()) > LONGEST
    }
    assert long == set()


def words_of(story):
    return re.findall(r"[\w’'-]+", plain_text(story.html.replace("<", " <")).lower())


def test_stories_are_as_long_as_a_break(catalogue):
    lengths = {story.slug: story.words for story in catalogue.stories}
    assert {slug: n for slug, n in lengths.items() if not 80 <= n <= 500} == {}


def test_no_two_stories_share_eight_words_in_a_row(catalogue):
    owners = {}
    shared = set()
    for story in catalogue.stories:
        words = words_of(story)
        for start in range(len(words) - 7):
            run = tuple(words[start : start + 8])
            if owners.setdefault(run, story.slug) != story.slug:
                shared.add((owners[run], story.slug, " ".join(run)))
    assert shared == set()


def test_no_more_than_two_stories_open_with_the_same_three_words(catalogue):
    openings = Counter(tuple(words_of(story)[:3]) for story in catalogue.stories)
    assert {opening for opening, count in openings.items() if count > 2} == set()


def test_no_story_says_what_it_is(catalogue):
    assert [story.slug for story in catalogue.stories if "mangomoment" in story.html.lower()] == []


@pytest.mark.parametrize(
    ("scheme", "fields"),
    [
        ("sector", ("sector",)),
        ("setting", ("setting",)),
        ("gesture", ("gesture",)),
        ("theme", ("themes",)),
        ("role", ("teller", "giver", "receiver")),
    ],
)
def test_every_word_of_the_vocabulary_is_in_two_stories(catalogue, scheme, fields):
    used = Counter()
    for story in catalogue.stories:
        values = [getattr(story, field) for field in fields]
        found = {
            c.id for value in values for c in (value if isinstance(value, tuple) else (value,))
        }
        used.update(found)
    assert [c.id for c in catalogue.vocabulary[scheme] if used[c.id] < 2] == []


def test_there_is_a_module_for_everybody(catalogue):
    used = {concept.id for module in catalogue.modules for concept in module.audience}
    assert used == set(catalogue.vocabulary["audience"].concepts)


def test_every_module_has_a_plan_for_the_time_there_is(catalogue):
    for module in catalogue.modules:
        assert {20, 45, 90} <= {plan.minutes for plan in module.plans}, module.slug
        for plan in module.plans:
            assert sum(step.minutes for step in plan.steps) == plan.minutes


def test_every_module_works_in_different_ways(catalogue):
    for module in catalogue.modules:
        assert 4 <= len(module.assignments) <= 7, module.slug
        assert len({assignment.grouping for assignment in module.assignments}) >= 2, module.slug


NO_VERBS: Final = {
    "de",
    "het",
    "een",
    "je",
    "jullie",
    "wat",
    "hoe",
    "dat",
    "in",
    "op",
    "na",
    "meer",
}


def test_an_objective_begins_with_a_verb_that_can_be_seen(catalogue):
    firsts = {
        objective.split()[0] for module in catalogue.modules for objective in module.objectives
    }
    nouns = {
        word for word in firsts if word.lower() in NO_VERBS or re.search(r"(ing|heid|te)$", word)
    }
    assert nouns == set()


def test_eight_or_sixteen_cards_print_eight_to_a_page():
    for file in (ROOT / "modules").glob("[a-z]*/media.md"):
        for cards in re.findall(
            r"^/// cards.*?^///$", file.read_text("utf-8"), re.MULTILINE | re.DOTALL
        ):
            assert len(re.findall(r"^- ", cards, re.MULTILINE)) in (8, 16), file


def test_no_word_is_misspelt():
    """By hunspell's Dutch dictionary and a word list of our own."""
    assert HUNSPELL, "tools/setup test installs hunspell and hunspell-nl"
    text = "\n".join(line for file in (*STORIES, *PAGES) for line in paragraphs(file))
    text = re.sub(r"https?://\S+|\b[\w./-]+\.(?:md|yml|svg)\b|\b\w+:", " ", text)
    text = re.sub(r"(?<!\w)[’']|[’'](?!\w)|[‘“”…–/.]", " ", text).replace("’", "'")
    found = subprocess.run(
        [HUNSPELL, "-d", "nl", "-i", "utf-8", "-l"],
        input=text, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    known = set(WORDS.read_text("utf-8").split("\n"))
    assert sorted(set(found) - known) == []
