"""By clinical code: the map, the answers as files, and the page that a portal opens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, House, garden_words
from lxml import etree

from handouts.model import codes
from handouts.model.addresses import file_of
from handouts.outputs import connect_answers
from handouts.site import resolve

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://clinic.example/handouts/"
CODES = """\
systems:
  plants: {name: Plant-Codes 2, oid: "1.2.3", uri: "https://plants.example/", names: [PC2], pattern: "[A-Z][0-9]{1,4}", narrower: true}
  soils: {name: Soils, oid: "1.2.4", uri: "https://soils.example/", term: "https://soils.example/{code}"}
notes:
  wool: {en: Wool & < felt > are not hands.}
codes:
  - {system: plants, code: A1.0, display: Dry hands, answer: words-to-know, note: wool}
  - {system: plants, code: A1.1, answer: words-to-know, note: wool}
  - {system: soils, code: Q7, answer: dry-hands}
categories:
  - {system: plants, code: A1, display: Hands, codes: [A1.0, A1.1]}
subtopics:
  - {system: soils, code: Q1, display: cause, answer: dry-hands, part: why}
elsewhere: {name: Plant help, url: "https://plants.example/ask"}
"""


def files(house: House) -> Iterator[tuple[str, bytes]]:
    """The answers in all languages."""
    library = house.library()
    return (
        one for language in library.languages for one in connect_answers.files(library, language)
    )


@pytest.fixture
def coded(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The small library with codes and an address."""
    monkeypatch.setenv("SITE_URL", SITE)
    house.write("docs/codes.yml", CODES)
    return house


# The map -----------------------------------------------------------------------------------------------------------------


def test_a_map_without_a_flaw_is_accepted(coded):
    assert coded.problems() == []


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("[A-Z][0-9]{1,4}", "[A-Z", "2: This pattern is not a regular expression (unterminated character set at position 0)."),
        ("code: A1.0, d", "code: 1A, d", "7: 1A does not look like a code of plants: [A-Z][0-9]{1,4}"),
        ("A1.1, answer", "a10, answer", "8: a10 stands here twice. Keep one."),
        ("wool: {en: ", "wool: {fr: ", "5: The note wool has no sentence in the language en. Add a line `en: …`."),
        ("wool: {en: ", "wool: {fr: Non, en: ", "5: No language has the code fr. The languages are: en."),
        ("  wool: {", "  felt: {en: x}\n  wool: {", "5: No code has the note felt. Delete it, or write `note: felt` below a code."),
        ("A1.1, answer: words-to-know, note: wool", "A1.1, answer: words-to-know, note: felt", "8: No note is called felt. The notes are: wool."),
        ("codes: [A1.0, A1.1]", "codes: [A1.0, A1.1, A1.2]", "11: A1.2 is not listed under `codes`, so A1 may not be answered. Delete the category."),
        ("codes: [A1.0, A1.1]", "codes: [A1.0]", "11: A1.1 is listed and stands below A1. Add it here."),
        ("code: A1, display", "code: A2, display", "11: A1.0 does not stand below A2."),
        ("A1.1, answer: words-to-know, note: wool", "A1.1, answer: dry-hands", "11: The codes below A1 do not all have one answer and note. Delete the category."),
        ("categories:\n  - {system: plants", "categories:\n  - {system: plant", "11: No system is called plant. The systems are: plants, soils."),
        ("part: why", "part: because", "13: The handout dry-hands has no heading with the id because."),
        ("answer: dry-hands, part", "answer: dry-hand, part", "13: No handout is called dry-hand."),
        ("code: Q7", "code: ../../q", "9: `codes.2.code` is not written as it should be: the code, in quotes where it is only digits."),
        ("https://plants.example/ask", "https://plants.example/ask?x=1", "14: `elsewhere.url` is not written as it should be: the address that takes the same parameters, without them."),
    ],
)  # fmt: skip
def test_a_flaw_in_the_map_is_told_at_its_line(coded, old, new, told):
    coded.edit("docs/codes.yml", old, new)
    assert f"docs/codes.yml:{told}" in [str(one) for one in coded.problems()]


