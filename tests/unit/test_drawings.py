"""Drawings are the same on screen, in the dark and on the sheet, or told at the drawing with a cure
that works."""

from __future__ import annotations

import pytest

from handouts.checks.drawings import check_label_widths, check_looks
from handouts.model.fonts import DEFAULT
from support.project import HANDOUT_FILE, Project

NS = 'xmlns="http://www.w3.org/2000/svg"'
WORDS = 'font-size="2" font-family="Atkinson Hyperlegible Next" fill="currentColor"'
FONTS = ["Atkinson Hyperlegible Next"]


def messages_of(inside: str, box: str = 'viewBox="0 0 20 10"') -> list[str]:
    svg = f"<svg {NS} {box}>\n{inside}\n</svg>"
    return [
        f"{problem.line}: {problem.message}"
        for problem in check_looks(svg, "docs/pictures/hand.svg", FONTS)
    ]


@pytest.mark.parametrize(
    "inside",
    [
        f'<g fill="none" stroke="currentColor"><path d="M0 0L9 9"/></g><text x="1" y="2" '
        f"{WORDS}>{{hand}}</text>",
        f'<g transform="translate(10 5) rotate(90, 1, 1) scale(2)"><text x="1" y="-2" '
        f"{WORDS}>{{hand}} 1</text></g>",
        '<defs><linearGradient id="hand-a"><stop stop-color="#000"/></linearGradient></defs><rect '
        'width="1" height="1" fill="url(#hand-a)"/>',
        '<clipPath id="hand-b"><rect width="1" height="1"/></clipPath><line x1="1" '
        'stroke="currentColor"/>',
        f'<text x="1" y="2" {WORDS}><tspan x="1" y="3">{{hand}}</tspan> = '
        f"<tspan>{{palm}}</tspan></text>",
        '<circle r="1" fill="#000" class="soft"/>',
    ],
)
def test_a_plain_drawing_is_right(inside):
    assert messages_of(inside) == []


@pytest.mark.parametrize(
    ("box", "example"),
    [
        ("", "0 0 360 240"),
        ('viewBox="0 0 0 0"', "0 0 360 240"),
        ('viewBox="0 0 9 -9"', "0 0 360 240"),
        ('viewBox="0 0 9"', "0 0 360 240"),
        ('viewBox="none"', "0 0 360 240"),
        ('width="200px" height="90"', "0 0 200 90"),
        ('width="100%"', "0 0 100 240"),
        ('viewBox="0 0 9 NaN"', "0 0 360 240"),
    ],
)
def test_a_drawing_without_a_size_of_its_own_is_told(box, example):
    assert messages_of('<path d="M0 0" fill="none"/>', box) == [
        f'1: A drawing has its size in a viewBox. Write in <svg>: viewBox="{example}", with its '
        f"own width and height as the last two numbers."
    ]


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ('<path d="M0 0"/>',
         '<path> has no fill, which is black in the dark too. Write fill="currentColor", or '
         'fill="none" for an outline.'),
        ('<text x="1" y="2" font-size="2" font-family="Atkinson Hyperlegible Next">{a}</text>',
         '<text> has no fill, which is black in the dark too. Write fill="currentColor", or '
         'fill="none" for an outline.'),
        ('<g fill="none"><text x="1" y="2" font-size="2" font-family="Atkinson Hyperlegible '
         'Next">{a}</text></g>',
         'These words have no color. Write fill="currentColor".'),
        ('<path fill="black" d="M0 0"/>',
         'fill="black" cannot be seen in the dark. Write currentColor.'),
        ('<path fill="#000" d="M0 0"/>',
         'fill="#000" cannot be seen in the dark. Write currentColor.'),
        ('<path fill="none" stroke="#000000" d="M0 0"/>',
         'stroke="#000000" cannot be seen in the dark. Write currentColor.'),
        ('<path fill="var(--ink)" d="M0 0"/>',
         'Sheets print fill="var(--ink)" black. Write the color itself.'),
        ('<text x="1" y="2" font-family="Atkinson Hyperlegible Next" '
         'fill="currentColor">{a}</text>',
         'These words have another size on paper than on screen. Write their height as a plain '
         'number: font-size="19.5".'),
        (f'<text x="1" y="2" {WORDS.replace("2", "2em", 1)}>{{a}}</text>',
         'These words have another size on paper than on screen. Write their height as a plain '
         'number: font-size="19.5".'),
        (f'<text x="1" y="2" {WORDS.replace("Atkinson Hyperlegible Next", "Arial")}>{{a}}</text>',
         'These words would have another font on paper. Write font-family="Atkinson Hyperlegible '
         'Next".'),
        (f'<text x="1" y="2" {WORDS}>The palm</text>',
         "“The palm” cannot be translated. Write a label in its place, such as {label}, and its "
         "words in pictures.yml."),
        (f'<text x="1" y="2" {WORDS}>{{a}}<tspan>The palm</tspan></text>',
         "“The palm” cannot be translated. Write a label in its place, such as {label}, and its "
         "words in pictures.yml."),
        ("<title>Hand</title>",
         "Delete <title>: pictures.yml says under `alt` what the drawing shows."),
        ("<g>Hand</g>", "Words stand in <text>, not in <g>."),
        (f'<text x="25" y="2" {WORDS}>{{a}}</text>',
         "These words stand outside the drawing, at 25, 2. It reaches from 0, 0 to 20, 10."),
        (f'<g transform="translate(0, 20)"><text x="1" y="2" {WORDS}>{{a}}</text></g>',
         "These words stand outside the drawing, at 1, 22. It reaches from 0, 0 to 20, 10."),
        (f'<g transform="matrix(-1 0 0 1 0 0)"><text x="1" y="2" {WORDS}>{{a}}</text></g>',
         "These words stand outside the drawing, at -1, 2. It reaches from 0, 0 to 20, 10."),
        (f'<text x="5%" y="2" {WORDS}>{{a}}</text>',
         "Write the place of words as plain numbers: x and y."),
        ('<g id="key-points"/>',
         "The id key-points may stand elsewhere on a page too. Write hand-key-points, here and "
         "where url(#…) names it, or leave it out."),
        ('<linearGradient id="title"/>',
         "The id title may stand elsewhere on a page too. Write hand-title, here and where "
         "url(#…) names it, or leave it out."),
        (f'<s:g xmlns:s="{NS[7:-1]}"/>',
         f'Browsers do not draw <s:g>. Write <g>, and {NS} in <svg>.'),
    ],
)  # fmt: skip
def test_what_would_look_different_is_told_at_its_line(inside, message):
    assert messages_of(inside) == [f"2: {message}"]


