"""Never a broken site: whatever kills a build, or keeps it from writing, site/ is the whole old or
the whole new one.

What a build writes is seen through Python's audit events, which come before each step. A process
that dies there leaves the files as they are at that moment, so one build that looks at site/ before
each of its steps stands for as many kills.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import http.server
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handouts.build import pipeline
from handouts.build.pipeline import GENERATORS
from handouts.cli import edit, main
from handouts.cli.main import VERBS
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.version_ledger import VERSIONS
from handouts.outputs.pdf import typesetter
from handouts.problems import Problem, Refused, system_problem
from handouts.system import files, swap
from support.browser import QuietHandler
from support.project import HANDOUT_FILE, ROOT, TODAY, Project, checksums, keep_cache, write_project

WRITES = {
    "os.rename",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "shutil.rmtree",
    "os.truncate",
    "os.symlink",
    "os.link",
}
watchers: list[Callable[[str, str], None]] = []


def _event(event: str, arguments: tuple) -> None:
    """Tell the watchers of each step that changes files: what kind, and which path. Hooks cannot be
    taken away again."""
    if not watchers:
        return
    if (
        event == "open"
        and isinstance(arguments[2], int)
        and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    ):
        if isinstance(arguments[0], str):
            watchers[0]("write", arguments[0])
    elif event in WRITES:
        watchers[0](event, os.fsdecode(arguments[0]))


@pytest.fixture(scope="session", autouse=True)
def _listening() -> None:
    sys.addaudithook(_event)


@contextlib.contextmanager
def watched(watch: Callable[[str, str], None]) -> Iterator[None]:
    watchers.append(watch)
    try:
        yield
    finally:
        watchers.pop()


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Path:
    """The small library with a site that was built, other words to build, what MkDocs makes of them
    in the folder made, and their PDFs in the cache."""
    project = write_project(tmp_path_factory.mktemp("started") / "project")
    keep_cache(project, kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(
            "SITE_URL", raising=False
        )  # the address of the real library, where tests of it came before
        project.build()
        project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
        project.date()
        whole = project.library()
        assert GENERATORS["mkdocs"](whole, whole.languages[0], project.root / "made") == []
        patch.setitem(GENERATORS, "mkdocs", copy_made)
        pipeline.build(project.root, project.root / "site-with-pdfs")
        shutil.rmtree(project.root / "site-with-pdfs")
    return project.root


@pytest.fixture
def small(started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of that library. MkDocs' part of a build is only copied, so that many builds take
    little time."""
    monkeypatch.delenv("SITE_URL", raising=False)
    shutil.copytree(started, tmp_path / "project")

    monkeypatch.setitem(GENERATORS, "mkdocs", copy_made)
    return Project(tmp_path / "project")


def copy_made(library: Library, language: Language, to: Path) -> list[Problem]:
    """Stand for MkDocs: its steps are not ours."""
    held = watchers[:]
    watchers.clear()
    shutil.copytree(library.root / "made", to)
    watchers.extend(held)
    return []


def beside(project: Project) -> list[str]:
    """What lies beside site/ and is not part of the project."""
    return sorted(path.name for path in project.root.glob("site*") if path.name != "site")


def news(project: Project) -> bool:
    """Whether the site has the new words."""
    return "Warm gloves help." in (project.root / "site/handouts/dry-hands/index.html").read_text()


Stamps = dict[str, tuple[int, int, int]]


def stamps(folder: Path) -> Stamps:
    """What tells each file from any other, and from itself once it is written to: its number on the
    disk, its size and its time."""
    files = [Path(top, name) for top, _, names in os.walk(folder) for name in names]
    return {
        str(path.relative_to(folder)): (about.st_ino, about.st_size, about.st_mtime_ns)
        for path in sorted(files)
        for about in [path.stat()]
    }


