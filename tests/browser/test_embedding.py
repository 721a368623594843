"""Making a snippet for an intranet, and looking at the frame that it makes; a surprise."""

from __future__ import annotations


def test_a_choice_gives_its_snippet_and_its_frame(visit):
    found = visit("insluiten/")
    page = found.page
    page.get_by_label("Wat wil je tonen?").select_option("Mangomoment van de week")
    snippet = page.get_by_label("Plak dit in je intranet:").input_value()
    assert snippet.startswith('<iframe src="https://mangomomenten.example/insluiten/week/"')
    page.get_by_role("link", name="Bekijk hoe het eruitziet").click()
    page.wait_for_url("**/insluiten/week/")
    assert found.complaints == []


def test_a_snippet_can_be_copied(visit):
    page = visit("insluiten/", permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Kopieer").click()
    page.get_by_role("button", name="Gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe ")


def test_without_script_every_snippet_stands_there_as_text(visit):
    page = visit("insluiten/", java_script_enabled=False).page
    assert page.locator("code.snippet").first.is_visible()
    assert not page.locator("[data-snippet-maker]").is_visible()


def test_a_frame_fits_a_narrow_column_and_is_dark_where_the_device_is(visit):
    colours = set()
    for scheme in ("light", "dark"):
        found = visit(
            "insluiten/nieuwste/", viewport={"width": 260, "height": 400}, color_scheme=scheme
        )
        page = found.page
        assert page.evaluate("document.documentElement.scrollWidth") <= 260
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert found.complaints == []
        assert not [url for url in found.requests if url.endswith((".js", ".woff2"))]
    assert len(colours) == 2


def test_a_surprise_is_a_story(visit):
    page = visit("verhalen/").page
    page.get_by_role("link", name="Verras me met een verhaal").click()
    page.locator("article.story").wait_for()
