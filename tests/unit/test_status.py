"""The library at a glance: what is due, weak, behind, or over its limits is seen in one look."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html

from handouts.cli import main
from handouts.cli import project as cli_project
from handouts.outputs import status
from support.project import HANDOUT_FILE, TODAY, Project


def test_each_handout_has_its_numbers_and_what_is_worth_a_look(bilingual_project: Project):
    project = bilingual_project
    project.edit(HANDOUT_FILE, "Rest your hands.", "Rest your hands for a day.")
    project.edit(HANDOUT_FILE, "next_check_due: 2027-10-01", "next_check_due: 2026-10-02")
    english, spanish = status.status(project.library(), TODAY, {("en", "dry-hands"): 3})
    hands, words = english.handouts
    assert (hands.id, hands.sides, hands.pictures, hands.review) == ("dry-hands", 3, 0, "none")
    assert hands.reading is not None
    assert 30 < hands.words < 200
    assert hands.low_trust == hands.unconfirmed == ("glove-notes",)
    assert hands.remarks == ["draft", "facts due", "3 sides"]
    assert words.remarks == []
    assert english.scale == "grade"
    assert spanish.scale == "ease"
    assert spanish.missing == ["words-to-know"]
    assert spanish.handouts[0].behind == ("what-you-can-do",)
    assert "behind in what-you-can-do" in spanish.handouts[0].remarks


def test_the_status_is_printed_as_a_table_and_written_as_a_page(
    bilingual_project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    root = bilingual_project.root
    monkeypatch.setattr(cli_project, "ROOT", root)
    library = bilingual_project.library()
    entries = [
        {
            "language": language.code,
            "id": handout.id,
            "version": handout.version,
            "pdfs": [{"paper": "letter", "print": "standard", "pages": 2}],
        }
        for language, handout in library
    ]
    entries[0]["version"] = "2026-01-01 · 000000"  # built before its words changed
    bilingual_project.write("site/catalog.json", json.dumps({"handouts": entries}))
    assert main.main(["status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (hands, spanish), (words,) = (
        [line.split() for line in lines if line.strip().startswith(id)]
        for id in ("dry-hands", "words-to-know")
    )
    assert [hands[3], words[3], spanish[3]] == ["-", "2", "2"]
    assert "  Reviewed by a clinician: 0 of 2." in lines
    assert main.main(["status", "--page"]) == 0
    page = html.parse(root / "status.html")
    assert len(page.xpath("//tbody/tr")) == 3
    assert page.xpath("//meta[@name='robots'][@content='noindex']")
    assert not page.xpath("//@src | //@href")


def test_what_people_write_stays_text_on_the_page(project: Project):
    page = status.to_page("<b>Garden</b>", TODAY, status.status(project.library(), TODAY, {}))
    assert "&lt;b&gt;Garden" in page


def test_that_nothing_is_due_is_said_in_words(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(cli_project, "ROOT", project.root)
    due = date.today().replace(year=date.today().year + 1).isoformat()
    for file in (HANDOUT_FILE, "docs/en/handouts/words-to-know.md"):
        project.edit(file, "next_check_due: 2027-10-01", f"next_check_due: {due}")
    assert main.main(["due"]) == 0
    assert f"No facts are due to be checked. The next ones are on {due}." in capsys.readouterr().out
