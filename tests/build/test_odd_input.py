"""Whatever people write, the answer is a site or Problems; never a trace. Also what looks odd and
is right."""

from __future__ import annotations

import inspect
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.checks import run as checks
from handouts.loading import library_loader, settings, validation, yaml_reader
from handouts.loading.yaml_reader import YamlContent
from handouts.model import codes, data_files, front_matter
from handouts.model.base import Record
from handouts.model.library import Library
from handouts.outputs import search_index
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import page_context, site_context
from handouts.problems import Problem, Refused
from handouts.system.files import CACHE
from support.memory import work_done_once
from support.odd_text import options
from support.pdf import article_of, text_of
from support.programs import needs
from support.project import HANDOUT_FILE, TODAY, Project, write_project


@pytest.fixture(scope="module", autouse=True)
def _work_once() -> Iterator[None]:
    """Each example changes one file of the same small library."""
    with work_done_once():
        yield


VALUES = ("", '"  "', "[3]", "{zzz: 1}", "-3", "yes", "x" * 1000)  # of every type, and mostly wrong


def models() -> Iterator[type[Record]]:
    """Yield the model of all that people write in YAML."""
    for module in (codes, data_files, front_matter):
        for _, model in sorted(inspect.getmembers(module, inspect.isclass)):
            if issubclass(model, Record) and model.__module__ == module.__name__:
                yield model


def problems_of_field(model: type[Record], text: str, field: str) -> list[str]:
    """Return what is said of a field when a text is read as this model."""
    try:
        data, places = yaml_reader.parse(f"# first\n{text}", "f.yml")
        validation.validate(model, YamlContent(data or {}, places), ("f.yml", 1))
    except Refused as refused:
        return [
            str(problem).removeprefix("f.yml:")
            for problem in refused.problems
            if f"`{field}" in problem.message
        ]
    return []


OURS = re.compile(
    r"\d+: `.+` (?:must|is (?:too long|empty|missing|not))\b.*[.)?]"
    r"|\d+: `(\w+)` must say in which language it is: \1: \{en: \"…\"\}"
)


