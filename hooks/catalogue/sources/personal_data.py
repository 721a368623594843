"""Personal data in the text of a story: one set of rules, for the checker and for a form in a browser.

A rule is data: what it finds (``kind``), a regular expression that Python and JavaScript both read,
and for some the name of a check. How grave a kind is, and what an editor is told, stands in
``problems.RULES``. ``rules_json`` hands all of it to ``theme/assets/scripts/personal-data.js``,
which does what ``find`` does; the cases in ``tests/catalogue/personal_data.yml`` hold for both.

The expressions keep to what means the same in both languages: no shorthand for letters, digits,
spaces or word boundaries, no named groups, only lookbehind of a fixed width. The one group of an
expression, where there is one, is the datum; what stands around it may be repeated in a message.

A text is looked at twice: as it is typed, and as a reader sees it (``visible_text``), so that no
formatting hides a name. What both see is found once, and where it stands is always told of what is typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from catalogue.problems.rule import Severity
from catalogue.problems.rules import RULES as PROBLEM_RULES
from catalogue.text.visible_text import BLANK, LEFT_OUT, MARKUP, hides_nothing, visible


class Needs(StrEnum):
    """What a text must hold before a rule is worth trying (see ``_windows``)."""

    DIGIT = "digit"
    """A digit, an at sign or a slash."""
    DOT = "dot"
    """A letter right after a full stop."""
    CAPITALS = "capitals"
    """Four capitals in a row."""
    NAME = "name"
    """A title and a capital within a sentence, or an abbreviated title."""
    NUMBER = "number"
    """A number word that can be an age."""
    DANGER = "danger"
    """The beginning of a word of accusation or danger."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to recognise one kind of personal data."""

    kind: str
    needs: Needs
    pattern: str
    flags: str = "iu"
    """As in JavaScript; without ``i``, capitals count."""
    check: str = ""
    """The key in ``CHECKS`` of what the expression cannot say."""
    expression: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        flags = re.IGNORECASE if "i" in self.flags else re.NOFLAG
        object.__setattr__(self, "expression", re.compile(self.pattern, flags))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that may be personal data."""

    kind: str
    start: int
    end: int
    masked: str
    """What was found, its letters and digits made unreadable."""
    datum: tuple[int, int] = (0, 0)
    """Where in the text that stands of it which must not be read."""

    @property
    def place(self) -> int:
        """Where it ends, which is on the line to look at; a whole text is looked at from its first."""
        return self.start if self.kind == LONG_TEXT else self.end - 1

    @property
    def code(self) -> str:
        """The key of its rule in ``problems.RULES``."""
        return f"personal-{self.kind}"


# -- the words that rules are made of --------------------------------------------------------


def _either_case(words: Iterable[str]) -> str:
    """An expression for *words*, with a capital or without, where capitals count."""
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words)


_L: Final = "A-Za-zÀ-ÖØ-öø-ſ"
_CAPITAL: Final = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŒŘŚŞŠŹŻŽ"
_START: Final = f"(?<![{_L}0-9])"
_END: Final = f"(?![{_L}0-9])"
_NUMBER_START: Final = f"(?<![{_L}0-9])(?<![0-9][.,/-])"

_MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_SHORT_MONTHS: Final = "jan|feb|febr|mrt|apr|jun|jul|aug|sep|sept|okt|oct|nov|dec"
_DAY: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = "(?:0?[1-9]|1[0-2])"
_YEAR: Final = "(?:1[89][0-9]{2}|20[0-9]{2})"
_DAY_IN_MONTH: Final = (
    f"{_DAY}(?:e|de|ste)?[ .-]{{1,2}}(?:(?:{_MONTHS})|(?:{_SHORT_MONTHS})\\.?)(?![{_L}])"
)

_UNITS: Final = (
    "keer|maal|x|uur|uren|minuut|minuten|min|seconden|dag|dagen|week|weken|maand|maanden|jaar|jaren|"
    "nacht|nachten|euro|cent|km|kilometer|meter|m|cm|centimeter|kilo|kg|gram|liter|graden|procent|"
    f"mensen|personen|man|stoelen|stuks|stuk|huizen|deuren|bewoners|patiënten|{_MONTHS}"
)
_NO_UNIT: Final = f"(?! ?(?:(?:{_UNITS})(?![{_L}])|[%€°]))"

_LONG_TITLES: Final = (
    "dokter", "huisdokter", "huisarts", "tandarts", "professor", "meneer", "mijnheer", "mevrouw",
    "heer", "juffrouw", "juf", "meester", "zuster", "broeder", "pater", "tante", "nonkel",
)  # fmt: skip
_SHORT_TITLES: Final = ("prof", "dr", "drs", "mevr", "mvr", "dhr", "mr", "mw", "mej", "zr", "br")
"""Those that a full stop may follow."""
_PARTICLES: Final = "[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Vv]ander|[Vv]anden|[Ll]e|[Ll]a|'t"
_NO_NAMES: Final = (
    # how a sentence begins after an abbreviation, or after a title that somebody is called by
    "Hij|Zij|Ze|Ik|Je|Jij|We|Wij|Jullie|Het|De|Een|Dat|Dit|Die|Deze|Er|En|Maar|Of|Want|Dus|Toen|"
    "Daarna|Dan|Nu|Later|Morgen|Gisteren|Vandaag|Op|In|Aan|Bij|Met|Na|Voor|Om|Uit|Ook|Niet|Geen|Wat|"
    "Wie|Hoe|Waar|Waarom|Wanneer|Als|Omdat|Mijn|Zijn|Haar|Ons|Onze|Uw|Elke|Alle|Niemand|Iemand|Soms|"
    "Ja|Nee|Neen|Zo|Daar|Hier|Tot|Van|U|"
    # offices, languages and feasts
    "Pastoor|Directeur|Burgemeester|Overste|Minister|Voorzitter|Professor|Dokter|Nederlands|Engels|"
    "Duits|Turks|Arabisch|Pools|Italiaans|Spaans|Vlaams|Kerstmis|Pasen|Nieuwjaar|Sinterklaas|"
    "Mangomoment|Mangomomenten"
)
_NAME: Final = (
    f"(?:(?:{_PARTICLES}) ){{0,3}}(?!(?:{_NO_NAMES})(?![{_L}'-]))(?:[dD]')?[{_CAPITAL}][{_L}'-]*"
)

_STREETS: Final = (
    "straat|laan|lei|steenweg|weg|plein|dreef|markt|kaai|kade|vest|singel|pad|baan|dijk|gracht|hof|"
    "park|plaats|poort|veld|hoek|berg|ring|dorp|wijk|heide"
)
_NO_STREETS: Final = "Onderweg|Halfweg|Vanweg|Overweg|Snelweg|Omweg|Afspraak"
_CAPITAL_STREETS: Final = "|".join(street.capitalize() for street in _STREETS.split("|"))

_LIKE_A_YEAR: Final = (
    "19[0-9]{2} (?:Kampenhout|Zaventem|Sterrebeek|Kraainem|Wezembeek|Zemst|Hofstade|Elewijt)|"
    "20(?:00|18|20|30|40|50|60) Antwerpen"
)
"""The postcodes that could be years, with their towns."""
_NO_TOWNS: Final = (
    "Euro|EUR|Belg|Vlaming|Nederlander|Duitser|Waal|Walen|Fransen|Fransman|Europeanen|Mango"
)

_ONES: Final = "een|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TEENS: Final = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_TENS: Final = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig"
_NINETIES: Final = f"(?:{_ONES})(?:en|ën)negentig"
_OLDEST: Final = f"{_NINETIES}|negentig|honderd(?:(?:en)?(?:{_ONES}|tien))?"
_YOUNGER: Final = f"(?:(?:{_ONES})(?:en|ën))?(?:{_TENS})|{_TEENS}|{_ONES}"
_OLDEST_DIGITS: Final = "9[0-9]|1[0-2][0-9]"
_YOUNGER_DIGITS: Final = "[1-8]?[0-9]"
_PEOPLE: Final = (
    "ze|zij|hij|ik|u|moeder|vader|mama|papa|oma|opa|bomma|bompa|meter|peter|grootmoeder|grootvader|"
    "vrouw|man|bewoner|bewoonster|patiënt|patiënte"
)
_BECAME: Final = (
    "(?:is|ben|bent|was|werd|wordt|word)(?: (?:al|nu|bijna|pas|net|toen|intussen|ondertussen))?"
)
_SOMEBODY_OF: Final = (
    "(?:vrouw|man|dame|heer|meisje|jongen|kind|kleuter|bewoner|bewoonster|patiënt|patiënte|moeder|"
    "vader|oma|opa|grootmoeder|grootvader|zoon|dochter) van"
)
_NO_TIME_BEFORE: Final = "".join(
    f"(?<!(?<![{_L}]){word} )" for word in ("na", "over", "in", "binnen", "sinds", "elke", "per")
)
_NO_TIME_BEHIND: Final = (
    "(?! (?:geleden|lang|later|vroeger|bestaan|bestond|bestaat|getrouwd|samen|ervaring|dienst|"
    f"huwelijk|werk|eenzaamheid|en ouder|of ouder|terug)(?![{_L}]))"
)
_AS_AGE: Final = "(?= ?[.;:!?'\")]| ?,(?![0-9])| geworden| en |\n|$)"
_YEARS: Final = f"-?jarigen?(?![{_L}])| jaar oud{_END}"

_ABBREVIATIONS: Final = (
    "COVID|OCMW|VDAB|RIZIV|PAAZ|MRSA|EHBO|ADHD|PTSS|VIPA|NAVO|UNESCO|UNIZO|BPSD|COPD|CARA|AZERTY|"
    "QWERTY|KULAK|HDMI|WIFI|PDCA|ISBN|SOEP|ISBAR|SBAR|VIII|XIII|XVII|XVIII"
)

_DANGER: Final = (
    "mishandel", "kindermishandel", "ouderenmishandel", "misbruik", "verwaarlo", "verkracht",
    "aanrand", "aangerand", "incest", "stalk", "zelfmoord", "zelfdod", "suïcid", "suicid",
    "bedreig", "diefstal", "vermoord", "vastgebonden", "opgesloten",
    "nalatig", "beroepsfout", "kunstfout", "schadevergoeding", "aansprakelijk", "rechtbank",
    "rechtszaak", "aangifte", "racis", "discrimin", "intimid", "gepest", "pesterij", "pestgedrag",
    "grensoverschrijdend", "chantage", "chanteer", "overdosis", "gewelddadig",
)  # fmt: skip
"""How words begin that ask for a person's eyes."""
_THEM: Final = "(?:hem|haar|mij|me|ons|hen)"
_WHOSE: Final = "(?:mijn|zijn|haar|het)"
_DANGER_PHRASES: Final = (
    "geweld", "klacht(?:en)? (?:in|neer|tegen|ingediend|neergelegd|indienen|neerleggen)",
    "diende (?:een )?klacht", "dienden (?:een )?klacht", "medische fout(?:en)?",
    "wil (?:liever )?dood", "wilde (?:liever )?dood", "wou (?:liever )?dood",
    "niet meer (?:willen )?leven", f"eind aan {_WHOSE} leven",
    f"einde aan {_WHOSE} leven", f"sloeg {_THEM}", f"slaat {_THEM}",
    f"schopt {_THEM}", f"schopte {_THEM}",
)  # fmt: skip
"""What does so only as a whole. Each begins with a letter, for ``_CUE``."""

