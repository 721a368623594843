"""What must stay good when there are many stories, and what happens to the stories that ask for care."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from catalogue import load
from catalogue.site.traces import told
from catalogue.stories.withdrawal import kept

FACETS = {
    "sector": "sector",
    "plaats": "setting",
    "verteller": "teller",
    "gever": "giver",
    "ontvanger": "receiver",
    "gebaar": "gesture",
    "thema": "themes",
    "organisatie": "organisation",
}


@pytest.fixture(scope="module")
def stories(grown_project, grown_site):
    assert grown_site.pages, "its building withdraws a story"
    sources = grown_project.sources("stories/*/*.md")
    return [story for story in sources if "withdrawn" not in story.fields]


@pytest.fixture(scope="module")
def counts(stories):
    """How many stories each value of each facet has."""
    found = defaultdict(Counter)
    for story in stories:
        if not story.fields.get("example"):
            found["jaar"][str(story.fields["published"].year)] += 1
        for facet, field in FACETS.items():
            values = story.fields.get(field) or []
            for value in values if isinstance(values, list) else [values]:
                found[facet][value] += 1
    return found


def test_the_engine_sees_as_many_pages_as_before(grown_project, project):
    """Stories bypass the engine's list of pages, which costs milliseconds for each."""
    spy = "from pathlib import Path\n\n\ndef on_env(env, *, config, files):\n"
    spy += "    pages = files.documentation_pages()\n"
    spy += "    Path(config.config_file_path).with_name('pages').write_text(str(len(pages)))\n"
    grown_project.write("hooks/spy.py", spy)
    settings = (grown_project.root / "mkdocs.yml").read_text("utf-8")
    grown_project.replace("mkdocs.yml", "hooks:\n", "hooks:\n  - hooks/spy.py\n")
    try:
        grown_project.build()
    finally:
        grown_project.write("mkdocs.yml", settings)
    content = list((project.root / "content").rglob("[!_]*.md"))
    modules = list((project.root / "modules").glob("[!_]*"))
    expected = len(content) + 4 * len(modules)
    assert int((grown_project.root / "pages").read_text("utf-8")) == expected


def test_no_page_grows_with_the_number_of_stories(site, grown_site):
    shared = set(site.pages) & set(grown_site.pages)
    growth = {
        uri: len(grown_site[uri].html) - len(site[uri].html)
        for uri in shared
        if not re.match(r"verhalen/[a-z]+/[a-z0-9-]+/$", uri)  # a list not yet full may fill up
    }
    assert max(growth.values()) < 4_000, max(growth, key=growth.get)
    # The form is the longest page: every facet with its definitions. A story's row takes about 1 kB.
    assert max(len(page.html) for page in grown_site.pages.values()) < 90_000


def chain(site, uri):
    """The pages of a list, followed as a reader does."""
    pages = []
    while uri is not None:
        page = site[uri]
        pages.append(page)
        following = page.all("a", rel="next")
        uri = page.target(following[0].get("href")) if following else None
        assert len(pages) < 100
    return pages


def shown_stories(page, slugs):
    return [
        page.target(anchor.get("href"))
        for item in page.main.all("li")
        for anchor in item.all("a", href=True)
        if item.all("h2", "h3") and page.target(anchor.get("href")) in slugs
    ]


def test_the_list_of_stories_can_be_leafed_through_to_the_last(grown_site, stories):
    slugs = {f"verhalen/{story.slug}/" for story in stories}
    pages = chain(grown_site, "verhalen/")
    shown = [shown_stories(page, slugs) for page in pages]
    assert len(pages) > 4
    assert all(0 < len(on_page) <= 48 for on_page in shown)
    assert sorted(uri for on_page in shown for uri in on_page) == sorted(slugs)


