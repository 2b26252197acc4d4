"""By clinical code: the map, the answers as files, and the page that a portal opens."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, House
from lxml import etree

from handouts import connect, links
from handouts.library import file_of

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://clinic.example/handouts/"
CODES = """\
systems:
  plants: {name: Plant-Codes 2, oid: "1.2.3", uri: "https://plants.example/", names: [PC2], pattern: "[A-Z][0-9]{1,4}", narrower: true}
  soils: {name: Soils, oid: "1.2.4", uri: "https://soils.example/", term: "https://soils.example/{code}"}
notes:
  wool: {en: Wool & <felt> are not hands.}
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
    found = {(one.system, one.code) for one in connect.answers(library)}
    others = "L94 L94.0 M32 M32.1 M33 M33.2 M33.20 M33.29 M35 M35.9 M36 M60.9 M61 M61.0 M61.4 M61.45 E83.5 E83.59 L98.499"
    assert not {("icd-10-cm", code) for code in others.split()} & found
    assert not {("snomed-ct", code) for code in ("31384009", "1212005", "33110008", "237881004", "38826005")} & found
    assert ("mesh", "D009220") not in found
    assert {code for system, code in found if system == "icd-10-cm" and not re.search(r"\.", code)} == {"M34"}
    assert not [file for file in built.files if re.search(r"/(L94\.0|M61\.0|M33\.2\d?|E83\.59)\.(json|xml)$", file)]


def test_codes_start_where_the_content_says(real):
    library, _ = real
    for one in connect.answers(library):
        wanted = "children-and-teens" if one.code.startswith("M33.0") else "overlap-diseases" if one.note else "what-is-calcinosis"
        assert one.start == wanted, one
        assert bool(one.note) == (one.code[:3] in ("M32", "M34", "M35") or one.code in ("89155008", "55464009", "D012595", "D008180", "D008947", "D017675"))  # fmt: skip
    assert library.codes.notes["lupus"]["en"] == (
        "These pages are about calcium lumps, which some people with lupus get. They are not about lupus itself."
    )


def test_of_snomed_ct_only_codes_are_published(real):
    library, built = real
    assert [one.display for one in connect.answers(library) if one.system == "snomed-ct"] == ["", "", ""]
    feed = json.loads(built.data("connect/snomed-ct/396230008.json"))["feed"]
    assert feed["category"][2] == {"scheme": "mainSearchCriteria.v.dn", "term": ""}


# As files ----------------------------------------------------------------------------------------------------------------


def test_without_an_address_there_are_no_files(coded, monkeypatch):
    monkeypatch.delenv("SITE_URL")
    assert list(connect.files(coded.library())) == []


def test_an_answer_as_clients_read_it(coded):
    made = dict(connect.files(coded.library()))
    assert list(made) == [
        f"connect/{name}.{form}" for name in ("plants/A1", "plants/A1.0", "plants/A1.1", "soils/Q7") for form in ("json", "xml")
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
    assert entries[0]["summary"]["_value"] == "<p>Wool &amp; &lt;felt&gt; are not hands.</p><p>Find out what a garden word means.</p>"
    assert "all codes of this group" in json.loads(made["connect/plants/A1.json"])["feed"]["subtitle"]["_value"]


def test_a_handout_that_is_not_translated_yet_still_answers_first(coded):
    coded.write("mkdocs.es.yml", "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n")
    coded.write("docs/es/words.yml", (ROOT / "docs/es/words.yml").read_text(encoding="utf-8"))
    coded.write("docs/es/index.md", "---\ntitle: Manos\nsummary: Ayuda.\n---\n\n[Uno](../en/index.md)\n")
    coded.edit("docs/codes.yml", "wool: {en: ", "wool: {es: La lana., en: ")
    feed = json.loads(dict(connect.files(coded.library()))["es/connect/plants/A1.0.json"])["feed"]
    assert [one["title"]["_value"] for one in feed["entry"]] == ["Garden words"]
    assert (feed["lang"], feed["entry"][0]["link"][0]["hreflang"]) == ("es", "en")
    assert feed["entry"][0]["summary"]["_value"].startswith("<p>La lana.</p>")


def test_the_real_answers_hold_the_start_page_and_then_all_others_in_order(real):
    library, built = real
    for language in library.languages:
        for answer in connect.answers(library):
            feed = json.loads(built.data(library.connect(language, answer.system, answer.code, "json")))["feed"]
            ids = [one["id"]["_value"].rstrip("/").split("/")[-1] for one in feed["entry"]]
            assert ids == [answer.start, *(one.id for one in language.handouts if one.id != answer.start)]
            opening = library.codes.notes[answer.note][language.code] if answer.note else ""
            assert feed["entry"][0]["summary"]["_value"].startswith(f"<p>{opening}")
            for one in feed["entry"]:
                for link in one["link"]:
                    path, _, part = link["href"].removeprefix(library.site.url).partition("#")
                    assert file_of(path) in built.files and (not part or part in built.content(file_of(path)).places)


def test_every_question_leads_to_a_heading(real):
    library, built = real
    feed = json.loads(built.data("es/connect/icd-10-cm/M33.12.json"))["feed"]
    parts = {link["rel"].split("/")[-1]: link for one in feed["entry"] for link in one["link"] if "#" in link["href"]}
    assert parts.keys() == {one.code for one in library.codes.subtopics}
    assert parts["Q000628"]["href"] == library.site.url + "es/handouts/what-is-calcinosis/#what-can-be-done"
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
            (link.get("type"), link.get("hreflang")) for link in one.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]
        if len(set(kinds)) < len(kinds) or (one is not root and not kinds):
            flaws.append("an entry has one alternate link of each type and language, and at least one")
    return flaws


def test_the_atom_files_keep_to_atom_and_say_what_the_json_says(real):
    _, built = real
    files = [file for file in built.files if re.match(r"(es/)?connect/.*\.xml$", file)]
    assert len(files) == 2 * 47
    for file in files:
        assert atom_flaws(built.data(file)) == [], file
    root = etree.fromstring(built.data("connect/mesh/D008180.xml"))
    feed = json.loads(built.data("connect/mesh/D008180.json"))["feed"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}base") == feed["base"]
    assert [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")] == [one["title"]["_value"] for one in feed["entry"]]
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
    data = dict(connect.files(coded.library()))["connect/plants/A1.0.xml"]
    assert atom_flaws(data) == []
    assert atom_flaws(data.replace(old, new).replace(b"</author>", b"</writer>" if b"writer" in new else b"</author>"))


def test_links_in_the_files_are_checked(real):
    library, built = real
    for file in ("connect/icd-10-cm/M33.12.json", "connect/icd-10-cm/M33.12.xml"):
        found = {links.resolve(library, link) for link in built.content(file).links}
        assert ("handouts/what-is-calcinosis/", "what-can-be-done") in found and ("handouts/sun-protection/sun-protection.pdf", "") in found


def test_the_same_words_make_the_same_bytes(coded):
    assert list(connect.files(coded.library())) == list(connect.files(coded.library()))
