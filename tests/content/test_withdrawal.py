"""Any page of the real library can be taken down at once, with one entry in docs/moved.yml."""

from __future__ import annotations

import datetime
import shutil
from functools import cache
from pathlib import Path

import pytest
import yaml

from handouts.checks import context, run
from handouts.loading import library_loader, settings, yaml_reader
from handouts.model.data_files import CODES, MOVES, clinic_file
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Page
from handouts.pages.article import Article
from support.project import ROOT

TODAY = datetime.date.today()  # a clinic may have withdrawn a page this very day

LIBRARY = library_loader.read(ROOT, settings.read(ROOT))[0]
IDS = [handout.id for handout in LIBRARY.languages[0].handouts]


@cache
def article(path: str) -> Article:
    """A page as it is rendered: its words hang on no other page."""
    language, page = next(
        (language, page)
        for language in LIBRARY.languages
        for page in language.all_pages
        if page.source.path == path
    )
    return context.render(LIBRARY, language, page)


def render(language: Language, page: Handout | Page) -> Article:
    return article(page.source.path)


def problems(library: Library) -> set[str]:
    return {str(problem) for problem in run.check(library, TODAY, render)}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withdrawal")
    shutil.copytree(ROOT / "docs", folder / "docs")
    for configuration in ROOT.glob("mkdocs*.yml"):
        shutil.copy(configuration, folder)
    return folder


@cache
def known_problems() -> set[str]:
    return problems(LIBRARY)


class WholeDumper(yaml.SafeDumper):
    """Writes what stands twice out twice, since people write no references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@pytest.mark.parametrize("ids", [IDS[::2], IDS[1::2]], ids=["one half", "the other half"])
def test_nothing_stands_in_the_way_but_a_code_that_it_answers(root: Path, ids: list[str]) -> None:
    """Which handout answers a diagnosis instead is a person's choice.

    Half of the handouts are withdrawn at a time, so that the other half goes on to link to them.
    """
    reason = {language.code: "A step may hurt" for language in LIBRARY.languages}
    for file in (clinic_file(MOVES), MOVES):
        text = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).exists() else ""
        moves = yaml_reader.parse(text, file)[0] or {}
        withdrawn = moves.setdefault("withdrawn", {})
        for entry in withdrawn.values():
            entry.pop("instead", None)  # which may be one that is withdrawn here
        if file == MOVES:
            withdrawn |= {id: {"on": TODAY, "reason": reason} for id in ids}
        if file == MOVES or (ROOT / file).exists():
            yaml_text = yaml.dump(moves, Dumper=WholeDumper, allow_unicode=True)
            (root / file).write_text(yaml_text, encoding="utf-8")
    library, reading = library_loader.read(root, settings.read(root))
    assert library.languages[0].by_id.keys() == {*IDS} - {*ids}
    new_problems = {*map(str, reading), *problems(library)} - known_problems()
    assert [each for each in new_problems if not each.startswith(f"{CODES}:")] == []
