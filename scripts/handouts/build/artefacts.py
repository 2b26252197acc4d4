"""The outputs made from finished pages: fonts, search, texts, PDFs, catalogue, redirects."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from handouts.build import assets
from handouts.build.postprocess import add_pdf_sizes, remove_unused
from handouts.checks import readability
from handouts.checks import run as checks
from handouts.checks.readability import Score
from handouts.model.addresses import file_of
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Notice
from handouts.outputs import (
    catalog,
    connect_answers,
    feed,
    fhir,
    json_schemas,
    packet_scripts,
    plain_text,
    redirect_pages,
    robots,
    search_index,
    web_fonts,
)
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.jobs import Job
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import qr_code
from handouts.pages.article import Article
from handouts.problems import Problem, Refused, print_notices
from handouts.site.built_site import Built
from handouts.system import parallel
from handouts.system.files import CACHE, write_file
from handouts.system.stopwatch import Clock, Cost


@dataclass(frozen=True)
class LanguageResult:
    """The results of one language: plain data, since another process may have made them."""

    problems: tuple[Problem, ...] = ()
    scores: dict[str, Score] = field(default_factory=dict)  # by id
    costs: dict[str, Cost] = field(default_factory=dict)


def finish(
    library: Library,
    languages: list[Language],
    built: Built,
    clock: Clock | None = None,
    sheets: bool = True,
    is_full_build: bool = True,
    fonts: Future[dict[str, dict[str, bytes]]] | None = None,
) -> Built:
    """Check the pages that a generator made, add all other outputs, and return the complete site.

    `sheets=False` leaves out PDFs and catalogue, for a preview. `is_full_build=False` is for a
    site that lacks some languages: nothing is checked, and files that no page names stay.
    Raises Refused with every Problem.
    """
    clock = clock or Clock()
    folder = built.folder
    with clock.time("fonts"):
        font_files = fonts.result() if fonts else web_font_files(library)
        for language in languages:
            for name, data in font_files[language.code].items():
                write_file(folder, library.web_font(language, name), data)
            if style := web_fonts.font_style_sheet(language.fonts):
                write_file(folder, library.font_sheet(language), style.encode())
    with clock.time("notices"):
        _write_files(folder, redirect_pages.notices(library, languages, built))
    with clock.time("articles"):  # read before this process is forked, so that every copy has them
        for language in languages:
            for page in (*language.all_pages, *language.notices):
                built.article(file_of(library.address(page)))
    with clock.time("languages"):
        parts = list(
            parallel.map_parallel(partial(_part, library, built, sheets, is_full_build), languages)
        )
        if problems := [
            *(checks.check_library(library) if is_full_build else ()),
            *(problem for part in parts for problem in part.problems),
        ]:
            raise Refused(problems)
    for part in parts:
        clock.add("languages", part.costs)
    with clock.time("texts and scripts"):
        handouts = [handout for language in languages for handout in language.handouts]
        work = partial(_write_words, library, built, sheets)
        collections.deque(parallel.map_parallel(work, handouts), maxlen=0)
    if sheets:
        with clock.time("PDFs"):
            jobs = [
                job
                for language in languages
                for job in pdf_jobs.jobs(
                    library, language, _articles(library, built, language.handouts)
                )
            ]
            # The longest first, so that no core is still busy with it at the end.
            jobs.sort(key=lambda job: -len(job.handouts))
            pdfs = _write_pdfs(library, jobs, folder, clock)
            add_pdf_sizes(library, languages, folder, pdfs)
            for language in languages:
                withdrawn = _articles(library, built, language.notices)
                _write_files(folder, pdf_sheets.notices(library, language, withdrawn))
        with clock.time("catalogue"):
            scores = {
                language.code: part.scores for language, part in zip(languages, parts, strict=True)
            }
            _write_files(folder, catalog.catalog(library, pdfs, scores))
            _write_files(folder, (*json_schemas.schemas(library), *fhir.bundle(library, pdfs)))
            _write_files(folder, robots.files(library))
        if is_full_build:  # only then the target of every redirect exists
            with clock.time("moved"):
                _write_files(folder, redirect_pages.redirects(library, languages, built.rescan()))
    with clock.time("assets"):
        built.forget(assets.finish(folder))
    if is_full_build:
        with clock.time("tidying"):
            remove_unused(library, built)
    return built.rescan()


def _part(
    library: Library, built: Built, sheets: bool, is_full_build: bool, language: Language
) -> LanguageResult:
    """Check the pages of a language, and write their outputs if there is no problem."""
    clock = Clock()
    if is_full_build:
        with clock.time("content checks"):
            problems = tuple(
                checks.check_language(
                    library,
                    language,
                    render=lambda _, page: built.article(file_of(library.address(page))),
                )
            )
        if problems:
            return LanguageResult(problems, costs=clock.parts)
    articles = _articles(library, built, language.handouts)
    withdrawn = _articles(library, built, language.notices)
    with clock.time("search"):
        _write_files(built.folder, search_index.index(library, language, articles))
    with clock.time("feed"):
        _write_files(built.folder, feed.files(library, language))
    if not sheets:
        return LanguageResult(costs=clock.parts)
    with clock.time("answers by code"):
        _write_files(built.folder, connect_answers.files(library, language))
    _write_files(built.folder, plain_text.notices(library, language, withdrawn))
    with clock.time("scores"):
        scores = {
            id: readability.score_of(language, page.blocks()) for id, page in articles.items()
        }
    return LanguageResult(scores=scores, costs=clock.parts)


def _write_words(library: Library, built: Built, sheets: bool, handout: Handout) -> None:
    """Write a handout's words as a script, and unless for a preview as text, and its QR code."""
    files = packet_scripts.files(library, handout, built)
    if sheets:
        article = built.article(file_of(library.address(handout)))
        codes = qr_code.files([library.summaries[handout]])
        files = itertools.chain(files, [plain_text.file(library, handout, article)], codes)
    _write_files(built.folder, files)


