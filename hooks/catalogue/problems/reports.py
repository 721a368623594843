"""Problems as text: for a terminal, for GitHub, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from catalogue.problems.problem import Problem


def format_text(problems: Iterable[Problem]) -> str:
    """The problems as lines for a terminal."""
    return "\n".join(str(problem) for problem in problems)


def _escape_github(text: str, *, is_property: bool = False) -> str:
    """Percent-encode what GitHub's workflow commands would read as syntax."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text


def format_github(problems: Iterable[Problem]) -> str:
    """The problems as workflow commands, which GitHub shows at their lines.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{problem.severity} file={_escape_github(problem.path, is_property=True)},"
        f"line={problem.line}::"
        + _escape_github(problem.message + (f"\n{problem.hint}" if problem.hint else ""))
        for problem in problems
    )


def format_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON list of objects."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


FORMATS = {"text": format_text, "github": format_github, "json": format_json}
