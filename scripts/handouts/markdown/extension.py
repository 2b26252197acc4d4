"""The Python-Markdown extension that shapes articles, whichever generator calls it.

It adds to Markdown: citations of the bibliography with a Sources list, care cards, the word list
and the bibliography called by name, lists and tables that a screen reader understands, tick boxes,
and lines to write on. It takes away raw HTML: pages hold words only.
"""

from __future__ import annotations

import re

from markdown import Extension, Markdown
from markdown.extensions.smarty import SmartyExtension

from handouts.markdown.blocks import Blocks
from handouts.markdown.preprocessor import IncludePreprocessor, markdown_with_id
from handouts.markdown.treeprocessors import AccessibleElements, OriginalLink, WordList
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import AnyPage, Handout, Notice

_ANCHORS = re.compile(r"^(?:#{2,6}[ \t].*|///[ \t]*(?:card[ \t]*\|.*|glossary[ \t]*))$", re.M)


def markdown_source(page: AnyPage) -> str:
    """Return the Markdown of any page as generators get it.

    Of a withdrawn handout that is only the headings and blocks that other pages may link to.
    """
    if isinstance(page, Notice):
        return "\n\n".join(
            f"{line}\n///" if line.startswith("/") else line
            for line in _ANCHORS.findall(page.source.body)
        )
    return markdown_with_id(page) if isinstance(page, Handout) else page.source.body


def render(library: Library, language: Language, text: str) -> str:
    """Return the HTML that a generator will make of this Markdown."""
    return str(Markdown(extensions=[HandoutMarkup(library, language)]).convert(text))


class HandoutMarkup(Extension):
    """The extension itself. One instance serves one language of one library."""

    def __init__(self, library: Library, language: Language) -> None:
        super().__init__()
        self.library = library
        self.language = language
        self.former_ids: dict[str, list[str]] = {}  # of the headings of the current page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        md.registerExtensions(
            [
                *("attr_list", "def_list", "footnotes", "sane_lists", "tables", "toc"),
                *(Blocks(self), self._smarty()),
            ],
            {
                "footnotes": {
                    "SUPERSCRIPT_TEXT": "[{}]",
                    "BACKLINK_TITLE": self.language.labels["source_back"] + " {}",
                },
                "toc": {"permalink": False, "marker": ""},
            },
        )
        md.registerExtension(self)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # Before blocks and footnotes read the text.
        md.preprocessors.register(IncludePreprocessor(md, self), "write-out", 60)
        # After inline (20), footnotes (50), smarty (6), toc (5).
        md.treeprocessors.register(AccessibleElements(md, self), "speak", 4)
        # After smarty (6), before the generator notes all ids (5).
        md.treeprocessors.register(WordList(md, self), "terms", 5.5)
        # After the generator's own look at links (0).
        md.treeprocessors.register(OriginalLink(md, self), "original", -10)

    def _smarty(self) -> SmartyExtension:
        double, end_double, single, end_single = self.language.interface.quotes
        return SmartyExtension(
            smart_dashes=False,
            substitutions={
                "left-double-quote": double,
                "right-double-quote": end_double,
                "left-single-quote": single,
                "right-single-quote": end_single,
                "ellipsis": "…",
            },
        )

    def reset(self) -> None:
        """Forget the last page."""
        self.former_ids = {}
