"""Turn an issue of the form "Een verhaal insturen" into a story file, checked like every other story.

The issue's text is hostile: it is read from the event that the host wrote to a file, it never reaches
a shell, and nothing of it is shown but as code. OUT gets either `story.md` and `story.json` (the
path, a title and a text for the request), or `answer.md` (why it cannot be a story yet).

usage: python tools/story_from_issue.py EVENT OUT
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.build.day import build_day
from catalogue.editing import issue_form
from catalogue.problems.problem import Problems
from catalogue.project.project import Project
from review import as_code


def convert(project: Project, issue: dict[str, Any], out: Path, day: date) -> bool:
    """Write to *out* what becomes of *issue* in *project*; return whether it is a story."""
    number = int(issue["number"])
    vocabulary = project.load().vocabulary
    try:
        story = issue_form.proposal(issue["body"] or "", vocabulary, day)
    except issue_form.AnswerError as error:
        return _refuse(out, [str(error)])
    file = project.root / story.path
    if file.exists():
        problems = Problems()
        problems.add("story-address-taken", story.path, 1, slug=file.stem, other=file.name)
        return _refuse(out, [as_code(issue_form.reason(problem)) for problem in problems])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(story.text, encoding="utf-8", errors="replace", newline="\n")
    try:
        _, found = project.read()
    finally:
        data = file.read_bytes()
        file.unlink()
    if found.errors:  # before, there were none
        return _refuse(out, [as_code(issue_form.reason(problem)) for problem in found.errors])
    (out / "story.md").write_bytes(data)
    request = {
        "path": story.path,
        "title": issue_form.PROPOSED_TITLE.format(number=number),
        "text": issue_form.PROPOSED.format(number=number),
    }
    (out / "story.json").write_text(json.dumps(request), encoding="utf-8")
    return True


def _refuse(out: Path, reasons: list[str]) -> bool:
    answer = issue_form.refusal(reasons[:40])
    (out / "answer.md").write_text(answer, encoding="utf-8", newline="\n")
    return False


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    event = json.loads(Path(arguments[0]).read_text("utf-8"))
    out = Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    is_story = convert(Project(Path()), event["issue"], out, build_day())
    print("a story" if is_story else "not a story yet")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
