"""What is about the words of this library as it is handed out steps aside in a clinic's copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.docs import LIBRARY


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests out where words of a clinic's own come before the library's.

    They know which handout answers a question, and in which words. What must hold for any words
    `check` tells, so a clinic's withdrawal is published all the same.
    """
    if not LIBRARY.clinic_files:
        return
    reason = "docs/clinic/ has words of a clinic's own, and this is about the library's"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))
