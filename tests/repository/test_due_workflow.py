"""The workflow that keeps one issue on the pages that are due."""

from __future__ import annotations

import subprocess

import pytest
import yaml

from support.programs import needs
from support.project import ROOT

# Pages that are due -------------------------------------------------------------------------------

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/due.yml").read_text(encoding="utf-8"))


@needs("bash")
@pytest.mark.parametrize(
    "open_issue, status, words, commands",
    [
        ("", 0, "", []),
        (
            "",
            1,
            "- [ ] one",
            ["issue create --title Pages are due to be checked again --body-file due.md"],
        ),
        ("7", 1, "- [ ] one", ["issue edit 7 --body-file due.md"]),
        ("7", 0, "", ["issue close 7 --comment All pages were checked."]),
        ("7", 1, "", None),
        ("7", 2, "usage", None),
    ],
)
def test_the_workflow_keeps_one_issue(tmp_path, open_issue, status, words, commands):
    """Its own script, with a `gh` and a `python3` that only say what they were asked."""
    step = WORKFLOW["jobs"]["due"]["steps"][-1]
    for name, script in (
        ("gh", f'[ "$2" = list ] && echo "{open_issue}" && exit; echo "$@" >> {tmp_path}/asked'),
        ("python3", f'printf "%s" "{words}"; exit {status}'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    process = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "TITLE": step["env"]["TITLE"]},
    )
    calls = (tmp_path / "asked").read_text().splitlines() if (tmp_path / "asked").exists() else []
    assert (process.returncode == 0, calls) == (commands is not None, commands or [])


def test_the_workflow_may_write_issues_and_nothing_else():
    assert WORKFLOW["permissions"] == {} and WORKFLOW["jobs"]["due"]["permissions"] == {
        "contents": "read",
        "issues": "write",
    }
    site = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert all(
        step["uses"] in site for step in WORKFLOW["jobs"]["due"]["steps"] if "uses" in step
    ), "the same pinned actions"
