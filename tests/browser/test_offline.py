"""A module that was kept, unpacked and opened from disk, with the network cut."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from accessibility import RULES, run_axe

PAGES = ("index", "opdrachten", "beeldmateriaal", "begeleiding", "verhaal")


@pytest.fixture(scope="module")
def folder(site, catalogue, tmp_path_factory):
    """The first module as a reader unpacks it, in a folder with a name that readers give."""
    module = catalogue.modules[0]
    out = tmp_path_factory.mktemp("Mijn documenten (café) #1")
    with ZipFile(site.folder / module.uri / f"{module.slug}.zip") as archive:
        archive.extractall(out)
    return out / module.slug


@pytest.fixture
def reader(chromium):
    """A browser without a network, and what its pages complained of and asked for."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def test_a_reader_walks_through_all_of_it_without_a_network(reader, folder):
    reader.goto((folder / "index.html").as_uri())
    for number, name in enumerate(PAGES):
        reader.click(f".parts__list li:nth-child({number + 1}) a")
        reader.wait_for_url((folder / f"{name}.html").as_uri())
        assert reader.locator("h1").count() == 1
        reader.locator("img").evaluate_all("all => all.forEach(img => { img.loading = 'eager'; })")
        reader.wait_for_function("[...document.images].every(img => img.complete)")
        broken = "all => all.filter(img => !img.naturalWidth).map(img => img.src)"
        assert reader.locator("img").evaluate_all(broken) == []
        assert reader.evaluate("document.fonts.check('1em \"Atkinson Hyperlegible Next\"')")
        assert not reader.locator(".offline-unpack").is_visible()
    reader.click(".brand")
    reader.wait_for_url((folder / "index.html").as_uri())
    reader.click("main a[href='werkboek.pdf']", trial=True)
    assert {url.partition(":")[0] for url in reader.asked} <= {"file", "data"}
    assert reader.complaints == []


def test_the_buttons_work_from_disk(reader, folder):
    reader.goto((folder / "opdrachten.html").as_uri())
    reader.click("[data-scheme-switch]")
    assert reader.evaluate("document.documentElement.dataset.scheme") == "light"
    assert reader.locator("[data-print-for]").first.is_visible()
    assert reader.complaints == []


def test_what_needs_the_internet_is_marked(reader, folder):
    reader.goto((folder / "index.html").as_uri())
    reader.locator("main").evaluate(
        """main => main.insertAdjacentHTML("beforeend",
          '<p><a href="https://elders.example/">Elders</a>, <a href="tel:106">106</a></p>')"""
    )
    marks = reader.locator("a[href]").evaluate_all(
        "all => all.map(link => [link.protocol, getComputedStyle(link, '::after').content])"
    )
    assert {protocol for protocol, _ in marks} == {"file:", "https:", "tel:"}
    for protocol, mark in marks:
        assert ("↗" in mark) == (protocol == "https:"), protocol


def test_a_page_opened_within_the_zip_says_to_unpack_it_first(reader, folder, tmp_path):
    alone = tmp_path / "index.html"
    alone.write_bytes((folder / "index.html").read_bytes())
    reader.goto(alone.as_uri())
    assert reader.locator(".offline-unpack").is_visible()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, folder, name, scheme):
    page = chromium.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.goto((folder / f"{name}.html").as_uri())
    assert [violation["id"] for violation in run_axe(page, RULES)["violations"]] == []
    page.close()