def test_a_drawing_is_told_once_and_by_its_name(project):
    project.write("docs/pictures/hand.svg", f'<svg {NS}><path d="M0 0h9" id="title"/></svg>')
    project.write("docs/en/pictures.yml", "hand: {alt: A hand.}\n")
    project.edit(HANDOUT_FILE, "Clay takes", "/// picture | hand\nA hand.\n///\n\nClay takes")
    assert [(problem.path, problem.line) for problem in project.problems()] == [
        ("docs/pictures/hand.svg", 1)
    ] * 3


@pytest.mark.parametrize(
    ("line", "word", "excess"),
    [
        ('<text x="1" y="2" WORDS>{hand}</text>', "Left hand", 0),
        ('<text x="13.5" y="2" WORDS>{hand}</text>', "Left hand", 2),
        ('<text x="10" y="2" text-anchor="middle" WORDS>{hand}</text>', "Left hand, open", 0),
        ('<text x="3" y="2" text-anchor="middle" WORDS>{hand}</text>', "Left hand, open", 4),
        ('<text x="19" y="2" text-anchor="end" WORDS>{hand}</text>', "Left hand", 0),
        ('<text x="5" y="2" text-anchor="end" WORDS>{hand}</text>', "Left hand", 4),
        ('<g transform="scale(2)"><text x="1" y="2" WORDS>{hand}</text></g>', "Left, open", 0),
        ('<g transform="scale(2)"><text x="3" y="2" WORDS>{hand}</text></g>', "Left hand", 3),
        ('<g transform="rotate(90)"><text x="1" y="-2" WORDS>{hand}</text></g>', "Left hand", 0),
        ('<g transform="rotate(90)"><text x="1" y="-2" WORDS>{hand}</text></g>', "Left, opened", 3),
        ('<text x="1" y="2" WORDS>A<tspan>{hand}</tspan></text>', "n open hand, seen", 0),
        ('<text x="1" y="2" WORDS><tspan x="9" y="4">{hand}</tspan></text>', "Left hand, open", 3),
        ('<text x="12" y="2" WORDS>{hand}</text>', "Left 手", 0),  # no letter of this font
    ],
)
def test_words_that_reach_out_of_a_drawing_are_told(line, word, excess):
    svg = f'<svg {NS} viewBox="0 0 20 10">{line.replace("WORDS", WORDS)}</svg>'
    messages = list(check_label_widths(svg, {"hand": word}, [DEFAULT]))
    assert messages == [
        f"“{word}” reaches out of the drawing by {excess} units, where it is cut off. Write fewer "
        "letters, or move it in the drawing."
    ] * bool(excess), messages


