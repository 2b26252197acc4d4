"""Translations that pages and sitemaps name: each must name the other in return."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handouts.model.addresses import address_of, file_of
from handouts.model.library import Library
from handouts.site.built_site import Built
from handouts.site.extract.content import Link
from handouts.site.resolve import resolve

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")


def check_translations(library: Library, built: Built) -> Iterator[tuple[Link, str]]:
    """What is wrong with translations that pages and sitemaps name: each must name the other in return.

    As search engines want it: https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    pages: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(built.files):
        maps: dict[str, list[tuple[str, str]]] = {}
        for family in built.content(file).families:
            named = [
                (language, to)
                for language, target in family.others
                if (to := _own(library, file, target))
            ]
            if not family.page:
                pages[file] = named
            elif page := _own(library, file, family.page):
                maps[page] = named
        yield from (
            (Link(file, to), wrong) for one in maps for to, wrong in _answers(built, one, maps)
        )
    for file in pages:
        yield from ((Link(file, to), wrong) for to, wrong in _answers(built, file, pages))


def _own(library: Library, file: str, target: str) -> str:
    """The file of this site that an address leads to, if it does."""
    found = resolve(library, Link(file, target))
    return file_of(found[0]) if isinstance(found, tuple) else target if found is None else ""


def _answers(
    built: Built, page: str, families: dict[str, list[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    """What is wrong with the translations that one page names."""
    here, named = address_of(page) or "/", families[page]
    files = [to for _, to in named]
    if page not in files:
        yield "", f"{here} names translations, but not itself among them."
    if not any(language == "x-default" for language, _ in named):
        yield "", f"{here} names translations, but none for readers of other languages (x-default)."
    for language, count in Counter(language for language, _ in set(named)).items():
        if count > 1:
            yield "", f"{here} names {count} pages for {language}. Leave one."
    for language, to in named:
        if language == "x-default":
            continue
        if not _LANGUAGE.fullmatch(language):
            yield (
                "",
                f"{language} is no language that browsers know. Write a code such as en or es-MX.",
            )
        elif to in built.files:
            there, spoken = address_of(to) or "/", built.content(to).language
            if to != page and page not in [back for _, back in families.get(to, ())]:
                yield (
                    to,
                    f"{here} names {there} as its translation ({language}), but is not named there in return.",
                )
            if spoken and spoken.split("-")[0].lower() != language.split("-")[0]:
                yield to, f"{here} names {there} for {language}, but that page is in {spoken}."
