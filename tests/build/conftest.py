"""Whole builds: what none of these tests is about, web fonts and unchanged PDFs, is found made."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.clinic import write_clinic
from support.project import BuiltLibrary, Project, build_once, keep_cache


@pytest.fixture(scope="session")
def build_cache(small_site: BuiltLibrary) -> Path:
    """What the build of the small library left for the next one."""
    return small_site.site.folder.parent / ".cache"


@pytest.fixture
def project(project: Project, build_cache: Path) -> Project:
    """The small library, after a build of it."""
    return keep_cache(project, build_cache)


@pytest.fixture(scope="session")
def clinic_site(tmp_path_factory: pytest.TempPathFactory, build_cache: Path) -> BuiltLibrary:
    """The library of a clinic and its site, without an address, for tests that only look."""
    return build_once(
        "clinic",
        tmp_path_factory,
        "",
        lambda folder: keep_cache(write_clinic(folder), build_cache).build(),
    )
