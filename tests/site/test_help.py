"""Whom to turn to: a way to it on every page, and the lines themselves where something can open a wound."""

from __future__ import annotations

import re
import subprocess
from zipfile import ZipFile

import pytest
import yaml

PAGE = "hulp/"
BOX = "help-box"
ASKING = {
    "modules/de-mens-achter-de-patient",
    "modules/een-verhaal-vertellen-en-bewaren",
    "modules/mangomomenten-in-de-opleiding",
    "modules/tijd-is-niet-het-probleem",
    "modules/voor-elkaar-zorgen",
    "content/aan-de-slag/docent.md",
    "content/aan-de-slag/hr-en-communicatie.md",
    "content/aan-de-slag/reflectiemoment.md",
    "content/aan-de-slag/student.md",
    "content/aan-de-slag/verhalen-verzamelen.md",
    "content/sjablonen/reflectiemoment.md",
}
"""Written out once more: whoever takes one away does so on purpose."""
PARTS = ("", "opdrachten/", "beeldmateriaal/", "begeleiding/")
DOCUMENTS = ("werkboek.pdf", "begeleidersgids.pdf", "factsheet.pdf")
NUMBERS = {"Zelfmoordlijn": "1813", "Tele-Onthaal": "106", "Awel": "102", "Geweld": "1712", "Noodgeval": "112"}  # fmt: skip


@pytest.fixture(scope="module")
def lines(root):
    """The data, read without the project's own reader."""
    found = yaml.safe_load((root / "content/_data/help.yml").read_text("utf-8"))
    assert len(found) == 7
    return list(found.values())


@pytest.fixture(scope="module")
def asking(project):
    """The path of every module and page that asks for the lines."""
    sources = project.sources("modules/*/introduction.md") + project.sources("content/**/*.md")
    return {
        source.path.removesuffix("/introduction.md")
        for source in sources
        if source.fields.get("help_lines")
    }


@pytest.fixture(scope="module")
def asking_modules(asking):
    return {path.removeprefix("modules/") for path in asking if path.startswith("modules/")}


def squeezed(text):
    """The letters and digits of a text: how its lines were broken does not matter."""
    return re.sub(r"[\W_]+", "", text)


