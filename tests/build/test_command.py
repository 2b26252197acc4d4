"""The verbs, each in a process of its own: what they build, and that a failed build leaves the last
good site as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from handouts.cli import edit, main
from handouts.problems import Problem, Refused
from support.project import HANDOUT_FILE, ROOT, TODAY, Project, checksums


def run(project, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python3 scripts …` on the small library, in a process of its own."""
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "from pathlib import Path; from handouts.cli import main, project; project.ROOT = "
        "Path(sys.argv.pop(1));"
        "sys.exit(main.main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "scripts"), str(project.root), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=120,
    )


Here = Callable[..., int]


@pytest.fixture
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Runs a command on the small library in this process, and returns its exit status."""

    def run_here(*words: str) -> int:
        monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
        return main.main(list(words))

    return run_here


@pytest.mark.parametrize("code", ["en", "es"])
def test_check_tells_a_broken_file_of_words_once_beside_a_site_too(
    bilingual_project, here, capsys, code
):
    bilingual_project.write("docs/addresses.txt", "/es/feed.xml\n/es/handouts/dry-hands/\n")
    bilingual_project.write("site/index.html", "<!doctype html><title>x</title>")
    bilingual_project.edit(f"docs/{code}/words.yml", "\nwords:", "\nwrods:")
    status = here("check")
    line = next(
        number
        for number, text in enumerate(
            (bilingual_project.root / f"docs/{code}/words.yml").read_text().split("\n"), 1
        )
        if text == "wrods:"
    )
    assert capsys.readouterr().err.splitlines() == [
        f"docs/{code}/words.yml:{line}: `wrods` is not a field here. Did you mean `words`?",
        "1 problem found. Nothing was published.",
    ]
    assert status == 1


def test_a_refused_build_leaves_the_last_good_site(project, small_site):
    shutil.copytree(small_site.site.folder, project.root / "site")
    before = checksums(project.root / "site")
    project.edit(HANDOUT_FILE, "[^soil-2020]", "[^sand-2020]")
    project.edit("docs/en/about/index.md", "Every fact", "<b>Every</b> fact")
    with pytest.raises(Refused) as refused:
        project.build()
    said = [str(problem) for problem in refused.value.problems]
    assert (
        f"{HANDOUT_FILE}:14: No source is called sand-2020. Add it to docs/sources.yml or correct "
        f"the name." in said
    )
    assert (
        "docs/en/about/index.md:6: Pages hold no HTML: <b> would be shown as it stands. Use "
        "Markdown." in said
    ), "all at once"
    assert checksums(project.root / "site") == before
    assert list(project.root.glob("site.new*")) == []


def test_what_only_mkdocs_finds_is_told_as_a_problem(project):
    project.edit("mkdocs.yml", "  name: material", "  name: no-such-theme")
    with pytest.raises(Refused) as refused:
        project.build()
    assert all(
        isinstance(problem, Problem) and "Traceback" not in problem.message
        for problem in refused.value.problems
    )
    assert "no-such-theme" in str(refused.value)


def test_a_broken_link_in_a_template_stops_the_build(project):
    """What no writer wrote is still found, on the built site."""
    project.edit("mkdocs.yml", "favicon: assets/favicon.svg", "favicon: assets/gone.svg")
    with pytest.raises(Refused) as refused:
        project.build()
    assert "There is nothing at the address assets/gone.svg." in str(refused.value)


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


def test_new_writes_a_page_that_passes_every_check_but_for_what_is_to_be_written(project):
    name = edit.new(project.root, "warm-gloves", TODAY)
    assert name == "docs/en/handouts/warm-gloves.md"
    project.edit(
        "docs/en/index.md",
        "Start here.",
        "Start here.\n- [Gloves](handouts/warm-gloves.md) Warm ones.",
    )
    assert "".join(f"{one}\n".removeprefix(f"{name}:") for one in project.problems()) == EXAMPLE

    lines = (project.root / name).read_text(encoding="utf-8").split("\n")
    for line in {int(told.partition(":")[0]) for told in EXAMPLE.splitlines()}:
        start = re.match(r"(summary:|  -|- (?:\[ \] )?|##|)[ ]?", lines[line - 1])[0]
        cited = " [^source-id]" if "[^" in lines[line - 1] else ""
        lines[line - 1] = f"{start}Wool keeps hands warm{cited}" + (
            f" {{ #wool-{line} }}" if start == "## " else "."
        )
    project.write(name, "\n".join(lines))
    sentence = "No source is called source-id. Add it to docs/sources.yml or correct the name."
    assert [str(one) for one in project.problems()] == [
        f"{name}:{line}: {sentence}" for line in (14, 15, 16, 20, 24)
    ], "no source was made up"
    project.write(name, "\n".join(lines).replace("source-id", "soil-2020"))
    project.date()
    assert project.problems() == []
    built = project.build()
    assert "handouts/warm-gloves/warm-gloves.pdf" in built.files


def test_exit_statuses(project, here):
    assert here("check") == 0
    project.edit(HANDOUT_FILE, "title: Dry garden hands", "titel: Dry garden hands")
    failed = run(project, "check")
    assert failed.returncode == 1
    assert "`titel` is not a field here. Did you mean `title`?" in failed.stderr
    assert "Traceback" not in failed.stderr + failed.stdout
    with pytest.raises(SystemExit, match="2"):
        here("biuld")


def test_timings_name_the_parts(here, capsys):
    assert here("build", "--timings") == 0
    said = capsys.readouterr().out
    for part in ("pages", "languages", "languages: content checks", "PDFs", "links", "all"):
        assert re.search(rf"^ +\d+\.\d\d s  {part}$", said, re.M), part


def bare_mkdocs_build(project: Project) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=project.root,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


def test_a_bare_mkdocs_build_is_a_preview_with_pdfs(project):
    done = bare_mkdocs_build(project)
    assert done.returncode == 0, done.stderr
    assert (
        (project.root / "site-preview/handouts/dry-hands/dry-hands.pdf")
        .read_bytes()
        .startswith(b"%PDF")
    )
    assert (project.root / "site-preview/catalog.json").exists()


def test_a_bare_mkdocs_build_tells_problems_without_a_trace(project):
    project.edit(HANDOUT_FILE, "[^soil-2020]", "[^sand-2020]")
    done = bare_mkdocs_build(project)
    assert done.returncode == 1
    assert "No source is called sand-2020" in done.stderr and "Traceback" not in done.stderr


def test_a_second_language_builds_beside_the_first(project):
    """One folder, one small configuration, one file of words; each language has its own search and
    links to the other."""
    project.write(
        "mkdocs.fr.yml",
        "INHERIT: mkdocs.yml\ndocs_dir: docs/fr\nsite_dir: site-preview/fr\n"
        "theme: {language: fr}\n",
    )
    words = (
        (project.root / "docs/en/words.yml")
        .read_text()
        .replace("language: English", "language: Français", 1)
        .replace("white hand,", "main blanche,", 1)
    )
    project.write("docs/fr/words.yml", words)
    project.write(
        "docs/fr/cards/emergency.md",
        '---\ntitle: "Appelez le {emergency} si :"\nlevel: 3\n---\n\n'
        "- votre main reste blanche [^soil-2020]\n",
    )
    project.write(
        "docs/fr/index.md",
        "---\ntitle: Mains au jardin\nsummary: Pour les mains qui travaillent.\n---\n\n"
        "- [Mains](handouts/dry-hands.md)\n",
    )
    body = (
        (project.root / HANDOUT_FILE)
        .read_text()
        .split("---\n", 2)[2]
        .replace("[the list of words](words-to-know.md#words)", "la liste")
    )
    version = next(one.version for _, one in project.library() if one.id == "dry-hands")
    project.write(
        "docs/fr/handouts/dry-hands.md",
        "---\ntitle: Mains sèches\nsummary: Pourquoi la terre sèche les mains.\n"
        f"translated: {version}\n---\n{body}",
    )
    project.date()
    built = project.build()
    assert {
        "fr/index.html",
        "fr/handouts/dry-hands/dry-hands.pdf",
        "fr/search-index.js",
    } <= built.files
    assert "fr/404.html" not in built.files
    english, french = (
        built.data(f"{root}handouts/dry-hands/index.html").decode() for root in ("", "fr/")
    )
    assert (
        'href="../../fr/handouts/dry-hands/" lang="fr"' in english
        and 'href="../../../handouts/dry-hands/" lang="en"' in french
    )
    assert b"Mains s" in built.data("fr/search-index.js") and b"Mains s" not in built.data(
        "search-index.js"
    )
    assert 'Appelez le <a href="tel:112">112</a> si' in french


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
def test_a_reader_who_stops_reading_is_no_problem(project):
    """As in `python3 scripts check | head -1`."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from handouts.cli "
        "import main, project;"
        "project.ROOT = Path(sys.argv[2]); sys.stdout.reconfigure(line_buffering=True); "
        "sys.exit(main.main(['check']))"
    )
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "scripts"), str(project.root)],
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    os.close(write)
    assert done.stderr == b""
