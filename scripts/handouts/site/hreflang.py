"""Translations that pages and sitemaps list: each must list the other in return."""

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

# File of a page → `(language, file or address)` of each translation that it lists.
_Translations = dict[str, list[tuple[str, str]]]


def check_translations(library: Library, built: Built) -> Iterator[tuple[Link, str]]:
    """Yield problems of translations that pages and sitemaps list without being listed in return.

    The rule of search engines: https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    by_page: _Translations = {}
    for file in sorted(built.files):
        in_sitemap: _Translations = {}
        for family in built.content(file).families:
            translations = [
                (language, translation)
                for language, target in family.translations
                if (translation := _file_or_url(library, file, target))
            ]
            if not family.page:
                by_page[file] = translations
            elif page := _file_or_url(library, file, family.page):
                in_sitemap[page] = translations
        for page in in_sitemap:
            for target, problem in _page_problems(built, page, in_sitemap):
                yield Link(file, target), problem
    for file in by_page:
        for target, problem in _page_problems(built, file, by_page):
            yield Link(file, target), problem


def _file_or_url(library: Library, file: str, target: str) -> str:
    """Return the file of this site, or the address of another, that an address leads to, or ""."""
    resolution = resolve(library, Link(file, target))
    if resolution is None:
        return target
    return file_of(resolution[0]) if isinstance(resolution, tuple) else ""


def _page_problems(built: Built, page: str, families: _Translations) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the translations that a page lists, as `(target, problem)`."""
    address, translations = address_of(page) or "/", families[page]
    files = [file for _, file in translations]
    if page not in files:
        yield "", f"{address} names translations, but not itself among them."
    if not any(language == "x-default" for language, _ in translations):
        yield (
            "",
            f"{address} names translations, but none for readers of other languages (x-default).",
        )
    for language, count in Counter(language for language, _ in set(translations)).items():
        if count > 1:
            yield "", f"{address} names {count} pages for {language}. Leave one."
    for language, file in translations:
        if language == "x-default":
            continue
        if not _LANGUAGE.fullmatch(language):
            problem = "is no language that browsers know. Write a code such as en or es-MX."
            yield "", f"{language} {problem}"
        elif file in built.files:
            pair, actual = (
                f"{address} names {address_of(file) or '/'}",
                built.content(file).language,
            )
            if file != page and page not in [back for _, back in families.get(file, ())]:
                problem = f"as its translation ({language}), but is not named there in return."
                yield file, f"{pair} {problem}"
            if actual and actual.split("-")[0].lower() != language.split("-")[0]:
                yield file, f"{pair} for {language}, but that page is in {actual}."
