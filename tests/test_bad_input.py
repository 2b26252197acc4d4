"""Whatever people write, the answer is a site or Problems that say where and what to write instead; never a trace.

tests/bad/cases.yml holds one thing that is wrong at a time, each with all that must be said about it. A new case is written
there by hand. What is said of each type of field, test_record.py holds.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import HANDOUT_FILE, TODAY, House, drawn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handouts.checks import run as checks
from handouts.loading import library_loader, validation, yaml_reader
from handouts.loading import settings as loading_settings
from handouts.loading.yaml_reader import YamlContent
from handouts.markdown import extension
from handouts.model import codes, data_files, front_matter
from handouts.model.base import Record
from handouts.model.library import Library
from handouts.outputs import search_index
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article, page_context, site_context
from handouts.problems import Problem, Refused

BAD = Path(__file__).parent / "bad"
CASES = yaml.safe_load((BAD / "cases.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(tmp_path_factory.mktemp("right") / "house").root


@pytest.fixture
def copy(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.delenv("SITE_URL", raising=False)
    shutil.copytree(template, tmp_path / "house")
    return House(tmp_path / "house")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_all_is_told_of(copy, case):
    if "old" in case:
        copy.edit(case["file"], case["old"], case["new"])
    else:
        copy.write(case["file"], case["text"])
    assert [str(one) for one in copy.problems()] == case["said"]


# Fields ------------------------------------------------------------------------------------------------------------------

VALUES = ("", '"  "', "[3]", "{zzz: 1}", "-3", "yes", "x" * 1000)  # of every type, and mostly wrong


def models() -> Iterator[type[Record]]:
    """All that people write in YAML."""
    for module in (codes, data_files, front_matter):
        for _, one in sorted(inspect.getmembers(module, inspect.isclass)):
            if issubclass(one, Record) and one is not Record and one.__module__ == module.__name__:
                yield one


def of_field(model: type[Record], text: str, field: str) -> list[str]:
    try:
        data, lines = yaml_reader.parse(f"# first\n{text}", "f.yml")
        validation.validate(model, YamlContent(data or {}, lines), "f.yml")
    except Refused as refused:
        return [
            str(one).removeprefix("f.yml:")
            for one in refused.problems
            if f"`{field}" in one.message
        ]
    return []


OURS = re.compile(r"\d+: `.+` (?:must|is (?:too long|empty|missing|not))\b.*[.)?]")


@pytest.mark.parametrize(
    ("model", "field"),
    [(model, field) for model in models() for field in model.model_fields],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_whatever_a_field_holds_is_told_in_our_own_words(model, field):
    misspelled = field[:-2] + field[-1] if len(field) > 3 else f"{field}{field[-1]}"
    sentences = {value: of_field(model, f"{field}: {value}", field) for value in VALUES}
    sentences["missing"] = of_field(model, "", field)
    sentences["misspelled"] = of_field(model, f"{misspelled}: 1", misspelled)
    assert [one for said in sentences.values() for one in said if not OURS.fullmatch(one)] == []
    assert bool(sentences["missing"]) is model.model_fields[field].is_required()
    assert sentences["misspelled"]
    accepted = [value for value in VALUES if value and not sentences[value]]
    assert len(accepted) <= 2, "what is text is no number, no list and no mapping; and so on"


# Bytes -------------------------------------------------------------------------------------------------------------------

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
def test_encodings_are_told(copy, file):
    """Of every kind of file; what a page would be told besides is no matter here."""
    path = copy.root / file
    text = path.read_text(encoding="utf-8") if path.exists() else "soil\n"
    last = text.count("\n") + 1
    for data, said in {
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
        told = [
            str(one).removeprefix(file).removeprefix(":").strip()
            for one in copy.problems()
            if one.path == file
        ]
        assert told[:1] == [said], data[-40:]
    path.write_bytes(b"# " + b"x" * 10_000_000)
    most = "250,000" if file.endswith(".md") else "1,000,000"
    assert (
        f"{file}: This file has 10,000,002 bytes; at most {most} are read. Make it shorter."
        in map(str, copy.problems())
    )
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        *(text.replace("\n", end).encode() for end in ("\r\n", "\r", "\r\r\n")),
    ):
        path.write_bytes(data)
        assert copy.problems() == [], data[:20]


# Names -------------------------------------------------------------------------------------------------------------------

ADDRESS = "A page's file name becomes its address: small letters, digits and single hyphens."
FOLDER = "A folder's name becomes part of addresses: letters, digits and single hyphens."
ELSEWHERE = "This only leads to another place. Put the file or folder itself here."
FOR_EVER = (
    "A handout's file name is its address for ever: small letters, digits and single hyphens."
)
NO_FILE = "This is a folder, and a file should stand here. Rename the folder."


@pytest.mark.parametrize(
    ("name", "said"),
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
        ("docs/en/handouts/aux.md", "Windows cannot hold a file with the name aux. Choose another."),
        ("docs/NUL.yml", "Windows cannot hold a file with the name NUL. Choose another."),
        ("docs/en/com1/a.md", "Windows cannot hold a file with the name com1. Choose another."),
        (f"docs/en/{'x' * 90}.md", "This name has 93 characters; the limit is 80. Choose a shorter one."),
        ("docs/en/end. ", "A name cannot end in a point or a space: Windows would cut it off. Rename it."),
        ("docs/en/index.MD", "This file would be published as it is. Only .md, .yml, .txt, .svg, .png, .ttf belong here: take it away."),
        ("docs/en/own.js", "This file would be published as it is. Only .md, .yml, .txt, .svg, .png, .ttf belong here: take it away."),
        ("docs/en/handouts/wool.md.txt", "Only files that end in .md are read here. Rename it to wool.md, or take it away."),
        ("docs/en/handouts/wool.txt", "Only files that end in .md are read here. Rename it to wool.md, or take it away."),
        ("docs/en/handouts/wool.yml", "Only files that end in .md are read here. Take it away."),
        ("docs/en/cards/later.md.txt", "Only files that end in .md are read here. Rename it to later.md, or take it away."),
        ("docs/pictures/photo.png", "Only files that end in .svg are read here. Take it away."),
        ("docs/en/handouts/more/a.md", "Handouts and care cards stand in no folders of their own. Move this file up."),
    ],
)  # fmt: skip
def test_names_are_told(copy, name, said):
    copy.write(name, PAGE)
    wrong = name.rsplit("/", 1)[0] if said == FOLDER or "com1" in said else name
    assert f"{wrong}: {said}" in [str(one) for one in copy.problems()]


def test_twins_folders_and_links_are_told(copy):
    pages = copy.root / "docs/en"
    (pages / "Words.yml").write_text("a")
    (pages / "x.md").mkdir()
    (pages / "handouts/y.md").mkdir()
    (pages / "away.md").symlink_to("/etc/hosts")
    (pages / "round.md").symlink_to("round.md")
    (pages / "circle").symlink_to(pages)
    said = [str(one) for one in copy.problems()]
    for told in (
        "docs/en/words.yml: Words.yml has this name too but for capitals: many disks hold only one of them. Rename one.",
        f"docs/en/x.md: {NO_FILE}",
        f"docs/en/handouts/y.md: {NO_FILE}",
        f"docs/en/away.md: {ELSEWHERE}",
        f"docs/en/round.md: {ELSEWHERE}",
        f"docs/en/circle: {ELSEWHERE}",
    ):
        assert told in said


# Right, though it looks odd ----------------------------------------------------------------------------------------------

ODD = {
    "nested lists": "- a\n    - b\n        - c",
    "one column": "| a |\n| --- |\n| x |",
    "empty head": "| | |\n| --- | --- |\n| x | y |",
    "rule": "***",
    "quote": "> said",
    "entity": "&nbsp;&copy;&#60;b&#62;",
    "markup as words": "&lt;script&gt;",
    "line break": "a  \nb\\\nc",
    "a bracket": "a ) ( ] [ b",
    "hidden marks of Markdown": "\\*a\\* \\[b\\] \\# \\_c\\_",
    "emphasis": "*a* _b_ __c__",
    "an ordered list": "3. a\n4. b",
    "an empty item": "- \n- a",
    "a tick": "- [x] a",
    "quotes": "'a' \"b\" ... --",
    "a tab": "a\tb",
    "a table of contents, which is none": "[TOC]",
    "a definition": "a\n:   b",
    "math": "≥ 2020",
    "an accent by itself": "e\u0301",
    "a long word": "x" * 300,
    "many brackets": "[" * 300,
    "an address": "<https://soil.example/a?b=c&d=e#f>",
    "a title": "[a](words-to-know.md 'x')",
    "a reference": "[a][b]\n\n[b]: words-to-know.md",
}


def test_odd_but_right_is_built_and_printed_or_told(copy):
    """All of it on one page through the whole build, each alone on a sheet."""
    source = (copy.root / HANDOUT_FILE).read_text(encoding="utf-8")
    sentence = "Clay takes up water, so your skin dries out. [^soil-2020]"
    assert sentence in source
    for name, words in ODD.items():
        copy.write(
            HANDOUT_FILE,
            source.replace(sentence, words + (" [^soil-2020]" if "2020" in words else "")),
        )
        assert copy.problems() == [], name
        printed(copy.library(), papers=1)
    copy.write(HANDOUT_FILE, source)
    words = "\n\n".join(ODD.values()).replace("words-to-know.md", "handouts/words-to-know.md")
    copy.write(
        "docs/en/odd.md",
        f"---\ntitle: Odd\nsummary: Odd things.\n---\n\n## All {'{'} #all {'}'}\n\n{words}\n",
    )
    copy.edit("docs/en/index.md", "Start here.", "Start here. [Odd](odd.md)")
    built = copy.build()
    page = built.data("odd/index.html").decode()
    assert "&lt;script&gt;" in page and "<script>" not in page.split("<body", 1)[1]


def printed(whole: Library, papers: int) -> list[Sheet | Problem]:
    """The sheets of some papers of each handout, made as a build makes them."""
    made: list[Sheet | Problem] = []
    for language in whole.languages:
        articles = {
            one.id: article.fragment(extension.rendered(whole, language, extension.source(one)))
            for one in language.handouts
        }
        search_index.index(whole, language, articles)
        jobs = [
            job
            for job in pdf_jobs.jobs(whole, language, articles)
            if job.form == "sheet" and job.print == "standard"
        ]
        made += pdf_sheets.sheets(
            whole, [job for job in jobs if job.paper in ("letter", "a4")[:papers]]
        )
    return made


# What nobody thinks of ---------------------------------------------------------------------------------------------------

PIECES = [
    *"[]()<>{}|*_`#~^:;!?&%@$\\\"'/=+-. \n\t\r\0", "](", "][", "[^", "[^soil-2020]", "[^x]: a", "\n\n", "\n    ", "///", "/// card | emergency\n///\n",
    "/// write | 2\n", "/// write | ²\n///\n", "/// picture | hand\n///\n", "/// glossary\n///\n", "/// bibliography\n///\n", "///Footnotes Go Here///",
    "| a | b |\n| --- | --- |\n| c |\n", "## ", "### a { #a }\n", "{ #x }", "{: onclick=a }", "- [ ] ", "1. ", "> ", "```\n", "**", "__", "<b>", "<!--", "-->",
    "<script>", "&#60;", "&amp;", "{{", "}}", "{%", "{emergency}", "{handout: dry-hands}", "\x02wzxhzdk:0\x03", "\ufeff", "\u2028", "\u202e", "\u200d",
    "é", "😀", "İ", "٣", "²", ": ", "&x ", "*x", "!!python/name:os.system ", "~", "null", "no", "2026-99-99", "1:2:3", "0x1", "9" * 30, ".inf", "---\n", "...\n",
    "? ", "<<: ", "[a](b.md)", "![a](b.png)", "[a]: b\n", "https://[", "[TOC]", "javascript:", "{0}", "{x}", "<svg", "</svg>", "onload=", "url(", "<!ENTITY", "<?xml",
    "%YAML 9\n", "\n-----\n", "\n=====\n", ":   b\n", "*[a]: b\n", "a " * 30,
]  # fmt: skip
MORE = {
    "docs/codes.yml": "systems:\n  s: {name: S, oid: 1.2.3, uri: https://s.example}\n",
    "docs/packets.yml": "both:\n  title: {en: Both}\n  handouts: [dry-hands, words-to-know]\n",
    "docs/moved.yml": "moved:\n  old-hands: dry-hands\n",
    "docs/en/pairs.yml": "cream:\n  when: [cream, itch]\n  then: [rash]\n  why: it may cause a rash.\n",
    "docs/en/everyday.txt": "emergency\n",
    "docs/pictures/hand.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/><text x="1" y="1">{palm}</text></svg>\n',
    "docs/en/pictures.yml": "hand:\n  alt: A hand.\n  labels: {palm: Palm}\n",
}
Edit = tuple[str, float, bytes]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["in", "in", "start", "value", "cut", "copy"]),
        st.floats(0, 1, exclude_max=True),
        st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=8)),
    ),
    min_size=1,
    max_size=5,
)


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """A file after some accidents: something put in, at a line's start or after its colon, a line cut or doubled."""
    for kind, place, piece in edits:
        lines = data.split(b"\n")
        number = int(place * len(lines))
        line = lines[number]
        if kind == "in":
            at = int(place * len(data))
            data = data[:at] + piece + data[at:]
            continue
        if kind == "start":
            lines[number] = piece + line
        elif kind == "value":
            lines[number] = line.partition(b":")[0] + b": " + piece
        elif kind == "cut":
            del lines[number]
        else:
            lines.insert(int(place * 7919) % len(lines), line)
        data = b"\n".join(lines)
    return data


