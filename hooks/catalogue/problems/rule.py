"""A kind of problem: how grave it is, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem stops the build."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem: its severity, what is wrong, and what to do (both ``str.format`` templates)."""

    severity: Severity
    message: str
    hint: str = ""
