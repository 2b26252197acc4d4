"""The one Python-Markdown extension: everything that shapes an article, so that every generator makes the same words.

It adds to Markdown: citations of the bibliography with a Sources list, care cards, the word list and the bibliography
called by name, lists and tables that a screen reader understands, tick boxes, and lines to write on. It takes away
raw HTML: pages hold words only.
"""

from __future__ import annotations

import re

from markdown import Extension, Markdown
from markdown.extensions.smarty import SmartyExtension

from handouts.markdown.blocks import Blocks
from handouts.markdown.preprocessor import IncludePreprocessor, marked
from handouts.markdown.treeprocessors import AccessibleElements, OriginalLink, WordList
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Notice, Page

_PLACES = re.compile(r"^(?:#{2,6}[ \t].*|///[ \t]*(?:card[ \t]*\|.*|glossary[ \t]*))$", re.M)


def source(one: Handout | Page | Notice) -> str:
    """The Markdown of any page as generators get it. Of a withdrawn handout only places that other pages may link to."""
    if isinstance(one, Notice):
        return "\n\n".join(
            f"{line}\n///" if line.startswith("/") else line
            for line in _PLACES.findall(one.source.body)
        )
    return marked(one) if isinstance(one, Handout) else one.source.body


def rendered(library: Library, language: Language, text: str) -> str:
    """The HTML that a generator will make of this Markdown."""
    return str(Markdown(extensions=[HandoutMarkup(library, language)]).convert(text))


class HandoutMarkup(Extension):
    """What an article is made with. One instance serves one language of one library."""

    def __init__(self, library: Library, language: Language) -> None:
        super().__init__()
        self.library = library
        self.language = language
        self.older_ids: dict[str, list[str]] = {}  # of the headings of the page at hand

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        say = self.language.say
        md.registerExtensions(
            ["attr_list", "def_list", "footnotes", "tables", "toc", Blocks(self), self._smarty()],
            {
                "footnotes": {
                    "SUPERSCRIPT_TEXT": "[{}]",
                    "BACKLINK_TITLE": say["source_back"] + " {}",
                },
                "toc": {"permalink": False, "marker": ""},
            },
        )
        md.registerExtension(self)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(
            IncludePreprocessor(md, self), "write-out", 60
        )  # before blocks and footnotes read the text
        md.treeprocessors.register(
            AccessibleElements(md, self), "speak", 4
        )  # after inline (20), footnotes (50), smarty (6), toc (5)
        md.treeprocessors.register(
            WordList(md, self), "terms", 5.5
        )  # after smarty (6), before the generator notes all ids (5)
        md.treeprocessors.register(
            OriginalLink(md, self), "original", -10
        )  # after the generator's own look at links (0)

    def _smarty(self) -> SmartyExtension:
        double, end_double, single, end_single = self.language.interface.quotes
        return SmartyExtension(
            smart_dashes=False,
            substitutions={
                "left-double-quote": double, "right-double-quote": end_double,
                "left-single-quote": single, "right-single-quote": end_single,
                "ellipsis": "…",
            },
        )  # fmt: skip

    def reset(self) -> None:
        """Forget the last page."""
        self.older_ids = {}
