"""Templates choose, loop and print: they compute nothing, hold no words, and keep one macro a file."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, nodes

ARITHMETIC = (
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow,
)  # fmt: skip

# What changes or takes apart a value: that is the catalogue's work.
COMPUTING_METHODS = frozenset(
    {
        "split", "rsplit", "partition", "replace", "strip", "lstrip", "rstrip", "lower", "upper",
        "title", "capitalize", "startswith", "endswith", "format", "find", "index", "count",
        "join", "encode", "append", "extend", "insert", "update", "pop", "remove", "sort",
        "setdefault", "add", "clear",
    }
)  # fmt: skip
COMPUTING_FILTERS = frozenset(
    {
        "replace", "map", "select", "reject", "selectattr", "rejectattr", "groupby", "batch",
        "slice", "sum", "format", "tojson", "int", "float", "round", "urlize",
    }
)  # fmt: skip
# Whoever asks whether a value is there does not trust the catalogue.
DOUBTING_FILTERS = {"default", "d"}
# A slot of a shell cannot tell these that nobody knows its value.
DOUBTING_TESTS = {
    "defined", "undefined", "none", "string", "iterable", "mapping", "sequence", "true", "false",
    "boolean", "number", "integer", "float", "sameas", "callable",
}  # fmt: skip


@pytest.fixture(scope="module")
def templates(root):
    """Every template: its path within the theme → its text and its tree."""
    environment = Environment(autoescape=True)
    found = {}
    for file in sorted((root / "theme").rglob("*.html")):
        text = file.read_text("utf-8")
        found[file.relative_to(root / "theme").as_posix()] = text, environment.parse(text)
    assert len(found) > 10
    return found


def test_templates_do_no_sums(templates):
    found = [f"{n}:{x.lineno}" for n, (_, t) in templates.items() for x in t.find_all(ARITHMETIC)]
    assert not found, "\n".join(found)


def test_templates_take_no_texts_apart_and_change_no_lists(templates):
    found = [
        f"{name}:{call.lineno}: .{call.node.attr}()"
        for name, (_, tree) in templates.items()
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Getattr) and call.node.attr in COMPUTING_METHODS
    ] + [
        f"{name}:{filter_.lineno}: |{filter_.name}"
        for name, (_, tree) in templates.items()
        for filter_ in tree.find_all(nodes.Filter)
        if filter_.name in COMPUTING_FILTERS
    ]
    assert not found, "\n".join(found)


def test_templates_trust_that_what_they_need_is_there(templates):
    found = [
        f"{name}:{node.lineno}: {node.name}"
        for name, (_, tree) in templates.items()
        for kind, names in ((nodes.Filter, DOUBTING_FILTERS), (nodes.Test, DOUBTING_TESTS))
        for node in tree.find_all(kind)
        if node.name in names
    ]
    assert not found, "\n".join(found)


def reached(templates, name):
    """The template *name*, what it extends, and every component that stands on it."""
    found = {name}
    for node in templates[name][1].find_all((nodes.Extends, nodes.FromImport)):
        if isinstance(node.template, nodes.Const):
            found |= reached(templates, node.template.value)
    return found


def test_shells_filter_nothing(templates):
    """A filter would work on the marker of a slot: it changes a name, or nothing at all."""
    shells = {name for name, (text, _) in templates.items() if "slots." in text}
    assert len(shells) > 5
    found = [
        f"{name}:{filter_.lineno}: |{filter_.name}"
        for name in {other for shell in shells for other in reached(templates, shell)}
        for filter_ in templates[name][1].find_all(nodes.Filter)
    ]
    assert not found, "\n".join(found)


def is_alias(node):
    """A name, something of it, or its first or last."""
    if isinstance(node, nodes.Filter):
        return node.name in ("first", "last") and is_alias(node.node)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        return is_alias(node.node)
    return isinstance(node, nodes.Name | nodes.Const)


def test_templates_only_give_things_a_shorter_name(templates):
    found = []
    for name, (_, tree) in templates.items():
        found += [
            f"{name}:{assignment.lineno}"
            for assignment in tree.find_all((nodes.Assign, nodes.AssignBlock))
            if not isinstance(assignment, nodes.Assign) or not is_alias(assignment.node)
        ]
        found += [
            f"{name}:{call.lineno}: namespace"
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name == "namespace"
        ]
    assert not found, "\n".join(found)


# Where a text may pass unescaped: HTML that Python-Markdown made of a trusted editor's text, and
# on paper that same content and the HTML of a story, which was sanitised when it was read.
SAFE = {"page.content", "content", "content[document.page_uri]", "story.html"}


def test_only_rendered_text_passes_unescaped(templates):
    for name, (text, tree) in templates.items():
        for filter_ in tree.find_all(nodes.Filter):
            if filter_.name in ("safe", "forceescape"):
                line = text.split("\n")[filter_.lineno - 1]
                assert any(f"{{{{ {value} | safe }}}}" in line for value in SAFE), name
        assert "autoescape" not in text, name


# -- macros ----------------------------------------------------------------------------------


def macros(tree):
    return list(tree.find_all(nodes.Macro))


def test_macros_live_in_components_one_a_file_named_as_the_file(templates):
    wrong = []
    for name, (_, tree) in templates.items():
        names = [macro.name for macro in macros(tree)]
        own = name.removeprefix("components/").removesuffix("/template.html").replace("-", "_")
        if names != ([own] if name.startswith("components/") else []):
            wrong.append(f"{name}: {names}")
    assert not wrong, "\n".join(wrong)


def test_a_component_begins_with_what_it_takes_and_shows(templates):
    wrong = []
    for name, (text, tree) in templates.items():
        if name.startswith("components/"):
            (macro,) = macros(tree)
            contract = re.match(r"\{#-? (\w+)\((.*?)\): \S.{10,}", text)
            takes = [part.strip() for part in contract[2].split(",") if part] if contract else []
            if not contract or contract[1] != macro.name or takes != [a.name for a in macro.args]:
                arguments = ", ".join(argument.name for argument in macro.args)
                wrong.append(f"{name} should begin with: {{# {macro.name}({arguments}): …")
    assert not wrong, "\n".join(wrong)


def test_a_component_knows_nothing_of_the_page_it_stands_on(templates):
    """What it shows, it is given: so that it can stand anywhere, on paper too."""
    for name, (_, tree) in templates.items():
        if name.startswith("components/"):
            (macro,) = macros(tree)
            given = {argument.name for argument in macro.args}
            used = {node.name for node in macro.find_all(nodes.Name) if node.ctx == "load"}
            hidden = used & ({"page", "config", "nav", "view", "base_url", "slots"} - given)
            assert hidden == set(), name


def test_every_component_is_used(templates):
    everything = "".join(text for text, _ in templates.values())
    for name in templates:
        if name.startswith("components/"):
            assert f'"{name}"' in everything, name


# -- words -----------------------------------------------------------------------------------

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = {"alt", "title", "aria-label", "placeholder", "summary", "label", "content"}
LETTERS = re.compile(r"[^\W\d_]{2,}")


class _Words(HTMLParser):
    """Gathers what a reader would see or hear of a template without its expressions."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        if LETTERS.search(data):
            self.found.append(data.strip())

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in SPOKEN and value and LETTERS.search(value) and tag != "meta":
                self.found.append(value)


def test_templates_hold_no_words_of_their_own(templates):
    for name, (text, _) in templates.items():
        parser = _Words()
        parser.feed(JINJA.sub("", text))
        assert parser.found == [], name


def test_expressions_in_templates_hold_no_sentences(templates):
    for name, (_, tree) in templates.items():
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str):
                assert not re.search(r"[a-z] [a-z]", constant.value), (name, constant.value)
                assert not re.match(r"[A-Z][a-z]", constant.value), (name, constant.value)


def test_titles_of_headings_which_are_html_already_are_not_escaped_twice(templates):
    """The engine gives them with their entities: ``Koffie &amp; taart``."""
    listing = {name for name, (text, _) in templates.items() if "in page.toc" in text}
    assert listing >= {"pages/page.html", "pages/module-part.html"}
    for name in listing:
        listed = re.findall(r"in page\.toc %\}.*?\{% endfor %\}", templates[name][0])
        assert listed, name
        assert all("item.title | striptags" in row for row in listed), name
