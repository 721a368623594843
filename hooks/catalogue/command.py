"""The command line, in Dutch."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from catalogue.loading import load, read
from catalogue.problems import FORMATS, ContentError, Problem
from catalogue.stage import stage
from catalogue.texts import read_texts

WORDS_FOLDER = "content/_data/"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 right, 1 something to mend, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m catalogue",
        description="Gereedschap voor wie verhalen en modules schrijft.",
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="de map van het project (nu: deze map)"
    )
    commands = parser.add_subparsers(title="opdrachten", required=True, metavar="OPDRACHT")
    check = commands.add_parser(
        "check", help="lees alle bronnen na en zeg wat er mis is, zonder te bouwen"
    )
    check.add_argument("paths", nargs="*", metavar="PAD", help="toon alleen wat hier mis is")
    check.add_argument(
        "--format", choices=sorted(FORMATS), default="text", help="hoe het verslag eruitziet"
    )
    check.set_defaults(run=_check)
    stage_ = commands.add_parser(
        "stage", help="schrijf alles als gewone Markdown, voor een ander programma"
    )
    stage_.add_argument("out", type=Path, metavar="MAP", help="een lege of nieuwe map")
    stage_.set_defaults(run=_stage)
    return parser


def _check(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    catalogue, found = read(options.root)
    problems = [p for p in found if _is_within(p, options.root, options.paths)]
    errors = [problem for problem in problems if problem.is_error]
    if problems or options.format == "json":
        print(FORMATS[options.format](problems))
    seconds = f"{time.perf_counter() - started:.1f}".replace(".", ",")
    if errors:
        count = f"{len(errors)} fouten" if len(errors) > 1 else "1 fout"
        print(f"\n{count} ({seconds} s). Verbeter ze en kijk opnieuw na.", file=sys.stderr)
        return 1
    if catalogue is not None:
        print(
            f"Alles in orde: {len(catalogue.stories)} verhalen, {len(catalogue.modules)} modules "
            f"en {len(catalogue.pages)} pagina's nagekeken ({seconds} s).",
            file=sys.stderr,
        )
    return 0


def _stage(options: argparse.Namespace) -> int:
    if options.out.exists() and any(options.out.iterdir()):
        print(f"De map '{options.out}' is niet leeg. Kies een nieuwe map.", file=sys.stderr)
        return 2
    try:
        catalogue = load(options.root)
    except ContentError as error:
        print(error)
        return 1
    texts = read_texts(options.root / "theme/locales/nl.yml")
    count = stage(options.root, catalogue, texts, options.out)
    print(f"{count} pagina's staan in {options.out}/docs.", file=sys.stderr)
    return 0


def _is_within(problem: Problem, root: Path, paths: Sequence[str]) -> bool:
    if not paths:
        return True
    if problem.path.startswith(WORDS_FOLDER):
        return True  # nothing else was read
    # Not resolved: a link belongs where it stands, not where it leads.
    place = Path(os.path.abspath(root / problem.path))  # noqa: PTH100
    return any(place.is_relative_to(os.path.abspath(path)) for path in paths)  # noqa: PTH100
