"""Checks on what was written. Each yields Problems at the writer's line; none changes anything.

The limits are the house's own, from its content plan; where a limit has a source outside, the source stands beside it.
"""

from __future__ import annotations

import datetime
import difflib
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from pathlib import PurePosixPath
from typing import NamedTuple

from . import drawing, font, marks, markup, plain, reading
from .article import Article, Block, fragment
from .handout import (
    ACTIONS,
    CRISIS,
    HELP,
    ID,
    KEY_POINTS,
    PARTS,
    QUESTIONS,
    URGENT,
    WEB,
    Dated,
    Draft,
    Handout,
    Original,
    Page,
    Part,
    Source,
    Words,
    urgency,
)
from .library import (
    BOOKS,
    CALLED,
    CITED,
    CLINIC,
    CODES,
    DRAWINGS,
    GLOSSARY,
    LABELS,
    LEDGER,
    MOVES,
    PACKETS,
    PHONE,
    Category,
    Code,
    Language,
    Library,
    Pair,
    Subtopic,
    bare,
    fingerprint,
)
from .problem import Problem
from .record import PLAIN_SPACE, TYPED, nearest

SENTENCE, PARAGRAPH, LIST = 20, 3, 7  # words, sentences, items
WARNING = 5  # sentences of an item that carries the warning of a pair, which is never cut short to fit
KEY_POINT, KEY_POINTS_RANGE, SUMMARY = 15, (3, 5), 20
SECTIONS, ACTIONS_RANGE, QUESTIONS_RANGE = (2, 5), (3, 5), (3, 5)
COLUMNS = 4
SCRIPT = 10  # letters of a page that the font lacks; more are no slips, but another script

_HEADING = re.compile("h[1-6]")
_CODE = re.compile(r"`[^`\n]*`")
_BRACES = re.compile(r"\{[^}\n]*\}")
_RULE = re.compile(r"(?=.*-)(?=.*\|)[\s|:-]+")  # the line under a table's head
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_MD_LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^)\s>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"  # [words](target "title")
    r"|^ {0,3}\[[^\]^][^\]]*\]:\s*<?([^\s>]*)",  # [words]: target
    re.M,
)
_BLOCK = re.compile(r"^///[ \t]*([^|]*?)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$")
_ASIDE = re.compile(r"\(([^\W\d_](?:[^\W\d_]|[’' -]){2,40})\)")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIXED = frozenset(id for parts in PARTS.values() for id in parts if id)
_OWN_HEADING = re.compile(r"^##.*#([a-z0-9-]+)")
_FILL = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")  # what is filled in: {count}, and not {{ }}, which stands for braces
BLOCKS = ("card", "picture", "glossary", "bibliography", "write", "feed")


Made = Callable[[Language, Handout | Page], Article]
Ids = dict[str, frozenset[str] | None]  # by page: the ids that links can lead to, None where not all of them are known


def check(library: Library, today: datetime.date | None = None, made: Made | None = None) -> Iterator[Problem]:
    """Everything that can be said of what was written. `today` is the day that dates are held against.

    What could not be read is unknown, not absent: nothing is said that hangs on it, and nothing at all without a language.
    `made` gives what a generator made of a page, where one has run; else the words are set here, as it would set them.
    """
    if not library.languages:
        return
    yield from of_library(library, today)
    for language in library.languages:
        yield from of_language(library, language, today, made)


