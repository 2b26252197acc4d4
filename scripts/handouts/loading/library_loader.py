"""Read everything that people write, and report all Problems at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import ParamSpec, TypeVar

from handouts.loading import (
    file_names,
    font_files,
    page_file,
    redirected,
    svg,
    text_file,
    validation,
    version_file,
    yaml_reader,
)
from handouts.loading.layers import Layers
from handouts.loading.packet_pages import with_packet_pages
from handouts.model.base import Content, Model, Place, Places, Record, nearest_place
from handouts.model.codes import Codes
from handouts.model.data_files import (
    CLINIC,
    CODES,
    DRAWINGS,
    FACTS,
    LEDGER,
    MOVES,
    NOTES,
    PACKETS,
    REFERENCES,
    SEARCH,
    STARTING_TEXT,
    TEACH_BACK,
    UNKNOWN_CLINIC,
    Clinic,
    ClinicNotes,
    Fact,
    Interface,
    Logo,
    Moves,
    Packet,
    Pair,
    Picture,
    Reference,
    SearchWords,
    TeachBack,
    Term,
    clinic_file,
    library_file,
)
from handouts.model.fonts import DEFAULT
from handouts.model.front_matter import CardWords, Original, Translation, Words
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Card, Draft, Handout, Notice, Page, Source
from handouts.model.settings import Edition, Site
from handouts.model.version_ledger import VersionLedger
from handouts.model.versions import behind, versioned
from handouts.problems import Problem, Refused

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def read(root: Path, site: Site) -> tuple[Library, list[Problem]]:
    """Read everything that people write below `root`.

    Returns the library without what is broken, and every Problem.
    """
    loader = _Loader(root)
    layers = loader.layers
    references = loader.records(Reference, REFERENCES, needed=True)
    clinic = loader.certain(UNKNOWN_CLINIC, CLINIC)
    moves = loader.record(Moves, MOVES)
    codes = loader.record(Codes, CODES)
    drawings = {
        PurePosixPath(name).stem: loader.text(layers.file(name))
        for name in layers.names(DRAWINGS, "*.svg")
    }
    packets = loader.records(Packet, PACKETS)
    logo_place = nearest_place(loader.places[CLINIC], ("logo",), (CLINIC, 0))
    logo = loader.attempt(_logo, layers, clinic, logo_place)
    facts = loader.records(Fact, FACTS)
    codes, packets, facts = redirected.follow(moves, codes, packets, facts)
    ledger = _ledger(loader.text(LEDGER)) if (root / LEDGER).exists() else None
    loader.problems += file_names.check_names(root, "docs")
    versions = redirected.follow_versions(moves, loader.attempt(version_file.read, root) or {})
    languages: list[Language] = []
    for edition in site.editions:
        first = languages[0] if languages else None
        if language := _language(loader, edition, first, moves):
            search, teach_back = (
                {moves.moved.get(id, id): words for id, words in texts.items()}
                for texts in (language.search, language.teach_back)
            )
            notices = tuple(_notices(layers, language, first, moves))
            language = replace(language, search=search, teach_back=teach_back, notices=notices)
            languages.append(_versioned(language, first, references, versions))
        elif not first:
            break  # translations cannot be checked without their original
    unread = {problem.path for problem in loader.problems} | loader.skipped
    if len(languages) == len(site.editions):
        if unread & {CLINIC, clinic_file(CLINIC)}:  # it may name a picture for `logo`
            layers.ask_for_pictures()
        loader.problems += layers.unread()
    library = Library(
        root,
        site,
        references,
        clinic,
        drawings,
        packets,
        logo,
        codes,
        tuple(languages),
        frozenset(unread | {library_file(name) for name in unread}),
        places=loader.places,
        moves=moves,
        ledger=ledger,
        facts=facts,
        starting_text=_words_of(loader.text(STARTING_TEXT)),
        versions=versions,
        clinic_files=layers.clinic_files,
        replaced=loader.replaced,
    )
    return with_packet_pages(library), sorted(set(loader.problems))


def _notices(
    layers: Layers, language: Language, first: Language | None, moves: Moves
) -> Iterator[Notice]:
    """Yield a notice for each handout that was withdrawn, where its title is known.

    What to read instead is linked in the first language where this one does not have it.
    """
    handouts = {
        handout.id: handout for handout in (*(first.handouts if first else ()), *language.handouts)
    }
    for id, withdrawal in moves.withdrawn.items():
        name = layers.file(language.file(f"handouts/{id}.md"))
        title, source = withdrawal.title.get(language.code, ""), Source(name, "", 0, {})
        if (path := layers.root / name).exists():
            # Its words no longer count, so their problems do not either.
            with contextlib.suppress(Refused, KeyError, TypeError):
                source = replace(source, body=text_file.text_of(path, name))
                title = title or str(
                    yaml_reader.parse(page_file.split(path, name)[0], name)[0]["title"]
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
        self.layers = Layers(root)
        self.problems: list[Problem] = []
        # Files that cannot be read while another cannot: they have no problems themselves.
        self.skipped: set[str] = set()
        self.places: dict[str, Places] = {}  # of the keys that were read, by the file's name
        # What the library's pages hold that the clinic's come before, by the clinic's file.
        self.replaced: dict[str, Source] = {}

    def attempt(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result | None:
        """Return what `work` returns; None where it refuses."""
        try:
            return work(*args, **kwargs)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def record(self, model: type[Content], name: str, needed: bool = False) -> Content:
        """Return the record that a file holds; an empty one where there is no file."""
        files = self.layers.files(name) or [name] * needed
        record = self.attempt(validation.read, model, self.root, *files) if files else None
        content, self.places[name] = record or (model(), {})
        return content

    def certain(self, empty: Content, name: str) -> Content:
        """Return the record that must be there, with those of `empty` for fields with Problems."""
        content, self.places[name], problems = validation.read_certain(
            empty, self.root, *(self.layers.files(name) or [name])
        )
        self.problems += problems
        return content

    def records(self, model: type[Model], name: str, needed: bool = False) -> dict[str, Model]:
        """Return the records that a file holds, if any."""
        files = self.layers.files(name) or [name] * needed
        records = self.attempt(validation.read_each, model, self.root, *files) if files else None
        content, self.places[name] = records or ({}, {})
        return content

    def note_replaced(self, file: str, name: str) -> None:
        """Note the words of the library's page of this name, if another file counts instead."""
        if file != name and (self.root / name).is_file():
            text = (self.root / name).read_text(encoding="utf-8", errors="replace")
            self.replaced[file] = Source(name, text, 1, {})

    def draft(self, model: type[Record], file: str, kind: str = "") -> Iterator[Draft]:
        """Yield the certain part of a page or card, if any, and collect its Problems."""
        if draft := self.attempt(page_file.draft, model, self.root / file, file, kind):
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
    loader: _Loader, edition: Edition, first: Language | None, moves: Moves
) -> Language | None:
    """Return all that is written in one language; None where its interface words cannot be read.

    `first` is the language that it translates. Handouts that were withdrawn are left out.
    """
    layers, prefix = loader.layers, f"{edition.docs}/"
    labels = prefix + "words.yml"
    interface = loader.attempt(
        validation.read, Interface, loader.root, *(layers.files(labels) or [labels])
    )
    if interface:
        loader.places[labels] = interface[1]
    fonts = loader.attempt(font_files.families, loader.root / edition.docs / "fonts")
    terms = loader.records(Term, prefix + "glossary.yml")
    word_lists = tuple(
        Source(file, loader.text(file), 1, {})
        for file in layers.files(prefix + "glossary.yml")
        if terms
    )
    everyday = frozenset(
        word
        for file in layers.files(prefix + "everyday.txt")
        for word in _words_of(loader.text(file))
    )
    cards: dict[str, Card] = {}
    drafts: list[Draft] = []
    for name in layers.names(f"{edition.docs}/cards", "*.md"):
        id, file = PurePosixPath(name).stem, layers.file(name)
        loader.note_replaced(file, name)
        if card := loader.attempt(page_file.read_words, CardWords, loader.root / file, file):
            cards[id] = Card(id, *card)
        else:
            drafts += loader.draft(CardWords, file)
    originals = {handout.id: handout for handout in first.handouts} if first else {}
    handouts: list[Handout] = []
    for id, file in _handout_files(loader, edition, moves).items():
        original = originals.get(id)
        loader.note_replaced(file, f"{edition.docs}/handouts/{id}.md")
        if first and not original:
            loader.skipped.add(file)
            if id in _handout_files(loader, first.edition, moves):  # its own problems are enough
                drafts += loader.draft(Translation, file)
            elif loader.is_readable(MOVES):
                loader.problems.append(
                    Problem(file, 0, "The original of this translation is missing.")
                )
        elif handout := loader.attempt(
            page_file.read, loader.root / file, file, id, edition.code, original
        ):
            handouts.append(handout)
        else:
            kind = original.facts.kind if original else ""
            drafts += loader.draft(Translation if original else Original, file, kind)
    pages: list[Page] = []
    for name in layers.names(edition.docs, "**/*.md"):
        address = name.removeprefix(prefix).removesuffix(".md")
        if address.startswith(("handouts/", "cards/")):
            continue
        file = layers.file(name)
        loader.note_replaced(file, name)
        if page := loader.attempt(page_file.read_words, Words, loader.root / file, file):
            pages.append(Page(address, edition.code, *page))
        else:
            drafts += loader.draft(Words, file)
    pictures = loader.records(Picture, prefix + "pictures.yml")
    pairs = loader.records(Pair, prefix + "pairs.yml")
    search = loader.record(SearchWords, prefix + SEARCH)
    teach_back = loader.record(TeachBack, prefix + TEACH_BACK)
    clinic_notes = loader.record(ClinicNotes, prefix + NOTES)
    if not interface:
        return None
    return Language(
        edition,
        interface=interface[0],
        pictures=pictures,
        terms=terms,
        word_lists=word_lists,
        pairs=tuple(pairs.values()),
        everyday=everyday,
        cards=cards,
        pages=tuple(pages),
        handouts=tuple(sorted(handouts, key=lambda handout: (handout.facts.order, handout.id))),
        search=search.root,
        teach_back=teach_back.root,
        clinic_notes={moves.moved.get(id, id): note for id, note in clinic_notes.root.items()},
        drafts=tuple(drafts),
        fonts=fonts or (DEFAULT,),
    )


