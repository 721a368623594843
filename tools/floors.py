"""Print the lowest version of every package that pyproject.toml allows, one a line, as `pip-audit` reads it.

A lock file is looked at each week; who installs without one may get what these lines name.

usage: python tools/floors.py
"""

from __future__ import annotations

import sys
import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement


def floors(pyproject: str) -> dict[str, str]:
    """Return the lowest version of each package that the text of a pyproject.toml names."""
    project = tomllib.loads(pyproject)["project"]
    lines = chain(project["dependencies"], *project["optional-dependencies"].values())
    return {
        wanted.name: next(s.version for s in wanted.specifier if s.operator == ">=")
        for wanted in map(Requirement, lines)
    }


def main() -> int:
    file = Path(__file__).parent.parent / "pyproject.toml"
    for name, version in floors(file.read_text("utf-8")).items():
        print(f"{name}=={version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