def _articles(
    library: Library, built: Built, pages: Iterable[Handout | Notice]
) -> dict[str, Article]:
    """Return the articles of handouts, or of the notices of withdrawn ones, by id."""
    return {page.id: built.article(file_of(library.address(page))) for page in pages}


def _write_pdfs(library: Library, jobs: list[Job], folder: Path, clock: Clock) -> dict[str, Sheet]:
    """Write every PDF, and return the sheets by address, without their bytes.

    Raises Refused with every Problem among them.
    """
    written: dict[str, Sheet] = {}
    problems: list[Problem] = []
    all_sheets = pdf_sheets.sheets(library, jobs, library.root / CACHE / "pdf")
    for number, sheet in enumerate(all_sheets, 1):
        clock.show("PDFs", number, len(jobs))
        if isinstance(sheet, Problem):
            problems.append(sheet)
        else:
            write_file(folder, sheet.address, sheet.data)
            written[sheet.address] = replace(sheet, data=b"")
    if problems:
        raise Refused(problems)
    print_notices(sheet.notice for sheet in written.values() if sheet.notice)
    return written


def web_font_files(library: Library) -> dict[str, dict[str, bytes]]:
    """Return the web fonts of each language, by its code and their file names."""
    return {
        language.code: web_fonts.woff2_files(language.fonts, cache_folder=library.root / CACHE)
        for language in library.languages
    }


def _write_files(folder: Path, outputs: Iterable[tuple[str, bytes] | Problem]) -> None:
    """Write every output, or none: raises Refused with the Problems among them."""
    files = list(outputs)
    if problems := [file for file in files if isinstance(file, Problem)]:
        raise Refused(problems)
    for file in files:
        if not isinstance(file, Problem):
            write_file(folder, *file)