# Killed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [True, False])
def test_before_each_step_the_site_is_whole(small, monkeypatch, at_once):
    """The old one or the new one; or, where folders cannot be exchanged, aside for a moment under
    the name site.old."""
    if not at_once:
        monkeypatch.setattr(swap, "_swapped", lambda one, two: False)
    elif not sys.platform.startswith("linux"):
        pytest.skip("Only Linux exchanges two folders in one step.")
    site, old = small.root / "site", small.root / "site.old"
    before = stamps(site)
    seen: list[Stamps | None] = []
    aside: list[Stamps] = []

    def look(event: str, path: str) -> None:
        if Path(path).is_relative_to(small.root):
            seen.append(stamps(site) if site.exists() else None)
            if old.exists() and seen[-1] is None:
                aside.append(stamps(old))

    with watched(look):
        small.build()
    after = stamps(site)
    assert len(seen) > 100, "every file that is written is a step"
    assert after != before and news(small) and beside(small) == []
    assert {tuple(one.items()) for one in seen if one is not None} == {
        tuple(before.items()),
        tuple(after.items()),
    }
    changes = sum(one != two for one, two in itertools.pairwise(seen))
    assert changes == (1 if at_once else 2), "and never back again"
    assert (aside == []) if at_once else (aside and all(one == before for one in aside))


KILLED = """
import os, shutil, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from handouts.build import pipeline
from handouts.system import swap
root, event, path, at_once = Path(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5] == "True"
if not at_once:
    swap._swapped = lambda one, two: False
if event:
    pipeline.GENERATORS["mkdocs"] = lambda whole, language, to: shutil.copytree(root / "made", \
to) and []
def die(name, arguments):
    if event and name == event and (str(arguments[0]) + "$").endswith(path) and str(root) in \
str(arguments[0]):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
pipeline.build(root, root / "site")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL.")
@pytest.mark.parametrize(
    ("event", "path", "at_once", "site"),
    [
        ("open", "/catalog.json$", True, "old"),  # in the middle of writing
        ("os.rename", "/project/site$", False, "old"),  # before the first of two renames
        ("shutil.rmtree", "/site.old$", False, "new"),  # after the second
    ],
)
def test_the_next_build_clears_up_after_a_killed_one(small, event, path, at_once, site):
    words = [str(ROOT / "scripts"), str(small.root), event, path, str(at_once)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *words], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert beside(small) and news(small) == (site == "new")
    small.build()
    assert news(small) and beside(small) == []


def test_a_build_killed_between_the_two_renames_is_put_right(small):
    (small.root / "site").rename(small.root / "site.old")
    small.edit(HANDOUT_FILE, "Warm gloves help.", "<b>Warm</b> gloves help.")
    with pytest.raises(Refused):
        small.build()
    assert not news(small) and beside(small) == [], (
        "even a build that is refused puts the old site back first"
    )


ENDLESS = """
import os, time
from pathlib import Path
def on_pre_build(config):
    Path(config.config_file_path).with_name("pid").write_text(str(os.getpid()))
    while True:
        time.sleep(0.05)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL.")
def test_no_process_outlives_a_killed_build(project):
    """What went on writing, or waited for ever, would stand in the way of the next build."""
    (project.root / "endless.py").write_text(ENDLESS)
    project.edit("mkdocs.yml", 'hooks: ["', 'hooks: ["endless.py", "')
    code = KILLED.replace("sys.addaudithook(die)", "")
    killed = subprocess.Popen(
        [sys.executable, "-c", code, str(ROOT / "scripts"), str(project.root), "", "", "True"]
    )
    pid = project.root / "pid"
    until(lambda: pid.exists() and pid.read_text())
    child = int(pid.read_text())
    os.kill(child, 0)
    killed.kill()
    killed.wait(timeout=60)
    until(lambda: not alive(child))


def until(happened: Callable[[], object]) -> None:
    """Wait for something that must happen soon."""
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Whether a process runs; one that is only waiting to be counted does not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# Kept from writing --------------------------------------------------------------------------------