@pytest.mark.parametrize(
    ("model", "field"),
    [(model, field) for model in models() for field in model.model_fields],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_whatever_a_field_holds_is_told_in_our_own_words(model: type[Record], field: str) -> None:
    misspelled = field[:-2] + field[-1] if len(field) > 3 else f"{field}{field[-1]}"
    sentences = {value: problems_of_field(model, f"{field}: {value}", field) for value in VALUES}
    sentences["missing"] = problems_of_field(model, "", field)
    sentences["misspelled"] = problems_of_field(model, f"{misspelled}: 1", misspelled)
    assert [
        sentence
        for problems in sentences.values()
        for sentence in problems
        if not OURS.fullmatch(sentence)
    ] == []
    assert bool(sentences["missing"]) is model.model_fields[field].is_required()
    assert sentences["misspelled"]
    accepted = [value for value in VALUES if value and not sentences[value]]
    assert len(accepted) <= 2, "what is text is no number, no list and no mapping; and so on"


# Right, though it looks odd -----------------------------------------------------------------------


SENTENCE = "Clay takes up water, so your skin dries out. [^soil-2020]"
ODD = {
    "nested lists": "- a\n    - b\n        - c",
    "one column": "| a |\n| --- |\n| x |",
    "empty head": "| | |\n| --- | --- |\n| x | y |",
    "rule": "***",
    "quote": "> said",
    "entity": "&nbsp;&copy;&#60;b&#62;",
    "markup as words": "&lt;script&gt;",
    "line break": "a  \nb",
    "a bracket": "a ) ( ] [ b",
    "hidden marks of Markdown": "\\*a\\* \\[b\\] \\# \\_c\\_",
    "emphasis": "*a* _b_ __c__",
    "an ordered list": "3. a\n4. b",
    "an empty item": "- \n- a",
    "a box": "- [ ] a",
    "quotes": "'a' \"b\" ... --",
    "a tab": "a\tb",
    "a definition": "a\n:   b",
    "math": "≥ 2020",
    "an accent by itself": "e\u0301",
    "a long word": "x" * 300,
    "many brackets": "[(" * 150,
    "an address": "<https://soil.example/a?b=c&d=e#f>",
    "a reference": "[a][b]\n\n[b]: words-to-know.md",
}


def test_odd_but_right_is_built_and_printed_or_told(project: Project) -> None:
    """All of it on one page through the whole build, each alone on a sheet."""
    source = (project.root / HANDOUT_FILE).read_text(encoding="utf-8")
    assert SENTENCE in source
    for name, words in ODD.items():
        project.write(
            HANDOUT_FILE,
            source.replace(SENTENCE, words + (" [^soil-2020]" if "2020" in words else "")),
        )
        assert project.problems() == [], name
        printed(project.library(), papers=1)
    project.write(HANDOUT_FILE, source)
    words = "\n\n".join(ODD.values()).replace("words-to-know.md", "handouts/words-to-know.md")
    project.write(
        "docs/en/odd.md",
        f"---\ntitle: Odd\nsummary: Odd things.\n---\n\n## All {'{'} #all {'}'}\n\n{words}\n",
    )
    project.edit("docs/en/index.md", "Start here.", "Start here. [Odd](odd.md)")
    built = project.build()
    page = built.data("odd/index.html").decode()
    assert "&lt;script&gt;" in page and "<script>" not in page.split("<body", 1)[1]


def printed(library: Library, papers: int) -> list[Sheet | Problem]:
    """Return the sheets of some papers of each handout, made as a build makes them."""
    results: list[Sheet | Problem] = []
    for language in library.languages:
        articles = {handout.id: article_of(library, handout) for handout in language.handouts}
        search_index.index(library, language, articles)
        jobs = [
            job
            for job in pdf_jobs.jobs(library, language, articles)
            if job.form == "sheet"
            and job.print == "standard"
            and job.paper in ("letter", "a4")[:papers]
        ]
        results += pdf_sheets.sheets(library, jobs, library.root / CACHE / "pdf")
    return results


@needs("pdftotext")
def test_a_list_on_a_sheet_starts_at_its_number(project: Project) -> None:
    project.edit(
        HANDOUT_FILE,
        SENTENCE,
        f"3. Put on wool.\n4. Rest.\n\nClay is wet.\n\n5. Eat.\n\n{SENTENCE}",
    )
    assert project.problems() == []
    sheet, *_ = printed(project.library(), papers=1)
    assert isinstance(sheet, Sheet), sheet
    text = " ".join(text_of(sheet.data).split())
    assert "3. Put on wool. 4. Rest. Clay is wet. 5. Eat." in text


# What nobody thinks of ----------------------------------------------------------------------------


PIECES = [
    *"[]()<>{}|*_`#~^:;!?&%@$\\\"'/=+-. \n\t\r\0", "](", "][", "[^", "[^soil-2020]", "[^x]: a",
     "\n\n", "\n    ", "///", "/// card | emergency\n///\n",
    "/// write | 2\n", "/// write | ²\n///\n", "/// picture | hand\n///\n", "/// glossary\n///\n",
    "/// bibliography\n///\n", "///Footnotes Go Here///",
    "| a | b |\n| --- | --- |\n| c |\n", "## ", "### a { #a }\n", "{ #x }", "{: onclick=a }",
    "- [ ] ", "1. ", "> ", "```\n", "**", "__", "<b>", "<!--", "-->",
    "<script>", "&#60;", "&amp;", "{{", "}}", "{%", "{emergency}", "{handout: dry-hands}",
     "\x02wzxhzdk:0\x03", "\ufeff", "\u2028", "\u202e", "\u200d",
    "é", "😀", "İ", "٣", "²", ": ", "&x ", "*x", "!!python/name:os.system ", "~", "null", "no",
    "2026-99-99", "1:2:3", "0x1", "9" * 30, ".inf", "---\n", "...\n",
    "? ", "<<: ", "[a](b.md)", "![a](b.png)", "[a]: b\n", "https://[", "[TOC]", "javascript:",
     "{0}", "{x}", "<svg", "</svg>", "onload=", "url(", "<!ENTITY", "<?xml",
    "%YAML 9\n", "\n-----\n", "\n=====\n", ":   b\n", "*[a]: b\n", "a " * 30,
]  # fmt: skip
FILES_OF_EACH_KIND = {
    "docs/codes.yml": "systems:\n  s: {name: S, oid: 1.2.3, uri: https://s.example}\n",
    "docs/packets.yml": "both:\n  title: {en: Both}\n  handouts: [dry-hands, words-to-know]\n",
    "docs/moved.yml": "moved:\n  old-hands: dry-hands\n",
    "docs/en/pairs.yml": "cream:\n  when: [cream, itch]\n  then: [rash]\n"
    "  why: it may cause a rash.\n",
    "docs/en/everyday.txt": "emergency\n",
    "docs/pictures/hand.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path '
    'd="M0 0h9" fill="none"/><text x="1" y="1" font-size="2" font-family="Atkinson '
    'Hyperlegible Next" fill="currentColor">{palm}</text></svg>\n',
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
    """Return a file after some accidents: something put in, at a line's start or after its colon,
    or a line cut or doubled."""
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


def problems_of_build(project: Project, papers: int = 0) -> list[Problem]:
    """Return what a build would say of the library as it stands, made as a build makes it but for
    MkDocs itself."""
    try:
        library, problems = library_loader.read(project.root, settings.read(project.root))
        problems = [*problems, *checks.check(library, TODAY)] if library.languages else problems
    except Refused as refused:
        return refused.problems
    for problem in problems:
        assert problem.message.strip() and not re.search("\n|Traceback", problem.message)
        path = project.root / problem.path
        lines = 0
        if path.is_file():
            lines = path.read_bytes().replace(b"\r", b"\n").count(b"\n") + 1
        assert 0 <= problem.line <= lines + 1, problem
    if not problems:
        for language in library.languages:
            site_context.of_site(library, language)
            for page in language.all_pages:
                page_context.of_page(library, language, page)
        printed(library, papers)
    return problems


@pytest.fixture(scope="module")
def playground() -> Iterator[Project]:
    """The small library with a file of each kind, to be broken and put back."""
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder) / "project")
        for name, text in FILES_OF_EACH_KIND.items():
            project.write(name, text)
        assert problems_of_build(project) == []
        yield project


