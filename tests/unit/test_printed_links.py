"""On paper and in plain text a link shows where it leads."""

from __future__ import annotations

import pytest
from lxml import etree

from handouts.markdown import extension
from handouts.outputs import plain_text
from handouts.outputs.pdf.template_data import _printable
from handouts.pages import article
from support.project import HANDOUT_FILE

SENTENCE = "Clay takes up water, so your skin dries out. [^soil-2020]"


@pytest.mark.parametrize(
    ("link", "sheet", "text"),
    [
        ("[soil](https://soil.example/sand/)", "soil (soil.example/sand)", "soil (https://soil.example/sand/)"),
        ("[soil.example](https://soil.example/sand)", "soil.example", "https://soil.example/sand"),
        ("<https://soil.example/sand>", "https://soil.example/sand", "https://soil.example/sand"),
        ("[star](https://x.example/starfish)", "star (x.example/starfish)", "star (https://x.example/starfish)"),
        ("[the clinic](tel:+1-555-0100)", "the clinic (+1-555-0100)", "the clinic (+1-555-0100)"),
        ("[555-0100](tel:+1-555-0100)", "555-0100", "555-0100"),
        ("[Call 1 555 0100 now](tel:5550100)", "Call 1 555 0100 now", "Call 1 555 0100 now"),
        ("[text us](sms:988?body=Hi)", "text us (988)", "text us (988)"),
        ("[the nurse](mailto:ann@clinic.example?subject=Hi)", "the nurse (ann@clinic.example)",
         "the nurse (ann@clinic.example)"),
        ("[ann@clinic.example](mailto:ann@clinic.example)", "ann@clinic.example",
         "ann@clinic.example"),
        ("[Garden words](words-to-know.md)", "Garden words", "Garden words"),
    ],
)  # fmt: skip
def test_a_link_shows_where_it_leads(project, link, sheet, text):
    library = project.library()
    page = article.fragment(extension.render(library, library.languages[0], f"See {link}, please."))
    printed = "".join(etree.fromstring(_printable(page, "")).itertext())
    assert printed.replace("\u200b", "") == f"See {sheet}, please."
    assert list(plain_text._paragraphs(library.languages[0], page.root)) == [f"See {text}, please."]


@pytest.mark.parametrize(
    "words", ["here", "Click here", "**here**", "aquí", "this link", "más…", "Read more"]
)
def test_words_of_a_link_that_say_nothing_are_told(project, words):
    project.edit(HANDOUT_FILE, SENTENCE, f"Look [{words}](words-to-know.md#words). {SENTENCE}")
    assert [(problem.line, problem.message) for problem in project.problems()] == [
        (20, f"Say where this link leads instead of “{words}”: paper shows only the words.")
    ]
