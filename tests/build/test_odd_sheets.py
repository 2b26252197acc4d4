"""Every word that is written is on the sheet, once, in whatever signs of Markdown it stands, or it
is told.

The other half of `tests/unit/test_every_word.py`. EXAMPLES sets how many bodies are tried.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hypothesis import example, given
from lxml import etree

from handouts.model.library import Library
from handouts.outputs.pdf import jobs, sheets, typesetter
from handouts.pages import article
from support.odd_text import BODIES, FIND, Playground, options
from support.pdf import text_of
from support.programs import needs
from support.project import Project

BODIES_A_SHEET = 100  # one sheet each would take minutes
START = '<h1 id="title">Odd</h1><p class="summary">Odd.</p><h2 id="first">Odd</h2>'


def with_own_ids(html: str, number: int) -> str:
    """Return a body whose ids differ from those of the others on the sheet."""
    root = article.fragment(html).root
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", f"{number}-{element.get('id')}")
        if element.get("href", "").startswith("#"):
            element.set("href", f"#{number}-{element.get('href')[1:]}")
    return "".join(etree.tostring(child, encoding="unicode") for child in root)


def incomplete(library: Library, bodies: list[str]) -> list[str]:
    """Return the bodies of which a word is not on the sheet, or twice, though nothing is told.

    Several are set on one sheet; where something is amiss, it is looked for in each half.
    """
    html = START + "".join(with_own_ids(body, number) for number, body in enumerate(bodies))
    page = article.fragment(html)
    job = next(jobs.jobs(library, library.languages[0], {"dry-hands": page}))
    try:
        pdf, _ = typesetter.typeset(sheets._document(library, job))
        printed = Counter(FIND.findall(re.sub(r"\s", "", text_of(pdf))))
        if Counter(FIND.findall(page.text())) == printed:
            return []
    except typesetter.TypesettingError:
        if len(bodies) == 1:
            return []
    if len(bodies) == 1:
        return bodies
    middle = len(bodies) // 2
    return incomplete(library, bodies[:middle]) + incomplete(library, bodies[middle:])


@needs("pdftotext")
def test_every_word_of_a_body_is_on_the_sheet_or_told(project: Project) -> None:
    library = project.library()
    playground = Playground(library, Path(project.root, "docs/en"))
    # Lines to write on, and more words above them than a page holds.
    bodies: list[str] = ["<p>zwajf</p>" * 200 + '<div class="write" data-lines="2"></div>']

    @options(300)
    @given(BODIES)
    @example("1. zwajf\n\n    - qxegm\n\n    vkoñb\n\n2. vkebé")
    @example("> zwajf\n>\n> | qxegm | vkoñb |\n> | --- | --- |\n> | vkebé | zwojf |")
    @example("zwajf\nqxegm\n:   vkoñb\n")
    @example("zwajf\n:   qxegm\n\n:   - vkoñb\n    - vkebé")
    def collect(body: str) -> None:
        if rendered := playground.render(body):
            bodies.append(rendered[1])

    collect()
    assert len(bodies) > 50
    starts = range(0, len(bodies), BODIES_A_SHEET)
    parts = [bodies[start : start + BODIES_A_SHEET] for start in starts]
    assert [body for part in parts for body in incomplete(library, part)] == []
