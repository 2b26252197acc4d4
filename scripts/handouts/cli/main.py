"""The command line: its words, and the exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from handouts.cli import parser, project
from handouts.cli.benchmark.run import run_bench
from handouts.cli.commands import (
    run_build,
    run_check,
    run_lock,
    run_outside,
    run_serve,
    run_test,
)
from handouts.cli.edit import run_date, run_new, run_promise
from handouts.cli.reports import run_changes, run_due, run_review, run_status
from handouts.cli.start.run import run_start
from handouts.problems import Refused, as_problems, print_problems

VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "new": run_new,
    "check": run_check,
    "serve": run_serve,
    "build": run_build,
    "changes": run_changes,
    "review": run_review,
    "status": run_status,
    "due": run_due,
    "date": run_date,
    "promise": run_promise,
    "outside": run_outside,
    "start": run_start,
    "test": run_test,
    "bench": run_bench,
    "lock": run_lock,
}
# Verbs that write what people wrote, or would have, and publish nothing.
_WRITING = frozenset(("new", "date", "promise", "start"))


def main(words: list[str]) -> int:
    """Parse a command line and run it.

    Returns the exit status: 0 clean, 1 problems found, 2 used wrongly.
    """
    return run(parser.parse(words))


def run(arguments: argparse.Namespace) -> int:
    """Run a parsed command line.

    Returns the exit status: 0 clean, 1 problems found, 130 stopped.
    """
    try:
        with as_problems(project.ROOT):
            return VERBS[arguments.verb](arguments)
    except Refused as refused:
        outcome = "changed" if arguments.verb in _WRITING else "published"
        return print_problems(refused.problems, outcome=f"Nothing was {outcome}.")
    except KeyboardInterrupt:
        print("Stopped. site/ is as it was.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Otherwise Python complains again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
