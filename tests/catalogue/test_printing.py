"""Printing: what comes of bad input, the same bytes for the same source, and what is kept between builds."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from catalogue.paper.documents import Document, DocumentKind, Flaw
from catalogue.paper.inspection import MAX_BYTES, inspect
from catalogue.paper.pdf import Job, NoPangoError, Printed, Shop
from catalogue.paper.press import Press, flaws, waiting_room
from catalogue.problems.messages import NO_HARFBUZZ, NO_PANGO, NOT_PRINTED
from catalogue.problems.problem import Problems
from catalogue.stories.prose import render
from catalogue.text.texts import Texts
from PIL import Image

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SITE = "https://site.test/"
URI = "modules/a/werkboek.pdf"
PAGE = '<html lang="nl"><head><title>Titel</title>{head}</head><body>{body}</body></html>'
LETTERS = "letterwoord" * 18 + "ab"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pictures that a module could have, good and bad ones."""
    folder = tmp_path_factory.mktemp("pictures")
    whole = BytesIO()
    Image.effect_noise((60, 60), 90).save(whole, "PNG")
    for name, data in {
        "goed.png": PNG,
        "half.png": whole.getvalue()[:1500],
        "tekst.png": b"dit is geen afbeelding",
        "half.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><g>',
        "leeg.svg": b"",
    }.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def shop(pictures: Path) -> Shop:
    """The fonts and styles of the theme, and a few pictures."""
    files = {f"modules/a/{file.name}": str(file) for file in pictures.iterdir()}
    fonts = (ROOT / "theme/print/fonts").glob("*.ttf")
    files |= {f"print/fonts/{font.name}": str(font) for font in fonts}
    css = (ROOT / "theme/print/document.css").read_text("utf-8").replace("{{ site }}", SITE)
    return Shop(SITE, files, css, "CC BY 4.0")


def job(body: str, kind: DocumentKind = DocumentKind.FORM, uri: str = URI, head: str = "") -> Job:
    document = Document(kind, uri, "modules/a/", "Titel", "1.0", date(2026, 1, 2))
    return Job(document, PAGE.format(head=head, body=body))


def part(body: str) -> str:
    return (
        '<h1>Titel</h1><nav data-contents></nav><section class="part" data-uri="modules/a/"'
        f' data-prefix="deel" data-level="1"><div class="prose">{body}</div></section>'
    )


def text_of(printed: Printed, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    done = subprocess.run(command, input=printed.pdf, capture_output=True, check=True)
    return done.stdout.decode()


def stays_on_paper(printed: Printed) -> bool:
    """Whether every word is whole within the margins of its page."""
    words = re.findall(r'<word xMin="([\d.-]+)" .*?xMax="([\d.-]+)"', text_of(printed, "-bbox"))
    return all(float(left) > 45 and float(right) < 595.3 - 45 for left, right in words)


# -- bad input -------------------------------------------------------------------------------


def test_a_good_picture_is_printed_without_a_flaw(shop: Shop) -> None:
    printed = shop.print(job(part("<h2>Kop</h2><p><img src='goed.png' alt='Een stip'></p>")))
    assert printed.flaws == ()
    assert (printed.pages, printed.size) == (1, f"{round(len(printed.pdf) / 1000)} kB")


@pytest.mark.parametrize(
    "name", ["bestaat-niet.png", "half.png", "tekst.png", "leeg.svg", "half.svg"]
)
def test_a_picture_that_is_missing_or_broken_is_named(shop: Shop, name: str) -> None:
    printed = shop.print(job(part(f"<p><img src='{name}' alt='Een stip'></p>")))
    assert printed.flaws == (Flaw("print-picture", f"{SITE}modules/a/{name}"),)


def test_a_picture_without_words_is_not_on_paper_and_breaks_nothing(shop: Shop) -> None:
    printed = shop.print(job(part("<p>voor <img src='goed.png'> na</p>")))
    assert printed.flaws == ()
    assert "voor na" in " ".join(text_of(printed).split())


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{LETTERS}</p>",
        f"<h2>{LETTERS}</h2>",
        f"<ul><li><ul><li>{LETTERS}</li></ul></li></ul>",
        f"<table><tr><th>Kop</th><th>{LETTERS}</th></tr><tr><td>a</td><td>b</td></tr></table>",
        f"<pre><code>{LETTERS}</code></pre>",
        (
            f'<div class="writing"><p class="writing__label">{LETTERS}</p>'
            '<div class="writing__lines"><span class="writing__line"></span></div></div>'
        ),
        f"<p><a href='https://elders.test/{LETTERS}'>daar</a></p>",
        f'<dl class="facts"><div><dt>Wie</dt><dd>{LETTERS}</dd></div></dl>',
        f"<blockquote class='case'><p class='case__title'>{LETTERS}</p></blockquote>",
        "<table><tr>" + "<th>Kolom</th>" * 14 + "</tr><tr>" + "<td>waarde</td>" * 14 + "</tr></table>",
    ],
    ids=[
        "paragraph", "heading", "list", "cell", "code", "label", "address", "fact", "title",
        "fourteen columns",
    ],
)  # fmt: skip
def test_what_is_too_wide_is_broken_off_within_the_margins(shop: Shop, body: str) -> None:
    printed = shop.print(job(part(body)))
    assert printed.flaws == ()
    assert stays_on_paper(printed)


