"""Unit tests are many and small: what costs each of them a little is done once for all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a signal end a test that hangs: no browser is at work here, and no thread is needed for
    each test."""
    for item in items:
        if _is_unit_test(item):
            item.add_marker(pytest.mark.timeout(300, method="signal"))


def _is_unit_test(item: pytest.Item) -> bool:
    """Return whether a test stands in this folder: hooks of all tests come by."""
    return Path(__file__).parent in item.path.parents


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Remember what earlier tests read: most change one file of the same small library.

    For tests of this folder alone, with their fixtures: others change what they read.
    """
    from support.memory import work_done_once  # loads the machine

    with work_done_once() if _is_unit_test(item) else nullcontext():
        return (yield)


def pytest_sessionfinish() -> None:
    """Spare pytest's last collections a look at all that was remembered."""
    gc.freeze()
