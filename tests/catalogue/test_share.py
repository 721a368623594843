"""What the form to share a story is given: every choice that the checker takes, and the checker's own rules."""

from __future__ import annotations

import json
import re

import pytest
from catalogue import load
from catalogue.editing.share_form import CHECKED, form_rules, share_form
from catalogue.model.field import Kind
from catalogue.problems.rules import RULES
from catalogue.sources import schema


@pytest.fixture(scope="module")
def catalogue(root):
    return load(root)


def test_every_field_with_fixed_words_offers_all_of_them(catalogue):
    form = share_form(catalogue)
    fields = [f for f in schema.STORY if f.kind in (Kind.CONCEPT, Kind.CONCEPTS)]
    assert set(form.choices) == {field.name for field in fields}
    for field in fields:
        offered = [concept for group in form.choices[field.name] for concept in group.concepts]
        assert offered == list(catalogue.vocabulary[field.scheme])


def test_themes_stand_under_their_headings(catalogue):
    groups = share_form(catalogue).choices["themes"]
    headings = [group.heading for group in groups]
    assert len(headings) == len(set(headings)) > 1
    assert all(c.group == group.heading for group in groups for c in group.concepts)


def test_the_rules_are_those_of_the_checker():
    rules = json.loads(form_rules())
    for code in CHECKED:
        assert rules["problems"][code]["message"] == RULES[code].message
    assert rules["limits"]["title"] == 90
    assert rules["limits"]["themes"] == 3
    assert rules["unseen"]["names"]["202E"] == "RIGHT-TO-LEFT OVERRIDE"
    assert re.search(rules["unseen"]["pattern"], "\u202e")
    assert {"sector", "feed", "con"} <= set(rules["reserved"])


def test_the_rules_are_the_same_each_time():
    assert form_rules() == form_rules()
