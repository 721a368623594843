"""A browser, and the pages that are looked at in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import sync_playwright

NAMES = (
    "home", "stories", "story", "module", "assignments", "teaching-note", "page", "tables", "share",
    "help", "missing",
)  # fmt: skip

# In the order in which tools/setup looks for them; without any, Playwright's own.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that is open in a browser, and what it said and asked for meanwhile."""

    page: object
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


WIDE = {"width": 1280, "height": 800}


def _open(context, base, uri):
    address = f"{base}/{uri}"
    page = context.new_page()
    page.set_default_timeout(5_000)
    visit = Visit(page, address)

    def note(message):
        of_itself = message.location.get("url") == address and "404" in message.text
        if message.type in ("error", "warning") and not of_itself:
            visit.complaints.append(f"{message.text} ({message.location.get('url')})")

    page.on("console", note)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("request", lambda request: visit.requests.append(request.url))
    page.goto(address, wait_until="load")
    return visit


@pytest.fixture
def visit(chromium, site, serve):
    """Open a page of the site; keywords are those of a browser context (viewport, colours, …)."""
    contexts = []

    def open_(uri, *, of=None, **options):
        contexts.append(chromium.new_context(**{"viewport": WIDE, **options}))
        return _open(contexts[-1], serve(of or site), uri)

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def plain_story(project):
    """The example story nearest to three hundred words, of a usual number of paragraphs."""
    stories = [
        story
        for story in project.sources("stories/*/*.md")
        if story.fields.get("example") and story.body.strip().count("\n\n") <= 12
    ]
    return min(stories, key=lambda story: abs(len(story.body.split()) - 300))


@pytest.fixture(scope="session")
def uris(catalogue, plain_story):
    """The address of each page that is looked at, by its name."""
    module = catalogue.modules[0].slug
    found = {
        "home": "",
        "stories": "verhalen/",
        "story": f"verhalen/{plain_story.slug}/",
        "module": f"modules/{module}/",
        "assignments": f"modules/{module}/opdrachten/",
        "teaching-note": f"modules/{module}/begeleiding/",
        "page": "wat-is-een-mangomoment/",
        "tables": "aan-de-slag/communicatieplan/",
        "share": "deel-je-mangomoment/",
        "help": "hulp/",
        "missing": "deze/bladzijde/is-er-niet/",
    }
    assert tuple(found) == NAMES
    return found


@pytest.fixture(scope="module", params=NAMES)
def uri(request, uris):
    """Each of the pages that are looked at."""
    return uris[request.param]


@pytest.fixture(scope="session")
def context(chromium):
    return chromium.new_context(viewport=WIDE)


@pytest.fixture(scope="session")
def context_without_script(chromium):
    return chromium.new_context(viewport=WIDE, java_script_enabled=False)


@pytest.fixture(scope="module")
def only_visit(context, site, serve, uri):
    """One visit to the page, for all tests that only look; they get it by ``look``."""
    visit = _open(context, serve(site), uri)
    yield visit
    visit.page.close()


@pytest.fixture
def look(only_visit):
    """The page as it came in, on a wide light screen; whatever a test changes is undone after it."""
    page = only_visit.page
    yield page
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", media="screen")
    page.evaluate(
        """() => {
          document.querySelectorAll("style[data-test]").forEach(style => style.remove());
          document.activeElement.blur();
          scrollTo(0, 0);
        }"""
    )


@pytest.fixture
def fresh(only_visit, look):
    """The page just come in, with the focus at its beginning."""
    look.goto(only_visit.address)
    return look


@pytest.fixture(scope="module")
def silent(context_without_script, site, serve, uri):
    """The page in a browser that runs no scripts."""
    visit = _open(context_without_script, serve(site), uri)
    yield visit.page
    visit.page.close()
