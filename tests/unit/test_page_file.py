"""A handout is read whole or not at all: front matter, parts in order, headings with ids, each
fault at its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from handouts.loading import page_file
from handouts.model.front_matter import Original, Translation, digits
from handouts.model.pages import PARTS, Handout, Source
from handouts.problems import Refused

FRONT = """\
---
title: Dry garden hands
summary: See why soil dries your hands.
kind: handout
category: daily-care
audience: everyone
order: 10
sources_gathered: 2026-10-01
next_check_due: 2027-10-01
---
"""
BODIES = {
    "handout": """\
## Key points { #key-points }

Clay dries.

## Why? { #why }

It takes up water.

## Do { #what-you-can-do }

## Help { #when-to-get-help }

## Ask { #questions-to-ask }
""",
    "worksheet": """\
## Key points { #key-points }

## Days { #days }

## Help { #when-to-get-help }
""",
    "clinic": """\
## Key points { #key-points }

## Where can I park? { #parking }
""",
    "words": """\
## Key points { #key-points }

## Words { #words }
""",
}


def read(
    folder: Path, text: str | bytes, name: str = "dry-hands.md", original: Handout | None = None
) -> Handout:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return page_file.read(folder / name, name, name.removesuffix(".md"), "en", original)


def refused(folder: Path, text: str | bytes, **options: Any) -> list[str]:
    with pytest.raises(Refused) as error:
        read(folder, text, **options)
    return list(map(str, error.value.problems))


# A right page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BODIES)
def test_a_right_page_of_each_kind_is_read(tmp_path, kind):
    page = read(tmp_path, FRONT.replace("kind: handout", f"kind: {kind}") + BODIES[kind])
    assert (page.id, page.title, page.facts.kind) == ("dry-hands", "Dry garden hands", kind)
    assert page.source.body == BODIES[kind]


def test_lines_are_counted_in_the_file_not_in_its_pieces(tmp_path):
    page = read(tmp_path, FRONT + BODIES["handout"])
    assert (
        page.source.places["title",],
        page.source.places["next_check_due",],
        page.source.body_line,
    ) == (("dry-hands.md", 2), ("dry-hands.md", 9), 11)
    assert [(part.id, part.title, part.level, part.line) for part in page.parts] == [
        ("key-points", "Key points", 2, 11),
        ("why", "Why?", 2, 15),
        ("what-you-can-do", "Do", 2, 19),
        ("when-to-get-help", "Help", 2, 21),
        ("questions-to-ask", "Ask", 2, 23),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("---\n", "---  \n"),
    ],
)
def test_byte_order_mark_windows_lines_and_spaces_after_the_fence_do_no_harm(tmp_path, change):
    page = read(tmp_path, change(FRONT + BODIES["handout"]))
    assert (page.title, page.source.body, page.source.body_line) == (
        "Dry garden hands",
        BODIES["handout"],
        11,
    )


def test_a_worksheet_may_have_more_than_one_section_between_its_parts(tmp_path):
    body = BODIES["worksheet"].replace(
        "## Days { #days }", "## Days { #days }\n\n### Monday { #monday }\n\n## Nights { #nights }"
    )
    page = read(tmp_path, FRONT.replace("kind: handout", "kind: worksheet") + body)
    assert [part.id for part in page.parts] == [
        "key-points",
        "days",
        "monday",
        "nights",
        "when-to-get-help",
    ]


@pytest.mark.parametrize(
    ("kind", "heads"),
    [
        ("handout", "when-to-get-help key-points why what-you-can-do questions-to-ask"),
        ("handout", "key-points why how what-you-can-do when-to-get-help questions-to-ask"),
        ("worksheet", "when-to-get-help key-points days"),
    ],
)
def test_when_to_get_help_may_also_come_first(tmp_path, kind, heads):
    body = "".join(f"## Heading {{ #{id} }}\n" for id in heads.split())
    page = read(tmp_path, FRONT.replace("kind: handout", f"kind: {kind}") + body)
    assert " ".join(part.id for part in page.parts) == heads


# Front matter -------------------------------------------------------------------------------------

START = "Start the file with ---, `key: value` lines, and --- again."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"dry-hands.md:1: Front matter is missing. {START}"),
        (BODIES["handout"], f"dry-hands.md:1: Front matter is missing. {START}"),
        ("\n" + FRONT + BODIES["handout"], f"dry-hands.md:1: Front matter is missing. {START}"),
        (
            FRONT.removesuffix("---\n") + BODIES["handout"],
            f"dry-hands.md:1: The closing --- is missing. {START}",
        ),
        ("---", f"dry-hands.md:1: The closing --- is missing. {START}"),
        (
            "é\n".encode("latin-1"),
            "dry-hands.md:1: This line is not UTF-8. Save the file with the encoding UTF-8.",
        ),
    ],
)
def test_a_page_without_front_matter_is_refused(tmp_path, text, message):
    assert refused(tmp_path, text) == [message]


MISSING = {
    "title": "`title` is missing. Add a line `title: …` (The page's heading, short and plain).",
    "summary": "`summary` is missing. Add a line `summary: …` (One sentence: what the page will "
    "do for the reader).",
    "kind": "`kind` is missing. Add a line `kind: …` (Which parts the page must have: `handout`, "
    "`worksheet`, `words`, or `clinic` for a page about the clinic itself).",
    "category": "`category` is missing. Add a line `category: …` (The shelf it stands on, an id "
    "from `categories` in words.yml).",
    "audience": "`audience` is missing. Add a line `audience: …` (Whom it is for, an id from "
    "`audiences` in words.yml).",
    "order": "`order` is missing. Add a line `order: …` (Place in lists: smaller numbers first).",
    "sources_gathered": "`sources_gathered` is missing. Add a line `sources_gathered: …` (Day on "
    "which the facts and sources were gathered; on a page about the clinic, when somebody last "
    "looked whether it is still so).",
    "next_check_due": "`next_check_due` is missing. Add a line `next_check_due: …` (Day by which "
    "that should be done again; `check` tells when it is past).",
}


def test_every_required_field_is_among_the_missing_ones():
    assert set(MISSING) == {
        name for name, field in Original.model_fields.items() if field.is_required()
    }


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("key", MISSING)
def test_each_missing_field_is_told_with_its_meaning(tmp_path, kind, key):
    front = re.sub(rf"(?m)^{key}:.*\n", "", FRONT.replace("kind: handout", f"kind: {kind}"))
    assert refused(tmp_path, front + BODIES[kind]) == [f"dry-hands.md:2: {MISSING[key]}"]


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "no", "dry-hands.md:2: `title` must be text. Put it in quotes."),
        ("title", "''",
         "dry-hands.md:2: `title` is empty. Write something there or delete the line."),
        ("title", "x" * 81, "dry-hands.md:2: `title` is too long; the limit is 80 characters."),
        ("summary", "",
         "dry-hands.md:3: `summary` is empty. Write something there or delete the line."),
        ("summary", "x" * 241,
         "dry-hands.md:3: `summary` is too long; the limit is 240 characters."),
        ("category", "[basics]", "dry-hands.md:5: `category` must be text. Put it in quotes."),
        ("audience", "3", "dry-hands.md:6: `audience` must be text. Put it in quotes."),
        ("order", "first", "dry-hands.md:7: `order` must be a whole number."),
        ("order", "-1", "dry-hands.md:7: `order` must be 0 or more."),
        ("sources_gathered", "'2026-10-01'",
         "dry-hands.md:8: `sources_gathered` must be a date, written without quotes: 2026-10-01."),
        ("sources_gathered", "2026-13-45",
         "dry-hands.md:8: There is no such date or number: 2026-13-45. Write a date as "
         "2026-11-22."),
        ("sources_gathered", "October",
         "dry-hands.md:8: `sources_gathered` must be a date, written as 2026-11-22."),
        ("next_check_due", "2027",
         "dry-hands.md:9: `next_check_due` must be a date, written as 2026-11-22."),
        ("next_check_due", "2027-10-01\nchanges: gloves",
         "dry-hands.md:10: `changes` must be a list: each item on a line of its own that starts "
         "with `- `."),
        ("next_check_due", "2027-10-01\nsearch: gloves",
         "dry-hands.md:10: Words for the search stand in search.yml of the language, under the "
         "page's id. Move them there."),
        ("next_check_due", "2027-10-01\nchanged: 2026-11-01",
         "dry-hands.md:10: The day of a version is in docs/versions.txt, which `date` writes. "
         "Delete it."),
        ("next_check_due", '2027-10-01\nfingerprint: "3fa92c"',
         "dry-hands.md:10: Nobody writes `fingerprint` any more. Delete it."),
        ("next_check_due", "2027-10-01\nsumary: Hands.",
         "dry-hands.md:10: `sumary` is not a field here. Did you mean `summary`?"),
        ("next_check_due", "2027-10-01\ntitle: Hands",
         "dry-hands.md:10: `title` stands here twice; the first is on line 2. Keep one."),
        ("next_check_due", "2027-10-01\ntranslated: 2026-11-01 · 3fa92c",
         "dry-hands.md:10: `translated` is not a field here. The fields are: "
         + ", ".join(Original.model_fields) + "."),
    ],
)  # fmt: skip
def test_each_wrong_field_is_told_at_its_line(tmp_path, kind, key, value, message):
    front = re.sub(
        rf"(?m)^{key}:.*", f"{key}: {value}", FRONT.replace("kind: handout", f"kind: {kind}")
    )
    assert refused(tmp_path, front + BODIES[kind]) == [message]


def test_a_kind_that_does_not_exist_is_told_with_those_that_do(tmp_path):
    messages = refused(tmp_path, FRONT.replace("kind: handout", "kind: poem") + BODIES["handout"])
    assert messages == [
        "dry-hands.md:4: `kind` must be one of: 'handout', 'worksheet', 'words' or 'clinic'."
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        "2026-11-22 · 3fa92c",
        "2026-11-22.2 · 3FA92C",
        "2026-11-22 - 3fa92c",
        "Draft 3fa92c",
        "3fa92c",
    ],
)
def test_a_version_is_known_by_its_six_letters_and_digits(tmp_path, sheet):
    """Whoever copies it from paper finds no · on the keyboard."""
    review = f"review:\n  who: A. Spade\n  role: doctor\n  on: 2026-11-22\n  sheet: {sheet}"
    handout = read(tmp_path, FRONT.replace("order: 10", f"order: 10\n{review}") + BODIES["handout"])
    assert digits(handout.facts.review.sheet) == "3fa92c"


@pytest.mark.parametrize("sheet", ["2026-11-22", "v2", "the second one"])
def test_a_version_without_them_is_refused(tmp_path, sheet):
    review = f"review:\n  who: A. Spade\n  role: doctor\n  on: 2026-11-22\n  sheet: {sheet}"
    front = FRONT.replace("order: 10", f"order: 10\n{review}")
    (message,) = refused(tmp_path, front + BODIES["handout"])
    assert message.endswith("as the foot of the sheet prints it: 2026-11-22 · 3fa92c.")


def test_a_half_written_review_is_refused(tmp_path):
    front = FRONT.replace(
        "order: 10", "order: 10\nreview:\n  who: A. Spade\n  on: soon\n  sheet: the second one"
    )
    assert refused(tmp_path, front + BODIES["handout"]) == [
        "dry-hands.md:8: `review.role` is missing. Add a line `role: …` (What the clinician is, "
        "for example: family doctor).",
        "dry-hands.md:10: `review.on` must be a date, written as 2026-11-22.",
        "dry-hands.md:11: `review.sheet` is not written as it should be: the version that was "
        "reviewed, "
        "as the foot of the sheet prints it: 2026-11-22 · 3fa92c.",
    ]


# Parts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "part"), [(kind, part) for kind, parts in PARTS.items() for part in parts if part]
)
def test_each_part_must_be_there(tmp_path, kind, part):
    body = re.sub(rf"(?m)^##.*#{part} \}}$", "## Other { #other }", BODIES[kind])
    messages = refused(tmp_path, FRONT.replace("kind: handout", f"kind: {kind}") + body)
    if part in (PARTS[kind][0], PARTS[kind][-1]):
        line = FRONT.count("\n") + body[: body.index("## Other")].count("\n") + 1
        assert messages == [
            f"dry-hands.md:{line}: The part #{part} is missing. Add a heading for it; or, if it is "
            f"this part, write: ## Other {{ #{part} }}"
        ]
    else:
        assert messages == [
            f"dry-hands.md:11: A part is missing. Add a heading: ## … {{ #{part} }}"
        ]


def test_a_part_under_another_id_is_told_at_its_heading(tmp_path):
    body = BODIES["handout"].replace("#what-you-can-do }", "#what-to-do }")
    (message,) = refused(tmp_path, FRONT + body)
    heading = next(line for line in body.splitlines() if "#what-to-do" in line)
    line = (FRONT + body).splitlines().index(heading) + 1
    assert message == (
        f"dry-hands.md:{line}: The part #what-you-can-do is missing. Add a heading for it; or, if "
        f"it is this part, write: {heading.replace('what-to-do', 'what-you-can-do')}"
    )


@pytest.mark.parametrize(
    ("kind", "heads", "messages"),
    [
        ("handout", "why key-points what-you-can-do when-to-get-help questions-to-ask",
         ["dry-hands.md:12: #key-points must stand before the matter itself. Move it up."]),
        ("handout", "key-points what-you-can-do why when-to-get-help questions-to-ask",
         ["dry-hands.md:13: #why must stand before what-you-can-do. Move it up."]),
        ("handout", "key-points why what-you-can-do questions-to-ask when-to-get-help",
         ["dry-hands.md:15: #when-to-get-help must stand before questions-to-ask. Move it up."]),
        ("handout", "key-points why what-you-can-do when-to-get-help questions-to-ask more",
         ["dry-hands.md:16: #more must stand before questions-to-ask. Move it up."]),
        ("handout", "key-points what-you-can-do when-to-get-help questions-to-ask",
         ["dry-hands.md:11: The matter itself is missing: a section after the key points."]),
        ("worksheet", "key-points when-to-get-help",
         ["dry-hands.md:11: The matter itself is missing: a section after the key points."]),
        ("worksheet", "key-points days when-to-get-help nights",
         ["dry-hands.md:14: #nights must stand before when-to-get-help. Move it up."]),
        ("handout", "when-to-get-help key-points why questions-to-ask what-you-can-do",
         ["dry-hands.md:15: #what-you-can-do must stand before questions-to-ask. Move it up."]),
        ("words", "words key-points",
         ["dry-hands.md:12: #key-points must stand before words. Move it up."]),
        ("words", "key-points words more",
         ["dry-hands.md:13: A page of kind words has no section #more."]),
        ("words", "why", [
            f"dry-hands.md:11: The part #{part} is missing. Add a heading for it; or, if it is "
            f"this part, write: ## Heading {{ #{part} }}"
            for part in ("key-points", "words")
        ]),
    ],
)  # fmt: skip
def test_parts_stand_in_order(tmp_path, kind, heads, messages):
    body = "".join(f"## Heading {{ #{id} }}\n" for id in heads.split())
    assert refused(tmp_path, FRONT.replace("kind: handout", f"kind: {kind}") + body) == messages


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "## Why clay?",
            "dry-hands.md:17: Give this heading a fixed id: ## Why clay? { #why-clay }",
        ),
        (
            "##Why clay?",
            "dry-hands.md:17: Give this heading a fixed id: ## Why clay? { #why-clay }",
        ),
        (
            "### ¿Qué es? ###",
            "dry-hands.md:17: Give this heading a fixed id: ### ¿Qué es? { #que-es }",
        ),
        ("## 日本", "dry-hands.md:17: Give this heading a fixed id: ## 日本 { #a-name }"),
        (
            "## Why { #Why_Clay }",
            "dry-hands.md:17: The id #Why_Clay may hold only small letters, digits and single "
            "hyphens.",
        ),
        (
            "## Why { #why--clay }",
            "dry-hands.md:17: The id #why--clay may hold only small letters, digits and single "
            "hyphens.",
        ),
        (
            "## Again { #why }",
            "dry-hands.md:17: The id #why stands on line 15 too. Give each heading its own.",
        ),
        (
            "## From { #sources }",
            "dry-hands.md:17: The id #sources is made by the site. Choose another.",
        ),
        (
            "## Top { #title }",
            "dry-hands.md:17: The id #title is made by the site. Choose another.",
        ),
        ("## { #nothing }", "dry-hands.md:17: This heading has no words."),
        (
            "# Dry hands",
            "dry-hands.md:17: The page's heading is its `title`. Start sections with ##.",
        ),
        (
            "# Dry hands { #dry }",
            "dry-hands.md:17: The page's heading is its `title`. Start sections with ##.",
        ),
        (
            "#### Deep { #deep }",
            "dry-hands.md:17: A heading with ### must stand before one with ####.",
        ),
        (
            "Wet\n---",
            "dry-hands.md:18: This line makes a heading of the line above. Start headings with ##.",
        ),
        (
            "Wet\n===",
            "dry-hands.md:18: This line makes a heading of the line above. Start headings with ##.",
        ),
    ],
)
def test_each_wrong_heading_is_told_at_its_line(tmp_path, text, message):
    body = BODIES["handout"].replace("It takes up water.", text)
    assert refused(tmp_path, FRONT + body) == [message]


def test_words_above_the_first_heading_would_escape_the_checks_so_they_are_refused(tmp_path):
    messages = refused(tmp_path, FRONT + "\nFirst of all.\n\nAnd then.\n\n" + BODIES["handout"])
    assert messages == ["dry-hands.md:12: Words stand above the first heading. Move them below it."]


@pytest.mark.parametrize(
    "text",
    [
        "### More { #more }\n\n#### Deeper { #deeper }\n\n## Up { #up }",
        "Wet.\n\n---\n\nDry.",
        "| a | b |\n| --- | --- |\n| c | d |",
    ],
)
def test_levels_rulers_and_tables_are_no_faults(tmp_path, text):
    assert read(tmp_path, FRONT + BODIES["handout"].replace("It takes up water.", text))


@pytest.mark.parametrize(
    "name",
    [
        "Dry-hands.md",
        "dry_hands.md",
        "dry hands.md",
        "dry--hands.md",
        "-dry.md",
        "trockene-hände.md",
    ],
)
def test_a_file_name_that_makes_a_bad_address_is_refused(tmp_path, name):
    messages = refused(tmp_path, FRONT + BODIES["handout"], name=name)
    assert messages == [
        f"{name}: A handout's file name is its address for ever: small letters, digits and single "
        f"hyphens."
    ]


def test_front_matter_parts_and_name_are_told_at_once(tmp_path):
    text = FRONT.replace("order: 10", "order: x").replace("title:", "titel:") + BODIES[
        "handout"
    ].replace("## Why? { #why }", "## Why?")
    assert refused(tmp_path, text, name="Hands.md") == [
        "Hands.md: A handout's file name is its address for ever: small letters, digits and "
        "single hyphens.",
        "Hands.md:2: `titel` is not a field here. Did you mean `title`?",
        "Hands.md:7: `order` must be a whole number.",
        "Hands.md:15: Give this heading a fixed id: ## Why? { #why }",
    ]


# Translations -------------------------------------------------------------------------------------

TRANSLATED = """\
---
title: Manos secas
summary: Por qué la tierra seca las manos.
translated: 2026-11-01 · 3fa92c
---
"""


def test_a_translation_carries_words_and_takes_its_facts_from_the_original(tmp_path):
    original = read(tmp_path, FRONT + BODIES["handout"])
    page = read(tmp_path, TRANSLATED + BODIES["handout"], original=original)
    assert isinstance(page.words, Translation)
    assert (page.title, page.facts.order) == ("Manos secas", 10)


def test_a_translation_has_the_parts_of_the_originals_kind(tmp_path):
    original = read(tmp_path, FRONT.replace("kind: handout", "kind: words") + BODIES["words"])
    assert refused(tmp_path, TRANSLATED + BODIES["worksheet"], original=original) == [
        "dry-hands.md:10: The part #words is missing. Add a heading for it; or, if it is this "
        "part, write: ## Help { #words }"
    ]


def test_a_translation_may_not_say_what_only_the_original_decides(tmp_path):
    original = read(tmp_path, FRONT + BODIES["handout"])
    front = TRANSLATED.replace(
        "translated: 2026-11-01 · 3fa92c",
        "kind: handout\norder: 3\ntranslated: yesterday\ntranslated_from: 2026-11-01 · 3fa92c",
    )
    fields = f"The fields are: {', '.join(Translation.model_fields)}."
    assert refused(tmp_path, front + BODIES["handout"], original=original) == [
        f"dry-hands.md:4: `kind` is not a field here. {fields}",
        f"dry-hands.md:5: `order` is not a field here. {fields}",
        "dry-hands.md:6: `translated` is not written as it should be: the version of the original "
        "that it says, as its page and its sheet "
        "print it: 2026-11-22 · 3fa92c.",
        "dry-hands.md:7: `translated_from` is called `translated` now. Rename it.",
    ]


# Where words were written -------------------------------------------------------------------------

BODY = """\
## Why does *clay* dry? { #why }

