"""What tells people of changes: the feed, and which pages are due."""

from __future__ import annotations

import datetime

import pytest
from lxml import etree

from handouts.checks import advisories
from handouts.cli import main
from handouts.model.data_files import MOVES
from handouts.outputs import feed
from handouts.pages import site_context
from support.atom import GRAMMAR
from support.project import HANDOUT_FILE, TODAY, Project, add_spanish

URL = "https://soil.example/garden/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
CHANGES = """\
changes:
  - {on: 2026-11-02, what: Wear gloves in wet soil only., matters: true}
  - {on: 2026-11-02, what: A clearer table., matters: false}
  - {on: 2026-10-05, what: A new picture., matters: false}
sources_gathered"""
WITHDRAWN = """\
withdrawn:
  sun-hat: {on: 2026-11-01, title: {en: Sun hats & caps}, reason: {en: It was wrong.}, instead: \
[dry-hands]}
"""


@pytest.fixture
def garden(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small library with an address, three changes and a withdrawal."""
    monkeypatch.setenv("SITE_URL", URL)
    project.edit(HANDOUT_FILE, "sources_gathered", CHANGES)
    project.write(MOVES, WITHDRAWN)
    return project


def read(project: Project, address: str = "feed.xml") -> etree._Element:
    library = project.library()
    return etree.fromstring(
        dict(file for language in library.languages for file in feed.files(library, language))[
            address
        ]
    )


def test_the_feed_says_what_changed_and_whether_it_matters(garden):
    root = read(garden)
    assert root.findtext("a:title", namespaces=ATOM) == "Garden hands: changes"
    entries = [
        (entry.findtext("a:title", namespaces=ATOM), entry.findtext("a:content", namespaces=ATOM))
        for entry in root.findall("a:entry", ATOM)
    ]
    assert entries == [
        (
            "Changed, and it matters for what you do: Dry garden hands",
            "Wear gloves in wet soil only.",
        ),
        ("Changed, but not in what you should do: Dry garden hands", "A clearer table."),
        ("Withdrawn: Sun hats & caps", "It was wrong."),
        ("Changed, but not in what you should do: Dry garden hands", "A new picture."),
    ]
    assert root.xpath("a:entry/a:category[not(@scheme)]/@term", namespaces=ATOM) == [
        "matters",
        "minor",
        "withdrawn",
        "minor",
    ]
    assert root.xpath("a:entry[1]/a:link/@href", namespaces=ATOM) == [f"{URL}handouts/dry-hands/"]
    assert root.xpath("a:entry[3]/a:link[@rel='related']/@href", namespaces=ATOM) == [
        f"{URL}handouts/dry-hands/"
    ]
    due = root.xpath("a:entry[1]/a:category[contains(@scheme, '#next_check_due')]", namespaces=ATOM)
    assert [(category.get("term"), category.get("label")) for category in due] == [
        ("2027-10-01", "Next check due: 2027-10-01")
    ]
    assert root.xpath("a:category/@term", namespaces=ATOM) == ["2027-10-01"]


def test_the_feed_is_valid_with_and_without_entries(garden):
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    grammar.assertValid(read(garden))
    garden.edit(HANDOUT_FILE, CHANGES, "sources_gathered")
    (garden.root / MOVES).unlink()
    grammar.assertValid(read(garden))
    assert read(garden).findtext("a:updated", namespaces=ATOM) == "2026-11-22T00:00:00Z", (
        "the newest change of words"
    )


def test_ids_and_days_come_from_what_was_written_and_stay(garden, monkeypatch):
    def ids() -> list[str]:
        return read(garden).xpath("a:entry/a:id/text()", namespaces=ATOM)

    before = ids()
    assert before == [
        "tag:garden-hands,2026-11-02:en/dry-hands/2",
        "tag:garden-hands,2026-11-02:en/dry-hands/1",
        "tag:garden-hands,2026-11-01:en/sun-hat/withdrawn",
        "tag:garden-hands,2026-10-05:en/dry-hands/1",
    ]
    assert read(garden).xpath("a:updated/text() | a:entry/a:updated/text()", namespaces=ATOM) == [
        f"{day}T00:00:00Z"
        for day in ("2026-11-02", "2026-11-02", "2026-11-02", "2026-11-01", "2026-10-05")
    ]
    garden.edit(HANDOUT_FILE, "A clearer table.", "A much clearer table.")
    garden.edit(
        HANDOUT_FILE,
        "changes:\n",
        "changes:\n  - {on: 2026-11-02, what: One more., matters: false}\n",
    )
    monkeypatch.setenv("SITE_URL", "https://elsewhere.example/")
    assert ids() == ["tag:garden-hands,2026-11-02:en/dry-hands/3", *before]


def test_each_language_has_its_feed(garden):
    add_spanish(garden)
    garden.edit(
        "docs/es/handouts/dry-hands.md",
        "translated:",
        "changes:\n  - {on: 2026-11-03, what: Más claro., matters: true}\ntranslated:",
    )
    root = read(garden, "es/feed.xml")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
    assert root.xpath("a:entry/a:title/text()", namespaces=ATOM) == [
        "Cambió, e importa para lo que usted hace: Manos secas"
    ]
    assert root.xpath("a:entry/a:link/@href", namespaces=ATOM) == [f"{URL}es/handouts/dry-hands/"]


def test_there_is_no_feed_while_nobody_knows_where_the_site_stands(garden, monkeypatch):
    monkeypatch.delenv("SITE_URL")
    library = garden.library()
    assert [
        file for language in library.languages for file in feed.files(library, language)
    ] == [] and site_context.of_site(library, library.languages[0])["feed"] is None


def test_a_change_is_told_without_splitting_a_pair(project):
    project.edit(HANDOUT_FILE, "sources_gathered", CHANGES)
    project.write(
        "docs/en/pairs.yml", "gloves:\n  when: [wet soil]\n  then: [rinse]\n  why: Say both.\n"
    )
    line = project.line_of(HANDOUT_FILE, "Wear gloves in wet soil")
    assert f"{HANDOUT_FILE}:{line}: “wet soil” may not stand without “rinse”: Say both." in map(
        str, project.problems()
    )


# Pages that are due -------------------------------------------------------------------------------


def test_a_page_is_due_after_its_day_and_the_build_remarks_it(project):
    library = project.library()
    assert advisories.overdue_handouts(library, datetime.date(2027, 10, 1)) == []
    assert [
        handout.id for handout in advisories.overdue_handouts(library, datetime.date(2027, 10, 2))
    ] == ["dry-hands", "words-to-know"]
    assert list(advisories.notices(library, TODAY)) == []
    notices = list(map(str, advisories.notices(library, datetime.date(2027, 10, 2))))
    line = project.line_of(HANDOUT_FILE, "next_check_due: 2027-10-01")
    assert notices[0].startswith(
        f"{HANDOUT_FILE}:{line}: The facts were due to be checked by 2027-10-01."
    )


def test_the_list_of_what_is_due_is_markdown_with_a_status(project, monkeypatch, capsys):
    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    assert main.main(["due"]) == 0
    assert capsys.readouterr().out == (
        "No facts are due to be checked. The next ones are on 2027-10-01.\n"
    )
    project.edit(
        HANDOUT_FILE,
        "sources_gathered: 2026-10-01\nnext_check_due: 2027-10-01",
        "sources_gathered: 2020-01-01\nnext_check_due: 2021-01-01",
    )
    assert main.main(["due"]) == 1
    assert (
        f"\n- [ ] **Dry garden hands** (`{HANDOUT_FILE}`), due on 2021-01-01\n"
        in capsys.readouterr().out
    )
