"""The verbs that write into pages, the exchange of folders, and how problems are told."""

from __future__ import annotations

import datetime

import pytest

from handouts.cli import edit
from handouts.model.version_ledger import VERSIONS, line_of
from handouts.problems import Problem, Refused, remark, tell
from handouts.system import swap
from support.project import HANDOUT_FILE, TODAY


def test_an_exchange_cut_in_two_is_put_back(tmp_path):
    """Where a system cannot exchange folders, a killed build can leave the old site aside; the next command restores it."""
    old = tmp_path / "site.old"
    old.mkdir()
    (old / "index.html").write_text("whole")
    assert swap.restored(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "whole" and not old.exists()


def test_exchange_by_two_renames(tmp_path, monkeypatch):
    """The way of systems without an exchange in one step."""
    monkeypatch.setattr(swap, "_swapped", lambda one, two: False)
    site, new = tmp_path / "site", tmp_path / "site.new"
    for folder, words in ((site, "old"), (new, "new")):
        folder.mkdir()
        (folder / "index.html").write_text(words)
    swap.exchange(new, site)
    assert (site / "index.html").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize(
    "id, said",
    [
        ("Warm Gloves", "An id is small letters, digits and single hyphens, such as keeping-warm."),
        ("../gloves", "An id is small letters, digits and single hyphens, such as keeping-warm."),
        ("dry-hands", "This handout exists already. Ids never change and are never used twice."),
    ],
)
def test_new_refuses(project, id, said):
    with pytest.raises(Refused) as refused:
        edit.new(project.root, id, TODAY)
    assert [problem.message for problem in refused.value.problems] == [said]


def test_date_adds_a_line_for_what_changed_and_leaves_the_others(project):
    ledger = project.root / VERSIONS
    before = ledger.read_text(encoding="utf-8").splitlines()
    assert edit.add_versions(project.root, TODAY) == {}
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    tomorrow = TODAY + datetime.timedelta(days=1)
    ((key, version),) = edit.add_versions(project.root, tomorrow).items()
    assert key == ("en", "dry-hands") and version.day == tomorrow
    after = ledger.read_text(encoding="utf-8").splitlines()
    assert after == sorted(after) and set(after) - set(before) == {line_of(key, version)}
    assert set(before) <= set(after)


def test_a_changed_care_card_makes_a_draft_of_each_page_that_prints_it(project):
    project.edit("docs/en/cards/emergency.md", "stays white", "stays blue")
    assert list(edit.add_versions(project.root, TODAY)) == [("en", "dry-hands")]


def test_the_clinics_number_does_not_change_a_version(project):
    """The version stands for the words, not for the clinic's edition."""
    before = [one.version for _, one in project.library()]
    project.write("docs/clinic.yml", 'emergency: "999"\nname: Hill Clinic\n')
    assert [one.version for _, one in project.library()] == before


def test_in_github_actions_problems_are_annotations(capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert tell([Problem("docs/a.md", 3, "100% wrong.\nMend it.")]) == 1
    assert capsys.readouterr().out == "::error file=docs/a.md,line=3::100%25 wrong.%0AMend it.\n"
    tell([Problem("docs/10%: a, b.md", 0, "Not: a, b.")])
    remark([Problem("docs/10%: a, b.md", 0, "Not: a, b.")])
    assert capsys.readouterr().out == (
        "::error file=docs/10%25%3A a%2C b.md,line=1::Not: a, b.\n::notice file=docs/10%25%3A a%2C b.md,line=1::Not: a, b.\n"
    )


def test_problems_are_told_once_and_in_order(capsys):
    problems = [
        Problem("b.md", 2, "Two."),
        Problem("a.md", 10, "Ten."),
        Problem("a.md", 9, "Nine."),
        Problem("b.md", 2, "Two."),
    ]
    assert tell(problems) == 1
    assert (
        capsys.readouterr().err
        == "a.md:9: Nine.\na.md:10: Ten.\nb.md:2: Two.\n3 problems found. Nothing was published.\n"
    )
