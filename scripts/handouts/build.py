"""A build: what turns the library into the site, in order. Pages by a generator, artefacts beside them, checks, one exchange."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from . import (
    assets,
    catalog,
    connect,
    content,
    cores,
    feed,
    fhir,
    font,
    links,
    moved,
    pdf,
    promises,
    qr,
    reading,
    search,
    site,
    stage,
    text,
)
from . import library as shelf
from .article import Article
from .bench import Clock, Cost
from .built import Built
from .library import NOT_FOUND, SITEMAP, Language, Library, file_of, fill
from .problem import Problem, Refused, as_problems, trouble
from .site import PART, PURPOSE, Edition

CACHE = ".cache"  # what can be made again; not part of the project


def agree(whole: Library, problems: list[Problem]) -> None:
    """Raise Refused with every Problem that reading found and checking finds, if there is any."""
    if problems := [*problems, *content.check(whole)]:
        raise Refused(problems)


def preview(library: Library, language: Language, folder: Path, sheets: bool) -> None:
    """Finish what a bare `mkdocs build` or `mkdocs serve` made of one language in `folder`, and leave out link checks."""
    for _ in range(language.edition.root.count("/")):
        folder = folder.parent
    with as_problems(library.root):
        finish(library, [language], Built(folder), sheets=sheets, whole=False)


def build(root: Path, to: Path, clock: Clock | None = None, generator: str = "mkdocs") -> Library:
    """Build the whole site, all languages, all PDFs, into the folder `to`, and check it.

    `generator` is one of GENERATORS; what is done before and after it is the same.

    Raises Refused with every Problem; then `to` is as it was.
    """
    clock = clock or Clock()
    with as_problems(root), stage.locked(root / CACHE / "build.lock", "Another build is running; waiting for it."):
        stage.restored(to)
        with clock.time("read"):
            whole, problems = shelf.read(root, site.read(root))
        if problems:
            agree(whole, problems)
        new = stage.fresh(to)
        try:
            with clock.time("pages"), ThreadPoolExecutor() as pool:
                runs = [pool.submit(GENERATORS[generator], whole, language, new / f".{language.code}") for language in whole.languages]
                fonts = pool.submit(_fonts, whole)
                pool.submit(reading.prepare, [language.code for language in whole.languages])
                said = [problem for run in runs for problem in run.result()]
            if said:  # what is wrong in the words comes first: it may be why
                raise Refused(list(content.check(whole)) or said)
            for edition in whole.site.editions:
                _moved(new / f".{edition.code}", new / edition.root, first=not edition.root)
            built = finish(whole, list(whole.languages), Built(new, kept=root / CACHE / "pdfs.json"), clock=clock, fonts=fonts)
            with clock.time("links"):
                problems = [*links.check(whole, built), *promises.check(whole, built)]
                built.remember()
            if problems:
                raise Refused(problems)
            with clock.time("exchange"):
                stage.exchange(new, to)
        finally:
            stage.cleared(new)
    return whole


def _pages(generator: str, whole: Library, language: Language, to: Path) -> list[Problem]:
    """Let a generator make the pages of one language in a process of its own; what it complained about."""
    edition = language.edition
    if not find_spec(generator):
        return [Problem("pyproject.toml", 0, f"{generator} is not installed. It is among the packages for developers.")]
    config = whole.root / edition.config
    environment = os.environ | {PURPOSE: PART, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    with subprocess.Popen(
        [sys.executable, "-m", generator, "build", "--config-file", str(config), "--site-dir", str(to)],
        cwd=whole.root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace",
    ) as running:  # fmt: skip
        # It waits for words from us that never come, and ends when we end, however that is: see hooks.py.
        limit = threading.Timer(stage.PATIENCE, running.kill)
        limit.start()
        assert running.stdout
        lines = [line.strip() for line in running.stdout]
        running.wait()
        limit.cancel()
        limit.join()
    if running.returncode == 0:
        (to / f"{SITEMAP}.gz").unlink(missing_ok=True)  # nothing asks for it
        return []
    told = [found for line in lines if (found := re.match(r"(?:WARNING|ERROR)\s+-\s+(.*)", line))]
    words = [found.group(1) for found in told] or [_plain(generator, whole.root, [line for line in lines if line])]
    return [_told(edition, config.name, sentence) for sentence in words]


# ProperDocs is a fork of MkDocs that is kept up: it reads the same configurations, hooks and theme.
GENERATORS: dict[str, Callable[[Library, Language, Path], list[Problem]]] = {
    name: partial(_pages, name) for name in ("mkdocs", "properdocs")
}


def _plain(generator: str, root: Path, lines: list[str]) -> str:
    """The end of what a generator printed when it broke off, as a sentence."""
    last = lines[-1] if lines else "it was ended from outside, or there was not enough memory"
    if found := re.match(r"\w*Error: \[Errno (\d+)\] [^:]*", last):
        return trouble(OSError(int(found[1]), os.strerror(int(found[1]))), root).message
    return f"{generator} could not make the pages: {last.rstrip('.')}."


def _told(edition: Edition, config: str, sentence: str) -> Problem:
    """What a generator said, as a Problem of the file that it names."""
    found = re.search(r"Doc file '([^']+)'", sentence)
    return Problem(f"{edition.docs}/{found.group(1)}" if found else config, 0, sentence)


def _moved(made: Path, to: Path, first: bool) -> None:
    """Put a language's pages where they belong on the site.

    Servers know one page for lost readers and one map of the site: the first language's, which speak for all.
    """
    to.mkdir(parents=True, exist_ok=True)
    for name in () if first else (NOT_FOUND, SITEMAP):
        (made / name).unlink(missing_ok=True)
    for path in made.iterdir():
        path.rename(to / path.name)
    made.rmdir()


@dataclass(frozen=True)
class Part:
    """What the pages of one language came to: plain data, since another process may have found it."""

    problems: tuple[Problem, ...] = ()
    scores: dict[str, content.Score] = field(default_factory=dict)  # by id
    costs: dict[str, Cost] = field(default_factory=dict)


def finish(
    library: Library,
    languages: list[Language],
    built: Built,
    clock: Clock | None = None,
    sheets: bool = True,
    whole: bool = True,
    fonts: Future[dict[str, dict[str, bytes]]] | None = None,
) -> Built:
    """Check the pages that a generator made, and add fonts, search, PDFs, catalogue, schemas; the site with all of them.

    `sheets=False` leaves out PDFs and catalogue, for the writer's view; `whole=False` is for a site that is not all there:
    nothing is checked, and files that no page names are kept. Raises Refused with every Problem.
    """
    clock = clock or Clock()
    folder = built.folder
    with clock.time("fonts"):
        made = fonts.result() if fonts else _fonts(library)
        for language in languages:
            for name, data in made[language.code].items():
                _written(folder, library.web_font(language, name), data)
            if style := font.sheet(library.fonts(language)):
                _written(folder, library.font_sheet(language), style.encode())
    with clock.time("notices"):
        _all_written(folder, moved.notices(library, languages, built))
    with clock.time("articles"):  # all that is read of a page, before any copy of this process is made
        for language in languages:
            for one in (*language.all_pages, *language.notices):
                built.article(file_of(library.address(one)))
    with clock.time("languages"):
        parts = list(cores.each(partial(_part, library, built, sheets, whole), languages))
        if problems := [*(content.of_library(library) if whole else ()), *(one for part in parts for one in part.problems)]:
            raise Refused(problems)
    for part in parts:
        clock.add("languages", part.costs)
    if sheets:
        with clock.time("PDFs"):
            jobs = [job for language in languages for job in pdf.jobs(library, language, _articles(library, language, built))]
            jobs.sort(key=lambda job: -len(job.handouts))  # the longest first, so that no core is left with it at the end
            done = _printed(library, jobs, folder)
            _sized(library, languages, folder, done)
            for language in languages:
                _all_written(folder, pdf.notices(library, language, _withdrawn(library, language, built)))
        with clock.time("catalogue"):
            scores = {language.code: part.scores for language, part in zip(languages, parts, strict=True)}
            _all_written(folder, catalog.catalog(library, done, scores))
            _all_written(folder, (*catalog.schemas(library), *fhir.bundle(library, done)))
        if whole:  # where all that pages may have moved to is there
            with clock.time("moved"):
                _all_written(folder, moved.redirects(library, languages, built.again()))
    with clock.time("assets"):
        assets.finish(folder)
    if whole:
        with clock.time("tidying"):
            _tidied(library, built)
    return built.again()


def _part(library: Library, built: Built, sheets: bool, whole: bool, language: Language) -> Part:
    """Check the pages of a language, and write what is made of them alone, if nothing is wrong."""
    clock = Clock()
    if whole:
        with clock.time("content checks"):
            problems = tuple(content.of_language(library, language, made=lambda _, one: built.article(file_of(library.address(one)))))
        if problems:
            return Part(problems, costs=clock.parts)
    articles = _articles(library, language, built)
    with clock.time("search"):
        _all_written(built.folder, search.index(library, language, articles))
    with clock.time("feed"):
        _all_written(built.folder, feed.files(library, language))
    if not sheets:
        return Part(costs=clock.parts)
    with clock.time("answers by code"):
        _all_written(built.folder, connect.files(library, language))
    with clock.time("texts and QR codes"):
        _all_written(built.folder, (*text.files(library, language, articles), *qr.files(library, language)))
        _all_written(built.folder, text.notices(library, language, _withdrawn(library, language, built)))
    with clock.time("scores"):
        scores = {id: content.score_of(language, one.blocks()) for id, one in articles.items()}
    return Part(scores=scores, costs=clock.parts)


def _articles(library: Library, language: Language, built: Built) -> dict[str, Article]:
    """The article of each handout of a language, by id."""
    return {one.id: built.article(file_of(library.address(one))) for one in language.handouts}


def _withdrawn(library: Library, language: Language, built: Built) -> dict[str, Article]:
    """The notice that stands in the place of each handout that was withdrawn, by id."""
    return {one.id: built.article(file_of(library.address(one))) for one in language.notices}


def _printed(library: Library, jobs: list[pdf.Job], folder: Path) -> list[pdf.Sheet]:
    """Write every PDF. Raises Refused with every Problem among them."""
    done: list[pdf.Sheet] = []
    problems: list[Problem] = []
    for made in pdf.sheets(library, jobs, library.root / CACHE / "pdf"):
        if isinstance(made, Problem):
            problems.append(made)
        else:
            _written(folder, made.address, made.data)
            done.append(replace(made, data=b""))
    if problems:
        raise Refused(problems)
    return done


def _fonts(library: Library) -> dict[str, dict[str, bytes]]:
    """The web fonts of each language, by its code and their names."""
    return {language.code: font.web(library.fonts(language), kept=library.root / CACHE) for language in library.languages}


def _written(folder: Path, address: str, data: bytes) -> None:
    path = folder / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _all_written(folder: Path, made: Iterable[tuple[str, bytes] | Problem]) -> None:
    """Write every file that was made. Raises Refused with every Problem among them."""
    done = list(made)
    if problems := [one for one in done if isinstance(one, Problem)]:
        raise Refused(problems)
    for one in done:
        if not isinstance(one, Problem):
            _written(folder, *one)


_SIZE = re.compile(rb' data-size="([^"]*)">')


def _sized(library: Library, languages: list[Language], folder: Path, sheets: list[pdf.Sheet]) -> None:
    """Say beside each link to a PDF how long and how large it is, where a template left room for it."""
    known = {sheet.address: sheet for sheet in sheets}
    for path in folder.rglob("*.html"):
        file = path.relative_to(folder).as_posix()
        if (language := library.language_at(file)) not in languages:
            continue  # left by a preview of another language

        def words(found: re.Match[bytes], language: Language = language) -> bytes:
            sheet = known.get(posixpath.normpath(language.edition.root + found.group(1).decode()))
            if not sheet:
                return b">"
            pages = fill(language.say["pages_one" if sheet.pages == 1 else "pages_other"], count=sheet.pages)
            return f">{pages}, {round(sheet.weight.size / 1000)} KB".encode()

        page = path.read_bytes()
        if (sized := _SIZE.sub(words, page)) != page:
            path.write_bytes(sized)


def _tidied(library: Library, built: Built) -> None:
    """Take away what the theme brought and nothing names: scripts, source maps, and what only those name."""
    while True:
        built = built.again()
        named = {
            file_of(found[0])
            for file in built.files
            if file.endswith((".html", ".css"))
            for link in built.content(file).links
            if isinstance(found := links.resolve(library, link), tuple)
        }
        idle = [file for file in built.files if "assets/" in file and file not in named]
        for file in idle:
            (built.folder / file).unlink()
        if not idle:
            break
    for path in sorted(built.folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
