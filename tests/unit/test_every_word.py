"""Every word that is written is on the page and in the plain text, or a Problem says why not. Never
a trace.

`tests/build/test_odd_sheets.py` asks the same of the sheet. Pages are made of the signs of Markdown
and of YAML, with words of their own between them. EXAMPLES sets how many.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.loading import characters, page_file
from handouts.model.front_matter import Words
from handouts.outputs import plain_text
from handouts.pages import article
from handouts.problems import Refused
from support.odd_text import BODIES, FIND, PIECES, Playground, options
from support.project import write_project

STYLES = st.sampled_from(
    ['"{}"', "'{}'", "{}", ">\n  {}", "|\n  {}", ">-\n  {}", "{} # {}", "[{}]"]
)


@pytest.fixture(scope="module")
def playground() -> Iterator[Playground]:
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder) / "project")
        yield Playground(project.library(), project.root / "docs/en")


@options(300)
@given(BODIES)
@example("zwajf\n- qxegm")
@example("1. zwajf\n\n   qxegm\n2. vkoñb")
@example("- > zwajf\n- qxegm")
@example("- - ## zwajf")
@example('[zwajf](https://a.example/"(qxegm)_(vkoñb))')
@example('[zwajf](words-to-know.md "qxegm")')
@example("[zwajf]: qxegm")
@example("*[zwajf]: qxegm")
@example("zwajf\nqxegm\n:   vkoñb\n:   vkebé")
@example("zwajf\n| --- | --- |\n:   ")
@example("zwajf&#31;qxegm")
def test_every_word_of_a_body_is_on_the_page_and_in_plain_text_or_told(playground, body):
    if rendered := playground.render(body):
        source, html = rendered
        page = article.fragment(html)
        plain = "\n".join(plain_text._paragraphs(playground.library.languages[0], page.root))
        written = sorted(FIND.findall(source))
        assert sorted(FIND.findall(page.text())) == written, (body, html)
        lost = Counter(written) - Counter(FIND.findall(plain))
        assert not lost, (body, plain)  # a term stands there before each definition
        assert "\x02" not in html and "\x03" not in html


@options(300)
@given(
    st.lists(PIECES, min_size=1, max_size=8).map("".join),
    STYLES,
    st.lists(PIECES, max_size=4).map("".join),
)
@example("zwajf", "{} # {}", "qxegm")
@example("zwajf\\nqxegm", '"{}"', "")
@example("zwajf\n\n", "{} # {}", "qxegm")
def test_every_word_of_a_text_of_yaml_is_read_or_told(playground, text, style, remark):
    path = playground.folder / "odd.md"
    value = style.replace("{}", text, 1).replace("{}", remark)
    path.write_text(f"---\nsummary: Odd.\ntitle: {value}\n---\n\nOdd.\n", encoding="utf-8")
    try:
        words, _ = page_file.read_words(Words, path, "docs/en/odd.md")
    except Refused:
        return
    raw = characters.normalize(path.read_text(encoding="utf-8"))
    written = FIND.findall(raw.partition("\n---\n")[0])
    assert FIND.findall(words.title) == written, value
    assert words.title == " ".join(words.title.split(" ")) and "\n" not in words.title
