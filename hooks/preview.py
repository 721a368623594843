"""`mkdocs serve`: changed stories are shown at once, without MkDocs building its own pages again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.lists import PAGE_SIZE
from catalogue.loading import project
from catalogue.preview import Built, Preview, show_problems, stories_shown_by_engine
from catalogue.publish import SiteTree
from mkdocs.plugins import event_priority
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]

_state: dict[str, Any] = {}  # hooks are loaded once for as long as the process lives


@event_priority(-50)  # after stories.py has put its pages in place
def on_post_build(config: MkDocsConfig) -> None:
    extra, tree = config.extra, SiteTree(Path(config.site_dir))
    shown = stories_shown_by_engine(extra["catalogue"], PAGE_SIZE)
    built = Built(extra["catalogue"], extra["story_plan"], extra["story_writer"], tree, shown)
    _state["built"] = built
    if "preview" in _state:
        _state["preview"].remember(built)


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    def reload() -> None:
        with server._epoch_cond:  # noqa: SLF001 -- MkDocs 1.6.1 has no public way to say it
            server._visible_epoch = server._wanted_epoch  # noqa: SLF001
            server._epoch_cond.notify_all()  # noqa: SLF001

    root = Path(config.config_file_path).parent
    preview = Preview(project(root), config.extra["story_planner"], builder, reload)
    preview.remember(_state["built"])
    _state["preview"] = preview
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


class _ChangesOnly(type(Observer())):  # type: ignore[misc]
    """An observer that keeps silent about files that are only read: a build reads all of them."""

    def schedule(self, event_handler: Any, path: str, *, recursive: bool = False) -> Any:
        return super().schedule(event_handler, path, recursive=recursive, event_filter=CHANGES)
