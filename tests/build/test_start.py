"""What `start` leaves is built at once, and is not built for readers before somebody has read
it."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from handouts.cli import main
from handouts.cli.start.answers import Answers
from handouts.cli.start.plan import make_plan
from handouts.cli.start.run import apply
from handouts.site import link_check
from support.project import Project, keep_cache
from support.sample import write_start_sample


def test_a_started_library_is_built_at_once_but_not_for_an_address(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    build_cache: Path,
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    project = write_start_sample(tmp_path)
    answers = Answers(
        languages=["en", "es"],
        name=["Hill walks", "Paseos"],
        id="hill-walks",
        emergency="999",
        crisis_call="116 123",
        crisis_hours=["any time", "siempre"],
    )
    library = project.library()
    apply(tmp_path, library, make_plan(library, answers, datetime.date.today()))
    shutil.rmtree(tmp_path / ".cache")  # the sample's, which is to show that such files stay
    built = keep_cache(Project(tmp_path), build_cache).build()
    assert list(link_check.check(project.library(), built)) == []
    for root in ("", "es/"):
        for id in ("when-to-get-help", "questions-for-your-visit", "words-to-know"):
            assert f"{root}handouts/{id}/{id}.pdf" in built.files
        page = built.data(f"{root}handouts/when-to-get-help/index.html").decode()
        assert 'href="tel:999"' in page and "unfinished" not in page.lower()
        assert f"{root}packets/first-visit.pdf" in built.files

    monkeypatch.setattr("handouts.cli.project.ROOT", tmp_path)
    monkeypatch.setenv("SITE_URL", "https://clinic.example/")
    capsys.readouterr()
    assert main.main(["build"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10 * 2 + 1 and lines[-1].endswith("Nothing was published.")
    assert all("Unfinished: " in line for line in lines[:-1])
