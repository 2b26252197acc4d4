"""Read everything that people write, and report all Problems at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from handouts.loading import (
    file_names,
    font_files,
    page_file,
    svg,
    text_file,
    validation,
    yaml_reader,
)
from handouts.model.base import Lines, Model, Record
from handouts.model.codes import Codes
from handouts.model.data_files import (
    BOOKS,
    CLINIC,
    CODES,
    DRAWINGS,
    LEDGER,
    MOVES,
    PACKETS,
    Clinic,
    Interface,
    Logo,
    Moves,
    Packet,
    Pair,
    Picture,
    Reference,
    Term,
)
from handouts.model.fonts import DEFAULT
from handouts.model.front_matter import CardWords, Original, Translation, Words
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Card, Draft, Handout, Notice, Page, Source
from handouts.model.settings import Edition, Site
from handouts.model.versions import behind, parts, version
from handouts.problems import Problem, Refused

Given = ParamSpec("Given")
Found = TypeVar("Found")


def read(root: Path, site: Site) -> tuple[Library, list[Problem]]:
    """Read everything that people write below `root`. What is broken is left out and told, all at once."""
    desk = _Desk(root)
    references, lines = desk.each(Reference, BOOKS, needed=True)
    clinic, _ = desk.one(Clinic, CLINIC, needed=True)
    codes, codes_lines = desk.one(Codes, CODES)
    drawings = {
        path.stem: desk.text(f"{DRAWINGS}/{path.name}")
        for path in sorted((root / DRAWINGS).glob("*.svg"))
    }
    packets, _ = desk.each(Packet, PACKETS)
    logo = desk.attempt(_logo, root, clinic)
    moves, moves_lines = desk.one(Moves, MOVES)
    ledger = _ledger(desk.text(LEDGER)) if (root / LEDGER).exists() else None
    desk.problems += file_names.wrong(root, "docs")
    languages: list[Language] = []
    for edition in site.editions:
        first = languages[0] if languages else None
        if language := _language(desk, edition, first, frozenset(moves.withdrawn)):
            language = replace(language, notices=tuple(_notices(root, language, first, moves)))
            languages.append(_versioned(language, first, references))
        elif not first:
            break  # nothing can be said of translations without their original
    unread = frozenset({problem.path for problem in desk.problems} | desk.skipped)
    whole = Library(
        root, site, references, lines, clinic, drawings, packets, logo, codes, codes_lines, tuple(languages), unread,
        lines=desk.lines, moves=moves, moves_lines=moves_lines, ledger=ledger,
    )  # fmt: skip
    return whole, sorted(set(desk.problems))


def _notices(
    root: Path, language: Language, first: Language | None, moves: Moves
) -> Iterator[Notice]:
    """The notices of a language: for each handout that was withdrawn, where it is known what the handout was called.

    What to read instead is named in the first language where this one does not have it.
    """
    handouts = {one.id: one for one in (*(first.handouts if first else ()), *language.handouts)}
    for id, one in moves.withdrawn.items():
        name, title = language.file(f"handouts/{id}.md"), one.title.get(language.code, "")
        source = Source(name, "", 0, {})
        if (root / name).exists():
            # Its words no longer count, so what is wrong with them does not either.
            with contextlib.suppress(Refused, KeyError, TypeError):
                source = replace(source, body=text_file.text_of(root / name, name))
                title = title or str(
                    yaml_reader.parsed(page_file.split(root / name, name)[0], name)[0]["title"]
                )
        if title:
            instead = tuple(handouts[other] for other in one.instead if other in handouts)
            yield Notice(
                id, language.code, title, one.on, one.reason.get(language.code, ""), instead, source
            )


def _ledger(text: str) -> dict[str, int]:
    """The addresses in a ledger, relative to the site's root as everywhere, each with its line."""
    lines = ((line.strip(), number) for number, line in enumerate(text.split("\n"), 1))
    return {line.removeprefix("/"): number for line, number in lines if line.startswith("/")}