def of_library(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """What can be said of what stands there once for all languages."""
    yield from plain.of_library(library)
    yield from _sources(library)
    yield from _crisis(library)
    yield from _codes(library)
    yield from _packets(library)
    yield from _drawings(library)
    yield from _moved(library)
    yield from _withdrawn(library, today or _tomorrow())
    yield from _promised(library)


def of_language(library: Library, language: Language, today: datetime.date | None = None, made: Made | None = None) -> Iterator[Problem]:
    """What can be said of the pages of one language."""
    made = made or partial(_made, library)
    today = today or _tomorrow()
    yield from interface(library, language)
    yield from plain.of_language(library, language)
    home = language.file("index.md")
    if language is library.languages[0] and all(page.source.path != home for page in language.pages) and not library.unknown(home):
        yield Problem(home, 0, "The home page is missing. Write it, or bring it back from an earlier version.")
    for one in (*language.all_pages, *language.cards.values(), *language.drafts):
        yield from _source(library, language, one.source)
    if LABELS.keys() - language.say.keys():
        return  # its pages cannot be made without these words
    # A plain page as its writer wrote it: what templates add to it, such as lists of titles, was written elsewhere.
    articles = {one: made(language, one) if isinstance(one, Handout) else _made(library, language, one) for one in language.all_pages}
    whole = {one for one in language.all_pages if not library.unknown(*language.shown_from(one.source))}
    ids: Ids = {_file(one): article.ids() if one in whole else None for one, article in articles.items()}
    cards = language.file("cards/")
    drafts = {one: _drafted(library, language, one) for one in language.drafts if not one.source.path.startswith(cards)}
    ids |= {_draft_file(language, one): _draft_ids(library, language, one, article) for one, article in drafts.items()}
    for draft, article in drafts.items():
        yield from _draft(library, language, ids, draft, article, today)
    for page in language.pages:
        yield from marks.left_over(articles[page], partial(_written_in, language, page.source))
        yield from _links(library, language, ids, _file(page), page.source)
        yield from _pairs_of_front(language, page.words, page.source)
        yield from _pairs_of_sections(language, articles[page].blocks(), partial(_page_place, page.source))
    pages: tuple[Handout | Page, ...] = (*language.handouts, *language.pages)
    for card in language.cards.values():
        shown = [one for one in pages if card.id in CALLED.findall(one.source.body)]
        yield from _shared_links(library, language, ids, shown, card.source)
    listing = [one for one in pages if GLOSSARY.search(one.source.body)]
    for name, term in language.terms.items():
        definition = Source(
            language.word_list.path, term.definition, nearest(library.lines.get(language.word_list.path, {}), (name, "definition")), {}
        )
        yield from _source(library, language, definition)
        yield from _shared_links(library, language, ids, listing, definition)
    titles: dict[str, Handout] = {}
    grades = []
    for handout in language.handouts:
        yield from _front(language, handout.words, handout.source, today)
        yield from _stamped(library, language, handout)
        yield from _links(library, language, ids, _file(handout), handout.source)
        same = titles.setdefault(handout.title.lower(), handout)
        if same is not handout:
            line = _key_line(handout, "title")
            yield Problem(handout.source.path, line, f"{same.source.path} has this title too. Give each page its own.")
        article = articles[handout]
        blocks = article.blocks()
        yield from _text(library, language, handout.source, article, blocks)
        yield from _counts(handout.source, handout.parts, handout.facts.kind, blocks)
        yield from _cited(library, language, handout.source, blocks)
        yield from _unwritten(language, handout.words, handout.parts, handout.source, blocks)
        yield from _pairs_of_front(language, handout.words, handout.source)
        if handout not in whole:
            continue  # how hard its words are depends on all of them
        score = score_of(language, blocks)
        if score.grade is not None:
            grades.append(score.grade)
            if score.grade > reading.GRADE_OF_PAGE:
                yield Problem(
                    handout.source.path, handout.source.body_line,
                    f"This page reads at grade {score.grade:.1f}; the limit is {reading.GRADE_OF_PAGE}. Use shorter words and sentences.",
                )  # fmt: skip
        if score.ease is not None and score.ease < reading.EASE_OF_PAGE:
            yield Problem(
                handout.source.path, handout.source.body_line,
                f"This page has a reading ease of {score.ease:.1f} (Fernández-Huerta); write {reading.EASE_OF_PAGE:.0f} or more. "
                "Use shorter words and sentences.",
            )  # fmt: skip
    every = whole.issuperset(language.handouts) and not any(path.startswith(language.file("handouts/")) for path in library.unread)
    if grades and every and (mean := sum(grades) / len(grades)) > reading.GRADE_OF_LIBRARY:
        yield Problem(
            language.file("handouts"), 0,
            f"The handouts read at grade {mean:.2f} on average; the limit is {reading.GRADE_OF_LIBRARY}. "
            "Make the hardest pages plainer.",
        )  # fmt: skip


def _drafted(library: Library, language: Language, draft: Draft) -> Article:
    return fragment(markup.rendered(library, language, draft.source.body))


def _draft_file(language: Language, draft: Draft) -> str:
    return draft.source.path.removeprefix(language.file(""))


def _draft_ids(library: Library, language: Language, draft: Draft, article: Article) -> frozenset[str] | None:
    """The ids that a page has, as its text is set and as it was called before, if all of them are certain."""
    if draft.parts is None or library.unknown(MOVES, *(language.shown_from(draft.source) - {draft.source.path})):
        return None
    id = PurePosixPath(draft.source.path).stem
    older = {old.partition("#")[2] for old in library.moves.moved if old.startswith(f"{id}#")}
    return article.ids() | older | {"title"}


def _draft(library: Library, language: Language, ids: Ids, draft: Draft, article: Article, today: datetime.date) -> Iterator[Problem]:
    """What can be said of a page that has Problems of its own, from as much of it as is certain."""
    source, words = draft.source, draft.words
    yield from _links(library, language, ids, _draft_file(language, draft), source)
    if isinstance(words, Words):
        yield from _pairs_of_front(language, words, source)
    if isinstance(words, Dated):
        yield from _front(language, words, source, today)
    blocks = tuple(block for block in article.blocks() if block.part)
    if source.path.startswith(language.file("handouts/")):
        yield from _text(library, language, source, article, blocks)
        if isinstance(words, Words):
            yield from _unwritten(language, words, draft.parts or (), source, blocks)
        if draft.parts is not None:
            yield from _cited(library, language, source, blocks)
            yield from _counts(source, draft.parts, draft.kind, blocks) if draft.kind else ()
    else:
        yield from marks.left_over(article, partial(_written_in, language, source))
        yield from _pairs_of_sections(language, article.blocks(), partial(_page_place, source))


def _text(library: Library, language: Language, source: Source, article: Article, blocks: tuple[Block, ...]) -> Iterator[Problem]:
    """What can be said of a handout's words, whatever its parts are called."""
    yield from marks.left_over(article, partial(_written_in, language, source), title=True)
    yield from _limits(language, source, article, blocks)
    if not any(path.startswith(language.file("fonts")) for path in library.unread):
        yield from unprintable(library, language, source, article, blocks)
    yield from _hard_words(library, language, source, blocks)
    # Title and summary are shown alone, and a term never without its definition: see _pairs_of_front and interface.
    matter = [block for block in blocks if block.part and block.kind not in ("dt", "dd")]
    yield from _pairs_of_sections(language, matter, partial(_place, language, source))


def _tomorrow() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)  # the date line is behind us


def _made(library: Library, language: Language, one: Handout | Page) -> Article:
    return fragment(markup.rendered(library, language, markup.source(one)))