def test_an_assignment_of_ten_pages_is_printed_with_its_heading_beside_its_text(shop: Shop) -> None:
    assignment = (
        '<section class="assignment"><div class="assignment__header"><h2 class="assignment__title">'
        "Opdracht {n}</h2></div><div class='assignment__body'>{text}</div></section>"
    )
    lines = "".join(f"<p>Regel {n} van een opdracht die maar niet ophoudt.</p>" for n in range(270))
    body = "".join(
        assignment.format(n=n, text=lines if n == 2 else "<p>Kort.</p>" * 9) for n in range(1, 9)
    )
    printed = shop.print(job(part(body)))
    assert printed.flaws == ()
    assert printed.pages >= 10
    for page in text_of(printed).split("\f"):
        last = page.strip().rpartition("\n")[2]
        assert not last.startswith("Opdracht"), page


ACTIONS = {
    "/AA",
    "/JavaScript",
    "/JS",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/EmbeddedFile",
    "/OpenAction",
    "/RichMedia",
}
"""What makes a PDF do something (ISO 32000-1, 12.6), by the name it has in the file."""


def test_no_attack_makes_a_document_do_anything(
    shop: Shop, attacks: Mapping[str, tuple[str, ...]]
) -> None:
    strings = attacks["XSS knowledge base"]
    rendered = [render(text, "stories/2026/a.md", 1, Problems()) for text in strings]
    harmless = [prose.html for prose in rendered if prose is not None]
    assert len(harmless) > 1_000
    titles = "".join(f"<p title='{escape(text)}'>{escape(text)}</p>" for text in strings[:200])
    printed = shop.print(job(part("".join(harmless) + titles)))
    with pikepdf.open(BytesIO(printed.pdf)) as pdf:
        names = {
            str(name) for found in pdf.objects if isinstance(found, pikepdf.Dictionary)
            for name in (*found.keys(), found.get("/S", ""))
        }  # fmt: skip
        links = [str(found.URI) for found in pdf.objects if "/URI" in _keys(found)]
    assert names & ACTIONS == set()
    assert [link for link in links if not link.startswith(SITE)] == []
    assert "alert(1)" in text_of(printed)


def _keys(found: object) -> set[str]:
    return set(found.keys()) if isinstance(found, pikepdf.Dictionary) else set()


def test_contents_stand_only_in_a_document_of_more_than_four_pages(shop: Shop) -> None:
    sheet = "<h2>Kop {n}</h2>" + "<p>Een regel.</p>" * 30
    for count, has_contents in ((2, False), (6, True)):
        body = part("".join(sheet.format(n=n) for n in range(count)))
        printed = shop.print(job(body))
        assert (printed.pages > 4) is has_contents
        assert (re.search(r"Kop 1\s+2\b", text_of(printed)) is not None) is has_contents


def test_one_sheet_is_one_sheet_or_a_flaw(shop: Shop) -> None:
    printed = shop.print(job("<h1>Kop</h1>" + "<p>Een regel.</p>" * 42, DocumentKind.FACTSHEET))
    assert (printed.pages, printed.flaws) == (1, ())
    printed = shop.print(job("<h1>Kop</h1>" + "<p>Een regel.</p>" * 90, DocumentKind.FACTSHEET))
    assert printed.flaws == (Flaw("print-long", str(printed.pages)),)


WRITING = (
    '<div class="writing"><p class="writing__label">Waar?</p><div class="writing__lines">'
    '<span class="writing__line"></span></div></div>'
)


