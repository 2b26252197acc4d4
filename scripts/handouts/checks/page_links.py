"""Links in Markdown lead to pages and headings that exist."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from handouts.checks.lookups import gone
from handouts.checks.markdown_syntax import INLINE_CODE
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import WEB, Handout, Page, Source
from handouts.problems import Problem

_MD_LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^)\s>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"  # [words](target "title")
    r"|^ {0,3}\[[^\]^][^\]]*\]:\s*<?([^\s>]*)",  # [words]: target
    re.M,
)
Ids = dict[
    str, frozenset[str] | None
]  # by page: the ids that links can lead to, None where not all of them are known


def check_shared_links(
    library: Library, language: Language, ids: Ids, shown: Iterable[Handout | Page], source: Source
) -> Iterator[Problem]:
    """The links of words that several pages show lead somewhere from each of them; each line is told once."""
    told: set[int] = set()
    for one in shown:
        found = [
            problem
            for problem in check_links(library, language, ids, page_file(one), source, shared=True)
            if problem.line not in told
        ]
        told.update(problem.line for problem in found)
        yield from found


def check_links(
    library: Library, language: Language, ids: Ids, file: str, source: Source, shared: bool = False
) -> Iterator[Problem]:
    """Each link to a page of the library leads to one that exists, and to a heading that it has.

    `file` is the page that shows the words of `source`; `shared` where others show them too.
    """
    folder = PurePosixPath(file).parent
    text = INLINE_CODE.sub("", source.body)
    for found in _MD_LINK.finditer(text):
        line, target = (
            source.body_line + text.count("\n", 0, found.start()),
            found[1] or found[2] or "",
        )
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
            if not target.lower().startswith(("https:", "http:", "mailto:", "tel:", "sms:")):
                yield Problem(source.path, line, f"A link may not start like this: {target}")
            elif target.lower().startswith("http") and not re.fullmatch(WEB, target, re.I):
                yield Problem(
                    source.path,
                    line,
                    f"This web address is not whole: {target}. Copy it from the browser.",
                )
            continue
        if not target:
            yield Problem(
                source.path,
                line,
                "This link leads nowhere. Write where it goes between the brackets.",
            )
            continue
        if path and not path.endswith(".md"):
            yield Problem(
                source.path,
                line,
                f"Link to a page by its file, which ends in .md, not to {target}.",
            )
            continue
        wanted = _joined(folder, path) if path else file
        if wanted not in ids and (
            library.unknown(language.file(wanted))
            or any(
                wanted == f"handouts/{one.id}.md" and one.source.body for one in language.notices
            )
        ):
            continue
        if wanted not in ids:
            # As it must be written here; from the language's folder where pages in several folders may show these words.
            like = _like(wanted, ids)
            meant = (
                f"/{like}"
                if shared or path.startswith("/")
                else posixpath.relpath(like or ".", folder)
            )
            hint = gone(library, PurePosixPath(wanted).stem) or (
                f" Did you mean {meant}?" if like else ""
            )
            here = f"{language.file(file)}, which shows these words" if shared else "here"
            yield Problem(source.path, line, f"There is no page {path} from {here}.{hint}")
        elif anchor and (there := ids[wanted]) is not None and anchor not in there:
            near = difflib.get_close_matches(anchor, sorted(there), 1)
            hint = f" Did you mean #{near[0]}?" if near else ""
            page = (
                f"page {path or 'itself'}"
                if path or not shared
                else f"page {language.file(file)}, which shows these words,"
            )
            yield Problem(source.path, line, f"The {page} has no heading #{anchor}.{hint}")


def _like(wanted: str, files: Iterable[str]) -> str:
    """The page that a wrong path may mean, by its file's name and then by its folder; nothing where none is like it."""
    names: dict[str, list[str]] = defaultdict(list)
    for file in files:
        names[PurePosixPath(file).stem].append(file)
    near = difflib.get_close_matches(PurePosixPath(wanted).stem, names, 1)
    return difflib.get_close_matches(wanted, names[near[0]], 1, 0)[0] if near else ""


def _joined(folder: PurePosixPath, path: str) -> str:
    """A relative link as a file below the language's folder; a leading slash means that folder."""
    return posixpath.normpath(str(folder / path)) if not path.startswith("/") else path.lstrip("/")


def page_file(one: Handout | Page) -> str:
    """Return the file of a page, relative to the folder of its language."""
    return f"handouts/{one.id}.md" if isinstance(one, Handout) else f"{one.address}.md"
