"""Printing all documents of a site: only those that changed, in several processes, and in a preview without waiting.

A printed document is kept by the digest of everything it was made of: its HTML and styles, the
pictures and fonts, and the code. What is kept is believed only when it is whole.
"""

from __future__ import annotations

import importlib.metadata
import logging
import multiprocessing
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

from catalogue.build.digests import code_digest, digest
from catalogue.build.folder import CACHE_FOLDER
from catalogue.build.whole_files import replace_whole
from catalogue.build.workers import Work
from catalogue.model.story import Story
from catalogue.paper.pdf import Job, NoPangoError, Printed, Shop
from catalogue.problems.messages import (
    NO_HARFBUZZ,
    NO_PANGO,
    NOT_PRINTED,
    PRINTING_DONE,
    PRINTING_LATER,
)
from catalogue.problems.problem import Problems
from catalogue.problems.reports import format_text
from catalogue.teaching.blocks import EXPIRED_CASE
from catalogue.text.texts import Texts

log = logging.getLogger(__name__)

_LIBRARIES: Final = ("pydyf", "segno", "tinyhtml5", "weasyprint")
_MAGIC: Final = b"mangomomenten document 1\n"
_HEAD: Final = len(_MAGIC) + 16


@dataclass(slots=True)
class Press:
    """Prints the documents of one site, from build to build of one process."""

    folder: Path = Path()
    """Where documents are kept from one build to the next."""
    site_folder: Path = Path()
    is_for_preview: bool = False
    """Whether to go on without what is not ready: it is put in the site when it is."""
    _digests: dict[tuple[str, int, int], bytes] = field(default_factory=dict)
    _waited_for: dict[str, str] = field(default_factory=dict)
    """The key of each document that is being printed in the background, by its address."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: ProcessPoolExecutor | None = None

    def begin(self, root: Path, site_folder: Path) -> None:
        """Keep documents in the cache of the project at *root*; what is late goes to *site_folder*."""
        self.folder, self.site_folder = root / CACHE_FOLDER / "documents", site_folder

    def print(self, shop: Shop, jobs: Sequence[Job]) -> tuple[list[Printed], int]:
        """Return the documents of *jobs* that are ready, and how many of all were not kept.

        NoPangoError when something had to be printed, and cannot be here.
        """
        keys = self._keys(shop, jobs)
        kept = {uri: self._load(key, uri) for uri, key in keys.items()}
        missing = [job for job in jobs if kept[job.document.uri] is None]
        if self.is_for_preview:
            self._print_later(shop, missing, keys)
        else:
            work = Work(Shop.print_all, shop, missing, smallest_share=1)
            for printed in (one for some in work.results() for one in some):
                self._save(keys[printed.uri], printed)
                kept[printed.uri] = printed
            if missing:
                self._forget_all_but(set(keys.values()))
        return [printed for printed in kept.values() if printed is not None], len(missing)

    def told(self, printed: Sequence[Printed], new: int, seconds: float) -> list[str]:
        """Return what a build says of its documents: *printed* are ready, *new* of all were not kept."""
        is_going_on = self.is_for_preview and new
        done = PRINTING_LATER if is_going_on else PRINTING_DONE
        lacks = [NO_HARFBUZZ] if any(not document.has_harfbuzz for document in printed) else []
        return [done.format(ready=len(printed), new=new, seconds=seconds), *lacks]

    def is_waited_for(self, uri: str) -> bool:
        """Whether the document at *uri* is being printed in the background."""
        return uri in self._waited_for

    # -- what is kept ------------------------------------------------------------------------

    def _keys(self, shop: Shop, jobs: Iterable[Job]) -> dict[str, str]:
        """What identifies everything that each document is made of, by its address."""
        files = {uri: self._file_digest(file) for uri, file in sorted(shop.files.items())}
        versions = [importlib.metadata.version(library) for library in _LIBRARIES]
        shared = b"".join(files[uri] for uri in files if not uri.startswith("modules/"))
        common = digest(
            code_digest()
            + f"{versions} {shop.site} {shop.leads_to_site} {shop.licence} {shop.css}".encode()
            + shared
        )
        keys = {}
        for job in jobs:
            uri, modules = job.document.uri, job.document.modules
            own = [files[uri] for uri in files for m in modules if uri.startswith(m.uri)]
            keys[uri] = digest(common + f"{uri} {job.html}".encode() + b"".join(own)).hex()
        return keys

    def _load(self, key: str, uri: str) -> Printed | None:
        try:
            data = (self.folder / key).read_bytes()
        except OSError:
            return None
        rest = data[_HEAD:]
        if data[:_HEAD] != _MAGIC + digest(rest):
            return None
        return Printed(uri, rest[2:], int.from_bytes(rest[:2], "big"))

    def _save(self, key: str, printed: Printed) -> None:
        if not printed.flaws:
            rest = printed.pages.to_bytes(2, "big") + printed.pdf
            replace_whole(self.folder / key, (_MAGIC, digest(rest), rest))

    def _file_digest(self, file: str) -> bytes:
        status = Path(file).stat()
        signature = (file, status.st_mtime_ns, status.st_size)
        if signature not in self._digests:
            self._digests[signature] = digest(Path(file).read_bytes())
        return self._digests[signature]

    def _forget_all_but(self, keys: set[str]) -> None:
        for file in self.folder.glob("*"):
            if file.name not in keys:
                file.unlink(missing_ok=True)

    # -- in the background -------------------------------------------------------------------

    def _print_later(self, shop: Shop, jobs: Sequence[Job], keys: dict[str, str]) -> None:
        if self._pool is None:
            # A preview has threads, and a copy of a process with threads can lock up.
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        waited_for = {job.document.uri: keys[job.document.uri] for job in jobs}
        with self._lock:
            begun, self._waited_for = self._waited_for, waited_for
        for job in jobs:
            key = waited_for[job.document.uri]
            if begun.get(job.document.uri) != key:
                future = self._pool.submit(shop.print, job)
                future.add_done_callback(lambda done, key=key: self._finish(done, key))  # type: ignore[misc]

    def _finish(self, future: Future[Printed], key: str) -> None:
        if future.cancelled():
            return
        if (error := future.exception()) is not None:
            log.error(
                "%s", NO_PANGO.format(error=error) if isinstance(error, NoPangoError) else error
            )
            with self._lock:
                self._waited_for = {u: k for u, k in self._waited_for.items() if k != key}
            return
        printed = future.result()
        self._save(key, printed)
        with self._lock:
            if self._waited_for.get(printed.uri) == key:  # else it changed again meanwhile
                replace_whole(self.site_folder / printed.uri, (printed.pdf,))
                del self._waited_for[printed.uri]


def flaws(jobs: Iterable[Job], printed: Iterable[Printed]) -> str:
    """Return what is wrong with documents, as an editor reads it; empty when nothing is."""
    sources = {job.document.uri: job.document.source for job in jobs}
    problems = Problems()
    for document in printed:
        for flaw in document.flaws:
            path = sources[document.uri]
            problems.add(flaw.code, path, 1, uri=document.uri, detail=flaw.detail)
    return f"{NOT_PRINTED}\n\n{format_text(problems)}\n" if tuple(problems) else ""


def embeds(html: str, story: Story | None) -> bool:
    """Whether the page with the content *html* shows the whole of *story*; when it has expired, that it has."""
    return EXPIRED_CASE in html if story is None else story.html in html


def waiting_room(app: Callable[..., Any], press: Press, texts: Texts) -> Callable[..., Any]:
    """Return the WSGI application *app*, which says so when a document is still being printed."""
    title, text = texts("document.waiting"), texts("document.waiting_text")
    page = _WAITING.format(title=escape(title), text=escape(text)).encode()

    def with_waiting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not press.is_waited_for(environ["PATH_INFO"].lstrip("/")):
            return app(environ, start_response)
        kind, length = "text/html; charset=utf-8", str(len(page))
        headers = [("Content-Type", kind), ("Content-Length", length), ("Refresh", "2")]
        start_response("503 Service Unavailable", headers)
        return [page]

    return with_waiting


_WAITING: Final = """<!doctype html>
<html lang="nl"><meta charset="utf-8"><title>{title}</title>
<main style="max-width:36rem;margin:20vh auto;padding:1rem;font:1.125rem/1.6 sans-serif">
<h1>{title}</h1><p>{text}</p></main></html>
"""