@pytest.mark.parametrize("field", ["", WRITING], ids=["to read", "to write in"])
def test_a_letter_that_is_not_in_the_font_is_named(shop: Shop, field: str) -> None:
    """Whether another font of this machine shows it, or an empty box because none has it (U+13000)."""
    printed = shop.print(job(part(f"<p>Koffie ☕ en ж en \U00013000</p>{field}")))
    assert printed.flaws == (Flaw("print-letter", "ж ☕ \U00013000"),)


@pytest.mark.parametrize("field", ["", WRITING], ids=["to read", "to write in"])
def test_whatever_is_shown_can_be_copied(shop: Shop, field: str) -> None:
    """The figures of lists, and letters that OpenType makes of others, are glyphs without a character."""
    items = "<li>Kijk.</li>" * 30
    printed = shop.print(
        job(part(f"<ol>{items}</ol><p>Zij bl\u00edj\u0301ft, 10 keer.</p>{field}"))
    )
    assert printed.flaws == ()
    text = text_of(printed)
    assert re.findall(r"(\d+)\. Kijk", text) == [str(number) for number in range(1, 31)]
    assert "bl\u00edj\u0301ft, 10 keer." in text


@pytest.mark.parametrize(
    "text",
    ["Dag, ‘jij’ en “jij” – of — toch … één ëïöü ç ñ € ½ × − • · ° ’", "Zesenveertigduizendmaal " * 99],
    ids=["letters of Dutch", "hyphens"],
)  # fmt: skip
def test_all_that_dutch_needs_is_in_the_font(shop: Shop, text: str) -> None:
    lists = "<ul><li>a<ul><li>b<ul><li>c</ul></ul></ul><ol><li>a<ul><li>b</ul><ol><li>c</ol></ol>"
    body = f"<p>{text} <b>{text}</b> <i>{text}</i> <code>x</code></p>{lists}"
    assert shop.print(job(part(body))).flaws == ()


def test_a_link_within_the_document_that_leads_nowhere_is_a_flaw(shop: Shop) -> None:
    assert [f.code for f in shop.print(job("<h1>Kop</h1><a href='#weg'>x</a>")).flaws] == [
        "print-message"
    ]


def test_a_heading_that_skips_a_level_is_a_flaw(shop: Shop) -> None:
    assert shop.print(job("<h1>Kop</h1><h3>Te diep</h3>")).flaws[0] == Flaw(
        "print-structure", "heading levels"
    )


# -- files and hosts that are none of its business -------------------------------------------

MARK = "GEHEIM-VAN-DEZE-MACHINE"
_watched: list[tuple[str, str]] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is not None and (event == "open" or event.startswith("socket.")):
        _watched.append((event, str(arguments[0])))


sys.addaudithook(_watch)