def answered(house: House, papers: int = 0) -> list[Problem]:
    """What a build would say of the library as it stands, made as a build makes it but for MkDocs itself."""
    try:
        whole, problems = library_loader.read(house.root, loading_settings.read(house.root))
        problems = [*problems, *checks.check(whole, TODAY)] if whole.languages else problems
    except Refused as refused:
        return refused.problems
    told = [one for one in problems if "`fingerprint:`" not in one.message]
    for one in told:
        assert one.message.strip() and "\n" not in one.message and "Traceback" not in one.message
        lines = (
            (house.root / one.path).read_bytes().replace(b"\r", b"\n").count(b"\n") + 1
            if (house.root / one.path).is_file()
            else 0
        )
        assert 0 <= one.line <= lines + 1, one
    if not told:
        for language in whole.languages:
            site_context.of_site(whole, language)
            for page in language.all_pages:
                page_context.of_page(whole, language, page)
        printed(whole, papers)
    return told


@pytest.fixture(scope="module")
def playground() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        house = drawn(Path(folder) / "house")
        for name, text in MORE.items():
            house.write(name, text)
        assert answered(house) == []
        yield house


FILES = sorted([*MORE, "mkdocs.yml", "docs/sources.yml", "docs/clinic.yml", "docs/en/words.yml", "docs/en/glossary.yml", "docs/en/index.md",
                "docs/en/cards/emergency.md", "docs/en/about/index.md", "docs/en/handouts/words-to-know.md", *[HANDOUT_FILE] * 4])  # fmt: skip


