"""Changes to finished files: move pages, add the sizes of PDFs, delete what no page names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from handouts.model.addresses import NOT_FOUND, SITEMAP, file_of
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.outputs.pdf.sheets import Sheet
from handouts.site import resolve
from handouts.site.built_site import Built

_SIZE = re.compile(rb' data-size="([^"]*)">')


def move_pages(source: Path, target: Path, first: bool) -> None:
    """Move a language's pages to their folder of the site.

    Servers use a single page for wrong addresses and a single map of the site, those of the
    first language: they cover all languages.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in () if first else (NOT_FOUND, SITEMAP):
        (source / name).unlink(missing_ok=True)
    for path in source.iterdir():
        path.rename(target / path.name)
    source.rmdir()


def add_pdf_sizes(
    library: Library, languages: list[Language], folder: Path, sheets: Mapping[str, Sheet]
) -> None:
    """Write pages and size beside each link to a PDF that a template marked with `data-size`.

    `sheets` are by address.
    """
    for path in folder.rglob("*.html"):
        file = path.relative_to(folder).as_posix()
        if (language := library.language_at(file)) not in languages:
            continue  # left by a preview of another language

        def size_label(match: re.Match[bytes], language: Language = language) -> bytes:
            sheet = sheets.get(posixpath.normpath(language.edition.root + match.group(1).decode()))
            if not sheet:
                return b">"
            pages = fill(
                language.labels["pages_one" if sheet.pages == 1 else "pages_other"],
                count=sheet.pages,
            )
            return f">{pages}, {round(sheet.weight.size / 1000)} KB".encode()

        page = path.read_bytes()
        if (sized := _SIZE.sub(size_label, page)) != page:
            path.write_bytes(sized)


def remove_unused(library: Library, built: Built) -> None:
    """Delete the theme's files that nothing names, such as scripts and source maps.

    Files that only such files name go as well.
    """
    while True:
        built = built.rescan()
        referenced = {
            file_of(target[0])
            for file in built.files
            if file.endswith((".html", ".css"))
            for link in built.content(file).links
            if isinstance(target := resolve.resolve(library, link), tuple)
        }
        idle = [file for file in built.files if "assets/" in file and file not in referenced]
        for file in idle:
            (built.folder / file).unlink()
        if not idle:
            break
    for path in sorted(built.folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
