"""Verbs that write into docs/: new, stamp, translated, promise."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Collection
from pathlib import Path

from handouts.checks import data_files
from handouts.cli import project
from handouts.cli.project import as_built
from handouts.loading import library_loader, settings
from handouts.model import versions
from handouts.model.data_files import LEDGER
from handouts.model.language import Language, fill
from handouts.model.pages import CALLED, CRISIS, ID, urgency
from handouts.problems import Problem, Refused
from handouts.site import permalinks
from handouts.site.built_site import Built
from handouts.system import files

# What the example cites is no source: a real one might stay in a handout that it does not support.
_NO_SOURCE = "source-id"


def run_new(arguments: argparse.Namespace) -> int:
    """Start a handout from an example. Return the exit status."""
    path = new(project.ROOT, arguments.id, datetime.date.today())
    print(f"{path} is ready to be filled in. Then run: python3 scripts check")
    return 0


def run_stamp(arguments: argparse.Namespace) -> int:
    """Date the handouts whose words have changed. Return the exit status."""
    for path in stamp(project.ROOT, datetime.date.today()):
        print(f"{path}: dated")
    return 0


def run_translated(arguments: argparse.Namespace) -> int:
    """Record that translations say what their originals say. Return the exit status."""
    if not arguments.ids and not arguments.all:
        raise Refused(
            [Problem("docs", 0, "Say which handouts: python3 scripts translated ID, or --all.")]
        )
    for path in translated(project.ROOT, arguments.ids):
        print(f"{path}: up to date with its original")
    return 0


def run_promise(arguments: argparse.Namespace) -> int:
    """Add the addresses of site/ to the ledger. Return the exit status."""
    added = promise(project.ROOT)
    for address in added:
        print(f"/{address}")
    print(
        f"{len(added)} addresses added to {LEDGER}. From now on, each of them must answer."
        if added
        else f"{LEDGER} has them all."
    )
    if not as_built(
        library_loader.read(project.ROOT, settings.read(project.ROOT))[0], project.ROOT / "site"
    ).site.url:
        print(
            "site/ was built without its address (SITE_URL), so what needs one is not among them."
        )
    return 0


def promise(root: Path) -> list[str]:
    """Add the addresses of the built site to the ledger, and return those that are new.

    Raises Refused where there is no site.
    """
    library, problems = library_loader.read(root, settings.read(root))
    if problems:
        raise Refused(problems)
    if not (root / "site").is_dir():
        raise Refused(
            [
                Problem(
                    "site",
                    0,
                    "There is no site/ to read addresses from. Run first: python3 scripts build",
                )
            ]
        )
    library = as_built(library, root / "site")
    promised = set(library.ledger or {})
    addresses = permalinks.published(library, Built(root / "site")) | promised
    files.put(root / LEDGER, permalinks.written(addresses).encode())
    return sorted(addresses - promised)


def new(root: Path, id: str, today: datetime.date) -> str:
    """Write the page of a new handout, with every part in place, and return its path.

    Raises Refused.
    """
    name = f"{settings.read(root).editions[0].docs}/handouts/{id}.md"
    if not ID.fullmatch(id):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "An id is small letters, digits and single hyphens, such as keeping-warm.",
                )
            ]
        )
    path = root / name
    if path.exists():
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "This handout exists already. Ids never change and are never used twice.",
                )
            ]
        )
    library, problems = library_loader.read(root, settings.read(root))
    if not library.languages:
        raise Refused(problems)
    language = library.languages[0]
    if problems := [*problems, *data_files.interface(library, language)]:
        raise Refused(problems)
    example = fill(
        language.say["new_page"],
        title=id.replace("-", " ").capitalize(),
        category=next(iter(language.interface.categories)),
        audience=next(iter(language.interface.audiences)),
        order=max((handout.facts.order for handout in language.handouts), default=0) + 10,
        today=today.isoformat(),
        due=today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
        source=_NO_SOURCE,
        cards="\n\n".join(f"/// card | {id}\n///" for id in _usual_cards(language)),
    )
    files.put(path, example.encode())
    stamp(root, today, only=name)
    return name


def _usual_cards(language: Language) -> list[str]:
    """Return the ids of a new handout's care cards: those of the first handout that shows any.

    Where none does, all that may be shown together.
    """
    calls = (CALLED.findall(handout.source.body) for handout in language.handouts)
    cards = sorted(language.cards.values(), key=urgency)
    return next(
        filter(None, calls),
        [card.id for card in cards if card.words.level < CRISIS and not card.words.medicines],
    )


def stamp(root: Path, today: datetime.date, only: str = "") -> list[str]:
    """Write the date and the new fingerprint into every handout whose words have changed.

    Returns their paths. `only` is the path of the only handout to date. Raises Refused.
    """
    library, problems = library_loader.read(root, settings.read(root))
    if problems:
        raise Refused(problems)
    changed = []
    for language, handout in library:
        fingerprint = versions.fingerprint(language, handout, library.references)
        if handout.words.fingerprint == fingerprint or (only and handout.source.path != only):
            continue
        path = root / handout.source.path
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^changed:.*$", f"changed: {today.isoformat()}", text, count=1)
        text = re.sub(r"(?m)^fingerprint:.*$", f'fingerprint: "{fingerprint}"', text, count=1)
        files.put(path, text.encode())
        changed.append(handout.source.path)
    return changed


def translated(root: Path, ids: Collection[str]) -> list[str]:
    """Record that the translations of these handouts say what their originals say now.

    Without `ids`, of all handouts. Returns the paths of the files that changed. Raises Refused.
    """
    library, problems = library_loader.read(root, settings.read(root))
    if unknown := set(ids) - {handout.id for _, handout in library if handout.original}:
        first = settings.read(root).editions[0].docs
        problems += [
            Problem(
                f"{first}/handouts/{id}.md",
                0,
                "There is no handout of this name with a translation.",
            )
            for id in sorted(unknown)
        ]
    if problems:
        raise Refused(problems)
    ledger = {
        handout.id: versions.parts(library.languages[0], handout)
        for handout in library.languages[0].handouts
    }
    changed = []
    for _, handout in library:
        if not handout.original or (ids and handout.id not in ids):
            continue
        path = root / handout.source.path
        text = path.read_text(encoding="utf-8")
        record = f"translated_from: {handout.original.version}\ntranslated_parts:\n"
        record += "".join(f'  {id}: "{digest}"\n' for id, digest in ledger[handout.id].items())
        front, body = text.split("\n---", 1)
        front = re.sub(r"(?m)^translated_parts:.*\n(?:[ ]+.*\n)*", "", front + "\n")
        front = re.sub(r"(?m)^translated_from:.*\n", record, front, count=1)
        if (updated := f"{front}---{body}") != text:
            files.put(path, updated.encode())
            changed.append(handout.source.path)
    return changed
