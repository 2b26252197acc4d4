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
    version_file,
    yaml_reader,
)
from handouts.model.base import Content, Lines, Model, Record
from handouts.model.codes import Codes
from handouts.model.data_files import (
    CLINIC,
    CODES,
    DRAWINGS,
    FACTS,
    LEDGER,
    MOVES,
    PACKETS,
    REFERENCES,
    SEARCH,
    STARTING_TEXT,
    Clinic,
    Fact,
    Interface,
    Logo,
    Moves,
    Packet,
    Pair,
    Picture,
    Reference,
    SearchWords,
    Term,
)
from handouts.model.fonts import DEFAULT
from handouts.model.front_matter import CardWords, Original, Translation, Words
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Card, Draft, Handout, Notice, Page, Source
from handouts.model.settings import Edition, Site
from handouts.model.version_ledger import VersionLedger, ledger_of
from handouts.model.versions import behind, versioned
from handouts.problems import Problem, Refused

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def read(root: Path, site: Site) -> tuple[Library, list[Problem]]:
    """Read everything that people write below `root`.

    Returns the library without what is broken, and every Problem.
    """
    loader = _Loader(root)
    references, lines = loader.records(Reference, REFERENCES, needed=True)
    clinic, _ = loader.record(Clinic, CLINIC, needed=True)
    moves, moves_lines = loader.record(Moves, MOVES)
    codes, codes_lines = loader.record(Codes, CODES)
    drawings = {
        path.stem: loader.text(f"{DRAWINGS}/{path.name}")
        for path in sorted((root / DRAWINGS).glob("*.svg"))
    }
    packets, _ = loader.records(Packet, PACKETS)
    logo = loader.attempt(_logo, root, clinic)
    facts, _ = loader.records(Fact, FACTS)
    codes, packets, facts = _followed(moves, codes, packets, facts)
    ledger = _ledger(loader.text(LEDGER)) if (root / LEDGER).exists() else None
    loader.problems += file_names.check_names(root, "docs")
    versions = _moved_versions(moves, loader.attempt(version_file.read, root) or {})
    languages: list[Language] = []
    for edition in site.editions:
        first = languages[0] if languages else None
        if language := _language(loader, edition, first, frozenset(moves.withdrawn)):
            search = {moves.moved.get(id, id): words for id, words in language.search.items()}
            notices = tuple(_notices(root, language, first, moves))
            language = replace(language, search=search, notices=notices)
            languages.append(_versioned(language, first, references, versions))
        elif not first:
            break  # translations cannot be checked without their original
    unread = frozenset({problem.path for problem in loader.problems} | loader.skipped)
    library = Library(
        root,
        site,
        references,
        lines,
        clinic,
        drawings,
        packets,
        logo,
        codes,
        codes_lines,
        tuple(languages),
        unread,
        lines=loader.lines,
        moves=moves,
        moves_lines=moves_lines,
        ledger=ledger,
        facts=facts,
        starting_text=_words_of(loader.text(STARTING_TEXT)),
        versions=versions,
    )
    return library, sorted(set(loader.problems))


def _followed(
    moves: Moves, codes: Codes, packets: dict[str, Packet], facts: dict[str, Fact]
) -> tuple[Codes, dict[str, Packet], dict[str, Fact]]:
    """Return codes, packets and facts with the new id of each handout that moved."""

    def follow(record: Model, field: str) -> Model:
        value = getattr(record, field)
        ids = [moves.moved.get(id, id) for id in value] if isinstance(value, list) else value
        if isinstance(ids, str):
            ids = moves.moved.get(ids, ids)
        return record.model_copy(update={field: ids}) if ids != value else record

    return (
        codes.model_copy(
            update={
                "codes": [follow(code, "answer") for code in codes.codes],
                "subtopics": [follow(subtopic, "answer") for subtopic in codes.subtopics],
            }
        ),
        {id: follow(packet, "handouts") for id, packet in packets.items()},
        {
            id: fact.model_copy(update={"stands": [follow(place, "page") for place in fact.stands]})
            for id, fact in facts.items()
        },
    )


