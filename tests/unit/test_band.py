"""The help band: complete, in order, short, and called whole."""

from __future__ import annotations

import pytest

from handouts.checks.lengths import BAND_WORDS
from handouts.markdown import extension
from support.project import HANDOUT_FILE as PAGE
from support.project import Project

CALL = "/// card | emergency\n///"
BAND = "/// band\n///"
CARD = "docs/en/cards/band-{}.md"
ITEMS = {"now": (3, "Call {emergency} for:"), "soon": (2, "Call today for:"), "later": (1, "Ask:")}


@pytest.fixture
def banded(project: Project) -> Project:
    """The small library with a band on its handout."""
    for name, (level, title) in ITEMS.items():
        project.write(
            CARD.format(name),
            f'---\ntitle: "{title}"\nlevel: {level}\nband: true\n---\n\n'
            f"- a {name} hand [^soil-2020]\n",
        )
    project.edit(PAGE, CALL, BAND)
    project.date()
    return project


def messages_of(project: Project) -> list[str]:
    project.date()
    return list(map(str, project.problems()))


def test_a_band_is_right(banded):
    assert messages_of(banded) == []


def test_the_cards_of_a_band_stand_in_a_box_the_most_urgent_first(banded):
    library = banded.library()
    language = library.languages[0]
    markup = extension.render(library, language, extension.markdown_source(language.handouts[0]))
    box = markup[markup.index('<div class="band">') :]
    ids = ["band-now", "band-soon", "band-later"]
    assert [id for id in ids if f'aria-labelledby="{id}"' in box] == ids
    assert box.index(ids[0]) < box.index(ids[1]) < box.index(ids[2])
    assert '<a href="tel:112">112</a>' in box


def test_other_readers_get_headings_of_their_own_and_the_same_signs(banded):
    for name, (level, title) in ITEMS.items():
        banded.edit(
            CARD.format(name),
            f'title: "{title}"\n',
            f'title: "{title}"\ntitles:\n  coach: "Coach, {level}:"\n',
        )
    assert messages_of(banded) == [], "what nobody calls stops nothing"
    banded.edit(PAGE, BAND, "/// band | coach\n///")
    assert messages_of(banded) == []
    library = banded.library()
    markup = extension.render(
        library, library.languages[0], extension.markdown_source(library.languages[0].handouts[0])
    )
    box = markup[markup.index('<div class="band" data-readers="coach">') :]
    assert [f"Coach, {level}:" in box for level in (3, 2, 1)] == [True] * 3
    assert "Call today for" not in box
    assert "a soon hand" in box


def test_readers_without_headings_are_told(banded):
    banded.edit(CARD.format("now"), "level: 3\n", 'level: 3\ntitles: {coach: "Coach:"}\n')
    banded.edit(PAGE, BAND, "/// band | coach\n///")
    (problem,) = messages_of(banded)
    assert problem == (
        f"{PAGE}:39: The help band has no headings for coach. Write them in its three cards, under "
        "titles: {coach: …}"
    )


@pytest.mark.parametrize("name, levels", [("now", "2, 1"), ("soon", "3, 1"), ("later", "3, 2")])
def test_an_item_that_is_gone_is_told(banded, name, levels):
    (banded.root / CARD.format(name)).unlink()
    (problem,) = messages_of(banded)
    assert f"The help band has items of these levels: {levels}." in problem


def test_two_items_of_one_level_are_told(banded):
    banded.edit(CARD.format("soon"), "level: 2", "level: 3")
    (problem,) = messages_of(banded)
    assert "The help band has items of these levels: 3, 3, 1." in problem


def test_a_band_without_cards_is_told(project):
    project.edit(PAGE, CALL, BAND)
    (problem,) = messages_of(project)
    assert problem.startswith(f"{PAGE}:39: The help band has items of these levels: none.")


def test_too_many_words_are_told_and_not_those_of_a_long_sentence(banded):
    title_words = sum(len(title.split()) for _, title in ITEMS.values())
    item_words = sum(len(f"a {name} hand".split()) for name in ("now", "later"))
    words = BAND_WORDS - title_words - item_words
    banded.edit(CARD.format("soon"), "a soon hand", " ".join(["dry"] * words))
    assert messages_of(banded) == []
    banded.edit(CARD.format("soon"), "dry dry", "dry dry dry")
    (problem,) = messages_of(banded)
    assert "The help band has 111 words in its three cards; the limit is 110." in problem


def test_a_number_and_its_unit_are_one_word(banded):
    banded.edit(CARD.format("soon"), "a soon hand", "38\u00a0°C " + " ".join(["dry"] * 96))
    assert messages_of(banded) == []


def test_a_card_of_the_band_is_not_called_alone(banded):
    banded.edit(PAGE, BAND, "/// card | band-now\n///")
    (problem,) = messages_of(banded)
    assert problem == f"{PAGE}:39: band-now is part of the help band. Call all of it: /// band"


def test_the_band_does_not_stand_beside_a_card_that_says_the_same(banded):
    banded.edit(PAGE, BAND, f"{CALL}\n\n{BAND}")
    (problem,) = messages_of(banded)
    assert "The help band says in short what the card emergency says. Show only one." in problem


def test_who_reads_of_a_medicine_needs_its_card_beside_the_band(banded):
    banded.edit("docs/en/cards/emergency.md", "level: 3\n", "level: 3\nmedicines: [clay]\n")
    (problem,) = messages_of(banded)
    assert "needs the care card emergency" in problem


def test_the_band_says_no_number_that_no_full_card_says(banded):
    banded.edit(CARD.format("now"), "a now hand", "a hand of 38 °C or 100.4 °F")
    banded.edit("docs/en/cards/emergency.md", "turns white", "turns white at 39 °C or 100.4 °F")
    line = "docs/en/cards/band-now.md:7: The help band says 38, and no full card of this level does"
    assert [message for message in messages_of(banded) if "level does" in message] == [
        f"{line}: emergency. Write the same number in both."
    ]
