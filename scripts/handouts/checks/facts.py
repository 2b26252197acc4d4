"""Rules for facts: each is told where docs/facts.yml says, with its numbers, hedge and warnings.

A page is reworded often, and a number or a "may" is easily lost on the way. So the words that
matter are kept a second time, and whoever changes them is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import absence_hint, block_place, key_place, lacks_handout
from handouts.checks.paired_statements import section_text, sections
from handouts.model.data_files import CLINIC, FACTS, MOVES, Fact, FactPlace
from handouts.model.includes import PHONE
from handouts.model.library import Library
from handouts.pages.article import Block
from handouts.problems import Problem

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"\w+")
_STRAIGHT = str.maketrans("“”‘’\u00a0", "\"\"'' ")


def check_facts(context: CheckContext) -> Iterator[Problem]:
    """Keep facts.yml true: its pages exist, and it holds each number that a fact gives."""
    library = context.library
    if context.language is not library.languages[0]:
        return
    for id, fact in library.facts.items():
        problem_at = partial(_problem, context, id)
        if fact.seed and not fact.stands:
            yield problem_at("seed", message="A page must tell this fact. Write where it does.")
        numbers = set(_NUMBER.findall(fact.says)) - _kept_numbers(fact)
        for number in sorted(numbers, key=float):
            yield problem_at(
                "says",
                message=f"None of the words of this fact holds its number {number}. Add words that "
                "hold it, or say under `told_as` how it is told.",
            )
        for other in fact.warnings:
            if other not in library.facts:
                yield problem_at("warnings", message=f"There is no fact {other} here.")
        for index, place in enumerate(fact.stands):
            if lacks_handout(library, place.page) and not (
                place.page in library.moves.withdrawn or library.unknown(MOVES)
            ):
                hint = absence_hint(library, place.page)
                message = f"No handout is called {place.page}.{hint}"
                yield problem_at("stands", index, "page", message=message)


def check_told_facts(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Tell each fact in the words that facts.yml keeps, with its sources, hedge and warnings."""
    if context.language is not context.library.languages[0] or page.is_draft:
        return
    id = page.file.removeprefix("handouts/").removesuffix(".md")
    page_text = _PageText(context, page)
    for fact_id, fact in context.library.facts.items():
        for index, place in enumerate(fact.stands):
            if place.page == id and not _is_superseded(context, page, fact_id):
                yield from page_text.problems(fact_id, index)


class _PageText:
    """The words of a page, to be asked for the facts that it tells."""

    def __init__(self, context: CheckContext, page: CheckedPage) -> None:
        self._context, self._source, self._blocks = context, page.source, page.blocks
        self._texts = [_straight(block.text) for block in page.blocks]
        self._sections = [_straight(section_text(section)) for section in sections(self._blocks)]
        language, library = context.language, context.library
        # What the library says on cards that the clinic has written itself.
        self._replaced = {
            card.id: library.replaced[card.source.path]
            for card in language.cards.values()
            if card.source.path in library.replaced
        }

    def problems(self, id: str, index: int) -> Iterator[Problem]:
        """Yield what is wrong with how the page tells a fact at one of its places."""
        context, fact = self._context, self._context.library.facts[id]
        written = fact.stands[index]
        place = _filled(context.library, written)
        if not place:
            return
        entry_file, line = context.library.place(FACTS, id, "stands", index)
        entry = f"{entry_file}:{line}"
        holding = [number for number, text in enumerate(self._texts) if _holds(text, place)]
        if entry_file == FACTS and self._is_own_card(written, holding):
            return
        if not holding:
            missing = _missing(place, self._texts)
            first = place.words.index(missing[0]) if missing else 0
            file, line = context.library.place(FACTS, id, "stands", index, "words", first)
            message = _lost(id, place, missing, f"{file}:{line}")
            yield Problem(*self._place(self._nearest(place)), message)
            return
        where = self._place(self._blocks[holding[0]])
        if not any(set(place.cites) <= {*self._blocks[number].cites} for number in holding):
            message = (
                f"Fact {id} stands here without its source. Cite what stands at {entry}: "
                f"{', '.join(place.cites)}."
            )
            yield Problem(*where, message)
        if _lacks_hedge(context, fact, [self._texts[number] for number in holding]):
            hedges = ", ".join(context.language.interface.hedges[:3])
            message = (
                f"Fact {id} is careful, and stands here without a word such as {hedges}. Write "
                f"one, or say at {entry} under `unhedged` why none is needed."
            )
            yield Problem(*where, message)
        for other in self._split_warnings(fact, place):
            message = (
                f"Fact {id} stands here in a section without its warning, fact {other}. Tell both "
                f"in one section, or say at {entry} under `apart` why not."
            )
            yield Problem(*where, message)

    def _is_own_card(self, place: FactPlace, holding: list[int]) -> bool:
        """Return whether a fact stands on a card that the clinic has written itself."""
        if holding:
            return any(self._blocks[number].card in self._replaced for number in holding)
        cards = {block.card for block in self._blocks} & self._replaced.keys()
        return any(
            all(words in source.body or source.holds(words) for words in place.words)
            for source in map(self._replaced.__getitem__, cards)
        )

    def _nearest(self, place: FactPlace) -> Block | None:
        """Return the block that has most of the words of a fact; None where none has half."""
        words = {*_WORD.findall(" ".join(place.words).lower())}

        def share(number: int) -> float:
            return len(words & {*_WORD.findall(self._texts[number].lower())}) / len(words)

        number = max(range(len(self._texts)), key=share, default=None)
        return None if number is None or share(number) < 0.5 else self._blocks[number]

    def _place(self, block: Block | None) -> tuple[str, int]:
        if not block:
            return key_place(self._source, "title")
        return block_place(self._context.language, self._source, block)

    def _split_warnings(self, fact: Fact, place: FactPlace) -> Iterator[str]:
        """Yield the id of each warning that is missing in a section that tells the fact."""
        library = self._context.library
        for id in fact.warnings if not place.apart else ():
            stands = library.facts[id].stands if id in library.facts else []
            partners = [_filled(library, each) for each in stands if each.page == place.page]
            if partners and not all(
                any(partner and _holds(section, partner) for partner in partners)
                for section in self._sections
                if _holds(section, place)
            ):
                yield id