def _moved_versions(moves: Moves, versions: VersionLedger) -> VersionLedger:
    """Return the ledger with the new id of each handout that moved."""
    return ledger_of(
        ((code, moves.moved.get(id, id)), version)
        for (code, id), each in versions.items()
        for version in each
    )


def _notices(
    root: Path, language: Language, first: Language | None, moves: Moves
) -> Iterator[Notice]:
    """Yield a notice for each handout that was withdrawn, where its title is known.

    What to read instead is linked in the first language where this one does not have it.
    """
    handouts = {
        handout.id: handout for handout in (*(first.handouts if first else ()), *language.handouts)
    }
    for id, withdrawal in moves.withdrawn.items():
        name, title = language.file(f"handouts/{id}.md"), withdrawal.title.get(language.code, "")
        source = Source(name, "", 0, {})
        if (root / name).exists():
            # Its words no longer count, so their problems do not either.
            with contextlib.suppress(Refused, KeyError, TypeError):
                source = replace(source, body=text_file.text_of(root / name, name))
                title = title or str(
                    yaml_reader.parse(page_file.split(root / name, name)[0], name)[0]["title"]
                )
        if title:
            instead = tuple(handouts[other] for other in withdrawal.instead if other in handouts)
            yield Notice(
                id,
                language.code,
                title,
                withdrawal.on,
                withdrawal.reason.get(language.code, ""),
                instead,
                source,
            )


def _ledger(text: str) -> dict[str, int]:
    """Return the addresses in a ledger, relative to the site's root, each with its line."""
    lines = ((line.strip(), number) for number, line in enumerate(text.split("\n"), 1))
    return {line.removeprefix("/"): number for line, number in lines if line.startswith("/")}


def _words_of(text: str) -> frozenset[str]:
    """Return the lines of a list in small letters, without comments."""
    return frozenset(
        line.strip().lower() for line in text.split("\n") if line.strip() and line[0] != "#"
    )