def _handout_files(loader: _Loader, edition: Edition, moves: Moves) -> dict[str, str]:
    """Return the file of each handout of a language by its id, but for those withdrawn.

    A clinic's own page goes on to stand for what it stood for when that gets another id.
    """
    layers, folder = loader.layers, f"{edition.docs}/handouts"
    files = {PurePosixPath(name).stem: layers.file(name) for name in layers.names(folder, "*.md")}
    for id, file in list(files.items()):
        new = moves.moved.get(id, id)
        is_free = clinic_file(f"{folder}/{new}.md") not in layers.clinic_files
        if file in layers.clinic_files and is_free:
            files[new] = files.pop(id)
    return {id: files[id] for id in sorted(files.keys() - moves.withdrawn.keys())}


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


def _logo(layers: Layers, clinic: Clinic, place: Place) -> Logo | None:
    """Return the clinic's logo from docs/, which `place` names.

    Raises Refused where it is missing, too large, no picture, or not safe.
    """
    if not clinic.logo:
        return None
    name = layers.file(f"docs/{clinic.logo}")
    root, path = layers.root, layers.root / name
    if not path.is_file() or root.resolve() not in path.resolve().parents:
        folder = PurePosixPath(place[0]).parent
        message = f"There is no picture {folder}/{clinic.logo} for `logo`."
        raise Refused([Problem(*place, message)])
    data = path.read_bytes()
    if len(data) > 200_000:
        message = "This logo is larger than 200 KB. Save a smaller one."
        raise Refused([Problem(name, 0, message)])
    is_png, is_svg = data.startswith(b"\x89PNG\r\n"), b"<svg" in data[:1000]
    if not (is_png if path.suffix == ".png" else is_svg):
        message = "This file is not the picture that its name says it is."
        raise Refused([Problem(name, 0, message)])
    if is_svg and (
        problems := list(svg.check(data.decode("utf-8", "replace"), name, on_pages=False))
    ):
        raise Refused(problems)
    return Logo(f"clinic-logo{path.suffix}", data)
