"""Rules for links in Markdown: they lead to pages and headings that exist."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from handouts.checks.context import CheckContext, CheckedPage, definition_sources
from handouts.checks.lookups import absence_hint
from handouts.checks.unsupported_syntax import INLINE_CODE
from handouts.model.base import comparable
from handouts.model.data_files import MOVES
from handouts.model.includes import follow_moves
from handouts.model.pages import BAND, CARD_CALL, GLOSSARY_CALL, URL_PATTERN, Handout, Page, Source
from handouts.problems import Problem

_LINK = re.compile(
    # [words](target "title"), with parentheses in the target
    r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(((?:[^()\n]|\n(?=\S)|\([^()\n]*\))*)\)"
    # [words]: target
    r"|^ {0,3}\[[^\]^][^\]]*\]:\s*(<[^>\n]*>|[^\s]*)"
    # <https://target>
    r"|<((?:https?|ftp)://[^<>\n]*)>",
    re.M | re.I,
)
_TARGET = re.compile(r"\s*(?:<([^>\n]*)>?|(\S*))\s*(.*)", re.S)
_EMAIL = re.compile(r"[^\s@/#]+@[\w-]+(?:\.[\w-]+)+")
_TITLE = re.compile(r"\"[^\"]*\"|'[^']*'")
# A host without https:// in front; `www.` or an ending that no file here has.
_HOST = re.compile(
    r"(?://)?(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|org|net|edu|gov|int|info|health|uk|us|ca|mx|es|eu|de|fr|io))(?![\w-])",
    re.I,
)
# How addresses of other kinds are written (RFC 3966, 5724 and 6068, without what phones refuse).
_KINDS = {
    "tel": (re.compile(r"\+?\d[\d-]*(?:;ext=\d+)?"), "tel:+1-555-0100, digits and hyphens only"),
    "sms": (
        re.compile(r"\+?\d[\d-]*(?:\?&?body=\S+)?"),
        "sms:+1-555-0100, digits and hyphens only",
    ),
    "mailto": (
        re.compile(r"[^\s@,?]+@[\w-]+(?:\.[\w-]+)+(?:\?\S+)?"),
        "mailto:name@clinic.example",
    ),
}


# Words of a link that say nothing without it, in the languages that have a scale of reading.
_EMPTY_WORDS = frozenset(
    "here|click here|tap here|this|this page|this link|link|more|read more|learn more|"
    "aquí|haga clic aquí|toque aquí|esto|esta página|este enlace|enlace|más|lea más|leer más".split(
        "|"
    )
)
_LINK_WORDS = re.compile(r"(?<!!)\[([^\[\]]+)\]\(")


def check_link_words(context: CheckContext) -> Iterator[Problem]:
    """Say in the words of a link where it leads: paper and screen readers have nothing else."""
    language = context.language
    pages = (*language.all_pages, *language.cards.values(), *language.drafts)
    for source in (*(page.source for page in pages), *definition_sources(context)):
        text = INLINE_CODE.sub("", source.body)
        for match in _LINK_WORDS.finditer(text):
            if comparable(re.sub(r"[*_.…]", "", match[1])).strip().lower() in _EMPTY_WORDS:
                yield Problem(
                    source.path,
                    source.body_line + text.count("\n", 0, match.start()),
                    f"Say where this link leads instead of “{match[1]}”: "
                    "paper shows only the words.",
                )


def check_links(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Link to pages and headings that exist, by their files, and to whole web addresses."""
    yield from _link_problems(context, page.file, page.source)


def check_card_links(context: CheckContext) -> Iterator[Problem]:
    """Link from a care card so that each page that shows it leads on."""
    candidates = _pages(context)
    for card in context.language.cards.values():
        pages = [
            page
            for page in candidates
            if card.id in CARD_CALL.findall(page.source.body)
            or (card.words.band and BAND.search(page.source.body))
        ]
        yield from _shared_link_problems(context, pages, card.source)


def check_definition_links(context: CheckContext) -> Iterator[Problem]:
    """Link from a definition so that each page that shows the word list leads on."""
    pages = [page for page in _pages(context) if GLOSSARY_CALL.search(page.source.body)]
    for source in definition_sources(context):
        yield from _shared_link_problems(context, pages, source)


def _pages(context: CheckContext) -> tuple[Handout | Page, ...]:
    """Return every page, handouts first: a Problem names the first that shows the words."""
    return (*context.language.handouts, *context.language.pages)


def _shared_link_problems(
    context: CheckContext, pages: Iterable[Handout | Page], source: Source
) -> Iterator[Problem]:
    """Yield the links of words that several pages show, and that lead nowhere from one of them.

    Each line is reported for the first such page only.
    """
    reported: set[int] = set()
    for page in pages:
        file = context.language.page_file(page)
        problems = [
            problem
            for problem in _link_problems(context, file, source, shared=True)
            if problem.line not in reported
        ]
        reported.update(problem.line for problem in problems)
        yield from problems


