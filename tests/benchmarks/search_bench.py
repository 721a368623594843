"""Times the search: making its index, and finding something in a browser with an empty cache.

    .venv/bin/python tests/benchmarks/search_bench.py [count of stories, else the shipped content]

Prints a row for SEARCH.md.
"""

from __future__ import annotations

import functools
import os
import re
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


def memory_used():
    """The memory in kB that is in use by all that makes an index now; what processes share, counted once."""
    used = 0
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = command.read_bytes()
            if b"pagefind_extended" in said or b"-m\0catalogue.search.index" in said:
                shares = command.with_name("smaps_rollup").read_text()
                used += int(re.search(r"^Pss:\s+(\d+)", shares, re.MULTILINE)[1])
        except OSError:
            continue  # it ended meanwhile
    return used


def most_memory(process):
    """Wait for *process*; return the most memory in kB that making an index took meanwhile."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory_used())
        time.sleep(0.1)
    assert process.returncode == 0
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
    process.wait()
    assert process.returncode == 0
    return time.perf_counter() - started


def index_alone(project):
    """Seconds to begin, to make and to recognise the index with nothing beside it, and the most memory in kB."""
    program = f"""
import sys, time
sys.path.insert(0, {str(project / "hooks")!r})
from pathlib import Path
from catalogue import load
from catalogue.search import findable
from catalogue.search.index import Indexer
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
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    peak = most_memory(process)
    times = map(float, process.stdout.read().split())
    shutil.rmtree(project / ".cache/bench-index", ignore_errors=True)
    return (*times, peak)


def first_search(site):
    """Seconds from the last letter typed to the first result, and bytes loaded for it, by query."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    found = {}
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
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
        begun, made, kept, peak = index_alone(project)
        site = Path(folder) / "site"
        if count:
            build(project, site, "no")  # everything but the search is in its cache now
            without = build(project, site, "no")
            with_search = build(project, site, "yes")
            same = build(project, site, "yes")
            print(
                f"build, warm: {without:.1f} s without search, {with_search:.1f} s with a new index, {same:.1f} s with the kept one"
            )
        else:
            build(project, site, "yes")
        print(
            f"index alone: {made:.1f} s (of which {begun:.2f} s in the build itself); kept index recognised in {kept:.2f} s; memory {peak / 1024:.0f} MiB"
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
