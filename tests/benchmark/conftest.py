"""What is measured is the library in docs/."""

from __future__ import annotations

import pytest

from support.docs import build_docs
from support.project import BuiltLibrary


@pytest.fixture(scope="session")
def built_library(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The library in docs/ and its site, built once for all measurements."""
    return build_docs(tmp_path_factory)
