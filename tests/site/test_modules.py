"""What a participant and a facilitator find on the pages of a module."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

FENCE = re.compile(r"(/{3,4}) ([a-z-]+)(?: \| (.*))?")


@dataclass
class Block:
    """A teaching block as the editor wrote it."""

    kind: str
    title: str
    options: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


def blocks(body):
    """The blocks of *body*, outer and inner in one row; a few lines, so as not to trust the project's own."""
    found, is_options = [], False
    for line in body.split("\n"):
        if match := FENCE.fullmatch(line.rstrip()):
            found.append(Block(match[2], match[3] or ""))
            is_options = True
        elif is_options and (option := re.match(r" {4}([a-z]+): (.*)", line)):
            found[-1].options[option[1]] = option[2].strip("\"'")
        elif found and not re.fullmatch(r"/{3,4} *", line):
            is_options = False
            found[-1].text.append(line)
    return found


def words(text):
    """The words of *text*, the marks of Markdown left out."""
    plain = re.sub(r"\]\([^)]*\)", "] ", text)
    return re.findall(r"[^\W_]+", plain)


def said(text):
    return " ".join(words(text))


@pytest.fixture(scope="module")
def modules(project):
    """The sources of every module: name of the part → source."""
    found = {}
    for source in project.sources("modules/*/*.md"):
        found.setdefault(source.path.split("/")[1], {})[source.slug] = source
    assert found
    return found


@pytest.fixture(scope="module")
def assignments(modules):
    return {
        slug: [b for b in blocks(parts["assignments"].body) if b.kind == "assignment"]
        for slug, parts in modules.items()
    }


PARTS = {
    "introduction": "",
    "assignments": "opdrachten/",
    "media": "beeldmateriaal/",
    "teaching-note": "begeleiding/",
}


def part_page(site, slug, part):
    return site[f"modules/{slug}/{PARTS[part]}"]


def test_the_first_page_says_what_for_whom_how_long_and_what_is_needed(site, modules, catalogue):
    for slug, parts in modules.items():
        fields = parts["introduction"].fields
        page = part_page(site, slug, "introduction")
        assert page.one("h1").text == fields["title"]
        shown = page.main.text
        for text in (
            f"{fields['minutes']} minuten",
            fields["group_size"],
            *fields["objectives"],
            *fields["materials"],
            *fields["tomorrow"],
            *(catalogue.vocabulary["audience"][a].label for a in fields["audience"]),
        ):
            assert " ".join(text.split()) in shown, (slug, text)


def test_the_first_page_leads_to_every_assignment(site, assignments):
    for slug, expected in assignments.items():
        page = part_page(site, slug, "introduction")
        hrefs = [a.get("href") for a in page.main.all("a", href=True)]
        anchors = {h.partition("#")[2] for h in hrefs if "opdrachten/#" in h}
        assert len(anchors) == len(expected), slug


def test_every_page_of_a_module_leads_to_its_other_pages(site, modules):
    for slug in modules:
        uris = {f"modules/{slug}/{part}" for part in PARTS.values()}
        for uri in uris:
            assert uris - {uri} <= set(site[uri].links(site[uri].main))


def test_every_assignment_is_shown_with_its_minutes_and_grouping(site, assignments):
    grouping = {"alone": "Alleen", "pairs": "Per twee", "group": "Samen"}
    for slug, expected in assignments.items():
        page = part_page(site, slug, "assignments")
        sections = [h.closest("section") for h in page.main.all("h2") if "Opdracht" in h.text]
        assert len(sections) == len(expected) > 0, slug
        for number, (section, assignment) in enumerate(zip(sections, expected, strict=True), 1):
            heading = section.all("h2")[0]
            assert heading.text == f"Opdracht {number} {assignment.title}"
            assert heading.get("id")
            minutes = int(assignment.options["minutes"])
            facts = section.text.removeprefix(heading.text)[:60]
            assert ("1 minuut" if minutes == 1 else f"{minutes} minuten") in facts
            assert grouping[assignment.options["grouping"]] in facts


@pytest.mark.parametrize("kind", ["hint", "answer", "facilitator"])
def test_what_is_opened_on_demand_is_there_in_full(site, modules, kind):
    total = 0
    for slug, parts in modules.items():
        for part, source in parts.items():
            details = [said(d.text) for d in part_page(site, slug, part).main.all("details")]
            for block in blocks(source.body):
                if block.kind == kind:
                    total += 1
                    first = next(line for line in block.text if line.strip())
                    expected = " ".join(words(re.sub(r"^\s*\d+\. ", "", first))[:8])
                    assert any(expected in text for text in details), (source.path, expected)
    assert total > 0


