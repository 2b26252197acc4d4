"""Where things stand on a sheet: what belongs together stays on one page, and nothing reads as one
with what stands beside it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from handouts.model.data_files import Logo
from handouts.model.library import Library
from handouts.outputs.pdf import template_data
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article
from support.pdf import Word, jobs_of, set_sheets, words_of
from support.programs import needs
from support.project import Project
from support.worksheets import HAND, PICTURE

pytestmark = needs("pdftotext")
TITLE = '<h1 id="title">Soil</h1><p class="summary">Soil dries hands.</p>'
HELP = (
    '<h2 id="when-to-get-help">When to get help</h2><p class="review">Nobody has reviewed it.</p>'
)
FILLER = "<p>Soil dries skin.</p>"
LAST = '<h2 id="questions-to-ask">Questions to ask</h2><ul><li>Which gloves?</li></ul>'
LONG = (
    "Clay takes up water, so that the skin of those who dig in it all day dries out and cracks. "
    * 3
)
FIGURE = '<figure data-picture="hand"><figcaption>drawing</figcaption></figure>'
SOURCES = '<h2 id="sources">Sources</h2><ol>' + "<li>Soil Review. soil.example</li>" * 9 + "</ol>"


class Setter:
    """Sets sheets of the small library, one form at a time: letter, A4, and both in large print."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def sheet(self, markup: str, form: int) -> Sheet:
        """Set an article as the sheet of this form."""
        jobs = jobs_of(self.library, {"dry-hands": article.fragment(markup)})
        (sheet,) = set_sheets(self.library, [jobs[form]])
        return sheet

    def words(self, markup: str, form: int) -> list[Word]:
        """Return the words of an article as the sheet of this form."""
        return words_of(self.sheet(markup, form).data)

    def pages(self, markup: str, form: int) -> dict[str, int]:
        """Return the page of each word, by the word: of the last one, where it stands twice."""
        return {word.text: word.page for word in self.words(markup, form)}

    def order(self, markup: str, form: int, *words: str) -> list[str]:
        """Return these words in the order in which they stand on the sheet of this form."""
        places = {word.text: (word.page, word.top) for word in self.words(markup, form)}
        return sorted(words, key=places.__getitem__)


@pytest.fixture
def setter(project: Project) -> Setter:
    """The small library, with a drawing of a hand."""
    project.write("docs/pictures/hand.svg", HAND)
    project.write("docs/en/pictures.yml", PICTURE)
    return Setter(project.library())


def card(id: str, level: int, items: int) -> str:
    """Return a care card, each item of which ends with a word of its own."""
    body = "".join(f"<li>your hand turns white and stays {id}{n}</li>" for n in range(items))
    return (
        f'<section class="card level-{level}" aria-labelledby="{id}"><h3 id="{id}">Call {id} if:'
        f"</h3><ul>{body}</ul></section>"
    )


def test_no_hyphen_of_an_address_ends_a_line() -> None:
    """In Spanish the next line would begin with another, and who types both gets nowhere."""
    joined = {"rheumaderm-society.org": 1, "a.example/b-c": 1, "germ-free": 0, "x-y.": 0}
    for words, joiners in joined.items():
        assert template_data._with_breaks(words).count("-\u2060") == joiners, words


def test_on_a_sheet_for_the_fridge_door_the_emergency_number_stands_apart_and_first(
    setter: Setter,
) -> None:
    calls = '<ul class="calls"><li><a href="tel:555">Call</a></li></ul>'
    markup = f"{TITLE}{HELP}{calls}<p>Hopeless? Text 777.</p>{card('first', 3, 3)}"
    for form in range(4):
        words = setter.words(markup, form)
        call = next(word for word in words if word.text == "Call")
        crisis = next(word for word in words if word.text.startswith("Hopeless"))
        first = next(word for word in words if word.text == "first")
        assert call.page == crisis.page == first.page == 0
        assert call.bottom < crisis.top < first.top, "beside each other they read as one"


def test_cards_of_a_section_stand_on_one_side_where_they_fit_there(setter: Setter) -> None:
    cards = [card("first", 3, 6), card("clay", 3, 4), card("today", 2, 6), card("visit", 1, 3)]
    for lines in range(4, 40, 3):
        markup = f"{TITLE}{FILLER * lines}{HELP}{''.join(cards)}"
        pages = setter.pages(markup, form=lines % 2)
        assert len({pages[name] for name in ("first0", "clay0", "today0", "visit0")}) == 1, lines


