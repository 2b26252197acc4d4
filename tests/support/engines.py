"""A window of Chromium, Firefox or WebKit, driven by the commands of W3C WebDriver.

Chromium's and WebKit's drivers take them over HTTP (https://www.w3.org/TR/webdriver2/), Firefox
takes them itself, through a socket
(https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html). So no package is needed
beside the browsers, and a test says each step once for all three.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

SECONDS = 90  # how long a condition may take to come true: both cores of a build server are busy
ANSWER_SECONDS = 150  # how long one command may take
ENTER, ESCAPE, CONTROL, BACKSPACE = "\ue007", "\ue00c", "\ue009", "\ue003"
DOWNLOADS = "downloads"  # a folder in that of a browser
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the standard's name for an element's id
# The standard's commands, by the names that Firefox uses, and their addresses over HTTP.
PATHS = {
    "Back": "back",
    "ElementClick": "element/{id}/click",
    "ElementSendKeys": "element/{id}/value",
    "ExecuteScript": "execute/sync",
    "FindElement": "element",
    "Navigate": "url",
    "PerformActions": "actions",
    "Print": "print",
    "SetTimeouts": "timeouts",
    "SetWindowRect": "window/rect",
}
Send = Callable[[str, dict[str, Any]], Any]  # sends a command and returns the value of its answer


class Missing(Exception):
    """A browser, or what drives it, is not installed; the message names it."""


class Window:
    """A window of a browser, as a person uses it."""

    def __init__(self, engine: str, send: Send, downloads: Path) -> None:
        self.engine = engine
        self.downloads = downloads  # the folder for files that it saves; WebKit saves none
        self._send = send
        limit = SECONDS * 1000
        send("SetTimeouts", {"script": limit, "pageLoad": limit, "implicit": 0})

    def open(self, address: str) -> None:
        """Go to an address, and wait until its page has loaded."""
        self._send("Navigate", {"url": address})

    def back(self) -> None:
        """Go back, as with the browser's button."""
        self._send("Back", {})

    def evaluate(self, expression: str, *arguments: Any) -> Any:
        """Return the value of a script's expression; `arguments` are its `arguments`."""
        script = {"script": f"return {expression};", "args": list(arguments)}
        return self._send("ExecuteScript", script)

    def wait_until(self, condition: str, *arguments: Any) -> None:
        """Wait until a script's expression is true, also on the next page."""
        end = time.monotonic() + SECONDS
        while True:
            with suppress(CommandError):  # between two pages there is none to ask
                if self.evaluate(condition, *arguments):
                    return
            assert time.monotonic() < end, (
                f"{self.engine}: never came true: {condition} {arguments}"
            )
            time.sleep(0.03)

    def wait_for(self, selector: str) -> None:
        """Wait until a person can see an element."""
        self.wait_until(VISIBLE, selector)

    def wait_for_page(self, ending: str) -> None:
        """Wait until a page whose address ends so has loaded."""
        self.wait_until(
            "document.readyState === 'complete' && location.href.endsWith(arguments[0])", ending
        )

    def sees(self, selector: str) -> bool:
        """Tell whether a person can see an element."""
        return bool(self.evaluate(VISIBLE, selector))

    def text(self, selector: str) -> str:
        """Return the words of an element, whether it can be seen or not."""
        return str(self.evaluate("document.querySelector(arguments[0]).textContent", selector))

    def click(self, selector: str) -> None:
        """Click an element with the mouse, once it is there, and the page is scrolled to it.

        WebKit's driver takes a button of which an edge is in view for reachable, and misses it.
        """
        self.wait_for(selector)
        self.evaluate(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector
        )
        self._send("ElementClick", {"id": self._find(selector)})

    def type(self, selector: str, text: str) -> None:
        """Type letters, or press keys, in an element."""
        self.wait_for(selector)
        self._send("ElementSendKeys", {"id": self._find(selector), "text": text})

    def choose_file(self, selector: str, path: Path) -> None:
        """Choose a file for a button that asks for one, which may be hidden."""
        self._send("ElementSendKeys", {"id": self._find(selector), "text": str(path)})

    def choose(self, selector: str, value: str) -> None:
        """Choose an option of a list."""
        self._send("ElementClick", {"id": self._find(f"{selector} option[value='{value}']")})

    def press(self, *keys: str) -> None:
        """Press keys together, wherever the focus is."""
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        source = {"type": "key", "id": "keyboard", "actions": down + up}
        self._send("PerformActions", {"actions": [source]})

    def resize(self, width: int, height: int) -> None:
        """Give the window a size in pixels; a browser may have a least width."""
        self._send("SetWindowRect", {"width": width, "height": height})

    def pdf(self) -> bytes:
        """Return the page as the browser prints it. WebKit's driver has no such command."""
        return base64.b64decode(self._send("Print", {}))

    def _find(self, selector: str) -> str:
        element = self._send("FindElement", {"using": "css selector", "value": selector})
        return str(element[ELEMENT])


VISIBLE = """(selector => [...document.querySelectorAll(selector)].some(element =>
    element.getClientRects().length && getComputedStyle(element).visibility === 'visible')
)(arguments[0])"""


# The three engines ------------------------------------------------------------------------------


class CommandError(Exception):
    """A browser could not do what a command asked."""


@contextmanager
def chromium(folder: Path) -> Iterator[Window]:
    """Open a window of Chromium or Chrome through chromedriver."""
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    flags += ["--disable-dev-shm-usage"]  # containers often have little of that memory
    preferences = {"download.default_directory": str(folder / DOWNLOADS)}
    with ExitStack() as stack:
        send = stack.enter_context(
            _http_driver(
                [_program("chromedriver"), f"--log-path={folder / 'log'}"],
                {"goog:chromeOptions": {"args": flags, "prefs": preferences}},
                _environment(folder),
            )
        )
        yield Window("chromium", send, folder / DOWNLOADS)