def test_nothing_is_answered_that_is_not_listed_or_a_whole_category(real):
    """The codes of other diseases that stand beside ours, of wider groups, and of other calcium problems."""
    library, built = real
    found = {(one.system, one.code) for one in codes.answers(library.codes)}
    others = "L94 L94.0 M32 M32.1 M33 M33.2 M33.20 M33.29 M35 M35.9 M36 M60.9 M61 M61.0 M61.4 M61.45 E83.5 E83.59 L98.499"
    assert not {("icd-10-cm", code) for code in others.split()} & found
    assert (
        not {
            ("snomed-ct", code)
            for code in ("31384009", "1212005", "33110008", "237881004", "38826005")
        }
        & found
    )
    assert ("mesh", "D009220") not in found
    assert {
        code for system, code in found if system == "icd-10-cm" and not re.search(r"\.", code)
    } == {"M34"}
    assert not [
        file
        for file in built.files
        if re.search(r"/(L94\.0|M61\.0|M33\.2\d?|E83\.59)\.(json|xml)$", file)
    ]


def test_codes_start_where_the_content_says(real):
    library, _ = real
    for one in codes.answers(library.codes):
        wanted = (
            "children-and-teens"
            if one.code.startswith("M33.0")
            else "overlap-diseases"
            if one.note
            else "what-is-calcinosis"
        )
        assert one.start == wanted, one
        assert bool(one.note) == (one.code[:3] in ("M32", "M34", "M35") or one.code in ("89155008", "55464009", "D012595", "D008180", "D008947", "D017675"))  # fmt: skip
    assert library.codes.notes["lupus"]["en"] == (
        "These pages are about calcium lumps, which some people with lupus get. They are not about lupus itself."
    )


def test_of_snomed_ct_only_codes_are_published(real):
    library, built = real
    for one in (one for one in codes.answers(library.codes) if one.system == "snomed-ct"):
        feed = json.loads(built.data(f"connect/snomed-ct/{one.code}.json"))["feed"]
        assert (one.display, feed["category"][2]) == (
            "",
            {"scheme": "mainSearchCriteria.v.dn", "term": ""},
        )


# As files ----------------------------------------------------------------------------------------------------------------


def test_without_an_address_there_are_no_files(coded, monkeypatch):
    monkeypatch.delenv("SITE_URL")
    assert list(files(coded)) == []


def test_an_answer_as_clients_read_it(coded):
    made = dict(files(coded))
    assert list(made) == [
        f"connect/{name}.{form}"
        for name in ("plants/A1", "plants/A1.0", "plants/A1.1", "soils/Q7")
        for form in ("json", "xml")
    ]
    feed = json.loads(made["connect/plants/A1.0.json"])["feed"]
    entries = feed.pop("entry")
    assert feed == {
        "base": SITE,
        "lang": "en",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "title": {"_value": "Garden hands", "type": "text"},
        "updated": {"_value": "2026-11-22T00:00:00Z"},
        "id": {"_value": SITE + "connect/plants/A1.0.xml"},
        "author": {"name": {"_value": "Garden hands"}, "uri": {"_value": SITE}},
        "subtitle": {"_value": "Plant-Codes 2 A1.0: handouts", "type": "text"},
        "category": [
            {"scheme": "mainSearchCriteria.v.c", "term": "A1.0"},
            {"scheme": "mainSearchCriteria.v.cs", "term": "1.2.3"},
            {"scheme": "mainSearchCriteria.v.dn", "term": "Dry hands"},
            {"scheme": "informationRecipient", "term": "PAT"},
            {"scheme": "informationRecipient.languageCode.c", "term": "en"},
        ],
    }
    assert [one["title"]["_value"] for one in entries] == ["Garden words", "Dry garden hands"]
    page = SITE + "handouts/dry-hands/"
    assert entries[1] == {
        "title": {"_value": "Dry garden hands", "type": "text"},
        "link": [
            {"href": page, "rel": "alternate", "type": "text/html", "hreflang": "en", "title": "Dry garden hands"},
            {"href": page + "dry-hands.pdf", "rel": "enclosure", "type": "application/pdf", "hreflang": "en", "title": "PDF, letter size"},
            {"href": page + "dry-hands.large.pdf", "rel": "enclosure", "type": "application/pdf", "hreflang": "en", "title": "Large print PDF, letter size"},
            {"href": page + "#why", "rel": "https://soils.example/Q1", "type": "text/html", "hreflang": "en", "title": "Why does soil dry skin?"},
        ],
        "id": {"_value": page},
        "summary": {"_value": "<p>See why soil dries your hands and what helps.</p>", "type": "html"},
        "updated": {"_value": "2026-11-22T00:00:00Z"},
    }  # fmt: skip
    assert (
        entries[0]["summary"]["_value"]
        == "<p>Wool &amp; &lt; felt &gt; are not hands.</p><p>Find out what a garden word means.</p>"
    )
    assert (
        "all codes of this group"
        in json.loads(made["connect/plants/A1.json"])["feed"]["subtitle"]["_value"]
    )


