"""YAML that people write is read strictly; whatever is wrong with it is told at its line, in plain
sentences, all at once."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from pydantic import Field

from handouts.loading import text_file, validation, yaml_reader
from handouts.model.base import Record
from handouts.problems import Refused

COLON = (
    "A colon stands where YAML does not expect it. Put the text after the first colon in quotes, "
    "or look for a missing colon or space in the line above."
)
QUOTE = "A quote is opened here and never closed."
BRACKET = "A bracket is opened here and never closed, or a comma inside it is missing."
SIGN = "A value here starts with &, * or !. Put the value in quotes."
NESTED = "Too many levels stand inside one another here."


def unreadable(reason: str) -> str:
    return (
        f"This is not readable as YAML ({reason}). Look at the quotes, the colons and the spaces "
        "at the start."
    )


class Tool(Record):
    """What the tests read: one field of each sort."""

    name: str = Field(min_length=1, max_length=20, description="What gardeners call it")
    bought: date = Field(description="Day of purchase")
    count: int = Field(default=1, ge=0)
    sharp: bool = False
    uses: list[str] = []
    shed: str = Field(
        default="a1", pattern=r"^[a-z]\d$", description="a letter and a number, as on the door"
    )
    size: str | None = None
    maker: Maker | None = None
    parts: dict[str, Maker] = {}


class Maker(Record):
    town: str = Field(description="Where the workshop is")
    since: int | None = None


Tool.model_rebuild()


# The text as YAML ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("# nothing but a remark", None),
        (
            "no: x\nyes: 1\nnull: 2\n2026-01-01: 3\n4: 5",
            {"no": "x", "yes": 1, "null": 2, "2026-01-01": 3, "4": 5},
        ),
        ("a: 2026-11-22", {"a": date(2026, 11, 22)}),
        ("a: '2026-11-22'", {"a": "2026-11-22"}),
        ("a: 2026-1-1", {"a": "2026-1-1"}),
        ("# a remark\na: x#y", {"a": "x#y"}),
        ("a: Sand – and 20 °C …", {"a": "Sand – and 20 °C …"}),
    ],
)
def test_what_is_right_is_read_as_written(text, data):
    assert yaml_reader.parse(text, "f.yml")[0] == data


def test_the_line_of_every_key_and_item_is_known():
    text = "a: 1\n\n# remark\nb:\n  - x\n  - c: 2\n    d: [y]\n"
    assert yaml_reader.parse(text, "f.yml", first_line=2)[1] == {
        ("a",): ("f.yml", 2),
        ("b",): ("f.yml", 5),
        ("b", 0): ("f.yml", 6),
        ("b", 1): ("f.yml", 7),
        ("b", 1, "c"): ("f.yml", 7),
        ("b", 1, "d"): ("f.yml", 8),
        ("b", 1, "d", 0): ("f.yml", 8),
    }


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("a: 1\n\tb: 2", ["f.yml:2: This line holds a tab. Use spaces."]),
        ("a: x\ty", ["f.yml:1: This line holds a tab. Use spaces."]),
        ("a: 1\nb: 2\na: 3", ["f.yml:3: `a` stands here twice; the first is on line 1. Keep one."]),
        ("o:\n  a: 1\n  a: 2",
         ["f.yml:3: `a` stands here twice; the first is on line 2. Keep one."]),
        ("a: 1\na: 2\nb: 1\nb: 2", [
            "f.yml:2: `a` stands here twice; the first is on line 1. Keep one.",
            "f.yml:4: `b` stands here twice; the first is on line 3. Keep one.",
        ]),
        ("a: &x [1]\nb: *x", [f"f.yml:1: {SIGN}", f"f.yml:2: {SIGN}"]),
        ("a: !!python/object/apply:os.system [date]", [f"f.yml:1: {SIGN}"]),
        ("a: !!binary eA==", [f"f.yml:1: {SIGN}"]),
        ("a: 1\nb: !ENV HOME", [f"f.yml:2: {SIGN}"]),
        ("a: **Important**", [f"f.yml:1: {SIGN}"]),
        ("a: & more", [f"f.yml:1: {SIGN}"]),
        ("a: !<x", [f"f.yml:1: {SIGN}"]),
        ("a: 2026-13-45",
         ["f.yml:1: There is no such date or number: 2026-13-45. Write a date as 2026-11-22."]),
        ("a: 1\nb: [2026-02-30]",
         ["f.yml:2: There is no such date or number: 2026-02-30. Write a date as 2026-11-22."]),
        ("a: 2026-11-22T25:00:00",
         ["f.yml:1: There is no such date or number: 2026-11-22T25:00:00. Write a date as "
          "2026-11-22."]),
        ("a: " + "9:" * 300 + "9.5",
         [f"f.yml:1: There is no such date or number: {'9:' * 20}. Write a date as 2026-11-22."]),
        ("a: " + "9" * 5000,
         [f"f.yml:1: There is no such date or number: {'9' * 40}. Write a date as 2026-11-22."]),
        ('a: "Sand\nb: 1\nc: 2', [f"f.yml:1: {QUOTE}"]),
        ("a: 1\nb: 'Sand\nc: 2", [f"f.yml:2: {QUOTE}"]),
        ("a: 1\nb: [x, y\nc: 2", [f"f.yml:2: {BRACKET}"]),
        ("a: {x: 1\nb: 2", [f"f.yml:1: {BRACKET}"]),
        ('a: ["x" "y"]', [f"f.yml:1: {BRACKET}"]),
        ("a: 1\nb\nc: 3", ["f.yml:2: A colon is missing here. Write `key: value`."]),
        ("a 1\nb: 2", [f"f.yml:2: {COLON}"]),
        ("a:1\nb: 2", [f"f.yml:2: {COLON}"]),
        ("a: Gloves: a guide", [f"f.yml:1: {COLON}"]),
        ("a: 1\n b: 2", [f"f.yml:2: {COLON}"]),
        ("a: @home", ["f.yml:1: A value cannot start with this sign. Put the text in quotes."]),
        ("a: `x`", ["f.yml:1: A value cannot start with this sign. Put the text in quotes."]),
        ("a: %x", ["f.yml:1: A value cannot start with this sign. Put the text in quotes."]),
        ("a: =", ["f.yml:1: A value cannot start with this sign. Put the text in quotes."]),
        ("? [a]\n: 1", ["f.yml:1: A key must be one word, as in `title: …`."]),
        ("a:\n  - 1\n - 2", [f"f.yml:3: {unreadable('did not find expected key')}"]),
        ("a: 1\n---\nb: 2", [f"f.yml:2: {unreadable('but found another document')}"]),
    ],
)  # fmt: skip
def test_broken_yaml_is_told_at_its_line(text, messages):
    with pytest.raises(Refused) as refused:
        yaml_reader.parse(text, "f.yml")
    assert list(map(str, refused.value.problems)) == messages


ENTRIES = """\
a: 2026-02-30
b: "Sand
c: {x: 1
d: 'it'
e:\tx
f:
  g: "x
  h: 1
  i: [1
j: 1
j: x
k: @home
l:
  - m: "x
    n: 2
  - o: 2026-99-99
"p q": Gloves: a guide
r: "s"
"""


def test_what_is_wrong_with_one_entry_hides_nothing_of_the_others():
    content = yaml_reader.read_entries(ENTRIES, "f.yml", 3)
    assert sorted(map(str, content.problems)) == sorted(
        [
            "f.yml:3: There is no such date or number: 2026-02-30. Write a date as 2026-11-22.",
            f"f.yml:4: {QUOTE}",
            f"f.yml:5: {BRACKET}",
            "f.yml:7: This line holds a tab. Use spaces.",
            f"f.yml:9: {QUOTE}",
            f"f.yml:11: {BRACKET}",
            "f.yml:13: `j` stands here twice; the first is on line 12. Keep one.",
            "f.yml:14: A value cannot start with this sign. Put the text in quotes.",
            f"f.yml:16: {QUOTE}",
            f"f.yml:19: {COLON}",
        ]
    )
    assert content.data == {"a": None, "d": "it", "e": "x", "j": 1, "r": "s"}
    assert {key for (key,) in content.unsure} >= {"a", "b", "c", "f", "j", "k", "l"}
    assert {content.places[key,][1] for key in "adejr"} == {3, 6, 7, 12, 20}


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("a: 1\n\tb: 2\nc: 1\td\n\te: 3", ["2: This line holds a tab. Use spaces.",
         "3: This line holds a tab. Use spaces.", "4: This line holds a tab. Use spaces."]),
        ("a:\n\tb: 2\nc: [", ["2: This line holds a tab. Use spaces."]),
        ("a:\xa0x\nb: 1\n\xa0 c: 1",
         [f"{line}: This line holds a no-break space where a plain one belongs. Type the space "
          f"anew." for line in (1,
          3)]),
        ("a: 1\n---\nb: @x", ["2: " + unreadable("but found another document"),
         "3: A value cannot start with this sign. Put the text in quotes."]),
    ],
)  # fmt: skip
def test_all_signs_that_cannot_be_read_are_told_and_nothing_that_may_only_follow_from_them(
    text, messages
):
    assert (
        sorted(
            str(problem).removeprefix("f.yml:")
            for problem in yaml_reader.read_entries(text, "f.yml").problems
        )
        == messages
    )


def test_anchors_that_multiply_are_refused():
    text = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in pairwise("abcdefghi")
    )
    with pytest.raises(Refused) as refused:
        yaml_reader.parse(text, "f.yml")
    assert list(map(str, refused.value.problems)) == [
        f"f.yml:{line}: {SIGN}" for line in range(1, 10)
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 900_000, 1),
        ("- " * 400_000, 1),
        ("{a: " * 200_000, 1),
        ("".join(f"{' ' * depth}a:\n" for depth in range(900)), 51),
    ],
    ids=["brackets", "hyphens", "braces", "indents"],
)
def test_levels_without_end_are_refused_before_they_crash_the_parser(text, line):
    with pytest.raises(Refused) as refused:
        yaml_reader.parse(text, "f.yml")
    assert list(map(str, refused.value.problems)) == [f"f.yml:{line}: {NESTED}"]


def test_fifty_levels_are_read():
    assert yaml_reader.parse("[" * 50 + "]" * 50, "f.yml")[1][(0,) * 49] == ("f.yml", 1)


# The file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfa: 1\n", "a: 1\n"),
        (b"a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        (b"a: 1\rb: 2\r", "a: 1\nb: 2\n"),
        ("é 日本 🌱 – ½".encode(), "é 日本 🌱 – ½"),
    ],
    ids=["empty", "byte-order mark", "Windows", "old Mac", "all letters"],
)
def test_files_from_any_editor_are_read(tmp_path, data, text):
    (tmp_path / "f.yml").write_bytes(data)
    assert text_file.text_of(tmp_path / "f.yml", "f.yml") == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "a: 1\nb: é\n".encode("latin-1"),
            "f.yml:2: This line is not UTF-8. Save the file with the encoding UTF-8.",
        ),
        (
            "a: 1\n".encode("utf-16"),
            "f.yml: This file is saved as UTF-16 or is no text at all. Save it with the encoding "
            "UTF-8.",
        ),
        (
            b"a: 1\nb: \x00\n",
            "f.yml:2: This line holds a character that cannot be seen (U+0000). Delete it.",
        ),
        (
            b"\n\na: \x1b[31m\n",
            "f.yml:3: This line holds a character that cannot be seen (U+001B). Delete it.",
        ),
        (
            "a: \ufffe\n".encode(),
            "f.yml:1: This line holds a character that cannot be seen (U+FFFE). Delete it.",
        ),
        (
            b"a: 1\r\nb: \x07\r\n",
            "f.yml:2: This line holds a character that cannot be seen (U+0007). Delete it.",
        ),
        (
            "a: x\u2028b: y\n".encode(),
            "f.yml:1: This line holds a character that cannot be seen (U+2028). Delete it.",
        ),
        (
            "a: 1\n\na: gl\u200boves\n".encode(),
            "f.yml:3: This line holds a character that cannot be seen (U+200B). Delete it.",
        ),
        (
            b"a" * 2_000_000,
            "f.yml: This file has 2,000,000 bytes; at most 1,000,000 are read. Make it shorter.",
        ),
        (None, "f.yml: This file is missing. Write it, or bring it back from an earlier version."),
    ],
    ids=[
        "Latin-1",
        "UTF-16",
        "NUL",
        "escape",
        "no character",
        "bell",
        "line separator",
        "zero width",
        "2 MB",
        "missing",
    ],
)
def test_files_that_are_no_text_are_refused(tmp_path, data, message):
    if data is not None:
        (tmp_path / "f.yml").write_bytes(data)
    with pytest.raises(Refused) as refused:
        text_file.text_of(tmp_path / "f.yml", "f.yml")
    assert list(map(str, refused.value.problems)) == [message]


# The record ---------------------------------------------------------------------------------------


def test_a_right_record_is_read_with_its_lines(tmp_path):
    (tmp_path / "f.yml").write_bytes(b"name: Spade\nbought: 2026-11-01\nmaker:\n  town: Ghent\n")
    tool, places = validation.read(Tool, tmp_path, "f.yml")
    assert (tool.name, tool.bought, tool.count, tool.maker.town) == (
        "Spade",
        date(2026, 11, 1),
        1,
        "Ghent",
    )
    assert places["maker", "town"] == ("f.yml", 4)


LINES = "must hold `key: value` lines of its own, below it and two spaces further in than it is."
GOOD = "name: Spade\nbought: 2026-11-01\n"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", [
            "f.yml:1: `bought` is missing. Add a line `bought: …` (Day of purchase).",
            "f.yml:1: `name` is missing. Add a line `name: …` (What gardeners call it).",
        ]),
        ("- Spade", ["f.yml:1: Write `key: value` lines here."]),
        ("Spade", ["f.yml:1: Write `key: value` lines here."]),
        (GOOD + "cuont: 3", ["f.yml:3: `cuont` is not a field here. Did you mean `count`?"]),
        (GOOD + "uess:", ["f.yml:3: `uess` is not a field here. Did you mean `uses`?"]),
        (GOOD + "<<: {sharp: true}",
         ["f.yml:3: `<<` is not a field here. The fields are: name, bought, count, sharp, uses, "
          "shed, size, maker, parts."]),
        (GOOD + "maker: {twon: Ghent}", [
            "f.yml:3: `maker.twon` is not a field here. Did you mean `town`?",
        ]),
        (GOOD + "parts:\n  handle:\n    town: Ghent\n    sinse: 1900",
         ["f.yml:6: `parts.handle.sinse` is not a field here. Did you mean `since`?"]),
        (GOOD + "parts:\n  handle: {}",
         ["f.yml:4: `parts.handle.town` is missing. Add a line `town: …` (Where the workshop "
          "is)."]),
        ("name: no\nbought: 2026-11-01", ["f.yml:1: `name` must be text. Put it in quotes."]),
        ("name: 12\nbought: 2026-11-01", ["f.yml:1: `name` must be text. Put it in quotes."]),
        ("name: 2026-01-01\nbought: 2026-11-01",
         ["f.yml:1: `name` must be text. Put it in quotes."]),
        ("name: ''\nbought: 2026-11-01",
         ["f.yml:1: `name` is empty. Write something there or delete the line."]),
        ("name:\nbought: 2026-11-01",
         ["f.yml:1: `name` is empty. Write something there or delete the line."]),
        (f"name: {'x' * 21}\nbought: 2026-11-01",
         ["f.yml:1: `name` is too long; the limit is 20 characters."]),
        ("name: Spade\nbought: '2026-11-01'",
         ["f.yml:2: `bought` must be a date, written without quotes: 2026-11-01."]),
        ("name: Spade\nbought: 2026-11-01 10:00:00",
         ["f.yml:2: `bought` must be a date, written as 2026-11-22."]),
        ("name: Spade\nbought: 20261101",
         ["f.yml:2: `bought` must be a date, written as 2026-11-22."]),
        ("name: Spade\nbought: 2026-1-1",
         ["f.yml:2: `bought` must be a date, written as 2026-11-22."]),
        (GOOD + "count: '3'", ["f.yml:3: `count` must be a whole number."]),
        (GOOD + "count: 3.0", ["f.yml:3: `count` must be a whole number."]),
        (GOOD + "count: yes", ["f.yml:3: `count` must be a whole number."]),
        (GOOD + "count: -1", ["f.yml:3: `count` must be 0 or more."]),
        (GOOD + "sharp: 1", ["f.yml:3: `sharp` must be true or false."]),
        (GOOD + "sharp: 'yes'", ["f.yml:3: `sharp` must be true or false."]),
        (GOOD + "uses: digging",
         ["f.yml:3: `uses` must be a list: each item on a line of its own that starts with `- `."]),
        (GOOD + "uses:\n  - digging\n  - no\n  - 3",
         ["f.yml:5: `uses.1` must be text. Put it in quotes.",
          "f.yml:6: `uses.2` must be text. Put it in quotes."]),
        (GOOD + "shed: A12",
         ["f.yml:3: `shed` is not written as it should be: a letter and a number, as on the "
          "door."]),
        (GOOD + "maker: Ghent", [f"f.yml:3: `maker` {LINES}"]),
        (GOOD + "parts: []", [f"f.yml:3: `parts` {LINES}"]),
    ],
)  # fmt: skip
def test_a_wrong_record_is_told_at_the_line_of_its_key(tmp_path, text, messages):
    (tmp_path / "f.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        validation.read(Tool, tmp_path, "f.yml")
    assert list(map(str, refused.value.problems)) == messages


def test_yes_and_no_in_quotes_are_words(tmp_path):
    (tmp_path / "f.yml").write_text(
        "name: 'no'\nbought: 2026-11-01\nuses: ['yes', \"off\"]\nsharp: yes\n", encoding="utf-8"
    )
    tool, _ = validation.read(Tool, tmp_path, "f.yml")
    assert (tool.name, tool.uses, tool.sharp) == ("no", ["yes", "off"], True)


def test_all_that_is_certain_of_a_record_is_told_beside_what_cannot_be_read(tmp_path):
    text = (
        'name: "Spade\nbought: 2026-02-30\ncount: many\nuess: [x]\nshed: A12\nshed: a1\n'
        "size: x\ty\nmaker: {}\n"
    )
    (tmp_path / "f.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        validation.read(Tool, tmp_path, "f.yml")
    assert list(map(str, refused.value.problems)) == [
        f"f.yml:1: {QUOTE}",
        "f.yml:2: There is no such date or number: 2026-02-30. Write a date as 2026-11-22.",
        "f.yml:3: `count` must be a whole number.",
        "f.yml:4: `uess` is not a field here. Did you mean `uses`?",
        "f.yml:6: `shed` stands here twice; the first is on line 5. Keep one.",
        "f.yml:7: This line holds a tab. Use spaces.",
        "f.yml:8: `maker.town` is missing. Add a line `town: …` (Where the workshop is).",
    ]


def test_everything_wrong_in_a_file_of_records_is_told_at_once(tmp_path):
    text = """\
spade:
  name: Spade
  bought: today
  colour: red

no: 3
rake:
fork:
  name: Fork
  bought: 2026-11-01
"""
    (tmp_path / "f.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        validation.read_each(Tool, tmp_path, "f.yml")
    assert str(refused.value).split("\n") == [
        "f.yml:3: `bought` must be a date, written as 2026-11-22.",
        "f.yml:4: `colour` is not a field here. The fields are: name, bought, count, sharp, uses, "
        "shed, size, maker, parts.",
        "f.yml:6: Write `key: value` lines here.",
        "f.yml:7: Write `key: value` lines here.",
    ]


def test_records_keep_the_order_of_their_file(tmp_path):
    (tmp_path / "f.yml").write_text(
        "no: {town: Oslo}\n10: {town: Rome}\na: {town: Bern}\n", encoding="utf-8"
    )
    makers, places = validation.read_each(Maker, tmp_path, "f.yml")
    assert [(id, maker.town) for id, maker in makers.items()] == [
        ("no", "Oslo"),
        ("10", "Rome"),
        ("a", "Bern"),
    ]
    assert places["10", "town"] == ("f.yml", 2)


def test_an_empty_file_of_records_is_empty_and_a_list_is_refused(tmp_path):
    (tmp_path / "f.yml").write_text("# none yet\n", encoding="utf-8")
    assert validation.read_each(Tool, tmp_path, "f.yml") == ({}, {})
    (tmp_path / "f.yml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        validation.read_each(Tool, tmp_path, "f.yml")
    assert (
        str(refused.value)
        == "f.yml:1: Each entry starts with its id and a colon, at the start of the line."
    )
