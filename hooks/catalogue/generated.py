"""The files of the project that are made of its code: which they are, and what they must hold."""

from __future__ import annotations

from pathlib import Path

from catalogue import guides, headers, issue_form
from catalogue.models import Catalogue


def generated_files(catalogue: Catalogue) -> dict[str, str]:
    """Return what each generated file must hold, by its path in the project."""
    return {
        ".github/ISSUE_TEMPLATE/verhaal.yml": issue_form.form(catalogue.vocabulary),
        "content/meewerken/alle-velden.md": guides.fields_page(catalogue.vocabulary),
        "content/meewerken/wat-de-controle-zegt.md": guides.messages_page(),
        "deploy/.htaccess": headers.apache_configuration(),
        "deploy/nginx.conf": headers.nginx_configuration(),
    }


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
