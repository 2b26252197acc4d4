"""Unit tests are many and small: what costs each of them a little is done once for all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.memory import work_done_once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a signal end a test that hangs: no browser is at work here, and no thread is needed for
    each test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(300, method="signal"))


@pytest.fixture(scope="session", autouse=True)
def _done_once() -> Iterator[None]:
    """Most tests change one file of the same small library."""
    with work_done_once():
        yield
    gc.freeze()  # pytest ends with collections, each of which would look at all that was done
