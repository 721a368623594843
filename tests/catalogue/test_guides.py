"""The pages for editors name every field and every message, and read as plain text."""

from __future__ import annotations

import re

import pytest
import yaml
from catalogue import load
from catalogue.editing import guides, issue_form
from catalogue.model.field import Field
from catalogue.problems.rules import RULES
from catalogue.sources import schema


@pytest.fixture(scope="module")
def vocabulary(root):
    return load(root).vocabulary


@pytest.fixture(scope="module")
def fields_page(vocabulary):
    return guides.fields_page(vocabulary)


def every_field(fields):
    for field in fields:
        yield field
        yield from every_field(field.fields)


def test_every_field_of_the_schema_is_in_the_page(fields_page):
    forms = [
        value
        for value in vars(schema).values()
        if isinstance(value, tuple) and value and isinstance(value[0], Field)
    ]
    assert len(forms) >= 8
    for form in forms:
        for field in every_field(form):
            assert f"| `{field.name}` | " in fields_page, field.name
            if field.fields:
                assert f"### Onder `{field.name}`: {guides.NESTED[field.name]}" in fields_page


def test_every_word_of_the_vocabulary_is_in_the_page(fields_page, vocabulary):
    for scheme in guides.SCHEMES:
        for concept in vocabulary[scheme]:
            assert f"| `{concept.id}` | {concept.label}" in fields_page


def rows(page):
    for line in page.split("\n"):
        if line.startswith("| ") and not line.startswith("| ---"):
            yield re.split(r"(?<!\\)\|", line)[1:-1]


def test_every_row_has_as_many_cells_as_its_head(fields_page):
    assert {len(row) for row in rows(fields_page)} == {3, 4}
    assert {len(row) for row in rows(guides.messages_page())} == {3}


def test_every_message_is_in_the_page():
    page = guides.messages_page()
    assert len(list(rows(page))) == len(RULES) + page.count("\n## ")
    assert not re.search(r"(?<!\\)\{\w*\}", page), "a place that nobody fills in"
    for rule in RULES.values():
        longest = max(re.split(r"\{[^{}]*\}", rule.message), key=len).strip()
        assert guides._plain(longest)[1:] in page, rule.message


def test_every_message_has_a_heading_of_its_kind():
    assert [code for code in RULES if guides._group(code) == guides.OTHER] == []


def test_a_message_is_a_sentence_without_what_is_filled_in():
    assert guides._sentence("de naam '{name}' kan niet") == "De naam '…' kan niet."
    assert guides._sentence("{choice}") == guides.AS_SHOWN
    assert guides._sentence("") == ""
    assert guides._sentence("schrijf '/// {name} | Titel' of *x*") == (
        "Schrijf '/// … \\| Titel' of \\*x\\*."
    )


# -- the form of the host ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def form(vocabulary):
    return yaml.safe_load(issue_form.form(vocabulary))


def test_the_form_asks_every_field_that_a_story_needs(form):
    asked = {element["id"] for element in form["body"] if "id" in element}
    needed = {field.name for field in schema.STORY if field.required and field.name != "published"}
    assert needed | {"body", "promises"} <= asked
    assert {f"consent_{field.name}" for field in schema.CONSENT} <= asked


def test_the_form_offers_the_words_of_the_vocabulary(form, vocabulary):
    by_id = {element.get("id"): element for element in form["body"]}
    for field in schema.STORY:
        if field.scheme:
            labels = [concept.label for concept in vocabulary[field.scheme]]
            assert by_id[field.name]["attributes"]["options"] == labels
            assert len(labels) == len(set(labels))
            assert not any("," in label for label in labels), "the host puts commas between choices"


def test_the_form_is_one_that_the_host_accepts(form):
    """https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests"""
    assert set(form) == {"name", "description", "title", "labels", "body"}
    kinds = {"markdown", "input", "textarea", "dropdown", "checkboxes"}
    assert {element["type"] for element in form["body"]} == kinds
    ids = [element["id"] for element in form["body"] if "id" in element]
    labels = [e["attributes"]["label"] for e in form["body"] if "id" in e]
    assert len(set(ids)) == len(ids)
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[a-z_]+", id_) for id_ in ids)
    for element in form["body"]:
        options = element["attributes"].get("options", [])
        assert "None" not in options
        if element["type"] == "checkboxes":
            assert all(isinstance(option["label"], str) for option in options)


def test_the_form_says_first_that_everything_is_public(form):
    assert "openbaar" in form["body"][0]["attributes"]["value"]
