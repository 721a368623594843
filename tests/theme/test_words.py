"""Every Dutch word of the interface is used, and every word that is asked for exists."""

from __future__ import annotations

import ast
import re
import string

import pytest
from catalogue.model.facet import FACETS
from catalogue.model.module import Grouping
from catalogue.text.texts import read_texts
from jinja2 import Environment, nodes

ANY = "[a-z0-9_.-]+"


@pytest.fixture(scope="module")
def by_key(root):
    return dict(read_texts(root / "theme/locales/nl.yml").by_key)


@pytest.fixture(scope="module")
def keys(by_key):
    """The keys as they are asked for: those that are counted without ``.one`` and ``.other``."""
    return {re.sub(r"\.(one|other)$", "", key) for key in by_key}


def _pattern_of_node(node):
    """The key that an expression of a template gives, as a pattern; None when it is not one."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        chosen = (_pattern_of_node(node.expr1), _pattern_of_node(node.expr2))
        return f"(?:{'|'.join(chosen)})" if all(chosen) else None
    if isinstance(node, nodes.Concat):
        parts = [_pattern_of_node(part) or ANY for part in node.nodes]
        return "".join(parts)
    return None


@pytest.fixture(scope="module")
def asked_by_templates(root):
    """Every ``t(…)`` of every template: file, pattern of the key, names of the words filled in."""
    found = []
    for file in sorted((root / "theme").rglob("*.html")):
        tree = Environment(autoescape=True).parse(file.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                pattern = _pattern_of_node(call.args[0])
                assert pattern, f"{file}:{call.lineno}: which key?"
                names = {keyword.key for keyword in call.kwargs}
                found.append((f"{file.relative_to(root)}:{call.lineno}", pattern, names))
    assert len(found) > 50
    return found


def _pattern_of_expression(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_pattern_of_expression(part) or ANY for part in node.values)
    return None


@pytest.fixture(scope="module")
def asked_by_code(root):
    """Every call of ``texts(…)`` in the hooks and the catalogue, in the same form."""
    found = []
    for file in sorted((root / "hooks").rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            function = call.func
            name = getattr(function, "attr", None) or getattr(function, "id", "")
            if isinstance(function, ast.Subscript):
                name = getattr(function.slice, "value", "")
            if str(name).lstrip("_") == "texts" and call.args:
                pattern = _pattern_of_expression(call.args[0])
                if pattern:
                    names = {keyword.arg for keyword in call.keywords}
                    found.append((f"{file.relative_to(root)}:{call.lineno}", pattern, names))
    assert len(found) > 10
    return found


@pytest.fixture(scope="module")
def asked(asked_by_templates, asked_by_code):
    return asked_by_templates + asked_by_code


def test_every_word_that_is_asked_for_exists(asked, keys):
    missing = [
        f"{where}: {pattern}"
        for where, pattern, _ in asked
        if not any(re.fullmatch(pattern, key) for key in keys)
    ]
    assert missing == []


def test_every_word_is_asked_for_somewhere(asked, keys):
    patterns = {pattern for _, pattern, _ in asked} | {rf"month\.{ANY}"}
    unused = [key for key in keys if not any(re.fullmatch(p, key) for p in patterns)]
    assert not unused, ", ".join(sorted(unused))


def test_every_word_gets_what_it_is_filled_with(asked, by_key):
    lacking = []
    for where, pattern, names in asked:
        for key, text in by_key.items():
            if re.fullmatch(rf"{pattern}(\.one|\.other)?", key):
                places = {name for _, name, _, _ in string.Formatter().parse(text) if name}
                if not places <= names:
                    lacking.append(f"{where}: {key} needs {places - names}")
    assert lacking == []


def test_what_is_counted_has_a_word_for_one_and_for_more(by_key):
    for key in by_key:
        if key.endswith(".one"):
            assert key.removesuffix(".one") + ".other" in by_key
        if key.endswith(".other"):
            assert "{n}" in by_key[key]


def test_every_facet_and_gathering_has_its_words(by_key):
    for facet in FACETS:
        for word in ("name", "list", "description"):
            assert by_key[f"facet.{facet.field}.{word}"]
    for grouping in Grouping:
        assert by_key[f"grouping.{grouping}"]


@pytest.mark.parametrize("mark", ["!", "klik hier", "Klik hier", "  ", "u kunt", "gelieve"])
def test_the_words_keep_the_tone_of_the_site(by_key, mark):
    assert [key for key, text in by_key.items() if mark in text] == []