def test_words_too_wide_in_one_language_are_told_where_they_stand(bilingual_project):
    bilingual_project.write(
        "docs/pictures/hand.svg",
        f'<svg {NS} viewBox="0 0 20 10"><text x="9" y="2" {WORDS}>{{hand}}</text></svg>',
    )
    bilingual_project.write("docs/en/pictures.yml", "hand: {alt: A hand., labels: {hand: Hand}}\n")
    bilingual_project.write(
        "docs/es/pictures.yml", "hand: {alt: Una mano., labels: {hand: Mano izquierda}}\n"
    )
    (problem,) = bilingual_project.problems()
    assert (problem.path, problem.line) == ("docs/es/pictures.yml", 1)
    assert problem.message.startswith(
        "In the drawing hand “Mano izquierda” reaches out of the drawing by "
    )


# Marks --------------------------------------------------------------------------------------------


def messages_on_marks(
    project: Project, english: str, spanish: str = "", box: str = "0 0 20 10"
) -> list[str]:
    """Return what is said of a drawing that may be marked, with its words in two languages."""
    project.write(
        "docs/pictures/hand.svg", f'<svg {NS} viewBox="{box}"><path d="M0 0h9" fill="none"/></svg>'
    )
    project.write("docs/en/pictures.yml", f"hand: {{alt: A hand., {english}}}\n")
    project.write("docs/es/pictures.yml", f"hand: {{alt: Una mano., {spanish or english}}}\n")
    return [f"{problem.path}: {problem.message}" for problem in project.problems()]


def test_a_drawing_to_mark_is_right(bilingual_project):
    assert (
        messages_on_marks(
            bilingual_project,
            "marks: {new: new, open: open}, places: {Thumb: [1, 1], Palm: [20, 10]}",
            "marks: {new: nueva, open: abierta}, places: {Pulgar: [1, 1], Palma: [20, 10]}",
        )
        == []
    )


@pytest.mark.parametrize(
    ("english", "spanish", "box", "message"),
    [
        ("places: {Thumb: [1, 1]}", "", "0 0 20 10",
         "docs/en/pictures.yml: Nothing says what a mark on hand means. Write it under `marks`."),
        ("marks: {new: new, numb: numb}", "marks: {new: nueva, numb: dormida}", "0 0 20 10",
         "docs/en/pictures.yml: Two marks on hand begin with one letter. Choose words that do "
         "not."),
        ("marks: {new: new}, places: {Thumb: [21, 1]}", "", "0 0 20 10",
         "docs/en/pictures.yml: “Thumb” is no place in the drawing hand, which is 20 by 10."),
        ("marks: {new: new}, places: {Thumb: [1, 1]}", "", "1 0 20 10",
         'docs/en/pictures.yml: A drawing to mark starts at 0 0: give hand a viewBox="0 0 …".'),
        ("marks: {new: new}, places: {Thumb: [1, 1]}",
         "marks: {new: nueva}, places: {Pulgar: [2, 1]}", "0 0 20 10",
         "docs/es/pictures.yml: Write the same `marks` and the numbers of the same `places` as "
         "docs/en/pictures.yml has."),
        ("marks: {new: new}", "marks: {nueva: nueva}", "0 0 20 10",
         "docs/es/pictures.yml: Write the same `marks` and the numbers of the same `places` as "
         "docs/en/pictures.yml has."),
    ],
)  # fmt: skip
def test_what_cannot_be_marked_is_told(bilingual_project, english, spanish, box, message):
    assert message in messages_on_marks(bilingual_project, english, spanish, box)


def test_a_place_has_two_numbers(bilingual_project):
    (message, _) = messages_on_marks(bilingual_project, "marks: {new: new}, places: {Thumb: [1]}")
    assert "places" in message and "Thumb" in message
