"""Long work shows how far it is; Problems on a terminal set the cure apart; a log stays plain."""

from __future__ import annotations

import io

import pytest

from handouts.cli import progress
from handouts.problems import Problem, print_problems
from handouts.system.stopwatch import Clock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _every_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "INTERVAL", 0)
    monkeypatch.setattr(progress, "PAUSE", 0)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def work(stream: io.StringIO, quiet: bool = False) -> str:
    with progress.shown(quiet, stream) as show:
        clock = Clock(show=show)
        with clock.time("pages"):
            clock.show("PDFs", 3, 7)
    return stream.getvalue()


def test_a_terminal_has_one_line_that_is_gone_at_the_end():
    assert work(Terminal()) == "\r\033[Kpages …\r\033[KPDFs: 3 of 7\r\033[K"


def test_a_log_has_plain_lines():
    assert work(io.StringIO()) == "pages …\nPDFs: 3 of 7\n"


def test_with_quiet_nothing_is_shown():
    assert work(Terminal(), quiet=True) == work(io.StringIO(), quiet=True) == ""


def test_short_work_shows_nothing_in_a_log(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress, "PAUSE", 10)
    assert work(io.StringIO()) == ""


CASES = {
    "A table is broken. Write | between cells.": ["A table is broken.", "Write | between cells."],
    "Nobody says who.": ["Nobody says who."],
    "A sentence is long: “Go out. Then come …”. Make it two. Or three.": [
        "A sentence is long: “Go out. Then come …”.",
        "Make it two. Or three.",
    ],
}


@pytest.mark.parametrize("message", CASES)
def test_a_problem_on_a_terminal_sets_the_cure_apart(message):
    stream = Terminal()
    assert print_problems([Problem("a.md", 3, message)], stream) == 1
    sentence, *cure = CASES[message]
    lines = [
        f"\033[1;31ma.md:3\033[0m: {sentence}",
        *(f"    \033[32m{words}\033[0m" for words in cure),
    ]
    assert stream.getvalue().splitlines()[:-1] == lines


@pytest.mark.parametrize("terminal", [True, False])
def test_without_colors_a_problem_is_one_line(monkeypatch: pytest.MonkeyPatch, terminal):
    if terminal:
        monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal() if terminal else io.StringIO()
    print_problems([Problem("a.md", 3, "It is wrong. Mend it.")], stream)
    assert stream.getvalue().splitlines()[0] == "a.md:3: It is wrong. Mend it."
