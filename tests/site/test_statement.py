"""The statement of accessibility: on every page a way to it, and in it the day of the last test."""

from __future__ import annotations

import yaml

STATEMENT = "toegankelijkheid/"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


def test_every_page_leads_to_it_from_its_footer(site):
    for page in site.ordinary_pages:
        assert page.links(page.one("footer")).get(STATEMENT) == "Toegankelijkheid", page.uri


def test_it_shows_the_day_the_pages_and_the_tools_of_the_last_test(site, root):
    test = yaml.safe_load((root / "content/_data/accessibility.yml").read_text("utf-8"))
    page, day = site[STATEMENT], test["tested"]
    shown = page.one("section", class_="fact-sheet fact-sheet--alone")
    assert shown.one("time").get("datetime") == day.isoformat()
    assert shown.one("time").text == f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    assert [value.text for value in shown.all("dd")[1:]] == [
        str(test["pages"]),
        ", ".join(test["tools"]),
    ]


def test_it_has_every_part_that_the_model_asks(site):
    """Commission Implementing Decision (EU) 2018/1523: see its annex."""
    page = site[STATEMENT]
    assert [heading.text for heading in page.all("h2")] == [
        "Welke regels we volgen",
        "Hoe ver we staan",
        "Wat nog niet in orde is",
        "Hoe we deze verklaring maakten",
        "Als iets niet lukt",
        "Als je geen goed antwoord krijgt",
        "Wat nog ontbreekt",
    ]
    for words in ("WCAG 2.2", "EN 301 549", "Bestuursdecreet", "alleen met programma’s getest"):
        assert words in page.text
    assert "https://www.vlaamseombudsdienst.be/" in page.links()


def test_without_a_test_it_says_so_and_the_site_is_built(scratch):
    project = scratch("untested", SEARCH="no")
    (project.root / "content/_data/accessibility.yml").unlink()
    built = project.build()
    assert "make accessibility" in built.log
    shown = built[STATEMENT].one("section", class_="fact-sheet fact-sheet--alone")
    assert shown.text == "Deze site is nog niet getest."
