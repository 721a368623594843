"""The domain of Mangomomenten: sources in, stories and modules out. It knows no site generator.

``load`` reads a whole project. What it returns is complete and right; whatever is wrong with the
sources is in the ``ContentError`` that it raises, all of it at once.

Its packages are rooms with walls (``[tool.importlinter]`` in pyproject.toml): a package may import
those on the lines below its own, except that what goes out knows nothing of what comes in.

====================================================  ================================================
editing                                               tools of editors and owners; knows all
project                                               sources to one catalogue, or to every problem
site, paper, packages, search                         pages, documents, copies, what can be found
stories, modules                                      one story, one module
exchange                                              what other programs and sites get
sources                                               files, front matter, fields, personal data
selections                                            which stories stand together
teaching, photos                                      blocks and pictures, used by both sides
problems                                              what can be wrong, in the words of editors
model, build, text                                    the ground: knows nothing above it
====================================================  ================================================
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalogue.model.catalogue import Catalogue, Page
    from catalogue.model.module import Module
    from catalogue.model.story import Story
    from catalogue.problems.problem import ContentError, Problem
    from catalogue.project.project import load

__all__ = ["Catalogue", "ContentError", "Module", "Page", "Problem", "Story", "load"]


def __getattr__(name: str) -> Any:
    """Load the rest when one of the names is asked for: a process that needs one module loads only that."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from catalogue.model import catalogue, module, story  # noqa: PLC0415
    from catalogue.problems import problem  # noqa: PLC0415
    from catalogue.project import project  # noqa: PLC0415

    homes = {"load": project, "ContentError": problem, "Problem": problem}
    homes |= {"Module": module, "Story": story}
    return getattr(homes.get(name, catalogue), name)
