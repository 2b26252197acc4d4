"""The real library is right with the numbers of a clinic in another country, and with its page
about itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from handouts.checks import run
from handouts.loading import library_loader, settings
from handouts.model.data_files import CLINIC, clinic_file
from support.clinic import PARKING
from support.docs import IS_OURS
from support.project import ROOT


@pytest.mark.parametrize("text", ["", 'text: "85258", '])
def test_what_the_readme_says_to_write_is_enough(tmp_path: Path, text: str) -> None:
    """The emergency number, and the crisis line in each language, with or without text messages."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for configuration in ROOT.glob("mkdocs*.yml"):
        shutil.copy(configuration, tmp_path)
    site = settings.read(tmp_path)
    lines = "".join(
        f'    {edition.code}: {{call: "116 123", {text}hours: "0–24"}}\n'
        for edition in site.editions
    )
    file = tmp_path / clinic_file(CLINIC)
    file.parent.mkdir(exist_ok=True)
    clinic = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    clinic |= {"emergency": "999", "crisis": {"emergency": "999", "lines": yaml.safe_load(lines)}}
    file.write_text(yaml.safe_dump(clinic, allow_unicode=True), encoding="utf-8")
    if IS_OURS:  # so in English, with nothing of a clinic's own beside it
        page = tmp_path / "docs/clinic/en/handouts/parking.md"
        page.parent.mkdir(parents=True)
        page.write_text(PARKING, encoding="utf-8")
    library, problems = library_loader.read(tmp_path, site)
    assert [*map(str, problems), *map(str, run.check(library))] == []