Clay takes up water. [^soil-2020] So your
skin **dries out** and it's sore.

- Wear [good gloves](words-to-know.md#gloves "Words on gloves") in _wet_ \
soil.[^glove-notes][^soil-2020]
- Clay takes up water, and sand does "not".

| Glove | Good for |
| --- | --- |
| Wool [^glove-notes] | Cold days … and nights |
"""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Why does clay dry?", 20),
        ("Clay takes up water. So your skin dries out and it’s sore.", 22),
        ("So your skin dries out", 22),
        ("skin dries out and it’s sore.", 23),
        ("Wear good gloves in wet soil.", 25),
        ("Clay takes up water, and sand does “not”.", 26),
        ("Cold days … and nights", 30),
        ("WOOL", 30),
        ("sand does nothing of the sort", 26),
        ("Rain", 20),
        ("…", 20),
        ("", 20),
    ],
)
def test_the_line_of_finished_words_is_found(words, line):
    """In spite of citations, links, bold, curly quotes and line breaks; else the longest start that
    is there; else the first line."""
    assert Source("f.md", BODY, 20, {}).line_of(words) == line


def test_the_line_of_a_pattern_is_found():
    source = Source("f.md", BODY, 20, {})
    assert (source.line_at(r"(?m)^- Wear"), source.line_at("Rain")) == (25, 20)
