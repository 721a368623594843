"""`mkdocs serve`: changed stories are shown at once, without MkDocs building its own pages again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.editing.preview import Preview, show_problems
from catalogue.project.project import project
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    def reload() -> None:
        with server._epoch_cond:  # noqa: SLF001 -- MkDocs 1.6.1 has no public way to say it
            server._visible_epoch = server._wanted_epoch  # noqa: SLF001
            server._epoch_cond.notify_all()  # noqa: SLF001

    root = Path(config.config_file_path).parent
    extra = config.extra
    preview = Preview(
        project(root), extra["planner"], extra["story_site"], builder, reload, extra["catalogue"],
        extra["search_again"], extra["rendered"].shown,
    )  # fmt: skip
    server.builder = preview.rebuild
    server.set_app(
        show_problems(server.get_app(), preview, config.extra["texts"]("preview.problems"))
    )
    # MkDocs looks at every file twice a second; the system can say at once which one changed.
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer = _ChangesOnly()
    for path in watched:
        server.watch(path)
    return server


class _ChangesOnly(Observer):
    """An observer that keeps silent about files that are only read: a build reads all of them."""

    def schedule(self, event_handler: Any, path: str, *, recursive: bool = False) -> Any:
        return super().schedule(event_handler, path, recursive=recursive, event_filter=CHANGES)
