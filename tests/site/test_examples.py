"""What is invented never happened: no output gives an example a date, whatever its source says."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from catalogue import load
from catalogue.editing.stage import stage
from catalogue.text.texts import read_texts

SITE = "https://mangomomenten.example/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OLD_DAY = re.compile(rb"(?<![0-9A-Za-z])1987(?![0-9A-Za-z])|februari 1987")
"""The date in the sources of some examples of the grown project (OLD_DAY in conftest.py), in any form."""


@pytest.fixture(scope="module")
def examples(grown_project, grown_site):
    assert grown_site.pages
    found = [s for s in grown_project.sources("stories/*/*.md") if s.fields.get("example")]
    assert len(found) > 100
    assert len([story for story in found if "published" in story.fields]) > 50
    return found


@pytest.mark.usefixtures("examples")
def test_no_file_tells_the_date_that_the_source_of_an_example_has(grown_site):
    seen = set()
    for file in sorted(grown_site.files):
        data = (grown_site.folder / file).read_bytes()
        if data.startswith(b"\x1f\x8b"):  # those of the search index
            data = gzip.decompress(data)
        assert not OLD_DAY.search(data), file
        assert not (file.endswith(".pf_filter") and b"1987" in data), file
        seen.add(file.rpartition(".")[2])
    assert seen >= {"html", "xml", "json", "csv", "pf_filter", "pf_fragment", "pf_meta"}


def test_no_page_of_an_example_says_a_day(grown_site, examples):
    for story in examples:
        page = grown_site[f"verhalen/{story.slug}/"]
        said = page.one("section", class_="story__facts").text
        assert not re.search(r"\d|sinds", said), (story.path, said)
        assert page.all("time") == []
        assert not [m for m in page.all("meta", property=True) if "time" in m.get("property")]
        (script,) = page.all("script", type="application/ld+json")
        assert "date" not in "".join(map(str, script.children)).lower()


def test_a_real_story_keeps_its_day(grown_site):
    page = grown_site["verhalen/de-vreemde-titel/"]
    assert "Op de site sinds 3 november 2026" in page.main.text
    assert "verhalen/jaar/2026/" in page.links(page.main)
    (script,) = page.all("script", type="application/ld+json")
    assert '"datePublished":"2026-11-03"' in "".join(map(str, script.children))


def test_no_example_stands_in_a_feed(grown_site, examples):
    addresses = {f"{SITE}verhalen/{story.slug}/" for story in examples}
    feeds = [file for file in grown_site.files if file.endswith("feed.json")]
    assert feeds
    for file in feeds:
        items = json.loads((grown_site.folder / file).read_text("utf-8"))["items"]
        assert {item["url"] for item in items}.isdisjoint(addresses)


def test_the_data_say_of_no_example_when_it_was_published(grown_site, examples):
    slugs = {story.slug for story in examples}
    document = json.loads((grown_site.folder / "verhalen/verhalen.json").read_text("utf-8"))
    with (grown_site.folder / "verhalen/verhalen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {story["id"] for story in document["stories"] if story["published"] is None} == slugs
    assert {row["id"] for row in rows if row["published"] == ""} == slugs


def test_the_map_of_the_site_says_of_no_example_when_it_changed(grown_site, examples):
    root = ET.parse(grown_site.folder / "sitemap.xml").getroot()  # noqa: S314 -- our own
    dated = {
        url.findtext(f"{SITEMAP}loc") for url in root if url.find(f"{SITEMAP}lastmod") is not None
    }
    assert f"{SITE}verhalen/de-vreemde-titel/" in dated
    assert dated.isdisjoint(f"{SITE}verhalen/{story.slug}/" for story in examples)


def test_plain_markdown_gives_an_example_no_date(grown_project, examples, root, tmp_path):
    texts = read_texts(root / "theme/locales/nl.yml")
    stage(grown_project.root, load(grown_project.root), texts, tmp_path)
    for story in examples:
        text = (tmp_path / f"docs/verhalen/{story.slug}.md").read_bytes()
        assert b"\ndate:" not in text
        assert not OLD_DAY.search(text)


# -- a site of examples only ------------------------------------------------------------------


@pytest.fixture(scope="module")
def invented(site, project):
    """The site as it is shipped, with nothing but examples."""
    assert all(story.fields.get("example") for story in project.sources("stories/*/*.md"))
    return site


def test_a_module_to_keep_says_no_day_of_its_story(invented, parse):
    copies = [file for file in invented.files if file.endswith(".zip")]
    assert copies
    for copy in copies:
        with zipfile.ZipFile(invented.folder / copy) as archive:
            (name,) = [n for n in archive.namelist() if n.endswith("verhaal.html")]
            article = parse(archive.read(name).decode()).one("article")
        assert "Voorbeeldverhaal" in article.text
        assert not re.search(r"\b(19|20)\d\d\b|sinds", article.text.split("Wat maakte dit")[1])
        assert article.all("time") == []


def test_a_site_of_examples_has_no_lists_of_years(invented, grown_site):
    assert "verhalen/jaar/2026/" in grown_site.pages
    assert [file for file in invented.files if file.startswith("verhalen/jaar")] == []
    for uri in ("verhalen/", "zoeken/"):
        names = [summary.text for summary in invented[uri].all("summary")]
        assert "gebaar" in names
        assert "jaar" not in names
        assert "jaar" in [summary.text for summary in grown_site[uri].all("summary")]


def test_a_site_of_examples_does_not_offer_the_newest_first(invented, grown_site):
    def offered(site):
        return [option.get("value") for option in site["zoeken/"].one("select").all("option")]

    assert offered(invented) == [""]
    assert offered(grown_site) == ["", "date"]
