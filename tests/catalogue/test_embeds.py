"""Embeds: which frames there are, what they show, and the snippets that put them on another site."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from catalogue.exchange.embeds import EmbedPage, embeds, frame_title, short_opening, snippets
from catalogue.model.imprint import Imprint
from catalogue.site.plan import Planner
from catalogue.text.texts import Texts

if TYPE_CHECKING:
    from tests.catalogue.conftest import Project

STOEL = "stories/2026/de-stoel.md"
IMPRINT = Imprint("Mango", "", "https://mango.test/", "", "")


def shown(project: Project) -> dict[str, str]:
    """Return the story of every embed by its address."""
    plan = Planner().plan(project.load())
    return {
        uri: page.story.slug if page.story else ""
        for uri, page in plan.items()
        if isinstance(page, EmbedPage)
    }


def test_there_is_an_embed_for_every_theme_and_organisation(project: Project) -> None:
    catalogue = project.load()
    uris = {embed.uri for embed in embeds(catalogue)}
    assert {"insluiten/nieuwste/", "insluiten/week/", "insluiten/organisatie/de-linde/"} <= uris
    assert {f"insluiten/thema/{theme.id}/" for theme in catalogue.vocabulary["theme"]} <= uris


def test_an_embed_shows_the_newest_story_of_its_kind(project: Project) -> None:
    catalogue = project.load()
    found = shown(project)
    assert found["insluiten/nieuwste/"] == catalogue.stories[0].slug
    for story in reversed(catalogue.stories):
        for theme in story.themes:
            first = next(s for s in catalogue.stories if theme in s.themes)
            assert found[f"insluiten/thema/{theme.id}/"] == first.slug


def test_an_embed_shows_no_story_that_may_not_be_shared(project: Project) -> None:
    assert "de-stoel" in shown(project).values()
    project.make_real(STOEL, scope="publish, print")
    assert "de-stoel" not in shown(project).values()


def test_an_embed_without_a_story_stays(project: Project) -> None:
    for file in (project.root / "stories").rglob("*.md"):
        project.make_real(file.relative_to(project.root).as_posix(), scope="publish, print")
    assert set(shown(project).values()) == {""}


def test_what_is_invented_is_not_called_the_newest(project: Project, dutch: Texts) -> None:
    def titles() -> dict[str, str]:
        plan = Planner().plan(project.load())
        return {u: frame_title(p, dutch) for u, p in plan.items() if isinstance(p, EmbedPage)}

    before = titles()
    assert before["insluiten/nieuwste/"] == "Een verhaal, als voorbeeld"
    project.make_real(STOEL)
    assert titles() == before | {"insluiten/nieuwste/": "Het nieuwste Mangomoment"}


class Frames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.found.append(dict(attrs))


def test_a_snippet_is_one_frame_with_a_name_and_a_whole_address(
    project: Project, dutch: Texts
) -> None:
    project.edit("content/_data/organisations.yml", "Huis De Linde", "'Huis \"De Linde\" & <co>'")
    for snippet in snippets(project.load(), IMPRINT, dutch):
        frames = Frames()
        frames.feed(snippet.html)
        (frame,) = frames.found
        assert frame["src"] == f"https://mango.test/{snippet.uri}"
        assert frame["title"] == snippet.title


def test_an_opening_ends_between_two_words() -> None:
    words = " ".join(f"woord{n}" for n in range(100))
    text = short_opening(f"<p>{words}</p>")
    assert len(text) <= 244
    assert text.removesuffix(" …") in words
    assert words.removeprefix(text.removesuffix(" …")).startswith(" ")
    assert short_opening("<p>Kort.</p>") == "Kort."
