"""Workflows may do no more than they must."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.programs import needs
from support.project import ROOT

WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github/workflows").iterdir())}

# Workflows ----------------------------------------------------------------------------------------


def read(name: str) -> dict[str, Any]:
    """Read a workflow as plain text in mappings: `on` stays on."""
    return yaml.load(WORKFLOWS[name].read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (it makes strings only)


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in read(name)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_its_commit_and_says_which_version_that_is(name):
    actions = re.findall(
        r"^\s*(?:- )?uses:(.*)$", WORKFLOWS[name].read_text(encoding="utf-8"), re.M
    )
    assert len(actions) == sum("uses" in step for step in steps(name))
    assert [
        action
        for action in actions
        if not re.fullmatch(r" [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    ] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_and_a_job_says_what_more_it_needs(name):
    workflow = read(name)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job_name, job in workflow["jobs"].items():
        extra_rights = {
            right for right, degree in job.get("permissions", {}).items() if degree != "read"
        }
        assert "timeout-minutes" in job
        if (name, job_name) == ("site.yml", "ledger"):  # see the next test
            assert extra_rights == {"contents"}
        else:
            assert extra_rights <= {"issues", "pages", "id-token"}


def test_the_job_that_may_write_into_the_project_runs_nothing_of_it():
    job = read("site.yml")["jobs"]["ledger"]
    used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
    assert used == ["actions/download-artifact"]
    assert job["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    assert not re.search(r"python|pip|npm|scripts", "".join(map(str, job["steps"])))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_strangers_send_meets_no_rights_and_no_shell(name):
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(read(name)["on"])
    assert "secrets." not in text
    assert [step["run"] for step in steps(name) if "${{" in step.get("run", "")] == []
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_zizmor_finds_no_weak_spot():
    zizmor = Path(sys.executable).with_name("zizmor")
    process = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--quiet", ".github"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout + process.stderr


def test_dependabot_looks_after_packages_and_actions():
    settings = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    assert {
        update["package-ecosystem"]: update["schedule"]["interval"]
        for update in settings["updates"]
    } == {"github-actions": "weekly", "pip": "weekly"}


@needs("bash")
@pytest.mark.parametrize(
    ("table", "status", "exit_code", "commands"),
    [
        ("", 0, 0, ["close 7"]),
        ("Name | ID\na | CVE-1\n", 1, 0, ["edit 7: Name | ID a | CVE-1"]),
        ("", 1, 1, None),  # asking itself failed: red, and no issue
    ],
)
def test_the_audit_tells_what_it_finds_and_fails_where_it_cannot_ask(
    tmp_path: Path, table, status, exit_code, commands
):
    """The workflow's own lines, with stand-ins for the two programs that they call."""
    jobs = read("audit.yml")["jobs"]
    (tmp_path / "table").write_text(table)
    for name, lines in {
        "pipx": f'[[ "$*" == "run pip-audit=="*" --requirement requirements-dev.txt '
        f'--require-hashes "* ]]\ncp table found.md\nexit {status}',
        "gh": 'case "$2" in list) echo 7;; edit) echo "edit $3: $(tr "\\n" " ")" >> told;; *) '
        'echo "$2 $3" >> told;; esac',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/bash\nset -e\n{lines}\n")
        (tmp_path / name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "out"),
        "TITLE": "x",
    }

    def run(job: str, findings: str = "") -> int:
        (lines,) = [step["run"] for step in jobs[job]["steps"] if "run" in step]
        return subprocess.run(
            ["bash", "-e", "-c", lines], cwd=tmp_path, env=environment | {"FOUND": findings}
        ).returncode

    (tmp_path / "out").touch()
    assert run("audit") == exit_code
    if commands is not None:
        output = re.search(r"found<<(\w+)\n(.*)\n\1\n", (tmp_path / "out").read_text(), re.S)
        assert run("tell", output[2] if output else "") == 0
        assert [line.strip() for line in (tmp_path / "told").read_text().splitlines()] == commands
    assert (tmp_path / "told").exists() == (commands is not None)


