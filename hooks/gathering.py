"""One stylesheet for every page, gathered from those of the theme: a page then asks for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalogue.stylesheets import compact, with_drawings
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SHEET = "assets/stylesheets/site.css"
GATHERED = ("tokens", "composition", "components", "search", "print")


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    parts = [files.src_uris[f"assets/stylesheets/{name}.css"] for name in GATHERED]
    whole = compact("\n".join(part.content_string for part in parts))
    for part in parts:
        files.remove(part)

    def drawing(name: str) -> str:
        return files.src_uris[f"assets/drawings/{name}"].content_string

    sheet = with_drawings(whole, drawing)
    files.append(File.generated(config, SHEET, content=sheet))
