"""Which files a new library has, and which of the present one it takes away."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from handouts.cli.start.answers import Answers, usual_paper
from handouts.cli.start.text_edits import (
    entry,
    quoted,
    with_entry,
    with_examples_in,
    with_front_matter,
    with_value,
    without_citations,
    without_subject,
)
from handouts.cli.start.variants import (
    STARTER,
    folder_of,
    localized,
    startable_codes,
    starter_folders,
    variant_of,
)
from handouts.model.data_files import CLINIC, PACKETS, REFERENCES, Clinic
from handouts.model.front_matter import Original, Translation
from handouts.model.language import fill
from handouts.model.library import Library
from handouts.model.settings import CONFIG
from handouts.problems import Problem, Refused

UNKNOWN = '"000000"'  # a version that no original has
# Pages about the site itself.
_KEPT_PAGES = ("about/accessibility.md", "about/privacy.md")
_README = "README.md"
_MARKED = (_README, "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE")
_GUIDE = ".github/guide"
# What people wrote about the present subject beside docs/, and what was made of it.
_OUTSIDE_DOCS = ("tests/content/subject", ".github/pictures")
_OUTPUTS = (
    "site",
    "site.new-*",
    "site.old",
    "site-preview",
    "site-properdocs",
    "{library}.zip",
    "SHA256SUMS",
    "review-{handout}.pdf",
    "status.html",
    ".cache/pdf",
    ".cache/pdfs.json",
)
_TRANSLATED_AWAY = Original.model_fields.keys() - Translation.model_fields.keys()
# Keys of words.yml, and their indents.
_ABOUT_A_SUBJECT = (
    ("audiences", 0),
    ("alarm_lines", 0),
    ("emergency_signs", 0),
    ("search_alike", 2),
)


@dataclass(frozen=True)
class Plan:
    """Texts to be written, by path; what is taken away; and what stays as it is."""

    texts: dict[str, str]
    removed: tuple[str, ...]  # files
    outputs: tuple[str, ...]  # files and folders that commands make anew
    kept_files: tuple[str, ...]  # files of docs/


def startable_languages(root: Path, library: Library) -> list[str]:
    """Return the codes of languages in which a library can start, those of this one first."""
    startable = startable_codes()
    codes = [language.code for language in library.languages if language.code in startable]
    present = {language.edition.docs: language.code for language in library.languages}

    def has_words(code: str) -> bool:
        """Return whether its words are there: a variant in its folder has others."""
        docs = f"docs/{folder_of(code)}"
        is_own = present.get(docs, code) in (code, folder_of(code))
        return is_own and (root / docs / "words.yml").is_file()

    return [code for code in dict.fromkeys(codes + startable) if has_words(code)]


def make_plan(library: Library, answers: Answers, today: datetime.date) -> Plan:
    """Return what is to be written and removed, so that the library is the one of the answers.

    Raises Refused where mkdocs.yml or words.yml are not written as they should be.
    """
    root = library.root
    texts = dict(_starter_texts(answers, today))
    texts[PACKETS] = _packets(texts[PACKETS], answers)
    kept_files = []
    for code in answers.languages:
        folder = f"docs/{folder_of(code)}"
        for name in (f"{folder}/{page}" for page in _KEPT_PAGES):
            if (root / name).is_file():
                text = (root / name).read_text(encoding="utf-8")
                if (changed := localized(code, text)) == text:
                    kept_files.append(name)
                else:
                    texts[name] = changed
        kept_files += [
            path.relative_to(root).as_posix() for path in (root / folder / "fonts").glob("*")
        ]
        texts |= _crisis_cards(
            library, answers, code, set(yaml.load(texts[REFERENCES], yaml.CSafeLoader))
        )
        cards = [Path(name).stem for name in texts if name.startswith(f"{folder}/cards/")]
        texts[f"{folder}/words.yml"] = _words(library, answers, code, cards)
    texts[CLINIC] = _clinic((root / CLINIC).read_text(encoding="utf-8"), answers)
    texts |= _settings(root, answers)
    texts |= _marked_texts(root, answers)
    present = {path.relative_to(root).as_posix() for path in _present_files(root)}
    outputs = {path.relative_to(root).as_posix() for path in _output_files(library)}
    return Plan(
        texts,
        tuple(sorted(present - texts.keys() - set(kept_files))),
        tuple(sorted(outputs)),
        tuple(sorted(kept_files)),
    )


def _starter_texts(answers: Answers, today: datetime.date) -> Iterator[tuple[str, str]]:
    """Yield the pages and data files that a new library starts with, filled in."""
    due = today.replace(year=today.year + 1, day=min(today.day, 28))
    codes = {folder_of(code): code for code in answers.languages}
    for path in sorted((STARTER / "docs").rglob("*")):
        name = path.relative_to(STARTER).as_posix()
        folder = name.split("/")[1]
        is_language, code = folder in starter_folders(), codes.get(folder)
        if path.is_dir() or path.name in ("words.yml", Path(CLINIC).name):
            continue
        if is_language and not code:
            continue
        text = path.read_text(encoding="utf-8")
        if code:
            text = localized(code, text)
            text = text.replace("{name}", answers.name[answers.languages.index(code)])
        text = text.replace("{today}", today.isoformat()).replace("{due}", due.isoformat())
        if code in answers.languages[1:] and "/handouts/" in name:
            for key in _TRANSLATED_AWAY:
                text = with_front_matter(text, key, None)
            text = with_front_matter(text, "translated", UNKNOWN)
        yield name, text


def _crisis_cards(
    library: Library, answers: Answers, code: str, sources: set[str]
) -> dict[str, str]:
    """Return the cards of the present library that show a crisis line, if there is one."""
    docs = f"docs/{folder_of(code)}"
    language = next((each for each in library.languages if each.edition.docs == docs), None)
    if not language or not answers.crisis_call:
        return {}
    texts = {}
    for id, card in language.cards.items():
        if "{crisis" not in card.source.body:
            continue
        text = (library.root / card.source.path).read_text(encoding="utf-8")
        text = without_citations(text, sources)
        if code == answers.languages[0]:
            text = with_front_matter(text, "translated", None)
        texts[f"{docs}/cards/{id}.md"] = localized(code, text)
    return texts


def _packets(text: str, answers: Answers) -> str:
    """Return packets.yml with the titles in the languages of the answers."""
    codes = {folder_of(code): code for code in answers.languages}
    for folder in starter_folders():
        title = entry(text, folder, 4)
        if title and folder not in codes:
            text = with_entry(text, folder, "", 4)
        elif title:
            text = text.replace(title, title.replace(folder, codes[folder], 1))
    return text


def _words(library: Library, answers: Answers, code: str, cards: list[str]) -> str:
    """Return words.yml of a language: the words of the site as they are, those of a subject new.

    Alarm words stay for the cards that stay, with the new number of the crisis line.
    """
    name = f"docs/{folder_of(code)}/words.yml"
    text = (library.root / name).read_text(encoding="utf-8")
    starter = (STARTER / name).read_text(encoding="utf-8")
    for key, indent in _ABOUT_A_SUBJECT:
        text = with_entry(text, key, entry(starter, key, indent), indent)
    unfinished, first = entry(starter, "unfinished"), entry(text, "language")
    if entry(text, "unfinished"):
        text = with_entry(text, "unfinished", unfinished)
    else:
        text = with_entry(text, "language", f"{first}\n\n{unfinished}")
    present, new = entry(text, "alarm_words"), entry(starter, "alarm_words")
    remaining = [entry(present, id, 2) for id in cards if not entry(new, id, 2)]
    head, *entries = new.split("\n")
    alarms = "\n".join([head, *filter(None, remaining), *entries])
    present_lines = library.clinic.crisis.lines if library.clinic.crisis else {}
    line = present_lines.get(code) or present_lines.get(folder_of(code))
    if line and answers.crisis_call:
        alarms = alarms.replace(f'"{line.call}"', f'"{answers.crisis_call}"')
    text = localized(code, with_entry(text, "alarm_words", alarms))
    variant = variant_of(code)
    return variant.labelled(text) if variant else text


def _clinic(text: str, answers: Answers) -> str:
    """Return clinic.yml with what the answers say, and without what another clinic said."""
    starter = (STARTER / CLINIC).read_text(encoding="utf-8")
    missing = None if answers.crisis_call else yaml.load(starter, yaml.CSafeLoader)["unfinished"]
    values = {
        "name": answers.clinic,
        "phone": answers.phone,
        "emergency": answers.emergency,
        "paper": answers.paper or usual_paper(answers.emergency),
        "unfinished": missing,
    }
    for key in Clinic.model_fields:
        if key != "crisis":
            value = values.get(key)
            text = with_entry(text, key, f"{key}: {quoted(value)}" if value else "")
    text = with_examples_in(text, {code: folder_of(code) for code in answers.languages})
    example = starter[starter.index("# crisis:") :].rstrip("\n")
    example = fill(example, emergency=answers.emergency, language=answers.languages[0])
    return with_entry(text, "crisis", example if missing else "\n".join(_crisis(answers)))


def _crisis(answers: Answers) -> Iterator[str]:
    assert answers.crisis_call
    yield f"crisis:\n  emergency: {quoted(answers.emergency)}\n  lines:"
    for code, hours in zip(answers.languages, answers.crisis_hours, strict=True):
        yield f"    {code}:"
        if answers.crisis_name:
            yield f"      name: {quoted(answers.crisis_name)}"
        yield f"      call: {quoted(answers.crisis_call)}"
        if answers.crisis_text:
            yield f"      text: {quoted(answers.crisis_text)}"
        yield f"      hours: {quoted(hours)}"


def _settings(root: Path, answers: Answers) -> dict[str, str]:
    """Return mkdocs.yml, and a configuration for each other language. Raises Refused."""
    text = (root / CONFIG).read_text(encoding="utf-8")
    first, *others = answers.languages
    for key, value, indent in (
        ("site_name", quoted(answers.name[0]), 0),
        ("site_description", quoted(_summary(first)), 0),
        ("docs_dir", f"docs/{folder_of(first)}", 0),
        ("library", answers.id, 2),
        ("language", first, 2),
    ):
        changed = with_value(text, key, value, indent)
        if changed is None:
            message = f"`{key}` must stand on a line of its own, to be changed. Write it there."
            raise Refused([Problem(CONFIG, 0, message)])
        text = changed
    template = (STARTER / CONFIG).read_text(encoding="utf-8")
    texts = {CONFIG: text}
    for code, name in zip(others, answers.name[1:], strict=True):
        texts[f"mkdocs.{code}.yml"] = fill(
            template,
            name=quoted(name),
            description=quoted(_summary(code)),
            code=code,
            folder=folder_of(code),
        )
    return texts


def _summary(code: str) -> str:
    """Return what the home page of a new library says in one sentence."""
    text = (STARTER / f"docs/{folder_of(code)}/index.md").read_text(encoding="utf-8")
    return str(yaml.load(text.split("---\n")[1], yaml.CSafeLoader)["summary"])


def _marked_texts(root: Path, answers: Answers) -> dict[str, str]:
    """Return README, the guide and their like without what they say of the present subject."""
    head = (STARTER / _README).read_text(encoding="utf-8").replace("{name}", answers.name[0])
    texts = {}
    guide = [path.relative_to(root).as_posix() for path in (root / _GUIDE).glob("*.md")]
    for name in (*_MARKED, *sorted(guide)):
        if (root / name).is_file():
            text = (root / name).read_text(encoding="utf-8")
            changed = without_subject(text, head if name == _README else "")
            changed = re.sub(
                r"(?<=[\[(])(?:\.\./)*docs/\w+(?=/[^\])]*[\])])",
                lambda match: _folder(match[0], answers),
                changed,
            )
            if changed != text:
                texts[name] = changed
    return texts


def _folder(name: str, answers: Answers) -> str:
    """Return the folder of a language that a file links to, or the first one where it is gone."""
    parent, _, folder = name.rpartition("/")
    folders = [folder_of(code) for code in answers.languages]
    is_gone = folder in starter_folders() and folder not in folders
    return f"{parent}/{folders[0]}" if is_gone else name


def _output_files(library: Library) -> Iterator[Path]:
    """Yield what commands made of the present library: files and folders of their names alone."""
    ids = {handout.id for _, handout in library}
    for name in _OUTPUTS:
        for id in ids if "{handout}" in name else {""}:
            yield from library.root.glob(fill(name, library=library.site.id, handout=id))


def _present_files(root: Path) -> Iterator[Path]:
    """Yield the files that are about the present subject, unless the new library keeps them."""
    for folder in ("docs", *_OUTSIDE_DOCS):
        yield from (path for path in (root / folder).rglob("*") if not path.is_dir())
    yield from root.glob("mkdocs.*.yml")
