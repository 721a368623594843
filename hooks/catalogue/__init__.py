"""The domain of Mangomomenten: sources in, stories and modules out. It knows no site generator.

``load`` reads a whole project. What it returns is complete and right; whatever is wrong with the
sources is in the ``ContentError`` that it raises, all of it at once.
"""

from catalogue.loading import load
from catalogue.models import Catalogue, Module, Page, Story
from catalogue.problems import ContentError, Problem

__all__ = ["Catalogue", "ContentError", "Module", "Page", "Problem", "Story", "load"]
