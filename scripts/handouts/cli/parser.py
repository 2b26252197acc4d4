"""The grammar of the command line.

Standard library only: a wrong word is answered before anything is installed.
"""

from __future__ import annotations

import argparse
import datetime
import difflib
import sys
import textwrap
from itertools import starmap

# The verbs by who types them.
GROUPS = {
    "Whoever writes": {
        "new": "start a new handout from a filled-in example",
        "check": "check what was written and, if site/ is there, every link in it",
        "serve": "show the site while you write, one language, without PDFs",
        "build": "build the whole site into site/, all languages, all PDFs, and check it",
        "changes": "show what readers will see changed since a commit, as Markdown",
        "review": (
            "print a pack for the clinician who reviews a handout: each sentence and its source"
        ),
    },
    "Whoever publishes and keeps the library": {
        "status": "show the library at a glance: each handout beside its limits, and what is due",
        "due": "list the handouts whose facts are due to be checked again",
        "date": (
            "publish drafts: add each handout whose words are not in docs/versions.txt to it, by"
            " default under today"
        ),
        "promise": "add the addresses of site/ to docs/addresses.txt, which must answer for ever",
        "outside": (
            "ask other sites whether what the library links to and cites is still there,"
            " and not retracted"
        ),
        "start": (
            "take the machine for another subject: ask what the new library is called, or take that"
            " from options, and put a small library in the place of this one"
        ),
    },
    "Whoever works on the machine": {
        "test": (
            "run the tests, with --fast those that build no site, with --engines those of what"
            " people do in Chromium, Firefox and WebKit; --coverage counts the lines they reach;"
            " what else follows goes to pytest"
        ),
        "bench": "build a made-up library and print what each part costs, beside MkDocs alone",
        "lock": "rewrite the two lock files from pyproject.toml",
    },
}
VERBS = {verb: text for verbs in GROUPS.values() for verb, text in verbs.items()}
# What `start` asks, by the name of its option.
START_OPTIONS = {
    "languages": (
        "Languages, first the one in which pages are written: en, en-GB, es, or two of them, as"
        " in en,es; by default the first one of this library"
    ),
    "name": "What the library is called; once for each language, in their order",
    "id": "The library's id, for ever: small letters, digits and single hyphens",
    "emergency": "The emergency number of your country",
    "crisis_call": (
        "Your country's line for people who feel hopeless, the number to call; leave it out where"
        " you do not know it yet"
    ),
    "crisis_name": "What that line is called; leave it out where the number is its name",
    "crisis_text": "The number for text messages to that line; leave it out where there is none",
    "crisis_hours": (
        "When that line answers, in words that go on after “Call …,”, such as: any time, day or"
        " night; once for each language"
    ),
    "paper": "The paper of your printers: letter or a4; by default letter after 911, else a4",
    "clinic": "The name of your clinic; leave it out to write it on each sheet by hand",
    "phone": "The clinic's phone; leave it out to write it on each sheet by hand",
}
GENERATORS = ("mkdocs", "properdocs")


def parse(words: list[str]) -> argparse.Namespace:
    """Read the words of a command line; `pytest_words` are those for pytest.

    Ends the process with status 2 where they are wrong, and with 0 after help.
    """
    parser = _parser()
    if not words:
        parser.print_help()
        raise SystemExit(2)
    if not words[0].startswith("-") and words[0] not in VERBS:
        close = difflib.get_close_matches(words[0], VERBS, 1)
        suggestion = f" Did you mean {close[0]}?" if close else ""
        print(
            f"There is no verb {words[0]}.{suggestion} This lists them: python3 scripts --help",
            file=sys.stderr,
        )
        raise SystemExit(2)
    arguments, pytest_words = parser.parse_known_args(words)
    if pytest_words and arguments.verb != "test":
        parser.error(f"unknown words: {' '.join(pytest_words)}")
    arguments.pytest_words = pytest_words
    return arguments


def needs_tools(arguments: argparse.Namespace) -> bool:
    """Say whether a command needs the packages that test, lint and measure."""
    return (
        arguments.verb in ("test", "lock", "outside")
        or getattr(arguments, "generator", "mkdocs") != "mkdocs"
    )


def _day(text: str) -> datetime.date:
    """Return a day. Raises argparse.ArgumentTypeError where `text` is none, or lies ahead."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-22") from None
    # No later version may have an earlier day, so a wrong one would stay on all sheets until then.
    if day > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise argparse.ArgumentTypeError(f"{text} lies in the future")
    return day


def _group_help(title: str, verbs: dict[str, str]) -> str:
    """Return the verbs of a group with what they do, in two columns."""
    lines = [f"{title}:"]
    for verb, text in verbs.items():
        first, *others = textwrap.wrap(text, 66)
        lines += [f"  {verb:<9} {first}", *(f"{'':12}{line}" for line in others)]
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 scripts",
        usage="python3 scripts [-h] verb ...",
        description="Build a library of patient handouts.",
        epilog="\n\n".join(starmap(_group_help, GROUPS.items())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # Its own list would have no groups.
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="verb", help=argparse.SUPPRESS
    )
    verb = {
        name: verbs.add_parser(name, prog=f"python3 scripts {name}", description=text)
        for name, text in VERBS.items()
    }
    verb["build"].add_argument(
        "--timings", action="store_true", help="print how long each part took"
    )
    verb["build"].add_argument(
        "--with",
        dest="generator",
        choices=GENERATORS,
        default="mkdocs",
        help=(
            "who makes the pages; with properdocs, site-properdocs/ is made,"
            " and the files that differ from site/ are printed"
        ),
    )
    verb["build"].add_argument(
        "--zip",
        action="store_true",
        help="also make one ZIP of the site that works from a folder, without a server",
    )
    for name in ("build", "outside"):
        verb[name].add_argument(
            "--quiet", action="store_true", help="do not show how far it is while it works"
        )
    verb["bench"].add_argument(
        "--handouts", type=int, default=1000, metavar="N", help="how many; by default 1000"
    )
    verb["serve"].add_argument(
        "language", nargs="?", help="code of the language to show; by default the first one"
    )
    verb["date"].add_argument(
        "--on",
        type=_day,
        metavar="DAY",
        help="the day of publication, written as 2026-11-22; by default today",
    )
    verb["outside"].add_argument(
        "--report",
        metavar="FILE",
        help="if there is something to mend, also write all results there",
    )
    verb["review"].add_argument(
        "ids", nargs="*", metavar="id", help="the id of a handout; by default all"
    )
    verb["review"].add_argument("--paper", choices=("letter", "a4"), help="by default the clinic's")
    verb["status"].add_argument(
        "--page", action="store_true", help="write it as a page with charts, status.html"
    )
    verb["changes"].add_argument(
        "commit", nargs="?", default="HEAD", help="a commit or branch of Git; by default HEAD"
    )
    verb["new"].add_argument(
        "id", help="the handout's id and address for ever: small letters, digits, hyphens"
    )
    verb["start"].add_argument(
        "--yes",
        action="store_true",
        help="do not ask before anything is taken away, not even where there is no git",
    )
    for field, question in START_OPTIONS.items():
        verb["start"].add_argument(
            f"--{field.replace('_', '-')}",
            action="append" if field in ("name", "crisis_hours") else "store",
            metavar=field.rpartition("_")[2].upper(),
            help=question,
        )
    return parser
