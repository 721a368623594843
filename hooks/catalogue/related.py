"""What to read next: stories and modules that share facets, found without comparing all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from catalogue.models import Module, Story

# How much it says that two stories share a value. A gesture or a theme is what a reader is after;
# that two stories are both set in a hospital says little.
_WEIGHTS: Final = {"gesture": 4, "themes": 3, "setting": 2, "giver": 2, "receiver": 1, "sector": 1}

_REACH: Final = 4
"""How many neighbours on either side, in each list a story stands in, are looked at."""


def _values(story: Story) -> list[tuple[str, str]]:
    return [
        ("gesture", story.gesture.id),
        *(("themes", theme.id) for theme in story.themes),
        ("setting", story.setting.id),
        ("giver", story.giver.id),
        ("receiver", story.receiver.id),
        ("sector", story.sector.id),
    ]


def related_stories(stories: Sequence[Story], count: int = 3) -> dict[str, tuple[str, ...]]:
    """Return, for every story's slug, the slugs of the *count* stories most like it.

    Linear in the number of stories: only a story's neighbours in the lists it stands in are
    compared with it. A new story therefore changes its neighbours' pages and no others.
    """
    lists: dict[tuple[str, str], list[int]] = defaultdict(list)
    positions: list[list[tuple[tuple[str, str], int]]] = []
    for index, story in enumerate(stories):
        places = []
        for value in _values(story):
            members = lists[value]
            places.append((value, len(members)))
            members.append(index)
        positions.append(places)
    related = {}
    for index, story in enumerate(stories):
        scores: dict[int, int] = defaultdict(int)
        for value, position in positions[index]:
            weight = _WEIGHTS[value[0]]
            for other in lists[value][max(0, position - _REACH) : position + _REACH + 1]:
                scores[other] += weight
        del scores[index]
        best = sorted(scores, key=lambda other: (-scores[other], abs(other - index), other))
        related[story.slug] = tuple(stories[other].slug for other in best[:count])
    return related


class StoryFinder:
    """Finds the stories that show what a module is about; looks at each story once."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self._newest: dict[tuple[str, str], list[Story]] = defaultdict(list)
        for story in stories:
            for value in (
                ("gestures", story.gesture.id),
                *(("themes", t.id) for t in story.themes),
            ):
                if len(self._newest[value]) < _NEWEST:
                    self._newest[value].append(story)

    def find(self, module: Module, count: int = 2) -> tuple[Story, ...]:
        """Return the *count* stories that share most with *module*, its own case left out."""
        values = [
            *(("gestures", gesture.id) for gesture in module.gestures),
            *(("themes", theme.id) for theme in module.themes),
        ]
        candidates = {
            story.slug: story
            for value in values
            for story in self._newest.get(value, ())
            if story.slug != module.story.slug
        }
        best = sorted(
            candidates.values(),
            key=lambda story: (-_affinity(module, story), -story.published.toordinal(), story.slug),
        )
        return tuple(best[:count])


_NEWEST: Final = 20
"""How many of the newest stories of each value are considered."""


class ModuleFinder:
    """Finds the module that fits a story; asks once for each combination of gesture and themes."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self._modules = modules
        self._found: dict[tuple[str, ...], Module | None] = {}

    def find(self, story: Story) -> Module | None:
        """Return the module whose gestures and themes *story* shares most; None when it shares none."""
        for module in self._modules:
            if module.story.slug == story.slug:
                return module
        key = (story.gesture.id, *(theme.id for theme in story.themes))
        if key not in self._found:
            best = max(self._modules, key=lambda module: _affinity(module, story), default=None)
            self._found[key] = best if best is not None and _affinity(best, story) else None
        return self._found[key]


def _affinity(module: Module, story: Story) -> int:
    themes = {theme.id for theme in module.themes} & {theme.id for theme in story.themes}
    gesture = story.gesture.id in {gesture.id for gesture in module.gestures}
    return 3 * len(themes) + 2 * gesture
