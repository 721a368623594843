"""The stylesheets: each rule once and obeyed, nothing for what nobody writes, and a style for what somebody does."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from catalogue.text.stylesheets import ALONE, CASCADE
from jinja2 import Environment, nodes

PAPER = "print/document.css"
"""The stylesheet of the printed documents: no browser reads it."""

LATER = ("@media", "@container")


def names(pattern, text):
    return set(re.findall(pattern, text))


@pytest.fixture(scope="module")
def sheets(root):
    """The text of each stylesheet, by its place in the theme, without what a template fills in."""
    theme = root / "theme"
    found = {
        file.relative_to(theme).as_posix(): re.sub(
            r"/\*.*?\*/|\{\{.*?\}\}", "", file.read_text("utf-8"), flags=re.DOTALL
        )
        for file in sorted(theme.rglob("*.css"))
    }
    assert len(found) > 30
    return found


def outside_of_brackets(text):
    """The parts of a list of selectors: a comma within brackets is not one of the list."""
    return [part.strip() for part in re.split(r",(?![^()]*\))", " ".join(text.split()))]


def rules(sheet, conditions=()):
    """Each rule of *sheet*, for each of its selectors: the conditions around it, selector, properties."""
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        head = " ".join(sheet[at:opened].rpartition(";")[2].split())
        start = at = opened + 1
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[at], 0)
            at += 1
        body = sheet[start : at - 1]
        if head.startswith(LATER):
            yield from rules(body, (*conditions, head))
        elif not head.startswith("@"):
            properties = [part.partition(":")[0].strip() for part in body.split(";") if ":" in part]
            for selector in outside_of_brackets(head):
                yield conditions, selector, properties


def test_the_rules_of_a_stylesheet_are_told_apart():
    sheet = "a, b:is(c, d) { x: 1; y: 2 } @media (w) { a { x: 3 } } @keyframes k { to { x: 4 } } e { z: 5 }"
    assert list(rules(sheet)) == [
        ((), "a", ["x", "y"]),
        ((), "b:is(c, d)", ["x", "y"]),
        (("@media (w)",), "a", ["x"]),
        ((), "e", ["z"]),
    ]


def test_every_stylesheet_is_gathered_into_one_that_pages_ask_for(root, sheets):
    theme = root / "theme"
    found = Counter(
        file.relative_to(theme).as_posix() for pattern in CASCADE for file in theme.glob(pattern)
    )
    assert set(found) | {PAPER} == set(sheets)
    assert set(found.values()) == {1}, "in one place of the cascade"
    for name, patterns in ALONE.items():
        for pattern in patterns:
            assert list(theme.glob(pattern)), f"{name}: nothing is called {pattern}"


def test_nothing_is_said_twice(sheets):
    """Under the same conditions, a property of a selector is given once."""
    said = Counter(
        (conditions, selector, property_)
        for name, sheet in sheets.items()
        if name not in (PAPER, "pages/embedded.css", "pages/offline.css")
        for conditions, selector, properties in rules(sheet)
        for property_ in properties
    )
    assert len(said) > 500
    assert [what for what, times in said.items() if times > 1] == []


def test_a_rule_under_a_condition_comes_after_the_rule_that_it_changes(sheets):
    """Before it, it would never be obeyed."""
    vain = []
    for name, sheet in sheets.items():
        special = {}
        for conditions, selector, properties in rules(sheet):
            for property_ in properties:
                if conditions:
                    special.setdefault((selector, property_), conditions)
                elif (selector, property_) in special:
                    vain.append((name, special[selector, property_], selector, property_))
    assert vain == []


def test_no_stylesheet_shouts(sheets):
    assert [name for name, sheet in sheets.items() if "!important" in sheet] == []


# -- classes ---------------------------------------------------------------------------------

CLASS = r"\.([a-zA-Z][\w-]*)"
BEGUN = r"([\w-]+--)(?:\{|\$\{)"
"""A class of which the end is filled in: ``module-part--{{ part.kind }}``, ``result--${kind}``."""


def classes(sheet):
    return {name for _, selector, _ in rules(sheet) for name in re.findall(CLASS, selector)}


@pytest.fixture(scope="module")
def written(root):
    """Every file that writes HTML: templates, scripts, and the code that makes pages."""
    files = [
        file
        for folder, pattern in (("theme", "*.html"), ("theme", "*.js"), ("hooks", "*.py"))
        for file in sorted((root / folder).rglob(pattern))
    ]
    assert len(files) > 100
    return "\n".join(file.read_text("utf-8") for file in files)


def test_every_class_of_a_stylesheet_is_written_somewhere(root, sheets, written):
    words = names(r"[\w-]+", written)
    words |= {f"form--{file.stem}" for file in (root / "content/sjablonen").glob("*.md")}
    begun = tuple(names(BEGUN, written))
    dead = {
        f"{name}: .{class_}"
        for name, sheet in sheets.items()
        for class_ in classes(sheet)
        if class_ not in words and not class_.startswith(begun)
    }
    assert dead == set()


def written_classes(text):
    """The classes that a template writes whole."""
    tree = Environment(autoescape=True).parse(text)
    html = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "\0"
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
    )
    return {
        name
        for value in re.findall(r'class="([^"]*)"', html)
        for name in value.split()
        if "\0" not in name
    }


def test_the_classes_of_a_template_are_found():
    template = (
        '<p class="a {{ x }} b--{{ y }}{% if z %} c{% endif %}">{% for q in z %}<i class="d">'
    )
    assert written_classes(template + "{% endfor %}") == {"a", "c", "d"}


def test_every_class_that_a_template_writes_has_a_style_or_a_script_that_looks_for_it(root, sheets):
    styled = {class_ for sheet in sheets.values() for class_ in classes(sheet)}
    scripts = "\n".join(f.read_text("utf-8") for f in sorted((root / "theme").rglob("*.js")))
    looked_for = names(r"[\w-]+", scripts)
    begun = tuple(names(r"([\w-]+__)\$\{", scripts))
    for file in sorted((root / "theme").rglob("*.html")):
        found = written_classes(file.read_text("utf-8")) - styled - looked_for
        assert not [name for name in found if not name.startswith(begun)], file


# -- components ------------------------------------------------------------------------------

STYLED_WITH_ANOTHER = {
    "feed-links": "elements/text.css",
    "offline-download": "components/download/style.css",
    **dict.fromkeys(
        ("document-part", "module-case", "module-cover", "module-list", "qr-code"), PAPER
    ),
}
"""Components that write classes and have no style of their own, and where their style is."""


def test_a_component_that_writes_classes_has_its_style_beside_it(root, sheets):
    lacking = {}
    for folder in sorted((root / "theme/components").iterdir()):
        own = written_classes((folder / "template.html").read_text("utf-8"))
        if own and not (folder / "style.css").exists():
            lacking[folder.name] = own
    assert set(lacking) == set(STYLED_WITH_ANOTHER)
    for name, sheet in STYLED_WITH_ANOTHER.items():
        assert lacking[name] & classes(sheets[sheet]), name


def test_a_component_styles_what_it_writes(root, sheets):
    """Its style is about a class of its own template: else it stands in the wrong folder."""
    styles = sorted((root / "theme/components").glob("*/style.css"))
    assert len(styles) > 20
    for file in styles:
        template = file.with_name("template.html").read_text("utf-8")
        blocks = {re.split("__|--", name)[0] for name in written_classes(template)}
        for _, selector, _ in rules(sheets[file.relative_to(root / "theme").as_posix()]):
            about = {re.split("__|--", name)[0] for name in re.findall(CLASS, selector)}
            assert about & blocks, f"{file}: {selector}"
