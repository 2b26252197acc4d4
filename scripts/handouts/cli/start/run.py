"""The verb `start`: ask, write, and say what became of the present library."""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from handouts.checks import run as checks
from handouts.checks.unfinished import unfinished_files
from handouts.cli import project
from handouts.cli.start import answers as start_answers
from handouts.cli.start.answers import Answers
from handouts.cli.start.plan import Plan, make_plan, startable_languages
from handouts.cli.start.text_edits import quoted, with_front_matter
from handouts.loading import library_loader, settings
from handouts.model import versions
from handouts.model.library import Library
from handouts.problems import Problem, Refused, as_problems, print_problems
from handouts.system import files

_NO_GIT = "Git does not hold this folder, so what is taken away is gone for good."


def run_start(arguments: argparse.Namespace) -> int:
    """Put a new library in the place of the present one. Return the exit status."""
    root = project.ROOT
    has_git = require_committed(root)
    library, problems = library_loader.read(root, settings.read(root))
    if not library.languages:
        raise Refused(problems)
    languages = startable_languages(root, library)
    asks = start_answers.is_empty(arguments) and sys.stdin.isatty()
    try:
        if asks:
            answers = start_answers.from_terminal(input, languages)
        else:
            answers = start_answers.from_options(arguments, languages)
    except EOFError:  # there was nobody to answer, or no longer
        print("\nNothing was changed.")
        return 1
    plan = make_plan(library, answers, datetime.date.today())
    if has_git:
        require_tracked(root, plan)
    print("\n".join(_summary(library, answers, plan)))
    if (asks or not has_git) and not arguments.yes and not _is_agreed(has_git):
        print("Nothing was changed.")
        return 1
    try:
        with as_problems(root):
            apply(root, library, plan)
    except Refused as refused:
        return print_problems(refused.problems, outcome="The work stopped half-way.")
    new, problems = library_loader.read(root, settings.read(root))
    if problems := [*problems, *checks.check(new)]:
        return print_problems(problems, outcome="The new library stands there. Mend these in it.")
    print("\n".join(_next_steps(new, answers)))
    return 0


def _is_agreed(has_git: bool) -> bool:
    """Ask whether to go on. Raises Refused where git keeps nothing and nobody can be asked."""
    warning = "" if has_git else _NO_GIT
    if not sys.stdin.isatty():
        message = f"{warning} Copy this folder, then run the same command with --yes."
        raise Refused([Problem(".git", 0, message)])
    try:
        return input(f"{warning} Write yes to go on: ".lstrip()).strip().lower() == "yes"
    except EOFError:
        print()
        return False


def require_committed(root: Path) -> bool:
    """Refuse to replace work that git does not hold yet. Return whether there is git at all.

    Raises Refused.
    """
    if not (root / ".git").exists():
        return False
    if changed := _git(root, "status", "--porcelain").splitlines():
        raise Refused([_not_held([line[3:].strip('"') for line in changed], "git status")])
    return True


def require_tracked(root: Path, plan: Plan) -> None:
    """Refuse to take away files that git is told to ignore, and so does not hold. Raises Refused.

    What commands and systems make, such as __pycache__ and .DS_Store, nobody wrote.
    """
    tracked = set(_git(root, "ls-files", "-z").split("\0"))
    replaced = (name for name in plan.texts if (root / name).exists())
    ignored = [
        name
        for name in sorted({*plan.removed, *replaced} - tracked)
        if not Path(name).name.startswith(".") and "__pycache__" not in Path(name).parts
    ]
    if ignored:
        raise Refused([_not_held(ignored, "git status --ignored")])


def _git(root: Path, *words: str) -> str:
    """Return what git prints. Raises Refused where it fails, or is not installed."""
    try:
        process = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True)
    except FileNotFoundError:
        message = "git is not installed, so nobody can say whether all work is kept. Install it."
        raise Refused([Problem(".git", 0, message)]) from None
    if process.returncode:
        raise Refused([Problem(".git", 0, f"git cannot tell: {process.stderr.strip()}")])
    return process.stdout


def _not_held(names: list[str], lists: str) -> Problem:
    count = "1 file" if len(names) == 1 else f"{len(names)} files"
    return Problem(
        names[0],
        0,
        f"git does not hold your work in {count} yet, which would be lost. Commit it, or take "
        f"it back; {lists} lists it. Then run the same command again.",
    )


def apply(root: Path, present: Library, plan: Plan) -> None:
    """Write and remove what a plan says, and let translations say which version they are of."""
    for name, text in plan.texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(path, text.encode())
    for name in (*plan.removed, *plan.outputs):
        files.delete(root / name)
    for name in plan.removed:
        for folder in (root / name).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
    _mark_translations(root, present)


def _mark_translations(root: Path, present: Library) -> None:
    """Write which version each translation is of, but into cards that were behind before."""
    outdated = {
        (language.code, id)
        for language in present.languages[1:]
        for id in versions.stale_cards(present.languages[0], language)
    }
    library, _ = library_loader.read(root, settings.read(root))
    first, *others = library.languages
    marks: dict[str, str] = {}
    for language in others:
        for handout in language.handouts:
            assert handout.original
            marks[handout.source.path] = handout.original.version
        for id, card in language.cards.items():
            if id in first.cards and (language.code, id) not in outdated:
                marks[card.source.path] = versions.card_digest(first.cards[id])
    for name, version in marks.items():
        text = (root / name).read_text(encoding="utf-8")
        text = with_front_matter(text, "translated", quoted(version))
        files.write_atomically(root / name, text.encode())


def _summary(library: Library, answers: Answers, plan: Plan) -> Iterator[str]:
    """Yield what happens to the present library."""
    yield f"In the place of {library.site.name} comes {answers.name[0]}."
    yield "Taken away:"
    folders = Counter(name.rpartition("/")[0] for name in plan.removed)
    for folder, count in sorted(folders.items()):
        names = [name for name in plan.removed if name.rpartition("/")[0] == folder]
        listed = ", ".join(name.rpartition("/")[2] for name in names)
        text = listed if len(listed) < 160 else f"{count} files, {names[0].rpartition('/')[2]} …"
        yield f"  {folder or '.'}: {text}"
    if plan.outputs:
        yield f"  made from it: {', '.join(plan.outputs)}"
    replaced = sorted(name for name in plan.texts if (library.root / name).exists())
    yield "Replaced, or without what they said of the subject:"
    yield f"  {', '.join(replaced)}"
    yield "Kept as they are:"
    yield f"  the machine, its tests, {', '.join(plan.kept_files) or 'and no page'}"


def _next_steps(library: Library, answers: Answers) -> Iterator[str]:
    """Yield what a person does next."""
    yield ""
    yield f"Started {library.site.name}. Look at it: python3 scripts serve"
    count = sum(1 for _ in unfinished_files(library))
    yield f"{count} pages and care cards say in `unfinished` what to write: python3 scripts check"
    if not answers.crisis_call:
        yield (
            "No crisis line stands in docs/clinic.yml, so words of despair in the search lead to "
            "none. Write your country's there, and a card that shows it, before you publish."
        )
    yield "Then run python3 scripts build and python3 scripts test, and commit all of it."
