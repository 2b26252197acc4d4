"""The first run: python3 scripts on a machine where nothing is installed."""

from __future__ import annotations

import base64
import errno
import hashlib
import importlib.util
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from handouts.cli import environment, parser
from handouts.cli.environment import LOCK, TOOLS_LOCK, Environment
from handouts.cli.parser import GENERATORS, VERBS
from support.programs import needs
from support.project import ROOT

STUB = "def run(arguments):\n    import sys\n    print(arguments.verb, sys.prefix)\n    return 3\n"
FIRST_RUN = (
    "__init__.py",
    "cli/__init__.py",
    "cli/environment.py",
    "cli/parser.py",
    "system/__init__.py",
    "system/files.py",
)
# Stands for `python -m venv`, which takes three seconds to unpack pip: it links to the pip of the
# tests.
QUICK_VENV = """\
import os, sys
from pathlib import Path
sys.path[:] = [path for path in sys.path if Path(path or ".") != Path(__file__).parent]
import venv
*_, folder = sys.argv
venv.main([*sys.argv[1:-1], "--without-pip", folder])
(packages,) = Path(folder).glob("lib/python*/site-packages")
(packages / "pip").symlink_to(os.environ["TESTS_PIP"])
"""
SETTING_UP = "Setting up .venv, once: about 300 MB on disk, about half a minute.\n"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project with the real first run, two empty locks, and a command that only says that it was
    reached."""
    project = tmp_path / "a project with spaces"
    for room in ("system", "cli"):
        (project / "scripts/handouts" / room).mkdir(parents=True)
    shutil.copy(ROOT / "scripts/__main__.py", project / "scripts")
    for name in FIRST_RUN:
        shutil.copy(ROOT / "scripts/handouts" / name, project / "scripts/handouts" / name)
    (project / "scripts/handouts/cli/main.py").write_text(STUB)
    for lock in (LOCK, TOOLS_LOCK):
        (project / lock).write_text("")
    (tmp_path / "quick").mkdir()
    (tmp_path / "quick/venv.py").write_text(QUICK_VENV)
    return project


def base_python() -> str:
    """Return the Python that the tests' own environment was made from."""
    return getattr(sys, "_base_executable", sys.executable)


def clean_environment(**variables: str) -> dict[str, str]:
    """Return the variables of this process, but none that tells pip where to look."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "VIRTUAL", "PIP_"))
    }
    return inherited | {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull} | variables


def run(
    project: Path, *words: str, code: str = "", real_venv: bool = False, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the project, with the quick venv where links need no right."""
    if os.name != "nt" and not real_venv:
        pip = importlib.util.find_spec("pip")
        assert pip and pip.origin
        quick = {"PYTHONPATH": str(project.parent / "quick")}
        variables |= quick | {"TESTS_PIP": str(Path(pip.origin).parent)}
    command = (
        [base_python(), "-c", code] if code else [base_python(), str(project / "scripts"), *words]
    )
    return subprocess.run(
        command, capture_output=True, text=True, env=clean_environment(**variables), timeout=120
    )