@pytest.fixture
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every file that is opened and every use of the network, as Python itself reports them."""
    global _watched  # noqa: PLW0603 -- an audit hook stays for good, and must know when to look
    _watched = found = []
    yield found
    _watched = None


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not the project's, with something in it that must not get out."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "geheim.txt").write_text(MARK)
    (folder / "geheim.css").write_text(f'p::after {{ content: "{MARK}" }}')
    (folder / "geheim.png").write_bytes(PNG)
    (folder / "geheim.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99"><text id="x" x="5" y="50">'
        f"{MARK}</text></svg>"
    )
    return folder


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 99 99">{}</svg>'
)
IN_PICTURES = {
    "image": SVG.format('<image href="{there}.svg" width="50" height="50"/>'),
    "old image": SVG.format('<image xlink:href="{there}.png" width="50" height="50"/>'),
    "use": SVG.format('<use href="{there}.svg#x"/>'),
    "old use": SVG.format('<use xlink:href="{there}.svg#x"/>'),
    "import": SVG.format('<style>@import url("{there}.css");</style><text y="9">x</text>'),
    "style": SVG.format('<rect width="9" height="9" style="fill: url({there}.svg#x)"/>'),
    "font": SVG.format(
        '<style>@font-face {{ font-family: x; src: url("{there}.txt") }}</style>'
        '<text y="9" font-family="x">x</text>'
    ),
    "foreign": SVG.format('<foreignObject><iframe src="{there}.txt"/></foreignObject>'),
    "entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "{there}.txt">]>'
    + SVG.format('<text y="9">&x;</text>'),
    "bomb": '<!DOCTYPE svg [<!ENTITY a "{bomb}">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in ("ab", "bc", "cd", "de", "ef", "fg", "gh", "hi")
    ) + "]>" + SVG.format('<text y="9">&i;</text>'),
    "stylesheet": '<?xml-stylesheet href="{there}.css"?>' + SVG.format('<text y="9">x</text>'),
}  # fmt: skip
ON_PAGES = {
    "image": "<img src='{there}.png' alt='x'>",
    "drawing": "<img src='{there}.svg' alt='x'>",
    "attached": "<a rel=attachment href='{there}.txt'>x</a>",
    "object": "<object data='{there}.svg' aria-label='x'>x</object>",
    "embedded": "<embed src='{there}.svg' alt='x'>",
    "frame": "<iframe src='{there}.txt'></iframe>",
    "style": "<p style='background: url({there}.png)'>x",
    "list": "<ul style='list-style: url({there}.png)'><li>x</ul>",
    "content": "<p style='content: url({there}.svg)'>x",
    "sheet": "<style>@import url({there}.css);</style><p>x",
    "linked": "<link rel=stylesheet href='{there}.css'><p>x",
    "font": "<style>@font-face {{ font-family: x; src: url({there}.txt) }}</style><p style='font-family: x'>x",
    "base": "<base href='{there}'><p><img src='geheim.png' alt='x'>",
}


def places(outside: Path) -> list[str]:
    up = "../" * 20
    return [
        f"{outside.as_uri()}/geheim",
        f"{outside}/geheim",
        f"{up}{str(outside).lstrip('/')}/geheim",
        f"{SITE}{up}{str(outside).lstrip('/')}/geheim",
        "http://127.0.0.1:9/geheim",
        "//127.0.0.1/geheim",
    ]


def assert_nothing_got_in(
    printed: Printed, watched: Sequence[tuple[str, str]], folder: Path
) -> None:
    assert [what for event, what in watched if event.startswith("socket.")] == []
    assert [what for _, what in watched if str(folder) in what] == []
    assert MARK not in text_of(printed)
    with pikepdf.open(BytesIO(printed.pdf)) as pdf:
        assert not pdf.attachments
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


@pytest.mark.parametrize("way", ON_PAGES)
def test_a_page_reads_no_file_but_those_of_the_site(
    shop: Shop, outside: Path, watched: list[tuple[str, str]], way: str
) -> None:
    body = "".join(ON_PAGES[way].format(there=there) for there in places(outside))
    assert_nothing_got_in(shop.print(job(part(body))), tuple(watched), outside)


@pytest.mark.parametrize("way", IN_PICTURES)
def test_a_drawing_reads_no_file_but_those_of_the_site(
    shop: Shop, outside: Path, watched: list[tuple[str, str]], tmp_path: Path, way: str
) -> None:
    files = dict(shop.files)
    body = ""
    for number, there in enumerate(places(outside) if "{there}" in IN_PICTURES[way] else [""]):
        drawing = tmp_path / f"{number}.svg"
        drawing.write_text(
            IN_PICTURES[way].replace("{{", "{").replace("}}", "}").replace("{there}", there)
        )
        files[f"modules/a/{number}.svg"] = str(drawing)
        body += f"<p><img src='{number}.svg' alt='x'></p>"
    printed = replace(shop, files=files).print(job(part(body)))
    assert_nothing_got_in(printed, tuple(watched), outside)


def test_an_image_from_elsewhere_is_a_flaw_and_not_a_hole(shop: Shop) -> None:
    printed = shop.print(job(part("<p><img src='file:///etc/passwd' alt='x'></p>")))
    assert printed.flaws == (Flaw("print-picture", "file:///etc/passwd"),)


# -- what an editor is told ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flaw", "text"),
    [
        (
            Flaw("print-message", "No anchor #x"),
            (
                "modules/a/werkboek.pdf is niet goed gedrukt: No anchor #x\n"
                "    hint: kijk na of elke link in de tekst ergens heen leidt; is dat zo, dan ligt het aan het drukken zelf: meld het"
            ),
        ),
        (
            Flaw("print-picture", f"{SITE}modules/a/x.png"),
            (
                "modules/a/werkboek.pdf toont een afbeelding niet: https://site.test/modules/a/x.png\n"
                "    hint: kijk na of het bestand een afbeelding is die je kunt openen, en niet naar een ander bestand of een andere site verwijst"
            ),
        ),
        (
            Flaw("print-letter", "☕"),
            (
                "modules/a/werkboek.pdf toont tekens die niet in ons lettertype staan: ☕\n"
                "    hint: kies een ander teken, of schrijf het in woorden"
            ),
        ),
        (
            Flaw("print-nameless", "12"),
            (
                "modules/a/werkboek.pdf toont 12 tekens die niemand kan zoeken, kopiëren of laten voorlezen\n"
                "    hint: schrijf bijzondere tekens in woorden; staan er geen in de tekst, dan ligt het aan het drukken zelf: meld het"
            ),
        ),
        (
            Flaw("print-long", "2"),
            (
                "modules/a/werkboek.pdf telt 2 bladzijden, en moet op één blad\n"
                "    hint: maak de samenvatting, de doelen of de drie dingen voor morgen korter"
            ),
        ),
        (
            Flaw("print-large", "2,4"),
            (
                "modules/a/werkboek.pdf is 2,4 MB groot, en mag 2 MB zijn\n"
                "    hint: gebruik kleinere afbeeldingen"
            ),
        ),
        (
            Flaw("print-structure", "heading levels"),
            (
                "modules/a/werkboek.pdf is niet toegankelijk: heading levels\n"
                "    hint: kijk na of de koppen op elkaar volgen; is dat zo, dan ligt het aan het drukken zelf: meld het"
            ),
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Flaw) else "",
)
def test_an_editor_is_told_what_is_wrong_with_a_document(flaw: Flaw, text: str) -> None:
    jobs = [job("x")]
    told = flaws(jobs, [Printed(URI, b"", 1, (flaw,))])
    assert told == f"{NOT_PRINTED}\n\nmodules:1: {text}\n"


def test_without_flaws_there_is_nothing_to_tell() -> None:
    assert flaws([job("x")], [Printed(URI, b"", 1)]) == ""


def test_a_document_of_more_than_two_megabytes_is_a_flaw(shop: Shop) -> None:
    printed = shop.print(job("<h1>Titel</h1>"))
    large = printed.pdf + b"\n%" + b"x" * MAX_BYTES
    assert inspect(large, [(1, "Titel")]) == (Flaw("print-large", "2,0"),)


def test_inspection_sees_what_is_missing(shop: Shop) -> None:
    """Each rule is broken by hand, in a document in which none is."""
    body = part(f"<h2>Jij</h2><p><img src='goed.png' alt='Stip'></p>{WRITING}")
    printed = shop.print(job(body))
    headings = [(1, "Titel"), (2, "Jij")]

    def rules(change: Callable[[pikepdf.Pdf], object]) -> list[str]:
        out = BytesIO()
        with pikepdf.open(BytesIO(printed.pdf)) as pdf:
            change(pdf)
            pdf.save(out)
        return [
            flaw.detail if flaw.code == "print-structure" else f"{flaw.code} {flaw.detail}"
            for flaw in inspect(out.getvalue(), headings)
        ]

    def rename(pdf: pikepdf.Pdf, new: bytes) -> None:
        """Say that the J of the heading, which is there once, stands for *new*."""
        for font in pdf.pages[0].Resources.Font.values():
            names = font.ToUnicode.read_bytes()
            font.ToUnicode.write(names.replace(b"> <004a>", b"> <" + new + b">"))

    def add(pdf: pikepdf.Pdf, content: bytes, place: str) -> None:
        """Draw *content*, with ``F`` for the name of a font, on a page or in something upon it."""
        resources = pdf.pages[0].Resources
        content = content.replace(b"F", next(iter(resources.Font.keys())).encode())
        if place == "page":
            pdf.pages[0].contents_add(content)
        else:
            kind = {"Subtype": pikepdf.Name.Form} if place == "form" else {"PatternType": 1}
            drawing = pdf.make_stream(content, Resources=resources, **kind)
            resources["/Drawn"] = pdf.make_indirect(drawing)

    def widget(pdf: pikepdf.Pdf) -> Any:
        return next(a for a in pdf.pages[0].Annots if a.get("/Subtype") == "/Widget")

    assert rules(lambda _: None) == []
    assert rules(lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")) == ["tagged"]
    assert rules(lambda pdf: pdf.Root.__setitem__("/Lang", pikepdf.String("en"))) == ["language"]
    assert rules(lambda pdf: pdf.Root.__delitem__("/Metadata")) == ["pdf/ua", "title", "licence"]
    assert rules(lambda pdf: pdf.Root.__delitem__("/Outlines")) == ["outline"]
    assert rules(lambda pdf: widget(pdf).__delitem__("/TU")) == ["form fields"]
    assert rules(lambda pdf: widget(pdf).__setitem__("/TU", widget(pdf).T)) == ["form fields"]
    assert rules(lambda pdf: rename(pdf, b"0058")) == []
    assert rules(lambda pdf: rename(pdf, b"")) == ["print-nameless 1"]
    assert rules(lambda pdf: rename(pdf, b"0000")) == ["print-nameless 1"]
    for place in ("page", "form", "pattern"):
        text = b"q BT F 9 Tf <9999> Tj [<99989998> 5 <9997>] TJ ET Q"
        assert rules(partial(add, content=text, place=place)) == ["print-nameless 4"]
        box = b"BT F 9 Tf q [9 <0000>] TJ Q ET"
        assert rules(partial(add, content=box, place=place)) == [
            "print-letter \N{REPLACEMENT CHARACTER}"
        ]


# -- the same source, the same bytes ---------------------------------------------------------

RICH = (
    part(
        "<h2>Kop</h2><p>Tekst <i>schuin</i> <b>vet</b> <img src='goed.png' alt='x'></p>"
        "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"
        '<div class="writing"><p class="writing__label">Waar?</p><div class="writing__lines">'
        '<span class="writing__line"></span></div></div>'
    )
    + f"<img src='{SITE}qr/modules/a/' alt='QR-code'>"
)
PRINT = """
import pickle, sys
from pathlib import Path
shop, jobs = pickle.loads(Path(sys.argv[1]).read_bytes())
sys.stdout.buffer.write(shop.print(jobs).pdf)
"""


def test_printing_twice_gives_the_same_bytes_wherever_and_whenever(
    shop: Shop, tmp_path: Path
) -> None:
    here = shop.print(job(RICH)).pdf
    (tmp_path / "jobs").write_bytes(pickle.dumps((shop, job(RICH))))
    elsewhere = {
        **os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C",
        "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "hooks"),
    }  # fmt: skip
    there = subprocess.run(
        [sys.executable, "-c", PRINT, str(tmp_path / "jobs")],
        env=elsewhere, cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert shop.print(job(RICH)).pdf == here == there.stdout


def test_one_process_and_two_give_the_same_bytes(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [job(RICH.replace("Tekst", f"Tekst {n}"), uri=f"{n}.pdf") for n in range(3)]
    results = []
    for count in ("1", "2"):
        monkeypatch.setenv("CATALOGUE_WORKERS", count)
        printed, new = Press(tmp_path / count).print(shop, jobs)
        assert new == 3
        results.append({document.uri: document for document in printed})
    assert results[0] == results[1]


# -- what is kept between builds -------------------------------------------------------------


@pytest.fixture
def printed_uris(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really printed; the printing itself is left out, it takes long."""
    uris: list[str] = []

    def fake(_: Shop, job: Job) -> Printed:
        uris.append(job.document.uri)
        return Printed(job.document.uri, f"%PDF {job.html}".encode(), 3)

    monkeypatch.setattr(Shop, "print", fake)
    monkeypatch.setenv("CATALOGUE_WORKERS", "1")
    return uris


