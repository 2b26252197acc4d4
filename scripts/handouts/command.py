"""The verbs of `python3 scripts`: what each does, in order. With hooks.py the only module that calls MkDocs."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from . import (
    archive,
    bench,
    build,
    content,
    links,
    promises,
    site,
    stage,
    verbs,
)
from . import library as shelf
from .bench import Clock, Cost
from .built import Built
from .environment import LOCK, TOOLS_LOCK
from .handout import CRISIS, ID, urgency
from .library import CALLED, CATALOG, LEDGER, Language, Library, fill
from .problem import Problem, Refused, as_problems, remark, tell
from .site import PURPOSE

ROOT = Path(__file__).resolve().parents[2]


# The verbs ---------------------------------------------------------------------------------------------------------------


def _build(arguments: argparse.Namespace) -> int:
    clock = Clock()
    start = time.perf_counter()
    to = ROOT / ("site" if arguments.generator == "mkdocs" else f"site-{arguments.generator}")
    made = build.build(ROOT, to, clock, arguments.generator)
    took = time.perf_counter() - start
    count = sum(1 for _ in made)
    remark([*content.notices(made), *promises.unlisted(made, Built(ROOT / "site"))])
    languages = f"{len(made.languages)} language{'s'[: len(made.languages) > 1]}"
    print(f"Built {to.name}/ in {took:.1f} s: {count} handouts in {languages}, each with its PDF; all checks passed.")
    print(f"sha256 of all files: {archive.digest(Built(to))}")
    if arguments.zip:
        name, data = archive.archive(made, Built(to))
        for file, written in ((name, data), ("SHA256SUMS", archive.sums({name: data}))):
            stage.put(ROOT / file, written)
        print(f"{name}: the whole site in {len(data) / 1e6:.1f} MB. Unpack it and open index.html; it needs no server.")
    if not made.site.url:
        print("The site's address is not set (SITE_URL), so QR codes, canonical links and full addresses were left out.")
    if arguments.timings:
        for part, seconds in (*((part, cost.seconds) for part, cost in clock.parts.items()), ("all", took)):
            print(f"{seconds:8.2f} s  {part}")
    return _compared(Built(ROOT / "site"), Built(to)) if to.name != "site" and (ROOT / "site").is_dir() else 0


def _compared(before: Built, after: Built) -> int:
    """Print which files differ between two builds of the site; 1 where any does."""
    old, new = before.folder.name, after.folder.name
    differing = [
        *(f"Only in {old}/: {file}" for file in sorted(before.files - after.files)),
        *(f"Only in {new}/: {file}" for file in sorted(after.files - before.files)),
        *(f"Not the same: {file}" for file in sorted(before.files & after.files) if before.data(file) != after.data(file)),
    ]
    print("\n".join(differing) or f"Every file is the same as in {old}/.")
    return 1 if differing else 0


def _check(arguments: argparse.Namespace) -> int:
    whole, problems = shelf.read(ROOT, site.read(ROOT))
    problems += content.check(whole)
    remark(content.notices(whole))
    built = ROOT / "site"
    # Without one of its languages nobody can say what belongs on the site.
    if built.is_dir() and len(whole.languages) == len(whole.site.editions):
        found, there = _as_built(whole, built), Built(built, kept=ROOT / build.CACHE / "pdfs.json")
        problems += [*links.check(found, there), *promises.check(found, there)]
    if not problems:
        print(f"No problems in {sum(1 for _ in whole)} handouts" + (" and in site/." if built.is_dir() else ". There is no site/ yet."))
    return tell(problems)


def _as_built(whole: Library, folder: Path) -> Library:
    """The library with the address that the site in `folder` was built for, which its catalogue knows."""
    try:
        url = json.loads((folder / CATALOG).read_bytes())["url"] or ""
    except (OSError, ValueError, KeyError, TypeError):
        return whole
    return dataclasses.replace(whole, site=dataclasses.replace(whole.site, url=url))


def _serve(arguments: argparse.Namespace) -> int:
    editions = {edition.code: edition.config for edition in site.read(ROOT).editions}
    if arguments.language and arguments.language not in editions:
        raise Refused([Problem(site.CONFIG, 0, f"No language is called {arguments.language}. There are: {', '.join(editions)}.")])
    config = editions.get(arguments.language, site.CONFIG)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", PURPOSE: "serve"}
    with contextlib.suppress(KeyboardInterrupt):
        return subprocess.call([sys.executable, "-m", "mkdocs", "serve", "--config-file", str(ROOT / config)], cwd=ROOT, env=environment)
    return 0


def _test(arguments: argparse.Namespace) -> int:
    # All of them, on up to four cores, each with a browser of its own; a few as they are asked for. To count which lines of
    # the machine they reach takes a tenth longer; the limit is in pyproject.toml.
    counted = ["--cov", "--cov-report", "term-missing"] if "--coverage" in arguments.rest else []
    rest = [word for word in arguments.rest if word != "--coverage"]
    words = rest or ["--numprocesses", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
    return subprocess.call([sys.executable, "-m", "pytest", *words, *counted], cwd=ROOT)


def _new(arguments: argparse.Namespace) -> int:
    made = new(ROOT, arguments.id, datetime.date.today())
    print(f"{made} is ready to be filled in. Then run: python3 scripts check")
    return 0


def _stamp(arguments: argparse.Namespace) -> int:
    for path in stamp(ROOT, datetime.date.today()):
        print(f"{path}: dated")
    return 0


def _translated(arguments: argparse.Namespace) -> int:
    if not arguments.ids and not arguments.all:
        raise Refused([Problem("docs", 0, "Say which handouts: python3 scripts translated ID, or --all.")])
    for path in translated(ROOT, arguments.ids):
        print(f"{path}: up to date with its original")
    return 0


def _due(arguments: argparse.Namespace) -> int:
    whole, problems = shelf.read(ROOT, site.read(ROOT))
    if problems:
        raise Refused(problems)
    found = content.due(whole)
    if found:
        print("The facts of these pages were to be checked against their sources again:\n")
    for one in sorted(found, key=lambda one: (one.facts.next_check_due, one.id)):
        print(f"- [ ] **{one.title}** (`{one.source.path}`), due on {one.facts.next_check_due.isoformat()}")
    if found:
        print("\nAfter the check, write new dates after `sources_gathered:` and `next_check_due:` in each file.")
    return 1 if found else 0


def _promise(arguments: argparse.Namespace) -> int:
    added = promise(ROOT)
    for address in added:
        print(f"/{address}")
    print(f"{len(added)} addresses added to {LEDGER}. From now on, each of them must answer." if added else f"{LEDGER} has them all.")
    if not _as_built(shelf.read(ROOT, site.read(ROOT))[0], ROOT / "site").site.url:
        print("site/ was built without its address (SITE_URL), so what needs one is not among them.")
    return 0


def _outside(arguments: argparse.Namespace) -> int:
    try:
        from . import outside
    except ImportError as error:
        raise Refused([Problem("pyproject.toml", 0, f"{error.name} is not installed. It is among the packages for developers.")]) from None
    whole, problems = shelf.read(ROOT, site.read(ROOT))
    if problems:
        raise Refused(problems)
    project = "/".join(filter(None, (os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")))) or whole.site.url
    found = list(outside.findings(whole, outside.Web(who=f"{whole.site.id} link check" + f" (+{project})" * bool(project))))
    remark(one.problem for one in found if one.kind != "broken")
    print(outside.summary(found))
    broken = [one.problem for one in found if one.kind == "broken"]
    if arguments.report and broken:
        Path(arguments.report).write_text(outside.report(found), encoding="utf-8", newline="\n")
    return tell(broken)


def _lock(arguments: argparse.Namespace) -> int:
    """Write both locks: what builds the site without the packages that it never imports, and everything."""
    left_out = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["handouts"]["left-out"]
    common = "-m uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet"
    complete = f"{common} --group dev --upgrade --output-file {TOOLS_LOCK}"
    lean = f"{common} --upgrade --constraint {TOOLS_LOCK} --output-file {LOCK}"
    lean += "".join(f" --no-emit-package {name}" for name in left_out)
    return max(subprocess.call([sys.executable, *words.split()], cwd=ROOT) for words in (complete, lean))


def promise(root: Path) -> list[str]:
    """Add the addresses of the built site to the ledger, and return those that are new. Raises Refused without a site."""
    whole, problems = shelf.read(root, site.read(root))
    if problems:
        raise Refused(problems)
    if not (root / "site").is_dir():
        raise Refused([Problem("site", 0, "There is no site/ to read addresses from. Run first: python3 scripts build")])
    whole = _as_built(whole, root / "site")
    old = set(whole.ledger or {})
    now = promises.published(whole, Built(root / "site")) | old
    stage.put(root / LEDGER, promises.written(now).encode())
    return sorted(now - old)


_NO_SOURCE = "source-id"  # what the example cites: no source, so that none stays behind that does not say what is written there


def new(root: Path, id: str, today: datetime.date) -> str:
    """Start a handout: write the page, with every part in place, and return its path. Raises Refused."""
    name = f"{site.read(root).editions[0].docs}/handouts/{id}.md"
    if not ID.fullmatch(id):
        raise Refused([Problem(name, 0, "An id is small letters, digits and single hyphens, such as keeping-warm.")])
    path = root / name
    if path.exists():
        raise Refused([Problem(name, 0, "This handout exists already. Ids never change and are never used twice.")])
    whole, problems = shelf.read(root, site.read(root))
    if not whole.languages:
        raise Refused(problems)
    language = whole.languages[0]
    if problems := [*problems, *content.interface(whole, language)]:
        raise Refused(problems)
    example = fill(
        language.say["new_page"],
        title=id.replace("-", " ").capitalize(),
        category=next(iter(language.interface.categories)),
        audience=next(iter(language.interface.audiences)),
        order=max((one.facts.order for one in language.handouts), default=0) + 10,
        today=today.isoformat(),
        due=today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
        source=_NO_SOURCE,
        cards="\n\n".join(f"/// card | {id}\n///" for id in _usual_cards(language)),
    )
    stage.put(path, example.encode())
    stamp(root, today, only=name)
    return name


def _usual_cards(language: Language) -> list[str]:
    """Ids of the care cards of a new handout: those that the first handout shows; all that may stand together where none does."""
    calls = (CALLED.findall(one.source.body) for one in language.handouts)
    cards = sorted(language.cards.values(), key=urgency)
    return next(filter(None, calls), [card.id for card in cards if card.words.level < CRISIS and not card.words.medicines])


def stamp(root: Path, today: datetime.date, only: str = "") -> list[str]:
    """Write today's date and the new fingerprint into every handout whose words have changed; return their paths."""
    whole, problems = shelf.read(root, site.read(root))
    if problems:
        raise Refused(problems)
    changed = []
    for language, one in whole:
        now = shelf.fingerprint(language, one, whole.references)
        if one.words.fingerprint == now or (only and one.source.path != only):
            continue
        path = root / one.source.path
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^changed:.*$", f"changed: {today.isoformat()}", text, count=1)
        text = re.sub(r"(?m)^fingerprint:.*$", f'fingerprint: "{now}"', text, count=1)
        stage.put(path, text.encode())
        changed.append(one.source.path)
    return changed