def test_a_row_of_cards_has_two_columns_so_that_no_word_is_wider_than_its_card(
    setter: Setter,
) -> None:
    cards = [card("first", 3, 6), card("clay", 3, 4), card("today", 2, 6)]
    cards += [card("moss", 2, 3), card("visit", 1, 3)]
    for form in (0, 1):
        tops = {
            word.text: word.top for word in setter.words(f"{TITLE}{HELP}{''.join(cards)}", form)
        }
        assert tops["moss0"] < tops["visit0"], "three columns"


def test_cards_part_over_two_sides_before_a_sheet_needs_a_second_paper(setter: Setter) -> None:
    cards = [card("first", 3, 22), card("clay", 3, 12), card("today", 2, 30), card("visit", 1, 9)]
    letter = setter.sheet(f"{TITLE}{FILLER * 12}{HELP}{''.join(cards)}", 0)
    assert letter.pages == 2
    pages = {word.text: word.page for word in words_of(letter.data)}
    assert (pages["first0"], pages["visit0"]) == (0, 1)


LIST = f"<ul>{''.join(f'<li>item{number} {LONG}</li>' for number in range(5))}</ul>"
WRITTEN_LIST = f"""<div class="write" data-lines="2">\
<ul>{"".join(f"<li>item{number}</li>" for number in range(5))}</ul></div>"""


@pytest.mark.parametrize("items", [LIST, WRITTEN_LIST], ids=["to read", "to write in"])
@pytest.mark.parametrize("form", range(4))
def test_no_list_ends_its_page_with_its_first_item(setter: Setter, form: int, items: str) -> None:
    """Where it came closest to doing so: as far down as the list still begins on the first page."""

    def page_of_list(lines: int) -> int:
        markup = f'{TITLE}{FILLER * lines}<h2 id="why">Why</h2>{items}{LAST}'
        pages = setter.pages(markup, form)
        assert pages["item0"] == pages["item1"], lines
        return pages["item0"]

    last, next_page = 2, 40
    assert (page_of_list(last), page_of_list(next_page) > 0) == (0, True)
    while next_page - last > 1:
        middle = (last + next_page) // 2
        last, next_page = (last, middle) if page_of_list(middle) else (middle, next_page)
    assert [page_of_list(last - 1), page_of_list(next_page + 1)] == [0, 1]


@pytest.mark.parametrize(("form", "count", "longest"), [(0, 2, 52), (2, 8, 60)])
def test_no_heading_of_a_card_ends_with_one_short_word_alone(
    setter: Setter, form: int, count: int, longest: int
) -> None:
    """On letter paper two cards stand abreast, in large print one below the other."""
    for start in range(20, longest, count):
        titles = [
            f"Call {'a' * (length // 2)} {'b' * (length - length // 2)} if:"
            for length in range(start, start + count)
        ]
        cards = "".join(
            f'<section class="card level-3"><h3 id="card{number}">{title}</h3><ul><li>x</li></ul>'
            "</section>"
            for number, title in enumerate(titles)
        )
        words = setter.words(f"{TITLE}{HELP}{cards}", form)
        ends = [index for index, word in enumerate(words) if word.text == "if:"]
        assert len(ends) == count
        assert all(words[end - 1].top == words[end].top for end in ends), start


def test_words_lower_than_their_drawing_run_over_the_width_of_the_page_again(
    setter: Setter,
) -> None:
    items = "".join(f"<li>item{number} {LONG}</li>" for number in range(6))
    markup = f'{TITLE}<h2 id="why">Why</h2><ol>{items}</ol>{FIGURE}'
    for form in (0, 1):
        words = setter.words(markup, form)
        starts = [index for index, word in enumerate(words) if word.text.startswith("item")]
        heights = [
            words[after - 2].bottom - words[start].top
            for start, after in itertools.pairwise(starts)
        ]
        assert heights[0] > 1.3 * heights[-1], "the first stands beside the drawing"
        numbers = [words[start - 1].text for start in starts]
        assert numbers == [f"{number}." for number in range(1, 7)], "one list, numbered through"


def test_words_beside_two_drawings_have_a_third_of_the_width(setter: Setter) -> None:
    for form in (0, 1):
        words = setter.words(f'{TITLE}<h2 id="why">Why</h2><p>{LONG}</p>{FIGURE * 2}', form)
        first = next(word for word in words if word.text == "Clay")
        line = [word.text for word in words if (word.page, word.top) == (0, first.top)]
        assert len(line) >= 5, line


