"""The small library with worksheets, built once and served, for tests that fill them in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.browser import serve
from support.project import ADDRESS, BuiltLibrary, build_once
from support.worksheets import write_worksheets


@pytest.fixture(scope="session")
def worksheets(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The library and its site, built once for all workers."""
    return build_once(
        "worksheets", tmp_path_factory, ADDRESS, lambda folder: write_worksheets(folder).build()
    )


@pytest.fixture(scope="session")
def url(worksheets: BuiltLibrary) -> Iterator[str]:
    """The address of that site on a server of this machine."""
    with serve(worksheets.site.folder) as url:
        yield url