@contextmanager
def webkit(folder: Path) -> Iterator[Window]:
    """Open a window of WebKitGTK's small browser on a screen that nobody sees."""
    driver, screen = _program("WebKitWebDriver"), _program("Xvfb")
    with ExitStack() as stack:
        display = stack.enter_context(_screen(screen))
        environment = _environment(folder) | {
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",  # no bus of assistive programs, which would have to be started
        }
        send = stack.enter_context(_http_driver([driver], {}, environment))
        yield Window("webkit", send, folder / DOWNLOADS)


@contextmanager
def firefox(folder: Path) -> Iterator[Window]:
    """Open a window of Firefox, which listens on a port of its own choice."""
    preferences = {
        "app.update.disabledForTesting": True,
        "browser.download.dir": str(folder / DOWNLOADS),
        "browser.download.folderList": 2,  # the folder above
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "dom.disable_beforeunload": True,  # nobody is asked whether to leave a form filled in
        "marionette.port": 0,
        "toolkit.telemetry.reportingpolicy.firstRun": False,
    }
    lines = (
        f"user_pref({json.dumps(key)}, {json.dumps(preferences[key])});" for key in preferences
    )
    (folder / "user.js").write_text("\n".join(lines))
    command = [_program("firefox-esr", "firefox"), "--headless", "--marionette", "--no-remote"]
    command += ["--remote-allow-system-access", "--profile", str(folder)]
    with ExitStack() as stack:
        process = stack.enter_context(_process(command, _environment(folder)))
        ready = folder / "MarionetteActivePort"
        _wait(lambda: ready.exists() and ready.read_text().strip(), process)
        port = int(ready.read_text())
        connection = stack.enter_context(
            socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS)
        )
        stream = stack.enter_context(connection.makefile("rwb"))
        _receive(stream)  # Firefox says first who it is
        _firefox_send(stream, "WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})
        yield Window(
            "firefox",
            lambda name, values: _firefox_send(stream, f"WebDriver:{name}", values),
            folder / DOWNLOADS,
        )


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


# How commands travel ----------------------------------------------------------------------------


@contextmanager
def _http_driver(
    command: list[str], capabilities: dict[str, Any], environment: dict[str, str]
) -> Iterator[Send]:
    """Start a driver that takes commands over HTTP, and a session of its browser."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with _process([*command, f"--port={port}"], environment) as process:
        address = f"http://127.0.0.1:{port}"
        _wait(lambda: _http(f"{address}/status", None)["ready"], process)
        session = _new_session(f"{address}/session", capabilities)
        place = f"{address}/session/{session['sessionId']}"

        def send(name: str, values: dict[str, Any]) -> Any:
            return _http(f"{place}/{PATHS[name].format_map(values)}", values)

        try:
            yield send
        finally:
            with suppress(CommandError, OSError):
                _http(place, None, "DELETE")


def _new_session(address: str, capabilities: dict[str, Any]) -> Any:
    """Start a browser. A driver gives it a minute; on a busy machine it may need a second or
    third."""
    values = {"capabilities": {"alwaysMatch": capabilities}}
    for _ in range(2):
        with suppress(CommandError):
            return _http(address, values)
    return _http(address, values)


def _http(address: str, values: dict[str, Any] | None, method: str | None = None) -> Any:
    """Send a request to a driver, and return the value of its answer."""
    request = urllib.request.Request(  # noqa: S310 (a driver on this machine)
        address,
        None if values is None else json.dumps(values).encode(),
        {"Content-Type": "application/json"},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise CommandError(error.read().decode(errors="replace")[:2000]) from None


def _firefox_send(stream: Any, name: str, values: dict[str, Any]) -> Any:
    """Send a command to Firefox, and return the value of its answer."""
    message = json.dumps([0, 1, name, values]).encode()
    stream.write(b"%d:%b" % (len(message), message))
    stream.flush()
    _, _, error, value = _receive(stream)
    if error:
        raise CommandError(f"{name}: {error['message']}")
    return value.get("value") if isinstance(value, dict) else value


def _receive(stream: Any) -> Any:
    """Return Firefox's next message: its length, a colon, and JSON."""
    digits = b""
    while (digit := stream.read(1)) != b":":
        assert digit, "Firefox ended"
        digits += digit
    return json.loads(stream.read(int(digits)))


# Processes --------------------------------------------------------------------------------------


def _program(*names: str) -> str:
    """Return the path of the first of some programs. Raises `Missing` where none is installed."""
    path = next((path for name in names if (path := shutil.which(name))), None)
    if path is None:
        raise Missing(f"{' or '.join(names)} is not installed")
    return path


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of a browser that keeps all it writes in a folder."""
    return os.environ | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "TMPDIR": str(folder)}


@contextmanager
def _process(
    command: list[str], environment: dict[str, str], **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, and end it with all that it started."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **options,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _screen(program: str) -> Iterator[str]:
    """Start a screen that nobody sees, and yield its name; it chooses a free one."""
    ours, its = os.pipe()
    command = [program, "-displayfd", str(its), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with (
        os.fdopen(ours, "rb") as answer,
        _process(command, dict(os.environ), pass_fds=(its,)),
    ):
        os.close(its)  # so that reading ends when the program does
        number = answer.readline().decode().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"


def _wait(ready: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    """Wait until a program that was just started is ready."""
    end = time.monotonic() + SECONDS
    while True:
        with suppress(OSError, CommandError):
            if ready():
                return
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode}"
        assert time.monotonic() < end, f"{process.args!r} is not ready"
        time.sleep(0.03)
