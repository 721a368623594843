"""A new source on disk: written whole or not at all, and never in the place of another."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from catalogue.model.field import Field, Kind
from catalogue.problems.problem import Problems
from catalogue.sources.files import entries
from catalogue.sources.front_matter import Fields, Value, parse_fields

_BARE: Final = {
    Kind.DATE, Kind.INTEGER, Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES, Kind.CONCEPT, Kind.CONCEPTS,
}  # fmt: skip
"""Kinds that our schema gives a type, whatever YAML would make of them."""


def quoted(text: str) -> str:
    """Return *text* as a YAML value that is read as just that: bare where it can be, else between quotes."""
    problems = Problems()
    fields = parse_fields(f"x: {text}", "", 1, problems)
    if fields == {"x": Value(1, "text", text)} and not len(problems):
        return text
    return json.dumps(text, ensure_ascii=False)  # what JSON quotes, YAML reads


def source_text(fields: Fields, schema: Iterable[Field], body: str) -> str:
    """Return the source with *fields*, in the order of *schema*, and *body* below them."""
    lines = ["---", *_lines(fields, schema), "---", ""]
    text = unicodedata.normalize("NFC", body.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(lines) + "\n" + "\n".join(map(str.rstrip, text.strip().split("\n"))) + "\n"


def _lines(fields: Fields, schema: Iterable[Field], indent: str = "") -> Iterator[str]:
    for field in schema:
        value = fields.get(field.name)
        if value is None:
            continue
        if value.fields is not None:
            yield f"{indent}{field.name}:"
            yield from _lines(value.fields, field.fields, f"{indent}  ")
        elif value.kind == "list" and field.kind is Kind.RECORDS:
            yield f"{indent}{field.name}:"
            for item in value.items:
                first, *rest = _lines(item.fields or {}, field.fields)
                yield f"{indent}  - {first}"
                yield from (f"{indent}    {line}" for line in rest)
        elif value.kind == "list":
            yield f"{indent}{field.name}: [{', '.join(_scalar(field, v) for v in value.items)}]"
        else:
            yield f"{indent}{field.name}: {_scalar(field, value)}"


def _scalar(field: Field, value: Value) -> str:
    text = " ".join(value.text.split())
    return text if field.kind in _BARE else quoted(text)


def filled_in(template: str, values: Mapping[str, str]) -> str:
    """Return the source *template* with *values* in the place of those of its own top fields."""
    head, closing, body = template.partition("\n---\n")
    lines = head.split("\n")
    for at, line in enumerate(lines):
        name = line.partition(":")[0]
        if name in values:
            lines[at] = f"{name}: {values[name]}"
    return "\n".join(lines) + closing + body


def story_names(root: Path) -> dict[str, str]:
    """Return the path of each story source by its name; that of a withdrawn story stays taken."""
    return {
        Path(entry.name).stem: f"stories/{year.name}/{entry.name}"
        for year in entries(root / "stories")
        if year.is_dir(follow_symlinks=False)
        for entry in entries(Path(year.path))
        if entry.name.endswith(".md")
    }


def module_names(root: Path) -> dict[str, str]:
    """Return the path of each module by its name."""
    return {entry.name: f"modules/{entry.name}" for entry in entries(root / "modules")}


def link_on_the_way(root: Path, path: str) -> str:
    """Return the first part of *path* that is a symbolic link; empty when none is."""
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        if (root / "/".join(parts[:count])).is_symlink():
            return "/".join(parts[:count])
    return ""


def create(file: Path, text: str) -> None:
    """Write the new *file*, whole or not at all; FileExistsError when there is one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(text.encode())
        Path(temporary).chmod(0o644)
        # A link is made only where nothing is; a move would take the place of what is there.
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no links
            with file.open("xb") as new:
                new.write(text.encode())
    finally:
        Path(temporary).unlink(missing_ok=True)


def create_module(template: Path, folder: Path, values: Mapping[str, str]) -> None:
    """Copy *template* to the new *folder*, with *values* in its introduction; whole or not at all."""
    if folder.exists() or folder.is_symlink():
        raise FileExistsError(folder)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    try:
        for file in sorted(template.iterdir()):
            if file.is_file() and not file.is_symlink():
                shutil.copyfile(file, temporary / file.name)
        introduction = temporary / "introduction.md"
        text = filled_in(introduction.read_text("utf-8"), values)
        introduction.write_text(text, "utf-8", newline="\n")
        temporary.chmod(0o755)
        temporary.rename(folder)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(temporary)
        raise
