"""Times the search: making its index, and finding something in a browser with an empty cache.

    .venv/bin/python tests/benchmarks/search_bench.py [count of stories, else the shipped content]

Prints a row for SEARCH.md.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from playwright.sync_api import sync_playwright
from project_corpus import write_project

ROOT = Path(__file__).parents[2]
QUERIES = ("koffie", "zorgkundige nacht", "mantelzorg")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PDF": "no"}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def peak_of_group(pid):
    """The largest memory in kB that a process below *pid* ever used, looked at while it runs."""
    peak = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            parent = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if b"pagefind" in parent or b"catalogue.search_index" in parent:
            line = next((l for l in text.splitlines() if l.startswith("VmHWM")), "VmHWM: 0 kB")
            peak = max(peak, int(line.split()[1]))
    return peak


def build(project, site, search):
    environment = {**os.environ, **QUIET, "SEARCH": search}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)],
        cwd=project,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, peak_of_group(process.pid))
        time.sleep(0.1)
    assert process.returncode == 0
    return time.perf_counter() - started, peak


def index_alone(project):
    """Seconds to make the index with nothing beside it."""
    program = f"""
import sys, time
sys.path.insert(0, {str(project / "hooks")!r})
from pathlib import Path
from catalogue import load
from catalogue.search import findable
from catalogue.search_index import Indexer
from catalogue.texts import read_texts
root = Path({str(project)!r})
found = findable(load(root), {{}}, read_texts(root / "theme/locales/nl.yml"))
indexer = Indexer(root / ".cache/bench-index")
start = time.perf_counter()
indexer.begin(found)
begun = time.perf_counter() - start
indexer.finish()
made = time.perf_counter() - start
start = time.perf_counter()
assert not indexer.begin(found)
print(begun, made, time.perf_counter() - start)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    shutil.rmtree(project / ".cache/bench-index", ignore_errors=True)
    return map(float, done.stdout.split())


def first_search(site):
    """Seconds from the last letter typed to the first result, and bytes loaded for it, by query."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    found = {}
    names = ("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, names)), None),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for query in QUERIES:
            context = browser.new_context()
            page = context.new_page()
            page.goto(base + "over/")
            sizes = []
            page.on("response", lambda r: sizes.append(int(r.headers.get("content-length", 0))))
            started = time.perf_counter()
            page.keyboard.press("/")
            page.wait_for_selector("dialog[open] input")
            opened = time.perf_counter()
            page.keyboard.insert_text(query)
            page.wait_for_selector("dialog .result")
            shown = time.perf_counter()
            page.wait_for_timeout(300)
            bytes_loaded = sum(sizes)
            page.locator("dialog input").fill("verpleegkundige")
            again = time.perf_counter()
            page.locator("dialog [role=status]", has_text="verpleegkundige").wait_for()
            found[query] = (
                opened - started,
                shown - opened,
                bytes_loaded,
                time.perf_counter() - again,
            )
            context.close()
        browser.close()
    server.shutdown()
    return found


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with tempfile.TemporaryDirectory() as folder:
        project = ROOT
        if count:
            project = Path(folder) / "project"
            write_project(project, count)
        begun, made, kept = index_alone(project)
        site = Path(folder) / "site"
        if count:
            build(project, site, "no")  # everything but the search is in its cache now
            without, _ = build(project, site, "no")
            with_search, peak = build(project, site, "yes")
            same, _ = build(project, site, "yes")
            print(
                f"build, warm: {without:.1f} s without search, {with_search:.1f} s with a new index, {same:.1f} s with the kept one"
            )
        else:
            with_search, peak = build(project, site, "yes")
        print(
            f"index alone: {made:.1f} s (of which {begun:.2f} s in the build itself); kept index recognised in {kept:.2f} s; memory {peak / 1024:.0f} MB"
        )
        files = [f for f in (site / "pagefind").rglob("*") if f.is_file()]
        print(
            f"index on disk: {len(files)} files, {sum(f.stat().st_size for f in files) / 1e6:.1f} MB"
        )
        for query, (opened, shown, size, again) in first_search(site).items():
            print(
                f"{query!r}: window {opened * 1000:.0f} ms, typed to first result {shown * 1000:.0f} ms, {size / 1000:.0f} kB; next search {again * 1000:.0f} ms"
            )


if __name__ == "__main__":
    main()
