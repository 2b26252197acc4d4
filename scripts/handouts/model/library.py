"""The library: every handout in every language, every source, and how to look them up."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from handouts.model.addresses import Addresses
from handouts.model.base import Lines
from handouts.model.codes import Codes
from handouts.model.data_files import LABEL, Clinic, Logo, Moves, Packet, Reference
from handouts.model.fonts import Family
from handouts.model.includes import escaped, escaped_around, whole
from handouts.model.language import Language, fill
from handouts.model.pages import CITED, Handout, Notice, Page
from handouts.model.settings import Site

_LABEL = re.compile(r"(\{\w+\})")


@dataclass(frozen=True)
class Library(Addresses):
    """Everything that was written, read and valid, in all languages."""

    root: Path
    site: Site
    references: dict[str, Reference]
    reference_lines: Lines
    clinic: Clinic
    drawings: dict[str, str]  # SVG by id, with {labels} to be filled in
    packets: dict[str, Packet]
    logo: Logo | None
    codes: Codes
    codes_lines: Lines
    languages: tuple[Language, ...]
    unread: frozenset[str] = (
        frozenset()
    )  # files that could not be read, or not without another; see `unknown`
    lines: dict[str, Lines] = field(
        default_factory=dict
    )  # of the keys of each YAML file, by its path
    moves: Moves = field(default_factory=Moves)
    moves_lines: Lines = field(default_factory=dict)
    ledger: dict[str, int] | None = (
        None  # every address ever published, with its line in addresses.txt; None without that file
    )

    def __iter__(self) -> Iterator[tuple[Language, Handout]]:
        """Every handout with its language, first language first, in library order."""
        return ((language, handout) for language in self.languages for handout in language.handouts)

    def unknown(self, *files: str) -> bool:
        """Whether one of these files could not be read. What it holds is then unknown, not absent: checks that need it stay silent."""
        return not self.unread.isdisjoint(files)

    def page(self, language: Language, file: str) -> Handout | Page | Notice:
        """The page that is written in this file of a language, for example handouts/<id>.md."""
        return self._written[language.code, file.removesuffix(".md")]

    @cached_property
    def _written(self) -> dict[tuple[str, str], Handout | Page | Notice]:
        """Every page by its language and its file."""
        return {
            (language.code, one.address if isinstance(one, Page) else f"handouts/{one.id}"): one
            for language in self.languages
            for one in (*language.notices, *language.all_pages)
        }

    def phones(self, language: Language, linked: bool = True) -> dict[str, str]:
        """What each placeholder of PHONE stands for in a language; nothing for what the clinic does not have.

        As Markdown in which numbers are links to call or to text, or as plain words where not `linked`.
        """
        say, crisis = language.say, self.clinic.crisis

        def number(scheme: str, digits: str, words: str = "") -> str:
            target = re.sub(r"[ -]", "", digits)
            return f"[{escaped(words or digits)}]({scheme}:{target})" if linked else words or digits

        def phrase(label: str, **numbers: str) -> str:
            return fill(escaped_around(_LABEL, label) if linked else label, **numbers)

        emergency = self.clinic.emergency
        found = dict.fromkeys(
            ("crisis", "crisis_call", "crisis_text", "crisis_hours", "crisis_note"), ""
        )
        found["emergency"] = number("tel", emergency)
        found["emergency_call"] = number(
            "tel", emergency, fill(say["help_call"], emergency=emergency)
        )
        if line := crisis.lines.get(language.code) if crisis else None:
            call = number("tel", line.call)
            found["crisis_call"] = number(
                "tel", line.call, fill(say["crisis_call"], number=line.call)
            )
            found["crisis"] = phrase(say["crisis_call"], number=call)
            if line.text:
                found["crisis_text"] = number(
                    "sms", line.text, fill(say["crisis_text"], number=line.text)
                )
                found["crisis"] = phrase(
                    say["crisis_apart"], call=call, text=number("sms", line.text)
                )
            if line.text == line.call:
                found["crisis"] = phrase(say["crisis_same"], number=call)
            found["crisis_hours"], found["crisis_note"] = (
                escaped(text or "") if linked else text or "" for text in (line.hours, line.note)
            )
        return found

    def fonts(self, language: Language) -> tuple[Family, ...]:
        """The font families that a language is set in, its own first."""
        return language.fonts

    def updated(self, language: Language, one: Handout | Page | Notice) -> str:
        """The day of the last change to a page's words. A page that keeps no date is as new as the newest handout."""
        if not isinstance(one, Page):
            return (one.changed if isinstance(one, Handout) else one.on).isoformat()
        return max((each.changed.isoformat() for each in language.handouts), default="1980-01-01")

    def cited(self, language: Language, handout: Handout) -> list[str]:
        """Ids of the sources of a handout, cards and word list included, in the order of first use."""
        return list(
            dict.fromkeys(CITED.findall(whole(language, handout.source.body, self.references)))
        )

    def packed(self, language: Language, packet: Packet) -> list[Handout]:
        """The handouts of a packet, in its order. None where it is not made: with fewer than two, unless the others were withdrawn."""
        found = [language.by_id[id] for id in packet.handouts if id in language.by_id]
        return (
            found
            if len(found) > 1 or any(id in self.moves.withdrawn for id in packet.handouts)
            else []
        )

    def older_ids(self, handout: Handout) -> dict[str, list[str]]:
        """What headings of a handout were called before, by their id now, so that links to the old ids still lead there."""
        found: dict[str, list[str]] = {}
        for old, new in self.moves.moved.items():
            if old.startswith(f"{handout.id}#"):
                found.setdefault(new.partition("#")[2], []).append(old.partition("#")[2])
        return found

    def drawing(self, language: Language, id: str) -> str:
        """A drawing with its labels in a language, as SVG."""
        labels = language.pictures[id].labels
        return LABEL.sub(
            lambda found: html.escape(labels.get(found.group(1), ""), quote=False),
            self.drawings[id],
        )

    def others(
        self, one: Handout | Page | Notice
    ) -> list[tuple[Language, Handout | Page | Notice]]:
        """The same page in each language that has it, this one included."""
        return self._same[type(one), _name(one)]

    @cached_property
    def _same(self) -> dict[tuple[type, str], list[tuple[Language, Handout | Page | Notice]]]:
        """Every page with its translations, by kind and name."""
        found: dict[tuple[type, str], list[tuple[Language, Handout | Page | Notice]]] = {}
        for language in self.languages:
            for one in (*language.all_pages, *language.notices):
                found.setdefault((type(one), _name(one)), []).append((language, one))
        return found

    def untranslated(self, language: Language) -> list[Handout]:
        """The handouts that exist in the first language and not in this one, in library order."""
        here = {one.id for one in language.handouts}
        return [one for one in self.languages[0].handouts if one.id not in here]


def _name(one: Handout | Page | Notice) -> str:
    return one.address if isinstance(one, Page) else one.id