def translated(root: Path, ids: Collection[str]) -> list[str]:
    """Record that the translations of these handouts, or of all where none is named, say what their originals say now.

    Returns the paths of the files that changed. Raises Refused.
    """
    whole, problems = shelf.read(root, site.read(root))
    if unknown := set(ids) - {one.id for _, one in whole if one.original}:
        first = site.read(root).editions[0].docs
        problems += [
            Problem(f"{first}/handouts/{id}.md", 0, "There is no handout of this name with a translation.") for id in sorted(unknown)
        ]
    if problems:
        raise Refused(problems)
    ledger = {one.id: shelf.parts(whole.languages[0], one) for one in whole.languages[0].handouts}
    changed = []
    for _, one in whole:
        if not one.original or (ids and one.id not in ids):
            continue
        path = root / one.source.path
        old = path.read_text(encoding="utf-8")
        new = f"translated_from: {one.original.version}\ntranslated_parts:\n"
        new += "".join(f'  {id}: "{digest}"\n' for id, digest in ledger[one.id].items())
        front, rest = old.split("\n---", 1)
        front = re.sub(r"(?m)^translated_parts:.*\n(?:[ ]+.*\n)*", "", front + "\n")
        front = re.sub(r"(?m)^translated_from:.*\n", new, front, count=1)
        if (text := f"{front}---{rest}") != old:
            stage.put(path, text.encode())
            changed.append(one.source.path)
    return changed


