"""Texts made of the signs of Markdown and YAML, with words of their own between them, which can be found again."""

from __future__ import annotations

import re

from hypothesis import strategies as st

# Words of ours: none is part of another, of a sign below, or of what the library writes itself.
WORDS = [
    f"{start}{vowel}{end}"
    for start in ("zw", "qx", "vk")
    for vowel in "aeou"
    for end in ("jf", "gm", "ñb", "bé")
]
SIGNS = [
    *"[]()<>{}|*_`#~^:;!?&%@$\\\"'/=+-.,", " ", " ", " ", " ", " ", "\n", "\n", "\n\n", "\n\n", "  \n", "\t", "    ", "   ", "  ",
    "**", "__", "](", "][", "[^", "[^soil-2020]", "[^x]: ", "]: ", "- ", "- ", "* ", "+ ", "1. ", "2. ", "9. ", "2024. ", "1) ", "a. ", "- [ ] ", "[x] ", "> ", "> [!NOTE]",
    "## ", "### a { #a }\n", " { #b }", "{: .c }", "| ", " | ", "\n| --- | --- |\n", "\n---\n", "\n===\n", "```", "~~", "==", "[[", "]]", "<!--", "-->", "<b>", "</b>", "<br>",
    "&#0;", "&#31;", "&#8203;", "&nbsp;", "&amp;", "&lt;", "&#769;", "&zwj;", "(words-to-know.md)", "(https://a.example/b_(c))", "\"(y)", "'(z", "<https://a.example>", "![",
    "/// write | 2\n///\n", "/// card | emergency\n///\n", "/// glossary\n///\n", "///\n", ":   ", "*[", "\\\n", "\\(", "\\[", "\\*", "\\<", "{emergency}", "---", "...", "--",
    "\u0301", "\u200d", "\ufb01", "\xa0", "\u2003", "\x02", "\x03", "[TOC]", ":+1:", "$", "{{", "}}", "{%",
]  # fmt: skip
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS))
BODIES = st.lists(PIECES, min_size=1, max_size=24).map("".join)
FIND = re.compile("|".join(WORDS))
