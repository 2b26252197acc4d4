"""The pack for a clinician: each sentence of a handout, in all languages, beside what it rests
on."""

from __future__ import annotations

import re

import pytest

from handouts.checks.readability import sentences
from handouts.cli import main
from handouts.cli import project as cli_project
from handouts.outputs.pdf.review_pack import review_pack
from support.pdf import article_of, opened, text_of
from support.programs import needs
from support.project import HANDOUT_FILE, Project

FACTS = """\
G1:
  says: Clay takes up water, which dries skin.
  stands:
  - page: dry-hands
    words: [Clay takes up water]
    cites: [soil-2020]
"""


def letters_of(text: str) -> str:
    """Return the letters of a text, as lines of columns may break anywhere."""
    return re.sub(r"\W+", "", text)


def words_in(data: bytes) -> list[str]:
    """Return the words of a PDF."""
    return re.findall(r"\w+", text_of(data))


@needs("pdftotext")
def test_each_sentence_of_each_language_stands_in_it_with_its_fact_and_how_much_was_read(
    bilingual_project: Project,
) -> None:
    bilingual_project.write("docs/facts.yml", FACTS)
    library = bilingual_project.library()
    data, pages = review_pack(library, "dry-hands")
    assert len(opened(data).pages) == pages
    words = words_in(data)
    for _, handout in library:
        if handout.id != "dry-hands":
            continue
        for block in article_of(library, handout).blocks():
            for sentence in sentences(block.text):
                assert set(re.findall(r"\w+", sentence)) <= set(words), sentence
        assert handout.version.split(" · ")[1] in words
    text = letters_of(text_of(data))
    assert letters_of("G1 Clay takes up water, which dries skin.") in text
    assert letters_of("Read: In full. Trust: high.") in text
    assert letters_of("Read: First page. Trust: low.") in text


@needs("pdftotext")
def test_a_translation_that_is_behind_says_so_and_its_other_blocks_stay(
    bilingual_project: Project,
) -> None:
    bilingual_project.edit(
        HANDOUT_FILE,
        "dries out. [^soil-2020]",
        "dries out. [^soil-2020]\n\nSand does not. [^soil-2020]",
    )
    text = text_of(review_pack(bilingual_project.library(), "dry-hands")[0])
    assert "This translation is behind in: why" in " ".join(text.split())
    assert "Sand does not." in text


def test_the_command_writes_packs_and_names_the_handout_that_was_meant(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_project, "ROOT", project.root)
    assert main.main(["review", "dry-hands", "words-to-know", "--paper", "a4"]) == 0
    for id in ("dry-hands", "words-to-know"):
        pdf = opened((project.root / f"review-{id}.pdf").read_bytes())
        assert [round(side) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    for path in project.root.glob("review-*.pdf"):
        path.unlink()
    assert main.main(["review"]) == 0, "of all handouts"
    assert len(list(project.root.glob("review-*.pdf"))) == 2
    assert main.main(["review", "dri-hands", "wellies"]) == 1
    messages = capsys.readouterr().err
    assert "dri-hands: No handout is called that. Did you mean dry-hands?" in messages
    assert (
        "wellies: No handout is called that. The handouts are: dry-hands, words-to-know."
        in messages
    )