def _bench(arguments: argparse.Namespace) -> int:
    """Build made-up libraries, each in a process of its own, so that none pays or saves for another; print what it cost."""
    os.environ["SITE_URL"] = bench.ADDRESS
    many = max(10, arguments.handouts)
    few = min(100, many)
    with tempfile.TemporaryDirectory() as folder:
        cold, sizes = {}, {}
        for count in sorted({few, many}):
            root = Path(folder) / str(count)
            bench.library(root, ROOT, count)
            stamp(root, datetime.date(2026, 11, 1))
            cold[count] = _apart(_benched, root, f"{count:,} handouts, built for the first time")
            sizes[count] = bench.weighed(root / "site")
        bench.edit(root)
        stamp(root, datetime.date(2026, 11, 2))
        again = _apart(_benched, root, f"{many:,} handouts, built again after one edit")
        plain = _apart(_bare, bench.bare(Path(folder) / "bare", root), "The same pages by MkDocs and its theme alone")
    for line in bench.verdicts(many, few, cold, again, plain, sizes):
        print(line)
    return 0


def _apart(work: Callable[[Path], bench.Costs], path: Path, title: str) -> Cost:
    """What some work cost that is done in a process of its own; each part of it is printed."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        parts, whole = pool.submit(work, path).result()
    print(f"\n{title}\n{'seconds':>9}{'of all cores':>14}")
    for part, cost in (*parts.items(), ("all", whole)):
        print(f"{cost.seconds:9.1f}{cost.cpu:14.1f}  {part}", flush=True)
    return whole


def _benched(root: Path) -> bench.Costs:
    return bench.measured(lambda clock: build.build(root, root / "site", clock))


def _bare(config: Path) -> bench.Costs:
    words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}

    def made(clock: Clock) -> None:
        with clock.time("pages"):
            subprocess.run(words, env=environment, check=True)

    return bench.measured(made)


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "check": _check,
    "serve": _serve,
    "test": _test,
    "new": _new,
    "stamp": _stamp,
    "translated": _translated,
    "due": _due,
    "promise": _promise,
    "outside": _outside,
    "bench": _bench,
    "lock": _lock,
}


def main(words: list[str]) -> int:
    """Do what the command line says. Returns the exit status: 0 clean, 1 problems found, 2 used wrongly."""
    return run(verbs.parse(words))


def run(arguments: argparse.Namespace) -> int:
    """Do what was read from the command line. Returns the exit status: 0 clean, 1 problems found, 130 stopped."""
    try:
        with as_problems(ROOT):
            return VERBS[arguments.verb](arguments)
    except Refused as refused:
        return tell(refused.problems)
    except KeyboardInterrupt:
        print("Stopped. site/ is as it was.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more when it ends
        return 1
