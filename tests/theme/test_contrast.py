"""Every pair of colours that text is read in, computed by the formula of WCAG 2.2."""

from __future__ import annotations

import re

import pytest

SCHEMES = ("light", "dark")
COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)


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
    folder = root / "theme/assets/stylesheets"
    return {file.stem: rules(file.read_text("utf-8")) for file in sorted(folder.glob("*.css"))}


def tokens_of(sheet, chooses):
    return next(
        {name: value for name, value in declarations.items() if name.startswith("--")}
        for selectors, declarations in sheet
        if chooses(selectors) and any(name.startswith("--") for name in declarations)
    )


@pytest.fixture(scope="module")
def by_device(sheets):
    """The dark colours for a reader whose device asks for them."""
    return tokens_of(
        sheets["tokens"], lambda s: len(s) == 2 and "prefers-color-scheme: dark" in s[0]
    )


@pytest.fixture(scope="module")
def by_choice(sheets):
    """The dark colours for a reader who chose them on the site."""
    return tokens_of(sheets["tokens"], lambda s: "dark" in s[-1] and len(s) == 1)


@pytest.fixture(scope="module")
def colours(sheets, by_choice):
    """The colours of each scheme, by the name of their token."""
    light = tokens_of(sheets["tokens"], lambda s: s == (":root",))
    return {
        scheme: {name: value for name, value in tokens.items() if COLOUR.fullmatch(value)}
        for scheme, tokens in (("light", light), ("dark", light | by_choice))
    }


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


def test_dark_is_the_same_by_device_and_by_choice(by_device, by_choice):
    assert by_device == by_choice


def test_dark_gives_every_colour_anew(colours, by_choice):
    assert set(colours["light"]) == {n for n, v in by_choice.items() if COLOUR.fullmatch(v)}


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
    printed = tokens_of(sheets["print"], lambda s: "print" in s[0] and ":root" in s[-1])
    tokens = colours[scheme] | {n: v for n, v in printed.items() if COLOUR.fullmatch(v)}
    hidden = ":hover|:focus" + "".join(
        f"|{re.escape(selector)}"
        for selectors, declarations in sheets["print"]
        if declarations.get("display") == "none"
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
    for name in ("composition", "components"):
        for selectors, declarations in sheets[name]:
            for property_, value in declarations.items():
                is_excused = "img" in selectors[-1]  # a picture keeps the ground it was drawn on
                assert is_excused or not re.search(r"#[0-9a-f]{3,6}\b|rgba?\(|hsl", value), (
                    selectors,
                    property_,
                )


def test_every_token_that_is_used_exists(sheets):
    known = {n for _, declarations in sheets["tokens"] for n in declarations if n[:2] == "--"}
    for name, sheet in sheets.items():
        for selectors, declarations in sheet:
            used = set(re.findall(r"var\((--[a-z0-9-]+)", " ".join(declarations.values())))
            own = {n for n in declarations if n.startswith("--")}
            assert used <= known | own, (name, selectors, used - known)


def test_every_token_is_used(sheets, root):
    used = set()
    for file in (root / "theme").rglob("*.css"):
        used |= set(re.findall(r"var\((--[a-z0-9-]+)", file.read_text("utf-8")))
    known = {n for _, declarations in sheets["tokens"] for n in declarations if n[:2] == "--"}
    assert known - used == set()


def test_nothing_that_is_read_is_smaller_than_the_text_that_the_reader_chose(sheets):
    for sheet in sheets.values():
        for selectors, declarations in sheet:
            if "@media print" not in selectors:
                for name in ("font-size", "--text-s"):
                    size = re.fullmatch(r"([\d.]+)rem", declarations.get(name, ""))
                    assert size is None or float(size[1]) >= 0.875, selectors
                    assert "px" not in declarations.get(name, ""), selectors