def test_a_handout_that_is_not_translated_yet_still_answers_first(coded):
    coded.write("mkdocs.es.yml", "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n")
    coded.write("docs/es/words.yml", garden_words("es"))
    coded.write(
        "docs/es/index.md", "---\ntitle: Manos\nsummary: Ayuda.\n---\n\n[Uno](../en/index.md)\n"
    )
    coded.edit("docs/codes.yml", "wool: {en: ", "wool: {es: La lana., en: ")
    feed = json.loads(dict(files(coded))["es/connect/plants/A1.0.json"])["feed"]
    assert [one["title"]["_value"] for one in feed["entry"]] == ["Garden words"]
    assert (feed["lang"], feed["entry"][0]["link"][0]["hreflang"]) == ("es", "en")
    assert feed["entry"][0]["summary"]["_value"].startswith("<p>La lana.</p>")


def test_the_real_answers_hold_the_start_page_and_then_all_others_in_order(real):
    library, built = real
    for language in library.languages:
        for answer in codes.answers(library.codes):
            feed = json.loads(
                built.data(library.connect(language, answer.system, answer.code, "json"))
            )["feed"]
            ids = [one["id"]["_value"].rstrip("/").split("/")[-1] for one in feed["entry"]]
            assert ids == [
                answer.start,
                *(one.id for one in language.handouts if one.id != answer.start),
            ]
            opening = library.codes.notes[answer.note][language.code] if answer.note else ""
            assert feed["entry"][0]["summary"]["_value"].startswith(f"<p>{opening}")
            for one in feed["entry"]:
                for link in one["link"]:
                    path, _, part = link["href"].removeprefix(library.site.url).partition("#")
                    assert file_of(path) in built.files and (
                        not part or part in built.content(file_of(path)).places
                    )


def test_every_question_leads_to_a_heading(real):
    library, built = real
    feed = json.loads(built.data("es/connect/icd-10-cm/M33.12.json"))["feed"]
    parts = {
        link["rel"].split("/")[-1]: link
        for one in feed["entry"]
        for link in one["link"]
        if "#" in link["href"]
    }
    assert parts.keys() == {one.code for one in library.codes.subtopics}
    assert (
        parts["Q000628"]["href"]
        == library.site.url + "es/handouts/what-is-calcinosis/#what-can-be-done"
    )
    assert parts["Q000628"]["title"] == "¿Qué se puede hacer?"


