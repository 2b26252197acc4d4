"""What a page calls by name, written out: care cards, word list, bibliography."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Mapping

from handouts.model.data_files import Reference, Term
from handouts.model.language import Language
from handouts.model.pages import BAND, BIBLIOGRAPHY_CALL, CARD_CALL, GLOSSARY_CALL, Card

# What pages and cards write for the clinic's numbers; `Library.phones` says what each stands for.
PHONE = re.compile(
    r"(\{(?:emergency|emergency_call|crisis|crisis_call|crisis_text|crisis_hours|crisis_note)\})"
)

_TWO_LINES = 96  # letters of a source in the columns of a sheet
_LEAST = 20  # letters of a title that tell anything

_BAND = re.compile(BAND.pattern + r"\n\s*?^///[ \t]*$", re.M)


# A link to a page by its file: what stands before the file's name, the name, and a heading.
_PAGE_LINK = re.compile(
    r"(\]\(\s*<?(?:[\w./-]*/)?|^ {0,3}\[[^\]^][^\]]*\]:\s*<?(?:[\w./-]*/)?)"
    r"([a-z0-9-]+)\.md(?:#([\w-]+))?(?=[>)\s])",
    re.M,
)


def follow_moves(text: str, moved: dict[str, str]) -> str:
    """Return Markdown whose links to handouts and headings that moved lead where they went."""

    def link(match: re.Match[str]) -> str:
        id = moved.get(match[2], match[2])
        heading = moved.get(f"{id}#{match[3]}", f"{id}#{match[3]}").partition("#")[2]
        return f"{match[1]}{id}.md" + (f"#{heading}" if match[3] else "")

    return _PAGE_LINK.sub(link, text) if moved else text


def expand_includes(
    language: Language, body: str, references: dict[str, Reference] | None = None
) -> str:
    """Return the body with cards, help band, word list and bibliography where it calls them."""

    def card(match: re.Match[str]) -> str:
        block = language.cards.get(match.group(1))
        return f"{match.group()}\n\n{_card_words(block)}\n" if block else match.group()

    def band(match: re.Match[str]) -> str:
        readers = match[1] or ""
        items = (
            f"/// card | {item.id}\n\n{_card_words(item, readers)}\n///" for item in language.band
        )
        return "\n\n".join((f"//// band | {readers}".rstrip(" |"), *items, "////"))

    def glossary(match: re.Match[str]) -> str:
        entries = (
            _definition(name, term)
            for name, term in sorted(language.terms.items(), key=lambda item: _folded(item[0]))
        )
        return match.group() + "\n\n" + "\n\n".join(entries) + "\n"

    def bibliography(match: re.Match[str]) -> str:
        entries = (
            f"- {source_entry(reference, language, full=True)}"
            for reference in (references or {}).values()
        )
        return match.group() + "\n\n" + "\n".join(entries) + "\n"

    body = CARD_CALL.sub(card, body)
    body = _BAND.sub(band, body)
    body = GLOSSARY_CALL.sub(glossary, body)
    return BIBLIOGRAPHY_CALL.sub(bibliography, body)


def source_entries(references: Mapping[str, Reference], language: Language) -> dict[str, str]:
    """Return the sources that a page cites as Markdown, by id.

    Where lines would look alike, titles tell their sources apart. They are shortened, so that each
    source has two lines of a printed sheet at most.
    """
    counts = Counter(_visible_words(reference) for reference in references.values())
    return {
        id: source_entry(reference, language, titled=counts[_visible_words(reference)] > 1)
        for id, reference in references.items()
    }


def _visible_words(reference: Reference) -> tuple[str, str]:
    """Return what a reader sees of a source without its title: publisher and year, and address."""
    return _name(reference), _short(reference.address) if reference.link else ""


def _name(reference: Reference) -> str:
    return reference.publisher + (f", {reference.year}" if reference.year else "")


def source_entry(
    reference: Reference, language: Language, full: bool = False, titled: bool = False
) -> str:
    """Return a source as Markdown: publisher, year and link; its short title if it is `titled`.

    In full also its title, authors, and how much of it was read. What the bibliography says of a
    source is written in the first language, so the others show its title only.
    """
    first = not language.edition.root
    name = escaped(_name(reference))
    if full:
        name = f"**{name}.**" + (
            f" *{escaped(reference.title)}.*" if reference.title_confirmed else ""
        )
        name += f" {escaped(reference.credit)}." if reference.credit and first else ""
    else:
        name += "."
        if titled and reference.title_confirmed and not reference.doi:
            room = _TWO_LINES - len(name) - len(_short(reference.address)) * reference.link
            name += f" *{escaped(_shortened(reference.title, room))}*"
    if reference.link:
        name += f" [{escaped(_short(reference.address))}](<{reference.address}>)"
    if full and first:
        name += (
            f" {language.labels['source_read']} {escaped(reference.read)}. {escaped(reference.why)}"
        )
    return name


def _card_words(card: Card, readers: str = "") -> str:
    """Return a care card as Markdown: its heading and what stands below it.

    Readers that it has no heading for get that for everyone.
    """
    title = escaped_around(PHONE, card.words.titles.get(readers, card.words.title))
    return f"### {title} {{ #{card.id} }}\n\n{card.source.body.strip()}"


def _definition(name: str, term: Term) -> str:
    cites = "".join(f"[^{id}]" for id in term.cites)
    return f"{escaped(name)}\n:   {term.definition} {cites}".rstrip()


def escaped(text: str) -> str:
    """Return plain text as Markdown that shows it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("^", "&#94;")
    text = re.sub(r"([\\`*_{}\[\]()>#+!|])", r"\\\1", text)
    # At the start of a line these would begin a list.
    return re.sub(r"^(\d*)([-.])", r"\1\\\2", text)


def escaped_around(places: re.Pattern[str], text: str) -> str:
    """Return plain text as Markdown, but for the matches of `places`, which are left alone.

    All of the pattern `places` must be its only group.
    """
    return "".join(
        piece if places.fullmatch(piece) else escaped(piece) for piece in places.split(text)
    )


def _folded(text: str) -> str:
    """Return a word as word lists sort it: without accents and capitals.

    So úlcera stands under u; ñ comes after n.
    """
    text = unicodedata.normalize("NFC", text.lower()).replace("ñ", "n\uffff")
    return "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    )


def _shortened(title: str, room: int) -> str:
    """Return a title with its full stop, or as many of its words as there is room for."""
    if len(title) < room:
        return title if title.endswith(("?", "!", ".")) else f"{title}."
    return textwrap.shorten(title, max(room, _LEAST), placeholder="…").replace(" …", "…")


def _short(address: str) -> str:
    """Return an address as people read it: a DOI in full, else the host."""
    bare = re.sub(r"^https?://(www\.)?", "", address)
    return bare if bare.startswith("doi.org/") else bare.split("/")[0].rstrip(".")
