"""The small library with worksheets, built once and served, for tests that fill them in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.browser import serve
from support.project import ADDRESS, BuiltLibrary, build_once
from support.worksheets import write_worksheets


@pytest.fixture(scope="session")
def worksheets(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    return build_once(
        "worksheets", tmp_path_factory, ADDRESS, lambda folder: write_worksheets(folder).build()
    )


@pytest.fixture
def url(worksheets: BuiltLibrary) -> Iterator[str]:
    with serve(worksheets.site.folder) as url:
        yield url