def atom_flaws(data: bytes) -> list[str]:
    """What RFC 4287 forbids in a feed: the grammar, and what a grammar cannot say."""
    root = etree.fromstring(data)
    grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
    flaws = [] if grammar.validate(root) else [str(one) for one in grammar.error_log]
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    flaws += [f"two ids are {one}" for one in {one for one in ids if ids.count(one) > 1}]
    for one in (root, *root.iter(f"{ATOM}entry")):
        if not one.findall(f"{ATOM}author") and not root.findall(f"{ATOM}author"):
            flaws.append("nobody wrote this")
        kinds = [
            (link.get("type"), link.get("hreflang"))
            for link in one.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(set(kinds)) < len(kinds) or (one is not root and not kinds):
            flaws.append(
                "an entry has one alternate link of each type and language, and at least one"
            )
    return flaws


def test_the_atom_files_keep_to_atom_and_say_what_the_json_says(real):
    library, built = real
    files = [file for file in built.files if re.match(r"(es/)?connect/.*\.xml$", file)]
    assert len(files) == 2 * len(codes.answers(library.codes)) > 80
    for file in files:
        assert atom_flaws(built.data(file)) == [], file
    root = etree.fromstring(built.data("connect/mesh/D008180.xml"))
    feed = json.loads(built.data("connect/mesh/D008180.json"))["feed"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}base") == feed["base"]
    assert [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")] == [
        one["title"]["_value"] for one in feed["entry"]
    ]
    assert [dict(one.attrib) for one in root.findall(f"{ATOM}category")] == feed["category"]
    assert root.find(f"{ATOM}entry/{ATOM}summary").text == feed["entry"][0]["summary"]["_value"]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == feed["author"]["name"]["_value"]


@pytest.mark.parametrize(
    "old, new",
    [
        (b"</id>", b"</id><id>x</id>"),
        (b"T00:00:00Z", b""),
        (b"<author>", b"<writer>"),
        (b' term="A1.0"', b""),
        (b'rel="alternate"', b'rel="related"'),
        (b"<subtitle", b"<b/><subtitle"),
    ],
)  # fmt: skip
def test_a_feed_that_breaks_the_rules_is_found_out(coded, old, new):
    data = dict(files(coded))["connect/plants/A1.0.xml"]
    assert atom_flaws(data) == []
    assert atom_flaws(
        data.replace(old, new).replace(
            b"</author>", b"</writer>" if b"writer" in new else b"</author>"
        )
    )


def test_links_in_the_files_are_checked(real):
    library, built = real
    for file in ("connect/icd-10-cm/M33.12.json", "connect/icd-10-cm/M33.12.xml"):
        found = {resolve.resolve(library, link) for link in built.content(file).links}
        assert ("handouts/what-is-calcinosis/", "what-can-be-done") in found and (
            "handouts/sun-protection/sun-protection.pdf",
            "",
        ) in found


def test_the_same_words_make_the_same_bytes(coded):
    assert list(files(coded)) == list(files(coded))


# The page ----------------------------------------------------------------------------------------------------------------

ICD, SNOMED, MESH = (f"2.16.840.1.113883.6.{end}" for end in ("90", "96", "177"))
START, KIDS, OVERLAP = "what-is-calcinosis", "children-and-teens", "overlap-diseases"
TITLES = {
    "en": ("Handouts for you", "No handout for this"),
    "es": ("Hojas para usted", "No hay una hoja para esto"),
}
SHOWN = """() => ({
    title: document.querySelector('h1').textContent,
    first: [...document.querySelectorAll('[data-first-list] > li')].map(one => one.dataset.handout),
    all: document.querySelectorAll('[data-handout]').length,
    said: [...document.querySelectorAll('[data-answer] p, [data-answer] li')].filter(one => one.offsetParent).map(one => one.textContent.trim()),
    manual: [...document.querySelectorAll('[data-manual]')].some(one => one.offsetParent),
    address: location.href, made: document.querySelectorAll('script:not([src]), [data-answer] b, [data-answer] img, iframe, [onerror]').length,
})"""
# The address is changed as a reader would, who pastes another one while the page is open.
CHANGED = f"""async question => {{
    const to = hash => new Promise(done => {{ addEventListener('hashchange', done, {{once: true}}); location.hash = hash; }});
    await to('x=' + Math.random());
    await to(question);
    const shown = ({SHOWN})();
    dispatchEvent(new HashChangeEvent('hashchange'));  // what is kept in the address must mean the same again
    if (location.hash && JSON.stringify(shown) !== JSON.stringify(({SHOWN})())) throw 'another answer by ' + location.hash;
    return shown;
}}"""


def asks(code: str, system: str = ICD, more: str = "") -> str:
    return f"mainSearchCriteria.v.c={code}&mainSearchCriteria.v.cs={system}{more}"


SPANISH = "&informationRecipient.languageCode.c=es"
ANSWERED = [
    # As MedlinePlus Connect receives them
    (asks("L94.2"), START), (asks("M33.0-"), KIDS), (asks("M33.02"), KIDS), (asks("M33.1-"), START), (asks("M33.12"), START), (asks("M33.9-"), START),
    (asks("M34.1"), OVERLAP), (asks("M34"), OVERLAP), (asks("M35.1"), OVERLAP), (asks("M32.10"), OVERLAP),
    (asks("396230008", SNOMED), START), (asks("55464009", SNOMED), OVERLAP), (asks("D003882", MESH), START), (asks("D008947", MESH), OVERLAP),
    # Sloppy senders
    (asks("l94.2"), START), (asks("L942"), START), (asks("m3312"), START), (asks("M330"), KIDS), (asks(" L94.2 "), START), (asks("+L94.2+"), START),
    (asks("%20m33%2E12%20"), START), (asks("M33.1"), START), (asks("M33.12X"), START), (asks("M34.1 "), OVERLAP), (asks("M33.0%E2%80%93"), KIDS),
    (asks("L94.2", "urn:oid:" + ICD), START), (asks("L94.2", "URN:OID:" + ICD), START), (asks("L94.2", f" {ICD} "), START), (asks("L94.2", "ICD10CM"), START),
    (asks("L94.2", "icd-10-cm"), START), (asks("L94.2", "ICD-10"), START), (asks("L94.2", "http://hl7.org/fhir/sid/icd-10-cm"), START), (asks("L94.2", ""), START),
    (asks("55464009", "SNOMEDCT"), OVERLAP), (asks("55464009", "SNOMED%20CT"), OVERLAP), (asks("d003882", "MSH"), START), (asks("D003882", ""), START),
    ("mainSearchCriteria.v.c=L94.2", START), ("MAINSEARCHCRITERIA.V.C=L94.2", START), ("mainSearchCriteria_v_c=L94.2", START),
    ("mainSearchCriteria%2Ev%2Ec=L94.2", START), ("mainSearchCriteria.v.c%3DL94.2%26mainSearchCriteria.v.cs%3D" + ICD, START),
    ("mainSearchCriteria.v.cs=" + ICD + "&amp;mainSearchCriteria.v.c=L94.2", START), ("& mainSearchCriteria.v.c = L94.2& x", START),
    ("mainSearchCriteria.c.c=L94.2&mainSearchCriteria.c.cs=" + ICD, START), ("mainSearchCriteria.v.code=L94.2&mainSearchCriteria.v.codeSystem=ICD10", START),
    ("mainSearchCriteria.v.dn=Calcinosis cutis", START), ("mainSearchCriteria.v.ot=calcinosis++CUTIS", START), (asks("L94.2", more="&mainSearchCriteria.v.dn=Morphea"), START),
    (asks("L94.2", more="&age.v.v=7&age.v.u=a&patientPerson.administrativeGenderCode.c=F&name=Ann&taskContext.c.c=PROBLISTREV"), START),
    (asks("L94.2", more="&dn=100%&knowledgeResponseType=text/xml&x=%E0%A4%A"), START), (asks("L94.2", more="&informationRecipient.languageCode.c=fr"), START),
    (asks("L94.2", more="&performer.languageCode.c=en-US"), START), (asks("L94.2", more="&subTopic.v.c=Q999999&go=0"), START),
]  # fmt: skip
IN_SPANISH = [
    (asks("L94.2", more=SPANISH), START), (asks("M33.0-", more="&informationRecipient.languageCode.c=ES-mx"), KIDS), (asks("D008180", MESH, SPANISH), OVERLAP),
    (asks("m331", more="&performer.languageCode.c=es"), START), (asks("396230008", SNOMED, "&informationRecipient.languageCode.c=spa"), START),
    (asks("M34.1", more="&language=Spanish&performer.languageCode.c=en"), OVERLAP),
]  # fmt: skip
# A clinic that may not use SNOMED CT deletes its codes, and what leads to them.
if "system: snomed-ct" not in (ROOT / "docs/codes.yml").read_text(encoding="utf-8"):
    ANSWERED = [one for one in ANSWERED if "55464009" not in one[0] and "396230008" not in one[0]]
    IN_SPANISH = [one for one in IN_SPANISH if "396230008" not in one[0]]
UNANSWERED = [
    asks(code) for code in ("L94.0", "M61.0", "M33.20", "M33.2-", "M33", "E83.59", "M32.1", "M61.451", "Z99.9", "L94", "M3", "", "M33.14", "396230008")
] + [
    asks("L94.2", "2.16.840.1.113883.6.103"), asks("396230008999", SNOMED), asks("31384009", SNOMED), asks("D009220", MESH), asks("D0038821", MESH),
    asks("L94.2", "FOO"), asks("L94.0", more="&mainSearchCriteria.v.dn=Calcinosis cutis"), "mainSearchCriteria.v.dn=calcium", "subTopic.v.c=Q000628",
]  # fmt: skip
EVIL = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "//evil.example", "__proto__", "constructor", "toString", "L94.2'--", "%", "%zz"]  # fmt: skip
HOSTILE = [
    *(asks(evil) for evil in EVIL),
    *(asks("L94.2", evil) for evil in EVIL if not evil.startswith("%")),
    *(f"mainSearchCriteria.v.dn={evil}" for evil in EVIL),
    *(f"mainSearchCriteria.v.c={evil}&mainSearchCriteria.v.cs={evil}&subTopic.v.c={evil}&informationRecipient.languageCode.c={evil}&go={evil}&{evil}={evil}" for evil in EVIL[:6]),
    asks("L94.2" * 2000), asks("L94.2", "9" * 9000), "mainSearchCriteria.v.c=" + "A" * 10_000, "&" * 9000 + asks("__proto__"), "mainSearchCriteria.v.c=%E0%A4%A&go=1",
    "__proto__[row]=x&" + asks("__proto__", "__proto__"), "constructor.prototype.row=1&" + asks("hasOwnProperty"), asks("L94.0", more="&go=//evil.example"),
    asks("L94.0", more="&go=1&next=https://evil.example&url=//evil.example"), asks("M33.20", more="&informationRecipient.languageCode.c=//evil.example&go=1"),
    "mainSearchCriteria.v.c=L94.0\nL94.2<b>&mainSearchCriteria.v.cs=" + ICD,
]  # fmt: skip


