"""Public collections of attacks, published and opened: nothing runs, nothing is loaded from elsewhere.

What catalogue/test_attacks.py says of elements and attributes, a browser confirms by doing nothing.
The policy of the pages is switched off meanwhile, so that it hides nothing; it has tests of its own.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from catalogue.editing.preview import show_problems
from catalogue.model.story import Story
from catalogue.problems.reports import format_text
from catalogue.stories.parse import StoryContext, read_story

HEAD = """\
---
title: {title}
summary: {summary}
sector: ziekenhuis
setting: kamer
teller: naaste
giver: arts
receiver: patient
gesture: vieren
themes: [hoop]
example: true
---

"""
PATH = "stories/2026/aanval-{}.md"
TITLES = 600
"""Stories whose title and summary are an attack."""
TOGETHER = 100
"""Attacks in the text of one story."""

# Whatever an attack would call to show that it runs.
TRAP = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) {
  const original = window[name];
  window[name] = (...given) => {
    if (name !== "fetch" || !String(given[0]).startsWith(location.origin)) window.ran.push(name);
    return name === "fetch" ? original(...given) : undefined;
  };
}
"""


def quoted(text):
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


@pytest.fixture(scope="module")
def sources(attacks, catalogue):
    """The stories that are not refused, by their path; the attacks in them; and what is said of the others."""
    context = StoryContext(catalogue.vocabulary, catalogue.organisations)
    found, problems, strings = {}, [], set()

    def is_story(source, path):
        reading = read_story(path, source.encode("utf-8", "surrogatepass"), context)
        problems.extend(reading.problems)
        return isinstance(reading.entry, Story)

    def publish(source, *attacks_in_it):
        path = PATH.format(len(found))
        is_published = is_story(source, path)
        if is_published:
            found[path] = source
            strings.update(attacks_in_it)
        return is_published

    everything = [text for collection in attacks.values() for text in collection]
    plain = HEAD.format(title="Een aanval", summary="Een zin.")

    def publish_texts(texts):
        """Together where they are accepted together, else each half."""
        if texts and not publish(plain + "\n\n".join(texts) + "\n", *texts) and len(texts) > 1:
            middle = len(texts) // 2
            publish_texts(texts[:middle])
            publish_texts(texts[middle:])

    accepted = [text for text in everything if is_story(f"{plain}{text}\n", PATH)]
    for start in range(0, len(accepted), TOGETHER):
        publish_texts(accepted[start : start + TOGETHER])
    step = len(everything) // TITLES
    for text in everything[::step]:
        publish(HEAD.format(title=quoted(text), summary=quoted(text)) + "Een zin.\n", text)
    return SimpleNamespace(stories=found, problems=problems, strings=strings)


@pytest.fixture(scope="module")
def attacked(scratch, sources):
    """The project with all those stories, built."""
    project = scratch("attacked", SEARCH="no")
    for path, source in sources.stories.items():
        (project.root / path).write_bytes(source.encode("utf-8", "surrogatepass"))
    return project.build()


@pytest.fixture(scope="module")
def watched(chromium):
    """A tab, and everything that happens in it and should not."""
    context = chromium.new_context(bypass_csp=True)
    context.add_init_script(TRAP)
    page = context.new_page()
    events = []
    page.on("dialog", lambda dialog: (events.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: events.append(str(error)))
    page.on("console", lambda said: said.type == "error" and events.append(said.text))
    page.on("popup", lambda _: events.append("a new window"))
    page.on("download", lambda _: events.append("a download"))
    page.on("request", lambda request: events.append(request.url))
    yield SimpleNamespace(page=page, events=events)
    context.close()


def happened(watched, home):
    """What happened since the last question; requests of the page to its own site left out."""
    events = [event for event in watched.events if not event.startswith((f"{home}/", "data:image"))]
    watched.events.clear()
    return events + watched.page.evaluate("window.ran")


def test_enough_attacks_are_published(sources):
    assert len(sources.strings) > 1_000


def test_no_published_attack_runs(attacked, sources, serve, watched):
    home = serve(attacked)
    texts = [p for p, source in sources.stories.items() if "title: Een aanval\n" in source]
    lists = [uri for uri in attacked.pages if re.fullmatch(r"verhalen/(\d+/)?", uri)]
    some = [path for path in sources.stories if path not in texts][::12]
    uris = [f"verhalen/{path.rpartition('/')[2].removesuffix('.md')}/" for path in (*texts, *some)]
    wrong = {}
    for uri in [*uris, *lists, "", "insluiten/nieuwste/"]:
        watched.page.goto(f"{home}/{uri}", wait_until="load")
        assert watched.page.url == f"{home}/{uri}"
        if found := happened(watched, home):
            wrong[uri] = found
    assert wrong == {}


def test_a_preview_that_tells_of_an_attack_does_not_run_it(sources, watched, serve, attacked):
    note = format_text(sources.problems)
    assert len(note) > 10_000

    def app(_environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<!doctype html><link rel=icon href=data:,><body><p>Een pagina.</p></body>"]

    said = show_problems(app, SimpleNamespace(problems=note), "<script>alert(1)</script>")
    html = b"".join(said({}, lambda *_: None)).decode()
    home = serve(attacked)
    watched.page.goto(f"{home}/")
    happened(watched, home)
    watched.page.set_content(html)
    assert happened(watched, home) == []
    assert watched.page.locator("pre").inner_text().count("\n") > 1_000
    assert watched.page.locator("[role=alert] *").count() == 2
