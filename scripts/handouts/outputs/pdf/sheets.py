"""The PDFs of handouts, packets and notices, set by Typst from the published articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from handouts.checks import printable
from handouts.model.addresses import SHEETS
from handouts.model.data_files import CLINIC, MOVES, NOTES
from handouts.model.fonts import missing_characters
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import BAND, CARD_CALL, Notice
from handouts.outputs.pdf.cache import PdfCache, cache_key
from handouts.outputs.pdf.jobs import Job
from handouts.outputs.pdf.template_data import notice_data, sheet_data
from handouts.outputs.pdf.typesetter import Document, TypesettingError, to_json, typeset
from handouts.pages.article import Article
from handouts.problems import Problem
from handouts.system import parallel

PAGES = 2  # a standard sheet: both sides of one paper; only the word list may be longer


class Weight(NamedTuple):
    """Size and digests of a file, for use once its bytes are freed."""

    size: int
    sha256: str
    sha1: bytes  # FHIR asks for it


def weigh(data: bytes) -> Weight:
    """Return size and digests of these bytes."""
    return Weight(
        len(data),
        hashlib.sha256(data).hexdigest(),
        hashlib.sha1(data, usedforsecurity=False).digest(),
    )


@dataclass(frozen=True)
class Sheet:
    """A PDF: one form of a handout, or of several bound together."""

    address: str
    title: str
    data: bytes  # empty once it is written: a thousand handouts would fill the memory
    pages: int
    weight: Weight
    is_new: bool = True  # False: from the cache of an earlier build
    notice: Problem | None = None  # what is worth knowing of it and stops nothing


def sheets(
    library: Library, jobs: Iterable[Job], folder: Path | None = None
) -> Iterator[Sheet | Problem]:
    """Yield the PDF of each job, or a Problem where it cannot be set.

    With a `folder`, a PDF that an earlier build made there from the same data with the same tools
    is used again.
    """
    pdf_cache = PdfCache(folder) if folder else None
    all_jobs, used = list(jobs), set()
    for job, (key, result) in zip(
        all_jobs,
        parallel.map_parallel(partial(_typeset_or_reuse, library, pdf_cache), all_jobs),
        strict=True,
    ):
        used.add(key)
        yield result if isinstance(result, Problem) else _checked_sheet(library, job, *result)
    if pdf_cache:
        pdf_cache.trim(used)


def notices(
    library: Library, language: Language, articles: dict[str, Article]
) -> Iterator[tuple[str, bytes] | Problem]:
    """Yield the notice of each withdrawn handout at the address of each of its PDFs.

    At those of a packet of which every handout was withdrawn, the first one's stands. Each is
    (address, bytes), in the form of the PDF it replaces, or a Problem where it cannot be set.
    `articles` are by id.
    """

    def typeset_notice(form: tuple[Notice, str, str]) -> bytes | Problem:
        notice, paper, print = form
        article = articles[notice.id]
        data = notice_data(library, language, notice, article, paper, print)
        document = Document(data, notice.on, language.fonts, has_tables=bool(article.tables()))
        try:
            return typeset(document)[0]
        except TypesettingError as error:
            return Problem(MOVES, 0, f"The notice for {notice.id} {error}")

    forms = [(notice, paper, print) for notice in language.notices for paper, print in SHEETS]
    emptied = library.emptied_packets(language)
    for form, data in zip(forms, parallel.map_parallel(typeset_notice, forms), strict=True):
        if isinstance(data, Problem):
            yield data
            continue
        notice, paper, print = form
        yield library.sheet(*form), data
        for id, first in emptied.items():
            if (first, "standard") == (notice, print):
                yield library.packet(language, id, paper), data


def _typeset_or_reuse(
    library: Library,
    pdf_cache: PdfCache | None,
    job: Job,
) -> tuple[str, tuple[bytes, int, Weight, bool] | Problem]:
    """Return the key of a job's PDF, and the PDF or a Problem where it cannot be set.

    The PDF is (bytes, number of pages, weight, whether it is new).
    """
    document = _document(library, job)
    key = cache_key(document)
    if pdf_cache and (earlier := pdf_cache.get(key)):
        return key, (*earlier, weigh(earlier[0]), False)
    if problem := _unprintable(library, job, document):
        return key, problem
    try:
        data, pages = typeset(document)
    except TypesettingError as error:
        return key, Problem(job.handouts[0][0].source.path, 0, f"This page {error}")
    if pdf_cache:
        pdf_cache.put(key, data, pages)
    return key, (data, pages, weigh(data), True)


def _document(library: Library, job: Job) -> Document:
    """Return all that a PDF is made from."""
    return Document(
        data=sheet_data(library, job),
        # A draft has no day, and the time of the build would make every build different.
        date=job.changed or max(handout.facts.sources_gathered for handout, _ in job.handouts),
        fonts=job.language.fonts,
        max_pages=_max_pages(job),
        has_tables=any(article.tables() for _, article in job.handouts),
    )


def _unprintable(library: Library, job: Job, document: Document) -> Problem | None:
    """Return a Problem with the letters that no font of the language has, at their source."""
    language = job.language
    for handout, article in job.handouts:
        source, blocks = handout.source, article.blocks()
        for problem in printable.unprintable_letters(library, language, source, article, blocks):
            return problem
    text = re.sub(r"<[^>]*>", "", to_json(document.data))
    missing = missing_characters(text, document.fonts)
    return printable.unprintable_label(language, missing) if missing else None


def _max_pages(job: Job) -> int | None:
    """Return the limit of pages of each handout: both sides of a paper.

    None for the booklet, large print and the word list.
    """
    has_words = any(handout.facts.kind == "words" for handout, _ in job.handouts)
    return None if job.form == "booklet" or job.print == "large" or has_words else PAGES


def _checked_sheet(
    library: Library, job: Job, data: bytes, pages: int, weight: Weight, is_new: bool
) -> Sheet | Problem:
    """Return the sheet, or a Problem where it has too many pages on the clinic's own paper.

    On the other paper that is a notice: its foot says how many pages it has.
    """
    first, _ = job.handouts[0]
    limit, notice = _max_pages(job), None
    # The notice that it is behind its original takes room, and must not stop a correction.
    if job.form == "sheet" and limit and pages > limit and not first.behind:
        problem = _length_problem(library, job, pages)
        if job.paper == library.clinic.paper:
            return problem
        notice = problem
    return Sheet(job.address, job.title, data, pages, weight, is_new, notice)


def _length_problem(library: Library, job: Job, pages: int) -> Problem:
    """Return that a sheet has too many pages, with all whose words make it long."""
    (first, _), language, clinic = job.handouts[0], job.language, library.clinic
    body = first.source.body
    ids = [*CARD_CALL.findall(body), *(card.id for card in language.band if BAND.search(body))]
    cards = [language.cards[id].source.path for id in dict.fromkeys(ids) if id in language.cards]
    parts = [f", or a card that it shows: {', '.join(cards)}"] if cards else []
    if first.id in language.clinic_notes:
        parts.append(
            f", or the note on it in {library.entry_place(language.file(NOTES), first.id)[0]}"
        )
    if clinic.name or clinic.logo:
        parts.append(f". What {library.file(CLINIC)} puts on top takes room too")
    return Problem(
        first.source.path,
        first.source.body_line,
        f"This page fills {pages} pages in print ({job.paper});"
        f" it must fit {PAGES}, both sides of one sheet. Shorten it{''.join(parts)}.",
    )
