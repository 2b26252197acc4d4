"""The library in docs/, whatever it is about: what tests/content needs to know before it is
read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from handouts.build import pipeline
from handouts.loading import library_loader, settings
from support.project import ADDRESS, ROOT, BuiltLibrary, build_once

# With what a clinic writes in docs/clinic/, without what was withdrawn: an urgent correction must
# not wait for the tests of its page.
LIBRARY = library_loader.read(ROOT, settings.read(ROOT))[0]
# Whether the library is the one of this repository, in its own words. How long and how heavy its
# pages are on a phone is measured then. In a clinic's copy, or with another subject, no test may
# fail because of words: there hold what `check` says of words, and the build of sides of paper.
IS_OURS = (ROOT / "tests/content/subject").exists() and not LIBRARY.clinic_files
# The folder of each language below docs/, by its code: British English stands in docs/en.
FOLDERS = {language.code: language.edition.docs for language in LIBRARY.languages}
# Every handout, by language and id.
HANDOUTS = sorted((language.code, handout.id) for language, handout in LIBRARY)
# Per language the rounds of questions that people may type, each a mapping: every round but the
# first was written after the tuning before it. None where another library was put in its place.
ROUNDS = {
    path.stem.split(".")[1]: list(yaml.load_all(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    for path in sorted(ROOT.glob("tests/content/subject/queries.*.yml"))
}
QUESTIONS = {
    code: {text: ids for questions in rounds for text, ids in questions.items()}
    for code, rounds in ROUNDS.items()
}
# Pages of the subject that may be larger than others, by id, in bytes.
LARGER_PAGES: dict[str, int] = {
    id: size
    for path in ROOT.glob("tests/content/subject/larger_pages.yml")
    for id, size in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}


def about(*files: str) -> pytest.MarkDecorator:
    """Skip tests that are about files of docs/ which are gone, as they are when another library was
    put in their place."""
    missing = [file for file in files if not (ROOT / "docs" / file).exists()]
    return pytest.mark.skipif(
        bool(missing), reason=f"docs/{missing[0] if missing else ''} is gone, and this is about it"
    )


def guides(root: Path) -> list[Path]:
    """Return the pages for whoever writes, publishes or changes the machine."""
    top = [root / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")]
    return [*top, *sorted((root / ".github/guide").glob("*.md"))]


def missing_targets(root: Path) -> list[str]:
    """Return what these pages link to in the repository and is not there: files and headings."""
    return [
        f"{page.relative_to(root).as_posix()}: {target}"
        for page in guides(root)
        for target in _targets(page)
        if not _answers(page, target)
    ]


def _targets(page: Path) -> list[str]:
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
    return re.findall(r"\]\((?!https?:)([^)]+)\)", text)


def _answers(page: Path, target: str) -> bool:
    name, _, heading = target.partition("#")
    path = page.parent / name if name else page
    return path.exists() and (not heading or heading in _headings(path))


def _headings(page: Path) -> set[str]:
    """Return the ids that GitHub gives to the headings of a page."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    return {
        re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-")
        for line in re.findall(r"^#+ (.*)$", text, re.M)
    }


def build_docs(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The library in docs/ and its site, built once a run."""
    return build_once(
        "docs",
        tmp_path_factory,
        ADDRESS,
        lambda folder: pipeline.build(ROOT, folder / "site"),
        ROOT,
    )
