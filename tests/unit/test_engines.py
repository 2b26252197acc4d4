"""The browsers of `test --engines`: one that is not installed is named, and every room of tests is
run by a command."""

from __future__ import annotations

import tomllib

import pytest

from support.project import ROOT

pytest_plugins = ["pytester"]
MISSING = (
    "chromium: chromedriver is not installed",
    "firefox: firefox-esr or firefox is not installed",
    "webkit: WebKitWebDriver is not installed",
)


@pytest.mark.parametrize(
    ("required", "outcome"), [("", {"skipped": 3}), ("1", {"errors": 3})], ids=["", "required"]
)
def test_a_browser_that_is_not_installed_is_named(pytester, monkeypatch, required, outcome):
    """Elsewhere its tests are left out; on a build server they fail."""
    pytester.makepyfile("def test_window(window): pass")
    monkeypatch.setenv("PATH", str(pytester.path))
    monkeypatch.setenv("REQUIRE_BROWSER", required)
    result = pytester.runpytest_inprocess("-rsE", "-p", "engines.conftest")
    result.assert_outcomes(**outcome)
    assert [line for line in MISSING if line not in result.stdout.str()] == []


def test_every_room_of_tests_is_run_by_a_command():
    """`test` runs all but the engines, which have a command of their own."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/*/test_*.py")}
    assert rooms == {*options["pytest"]["ini_options"]["testpaths"], "tests/engines"}