def _is_superseded(context: CheckContext, page: CheckedPage, fact_id: str) -> bool:
    """Return whether the library says how a page tells a fact, and the clinic has its own page."""
    library = context.library
    return page.source.path in library.replaced and library.place(FACTS, fact_id)[0] == FACTS


def _filled(library: Library, place: FactPlace) -> FactPlace | None:
    """Return a place with the clinic's numbers in its words, as the first language prints them.

    None where the clinic does not have one of them, or where they could not be read.
    """
    names = PHONE.findall(" ".join(place.words))
    if not names:
        return place
    phones = library.phones(library.languages[0], linked=False)
    if library.unknown(CLINIC) or not all(phones[name.strip("{}")] for name in names):
        return None
    words = [PHONE.sub(lambda match: phones[match[0].strip("{}")], words) for words in place.words]
    return place.model_copy(update={"words": words})


def facts_told(library: Library, text: str) -> list[tuple[str, Fact]]:
    """Return the facts that a block with these words tells, each with its id."""
    straight = _straight(text)
    return [
        (id, fact)
        for id, fact in library.facts.items()
        if any(
            _holds(straight, place)
            for place in (_filled(library, each) for each in fact.stands)
            if place
        )
    ]


def _kept_numbers(fact: Fact) -> set[str]:
    words = [words for place in fact.stands for words in place.words]
    return set(_NUMBER.findall(" ".join([*words, fact.told_as or ""])))


def _missing(place: FactPlace, texts: list[str]) -> list[str]:
    """Return the words of a fact that no block holds."""
    return [words for words in place.words if not any(_straight(words) in text for text in texts)]


def _lost(id: str, place: FactPlace, missing: list[str], entry: str) -> str:
    """Return the sentence about a fact whose words no block holds, or not all of them together."""
    words = "” and “".join(missing or place.words)
    together = "" if missing else ", together in one paragraph, item or cell"
    return (
        f"{place.page} no longer tells fact {id} in these words: “{words}”{together}. Write them "
        f"again; or, if it says the same in other words, write those at {entry}."
    )


def _lacks_hedge(context: CheckContext, fact: Fact, texts: list[str]) -> bool:
    interface = context.language.interface
    if fact.unhedged or not _has_word(interface.hedges, fact.says):
        return False
    accepted = [*interface.hedges, *interface.weak_hedges]
    return not any(_has_word(accepted, text) for text in texts)


def _holds(text: str, place: FactPlace) -> bool:
    return all(_straight(words) in text for words in place.words)


def _has_word(words: list[str], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}", text, re.I) for word in words)


def _straight(text: str) -> str:
    """Return words as facts.yml writes them: straight quotes, single spaces."""
    return " ".join(text.translate(_STRAIGHT).split())


def _problem(context: CheckContext, *keys: str | int, message: str) -> Problem:
    return Problem(*context.library.place(FACTS, *keys), message)