class _Loader:
    """Reads a project's files. Leaves out what is broken, and collects its Problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        # Files that cannot be read while another cannot: they have no problems themselves.
        self.skipped: set[str] = set()
        self.lines: dict[str, Lines] = {}  # of the keys that were read, by the file's name

    def attempt(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result | None:
        """Return what `work` returns; None where it refuses."""
        try:
            return work(*args, **kwargs)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def record(
        self, model: type[Content], name: str, needed: bool = False
    ) -> tuple[Content, Lines]:
        """Return the record that a file holds, and the lines of its keys.

        The record is empty where there is no file.
        """
        path = self.root / name
        record = (
            self.attempt(validation.read, model, path, name) if needed or path.exists() else None
        ) or (model(), {})
        self.lines[name] = record[1]
        return record

    def records(
        self, model: type[Model], name: str, needed: bool = False
    ) -> tuple[dict[str, Model], Lines]:
        """Return the records that a file holds, if any, and the lines of their keys."""
        path = self.root / name
        records = (
            self.attempt(validation.read_each, model, path, name)
            if needed or path.exists()
            else None
        ) or ({}, {})
        self.lines[name] = records[1]
        return records

    def draft(self, model: type[Record], path: Path, name: str, kind: str = "") -> Iterator[Draft]:
        """Yield the certain part of a page or card, if any, and collect its Problems."""
        if draft := self.attempt(page_file.draft, model, path, name, kind):
            self.problems.extend(draft[1])
            yield draft[0]

    def is_readable(self, name: str) -> bool:
        """Return whether a file has no Problems so far."""
        return all(problem.path != name for problem in self.problems)

    def text(self, name: str) -> str:
        """Return the text of a file; empty where it is missing or refused."""
        path = self.root / name
        return (self.attempt(text_file.text_of, path, name) if path.exists() else None) or ""


def _language(
    loader: _Loader, edition: Edition, first: Language | None, withdrawn: frozenset[str]
) -> Language | None:
    """Return all that is written in one language; None where its interface words cannot be read.

    `first` is the language that it translates. Handouts whose ids are `withdrawn` are left out.
    """
    folder, prefix = loader.root / edition.docs, f"{edition.docs}/"
    interface = loader.attempt(
        validation.read, Interface, folder / "words.yml", prefix + "words.yml"
    )
    if interface:
        loader.lines[prefix + "words.yml"] = interface[1]
    fonts = loader.attempt(font_files.families, folder / "fonts")
    terms, _ = loader.records(Term, prefix + "glossary.yml")
    word_list = Source(
        prefix + "glossary.yml", loader.text(prefix + "glossary.yml") if terms else "", 1, {}
    )
    everyday = _words_of(loader.text(prefix + "everyday.txt"))
    cards: dict[str, Card] = {}
    drafts: list[Draft] = []
    for path in sorted((folder / "cards").glob("*.md")):
        name = f"{prefix}cards/{path.name}"
        if card := loader.attempt(page_file.read_words, CardWords, path, name):
            cards[path.stem] = Card(path.stem, *card)
        else:
            drafts += loader.draft(CardWords, path, name)
    originals = {handout.id: handout for handout in first.handouts} if first else {}
    handouts: list[Handout] = []
    for path in sorted((folder / "handouts").glob("*.md")):
        name = f"handouts/{path.name}"
        if path.stem in withdrawn:
            continue
        if first and path.stem not in originals:
            loader.skipped.add(prefix + name)
            if (loader.root / first.file(name)).exists():  # its own problems are enough
                drafts += loader.draft(Translation, path, prefix + name)
            elif loader.is_readable(MOVES):
                loader.problems.append(
                    Problem(prefix + name, 0, "The original of this translation is missing.")
                )
        elif handout := loader.attempt(
            page_file.read, path, prefix + name, edition.code, original := originals.get(path.stem)
        ):
            handouts.append(handout)
        else:
            drafts += loader.draft(
                Translation if original else Original,
                path,
                prefix + name,
                original.facts.kind if original else "",
            )
    pages: list[Page] = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(("handouts/", "cards/")):
            continue
        if page := loader.attempt(page_file.read_words, Words, path, prefix + name):
            pages.append(Page(name.removesuffix(".md"), edition.code, *page))
        else:
            drafts += loader.draft(Words, path, prefix + name)
    pictures, _ = loader.records(Picture, prefix + "pictures.yml")
    pairs, _ = loader.records(Pair, prefix + "pairs.yml")
    search, _ = loader.record(SearchWords, prefix + SEARCH)
    if not interface:
        return None
    return Language(
        edition,
        interface=interface[0],
        pictures=pictures,
        terms=terms,
        word_list=word_list,
        pairs=tuple(pairs.values()),
        everyday=everyday,
        cards=cards,
        pages=tuple(pages),
        handouts=tuple(sorted(handouts, key=lambda handout: (handout.facts.order, handout.id))),
        search=search.root,
        drafts=tuple(drafts),
        fonts=fonts or (DEFAULT,),
    )


def _versioned(
    language: Language,
    first: Language | None,
    references: dict[str, Reference],
    ledger: VersionLedger,
) -> Language:
    """Return the language with the versions of its handouts.

    Those of a translation also get the parts in which they are behind.
    """
    handouts = [versioned(language, each, references, ledger) for each in language.handouts]
    if first:
        handouts = [
            replace(handout, behind=behind(first, language, handout, ledger))
            for handout in handouts
        ]
    return replace(language, handouts=tuple(handouts))


def _logo(root: Path, clinic: Clinic) -> Logo | None:
    """Return the clinic's logo from docs/.

    Raises Refused where it is missing, too large, no picture, or not safe.
    """
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
        problems := list(
            svg.check(data.decode("utf-8", "replace"), f"docs/{clinic.logo}", on_pages=False)
        )
    ):
        raise Refused(problems)
    return Logo(f"clinic-logo{path.suffix}", data)
