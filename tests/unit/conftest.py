"""Unit tests are many and small: what costs each of them a little is done once for all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from handouts.loading import validation, yaml_reader


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a signal end a test that hangs: no browser is at work here, and no thread is needed for
    each test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(300, method="signal"))


@pytest.fixture(scope="session", autouse=True)
def _yaml_read_once() -> Iterator[None]:
    """Read each YAML text once: most tests change one file of the same small library, and nobody
    changes what was read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "read_entries", cache(yaml_reader.read_entries))
        patch.setattr(validation, "read_entries", yaml_reader.read_entries)
        yield
