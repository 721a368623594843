"""Feeds: what a feed reader gets of stories, and of which stories."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from catalogue.exchange.feeds import NEWEST_IN_FEED, Feed, FeedFormat, FeedWriter, feeds
from catalogue.model.facet import FACETS, FacetValue
from catalogue.model.imprint import Imprint
from catalogue.model.organisation import Organisation
from catalogue.model.story import Consent, Scope, Story
from catalogue.model.vocabulary import Concept
from catalogue.site.plan import Planner

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeStory, Project

SITE = "https://mango.test/"
IMPRINT = Imprint("Mango & co", "Verhalen.", SITE, "CC BY 4.0", "https://licence.test/by")
ATOM = "{http://www.w3.org/2005/Atom}"
ODD_TITLES = (
    "Minder < meer > <b>vet</b>",
    "Jan & Piet &amp; &lt;",
    "\"Dubbel\" en 'enkel'",
    "</script><script>alert(1)</script>",
    "]]> en <![CDATA[",
    "Een 🥭 van 👩‍⚕️",
    "Hier\u2028en\u2029daar",
)


def consent(*scope: Scope) -> Consent:
    """Return a consent for *scope* and nothing else."""
    day = date(2026, 1, 1)
    return Consent("T-1", day, "teller", frozenset(scope), "1", day)


@pytest.fixture
def make_real(make_story: MakeStory) -> MakeStory:
    """Return what makes stories that happened and may be shared."""

    def make(slug: str, **fields: Any) -> Story:
        return make_story(slug, **{"is_example": False, "consent": consent(*Scope), **fields})

    return make


@pytest.fixture
def feed_writer() -> FeedWriter:
    return FeedWriter(IMPRINT, {"stories/2026/b.md": "verhalen/b/"})


def written(writer: FeedWriter, stories: Any, format_: FeedFormat) -> str:
    feed = next(feed for feed in feeds(stories, "verhalen/") if feed.format is format_)
    return writer.text(feed, "Alles & meer")


def atom(writer: FeedWriter, *stories: Any) -> Any:
    """Return the Atom feed of *stories*, as a feed reader understands it."""
    parsed = feedparser.parse(written(writer, stories, FeedFormat.ATOM))
    assert not parsed.bozo
    return parsed


def json_feed(writer: FeedWriter, *stories: Any) -> Any:
    return json.loads(written(writer, stories, FeedFormat.JSON))


def test_an_atom_feed_says_what_it_is(feed_writer: FeedWriter, make_real: MakeStory) -> None:
    feed = atom(feed_writer, make_real("a", published=date(2026, 3, 14))).feed
    assert feed.title == "Alles & meer"
    assert feed.id == "https://mango.test/verhalen/"
    assert feed.updated == "2026-03-14T00:00:00Z"
    assert feed.author == "Mango & co (https://mango.test/)" or feed.author_detail.name
    assert {link.rel: link.href for link in feed.links} == {
        "self": "https://mango.test/verhalen/feed.xml",
        "alternate": "https://mango.test/verhalen/",
    }


def test_a_feed_is_as_new_as_its_newest_story(
    feed_writer: FeedWriter, make_real: MakeStory
) -> None:
    stories = [make_real("b", published=date(2026, 5, 1)), make_real("a")]
    assert atom(feed_writer, *stories).feed.updated == "2026-05-01T00:00:00Z"


def test_a_feed_without_a_story_is_a_feed(feed_writer: FeedWriter) -> None:
    parsed = atom(feed_writer)
    assert parsed.entries == []
    assert parsed.feed.updated == "1970-01-01T00:00:00Z"
    assert json_feed(feed_writer)["items"] == []


@pytest.mark.parametrize("title", ODD_TITLES)
def test_a_title_comes_through_as_it_was_typed(
    title: str, feed_writer: FeedWriter, make_real: MakeStory
) -> None:
    story = make_real("a", title=title, summary=title)
    root = ET.fromstring(written(feed_writer, [story], FeedFormat.ATOM))  # noqa: S314 -- our own
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == title
    assert entry.findtext(f"{ATOM}summary") == title
    (item,) = json_feed(feed_writer, story)["items"]
    assert (item["title"], item["summary"]) == (title, title)


def test_a_feed_holds_the_whole_story_with_whole_addresses(
    feed_writer: FeedWriter, make_real: MakeStory
) -> None:
    html = '<p>Lees <a href="/stories/2026/b.md">dit</a> &amp; dat.</p>'
    story = make_real("a", html=html, links=("/stories/2026/b.md",))
    expected = '<p>Lees <a href="https://mango.test/verhalen/b/">dit</a> &amp; dat.</p>'
    (entry,) = atom(feed_writer, story).entries
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value == expected
    (item,) = json_feed(feed_writer, story)["items"]
    assert item["content_html"] == expected
    assert item["url"] == entry.link == "https://mango.test/verhalen/a/"


def test_an_invented_story_stands_in_no_feed(
    feed_writer: FeedWriter, make_story: MakeStory, make_real: MakeStory
) -> None:
    stories = make_real("b"), make_story("a")
    assert [item["title"] for item in json_feed(feed_writer, *stories)["items"]] == ["B"]
    assert [entry.title for entry in atom(feed_writer, *stories).entries] == ["B"]


def test_a_new_name_does_not_make_a_story_new(
    feed_writer: FeedWriter, make_real: MakeStory
) -> None:
    before = atom(feed_writer, make_real("oud")).entries[0]
    after = atom(feed_writer, make_real("nieuw", former_slugs=("oud",))).entries[0]
    assert before.id == after.id
    assert before.link != after.link


def test_a_story_is_told_by_its_organisation_and_never_by_a_person(
    feed_writer: FeedWriter, make_real: MakeStory
) -> None:
    house = Organisation(
        "de-linde", "De Linde", Concept("wzc", "Wzc"), "Een huis.", is_example=True
    )
    (item,) = json_feed(feed_writer, make_real("a", organisation=house))["items"]
    assert item["authors"] == [{"name": "De Linde", "url": f"{SITE}organisaties/de-linde/"}]
    assert "De Linde" in atom(feed_writer, make_real("a", organisation=house)).entries[0].author


def test_a_json_feed_says_what_it_is(feed_writer: FeedWriter, make_real: MakeStory) -> None:
    feed = json_feed(feed_writer, make_real("a", published=date(2026, 3, 14)))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://mango.test/verhalen/feed.json"
    assert feed["home_page_url"] == "https://mango.test/verhalen/"
    (item,) = feed["items"]
    assert item["date_published"] == "2026-03-14T00:00:00Z"
    assert isinstance(item["id"], str)
    assert item["tags"] == ["Luisteren", "Respect", "Ziekenhuis"]


def test_a_feed_ends_with_the_thirtieth_story(make_real: MakeStory) -> None:
    stories = [make_real(f"s{n}") for n in range(100)]
    for feed in feeds(stories, "verhalen/"):
        assert [story.slug for story in feed.stories] == [f"s{n}" for n in range(NEWEST_IN_FEED)]


def test_only_stories_that_may_be_shared_stand_in_a_feed(make_real: MakeStory) -> None:
    stories = [
        make_real("a", consent=consent(Scope.PUBLISH, Scope.PRINT)),
        make_real("b", consent=consent(Scope.PUBLISH, Scope.SHARE)),
    ]
    for feed in feeds(stories, "verhalen/"):
        assert [story.slug for story in feed.stories] == ["b"]


def test_the_feed_of_one_value_stands_beside_its_list() -> None:
    value = FacetValue(FACETS[0], "ziekenhuis", "Ziekenhuis")
    assert [feed.uri for feed in feeds((), value.uri, value)] == [
        "verhalen/sector/ziekenhuis/feed.xml",
        "verhalen/sector/ziekenhuis/feed.json",
    ]


def test_all_stories_and_every_sector_theme_and_organisation_have_feeds(project: Project) -> None:
    plan = Planner().plan(project.load())
    bases = {page.base_uri for page in plan.values() if isinstance(page, Feed)}
    lists = {
        uri
        for uri in plan
        if uri.startswith(("verhalen/sector/", "verhalen/thema/", "verhalen/organisatie/"))
        and uri.endswith("/")
        and uri.count("/") == 3
    }
    assert bases == lists | {"verhalen/"}


def test_a_withdrawn_story_stands_in_no_feed(project: Project) -> None:
    project.make_real("stories/2026/het-kussen.md")
    project.write("stories/2026/de-stoel.md", "---\nwithdrawn: 2026-05-02\n---\n")
    plan = Planner().plan(project.load())
    told = {s.slug for page in plan.values() if isinstance(page, Feed) for s in page.stories}
    assert "de-stoel" not in told
    assert told
