"""A window of each engine, opened once by each worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

from support.engines import ENGINES, CommandError, Missing, Window


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    """A window of Chromium, Firefox or WebKit. Where one is not installed, its tests are left
    out."""
    folder = tmp_path_factory.mktemp(request.param)
    try:
        with ENGINES[request.param](folder) as window:
            yield window
    except Missing as missing:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"{request.param}: {missing}, and REQUIRE_BROWSER asks for it.")
        pytest.skip(f"{request.param}: {missing}")


@pytest.fixture
def window(engine: Window) -> Iterator[Window]:
    """That window as wide as a desk, and after the test without what pages stored."""
    engine.resize(1280, 900)
    yield engine
    with suppress(CommandError):  # an empty page stores nothing
        engine.evaluate("localStorage.clear()")
    engine.open("about:blank")
