"""Checks on what was built: every address that anything on the site points to leads to something that exists.

Three parts, each of them plain: resolve each link of a file to a file of the site, judge it, and report it where its writer
can mend it. Addresses outside the site are not asked for: another site's bad day must not stop a build.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from .built import Built, Link, folded
from .handout import Handout, Page
from .library import NOT_FOUND, Library, address_of, file_of
from .problem import Problem

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BREAKS = re.compile(r"[\t\r\n]+")
_PLAIN = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+)(?=[/?#]|$)", re.I)
_PHONE = re.compile(r"[+*#(]?[\d][\d\s().*#-]*(?:;.*)?|[*#][\d*#]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_ALONE = "Nothing links to this page, so nobody will find it. Link to it from a page."
_FAR = "Only pages that nobody finds link to this page. Link to it from a page that the home page leads to."
_NOWHERE = "This link leads nowhere. Write where it goes, or take the link away."

Found = tuple[str, str] | str | None


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
    told += _strangers(library, built)
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
    reached = _reached({file_of(library.home(language)) for language in library.languages} | {NOT_FOUND}, ways)
    lost = [file for file in sorted(built.files - reached) if file.endswith(".html") and not built.content(file).hidden]
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


# Resolve ---------------------------------------------------------------------------------------------------------------


def resolve(library: Library, link: Link) -> Found:
    """The address and place that a link leads to; a sentence where that can be said without looking; None for outside."""
    origin, target = link.origin, link.target
    folder, rest = "" if target[:8].lower().startswith(("http://", "https://")) else origin.rpartition("/")[0], target
    # Pages in different folders have links in common; the way up taken off, the answer is the same and known.
    while folder and rest.startswith("../"):
        folder, rest = folder.rpartition("/")[0], rest[3:]
    if rest != target and not rest.startswith(("/", ".")):
        rest = f"./{rest}"
    lost = origin == NOT_FOUND
    found = _resolved(library.site.url, folder, rest, link.fetched, link.full, lost)
    if isinstance(found, str) and rest != target:
        found = _resolved(library.site.url, origin.rpartition("/")[0], target, link.fetched, link.full, lost)
    return (origin, found[1]) if isinstance(found, tuple) and found[0] == _HERE else found


_HERE = "\0"  # stands for the very file that the link stands in


@lru_cache(maxsize=1 << 17)
def _resolved(url: str, folder: str, target: str, fetched: bool, full: bool, lost: bool) -> Found:
    """What `resolve` promises, for a link in a file of a folder. `lost`: on the page for lost readers, served at any depth."""
    target = _BREAKS.sub("", target).strip(" \0")
    if not target or target == "#":
        return _NOWHERE
    if target.startswith("//"):
        return f"Write https: in front of {target}."
    if url and target.startswith(url):
        scheme, inner = True, urlsplit(url).path + target[len(url) :]
    elif scheme := _SCHEME.match(target) is not None:
        own, wrong = _inside(url, target, target.partition(":")[0].lower(), fetched)
        if own is None:
            return wrong or None
        inner = own
    else:
        inner = target
        if full and not target.startswith("#"):
            return f"{target} is read away from this site, so it must be a full address, from https: on."
    inner, _, fragment = inner.partition("#")
    inner = inner.partition("?")[0]
    place = unquote(fragment.split(":~:")[0])
    if not inner:
        return ("" if scheme else _HERE), place
    if "\\" in inner:
        return f"Write / where {target} has \\."
    if "//" in inner:
        return f"Write one slash where {target} has two."
    path = unquote(inner)
    if "\ufffd" in path:  # another encoding than the web's
        path = inner
    if inner.startswith("/"):
        base = urlsplit(url).path or "/"
        if not (scheme or lost):
            return f"The address {target} starts at the domain's root, so it breaks where the site stands below a path."
        if path + "/" == base:
            return f"The address {target} lacks its closing slash: write {target}/."
        if not path.startswith(base):
            # Another site on the same domain is outside.
            return None if scheme else f"The address {target} leads out of the site."
        return path[len(base) :], place
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined.startswith(".."):
        return f"The address {target} leads out of the site."
    ends = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return ("" if joined == "." else joined + "/" * ends), place


def _inside(url: str, target: str, scheme: str, fetched: bool) -> tuple[str | None, str]:
    """What follows the domain in an address of our own; None for one outside, and a sentence where that is wrong."""
    rest = target[len(scheme) + 1 :]
    if scheme in ("mailto", "sms"):
        return None, "" if rest else _NOWHERE
    if scheme == "tel":
        number = unquote(rest)
        return None, "" if _PHONE.fullmatch(number) else f"{target} is no telephone number. Write digits, such as tel:+15551234567."
    if scheme == "data" and fetched:
        return None, ""
    if scheme not in ("http", "https"):
        return None, f"A link may not start with {scheme}:."
    if not fetched and (plain := _PLAIN.match(target)) and (not url or plain[1].lower() not in url):
        return None, ""
    try:
        there, here = urlsplit(target), urlsplit(url)
        server = (there.hostname or "", there.port or _PORTS[scheme])
    except ValueError:
        return None, f"This is not an address: {target}."
    if not server[0] or re.search(r"\s", there.netloc):
        return None, f"This is not an address: {target}."
    if url and server[0] == here.hostname:
        if scheme != here.scheme:
            return None, f"Write {here.scheme}: in front of this site's own address {target}."
        if server[1] == (here.port or _PORTS[here.scheme]):
            path = rest[2 + len(there.netloc) :]
            return path if path.startswith("/") else f"/{path}", ""
    return None, f"The page asks another server for {target}. Keep a copy on this site, or leave it out." if fetched else ""


_PORTS = {"http": 80, "https": 443}


# Judge -----------------------------------------------------------------------------------------------------------------


def judge(built: Built, path: str, place: str) -> str:
    """What is wrong with a link to this address and place, or nothing."""
    file = file_of(path)
    if file not in built.files:
        return _missing(built, path)
    if not place:
        return ""
    if file.endswith(".pdf"):
        return "" if place in built.ids(file) else f"The PDF {path} has no place called #{place}."
    # What looks like a setting is for a script to read.
    if not file.endswith(".html") or "=" in place or place.lower() == "top":
        return ""
    places = built.ids(file)
    if place in places or quote(place) in places or built.stands_in(file):
        return ""
    if any(normalize("NFC", one) == normalize("NFC", place) for one in places):
        other = "one that looks like it has accents made of other characters. Copy it from there"
        return f"The page {path} has no place called #{place}: {other}."
    return f"The page {path or 'itself'} has no place called #{place}."


def _missing(built: Built, path: str) -> str:
    """What is wrong with an address that no file stands for."""
    bare = path.rstrip("/")
    if file_of(bare + "/") in built.files and not path.endswith("/"):
        return f"The address {path} lacks its closing slash: write {path}/."
    if path.endswith("/") and bare in built.files:
        return f"The address {path} is a file: leave out the closing slash."
    known = built.alike.get(folded(bare))
    if known and known != bare:
        if normalize("NFC", known) == normalize("NFC", bare):
            return f"The address {path} looks like {known}, but its accents are made of other characters. Copy the name from there."
        return f"The address {path} is spelled {known} here: capital and small letters differ."
    if bare in built.folders:
        return f"The folder {path} has no page of its own (index.html)."
    if f"{path}.html" in built.files:
        return f"The address {path} lacks its ending: write {path}.html."
    if path.endswith(".md"):
        return f"No page was made of {path}. Link to a file that is there, by its path from this one."
    return f"There is nothing at the address {path or '/'}."


# Translations ------------------------------------------------------------------------------------------------------------


def _strangers(library: Library, built: Built) -> Iterator[tuple[Link, str]]:
    """What is wrong with translations that pages and sitemaps name: each must name the other in return.

    As search engines want it: https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    pages: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(built.files):
        maps: dict[str, list[tuple[str, str]]] = {}
        for family in built.content(file).families:
            named = [(language, to) for language, target in family.others if (to := _own(library, file, target))]
            if not family.page:
                pages[file] = named
            elif page := _own(library, file, family.page):
                maps[page] = named
        yield from ((Link(file, to), wrong) for one in maps for to, wrong in _answers(built, one, maps))
    for file in pages:
        yield from ((Link(file, to), wrong) for to, wrong in _answers(built, file, pages))


