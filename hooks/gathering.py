"""One stylesheet and one script for every page, gathered from those of the theme: a page then asks for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

GATHERED = {
    "assets/stylesheets/site.css": ("tokens", "composition", "components", "search", "print"),
    "assets/scripts/site.js": ("page", "search"),
}


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    for uri, names in GATHERED.items():
        folder, _, ending = uri.rpartition("site")
        parts = [files.src_uris[f"{folder}{name}{ending}"] for name in names]
        texts = [part.content_string for part in parts]
        for part in parts:
            files.remove(part)
        files.append(File.generated(config, uri, content="\n".join(texts)))
