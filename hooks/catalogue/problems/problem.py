"""Problems of sources: gathered, sorted, and raised together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.problems.rule import Severity
from catalogue.problems.rules import RULES
from catalogue.text.characters import printable


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong at one line of one source."""

    path: str
    """Relative to the project, with forward slashes."""
    line: int
    """Counted from 1."""
    code: str
    """The key of its rule in ``RULES``."""
    message: str
    hint: str

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        mark = "" if self.is_error else "let op: "
        text = f"{self.path}:{self.line}: {mark}{self.message}"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


class ContentError(Exception):
    """The sources have errors; ``problems`` holds all of them, sorted by path and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class Problems:
    """Gathers the problems of many sources."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, code: str, path: str, line: int, /, **words: object) -> None:
        """Note that *path* breaks rule *code* at *line*; *words* fill the rule's texts."""
        rule = RULES[code]
        self._found.add(
            Problem(
                printable(path),
                line,
                code,
                printable(rule.message.format(**words)),
                printable(rule.hint.format(**words)),
            )
        )

    def extend(self, problems: Iterable[Problem]) -> None:
        self._found.update(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self if not problem.is_error)

    def raise_errors(self) -> None:
        """Raise ContentError with every error, when there is one."""
        if errors := self.errors:
            raise ContentError(errors)
