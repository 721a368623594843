"""A copy of this project with N generated stories and 20 modules, for timing its builds."""

from __future__ import annotations

import random
import re
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import make_corpus
import yaml

ROOT = Path(__file__).parents[2]
MODULES = 20
EXAMPLES = 10
"""One story of so many is an example, without a date; the others are real."""


def write_project(out: Path, count: int, seed: int = 20240501) -> None:
    """Write a project with *count* stories to *out*: same hooks, theme and pages, other content."""
    out.mkdir(parents=True)
    for name in ("hooks", "theme", "content"):
        shutil.copytree(ROOT / name, out / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", out)
    vocabulary = yaml.safe_load((ROOT / "content/_data/vocabulary.yml").read_text("utf-8"))
    organisations = yaml.safe_load((ROOT / "content/_data/organisations.yml").read_text("utf-8"))
    corpus = make_corpus.Corpus(count, seed)
    for index in range(count):
        story = corpus.story(index, lambda s: f"/stories/{s.date.year}/{_slug(s.slug)}.md")
        rng = random.Random(f"{seed}-facets-{index}")
        organisation = rng.choice(list(organisations))
        fields = {
            "title": story.title[:90],
            "summary": f"{story.title.lower()[:150]} in een zin.",
            "sector": organisations[organisation]["sector"],
            "setting": rng.choice(list(vocabulary["setting"])),
            "teller": rng.choice(list(vocabulary["role"])),
            "giver": rng.choice(list(vocabulary["role"])),
            "receiver": rng.choice(list(vocabulary["role"])),
            "gesture": rng.choice(list(vocabulary["gesture"])),
            "themes": rng.sample(list(vocabulary["theme"]), rng.randint(1, 3)),
            "organisation": organisation,
        }
        fields |= {"example": True} if index % EXAMPLES == 0 else _real(story.date, rng)
        _write(out / f"stories/{story.date.year}/{_slug(story.slug)}.md", fields, story.body)
    _link_real_stories(out)
    templates = sorted((ROOT / "modules").glob("[a-z]*"))
    for number in range(MODULES):
        source = templates[number % len(templates)]
        slug = source.name if number < len(templates) else f"{source.name}-{number}"
        shutil.copytree(source, out / "modules" / slug)
        if slug != source.name:
            introduction = out / "modules" / slug / "introduction.md"
            text = introduction.read_text("utf-8")
            introduction.write_text(
                text.replace("\ntitle: ", f"\ntitle: Module {number} ", 1), "utf-8"
            )


def _real(day: date, rng: random.Random) -> dict[str, object]:
    """Return what a story that happened has: its date, and the record of a consent, as invented as the story."""
    consent = {
        "reference": f"T-{rng.randrange(10**6):06}",
        "date": day - timedelta(30),
        "by": rng.choice(["teller", "representative"]),
        "scope": ["publish", *(("share", "print") if rng.random() < 0.9 else ())],
        "form": "1",
        "review": date(2999, 1, 1),
    }
    return {"published": day, "consent": consent}


def change_story(out: Path) -> Path:
    """Change one word of one story; return its file."""
    file = sorted((out / "stories").rglob("0*.md"))[-1]
    text = file.read_text("utf-8")
    marker = re.search(r"Nieuw woord \d+\.", text)
    number = int(marker[0].split()[-1][:-1]) + 1 if marker else 1
    text = re.sub(r"\n*Nieuw woord \d+\.\n$", "", text).rstrip()
    file.write_text(f"{text}\n\nNieuw woord {number}.\n", "utf-8")
    return file


def _link_real_stories(out: Path) -> None:
    """Pages and modules link to stories of the shipped content: keep those."""
    for file in (ROOT / "stories").rglob("[a-z]*.md"):
        target = out / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)


def _slug(text: str) -> str:
    return text[:70].strip("-")


def _write(file: Path, fields: dict[str, object], body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
    file.write_text(f"---\n{front}---\n\n{body}", "utf-8")


if __name__ == "__main__":
    write_project(Path(sys.argv[1]), int(sys.argv[2]))
