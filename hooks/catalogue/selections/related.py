"""What to read next: stories and modules that share facets, found without comparing all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from catalogue.model.module import Module
from catalogue.model.story import Story

# How much it says that two stories share a value. A gesture or a theme is what a reader is after;
# that two stories are both set in a hospital says little.
_WEIGHTS: Final = {"gesture": 4, "themes": 3, "setting": 2, "giver": 2, "receiver": 1, "sector": 1}

_REACH: Final = 4
"""How many neighbours on either side, in each list a story stands in, are looked at."""


def _values(story: Story) -> tuple[tuple[str, str], ...]:
    return (
        ("gesture", story.gesture.id),
        *(("themes", theme.id) for theme in story.themes),
        ("setting", story.setting.id),
        ("giver", story.giver.id),
        ("receiver", story.receiver.id),
        ("sector", story.sector.id),
    )


def related_stories(stories: Sequence[Story], count: int = 3) -> dict[str, tuple[str, ...]]:
    """Return, for every story's slug, the slugs of the stories most like it, at most *count*.

    *stories* come in the order of their lists. Only a story's neighbours in the lists it stands in
    are held against it, so that the work is linear in the number of stories, and so that a new story
    changes what its neighbours are related to and nothing else.
    """
    lists: dict[tuple[str, str], list[int]] = defaultdict(list)
    places: list[list[tuple[int, list[int], int]]] = []
    for number, story in enumerate(stories):
        own = []
        for value in _values(story):
            members = lists[value]
            own.append((_WEIGHTS[value[0]], members, len(members)))
            members.append(number)
        places.append(own)
    slugs = [story.slug for story in stories]
    days = [story.recency for story in stories]
    related = {}
    for number, own in enumerate(places):
        scores: dict[int, int] = {}
        for weight, members, place in own:
            for other in members[max(0, place - _REACH) : place + _REACH + 1]:
                scores[other] = scores.get(other, 0) + weight
        del scores[number]
        # Only the few that can be among the best are worth putting in order.
        least = min(sorted(scores.values())[-count:], default=0)
        day = days[number]
        candidates = sorted(
            (-score, abs(days[other] - day), slugs[other])
            for other, score in scores.items()
            if score >= least
        )
        related[slugs[number]] = tuple(slug for _, _, slug in candidates[:count])
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
        values = _module_values(module)
        candidates = {
            story.slug: story
            for value in values
            for story in self._newest.get(value, ())
            if story is not module.story
        }
        best = sorted(
            candidates.values(),
            key=lambda story: (-_affinity(module, story), -story.recency, story.slug),
        )
        return tuple(best[:count])


_NEWEST: Final = 20
"""How many of the newest stories of each value are considered."""


class ModuleFinder:
    """Finds the module that fits a story; works it out once for each combination of values."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self._by_case = {module.story.slug: module for module in reversed(modules) if module.story}
        self._by_value: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, module in enumerate(modules):
            for value in _module_values(module):
                self._by_value[value].append(index)
        self._modules = modules
        self._found: dict[tuple[tuple[str, str], ...], Module | None] = {}

    def find(self, story: Story) -> Module | None:
        """Return the module that *story* is the case of, else the one it shares most with; None if it shares nothing."""
        if story.slug in self._by_case:
            return self._by_case[story.slug]
        values = _story_values(story)
        if values not in self._found:
            scores: dict[int, int] = defaultdict(int)
            for value in values:
                for index in self._by_value.get(value, ()):
                    scores[index] += _AFFINITY[value[0]]
            best = min(scores, key=lambda index: (-scores[index], index), default=None)
            self._found[values] = None if best is None else self._modules[best]
        return self._found[values]


_AFFINITY: Final = {"themes": 3, "gestures": 2}
"""How much it says that a module and a story share a theme, or a gesture."""


def _module_values(module: Module) -> tuple[tuple[str, str], ...]:
    return (
        *(("gestures", gesture.id) for gesture in module.gestures),
        *(("themes", theme.id) for theme in module.themes),
    )


def _story_values(story: Story) -> tuple[tuple[str, str], ...]:
    return ("gestures", story.gesture.id), *(("themes", theme.id) for theme in story.themes)


def _affinity(module: Module, story: Story) -> int:
    shared = set(_module_values(module)) & set(_story_values(story))
    return sum(_AFFINITY[kind] for kind, _ in shared)