def wheel(folder: Path, name: str, version: str, needs: str = "") -> str:
    """Make a package with one empty module; return its line for a lock."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        + (f"Requires-Dist: {needs}\n" if needs else ""),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    digests = {
        path: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        for path, text in files.items()
    }
    files[f"{info}/RECORD"] = (
        "".join(f"{path},sha256={digest},\n" for path, digest in digests.items())
        + f"{info}/RECORD,,\n"
    )
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


# What is answered at once -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status", "answer"),
    [
        ([], 2, "build the whole site into site/"),
        (["--help"], 0, "build the whole site into site/"),
        (["build", "--help"], 0, "--timings"),
        (["test", "--help"], 0, "--engines"),
        (
            ["biuld"],
            2,
            "There is no verb biuld. Did you mean build? This lists them: python3 scripts --help\n",
        ),
        (["qqq"], 2, "There is no verb qqq. This lists them: python3 scripts --help\n"),
        (["check", "now"], 2, "unknown words: now"),
    ],
)
def test_a_wrong_word_is_answered_before_anything_is_installed(bare, words, status, answer):
    answered = run(bare, *words)
    assert answered.returncode == status and answer in answered.stdout + answered.stderr
    assert not (bare / ".venv").exists()


def test_the_parser_knows_every_verb_and_generator():
    from handouts.build import pipeline
    from handouts.cli import main

    assert list(VERBS) == list(main.VERBS)
    assert list(GENERATORS) == list(pipeline.GENERATORS)


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("build", False),
        ("check", False),
        ("bench", False),
        ("test -k x", True),
        ("lock", True),
        ("outside", True),
        ("build --with properdocs", True),
    ],
)
def test_only_some_verbs_need_the_tools(words, needed):
    assert parser.needs_tools(parser.parse(words.split())) == needed


# Setting up ---------------------------------------------------------------------------------------


def test_the_environment_is_made_once_added_to_and_made_anew_after_a_change(bare):
    """By the first run, by the first verb that needs tools, and when a lock has changed. Here venv
    is the real one."""
    first = run(bare, "build", "--timings", real_venv=True)
    assert first.returncode == 3, first.stderr
    assert first.stdout == f"build {bare / '.venv'}\n"
    assert first.stderr == SETTING_UP
    second = run(bare, "check")
    assert (second.stdout, second.stderr) == (f"check {bare / '.venv'}\n", "")
    assert (
        run(bare, "test").stderr
        == "Adding what tests and measures, once: about 800 MB more on disk, about half a minute.\n"
    )
    assert run(bare, "test").stderr == "" and run(bare, "build").stderr == ""
    (bare / LOCK).write_text("# another lock\n")
    assert run(bare, "check").stderr == SETTING_UP


def test_an_interrupted_install_is_redone(bare):
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/bin/python").write_text("half")
    again = run(bare, "check")
    assert again.returncode == 3 and again.stderr == SETTING_UP


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_an_environment_that_others_use_too_is_not_emptied(bare, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "theirs").write_text("work")
    (bare / ".venv").symlink_to(shared, target_is_directory=True)
    assert run(bare, "check").returncode == 3
    assert (shared / "theirs").read_text() == "work" and not (bare / ".venv").is_symlink()


def test_what_is_released_later_changes_nothing(bare, tmp_path):
    """The lock is installed as it stands: a newer release of what it names, and an extra that is
    asked for, are not looked at.

    With resolving, pip 23 looks at the newest `beta` for the extra and ends with "must have their
    versions pinned".
    """
    folder = tmp_path / "wheels"
    folder.mkdir()
    (bare / LOCK).write_text(
        wheel(folder, "alpha", "1.0", needs="beta[more]>=1.0") + wheel(folder, "beta", "1.0")
    )
    wheel(folder, "beta", "2.0")
    installed = run(bare, "check", PIP_FIND_LINKS=str(folder))
    assert installed.returncode == 3, installed.stderr
    assert sorted(path.name for path in bare.glob(".venv/lib/*/site-packages/*eta-*")) == [
        "beta-1.0.dist-info"
    ]


# What can go wrong --------------------------------------------------------------------------------


def test_a_package_that_arrives_broken_is_named(bare, tmp_path):
    line = wheel(tmp_path, "alpha", "1.0")
    (bare / LOCK).write_text(line[:-5] + "0000\n")
    failed = run(bare, "check", PIP_FIND_LINKS=str(tmp_path))
    assert failed.returncode == 1 and "Traceback" not in failed.stderr
    assert (
        "alpha==1.0 arrived broken, or is not what requirements.txt names, and was not installed."
        in failed.stderr
    )
    assert not (bare / f".venv/{LOCK}.installed").exists()


def test_no_network_is_called_so(bare):
    (bare / LOCK).write_text("alpha==1.0 --hash=sha256:" + "0" * 64 + "\n")
    nobody = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    failed = run(bare, "check", **nobody)
    assert failed.returncode == 1
    assert failed.stderr == SETTING_UP + (
        "The packages could not be fetched: there is no network. Connect, and run the same "
        "command again.\n"
    )


class Proxy(BaseHTTPRequestHandler):
    """A proxy that lets nobody through without a password."""

    def do_CONNECT(self) -> None:
        self.send_error(407)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve on a port of this computer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_proxy_that_wants_a_password_is_called_so(bare):
    (bare / LOCK).write_text("alpha==1.0 --hash=sha256:" + "0" * 64 + "\n")
    index = "https://packages.example/simple"
    settings = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": index, "PIP_RETRIES": "1"}
    with listening() as port:
        proxy = f"http://127.0.0.1:{port}"
        failed = run(bare, "check", **settings, PIP_PROXY=proxy, NO_PROXY="", no_proxy="")
    assert failed.returncode == 1
    assert failed.stderr.startswith(
        f"{SETTING_UP}The network's proxy asks for a name and a password (407). Ask your IT "
        "department for them, set HTTPS_PROXY to"
    )


@needs("openssl")
def test_a_certificate_that_nobody_here_knows_is_called_so(bare, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split()
    subprocess.run(
        [*words, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    (bare / LOCK).write_text("alpha==1.0 --hash=sha256:" + "0" * 64 + "\n")
    with listening(tls) as port:
        index = f"https://localhost:{port}/simple"
        settings = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": index, "PIP_RETRIES": "1"}
        failed = run(bare, "check", **settings, NO_PROXY="localhost", no_proxy="localhost")
    assert failed.returncode == 1
    assert failed.stderr.startswith(
        f"{SETTING_UP}The network answers with a certificate that this Python does not trust,"
    )


def test_a_computer_without_a_ready_made_package_is_told_so(bare, tmp_path):
    (bare / LOCK).write_text("alpha==1.0 --hash=sha256:" + "0" * 64 + "\n")
    assert (
        "There is no ready-made alpha for Python 3."
        in run(bare, "check", PIP_FIND_LINKS=str(tmp_path)).stderr
    )


NO_RIGHT = (
    "Nothing can be written in {root}. Copy the project to a folder of your own and run the "
    "command there.\n"
)
NO_ROOM = (
    "There is no room left on the disk: the set-up needs about 300 MB on disk. Make room and run "
    "the same command again.\n"
)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.EACCES, NO_RIGHT),
        (errno.EROFS, NO_RIGHT),
        (errno.ENOSPC, NO_ROOM),
        (errno.EIO, "Setting up .venv failed: [Errno 5] Input/output error: 'setup.lock'\n"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(bare, monkeypatch, capsys, code, sentence):
    def refuse(path: Path, waiting: str) -> None:
        raise OSError(code, os.strerror(code), path.name)

    monkeypatch.setattr(environment, "file_lock", refuse)
    with pytest.raises(SystemExit, match="1"):
        Environment(bare).prepare(LOCK)
    assert capsys.readouterr().err == sentence.format(root=bare)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on "
            "device\n",
            "There is no room left on the disk: the set-up needs about 300 MB on disk. Make room "
            "and run the same command again.",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: "
            "'/srv/x/.venv/lib'\n",
            "Nothing can be written in /srv/x/.venv/lib. Copy the project to a folder of your own "
            "and run the command there.",
        ),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': "
            "/simple/mkdocs/\n"
            "ERROR: No matching distribution found for mkdocs==1.6.1\n",
            "The packages could not be fetched: there is no network. Connect, and run the same "
            "command again.",
        ),
        (
            "Boom\nERROR: Something else.\nERROR: More.\n",
            "Setting up .venv failed: ERROR: Something else.",
        ),
        ("", "Setting up .venv failed: it ended without a word"),
    ],
)
def test_the_true_reason_of_a_failure_is_told(output, sentence):
    assert environment.failure(output, LOCK) == sentence


@pytest.mark.skipif(os.name == "nt", reason="a console sends Ctrl-C in another way")
def test_ctrl_c_ends_a_set_up_in_one_sentence_and_the_next_run_does_it_again(bare):
    command = [base_python(), str(bare / "scripts"), "check"]
    setting_up = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=clean_environment(), start_new_session=True
    )
    assert setting_up.stderr and setting_up.stderr.readline() == SETTING_UP
    time.sleep(0.2)  # making the folder takes seconds
    os.killpg(setting_up.pid, signal.SIGINT)
    assert (
        setting_up.stderr.read()
        == "\nStopped. The next command sets up .venv from the beginning.\n"
    )
    assert setting_up.wait(30) == 130
    assert run(bare, "check").returncode == 3


def test_a_python_without_venv_is_told_what_to_install(bare):
    code = (
        "import sys, runpy, importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest);"
        f"sys.argv = ['scripts', 'build']; sys.path.insert(0, {str(bare / 'scripts')!r});"
        f"runpy.run_path({str(bare / 'scripts')!r}, run_name='__main__')"
    )
    refused = run(bare, code=code)
    assert refused.returncode == 1
    assert refused.stderr == (
        "This Python cannot make virtual environments. Install the package python3-venv (Debian, "
        "Ubuntu) and try again.\n"
    )