def test_a_list_of_one_value_can_be_leafed_through_to_the_last(grown_site, stories, counts):
    facet, value = "jaar", counts["jaar"].most_common(1)[0][0]
    slugs = {f"verhalen/{story.slug}/" for story in stories}
    pages = chain(grown_site, f"verhalen/{facet}/{value}/")
    assert len(pages) == -(-counts[facet][value] // 48) > 1
    assert sum(len(shown_stories(page, slugs)) for page in pages) == counts[facet][value]


def test_lists_show_the_newest_first_and_then_the_invented_by_name(grown_site, stories):
    places = {
        f"verhalen/{s.slug}/": (0, s.slug)
        if s.fields.get("example")
        else (-s.fields["published"].toordinal(), s.slug)
        for s in stories
    }
    seen = 0
    for page in grown_site.ordinary_pages:
        if re.fullmatch(r"verhalen/([a-z]+/[a-z0-9-]+/)?(pagina/\d+/)?", page.uri):
            shown = [places[uri] for uri in shown_stories(page, places)]
            assert shown == sorted(shown), page.uri
            seen += len(shown)
    assert seen > len(stories)


def test_a_reader_can_leaf_back_and_knows_where_she_is(grown_site):
    pages = chain(grown_site, "verhalen/")
    for number, page in enumerate(pages, 1):
        assert f"Pagina {number} van {len(pages)}" in page.main.text
        back = page.all("a", rel="prev")
        assert [page.target(a.get("href")) for a in back] == [p.uri for p in pages[: number - 1]][
            -1:
        ]


def test_the_pages_of_a_list_have_different_titles(grown_site):
    titles = Counter(page.title for page in grown_site.ordinary_pages)
    same = {title for title, count in titles.items() if count > 1}
    assert same == set()


def test_no_link_is_dead_in_a_site_that_has_grown(grown_site):
    for page in grown_site.pages.values():
        for target in page.links():
            if not target.startswith(("https://", "tel:")):
                is_file = (grown_site.folder / target).is_file()
                assert is_file or target in grown_site.pages, (page.uri, target)


def test_nothing_is_left_over_from_building_with_many_processes(grown_site):
    assert [f for f in grown_site.files if "/." in f"/{f}" or f.endswith((".tmp", ".cache"))] == []


def test_a_small_count_is_never_published(grown_site, counts):
    """Ten stories or fewer could point at people; from eleven on the number is of use to a reader."""
    small = large = 0
    for facet, values in counts.items():
        page = grown_site[f"verhalen/{facet}/"]
        entries = {page.target(dt.all("a")[0].get("href")): dt.text for dt in page.main.all("dt")}
        for value, count in values.items():
            says = entries[f"verhalen/{facet}/{value}/"]
            list_page = grown_site[f"verhalen/{facet}/{value}/"].main.text.split("Lees")[0]
            if count > 10:
                large += 1
                assert f"{count} verhalen" in says
                assert f"{count} verhalen" in list_page
            else:
                small += 1
                assert not re.search(r"\d+ verha", says), says
                assert not re.search(r"\d+ verha", list_page[:400]), (facet, value)
    assert small > 0
    assert large > 0


# -- withdrawn -------------------------------------------------------------------------------


def test_of_a_withdrawn_story_only_its_address_and_the_day_are_left(grown_site):
    page = grown_site["verhalen/het-ingetrokken-verhaal/"]
    assert page.one("h1").text == "Dit verhaal is ingetrokken"
    assert "9 november 2026" in page.main.text
    assert page.one("meta", name="robots").get("content").startswith("noindex")


def test_no_word_of_a_withdrawn_story_is_left_anywhere(grown_site):
    lost = ("Een titel die verdwijnt", "teller die zich bedacht", "kwikstaart", "kamer blauw")
    for file, text in grown_site.text_files():
        assert not [words for words in lost if words in text], file


def test_no_file_but_its_own_names_a_withdrawn_story(grown_project, grown_site):
    stones = load(grown_project.root).tombstones
    found = {file for file, text in grown_site.text_files() if told(text, stones)}
    assert found <= {f"{stone.uri}index.html" for stone in stones}


def test_no_cache_is_older_than_the_withdrawal(grown_project, grown_site):
    stones = load(grown_project.root).tombstones
    assert (grown_project.root / ".cache/stories.cache").exists(), grown_site.log
    assert kept(grown_project.root / ".cache", stones) == ()


def test_a_page_that_tells_of_a_withdrawn_story_stops_the_build(scratch, monkeypatch):
    """By an address that no check of links knows."""
    monkeypatch.setenv("PDF", "no")
    monkeypatch.setenv("SEARCH", "no")
    project = scratch("told")
    project.write("stories/2026/weg.md", "---\nwithdrawn: 2026-11-09\n---\n")
    text = (project.root / "content/over.md").read_text("utf-8")
    project.write("content/over.md", f"{text}\nZie `/verhalen/weg/`.\n")
    result = project.try_build()
    assert result.returncode != 0
    assert "/over/ vertelt nog van 'weg'" in result.stdout + result.stderr


def test_nothing_leads_to_a_withdrawn_story(grown_site):
    for page in grown_site.pages.values():
        if page.uri != "verhalen/het-ingetrokken-verhaal/":
            assert "verhalen/het-ingetrokken-verhaal/" not in page.links(), page.uri
    assert "het-ingetrokken-verhaal" not in (grown_site.folder / "sitemap.xml").read_text("utf-8")


# -- moved -----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["de-oude-naam", "de-oudste-naam"])
def test_the_old_address_of_a_story_leads_to_the_new_one(grown_site, slug):
    page = grown_site[f"verhalen/{slug}/"]
    refresh = page.one("meta", http_equiv="refresh").get("content")
    assert page.target(refresh.split("url=")[1]) == "verhalen/de-nieuwe-naam/"
    assert "verhalen/de-nieuwe-naam/" in page.links(), (
        "for a browser that does not follow by itself"
    )
    canonical = page.one("link", rel="canonical").get("href")
    assert canonical == "https://mangomomenten.example/verhalen/de-nieuwe-naam/"


# -- strangers' text -------------------------------------------------------------------------


def test_a_title_full_of_code_is_shown_as_it_was_typed(grown_site):
    title = "<script>alert('kwaad')</script> & {{ config }} {n} &amp; <b>vet</b>"
    page = grown_site["verhalen/de-vreemde-titel/"]
    assert page.one("h1").text == title
    assert page.title.startswith(title)
    assert page.faults == []


def test_a_title_full_of_code_becomes_no_element_on_any_page(grown_site):
    shown = 0
    for page in grown_site.pages.values():
        if "kwaad" in page.html:
            shown += 1
            scripts = [s for s in page.all("script") if s.get("type") != "application/ld+json"]
            assert not [s for s in scripts if "kwaad" in "".join(map(str, s.children))]
            assert [b for b in page.all("b") if b.text == "vet"] == []
            assert page.all("img", src="x") == []
            assert page.faults == [], page.uri
    assert shown > 5, "the story, the lists it stands in, the home page"


def test_the_text_of_a_story_is_no_template(grown_site):
    assert "Ze zegt {{ page.title }} en {n}." in grown_site["verhalen/de-vreemde-titel/"].main.text


# -- consent ---------------------------------------------------------------------------------


def test_nothing_of_a_consent_is_published(grown_site):
    secrets = {"T-2026-geheim", "formulier-zeven", "2029-10-01", "oktober 2029"}
    for file, text in grown_site.text_files():
        if not file.startswith("assets/"):
            asked = file.startswith(("deel-je-mangomoment/", "meewerken/", "pagefind/words/"))
            told = secrets if asked else secrets | {"representative"}
            assert not [secret for secret in told if secret in text], file


def test_a_real_story_is_not_called_an_example(grown_site):
    page = grown_site["verhalen/het-echte-verhaal/"]
    article = page.one("article")
    assert "Voorbeeld" not in article.text
    assert "verzonnen" not in article.text


def test_a_story_without_consent_for_paper_offers_no_print(grown_site):
    page = grown_site["verhalen/het-echte-verhaal/"]
    assert "Druk dit verhaal af" not in page.main.text
    assert "Druk dit verhaal af" in grown_site["verhalen/de-nieuwe-naam/"].main.text
