"""The library in docs/: read and built once. A test that is about a page which is gone steps aside
and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.browser import serve
from support.docs import build_docs
from support.project import BuiltLibrary

# The first test in each worker waits until all sheets are set: minutes on a machine that does much
# else, for a new library or with new packages.
SECONDS = 1200


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the count what the library in docs/ reaches: it goes everywhere, at a price, and
    proves little. Wait for its sheets."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("no_cover")
            if not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(SECONDS))


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