def _link_problems(
    context: CheckContext, file: str, source: Source, shared: bool = False
) -> Iterator[Problem]:
    """Yield the links of a source that lead nowhere.

    `file` is the page that shows the words of `source`; `shared` where others show them too.
    """
    text = follow_moves(INLINE_CODE.sub("", source.body), context.library.moves.moved)
    for match in _LINK.finditer(text):
        line = source.body_line + text.count("\n", 0, match.start())
        bracketed, bare, title = _target(match)
        target = bracketed or bare
        if _TITLE.fullmatch(title):
            message = f"Nobody who prints or taps sees {title}. Leave it out, or write it as text."
            yield Problem(source.path, line, message)
        elif title.startswith(("'", '"')):
            message = "A quote is opened in the address of a link and never closed. Leave it out."
            yield Problem(source.path, line, message)
        elif title or re.search(r"\s", target):
            continue  # a space in the address, which another rule reports
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
            message = _address_message(target)
        else:
            message = _target_message(context, file, target, shared)
        if message:
            yield Problem(source.path, line, message)


def _target(match: re.Match[str]) -> tuple[str, str, str]:
    """Return the target of a link, in angle brackets or bare, and what follows it."""
    content = match[1] if match[1] is not None else match[2] or match[3] or ""
    parts = _TARGET.fullmatch(content)
    assert parts
    return parts[1] or "", parts[2] or "", parts[3].strip()


def _address_message(address: str) -> str:
    """Return what is wrong with an address on another site; "" if nothing is."""
    kind, _, rest = address.partition(":")
    if kind.lower() not in ("https", "http", *_KINDS):
        return (
            f"A link may not start like this: {address} "
            "Write https://, mailto:, tel: or sms:, or a page's file."
        )
    if kind.lower() in _KINDS:
        pattern, example = _KINDS[kind.lower()]
        return (
            ""
            if pattern.fullmatch(rest)
            else f"Nobody can be reached at {address}. Write {example}."
        )
    if "'" in address:
        return f"This web address is not whole: {address}. Write %27 for '."
    if address.lower().startswith("http") and not re.fullmatch(URL_PATTERN, address, re.I):
        return f"This web address is not whole: {address}. Copy it from the browser."
    return ""


def _target_message(context: CheckContext, file: str, target: str, shared: bool) -> str:
    """Return what is wrong with a link from a page to another or to a heading; "" if nothing is."""
    path, _, anchor = target.partition("#")
    if not path and not anchor:
        return "This link leads nowhere. Write where it goes between the brackets."
    if _HOST.match(target):
        return f"Write https:// in front of a web address: https://{target.lstrip('/')}"
    if _EMAIL.fullmatch(target):
        return f"Write mailto: in front of an e-mail address: mailto:{target}"
    if path and not path.endswith(".md"):
        return f"Link to a page by its file, which ends in .md, not to {target}."
    target_file = _joined(PurePosixPath(file).parent, path) if path else file
    place = f"{context.language.file(file)}, which shows these words"
    if target_file not in context.anchors:
        if _may_exist(context, target_file):
            return ""
        hint = _page_hint(context, file, path, target_file, shared)
        return f"There is no page {path} from {place if shared else 'here'}.{hint}"
    anchors = context.anchors[target_file]
    if anchor and anchors is not None and anchor not in anchors:
        matches = difflib.get_close_matches(anchor, sorted(anchors), 1)
        hint = f" Did you mean #{matches[0]}?" if matches else ""
        page = f"{place}," if shared and not path else path or "itself"
        return f"The page {page} has no heading #{anchor}.{hint}"
    return ""


def _may_exist(context: CheckContext, file: str) -> bool:
    """Return whether a page that was not read may exist, or is a notice with places to link to.

    While nobody knows what moved, any page may be where a link leads.
    """
    return context.library.unknown(MOVES, context.language.file(file)) or any(
        file == f"handouts/{notice.id}.md" and notice.source.body
        for notice in context.language.notices
    )


def _page_hint(context: CheckContext, file: str, path: str, target: str, shared: bool) -> str:
    """Return what to write instead of a path to no page, as a sentence with a space before it.

    As it must be written in `file`; from the language's folder where pages in several folders may
    show these words.
    """
    if hint := absence_hint(context.library, PurePosixPath(target).stem):
        return hint
    similar = _similar(target, context.anchors)
    if not similar:
        return ""
    if shared or path.startswith("/"):
        return f" Did you mean /{similar}?"
    return f" Did you mean {posixpath.relpath(similar, PurePosixPath(file).parent)}?"


def _similar(target: str, files: Iterable[str]) -> str:
    """Return the page most like a wrong path, by its file's name, then its folder; "" if none."""
    names: dict[str, list[str]] = defaultdict(list)
    for file in files:
        names[PurePosixPath(file).stem].append(file)
    matches = difflib.get_close_matches(PurePosixPath(target).stem, names, 1)
    return difflib.get_close_matches(target, names[matches[0]], 1, 0)[0] if matches else ""


def _joined(folder: PurePosixPath, path: str) -> str:
    """Return a relative link as a file below the language's folder, which a leading / means."""
    return posixpath.normpath(str(folder / path)) if not path.startswith("/") else path.lstrip("/")