def test_every_question_has_room_for_an_answer(site, modules):
    for slug, parts in modules.items():
        for part, source in parts.items():
            shown = said(part_page(site, slug, part).main.text)
            for block in blocks(source.body):
                if block.kind == "writing":
                    assert said(block.options["label"]) in shown, source.path


def test_every_other_block_is_shown_with_all_its_words(site, modules):
    for slug, parts in modules.items():
        for part, source in parts.items():
            shown = said(part_page(site, slug, part).main.text)
            for block in blocks(source.body):
                if block.kind in ("reflection", "cards", "picture", "video", "audio"):
                    for line in block.text:
                        text = " ".join(words(re.sub(r"^\s*(\d+\.|-|#+) ", "", line)))
                        assert text in shown, (source.path, line)


def test_a_story_in_a_module_is_told_there_and_can_be_followed(site, modules, project):
    stories = {f"/{s.path}": s for s in project.sources("stories/*/*.md")}
    total = 0
    for slug, parts in modules.items():
        for part, source in parts.items():
            page = part_page(site, slug, part)
            for block in blocks(source.body):
                if block.kind == "story":
                    total += 1
                    story = stories[block.options["source"]]
                    links = page.links(page.main)
                    assert links[f"verhalen/{story.slug}/"] == story.fields["title"]
                    assert said(story.body) in said(page.main.text), source.path
                    if story.fields.get("example"):
                        assert "Voorbeeldverhaal" in page.main.text
    assert total > 0


def test_the_case_of_a_module_is_offered_on_its_first_page(site, modules):
    for slug, parts in modules.items():
        page = part_page(site, slug, "introduction")
        story = parts["introduction"].fields["story"].rsplit("/", 1)[1].removesuffix(".md")
        assert f"verhalen/{story}/" in page.links(page.main)


def test_every_picture_of_a_module_is_shown_with_its_alternative(site, modules):
    for slug, parts in modules.items():
        for part, source in parts.items():
            page = part_page(site, slug, part)
            shown = {image.get("src").rsplit("/", 1)[-1]: image for image in page.main.all("img")}
            for block in blocks(source.body):
                if block.kind == "picture":
                    assert shown[block.options["src"]].get("alt") == block.options["alt"]


def test_every_plan_is_on_the_page_of_the_facilitator_and_adds_up(site, modules):
    for slug, parts in modules.items():
        page = part_page(site, slug, "teaching-note")
        plans = parts["teaching-note"].fields["plans"]
        tables = [t for t in page.main.all("table") if "Plan van" in t.all("caption")[0].text]
        assert len(tables) == len(plans) > 0
        for plan, table in zip(plans, tables, strict=True):
            assert table.one("caption").text == f"Plan van {plan['minutes']} minuten"
            rows = [row for row in table.all("tr") if row.all("td")]
            titles = [row.all("th")[0].text for row in rows]
            minutes = [int(re.search(r"(\d+) minu", row.text)[1]) for row in rows]
            starts = [int(row.all("td")[0].text.rstrip("’'")) for row in rows]
            by_anchor = {
                h.get("id"): h.text.split(" ", 2)[2]
                for h in part_page(site, slug, "assignments").main.all("h2", id=True)
                if h.text.startswith("Opdracht ")
            }
            for title, step in zip(titles, plan["steps"], strict=True):
                assert title.startswith(step.get("activity") or by_anchor[step["assignment"]])
            given = [
                (step.get("minutes"), m) for step, m in zip(plan["steps"], minutes, strict=True)
            ]
            assert all(wanted in (None, shown) for wanted, shown in given)
            assert sum(minutes) == plan["minutes"], (slug, plan["minutes"])
            assert starts == [sum(minutes[:index]) for index in range(len(minutes))]


def test_the_plans_name_the_time_and_can_be_opened_one_by_one(site, modules):
    for slug, parts in modules.items():
        page = part_page(site, slug, "teaching-note")
        names = [summary.text for summary in page.main.all("summary")]
        for plan in parts["teaching-note"].fields["plans"]:
            assert any(f"{plan['minutes']} minuten" in name for name in names)


def test_the_list_of_modules_shows_each_with_its_time(site, modules):
    page = site["modules/"]
    for slug, parts in modules.items():
        anchor = next(
            a
            for a in page.main.all("a", href=True)
            if page.target(a.get("href")) == f"modules/{slug}/" and a.closest("li")
        )
        minutes = parts["introduction"].fields["minutes"]
        assert f"{minutes} minuten" in anchor.closest("li").text
