"""What can be wrong with a source, in the words an editor reads: the one place for editors' Dutch.

A check only says *which* rule a source breaks and where (``problems.add("unknown-key", …)``).
How grave that is, what it is called and what to type instead stands here, in ``RULES``.
"""

from __future__ import annotations

from catalogue.problems.rule import Rule, Severity

REFUSED_IN_STORIES = {
    "img": "afbeelding",
    "pre": "codeblok (een alinea die inspringt of tussen ``` staat)",
    "code": "code (tekst tussen `)",
    "h1": "hoofdtitel (#); die staat al bij 'title'",
    "h4": "kop van dit niveau (####)",
    "h5": "kop van dit niveau (#####)",
    "h6": "kop van dit niveau (######)",
}
"""What an editor calls the elements that a story cannot hold."""


TOO_DEEP_QUOTE = "citaat in een citaat in een citaat …"

SETTINGS_TO_TYPE = {
    "site_url": "het adres waar je site komt te staan, met een schuine streep op het einde: 'site_url: https://…/'",
    "repo_url": "het adres waar de bestanden van je site staan: 'repo_url: https://…/'; is er geen, typ dan 'repo_url: \"\"'",
    "edit_uri": "wat achter dat adres komt om een bestand te bewerken, zoals 'edit_uri: edit/main/content/'",
    "new_file": "het adres waar die plek een nieuw bestand opent; README.md toont het voor GitHub, Forgejo en GitLab; is er geen, typ dan 'new_file: \"\"'",
    "editors_mail": "het mailadres van je redactie; is er geen, typ dan 'editors_mail: \"\"'",
}
"""What an owner types for each setting that holds an address, by its key."""

_E, _W = Severity.ERROR, Severity.WARNING


def _personal(severity: Severity, kind: str, message: str, hint: str) -> dict[str, Rule]:
    """The rule for personal data of *kind*; its hint ends with what to do about a false alarm."""
    false_alarm = f"is het een vals alarm, zet het dan bij 'not_personal' met kind: {kind}"
    return {f"personal-{kind}": Rule(severity, message, f"{hint}; {false_alarm}")}


