"""What the theme takes over from Material still fits, and the files it ships are whole and harmless."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import material
import pytest
from catalogue.site.headers import EARLY_SCRIPT
from jinja2 import Environment, nodes

UPSTREAM = Path(material.__file__).parent / "templates"


def templates(root):
    return sorted((root / "theme").rglob("*.html"))


def as_numbers(text):
    return tuple(int(part) for part in text.split("."))


@pytest.fixture(scope="module")
def overrides(root):
    """Our templates that stand in the place of one of Material's: their path → their text."""
    found = {
        file.relative_to(root / "theme").as_posix(): file.read_text("utf-8")
        for file in templates(root)
        if not file.relative_to(root / "theme")
        .as_posix()
        .startswith(("components/", "data/", "pages/", "print/"))
    }
    assert found
    return found


def test_every_override_says_from_which_version_it_was_taken(overrides):
    for path, text in overrides.items():
        comment = re.match(r"\{#.*?#\}", text, re.DOTALL)
        assert comment, f"{path} does not begin with a comment"
        named = re.search(r"Material (\d+\.\d+\.\d+)", comment[0])
        assert named, f"{path} names no version of Material"
        installed = version("mkdocs-material").split("+")[0]
        assert as_numbers(named[1]) <= as_numbers(installed), path


def test_every_override_stands_in_the_place_of_a_template_of_material(overrides):
    for path in overrides:
        assert (UPSTREAM / path).is_file(), f"Material has no {path} any more"


def outer_blocks(tree):
    """The blocks of a template that stand in no other block."""
    inner = {
        id(block)
        for outer in tree.find_all(nodes.Block)
        for child in outer.body
        for block in ([child] if isinstance(child, nodes.Block) else child.find_all(nodes.Block))
    }
    return {block.name for block in tree.find_all(nodes.Block) if id(block) not in inner}


def test_the_blocks_that_the_frame_fills_are_still_blocks_of_material(root):
    frame = Environment(autoescape=True).parse((root / "theme/base.html").read_text("utf-8"))
    base = Environment(autoescape=True, extensions=["jinja2.ext.loopcontrols"]).parse(
        (UPSTREAM / "base.html").read_text("utf-8")
    )
    theirs = {block.name for block in base.find_all(nodes.Block)}
    assert outer_blocks(frame) - theirs == set()


def test_the_blocks_that_every_page_fills_are_blocks_of_the_frame(root):
    """A block that its parent does not have is never shown, and nobody is told."""
    environment = Environment(autoescape=True)
    frame, main = (
        environment.parse((root / "theme" / name).read_text("utf-8"))
        for name in ("base.html", "main.html")
    )
    assert outer_blocks(main) == {block.name for block in frame.find_all(nodes.Block)}


def test_the_blocks_that_pages_fill_are_blocks_of_the_frame(root):
    environment = Environment(autoescape=True)
    frame = environment.parse((root / "theme/main.html").read_text("utf-8"))
    ours = {block.name for block in frame.find_all(nodes.Block)}
    for file in sorted((root / "theme/pages").glob("*.html")):
        tree = environment.parse(file.read_text("utf-8"))
        if tree.find(nodes.Extends):
            filled = {block.name for block in tree.find_all(nodes.Block)}
            assert filled <= ours, file.name


# -- drawings ------------------------------------------------------------------------------------


