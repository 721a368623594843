"""The files of the project that are made of its code: which they are, and what they must hold."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from catalogue.editing import guides, issue_form
from catalogue.model.catalogue import Catalogue
from catalogue.problems.problem import Problem, Problems
from catalogue.site import headers


def generated_files(catalogue: Catalogue) -> dict[str, str]:
    """Return what each generated file must hold, by its path in the project."""
    return {
        ".github/ISSUE_TEMPLATE/verhaal.yml": issue_form.form(catalogue.vocabulary),
        "content/meewerken/alle-velden.md": guides.fields_page(catalogue.vocabulary),
        "content/meewerken/wat-de-controle-zegt.md": guides.messages_page(),
        "deploy/.htaccess": headers.apache_configuration(),
        "deploy/nginx.conf": headers.nginx_configuration(),
    }


def stale_files(root: Path, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return a warning for each generated file that is not as it must be; what an owner removed is not missed."""
    problems = Problems()
    for path, text in generated_files(catalogue).items():
        file = root / path
        there = file.read_text("utf-8", errors="replace") if file.is_file() else text
        pairs = zip_longest(there.split("\n"), text.split("\n"))
        for line, (old, new) in enumerate(pairs, 1):
            if old != new:
                problems.add("generated-stale", path, line)
                break
    return problems.warnings


def write_generated(root: Path, catalogue: Catalogue) -> list[str]:
    """Write the generated files that are not as they must be; return their paths."""
    changed = []
    for path, text in generated_files(catalogue).items():
        file = root / path
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed
