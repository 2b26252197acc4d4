"""Every word that is written is on the page and in the plain text, or a Problem says why not. Never a trace.

Pages are made of the signs of Markdown and of YAML, with words of their own between them. EXAMPLES sets how many."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handouts.checks import markdown_syntax, page_links
from handouts.checks.context import CheckContext, CheckedPage
from handouts.loading import characters, page_file
from handouts.loading.headings import read_parts
from handouts.markdown import extension
from handouts.model.front_matter import Words
from handouts.model.library import Library
from handouts.model.pages import Page, Source
from handouts.outputs import plain_text
from handouts.pages import article
from handouts.problems import Refused
from support.odd_text import BODIES, FIND, PIECES
from support.project import TODAY, write_project

STYLES = st.sampled_from(
    ['"{}"', "'{}'", "{}", ">\n  {}", "|\n  {}", ">-\n  {}", "{} # {}", "[{}]"]
)


@dataclass(frozen=True, repr=False)
class Playground:
    library: Library
    folder: Path


@pytest.fixture(scope="module")
def playground() -> Iterator[Playground]:
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder) / "project")
        yield Playground(project.library(), project.root / "docs/en")


def problems_of(library: Library, name: str, body: str, html: str) -> list[object]:
    """Return what reading and the rules for Markdown say of a body."""
    language = library.languages[0]
    source = Source(name, body, 5, {})
    page = Page("odd", "en", language.pages[0].words, source)
    context = CheckContext(
        library, replace(language, pages=(page,)), TODAY, lambda *_: article.fragment(html)
    )
    checked = CheckedPage("odd.md", source, article.fragment(html), page.words, False)
    return [
        *read_parts(f"## A {{ #first }}\n\n{body}", 5, name)[1],
        *markdown_syntax._source_problems(context, source),
        *markdown_syntax.check_rendered_signs(context, checked),
        *markdown_syntax.check_indented_lines(context, checked),
        *page_links._link_problems(context, "odd.md", source),
    ]


def options(count: int) -> settings:
    return settings(
        derandomize=True, deadline=None, database=None, max_examples=int(os.environ.get("EXAMPLES", count)),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@options(300)
@given(BODIES)
@example("zwajf\n- qxegm")
@example("1. zwajf\n\n   qxegm\n2. vkoñb")
@example("- > zwajf\n- qxegm")
@example('[zwajf](https://a.example/"(qxegm)_(vkoñb))')
@example('[zwajf](words-to-know.md "qxegm")')
@example("[zwajf]: qxegm")
@example("*[zwajf]: qxegm")
@example("zwajf\nqxegm\n:   vkoñb\n:   vkebé")
@example("zwajf\n| --- | --- |\n:   ")
@example("zwajf&#31;qxegm")
def test_every_word_of_a_body_is_on_the_page_and_in_plain_text_or_told(playground, body):
    path = playground.folder / "odd.md"
    path.write_text(f"---\ntitle: Odd\nsummary: Odd.\n---\n{body}", encoding="utf-8")
    library, name = playground.library, "docs/en/odd.md"
    try:
        draft, problems = page_file.draft(Words, path, name)
    except Refused:
        return
    html = extension.render(library, library.languages[0], draft.source.body)
    page = article.fragment(html)
    plain = "\n".join(plain_text._paragraphs(library.languages[0], page.root))
    problems = [*problems, *problems_of(library, name, draft.source.body, html)]
    if not problems:
        written = sorted(FIND.findall(draft.source.body))
        assert sorted(FIND.findall(page.text())) == written, (body, html)
        lost = Counter(written) - Counter(
            FIND.findall(plain)
        )  # a term stands before each definition
        assert not lost, (body, plain)
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
def test_every_word_of_a_text_of_yaml_is_read_or_told(playground, text, style, more):
    path = playground.folder / "odd.md"
    value = style.replace("{}", text, 1).replace("{}", more)
    path.write_text(f"---\nsummary: Odd.\ntitle: {value}\n---\n\nOdd.\n", encoding="utf-8")
    try:
        words, _ = page_file.read_words(Words, path, "docs/en/odd.md")
    except Refused:
        return
    raw = characters.normalize(path.read_text(encoding="utf-8"))
    written = FIND.findall(raw.partition("\n---\n")[0])
    assert FIND.findall(words.title) == written, value
    assert words.title == " ".join(words.title.split(" ")) and "\n" not in words.title
