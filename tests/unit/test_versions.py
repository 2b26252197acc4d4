"""The ledger of versions: when words were published, who may not conflict over it, and what a draft
says of itself."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from handouts.cli import edit, parser
from handouts.loading import version_file
from handouts.model.pages import Handout
from handouts.model.version_ledger import (
    VERSIONS,
    PublishedVersion,
    ledger_of,
    ledger_text,
    line_of,
    next_version,
    parse_line,
)
from handouts.outputs import connect_answers, feed
from handouts.outputs.pdf.jobs import Job
from handouts.pages import page_context, site_context
from handouts.pages.article import fragment
from handouts.problems import Refused
from support.programs import needs
from support.project import CARD as EMERGENCY
from support.project import HANDOUT_FILE, ROOT, TODAY, Project

KEY = ("en", "dry-hands")
CARD = "docs/en/cards/emergency.md"
OWN_CARD = EMERGENCY.replace("stays white", "stays cold")


def version(day: int, words: str, number: int = 1) -> PublishedVersion:
    return PublishedVersion(date(2026, 11, day), number, words)


def english(project: Project) -> Handout:
    return project.library().languages[0].by_id["dry-hands"]


# The file -----------------------------------------------------------------------------------------


def test_a_line_says_all_of_a_version_and_reads_back():
    published = PublishedVersion(TODAY, 2, "f28e02", (("top", "99fae1"), ("key-points", "e41a0b")))
    line = "pt-BR dry-hands 2026-11-22.2 f28e02 top:99fae1 key-points:e41a0b"
    assert line_of(("pt-BR", "dry-hands"), published) == line
    assert parse_line(line) == (("pt-BR", "dry-hands"), published)
    by_clinic = replace(published, by_clinic=True)
    line = line.replace(" top:", " clinic top:")
    assert line_of(("pt-BR", "dry-hands"), by_clinic) == line
    assert parse_line(line) == (("pt-BR", "dry-hands"), by_clinic)


@pytest.mark.parametrize(
    "line",
    [
        "en dry-hands 2026-11-22 f28e02",
        "en dry-hands 2026-13-22.1 f28e02",
        "en dry-hands 2026-11-22.1 F28E02",
        "en dry-hands 2026-11-22.1 f28e02 top",
        "dry-hands 2026-11-22.1 f28e02",
        "======= ",
    ],
)
def test_a_line_that_is_no_version_is_told_at_its_line(project, line):
    text = (project.root / VERSIONS).read_text(encoding="utf-8")
    project.write(VERSIONS, f"{text}{line}\n")
    with pytest.raises(Refused) as refused:
        version_file.read(project.root)
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == (VERSIONS, text.count("\n") + 1)
    assert project.problems() == [problem], "and nothing else follows from it"
    with pytest.raises(Refused):
        edit.add_versions(project.root, TODAY)


def test_a_library_without_a_ledger_is_all_drafts_and_has_no_problem(project):
    (project.root / VERSIONS).unlink()
    assert not any(handout.published for _, handout in project.library())
    assert project.problems() == []
    project.date()
    assert all(handout.published for _, handout in project.library())


# What follows what --------------------------------------------------------------------------------


def test_a_second_version_of_a_day_has_a_number_that_paper_shows(project):
    first = english(project).version
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    project.date()
    second = english(project)
    assert first.startswith("2026-11-22 · ")
    assert second.version == f"2026-11-22.2 · {second.fingerprint}"
    assert second.version_mark == f"2026-11-22.2.{second.fingerprint}"


def test_words_that_go_back_get_a_newer_line_so_the_newest_line_is_the_newest_sheet(project):
    before = english(project)
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    edit.add_versions(project.root, TODAY + timedelta(days=1))
    project.edit(HANDOUT_FILE, "Warm gloves help.", "Gloves help.")
    assert not english(project).published
    edit.add_versions(project.root, TODAY + timedelta(days=2))
    after = english(project)
    assert (after.fingerprint, after.changed) == (before.fingerprint, TODAY + timedelta(days=2))


def test_an_update_of_the_original_dates_no_sheet_of_the_clinics_own_words(project):
    project.write("docs/clinic/en/cards/emergency.md", OWN_CARD)
    edit.add_versions(project.root, TODAY + timedelta(days=1))
    before = english(project)
    line = f"en dry-hands {TODAY + timedelta(days=2)}.1 abcdef\n"
    text = (project.root / VERSIONS).read_text(encoding="utf-8")
    project.write(VERSIONS, ledger_text([*text.splitlines(), line.strip()]))
    assert english(project).version == before.version
    assert edit.add_versions(project.root, TODAY + timedelta(days=3)) == {}


def test_own_words_that_return_after_those_of_the_original_get_a_newer_line(project):
    """Also where the original, and not the clinic, dated what stood between."""
    path = "docs/clinic/en/cards/emergency.md"
    project.write("docs/clinic/clinic.yml", "name: Garden clinic\n")
    project.write(path, OWN_CARD)
    edit.add_versions(project.root, TODAY + timedelta(days=1))
    (project.root / path).unlink()
    project.edit(CARD, "turns white", "turns blue")
    line = f"en dry-hands {TODAY + timedelta(days=2)}.1 {english(project).fingerprint}"
    text = (project.root / VERSIONS).read_text(encoding="utf-8")
    project.write(VERSIONS, ledger_text([*text.splitlines(), line]))
    assert english(project).changed == TODAY + timedelta(days=2)
    edit.add_versions(project.root, TODAY + timedelta(days=3))
    assert english(project).changed == TODAY + timedelta(days=2)
    project.write(path, OWN_CARD)
    assert not english(project).published


def test_words_that_the_original_and_the_clinic_dated_keep_the_clinics_day():
    theirs, ours = version(20, "aaaaaa"), replace(version(22, "aaaaaa"), by_clinic=True)
    assert ledger_of([(KEY, ours), (KEY, theirs)]) == {KEY: (ours,)}


def test_a_clock_that_runs_behind_never_dates_back():
    earlier = (version(20, "aaaaaa"), version(22, "bbbbbb"))
    assert next_version(earlier, date(2026, 11, 21), "cccccc", {}) == version(22, "cccccc", 2)
    assert next_version((), date(2026, 11, 21), "cccccc", {}) == version(21, "cccccc")


def test_the_day_of_date_is_checked(capsys):
    assert parser.parse(["date", "--on", "2026-11-22"]).on == TODAY
    for day, says in (("soon", "is no day"), ("2999-01-01", "lies in the future")):
        with pytest.raises(SystemExit):
            parser.parse(["date", "--on", day])
        assert says in capsys.readouterr().err


# Two ledgers --------------------------------------------------------------------------------------


def test_the_same_words_twice_in_a_row_count_once_under_the_earlier_day():
    """Two publications that did not know of one another dated them."""
    entries = [(KEY, version(day, words)) for day, words in ((22, "a" * 6), (21, "a" * 6))]
    assert ledger_of(entries) == {KEY: (version(21, "aaaaaa"),)}
    entries += [(KEY, version(23, "b" * 6)), (KEY, version(24, "a" * 6))]
    assert [published.day.day for published in ledger_of(entries)[KEY]] == [21, 23, 24]


@needs("sort")
def test_the_file_is_what_sort_u_makes_of_it(project, tmp_path):
    """So the workflow can merge two ledgers without Python."""
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    project.date()
    text = (project.root / VERSIONS).read_text(encoding="utf-8")
    lines = text.splitlines()
    (tmp_path / "one").write_text("\n".join([*lines[2:], lines[0]]) + "\n")
    (tmp_path / "two").write_text("\n".join(reversed(lines[:3])) + "\n")
    process = subprocess.run(
        ["sort", "-u", tmp_path / "one", tmp_path / "two"],
        env={"LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout == text == ledger_text(lines)


@needs("git")
def test_two_branches_that_date_merge_without_a_conflict(project):
    """Where somebody without Actions dates on a branch. Nobody else's branch touches the file."""

    def git(*words: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", *words]
        process = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
        assert process.returncode == 0, process.stdout + process.stderr
        return process.stdout

    def branch(name: str, file: str, old: str, new: str, day: date) -> None:
        git("checkout", "-q", "-b", name, "start")
        project.edit(file, old, new)
        git("commit", "-q", "-a", "-m", "words")
        assert git("show", "--stat", "--format=").count("|") == 1, "one sentence, one file"
        assert project.problems() == []
        edit.add_versions(project.root, day)
        git("commit", "-q", "-a", "-m", "days")

    project.write(".gitattributes", (ROOT / ".gitattributes").read_bytes())
    git("init", "-q", "-b", "start")
    git("add", "-A")
    git("commit", "-q", "-m", "start")
    branch("one", HANDOUT_FILE, "Gloves help.", "Warm gloves help.", TODAY)
    branch("two", CARD, "stays white", "stays blue", TODAY + timedelta(days=1))
    git("merge", "-q", "-m", "both", "one")
    text = (project.root / VERSIONS).read_text(encoding="utf-8")
    assert "<<<<" not in text and text.count("\nen dry-hands ") == 3
    assert project.problems() == []
    assert not english(project).published, "nobody has published both changes together"
    added = edit.add_versions(project.root, TODAY + timedelta(days=1))
    assert [published.release for published in added.values()] == ["2026-11-23.2"]
    after = (project.root / VERSIONS).read_text(encoding="utf-8").splitlines()
    assert after == sorted(set(after)) and set(text.splitlines()) <= set(after)


def test_what_a_merge_left_twice_or_out_of_order_goes_with_the_next_date(project):
    """Also where nothing is to be dated, so that the file does not grow from merge to merge."""
    ledger = project.root / VERSIONS
    text = ledger.read_text(encoding="utf-8")
    lines = text.splitlines()
    untidy = [*reversed(lines), "", *(f"{line} " for line in lines), *lines[1:]]
    ledger.write_bytes("\r\n".join(untidy).encode())
    assert project.problems() == []
    assert edit.add_versions(project.root, TODAY) == {}
    assert ledger.read_text(encoding="utf-8") == text


# A draft ------------------------------------------------------------------------------------------


@pytest.fixture
def draft(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small library, with one page that has words of today and a line on what changed."""
    monkeypatch.setenv("SITE_URL", "https://clinic.example/")
    what = "changes:\n  - {on: 2026-11-22, what: Gloves are warm., matters: true}\norder: 10"
    project.edit(HANDOUT_FILE, "order: 10", what)
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    return project


def test_a_draft_says_so_on_page_and_sheet_and_has_no_day(draft):
    library = draft.library()
    language, handout = next(iter(library))
    words = handout.fingerprint
    data = page_context.of_page(library, language, handout)
    assert (data["version"], data["changed"]) == (f"Draft · {words}", "")
    assert data["version_mark"] == f"draft.{words}"
    assert library.summaries[handout].qr_target.endswith(f"#v=draft.{words}")
    assert "dateModified" not in json.loads(data["structured_data"])
    job = Job("x.pdf", language, ((handout, fragment("")),), "letter", "standard", "sheet", "x")
    assert job.changed is None


def test_a_draft_is_in_no_feed_and_has_no_day_in_the_map(draft):
    def entries() -> int:
        library = draft.library()
        ((_, data),) = feed.files(library, library.languages[0])
        return etree.fromstring(data).xpath("count(//*[local-name()='entry'])")

    def days() -> list[str]:
        library = draft.library()
        pages = site_context.of_site(library, library.languages[0])["pages"]
        return [page["changed"] for page in pages if page["url"].endswith("/dry-hands/")]

    assert (entries(), days()) == (0, [""])
    draft.date()
    assert (entries(), days()) == (1, ["2026-11-22"])


def test_an_answer_by_code_has_a_time_also_for_a_draft(draft):
    """RFC 4287 asks for one; the day on which the facts were gathered is in the page."""
    codes = (
        'systems:\n  plants: {name: Plants, oid: "1.2.3", uri: "https://plants.example/codes"}\n'
        'codes:\n  - {system: plants, code: "7", display: Dry, answer: dry-hands}\n'
    )
    draft.write("docs/codes.yml", codes)
    library = draft.library()
    _, data = next(connect_answers.files(library, library.languages[0]))
    (entry, *_) = json.loads(data)["feed"]["entry"]
    assert entry["updated"] == {"_value": "2026-10-01T00:00:00Z"}


def test_the_draft_code_of_a_sheet_counts_for_its_review(draft):
    printed = english(draft).version
    review = (
        f"review: {{who: A. Spade, role: gardener, on: 2026-11-20, sheet: {printed}}}\norder: 10"
    )
    draft.edit(HANDOUT_FILE, "order: 10", review)
    assert english(draft).review_state == "current"
    draft.date()
    assert english(draft).review_state == "current"
    draft.edit(CARD, "stays white", "stays blue")
    assert english(draft).review_state == "changed"


def test_a_day_alone_reviews_nothing(draft):
    review = "review: {who: A. Spade, role: gardener, on: 2026-11-20, sheet: 2026-11-22}\norder: 10"
    draft.edit(HANDOUT_FILE, "order: 10", review)
    assert [problem.line for problem in draft.reading_problems()] == [9]


def test_no_clock_and_no_file_system_tells_the_version(project: Project, tmp_path: Path):
    """The same words and the same ledger, elsewhere and later."""
    copy = Project(tmp_path / "copy")
    for path in sorted(project.root.rglob("*")):
        if path.is_file() and "copy" not in path.parts:
            copy.write(path.relative_to(project.root).as_posix(), path.read_bytes())
    assert [handout.version for _, handout in copy.library()] == [
        handout.version for _, handout in project.library()
    ]


def test_what_may_be_marked_on_screen_is_no_word_of_a_sheet(project):
    """So offering it makes no draft of a published sheet."""
    project.write(
        "docs/pictures/hand.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9" '
        'fill="none"/></svg>',
    )
    project.write("docs/en/pictures.yml", "hand: {alt: A hand.}\n")
    project.edit(HANDOUT_FILE, "## What helps?", "/// picture | hand\n///\n\n## What helps?")
    before = project.library().languages[0].by_id["dry-hands"].version
    project.write(
        "docs/en/pictures.yml", "hand: {alt: A hand., marks: {new: new}, places: {Thumb: [1, 1]}}\n"
    )
    assert project.library().languages[0].by_id["dry-hands"].version == before
