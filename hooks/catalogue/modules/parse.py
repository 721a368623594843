"""From the four sources of a module to a Module with its assignments and plans."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from typing import Any, Final

from catalogue.model.module import Assignment, Grouping, Module, Part, PartKind, Plan, Step
from catalogue.model.story import Story
from catalogue.model.vocabulary import Vocabulary
from catalogue.modules.markdown import Document, assignment_id
from catalogue.problems.hints import choice_hint, path_hint
from catalogue.problems.problem import Problems
from catalogue.sources import schema
from catalogue.sources.fields import Reader
from catalogue.sources.files import Source
from catalogue.sources.front_matter import scalars

SCHEMAS: Final = {
    PartKind.INTRODUCTION: schema.INTRODUCTION,
    PartKind.ASSIGNMENTS: schema.PART,
    PartKind.MEDIA: schema.PART,
    PartKind.TEACHING_NOTE: schema.TEACHING_NOTE,
}


TO_FILL_IN: Final = "VUL IN"
"""What marks, in the template of a module, the words that an editor replaces."""


def check_filled_in(source: Source, problems: Problems) -> None:
    """Note where *source* first has words of the template, and how often."""
    lines = [
        source.body_line + offset
        for offset, line in enumerate(source.body.split("\n"))
        if TO_FILL_IN in line
    ]
    lines += [value.line for value in scalars(source.fields or {}) if TO_FILL_IN in value.text]
    if lines:
        count = len(lines)
        problems.add("module-unfinished", source.path, min(lines), words=TO_FILL_IN, count=count)


def parse_module(
    sources: Mapping[PartKind, Source],
    documents: Mapping[PartKind, Document],
    stories: Mapping[str, Story | None],
    unread: AbstractSet[str],
    vocabulary: Vocabulary,
    media: tuple[str, ...],
    problems: Problems,
) -> Module | None:
    """Return the module that the four *sources* make; None, and the problems, when they do not."""
    values: dict[PartKind, dict[str, Any]] = {}
    for kind, source in sources.items():
        read = Reader(source.path, vocabulary, problems).read(source.fields, SCHEMAS[kind])
        if read is not None:
            values[kind] = read
    assignments, broken = _assignments(documents[PartKind.ASSIGNMENTS], problems)
    introduction = values.get(PartKind.INTRODUCTION)
    note = values.get(PartKind.TEACHING_NOTE)
    plans: tuple[Plan, ...] = ()
    if note is not None:
        plans = _plans(note, assignments, broken, sources[PartKind.TEACHING_NOTE], problems)
        if introduction is not None and plans:
            _check_first_plan(
                plans[0], assignments, introduction["minutes"], note["plans"][0], sources, problems
            )
    if introduction is None or note is None or len(values) < len(PartKind):
        return None
    path_of_story = introduction["story"].lstrip("/")
    if path_of_story in unread:
        return None
    if path_of_story not in stories:
        source = sources[PartKind.INTRODUCTION]
        problems.add(
            "link-target",
            source.path,
            source.line("story"),
            target=introduction["story"],
            choice=path_hint(path_of_story, stories),
        )
        return None
    if not plans:
        return None
    slug = PurePosixPath(sources[PartKind.INTRODUCTION].path).parent.name
    parts = {
        kind: Part(
            kind,
            sources[kind].path,
            f"modules/{slug}/{kind.slug}/" if kind.slug else f"modules/{slug}/",
            label=values[kind]["title"],
            title=introduction["title"]
            if kind is PartKind.INTRODUCTION
            else f"{values[kind]['title']} – {introduction['title']}",
            summary=values[kind]["summary"],
            has_help_lines=bool(introduction["help_lines"]),
        )
        for kind in PartKind
    }
    return Module(
        slug=slug,
        story=stories[path_of_story],
        preparation=note["preparation"],
        parts=parts,
        assignments=assignments,
        plans=plans,
        media=media,
        **{name: introduction[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE: Final = (
    "title", "summary", "minutes", "group_size", "audience", "themes", "gestures", "objectives",
    "materials", "tomorrow", "version", "updated", "order",
)  # fmt: skip


def _assignments(
    document: Document, problems: Problems
) -> tuple[tuple[Assignment, ...], frozenset[str]]:
    """The assignments, and the ids of those that have errors."""
    broken = set()
    found: dict[str, Assignment] = {}
    blocks = [block for block in document.blocks if block.name == "assignment"]
    if not blocks:
        problems.add("assignment-none", document.path, 1)
    for block in blocks:
        if not block.options or not block.title:
            broken.add(assignment_id(block))
            continue  # already noted by the scanner
        id_ = assignment_id(block)
        if id_ in found:
            problems.add(
                "assignment-double", document.path, block.line, id=id_, first=found[id_].line
            )
            continue
        grouping = Grouping(block.options["grouping"])
        found[id_] = Assignment(id_, block.title, block.options["minutes"], grouping, block.line)
    return tuple(found.values()), frozenset(broken)


def _plans(
    note: Mapping[str, Any],
    assignments: tuple[Assignment, ...],
    broken: AbstractSet[str],
    source: Source,
    problems: Problems,
) -> tuple[Plan, ...]:
    by_id = {assignment.id: assignment for assignment in assignments}
    plans = []
    for plan in note["plans"]:
        steps: list[Step] = []
        start = 0
        sound = True
        for step in plan["steps"]:
            assignment = by_id.get(step["assignment"])
            activity = step["activity"] or None
            if (activity is None) == (step["assignment"] is None) or (
                activity is not None and step["minutes"] is None
            ):
                problems.add("plan-step", source.path, step["line"])
                sound = False
                continue
            if step["assignment"] in broken or (step["assignment"] and not by_id):
                sound = False
                continue
            if step["assignment"] is not None and assignment is None:
                problems.add(
                    "plan-unknown-assignment",
                    source.path,
                    step["line"],
                    id=step["assignment"],
                    choice=choice_hint(step["assignment"], by_id),
                )
                sound = False
                continue
            if assignment is not None:
                minutes = step["minutes"] or assignment.minutes
                steps.append(Step(assignment.title, start, minutes, assignment))
            else:
                minutes = step["minutes"]
                steps.append(Step(step["activity"], start, minutes))
            start += minutes
        if sound and start != plan["minutes"]:
            code = "plan-too-long" if start > plan["minutes"] else "plan-too-short"
            problems.add(code, source.path, plan["line"], total=start, minutes=plan["minutes"])
            sound = False
        if sound:
            plans.append(Plan(plan["minutes"], tuple(steps)))
    return tuple(plans) if len(plans) == len(note["plans"]) else ()


def _check_first_plan(
    plan: Plan,
    assignments: tuple[Assignment, ...],
    minutes: int,
    record: Mapping[str, Any],
    sources: Mapping[PartKind, Source],
    problems: Problems,
) -> None:
    path = sources[PartKind.TEACHING_NOTE].path
    if plan.minutes != minutes:
        problems.add(
            "plan-module-minutes", path, record["line"], minutes=plan.minutes, expected=minutes
        )
    used = {step.assignment.id for step in plan.steps if step.assignment is not None}
    for assignment in assignments:
        if assignment.id not in used:
            problems.add("plan-incomplete", path, record["line"], id=assignment.id)
