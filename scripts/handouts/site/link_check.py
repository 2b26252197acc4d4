"""Checks that every address on the site leads to something that exists.

Each link of a file is resolved to a file of the site, checked, and reported where its writer can
correct it. Addresses of other sites are not requested: their bad day must not stop a build.
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
from handouts.site.targets import target_problem

_UNLINKED = "Nothing links to this page, so nobody will find it. Link to it from a page."
_UNREACHABLE = (
    "Only pages that nobody finds link to this page. "
    "Link to it from a page that the home page leads to."
)

_Graph = dict[str, set[str]]  # file → files that its links lead to


def check(library: Library, built: Built) -> Iterator[Problem]:
    """Yield every link of the built site that leads nowhere, and every page that no link leads to,
    each once, in order.
    """
    yield from _reported(library, broken_links(library, built))


def broken_links(library: Library, built: Built) -> list[tuple[Link, str]]:
    """Return every broken link with the sentence about it, at each of its places."""
    problems: list[tuple[Link, str]] = []
    graph: _Graph = {}
    by_target: dict[tuple[str, str], str] = {}
    for file in sorted(built.files):
        content = built.content(file)
        neighbours = graph.setdefault(file, set())
        for link in content.links:
            target = resolve(library, link)
            if target is None:
                continue
            if isinstance(target, str):
                problems.append((link, target))
                continue
            if target not in by_target:
                by_target[target] = target_problem(built, *target)
            if by_target[target]:
                problems.append((link, by_target[target]))
            if link.is_followed:
                neighbours.add(file_of(target[0]))
        problems += ((Link(file, ""), problem) for problem in content.problems)
        problems += (
            (Link(file, id), f"The id {id} stands {count} times on one page. Give each its own.")
            for id, count in content.places.items()
            if count > 1 and id and not file.endswith(".pdf")
        )
    problems += check_translations(library, built)
    problems += _unreachable_pages(library, built, graph)
    problems += _printed_codes(library, built)
    return problems


def _printed_codes(library: Library, built: Built) -> Iterator[tuple[Link, str]]:
    """Yield the printed codes of sheets that lead nowhere."""
    for summary in library.summaries.values() if library.site.url else ():
        link = Link(file_of(summary.address), summary.qr_target)
        target = resolve(library, link)
        if isinstance(target, tuple) and (problem := target_problem(built, *target)):
            yield link, f"The printed code of this page leads nowhere. {problem}"


def _unreachable_pages(library: Library, built: Built, graph: _Graph) -> Iterator[tuple[Link, str]]:
    """Yield the pages that no home page leads to, except those that nobody has to find."""
    start = {file_of(library.home(language)) for language in library.languages} | {NOT_FOUND}
    unreachable = [
        file
        for file in sorted(built.files - _reachable(start, graph))
        if file.endswith(".html") and not built.content(file).hidden
    ]
    linked = {target for file in unreachable for target in graph[file] - {file}}
    below_unlinked = _reachable(set(unreachable) - linked, graph) & linked
    for file in unreachable:
        yield Link(file, ""), _UNREACHABLE if file in below_unlinked else _UNLINKED


def _reachable(start: set[str], graph: _Graph) -> set[str]:
    """Return the files that a reader reaches from these by links."""
    reachable, queue = set(start), list(start)
    while queue:
        new = graph.get(queue.pop(), set()) - reachable
        reachable |= new
        queue += new
    return reachable


def _reported(library: Library, problems: Iterable[tuple[Link, str]]) -> Iterator[Problem]:
    """Yield the problems at the lines of Markdown with the links, in order.

    What no writer wrote, such as a template's link, comes once, with the number of its files.
    """
    pages = {
        file_of(library.address(page)): page
        for language in library.languages
        for page in language.all_pages
    }
    reports: set[Problem] = set()
    without_line: defaultdict[str, set[str]] = defaultdict(set)
    for link, problem in problems:
        page = pages.get(link.origin)
        if page and (line := _line(page, link.target)):
            reports.add(Problem(page.source.path, line, problem))
        else:
            without_line[problem].add(page.source.path if page else f"site/{link.origin}")
    sources = {page.source.path for page in pages.values()}
    for problem, paths in without_line.items():
        is_per_page = problem in (_UNLINKED, _UNREACHABLE)
        repeats = "" if is_per_page else _repeats(len(paths) - 1)
        for path in sorted(paths) if is_per_page else [min(paths)]:
            prefix = "On the built page: " if path in sources else ""
            reports.add(Problem(path, 0, f"{prefix}{problem}{repeats}"))
    yield from sorted(reports)


def _repeats(count: int) -> str:
    """Return the sentence about further files with the same problem, or ""."""
    if not count:
        return ""
    return f" The same stands in {count} more {'file' if count == 1 else 'files'}."


def _line(page: Handout | Page, target: str) -> int:
    """Return the line of a page's Markdown with a link, or 0.

    The built page may spell a target otherwise than its writer did.
    """
    name = PurePosixPath(target.partition("#")[0]).name
    spellings = (target, unquote(target), name, unquote(name), target.rpartition("#")[2])
    for spelling in filter(None, dict.fromkeys(spellings)):
        escaped = re.escape(spelling)
        pattern = rf"(?:\]\(|\]:[ \t]*|<)(?:[^)\s>]*[/#])?{escaped}|\{{[^}}\n]*#{escaped}\b"
        if re.search(pattern, page.source.body):
            return page.source.line_at(pattern)
    return 0
