"""Which rules run on what. Each yields Problems at the writer's line; none changes anything.

The limits are the house's own, from its content plan; where a limit has a source outside, the source stands beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from handouts.checks import markdown_syntax, plain_text
from handouts.checks.citations import check_bibliography, check_citations
from handouts.checks.codes import check_codes
from handouts.checks.data_files import check_drawings, check_packets, crisis, interface
from handouts.checks.example_text import check_example_text
from handouts.checks.front_matter import check_fingerprint, check_front_matter, tomorrow
from handouts.checks.hard_words import check_hard_words
from handouts.checks.lengths import check_counts, check_lengths
from handouts.checks.lookups import block_place, key_line, page_place, source_of_block
from handouts.checks.markdown_syntax import check_source
from handouts.checks.page_links import Ids, check_links, check_shared_links, page_file
from handouts.checks.paired_statements import check_front_matter_pairs, pairs_of_sections
from handouts.checks.printable import unprintable
from handouts.checks.readability import EASE_OF_PAGE, GRADE_OF_LIBRARY, GRADE_OF_PAGE, score_of
from handouts.checks.redirects import check_moved, check_published, check_withdrawn
from handouts.markdown import extension
from handouts.model.base import nearest
from handouts.model.data_files import MOVES
from handouts.model.front_matter import Dated, Words
from handouts.model.language import LABELS, Language
from handouts.model.library import Library
from handouts.model.pages import CALLED, GLOSSARY, Draft, Handout, Page, Source
from handouts.pages.article import Article, Block, fragment
from handouts.problems import Problem

Made = Callable[[Language, Handout | Page], Article]


def check(
    library: Library, today: datetime.date | None = None, made: Made | None = None
) -> Iterator[Problem]:
    """Everything that can be said of what was written. `today` is the day that dates are held against.

    What could not be read is unknown, not absent: nothing is said that hangs on it, and nothing at all without a language.
    `made` gives what a generator made of a page, where one has run; else the words are set here, as it would set them.
    """
    if not library.languages:
        return
    yield from of_library(library, today)
    for language in library.languages:
        yield from of_language(library, language, today, made)


def of_library(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """What can be said of what stands there once for all languages."""
    yield from plain_text.of_library(library)
    yield from check_bibliography(library)
    yield from crisis(library)
    yield from check_codes(library)
    yield from check_packets(library)
    yield from check_drawings(library)
    yield from check_moved(library)
    yield from check_withdrawn(library, today or tomorrow())
    yield from check_published(library)


def of_language(
    library: Library,
    language: Language,
    today: datetime.date | None = None,
    made: Made | None = None,
) -> Iterator[Problem]:
    """What can be said of the pages of one language."""
    made = made or partial(_made, library)
    today = today or tomorrow()
    yield from interface(library, language)
    yield from plain_text.of_language(library, language)
    home = language.file("index.md")
    if (
        language is library.languages[0]
        and all(page.source.path != home for page in language.pages)
        and not library.unknown(home)
    ):
        yield Problem(
            home, 0, "The home page is missing. Write it, or bring it back from an earlier version."
        )
    for one in (*language.all_pages, *language.cards.values(), *language.drafts):
        yield from check_source(library, language, one.source)
    if LABELS.keys() - language.say.keys():
        return  # its pages cannot be made without these words
    # A plain page as its writer wrote it: what templates add to it, such as lists of titles, was written elsewhere.
    articles = {
        one: made(language, one) if isinstance(one, Handout) else _made(library, language, one)
        for one in language.all_pages
    }
    whole = {
        one for one in language.all_pages if not library.unknown(*language.shown_from(one.source))
    }
    ids: Ids = {
        page_file(one): article.ids() if one in whole else None for one, article in articles.items()
    }
    cards = language.file("cards/")
    drafts = {
        one: _drafted(library, language, one)
        for one in language.drafts
        if not one.source.path.startswith(cards)
    }
    ids |= {
        _draft_file(language, one): _draft_ids(library, language, one, article)
        for one, article in drafts.items()
    }
    for draft, article in drafts.items():
        yield from _draft(library, language, ids, draft, article, today)
    for page in language.pages:
        yield from markdown_syntax.left_over(
            articles[page], partial(source_of_block, language, page.source)
        )
        yield from check_links(library, language, ids, page_file(page), page.source)
        yield from check_front_matter_pairs(language, page.words, page.source)
        yield from pairs_of_sections(
            language, articles[page].blocks(), partial(page_place, page.source)
        )
    pages: tuple[Handout | Page, ...] = (*language.handouts, *language.pages)
    for card in language.cards.values():
        shown = [one for one in pages if card.id in CALLED.findall(one.source.body)]
        yield from check_shared_links(library, language, ids, shown, card.source)
    listing = [one for one in pages if GLOSSARY.search(one.source.body)]
    for name, term in language.terms.items():
        definition = Source(
            language.word_list.path,
            term.definition,
            nearest(library.lines.get(language.word_list.path, {}), (name, "definition")),
            {},
        )
        yield from check_source(library, language, definition)
        yield from check_shared_links(library, language, ids, listing, definition)
    titles: dict[str, Handout] = {}
    grades = []
    for handout in language.handouts:
        yield from check_front_matter(language, handout.words, handout.source, today)
        yield from check_fingerprint(library, language, handout)
        yield from check_links(library, language, ids, page_file(handout), handout.source)
        same = titles.setdefault(handout.title.lower(), handout)
        if same is not handout:
            line = key_line(handout, "title")
            yield Problem(
                handout.source.path,
                line,
                f"{same.source.path} has this title too. Give each page its own.",
            )
        article = articles[handout]
        blocks = article.blocks()
        yield from _text(library, language, handout.source, article, blocks)
        yield from check_counts(handout.source, handout.parts, handout.facts.kind, blocks)
        yield from check_citations(library, language, handout.source, blocks)
        yield from check_example_text(
            language, handout.words, handout.parts, handout.source, blocks
        )
        yield from check_front_matter_pairs(language, handout.words, handout.source)
        if handout not in whole:
            continue  # how hard its words are depends on all of them
        score = score_of(language, blocks)
        if score.grade is not None:
            grades.append(score.grade)
            if score.grade > GRADE_OF_PAGE:
                yield Problem(
                    handout.source.path, handout.source.body_line,
                    f"This page reads at grade {score.grade:.1f}; the limit is {GRADE_OF_PAGE}. Use shorter words and sentences.",
                )  # fmt: skip
        if score.ease is not None and score.ease < EASE_OF_PAGE:
            yield Problem(
                handout.source.path, handout.source.body_line,
                f"This page has a reading ease of {score.ease:.1f} (Fernández-Huerta); write {EASE_OF_PAGE:.0f} or more. "
                "Use shorter words and sentences.",
            )  # fmt: skip
    every = whole.issuperset(language.handouts) and not any(
        path.startswith(language.file("handouts/")) for path in library.unread
    )
    if grades and every and (mean := sum(grades) / len(grades)) > GRADE_OF_LIBRARY:
        yield Problem(
            language.file("handouts"), 0,
            f"The handouts read at grade {mean:.2f} on average; the limit is {GRADE_OF_LIBRARY}. "
            "Make the hardest pages plainer.",
        )  # fmt: skip


def _drafted(library: Library, language: Language, draft: Draft) -> Article:
    return fragment(extension.rendered(library, language, draft.source.body))


def _draft_file(language: Language, draft: Draft) -> str:
    return draft.source.path.removeprefix(language.file(""))


def _draft_ids(
    library: Library, language: Language, draft: Draft, article: Article
) -> frozenset[str] | None:
    """The ids that a page has, as its text is set and as it was called before, if all of them are certain."""
    if draft.parts is None or library.unknown(
        MOVES, *(language.shown_from(draft.source) - {draft.source.path})
    ):
        return None
    id = PurePosixPath(draft.source.path).stem
    older = {old.partition("#")[2] for old in library.moves.moved if old.startswith(f"{id}#")}
    return article.ids() | older | {"title"}


def _draft(
    library: Library,
    language: Language,
    ids: Ids,
    draft: Draft,
    article: Article,
    today: datetime.date,
) -> Iterator[Problem]:
    """What can be said of a page that has Problems of its own, from as much of it as is certain."""
    source, words = draft.source, draft.words
    yield from check_links(library, language, ids, _draft_file(language, draft), source)
    if isinstance(words, Words):
        yield from check_front_matter_pairs(language, words, source)
    if isinstance(words, Dated):
        yield from check_front_matter(language, words, source, today)
    blocks = tuple(block for block in article.blocks() if block.part)
    if source.path.startswith(language.file("handouts/")):
        yield from _text(library, language, source, article, blocks)
        if isinstance(words, Words):
            yield from check_example_text(language, words, draft.parts or (), source, blocks)
        if draft.parts is not None:
            yield from check_citations(library, language, source, blocks)
            yield from check_counts(source, draft.parts, draft.kind, blocks) if draft.kind else ()
    else:
        yield from markdown_syntax.left_over(article, partial(source_of_block, language, source))
        yield from pairs_of_sections(language, article.blocks(), partial(page_place, source))


def _text(
    library: Library,
    language: Language,
    source: Source,
    article: Article,
    blocks: tuple[Block, ...],
) -> Iterator[Problem]:
    """What can be said of a handout's words, whatever its parts are called."""
    yield from markdown_syntax.left_over(
        article, partial(source_of_block, language, source), title=True
    )
    yield from check_lengths(language, source, article, blocks)
    if not any(path.startswith(language.file("fonts")) for path in library.unread):
        yield from unprintable(library, language, source, article, blocks)
    yield from check_hard_words(library, language, source, blocks)
    # Title and summary are shown alone, and a term never without its definition: see check_front_matter_pairs and interface.
    matter = [block for block in blocks if block.part and block.kind not in ("dt", "dd")]
    yield from pairs_of_sections(language, matter, partial(block_place, language, source))


def _made(library: Library, language: Language, one: Handout | Page) -> Article:
    return fragment(extension.rendered(library, language, extension.source(one)))
