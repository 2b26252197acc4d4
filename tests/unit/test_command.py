"""The verbs that write into pages, the exchange of folders, and how problems are told."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys

import pytest

from handouts.cli import commands, edit, parser
from handouts.cli.environment import LOCK, Environment
from handouts.cli.main import main
from handouts.model.version_ledger import VERSIONS, line_of
from handouts.problems import Problem, Refused, print_notices, print_problems
from handouts.system import swap
from support.project import HANDOUT_FILE, ROOT, TODAY


def test_an_exchange_cut_in_two_is_put_back(tmp_path):
    """Where a system cannot exchange folders, a killed build can leave the old site aside; the next
    command restores it."""
    old = tmp_path / "site.old"
    old.mkdir()
    (old / "index.html").write_text("whole")
    assert swap.restore(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "whole" and not old.exists()


def test_exchange_by_two_renames(tmp_path, monkeypatch):
    """The way of systems without an exchange in one step."""
    monkeypatch.setattr(swap, "_swapped", lambda source, target: False)
    site, new = tmp_path / "site", tmp_path / "site.new"
    for folder, words in ((site, "old"), (new, "new")):
        folder.mkdir()
        (folder / "index.html").write_text(words)
    swap.exchange(new, site)
    assert (site / "index.html").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize(
    "id, message",
    [
        ("Warm Gloves", "An id is small letters, digits and single hyphens, such as keeping-warm."),
        ("../gloves", "An id is small letters, digits and single hyphens, such as keeping-warm."),
        ("dry-hands", "This handout exists already. Ids never change and are never used twice."),
    ],
)
def test_new_refuses_an_id_that_is_no_address_or_taken(project, id, message):
    with pytest.raises(Refused) as refused:
        edit.new(project.root, id, TODAY)
    assert [problem.message for problem in refused.value.problems] == [message]


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


def test_words_in_which_the_check_finds_something_get_no_day(project, monkeypatch, capsys):
    """No line of the ledger is ever taken away, so a mistake would keep its day for ever."""
    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    before = (project.root / VERSIONS).read_text(encoding="utf-8")
    project.edit(HANDOUT_FILE, "Gloves help.", "See [the shed](shed.md). Gloves help.")
    assert main(["date"]) == 1
    assert capsys.readouterr().err.startswith(f"{HANDOUT_FILE}:15: There is no page shed.md")
    assert (project.root / VERSIONS).read_text(encoding="utf-8") == before
    project.edit(HANDOUT_FILE, "See [the shed](shed.md). Gloves", "Warm gloves")
    assert main(["date"]) == 0
    assert (project.root / VERSIONS).read_text(encoding="utf-8") != before


def test_a_changed_care_card_makes_a_draft_of_each_page_that_prints_it(project):
    project.edit("docs/en/cards/emergency.md", "stays white", "stays blue")
    assert list(edit.add_versions(project.root, TODAY)) == [("en", "dry-hands")]


def test_the_clinics_number_does_not_change_a_version(project):
    """The version stands for the words, not for the clinic's edition."""
    before = [handout.version for _, handout in project.library()]
    project.write("docs/clinic.yml", 'emergency: "999"\nname: Hill Clinic\n')
    assert [handout.version for _, handout in project.library()] == before


def test_in_github_actions_problems_are_annotations(capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert print_problems([Problem("docs/a.md", 3, "100% wrong.\nMend it.")]) == 1
    assert capsys.readouterr().out == "::error file=docs/a.md,line=3::100%25 wrong.%0AMend it.\n"
    print_problems([Problem("docs/10%: a, b.md", 0, "Not: a, b.")])
    print_notices([Problem("docs/10%: a, b.md", 0, "Not: a, b.")])
    assert capsys.readouterr().out == (
        "::error file=docs/10%25%3A a%2C b.md,line=1::Not: a, b.\n"
        "::notice file=docs/10%25%3A a%2C b.md,line=1::Not: a, b.\n"
    )


def test_problems_are_told_once_and_in_order(capsys):
    problems = [
        Problem("b.md", 2, "Two."),
        Problem("a.md", 10, "Ten."),
        Problem("a.md", 9, "Nine."),
        Problem("b.md", 2, "Two."),
    ]
    assert print_problems(problems) == 1
    assert (
        capsys.readouterr().err
        == "a.md:9: Nine.\na.md:10: Ten.\nb.md:2: Two.\n3 problems found. Nothing was published.\n"
    )


def test_check_tells_of_the_text_only_where_the_site_is_older(project, monkeypatch, capsys):
    """A page that was never built has no code and no links on the site that could be wrong."""
    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    project.write("site/index.html", "<a href='nowhere/'>x</a>")
    assert main(["check"]) == 0
    output = capsys.readouterr()
    assert output.out == "No problems in 2 handouts.\n"
    assert output.err == (
        "Notice: docs/en/about/index.md: This page is not in site/ yet, so the links there were "
        "not "
        "checked. Build it.\n"
    )


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied", "/x/.cache"),
 OSError(30, "Read-only file system", "/x/.venv"), KeyboardInterrupt()])  # fmt: skip
def test_a_first_run_that_is_refused_or_stopped_ends_in_a_sentence(
    tmp_path, error, monkeypatch, capsys
):
    """Wherever the set-up reads, writes or hands over."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    for step in ("pathlib.Path.mkdir", "subprocess.Popen"):
        environment = Environment(tmp_path / "project")
        with monkeypatch.context() as patch:
            patch.setattr(step, refuse)
            with pytest.raises(SystemExit) as end:
                environment.prepare(LOCK)
        assert end.value.code == (130 if isinstance(error, KeyboardInterrupt) else 1)
        (sentence,) = capsys.readouterr().err.strip().splitlines()[-1:]
        assert "Traceback" not in sentence and sentence.endswith(".")


@pytest.mark.parametrize("name", ["PermissionError(13, 'Permission denied', 'x')",
 "OSError(30, 'Read-only file system', 'x')", "KeyboardInterrupt()"])  # fmt: skip
def test_handing_over_to_the_environment_ends_in_a_sentence(name):
    """Also where what prepares it is done, and the environment's own Python cannot be started."""
    program = (
        "import os, runpy, sys; from handouts.cli import environment as e\n"
        "e.Environment.is_running = lambda self: False; e.Environment.prepare = lambda *_: None\n"
        f"def refuse(*_): raise {name}\n"
        "os.execv = refuse; sys.argv = ['scripts', 'check']\n"
        f"runpy.run_path({str(ROOT / 'scripts')!r}, run_name='__main__')\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
    )
    assert process.returncode == (130 if name.startswith("Key") else 1)
    assert "Traceback" not in process.stderr and process.stderr.strip().endswith(".")


@pytest.mark.parametrize(
    "words, room, is_in_memory",
    [("test --fast", 0, True), ("test --fast", 2**60, False), ("test", 0, False)],
)
def test_fast_tests_write_into_memory_where_it_has_room_and_all_find_what_is_compiled(
    tmp_path, monkeypatch, words, room, is_in_memory
):
    environments = []
    monkeypatch.setattr(commands, "MEMORY", tmp_path)
    monkeypatch.setattr(commands, "ROOM", room)
    monkeypatch.setattr(
        "subprocess.call", lambda *command, **options: environments.append(options["env"]) or 0
    )
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert commands.run_test(parser.parse(words.split())) == 0
    assert (environments[0].get("TMPDIR") == str(tmp_path)) is is_in_memory
    assert "PYTHONDONTWRITEBYTECODE" not in environments[0] and "PATH" in environments[0]