RULES: dict[str, Rule] = {
    # -- the file itself -------------------------------------------------------------------
    "file-name": Rule(
        _E,
        "de naam '{name}' kan niet in een adres",
        "gebruik alleen kleine letters zonder accent, cijfers en koppeltekens; noem het bijvoorbeeld '{example}'",
    ),
    "file-name-long": Rule(
        _E, "de naam is {length} tekens lang", "maak de naam hoogstens {limit} tekens lang"
    ),
    "file-name-reserved": Rule(
        _E,
        "de naam '{name}' houdt Windows voor zichzelf",
        "geef het bestand of de map een andere naam, zoals '{example}'",
    ),
    "file-kind": Rule(
        _E,
        "dit soort bestand hoort hier niet: '{name}'",
        "hier horen alleen bestanden die eindigen op {allowed}",
    ),
    "file-place": Rule(_E, "dit bestand staat niet op zijn plaats", "zet het in {place}"),
    "file-hidden": Rule(
        _E,
        "dit wordt niet gelezen, maar staat wel openbaar",
        "haal weg wat hier niet hoort; hoort het op de site, geef het dan een naam zonder '{mark}' vooraan",
    ),
    "file-not-data": Rule(
        _E,
        "dit wordt niet gelezen, maar staat wel openbaar",
        "haal weg wat hier niet hoort: in deze map staan alleen de vaste woorden van de site",
    ),
    "file-draft": Rule(
        _W,
        "deze module wordt niet gelezen, maar staat wel openbaar",
        "haal weg wat niet iedereen mag zien; is de module klaar, haal dan de _ voor de naam van de map weg",
    ),
    "file-left": Rule(
        _W,
        "dit bestand is van je computer of je tekstprogramma; het wordt niet gelezen, maar staat wel openbaar",
        "haal het weg",
    ),
    "file-link": Rule(
        _E,
        "dit is een verwijzing naar een ander bestand (symbolic link)",
        "zet het bestand zelf op deze plaats",
    ),
    "file-unreadable": Rule(
        _E, "dit bestand kan niet gelezen worden", "kijk na of je het mag lezen, of zet het opnieuw"
    ),
    "file-empty": Rule(
        _E, "het bestand is leeg", "begin met '---', de velden, weer '---' en dan de tekst"
    ),
    "file-large": Rule(
        _E,
        "het bestand is {size} groot; meer dan {limit} mag niet",
        "staat er een foto of iets anders in de tekst geplakt? haal dat eruit",
    ),
    "picture-active": Rule(
        _E,
        "deze tekening doet meer dan tonen: {what}",
        "bewaar ze als gewone SVG, zonder script en zonder verwijzing naar iets buiten de tekening",
    ),
    "picture-broken": Rule(
        _E, "deze tekening kan niemand openen", "bewaar ze opnieuw als SVG, of als PNG"
    ),
    "picture-large": Rule(
        _E,
        "de afbeelding is {size} groot; meer dan {limit} mag niet",
        "verklein de afbeelding, bijvoorbeeld tot 1600 beeldpunten breed",
    ),
    "not-utf-8": Rule(
        _E,
        "deze regel is niet als UTF-8 bewaard",
        "bewaar het bestand opnieuw met codering 'UTF-8'; let daarna op letters met accenten",
    ),
    "byte-order-mark": Rule(
        _W,
        "het bestand begint met een onzichtbaar teken (BOM)",
        "we lezen het wel; bewaar het liever als 'UTF-8' zonder BOM",
    ),
    "crlf": Rule(
        _W,
        "de regels eindigen zoals in Windows (CRLF)",
        "we lezen het wel; kies in je tekstprogramma liever 'LF' als regeleinde",
    ),
    "control-character": Rule(
        _E,
        "hier staat een onzichtbaar stuurteken ({name})",
        "wis de regel en typ hem opnieuw, zonder te plakken",
    ),
    "conflict-marker": Rule(
        _E,
        "hier staat nog een teken van twee versies die botsen ('{marker}')",
        "kies welke versie blijft en wis de regels met <<<<<<<, ======= en >>>>>>>",
    ),
    "punctuation-run": Rule(
        _E,
        "hier staan meer dan {limit} dezelfde leestekens na elkaar",
        "kort de reeks '{mark}{mark}{mark}…' in",
    ),
    "long-word": Rule(
        _E, "een woord van {length} tekens", "zet er spaties in, of kort het in tot {limit} tekens"
    ),
    "paragraph-marks": Rule(
        _E,
        "in deze alinea staat meer dan {limit} keer '{mark}'",
        "zet er lege regels tussen, of haal weg wat er niet hoort",
    ),
    # -- front matter ----------------------------------------------------------------------
    "front-matter-missing": Rule(
        _E,
        "het bestand begint niet met '---'",
        "zet op de eerste regel '---', daaronder de velden (zoals 'title: …'), dan weer '---'",
    ),
    "front-matter-unclosed": Rule(
        _E,
        "de velden bovenaan worden niet afgesloten met '---'",
        "zet '---' op een eigen regel tussen de velden en de tekst",
    ),
    "front-matter-large": Rule(
        _E, "de velden bovenaan zijn samen te lang", "hou ze samen onder {limit} tekens"
    ),
    "front-matter-not-fields": Rule(
        _E,
        "hier worden velden verwacht",
        "schrijf een naam, een dubbele punt, een spatie en de waarde, zoals 'title: De stoel aan het raam'",
    ),
    "yaml-colon": Rule(
        _E,
        "in deze waarde staat een dubbele punt met een spatie erna",
        'zet de hele waarde tussen dubbele aanhalingstekens: {key}: "…"',
    ),
    "yaml-tab": Rule(
        _E, "hier staat een tab", "gebruik spaties: één na de dubbele punt, twee om in te springen"
    ),
    "yaml-comment": Rule(
        _E,
        "alles na ' #' valt weg: '{lost}'",
        'zet de hele waarde tussen dubbele aanhalingstekens: {key}: "…"',
    ),
    "yaml-alias": Rule(
        _E,
        "'&' en '*' hebben vooraan in een waarde een eigen betekenis (een verwijzing)",
        "zet de waarde tussen dubbele aanhalingstekens, of schrijf ze helemaal uit",
    ),
    "yaml-tag": Rule(
        _E,
        "'!' heeft vooraan in een waarde een eigen betekenis (een type)",
        "zet de waarde tussen dubbele aanhalingstekens",
    ),
    "yaml-depth": Rule(_E, "de velden zijn te diep in elkaar gezet", "hou het bij {limit} niveaus"),
    "yaml-quote": Rule(
        _E,
        "een aanhalingsteken is niet gesloten, of er staat tekst na",
        'zet de hele waarde tussen twee dubbele aanhalingstekens: {key}: "…"',
    ),
    "yaml-syntax": Rule(
        _E,
        "deze regel is niet te lezen als veld",
        "kijk naar de dubbele punten, aanhalingstekens en inspringing; zet een lastige waarde tussen dubbele aanhalingstekens",
    ),
    # -- fields ----------------------------------------------------------------------------
    "unknown-key": Rule(_E, "onbekend veld '{key}'", "{choice}"),
    "double-key": Rule(
        _E, "het veld '{key}' staat er twee keer; ook op regel {first}", "hou er één over"
    ),
    "missing-key": Rule(
        _E, "het veld '{key}' ontbreekt", "voeg een regel toe, zoals '{key}: {example}'"
    ),
    "empty-value": Rule(_E, "het veld '{key}' is leeg", "vul het in, zoals '{key}: {example}'"),
    "unknown-value": Rule(_E, "onbekende waarde '{value}' bij '{key}'", "{choice}"),
    "double-value": Rule(_E, "'{value}' staat twee keer bij '{key}'", "hou er één over"),
    "not-text": Rule(
        _E,
        "bij '{key}' hoort gewone tekst, geen {found}",
        "schrijf één waarde op dezelfde regel, zoals '{key}: {example}'",
    ),
    "not-list": Rule(
        _E,
        "bij '{key}' hoort een lijst, geen losse waarde",
        "zet elk punt op een eigen regel met '- ' ervoor, of zet alles tussen vierkante haken: {key}: [{value}]",
    ),
    "not-mapping": Rule(
        _E,
        "bij '{key}' horen velden met een naam",
        "schrijf onder '{key}:' elk veld op een eigen regel, twee spaties ingesprongen: {example}",
    ),
    "yes-no-text": Rule(
        _E,
        "YAML leest '{value}' als waar of onwaar, niet als tekst",
        'zet de waarde tussen dubbele aanhalingstekens: {key}: "{value}"',
    ),
    "date-text": Rule(
        _E,
        "YAML leest '{value}' als een datum, niet als tekst",
        'zet de waarde tussen dubbele aanhalingstekens: {key}: "{value}"',
    ),
    "number-text": Rule(
        _E,
        "YAML leest '{value}' als een getal, niet als tekst",
        'zet de waarde tussen dubbele aanhalingstekens: {key}: "{value}"',
    ),
    "not-boolean": Rule(
        _E,
        "bij '{key}' hoort 'true' (waar) of 'false' (niet waar), geen '{value}'",
        "typ '{key}: {nearest}'",
    ),
    "not-integer": Rule(
        _E,
        "bij '{key}' hoort een geheel getal, geen '{value}'",
        "typ alleen cijfers, zoals '{key}: {example}'",
    ),
    "number-range": Rule(
        _E, "'{key}' is {value}; het moet tussen {minimum} en {maximum} liggen", "kijk het getal na"
    ),
    "not-date": Rule(
        _E,
        "'{value}' is geen datum die we kunnen lezen",
        "schrijf jaar-maand-dag met streepjes, zoals '{key}: {example}'",
    ),
    "impossible-date": Rule(_E, "de dag '{value}' bestaat niet", "kijk de datum bij '{key}' na"),
    "text-long": Rule(
        _E, "'{key}' telt {length} tekens; meer dan {limit} mag niet", "zeg het korter"
    ),
    "list-length": Rule(
        _E,
        "bij '{key}' staan {length} punten; er horen er {minimum} tot {maximum}",
        "voeg er toe of schrap er",
    ),
    "not-slug": Rule(
        _E,
        "'{value}' bij '{key}' kan niet in een adres",
        "gebruik kleine letters, cijfers en koppeltekens, zoals '{example}'",
    ),
    # -- stories ---------------------------------------------------------------------------
    "story-year": Rule(
        _E,
        "het verhaal staat in de map {folder}, maar bij 'published' staat {year}",
        "zet het bestand in stories/{year}/ of verbeter het jaar",
    ),
    "story-example-date": Rule(
        _W,
        "een verzonnen verhaal heeft geen datum",
        "wis de regel met 'published'; de site toont die dag nergens",
    ),
    "story-address-taken": Rule(
        _E,
        "het adres /verhalen/{slug}/ is al van {other}",
        "geef dit bestand een andere naam",
    ),
    "story-address-reserved": Rule(
        _E,
        "'{slug}' is een vast adres van de site",
        "geef dit bestand een andere naam",
    ),
    "story-consent": Rule(
        _E,
        "er staat geen toestemming bij dit verhaal",
        "voeg 'consent:' toe met reference, date, by, scope, form en review; bij een verzonnen verhaal schrijf je 'example: true'",
    ),
    "story-consent-publish": Rule(
        _E,
        "de toestemming geldt niet voor de website ('publish' ontbreekt bij scope)",
        "publiceer het verhaal niet, of vraag die toestemming eerst",
    ),
    "photo-consent": Rule(
        _E,
        "de toestemming geldt niet voor de foto ('photo' ontbreekt bij scope)",
        "vraag die toestemming apart, of haal de foto en het veld 'photo' weg",
    ),
    "photo-name": Rule(
        _E,
        "de foto '{name}' heet niet zoals het verhaal",
        "noem het bestand '{example}' en schrijf dat bij 'file'; zo hoort elke foto bij één verhaal",
    ),
    "photo-missing": Rule(
        _E,
        "de foto '{name}' staat niet naast het verhaal",
        "zet ze in dezelfde map als het verhaal, of haal het veld 'photo' weg",
    ),
    "photo-unused": Rule(
        _E,
        "de foto '{name}' hoort bij geen enkel verhaal",
        "noem ze in het veld 'photo' van haar verhaal, of haal ze weg: wie ze vindt, kan ze zien",
    ),
    "photo-large": Rule(
        _E,
        "de foto is {size} groot; meer dan {limit} mag niet",
        "bewaar ze kleiner, bijvoorbeeld 1600 beeldpunten breed",
    ),
    "photo-kind": Rule(
        _E,
        "dit is geen foto die we kunnen lezen",
        "bewaar ze opnieuw als JPEG, PNG of WebP; een andere naam geven is niet genoeg",
    ),
    "photo-animated": Rule(
        _E, "dit beeld beweegt", "kies één beeld eruit en bewaar dat als JPEG, PNG of WebP"
    ),
    "photo-pixels": Rule(
        _E,
        "de foto heeft te veel beeldpunten; meer dan {limit} miljoen mag niet",
        "bewaar ze kleiner, bijvoorbeeld 1600 beeldpunten breed",
    ),
    "photo-shape": Rule(
        _E,
        "de foto is {width} bij {height} beeldpunten; dat is te klein, te smal of te lang",
        "neem een foto van minstens 200 bij 200, waarvan een kant hoogstens vier keer de andere is",
    ),
    "photo-damaged": Rule(
        _E, "de foto is beschadigd", "open ze, bewaar ze opnieuw als JPEG, en zet die hier"
    ),
    "consent-review": Rule(
        _W,
        "de toestemming moet vernieuwd worden voor {review}; dat is {when}",
        "vraag ze opnieuw; schrijf dan bij 'date' en 'review' de nieuwe dagen, of trek het verhaal in",
    ),
    "consent-expired": Rule(
        _W,
        "de toestemming liep tot {review}; dit verhaal staat niet meer op de site",
        "vraag ze opnieuw; zegt de verteller ja, schrijf dan bij 'date' en 'review' de nieuwe dagen, zegt de verteller nee, trek het verhaal dan in",
    ),
    "story-empty": Rule(
        _E, "er staat geen verhaal onder de velden", "schrijf het verhaal onder de tweede '---'"
    ),
    "story-html": Rule(
        _E,
        "in een verhaal kan geen HTML staan",
        "haal de code tussen < en > weg; een gewoon kleiner-dan-teken schrijf je als \\<",
    ),
    "story-construct": Rule(
        _E,
        "in een verhaal kan geen {name} staan",
        "gebruik alleen alinea's, *nadruk*, lijstjes, citaten (>) en tussenkopjes (##)",
    ),
    "story-link": Rule(
        _E,
        "de link '{target}' gaat naar buiten de site",
        "verwijs alleen naar een bron van de site, zoals /modules/…/introduction.md, of laat de link weg",
    ),
    "story-sector": Rule(
        _E,
        "de sector '{sector}' past niet bij {organisation}, dat is '{expected}'",
        "verbeter 'sector' of 'organisation'",
    ),
    "tombstone-text": Rule(
        _E,
        "dit verhaal is ingetrokken, maar er staat nog tekst of een ander veld ('{what}')",
        "laat alleen 'withdrawn: {date}' staan; de rest moet weg",
    ),
    # -- personal data in a story; {masked} never holds the datum ----------------------------
    **_personal(
        _E,
        "register-number",
        "hier staat een rijksregisternummer ({masked}); daarmee is één mens meteen gevonden",
        "haal het nummer weg, het verhaal heeft het niet nodig",
    ),
    **_personal(
        _E,
        "iban",
        "hier staat een rekeningnummer ({masked}); dat is van iemand",
        "haal het nummer weg, of schrijf 'de rekening'",
    ),
    **_personal(
        _E,
        "email",
        "hier staat een mailadres ({masked}); zo kan iedereen die mens bereiken",
        "haal het weg, of schrijf 'een mail'",
    ),
    **_personal(
        _E,
        "web-address",
        "hier staat een webadres ({masked}); daarlangs vind je een mens of een organisatie",
        "haal het weg, of schrijf 'de website'",
    ),
    **_personal(
        _E,
        "handle",
        "hier staat een naam op sociale media ({masked}); die leidt naar één mens",
        "haal de naam weg, of schrijf 'een bericht op het internet'",
    ),
    **_personal(
        _E,
        "exact-date",
        "hier staat een exacte datum ({masked}); wie erbij was, weet dan om wie het gaat",
        "schrijf wanneer het ongeveer was, zoals 'op een ochtend in de winter'",
    ),
    **_personal(
        _E,
        "clock-time",
        "hier staat een uur tot op de minuut ({masked}); wie toen werkte, is zo te vinden",
        "schrijf het deel van de dag, zoals 'net na de middag' of 'om kwart over drie'",
    ),
    **_personal(
        _E,
        "licence-plate",
        "hier staat een nummerplaat ({masked}); die hoort bij één mens",
        "haal de nummerplaat weg, of schrijf 'een blauwe auto'",
    ),
    **_personal(
        _E,
        "phone",
        "hier staat een telefoonnummer ({masked}); zo kan iedereen die mens bellen",
        "haal het nummer weg, of schrijf 'een telefoonnummer'",
    ),
    **_personal(
        _E,
        "room-number",
        "hier staat het nummer van een kamer, bed, toestel of dossier ({masked}); dat wijst één mens aan",
        "laat het nummer weg, zoals 'de kamer aan het einde van de gang'",
    ),
    **_personal(
        _E,
        "street",
        "hier staat een straat met een huisnummer ({masked}); daar woont iemand",
        "haal het adres weg, of schrijf 'een rijhuis in een smalle straat'",
    ),
    **_personal(
        _E,
        "postcode",
        "hier staat een postcode ({masked}); in een kleine gemeente is een mens snel herkend",
        "haal de postcode en de gemeente weg, of schrijf 'een dorp'",
    ),
    **_personal(
        _E,
        "title-name",
        "hier staat een aanspreking met een naam ({masked}); niemand mag te herkennen zijn",
        "noem de rol, zoals 'de dokter' of 'een mevrouw van de tweede verdieping'",
    ),
    **_personal(
        _E,
        "age-90",
        "hier staat een leeftijd van negentig of meer ({masked}); zo oud zijn er maar weinig",
        "schrijf 'hoogbejaard' of 'ver in de negentig'",
    ),
    **_personal(
        _W,
        "day-month",
        "hier staat een dag met een maand ({masked}); is dat de dag waarop het gebeurde?",
        "is het geen feestdag die iedereen kent, schrijf dan 'op een dag in de lente'",
    ),
    **_personal(
        _W,
        "age",
        "hier staat een leeftijd ({masked}); samen met de rest kan dat genoeg zijn om iemand te herkennen",
        "schrijf het ongeveer, zoals 'een jonge man' of 'ver in de tachtig'",
    ),
    **_personal(
        _W,
        "capitals",
        "hier staat een woord in hoofdletters ({masked}); dat leest als roepen, of het is een naam",
        "schrijf het gewoon, of met *sterretjes* om het nadruk te geven",
    ),
    **_personal(
        _W,
        "danger",
        "hier staat een woord over onrecht, geweld of gevaar; laat een mens meelezen",
        "kijk samen of iemand hulp nodig heeft en of dit een klacht is; dan hoort het niet op de site maar bij wie kan helpen",
    ),
    "personal-long-text": Rule(
        _W,
        "dit verhaal telt meer dan duizend woorden; hoe meer details, hoe sneller iemand herkend wordt",
        "kort het in tot wat er gebeurde; vijfhonderd woorden is al veel",
    ),
    "not-personal-unused": Rule(
        _W,
        "deze uitzondering is nergens meer voor nodig: op de regel met die woorden staat niets van de soort '{kind}'",
        "haal ze weg bij 'not_personal', of verbeter 'words' als je een andere regel bedoelt",
    ),
    "not-personal-vague": Rule(
        _E,
        "de woorden van deze uitzondering staan op {count} regels; dan is niet te zien welke je bedoelt",
        "neem bij 'words' een paar woorden meer over, tot ze maar op één regel passen",
    ),
    # -- modules ---------------------------------------------------------------------------
    "module-part-missing": Rule(
        _E,
        "in deze module ontbreekt '{name}'",
        "kopieer modules/_template/{name} naar modules/{slug}/ en vul het in",
    ),
    "module-unfinished": Rule(
        _E,
        "hier staat nog '{words}' uit het sjabloon; in dit bestand is dat {count} keer",
        "vul het in; wil je later verder, zet dan een _ voor de naam van de map: dan komt de module nog niet op de site",
    ),
    "module-readme": Rule(
        _E,
        "'{name}' zou hetzelfde adres willen als introduction.md",
        "zet de tekst in introduction.md en haal dit bestand weg",
    ),
    "assignment-double": Rule(
        _E,
        "twee opdrachten heten '{id}'; de eerste staat op regel {first}",
        "geef een van beide een andere titel",
    ),
    "assignment-none": Rule(
        _E, "er staat geen enkele opdracht in", "begin een opdracht met '/// assignment | Titel'"
    ),
    "plan-unknown-assignment": Rule(
        _E, "dit plan noemt een opdracht die niet bestaat: '{id}'", "{choice}"
    ),
    "plan-step": Rule(
        _E,
        "een stap heeft 'activity' met 'minutes', of 'assignment'; niet beide en niet geen van beide",
        "schrijf bijvoorbeeld '- activity: Welkom' en daaronder 'minutes: 5'",
    ),
    "plan-too-long": Rule(
        _E,
        "dit plan duurt {total} minuten, maar er zijn er maar {minutes}",
        "kort een stap in of laat er een weg",
    ),
    "plan-too-short": Rule(
        _E,
        "dit plan duurt {total} minuten; dat is korter dan {minutes}",
        "geef een stap meer tijd, of voeg een stap toe zoals 'activity: Napraten'",
    ),
    "plan-module-minutes": Rule(
        _E,
        "het eerste plan telt {minutes} minuten, maar de module duurt er {expected}",
        "zet het plan van {expected} minuten vooraan, of verbeter 'minutes' in introduction.md",
    ),
    "plan-incomplete": Rule(
        _E,
        "het eerste plan slaat de opdracht '{id}' over",
        "zet elke opdracht in het eerste plan; de andere plannen mogen korter",
    ),
    # -- teaching blocks -------------------------------------------------------------------
    "block-unknown": Rule(_E, "onbekend blok '{name}'", "{choice}"),
    "block-unclosed": Rule(
        _E,
        "het blok '{name}' wordt niet afgesloten",
        "zet '{fence}' op een eigen regel waar het blok eindigt",
    ),
    "block-stray-end": Rule(
        _E,
        "'{fence}' sluit hier niets af",
        "haal de regel weg, of geef hem evenveel schuine strepen als het begin van het blok",
    ),
    "block-indented": Rule(
        _E, "een blok begint helemaal links", "haal de spaties voor '{fence}' weg"
    ),
    "block-nested-fence": Rule(
        _E,
        "een blok in een ander blok heeft een eigen aantal schuine strepen",
        "begin en eindig het binnenste blok met '{fence}'",
    ),
    "block-place": Rule(_E, "het blok '{name}' kan hier niet staan", "het hoort {place}"),
    "block-title-missing": Rule(
        _E, "het blok '{name}' heeft een titel nodig", "schrijf '/// {name} | De titel'"
    ),
    "block-title-not-allowed": Rule(
        _E, "het blok '{name}' heeft geen titel", "schrijf alleen '/// {name}'"
    ),
    "block-body-missing": Rule(_E, "in het blok '{name}' staat geen tekst", "{what}"),
    "block-body-not-allowed": Rule(
        _E, "in het blok '{name}' kan geen tekst staan", "zet de tekst voor of na het blok"
    ),
    "block-options-blank-line": Rule(
        _E,
        "na de opties van het blok '{name}' hoort een lege regel",
        "zet een lege regel tussen de ingesprongen opties en de tekst",
    ),
    "cards-list": Rule(
        _E, "in het blok 'cards' hoort een lijst", "begin elke kaart op een nieuwe regel met '- '"
    ),
    "captions-missing": Rule(
        _E,
        "bij deze video horen ondertitels",
        "zet het ondertitelbestand (.vtt) naast de video en schrijf 'captions: naam.vtt'; bij een link schrijf je 'captions: player' als de speler ondertitels toont",
    ),
    "html-refused": Rule(
        _E,
        "hier kan geen HTML staan: {what}",
        "{instead}; is het een voorbeeld, zet het dan tussen `",
    ),
    "html-in-field": Rule(
        _E,
        "in een veld kan geen HTML staan: {what}",
        "schrijf het in gewone woorden, zonder < en >",
    ),
    # -- links and pictures ----------------------------------------------------------------
    "link-target": Rule(_E, "de link '{target}' gaat nergens heen", "{choice}"),
    "link-anchor": Rule(_E, "op {path} staat geen kop '#{anchor}'", "{choice}"),
    "link-form": Rule(
        _E,
        "een link binnen de site begint met / en noemt de bron: '{target}'",
        "schrijf bijvoorbeeld /modules/{example}/introduction.md",
    ),
    "link-scheme": Rule(
        _E, "een link '{target}' kan niet", "gebruik https:// of een bron van de site"
    ),
    "link-text": Rule(
        _E,
        "de linktekst '{text}' zegt niet waar de link heen gaat",
        "noem waar je naar verwijst, zoals [de opdrachten van deze module](…)",
    ),
    "picture-missing": Rule(_E, "de afbeelding '{target}' bestaat niet", "{choice}"),
    "picture-remote": Rule(
        _E,
        "de afbeelding '{target}' staat op een andere website",
        "zet de afbeelding in dezelfde map als deze tekst (als je ze mag gebruiken)",
    ),
    "picture-alt": Rule(
        _E,
        "bij de afbeelding '{target}' staat niet wat erop te zien is",
        "beschrijf ze kort: ![Twee mensen aan een tafel](…); voor een versiering gebruik je het blok 'picture' met alt: \"\"",
    ),
    "media-missing": Rule(
        _E, "het bestand '{target}' bestaat niet", "zet het in dezelfde map als deze tekst"
    ),
    "heading-many": Rule(
        _E,
        "deze pagina heeft meer dan {limit} koppen",
        "verdeel de tekst over meer pagina's",
    ),
    "heading-level": Rule(
        _E,
        "deze kop springt van niveau {before} naar niveau {level}",
        "gebruik '{fence}' voor deze kop",
    ),
    "heading-first-level": Rule(
        _E, "de titel staat al bovenaan bij 'title'", "begin koppen in de tekst met '##'"
    ),
    "page-address-taken": Rule(
        _E, "het adres /{uri} is al van {other}", "geef dit bestand een andere naam"
    ),
    "link-placeholder": Rule(
        _W,
        "de link '{target}' gaat naar een voorbeeldadres; daar staat niets",
        "typ het echte adres, of laat de link weg",
    ),
    # -- the settings of the site ----------------------------------------------------------
    "setting-placeholder": Rule(
        _W,
        "bij '{key}' staat nog een voorbeeldadres ({value}); de site leidt er niemand heen",
        "typ {advice}",
    ),
    "setting-address": Rule(
        _W, "bij '{key}' staat geen adres dat een browser kan openen: '{value}'", "typ {advice}"
    ),
    "setting-pattern": Rule(
        _W,
        "bij 'new_file' ontbreekt {part}; wie een verhaal voorstelt, moet dat dan zelf nog intypen",
        "typ {advice}",
    ),
    "setting-mail": Rule(_W, "bij 'editors_mail' staat geen mailadres", "typ {advice}"),
    "setting-nowhere": Rule(
        _W,
        "een verhaal kan op deze site nog nergens online heen: 'editors_mail' en 'new_file' zijn niet ingevuld",
        "typ bij 'editors_mail' het mailadres van je redactie, dat is de kortste weg; wil je alleen verhalen op papier, dan mag het zo blijven",
    ),
    # -- the statement of accessibility ----------------------------------------------------
    "accessibility-untested": Rule(
        _W,
        "deze verklaring kan nog geen test van de toegankelijkheid noemen",
        "laat de test lopen met: make accessibility",
    ),
    "accessibility-old": Rule(
        _W,
        "de toegankelijkheid is het laatst getest op {tested}, meer dan een jaar geleden",
        "laat de test opnieuw lopen met: make accessibility; lees daarna de verklaring na",
    ),
    # -- whom to turn to -------------------------------------------------------------------
    "help-missing": Rule(
        _E,
        "hier komen de hulplijnen, en het bestand '{path}' is er niet",
        "zet het bestand terug, of haal deze regel weg",
    ),
    "help-empty": Rule(
        _E,
        "in dit bestand staat geen enkele hulplijn",
        "zet er minstens één in, met een naam, een 'label' en een 'summary'",
    ),
    "help-number": Rule(
        _E,
        "'{value}' is geen nummer dat een telefoon kan bellen",
        "schrijf alleen cijfers, met spaties ertussen als je wil, zoals 'number: \"106\"'",
    ),
    # -- what is made of the code and the words ---------------------------------------------
    "generated-stale": Rule(
        _W,
        "dit bestand wordt vanzelf gemaakt, en is niet meer bij",
        "typ: .venv/bin/python -m catalogue generate (of vraag het aan wie de site technisch beheert)",
    ),
    # -- what is printed -------------------------------------------------------------------
    "print-message": Rule(
        _E,
        "{uri} is niet goed gedrukt: {detail}",
        "kijk na of elke link in de tekst ergens heen leidt; is dat zo, dan ligt het aan het drukken zelf: meld het",
    ),
    "print-picture": Rule(
        _E,
        "{uri} toont een afbeelding niet: {detail}",
        "kijk na of het bestand een afbeelding is die je kunt openen, en niet naar een ander bestand of een andere site verwijst",
    ),
    "print-letter": Rule(
        _E,
        "{uri} toont tekens die niet in ons lettertype staan: {detail}",
        "kies een ander teken, of schrijf het in woorden",
    ),
    "print-nameless": Rule(
        _E,
        "{uri} toont {detail} tekens die niemand kan zoeken, kopiëren of laten voorlezen",
        "schrijf bijzondere tekens in woorden; staan er geen in de tekst, dan ligt het aan het drukken zelf: meld het",
    ),
    "print-long": Rule(
        _E,
        "{uri} telt {detail} bladzijden, en moet op één blad",
        "maak de samenvatting, de doelen of de drie dingen voor morgen korter",
    ),
    "print-large": Rule(
        _E, "{uri} is {detail} MB groot, en mag 2 MB zijn", "gebruik kleinere afbeeldingen"
    ),
    "print-structure": Rule(
        _E,
        "{uri} is niet toegankelijk: {detail}",
        "kijk na of de koppen op elkaar volgen; is dat zo, dan ligt het aan het drukken zelf: meld het",
    ),
}
