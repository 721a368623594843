"""The text of a story with the personal data in it masked, as a proposal for a person to judge."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from catalogue.problems.problem import Problem, Problems
from catalogue.sources import personal_data
from catalogue.sources.files import decode
from catalogue.stories.parse import StoryContext, read_story


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a source would become."""

    path: str
    before: str
    after: str
    left: tuple[Problem, ...]
    """What may be personal in it even then: for a person's eyes."""

    def diff(self) -> str:
        """Return the difference as a unified diff; empty when there is none."""
        lines = (self.before.splitlines(keepends=True), self.after.splitlines(keepends=True))
        found = difflib.unified_diff(*lines, f"a/{self.path}", f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in found)


def propose(path: str, data: bytes, context: StoryContext, problems: Problems) -> Proposal | None:
    """Return the story *path*, with the content *data*, without personal data; None when it is no text.

    Masked is what the checks call an error. What an editor declared a false alarm stays, and so do the
    dates of fields: nobody who is in a story is recognised by the day on which it was published.
    """
    text = decode(data, path, problems)
    if text is None:
        return None
    wrong = {
        (problem.line, problem.code)
        for problem in _personal(path, data, context)
        if problem.is_error
    }
    after = text
    for finding in reversed(personal_data.find(text)):
        line = text.count("\n", 0, finding.place) + 1
        if (line, finding.code) in wrong:
            start, end = finding.datum
            after = after[:start] + personal_data.mask(after[start:end]) + after[end:]
    return Proposal(path, text, after, _personal(path, after.encode(), context))


def _personal(path: str, data: bytes, context: StoryContext) -> tuple[Problem, ...]:
    found = read_story(path, data, context).problems
    return tuple(problem for problem in found if problem.code.startswith("personal-"))