@pytest.fixture
def ask(web, page):
    """Opens the page with a question, behind ? or #, and says what it shows. Nothing else may happen meanwhile."""
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on("console", lambda message: wrong.append(f"console {message.text}"))
    page.on(
        "request",
        lambda request: wrong.append(request.url) if not request.url.startswith(web) else None,
    )
    page.on("popup", lambda _: wrong.append("a window"))
    page.goto(web + "connect/")

    def asked(question: str, sign: str = "#") -> dict:
        if sign == "#":
            shown = page.evaluate(CHANGED, question)
        else:
            page.goto(f"{web}connect/?{question}")
            shown = page.evaluate(SHOWN)
        assert wrong == [], question[:500]
        return shown

    return asked


def test_requests_land_on_the_right_handout(ask, real):
    number = len(real[0].languages[0].handouts)
    for at, (question, start) in enumerate(ANSWERED):
        shown = ask(question, "?" if at % 8 == 0 else "#")
        assert (shown["title"], shown["first"], shown["manual"], shown["all"]) == (
            TITLES["en"][0],
            [start],
            False,
            number,
        ), question
        assert not re.search(
            r"\?|age|gender|name|Ann|dn=|task", shown["address"].split("/connect/")[1]
        ), shown["address"]


def test_requests_in_spanish_land_on_the_right_spanish_handout(page, web):
    for at, (question, start) in enumerate(IN_SPANISH):
        page.goto("about:blank")
        page.goto(f"{web}connect/{'?#'[at % 2]}{question}")
        page.wait_for_url(web + "es/connect/#mainSearchCriteria.v.c=*")
        shown = page.evaluate(SHOWN)
        assert (shown["title"], shown["first"]) == (TITLES["es"][0], [start]), question
    page.goto(web + "es/connect/?" + asks("L94.0", more="&informationRecipient.languageCode.c=eng"))
    page.wait_for_url(f"{web}connect/#mainSearchCriteria.v.c=L94.0&mainSearchCriteria.v.cs={ICD}")
    assert page.locator("h1").text_content() == TITLES["en"][1]


