"""From a source to a Story, or to the Tombstone of a withdrawn one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from catalogue.model.addresses import RESERVED_SLUGS
from catalogue.model.organisation import Organisation
from catalogue.model.story import Consent, Photo, Scope, Story, Tombstone
from catalogue.model.vocabulary import Vocabulary
from catalogue.problems.hints import choice_hint
from catalogue.problems.problem import Problem, Problems
from catalogue.problems.rule import Severity
from catalogue.sources import personal_data, schema
from catalogue.sources.fields import Reader
from catalogue.sources.files import Source, decode, split_source
from catalogue.sources.front_matter import Fields
from catalogue.stories import prose
from catalogue.text.visible_text import visible


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
    found = tuple(map(_concealed, problems)) if len(problems) else ()
    return StoryReading(entry if not problems.errors else None, found)


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
    values = _read_fields(source, reader)
    text = None
    if source.body:
        text = prose.render(source.body, source.path, source.body_line, problems)
    else:
        problems.add("story-empty", source.path, source.body_line)
    _check_personal_data(source, reader)
    if values is None:
        return None
    organisation = _organisation(source, values, context, problems)
    _check_year(source, values, problems)
    _check_former_slugs(source, values, slug, problems)
    consent = _consent(source, values, problems)
    if text is None or (consent is None and not values["example"]):
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
        photo=_photo(source, values),
        link_lines=text.link_lines,
        **{name: values[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE: Final = (
    "title", "summary", "published", "sector", "setting", "teller", "giver", "receiver",
    "gesture", "themes", "former_slugs",
)  # fmt: skip


def _read_fields(source: Source, reader: Reader) -> dict[str, Any] | None:
    """Return the values of the fields of *source*: the date of a real story, none of an invented one."""
    fields = source.fields
    if fields is None:
        return None
    example = fields.get("example")
    if example is None or example.text != "true":
        return reader.read(fields, schema.REAL_STORY if "consent" in fields else schema.STORY)
    if "published" in fields:
        line = source.line("published")
        reader.problems.add("story-example-date", source.path, line)
        fields = {name: value for name, value in fields.items() if name != "published"}
    return reader.read(fields, schema.STORY)


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


# -- personal data -----------------------------------------------------------------------------


def _check_personal_data(source: Source, reader: Reader) -> None:
    """Note what in the texts that readers see may be personal, except what is said not to be."""
    texts = list(_texts(source))
    exceptions = _exceptions(source, reader, texts)
    for line, finding in _findings(texts):
        if (line, finding.kind) in exceptions:
            exceptions[line, finding.kind] = 0
        elif finding.kind != "web-address" or not _is_refused_link(source.path, line, reader):
            reader.problems.add(finding.code, source.path, line, masked=finding.masked)
    for (_, kind), line in exceptions.items():
        if line:
            reader.problems.add("not-personal-unused", source.path, line, kind=kind)


def _texts(source: Source) -> Iterator[tuple[int, str]]:
    """The texts of a story that readers see, each with its first line; that of the body comes first.

    Left out are the paths of links between sources, which are addresses of this site.
    """
    yield source.body_line, prose.SOURCE_TARGET.sub("]", source.body)
    fields = source.fields or {}
    photo = fields["photo"].fields or {} if "photo" in fields else {}
    values = (fields.get("title"), fields.get("summary"), photo.get("alt"), photo.get("credit"))
    for value in values:
        if value is not None and value.text:
            yield value.line, value.text.replace("\n", " ")


def _findings(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, personal_data.Finding]]:
    whole = "\n\n".join(text for _, text in texts)
    for finding in personal_data.find(whole):
        start = 0
        for first_line, text in texts:
            if finding.start <= start + len(text):
                yield first_line + whole.count("\n", start, finding.place), finding
                break
            start += len(text) + 2


def _exceptions(
    source: Source, reader: Reader, texts: Sequence[tuple[int, str]]
) -> dict[tuple[int, str], int]:
    """Return the line of each exception by the line and the kind that it lets through.

    They are read apart from the other fields, so that a slip in one of those raises no false alarms.
    """
    name = schema.NOT_PERSONAL.name
    if source.fields is None or name not in source.fields:
        return {}
    values = reader.read({name: source.fields[name]}, (schema.NOT_PERSONAL,))
    exceptions: dict[tuple[int, str], int] = {}
    for record in values[name] if values else ():
        words = _plain(record["words"])
        lines = [
            first_line + offset
            for first_line, text in texts
            for offset, line in enumerate(text.split("\n"))
            if words in _plain(line)
        ]
        if len(lines) > 1:
            reader.problems.add("not-personal-vague", source.path, record["line"], count=len(lines))
        else:
            line = lines[0] if lines else 0
            exceptions[line, record["kind"]] = record["line"]
        for finding in personal_data.find(f"{record['words']}\n\n{record['reason']}"):
            if personal_data.severity(finding.kind) is Severity.ERROR:
                # An exception is as public as the story.
                reader.problems.add(
                    finding.code, source.path, record["line"], masked=finding.masked
                )
    return exceptions


def _plain(text: str) -> str:
    return " ".join(personal_data.fold(visible(text).text).split())


def _is_refused_link(path: str, line: int, reader: Reader) -> bool:
    """Whether the address on *line* is that of a link, which a story cannot hold anyway."""
    return any(
        problem.code == "story-link" and (problem.path, problem.line) == (path, line)
        for problem in reader.problems
    )


def _concealed(problem: Problem) -> Problem:
    """Return *problem* without the numbers of people that its words may have taken from the source."""
    message, hint = map(personal_data.conceal, (problem.message, problem.hint))
    if (message, hint) == (problem.message, problem.hint):
        return problem
    return replace(problem, message=message, hint=hint)


# -- what a story refers to --------------------------------------------------------------------


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
    if values["published"] is None:
        return
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
        line=_review_line(source),
    )


def _photo(source: Source, values: Mapping[str, Any]) -> Photo | None:
    record = values["photo"]
    if record is None:
        return None
    folder = source.path.rpartition("/")[0]
    return Photo(f"{folder}/{record['file']}", record["alt"], record["credit"], record["line"])


def _review_line(source: Source) -> int:
    consent = source.fields.get("consent") if source.fields else None
    return consent.fields["review"].line if consent and consent.fields else 1
