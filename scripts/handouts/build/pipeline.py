"""The order of a build: read, make pages, add outputs, check, exchange the folder."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from handouts.build.artefacts import finish, web_font_files
from handouts.build.mkdocs import build_pages
from handouts.build.postprocess import move_pages
from handouts.checks import readability
from handouts.checks import run as checks
from handouts.checks.unfinished import require_finished
from handouts.loading import library_loader, settings
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.problems import Problem, Refused, as_problems
from handouts.site import link_check, permalinks
from handouts.site.built_site import Built
from handouts.system import files, swap
from handouts.system.stopwatch import Clock


def require_no_problems(library: Library, problems: list[Problem]) -> None:
    """Check a library. Raises Refused with these problems of reading it and those of the checks."""
    if problems := [*problems, *checks.check(library)]:
        raise Refused(problems)


def preview(library: Library, language: Language, folder: Path, sheets: bool) -> None:
    """Finish the pages of one language that `mkdocs build` or `mkdocs serve` made in `folder`.

    Links are not checked. Raises Refused.
    """
    for _ in range(language.edition.root.count("/")):
        folder = folder.parent
    with as_problems(library.root):
        finish(library, [language], Built(folder), sheets=sheets, is_full_build=False)


def build(
    root: Path,
    destination: Path,
    clock: Clock | None = None,
    generator: str = "mkdocs",
    publish: bool = False,
) -> Library:
    """Build the complete site, all languages, all PDFs, into `destination`, and check it.

    `generator` is a key of GENERATORS. With `publish`, a site that has an address, and so is for
    readers, may hold no unfinished page. Returns the library. Raises Refused with every Problem;
    then `destination` is as it was.
    """
    clock = clock or Clock()
    with (
        as_problems(root),
        files.file_lock(
            root / files.CACHE / "build.lock", "Another build is running; waiting for it."
        ),
    ):
        swap.restore(destination)
        with clock.time("read"):
            library, problems = library_loader.read(root, settings.read(root))
        if problems:
            require_no_problems(library, problems)
        if publish and library.site.url:
            require_finished(library)
        staging = swap.create_staging_folder(destination)
        try:
            with clock.time("pages"), ThreadPoolExecutor() as pool:
                runs = [
                    pool.submit(
                        GENERATORS[generator], library, language, staging / f".{language.code}"
                    )
                    for language in library.languages
                ]
                fonts = pool.submit(web_font_files, library)
                pool.submit(readability.prepare, [language.code for language in library.languages])
                generator_problems = [problem for run in runs for problem in run.result()]
            if generator_problems:
                # Problems in the sources come first: they may be the cause, or have come since.
                require_no_problems(*library_loader.read(root, settings.read(root)))
                raise Refused(generator_problems)
            for edition in library.site.editions:
                move_pages(
                    staging / f".{edition.code}", staging / edition.root, first=not edition.root
                )
            built = finish(
                library,
                list(library.languages),
                Built(staging, pdf_cache_file=root / files.CACHE / "pdfs.json"),
                clock=clock,
                fonts=fonts,
            )
            with clock.time("links"):
                problems = [*link_check.check(library, built), *permalinks.check(library, built)]
                built.save_pdf_cache()
            if problems:
                raise Refused(problems)
            with clock.time("exchange"):
                swap.exchange(staging, destination)
        finally:
            files.delete(staging)
    return library


# ProperDocs is a maintained fork of MkDocs: it reads the same configurations, hooks and theme.
GENERATORS: dict[str, Callable[[Library, Language, Path], list[Problem]]] = {
    name: partial(build_pages, name) for name in ("mkdocs", "properdocs")
}
