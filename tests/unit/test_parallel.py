"""The same work on many things, side by side: in copies of the process where that can be, else in
threads."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from handouts.system import parallel
from support.project import ROOT

COPIES = pytest.mark.skipif(
    sys.platform != "linux" or (os.cpu_count() or 1) < 2,
    reason="only Linux copies a process, for several cores",
)


def start_python(code: str) -> subprocess.Popen[str]:
    """Start Python in a process of its own, where no other thread runs, as in a build."""
    start = (
        "import os, signal, sys, time\n"
        # Who starts the tests in the background may have had Ctrl-C ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r}); from handouts.system import parallel\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", start + textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output_of(code: str) -> tuple[int, str, str]:
    running = start_python(code)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, err


def test_what_is_made_comes_in_the_order_of_the_things():
    slow_first = [0.05, 0.0, 0.02, 0.0]
    assert (
        list(parallel.map_parallel(lambda pause: (time.sleep(pause), pause)[1], slow_first))
        == slow_first
    )
    assert (
        list(parallel.map_parallel(str, [7])) == ["7"]
        and list(parallel.map_parallel(str, [])) == []
    )


def test_work_is_done_in_threads_where_other_threads_run():
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert set(parallel.map_parallel(lambda _: os.getpid(), range(4))) == {os.getpid()}
    finally:
        end.set()
        other.join()


@COPIES
def test_work_is_done_in_copies_of_the_process_that_know_all_that_was_read():
    status, out, err = output_of("""
        known = object()  # can be sent to nobody
        def work(number):
            time.sleep(0.1)  # so that one copy cannot do all
            return number, os.getpid(), str(known)
        found = list(parallel.map_parallel(work, range(6)))
        print([number for number, *_ in found] == list(range(6)), len({pid for _, pid, _ in \
found} - {os.getpid()}) > 1)
        print({words for *_, words in found} == {str(known)}, \
len(list(parallel.map_parallel(work, range(2)))))
    """)
    assert (status, out, err) == (0, "True True\nTrue 2\n", "")


@COPIES
def test_what_goes_wrong_in_a_copy_is_raised_here():
    _, out, err = output_of("""
        from handouts.problems import Problem, Refused
        def work(number):
            if number == 1:
                open("/nowhere/soil")
            return number
        try:
            list(parallel.map_parallel(work, range(3)))
        except OSError as error:
            print(error.errno, error.filename)
    """)
    assert (out, err) == (f"{errno.ENOENT} /nowhere/soil\n", "")


@COPIES
def test_a_copy_that_is_ended_from_outside_is_told_as_too_little_memory():
    _, out, err = output_of("""
        from pathlib import Path
        from handouts.problems import as_problems, Refused
        def work(number):
            if number == 1:
                os.kill(os.getpid(), 9)
            return number
        try:
            with as_problems(Path("/soil")):
                list(parallel.map_parallel(work, range(3)))
        except Refused as refused:
            print(refused)
    """)
    assert (
        "There was not enough memory, or a part of the work was ended from outside." in out
        and err == ""
    )


@COPIES
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_copies_end_with_the_process_that_made_them(tmp_path: Path, how: signal.Signals):
    running = start_python(f"""
        def work(number):
            open({str(tmp_path)!r} + "/" + str(os.getpid()), "w").close()
            time.sleep(60)
        list(parallel.map_parallel(work, range(2)))
    """)
    limit = time.monotonic() + 30
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < limit:
        time.sleep(0.02)
    copies = [int(path.name) for path in tmp_path.iterdir()]
    assert len(copies) == 2
    running.send_signal(how)
    running.wait(30)
    while (
        survivors := [pid for pid in copies if Path(f"/proc/{pid}/exe").exists()]
    ) and time.monotonic() < limit:
        time.sleep(0.02)
    assert survivors == []


@COPIES
@pytest.mark.parametrize("presses", [1, 2])
@pytest.mark.parametrize("place", ["work", "reader"])
def test_ctrl_c_ends_all_at_once_with_one_trace_at_most(tmp_path: Path, presses: int, place: str):
    running = start_python(f"""
        def work(number):
            open({str(tmp_path)!r} + "/" + str(number), "w").close()
            time.sleep(60 if number or {place == "work"} else 0)
        def read():
            for _ in parallel.map_parallel(work, range(40)):
                time.sleep(60)
        try:
            read()
        except KeyboardInterrupt:
            print("stopped", flush=True)
        os._exit(130)  # as `scripts/__main__.py` does
    """)
    limit = time.monotonic() + 30
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < limit:
        time.sleep(0.02)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    for _ in range(presses):
        for pid in [running.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)  # as a terminal does: to all of them
        time.sleep(0.05)
    out, err = running.communicate(timeout=30)
    assert out in ("stopped\n", "") and "Exception ignored" not in err
    if presses == 1:
        assert (out, err) == ("stopped\n", "")
    assert len(list(tmp_path.iterdir())) < 20
