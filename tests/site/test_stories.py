"""What a reader finds on the page of a story, and on the lists that lead to it."""

from __future__ import annotations

import re

import pytest

STORY_BYTES = 20_000


@pytest.fixture(scope="module")
def stories(project):
    return project.sources("stories/*/*.md")


def words(text):
    return re.findall(r"\w+", text)


def test_no_story_page_is_larger_than_twenty_kilobytes(site, stories):
    sizes = {s.slug: len(site[f"verhalen/{s.slug}/"].html.encode()) for s in stories}
    assert max(sizes.values()) <= STORY_BYTES, max(sizes, key=sizes.get)


def test_a_story_page_holds_the_title_and_every_word_of_the_story(site, stories):
    for story in stories:
        page = site[f"verhalen/{story.slug}/"]
        assert page.one("h1").text == str(story.fields["title"])
        told = " ".join(words(re.sub(r"\]\([^)]*\)", "]", story.body)))
        assert told in " ".join(words(page.main.text)), story.path


def test_an_invented_story_is_called_so_at_the_top_of_its_page(site, stories):
    invented = [story for story in stories if story.fields.get("example")]
    assert invented
    for story in invented:
        main = site[f"verhalen/{story.slug}/"].main
        top = main.text.split(" ".join(story.body.split()[:4]))[0]
        assert "Voorbeeldverhaal" in top, story.path


def test_an_invented_story_is_called_so_wherever_it_is_offered(site, stories):
    invented = {f"verhalen/{s.slug}/" for s in stories if s.fields.get("example")}
    for page in site.ordinary_pages:
        for item in page.main.all("li"):
            if item.all("h2", "h3") and set(page.links(item)) & invented:
                assert "Voorbeeldverhaal" in item.text, (page.uri, item.text)


def test_an_invented_story_is_called_so_where_its_address_is_shared(site, stories):
    invented = [story for story in stories if story.fields.get("example")]
    assert invented
    for story in invented:
        page = site[f"verhalen/{story.slug}/"]
        for said in (
            page.one("meta", name="description"),
            page.one("meta", property="og:description"),
        ):
            assert said.get("content") == f"Voorbeeldverhaal: {story.fields['summary']}"


def test_an_invented_organisation_is_called_so_in_the_list(site, catalogue):
    said = {dt.all("a")[0].text: dt.text for dt in site["organisaties/"].main.all("dt")}
    assert set(said) == {organisation.name for organisation in catalogue.organisations.values()}
    for organisation in catalogue.organisations.values():
        assert ("Voorbeeldorganisatie" in said[organisation.name]) is organisation.is_example


def test_a_card_says_the_same_wherever_it_stands(site, stories):
    """Most cards are filled in by the catalogue, a few rendered by the theme: nobody may notice."""
    cards = {}
    addresses = {f"verhalen/{story.slug}/" for story in stories}
    for page in site.ordinary_pages:
        for item in page.main.all("li"):
            for uri in set(page.links(item)) & addresses:
                if item.all("h2", "h3"):
                    pictures = [page.target(image.get("src")) for image in item.all("img")]
                    cards.setdefault(uri, set()).add((item.text, *pictures))
    assert set(cards) == addresses
    assert {uri: said for uri, said in cards.items() if len(said) > 1} == {}


def test_a_story_page_leads_to_the_lists_of_what_it_is_about(site, stories):
    for story in stories:
        links = site[f"verhalen/{story.slug}/"].links()
        fields = story.fields
        expected = {
            f"verhalen/gebaar/{fields['gesture']}/",
            *(f"verhalen/thema/{theme}/" for theme in fields["themes"]),
            f"verhalen/sector/{fields['sector']}/",
            f"verhalen/plaats/{fields['setting']}/",
            f"verhalen/verteller/{fields['teller']}/",
            f"verhalen/gever/{fields['giver']}/",
            f"verhalen/ontvanger/{fields['receiver']}/",
        }
        assert expected <= set(links), story.path


def test_a_story_page_offers_other_stories_and_never_itself(site, stories):
    addresses = {f"verhalen/{story.slug}/" for story in stories}
    for uri in addresses:
        offered = [link for link in site[uri].links(site[uri].main) if link in addresses]
        assert len(set(offered) - {uri}) >= 2, uri
        assert uri not in offered


def test_nearly_every_story_leads_to_a_module_that_fits(site, stories):
    without = [
        story.slug
        for story in stories
        if not any(
            re.fullmatch(r"modules/[^/]+/", link)
            for link in site[f"verhalen/{story.slug}/"].links(site[f"verhalen/{story.slug}/"].main)
        )
    ]
    assert len(without) <= len(stories) // 10, without


def test_a_list_of_one_value_says_which(site, catalogue):
    for scheme, facet in (("gesture", "gebaar"), ("theme", "thema"), ("sector", "sector")):
        for concept in catalogue.vocabulary[scheme]:
            page = site.pages.get(f"verhalen/{facet}/{concept.id}/")
            if page is not None:
                assert concept.label.lower() in page.one("h1").text.lower()
                assert concept.definition in page.main.text


def test_the_page_of_an_organisation_says_whether_it_is_invented(site, catalogue):
    for organisation in catalogue.organisations.values():
        page = site[organisation.uri]
        assert page.one("h1").text == organisation.name
        assert ("bestaat niet" in page.main.text) is organisation.is_example


def test_the_home_page_offers_the_first_stories_and_every_module(site, catalogue):
    links = site[""].links(site[""].main)
    assert {story.uri for story in catalogue.stories[:4]} <= set(links)
    assert {f"modules/{module.slug}/" for module in catalogue.modules} <= set(links)
    assert {"verhalen/", "modules/", "deel-je-mangomoment/", "onderzoek/"} <= set(links)
