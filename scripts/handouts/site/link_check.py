"""Every address that anything on the site points to leads to something that exists.

Each link of a file is resolved to a file of the site, judged, and reported where its writer can mend it. Addresses outside
the site are not asked for: another site's bad day must not stop a build.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from handouts.model.addresses import NOT_FOUND, file_of
from handouts.model.library import Library
from handouts.model.pages import Handout, Page
from handouts.problems import Problem
from handouts.site.built_site import Built
from handouts.site.extract.content import Link
from handouts.site.hreflang import check_translations
from handouts.site.resolve import resolve
from handouts.site.targets import judge

_ALONE = "Nothing links to this page, so nobody will find it. Link to it from a page."
_FAR = "Only pages that nobody finds link to this page. Link to it from a page that the home page leads to."


def check(library: Library, built: Built) -> Iterator[Problem]:
    """Every link of the built site that leads nowhere, and every page that nothing leads to, each told once, in order."""
    yield from _reported(library, broken(library, built))


def broken(library: Library, built: Built) -> list[tuple[Link, str]]:
    """Every broken link with the sentence about it, at each of its places; not yet brought to its writer."""
    told: list[tuple[Link, str]] = []
    ways: dict[str, set[str]] = {}
    judged: dict[tuple[str, str], str] = {}
    for file in sorted(built.files):
        content = built.content(file)
        reached = ways.setdefault(file, set())
        for link in content.links:
            found = resolve(library, link)
            if found is None:
                continue
            if isinstance(found, str):
                told.append((link, found))
                continue
            if found not in judged:
                judged[found] = judge(built, *found)
            if judged[found]:
                told.append((link, judged[found]))
            if link.leads:
                reached.add(file_of(found[0]))
        told += ((Link(file, ""), wrong) for wrong in content.wrong)
        told += (
            (Link(file, id), f"The id {id} stands {count} times on one page. Give each its own.")
            for id, count in content.places.items()
            if count > 1 and id and not file.endswith(".pdf")
        )
    told += check_translations(library, built)
    told += _alone(library, built, ways)
    told += _codes(library, built)
    return told


def _codes(library: Library, built: Built) -> Iterator[tuple[Link, str]]:
    """The printed codes of sheets that lead nowhere."""
    for _, one in library if library.site.url else ():
        link = Link(file_of(library.address(one)), library.current(one))
        found = resolve(library, link)
        if isinstance(found, tuple) and (wrong := judge(built, *found)):
            yield link, f"The printed code of this page leads nowhere. {wrong}"


def _alone(library: Library, built: Built, ways: dict[str, set[str]]) -> Iterator[tuple[Link, str]]:
    """The pages to which no way leads from a home page, but for those that nobody has to find."""
    reached = _reached(
        {file_of(library.home(language)) for language in library.languages} | {NOT_FOUND}, ways
    )
    lost = [
        file
        for file in sorted(built.files - reached)
        if file.endswith(".html") and not built.content(file).hidden
    ]
    linked = {to for file in lost for to in ways[file] - {file}}
    further = _reached(set(lost) - linked, ways) & linked
    for file in lost:
        yield Link(file, ""), _FAR if file in further else _ALONE


def _reached(start: set[str], ways: dict[str, set[str]]) -> set[str]:
    """The files that somebody reaches who starts from some and follows links."""
    reached, next_ = set(start), list(start)
    while next_:
        new = ways.get(next_.pop(), set()) - reached
        reached |= new
        next_ += new
    return reached


def _reported(library: Library, told: Iterable[tuple[Link, str]]) -> Iterator[Problem]:
    """Problems at the lines of Markdown that the links were written in, in order.

    What no writer wrote, such as a template's link, is told once with the number of files that it stands in.
    """
    written = {
        file_of(library.address(one)): one
        for language in library.languages
        for one in language.all_pages
    }
    lines: set[Problem] = set()
    others: defaultdict[str, set[str]] = defaultdict(set)
    for link, wrong in told:
        one = written.get(link.origin)
        if one and (line := _line(one, link.target)):
            lines.add(Problem(one.source.path, line, wrong))
        else:
            others[wrong].add(one.source.path if one else f"site/{link.origin}")
    sources = {one.source.path for one in written.values()}
    for wrong, paths in others.items():
        alone = wrong in (_ALONE, _FAR)  # said of each page for itself
        more = (
            ""
            if len(paths) == 1 or alone
            else f" The same stands in {len(paths) - 1} more file{'s'[: len(paths) > 2]}."
        )
        for path in sorted(paths) if alone else [min(paths)]:
            lines.add(Problem(path, 0, f"{'On the built page: ' * (path in sources)}{wrong}{more}"))
    yield from sorted(lines)


def _line(one: Handout | Page, target: str) -> int:
    """The line of a page's Markdown that a link stands on, or 0. On the page it may be written otherwise than by its writer."""
    last = PurePosixPath(target.partition("#")[0]).name
    for words in filter(
        None,
        dict.fromkeys((target, unquote(target), last, unquote(last), target.rpartition("#")[2])),
    ):
        pattern = rf"(?:\]\(|\]:[ \t]*|<)(?:[^)\s>]*[/#])?{re.escape(words)}|\{{[^}}\n]*#{re.escape(words)}\b"
        if re.search(pattern, one.source.body):
            return one.source.line_at(pattern)
    return 0
