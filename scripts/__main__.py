"""Build, check and serve the handouts:  python3 scripts VERB   (python3 scripts --help lists the verbs)

Needs only Python 3.11 or newer. The first run makes .venv from requirements.txt, whose packages are pinned by hash, and
every run hands over to it. This file uses the standard library only.
"""

import gc
import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.txt"
READY = VENV / "ready"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stop(sentence: str) -> NoReturn:
    """Say what to do, and end with the status for a problem."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def wanted() -> str:
    """What .venv/ready holds when everything is installed: it stands for the lock, this Python and this place."""
    parts = LOCK.read_bytes(), sys.version.encode(), os.fsencode(ROOT)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready() -> bool:
    try:
        return READY.read_text() == wanted() and PYTHON.exists()
    except OSError:
        return False


def prepare() -> None:
    """Make .venv anew. The mark that it is whole is written last, so an install that was cut off is redone."""
    from handouts.stage import locked

    if find_spec("venv") is None or find_spec("ensurepip") is None:
        stop("This Python cannot make virtual environments. Install the package python3-venv (Debian, Ubuntu) and try again.")
    with locked(ROOT / ".cache" / "setup.lock", "Another command is setting up .venv; waiting for it."):
        if is_ready():
            return
        print("Setting up .venv, once; this takes about a minute.", file=sys.stderr, flush=True)
        steps = (
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
             "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK)],
        )  # fmt: skip
        for step in steps:
            done = subprocess.run(step, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
            if done.returncode:
                lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
                said = next((line for line in lines if line.startswith("ERROR:")), lines[-1] if lines else "no word of why")
                stop(f"Setting up .venv failed: {said}\nLook at the network connection and run the same command again.")
        READY.write_text(wanted())


def main() -> None:
    if sys.version_info < (3, 11):
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if Path(sys.prefix).resolve() != VENV.resolve():
        if not is_ready():
            prepare()
        command = [str(PYTHON), str(HERE), *sys.argv[1:]]
        if os.name == "nt":  # Windows has no exec that waits
            raise SystemExit(subprocess.call(command))
        os.execv(command[0], command)
    gc.set_threshold(100_000)  # much is read and little thrown away: looking for garbage every 700 things finds none
    try:
        from handouts.command import main as verbs
    except ImportError as error:
        from handouts.stage import MISSING

        stop(f"{MISSING} ({error})")

    status = verbs(sys.argv[1:])
    gc.freeze()  # nor is it worth looking through everything once more at the end, for a third of a second
    raise SystemExit(status)


if __name__ == "__main__":
    main()