def _own(library: Library, file: str, target: str) -> str:
    """The file of this site that an address leads to, if it does."""
    found = resolve(library, Link(file, target))
    return file_of(found[0]) if isinstance(found, tuple) else target if found is None else ""


def _answers(built: Built, page: str, families: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
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
            yield "", f"{language} is no language that browsers know. Write a code such as en or es-MX."
        elif to in built.files:
            there, spoken = address_of(to) or "/", built.content(to).language
            if to != page and page not in [back for _, back in families.get(to, ())]:
                yield to, f"{here} names {there} as its translation ({language}), but is not named there in return."
            if spoken and spoken.split("-")[0].lower() != language.split("-")[0]:
                yield to, f"{here} names {there} for {language}, but that page is in {spoken}."


# Report ----------------------------------------------------------------------------------------------------------------


def _reported(library: Library, told: Iterable[tuple[Link, str]]) -> Iterator[Problem]:
    """Problems at the lines of Markdown that the links were written in, in order.

    What no writer wrote, such as a template's link, is told once with the number of files that it stands in.
    """
    written = {file_of(library.address(one)): one for language in library.languages for one in language.all_pages}
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
        more = "" if len(paths) == 1 or alone else f" The same stands in {len(paths) - 1} more file{'s'[: len(paths) > 2]}."
        for path in sorted(paths) if alone else [min(paths)]:
            lines.add(Problem(path, 0, f"{'On the built page: ' * (path in sources)}{wrong}{more}"))
    yield from sorted(lines)


def _line(one: Handout | Page, target: str) -> int:
    """The line of a page's Markdown that a link stands on, or 0. On the page it may be written otherwise than by its writer."""
    last = PurePosixPath(target.partition("#")[0]).name
    for words in filter(None, dict.fromkeys((target, unquote(target), last, unquote(last), target.rpartition("#")[2]))):
        pattern = rf"(?:\]\(|\]:[ \t]*|<)(?:[^)\s>]*[/#])?{re.escape(words)}|\{{[^}}\n]*#{re.escape(words)}\b"
        if re.search(pattern, one.source.body):
            return one.source.line_at(pattern)
    return 0
