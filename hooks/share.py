"""The form to share a story: what it offers for the templates, what it checks by for its script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalogue.editing.share_form import (
    FORM_URI,
    PERSONAL_URI,
    RULES_URI,
    form_json,
    form_rules,
    share_form,
)
from catalogue.sources.personal_data import rules_json
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    env.globals["share"] = share_form(config.extra["catalogue"])
    files.append(File.generated(config, PERSONAL_URI, content=rules_json()))
    files.append(File.generated(config, RULES_URI, content=form_rules()))
    form = env.get_template("data/share-form.html").render()
    files.append(File.generated(config, FORM_URI, content=form_json(form)))
