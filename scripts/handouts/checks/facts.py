"""Rules for facts: each is told where docs/facts.yml says, with its numbers, hedge and warnings.

A page is reworded often, and a number or a "may" is easily lost on the way. So the words that
matter are kept a second time, and whoever changes them is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import lacks_handout
from handouts.checks.paired_statements import section_text, sections
from handouts.model.data_files import FACTS, MOVES, Fact, FactPlace
from handouts.model.library import Library
from handouts.problems import Problem

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
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
                yield problem_at(
                    "stands", index, "page", message=f"No handout is called {place.page}."
                )


def check_told_facts(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Tell each fact in the words that facts.yml keeps, with its sources, hedge and warnings."""
    if context.language is not context.library.languages[0] or page.is_draft:
        return
    id = page.file.removeprefix("handouts/").removesuffix(".md")
    texts = [_straight(block.text) for block in page.blocks]
    cites = [frozenset(block.cites) for block in page.blocks]
    page_sections = [_straight(section_text(section)) for section in sections(page.blocks)]
    for fact_id, fact in context.library.facts.items():
        for index, place in enumerate(fact.stands):
            if place.page != id or _is_superseded(context, page, fact_id):
                continue
            holding = [number for number, text in enumerate(texts) if _holds(text, place)]
            problem_at = partial(_problem, context, fact_id, "stands", index)
            if not holding:
                yield problem_at("words", message=_lost(fact_id, place, texts))
                continue
            if not any(set(place.cites) <= cites[number] for number in holding):
                sources = ", ".join(place.cites)
                yield problem_at(
                    "cites",
                    message=f"{id} tells fact {fact_id} without its source. Cite there what stands "
                    f"here: {sources}.",
                )
            if _lacks_hedge(context, fact, [texts[number] for number in holding]):
                yield problem_at(
                    "words",
                    message=f"Fact {fact_id} is careful, and {id} tells it without a word such as "
                    f"{', '.join(context.language.interface.hedges[:3])}. Write one there, or say "
                    "here under `unhedged` why none is needed.",
                )
            yield from (
                problem_at(message=message)
                for message in _split_warnings(context, fact, place, page_sections)
            )


def _is_superseded(context: CheckContext, page: CheckedPage, fact_id: str) -> bool:
    """Return whether the library says how a page tells a fact, and the clinic has its own page."""
    library = context.library
    return page.source.path in library.library_digests and library.place(FACTS, fact_id)[0] == FACTS


def facts_told(library: Library, text: str) -> list[tuple[str, Fact]]:
    """Return the facts that a block with these words tells, each with its id."""
    straight = _straight(text)
    return [
        (id, fact)
        for id, fact in library.facts.items()
        if any(_holds(straight, place) for place in fact.stands)
    ]


def _kept_numbers(fact: Fact) -> set[str]:
    words = [words for place in fact.stands for words in place.words]
    return set(_NUMBER.findall(" ".join([*words, fact.told_as or ""])))


def _lost(id: str, place: FactPlace, texts: list[str]) -> str:
    """Return the sentence about words that no block holds, and which part of them is missing."""
    missing = [
        words for words in place.words if not any(_straight(words) in text for text in texts)
    ]
    words = "” and “".join(missing or place.words)
    together = "" if missing else ", together in one paragraph, item or cell"
    return (
        f"{place.page} no longer tells fact {id} in these words: “{words}”{together}. Write them "
        "there again; or, if the page says the same in other words, write those here."
    )


def _lacks_hedge(context: CheckContext, fact: Fact, texts: list[str]) -> bool:
    interface = context.language.interface
    if fact.unhedged or not _has_word(interface.hedges, fact.says):
        return False
    accepted = [*interface.hedges, *interface.weak_hedges]
    return not any(_has_word(accepted, text) for text in texts)


def _split_warnings(
    context: CheckContext, fact: Fact, place: FactPlace, page_sections: list[str]
) -> Iterator[str]:
    """Yield a sentence for each warning that is missing in a section that tells the fact."""
    for other_id in fact.warnings if not place.apart else ():
        other = context.library.facts.get(other_id)
        partners = [each for each in other.stands if each.page == place.page] if other else []
        if partners and not all(
            any(_holds(section, partner) for partner in partners)
            for section in page_sections
            if _holds(section, place)
        ):
            yield (
                f"{place.page} tells this in a section without its warning, fact {other_id}. Tell "
                "both in one section, or say here under `apart` why not."
            )


def _holds(text: str, place: FactPlace) -> bool:
    return all(_straight(words) in text for words in place.words)


def _has_word(words: list[str], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}", text, re.I) for word in words)


def _straight(text: str) -> str:
    """Return words as facts.yml writes them: straight quotes, single spaces."""
    return " ".join(text.translate(_STRAIGHT).split())


def _problem(context: CheckContext, *keys: str | int, message: str) -> Problem:
    return Problem(*context.library.place(FACTS, *keys), message)