FULL = "There is no room left on the disk. Free some space, then run the same command again."
CLOSED = (
    "This place cannot be written or read (Permission denied). Look who owns it and what may be "
    "done there, then run the same command again."
)
READ_ONLY = CLOSED.replace("Permission denied", "Read-only file system")
LARGE = (
    "This file would be larger than the system allows here. Raise that limit (ulimit -f), then "
    "run the same command again."
)


def test_where_writing_fails_at_any_step_the_old_site_stays(small):
    """Each kind of step in each folder fails once: the answer is one sentence, and nothing is left
    behind."""
    before = checksums(small.root / "site")
    kinds: set[tuple[str, str]] = set()
    steps = 0

    def kind_of(event: str, path: str) -> tuple[str, str] | None:
        if not Path(path).is_relative_to(small.root):
            return None
        name = Path(path)
        return event, name.suffix if name.suffix[1:].isalpha() else ""

    def note(event: str, path: str) -> None:
        nonlocal steps
        if kind := kind_of(event, path):
            steps += 1
            kinds.add(kind)

    old = small.root.parent / "old"
    shutil.copytree(small.root / "site", old)

    def again(with_pdfs: bool) -> None:
        """The old site, and perhaps PDFs to make."""
        shutil.rmtree(small.root / "site")
        shutil.copytree(old, small.root / "site")
        if with_pdfs:
            shutil.rmtree(small.root / ".cache/pdf", ignore_errors=True)

    with watched(note):
        small.build()
    codes = {errno.ENOSPC: FULL, errno.EACCES: CLOSED, errno.EROFS: READ_ONLY, errno.EFBIG: LARGE}
    told: list[str] = []
    # Copies of this process set PDFs, and may fail there as well.
    cases = [
        *((kind, 1, False) for kind in sorted(kinds)),
        *((kind, 1, True) for kind in sorted(kinds) if kind[1] in ("", ".pdf")),
        (None, steps // 2, False),
    ]
    for number, (kind, left, with_pdfs) in enumerate(cases):
        code, said = list(codes.items())[number % len(codes)]

        def fail(event: str, path: str, kind: object = kind, code: int = code) -> None:
            """Fail at the first step of a kind, or at the one in the middle of all."""
            nonlocal left
            if (own := kind_of(event, path)) and (kind is None or own == kind):
                left -= 1
                if left == 0:
                    raise OSError(code, os.strerror(code), path)

        again(with_pdfs)
        refused: list[str] = []
        try:
            with watched(fail):
                small.build()
        except Refused as error:
            refused = [one.message for one in error.problems]
        assert beside(small) == []
        if refused:
            assert refused == [said]
            assert checksums(small.root / "site") == before
            told.append(said)
        else:  # a folder that was there already, or something to clear away: no harm
            assert news(small)
    assert set(told) == set(codes.values()) and len(told) >= 8, (told, kinds)
    again(with_pdfs=False)
    small.build()
    assert news(small) and beside(small) == []


LIMITED = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from handouts.cli import main, project
project.ROOT = Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
sys.exit(main.main(["build"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits.")
def test_a_limit_on_the_size_of_files_is_told(small):
    """A real refusal of the system, in MkDocs' process."""
    before = checksums(small.root / "site")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(ROOT / "scripts"), str(small.root), "4000"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"mkdocs.yml: {LARGE}\n1 problem found. Nothing was published.\n"
    assert checksums(small.root / "site") == before and beside(small) == []


def test_a_ledger_that_cannot_be_written_keeps_its_lines(project):
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    before = (project.root / VERSIONS).read_bytes()

    def fail(event: str, path: str) -> None:
        if event == "os.rename" and "versions" in path:
            raise OSError(errno.ENOSPC, "", path)

    with pytest.raises(OSError, match="28"), watched(fail):
        edit.add_versions(project.root, TODAY)
    assert (project.root / VERSIONS).read_bytes() == before
    assert [
        path.name
        for path in (project.root / VERSIONS).parent.iterdir()
        if path.name.startswith(".")
    ] == []


def test_trouble_names_the_place(tmp_path):
    inside = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "site/index.html"))
    assert system_problem(inside, tmp_path) == Problem("site/index.html", 0, FULL)
    assert system_problem(OSError(errno.EIO, "Input/output error"), tmp_path).message == (
        "The system refused to read or write here (Input/output error). Mend that, then run the "
        "same command again."
    )


# Others at work, parts lost -----------------------------------------------------------------------


def test_two_builds_at_once_both_end_well(small):
    words = [str(ROOT / "scripts"), str(small.root), "open", "/never$", "True"]
    running = [subprocess.Popen([sys.executable, "-c", KILLED, *words]) for _ in range(2)]
    assert [one.wait(timeout=120) for one in running] == [0, 0]
    assert news(small) and beside(small) == []


def test_a_lock_that_is_never_freed_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    with (
        files.file_lock(tmp_path / "lock"),
        pytest.raises(TimeoutError) as never,
        files.file_lock(tmp_path / "lock", "Waiting."),
    ):
        pass
    assert system_problem(never.value, tmp_path).message == (
        "Another command has been at work here for very long. End it, then run the same command "
        "again."
    )
    assert capsys.readouterr().err == "Waiting.\n"


@pytest.mark.parametrize(
    "broken", [RuntimeError("no fonts"), type("PanicException", (BaseException,), {})("no fonts")]
)
def test_a_pdf_engine_that_breaks_down_is_told(small, monkeypatch, broken):
    before = checksums(small.root / "site")

    class Broken:
        def compile_with_warnings(self, **words: object) -> None:
            raise broken

    shutil.rmtree(small.root / ".cache/pdf")
    monkeypatch.setattr(typesetter, "_compiler", lambda fonts: Broken())
    with pytest.raises(Refused) as refused:
        small.build()
    assert str(refused.value.problems[0]) == (
        f"{HANDOUT_FILE}: This page broke the PDF engine down (no fonts). Run the same command "
        f"again."
    )
    assert checksums(small.root / "site") == before and beside(small) == []


def test_a_lost_package_is_told(project):
    """Through the project's own door, whose environment is taken to be ours."""
    (project.root / "scripts").symlink_to(ROOT / "scripts")
    code = (
        "import runpy, sys; sys.modules['typst'] = None; sys.argv = ['scripts', 'build']; from "
        "pathlib import Path;"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r}); sys.prefix = {str(ROOT / '.venv')!r};"
        f"runpy.run_path({str(ROOT / 'scripts')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == (
        "A part of the machine cannot be loaded. Delete the folder .venv and run the same command "
        "again: it is made anew. "
        "(import of typst halted; None in sys.modules)\n"
    )


def test_ctrl_c_is_no_trace(monkeypatch, capsys):
    def stopped(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(VERBS, "check", stopped)
    assert main.main(["check"]) == 130
    assert capsys.readouterr().err == "Stopped. site/ is as it was.\n"


# Served -------------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux exchanges two folders in one step."
)
def test_a_server_answers_every_request_during_a_hundred_exchanges(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("0")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answers: list[int] = []
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{server.server_port}/index.html", timeout=30
                ) as answer:
                    answers.append(int(answer.read()))
            except (OSError, ValueError) as error:
                wrong.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for number in range(1, 101):
            new = swap.create_staging_folder(site)
            (new / "index.html").write_text(str(number))
            swap.exchange(new, site)
            count = len(answers)
            until(lambda count=count: len(answers) > count or wrong)
    finally:
        done.set()
        asking.join(timeout=60)
        server.shutdown()
        server.server_close()
    assert wrong == [] and len(answers) >= 100
    assert answers == sorted(answers) and answers[-1] == 100
