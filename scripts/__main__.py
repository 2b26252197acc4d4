"""Build, check and serve the handouts: python3 scripts VERB (--help lists the verbs).

Needs only Python 3.11 or newer. The first run makes .venv from requirements.txt, whose packages
are pinned by hash, and every run hands over to it. This file, and what it imports at first, use
the standard library only.
"""

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C before `main` can answer it is no trace

SCRIPTS = Path(__file__).resolve().parent


def main() -> None:
    """Run the command line in the project's environment, and end with its exit status."""
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        raise SystemExit(1)
    from handouts.cli import environment, parser
    from handouts.cli.environment import LOCK, TOOLS_LOCK, Environment

    signal.signal(signal.SIGINT, interrupt)
    arguments = parser.parse(sys.argv[1:])
    virtual_environment = Environment(SCRIPTS.parent)
    if not virtual_environment.is_running():
        virtual_environment.prepare(TOOLS_LOCK if parser.needs_tools(arguments) else LOCK)
        command = [str(virtual_environment.python), str(SCRIPTS), *sys.argv[1:]]
        if os.name == "nt":  # Windows has no exec that waits
            raise SystemExit(subprocess.call(command))
        os.execv(command[0], command)
    # Much is read and little freed: the default of 700 objects runs the collector for nothing.
    gc.set_threshold(100_000)
    try:
        from handouts.cli.main import run
    except ImportError as error:
        from handouts.system.files import BROKEN_INSTALLATION

        environment.stop(f"{BROKEN_INSTALLATION} ({error})")

    status = run(arguments)
    if status == 130:  # stopped: wait neither for threads nor for copies of this process
        sys.stdout.flush()
        os._exit(status)
    gc.freeze()  # a last collection at the end would take a third of a second
    raise SystemExit(status)


def interrupt(number: int, frame: object) -> None:
    """Stop at Ctrl-C, and at a second press without clearing up, which the next command does."""
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    raise KeyboardInterrupt


def stop(sentence: str, status: int) -> None:
    """Print a sentence, and end with a status. Nothing may be imported any more."""
    print(sentence, file=sys.stderr)
    raise SystemExit(status)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("\nStopped.", 130)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        stop(f"The system refused to read or write here: {error.strerror}{place}. Mend that.", 1)
