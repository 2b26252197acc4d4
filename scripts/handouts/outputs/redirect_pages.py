"""The files at published addresses whose page moved or was withdrawn, from templates in overrides/.

A page that moved becomes a redirect. A file that moved, such as a PDF, is copied to its old
address, since a static host cannot redirect. A withdrawn handout leaves a notice, and its PDFs are
made from that notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import jinja2

from handouts.model.addresses import file_of, relative_link
from handouts.model.data_files import MOVES
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.pages import page_context, site_context
from handouts.problems import Problem
from handouts.site.built_site import Built

TEMPLATES = Path(__file__).resolve().parents[3] / "overrides"


def notices(
    library: Library, languages: list[Language], built: Built
) -> Iterator[tuple[str, bytes]]:
    """Yield the notice of each withdrawn handout, as (file, bytes).

    At the page of a packet of which every handout was withdrawn, the first one's stands.
    """
    for language in languages:
        frame = _Frame(library, language, built) if language.notices else None
        for address, notice in library.notice_pages(language).items():
            assert frame
            data = page_context.of_page(library, language, notice)
            yield file_of(address), frame.page("standalone/withdrawn.html", address, data)


def redirects(
    library: Library, languages: list[Language], built: Built
) -> Iterator[tuple[str, bytes] | Problem]:
    """Yield the file at each address that moved, as (file, bytes), or a Problem without a target.

    `built` must hold everything else of the site.
    """
    for language in languages if library.moves.moved else ():
        frame = _Frame(library, language, built)
        for name, old, new in moves(library, language, built):
            place = library.place(MOVES, "moved", name)
            if file_of(old) in built.files:
                yield Problem(
                    *place,
                    f"/{old} is still there, so it has not moved."
                    " Delete this line, or what stands there.",
                )
            elif file_of(new) not in built.files:
                yield Problem(
                    *place,
                    f"/{old} would lead to /{new}, where there is nothing. Write where it went.",
                )
            elif old.endswith("/"):
                heading = built.tree(file_of(new)).find(".//h1")
                meta = {
                    "title": escape(language.labels["moved_title"]),
                    "name": escape("".join(map(str, heading.itertext())))
                    if heading is not None
                    else frame.name,
                    "code": library.language_at(new).code,
                    "address": escape(library.absolute(new)),
                    "link": escape(relative_link(old, new)),
                }
                yield file_of(old), frame.page("standalone/redirect.html", old, meta)
            else:
                yield old, built.data(new)


def moves(library: Library, language: Language, built: Built) -> Iterator[tuple[str, str, str]]:
    """Yield each address of a language that moved, as (entry in moved.yml, old, new address).

    The new address is in the same language where there is such a page, else in the first.
    """
    index = library.languages.index(language)
    for name, target in library.moves.moved.items():
        if "#" in name:
            continue
        old_addresses = library.addresses_of_name(name)[index]
        new_addresses = library.addresses_of_name(target)
        new = new_addresses[index]
        if index and file_of(new[0]) not in built.files:
            if old_addresses[0] not in (library.ledger or {}):
                continue  # never published in this language
            new = new_addresses[0]
        yield from ((name, *pair) for pair in zip(old_addresses, new, strict=False))


class _Frame:
    """The data that all pages of a language share, for rendering pages outside the generator."""

    def __init__(self, library: Library, language: Language, built: Built) -> None:
        self.home = library.home(language)
        self.code = language.code
        self.view = site_context.of_site(library, language)
        # Configured as in the generators: all their data was escaped in `view`, or above.
        loader = jinja2.FileSystemLoader(TEMPLATES)
        self.templates = jinja2.Environment(  # noqa: S701 (see above)
            loader=loader, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
        )
        self.name = escape(language.edition.name)
        self.styles = [
            link.get("href")
            for link in built.tree(file_of(self.home)).iter("link")
            if link.get("rel") == "stylesheet"
        ]

    def page(self, template: str, address: str, meta: dict[str, Any]) -> bytes:
        """Render a template for this address of the site."""
        words = {
            "code": self.code,
            "base": relative_link(address.removeprefix(self.home), "").rstrip("/"),
            "styles": self.styles,
            "view": self.view,
            "labels": self.view["labels"],
            "config": {
                "site_name": self.name,
                "theme": {"language": self.code},
                "extra": {"view": self.view},
            },
            "page": {
                "meta": {"translations": [], "missing_translations": []} | meta,
                "toc": [],
                "is_homepage": False,
            },
        }
        return self.templates.get_template(template).render(words).encode()