GH = """\
#!{python}
# GitHub's address for the contents of a file, in a folder: `main` is the file, `refuse` says how \
often a PUT fails since
# somebody else was faster.
import base64, hashlib, json, os, pathlib, sys
words, main, refuse = sys.argv[1:], pathlib.Path("main"), pathlib.Path("refuse")
sha = lambda: hashlib.sha1(main.read_bytes()).hexdigest()
if "PUT" in words:
    body = json.loads(pathlib.Path(words[words.index("--input") + 1]).read_text())
    if int(refuse.read_text()):
        refuse.write_text(str(int(refuse.read_text()) - 1))
        main.write_text(main.read_text() + "en other 2026-11-22.1 0a1b2c\\n")
    if body.get("sha", "") != (sha() if main.exists() else ""):
        sys.exit("gh: 409")
    main.write_bytes(base64.b64decode(body["content"]))
elif not main.exists():
    print('{{"status": "404"}}')
    sys.exit("gh: 404")
elif "--jq" in words:
    print(sha())
else:
    print(main.read_text(), end="")
"""


@needs("bash")
@needs("jq")
@pytest.mark.parametrize(
    ("main", "published", "refused", "after"),
    [
        ("en a 2026-11-21.1 aaaaaa\n", "en a 2026-11-21.1 aaaaaa\nen a 2026-11-22.1 bbbbbb\n", 0,
         ["a 2026-11-21", "a 2026-11-22"]),
        # nothing to write
        ("en a 2026-11-21.1 aaaaaa\n", "en a 2026-11-21.1 aaaaaa\n", 5, ["a 2026-11-21"]),
        ("en b 2026-11-21.1 aaaaaa\n", "en a 2026-11-21.1 aaaaaa\n", 2,
         ["a 2026-11-21", "b 2026-11-21", "other 2026-11-22"]),
        (None, "en a 2026-11-21.1 aaaaaa\n", 0, ["a 2026-11-21"]),
        ("en b 2026-11-21.1 aaaaaa\n",
         "".join(f"en a 2026-11-21.{n} aaaaaa{' top:aaaaaa' * 20}\n" for n in range(1000)), 0,
         None),
    ],
    ids=["new lines", "none", "others are faster", "no file yet", "large"],
)  # fmt: skip
def test_the_ledger_is_committed_and_no_line_of_anybody_is_lost(
    tmp_path: Path, main, published, refused, after
):
    """The workflow's own lines, with a stand-in for gh. A large file fits into no argument of a
    command."""
    (lines,) = [
        step["run"] for step in read("site.yml")["jobs"]["ledger"]["steps"] if "run" in step
    ]
    (tmp_path / "gh").write_text(GH.format(python=sys.executable))
    (tmp_path / "sleep").write_text("#!/bin/bash\n")
    for program in ("gh", "sleep"):
        (tmp_path / program).chmod(0o755)
    if main is not None:
        (tmp_path / "main").write_text(main)
    (tmp_path / "refuse").write_text(str(refused))
    (tmp_path / "versions.txt").write_text(published)
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GH_REPO": "a/b",
        "GITHUB_REF_NAME": "main",
    }
    process = subprocess.run(
        ["bash", "-e", "-c", lines], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert process.returncode == 0, process.stderr
    text = (tmp_path / "main").read_text().splitlines()
    assert text == sorted(text) and {*(main or "").splitlines(), *published.splitlines()} <= set(
        text
    )
    if after:
        assert [line[3:].rpartition(".")[0] for line in text] == after


@needs("bash")
@pytest.mark.parametrize("main", ["en a 2026-11-21.1 aaaaaa\n", None])
def test_publishing_takes_the_newest_ledger_in(tmp_path: Path, main):
    (lines,) = [
        step["run"]
        for step in read("site.yml")["jobs"]["publish"]["steps"]
        if "newest ledger" in step.get("name", "")
    ]
    (tmp_path / "gh").write_text(GH.format(python=sys.executable))
    (tmp_path / "gh").chmod(0o755)
    if main:
        (tmp_path / "main").write_text(main)
    (tmp_path / "docs").mkdir()
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GH_REPO": "a/b",
        "GITHUB_REF_NAME": "main",
    }
    assert (
        subprocess.run(["bash", "-e", "-c", lines], cwd=tmp_path, env=environment).returncode == 0
    )
    assert (tmp_path / "docs/versions.txt").read_text() == (main or "")
