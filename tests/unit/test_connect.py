"""By clinical code: the map, and the answers as files."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from handouts.outputs import connect_answers
from support.atom import atom_flaws
from support.project import HANDOUT_FILE, LABELS, Project

SITE = "https://clinic.example/handouts/"
CODES = """\
systems:
  plants: {name: Plant-Codes 2, oid: "1.2.3", uri: "https://plants.example/", names: [PC2], \
pattern: "[A-Z][0-9]{1,4}", narrower: true}
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


def files(project: Project) -> Iterator[tuple[str, bytes]]:
    """Make the answers in all languages."""
    library = project.library()
    return (
        file for language in library.languages for file in connect_answers.files(library, language)
    )


@pytest.fixture
def garden(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small library with codes and an address."""
    monkeypatch.setenv("SITE_URL", SITE)
    project.write("docs/codes.yml", CODES)
    return project


# The map ------------------------------------------------------------------------------------------


def test_a_map_without_a_flaw_is_accepted(garden):
    assert garden.problems() == []


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("[A-Z][0-9]{1,4}", "[A-Z",
         "2: This pattern is not a regular expression (unterminated character set at position 0)."),
        ("code: A1.0, d", "code: 1A, d",
         "7: 1A does not look like a code of plants: [A-Z][0-9]{1,4}"),
        ("A1.1, answer", "a10, answer", "8: a10 stands here twice. Keep one."),
        ("wool: {en: ", "wool: {fr: ",
         "5: The note wool has no sentence in the language en. Add a line `en: …`."),
        ("wool: {en: ", "wool: {fr: Non, en: ",
         "5: The library has no language fr. The languages are: en."),
        ("  wool: {", "  felt: {en: x}\n  wool: {",
         "5: No code has the note felt. Delete it, or write `note: felt` below a code."),
        ("A1.1, answer: words-to-know, note: wool", "A1.1, answer: words-to-know, note: felt",
         "8: No note is called felt. The notes are: wool."),
        ("codes: [A1.0, A1.1]", "codes: [A1.0, A1.1, A1.2]",
         "11: A1.2 is not listed under `codes`, so A1 may not be answered. Delete the category."),
        ("codes: [A1.0, A1.1]", "codes: [A1.0]",
         "11: A1.1 is listed and stands below A1. Add it here."),
        ("code: A1, display", "code: A2, display", "11: A1.0 does not stand below A2."),
        ("A1.1, answer: words-to-know, note: wool", "A1.1, answer: dry-hands",
         "11: The codes below A1 do not all have one answer and note. Delete the category."),
        ("categories:\n  - {system: plants", "categories:\n  - {system: plant",
         "11: No system is called plant. The systems are: plants, soils."),
        ("part: why", "part: because",
         "13: The handout dry-hands has no heading with the id because. "
         "The headings are: key-points, why, what-helps, what-you-can-do, when-to-get-help, "
         "questions-to-ask."),
        ("answer: dry-hands, part", "answer: dry-hand, part", "13: No handout is called dry-hand."),
        ("code: Q7", "code: ../../q",
         "9: `code` is not written as it should be: letters, digits, points and hyphens, in quotes "
         "where it is only digits."),
        ("https://plants.example/ask", "https://plants.example/ask?x=1",
         "14: `elsewhere.url` is not written as it should be: the address that takes the same "
         "parameters, without them."),
    ],
)  # fmt: skip
def test_a_flaw_in_the_map_is_told_at_its_line(garden, old, new, message):
    garden.edit("docs/codes.yml", old, new)
    assert f"docs/codes.yml:{message}" in list(map(str, garden.problems()))


# As files -----------------------------------------------------------------------------------------


def test_without_an_address_there_are_no_files(garden, monkeypatch):
    monkeypatch.delenv("SITE_URL")
    assert list(files(garden)) == []


def test_an_answer_as_clients_read_it(garden):
    answers = dict(files(garden))
    assert list(answers) == [
        f"connect/{name}.{form}"
        for name in ("plants/A1", "plants/A1.0", "plants/A1.1", "soils/Q7")
        for form in ("json", "xml")
    ]
    feed = json.loads(answers["connect/plants/A1.0.json"])["feed"]
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
            {"scheme": "mainSearchCriteria.v.cs", "term": "PC2"},
            {"scheme": "mainSearchCriteria.v.dn", "term": "Dry hands"},
            {"scheme": "informationRecipient", "term": "PAT"},
            {"scheme": "informationRecipient.languageCode.c", "term": "en"},
        ],
    }
    assert [entry["title"]["_value"] for entry in entries] == ["Garden words", "Dry garden hands"]
    page = SITE + "handouts/dry-hands/"
    assert entries[1] == {
        "title": {"_value": "Dry garden hands", "type": "text"},
        "link": [
            {"href": page, "rel": "alternate", "type": "text/html", "hreflang": "en",
             "title": "Dry garden hands"},
            {"href": page + "dry-hands.pdf", "rel": "enclosure", "type": "application/pdf",
             "hreflang": "en", "title": "PDF, letter size"},
            {"href": page + "dry-hands.large.pdf", "rel": "enclosure", "type": "application/pdf",
             "hreflang": "en", "title": "Large print PDF, letter size"},
            {"href": page + "#why", "rel": "https://soils.example/Q1", "type": "text/html",
             "hreflang": "en", "title": "Why does soil dry skin?"},
        ],
        "id": {"_value": page},
        "summary": {"_value": "<p>See why soil dries your hands and what helps.</p><p>No "
            "clinician has reviewed this page yet. Ask your care team about anything that worries "
            "you.</p>",
         "type": "html"},
        "updated": {"_value": "2026-11-22T00:00:00Z"},
    }  # fmt: skip
    assert (
        entries[0]["summary"]["_value"]
        == "<p>Wool &amp; &lt; felt &gt; are not hands.</p><p>Find out what a garden word "
        "means.</p><p>No clinician has reviewed this page yet. Ask your care team about "
        "anything that worries you.</p>"
    )
    assert (
        "all codes of this group"
        in json.loads(answers["connect/plants/A1.json"])["feed"]["subtitle"]["_value"]
    )


def test_an_answer_has_three_entries_at_most(garden):
    """MedlinePlus gives no more, and its clients list whatever comes."""
    page = (garden.root / HANDOUT_FILE).read_text(encoding="utf-8")
    for number in range(4):
        garden.write(f"docs/en/handouts/more-{number}.md", page)
    garden.date()
    feed = json.loads(dict(files(garden))["connect/plants/A1.0.json"])["feed"]
    assert [entry["id"]["_value"].split("/")[-2] for entry in feed["entry"]] == [
        "words-to-know",
        "dry-hands",
        "more-0",
    ]


def test_the_first_entry_leads_to_every_part_that_answers_a_question(garden):
    """An answer has few entries, and a question may be answered by a handout that is not one of
    them."""
    feed = json.loads(dict(files(garden))["connect/plants/A1.0.json"])["feed"]
    links = [
        [link["href"] for link in entry["link"] if "#" in link["href"]] for entry in feed["entry"]
    ]
    part = SITE + "handouts/dry-hands/#why"
    assert links == [[part], [part]]


def test_an_entry_names_the_review_of_its_words(garden):
    handout = garden.library().languages[0].by_id["dry-hands"]
    garden.edit(
        HANDOUT_FILE,
        "order: 10",
        "review: {who: Ana Wool, role: hand doctor, on: 2026-11-05, sheet: "
        f'"{handout.version}"}}\norder: 10',
    )
    summaries = [
        entry["summary"]["_value"]
        for entry in json.loads(dict(files(garden))["connect/soils/Q7.json"])["feed"]["entry"]
    ]
    assert "Ana Wool, hand doctor" in summaries[0] and "No clinician" not in summaries[0]
    assert "<p>No clinician" in summaries[1]


def test_a_handout_that_is_not_translated_yet_still_answers_first(garden):
    garden.write("mkdocs.es.yml", "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n")
    garden.write("docs/es/words.yml", LABELS["es"])
    garden.write(
        "docs/es/index.md", "---\ntitle: Manos\nsummary: Ayuda.\n---\n\n[Uno](../en/index.md)\n"
    )
    garden.edit("docs/codes.yml", "wool: {en: ", "wool: {es: La lana., en: ")
    feed = json.loads(dict(files(garden))["es/connect/plants/A1.0.json"])["feed"]
    assert [entry["title"]["_value"] for entry in feed["entry"]] == ["Garden words"]
    assert (feed["lang"], feed["entry"][0]["link"][0]["hreflang"]) == ("es", "en")
    assert feed["entry"][0]["summary"]["_value"].startswith("<p>La lana.</p>")


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
)
def test_a_feed_that_breaks_the_rules_is_found_out(garden, old, new):
    data = dict(files(garden))["connect/plants/A1.0.xml"]
    assert atom_flaws(data) == []
    assert atom_flaws(
        data.replace(old, new).replace(
            b"</author>", b"</writer>" if b"writer" in new else b"</author>"
        )
    )


def test_the_same_words_make_the_same_bytes(garden):
    assert list(files(garden)) == list(files(garden))
