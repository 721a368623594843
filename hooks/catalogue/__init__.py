"""The domain of Mangomomenten: sources in, stories and modules out. It knows no site generator.

``load`` reads a whole project. What it returns is complete and right; whatever is wrong with the
sources is in the ``ContentError`` that it raises, all of it at once.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalogue.loading import load
    from catalogue.models import Catalogue, Module, Page, Story
    from catalogue.problems import ContentError, Problem

__all__ = ["Catalogue", "ContentError", "Module", "Page", "Problem", "Story", "load"]


def __getattr__(name: str) -> Any:
    """Load the rest when one of the names is asked for: a process that needs one module loads only that."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from catalogue import loading, models, problems  # noqa: PLC0415

    homes = {"load": loading, "ContentError": problems, "Problem": problems}
    return getattr(homes.get(name, models), name)
