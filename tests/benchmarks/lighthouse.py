"""Looks at the built site as Lighthouse does: a telephone on slow 4G; writes LIGHTHOUSE.md.

    python tests/benchmarks/lighthouse.py [--runs 3]

Needs Node.js, npm and Chromium. Performance and its times depend on how busy this machine is, so the
median of the runs counts; accessibility, best practices and findability do not, so the lowest does.
"""

import argparse
import functools
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

from catalogue import load  # noqa: E402
from host import Host  # noqa: E402

NODE = Path(__file__).with_suffix("")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu"
FLOORS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {
    "first-contentful-paint": "First paint (s)",
    "largest-contentful-paint": "Largest paint (s)",
    "total-blocking-time": "Blocked (ms)",
    "cumulative-layout-shift": "Layout shift",
    "total-byte-weight": "Weight (KB)",
}
MOST_SHIFT, LARGEST_PAINT = 0.02, 1.2


def pages() -> dict[str, str]:
    catalogue = load(ROOT)
    return {
        "home": "",
        "module": f"modules/{catalogue.modules[0].slug}/",
        "story": next(iter(catalogue.stories)).uri,
        "search": "zoeken/",
        "form": "deel-je-mangomoment/",
    }


def build(folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PDF": "no"},
        check=True,
    )


def serve(folder: Path) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def install() -> Path:
    if not (NODE / "node_modules").exists():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=NODE,
            check=True,
        )
    return NODE / "node_modules/lighthouse/cli/index.js"


def look(program: Path, address: str) -> dict:
    """What Lighthouse says of the page at *address*, with an empty cache."""
    done = subprocess.run(
        ["node", program, address, "--quiet", f"--chrome-flags={FLAGS}", "--output=json"],
        env={**os.environ, "CHROME_PATH": next(filter(None, map(shutil.which, BROWSERS)))},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def measured(reports: list[dict]) -> dict[str, float]:
    scores = {
        name: [round(report["categories"][name]["score"] * 100) for report in reports]
        for name in FLOORS
    }
    times = {
        name: median(report["audits"][name]["numericValue"] for report in reports) for name in TIMES
    }
    for name in ("first-contentful-paint", "largest-contentful-paint", "total-byte-weight"):
        times[name] /= 1000
    return {
        **{name: min(found) for name, found in scores.items()},
        "performance": median(scores["performance"]),
        **times,
    }


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def report_of(
    found: dict[str, dict[str, float]], addresses: dict[str, str], last: dict, runs: int
) -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    head = ["Page", "Performance", "Accessibility", "Best practices", "SEO", *TIMES.values()]
    lines = [row(head), row(["---", *["---:"] * (len(head) - 1)])]
    for name, of in found.items():
        lines.append(
            row(
                [
                    f"{name} (`/{addresses[name]}`)",
                    *(f"{of[category]:.0f}" for category in FLOORS),
                    f"{of['first-contentful-paint']:.2f}",
                    f"{of['largest-contentful-paint']:.2f}",
                    f"{of['total-blocking-time']:.0f}",
                    f"{of['cumulative-layout-shift']:.3f}",
                    f"{of['total-byte-weight']:.0f}",
                ]
            )
        )
    slow = [name for name, of in found.items() if of["largest-contentful-paint"] > LARGEST_PAINT]
    paint = (
        f"Later than {LARGEST_PAINT} s: {', '.join(slow)}."
        if slow
        else f"All within {LARGEST_PAINT} s."
    )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"""# Lighthouse

Made by `python tests/benchmarks/lighthouse.py --runs {runs}`, with Lighthouse {last["lighthouseVersion"]},
{last["environment"]["hostUserAgent"].partition("Chrome/")[2].partition(" ")[0]} (Chromium), Python {platform.python_version()}, {cores} cores of which
{load:.1f} were in use at the end. A telephone on slow 4G with a processor four times as slow, simulated by
Lighthouse; an empty cache; the host of `tests/host.py`, which packs. The median of {runs} runs; of
accessibility, best practices and SEO the lowest.

{chr(10).join(lines)}

Asked: performance {FLOORS["performance"]}, the others 100, layout shift at most {MOST_SHIFT}, the largest paint within
{LARGEST_PAINT} s. {paint}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    addresses, program = pages(), install()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        host = serve(Path(folder))
        reports = {
            name: [look(program, f"{host}/{uri}") for _ in range(runs)]
            for name, uri in addresses.items()
        }
    found = {name: measured(some) for name, some in reports.items()}
    report = report_of(found, addresses, reports["home"][-1], runs)
    (ROOT / "tests/benchmarks/LIGHTHOUSE.md").write_text(report)
    print(report)
    for name, some in reports.items():
        for audit in some[-1]["audits"].values():
            if audit["score"] is not None and audit["score"] < 0.9:
                print(f"{name}: {audit['id']} {audit.get('displayValue', '')}")
    low = [
        f"{name}: {category}"
        for name, of in found.items()
        for category, floor in FLOORS.items()
        if of[category] < floor
    ]
    low += [
        f"{name}: shift" for name, of in found.items() if of["cumulative-layout-shift"] > MOST_SHIFT
    ]
    if low:
        sys.exit(f"a floor was not held: {', '.join(low)}")


if __name__ == "__main__":
    main()