class _Desk:
    """Where a project's files are read. What is broken is left out, and its Problems are kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.skipped: set[str] = (
            set()
        )  # files that cannot be read while another cannot: nothing is wrong with them
        self.lines: dict[str, Lines] = {}  # of what was read, by the file's name

    def attempt(
        self, work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
    ) -> Found | None:
        """What `work` returns; None where it refuses."""
        try:
            return work(*given, **named)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def one(self, model: type[Model], name: str, needed: bool = False) -> tuple[Model, Lines]:
        """The record that a file holds, and the lines of its keys; one without a word where there is none."""
        path = self.root / name
        found = (
            self.attempt(validation.read, model, path, name) if needed or path.exists() else None
        ) or (model(), {})
        self.lines[name] = found[1]
        return found

    def each(
        self, model: type[Model], name: str, needed: bool = False
    ) -> tuple[dict[str, Model], Lines]:
        """The records that a file holds, and the lines of their keys; none where there are none."""
        path = self.root / name
        found = (
            self.attempt(validation.read_each, model, path, name)
            if needed or path.exists()
            else None
        ) or ({}, {})
        self.lines[name] = found[1]
        return found

    def draft(self, model: type[Record], path: Path, name: str, kind: str = "") -> Iterator[Draft]:
        """What is certain of a page or card with Problems, which are kept; nothing where nothing is."""
        if found := self.attempt(page_file.draft, model, path, name, kind):
            self.problems.extend(found[1])
            yield found[0]

    def read(self, name: str) -> bool:
        """Whether nothing is wrong with a file, as far as anybody has looked."""
        return all(problem.path != name for problem in self.problems)

    def text(self, name: str) -> str:
        """The text of a file, if it is there."""
        path = self.root / name
        return (self.attempt(text_file.text_of, path, name) if path.exists() else None) or ""


def _language(
    desk: _Desk, edition: Edition, first: Language | None, withdrawn: frozenset[str]
) -> Language | None:
    """All that is written in one language; None where its interface words cannot be read. `first` is what it translates.

    Without the handouts whose ids are `withdrawn`.
    """
    folder, at = desk.root / edition.docs, f"{edition.docs}/"
    interface = desk.attempt(validation.read, Interface, folder / "words.yml", at + "words.yml")
    if interface:
        desk.lines[at + "words.yml"] = interface[1]
    fonts = desk.attempt(font_files.families, folder / "fonts")
    terms, _ = desk.each(Term, at + "glossary.yml")
    word_list = Source(at + "glossary.yml", desk.text(at + "glossary.yml") if terms else "", 1, {})
    everyday = [
        line.strip().lower()
        for line in desk.text(at + "everyday.txt").split("\n")
        if line.strip() and line[0] != "#"
    ]
    cards: dict[str, Card] = {}
    drafts: list[Draft] = []
    for path in sorted((folder / "cards").glob("*.md")):
        name = f"{at}cards/{path.name}"
        if card := desk.attempt(page_file.read_words, CardWords, path, name):
            cards[path.stem] = Card(path.stem, *card)
        else:
            drafts += desk.draft(CardWords, path, name)
    originals = {one.id: one for one in first.handouts} if first else {}
    handouts: list[Handout] = []
    for path in sorted((folder / "handouts").glob("*.md")):
        name = f"handouts/{path.name}"
        if path.stem in withdrawn:
            continue
        if first and path.stem not in originals:
            desk.skipped.add(at + name)
            if (desk.root / first.file(name)).exists():  # it is told there what is wrong
                drafts += desk.draft(Translation, path, at + name)
            elif desk.read(MOVES):
                desk.problems.append(
                    Problem(at + name, 0, "The original of this translation is missing.")
                )
        elif handout := desk.attempt(
            page_file.read, path, at + name, edition.code, original := originals.get(path.stem)
        ):
            handouts.append(handout)
        else:
            drafts += desk.draft(
                Translation if original else Original,
                path,
                at + name,
                original.facts.kind if original else "",
            )
    pages: list[Page] = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(("handouts/", "cards/")):
            continue
        if written := desk.attempt(page_file.read_words, Words, path, at + name):
            pages.append(Page(name.removesuffix(".md"), edition.code, *written))
        else:
            drafts += desk.draft(Words, path, at + name)
    pictures, _ = desk.each(Picture, at + "pictures.yml")
    pairs, _ = desk.each(Pair, at + "pairs.yml")
    if not interface:
        return None
    return Language(
        edition,
        interface=interface[0],
        pictures=pictures,
        terms=terms,
        word_list=word_list,
        pairs=tuple(pairs.values()),
        everyday=frozenset(everyday),
        cards=cards,
        pages=tuple(pages),
        handouts=tuple(sorted(handouts, key=lambda one: (one.facts.order, one.id))),
        drafts=tuple(drafts),
        fonts=fonts or (DEFAULT,),
    )


def _versioned(
    language: Language, first: Language | None, references: dict[str, Reference]
) -> Language:
    """The language, its handouts with their versions; those of a translation also with what they are behind in."""
    handouts = [
        replace(one, version=version(language, one, references)) for one in language.handouts
    ]
    if first:
        handouts = [
            replace(one, behind=behind(one, parts(first, one.original))) if one.original else one
            for one in handouts
        ]
    return replace(language, handouts=tuple(handouts))


def _logo(root: Path, clinic: Clinic) -> Logo | None:
    """The clinic's logo from docs/. Raises Refused where it is missing, too large, no picture, or not safe."""
    if not clinic.logo:
        return None
    path = root / "docs" / clinic.logo
    if not path.is_file() or root.resolve() not in path.resolve().parents:
        raise Refused([Problem(CLINIC, 0, f"There is no picture docs/{clinic.logo} for `logo`.")])
    data = path.read_bytes()
    if len(data) > 200_000:
        raise Refused(
            [
                Problem(
                    f"docs/{clinic.logo}", 0, "This logo is larger than 200 KB. Save a smaller one."
                )
            ]
        )
    is_png, is_svg = data.startswith(b"\x89PNG\r\n"), b"<svg" in data[:1000]
    if not (is_png if path.suffix == ".png" else is_svg):
        raise Refused(
            [
                Problem(
                    f"docs/{clinic.logo}",
                    0,
                    "This file is not the picture that its name says it is.",
                )
            ]
        )
    if is_svg and (
        wrong := list(
            svg.check(data.decode("utf-8", "replace"), f"docs/{clinic.logo}", on_pages=False)
        )
    ):
        raise Refused(wrong)
    return Logo(f"clinic-logo{path.suffix}", data)
