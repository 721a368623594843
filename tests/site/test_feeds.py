"""What the built site gives to feed readers, spreadsheets, search engines and whoever shares an address."""

from __future__ import annotations

import csv
import json
import re
from xml.etree import ElementTree as ET

import feedparser
import pytest

SITE = "https://mangomomenten.example/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEED_TYPES = {"application/atom+xml": "feed.xml", "application/feed+json": "feed.json"}


@pytest.fixture(scope="module")
def stories(project):
    return project.sources("stories/*/*.md")


@pytest.fixture(scope="module")
def real_stories(grown_project, grown_site):
    """Those that happened; reading them before the site is built would miss the withdrawal."""
    assert grown_site.pages
    stories = grown_project.sources("stories/*/*.md")
    return [story for story in stories if "consent" in story.fields]


def graph(page):
    """Everything that *page* says in JSON-LD, by type."""
    (script,) = page.all("script", type="application/ld+json")
    document = json.loads("".join(script.children))
    assert document["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in document["@graph"]}


# -- feeds -----------------------------------------------------------------------------------


def atom_feeds(site):
    return sorted(file for file in site.files if file.endswith("feed.xml"))


def test_every_feed_is_read_by_a_feed_reader(grown_site):
    site, files = grown_site, atom_feeds(grown_site)
    assert len(files) > 20
    for file in files:
        parsed = feedparser.parse((site.folder / file).read_bytes())
        assert not parsed.bozo, file
        assert 0 < len(parsed.entries) <= 30, file
        assert {link.href for link in parsed.feed.links if link.rel == "self"} == {SITE + file}
        for entry in parsed.entries:
            assert entry.link.removeprefix(SITE) in site.pages
            assert entry.updated_parsed
            assert entry.content[0].value


def test_both_forms_of_a_feed_tell_the_same_stories(grown_site):
    site = grown_site
    for file in atom_feeds(site):
        parsed = feedparser.parse((site.folder / file).read_bytes())
        other = json.loads((site.folder / file.replace(".xml", ".json")).read_text("utf-8"))
        assert other["title"] == parsed.feed.title
        assert [item["id"] for item in other["items"]] == [entry.id for entry in parsed.entries]
        assert [i["title"] for i in other["items"]] == [
            e.text for e in ET.fromstring(  # noqa: S314 -- our own
                (site.folder / file).read_text("utf-8")
            ).iterfind("{*}entry/{*}title")
        ]  # fmt: skip


def test_addresses_within_a_feed_are_whole_and_right(grown_site):
    site = grown_site
    for file in atom_feeds(site):
        text = (site.folder / file.replace(".xml", ".json")).read_text("utf-8")
        for item in json.loads(text)["items"]:
            for href in re.findall(r'href="([^"]*)"', item["content_html"]):
                assert href.startswith(SITE), (file, href)
                assert href.removeprefix(SITE).partition("#")[0] in site.pages, (file, href)


def test_the_feed_of_all_stories_begins_with_the_newest(grown_site, real_stories):
    # The newest of all may not be shared.
    days = sorted((story.fields["published"].isoformat() for story in real_stories), reverse=True)
    parsed = feedparser.parse((grown_site.folder / "verhalen/feed.xml").read_bytes())
    assert parsed.feed.updated.startswith(days[1])
    assert [entry.published[:10] for entry in parsed.entries] == days[1:31]


def test_a_feed_without_a_real_story_is_a_feed_and_empty(site, stories):
    assert all(story.fields.get("example") for story in stories)
    files = atom_feeds(site)
    assert len(files) > 20
    for file in files:
        parsed = feedparser.parse((site.folder / file).read_bytes())
        other = json.loads((site.folder / file.replace(".xml", ".json")).read_text("utf-8"))
        assert not parsed.bozo, file
        assert parsed.entries == other["items"] == []


def test_every_feed_is_found_from_the_page_of_its_list(site):
    found = set()
    for page in site.ordinary_pages:
        for type_, name in FEED_TYPES.items():
            links = page.all("link", rel="alternate", type=type_)
            for link in links:
                assert link.get("title")
                assert page.target(link.get("href")) in site.files
                assert page.target(link.get("href")).endswith(name)
            found |= {page.target(link.get("href")) for link in links}
            visible = {target for target in page.links(page.main) if target.endswith(name)}
            assert visible <= {page.target(link.get("href")) for link in links}, page.uri
    assert found == {file for file in site.files if re.search(r"(^|/)feed\.(xml|json)$", file)}


@pytest.mark.parametrize("facet", ["sector", "thema", "organisatie"])
def test_every_list_of_some_facets_has_a_visible_feed(site, facet):
    pages = [uri for uri in site.pages if re.fullmatch(rf"verhalen/{facet}/[^/]+/", uri)]
    assert pages
    for uri in pages:
        assert {f"{uri}feed.xml", f"{uri}feed.json"} <= set(site[uri].links(site[uri].main))


# -- data ------------------------------------------------------------------------------------


def test_the_data_hold_every_story_twice(site, stories):
    document = json.loads((site.folder / "verhalen/verhalen.json").read_text("utf-8"))
    with (site.folder / "verhalen/verhalen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    slugs = {story.slug for story in stories}
    assert {story["id"] for story in document["stories"]} == slugs
    assert {row["id"] for row in rows} == slugs
    assert document["license"]["name"] == "CC BY 4.0"
    titles = {story.slug: str(story.fields["title"]) for story in stories}
    assert {story["id"]: story["title"] for story in document["stories"]} == titles


def test_the_list_of_stories_leads_to_the_data_and_their_explanation(site):
    page = site["verhalen/"]
    assert {"verhalen/verhalen.json", "verhalen/verhalen.csv", "open-data/"} <= set(
        page.links(page.main)
    )


# -- consent ---------------------------------------------------------------------------------

SHARED_ELSEWHERE = re.compile(r"feed\.(xml|json)$|verhalen\.(json|csv)$|^insluiten/")


def test_what_may_not_be_shared_and_what_was_withdrawn_leaves_the_site_in_no_way(grown_site):
    """The real story has consent for the site only; the other one was withdrawn."""
    for file, text in grown_site.text_files():
        if SHARED_ELSEWHERE.search(file):
            assert "Donaudampfschiff" not in text, file
            assert "het-echte-verhaal" not in text, file
            assert "het-ingetrokken-verhaal" not in text, file


def test_an_odd_title_stands_in_feeds_and_data_as_it_was_typed(grown_site):
    title = "<script>alert('kwaad')</script> & {{ config }} {n} &amp; <b>vet</b>"
    root = ET.parse(grown_site.folder / "verhalen/feed.xml")  # noqa: S314 -- our own
    assert title in [element.text for element in root.iterfind("{*}entry/{*}title")]
    document = json.loads((grown_site.folder / "verhalen/verhalen.json").read_text("utf-8"))
    assert title in [story["title"] for story in document["stories"]]
    assert graph(grown_site["verhalen/de-vreemde-titel/"])["Article"]["headline"] == title


# -- structured data -------------------------------------------------------------------------


def test_every_story_is_an_article(site, stories):
    for story in stories:
        found = graph(site[f"verhalen/{story.slug}/"])
        article = found["Article"]
        assert article["headline"] == str(story.fields["title"])
        label = "Voorbeeldverhaal: " if story.fields.get("example") else ""
        assert article["description"] == f"{label}{story.fields['summary']}"
        assert article["url"] == f"{SITE}verhalen/{story.slug}/"
        assert article["author"]["name"]
        assert article["publisher"]["name"]
        assert found["BreadcrumbList"]["itemListElement"][-1]["item"] == article["url"]


REQUIRED_OF_A_MODULE = {
    "name", "description", "url", "inLanguage", "license", "author", "publisher", "timeRequired",
    "teaches", "audience", "learningResourceType", "dateModified", "version", "hasPart",
    "isAccessibleForFree",
}  # fmt: skip


def test_every_module_is_a_learning_resource(site, catalogue):
    for module in catalogue.modules:
        resource = graph(site[module.uri])["LearningResource"]
        assert resource.keys() >= REQUIRED_OF_A_MODULE
        assert resource["teaches"] == list(module.objectives)
        assert re.fullmatch(r"PT\d+M", resource["timeRequired"])
        assert len(resource["hasPart"]) == 3
        for part in resource["hasPart"]:
            uri = part["url"].removeprefix(SITE)
            assert graph(site[uri])["LearningResource"]["isPartOf"]["@id"] == SITE + module.uri


def test_every_document_that_a_module_names_is_there(site, catalogue):
    for module in catalogue.modules:
        for encoding in graph(site[module.uri])["LearningResource"].get("encoding", ()):
            assert encoding["contentUrl"].removeprefix(SITE) in site.files


def test_an_invented_organisation_is_none_to_a_program(site, catalogue):
    invented = [o for o in catalogue.organisations.values() if o.is_example]
    assert invented
    for organisation in invented:
        assert list(graph(site[organisation.uri])) == ["BreadcrumbList"]
    told = [story for story in catalogue.stories if story.organisation in invented]
    assert told
    for story in told:
        article = graph(site[story.uri])["Article"]
        assert article["author"] == article["publisher"]


def test_every_address_in_a_breadcrumb_is_there(site):
    total = 0
    for page in site.ordinary_pages:
        if page.all("script", type="application/ld+json"):
            for step in graph(page).get("BreadcrumbList", {}).get("itemListElement", ()):
                total += 1
                assert step["item"].removeprefix(SITE) in site.pages, page.uri
                assert step["name"]
    assert total > 300


# -- for whoever shares an address --------------------------------------------------------------


def test_every_page_says_how_it_looks_where_its_address_is_shared(site):
    for page in site.ordinary_pages:
        said = {m.get("property"): m.get("content") for m in page.all("meta", property=True)}
        assert said["og:title"]
        assert said["og:description"] == page.one("meta", name="description").get("content")
        assert said["og:locale"] == "nl_BE"
        assert said["og:site_name"] == "Mangomomenten"
        assert said["og:type"] in {"website", "article"}
        if page.uri != "404.html":
            assert said["og:url"] == SITE + page.uri
        assert page.one("meta", name="twitter:card").get("content") == "summary"


def test_a_story_is_shared_as_an_article(site, stories):
    for story in stories:
        page = site[f"verhalen/{story.slug}/"]
        assert page.one("meta", property="og:type").get("content") == "article"


# -- for search engines ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed_of():
    """Return what gives the day that each address changed, as the map of a site tells."""

    def read(site):
        root = ET.parse(site.folder / "sitemap.xml").getroot()  # noqa: S314 -- our own
        return {
            url.findtext(f"{SITEMAP}loc").removeprefix(SITE): url.findtext(f"{SITEMAP}lastmod")
            for url in root
        }

    return read


@pytest.fixture(scope="module")
def changed(site, changed_of):
    return changed_of(site)


def test_the_map_says_when_each_module_and_page_changed(changed, catalogue):
    for module in catalogue.modules:
        for part in module.parts.values():
            assert changed[part.uri] == module.updated.isoformat()
    for page in catalogue.pages:
        if page.updated:
            assert changed[page.uri] >= page.updated.isoformat()


def test_a_list_changes_with_its_newest_story(changed_of, grown_site, real_stories):
    changed = changed_of(grown_site)
    sectors = {story.fields["sector"] for story in real_stories}
    assert sectors
    for sector in sectors:
        days = [s.fields["published"] for s in real_stories if s.fields["sector"] == sector]
        assert changed[f"verhalen/sector/{sector}/"] == max(days).isoformat()
    for story in real_stories:
        assert changed[f"verhalen/{story.slug}/"] == story.fields["published"].isoformat()


def test_search_engines_may_read_the_site_and_hear_of_its_map(site):
    lines = (site.folder / "robots.txt").read_text("utf-8").split("\n")
    assert "Disallow: /" not in lines
    assert f"Sitemap: {SITE}sitemap.xml" in lines
