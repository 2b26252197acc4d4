"""What the rules of a language get: its pages as they are rendered, and the anchors of links."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from handouts.markdown import extension
from handouts.model.base import Record
from handouts.model.data_files import MOVES, library_file
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Draft, Handout, Page, Part, Source
from handouts.pages.article import Article, Block, fragment

# By page, as `Language.page_file` names it: the ids that links can lead to; None where not all
# are certain.
Anchors = Mapping[str, frozenset[str] | None]
Renderer = Callable[[Language, Handout | Page], Article]


@dataclass(frozen=True, eq=False)
class CheckedPage:
    """A page as rules read it: a handout, a plain page, or as much of a draft as is certain."""

    file: str  # relative to the folder of its language
    source: Source
    article: Article
    words: Record | None  # front matter; None where it is wrong
    is_handout: bool
    is_draft: bool = False
    parts: tuple[Part, ...] | None = None  # of a handout; None where its headings are wrong
    kind: str = ""  # of a handout; empty where its parts are not complete

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the article; of a handout's draft only those below a heading."""
        blocks = self.article.blocks()
        if self.is_draft and self.is_handout:
            return tuple(block for block in blocks if block.part)
        return blocks


@dataclass(frozen=True, eq=False)
class CheckContext:
    """What each rule of a language gets. Pages are rendered when the first rule reads them.

    `today` is the day that dates are compared with. `render` returns a handout's article; plain
    pages are always rendered here, without the lists of titles that templates add to them.
    """

    library: Library
    language: Language
    today: datetime.date
    render: Renderer

    @cached_property
    def articles(self) -> dict[Handout | Page | Draft, Article]:
        """The article of each handout, plain page and draft; cards are read where pages show them.

        Rendering needs every label of the language.
        """
        library, language = self.library, self.language
        articles: dict[Handout | Page | Draft, Article] = {
            page: self.render(language, page)
            if isinstance(page, Handout)
            else render(library, language, page)
            for page in language.all_pages
        }
        cards = language.file("cards/")
        for draft in language.drafts:
            if not library_file(draft.source.path).startswith(cards):
                articles[draft] = _article(library, language, draft.source.body)
        return articles

    @cached_property
    def pages(self) -> tuple[CheckedPage, ...]:
        """Every page that has an article, as page rules read it."""
        return tuple(self._checked(page, article) for page, article in self.articles.items())

    @cached_property
    def anchors(self) -> Anchors:
        """The ids that links can lead to, by the file of each page."""
        return {
            self.language.page_file(page): self._anchors(page, article)
            for page, article in self.articles.items()
        }

    @cached_property
    def crisis_line(self) -> str:
        """How to reach the crisis line in plain words; "" where there is none."""
        return self.library.phones(self.language, linked=False)["crisis"]

    def is_complete(self, page: Handout | Page) -> bool:
        """Whether every file whose words this page shows could be read."""
        return not self.library.unknown(*self.language.source_files(page.source))

    def _anchors(self, page: Handout | Page | Draft, article: Article) -> frozenset[str] | None:
        """The ids of a page, of a draft also the former ones; None unless all are certain."""
        if not isinstance(page, Draft):
            return article.ids() if self.is_complete(page) else None
        includes = self.language.source_files(page.source) - {page.source.path}
        if page.parts is None or self.library.unknown(MOVES, *includes):
            return None
        id = PurePosixPath(page.source.path).stem
        moved = self.library.moves.moved
        former = {name.partition("#")[2] for name in moved if name.startswith(f"{id}#")}
        return article.ids() | former | {"title"}

    def _checked(self, page: Handout | Page | Draft, article: Article) -> CheckedPage:
        file, source, words = self.language.page_file(page), page.source, page.words
        match page:
            case Handout(parts=parts, facts=facts):
                return CheckedPage(file, source, article, words, True, parts=parts, kind=facts.kind)
            case Draft(parts=parts, kind=kind):
                is_handout = file.startswith("handouts/")
                return CheckedPage(
                    file, source, article, words, is_handout, True, parts=parts, kind=kind
                )
        return CheckedPage(file, source, article, words, False)


def definition_sources(context: CheckContext) -> list[Source]:
    """Return the definition of each term of the word list as a text of its own."""
    language = context.language
    places = {
        name: context.library.place(language.file("glossary.yml"), name, "definition")
        for name in language.terms
    }
    return [
        Source(file, language.terms[name].definition, line, {})
        for name, (file, line) in places.items()
    ]


def render(library: Library, language: Language, page: Handout | Page) -> Article:
    """Return the article of a page, rendered as a generator would."""
    return _article(library, language, extension.markdown_source(page))


def _article(library: Library, language: Language, text: str) -> Article:
    return fragment(extension.render(library, language, text))
