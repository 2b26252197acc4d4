"""Texts made of the signs of Markdown and YAML, with words of their own between them, which can be
found again."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from handouts.checks import markdown_syntax, page_links
from handouts.checks.context import CheckContext, CheckedPage
from handouts.loading import page_file
from handouts.loading.headings import read_parts
from handouts.markdown import extension
from handouts.model.front_matter import Words
from handouts.model.library import Library
from handouts.model.pages import Page, Source
from handouts.pages import article
from handouts.problems import Refused
from support.project import TODAY

# Words of ours: none is part of another, of a sign below, or of what the library writes itself.
WORDS = [
    f"{start}{vowel}{end}"
    for start in ("zw", "qx", "vk")
    for vowel in "aeou"
    for end in ("jf", "gm", "ñb", "bé")
]
SIGNS = [
    *"[]()<>{}|*_`#~^:;!?&%@$\\\"'/=+-.,", " ", " ", " ", " ", " ", "\n", "\n", "\n\n", "\n\n",
    "  \n", "\t", "    ", "   ", "  ",
    "**", "__", "](", "][", "[^", "[^soil-2020]", "[^x]: ", "]: ", "- ", "- ", "* ", "+ ", "1. ",
    "2. ", "9. ", "2024. ", "1) ", "a. ", "- [ ] ", "[x] ", "> ", "> [!NOTE]",
    "## ", "### a { #a }\n", " { #b }", "{: .c }", "| ", " | ", "\n| --- | --- |\n", "\n---\n",
    "\n===\n", "```", "~~", "==", "[[", "]]", "<!--", "-->", "<b>", "</b>", "<br>",
    "&#0;", "&#31;", "&#8203;", "&nbsp;", "&amp;", "&lt;", "&#769;", "&zwj;", "(words-to-know.md)",
    "(https://a.example/b_(c))", "\"(y)", "'(z", "<https://a.example>", "![",
    "/// write | 2\n///\n", "/// card | emergency\n///\n", "/// glossary\n///\n", "///\n", ":   ",
    "*[", "\\\n", "\\(", "\\[", "\\*", "\\<", "{emergency}", "---", "...", "--",
    "\u0301", "\u200d", "\ufb01", "\xa0", "\u2003", "\x02", "\x03", "[TOC]", ":+1:", "$", "{{",
     "}}", "{%",
]  # fmt: skip
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS))
BODIES = st.lists(PIECES, min_size=1, max_size=24).map("".join)
FIND = re.compile("|".join(WORDS))


def options(count: int) -> settings:
    """Say how many examples are tried: the same every time, and more with EXAMPLES."""
    return settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=int(os.environ.get("EXAMPLES", count)),
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True, repr=False)  # else a failure prints all of it
class Playground:
    """A small library, and its folder of pages of the first language."""

    library: Library
    folder: Path

    def render(self, body: str) -> tuple[str, str] | None:
        """Return the body as it is read, and its HTML; None where there is a Problem with it."""
        path, name = self.folder / "odd.md", "docs/en/odd.md"
        path.write_text(f"---\ntitle: Odd\nsummary: Odd.\n---\n{body}", encoding="utf-8")
        try:
            draft, problems = page_file.draft(Words, path, name)
        except Refused:
            return None
        source = draft.source.body
        html = extension.render(self.library, self.library.languages[0], source)
        if problems or self._problems(name, source, html):
            return None
        return source, html

    def _problems(self, name: str, body: str, html: str) -> list[object]:
        """Return what reading and the rules for Markdown say of a body."""
        language = self.library.languages[0]
        source = Source(name, body, 5, {})
        page = Page("odd", "en", language.pages[0].words, source)
        context = CheckContext(
            self.library, replace(language, pages=(page,)), TODAY, lambda *_: article.fragment(html)
        )
        checked = CheckedPage("odd.md", source, article.fragment(html), page.words, False)
        return [
            *read_parts(f"## A {{ #first }}\n\n{body}", 5, name)[1],
            *markdown_syntax._source_problems(context, source),
            *markdown_syntax.check_rendered_signs(context, checked),
            *markdown_syntax.check_indented_lines(context, checked),
            *page_links._link_problems(context, "odd.md", source),
        ]