@pytest.fixture
def jobs(make_module: Callable[..., Any], make_story: Callable[..., Any]) -> list[Job]:
    """The documents of two modules, and both of them together."""
    modules = tuple(make_module(slug, make_story("verhaal")) for slug in ("a", "b"))
    one = Document(DocumentKind.WORKBOOK, URI, "modules/a/", "A", "1.0", None, modules[:1])
    other = replace(one, uri="modules/b/werkboek.pdf", modules=modules[1:])
    both = replace(one, kind=DocumentKind.BUNDLE, uri="modules/bundel.pdf", modules=modules)
    form = replace(one, kind=DocumentKind.FORM, uri="sjablonen/x.pdf", modules=())
    return [Job(document, document.uri) for document in (both, one, other, form)]


@pytest.mark.usefixtures("printed_uris")
def test_what_did_not_change_is_not_printed_again(
    shop: Shop, jobs: list[Job], tmp_path: Path
) -> None:
    first, new = Press(tmp_path).print(shop, jobs)
    assert new == 4
    again, new = Press(tmp_path).print(shop, jobs)
    assert (again, new) == (first, 0)


def test_a_change_of_one_module_prints_its_documents_and_the_bundle(
    shop: Shop, jobs: list[Job], tmp_path: Path, printed_uris: list[str]
) -> None:
    picture = tmp_path / "b.png"
    picture.write_bytes(PNG)
    shop = replace(shop, files={**shop.files, "modules/b/b.png": str(picture)})
    Press(tmp_path / "kept").print(shop, jobs)
    printed_uris.clear()
    picture.write_bytes(PNG + b"x")
    Press(tmp_path / "kept").print(shop, jobs)
    assert printed_uris == ["modules/bundel.pdf", "modules/b/werkboek.pdf"]
    printed_uris.clear()
    changed = [
        replace(one, html=one.html + "!") if one.document.uri == URI else one for one in jobs
    ]
    Press(tmp_path / "kept").print(shop, changed)
    assert printed_uris == [URI]


