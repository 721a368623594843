"""On paper: a story is one good page, and what was closed on the screen is open."""

from __future__ import annotations

import re
import subprocess

import pytest
import zxingcpp
from PIL import Image

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


# -- a story for the notice board --------------------------------------------------------------


@pytest.fixture
def codes_on_paper(tmp_path):
    """Give what a telephone reads from the first page of a PDF."""

    def read(pdf):
        (tmp_path / "page.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", "150", "-gray", "-f", "1", "-l", "1", "page.pdf", "page"]
        subprocess.run(command, cwd=tmp_path, check=True)
        (picture,) = tmp_path.glob("*.pgm")
        with Image.open(picture) as image:
            found = [code.text for code in zxingcpp.read_barcodes(image)]
        picture.unlink()
        return found

    return read


def test_a_printed_story_leads_back_to_its_page(visit, uris, codes_on_paper):
    page = visit(uris["story"]).page
    assert not page.locator("[data-qr]").is_visible()
    page.wait_for_selector("[data-qr] path", state="attached")
    address = f"https://mangomomenten.example/{uris['story']}"
    pdf = printed(page)
    assert pages_of(pdf) == 1
    assert codes_on_paper(pdf) == [address]
    page.emulate_media(media="print")
    assert page.locator("[data-qr]").inner_text().split()[-1] == address


def test_a_story_with_the_longest_address_leads_back_too(visit, uris, codes_on_paper):
    page = visit(uris["story"]).page
    page.wait_for_selector("[data-qr] path", state="attached")
    slug = "een-" * 19 + "naam"
    assert len(slug) == 80
    address = f"https://mangomomenten.example/verhalen/{slug}/"
    drawn = page.evaluate(
        """async (address) => {
          document.querySelector("[data-qr] svg").remove();
          document.querySelector("link[rel=canonical]").href = address;
          const { qrPath } = await import(new URL("qr.js", document.querySelector("script[src*='page.js']").src));
          const code = qrPath(address);
          document.querySelector("[data-qr]").insertAdjacentHTML("afterbegin",
            `<svg class="qr__code" viewBox="-4 -4 ${code.size + 8} ${code.size + 8}"><path d="${code.path}"/></svg>`);
          return [code.size, qrPath("x".repeat(134)).size, qrPath("x".repeat(135))];
        }""",
        address,
    )
    assert drawn == [41, 41, None]
    assert set(codes_on_paper(printed(page))) == {address}


def test_a_story_without_consent_for_paper_has_no_code(visit, grown_site, codes_on_paper):
    page = visit("verhalen/het-echte-verhaal/", of=grown_site).page
    assert page.locator("[data-qr]").count() == 0
    pdf = printed(page)
    assert pages_of(pdf) == 1
    assert codes_on_paper(pdf) == []


def test_without_script_a_printed_story_shows_its_address(visit, uris):
    page = visit(uris["story"], java_script_enabled=False).page
    page.emulate_media(media="print")
    assert f"mangomomenten.example/{uris['story']}" in page.locator("[data-qr]").inner_text()


def test_only_pages_of_stories_load_what_draws_codes(visit, uris):
    for name in ("home", "module", "page"):
        seen = visit(uris[name])
        seen.page.wait_for_load_state("networkidle")
        assert not [url for url in seen.requests if url.endswith("qr.js")], name


# -- every other kind of page ------------------------------------------------------------------


def test_no_card_of_any_page_is_cut_in_two(visit, uris):
    """A browser moves a card that may not be broken; a grid or a flex box around it can prevent that."""
    page = visit("").page
    home = page.url
    page.emulate_media(media="print")
    for name in ("home", "stories", "module", "assignments"):
        page.goto(home + uris[name])
        kinds = page.evaluate("""() => [...document.querySelectorAll(
            ".story-card, .module-card, .reflection, .writing, .disclosure, .choices")]
          .filter(card => card.getClientRects().length)
          .map(card => getComputedStyle(card).breakInside)""")
        assert set(kinds) <= {"avoid"}, name


def test_links_to_elsewhere_show_their_address_on_paper(visit):
    page = visit("over/").page
    page.emulate_media(media="print")
    shown = page.evaluate("""() => [...document.querySelectorAll(".prose a[href^=http]")]
        .map(link => getComputedStyle(link, "::after").content)""")
    assert shown
    assert all("https://" in content for content in shown)


def test_a_form_is_printed_one_sheet_to_a_page(visit):
    page = visit("sjablonen/mangomoment-kaart/").page
    assert pages_of(printed(page)) <= 3


def test_a_form_with_whom_to_call_takes_no_sheet_more(visit):
    page = visit("sjablonen/reflectiemoment/").page
    assert pages_of(printed(page)) == page.locator(".sheet").count() == 4
    page.emulate_media(media="print")
    shown = page.locator(".help-box").inner_text()
    assert "Zelfmoordlijn\u00a01813" in shown
    assert "mangomomenten.example/hulp/" in shown
