"""Every pair of colours that text is read in, computed by the formula of WCAG 2.2."""

from __future__ import annotations

import re

import pytest

SCHEMES = ("light", "dark")
COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)
PAIR = re.compile(r"light-dark\(([^,]+), ([^,]+?)\)(?=[,;]|$| )")

ALWAYS_THE_SAME = {"--mango", "--on-mango"}
"""Colours that are in the dark what they are in the light: a ground, and the text on it."""


def rules(css):
    """The rules of a stylesheet: the conditions and selector around it, and its declarations."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found, stack, opened, start = [], [], [], 0
    for match in re.finditer(r"[{};]", css):
        piece = " ".join(css[start : match.start()].split())
        start = match.end()
        if match[0] == "{":
            stack.append(piece)
            opened.append({})
            found.append((tuple(stack), opened[-1]))
            continue
        if ":" in piece and opened:
            name, _, value = piece.partition(":")
            opened[-1][name.strip()] = value.strip()
        if match[0] == "}":
            stack.pop()
            opened.pop()
    return found


@pytest.fixture(scope="module")
def sheets(root):
    """The rules of each stylesheet of the site, by its place in the theme."""
    folder = root / "theme"
    found = {
        file.relative_to(folder).as_posix(): rules(file.read_text("utf-8"))
        for file in sorted(folder.rglob("*.css"))
        if file != folder / "print/document.css"
    }
    assert len(found) > 30
    return found


def tokens_of(sheet, conditions):
    """The tokens that *sheet* gives under these conditions, the last of which is a selector."""
    return next(
        {name: value for name, value in declarations.items() if name.startswith("--")}
        for selectors, declarations in sheet
        if selectors == conditions
    )


@pytest.fixture(scope="module")
def tokens(sheets):
    return tokens_of(sheets["styles/tokens.css"], (":root",))


@pytest.fixture(scope="module")
def colours(tokens):
    """The colours of each scheme, by the name of their token."""
    return {
        scheme: {
            name: colour
            for name, value in tokens.items()
            if COLOUR.fullmatch(colour := in_scheme(value, place))
        }
        for place, scheme in enumerate(SCHEMES, 1)
    }


def in_scheme(value, place):
    """*value* where only the light (1) or the dark (2) one of each pair of colours counts."""
    return PAIR.sub(lambda pair: pair[place], value)


def luminance(colour):
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_values():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_every_colour_is_given_for_light_and_for_dark(colours, tokens):
    assert len(colours["light"]) > 10
    assert set(colours["light"]) == set(colours["dark"])
    same = {name for name, value in tokens.items() if COLOUR.fullmatch(value)}
    assert same == ALWAYS_THE_SAME


def test_the_scheme_is_that_of_the_device_until_the_reader_chooses_one(sheets):
    schemes = {
        selectors: declarations["color-scheme"]
        for selectors, declarations in sheets["styles/tokens.css"]
        if "color-scheme" in declarations
    }
    assert schemes == {
        (":root",): "light dark",
        (':root[data-scheme="light"]',): "light",
        (':root[data-scheme="dark"]',): "dark",
    }


def test_no_stylesheet_asks_for_the_scheme_of_the_device_itself(sheets):
    """It would forget the reader who chose the other one."""
    asking = [
        n for n, s in sheets.items() for conditions, _ in s if "color-scheme" in conditions[0]
    ]
    assert asking == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["--paper", "--card"])
@pytest.mark.parametrize("text", ["--ink", "--ink-soft", "--link"])
def test_reading_text_stands_out_at_least_six_to_one(colours, scheme, ground, text):
    assert contrast(colours[scheme][text], colours[scheme][ground]) >= 6


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("--on-link", "--link"),
        ("--on-link", "--link-hover"),
        ("--on-mango", "--mango"),
        ("--ink", "--mango-soft"),
        ("--paper", "--leaf"),
        ("--link-hover", "--paper"),
        ("--link-hover", "--card"),
        *((text, f"--{name}-soft") for name in ("leaf", "berry") for text in ("--ink", "--link")),
        *((f"--{name}", ground) for name in ("leaf", "berry") for ground in ("--paper", "--card")),
        ("--leaf", "--leaf-soft"),
        ("--berry", "--berry-soft"),
        ("--ink-soft", "--berry-soft"),
        ("--ink-soft", "--leaf-soft"),
    ],
)
def test_text_on_buttons_and_coloured_ground_can_be_read(colours, scheme, text, ground):
    assert contrast(colours[scheme][text], colours[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["--paper", "--card", "--leaf-soft", "--berry-soft"])
@pytest.mark.parametrize("mark", ["--focus", "--field"])
def test_what_is_no_text_but_must_be_seen_stands_out_three_to_one(colours, scheme, mark, ground):
    assert contrast(colours[scheme][mark], colours[scheme][ground]) >= 3


def resolve(value, tokens):
    token = re.fullmatch(r"var\((--[a-z-]+)\)", value)
    if token:
        return tokens[token[1]]
    return value if COLOUR.fullmatch(value) else None


def pairs(sheets, tokens):
    """Every rule that sets both a ground and a colour of text: its selector and the two colours."""
    for sheet in sheets.values():
        for selectors, declarations in sheet:
            ground = declarations.get("background") or declarations.get("background-color")
            text = declarations.get("color")
            if ground and text:
                found = resolve(ground, tokens), resolve(text, tokens)
                if all(found):
                    yield selectors[-1], *found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_rule_that_sets_a_ground_and_a_text_sets_a_readable_pair(sheets, colours, scheme):
    found = list(pairs(sheets, colours[scheme]))
    assert len(found) > 5
    assert [name for name, ground, text in found if contrast(ground, text) < 4.5] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_can_be_read_on_paper_whatever_scheme_is_on_the_screen(sheets, colours, scheme):
    """Print takes over tokens; those that it leaves must still go with those that it changes."""
    root = ("@media print", ":root, :root[data-scheme]")
    printed = tokens_of(sheets["styles/print.css"], root)
    tokens = colours[scheme] | {n: v for n, v in printed.items() if COLOUR.fullmatch(v)}
    hidden = ":hover|:focus" + "".join(
        f"|{re.escape(selector)}"
        for sheet in sheets.values()
        for selectors, declarations in sheet
        if selectors[0] == "@media print" and declarations.get("display") == "none"
        for selector in selectors[-1].split(", ")
    )
    unreadable = [
        f"{selector}: {text} on {ground}"
        for selector, ground, text in pairs(sheets, tokens)
        if contrast(ground, text) < 4.5 and not re.search(hidden, selector)
    ]
    assert unreadable == []
    for text in ("--ink", "--ink-soft", "--link", "--leaf", "--berry"):
        assert contrast(tokens[text], tokens["--paper"]) >= 6


def test_components_use_the_tokens_and_no_colours_of_their_own(sheets):
    """One place decides about colours: else the dark scheme forgets them."""
    own = {
        (name, selectors[-1])
        for name, sheet in sheets.items()
        for selectors, declarations in sheet
        for value in declarations.values()
        if re.search(r"#[0-9a-f]{3,6}\b|rgba?\(|hsl|light-dark", value)
    }
    assert own == {
        ("styles/tokens.css", ":root"),
        ("styles/print.css", ":root, :root[data-scheme]"),
        ("pages/embedded.css", ":root"),  # alone in its frame
        ("blocks/picture.css", ".picture img"),  # it keeps the ground that it was drawn on
        ("components/search-dialog/style.css", ".search-dialog::backdrop"),  # a shadow in both
        ("components/share-form/style.css", ".share__dialog::backdrop"),
    }


def test_every_token_that_is_used_exists(sheets, tokens):
    for name, sheet in sheets.items():
        for selectors, declarations in sheet:
            used = set(re.findall(r"var\((--[a-z0-9-]+)", " ".join(declarations.values())))
            assert used <= set(tokens), (name, selectors, used - set(tokens))


def test_every_token_is_used(sheets, tokens):
    used = {
        token
        for sheet in sheets.values()
        for _, declarations in sheet
        for token in re.findall(r"var\((--[a-z0-9-]+)", " ".join(declarations.values()))
    }
    assert set(tokens) - used == set()


def test_nothing_that_is_read_is_smaller_than_the_text_that_the_reader_chose(sheets):
    for sheet in sheets.values():
        for selectors, declarations in sheet:
            if "@media print" not in selectors:
                for name in ("font-size", "--text-s"):
                    size = re.fullmatch(r"([\d.]+)rem", declarations.get(name, ""))
                    assert size is None or float(size[1]) >= 0.875, selectors
                    assert "px" not in declarations.get(name, ""), selectors
