"""Whatever people write, the answer is a site or Problems that say where and what to write instead;
never a trace.

bad/cases.yml holds one thing that is wrong at a time, each with all that must be said about it. A
new case is written there by hand. What is said of each type of field, test_yaml_reader.py holds.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

BAD = Path(__file__).parent / "bad"
CASES = yaml.load((BAD / "cases.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_each_bad_input_is_told_with_all_its_problems(project, case):
    if "old" in case:
        project.edit(case["file"], case["old"], case["new"])
    else:
        project.write(case["file"], case["text"])
    assert list(map(str, project.problems())) == case["said"]


# Bytes --------------------------------------------------------------------------------------------


PAGE = "---\ntitle: About\nsummary: How these pages are made.\n---\n\nEvery fact has a source.\n"
UTF_8 = "This line is not UTF-8. Save the file with the encoding UTF-8."
UTF_16 = "This file is saved as UTF-16 or is no text at all. Save it with the encoding UTF-8."


def unseen(code: str) -> str:
    return f"This line holds a character that cannot be seen (U+{code}). Delete it."


@pytest.mark.parametrize(
    "file",
    [
        "docs/en/about/index.md",
        "docs/sources.yml",
        "docs/en/words.yml",
        "docs/en/everyday.txt",
        "mkdocs.yml",
    ],
)
def test_encodings_are_told(project, file):
    """Of every kind of file; what a page would be told besides is no matter here."""
    path = project.root / file
    text = path.read_text(encoding="utf-8") if path.exists() else "soil\n"
    last = text.count("\n") + 1
    for data, message in {
        text.encode("utf-16"): UTF_16,
        text.encode("utf-16-be"): UTF_16,
        text.encode("utf-32"): UTF_16,
        bytes(300): UTF_16,
        b"\x89PNG\r\n\x1a\n" + bytes(200): UTF_16,
        text.encode() + "# café\n".encode("latin-1"): f"{last}: {UTF_8}",
        text.encode() + b"# \x93quoted\x94\n": f"{last}: {UTF_8}",
        text.encode() + b"# \xed\xa0\x80\n": f"{last}: {UTF_8}",
        text.encode() + b"# a\0b\n": f"{last}: {unseen('0000')}",
        b"\xef\xbb\xbf" * 2 + text.encode(): f"1: {unseen('FEFF')}",
        text.encode()
        + b"#"
        * 20_000: f"{last}: This line has 20,000 characters; at most 10,000 are read. Break it.",
        **{
            (text + f"# a{chr(code)}b\n").encode(): f"{last}: {unseen(f'{code:04X}')}"
            for code in (
                0x02,
                0x0C,
                0x85,
                0xAD,
                0x180E,
                0x200B,
                0x2028,
                0x2029,
                0x202A,
                0x202E,
                0x2060,
                0x2066,
                0x2069,
                0xE000,
                0xFFFD,
                0xE0041,
                0x10FFFF,
            )
        },
    }.items():
        path.write_bytes(data)
        messages = [
            str(problem).removeprefix(file).removeprefix(":").strip()
            for problem in project.reading_problems()
            if problem.path == file
        ]
        assert messages[:1] == [message], data[-40:]
    path.write_bytes(b"# " + b"x" * 10_000_000)
    limit = "250,000" if file.endswith(".md") else "1,000,000"
    assert (
        f"{file}: This file has 10,000,002 bytes; at most {limit} are read. Make it shorter."
        in map(str, project.problems())
    )
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        *(text.replace("\n", end).encode() for end in ("\r\n", "\r", "\r\r\n")),
    ):
        path.write_bytes(data)
        assert project.problems() == [], data[:20]


# Names --------------------------------------------------------------------------------------------


ADDRESS = "A page's file name becomes its address: small letters, digits and single hyphens."
FOLDER = "A folder's name becomes part of addresses: letters, digits and single hyphens."
ELSEWHERE = "This only leads to another place. Put the file or folder itself here."
FOR_EVER = (
    "A handout's file name is its address for ever: small letters, digits and single hyphens."
)
NO_FILE = "This is a folder, and a file should stand here. Rename the folder."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("docs/en/About us.md", ADDRESS),
        ("docs/en/niño.md", ADDRESS),
        ("docs/en/About.md", ADDRESS),
        ("docs/en/README.md", ADDRESS),
        ("docs/en/a_b.md", ADDRESS),
        ("docs/en/x..md", ADDRESS),
        ("docs/en/.hidden.md", ADDRESS),
        ("docs/en/a%20b.md", ADDRESS),
        ("docs/en/cards/Soon now.md", ADDRESS),
        ("docs/en/handouts/Dry hands.md", FOR_EVER),
        ("docs/en/handouts/dry--hands.md", FOR_EVER),
        ("docs/en/sub dir/a.md", FOLDER),
        ("docs/en/point./a.md", FOLDER),
        ("docs/en/con.md", "Windows cannot hold a file with the name con. Choose another."),
        ("docs/en/handouts/aux.md",
         "Windows cannot hold a file with the name aux. Choose another."),
        ("docs/NUL.yml", "Windows cannot hold a file with the name NUL. Choose another."),
        ("docs/en/com1/a.md", "Windows cannot hold a file with the name com1. Choose another."),
        (f"docs/en/{'x' * 90}.md",
         "This name has 93 characters; the limit is 80. Choose a shorter one."),
        ("docs/en/end. ",
         "A name cannot end in a point or a space: Windows would cut it off. Rename it."),
        ("docs/en/index.MD",
         "This file would be published as it is. Rename it to index.md, or take it away."),
        ("docs/en/handouts/wool.markdown",
         "This file would be published as it is. Rename it to wool.md, or take it away."),
        ("docs/en/cards/wool.Md",
         "This file would be published as it is. Rename it to wool.md, or take it away."),
        ("docs/en/terms.yaml",
         "This file would be published as it is. Rename it to terms.yml, or take it away."),
        ("docs/pictures/hand.SVG",
         "This file would be published as it is. Rename it to hand.svg, or take it away."),
        ("docs/logo.PNG",
         "This file would be published as it is. Rename it to logo.png, or take it away."),
        ("docs/en/hand.jpg",
         "This file would be published as it is. A photo cannot be printed here. Draw it as .svg "
         "in docs/pictures/, or take it away."),
        ("docs/en/robots.txt",
         "This file would be published as it is. The build makes such a file itself, or your "
         "server does. Take it away."),
        ("docs/en/CNAME",
         "This file would be published as it is. The build makes such a file itself, or your "
         "server does. Take it away."),
        ("docs/en/favicon.ico",
         "This file would be published as it is. The build makes such a file itself, or your "
         "server does. Take it away."),
        ("docs/en/handouts/index.md",
         "The name index stands for a list of pages. Call this handout by what it is about."),
        ("docs/en/about.md",
         "docs/en/about/index.md has this address too: /about/ Rename one of them."),
        ("docs/en/own.js",
         "This file would be published as it is. Only .md, .yml, .txt, .svg, .png, .ttf belong "
         "here: take it away."),
        ("docs/en/handouts/wool.md.txt",
         "Only files that end in .md are read here. Rename it to wool.md, or take it away."),
        ("docs/en/handouts/wool.txt",
         "Only files that end in .md are read here. Rename it to wool.md, or take it away."),
        ("docs/en/handouts/wool.yml", "Only files that end in .md are read here. Take it away."),
        ("docs/en/cards/later.md.txt",
         "Only files that end in .md are read here. Rename it to later.md, or take it away."),
        ("docs/pictures/photo.png", "Only files that end in .svg are read here. Take it away."),
        ("docs/en/handouts/more/a.md",
         "Handouts and care cards stand in no folders of their own. Move this file up."),
    ],
)  # fmt: skip
def test_names_are_told(project, name, message):
    project.write(name, PAGE)
    path = name.rsplit("/", 1)[0] if message == FOLDER or "com1" in message else name
    assert f"{path}: {message}" in list(map(str, project.problems()))


def test_twins_folders_and_links_are_told(project):
    pages = project.root / "docs/en"
    (pages / "Words.yml").write_text("a")
    (pages / "x.md").mkdir()
    (pages / "handouts/y.md").mkdir()
    (pages / "away.md").symlink_to("/etc/hosts")
    (pages / "round.md").symlink_to("round.md")
    (pages / "circle").symlink_to(pages)
    messages = list(map(str, project.problems()))
    for message in (
        "docs/en/words.yml: Words.yml has this name too but for capitals: many disks hold only "
        "one of them. Rename one.",
        f"docs/en/x.md: {NO_FILE}",
        f"docs/en/handouts/y.md: {NO_FILE}",
        f"docs/en/away.md: {ELSEWHERE}",
        f"docs/en/round.md: {ELSEWHERE}",
        f"docs/en/circle: {ELSEWHERE}",
    ):
        assert message in messages
