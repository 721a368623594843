"""The rules for personal data in a browser: the same verdict as that of the checker on the same cases."""

from __future__ import annotations

import base64
import json
import random
import re

import pytest
import yaml
from catalogue.sources import personal_data


@pytest.fixture(scope="module")
def find_in_browser(chromium, root):
    """Find what is personal in many texts at once, by the script that the site ships."""
    script = (root / "theme/assets/scripts/personal-data.js").read_bytes()
    page = chromium.new_page()
    page.goto("about:blank")
    address = f"data:text/javascript;base64,{base64.b64encode(script).decode()}"
    page.evaluate(
        "async ([address, rules]) => { window.find = (await import(address)).find; window.rules = rules; }",
        [address, json.loads(personal_data.rules_json())],
    )
    # Python counts characters, JavaScript the halves of those beyond the first 65,536.
    yield lambda texts: page.evaluate(
        """texts => texts.map(text => {
          const at = (place) => [...text.slice(0, place)].length;
          return window.find(text, window.rules).map(
            (found) => [found.kind, found.severity, at(found.start), at(found.end), found.masked],
          );
        })""",
        texts,
    )
    page.close()


def verdict(text):
    return [
        [f.kind, personal_data.severity(f.kind).value, f.start, f.end, f.masked]
        for f in personal_data.find(text)
    ]


@pytest.fixture(scope="module")
def cases(root):
    """The text of every case, without the marks around what is found."""
    whole = yaml.safe_load((root / "tests/catalogue/personal_data.yml").read_text("utf-8"))
    kinds = (*whole["found"].values(), *whole["harmless"].values())
    marked = [text for texts in kinds for text in texts]
    return [re.sub(r"\[\[(.*?)\]\](?!\])", r"\1", text, flags=re.DOTALL) for text in marked]


def test_the_browser_gives_the_same_verdict_on_every_case(find_in_browser, cases):
    assert len(cases) >= 150
    found = find_in_browser(cases)
    wrong = [
        (text, there, verdict(text))
        for text, there in zip(cases, found, strict=True)
        if there != verdict(text)
    ]
    assert wrong == []


def test_the_browser_gives_the_same_verdict_on_long_and_strange_texts(find_in_browser, cases):
    texts = [
        "\n\n".join(cases),
        " ".join(cases),
        "\U0001f96d kamer 214 \U0001f96d bel 0400 12 34 56 \U0001f96d",
        "woord " * 1_000,
        "woord " * 1_001,
        "",
        "\n\n\n",
        *(text.upper() for text in cases),
    ]
    found = find_in_browser(texts)
    assert [there for there, text in zip(found, texts, strict=True) if there != verdict(text)] == []


def test_the_browser_gives_the_same_verdict_on_texts_put_together_by_chance(find_in_browser, root):
    """With formatting and without, also where no renderer would make anything of it."""
    pieces = yaml.safe_load((root / "tests/catalogue/personal_data.yml").read_text("utf-8"))[
        "pieces"
    ]
    chance = random.Random(214)  # noqa: S311 -- the same texts each time
    texts = ["".join(chance.choices(pieces, k=chance.randint(2, 20))) for _ in range(3_000)]
    found = find_in_browser(texts)
    assert sum(map(bool, found)) > 500
    wrong = [
        (text, there, verdict(text))
        for text, there in zip(texts, found, strict=True)
        if there != verdict(text)
    ]
    assert wrong == []


def test_the_browser_gives_the_same_verdict_on_the_stories_of_the_site(find_in_browser, root):
    texts = [file.read_text("utf-8") for file in sorted((root / "stories").glob("*/*.md"))]
    assert find_in_browser(texts) == [verdict(text) for text in texts]
