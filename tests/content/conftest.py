"""The library in docs/: read and built once. A test that is about a page which is gone steps aside
and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.browser import serve
from support.docs import build_docs
from support.project import BuiltLibrary


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the count what the library in docs/ reaches: it goes everywhere, at a price, and
    proves little."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def built_library(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The library in docs/ and its site, built once for all tests that only look, whichever worker
    comes first."""
    return build_docs(tmp_path_factory)


@pytest.fixture(scope="session")
def site_url(built_library: BuiltLibrary) -> Iterator[str]:
    """The address of that site on a server of this machine."""
    with serve(built_library.site.folder) as url:
        yield url