FILES = sorted(
    [
        *FILES_OF_EACH_KIND,
        *("mkdocs.yml", "docs/sources.yml", "docs/clinic.yml", "docs/en/words.yml"),
        *("docs/en/glossary.yml", "docs/en/index.md", "docs/en/cards/emergency.md"),
        *("docs/en/about/index.md", "docs/en/handouts/words-to-know.md", *[HANDOUT_FILE] * 4),
    ]
)


@options(60)
@given(st.sampled_from(FILES), EDITS)
@example("docs/en/words.yml", [("cut", 0.3, b"")])
@example(HANDOUT_FILE, [("in", 0.5, b"\n\n[^zzz]: a note that nobody cites\n\n")])
@example(HANDOUT_FILE, [("in", 0.5, "\n\n/// write | ²\n///\n\n".encode())])
def test_whatever_stands_in_a_file_the_answer_is_a_site_or_problems(
    playground: Project, file: str, edits: list[Edit]
) -> None:
    before = (playground.root / file).read_bytes()
    start = time.monotonic()
    try:
        playground.write(file, edited(before, edits))
        problems_of_build(playground, papers=1 if len(edits) == 1 else 0)
    finally:
        playground.write(file, before)
    assert time.monotonic() - start < 60


@options(30)
@given(st.sampled_from(FILES), st.binary(max_size=200), st.text(max_size=200))
def test_whatever_bytes_a_file_holds_the_answer_is_a_site_or_problems(
    playground: Project, file: str, data: bytes, text: str
) -> None:
    before = (playground.root / file).read_bytes()
    try:
        for content in (
            data,
            text.encode("utf-8", "surrogatepass"),
            b"---\n" + text.encode("utf-8", "surrogatepass") + b"\n---\n" + data,
        ):
            playground.write(file, content)
            problems_of_build(playground)
    finally:
        playground.write(file, before)
