"""The verbs: what they build, and that a failed build leaves the last good site as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from handouts.cli import edit, main
from handouts.problems import Refused
from support.pdf import article_of, jobs_of, set_sheets
from support.project import HANDOUT_FILE, ROOT, TODAY, BuiltLibrary, Project, checksums

Run = Callable[..., int]


@pytest.fixture
def run(project: Project, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the small library in this process, and returns its exit status."""

    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    return lambda *words: main.main(list(words))


@pytest.mark.parametrize("code", ["en", "es"])
def test_check_tells_a_broken_file_of_words_once_beside_a_site_too(
    bilingual_project: Project, run: Run, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    bilingual_project.write("docs/addresses.txt", "/es/feed.xml\n/es/handouts/dry-hands/\n")
    bilingual_project.write("site/index.html", "<!doctype html><title>x</title>")
    bilingual_project.edit(f"docs/{code}/words.yml", "\nwords:", "\nwrods:")
    status = run("check")
    line = bilingual_project.line_of(f"docs/{code}/words.yml", "wrods:")
    assert capsys.readouterr().err.splitlines() == [
        f"docs/{code}/words.yml:{line}: `wrods` is not a field here. Did you mean `words`?",
        "1 problem found. Nothing was published.",
    ]
    assert status == 1


def test_a_refused_build_leaves_the_last_good_site(
    project: Project, small_site: BuiltLibrary
) -> None:
    shutil.copytree(small_site.site.folder, project.root / "site")
    before = checksums(project.root / "site")
    project.edit(HANDOUT_FILE, "[^soil-2020]", "[^sand-2020]")
    project.edit("docs/en/about/index.md", "Every fact", "<b>Every</b> fact")
    with pytest.raises(Refused) as refused:
        project.build()
    problems = [str(problem) for problem in refused.value.problems]
    assert (
        f"{HANDOUT_FILE}:14: No source is called sand-2020. Add it to docs/sources.yml or correct "
        f"the name." in problems
    )
    assert (
        "docs/en/about/index.md:6: Pages hold no HTML: <b> would be shown as it stands. Use "
        "Markdown." in problems
    ), "all at once"
    assert checksums(project.root / "site") == before
    assert list(project.root.glob("site.new*")) == []


EXAMPLE = """\
3: This is still the example: “Say in one sentence what this page will do for the reader.” Write \
your own.
14: No source is called source-id. Add it to docs/sources.yml or correct the name.
14: This is still the example: “Write the most important thing first.” Write your own.
15: No source is called source-id. Add it to docs/sources.yml or correct the name.
15: This is still the example: “Write at most fifteen words in each point.” Write your own.
16: No source is called source-id. Add it to docs/sources.yml or correct the name.
16: This is still the example: “Write three to five points.” Write your own.
18: The id #first-question is still the example's, and an id is for ever. Write one that says \
what stands here.
18: This is still the example: “What is the first question?” Write your own.
20: No source is called source-id. Add it to docs/sources.yml or correct the name.
20: This is still the example: “Answer it in short sentences.” Write your own.
22: The id #second-question is still the example's, and an id is for ever. Write one that says \
what stands here.
22: This is still the example: “What is the second question?” Write your own.
24: No source is called source-id. Add it to docs/sources.yml or correct the name.
24: This is still the example: “Each heading has a fixed name after the # sign, so that links to \
it never break.” Write your own.
28: This is still the example: “Write one step.” Write your own.
29: This is still the example: “Write the next step.” Write your own.
30: This is still the example: “Write the last step.” Write your own.
39: This is still the example: “What is the first thing to ask?” Write your own.
40: This is still the example: “What is the second thing to ask?” Write your own.
41: This is still the example: “What is the third thing to ask?” Write your own.
"""


def test_new_writes_a_page_that_passes_every_check_but_for_what_is_to_be_written(
    project: Project,
) -> None:
    name = edit.new(project.root, "warm-gloves", TODAY)
    assert name == "docs/en/handouts/warm-gloves.md"
    project.edit(
        "docs/en/index.md",
        "Start here.",
        "Start here.\n- [Gloves](handouts/warm-gloves.md) Warm ones.",
    )
    assert (
        "".join(f"{problem}\n".removeprefix(f"{name}:") for problem in project.problems())
        == EXAMPLE
    )

    lines = (project.root / name).read_text(encoding="utf-8").split("\n")
    for line in {int(problem.partition(":")[0]) for problem in EXAMPLE.splitlines()}:
        start = re.match(r"(summary:|  -|- (?:\[ \] )?|##|)[ ]?", lines[line - 1])[0]
        cited = " [^source-id]" if "[^" in lines[line - 1] else ""
        lines[line - 1] = f"{start}Wool keeps hands warm{cited}" + (
            f" {{ #wool-{line} }}" if start == "## " else "."
        )
    project.write(name, "\n".join(lines))
    sentence = "No source is called source-id. Add it to docs/sources.yml or correct the name."
    assert [str(problem) for problem in project.problems()] == [
        f"{name}:{line}: {sentence}" for line in (14, 15, 16, 20, 24)
    ], "no source was made up"
    project.write(name, "\n".join(lines).replace("source-id", "soil-2020"))
    project.date()
    assert project.problems() == []
    library = project.library()
    handout = library.languages[0].by_id["warm-gloves"]
    sheets = set_sheets(library, jobs_of(library, {handout.id: article_of(library, handout)}))
    assert "handouts/warm-gloves/warm-gloves.pdf" in [sheet.address for sheet in sheets]


def test_exit_statuses(project: Project, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == 0
    project.edit(HANDOUT_FILE, "title: Dry garden hands", "titel: Dry garden hands")
    assert run("check") == 1
    assert "`titel` is not a field here. Did you mean `title`?" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        run("biuld")


def run_mkdocs(project: Project) -> subprocess.CompletedProcess[str]:
    """Build a preview by MkDocs itself."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=project.root,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


def test_a_bare_mkdocs_build_is_a_preview_with_pdfs(project: Project) -> None:
    process = run_mkdocs(project)
    assert process.returncode == 0, process.stderr
    sheet = project.root / "site-preview/handouts/dry-hands/dry-hands.pdf"
    assert sheet.read_bytes().startswith(b"%PDF")
    assert (project.root / "site-preview/catalog.json").exists()


def test_a_bare_mkdocs_build_tells_problems_without_a_trace(project: Project) -> None:
    project.edit(HANDOUT_FILE, "[^soil-2020]", "[^sand-2020]")
    process = run_mkdocs(project)
    assert process.returncode == 1
    assert "No source is called sand-2020" in process.stderr and "Traceback" not in process.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
def test_a_reader_who_stops_reading_is_no_problem(project: Project) -> None:
    """As in `python3 scripts check | head -1`."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from handouts.cli "
        "import main, project;"
        "project.ROOT = Path(sys.argv[2]); sys.stdout.reconfigure(line_buffering=True); "
        "sys.exit(main.main(['check']))"
    )
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "scripts"), str(project.root)],
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    os.close(write)
    assert process.stderr == b""