def test_the_front_of_a_sheet_for_the_fridge_door_holds_its_cards_and_its_drawings(
    setter: Setter,
) -> None:
    """Or both go to the next side together, and the sheet is set tighter."""
    text = f'<h2 id="why">Why</h2>{FILLER * 40}'
    for items in range(4, 16, 2):
        cards = card("first", 3, items) + card("today", 2, items)
        for form in (0, 1):
            pages = setter.pages(f"{TITLE}{HELP}{cards}{FIGURE * 2}{text}{LAST}", form)
            assert pages["first0"] == pages["drawing"] == 0, (items, form)


def test_of_a_table_to_read_the_column_with_more_words_is_wider(setter: Setter) -> None:
    cells = ("Clay from a river " * 3, "It can dry skin. " * 3, LONG)
    row = "".join(f"<td>{words}</td>" for words in cells)
    head = "<tr><th>Soil</th><th>Skin</th><th>Why</th></tr>"
    wide = f"<table><thead>{head}</thead><tbody><tr>{row}</tr></tbody></table>"
    row = f"<tr><td>{'Clay from a river. ' * 4}</td><td>{LONG}</td></tr>"
    narrow = f"<table><thead>{head}</thead><tbody>{row}</tbody></table>".replace("<th>Why</th>", "")
    for form, table, most_lines in ((0, wide, 7), (1, wide, 7), (2, narrow, 8), (3, narrow, 8)):
        words = setter.words(f'{TITLE}<h2 id="why">Why</h2>{table}', form)
        first = next(word for word in words if word.text == "takes")
        last = [word for word in words if word.text == "cracks."][-1]
        assert last.bottom - first.top < most_lines * (first.bottom - first.top)


@pytest.mark.parametrize(
    "last",
    [
        '<h2 id="questions-to-ask">Questions to ask</h2>'
        "<ul><li>asked0</li><li>asked1</li><li>asked2</li></ul>",
        '<h2 id="notes">Notes</h2><p>asked2</p><div class="write" data-lines="3"></div>',
    ],
    ids=["questions", "notes"],
)
def test_the_last_page_of_large_print_is_one_to_write_on(setter: Setter, last: str) -> None:
    site = replace(setter.library.site, url="https://soil.example/")  # so that it ends with a code
    setter.library = replace(setter.library, site=site)
    for lines in range(1, 30):
        sheet = setter.sheet(f"{TITLE}{FILLER * lines}{last}{SOURCES}", form=2 + lines % 2)
        words = words_of(sheet.data)
        pages = {word.text: word.page for word in words}
        tops = {word.text: (word.page, word.top) for word in words}
        assert pages["asked2"] == sheet.pages - 1, (lines, sheet.address)
        assert tops["Sources"] < tops["asked2"] < tops["together"]
        assert pages.get("asked0") == pages.get("asked1"), (lines, sheet.address)


def test_in_large_print_an_emergency_card_is_not_parted_and_no_source_or_question_stands_alone(
    setter: Setter,
) -> None:
    sources = "".join(f"<li>source{number} Soil Review. soil.example</li>" for number in range(9))
    questions = "".join(f"<li>asked{number}</li>" for number in range(4))
    ends = (
        f'<h2 id="questions-to-ask">Questions to ask</h2><ul>{questions}</ul>'
        f'<h2 id="sources">Sources</h2><ol>{sources}</ol>'
    )
    keys = '<h2 id="key-points">Key points</h2><ul><li>Clay dries.</li></ul>'
    for lines in range(0, 24, 2):
        markup = f"{TITLE}{FILLER * lines}{keys}{HELP}{card('first', 3, 12)}"
        pages = setter.pages(f"{markup}{FILLER * lines}{ends}", 2)
        assert pages["first0"] == pages["first11"], lines
        assert pages["source0"] == pages["source1"], lines
        assert pages["source7"] == pages["source8"], lines
        assert pages["asked2"] == pages["asked3"], lines


@pytest.mark.parametrize("form", [2, 3])
def test_large_print_says_what_to_do_before_its_cards_where_it_begins_on_the_first_page(
    setter: Setter, form: int
) -> None:
    def order(deed: str, help: str) -> list[str]:
        deeds = f"<li>deed0 {deed}</li><li>deed1 {deed}</li>"
        keys = '<h2 id="key-points">Key points</h2><ul><li>Clay dries.</li></ul>'
        body = f"<p>matter</p>{FILLER}"
        do = f'<h2 id="what-you-can-do">What you can do</h2><ul>{deeds}</ul>'
        markup = f'{TITLE}{keys}<h2 id="why">Why</h2>{body}{do}{HELP}{help}{LAST}'
        return setter.order(markup, form, "deed0", "first0", "matter")

    def band(items: int) -> str:
        return f'<div class="band">{card("first", 3, items)}{card("today", 2, 3)}</div>'

    assert order("Wear gloves.", card("first", 3, 12)) == ["deed0", "first0", "matter"]
    assert order(LONG + LONG, card("first", 3, 12)) == ["first0", "matter", "deed0"]
    assert order("Wear gloves.", band(3)) == ["first0", "matter", "deed0"]
    assert order("Wear gloves.", band(20)) == ["deed0", "first0", "matter"]