@pytest.mark.parametrize("what", ["css", "licence", "site"])
def test_a_change_of_what_all_share_prints_all_again(
    shop: Shop, jobs: list[Job], tmp_path: Path, printed_uris: list[str], what: str
) -> None:
    Press(tmp_path).print(shop, jobs)
    printed_uris.clear()
    Press(tmp_path).print(replace(shop, **{what: getattr(shop, what) + " "}), jobs)
    assert len(printed_uris) == 4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[:-1],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:50] + b"\x09" + data[51:],
        lambda data: b"%PDF" + data,
        lambda _: os.urandom(999),
    ],
    ids=["empty", "short", "one bit", "pages", "longer", "noise"],
)
def test_a_kept_document_that_is_damaged_is_printed_again(
    shop: Shop, jobs: list[Job], tmp_path: Path, printed_uris: list[str],
    spoil: Callable[[bytes], bytes],
) -> None:  # fmt: skip
    first, _ = Press(tmp_path).print(shop, jobs)
    file = min(tmp_path.iterdir())
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    printed_uris.clear()
    assert Press(tmp_path).print(shop, jobs) == (first, 1)
    assert len(printed_uris) == 1
    assert file.read_bytes() == whole


@pytest.mark.usefixtures("printed_uris")
def test_documents_that_nobody_needs_any_more_are_forgotten(
    shop: Shop, jobs: list[Job], tmp_path: Path
) -> None:
    Press(tmp_path).print(shop, jobs)
    before = {file.name for file in tmp_path.iterdir()}
    Press(tmp_path).print(shop, [replace(one, html=one.html + "!") for one in jobs])
    after = {file.name for file in tmp_path.iterdir()}
    assert len(after) == 4
    assert before.isdisjoint(after)


