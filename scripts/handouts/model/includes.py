"""What a page calls by name, written out: care cards, word list, bibliography."""

from __future__ import annotations

import re
import unicodedata

from handouts.model.data_files import Reference
from handouts.model.language import Language
from handouts.model.pages import BIBLIOGRAPHY, CALLED, GLOSSARY

# What pages and cards write for the clinic's numbers; `Library.phones` says what each stands for.
PHONE = re.compile(
    r"(\{(?:emergency|emergency_call|crisis|crisis_call|crisis_text|crisis_hours|crisis_note)\})"
)


def whole(language: Language, body: str, references: dict[str, Reference] | None = None) -> str:
    """The body with everything it calls by name written out: care cards, word list, bibliography."""

    def card(found: re.Match[str]) -> str:
        called = language.cards.get(found.group(1))
        if not called:
            return found.group()
        title = escaped_around(PHONE, called.words.title)
        return (
            f"{found.group()}\n\n### {title} {{ #{called.id} }}\n\n{called.source.body.strip()}\n"
        )

    def glossary(found: re.Match[str]) -> str:
        entries = (
            f"{escaped(name)}\n:   {term.definition} {''.join(f'[^{id}]' for id in term.cites)}".rstrip()
            for name, term in sorted(language.terms.items(), key=lambda item: _folded(item[0]))
        )
        return found.group() + "\n\n" + "\n\n".join(entries) + "\n"

    def bibliography(found: re.Match[str]) -> str:
        entries = (f"- {entry(one, language, full=True)}" for one in (references or {}).values())
        return found.group() + "\n\n" + "\n".join(entries) + "\n"

    body = CALLED.sub(card, body)
    body = GLOSSARY.sub(glossary, body)
    return BIBLIOGRAPHY.sub(bibliography, body)


def entry(one: Reference, language: Language, full: bool = False) -> str:
    """A source as Markdown: publisher, year and link; in full also its title, authors, and how much of it was read.

    What the bibliography says of a source is written in the first language, so the others show its title only.
    """
    first = not language.edition.root
    name = escaped(one.publisher) + (f", {one.year}" if one.year else "")
    if full:
        name = f"**{name}.**" + (f" *{escaped(one.title)}.*" if one.title_confirmed else "")
        name += f" {escaped(one.credit)}." if one.credit and first else ""
    else:
        name += "."
    if one.link:
        name += f" [{escaped(_short(one.address))}](<{one.address}>)"
    if full and first:
        name += f" {language.say['source_read']} {escaped(one.read)}. {escaped(one.why)}"
    return name


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("^", "&#94;")
    text = re.sub(r"([\\`*_{}\[\]()>#+!|])", r"\\\1", text)
    return re.sub(
        r"^(\d*)([-.])", r"\1\\\2", text
    )  # at the start of a line these would begin a list


def escaped_around(places: re.Pattern[str], text: str) -> str:
    """Plain text as Markdown, but for the `places` in it, which are the only group of the pattern."""
    return "".join(
        piece if places.fullmatch(piece) else escaped(piece) for piece in places.split(text)
    )


def _folded(text: str) -> str:
    """A word as word lists sort it: without accents and capitals, so that úlcera stands under u; ñ comes after n."""
    text = unicodedata.normalize("NFC", text.lower()).replace("ñ", "n\uffff")
    return "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    )


def _short(address: str) -> str:
    """An address as people read it: a DOI whole, else the host."""
    bare = re.sub(r"^https?://(www\.)?", "", address)
    return bare if bare.startswith("doi.org/") else bare.split("/")[0].rstrip(".")
