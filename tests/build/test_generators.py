"""Another generator makes the same library, byte for byte, and a build tells what any of them
says."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment

import hooks
from handouts.build import mkdocs, pipeline
from handouts.build.pipeline import GENERATORS
from handouts.cli import commands
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.problems import Problem, Refused
from support.project import HANDOUT_FILE, Project, checksums, write_site

installed = pytest.mark.skipif(not find_spec("properdocs"), reason="ProperDocs is not installed")


def test_templates_are_kept_as_they_are_compiled_until_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = SimpleNamespace(extra={"house": (SimpleNamespace(root=tmp_path), None)})
    compiled = []
    monkeypatch.setattr(
        Environment,
        "compile",
        lambda *words, compile=Environment.compile: compiled.append(words) or compile(*words),
    )

    def rendered(text: str) -> str:
        environment = Environment(loader=DictLoader({"page.html": text}), autoescape=True)
        return hooks.on_env(environment, config, None).get_template("page.html").render()

    assert [rendered(text) for text in ("soil", "soil", "clay")] == ["soil", "soil", "clay"]
    assert len(compiled) == 2


@installed
def test_both_generators_make_the_same_bytes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://soil.example/garden/")
    project.edit(
        HANDOUT_FILE, "Dry garden hands", "Dry & “cracked” < garden > hands"
    )  # what templates must not mistake for HTML
    project.date()
    project.build()
    pipeline.build(project.root, project.root / "other", generator="properdocs")
    assert checksums(project.root / "site") == checksums(project.root / "other")
    assert sorted(
        path.name for path in project.root.iterdir() if path.name.startswith(("site", "other"))
    ) == ["other", "site"]


@pytest.mark.parametrize("generator", ["mkdocs", pytest.param("properdocs", marks=installed)])
def test_what_a_generator_complains_about_is_told_at_its_page(
    project: Project, generator: str
) -> None:
    project.edit(HANDOUT_FILE, "words-to-know.md#words", "words-to-know.md#wards")
    library = project.library()
    assert [
        problem.path
        for problem in GENERATORS[generator](library, library.languages[0], project.root / "en")
    ] == [HANDOUT_FILE]


@pytest.mark.parametrize("generator", ["mkdocs", pytest.param("properdocs", marks=installed)])
def test_a_generator_that_fails_is_one_sentence(project: Project, generator: str) -> None:
    project.edit("mkdocs.yml", "name: material", "name: gone")
    with pytest.raises(Refused) as refused:
        pipeline.build(project.root, project.root / "site", generator=generator)
    assert {problem.path for problem in refused.value.problems} == {"mkdocs.yml"}
    assert "gone" in refused.value.problems[0].message
    assert not any("Traceback" in problem.message for problem in refused.value.problems)


@pytest.mark.parametrize("is_undone", [False, True])
def test_words_that_break_during_a_build_are_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, is_undone: bool
) -> None:
    """What we say of the sources does not come back through the log of a generator."""
    make_pages = GENERATORS["mkdocs"]

    def make_pages_of_broken_words(
        library: Library, language: Language, folder: Path
    ) -> list[Problem]:
        project.edit(HANDOUT_FILE, "category: ", "categroy: ")
        problems = make_pages(library, language, folder)
        if is_undone:
            project.edit(HANDOUT_FILE, "categroy: ", "category: ")
        return problems

    monkeypatch.setitem(GENERATORS, "mkdocs", make_pages_of_broken_words)
    with pytest.raises(Refused) as refused:
        project.build()
    problems = refused.value.problems
    if is_undone:
        assert [str(problem) for problem in problems] == [f"mkdocs.yml: {hooks.CHANGED}"]
    else:
        assert {problem.path for problem in problems} == {HANDOUT_FILE}
        assert all(problem.line for problem in problems)
        assert any("categroy" in problem.message for problem in problems)


def test_a_generator_that_is_not_installed_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mkdocs, "find_spec", lambda name: None)
    library = project.library()
    assert GENERATORS["properdocs"](library, library.languages[0], project.root / "en") == [
        Problem(
            "pyproject.toml",
            0,
            "properdocs is not installed. It is among the packages for developers.",
        )
    ]


def test_the_files_that_differ_between_two_builds_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_site(tmp_path / "old", {"a.html": "<p>", "b.pdf": "%PDF", "c/d.html": "<b>"})
    new = write_site(tmp_path / "new", {"a.html": "<p>", "c/d.html": "<i>", "e.html": "<p>"})
    assert commands._compare(old, old) == 0
    assert commands._compare(old, new) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Every file is the same as in old/.",
        "Only in old/: b.pdf",
        "Only in new/: e.html",
        "Not the same: c/d.html",
    ]