@pytest.mark.usefixtures("printed_uris")
def test_a_folder_that_cannot_be_written_changes_nothing(
    shop: Shop, jobs: list[Job], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    printed, new = Press(tmp_path / "file").print(shop, jobs)
    assert (len(printed), new) == (4, 4)


@pytest.mark.usefixtures("printed_uris")
def test_a_document_with_a_flaw_is_not_kept(
    shop: Shop, jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flawed = Printed(URI, b"%PDF", 1, (Flaw("print-long", "2"),))
    monkeypatch.setattr(Shop, "print", lambda *_: flawed)
    for _ in range(2):
        printed, new = Press(tmp_path).print(shop, jobs[1:2])
        assert (printed, new) == ([flawed], 1)


@pytest.mark.usefixtures("printed_uris")
def test_two_builds_at_once_do_not_hinder_each_other(
    shop: Shop, jobs: list[Job], tmp_path: Path
) -> None:
    """Each of other pages, in one folder: both forget what the other keeps, and neither minds."""
    results: dict[int, list[Printed]] = {}

    def build(number: int) -> None:
        for turn in range(20):
            mine = [replace(one, html=f"{one.html} {number} {turn}") for one in jobs]
            results[number] = Press(tmp_path).print(shop, mine)[0]

    threads = [threading.Thread(target=build, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, printed in results.items():
        assert [p.pdf.decode() for p in printed] == [f"%PDF {j.html} {number} 19" for j in jobs]


# -- without Pango ---------------------------------------------------------------------------


@pytest.fixture
def no_pango(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as it is on a machine without the library."""
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared"
        ' object file: No such file or directory.  Additionally, ...")\n'
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)


@pytest.mark.usefixtures("no_pango")
@pytest.mark.parametrize("count", ["1", "2"])
def test_without_pango_one_sentence_says_what_to_do(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: str
) -> None:
    monkeypatch.setenv("CATALOGUE_WORKERS", count)
    jobs = [job("x", uri=f"{n}.pdf") for n in range(2)]
    with pytest.raises(NoPangoError) as error:
        Press(tmp_path / "kept").print(shop, jobs)
    told = NO_PANGO.format(error=error.value)
    assert told.startswith("Om pdf's te maken is Pango nodig (libpango-1.0-0 ontbreekt).")
    assert "\n" not in told
    assert told.endswith("of bouw zonder pdf's met: make site PDF=no")


@pytest.mark.usefixtures("no_pango")
def test_what_is_kept_needs_no_pango(
    shop: Shop, jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Shop, "print", lambda _, job: Printed(job.document.uri, b"%PDF", 1))
        patch.setenv("CATALOGUE_WORKERS", "1")
        Press(tmp_path / "kept").print(shop, jobs)
    assert Press(tmp_path / "kept").print(shop, jobs)[1] == 0


WITHOUT = """
import sys
from cffi import FFI
load = FFI.dlopen
def dlopen(ffi, name, flags=0):
    if {library!r} in name:
        raise OSError(f"cannot load library {{name!r}}: no such file")
    return load(ffi, name, flags)
FFI.dlopen = dlopen
from catalogue.paper.pdf import NoPangoError, _weasyprint
try:
    sys.exit("has it" if _weasyprint()[1] else "lacks it")
except NoPangoError as error:
    sys.exit(f"no {{error}}")
"""


@pytest.mark.parametrize(
    ("library", "told"),
    [
        ("harfbuzz-subset", "lacks it"),
        ("harfbuzz-vector", "has it"),
        ("pango-1.0", "no libpango-1.0-0"),
    ],
)
def test_a_library_that_is_missing_says_nothing_in_another_language(
    library: str, told: str
) -> None:
    program = ["-W", "always", "-c", WITHOUT.format(library=library)]
    done = subprocess.run([sys.executable, *program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", f"{told}\n")


def test_what_will_be_needed_is_told_in_one_line(tmp_path: Path) -> None:
    press = Press(tmp_path)
    whole, lacking = Printed("a.pdf", b"", 1), Printed("b.pdf", b"", 1, has_harfbuzz=False)
    assert press.told([whole], 1, 2) == ["Documenten: 1 klaar in 2.0 s, waarvan 1 nieuw gedrukt"]
    assert press.told([lacking, lacking], 2, 2)[1:] == [NO_HARFBUZZ]


# -- a preview does not wait -----------------------------------------------------------------


def ask(press: Press, uri: str, texts: Texts) -> tuple[str, dict[str, str], bytes]:
    """What a browser gets that asks for *uri*."""
    answer: list[Any] = []

    def app(_: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [])
        return [b"the site"]

    body = waiting_room(app, press, texts)({"PATH_INFO": f"/{uri}"}, lambda *a: answer.extend(a))
    return answer[0], dict(answer[1]), b"".join(body)


def wait_until(is_true: Callable[[], bool], seconds: float = 60) -> None:
    stop = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < stop
        time.sleep(0.05)


def test_a_preview_goes_on_and_shows_a_document_when_it_is_ready(
    shop: Shop, tmp_path: Path, dutch: Texts
) -> None:
    press = Press(tmp_path / "kept", tmp_path / "site", is_for_preview=True)
    assert press.print(shop, [job("<h1>Een</h1>")]) == ([], 1)
    assert press.told([], 1, 2) == [
        "Documenten: 0 klaar; wat nog komt (1), wordt gedrukt terwijl je kijkt"
    ]
    status, headers, body = ask(press, URI, dutch)
    assert status.startswith("503")
    assert headers["Refresh"] == "2"
    assert "Dit document wordt nog gemaakt" in body.decode()
    assert ask(press, "modules/", dutch)[0] == "200 OK"
    # It is changed before it is ready: what was begun must not come in the place of the newest.
    changed = job("<h1>Twee</h1>")
    started = time.monotonic()
    press.print(shop, [changed])
    assert time.monotonic() - started < 1
    wait_until(lambda: not press.is_waited_for(URI))
    assert ask(press, URI, dutch)[0] == "200 OK"
    pdf = (tmp_path / "site" / URI).read_bytes()
    assert "Twee" in text_of(Printed(URI, pdf, 1))
    ((printed,), new) = press.print(shop, [changed])
    assert (printed.pdf, new) == (pdf, 0)
    assert press.told([printed], 0, 2) == ["Documenten: 1 klaar in 2.0 s, waarvan 0 nieuw gedrukt"]


def test_a_document_that_cannot_be_printed_is_not_waited_for_forever(
    tmp_path: Path, dutch: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    press = Press(tmp_path / "kept", tmp_path / "site", is_for_preview=True)
    press._waited_for = {URI: "key"}

    class Done:
        def cancelled(self) -> bool:
            return False

        def exception(self) -> Exception:
            return NoPangoError("cannot load library 'x'")

    press._finish(Done(), "key")  # type: ignore[arg-type]
    assert ask(press, URI, dutch)[0] == "200 OK"
    assert NO_PANGO.format(error="cannot load library 'x'") in caplog.text