def test_codes_that_are_not_listed_get_the_honest_page(ask, real):
    number = len(real[0].languages[0].handouts)
    for at, question in enumerate(UNANSWERED):
        shown = ask(question, "?" if at % 8 == 0 else "#")
        assert (shown["title"], shown["first"], shown["manual"], shown["all"]) == (
            TITLES["en"][1],
            [],
            False,
            number,
        ), question
        assert shown["said"][0].startswith(
            "None of our handouts is about what was looked up for you."
        ), question


def test_hostile_requests_do_nothing_but_give_the_honest_page(ask, web):
    assert len(HOSTILE) >= 40
    for at, question in enumerate(HOSTILE):
        shown = ask(question, "?" if at % 8 == 0 else "#")
        assert (shown["title"], shown["first"], shown["made"], shown["manual"]) == (
            TITLES["en"][1],
            [],
            0,
            False,
        ), question[:500]
        assert (
            shown["address"].startswith(web + "connect/") and len(shown["address"]) < len(web) + 200
        )
        assert not re.search(
            r"evil|script|proto|%3C|<", shown["address"] + " ".join(shown["said"])
        ), question[:500]


def test_what_an_answer_says(ask, page):
    shown = ask(asks("M32.10"))
    assert shown["said"] == [
        "These pages are about calcium lumps, which some people with lupus get. They are not about lupus itself."
    ]
    assert ask(asks("M33.1"))["said"] == [
        "This code stands for a group of codes. All of them lead to these handouts."
    ]
    assert ask(asks("L94.2"))["said"] == []
    shown = ask(
        asks("M33.01")
        + "&mainSearchCriteria.v.c1=L94.2&mainSearchCriteria.v.cs1=ICD10CM&mainSearchCriteria.v.c2=L94.0"
    )
    assert (shown["first"], shown["said"]) == ([KIDS, START], ["No handout for: L94.0"])
    assert ask(asks("L94.2,D008180", ""))["first"] == [START, OVERLAP]
    shown = ask(asks("L94.0"))
    assert shown["said"][1:] == [
        "No handout for: L94.0",
        "Look it up on MedlinePlus Connect (opens another website)",
    ]
    assert page.get_attribute("[data-elsewhere]", "href") == (
        f"https://connect.medlineplus.gov/application?mainSearchCriteria.v.c=L94.0&mainSearchCriteria.v.cs={ICD}&informationRecipient.languageCode.c=en"
    )
    assert not any("MedlinePlus" in said for said in ask(asks("<b>"))["said"])
    order = page.eval_on_selector_all(
        "[data-other-list] > li", "all => all.map(one => one.dataset.handout)"
    )
    assert order[:3] == [START, "who-gets-calcinosis", "signs-and-symptoms"]


