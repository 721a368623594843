"""Stories to show on other sites: small pages for a frame, and the snippets that put them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import escape

from catalogue.model.addresses import EMBEDS_URI
from catalogue.model.catalogue import Catalogue
from catalogue.model.imprint import Imprint
from catalogue.model.story import Scope, Story
from catalogue.selections.lists import FacetLists
from catalogue.selections.week import story_of_the_week
from catalogue.text.html import opening
from catalogue.text.texts import Texts, lower_first

_OPENING_LENGTH: Final = 240


@dataclass(frozen=True, slots=True)
class Embed:
    """A page that shows one story on another site."""

    uri: str
    kind: str
    """``newest``, ``week``, ``theme`` or ``organisation``."""
    label: str = ""
    """The theme or organisation."""


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """What an embed shows now."""

    embed: Embed
    story: Story | None
    """None where no story may be shared: the frame says so and stays."""


def embeds(catalogue: Catalogue) -> Iterator[Embed]:
    """Every embed there is. Themes and organisations without a story have one too: a frame may wait for it."""
    yield Embed(f"{EMBEDS_URI}nieuwste/", "newest")
    yield Embed(f"{EMBEDS_URI}week/", "week")
    for theme in catalogue.vocabulary["theme"]:
        yield Embed(f"{EMBEDS_URI}thema/{theme.id}/", "theme", theme.label)
    for organisation in catalogue.organisations.values():
        yield Embed(
            f"{EMBEDS_URI}organisatie/{organisation.slug}/", "organisation", organisation.name
        )


def embed_pages(catalogue: Catalogue, lists: FacetLists, day: date) -> Iterator[EmbedPage]:
    """Every embed with its story, in the week of *day*."""
    by_uri: dict[str, Sequence[Story]] = {
        f"{EMBEDS_URI}{facet.slug}/{value.id}/": stories
        for facet, values in lists.stories_by_value.items()
        for value, stories in values.items()
    }
    for embed in embeds(catalogue):
        if embed.kind == "week":
            yield EmbedPage(embed, story_of_the_week(catalogue.stories, day))
        else:
            is_newest = embed.kind == "newest"
            stories = catalogue.stories if is_newest else by_uri.get(embed.uri, ())
            yield EmbedPage(embed, _newest(stories))


def _newest(stories: Iterable[Story]) -> Story | None:
    return next((story for story in stories if story.allows(Scope.SHARE)), None)


def short_opening(html: str) -> str:
    """Return how the story *html* begins, cut between two words."""
    text = opening(html)
    if len(text) <= _OPENING_LENGTH:
        return text
    return text[:_OPENING_LENGTH].rpartition(" ")[0].rstrip(",;:–- ") + " …"


def embed_title(embed: Embed, texts: Texts) -> str:
    """Return what the frame of *embed* is called."""
    return texts(f"embed.{embed.kind}", label=embed.label, lower=lower_first(embed.label))


def frame_title(page: EmbedPage, texts: Texts) -> str:
    """Return what stands above the story in the frame of *page*: what is invented is not the newest of all."""
    if page.embed.kind == "newest" and page.story is not None and page.story.is_example:
        return texts("embed.example")
    return embed_title(page.embed, texts)


@dataclass(frozen=True, slots=True)
class Snippet:
    """What an editor of another site pastes there."""

    uri: str
    title: str
    html: str


def snippets(catalogue: Catalogue, imprint: Imprint, texts: Texts) -> tuple[Snippet, ...]:
    """The snippet of every embed."""
    return tuple(_snippet(embed, imprint, texts) for embed in embeds(catalogue))


def _snippet(embed: Embed, imprint: Imprint, texts: Texts) -> Snippet:
    title = embed_title(embed, texts)
    address = escape(imprint.address(embed.uri))
    html = (
        f'<iframe src="{address}" title="{escape(title)}" width="100%" height="360" '
        'loading="lazy" style="border: 0"></iframe>'
    )
    return Snippet(embed.uri, title, html)
