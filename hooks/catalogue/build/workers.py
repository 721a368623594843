"""Work spread over processes, where there is enough of it to pay for starting them.

Everything a worker needs is handed over when it starts: under fork it is inherited, under spawn and
forkserver it is pickled once. What is sent with each piece of work is only where it begins and ends.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Final

from catalogue.build.garbage import collect_never

SMALLEST_SHARE: Final = 250
"""Fewer items than this for each process are done sooner without it."""

_PIECES_PER_WORKER: Final = 20
"""Enough that no process waits long for the last one, and that progress shows."""


def worker_count(items: int, smallest_share: int = SMALLEST_SHARE) -> int:
    """Return how many processes *items* pieces of work are worth; 1 means: do it here.

    ``CATALOGUE_WORKERS`` overrides the number of processors.
    """
    chosen = os.environ.get("CATALOGUE_WORKERS", "")
    available = int(chosen) if chosen.isdigit() else len(_processors())
    if multiprocessing.get_start_method() == "fork" and threading.active_count() > 1:
        return 1  # a copy of a process with threads can lock up; a preview has threads
    return max(1, min(available, items // smallest_share))


def _processors() -> Sequence[int]:
    if hasattr(os, "sched_getaffinity"):
        return tuple(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)


class Work:
    """``function(shared, items)`` for all *items*, begun at once in other processes or done in this one.

    *function* must be importable by name, and *shared* and *items* picklable.
    """

    def __init__(
        self,
        function: Callable[[Any, Sequence[Any]], Any],
        shared: Any,
        items: Sequence[Any],
        smallest_share: int = SMALLEST_SHARE,
    ) -> None:
        self._function, self._shared, self._items = function, shared, items
        self._smallest_share = smallest_share
        self._pool: ProcessPoolExecutor | None = None
        self._futures: list[Future[Any]] = []
        count = worker_count(len(items), smallest_share)
        if count > 1:
            arguments = (function, shared, items)
            self._pool = ProcessPoolExecutor(count, initializer=_start, initargs=arguments)
            step = -(-len(items) // (count * _PIECES_PER_WORKER)) if smallest_share > 1 else 1
            self._futures = [
                self._pool.submit(_do, start, start + step) for start in range(0, len(items), step)
            ]

    def results(self) -> Iterator[Any]:
        """The result of each piece, in order; an exception of a worker is raised here."""
        if self._pool is None:
            step = self._smallest_share
            for start in range(0, len(self._items), step):
                yield self._function(self._shared, self._items[start : start + step])
            return
        try:
            for future in self._futures:
                yield future.result()
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Stop what has not begun, and the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


_worker: tuple[Callable[[Any, Sequence[Any]], Any], Any, Sequence[Any]] | None = None


def _start(
    function: Callable[[Any, Sequence[Any]], Any], shared: Any, items: Sequence[Any]
) -> None:
    global _worker  # noqa: PLW0603 -- one per worker process, set once as it starts
    _worker = function, shared, items
    collect_never()


def _do(start: int, stop: int) -> Any:
    assert _worker is not None
    function, shared, items = _worker
    return function(shared, items[start:stop])
