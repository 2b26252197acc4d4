"""What outputs say of a handout, and what is printed together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.model.addresses import BOOKLET_LIMIT, SHEETS
from handouts.model.summary import HandoutSummary
from support.project import Project

SITE = "https://soil.example/garden/"
PAGE = "es/handouts/dry-hands/"
CODES = """\
systems:
  plants: {name: Plant codes, oid: "1.2.3", uri: "https://plants.example/codes"}
codes:
  - {system: plants, code: "0042", answer: dry-hands}
  - {system: plants, code: "7", answer: words-to-know}
  - {system: plants, code: "8", answer: dry-hands}
"""
PACKETS = "spring: {title: {en: Spring set, es: Primavera}, handouts: [words-to-know, dry-hands]}\n"


def summary_of(project: Project, language: int = 0, id: str = "dry-hands") -> HandoutSummary:
    library = project.library()
    return library.summaries[library.languages[language].by_id[id]]


def test_without_an_address_of_the_site_nothing_is_absolute(bilingual_project: Project) -> None:
    summary = summary_of(bilingual_project, 1)
    assert summary.address == PAGE
    assert {summary.url, summary.qr_target, *(sheet.url for sheet in summary.sheets)} == {""}


def test_addresses_are_those_of_the_language(
    bilingual_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", SITE)
    summary = summary_of(bilingual_project, 1)
    assert summary.url == SITE + PAGE
    assert summary.qr_target == f"{SITE}{PAGE}#v={summary.version.replace(' · ', '.')}"
    assert (summary.text_address, summary.qr_address) == (
        f"{PAGE}dry-hands.txt",
        f"{PAGE}dry-hands.qr.svg",
    )
    assert {(sheet.paper, sheet.print): sheet.address for sheet in summary.sheets} == {
        form: f"{PAGE}dry-hands{end}" for form, end in SHEETS.items()
    }
    assert all(sheet.url == SITE + sheet.address for sheet in summary.sheets)
    announcements = {summary.announcement, *(sheet.announcement for sheet in summary.sheets)}
    assert len(announcements) == len(SHEETS) + 1
    assert all(summary.title in line for line in announcements)


def test_sources_stand_in_the_order_of_their_first_use(project: Project) -> None:
    assert list(summary_of(project).sources) == ["soil-2020", "glove-notes"]
    assert list(summary_of(project, id="words-to-know").sources) == ["glove-notes", "soil-2020"]


def test_codes_lead_to_the_handout_that_answers_them(project: Project) -> None:
    project.write("docs/codes.yml", CODES)
    assert [code.code for code in summary_of(project).codes] == ["0042", "8"]


def test_both_sentences_on_reviews_make_one_line(bilingual_project: Project) -> None:
    original, translation = (summary_of(bilingual_project, number) for number in (0, 1))
    assert original.review_line == original.review and not original.translation_review
    assert translation.translation_review
    assert translation.review_line == f"{translation.review} {translation.translation_review}"


def test_days_are_written_as_the_language_writes_them(bilingual_project: Project) -> None:
    english, spanish = (summary_of(bilingual_project, number) for number in (0, 1))
    assert (english.gathered, spanish.gathered) == ("2026-10-01", "1 de octubre de 2026")
    assert (english.due, spanish.due) == ("2027-10-01", "1 de octubre de 2027")


def test_packets_come_before_the_booklet(bilingual_project: Project) -> None:
    bilingual_project.write("docs/packets.yml", PACKETS)
    library = bilingual_project.library()
    language, spanish = library.languages
    packet, booklet = library.collections(language)
    assert (packet.form, packet.title) == ("packet", "Spring set")
    assert [handout.id for handout in packet.handouts] == ["words-to-know", "dry-hands"]
    assert list(packet.addresses.values()) == ["packets/spring.pdf", "packets/spring.a4.pdf"]
    assert (booklet.form, booklet.handouts) == ("booklet", language.handouts)
    assert list(booklet.addresses.values()) == ["garden-hands.pdf", "garden-hands.a4.pdf"]
    assert list(library.collections(spanish)) == []  # only one of the two is translated


def test_readers_of_a_language_also_get_what_it_lacks(bilingual_project: Project) -> None:
    library = bilingual_project.library()
    summaries = library.handouts_for(library.languages[1])
    assert [(summary.id, summary.language.code) for summary in summaries] == [
        ("dry-hands", "es"),
        ("words-to-know", "en"),
    ]


@pytest.mark.parametrize(
    "count, has_booklet", [(1, False), (BOOKLET_LIMIT, True), (BOOKLET_LIMIT + 1, False)]
)
def test_a_booklet_has_two_handouts_or_more(
    project: Project, count: int, has_booklet: bool
) -> None:
    library = project.library()
    language = replace(library.languages[0], handouts=library.languages[0].handouts[:1] * count)
    assert bool(list(library.collections(language))) == has_booklet