def named_drawings(root):
    """The drawings that templates name: whole, or the beginning of a name that an id completes."""
    whole, begun = set(), set()
    for file in templates(root):
        tree = Environment(autoescape=True).parse(file.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "drawing":
                name = call.args[1]
                if isinstance(name, nodes.Const):
                    whole.add(name.value)
                elif isinstance(name, nodes.Concat):
                    begun.add(name.nodes[0].value)
        whole |= set(re.findall(r"assets/drawings/([a-z0-9-]+)\.svg", file.read_text("utf-8")))
    for file in (root / "theme").rglob("*.css"):
        whole |= set(re.findall(r"drawings/([a-z0-9-]+)\.svg", file.read_text("utf-8")))
    return whole, begun


def drawings(root):
    return {file.stem for file in (root / "theme/assets/drawings").glob("*.svg")}


def test_every_drawing_that_a_template_names_is_there(root, catalogue):
    whole, begun = named_drawings(root)
    completed = {
        "gesture-": [gesture.id for gesture in catalogue.vocabulary["gesture"]],
        "module-": [module.slug for module in catalogue.modules],
    }
    assert begun <= set(completed), "a new kind of drawing: say here what its names are made of"
    wanted = whole | {start + id_ for start in begun for id_ in completed[start]}
    assert sorted(wanted - drawings(root)) == []


def test_no_drawing_is_there_for_nothing(root):
    whole, begun = named_drawings(root)
    unused = [
        name
        for name in drawings(root) - whole
        if not any(name.startswith(start) for start in begun)
    ]
    assert unused == []


def pictures(root):
    return [
        *sorted((root / "theme").rglob("*.svg")),
        *sorted((root / "modules").rglob("*.svg")),
        *sorted((root / "content").rglob("*.svg")),
    ]


def test_no_drawing_holds_a_script_or_asks_for_another_file(root):
    files = pictures(root)
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert "<!DOCTYPE" not in text, file.name
        assert "<!ENTITY" not in text, file.name
        assert "<?xml-stylesheet" not in text, file.name
        assert "@import" not in text, file.name
        assert not re.search(r"url\(\s*[\"']?(?!#)[^)]", text), file.name
        for element in ET.fromstring(text).iter():  # noqa: S314 -- our own files, without entities
            tag = element.tag.rpartition("}")[2]
            assert tag not in {"script", "foreignObject", "iframe", "image", "a", "animate", "set"}
            for name, value in element.attrib.items():
                plain = name.rpartition("}")[2]
                assert not plain.startswith("on"), (file.name, name)
                if plain in ("href", "src"):
                    assert value.startswith("#"), (file.name, value)


def test_every_drawing_has_a_frame_and_is_small(root):
    for file in pictures(root):
        assert "viewBox" in file.read_text("utf-8")[:600], file.name
        assert file.stat().st_size <= 50_000, file.name


def test_ids_in_drawings_are_unique_within_their_file(root):
    for file in pictures(root):
        ids = re.findall(r'\bid="([^"]+)"', file.read_text("utf-8"))
        assert len(ids) == len(set(ids)), file.name


# -- fonts and scripts ------------------------------------------------------------------------


def test_the_fonts_are_shipped_with_their_licence(root):
    folder = root / "theme/assets/fonts"
    sheet = (root / "theme/styles/tokens.css").read_text("utf-8")
    named = set(re.findall(r'url\("\.\./assets/fonts/([^"]+)"\)', sheet))
    assert named == {file.name for file in folder.glob("*.woff2")}
    assert 1 <= len(named) <= 3
    for name in named:
        assert (folder / name).read_bytes().startswith(b"wOF2")
        assert (folder / name).stat().st_size < 14_300  # what comes over a new line in one go
    licence = next(folder.glob("LICENSE*")).read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence.upper()
    assert "Atkinson Hyperlegible" in licence


def test_a_font_that_is_late_leaves_the_text_readable(root):
    sheet = (root / "theme/styles/tokens.css").read_text("utf-8")
    faces = re.findall(r"@font-face \{.*?\}", sheet, re.DOTALL)
    assert faces
    assert all("font-display: swap" in face for face in faces if "url(" in face)


def test_our_scripts_ask_no_other_host_for_anything(root):
    for file in (root / "theme").rglob("*.js"):
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")  # a name, no place
        assert not re.search(r"https?://|XMLHttpRequest|sendBeacon|WebSocket", text), file.name
        assert not re.search(r"\bcookie\b|innerHTML|eval\(|document\.write", text), file.name


def test_every_stylesheet_and_script_of_ours_is_asked_for(root, site):
    asking = "".join(site[uri].html for uri in ("", "insluiten/week/", "deel-je-mangomoment/"))
    asking += (root / "theme/pages/offline.html").read_text("utf-8")  # stands in zips only
    published = {
        name: (site.folder / name).read_text("utf-8")
        for name in site.files
        if name.startswith("assets/") and name.endswith((".css", ".js"))
    }
    scripts = "".join(published.values())
    for name in published:
        is_asked_for_later = any(
            f'{ask}/{name.rpartition("/")[2]}"' in scripts
            for ask in ('import(".', 'from ".', 'URL("../assets/scripts')
        )
        assert name in asking or is_asked_for_later, name
    for file in sorted((root / "theme/assets").rglob("*.js")):
        assert file.read_text("utf-8") in published.values(), file.name


def test_an_ordinary_page_asks_for_one_stylesheet_and_one_script(site):
    """What the reader chose must be known before the page is drawn, so that stands in it; all the rest can wait."""
    for uri in ("", "verhalen/", "zoeken/", "modules/"):
        page = site[uri]
        sheets = [link.get("href") for link in page.all("link", rel="stylesheet")]
        assert [sheet.rpartition("/")[2] for sheet in sheets] == ["site.css"]
        (script,) = page.all("script", src=True)
        assert script.get("src").endswith("page.js")
        assert "defer" in script.attributes
        head = page.html[: page.html.index('<link rel="stylesheet"')]
        assert f"<script>{EARLY_SCRIPT}</script>" in head


# -- movement ---------------------------------------------------------------------------------


def test_what_moves_does_so_only_for_who_did_not_ask_for_rest(root):
    moving = r"\b(?:transition|animation|scroll-behavior)(?:-[a-z]+)?\s*:"
    keeps_a_place = "animation: give-up 1ms 4s forwards;"  # moves nothing: it lets go
    for file in sorted((root / "theme").rglob("*.css")):
        text = file.read_text("utf-8").replace(keeps_a_place, "")
        at_ease = re.findall(
            r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}", text, re.DOTALL
        )
        for part in at_ease:
            text = text.replace(part, "")
        assert not re.search(moving, text), file.name
    for file in sorted((root / "theme/assets/scripts").glob("*.js")):
        assert not re.search(
            r"behavior:\s*[\"']smooth|\.animate\(|startViewTransition", file.read_text("utf-8")
        ), file.name