@settings(
    derandomize=True, deadline=None, database=None, max_examples=int(os.environ.get("EXAMPLES", "60")),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.sampled_from(FILES), EDITS)
@example("docs/en/words.yml", [("cut", 0.3, b"")])
@example(HANDOUT_FILE, [("in", 0.5, b"\n\n[^zzz]: a note that nobody cites\n\n")])
@example(HANDOUT_FILE, [("in", 0.5, "\n\n/// write | ²\n///\n\n".encode())])
def test_whatever_stands_in_a_file_the_answer_is_a_site_or_problems(playground, file, edits):
    before = (playground.root / file).read_bytes()
    start = time.monotonic()
    try:
        playground.write(file, edited(before, edits))
        answered(playground, papers=1 if len(edits) == 1 else 0)
    finally:
        playground.write(file, before)
    assert time.monotonic() - start < 60


@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=list(HealthCheck),
)
@given(st.sampled_from(FILES), st.binary(max_size=200), st.text(max_size=200))
def test_whatever_bytes_a_file_holds_the_answer_is_a_site_or_problems(playground, file, data, text):
    before = (playground.root / file).read_bytes()
    try:
        for whole in (
            data,
            text.encode("utf-8", "surrogatepass"),
            b"---\n" + text.encode("utf-8", "surrogatepass") + b"\n---\n" + data,
        ):
            playground.write(file, whole)
            answered(playground)
    finally:
        playground.write(file, before)
