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
from support.project import HANDOUT_FILE, ROOT, TODAY, BuiltLibrary, Project, checksums

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
    """Let a function see each step that changes files."""
    watchers.append(watch)
    try:
        yield
    finally:
        watchers.pop()


@pytest.fixture(scope="module")
def edited_project(tmp_path_factory: pytest.TempPathFactory, small_site: BuiltLibrary) -> Path:
    """The small library with its site, other words to build, what MkDocs makes of them in the
    folder pages, and their PDFs in the cache."""
    project = Project(tmp_path_factory.mktemp("edited") / "project")
    shutil.copytree(small_site.site.folder.parent, project.root)
    with pytest.MonkeyPatch.context() as patch:
        # The address of the real library, where tests of it came before.
        patch.delenv("SITE_URL", raising=False)
        project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
        project.date()
        library = project.library()
        assert GENERATORS["mkdocs"](library, library.languages[0], project.root / "pages") == []
        patch.setitem(GENERATORS, "mkdocs", copy_pages)
        pipeline.build(project.root, project.root / "site-with-pdfs")
        shutil.rmtree(project.root / "site-with-pdfs")
    return project.root


@pytest.fixture
def small_project(edited_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of that library. MkDocs' part of a build is only copied, so that many builds take
    little time."""
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setitem(GENERATORS, "mkdocs", copy_pages)
    return Project(Path(shutil.copytree(edited_project, tmp_path / "project")))


def copy_pages(library: Library, language: Language, folder: Path) -> list[Problem]:
    """Stand for MkDocs: its steps are not ours."""
    paused = watchers[:]
    watchers.clear()
    shutil.copytree(library.root / "pages", folder)
    watchers.extend(paused)
    return []


def leftovers(project: Project) -> list[str]:
    """Return what lies beside site/ and is not part of the project."""
    return sorted(path.name for path in project.root.glob("site*") if path.name != "site")


def has_new_words(project: Project) -> bool:
    """Tell whether the site has the new words."""
    return "Warm gloves help." in (project.root / "site/handouts/dry-hands/index.html").read_text()


Stamps = dict[str, tuple[int, int, int]]


def stamps(folder: Path) -> Stamps:
    """Return what tells each file from any other, and from itself once it is written to: its number
    on the disk, its size and its time."""
    paths = [Path(top, name) for top, _, names in os.walk(folder) for name in names]
    return {
        str(path.relative_to(folder)): (status.st_ino, status.st_size, status.st_mtime_ns)
        for path in sorted(paths)
        for status in [path.stat()]
    }


# Killed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [True, False])
def test_before_each_step_the_site_is_the_old_or_the_new_one(
    small_project: Project, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    """Where folders cannot be exchanged, it is aside for a moment under the name site.old."""
    if not at_once:
        monkeypatch.setattr(swap, "_swapped", lambda new, old: False)
    elif not sys.platform.startswith("linux"):
        pytest.skip("Only Linux exchanges two folders in one step.")
    site, old = small_project.root / "site", small_project.root / "site.old"
    before = stamps(site)
    states: list[Stamps | None] = []
    aside: list[Stamps] = []

    def look(event: str, path: str) -> None:
        if Path(path).is_relative_to(small_project.root):
            states.append(stamps(site) if site.exists() else None)
            if old.exists() and states[-1] is None:
                aside.append(stamps(old))

    with watched(look):
        small_project.build()
    after = stamps(site)
    assert len(states) > 100, "every file that is written is a step"
    assert after != before and has_new_words(small_project) and leftovers(small_project) == []
    assert {tuple(state.items()) for state in states if state is not None} == {
        tuple(before.items()),
        tuple(after.items()),
    }
    changes = sum(state != following for state, following in itertools.pairwise(states))
    assert changes == (1 if at_once else 2), "and never back again"
    assert (aside == []) if at_once else (aside and all(state == before for state in aside))


KILLED = """
import os, shutil, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from handouts.build import pipeline
from handouts.system import swap
root, event, path, at_once = Path(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5] == "True"
if not at_once:
    swap._swapped = lambda new, old: False
if event:
    pipeline.GENERATORS["mkdocs"] = lambda library, language, folder: \
shutil.copytree(root / "pages", folder) and []
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
def test_the_next_build_clears_up_after_a_killed_one(
    small_project: Project, event: str, path: str, at_once: bool, site: str
) -> None:
    words = [str(ROOT / "scripts"), str(small_project.root), event, path, str(at_once)]
    process = subprocess.run(
        [sys.executable, "-c", KILLED, *words], capture_output=True, text=True, timeout=120
    )
    assert process.returncode == -signal.SIGKILL, process.stderr
    assert leftovers(small_project) and has_new_words(small_project) == (site == "new")
    small_project.build()
    assert has_new_words(small_project) and leftovers(small_project) == []


def test_a_build_killed_between_the_two_renames_is_put_right(small_project: Project) -> None:
    (small_project.root / "site").rename(small_project.root / "site.old")
    small_project.edit(HANDOUT_FILE, "Warm gloves help.", "<b>Warm</b> gloves help.")
    with pytest.raises(Refused):
        small_project.build()
    assert not has_new_words(small_project) and leftovers(small_project) == [], (
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
def test_no_process_outlives_a_killed_build(project: Project) -> None:
    """What went on writing, or waited for ever, would stand in the way of the next build."""
    (project.root / "endless.py").write_text(ENDLESS)
    project.edit("mkdocs.yml", 'hooks: ["', 'hooks: ["endless.py", "')
    code = KILLED.replace("sys.addaudithook(die)", "")
    build = subprocess.Popen(
        [sys.executable, "-c", code, str(ROOT / "scripts"), str(project.root), "", "", "True"]
    )
    pid = project.root / "pid"
    until(lambda: pid.exists() and pid.read_text())
    child = int(pid.read_text())
    os.kill(child, 0)
    build.kill()
    build.wait(timeout=60)
    until(lambda: not alive(child))


def until(happened: Callable[[], object]) -> None:
    """Wait for something that must happen soon."""
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.002)


def alive(process: int) -> bool:
    """Tell whether a process runs; one that is only waiting to be counted does not."""
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


def test_where_writing_fails_at_any_step_the_old_site_stays(small_project: Project) -> None:
    """Each kind of step in each folder fails once: the answer is one sentence, and nothing is left
    behind."""
    site = small_project.root / "site"
    before = checksums(site)
    kinds: set[tuple[str, str]] = set()
    steps = 0

    def kind_of(event: str, path: str) -> tuple[str, str] | None:
        file = Path(path)
        if not file.is_relative_to(small_project.root):
            return None
        return event, file.suffix if file.suffix[1:].isalpha() else ""

    def note(event: str, path: str) -> None:
        nonlocal steps
        if kind := kind_of(event, path):
            steps += 1
            kinds.add(kind)

    old = shutil.copytree(site, small_project.root.parent / "old")

    def restore(with_pdfs: bool) -> None:
        """Put the old site back; with PDFs, let all of them be set anew."""
        shutil.rmtree(site)
        shutil.copytree(old, site)
        if with_pdfs:
            shutil.rmtree(small_project.root / ".cache/pdf", ignore_errors=True)

    with watched(note):
        small_project.build()
    codes = {errno.ENOSPC: FULL, errno.EACCES: CLOSED, errno.EROFS: READ_ONLY, errno.EFBIG: LARGE}
    messages: list[str] = []
    # Copies of this process set PDFs, and may fail there as well.
    cases = [
        *((kind, 1, False) for kind in sorted(kinds)),
        *((kind, 1, True) for kind in sorted(kinds) if kind[1] in ("", ".pdf")),
        (None, steps // 2, False),
    ]
    for number, (kind, countdown, with_pdfs) in enumerate(cases):
        code, message = list(codes.items())[number % len(codes)]

        def fail(event: str, path: str, kind: object = kind, code: int = code) -> None:
            """Fail at the first step of a kind, or at the one in the middle of all."""
            nonlocal countdown
            if (step := kind_of(event, path)) and kind in (None, step):
                countdown -= 1
                if countdown == 0:
                    raise OSError(code, os.strerror(code), path)

        restore(with_pdfs)
        refusal: list[str] = []
        try:
            with watched(fail):
                small_project.build()
        except Refused as error:
            refusal = [problem.message for problem in error.problems]
        assert leftovers(small_project) == []
        if refusal:
            assert refusal == [message]
            assert checksums(site) == before
            messages.append(message)
        else:  # a folder that was there already, or something to clear away: no harm
            assert has_new_words(small_project)
    assert set(messages) == set(codes.values()) and len(messages) >= 8, (messages, kinds)
    restore(with_pdfs=False)
    small_project.build()
    assert has_new_words(small_project) and leftovers(small_project) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits.")
def test_a_limit_on_the_size_of_files_is_told(
    project: Project,
    small_site: BuiltLibrary,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A real refusal of the system, in MkDocs' process, which has the limits of this one."""
    import resource

    shutil.copytree(small_site.site.folder, project.root / "site")
    before = checksums(project.root / "site")
    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, limits[1]))
    try:
        status = main.main(["build"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (status, *capsys.readouterr()) == (
        1,
        "",
        f"mkdocs.yml: {LARGE}\n1 problem found. Nothing was published.\n",
    )
    assert checksums(project.root / "site") == before and leftovers(project) == []


def test_a_ledger_that_cannot_be_written_keeps_its_lines(project: Project) -> None:
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


def test_trouble_names_the_place(tmp_path: Path) -> None:
    error = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "site/index.html"))
    assert system_problem(error, tmp_path) == Problem("site/index.html", 0, FULL)
    assert system_problem(OSError(errno.EIO, "Input/output error"), tmp_path).message == (
        "The system refused to read or write here (Input/output error). Mend that, then run the "
        "same command again."
    )


# Others at work, parts lost -----------------------------------------------------------------------


def test_two_builds_at_once_both_end_well(small_project: Project) -> None:
    words = [str(ROOT / "scripts"), str(small_project.root), "open", "/never$", "True"]
    processes = [subprocess.Popen([sys.executable, "-c", KILLED, *words]) for _ in range(2)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert has_new_words(small_project) and leftovers(small_project) == []


def test_a_lock_that_is_never_freed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
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
    "error", [RuntimeError("no fonts"), type("PanicException", (BaseException,), {})("no fonts")]
)
def test_a_pdf_engine_that_breaks_down_is_told(
    small_project: Project, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    class BrokenCompiler:
        def compile_with_warnings(self, **words: object) -> None:
            raise error

    monkeypatch.setattr(typesetter, "_compiler", lambda fonts: BrokenCompiler())
    small_project.build()
    assert has_new_words(small_project), "no PDF was set, since all are in the cache"
    before = checksums(small_project.root / "site")
    shutil.rmtree(small_project.root / ".cache/pdf")
    with pytest.raises(Refused) as refused:
        small_project.build()
    assert str(refused.value.problems[0]) == (
        f"{HANDOUT_FILE}: This page broke the PDF engine down (no fonts). Run the same command "
        f"again."
    )
    assert checksums(small_project.root / "site") == before and leftovers(small_project) == []


def test_a_lost_package_is_told(project: Project) -> None:
    """Through the project's own door, whose environment is taken to be ours."""
    (project.root / "scripts").symlink_to(ROOT / "scripts")
    code = (
        "import runpy, sys; sys.modules['typst'] = None; sys.argv = ['scripts', 'build']; from "
        "pathlib import Path;"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r}); sys.prefix = {str(ROOT / '.venv')!r};"
        f"runpy.run_path({str(ROOT / 'scripts')!r}, run_name='__main__')"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert process.returncode == 1
    assert process.stderr == (
        "A part of the machine cannot be loaded. Delete the folder .venv and run the same command "
        "again: it is made anew. "
        "(import of typst halted; None in sys.modules)\n"
    )


def test_ctrl_c_is_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(VERBS, "check", stop)
    assert main.main(["check"]) == 130
    assert capsys.readouterr().err == "Stopped. site/ is as it was.\n"


# Served -------------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux exchanges two folders in one step."
)
def test_a_server_answers_every_request_during_a_hundred_exchanges(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("0")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answers: list[int] = []
    errors: list[Exception] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{server.server_port}/index.html", timeout=30
                ) as answer:
                    answers.append(int(answer.read()))
            except (OSError, ValueError) as error:
                errors.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for number in range(1, 101):
            new = swap.create_staging_folder(site)
            (new / "index.html").write_text(str(number))
            swap.exchange(new, site)
            count = len(answers)
            until(lambda count=count: len(answers) > count or errors)
    finally:
        is_over.set()
        asking.join(timeout=60)
        server.shutdown()
        server.server_close()
    assert errors == [] and len(answers) >= 100
    assert answers == sorted(answers) and answers[-1] == 100
