"""Times the printing of documents, cold and warm; writes PRINTING.md.

    python tests/benchmarks/printing.py

The floors: all documents of six modules, cold, under 15 s on two idle cores; warm under 0.5 s.
"""

import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "hooks"))

from catalogue.paper.press import Press  # noqa: E402
from catalogue.paper.pdf import Shop  # noqa: E402

MODULES = 6
COLD_SECONDS, WARM_SECONDS = 15.0, 0.5


class Grabbed(Exception):
    """What a build wanted to print."""


def jobs_of_the_project() -> tuple[Shop, list]:
    """Build the project up to its documents, and return what it would print."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    def grab(_self, shop, jobs):
        raise Grabbed(shop, jobs)

    real, Press.print = Press.print, grab
    os.environ.pop("PDF", None)
    os.environ["SEARCH"] = "no"
    with tempfile.TemporaryDirectory() as site:
        try:
            build(load_config(str(ROOT / "mkdocs.yml"), site_dir=site))
        except Grabbed as found:
            return found.args
        finally:
            Press.print = real
    raise SystemExit("nothing to print")


def of_six_modules(jobs: list) -> list:
    """The documents of the first modules."""
    slugs = sorted({m.slug for job in jobs for m in job.document.modules})[:MODULES]
    return [
        job for job in jobs if len(job.document.modules) == 1 and job.document.module.slug in slugs
    ]


def seconds(shop: Shop, jobs: list, folder: Path) -> float:
    started = perf_counter()
    Press(folder).print(shop, jobs)
    return perf_counter() - started


def main() -> None:
    shop, jobs = jobs_of_the_project()
    six = of_six_modules(jobs)
    folder = Path(tempfile.mkdtemp())
    try:
        cold = seconds(shop, six, folder)
        rest = seconds(shop, jobs, folder)
        warm = min(seconds(shop, jobs, folder) for _ in range(3))
    finally:
        shutil.rmtree(folder)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    report = f"""# Printing

Made by `python tests/benchmarks/printing.py`, with {cores} cores, Python {platform.python_version()}.
| What | Documents | Seconds | Floor |
|---|---:|---:|---:|
| Cold: all documents of {MODULES} modules | {len(six)} | {cold:.1f} | {COLD_SECONDS:.0f} |
| After that: the other modules, the bundle of all, the forms | {len(jobs) - len(six)} | {rest:.1f} | |
| Warm: everything, nothing changed | {len(jobs)} | {warm:.2f} | {WARM_SECONDS} |
"""
    (ROOT / "tests/benchmarks/PRINTING.md").write_text(report)
    print(report)
    if cold > COLD_SECONDS or warm > WARM_SECONDS:
        sys.exit("a floor was not held")


if __name__ == "__main__":
    main()
