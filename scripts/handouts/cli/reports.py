"""Verbs that report on the library: due, review, status, changes."""

from __future__ import annotations

import argparse
import datetime
import io
import json
import subprocess
import tempfile
import zipfile
from pathlib import Path

from handouts.checks import advisories
from handouts.checks.lookups import meant_name
from handouts.cli import project
from handouts.loading import library_loader, settings
from handouts.model.addresses import CATALOG
from handouts.model.front_matter import digits
from handouts.model.library import Library
from handouts.outputs import reader_changes, status
from handouts.outputs.pdf.review_pack import review_pack
from handouts.outputs.pdf.typesetter import TypesettingError
from handouts.problems import Problem, Refused
from handouts.system import files

STATUS_PAGE = "status.html"


def _library() -> Library:
    """Return the library. Raises Refused where it cannot be read."""
    library, problems = library_loader.read(project.ROOT, settings.read(project.ROOT))
    if problems:
        raise Refused(problems)
    return library


def run_due(arguments: argparse.Namespace) -> int:
    """List the handouts whose facts are due to be checked again. Return the exit status."""
    library = _library()
    due = advisories.overdue_handouts(library)
    if not due:
        days = [handout.facts.next_check_due for _, handout in library]
        following = f" The next ones are on {min(days).isoformat()}." if days else ""
        print(f"No facts are due to be checked.{following}")
    if due:
        print("The facts of these pages were to be checked against their sources again:\n")
    for handout in sorted(due, key=lambda handout: (handout.facts.next_check_due, handout.id)):
        print(
            f"- [ ] **{handout.title}** (`{handout.source.path}`),"
            f" due on {handout.facts.next_check_due.isoformat()}"
        )
    if due:
        print(
            "\nAfter the check, write new dates after `sources_gathered:` and `next_check_due:`"
            " in each file."
        )
    return 1 if due else 0


def run_review(arguments: argparse.Namespace) -> int:
    """Write a pack for whoever reviews each handout that is named. Return the exit status."""
    library = _library()
    ids = list(dict.fromkeys(handout.id for _, handout in library))
    if unknown := [id for id in arguments.ids if id not in ids]:
        raise Refused([_no_such_handout(id, ids) for id in unknown])
    for id in arguments.ids or ids:
        try:
            data, pages = review_pack(library, id, arguments.paper or library.clinic.paper)
        except TypesettingError as error:
            raise Refused([Problem(id, 0, f"The pack for its review {error}")]) from None
        name = f"review-{id}.pdf"
        files.write_atomically(project.ROOT / name, data)
        length = "1 page" if pages == 1 else f"{pages} pages"
        print(f"{name}: {length} to print, with a box for each sentence and who signs.")
    return 0


def run_status(arguments: argparse.Namespace) -> int:
    """Print the status of every handout, or write it as a page. Return the exit status."""
    library, today = _library(), datetime.date.today()
    languages = status.status(library, today, _sides(library))
    if arguments.page:
        name = library.languages[0].edition.name
        page = status.to_page(name, today, languages)
        files.write_atomically(project.ROOT / STATUS_PAGE, page.encode())
        print(f"{STATUS_PAGE}: open it in a browser. It is not part of the site.")
    else:
        print(status.to_text(languages), end="")
    return 0


def _sides(library: Library) -> dict[tuple[str, str], int]:
    """Return how many sides the built standard sheets have, by language and id.

    Only those of the words that the library has now.
    """
    try:
        catalog = json.loads((project.ROOT / "site" / CATALOG).read_bytes())["handouts"]
        built = {
            (entry["language"], entry["id"], digits(entry["version"])): pdf["pages"]
            for entry in catalog
            for pdf in entry["pdfs"]
            if (pdf["paper"], pdf["print"]) == ("letter", "standard")
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {
        (language.code, handout.id): built[key]
        for language, handout in library
        if (key := (language.code, handout.id, handout.fingerprint)) in built
    }


def run_changes(arguments: argparse.Namespace) -> int:
    """Print as Markdown what readers will see changed since a commit. Return the exit status."""
    after = _library()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _extract(arguments.commit, root)
        try:
            before, problems = library_loader.read(root, settings.read(root))
        except Refused as refused:
            before, problems = None, refused.problems
        if before is None or problems:
            print(f"The library of {arguments.commit} cannot be read, so nothing was compared.")
            return 0
        print(reader_changes.to_markdown(list(reader_changes.changes(before, after))), end="")
    return 0


def _extract(commit: str, folder: Path) -> None:
    """Write the files of a commit into a folder. Raises Refused where there is no such commit."""
    try:
        archive = subprocess.run(
            ["git", "archive", "--format=zip", commit],
            cwd=project.ROOT,
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", b"").decode(errors="replace").strip() or "there is no git"
        message = f"The files of this commit cannot be had: {reason.splitlines()[0]}."
        raise Refused([Problem(commit, 0, message)]) from None
    # Not a tar: Python 3.11 before 3.11.4 cannot unpack one safely.
    with zipfile.ZipFile(io.BytesIO(archive)) as files_of_commit:
        files_of_commit.extractall(folder)


def _no_such_handout(id: str, ids: list[str]) -> Problem:
    return Problem(id, 0, f"No handout is called that. {meant_name(id, ids, 'handouts')}")
