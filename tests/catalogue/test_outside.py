"""Nothing outside the project can be read through any of its sources."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from catalogue.paper.pdf import Shop
from catalogue.project.project import read
from catalogue.text.drawings import activity

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

MARKER = "merkteken-van-buiten"
MEDIA = "modules/kijken/media.md"
STORY = "stories/2026/de-stoel.md"
FORMS = ("../../../{name}", "../../..//{name}", "{path}", "file://{path}", "..\\..\\..\\{name}",
         "%2e%2e/%2e%2e/%2e%2e/{name}", "./../../../{name}", "stoel.svg/../../../../{name}",
         "file:{path}", "//localhost{path}", "~/{name}")  # fmt: skip


@pytest.fixture
def outside(project: Project) -> Path:
    """Return a file beside the project, which no source may reach."""
    file = project.root.parent / "geheim.svg"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>{MARKER}</title></svg>'
    file.write_text(svg, "utf-8")
    return file


def everything_known(project: Project) -> str:
    """All that the project says and knows, and every file that it would publish."""
    catalogue, problems = read(project.root)
    if catalogue is None:
        assert problems.errors
        return repr([*problems])
    media = [
        (project.root / path).read_text("utf-8") for m in catalogue.modules for path in m.media
    ]
    return "".join([pickle.dumps(catalogue).decode("latin-1"), repr([*problems]), *media])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text",
    [
        "![Een stoel]({})",
        "![Een stoel][a]\n\n[a]: {}",
        "[een stoel]({})",
        "/// picture\n    src: {}\n    alt: Een stoel\n///",
        "/// video | Film\n    src: {}\n    captions: player\n\nTekst.\n///",
        "/// audio | Klank\n    src: {}\n\nTekst.\n///",
        "/// story\n    source: {}\n///",
    ],
)
def test_a_source_of_an_editor_reaches_nothing_outside(
    text: str, form: str, project: Project, outside: Path
) -> None:
    project.set_body(MEDIA, text.format(form.format(name=outside.name, path=outside)) + "\n")
    assert project.problems().errors
    assert MARKER not in everything_known(project)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["![x]({})", "[x]({})", "<{}>", "[a]\n\n[a]: {}"])
def test_a_story_reaches_nothing_outside(
    text: str, form: str, project: Project, outside: Path
) -> None:
    project.set_body(STORY, text.format(form.format(name=outside.name, path=outside)) + "\n")
    assert MARKER not in everything_known(project)


@pytest.mark.parametrize(
    "line",
    ["!include {}", "title: !include {}", "title: !!python/object/apply:open [{}]", "<<: !file {}",
     "photo: {}", "organisation: {}", "former_slugs: ['{}']", "title: '--8<-- \"{}\"'"],
)  # fmt: skip
def test_fields_reach_nothing_outside(line: str, project: Project, outside: Path) -> None:
    project.edit(STORY, "example: true", f"example: true\n{line.format(outside)}")
    assert MARKER not in everything_known(project)


@pytest.mark.parametrize(
    "path",
    ["modules/kijken/stoel.svg", "modules/kijken/nieuw.svg", "modules/kijken/media.md", STORY,
     "stories/2026/nieuw.md", "content/nieuw.svg", "content/nieuw.md", "content/index.md",
     "content/_data/vocabulary.yml"],
)  # fmt: skip
def test_a_symbolic_link_reaches_nothing_outside(
    path: str, project: Project, outside: Path
) -> None:
    project.link(path, str(outside))
    assert project.problems().errors
    assert MARKER not in everything_known(project)


@pytest.mark.parametrize(
    "path", ["modules/nieuw", "content/nieuw", "stories/2027", "stories/2026/x"]
)
def test_a_linked_folder_reaches_nothing_outside(
    path: str, project: Project, outside: Path
) -> None:
    (outside.parent / "map").mkdir()
    (outside.parent / "map/index.md").write_text(f"---\ntitle: {MARKER}\nsummary: x\n---\n\nx\n")
    project.link(path, str(outside.parent / "map"))
    assert project.problems().errors
    assert MARKER not in everything_known(project)


# -- drawings -------------------------------------------------------------------------------------


def drawing(inner: str, attributes: str = "") -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 1 1" {attributes}>{inner}</svg>'
    ).encode()


@pytest.mark.parametrize(
    "data",
    [
        drawing("<script>alert(1)</script>"),
        drawing("<g onclick='alert(1)'/>"),
        drawing("", "onload='alert(1)'"),
        drawing("<a href='javascript:alert(1)'><text>x</text></a>"),
        drawing("<image href='file:///etc/passwd'/>"),
        drawing("<image xlink:href='../../geheim.png'/>"),
        drawing("<image href='https://evil.example/x.png'/>"),
        drawing("<image href='data:image/svg+xml,&lt;svg/&gt;'/>"),
        drawing("<use href='andere.svg#a'/>"),
        drawing("<use xlink:href='https://evil.example/#a'/>"),
        drawing("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"),
        drawing("<style>@import 'https://evil.example/x.css';</style>"),
        drawing("<style>g{fill:url(https://evil.example/x)}</style>"),
        drawing("<style>g{fill:u\\72l(https://evil.example/x)}</style>"),
        drawing("<rect style='fill:url(file:///etc/passwd)'/>"),
        drawing("<rect fill='url(https://evil.example/#x)'/>"),
        drawing("<feImage href='https://evil.example/x.png'/>"),
        drawing("<animate attributeName='href' values='javascript:alert(1)'/>"),
        drawing("<set attributeName='onmouseover' to='alert(1)'/>"),
        drawing("<handler/>"),
        drawing("<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>"),
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + drawing("<text>&x;</text>"),
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + drawing("<text>&b;</text>"),
        b"<?xml-stylesheet href='https://evil.example/x.css'?>" + drawing(""),
        b"<html><script>alert(1)</script></html>",
        b"<svg><script>alert(1)</script></svg>",
    ],
)  # fmt: skip
def test_a_drawing_that_does_more_than_show_is_refused(data: bytes) -> None:
    assert activity(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"not a drawing", b"\xff\xfe<\x00s\x00v\x00g\x00", drawing("<g>"), drawing("&x;")],
)
def test_a_drawing_that_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        activity(data)


@pytest.mark.parametrize(
    "data",
    [
        drawing("<title>Een stoel</title><path d='M0 0'/>"),
        drawing("<defs><linearGradient id='a'/></defs><rect fill='url(#a)'/><use href='#a'/>"),
        drawing("<image href='data:image/png;base64,iVBORw0KGgo='/>"),
        drawing("<style>.a{fill:red;filter:url(#b)}</style><filter id='b'><feBlend in='a'/></filter>"),
        b"<?xml version='1.0' encoding='utf-8'?>\n" + drawing("<!-- a --><g/>"),
        drawing("<x:namedview xmlns:x='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd'/>"),
    ],
)  # fmt: skip
def test_a_drawing_that_only_shows_is_fine(data: bytes) -> None:
    assert activity(data) is None


# -- paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form", ["file://{}", "{}", "https://mango.test/../geheim.svg", "https://evil.example/x"]
)
def test_what_is_printed_reads_only_the_files_of_the_site(form: str, outside: Path) -> None:
    from catalogue.paper.pdf import _fetcher  # noqa: PLC0415 -- loads WeasyPrint

    shop = Shop("https://mango.test/", {}, "", "CC BY")
    with pytest.raises(ValueError, match="is not a file of this site"):
        _fetcher(shop.site, shop.files).fetch(form.format(outside))
