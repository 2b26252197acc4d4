"""Verbs that write into docs/: new, date, promise."""

from __future__ import annotations

import argparse
import datetime
from itertools import starmap
from pathlib import Path

from handouts.build.pipeline import require_no_problems
from handouts.checks import data_files
from handouts.checks.unfinished import require_finished
from handouts.cli import project
from handouts.cli.project import as_built
from handouts.loading import library_loader, settings, text_file
from handouts.loading.version_file import LARGEST
from handouts.model import versions
from handouts.model.data_files import CLINIC_FOLDER, LEDGER, clinic_file
from handouts.model.language import Language, fill
from handouts.model.pages import CARD_CALL, CRISIS, ID, urgency
from handouts.model.version_ledger import (
    VERSIONS,
    Key,
    PublishedVersion,
    ledger_text,
    line_of,
    next_version,
    version_to_add,
)
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


def run_date(arguments: argparse.Namespace) -> int:
    """Add the drafts of a library without Problems to the ledger. Return the exit status."""
    require_no_problems(*library_loader.read(project.ROOT, settings.read(project.ROOT)))
    added = add_versions(project.ROOT, arguments.on or datetime.date.today())
    for (language, id), version in added.items():
        print(f"{language} {id}: {version.release} · {version.words}")
    print(
        f"{len(added)} versions added to {VERSIONS}."
        if added
        else f"{VERSIONS} has every version: there are no drafts."
    )
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
    require_finished(library)
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
    addresses = permalinks.published_addresses(library, Built(root / "site")) | promised
    files.write_atomically(root / LEDGER, permalinks.ledger_text(addresses).encode())
    return sorted(addresses - promised)


def new(root: Path, id: str, today: datetime.date) -> str:
    """Write the page of a new handout, with every part in place, and return its path.

    It is a clinic's own where there is a folder for these.
    Raises Refused.
    """
    shared = f"{settings.read(root).editions[0].docs}/handouts/{id}.md"
    name = clinic_file(shared) if (root / CLINIC_FOLDER).is_dir() else shared
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
    if path.exists() or (root / shared).exists():
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
        language.labels["new_page"],
        title=id.replace("-", " ").capitalize(),
        category=next(iter(language.interface.categories)),
        audience=next(iter(language.interface.audiences)),
        order=max((handout.facts.order for handout in language.handouts), default=0) + 10,
        today=today.isoformat(),
        due=today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
        source=_NO_SOURCE,
        cards="\n\n".join(f"/// card | {id}\n///" for id in _usual_cards(language)),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_atomically(path, example.encode())
    return name


def _usual_cards(language: Language) -> list[str]:
    """Return the ids of a new handout's care cards: those of the first handout that shows any.

    Where none does, all that may be shown together.
    """
    calls = (CARD_CALL.findall(handout.source.body) for handout in language.handouts)
    cards = sorted(language.cards.values(), key=urgency)
    return next(
        filter(None, calls),
        [card.id for card in cards if card.words.level < CRISIS and not card.words.medicines],
    )


def add_versions(root: Path, day: datetime.date) -> dict[Key, PublishedVersion]:
    """Add a line for what is new to the ledger of versions, and return what was added.

    Lines that stand there stay as they are. Raises Refused, also where a page is
    unfinished.
    """
    library, problems = library_loader.read(root, settings.read(root))
    if problems:
        raise Refused(problems)
    require_finished(library)
    first, ledger = library.languages[0], library.versions
    added: dict[Key, PublishedVersion] = {}
    for language, handout in library:
        earlier = ledger.get(key := (language.code, handout.id), ())
        draft = next_version(
            earlier,
            day,
            handout.fingerprint,
            versions.parts(language, handout) if language is first else {},
            by_clinic=bool(library.clinic_files),
        )
        if version := version_to_add(earlier, draft):
            added[key] = version
    path = root / VERSIONS
    lines = text_file.text_of(path, VERSIONS, LARGEST).splitlines() if path.exists() else []
    text = ledger_text([*filter(None, map(str.rstrip, lines)), *starmap(line_of, added.items())])
    files.write_atomically(path, text.encode())
    return added
