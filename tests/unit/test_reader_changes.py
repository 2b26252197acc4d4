"""What readers will see changed: cards, renamed pages and lists too, and nothing else."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from handouts.cli import main
from handouts.cli import project as cli_project
from handouts.outputs.reader_changes import changes, to_markdown
from handouts.problems import Problem, print_problems
from support.project import HANDOUT_FILE, Project

CARD_FILE = "docs/en/cards/emergency.md"


def changed(project: Project, before: Project) -> str:
    return to_markdown(list(changes(before.library(), project.library())))


@pytest.fixture
def before(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The library as it was before a test changes it."""
    folder = tmp_path_factory.mktemp("before")
    shutil.copytree(project.root, folder, dirs_exist_ok=True)
    return Project(folder)


def test_a_sentence_is_shown_as_it_was_and_as_it_is(project: Project, before: Project):
    project.edit(HANDOUT_FILE, "- [ ] Wash off the soil.", "- [ ] Rinse off *all* soil.")
    assert (
        changed(project, before)
        == """\
## What readers will see changed

### Dry garden hands

`docs/en/handouts/dry-hands.md`

- Before: Wash off the soil.
  Now: Rinse off all soil.
"""
    )


def test_a_card_changes_each_page_that_shows_it(project: Project, before: Project):
    project.edit(CARD_FILE, "stays white", "stays blue")
    assert "Now: your hand turns white and stays blue" in changed(project, before)


def test_what_readers_do_not_see_is_no_change(project: Project, before: Project):
    project.edit(HANDOUT_FILE, "order: 10", "order: 15")
    project.edit("docs/sources.yml", "why: Tips from members.", "why: Tips.")
    assert changed(project, before) == "Readers will see no words changed.\n"


def test_pages_that_are_new_renamed_or_gone(project: Project, before: Project):
    text = (project.root / HANDOUT_FILE).read_text()
    project.write("docs/en/handouts/wet-hands.md", text.replace("Dry garden", "Wet garden"))
    (project.root / HANDOUT_FILE).rename(project.root / "docs/en/handouts/cracked-hands.md")
    project.write("docs/moved.yml", "moved: {dry-hands: cracked-hands}\n")
    project.date()
    report = changed(project, before)
    assert "### Wet garden hands (new)" in report
    assert "Dry garden hands" not in report
    assert "### Wet garden hands (gone)" in to_markdown(
        list(changes(project.library(), before.library()))
    )


def test_signs_of_markdown_stay_signs():
    from handouts.outputs.reader_changes import PageChange

    change = PageChange("a.md", "<b>A</b>", "en", "changed", (("a *b*", "@all"),))
    report = to_markdown([change])
    assert "\\<b\\>A\\</b\\>" in report
    assert "Now: \\@all" in report


def test_the_command_compares_with_a_commit(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(cli_project, "ROOT", project.root)

    def git(*words: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@a.example"]
        subprocess.run(["git", *identity, *words], cwd=project.root, check=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    assert main.main(["changes"]) == 0
    assert capsys.readouterr().out == "Readers will see no words changed.\n"
    project.edit(HANDOUT_FILE, "Rest your hands.", "Rest both hands.")
    assert main.main(["changes", "HEAD"]) == 0
    assert "Now: Rest both hands." in capsys.readouterr().out
    assert main.main(["changes", "nowhere"]) == 1
    assert "nowhere: The files of this commit cannot be had" in capsys.readouterr().err


def test_all_problems_stand_in_the_summary_of_a_run(tmp_path, monkeypatch: pytest.MonkeyPatch):
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    print_problems([Problem("a.md", line, f"Write {line} | <b>.") for line in range(1, 13)])
    lines = summary.read_text().splitlines()
    assert lines[0] == "## To mend: 12"
    assert len(lines) == 4 + 12
    assert lines[-1] == "| `a.md:12` | Write 12 \\| \\<b\\>. |"
