"""On paper: a story is one good page, and what was closed on the screen is open."""

from __future__ import annotations

import re

A4 = (595, 842)


def pages_of(pdf):
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def sizes_of(pdf):
    boxes = re.findall(rb"/MediaBox\s*\[([\d. ]+)\]", pdf)
    return {tuple(round(float(number)) for number in box.split()[2:]) for box in boxes}


def printed(page, **options):
    return page.pdf(prefer_css_page_size=True, **options)


def test_a_story_of_three_hundred_words_is_one_page(visit, uris, plain_story):
    assert 270 <= len(plain_story.body.split()) <= 330
    pdf = printed(visit(uris["story"]).page)
    assert pages_of(pdf) == 1
    ((width, height),) = sizes_of(pdf)
    assert (abs(width - A4[0]) <= 1, abs(height - A4[1]) <= 1) == (True, True)


def test_a_short_story_is_one_page_and_the_longest_are_two(visit, project):
    """A second page with nothing but the notes at the foot is paper for nothing."""
    stories = sorted(project.sources("stories/*/*.md"), key=lambda story: len(story.body.split()))
    page = visit("").page
    site = page.url

    def count(story):
        page.goto(f"{site}verhalen/{story.slug}/")
        return pages_of(printed(page))

    assert {story.slug: count(story) for story in stories[:3]} == {s.slug: 1 for s in stories[:3]}
    assert max(count(story) for story in stories[-3:]) <= 2


def test_no_menu_button_or_step_is_printed(visit, uris):
    page = visit("").page
    home = page.url
    page.emulate_media(media="print")
    for name in ("story", "module", "assignments", "teaching-note", "page"):
        page.goto(home + uris[name])
        assert page.locator("nav, button").filter(visible=True).all_inner_texts() == [], name


def test_a_printed_story_holds_its_title_its_text_and_where_it_is_from(visit, uris, plain_story):
    page = visit(uris["story"]).page
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert str(plain_story.fields["title"]) in text
    for paragraph in plain_story.body.strip().split("\n\n")[::3]:
        assert " ".join(paragraph.split()[:6]) in " ".join(text.split())
    assert "Mangomomenten" in text
    assert "Voorbeeldverhaal" in text


def test_paper_is_white_and_ink_is_black_whatever_was_chosen_on_the_screen(visit, uris):
    page = visit(uris["story"], color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    colours = (
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_a_story_that_may_not_be_printed_is_not(visit, grown_site):
    page = visit("verhalen/het-echte-verhaal/", of=grown_site).page
    told = page.get_by_text("Dit mag op het scherm.")
    assert told.is_visible()
    assert not page.get_by_text("Dit verhaal mag niet op papier.").is_visible()
    page.emulate_media(media="print")
    assert not told.is_visible()
    assert page.get_by_text("Dit verhaal mag niet op papier.").is_visible()


def test_what_is_closed_on_the_screen_is_open_on_paper(visit, uris):
    page = visit(uris["assignments"]).page
    closed = pages_of(printed(page))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert closed == pages_of(printed(page))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.remove())")
    assert closed > pages_of(printed(page))


def test_what_was_opened_for_the_printer_is_closed_again_after_it(visit, uris):
    page = visit(uris["assignments"]).page
    details = page.locator("main details")
    details.first.locator("summary").click()

    def count():
        return page.locator("details[open]").count()

    before = count()
    assert before == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert count() == page.locator("details").count() > before
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert count() == before


def test_without_script_what_is_closed_is_open_on_paper_too(visit, uris):
    page = visit(uris["assignments"], java_script_enabled=False).page
    body = page.locator("main details p").first
    assert not body.is_visible()
    page.emulate_media(media="print")
    assert body.is_visible()


def test_every_plan_is_printed(visit, uris, catalogue):
    page = visit(uris["teaching-note"], java_script_enabled=False).page
    page.emulate_media(media="print")
    tables = page.locator("main table").filter(visible=True)
    assert tables.count() >= len(catalogue.modules[0].plans)


def test_the_workbook_holds_no_answers_and_the_other_print_does(visit, uris):
    page = visit(uris["assignments"]).page
    page.emulate_media(media="print")
    page.evaluate("""() => {
        const seen = (part) => [...document.querySelectorAll(part)].some((e) => e.getClientRects().length);
        window.print = () => {
            window.paper = [".assignment", ".writing", ".hint", ".answer", ".facilitator"].filter(seen);
        };
    }""")

    def paper(kind):
        page.evaluate(f"""document.querySelector('[data-print-for="{kind}"]').click()""")
        return page.evaluate("window.paper")

    assert paper("participants") == [".assignment", ".writing"]
    assert paper("facilitator") == [".assignment", ".writing", ".hint", ".answer", ".facilitator"]
