"""The same words make the same bytes: in any folder, time zone, locale, umask and hash seed, for
any user, on any day."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from support.project import HANDOUT_FILE, ROOT, checksums, keep_cache, write_project

# What every Python process of a build meets first: the clock shows another day, and another user
# asks.
ELSEWHERE = """
import datetime, os, time
shift = int(os.environ["SHIFTED"])
real = time.time
class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(real() + shift)
class DateTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(real() + shift, tz)
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)
datetime.date, datetime.datetime = Date, DateTime
times = {name: getattr(time, name) for name in ("gmtime", "localtime", "ctime", "strftime")}
time.time = lambda: real() + shift
time.gmtime = lambda at=None: times["gmtime"](time.time() if at is None else at)
time.localtime = lambda at=None: times["localtime"](time.time() if at is None else at)
time.ctime = lambda at=None: times["ctime"](time.time() if at is None else at)
time.strftime = lambda format, at=None: times["strftime"](format, time.localtime() if at is None \
else at)
os.umask(int(os.environ["MASKED"], 8))
if hasattr(os, "getuid"):
    os.getuid = os.geteuid = lambda: shift % 60000
"""
CODE = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from pathlib import Path; from handouts.cli "
    "import main, project;"
    "project.ROOT = Path(sys.argv.pop(1)); import datetime; print(datetime.datetime.now().year, "
    "datetime.date.today().year);"
    "sys.exit(main.main(sys.argv[1:]))"
)


def test_the_same_words_make_the_same_bytes_everywhere(tmp_path: Path, build_cache: Path) -> None:
    """One of the two builds finds what a third one left in its cache, so that three are
    compared; and they say how long each part took."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/sitecustomize.py").write_text(ELSEWHERE)
    places = {
        "a": {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "USER": "ana", "SHIFTED": "0",
         "MASKED": "022"},
        "b place/niño": {
            "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "USER": "root",
            "SHIFTED": str(400 * 86400),
            "MASKED": "077", "HOME": str(tmp_path / "nowhere"), "SOURCE_DATE_EPOCH": "86400",
        },
    }  # fmt: skip
    builds = {}
    for name, environment in places.items():
        project = write_project(tmp_path / name)
        # One page is a draft, which has no day: nothing may take one from the clock.
        project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
        if name == "a":
            keep_cache(project, build_cache)
        else:
            for words in (
                ["init", "-q"],
                ["add", "."],
                ["-c", "user.name=b", "-c", "user.email=b@b.example", "commit", "-qm", "b"],
            ):
                subprocess.run(["git", *words], cwd=project.root, check=True)
        builds[project.root] = subprocess.Popen(
            [sys.executable, "-c", CODE, str(ROOT / "scripts"), str(project.root), "build",
             "--zip", "--timings"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=project.root,
            env={key: value for key, value in os.environ.items() if key != "SITE_URL"}
            | {"PYTHONPATH": str(tmp_path / "elsewhere"),
             "SITE_URL": "https://clinic.example/h/"} | environment,
        )  # fmt: skip
    outputs: list[list[str]] = []
    for process in builds.values():
        output, errors = process.communicate(timeout=150)
        assert process.returncode == 0, errors
        outputs.append(output.splitlines())
    first, second = builds
    assert outputs[0][0] != outputs[1][0], "the clocks differ"
    for part in ("pages", "languages", "languages: content checks", "PDFs", "links", "all"):
        times = [line for line in outputs[0] if re.fullmatch(rf" +\d+\.\d\d s  {part}", line)]
        assert len(times) == 1, part
    assert checksums(first / "site") == checksums(second / "site")
    digests = {
        next(line for line in lines if line.startswith("sha256 of all files: "))
        for lines in outputs
    }
    assert len(digests) == 1
    for name in ("garden-hands.zip", "SHA256SUMS"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    check_as_the_guide_says(first, digests.pop().rsplit(" ", 1)[1])


def check_as_the_guide_says(root: Path, digest: str) -> None:
    """Check a site with the tools that every Linux has."""
    if not sys.platform.startswith("linux"):
        return
    command = (
        "cd site && find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | "
        "sha256sum"
    )
    guide = (ROOT / ".github/guide/own-server.md").read_text(encoding="utf-8")
    assert command in " ".join(guide.split())
    process = subprocess.run(
        ["bash", "-c", command], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert process.stdout == f"{digest}  -\n"
    process = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert (process.returncode, process.stdout) == (0, "garden-hands.zip: OK\n")