_ADDRESS: Final = """[^ \\n<>()"]*[^ \\n<>()".,:;!?']"""
_PHONE_GAP: Final = "[ ./()-]{0,4}"
_REGISTER_GAP: Final = "[ ./-]?"

RULES: Final = (
    # The more certain rule stands first: what overlaps an earlier finding is not found again.
    Rule(
        "register-number",
        Needs.DIGIT,
        # The official pattern is enough: a slip in the check digits makes it no less of a person's.
        f"{_START}[0-9]{{2}}\\.[0-9]{{2}}\\.[0-9]{{2}} ?- ?[0-9]{{3}} ?[.-] ?[0-9]{{2}}{_END}",
    ),
    Rule(
        "register-number",
        Needs.DIGIT,
        f"(?<![{_L}0-9+])[0-9]{{2}}{_REGISTER_GAP}[0-9]{{2}}{_REGISTER_GAP}[0-9]{{2}}[ ./-]{{0,3}}"
        f"[0-9]{{3}}{_REGISTER_GAP}[0-9]{{2}}{_END}",
        check="register-number",
    ),
    Rule(
        "iban",
        Needs.DIGIT,
        f"{_START}BE[0-9]{{2}}(?:[ .-]?[0-9]{{4}}){{3}}{_END}",
        check="iban",
    ),
    Rule(
        "iban",
        Needs.DIGIT,
        f"{_START}NL[0-9]{{2}}[ .-]?[A-Z]{{4}}(?:[ .-]?[0-9]){{10}}{_END}",
        check="iban",
    ),
    Rule(
        "iban",
        Needs.DIGIT,
        f"{_START}[A-Z]{{2}}[0-9]{{2}}(?:[ .-]?[A-Z0-9]{{4}}){{2,7}}(?:[ .-]?[A-Z0-9]{{1,3}})?{_END}",
        flags="u",
        check="iban",
    ),
    Rule(
        "email",
        Needs.DIGIT,
        f"(?<![{_L}0-9._%+-])[{_L}0-9._%+-]+ ?@ ?[{_L}0-9-]+(?:\\.[{_L}0-9-]+)+",
    ),
    Rule(
        "email",
        Needs.DOT,
        f"(?<![{_L}0-9._%+-])[{_L}0-9._%+-]+ ?[(\\[](?:at|apenstaart|apenstaartje)[)\\]] ?"
        f"[{_L}0-9-]+(?:\\.[{_L}0-9-]+)+",
    ),
    Rule("web-address", Needs.DIGIT, f"{_START}(?:https?|ftp)://{_ADDRESS}"),
    Rule("web-address", Needs.DOT, f"{_START}www\\.{_ADDRESS}"),
    Rule(
        "web-address",
        Needs.DOT,
        # No capitals: a space left out behind a full stop ("kwam.Net toen") makes no address.
        f"(?<![{_L}0-9@._/-])(?:[A-Za-z0-9][A-Za-z0-9-]*\\.)+"
        "(?:be|nl|com|eu|org|net|info|vlaanderen|brussels|gent|io|lu|BE|NL|COM)"
        f"(?![{_L}0-9-])(?:/{_ADDRESS})?",
        flags="u",
    ),
    Rule("handle", Needs.DIGIT, f"(?<![{_L}0-9._%+@/-])@[{_L}0-9_][{_L}0-9_.]{{1,29}}"),
    Rule(
        "exact-date",
        Needs.DIGIT,
        f"{_NUMBER_START}{_DAY_IN_MONTH}[ ,-]{{0,2}}(?:{_YEAR}|'[0-9]{{2}}){_END}",
    ),
    Rule(
        "exact-date",
        Needs.DIGIT,
        f"{_NUMBER_START}(?:{_DAY} ?/ ?{_MONTH} ?/ ?(?:{_YEAR}|[0-9]{{2}})|{_DAY}-{_MONTH}-(?:{_YEAR}|[0-9]{{2}})|"
        f"{_DAY}\\.{_MONTH}\\.{_YEAR}|(?:0[1-9]|[12][0-9]|3[01])\\.(?:0[1-9]|1[0-2])\\.[0-9]{{2}}){_END}",
    ),
    Rule(
        "exact-date",
        Needs.DIGIT,
        f"{_NUMBER_START}{_YEAR}(?:-{_MONTH}-|/{_MONTH}/|\\.{_MONTH}\\.){_DAY}{_END}",
    ),
    Rule(
        "clock-time",
        Needs.DIGIT,
        f"{_NUMBER_START}(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9](?:[.:][0-5][0-9])?|"
        f" ?[uh]\\.? ?[0-5][0-9]|\\.[0-5][0-9] ?(?:u|uur|h)){_END}",
    ),
    Rule("licence-plate", Needs.DIGIT, f"{_START}[1-9][ .-][A-Z]{{3}}[ .-][0-9]{{3}}{_END}"),
    Rule(
        "licence-plate",
        Needs.DIGIT,
        f"(?<![{_L}0-9-])(?:[A-Z]{{3}}[.-][0-9]{{3}}|[0-9]{{3}}[.-][A-Z]{{3}}|[A-Z][.-][0-9]{{3}}[.-][A-Z]|"
        "[A-Z]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[0-9]{2}|[A-Z]{2}-[A-Z]{2}-[0-9]{2}|"
        "[0-9]{2}-[A-Z]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{3}-[0-9]|[0-9]-[A-Z]{3}-[0-9]{2}|"
        f"[A-Z]{{2}}-[0-9]{{3}}-[A-Z]|[A-Z]-[0-9]{{3}}-[A-Z]{{2}})(?![{_L}0-9-])",
        flags="u",
    ),
    Rule(
        "phone",
        Needs.DIGIT,
        f"(?<![{_L}0-9+])(?:\\+|00) ?[1-9][0-9]{{0,2}}(?:{_PHONE_GAP}[0-9]){{7,11}}{_END}",
    ),
    Rule(
        "phone",
        Needs.DIGIT,
        f"(?<![{_L}0-9+])(?<![0-9][.,/-])\\(?0[1-9](?:{_PHONE_GAP}[0-9]){{7,8}}{_END}",
    ),
    Rule(
        "room-number",
        Needs.DIGIT,
        f"{_START}(?:kamers?|bed|bedden|appartement|flat|studio|box|dossier|patiënt|bsn|lidmaatschap|"
        "polis|toestel)(?:-?nummer|-?nr)?\\.?(?: ?(?:nr\\.?|nummer|n°|:|#))? ?"
        f"([0-9]{{1,9}}(?![0-9])[a-z]?{_END}){_NO_UNIT}",
    ),
    Rule("room-number", Needs.DIGIT, f"{_START}k\\. ?([0-9]{{1,4}}[a-z]?{_END}){_NO_UNIT}"),
    Rule(
        "street",
        Needs.DIGIT,
        f"{_START}(?!(?:{_NO_STREETS}) )(?:[{_CAPITAL}][{_L}'-]*(?:{_STREETS})|{_CAPITAL_STREETS}) "
        f"(?:nr\\.? ?|nummer )?[0-9]{{1,4}}(?![0-9]){_NO_UNIT}(?:[A-Za-z](?![{_L}0-9]))?{_END}"
        "(?: ?(?:bus|/) ?[0-9A-Z]{1,4})?",
        flags="u",
    ),
    Rule(
        "street",
        Needs.DIGIT,
        f"{_START}(?:Rue|Avenue|Boulevard|Chaussée|Place)(?: [{_L}'-]+){{1,4}} [0-9]{{1,4}}(?![0-9]){_NO_UNIT}",
        flags="u",
    ),
    Rule(
        "postcode",
        Needs.DIGIT,
        f"(?<![{_L}0-9.,/-])(?:B-? ?[1-9][0-9]{{3}} (?=[{_CAPITAL}])|(?!19|20)[1-9][0-9]{{3}} "
        f"(?!{_NO_TOWNS})(?!(?:{_NO_NAMES})(?![{_L}])))[{_CAPITAL}][{_L}'-]{{2,}}",
        flags="u",
    ),
    Rule(
        "postcode",
        Needs.DIGIT,
        f"(?<![{_L}0-9.,/-])(?:{_LIKE_A_YEAR}){_END}",
        flags="u",
    ),
    Rule(
        "postcode",
        Needs.DIGIT,
        f"(?<![{_L}0-9.,/-])[1-9][0-9]{{3}} ?[A-Z]{{2}}{_END}",
        flags="u",
    ),
    Rule(
        "title-name",
        Needs.NAME,
        f"{_START}(?:(?:{_either_case(_LONG_TITLES)}) {{1,2}}|(?:{_either_case(_SHORT_TITLES)})(?:\\. {{0,2}}| {{1,2}}))+({_NAME})",
        flags="u",
    ),
    Rule(
        "age-90",
        Needs.DIGIT,
        f"{_NO_TIME_BEFORE}{_NUMBER_START}({_OLDEST_DIGITS})(?:{_YEARS}| ?j(?:aar)?{_END}{_NO_TIME_BEHIND})",
    ),
    Rule(
        "age-90",
        Needs.DIGIT,
        f"{_START}(?:{_PEOPLE}) {_BECAME} ({_OLDEST_DIGITS}){_AS_AGE}",
    ),
    Rule(
        "age-90",
        Needs.DIGIT,
        f"{_START}{_SOMEBODY_OF} ({_OLDEST_DIGITS}){_END}{_NO_UNIT}",
    ),
    Rule(
        "age-90",
        Needs.NUMBER,
        f"{_NO_TIME_BEFORE}{_START}({_OLDEST})(?:{_YEARS}| jaar{_END}{_NO_TIME_BEHIND})",
    ),
    Rule("age-90", Needs.NUMBER, f"{_START}(?:{_PEOPLE}) {_BECAME} ({_OLDEST}){_AS_AGE}"),
    Rule(
        "age-90", Needs.NUMBER, f"{_START}{_SOMEBODY_OF} ({_OLDEST}){_END}(?! (?:{_UNITS}){_END})"
    ),
    Rule(
        "age-90",
        Needs.NUMBER,
        f"{_START}({_NINETIES})(?= ?[.,;:!?'\")]| geworden| was | is |\\n|$)",
    ),
    Rule("day-month", Needs.DIGIT, f"{_NUMBER_START}{_DAY_IN_MONTH}"),
    Rule(
        "day-month",
        Needs.DIGIT,
        f"{_NUMBER_START}(?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2]){_END}",
    ),
    Rule("age", Needs.DIGIT, f"{_NUMBER_START}({_YOUNGER_DIGITS})(?:{_YEARS})"),
    Rule("age", Needs.DIGIT, f"{_START}(?:{_PEOPLE}) {_BECAME} ({_YOUNGER_DIGITS}){_AS_AGE}"),
    Rule("age", Needs.DIGIT, f"{_START}{_SOMEBODY_OF} ({_YOUNGER_DIGITS}){_END}{_NO_UNIT}"),
    Rule("age", Needs.NUMBER, f"{_START}({_YOUNGER})(?:{_YEARS})"),
    Rule(
        "capitals",
        Needs.CAPITALS,
        f"{_START}(?!(?:{_ABBREVIATIONS}){_END})(?=[{_CAPITAL}]*[A-Z]{{4}})[{_CAPITAL}]{{4,}}{_END}",
        flags="u",
    ),
    Rule(
        "danger",
        Needs.DANGER,
        f"{_START}(?:(?:{'|'.join(_DANGER)})[{_L}]*|(?:{'|'.join(_DANGER_PHRASES)}){_END})",
    ),
)

