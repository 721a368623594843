"""Sharing a story in a browser: from the home page to a file that the checker takes, whatever somebody types."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from datetime import date
from html import escape
from http.server import ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from accessibility import run_axe
from catalogue.editing.share_form import FORM_URI
from catalogue.problems.problem import Problems
from catalogue.problems.rules import RULES
from catalogue.stories.parse import StoryContext, read_story
from catalogue.stories.prose import render
from catalogue.text.html import plain_text
from catalogue.text.slugs import slugify
from host import RepositoryHost
from keyboard import Keyboard

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUESTIONS = ("check", "story", "name", "place", "people", "subject", "consent")
MOST_STEPS = 10
LONGEST_ADDRESS, LONGEST_MAIL = 8_000, 1_600

TEXT = """Drie weken lang wachtte ik in dezelfde stoel. Die van gisteren, zei de man aan de balie.

De dag erna lag ze klaar, met de *puzzel* naar boven."""

STORY = {
    "story": TEXT,
    "title": "De krant van gisteren",
    "summary": "Een onthaalmedewerker legt elke ochtend een krant opzij.",
    "sector": "ziekenhuis",
    "setting": "onthaal",
    "teller": "naaste",
    "giver": "onthaalmedewerker",
    "receiver": "naaste",
    "gesture": "onthouden",
    "themes": ["emotionele-steun", "vertrouwen"],
    "scope": ["publish", "print"],
    "by": "teller",
}
CONSENT = {"reference": "T-2026-014", "date": "2026-11-01", "form": "1", "review": "2029-11-01"}


WHOLE = {
    **STORY,
    "published": "2026-11-22",
    "consent": {**CONSENT, "scope": ["publish"], "by": "teller"},
    "exceptions": [],
}
"""A story as the form hands it over to be written."""


@pytest.fixture
def check(catalogue):
    """Give what the checker makes of a file: the story, and the codes of its problems."""
    context = StoryContext(catalogue.vocabulary, catalogue.organisations)

    def read(path, text):
        reading = read_story(path, text.encode(), context)
        return reading.entry, sorted({problem.code for problem in reading.problems})

    return read


@pytest.fixture
def share(visit, uris):
    """Open the form."""

    def open_(**options):
        page = visit(uris["share"], **options).page
        page.locator("[data-share-questions]").wait_for()
        return page

    return open_


@pytest.fixture(scope="module")
def scripts(chromium, site, serve):
    """A page from which the modules of the form can be called."""
    page = chromium.new_page()
    page.goto(f"{serve(site)}/deel-je-mangomoment/")
    page.locator("[data-share-questions]").wait_for()
    yield lambda call, argument: page.evaluate(
        f"""async (given) => {{
          const file = await import("/assets/scripts/share-file.js");
          const text = await import("/assets/scripts/share-text.js");
          const rules = await (await fetch("/assets/data/share.json")).json();
          return {call};
        }}""",
        argument,
    )
    page.close()


def together(page):
    page.get_by_role("button", name="Toon alle vragen samen").click()


def fill_in(page, answers):
    for name, value in answers.items():
        if name in ("story", "title", "summary", *CONSENT):
            if name == "reference":
                page.locator("[data-share-editor]").evaluate("details => details.open = true")
            page.locator(f"#veld-{name}").fill(value)
        elif name == "organisation":
            page.locator("#veld-organisation").select_option(value)
        else:
            for id_ in [value] if isinstance(value, str) else value:
                page.locator(f"#{name}-{id_}").check()


def finish(page):
    page.get_by_role("button", name="Bekijk je verhaal").click()


def result(page):
    """The path and the text of the finished file."""
    page.locator("[data-share-result]").wait_for()
    return (
        page.locator("[data-result-name]").input_value(),
        page.locator("[data-result-text]").input_value(),
    )


def file_of(page, **answers):
    together(page)
    fill_in(page, {**STORY, **answers})
    finish(page)
    return result(page)


def faults(page):
    page.locator("[data-share-errors]").wait_for()
    return page.locator("[data-share-errors] li").all_inner_texts()


# -- the way from the home page to a file ----------------------------------------------------------


def test_a_newcomer_gets_from_home_to_a_valid_file_in_ten_steps_with_the_keyboard_alone(  # noqa: PLR0915 -- one way, told in its order
    visit, check
):
    """A step is what brings her further: a link or a button that is pressed."""
    page = visit("", locale="nl-BE").page
    reader, steps = Keyboard(page), 0

    def press(selector):
        nonlocal steps
        reader.to(selector)
        reader.press("Enter")
        steps += 1

    def choose(selector):
        reader.to(selector)
        reader.press("Space")

    def write(selector, text):
        reader.to(selector)
        page.keyboard.insert_text(text)

    press("main a[href$='deel-je-mangomoment/']")
    page.locator("[data-share-questions]").wait_for()
    for box in ("small", "value", "ordinary", "cheap", "safe", "everyday"):
        choose(f"#check-{box}")
    press("[data-share-next]")
    write("#veld-story", TEXT)
    press("[data-share-next]")
    write("#veld-title", "Een krant: ‘die van gisteren’")
    write("#veld-summary", "Iemand legt elke ochtend een krant opzij.")
    press("[data-share-next]")
    choose("[name=sector]")
    choose("[name=setting]")
    press("[data-share-next]")
    for role in ("teller", "giver", "receiver"):
        choose(f"[name={role}]")
    press("[data-share-next]")
    choose("[name=gesture]")
    choose("#themes-beleving")
    press("[data-share-next]")
    choose("#scope-publish")
    choose("[name=by]")
    reader.to("[data-share-editor] summary")
    reader.press("Enter")
    write("#veld-reference", "T-2026-014")
    reader.to("#veld-date")
    reader.write("01112026" if page.evaluate("navigator.language").startswith("nl") else "11012026")
    write("#veld-form", "1")
    if not page.locator("#veld-review").input_value():
        page.locator("#veld-review").fill("2029-11-01")
    press("[data-share-next]")
    page.locator("[data-share-result]").wait_for()
    reader.to("[data-result-download]")
    with page.expect_download() as download:
        reader.press("Enter")
        steps += 1
    assert steps <= MOST_STEPS
    assert download.value.suggested_filename == "een-krant-die-van-gisteren.md"
    text = download.value.path().read_text("utf-8")
    path, shown = result(page)
    assert text == shown
    story, problems = check(path, text)
    assert problems == []
    assert story.title == "Een krant: ‘die van gisteren’"
    assert story.consent.reference == "T-2026-014"
    assert story.published == date.today()  # noqa: DTZ011 -- the browser's day is the machine's


def test_a_question_stays_in_sight_of_somebody_who_does_not_wait_for_the_page(share):
    page = share()
    reader = Keyboard(page)
    reader.to("[data-share-next]")
    reader.press("Enter")
    reader.to("#veld-story")
    page.keyboard.insert_text(TEXT)
    reader.to("[data-share-next]")
    reader.press("Enter")
    reader.to("#veld-title")
    reader.let_it_stand_still()
    assert reader.is_seen()
    assert page.locator("#vraag-name").bounding_box()["y"] >= 0


def test_the_keyboard_goes_from_what_is_missing_to_its_place_and_out_of_the_form(share):
    page = share()
    reader = Keyboard(page)
    together(page)
    reader.to("[data-share-next]")
    reader.press("Enter")
    assert reader.is_at("[data-share-errors]"), reader.where
    assert len(faults(page)) > 3
    reader.to("[data-share-errors] li:nth-child(2) a")
    reader.press("Enter")
    assert reader.is_at("[data-share-questions] :is(input, textarea, select)"), reader.where
    assert reader.is_seen()
    reader.press("Shift+Tab")
    assert reader.is_seen()
    reader.to("footer a")


def test_escape_leaves_the_question_whether_to_wipe_for_its_button(share):
    page = share()
    reader = Keyboard(page)
    reader.to("[data-share-wipe]")
    reader.press("Enter")
    page.locator("dialog[open]").wait_for()
    for _ in range(4):
        assert reader.is_at("dialog button, body"), reader.where
        reader.press("Tab")
    reader.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert reader.is_at("[data-share-wipe]"), reader.where
    reader.press("Tab")
    assert reader.is_at("[data-share-questions] *"), reader.where


def test_a_proposal_lacks_only_what_an_editor_adds(share, check):
    path, text = file_of(share())
    assert check(path, text) == (None, ["story-consent"])
    completed = re.sub(r"^# (?!Voorstel)", "", text, flags=re.MULTILINE)
    for field, value in CONSENT.items():
        completed = completed.replace(
            f"  {field}: …", f'  {field}: "{value}"'.replace('"2', "2").replace('01"', "01")
        )
    story, problems = check(path, completed)
    assert problems == []
    assert story.consent.by == "teller"
    assert {str(scope) for scope in story.consent.scope} == {"publish", "print"}


def test_what_an_editor_fills_in_makes_the_file_whole(share, check, catalogue):
    organisation = next(o for o in catalogue.organisations.values() if o.sector.id == "ziekenhuis")
    path, text = file_of(share(), organisation=organisation.slug, **CONSENT)
    story, problems = check(path, text)
    assert problems == []
    assert story.organisation == organisation
    assert story.consent.review == date(2029, 11, 1)
    assert {theme.id for theme in story.themes} == set(STORY["themes"])


# -- one question at a time ------------------------------------------------------------------------


def test_each_question_has_its_number_and_gets_the_focus(share):
    page = share()
    for number, name in enumerate(QUESTIONS, 1):
        heading = page.locator(f"#vraag-{name}")
        assert heading.is_visible()
        assert heading.inner_text().startswith(f"Vraag {number} van {len(QUESTIONS)}")
        assert page.locator("[data-question]").filter(visible=True).count() == 1
        if number > 1:
            assert heading.evaluate("element => element === document.activeElement")
        fill_in(
            page,
            {
                k: v
                for k, v in STORY.items()
                if page.locator(f"[data-question={name}] [name={k}]").count()
            },
        )
        page.locator("[data-share-next]").click()
    page.locator("#klaar:focus").wait_for()
    page.go_back()
    page.locator("#vraag-consent").wait_for()
    page.get_by_role("button", name="Vorige").click()
    page.locator("#vraag-subject").wait_for()
    page.go_back()
    page.locator("#vraag-consent").wait_for()  # the browser's own way back


def test_what_is_missing_is_said_in_a_list_that_leads_to_its_place(share):
    page = share()
    together(page)
    finish(page)
    said = faults(page)
    assert len(said) == 12
    assert page.locator("[data-share-errors]").evaluate("e => e === document.activeElement")
    for link in page.locator("[data-share-errors] a").all():
        link.click()
        field = page.locator(":focus").evaluate("e => e.closest('[data-field]').dataset.field")
        error = page.locator(f"#fout-{field}")
        assert error.inner_text() == link.inner_text()
        assert page.locator(f"[aria-describedby~='fout-{field}']").count() == 1
    fill_in(page, STORY)
    finish(page)
    result(page)


def test_a_question_that_is_not_answered_is_not_left(share):
    page = share()
    page.locator("[data-share-next]").click()
    page.locator("[data-share-next]").click()
    assert faults(page) == ["Schrijf wat er gebeurde."]
    assert page.locator("#vraag-story").is_visible()


# -- the ways to bring it on ---------------------------------------------------------------------


def test_the_text_can_be_copied(share):
    page = share(permissions=["clipboard-read", "clipboard-write"])
    _, text = file_of(page)
    page.get_by_role("button", name="Kopieer de tekst").click()
    page.get_by_text("De tekst is gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_a_text_that_cannot_be_copied_is_selected(share):
    page = share()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    _, text = file_of(page)
    page.get_by_role("button", name="Kopieer de tekst").click()
    page.get_by_text("Kopiëren lukte niet").wait_for()
    assert page.evaluate("getSelection().toString()") == text


# -- where a story ends: one way for each setting ---------------------------------------------------


@pytest.fixture(scope="module")
def repository():
    """The address of a host that plays the page on which GitHub, Forgejo or GitLab opens a new file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), RepositoryHost)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/mango/site"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def patterns(root):
    """What README.md says to type behind the address of a repository, by the name of its host."""
    rows = re.findall(
        r"^ +\| (\w+).*\| `(/[^`]+)` \|$", (root / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert {host for host, _ in rows} == {"GitHub", "Codeberg", "GitLab"}
    return dict(rows)


@pytest.fixture
def share_at(visit, uris, owned_site, owner, repository, patterns):
    """Open the form of a site whose sources are at a host, and which may use the clipboard."""

    def open_(host, **options):
        page = visit("", of=owned_site, **options).page
        pattern = escape(f"{repository}{patterns[host]}")

        def answer(route):
            form = route.fetch().json()["html"]
            assert escape(owner["new_file"]) in form
            route.fulfill(json={"html": form.replace(escape(owner["new_file"]), pattern)})

        page.route(f"**/{FORM_URI}", answer)
        page.goto(page.url + uris["share"])
        page.locator("[data-share-questions]").wait_for()
        return page

    return open_


CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
LONG = "Ze lachte en schonk nog een kop koffie in. " * 300


def press_open(page):
    page.get_by_role("link", name="Stel voor").click()


def status(page):
    return page.locator("[data-result-status]")


def shows_new_file(page, path, text):
    """The page of the host has the path and the text of the new file."""
    folder, _, name = path.rpartition("/")
    page.locator("textarea").wait_for()
    assert page.locator("h1").inner_text() == folder
    assert page.locator("input").input_value() == name
    assert page.locator("textarea").input_value() == text


@pytest.mark.parametrize("host", ["GitHub", "Codeberg"])
def test_a_host_that_takes_a_text_along_shows_the_whole_file(share_at, host):
    page = share_at(host)
    path, text = file_of(page)
    press_open(page)
    shows_new_file(page, path, text)


@pytest.mark.parametrize(
    ("host", "story"), [("GitLab", TEXT), ("GitHub", LONG), ("Codeberg", LONG)]
)
def test_what_does_not_travel_in_the_address_is_copied_first_and_pasted_there(
    share_at, host, story
):
    page = share_at(host, **CLIPBOARD)
    path, text = file_of(page, story=story)
    link = page.get_by_role("link", name="Stel voor")
    assert len(link.get_attribute("href")) < LONGEST_ADDRESS / 10
    assert "kopiëren we het eerst" in page.locator("[data-result-open-help]").inner_text()
    assert status(page).inner_text() == ""
    with page.context.expect_page() as opened:
        press_open(page)
    assert "is gekopieerd. Plak het in het grote lege vak" in status(page).inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == text
    shows_new_file(opened.value, path, "")
    opened.value.bring_to_front()
    opened.value.locator("textarea").press("ControlOrMeta+V")
    shows_new_file(opened.value, path, text)


REFUSALS = {
    "refused": "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))",
    "none": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",  # without https
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("width", [360, 1280])
def test_where_nothing_may_be_copied_the_text_is_selected_and_the_next_press_goes_on(
    share_at, refusal, width
):
    page = share_at("GitLab", viewport={"width": width, "height": 740})
    page.evaluate(f"() => {{ {refusal} }}")
    path, text = file_of(page)
    press_open(page)
    page.get_by_text("Kopiëren lukte niet").wait_for()
    assert len(page.context.pages) == 1
    assert page.evaluate("getSelection().toString()") == text
    said, box = status(page).bounding_box(), page.locator("[data-result-text]").bounding_box()
    assert 0 <= said["y"] < 740 - said["height"]
    assert 0 <= box["y"] < 740
    assert violations(page) == []
    with page.context.expect_page() as opened:
        press_open(page)
    shows_new_file(opened.value, path, "")


def test_a_changed_story_is_copied_anew(share_at):
    page = share_at("GitLab", **CLIPBOARD)
    file_of(page)
    with page.context.expect_page():
        press_open(page)
    page.get_by_role("button", name="Verander nog iets").click()
    page.locator("#veld-title").fill("De krant van morgen")
    finish(page)
    assert status(page).inner_text() == ""
    _, text = result(page)
    with page.context.expect_page():
        press_open(page)
    assert page.evaluate("navigator.clipboard.readText()") == text


@pytest.fixture(scope="module")
def mail_site(scratch, owner):
    """The site of an owner who typed nothing but the mailbox of the editors."""
    return scratch("mail", SEARCH="no").set(editors_mail=owner["editors_mail"]).build()


@pytest.fixture
def with_mail(visit, uris, mail_site):
    """Open the form of that site."""

    def open_(**options):
        page = visit(uris["share"], of=mail_site, **options).page
        page.locator("[data-share-questions]").wait_for()
        return page

    return open_


def mail_of(page):
    address = urlsplit(page.locator("[data-result-mail]").get_attribute("href"))
    words = dict(pair.split("=", 1) for pair in address.query.split("&"))
    assert (address.scheme, address.path) == ("mailto", "redactie@mangomomenten.internal")
    return {name: unquote(value) for name, value in words.items()}


def followed(page):
    """Whether each press on a link, up to now, led on."""
    return page.evaluate("window.followed")


def note_presses(page):
    page.evaluate(
        """() => {
          window.followed = [];
          addEventListener("click", ({ target, defaultPrevented }) => {
            if (target.matches("a")) { followed.push(!defaultPrevented) }
          });
        }"""
    )


def test_a_short_story_goes_whole_into_a_mail_to_the_editors(with_mail):
    page = with_mail()
    _, text = file_of(page)
    note_presses(page)
    mail = mail_of(page)
    assert mail["body"] == text.replace("\n", "\r\n")
    assert "de-krant-van-gisteren.md" in mail["subject"]
    page.get_by_role("link", name="Mail naar de redactie").first.click()
    assert followed(page) == [True]
    assert page.locator("[data-result-sent]").is_visible()


def test_a_story_too_long_for_a_mail_is_copied_first_and_the_mail_says_where_to_paste_it(with_mail):
    page = with_mail(**CLIPBOARD)
    _, text = file_of(page, story=LONG)
    note_presses(page)
    assert mail_of(page)["body"] == "Plak hier je verhaal."
    assert "kopiëren we het eerst" in page.locator("[data-result-mail-help]").inner_text()
    page.locator("[data-result-mail]").click()
    page.get_by_text("is gekopieerd. Plak het in de mail").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert followed(page) == [False, True]


def test_with_nothing_but_a_mailbox_the_first_thing_to_press_is_the_mail(with_mail):
    page = with_mail()
    assert page.locator("[data-share-nowhere]").count() == 0
    file_of(page)
    assert page.locator("[data-result-open]").count() == 0
    loud = page.locator("[data-share-result] .button:not(.button--quiet)").filter(visible=True)
    assert loud.all_inner_texts() == ["Mail naar de redactie"]


@pytest.mark.parametrize("width", [360, 1280])
def test_with_nothing_set_the_first_screen_says_so_and_offers_paper(visit, uris, width):
    page = visit(uris["share"], viewport={"width": width, "height": 740}).page
    page.locator("[data-share-questions]").wait_for()
    notice = page.locator("[data-share-nowhere]")
    heading = notice.get_by_role("heading", name="nog niet online afgeven").bounding_box()
    card = notice.get_by_role("link", name="Bekijk de Mangomoment-kaart").bounding_box()
    assert card["y"] + card["height"] <= 740
    assert heading["y"] < card["y"]
    assert page.get_by_text("Je mag je verhaal ook hier schrijven").is_visible()
    assert notice.get_by_role("link", name="De kaart als pdf").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_with_nothing_set_a_story_ends_on_paper(share, width, tmp_path):
    page = share(viewport={"width": width, "height": 740})
    page.evaluate("() => { window.print = () => { window.printed = true } }")
    file_of(page)
    loud = page.locator("[data-share-result] .button:not(.button--quiet)").filter(visible=True)
    assert loud.all_inner_texts() == ["Druk je verhaal af"]
    assert page.locator("[data-result-mail], [data-result-open]").count() == 0
    assert "redactie" not in page.locator("[data-share-result] .question__lead").inner_text()
    loud.click()
    assert page.evaluate("window.printed")
    words = on_paper(page, tmp_path)
    assert words.startswith("Mangomomenten De krant van gisteren Drie weken lang wachtte ik")
    assert "met de puzzel naar boven. Soort zorg: Ziekenhuis" in words
    assert "Dit mag ermee gebeuren: Op deze site, Op papier Dat zegt: De verteller zelf" in words
    for left_out in (
        "Wat je weglaat",
        "Bekijk de",
        "nog niet online",
        "title:",
        "verhaal is klaar",
        "Wis alles",
    ):
        assert left_out not in words


def on_paper(page, folder):
    """The words of the page as it is printed, on one line."""
    file = folder / "page.pdf"
    page.pdf(path=file, format="A4")
    command = ["pdftotext", str(file), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    return " ".join(printed.stdout.split())


def test_a_story_that_is_not_told_yet_is_not_on_paper(share, tmp_path):
    page = share()
    together(page)
    fill_in(page, STORY)
    words = on_paper(page, tmp_path)
    assert "Drie weken lang" not in words
    assert "Wat je weglaat" in words


def test_no_attack_leaves_its_place_in_an_address(scripts, attacks):
    strings = [text for collection in attacks.values() for text in collection]
    made = scripts(
        """given.map(text => [
          file.mailAddress("redactie@site.example", "Verhaal: {name}", { name: text, text }, "Plak"),
          file.newFileAddress("https://git.example/new/{folder}?filename={name}&value={content}",
            { folder: "stories/2026", name: text, text }),
        ])""",
        strings,
    )
    assert sum(mail["isWhole"] for mail, _ in made) > 5_000
    for text, (mail, new) in zip(strings, made, strict=True):
        start, _, rest = mail["address"].partition("?subject=")
        subject, _, body = rest.partition("&body=")
        assert start == "mailto:redactie@site.example"
        assert unquote(subject) == f"Verhaal: {text}"
        assert unquote(body) == (text.replace("\n", "\r\n") if mail["isWhole"] else "Plak")
        assert not set('&?#\r\n <>"') & set(subject + body), text
        path, _, query = new["address"].partition("?")
        assert path == "https://git.example/new/stories/2026"
        given = parse_qs(query, keep_blank_values=True)
        assert given == {"filename": [text], "value": [text if new["isWhole"] else ""]}, text


def test_an_address_is_never_longer_than_hosts_and_mail_programs_take(scripts):
    for length in (1_000, 1_500, 1_600, 7_000, 7_900, 8_000, 9_000):
        given = {"folder": "stories/2026", "name": "a.md", "text": "a" * length}
        made = scripts(
            """[
              file.newFileAddress("https://h.internal/{folder}?f={name}&v={content}", given),
              file.mailAddress("redactie@h.internal", "{name}", given, "Plak"),
            ]""",
            given,
        )
        for address, longest in zip(made, (LONGEST_ADDRESS, LONGEST_MAIL), strict=True):
            assert len(address["address"]) <= longest
            assert address["isWhole"] == ("aaa" in address["address"])
            assert address["isWhole"] or length > longest - 100


def test_a_pattern_without_a_place_for_the_text_never_takes_it_along(scripts):
    given = {"folder": "stories/2026", "name": "a.md", "text": "kort"}
    made = scripts(
        'file.newFileAddress("https://h.internal/-/new/{folder}?file_name={name}", given)', given
    )
    assert made == {
        "isWhole": False,
        "address": "https://h.internal/-/new/stories/2026?file_name=a.md",
    }


def test_a_finished_file_can_still_be_changed(share):
    page = share()
    file_of(page)
    page.get_by_role("button", name="Verander nog iets").click()
    page.locator("#veld-title").fill("De krant van morgen")
    finish(page)
    path, text = result(page)
    assert path.endswith("/de-krant-van-morgen.md")
    assert "title: De krant van morgen\n" in text


# -- what is kept, and what leaves ----------------------------------------------------------------


def kept(page):
    return json.loads(page.evaluate("localStorage.getItem('share')") or "null")


def test_a_draft_stays_in_the_browser(share):
    page = share()
    assert kept(page) is None
    page.locator("#check-small").check()
    page.locator("[data-share-next]").click()
    page.locator("#veld-story").fill(TEXT)
    page.reload()
    page.locator("#veld-story").wait_for()
    assert page.locator("#veld-story").input_value() == TEXT
    assert page.locator("#check-small").is_checked()
    assert "staan er nog" in page.locator("[data-share-status]").inner_text()
    together(page)
    fill_in(page, STORY)
    page.reload()
    page.locator("#veld-story").wait_for()
    finish(page)
    assert "De krant van gisteren" in result(page)[1]


def test_a_draft_is_wiped_only_when_that_is_confirmed(share):
    page = share()
    together(page)
    fill_in(page, STORY)
    wipe = page.get_by_role("button", name="Wis alles", exact=True).first
    wipe.click()
    page.keyboard.press("Escape")
    wipe.click()
    page.get_by_role("button", name="Nee, hou ze bij").click()
    assert page.locator("#veld-title").input_value() == STORY["title"]
    wipe.click()
    page.get_by_role("button", name="Ja, wis alles").click()
    page.get_by_text("Alles is gewist").wait_for()
    assert page.locator("#veld-title").input_value() == ""
    assert page.locator(":checked:not(option)").count() == 0
    page.reload()
    page.locator("[data-share-questions]").wait_for()
    assert kept(page) is None
    assert page.locator("#vraag-check").is_visible()


def test_whoever_sent_it_is_reminded_to_wipe(share):
    page = share()
    file_of(page)
    sent = page.locator("[data-result-sent]")
    assert not sent.is_visible()
    with page.expect_download():
        page.get_by_role("button", name="Bewaar als bestand").click()
    sent.get_by_role("button", name="Wis alles").click()
    page.get_by_role("button", name="Ja, wis alles").click()
    page.get_by_text("Alles is gewist").wait_for()
    assert kept(page) is None


def test_nothing_is_asked_of_any_host_while_somebody_fills_it_in(visit, uris):
    visited = visit(uris["share"])
    page = visited.page
    page.locator("[data-share-questions]").wait_for()
    page.locator("script[src$='search.js']").wait_for(state="attached")  # the last thing to come
    page.wait_for_load_state("networkidle")
    before = len(visited.requests)
    file_of(page)
    assert visited.requests[before:] == []
    assert visited.complaints == []
    assert page.context.cookies() == []


def test_it_works_where_nothing_may_be_stored(visit, uris):
    visited = visit("")
    page = visited.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.goto(page.url + uris["share"])
    page.locator("[data-share-questions]").wait_for()
    file_of(page)
    assert "bewaart niets" in page.locator("[data-share-status]").inner_text()
    assert visited.complaints == []


@pytest.mark.parametrize(
    "junk", ["{", "null", "[]", '{"values": {"title": 5, "themes": "x"}, "at": 99}']
)
def test_a_draft_that_cannot_be_read_does_no_harm(visit, uris, junk):
    visited = visit("")
    page = visited.page
    page.evaluate("junk => localStorage.setItem('share', junk)", junk)
    page.goto(page.url + uris["share"])
    page.locator("[data-share-questions]").wait_for()
    page.locator("[data-share-next]").click()
    assert visited.complaints == []


# -- personal data -------------------------------------------------------------------------------


def found(page, field="story"):
    page.wait_for_timeout(450)  # it looks when somebody stops typing
    return page.locator(f"[data-findings={field}] .finding").all_inner_texts()


def test_personal_data_are_found_while_somebody_writes_in_the_words_of_the_checker(share, check):
    page = share()
    together(page)
    text = "Hij belde naar 0475 12 34 56. Ze was 45 jaar oud.\n\nDokter Peeters kwam langs."
    page.locator("#veld-story").fill(text)
    assert [re.match("Moet weg|Let op", item)[0] for item in found(page)] == [
        "Moet weg",
        "Let op",
        "Moet weg",
    ]
    fill_in(page, {**STORY, "story": text})
    finish(page)
    said = faults(page)
    page.locator("#veld-story").fill(TEXT)
    finish(page)
    path, file = result(page)
    _, problems = check(path, file.replace(TEXT, text))
    assert {"personal-phone", "personal-age", "personal-title-name"} < set(problems)
    for code in ("personal-phone", "personal-title-name"):
        start = RULES[code].message.split("(")[0]
        assert any(item.lower().startswith(start) for item in said)


def test_what_was_found_is_shown_in_the_text(share):
    page = share()
    together(page)
    page.locator("#veld-story").fill("Eerst iets anders. Bel 0475 12 34 56 maar.")
    assert found(page)
    page.get_by_role("button", name="Toon in de tekst").click()
    assert (
        page.evaluate(
            "() => { const e = document.activeElement; return e.value.slice(e.selectionStart, e.selectionEnd) }"
        )
        == "0475 12 34 56"
    )


def test_what_formatting_hides_is_found_as_the_checker_does(share, check):
    page = share()
    together(page)
    text = "Ze riep mevrouw\n*Peeters* van kamer 3*12*.\n\n- En mev\u00adrouw [Maes]."
    page.locator("#veld-story").fill(text)
    assert len(found(page)) == 3
    quotes = page.locator("[data-findings=story] .finding__quote").all_inner_texts()
    assert quotes == ["mevrouw Peeters", "kamer 312", "mevrouw Maes"]
    page.locator("[data-findings=story] .finding__show:visible").nth(1).click()
    assert (
        page.evaluate(
            "() => { const e = document.activeElement; return e.value.slice(e.selectionStart, e.selectionEnd) }"
        )
        == "kamer 3*12"
    )
    fill_in(page, {**STORY, "story": TEXT})
    finish(page)
    path, file = result(page)
    _, problems = check(path, file.replace(TEXT, text))
    assert problems.count("personal-title-name") == problems.count("personal-room-number") == 1


def test_a_false_alarm_behind_formatting_goes_through_with_its_reason(share, check):
    page = share()
    together(page)
    text = f"{TEXT}\n\n- Samen zongen ze van\n  broeder *Jakob*, drie keer na elkaar."
    fill_in(page, {**STORY, **CONSENT, "story": text})
    assert len(found(page)) == 1
    page.locator("[data-findings=story] input").fill("Zo heet het liedje.")
    finish(page)
    path, file = result(page)
    story, problems = check(path, file)
    assert problems == []
    assert "broeder <em>Jakob</em>" in story.html


def test_a_false_alarm_goes_through_with_its_reason(share, check):
    page = share()
    together(page)
    fill_in(
        page,
        {
            **STORY,
            **CONSENT,
            "story": f"{TEXT}\n\nSamen zongen ze van broeder Jakob, drie keer na elkaar.",
        },
    )
    assert len(found(page)) == 1
    finish(page)
    assert len(faults(page)) == 1
    reason = page.locator("[data-findings=story] input")
    reason.fill("Zo heet het liedje van meneer Janssens.")
    finish(page)
    assert "uitleg" in faults(page)[0]
    reason.fill('Zo heet het liedje: "Jakob" #1.')
    finish(page)
    path, text = result(page)
    story, problems = check(path, text)
    assert problems == []
    assert "not_personal:\n  - kind: title-name\n" in text
    assert "broeder Jakob" in story.html


def test_a_false_alarm_in_the_title_goes_through_too(share, check):
    page = share()
    together(page)
    fill_in(page, {**STORY, **CONSENT, "title": "De dag dat broeder Jakob sliep"})
    assert found(page, "title")
    page.locator("[data-findings=title] input").fill("Een liedje.")
    finish(page)
    assert check(*result(page))[1] == []


def test_hints_say_nothing_of_how_the_file_is_written(share):
    page = share()
    together(page)
    page.locator("#veld-story").fill("Bel 0475 12 34 56 of vraag het aan dokter Peeters.")
    hints = " ".join(found(page))
    assert RULES["personal-phone"].hint.split(";")[0] in hints.lower()
    assert "not_personal" not in hints


# -- bad input -------------------------------------------------------------------------------------

TEXTS = {
    "HTML": "<script>alert(1)</script> <img src=x onerror=alert(1)> <b>vet</b> <!-- stil --> </div>",
    "entities": "Eén &lt;b&gt; &amp; &#x202e; &nbsp;twee &copy en R&D & co.",
    "links": "[hier](https://site.example) ![foto](foto.png) <https://site> [a][b]\n\n[b]: javascript:alert(1)",
    "code": "`code` en ``twee`` \n\n    ingesprongen\n\n```\nblok\n```\n\n~~~\nnog een\n~~~",
    "headings": "# Een\n\n#### Vier\n\nTitel\n===\n\nNog\n---\n\n## Een *echte* kop ##\n\n### En nog een",
    "emphasis": "*a* **b** _c_ __d__ ***e*** a*b*c snake_case_woord * los * **niet* *dicht** 2*3*4 ‘*ja!*’ *nee*, **o**.",
    "lists": "- een\n- twee\nvervolg\n\n- drie\n\n3. drie\n4. vier\n\n12) twaalf\n\n* ster\n+ plus",
    "no lists": "2026. Dat was een jaar.\n\n-geen lijst\n\n- \n\n+\n\n1.\n\n1.5 liter",
    "quotes": "> een\n> twee\n>\n> drie\n\n> > dieper > en > >\n\n>",
    "lines": "een\ntwee\n  drie   met   spaties\n\n\n\nvier\t\tvijf\n---\n\n***\n\n_ _ _",
    "front matter": "---\ntitle: kwaad\n---\n\nconsent: ja\n\n...\n\n--- ",
    "conflict": "<<<<<<< een\n=======\n>>>>>>> twee",
    "templates": "{{ config }} {% raw %} {n} %}{# #} ${x}",
    "backslashes": "\\ \\\\ \\* \\<b> D\\:map\\ einde\\\nverder",
    "emoji": "👩‍⚕️ lachte 🥭 *🙂* 👍🏽 — en 🇧🇪 ook*🙂*!",
    "languages": "Жена مرحبا 你好 e\u0301e\u0301n naïef ﬁn Ｆｕｌｌ",
    "quotation marks": "'s Morgens zei ze: 'dag', en \"dag\" -- ja --- nee... 't Is 'n dag.",
    "teaching blocks": "/// assignment | Titel\n\n    minutes: 5\n\ntekst\n///",
    "footnotes": "Tekst[^1]\n\n[^1]: noot\n\n*[HTML]: afkorting\n\n| a | b |\n|---|---|",
}


def words_of(html_or_text):
    """The words alone: quotes and dashes are printed in their own form, and lists have numbers."""
    text = re.sub(r"<(?:br|/p|/li|/h\d|hr|/ul|/ol)[^>]*>", " ", html_or_text)
    text = plain_text(text)
    return re.findall(r"[^\s‘’'“”\"–—…-]+", text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_whatever_is_typed_is_shown_as_text_and_makes_a_valid_file(scripts, check, text):
    markdown, shown = scripts(
        """(() => {
          const blocks = text.parse(given);
          const paper = document.createElement("div");
          paper.append(...text.shown(blocks));
          return [text.markdown(blocks), paper.innerHTML];
        })()""",
        f"Begin.\n\n{text}\n\nEinde.",
    )
    file = scripts("file.fileOf(given, rules).text", {**WHOLE, "body": markdown})
    _, problems = check("stories/2026/de-proef.md", file)
    assert [code for code in problems if not code.startswith("personal-")] == []
    html = render(markdown, "x", 1, Problems()).html
    assert tags_of(shown) == tags_of(html)
    assert words_of(shown) == words_of(html)


def tags_of(html):
    """The elements in their order; that each paragraph of a list stands in one of its own aside."""
    return re.findall(r"<([a-z0-9]+)", re.sub(r"(<li>)\s*<p>", r"\1", html))


def test_html_that_is_typed_runs_nowhere_and_stays_to_be_read(share, check):
    page = share()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    text = f"{TEXTS['HTML']} {TEXT}"
    path, file = file_of(page, **CONSENT, story=text, title="<b>Vet</b>", summary=TEXTS["HTML"])
    story, problems = check(path, file)
    assert problems == []
    assert story.title == "<b>Vet</b>"
    paper = page.locator(".preview article")
    assert "<img src=x onerror=alert(1)> <b>vet</b>" in paper.inner_text()
    assert paper.locator("script, b, img:not([data-preview-drawing])").count() == 0


def test_signs_that_nobody_sees_are_refused_as_the_checker_does(share, check):
    page = share()
    together(page)
    fill_in(page, STORY)
    for sign in ("\u202e", "\u200f", "\u2066", "\u0007", "\ufffd", "\U000e0041"):
        for field in ("story", "title", "summary"):
            value = f"Het begon {sign}in de gang."
            page.locator(f"#veld-{field}").fill(value)
            finish(page)
            name = unicodedata.name(sign, f"U+{ord(sign):04X}") if sign < "\uffff" else "U+E0041"
            assert f"({name})" in faults(page)[0]
            page.locator(f"#veld-{field}").fill(STORY[field])
            _, problems = check("stories/2026/x.md", f"---\ntitle: {value}\n---\n")
            assert "control-character" in problems


def test_runs_of_marks_and_endless_words_are_refused_as_the_checker_does(share):
    page = share()
    together(page)
    fill_in(page, {**STORY, "story": "Nee" + "!" * 60 + " en dan " + "a" * 1_200})
    finish(page)
    said = " ".join(faults(page))
    assert "meer dan 40 dezelfde leestekens" in said
    assert "een woord van 1200 tekens" in said.lower()


def test_a_story_of_twenty_thousand_signs_comes_through_with_a_warning(share, check):
    text = ("Ze keek naar de tuin en vroeg wat er bloeide. " * 450)[:20_000].strip()
    page = share()
    path, file = file_of(page, story=text, **CONSENT)
    story, problems = check(path, file)
    assert problems == ["personal-long-text"]
    assert plain_text(story.html) == text


# -- names of files, values of fields ---------------------------------------------------------------

TITLES = (
    "De krant van gisteren", "Één koffie, alstublieft!", "e\u0301e\u0301n", "Ça va? Où ça…", "ﬁn & Ｆｕｌｌ",
    "  spaties   overal  ", "Zo: dat was het", "Nummer #1", "# hekje", "'t Was stil", '"Dag," zei ze',
    "‘Dag,’ zei ze", "yes", "Ja", "nee", "on", "null", "~", "- streep", "* ster", "& co", "!belangrijk", "%",
    "@thuis", "`tik`", "{haken}", "[haken]", "a: b # c", "back\\slash", 'alles "door\\elkaar\'', "2026", "12",
    "2026-11-22", "1.5", "0x1F", "true", "?", "? ja", "| pijp", "> groter", "<b>vet</b>", "{{ x }}", "{n}",
    "../../etc/passwd", "con", "NUL", "Com1", "sector", "feed", "pagina", "Ærø ß Øre", "İstanbul",
    "🥭", "🥭 mango", "你好", "naam.md", "a" * 90, "heel " * 18, "-- x --", "€ 5", "½ liter", "²", "①",
    "tab\there", "nbsp\u00a0hier", "Ĳzeren ĳzer", "ſtil", "K", "eindigt op:", "eindigt #", "x" * 76 + " yy",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_becomes_the_same_slug_in_both_languages(scripts, title):
    assert scripts("file.slugify(given)", title) == slugify(title)


@pytest.mark.parametrize("title", TITLES)
def test_every_title_makes_a_file_that_reads_back_as_that_title(scripts, check, title):
    name = scripts("file.nameOf(given, rules)", title)
    text = scripts(
        "file.fileOf(given, rules).text",
        {
            **WHOLE,
            "title": title,
            "summary": title,
            "body": "Tekst.",
            "consent": {**WHOLE["consent"], "form": title[:20], "reference": title[:20]},
        },
    )
    expected = " ".join(unicodedata.normalize("NFC", title).split())
    story, problems = check(f"stories/2026/{name or 'naam'}.md", text)
    assert [code for code in problems if not code.startswith("personal-")] == []
    if story is not None:
        assert story.title == story.summary == expected


@pytest.mark.parametrize("title", TITLES)
def test_every_name_can_stand_in_an_address_and_on_any_disk(scripts, title):
    name = scripts("file.nameOf(given, rules)", title)
    if slugify(title):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert len(f"{name}.md") <= 80
        assert name not in ("con", "nul", "com1", "sector", "feed", "pagina")
    else:
        assert name == ""


def test_a_title_without_a_letter_is_refused(share):
    page = share()
    together(page)
    fill_in(page, {**STORY, "title": "🥭"})
    finish(page)
    assert "bestandsnaam" in faults(page)[0]


def test_texts_that_are_too_long_are_refused_with_their_length(share):
    page = share()
    together(page)
    fill_in(page, {**STORY, "title": "lang " * 20, "summary": "lang " * 50})
    finish(page)
    assert [re.search(r"telt (\d+)", fault)[1] for fault in faults(page)] == ["99", "249"]


def test_an_organisation_belongs_to_the_sector_that_was_chosen(share, catalogue):
    page = share()
    together(page)
    organisation = next(o for o in catalogue.organisations.values() if o.sector.id == "ziekenhuis")
    fill_in(page, {**STORY, "organisation": organisation.slug})
    page.locator("#sector-eerstelijn").check()
    finish(page)
    assert "andere soort zorg" in faults(page)[0]
    offered = page.locator("#veld-organisation option:not([hidden])").count()
    sectors = [o.sector.id for o in catalogue.organisations.values()]
    assert offered == 1 + sectors.count("eerstelijn")


def test_a_consent_half_filled_in_is_not_finished(share):
    page = share()
    together(page)
    fill_in(
        page, {**STORY, "reference": "T-2026-014", "date": "2026-11-01", "review": "2026-10-01"}
    )
    finish(page)
    assert len(faults(page)) == 2


def test_without_a_yes_for_the_site_there_is_no_file(share):
    page = share()
    together(page)
    fill_in(page, {**STORY, "scope": ["print"]})
    finish(page)
    assert "Op deze site" in faults(page)[0]


# -- everybody --------------------------------------------------------------------------------------


def violations(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = run_axe(page, WCAG)["violations"]
    return [(v["id"], node["html"][:120]) for v in found for node in v["nodes"][:3]]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_any_question_nor_in_the_result(share, colours):
    page = share(color_scheme=colours, viewport={"width": 360, "height": 740})
    for name in QUESTIONS:
        assert (name, violations(page)) == (name, [])
        if name in ("story", "people"):
            page.locator("[data-share-next]").click()
            assert ("faults", violations(page)) == ("faults", [])
        if name == "story":
            page.locator("#veld-story").fill(
                "Bel 0475 12 34 56 of vraag het aan dokter Peeters. Ze was 45 jaar oud."
            )
            assert len(found(page)) == 3
            assert ("findings", violations(page)) == ("findings", [])
        fill_in(
            page,
            {
                k: v
                for k, v in STORY.items()
                if page.locator(f"[data-question={name}] [name={k}]").count()
            },
        )
        page.locator("[data-share-next]").click()
    result(page)
    assert violations(page) == []
    page.get_by_role("button", name="Verander nog iets").click()
    together(page)
    assert violations(page) == []
    page.locator("[data-share-wipe]").first.click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nobody_scrolls_sideways_in_any_question(share, width):
    page = share(viewport={"width": width, "height": 740})

    def is_wide():
        return page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    together(page)
    fill_in(
        page,
        {
            **STORY,
            "story": "Bel 0475 12 34 56. " + "lang" * 60,
            "title": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
        },
    )
    assert found(page)
    finish(page)
    assert faults(page)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert not is_wide()
    page.locator("#veld-story").fill("lang" * 60)
    finish(page)
    result(page)
    assert not is_wide()


def test_without_script_the_page_says_where_a_story_can_go_and_shows_the_card(visit, uris):
    page = visit(uris["share"], java_script_enabled=False).page
    assert page.locator("[data-share] *").count() == 0
    assert page.get_by_role("heading", name="Is dit een Mangomoment?").is_visible()
    assert page.get_by_role("link", name="Bekijk de Mangomoment-kaart").is_visible()
    assert page.get_by_role("heading", name="nog niet online afgeven").is_visible()
    assert not page.get_by_text("Je mag je verhaal ook hier schrijven").is_visible()
    assert page.locator("form[data-share-questions]").count() == 0


def test_where_the_rules_do_not_come_in_the_page_stays_as_it_is_without_script(visit, uris):
    page = visit("").page
    page.route("**/assets/data/*.json", lambda route: route.abort())
    page.goto(page.url + uris["share"])
    page.wait_for_timeout(300)
    assert page.get_by_role("heading", name="Is dit een Mangomoment?").is_visible()
    assert page.locator("[data-share-questions]").count() == 0
