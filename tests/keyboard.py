"""A reader with a keyboard and nothing else, in a page that is open in a browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import TimeoutError as NeverSeen

MOST_STOPS = 80
"""So often somebody presses Tab on her way to something."""

_IS_AT = "selector => document.activeElement.matches(selector)"

_IS_SEEN = """() => {
  const stop = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(stop);
  const hasRing = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  const { top, left, bottom, right } = stop.getBoundingClientRect();
  const isInSight = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return isInSight && stop.checkVisibility() && (hasRing || boxShadow !== "none");
}"""


_STANDS_STILL = """async () => {
  for (let still = 0, last; still < 10; last = scrollY) {
    await new Promise(requestAnimationFrame);
    still = scrollY === last ? still + 1 : 0;
  }
}"""


class Keyboard:
    """What she presses, where that brings her, and whether she sees where she is."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def is_at(self, selector: str) -> bool:
        return bool(self.page.evaluate(_IS_AT, selector))

    @property
    def where(self) -> str:
        """The beginning of what has the focus, to be read in a report."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))

    def is_seen(self) -> bool:
        """Whether what has the focus comes in sight and shows that it has it."""
        try:
            self.page.wait_for_function(_IS_SEEN)
        except NeverSeen:
            return False
        return True

    def let_it_stand_still(self) -> None:
        """Wait until the page scrolls no more."""
        self.page.evaluate(_STANDS_STILL)

    def to(self, selector: str, key: str = "Tab") -> None:
        """Press *key* until what *selector* means has the focus, and see that it has it."""
        for _ in range(MOST_STOPS):
            if self.is_at(selector):
                assert self.is_seen(), f"it cannot be seen that this has the focus: {self.where}"
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not come to {selector}; it is at {self.where}")