def words_of(pdf):
    command = ["pdftotext", "-enc", "UTF-8", "-raw", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# -- the page, and the way to it -------------------------------------------------------------


def test_the_data_has_the_numbers_of_flanders(lines):
    assert {line["label"].split()[0].rstrip(","): line.get("number") for line in lines} == {
        **NUMBERS, "Vertrouwenspersoon": None, "Ombudsdienst": None,
    }  # fmt: skip


def test_every_kind_of_page_leads_to_it_from_its_footer(site, grown_site):
    pages = [*site.ordinary_pages, *grown_site.ordinary_pages]
    kinds = {
        "",
        "404.html",
        "verhalen/",
        "modules/",
        "zoeken/",
        "verhalen/het-ingetrokken-verhaal/",
    }
    assert kinds <= {page.uri for page in pages}
    for page in pages:
        assert page.links(page.one("footer")).get(PAGE) == "Hulp nodig?", page.uri


def test_it_gives_every_line_with_a_number_that_can_be_tapped(site, lines):
    terms = site[PAGE].one("dl", class_="help-lines").all("dt")
    assert [term.text for term in terms] == [
        f"{line['label']} {line['number']}" if "number" in line else line["label"] for line in lines
    ]
    called = [anchor.get("href") for term in terms for anchor in term.all("a")]
    assert called == [f"tel:{line['number']}" for line in lines if "number" in line]
    for line in lines:
        assert line["summary"] in site[PAGE].main.text


# -- where they are asked for ----------------------------------------------------------------


def test_what_can_open_a_wound_asks_for_them(asking):
    assert asking == ASKING


def test_they_stand_on_every_page_that_asks_and_on_no_other(
    site, asking, asking_modules, catalogue
):
    expected = {f"modules/{slug}/{part}" for slug in asking_modules for part in PARTS}
    expected |= {catalogue.addresses[path] for path in asking if path.startswith("content/")}
    having = {page.uri for page in site.pages.values() if page.all("section", class_=BOX)}
    assert having == expected


def test_a_box_has_every_line_and_the_way_to_more(site, lines, asking_modules):
    seen = 0
    for page in site.pages.values():
        for box in page.all("section", class_=BOX):
            seen += 1
            assert [item.text for item in box.all("li")] == [
                f"{line['label']} {line['number']}" if "number" in line else line["label"]
                for line in lines
            ]
            assert PAGE in page.links(box)
            assert "mangomomenten.example/hulp/" in box.text, "for who has it on paper"
    assert seen > 4 * len(asking_modules) > 0


def test_they_stand_on_everything_that_is_printed_of_it_and_on_nothing_else(
    site, lines, asking, asking_modules
):
    expected = {f"modules/{slug}/{name}" for slug in asking_modules for name in DOCUMENTS}
    forms = {path for path in asking if path.startswith("content/sjablonen/")}
    expected |= {f"{path.removeprefix('content/').removesuffix('.md')}.pdf" for path in forms}
    expected.add("modules/bundel.pdf")
    wanted = [squeezed(line["label"] + line.get("number", "")) for line in lines]
    having = set()
    for uri in sorted(file for file in site.files if file.endswith(".pdf")):
        text = squeezed(words_of(site.folder / uri))
        found = [words for words in wanted if words in text]
        assert found in ([], wanted), (uri, found)
        if found:
            having.add(uri)
            times = len(asking_modules) if uri == "modules/bundel.pdf" else 1
            assert {text.count(words) for words in wanted} == {times}, uri
            assert "mangomomentenexamplehulp" in text, uri
    assert having == expected


def test_who_keeps_a_module_keeps_them(site, lines, asking_modules, parse):
    copies = sorted(site.folder.glob("modules/*/*.zip"))
    assert {copy.stem for copy in copies} > asking_modules
    for copy in copies:
        with ZipFile(copy) as archive:
            pages = {
                name.partition("/")[2]: parse(archive.read(name).decode())
                for name in archive.namelist()
                if name.endswith(".html")
            }
        assert len(pages) == 5
        for name, page in pages.items():
            boxes = page.all("section", class_=BOX)
            asks = copy.stem in asking_modules and name != "verhaal.html"
            assert len(boxes) == asks, (copy.stem, name)
            for box in boxes:
                called = [a.get("href") for a in box.all("a") if a.get("href").startswith("tel:")]
                assert called == [f"tel:{line['number']}" for line in lines if "number" in line]
            footer = page.one("footer")
            # Where a copy has no site to lead to, the words stay.
            assert "Hulp nodig?" in {way.text for way in footer.all("a")}, (copy.stem, name)


# -- one place for every number --------------------------------------------------------------


def test_every_number_that_can_be_tapped_is_one_of_the_data(site, lines):
    numbers = {line["number"] for line in lines if "number" in line}
    seen = set()
    for page in site.pages.values():
        for anchor in page.all("a", href=True):
            if anchor.get("href").startswith("tel:"):
                assert anchor.get("href") == f"tel:{anchor.text}", page.uri
                seen.add(anchor.text)
    assert seen == numbers


def test_no_number_is_typed_a_second_time(root, lines):
    """Neither in a source, nor in a word of the interface, nor in a template."""
    numbers = "|".join(line["number"] for line in lines if "number" in line)
    pattern = re.compile(rf"(?<![\w.,:#-])(?:{numbers})(?![\w.,:]\w|\w|%| %)|tel:\d")
    made = {"alle-velden.md", "wat-de-controle-zegt.md", "help.yml"}  # they show how it is typed
    files = [
        file
        for folder in ("content", "modules", "stories", "theme")
        for file in (root / folder).rglob("*")
        if file.suffix in (".md", ".yml", ".html") and file.name not in made
    ]
    assert len(files) > 100
    found = [
        f"{file.relative_to(root)}: {line.strip()}"
        for file in files
        for line in file.read_text("utf-8").split("\n")
        if pattern.search(line)
    ]
    assert found == []
    assert pattern.search("Bel 1813.") is not None
    assert pattern.search("Bel 106, of 102") is not None


# -- notes without a name --------------------------------------------------------------------


@pytest.fixture(scope="module")
def box(project):
    """The parts of the module with the box: their sources, by their name."""
    sources = project.sources("modules/mangomomenten-in-de-opleiding/*.md")
    return {source.slug: source for source in sources}


def test_the_exercise_with_the_box_names_who_can_be_turned_to_that_day(box, site):
    assignment = box["assignments"].body.split("/// assignment | Trek een briefje uit de doos")[1]
    before, label, after = assignment.partition("label: Wie ik vandaag kan aanspreken, en waar")
    assert "alleen als er vandaag iemand in huis is" in before
    assert label
    assert "1. Schrijf in hoofdletters" in after, "first who, then the note"
    uri = "modules/mangomomenten-in-de-opleiding/"
    workbook = squeezed(words_of(site.folder / f"{uri}werkboek.pdf"))
    assert squeezed("Wie ik vandaag kan aanspreken, en waar") in workbook
    assert squeezed("noteer wie je daarna kan aanspreken") in squeezed(
        words_of(site.folder / f"{uri}factsheet.pdf")
    )


def test_the_box_is_not_done_without_somebody_in_the_house(box):
    note = box["teaching-note"]
    preparation = note.body.partition("## Voorbereiding")[2].partition("\n## ")[0]
    assert "Geen doos zonder die persoon" in preparation
    assert any("in huis" in item for item in box["introduction"].fields["materials"])
    exercise = "trek-een-briefje-uit-de-doos"
    with_box = [
        plan
        for plan in note.fields["plans"]
        if any(step.get("assignment") == exercise for step in plan["steps"])
    ]
    assert 0 < len(with_box) < len(note.fields["plans"]), "one plan does without"
    for plan in with_box:
        assert "wie je vandaag kan aanspreken" in plan["steps"][0]["activity"]


def test_wherever_notes_without_a_name_are_advised_somebody_is_in_the_house(project):
    advice = re.compile(
        r"briefjes? (zonder naam|in een doos)|eerst een anoniem kaartje|eerst anoniem vertellen",
        re.IGNORECASE,
    )
    sources = project.sources("modules/*/*.md") + project.sources("content/**/*.md")
    paragraphs = [
        (source.path, paragraph)
        for source in sources
        for paragraph in source.body.split("\n\n")
        if advice.search(paragraph)
    ]
    assert len(paragraphs) >= 5
    assert [path for path, paragraph in paragraphs if "in huis" not in paragraph] == []
