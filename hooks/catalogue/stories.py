"""From a source to a Story, or to the Tombstone of a withdrawn one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalogue import prose, schema
from catalogue.fields import Reader
from catalogue.front_matter import Fields
from catalogue.models import Consent, Organisation, Scope, Story, Tombstone
from catalogue.problems import Problem, Problems, choice_hint
from catalogue.reading import Source, decode, split_source
from catalogue.vocabulary import FACETS, PAGINATION_SLUG, Vocabulary

RESERVED_SLUGS: Final = frozenset({facet.slug for facet in FACETS} | {PAGINATION_SLUG, "feed"})
"""Names under ``/verhalen/`` that the site itself uses."""


@dataclass(frozen=True, slots=True)
class StoryContext:
    """What a story's fields may refer to."""

    vocabulary: Vocabulary
    organisations: Mapping[str, Organisation]


@dataclass(frozen=True, slots=True)
class StoryReading:
    """What reading one file gave: a story, a tombstone, or neither; and what is wrong."""

    entry: Story | Tombstone | None
    problems: tuple[Problem, ...]


def read_story(path: str, data: bytes, context: StoryContext) -> StoryReading:
    """Return what the story source *path*, with the content *data*, holds."""
    problems = Problems()
    entry: Story | Tombstone | None = None
    text = decode(data, path, problems)
    source = None if text is None else split_source(text, path, problems)
    if source is not None:
        entry = parse_story(source, context, problems)
    return StoryReading(entry if not problems.errors else None, tuple(problems))


def parse_story(
    source: Source, context: StoryContext, problems: Problems
) -> Story | Tombstone | None:
    """Return the story that *source* tells; None, and its problems, when it cannot be published."""
    reader = Reader(source.path, context.vocabulary, problems)
    slug = source.path.rpartition("/")[2].removesuffix(".md")
    if slug in RESERVED_SLUGS:
        problems.add("story-address-reserved", source.path, 1, slug=slug)
    if source.fields is not None and "withdrawn" in source.fields:
        return _parse_tombstone(source, source.fields, slug, reader)
    values = reader.read(source.fields, schema.STORY)
    text = None
    if source.body:
        text = prose.render(source.body, source.path, source.body_line, problems)
    else:
        problems.add("story-empty", source.path, source.body_line)
    if values is None:
        return None
    organisation = _organisation(source, values, context, problems)
    _check_year(source, values, problems)
    _check_former_slugs(source, values, slug, problems)
    consent = _consent(source, values, problems)
    if text is None:
        return None
    return Story(
        path=source.path,
        slug=slug,
        organisation=organisation,
        is_example=bool(values["example"]),
        consent=consent,
        html=text.html,
        words=text.words,
        links=text.links,
        link_lines=text.link_lines,
        **{name: values[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE: Final = (
    "title", "summary", "published", "sector", "setting", "teller", "giver", "receiver",
    "gesture", "themes", "former_slugs",
)  # fmt: skip


def _parse_tombstone(source: Source, fields: Fields, slug: str, reader: Reader) -> Tombstone | None:
    rest = [key for key in fields if key != "withdrawn"]
    values = reader.read({"withdrawn": fields["withdrawn"]}, schema.TOMBSTONE)
    if values is None:
        return None
    if rest or source.body:
        what = rest[0] if rest else "tekst"
        line = source.line(rest[0]) if rest else source.body_line
        reader.problems.add(
            "tombstone-text", source.path, line, what=what, date=values["withdrawn"]
        )
        return None
    return Tombstone(source.path, slug, values["withdrawn"])


def _organisation(
    source: Source, values: Mapping[str, Any], context: StoryContext, problems: Problems
) -> Organisation | None:
    slug = values["organisation"]
    if slug is None:
        return None
    organisation = context.organisations.get(slug)
    if organisation is None:
        problems.add(
            "unknown-value",
            source.path,
            source.line("organisation"),
            key="organisation",
            value=slug,
            choice=choice_hint(slug, context.organisations),
        )
    elif organisation.sector != values["sector"]:
        problems.add(
            "story-sector",
            source.path,
            source.line("sector"),
            sector=values["sector"].id,
            organisation=organisation.name,
            expected=organisation.sector.id,
        )
    return organisation


def _check_former_slugs(
    source: Source, values: Mapping[str, Any], slug: str, problems: Problems
) -> None:
    line = source.line("former_slugs")
    for former in values["former_slugs"]:
        if former in RESERVED_SLUGS:
            problems.add("story-address-reserved", source.path, line, slug=former)
        elif former == slug:
            problems.add("story-address-taken", source.path, line, slug=slug, other=source.path)


def _check_year(source: Source, values: Mapping[str, Any], problems: Problems) -> None:
    folder, year = source.path.split("/")[-2], values["published"].year
    if folder != str(year):
        problems.add("story-year", source.path, source.line("published"), folder=folder, year=year)


def _consent(source: Source, values: Mapping[str, Any], problems: Problems) -> Consent | None:
    record = values["consent"]
    if record is None:
        if not values["example"]:
            problems.add("story-consent", source.path, 1)
        return None
    scope = frozenset(Scope(name) for name in record["scope"])
    if Scope.PUBLISH not in scope:
        problems.add("story-consent-publish", source.path, record["line"])
    return Consent(
        reference=record["reference"],
        given=record["date"],
        by=record["by"],
        scope=scope,
        form=record["form"],
        review=record["review"],
    )