def test_a_question_about_a_code_leads_to_its_heading(ask, page, web):
    shown = ask(asks("D003882", MESH, "&subTopic.v.c=Q000175&subTopic.v.cs=" + MESH))
    assert shown["said"] == ["Go straight to:", "How do doctors find it?"]
    page.goto(web + "connect/?" + asks("L94.2", more="&subTopic.v.c=q000628&go=1&age.v.v=7"))
    page.wait_for_url(web + "handouts/what-is-calcinosis/#what-can-be-done")


def test_go_opens_the_first_handout_at_once(page, web):
    page.goto(web)
    page.goto(web + "connect/#" + asks("M33.01", more=SPANISH + "&go=1"))
    page.wait_for_url(web + "es/handouts/children-and-teens/")
    page.go_back()
    assert page.url == web
    page.goto(web + "connect/?" + asks("L94.0", more="&go=1"))
    assert page.locator("h1").text_content() == TITLES["en"][1]


def test_an_answer_survives_reload_and_a_change_of_language(ask, page, web):
    ask(asks("M34.1", more="&age.v.v=44"), "?")
    page.reload()
    assert page.evaluate(SHOWN)["first"] == [OVERLAP]
    page.click(".header__languages a")
    page.wait_for_url(web + "es/connect/#*")
    assert (page.evaluate(SHOWN)["title"], page.evaluate(SHOWN)["first"]) == (
        TITLES["es"][0],
        [OVERLAP],
    )


def test_without_a_question_the_page_explains_itself(page, web):
    page.goto(web + "connect/?utm_source=portal#icd-10-cm-m34.1")
    shown = page.evaluate(SHOWN)
    assert (shown["title"], shown["manual"], shown["said"]) == ("Handouts by code", True, [])
    assert page.url == web + "connect/#icd-10-cm-m34.1"


def test_without_scripts_there_is_a_table_with_an_anchor_for_each_code(real):
    library, built = real
    for language in library.languages:
        file = file_of(f"{language.edition.root}connect/")
        tree = built.tree(file)
        found = {row.get("id"): row.xpath("td/a/@href") for row in tree.xpath("//tr[@data-code]")}
        assert found == {
            one.place: [f"../handouts/{one.start}/"] for one in codes.answers(library.codes)
        }
        assert not tree.xpath("//*[@data-manual][@hidden] | //ul[@data-other-list][@hidden]")


def test_it_works_in_a_folder_too(real, page, tmp_path):
    """Opened from the ZIP, without a server."""
    import zipfile

    from handouts.outputs import zip_archive

    library, built = real
    name, data = zip_archive.archive(library, built)
    (tmp_path / name).write_bytes(data)
    zipfile.ZipFile(tmp_path / name).extractall(tmp_path)
    folder = (tmp_path / library.site.id).as_uri()
    page.goto(f"{folder}/connect/index.html?" + asks("l942", more=SPANISH))
    page.wait_for_url(f"{folder}/es/connect/index.html#*")
    assert page.evaluate(SHOWN)["first"] == [START]
    page.goto(f"{folder}/connect/index.html#" + asks("M33.00", more="&go=1"))
    page.wait_for_url(f"{folder}/handouts/children-and-teens/index.html")