def notices(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """What is worth knowing and must not stop an urgent correction.

    Translations that are behind their originals, pages that are due to be checked again, packets that lack what was
    withdrawn, and entries of moved.yml that nobody needs.
    """
    if not library.languages:
        return
    for language, handout in library:
        if (original := handout.original) and handout.behind and not library.unknown(*_stands_for(library, language, handout)):
            parts = ", ".join(handout.behind)
            yield Problem(
                handout.source.path,
                _key_line(handout, "translated_from"),
                f"This translation is behind {original.source.path} in: {parts}. Bring it up to date, then run: "
                f"python3 scripts translated {handout.id}",
            )
    for handout in due(library, today):
        day = handout.facts.next_check_due.isoformat()
        yield Problem(
            handout.source.path,
            _key_line(handout, "next_check_due"),
            f"The facts were due to be checked by {day}. Then write new dates after `sources_gathered:` and `next_check_due:`.",
        )
    for id, packet in library.packets.items():
        for one in packet.handouts:
            if one in library.moves.withdrawn:
                yield Problem(PACKETS, 0, f"The packet {id} is printed without {one}, which was withdrawn.")
    for name in library.moves.moved:
        handout_id, sharp, heading = name.partition("#")
        old = (
            [f"{page}#{heading}" for page, *_ in library.answers(handout_id)]
            if sharp
            else [one for each in library.answers(name) for one in each]
        )
        if library.ledger and not library.ledger.keys() & set(old):
            line = library.moves_lines.get(("moved", name), 0)
            yield Problem(MOVES, line, f"{name} was never published, as far as {LEDGER} knows, so nothing needs to lead on from it.")


def due(library: Library, today: datetime.date | None = None) -> list[Handout]:
    """The handouts, in the first language, whose facts were to be checked again before this day."""
    today = today or datetime.datetime.now(datetime.UTC).date()
    return [one for one in library.languages[0].handouts if one.facts.next_check_due < today] if library.languages else []


class Score(NamedTuple):
    """How hard the words are that patients read, to one decimal; None for languages that a scale was not made for."""

    grade: float | None = None  # Flesch-Kincaid
    ease: float | None = None  # Fernández Huerta


def score_of(language: Language, blocks: Iterable[Block]) -> Score:
    """The score of an article by the scale of its language."""
    match language.code.split("-")[0]:
        case "en":
            return Score(grade=reading.grade(running_text(blocks)))
        case "es":
            return Score(ease=reading.ease(running_text(blocks)))
    return Score()


def running_text(blocks: Iterable[Block]) -> str:
    """What reading scales count: paragraphs, list items, definitions, cells and captions, each ended as a sentence.

    Headings and terms are left out.
    """
    read = [block.text for block in blocks if block.kind in ("p", "li", "dd", "td", "figcaption")]
    return " ".join(text if text[-1] in ".!?…؟" else text.rstrip(",;:") + "." for text in read)


# What holds for any text ---------------------------------------------------------------------------------------------


def _source(library: Library, language: Language, source: Source) -> Iterator[Problem]:
    """Citations, raw HTML, tables, pictures and blocks of one file."""
    yield from marks.of_source(source)
    open_blocks: list[tuple[str, int]] = []
    for line, written in enumerate(source.body.split("\n"), source.body_line):
        text = written.translate(TYPED) if written.startswith("///") else written
        if text != written:
            yield Problem(source.path, line, PLAIN_SPACE)
        for id in CITED.findall(text):
            if id not in library.references and not library.unknown(BOOKS):
                yield Problem(source.path, line, f"No source is called {id}. Add it to docs/sources.yml or correct the name.")
        if tag := plain.tag(_CODE.sub("", text)):
            yield Problem(source.path, line, f"Pages hold no HTML: {tag} would be shown as it stands. Use Markdown.")
        if not text.startswith("#") and (found := _BRACES.search(PHONE.sub("", _CODE.sub("", text)))):
            yield Problem(source.path, line, f"Only a heading may hold braces, for its id. Leave out {found.group()}.")
        if "{crisis" in text and PHONE.search(text) and _lacks_line(library, language):
            yield Problem(
                source.path,
                line,
                f"{CLINIC} has no crisis line for {language.code}. Add it there under `crisis`, or leave these words out.",
            )
        if _RULE.fullmatch(text) and ":" in text:
            yield Problem(source.path, line, "Leave the colons out of the line under a table's head: columns are not aligned.")
        if _RULE.fullmatch(text) and text.strip().strip("|").count("|") >= COLUMNS:
            yield Problem(source.path, line, f"A table may have at most {COLUMNS} columns; more do not fit on a sheet.")
        for alternative in _IMAGE.findall(text):
            if not alternative.strip():
                yield Problem(source.path, line, "This picture has no alternative text. Write what it shows: ![…](…).")
            else:
                yield Problem(source.path, line, "A photo cannot be printed here. Call a drawing by its name: /// picture | name")
        if re.match(r"[ \t]+///|////", text):
            yield Problem(source.path, line, "Start this line with three slashes and no space before them: ///")
        elif text.startswith("///") and (found := _BLOCK.match(text)):
            name, argument = found.groups()
            if not name:
                if not open_blocks:
                    yield Problem(source.path, line, "This /// closes nothing. Delete it, or write the block's name.")
                else:
                    open_blocks.pop()
                continue
            open_blocks.append((name, line))
            if name not in BLOCKS:
                yield Problem(source.path, line, f"There is no block called {name}. The blocks are: {', '.join(BLOCKS)}.")
            elif name == "card" and not argument:
                yield Problem(source.path, line, f"Say which care card: /// card | {next(iter(language.cards), 'name')}")
            elif name == "card" and argument not in language.cards and not library.unknown(language.file(f"cards/{argument}.md")):
                cards = ", ".join(language.cards) or "none"
                yield Problem(source.path, line, f"There is no care card called {argument}. The cards are: {cards}.")
            elif name == "picture" and _lacks(library, language, argument or ""):
                known = ", ".join(id for id in language.pictures if id in library.drawings) or "none"
                yield Problem(
                    source.path, line,
                    f"There is no picture called {argument}: it needs docs/pictures/{argument}.svg and its words in "
                    f"{language.file('pictures.yml')}. The pictures are: {known}.",
                )  # fmt: skip
            elif name == "write" and not re.fullmatch(r"[1-9]|1\d|20", argument or ""):
                yield Problem(source.path, line, "Say how many lines to write on, from 1 to 20: /// write | 2")
    for name, line in open_blocks:
        yield Problem(source.path, line, f"The block {name} is never closed. Add a line with /// below it.")


def _lacks_line(library: Library, language: Language) -> bool:
    """Whether it is certain that the clinic has no crisis line in this language."""
    crisis = library.clinic.crisis
    return not library.unknown(CLINIC) and (crisis is None or language.code not in crisis.lines)


def _lacks(library: Library, language: Language, picture: str) -> bool:
    """Whether it is certain that there is no such drawing, or none with words in this language."""
    words, drawn = language.file("pictures.yml"), f"{DRAWINGS}/{picture}.svg"
    return (picture not in language.pictures and not library.unknown(words)) or (
        picture not in library.drawings and not library.unknown(drawn)
    )


def _shared_links(library: Library, language: Language, ids: Ids, shown: Iterable[Handout | Page], source: Source) -> Iterator[Problem]:
    """The links of words that several pages show lead somewhere from each of them; each line is told once."""
    told: set[int] = set()
    for one in shown:
        found = [problem for problem in _links(library, language, ids, _file(one), source, shared=True) if problem.line not in told]
        told.update(problem.line for problem in found)
        yield from found


def _links(library: Library, language: Language, ids: Ids, file: str, source: Source, shared: bool = False) -> Iterator[Problem]:
    """Each link to a page of the library leads to one that exists, and to a heading that it has.

    `file` is the page that shows the words of `source`; `shared` where others show them too.
    """
    folder = PurePosixPath(file).parent
    text = _CODE.sub("", source.body)
    for found in _MD_LINK.finditer(text):
        line, target = source.body_line + text.count("\n", 0, found.start()), found[1] or found[2] or ""
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
            if not target.lower().startswith(("https:", "http:", "mailto:", "tel:", "sms:")):
                yield Problem(source.path, line, f"A link may not start like this: {target}")
            elif target.lower().startswith("http") and not re.fullmatch(WEB, target, re.I):
                yield Problem(source.path, line, f"This web address is not whole: {target}. Copy it from the browser.")
            continue
        if not target:
            yield Problem(source.path, line, "This link leads nowhere. Write where it goes between the brackets.")
            continue
        if path and not path.endswith(".md"):
            yield Problem(source.path, line, f"Link to a page by its file, which ends in .md, not to {target}.")
            continue
        wanted = _joined(folder, path) if path else file
        if wanted not in ids and (
            library.unknown(language.file(wanted)) or any(wanted == f"handouts/{one.id}.md" and one.source.body for one in language.notices)
        ):
            continue
        if wanted not in ids:
            # As it must be written here; from the language's folder where pages in several folders may show these words.
            like = _like(wanted, ids)
            meant = f"/{like}" if shared or path.startswith("/") else posixpath.relpath(like or ".", folder)
            hint = gone(library, PurePosixPath(wanted).stem) or (f" Did you mean {meant}?" if like else "")
            here = f"{language.file(file)}, which shows these words" if shared else "here"
            yield Problem(source.path, line, f"There is no page {path} from {here}.{hint}")
        elif anchor and (there := ids[wanted]) is not None and anchor not in there:
            near = difflib.get_close_matches(anchor, sorted(there), 1)
            hint = f" Did you mean #{near[0]}?" if near else ""
            page = f"page {path or 'itself'}" if path or not shared else f"page {language.file(file)}, which shows these words,"
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


def _file(one: Handout | Page) -> str:
    return f"handouts/{one.id}.md" if isinstance(one, Handout) else f"{one.address}.md"


def _pairs_of_front(language: Language, words: Words, source: Source) -> Iterator[Problem]:
    """Title, summary and each search word are shown alone in lists, so each keeps its pairs together by itself."""
    yield from _pairs(language, words.title, partial(_key_place, source, "title"), name=True)
    yield from _pairs(language, words.summary, partial(_key_place, source, "summary"))
    for number, change in enumerate(words.changes if isinstance(words, Dated) else []):  # shown alone in the feed
        yield from _pairs(language, change.what, partial(_key_place, source, "changes", number, "what"))
    for number, text in enumerate(words.search):
        yield from _pairs(language, text, partial(_key_place, source, "search", number), name=True)


def sections(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """Each heading with the blocks below it, up to the next heading of any level; first what stands above all headings."""
    section: list[Block] = []
    for block in blocks:
        if _HEADING.fullmatch(block.kind):
            yield tuple(section)
            section = []
        section.append(block)
    yield tuple(section)


def section_text(section: Iterable[Block]) -> str:
    """The words of a section, one line for each block, so that no phrase runs from one block into the next."""
    return "\n".join(block.text for block in section)


def _pairs_of_sections(language: Language, blocks: Iterable[Block], place: Callable[[Block], tuple[str, int]]) -> Iterator[Problem]:
    """The pairs that a section splits, each told at the first block that names the treatment."""
    for section in sections(blocks):
        for pair in split_pairs(language.pairs, section_text(section)):
            hope = next(block for block in section if _stands(pair.when[0], block.text))
            yield Problem(*place(hope), _split(pair))


def _carries_warning(pairs: Iterable[Pair], text: str) -> bool:
    """Whether a text holds part of a pair's warning together with what the warning is about."""
    return any(any(_stands(words, text) for words in pair.when) and any(_stands(words, text) for words in pair.then) for pair in pairs)


def _pairs(language: Language, text: str, place: Callable[[], tuple[str, int]], *, name: bool = False) -> Iterator[Problem]:
    """The pairs that `text` splits. `place` finds file and line, which takes longer than the check, so only when needed.

    `name`: the text is a name, such as a title. It may name a medicine, which alone is no hope.
    """
    for pair in split_pairs([pair for pair in language.pairs if len(pair.when) > 1] if name else language.pairs, text):
        yield Problem(*place(), _split(pair))


def _split(pair: Pair) -> str:
    first = " before it" if pair.warning_first else ""
    return f"“{', '.join(pair.when)}” may not stand without “{', '.join(pair.then)}”{first}: {pair.why}"


def split_pairs(pairs: Iterable[Pair], text: str) -> Iterator[Pair]:
    """The pairs of which this text shows only half, or the warning last where it must come first.

    The text is a section, or what is shown alone, such as a title. Where the warning comes first, all of it stands before
    the words under `when` are complete.
    """
    for pair in pairs:
        if _position(pair.when[0], text) < 0:
            continue
        hopes = [_position(words, text) for words in pair.when]
        if min(hopes) < 0 or any(_stands(words, text) for words in pair.unless):
            continue
        warnings = [_position(words, text) for words in pair.then]
        if min(warnings) < 0 or (pair.warning_first and max(warnings) > max(hopes)):
            yield pair


def _stands(words: str, text: str) -> bool:
    return _position(words, text) >= 0


def _position(words: str, text: str) -> int:
    """Where a text first holds these words, or words that begin with them; -1 where it does not."""
    words, folded = words.lower(), _lowered(text)
    if words not in folded:  # most are not, which a plain look tells ten times faster than a pattern
        return -1
    found = re.search(rf"(?<!\w){re.escape(words)}", folded)
    return found.start() if found else -1


@lru_cache(maxsize=256)
def _lowered(text: str) -> str:
    return re.sub(r"[‘’]", "'", text.lower())


# What holds for a handout --------------------------------------------------------------------------------------------


def _front(language: Language, words: Dated, source: Source, today: datetime.date) -> Iterator[Problem]:
    def say(key: str, message: str) -> Problem:
        return Problem(*_key_place(source, key), message)

    if isinstance(facts := words, Original):
        if facts.category not in language.interface.categories:
            yield say("category", f"`category` must be one of: {', '.join(language.interface.categories)}.")
        if facts.audience not in language.interface.audiences:
            yield say("audience", f"`audience` must be one of: {', '.join(language.interface.audiences)}.")
        if facts.sources_gathered > today:
            yield say("sources_gathered", "`sources_gathered` lies in the future.")
        if facts.next_check_due <= facts.sources_gathered:
            yield say("next_check_due", "`next_check_due` must be later than `sources_gathered`.")
        if facts.review and facts.review.on > today:
            yield say("review", "`review` lies in the future.")
    if words.changed > today:
        yield say("changed", "`changed` lies in the future.")
    if len(reading.sentences(words.summary)) != 1 or len(words.summary.split()) > SUMMARY:
        yield say("summary", f"`summary` must be one sentence of at most {SUMMARY} words.")


def _stamped(library: Library, language: Language, handout: Handout) -> Iterator[Problem]:
    """The fingerprint stands for the words as they are now."""
    now = fingerprint(language, handout, library.references)
    if handout.words.fingerprint != now and not library.unknown(*_stands_for(library, language, handout)):
        yield Problem(
            *_key_place(handout.source, "fingerprint"),
            f'The words have changed. Write today’s date after `changed:` and "{now}" after `fingerprint:`, or run: python3 scripts stamp',
        )


def _stands_for(library: Library, language: Language, handout: Handout) -> set[str]:
    """The files that a handout's version stands for, and that of its original."""
    found = {BOOKS} | language.shown_from(handout.source)
    return found | library.languages[0].shown_from(handout.original.source) if handout.original else found


def _limits(language: Language, source: Source, article: Article, blocks: Iterable[Block]) -> Iterator[Problem]:
    def say(block: Block, message: str) -> Problem:
        return Problem(*_place(language, source, block), message)

    term = ""
    for block in blocks:
        if block.kind == "dt":
            term = block.text
        if block.kind not in ("p", "li", "dd", "td", "figcaption"):
            continue
        sentences = reading.sentences(block.text)
        for sentence in sentences:
            if block.part and (count := _length(sentence)) > SENTENCE:
                yield say(block, f"A sentence has {count} words; the limit is {SENTENCE}: “{_start(sentence)}”. Make it two.")
        limit = WARNING if _carries_warning(language.pairs, f"{term}: {block.text}" if block.kind == "dd" else block.text) else PARAGRAPH
        if len(sentences) > limit:
            yield say(block, f"{len(sentences)} sentences stand in one block; the limit is {limit}. Split it.")
        if "%" in block.text:
            yield say(block, "Say “20 in 100” instead of a percentage.")
        if block.part == KEY_POINTS and block.kind == "li" and (count := _length(block.text)) > KEY_POINT:
            yield say(block, f"A key point has {count} words; the limit is {KEY_POINT}.")
    for _, items in article.lists():
        if len(items) > LIST:
            line = source.line_of(items[0])
            yield Problem(source.path, line, f"A list of {len(items)} items; the limit is {LIST}. Make two lists.")
    called = CALLED.findall(source.body.translate(TYPED))
    cards = [language.cards[name] for name in called if name in language.cards]
    shown = [card for card in cards if card.words.level < CRISIS]  # that one stands where a page speaks of it
    if shown != sorted(shown, key=urgency):
        line = source.line_at(r"(?m)^/// card")
        yield Problem(source.path, line, "Care cards must stand in this order: emergency, those of a medicine, today, next visit.")
    for card in language.cards.values() if shown else ():
        named = ((word, block) for word in card.words.medicines for block in blocks if not block.card and _stands(word, block.text))
        if card not in shown and (first := next(named, None)):
            word, block = first
            yield say(block, f"Who reads of “{word}” needs the care card {card.id}. Show it under when to get help: /// card | {card.id}")


def _length(text: str) -> int:
    """How many words a text has. A phone number counts as one, however its digits are grouped."""
    return len(re.sub(r"(?<=\d)\s(?=\d)", "", text).split())


def _counts(source: Source, parts: tuple[Part, ...], kind: str, blocks: Iterable[Block]) -> Iterator[Problem]:
    """Each part holds as many things as a reader can take in. The parts are those of the kind, in order."""
    by_part: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        by_part[block.part].append(block)
    lines = {part.id: part.line for part in parts}

    def said(part: str, what: str, count: int, limits: tuple[int, int]) -> Iterator[Problem]:
        least, most = limits
        if not least <= count <= most:
            line = lines.get(part, source.body_line)
            yield Problem(source.path, line, f"The number of {what} is {count}; write {least} to {most}.")

    yield from said(KEY_POINTS, "key points", sum(block.kind == "li" for block in by_part[KEY_POINTS]), KEY_POINTS_RANGE)
    if kind == "handout":
        fixed = (KEY_POINTS, ACTIONS, HELP, QUESTIONS)
        sections = [part for part in parts if part.level == 2 and part.id not in fixed]
        yield from said(KEY_POINTS, "sections between key points and what to do", len(sections), SECTIONS)
        for id, name, limits in ((ACTIONS, "actions", ACTIONS_RANGE), (QUESTIONS, "questions", QUESTIONS_RANGE)):
            yield from said(id, name, sum(block.kind == "li" for block in by_part[id]), limits)
    if HELP in lines and not CALLED.search(_of_part(source, parts, HELP).translate(TYPED)):
        yield Problem(source.path, lines[HELP], "Call the care cards here: /// card | name, then ///.")


def _of_part(source: Source, parts: tuple[Part, ...], id: str) -> str:
    """The text of a part below its heading."""
    lines = source.body.split("\n")
    heads = [part.line - source.body_line for part in parts if part.level == 2]
    start = next(part.line for part in parts if part.id == id) - source.body_line
    return "\n".join(lines[start + 1 : min((head for head in heads if head > start), default=len(lines))])


def unprintable(library: Library, language: Language, source: Source, article: Article, blocks: tuple[Block, ...]) -> Iterator[Problem]:
    """The letters of a handout that no font of its language has, at each place; a whole foreign script only at the first."""
    fonts = library.fonts(language)
    if not (missing := set(font.lacking("".join(set(article.text())), fonts))):
        return
    told: set[str] = set()
    for block in blocks:
        if found := [char for char in dict.fromkeys(block.text) if char in missing]:
            told.update(found)
            if "///" in block.text:  # told by itself
                continue
            path, line = _place(language, source, block)
            if block.part:
                file = _written_in(language, source, block)
                ahead = file.body.split("\n")[line - file.body_line :]
                line += next((number for number, text in enumerate(ahead) if found[0] in text), 0)
            yield Problem(path, line, f"{font.unprintable(found)}. Use other words or signs.")
        if len(told) > SCRIPT:
            return
    for id in dict.fromkeys(id for block in blocks for id in block.cites):
        one = library.references.get(id)
        if one and (found := font.lacking(one.publisher, fonts)):
            line = library.reference_lines.get((id,), 0)
            yield Problem(BOOKS, line, f"{font.unprintable(found)}. Use other words or signs.")
            told.update(found)
    left = sorted(missing - told)
    if found := [char for char in left if char in source.body]:
        line = source.line_at(re.escape(found[0]))
        yield Problem(source.path, line, f"{font.unprintable(found)}. Use other words or signs.")
    elif left:
        yield Problem(language.file("words.yml"), 0, f"{font.unprintable(left)}, which stands in words.yml or clinic.yml.")


@cache
def _example(page: str) -> frozenset[str]:
    """The sentences of the page that `new` writes, and the ids of its headings, but for those that every handout has."""
    found: set[str] = set()
    for line in page.split("\n"):
        heading = _OWN_HEADING.search(line)
        if not (heading and heading[1] in _FIXED):
            text = _FILL.sub("", CITED.sub("", line))
            found.update(folded for one in reading.sentences(text) if (folded := _folded(one)).count(" ") > 1)
            found.update([f"#{heading[1]}"] if heading else ())
    return frozenset(found)


def _folded(text: str) -> str:
    """The words of a text in small letters, without signs, and without the key that stands before them in front matter."""
    return " ".join(_WORD.findall(re.sub(r"^[a-z_]+:", "", text).lower()))


def _unwritten(language: Language, words: Words, parts: tuple[Part, ...], source: Source, blocks: Iterable[Block]) -> Iterator[Problem]:
    """What stands on a page as `new` wrote it was never meant for readers."""
    example = _example(language.say["new_page"])
    texts = [(words.summary, partial(_key_place, source, "summary"))]
    texts += [(text, partial(_key_place, source, "search", number)) for number, text in enumerate(words.search)]
    texts += [(block.text, partial(_place, language, source, block)) for block in blocks if block.part]
    for text, place in texts:
        if left := next((one for one in reading.sentences(text) if _folded(one) in example), ""):
            yield Problem(*place(), f"This is still the example: “{left}” Write your own.")
    for part in parts:
        if f"#{part.id}" in example:
            message = f"The id #{part.id} is still the example's, and an id is for ever. Write one that says what stands here."
            yield Problem(source.path, part.line, message)


def _cited(library: Library, language: Language, source: Source, blocks: Iterable[Block]) -> Iterator[Problem]:
    """Each treatment and each number carries a citation where it stands: after its sentence, or after one that follows."""
    names = [form for name, term in language.terms.items() if term.treatment for form in (name, *term.forms)]
    treatment = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", re.I) if names else None
    free = language.everyday.union(*map(_NUMBER.findall, library.phones(language, linked=False).values()))
    scale = reading.scale(language.code)
    counted = not library.unknown(CLINIC, language.file("everyday.txt"))
    for block in blocks:
        if block.kind not in ("p", "li", "td", "dd") or block.part in ("", QUESTIONS):
            continue
        if block.text.endswith(("?", "؟")) or "///" in block.text:  # a block that was not made is told by itself
            continue
        text = block.rest if block.cites else block.text
        numbers = [number for number in _NUMBER.findall(text) if number not in free] if counted else []
        found = (scale.share.search(text) if scale else None) or (treatment.search(text) if treatment else None)
        told = numbers[0] if numbers else found.group() if found else ""
        if told:
            yield Problem(
                *_place(language, source, block),
                f"“{told}” needs its source: write [^id] after the sentence, an id from docs/sources.yml.",
            )  # fmt: skip


def _hard_words(library: Library, language: Language, source: Source, blocks: Iterable[Block]) -> Iterator[Problem]:
    """Long words, and medical words in brackets, are explained in the word list or known to everyone."""
    scale = reading.scale(language.code)
    if not language.terms or not scale or library.unknown(language.file("everyday.txt")):
        return
    listed = {form.lower() for name, term in language.terms.items() for form in (name, *term.forms)}
    single = {word for form in listed for word in form.split()} | language.everyday
    told: set[str] = set()

    def say(block: Block, words: str) -> Iterator[Problem]:
        if words.lower() not in told:
            told.add(words.lower())
            yield Problem(
                *_place(language, source, block),
                f"“{words}” is not in the word list. Explain it in {language.file('glossary.yml')}, use a plainer word, "
                f"or, if everyone knows it, add it to {language.file('everyday.txt')}.",
            )  # fmt: skip

    for block in blocks:
        if block.kind not in ("p", "li", "td", "dd") or "///" in block.text:
            continue
        text = block.text.replace("’", "'")
        for aside in _ASIDE.findall(text):
            last = aside.lower().split()[-1]
            known = listed | single
            if len(aside.split()) <= 3 and not {aside.lower(), last, last.removesuffix("s")} & known:
                yield from say(block, aside)
        for word in _WORD.findall(text):
            plain = word.lower().removesuffix("'s")
            forms = {plain, plain.removesuffix("s"), plain.removesuffix("es")}
            if not forms & single and scale.syllables(plain) >= scale.long_word:
                yield from say(block, word)


# What holds for the library ------------------------------------------------------------------------------------------


def _sources(library: Library) -> Iterator[Problem]:
    """Every source of the bibliography is cited somewhere, and word lists cite only sources that exist."""
    used: set[str] = set()
    for language in library.languages:
        for source in (
            *(one.source for one in language.handouts),
            *(one.source for one in language.pages),
            *(one.source for one in language.cards.values()),
            *(one.source for one in language.notices),  # the day of a withdrawal is not the day to tidy up after it
        ):
            used.update(CITED.findall(source.body))
        for name, term in language.terms.items():
            used.update(term.cites)
            for id in term.cites:
                if id not in library.references and not library.unknown(BOOKS):
                    source = language.word_list
                    line = source.line_at(rf"(?m)^{re.escape(name)}:")
                    yield Problem(source.path, line, f"No source is called {id}. Add it to docs/sources.yml or correct the name.")
    for id in library.references:
        if id not in used and not library.unread:
            line = library.reference_lines.get((id,), 0)
            yield Problem(BOOKS, line, f"No page cites the source {id}. Cite it, or delete it here.")


def _crisis(library: Library) -> Iterator[Problem]:
    """The crisis line is that of the clinic's country, and its languages are the site's."""
    clinic, lines = library.clinic, library.lines.get(CLINIC, {})
    if not clinic.crisis:
        return
    if clinic.crisis.emergency != clinic.emergency:
        calls = ", ".join(dict.fromkeys(one.call for one in clinic.crisis.lines.values()))
        yield Problem(
            CLINIC, lines.get(("crisis", "emergency"), 0),
            f"The crisis line {calls} belongs to a country whose emergency number is {clinic.crisis.emergency}, and yours is "
            f"{clinic.emergency}. Write your country's line and its words under `lines`, then {clinic.emergency} here.",
        )  # fmt: skip
    for code in clinic.crisis.lines.keys() - {edition.code for edition in library.site.editions}:
        yield Problem(CLINIC, lines.get(("crisis", "lines", code), 0), f"There is no language {code} here.")


def _packets(library: Library) -> Iterator[Problem]:
    """Packets name handouts that exist, and have a name in every language."""
    for id, packet in library.packets.items():
        if not ID.fullmatch(id):
            yield Problem(PACKETS, 0, f"A packet's id is its address for ever: small letters, digits, hyphens, not {id}.")
        for one in packet.handouts:
            if one not in library.moves.withdrawn and not library.unknown(MOVES) and _no_handout(library, one):
                yield Problem(PACKETS, 0, f"The packet {id} names a handout {one} that does not exist.{gone(library, one)}")
        for edition in library.site.editions:
            if edition.code not in packet.title:
                yield Problem(PACKETS, 0, f"The packet {id} has no name for the language {edition.code}. Add it under `title`.")


def _no_handout(library: Library, id: str) -> bool:
    """Whether it is certain that the first language has no handout of this id."""
    first = library.languages[0]
    return id not in first.by_id and not library.unknown(first.file(f"handouts/{id}.md"))


def gone(library: Library, id: str) -> str:
    """What became of a handout of this id, as a sentence with what to do and a space in front of it; nothing if nothing did."""
    if to := library.moves.moved.get(id):
        return f" It has moved: write {to}."
    if withdrawn := library.moves.withdrawn.get(id):
        others = ", ".join(withdrawn.instead)
        return f" It was withdrawn: take this away, or choose another handout{f', such as {others}' if others else ''}."
    return ""


def _moved(library: Library) -> Iterator[Problem]:
    """What moved leads to something of its own kind that is there, in one step."""
    moved, withdrawn = library.moves.moved, library.moves.withdrawn
    here = library.languages[0].by_id
    for old, new in moved.items():

        def say(message: str, old: str = old) -> Problem:
            return Problem(MOVES, library.moves_lines.get(("moved", old), 0), message)

        seen = [old]
        while seen[-1] in moved and seen.count(seen[-1]) == 1:
            seen.append(moved[seen[-1]])
        kinds = [_kind(library, name) for name in (old, new)]
        if seen[-1] in seen[:-1]:
            yield say(f"{' leads to '.join(seen)}: a circle. Write where {old} is now.")
        elif len(seen) > 2:
            yield say(f"{new} has moved too. Write where {old} is now: {seen[-1]}.")
        elif not all(kinds):
            wrong = new if kinds[0] else old
            yield say(f"{wrong} is no handout's id, packet, heading or address. Write it as docs/addresses.txt does.")
        elif kinds[0] != kinds[1]:
            yield say(f"{old} is {kinds[0]} and {new} is {kinds[1]}. Write where the same kind of thing is now.")
        elif old in withdrawn:
            yield say(f"{old} stands under `withdrawn` too. Delete one of the two.")
        elif kinds[0] == HANDOUT and old in here:
            yield say(f"The handout {old} is still there. Delete its file in every language, or this line.")
        elif kinds[0] == HANDOUT and new not in withdrawn and _no_handout(library, new):
            yield say(f"No handout is called {new}. Write where {old} is now, or write it under `withdrawn`.")
        elif kinds[0] == PACKET and old.removeprefix("packets/") in library.packets:
            yield say(f"The packet {old.removeprefix('packets/')} is still in docs/packets.yml. Delete it there, or delete this line.")
        elif kinds[0] == PACKET and new.removeprefix("packets/") not in library.packets and not library.unknown(PACKETS):
            yield say(f"There is no packet {new.removeprefix('packets/')} in docs/packets.yml. Write where {old} is now.")
        elif kinds[0] == HEADING:
            (id, before), (to, now) = old.split("#"), new.split("#")
            for handout in (one for _, one in library if one.id == id):
                ids = {part.id for part in handout.parts}
                if before in ids:
                    yield say(f"{handout.source.path} still has a heading #{before}. Delete this line, or change its id.")
                elif now not in ids:
                    yield say(f"{handout.source.path} has no heading #{now}. Write which heading now says what #{before} said.")
            if id != to or _no_handout(library, id):
                yield say(f"A heading can only move within its handout. Write {id}# and the heading that a reader should see.")


HANDOUT, PACKET, HEADING, PAGE, FILE = "a handout", "a packet", "a heading", "a page", "a file"


def _kind(library: Library, name: str) -> str:
    """What a name in moved.yml means: one of the words above, or nothing."""
    for kind, pattern in (
        (HANDOUT, ID.pattern),
        (PACKET, f"packets/{ID.pattern}"),
        (HEADING, f"{ID.pattern}#{ID.pattern}"),
        (PAGE, r"/?(?:[\w.-]+/)+"),
        (FILE, r"/?(?:[\w.-]+/)*[\w-][\w.-]*\.[a-z0-9]+"),
    ):
        if re.fullmatch(pattern, name) and ".." not in name:
            return kind if kind != FILE else f"{kind} that ends in .{name.rpartition('.')[2]}"
    return ""


def _withdrawn(library: Library, today: datetime.date) -> Iterator[Problem]:
    """A notice says when, why and what to read instead, in words that keep the pairs."""
    for id, one in library.moves.withdrawn.items():

        def say(key: str, message: str, id: str = id) -> Problem:
            lines = library.moves_lines
            return Problem(MOVES, lines.get(("withdrawn", id, key), lines.get(("withdrawn", id), 0)), message)

        if not ID.fullmatch(id):
            yield say("", f"{id} is no handout's id. Write the name of its file without .md.")
        if one.on > today:
            yield say("on", "`on` lies in the future.")
        for other in one.instead:
            if _no_handout(library, other):
                yield say("instead", f"No handout is called {other}.{gone(library, other)}")
        for language in library.languages:
            told = [notice for notice in language.notices if notice.id == id]
            first = language is library.languages[0]
            if not told and (first or library.answers(id)[library.languages.index(language)][0] in (library.ledger or {})):
                yield say("title", f"Say under `title` what the handout was called in {language.code}: its file is gone or cannot be read.")
            if first and language.code not in one.reason:
                yield say("reason", f"Say under `reason` why, in {language.code}: a line `{language.code}: …`.")
            for notice in told:
                for text in (notice.title, notice.reason):
                    yield from _pairs(language, text, partial(_line_of, library, "withdrawn", id))
        for code in {*one.title, *one.reason} - {edition.code for edition in library.site.editions}:
            yield say("reason", f"There is no language {code} here.")


def _line_of(library: Library, *keys: str) -> tuple[str, int]:
    """Where in moved.yml a key stands."""
    return MOVES, library.moves_lines.get(keys, 0)


def _promised(library: Library) -> Iterator[Problem]:
    """Each handout that was ever published is there, has moved or was withdrawn. Told before anything is built."""
    for language in library.languages if not library.unknown(MOVES) else ():
        root = re.escape(library.home(language))
        known = {one.id for one in language.handouts} | {one.id for one in language.notices} | library.moves.moved.keys()
        for address, line in (library.ledger or {}).items():
            found = re.fullmatch(rf"{root}handouts/({ID.pattern})/", address)
            if found and not {found[1], address, f"/{address}"} & known and not library.unknown(language.file(f"handouts/{found[1]}.md")):
                yield Problem(LEDGER, line, broken(address))


def broken(address: str) -> str:
    """What to say of a published address at which nothing stands any more."""
    return f"/{address} was published and is gone. Put it back, or say in {MOVES} where it went."


def _drawings(library: Library) -> Iterator[Problem]:
    """Drawings are safe and plain, and every label of each has its word in every language that shows it."""
    for id, svg in library.drawings.items():
        path = f"{DRAWINGS}/{id}.svg"
        if library.unknown(path):
            continue
        yield from drawing.check(svg, path)
        labels = set(drawing.LABEL.findall(svg))
        for language in library.languages:
            if id in language.pictures:
                said = language.pictures[id].labels.keys()
                for label in sorted(labels - said):
                    yield Problem(language.file("pictures.yml"), 0, f"The drawing {id} shows a label {label}: add its word.")
                for label in sorted(said - labels):
                    yield Problem(language.file("pictures.yml"), 0, f"The drawing {id} has no label {label}. Delete the word.")
    for language in library.languages:
        for id in language.pictures.keys() - library.drawings.keys():
            yield Problem(language.file("pictures.yml"), 0, f"There is no drawing docs/pictures/{id}.svg for these words.")


def _codes(library: Library) -> Iterator[Problem]:
    """Each code names a system and a handout that exist, stands once and looks like its system's; categories are whole."""
    codes = library.codes
    handouts = library.languages[0].by_id
    tongues = [edition.code for edition in library.site.editions]
    patterns: dict[str, re.Pattern[str]] = {}

    def say(*where_and_message: str | int) -> Problem:
        *where, message = where_and_message
        return Problem(CODES, library.codes_lines.get(tuple(where), 0), str(message))

    for id, system in codes.systems.items():
        try:
            patterns[id] = re.compile(system.pattern)
        except re.error as error:
            yield say("systems", id, "pattern", f"This pattern is not a regular expression ({error}).")
    for id, sentences in codes.notes.items():
        for tongue in tongues:
            if tongue not in sentences:
                yield say("notes", id, f"The note {id} has no sentence in the language {tongue}. Add a line `{tongue}: …`.")
        for tongue in sentences.keys() - set(tongues):
            yield say("notes", id, tongue, f"No language has the code {tongue}. The languages are: {', '.join(tongues)}.")
        if all(code.note != id for code in codes.codes):
            yield say("notes", id, f"No code has the note {id}. Delete it, or write `note: {id}` below a code.")

    def placed(under: str, number: int, one: Code | Category | Subtopic, seen: set[tuple[str, str]]) -> Iterator[Problem]:
        if one.system not in codes.systems:
            yield say(under, number, "system", f"No system is called {one.system}. The systems are: {', '.join(codes.systems) or 'none'}.")
        elif one.system in patterns and not patterns[one.system].fullmatch(bare(one.code)):
            yield say(under, number, "code", f"{one.code} does not look like a code of {one.system}: {patterns[one.system].pattern}")
        if (one.system, bare(one.code)) in seen:
            yield say(under, number, "code", f"{one.code} stands here twice. Keep one.")
        seen.add((one.system, bare(one.code)))

    def answered(under: str, number: int, id: str) -> Iterator[Problem]:
        if _no_handout(library, id):
            yield say(under, number, "answer", f"No handout is called {id}.{gone(library, id)}")

    seen: set[tuple[str, str]] = set()
    for number, code in enumerate(codes.codes):
        yield from placed("codes", number, code, seen)
        yield from answered("codes", number, code.answer)
        if code.note and code.note not in codes.notes:
            yield say("codes", number, "note", f"No note is called {code.note}. The notes are: {', '.join(codes.notes) or 'none'}.")
    listed = {(code.system, code.code): code for code in codes.codes}
    for number, category in enumerate(codes.categories):
        yield from placed("categories", number, category, seen)
        for place, inner in enumerate(category.codes):
            if (category.system, inner) not in listed:
                message = f"{inner} is not listed under `codes`, so {category.code} may not be answered. Delete the category."
                yield say("categories", number, "codes", place, message)
            if not bare(inner).startswith(bare(category.code)):
                yield say("categories", number, "codes", place, f"{inner} does not stand below {category.code}.")
        for code in codes.codes:
            if code.system == category.system and bare(code.code).startswith(bare(category.code)) and code.code not in category.codes:
                yield say("categories", number, "codes", f"{code.code} is listed and stands below {category.code}. Add it here.")
        starts = {(one.answer, one.note) for inner in category.codes if (one := listed.get((category.system, inner)))}
        if len(starts) > 1:
            yield say(
                "categories", number, "code", f"The codes below {category.code} do not all have one answer and note. Delete the category."
            )
    asked: set[tuple[str, str]] = set()
    for number, subtopic in enumerate(codes.subtopics):
        yield from placed("subtopics", number, subtopic, asked)
        yield from answered("subtopics", number, subtopic.answer)
        if (told := handouts.get(subtopic.answer)) and subtopic.part not in {part.id for part in told.parts}:
            yield say("subtopics", number, "part", f"The handout {told.id} has no heading with the id {subtopic.part}.")


def interface(library: Library, language: Language) -> Iterator[Problem]:
    """A language says everything that site and sheets need, names what the first one names, and explains its word list safely."""
    first, own = library.languages[0].interface, language.interface
    path = language.file("words.yml")
    for key in LABELS.keys() - own.words.keys():
        told = f"The first language says: {first.words[key]}" if key in first.words else "Site or sheets show it: write what it says."
        yield Problem(path, 0, f"`{key}` is missing under `words`. {told}")
    for key in LABELS.keys() & own.words.keys():
        for name in sorted(set(_FILL.findall(own.words[key])) - set(LABELS[key])):
            yield Problem(path, 0, f"`{key}` under `words` holds {{{name}}}, which nothing fills in.")
    for key in own.words.keys() - LABELS.keys():
        yield Problem(path, 0, f"`{key}` under `words` is used nowhere. Delete it, or add it to scripts/handouts/labels.txt.")
    for under, theirs, ours in (("categories", first.categories, own.categories), ("audiences", first.audiences, own.audiences)):
        for key in theirs.keys() - ours.keys():
            yield Problem(path, 0, f"`{key}` is missing under `{under}`. The first language says: {theirs[key]}")
        for key in ours.keys() - theirs.keys():
            yield Problem(path, 0, f"`{key}` under `{under}` is used nowhere. Delete it.")
    yield from _alarms(library, language)
    if len(own.months) not in (0, 12):
        yield Problem(path, 0, f"`months` has {len(own.months)} names; write twelve, or leave it out.")
    for name, term in language.terms.items():
        text = f"{name}: {term.definition}"
        yield from _pairs(language, text, partial(_words_place, language.word_list, text))


def _alarms(library: Library, language: Language) -> Iterator[Problem]:
    """Each care card that search shows has its alarm words, and alarm words lead to a card."""
    path, own = language.file("words.yml"), language.interface

    def say(message: str, *card: str) -> Problem:
        return Problem(path, nearest(library.lines.get(path, {}), ("alarm_words", *card)), message)

    for id in own.alarm_words:
        if id not in language.cards and not library.unknown(language.file(f"cards/{id}.md")):
            yield say(f"There is no care card called {id}. The cards are: {', '.join(language.cards) or 'none'}.", id)
        for entry in own.alarms(id):
            if entry.count('"') % 2:
                yield say(f'A quote is missing in: {entry}. Write "words that stand side by side" in two quotes.', id)
            elif not re.search(r'(?<![\w"-])[\w"]', entry):
                yield say(f"{entry} says only what must not be typed. Write what people type before it.", id)
    for id, card in language.cards.items():
        if card.words.level >= URGENT and not own.alarms(id):
            yield say(f"The care card {id} has no alarm words. Write what people type who need it: a line `{id}: …` under `alarm_words`.")


def _key_place(source: Source, *key: str | int) -> tuple[str, int]:
    """The file and the line of a key of the front matter."""
    return source.path, source.lines.get(key, 1)


def _words_place(source: Source, words: str) -> tuple[str, int]:
    """The file and the line in which words were written."""
    return source.path, source.line_of(words)


def _page_place(source: Source, block: Block) -> tuple[str, int]:
    """The file and the line in which a block of a plain page was written."""
    return _words_place(source, block.text)


def _place(language: Language, source: Source, block: Block) -> tuple[str, int]:
    """The file and the line in which a block of the article of this source was written."""
    if not block.part:
        return _key_place(source, "title" if block.kind == "h1" else "summary")
    source = _written_in(language, source, block)
    return source.path, source.line_of(block.text)


def _written_in(language: Language, page: Source, block: Block) -> Source:
    """The file that a block of a page stands in: the page's own, that of the card that it belongs to, or the word list."""
    if block.card in language.cards:
        return language.cards[block.card].source
    return language.word_list if block.kind in ("dd", "dt") and language.terms else page


def _key_line(handout: Handout, key: str) -> int:
    return handout.source.lines.get((key,), 1)


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