@pytest.mark.parametrize("form", [2, 3])
def test_what_to_do_stands_before_help_only_where_a_logo_leaves_it_room(
    setter: Setter, form: int
) -> None:
    """Else both would begin on the second page, and help would end on the third."""
    logo = Logo("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"/>')
    key_point = f"<li>{'clay ' * 22}</li>"
    keys = f'<h2 id="key-points">Key points</h2><ul>{key_point * 6}</ul>'
    do = '<h2 id="what-you-can-do">What you can do</h2><ul><li>deed0 Dig.</li><li>Rest.</li></ul>'

    def order(library: Library) -> list[str]:
        markup = f"{TITLE}{keys}{do}{HELP}{card('first', 3, 12)}{LAST}"
        words = Setter(library).words(markup, form)
        places = {word.text: (word.page, word.top) for word in words}
        assert places["deed0"][0] == (0 if places["deed0"] < places["first0"] else 1)
        return sorted(("deed0", "first0"), key=places.__getitem__)

    assert order(setter.library) == ["deed0", "first0"]
    assert order(replace(setter.library, logo=logo)) == ["first0", "deed0"]


@pytest.mark.parametrize("form", [2, 3])
def test_large_print_ends_with_lines_for_notes_where_room_is_left(
    setter: Setter, form: int
) -> None:
    for lines in range(0, 30, 3):
        sheet = setter.sheet(f"{TITLE}{FILLER * lines}{LAST}", form)
        words = [word for word in words_of(sheet.data) if word.page == sheet.pages - 1]
        end = next(word.bottom for word in words if word.text == "together")
        has_room = end < 400  # points, of 792 or 842
        assert has_room <= ("Notes" in [word.text for word in words]), lines
    assert "Notes" not in setter.pages(f"{TITLE}{LAST}", 0)


@pytest.mark.parametrize("form", range(4))
def test_words_that_lead_to_a_list_or_a_table_stay_with_it(setter: Setter, form: int) -> None:
    table = (
        "<table><thead><tr><th>Soil</th></tr></thead><tbody><tr><td>led</td></tr></tbody></table>"
    )
    for body in (f"<ul><li>led {LONG}</li><li>{LONG}</li><li>{LONG}</li></ul>", table):
        section = f'<h2 id="why">Why</h2><p>It has causes:</p>{body}'
        for lines in range(20, 44, 3):
            pages = setter.pages(f"{TITLE}{FILLER * lines}{section}", form)
            assert pages["Why"] == pages["causes:"] == pages["led"], lines


def test_sources_of_a_worksheet_in_large_print_leave_room_for_its_last_section(
    setter: Setter,
) -> None:
    items = "".join(f"<li>asked{number}</li>" for number in range(4))
    last = f'<h2 id="me">Me</h2><div class="write" data-lines="1"><ul>{items}</ul></div><p>end</p>'
    for lines in range(0, 24, 3):
        sheet = setter.sheet(f"{TITLE}{FILLER * lines}{last}{SOURCES}", 2)
        words = words_of(sheet.data)
        pages = {word.text: word.page for word in words}
        assert pages["end"] == pages["together"] == sheet.pages - 1, lines
        source = [word for word in words if word.text == "soil.example"][-1]
        assert source.bottom > 550 or pages["asked0"] == source.page, lines  # points, of 792


def test_a_card_that_no_page_holds_goes_on_over_the_page_in_large_print(setter: Setter) -> None:
    pages = setter.pages(f"{TITLE}{HELP}{card('first', 3, 40)}", 2)
    assert pages["first0"] < pages["first39"]


@pytest.mark.parametrize("form", [0, 2])
def test_a_heading_stands_apart_from_what_is_above_it(setter: Setter, form: int) -> None:
    section = "<p>dry0</p><p>dry1</p>"
    markup = f'{TITLE}<h2 id="soil">Soil</h2>{section}<h2 id="why">Why</h2>{FILLER}'
    markup += '<h2 id="last">Last</h2><p>dry2</p>'  # in large print it has a rule of its own
    words = {word.text: word for word in setter.words(markup, form)}
    between_paragraphs = words["dry1"].top - words["dry0"].bottom
    assert words["Why"].top - words["dry1"].bottom > 1.5 * between_paragraphs