LONG_TEXT: Final = "long-text"
MOST_WORDS: Final = 1_000

KINDS_OF_WORDS: Final = tuple(dict.fromkeys(rule.kind for rule in RULES))
"""Every kind of finding that stands at a place in a text, in the order of the rules."""
KINDS: Final = (*KINDS_OF_WORDS, LONG_TEXT)

NUMBERS_OF_PEOPLE: Final = frozenset({"register-number", "iban", "email", "phone"})
"""What no message may repeat, whatever it is about."""


# -- what an expression cannot say -----------------------------------------------------------


def _is_register_number(datum: str) -> bool:
    """Whether the eleven digits hold a month, a day, and the check digits that belong to them.

    For births from 2000 a 2 stands before the nine; a BIS number adds 20 or 40 to the month.
    """
    digits = re.sub("[^0-9]", "", datum)
    number, check = int(digits[:9]), int(digits[9:])
    if int(digits[2:4]) % 20 > 12 or int(digits[2:4]) > 52 or int(digits[4:6]) > 31:
        return False
    return check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


def _is_iban(datum: str) -> bool:
    """Whether the check digits are those of ISO 13616."""
    letters = re.sub("[^0-9A-Z]", "", datum.upper())
    if not 15 <= len(letters) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in letters[4:] + letters[:4])) % 97 == 1


CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    "register-number": _is_register_number,
    "iban": _is_iban,
}


# -- finding ---------------------------------------------------------------------------------

_FOLDS: Final = {
    **dict.fromkeys("\t\u00a0\u00ad\u2007\u2009\u200a\u200b\u200c\u200d\u202f\u2060", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
}
"""What is read as another character. One for one, so that places stay the same."""

_FOLD_TABLE: Final = str.maketrans(_FOLDS)
_LINE_END: Final = re.compile(r"(?<!\n)\n(?!\n)")


def fold(text: str) -> str:
    """Return *text* with one sign for all spaces, one for all dashes, and straight quotes.

    A line end within a paragraph is a space too.
    """
    return _LINE_END.sub(" ", text).translate(_FOLD_TABLE)


def find(text: str) -> tuple[Finding, ...]:
    """Return what in *text* (in NFC) may be personal data, in order of place."""
    found = list(_find_in(fold(text), windows)) if (windows := _windows(text)) else []
    if not hides_nothing(text):
        found = _apart([*found, *_find_behind_formatting(text)])
    # A word costs a space at least: most texts need no counting.
    if text.count(" ") + text.count("\n") >= MOST_WORDS and len(text.split()) > MOST_WORDS:
        found.append(Finding(LONG_TEXT, 0, len(text), ""))
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def _find_behind_formatting(text: str) -> Iterator[Finding]:
    """What a reader sees in *text*: nothing is found across an empty line, and no formatting goes over one."""
    begin = 0
    for block in text.split("\n\n"):
        seen = None if hides_nothing(block) else visible(block)
        if seen is not None and (windows := _windows(seen.text)):
            for finding in _find_in(fold(seen.text), windows):
                start, end = seen.source(finding.start, finding.end)
                datum = seen.source(*finding.datum)
                yield Finding(
                    finding.kind,
                    begin + start,
                    begin + end,
                    finding.masked,
                    (begin + datum[0], begin + datum[1]),
                )
        begin += len(block) + 2


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Return *found* without what was found twice: of those that overlap the graver, then the longer."""
    apart: list[Finding] = []
    taken = bytearray()
    for finding in sorted(found, key=_weight):
        start, end = finding.start, finding.end
        taken.extend(bytes(max(end - len(taken), 0)))
        if not any(taken[start:end]):
            taken[start:end] = bytes([1]) * (end - start)
            apart.append(finding)
    return apart


def _weight(finding: Finding) -> tuple[bool, int]:
    return severity(finding.kind) is not Severity.ERROR, finding.start - finding.end


def _find_in(folded: str, windows: Mapping[Needs, list[tuple[int, int]]]) -> Iterator[Finding]:
    taken = bytearray(len(folded))
    for rule in RULES:
        for since, until in windows.get(rule.needs, ()):
            for match in rule.expression.finditer(folded, since, until):
                start, end = match.span()
                if any(taken[start:end]) or (rule.check and not CHECKS[rule.check](match[0])):
                    continue
                taken[start:end] = bytes([1]) * (end - start)
                datum = match.span(rule.expression.groups)
                yield Finding(rule.kind, start, end, _masked(match[0], start, datum), datum)


def _masked(text: str, since: int, datum: tuple[int, int]) -> str:
    start, end = datum[0] - since, datum[1] - since
    return text[:start] + mask(text[start:end]) + text[end:]


def mask(text: str) -> str:
    """Return *text* with a dot for each digit and three for each word; marks and line ends stay."""
    return _WORD.sub("···", _DIGIT.sub("·", text))


_DIGIT: Final = re.compile("[0-9]")
_WORD: Final = re.compile(r"""[^·0-9 \n*_[\].,:;/()+@'"-]+""")


def conceal(text: str) -> str:
    """Return *text* with the numbers and addresses that lead to a person masked."""
    for finding in reversed(find(text)):
        if finding.kind in NUMBERS_OF_PEOPLE:
            text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


def severity(kind: str) -> Severity:
    """Return how grave a finding of *kind* is."""
    return PROBLEM_RULES[f"personal-{kind}"].severity


# -- speed -----------------------------------------------------------------------------------
# Nearly every story holds nothing. Two copies of its bytes, each made by one call, tell where it is
# worth looking: one with the shape of each character (A, a, 0 …), one with its words in small letters.
# Both have one byte for a character: what is not in Latin-1 is no letter, digit or sign of a rule.


def _windows(text: str) -> dict[Needs, list[tuple[int, int]]]:
    """Where in *text* each kind of rule may find something; never one place too few."""
    raw = text.encode("latin-1", "replace")
    shape, words = raw.translate(_SHAPES), raw.translate(_WORDS).join((b" ", b" "))
    places: dict[Needs, list[int]] = {}
    if b"0" in shape:
        places[Needs.DIGIT] = [match.start() for match in _DIGITS.finditer(shape)]
    if b".a" in shape or b".A" in shape:
        places[Needs.DOT] = [match.start() for match in _DOT.finditer(shape)]
    if b"AAAA" in shape:
        places[Needs.CAPITALS] = [match.start() for match in _CAPITALS.finditer(shape)]
    if numbers := sorted(place for word in _NUMBER_WORDS for place in _ages(word, words)):
        places[Needs.NUMBER] = numbers
    for cue in _CUE.finditer(words):
        title = cue[0]
        if title not in _TITLES:
            places.setdefault(Needs.DANGER, []).append(cue.start())
        elif _TITLES[title].match(raw, cue.end() - 1):  # the words have a space before the first
            places.setdefault(Needs.NAME, []).append(cue.start())
    return {need: list(_around(text, found)) for need, found in places.items()}


def _ages(word: bytes, words: bytes) -> Iterator[int]:
    """Where *word* stands in *words* as an age."""
    place = words.find(word)
    while place >= 0:
        if _AGE.search(words, max(place - _REACH, 0), place + _REACH):
            yield place
        place = words.find(word, place + 1)


def _around(text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of *text* around *places*, in whole words."""
    start = end = -1
    for place in places:
        if place > end:
            if end >= 0:
                yield start, end
            start = text.rfind(" ", 0, max(place - _REACH, 0)) + 1
        space = text.find(" ", place + _REACH)
        end = len(text) if space < 0 else space
    yield start, end


_REACH: Final = 48
"""Farther from its digit, title or word nothing of a match begins or ends, but for a last long word."""


def _shapes() -> bytes:
    table = bytearray(b" " * 256)
    for signs, shape in ((range(65, 91), "A"), (range(97, 123), "a"), (b"0123456789@/", "0")):
        for sign in signs:
            table[sign] = ord(shape)
    table[ord(".")] = ord(".")
    return bytes(table)


def _words() -> bytes:
    table = bytearray(b" " * 256)
    for sign in (*range(65, 91), *range(0xC0, 0xDF)):
        table[sign] = sign + 32
    for sign in (*range(97, 123), *range(0xDF, 0x100)):
        table[sign] = sign
    return bytes(table)


_SHAPES: Final = _shapes()
_WORDS: Final = _words()
_DIGITS: Final = re.compile(b"0+")
_DOT: Final = re.compile(rb"\.[aA]")
_CAPITALS: Final = re.compile(b"A{4,}")
_NUMBER_WORDS: Final = (b"negentig", b"honderd", b"jarige", b"jaar oud")
_AGE: Final = re.compile(
    f"(?:{_ONES}|{_TEENS}|tig|honderd) ?jarige|jaar oud|(?:negentig|honderd[a-z]*) jaar|[eë]nnegentig|"
    f" (?:{_BECAME}|van) (?:negentig|honderd)".encode("latin-1")
)


def _by_first_letter(expressions: Iterable[str]) -> str:
    """One expression for all of them, that holds a word against those with its first letter only."""
    groups: dict[str, list[str]] = {}
    for expression in expressions:
        groups.setdefault(expression[0], []).append(expression[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in groups.items())


_CUE: Final = re.compile(
    " (?:{})".format(
        _by_first_letter(
            (
                *(f"{title}(?= )" for title in (*_LONG_TITLES, *_SHORT_TITLES)),
                *_DANGER,
                *(f"{phrase} " for phrase in _DANGER_PHRASES),
            )
        )
    ).encode("latin-1")
)
"""A title, or what asks for a person's eyes."""

_CAPITAL_BEHIND: Final = f"[^0-9A-Za-z,;:!]{{0,6}}(?:(?:{_PARTICLES})[^0-9A-Za-z]{{1,4}}){{0,3}}(?:[dD]')?[A-ZÀ-Þ?]"  # ? is any other letter
_TITLES: Final = {
    **dict.fromkeys(
        (f" {title}".encode() for title in _LONG_TITLES),
        re.compile(f"(?!\\.){_CAPITAL_BEHIND}".encode("latin-1")),
    ),
    **dict.fromkeys(
        (f" {title}".encode() for title in _SHORT_TITLES),
        re.compile(_CAPITAL_BEHIND.encode("latin-1")),
    ),
}
"""What must stand behind each title, or there is no name."""


# -- for the browser -------------------------------------------------------------------------


def rules_json() -> str:
    """Return the rules as ``theme/assets/scripts/personal-data.js`` reads them; always the same."""
    kinds = {
        kind: {
            "severity": severity(kind).value,
            "message": PROBLEM_RULES[f"personal-{kind}"].message,
            "hint": PROBLEM_RULES[f"personal-{kind}"].hint,
        }
        for kind in KINDS
    }
    rules = [
        {"kind": rule.kind, "pattern": rule.pattern, "flags": rule.flags, "check": rule.check}
        for rule in RULES
    ]
    whole = {
        "blank": BLANK,
        "folds": _FOLDS,
        "kinds": kinds,
        "left_out": LEFT_OUT,
        "markup": MARKUP,
        "most_words": MOST_WORDS,
        "rules": rules,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
