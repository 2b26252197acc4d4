"""Which rules run on what. Each yields Problems at the writer's line; none changes anything.

The limits are the house's own, from its content plan; where a limit has a source outside, the
source stands beside it. A rule is a function named for what it checks. Its docstring is the rule,
as an instruction to a writer. What could not be read is unknown, not absent: a rule is silent
about all that hangs on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial

from handouts.checks import (
    card_signs,
    citations,
    clinic_notes,
    codes,
    context,
    data_files,
    example_text,
    facts,
    fold_card,
    front_matter,
    hard_words,
    lengths,
    markdown_syntax,
    own_words,
    page_links,
    paired_statements,
    plain_text,
    printable,
    quoted_addresses,
    reading_level,
    redirects,
    teach_back,
    translations,
)
from handouts.checks.context import CheckContext, CheckedPage, Renderer
from handouts.model.language import LABELS, Language
from handouts.model.library import Library
from handouts.problems import Problem

LibraryRule = Callable[[Library], Iterator[Problem]]
LanguageRule = Callable[[CheckContext], Iterator[Problem]]
PageRule = Callable[[CheckContext, CheckedPage], Iterator[Problem]]


def check_home_page(context: CheckContext) -> Iterator[Problem]:
    """Write a home page in the first language."""
    library, language = context.library, context.language
    home = language.file("index.md")
    if (
        language is library.languages[0]
        and all(page.address != "index" for page in language.pages)
        and not library.unknown(home)
    ):
        yield Problem(
            home, 0, "The home page is missing. Write it, or bring it back from an earlier version."
        )


def check_addresses(context: CheckContext) -> Iterator[Problem]:
    """Give each page an address of its own, which no other language needs."""
    library, language = context.library, context.language
    roots = {edition.root for edition in library.site.editions if edition.root}
    file_of: dict[str, str] = {}
    for page in language.pages:
        address = library.address(page)
        other = file_of.setdefault(address, page.source.path)
        if other != page.source.path:
            message = f"{other} has this address too: /{address} Rename one of them."
            yield Problem(page.source.path, 0, message)
        elif not language.edition.root and f"{address.split('/')[0]}/" in roots:
            message = f"Another language stands at /{address.split('/')[0]}/. Rename this page."
            yield Problem(page.source.path, 0, message)


# What is written once for all languages.
LIBRARY_RULES: tuple[LibraryRule, ...] = (
    plain_text.check_shared_words,
    citations.check_treatments,
    citations.check_bibliography,
    data_files.check_crisis_line,
    data_files.check_clinic_languages,
    codes.check_code_systems,
    codes.check_code_notes,
    codes.check_codes,
    codes.check_code_categories,
    codes.check_subtopics,
    data_files.check_packets,
    data_files.check_drawings,
    redirects.check_moved,
    redirects.check_withdrawn,
    redirects.check_notice_pairs,
    redirects.check_published,
)
# The files of a language, as they are written.
SOURCE_RULES: tuple[LanguageRule, ...] = (
    data_files.check_interface,
    plain_text.check_plain_words,
    check_home_page,
    check_addresses,
    markdown_syntax.check_sources,
)
# All pages of a language together, as they are rendered.
LANGUAGE_RULES: tuple[LanguageRule, ...] = (
    markdown_syntax.check_definitions,
    page_links.check_link_words,
    page_links.check_card_links,
    page_links.check_definition_links,
    lengths.check_band,
    data_files.check_search_words,
    card_signs.check_card_titles,
    card_signs.check_card_signs,
    card_signs.check_band_numbers,
    teach_back.check_teach_back,
    clinic_notes.check_clinic_notes,
    paired_statements.check_search_pairs,
    front_matter.check_titles,
    reading_level.check_reading_level,
    reading_level.check_mean_reading_level,
    facts.check_facts,
    translations.check_translated,
    translations.check_translated_parts,
)
# Each page, whether a handout, a plain page or a draft of either.
PAGE_RULES: tuple[PageRule, ...] = (
    markdown_syntax.check_rendered_signs,
    markdown_syntax.check_indented_lines,
    page_links.check_links,
    front_matter.check_front_matter,
    paired_statements.check_front_matter_pairs,
    paired_statements.check_section_pairs,
    own_words.check_own_words,
    quoted_addresses.check_quoted_addresses,
)
# Each handout, or draft of one.
HANDOUT_RULES: tuple[PageRule, ...] = (
    lengths.check_sentence_lengths,
    lengths.check_block_lengths,
    lengths.check_percentages,
    lengths.check_key_point_lengths,
    lengths.check_list_lengths,
    lengths.check_card_order,
    lengths.check_medicine_cards,
    lengths.check_counts,
    fold_card.check_panels,
    lengths.check_cards_are_called,
    lengths.check_band_calls,
    printable.check_letters,
    hard_words.check_hard_words,
    citations.check_citations,
    example_text.check_example_text,
    facts.check_told_facts,
)


def check(
    library: Library, today: datetime.date | None = None, render: Renderer | None = None
) -> Iterator[Problem]:
    """Yield every Problem of a library; none if it has no language.

    `today` is the day that dates are compared with, by default the latest that is today anywhere.
    `render` returns the article that a generator rendered of a handout; without it, handouts are
    rendered here, as a generator would.
    """
    if not library.languages:
        return
    yield from check_library(library, today)
    for language in library.languages:
        yield from check_language(library, language, today, render)


def check_library(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """Yield the Problems of what is written once for all languages. `today` as in `check`."""
    for rule in LIBRARY_RULES:
        yield from rule(library)
    yield from redirects.check_withdrawal_dates(library, today or front_matter.tomorrow())


def check_language(
    library: Library,
    language: Language,
    today: datetime.date | None = None,
    render: Renderer | None = None,
) -> Iterator[Problem]:
    """Yield the Problems of what is written in one language. `today` and `render` as in `check`.

    Without all labels pages cannot be rendered, so only their sources are checked.
    """
    today = today or front_matter.tomorrow()
    render = render or partial(context.render, library)
    check_context = CheckContext(library, language, today, render)
    for rule in SOURCE_RULES:
        yield from rule(check_context)
    if LABELS.keys() - language.labels.keys():
        return
    for rule in LANGUAGE_RULES:
        yield from rule(check_context)
    for page in check_context.pages:
        for page_rule in (*PAGE_RULES, *(HANDOUT_RULES if page.is_handout else ())):
            yield from page_rule(check_context, page)
