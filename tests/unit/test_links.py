"""Links of the built site: each broken one is told once, and no right one is accused."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from unicodedata import normalize

import pikepdf
import pytest
import yaml

from handouts.loading import library_loader, settings
from handouts.model.library import Library
from handouts.site import link_check, resolve, targets
from handouts.site.built_site import Built
from handouts.site.extract import pdf as site_extract_pdf
from handouts.site.extract.content import Link, LinkKind
from support.programs import lychee
from support.project import HANDOUT_FILE, write_site

CORPUS = Path(__file__).parent / "links"
ROOT_URL, BELOW = "https://soil.example/", "https://soil.example/garden/"


@pytest.fixture(scope="module")
def library_at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Library]:
    """Makes a library that has one language, no page, and some address."""
    root = tmp_path_factory.mktemp("bare")
    (root / "docs/en").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "docs_dir: docs/en\ntheme: {language: en}\nextra: {library: garden}\n"
    )
    (root / "docs/sources.yml").write_text("")
    (root / "docs/clinic.yml").write_text('emergency: "112"\n')
    (root / "docs/en/words.yml").write_text(
        "language: English\ncategories: {a: A}\naudiences: {b: B}\nwords: {c: C}\n"
    )
    library, problems = library_loader.read(root, settings.read(root))
    assert not problems
    return lambda url: replace(library, site=replace(library.site, url=url))


def pdf(*addresses: str) -> bytes:
    """Make a PDF of one page with links, and one place called wool. An address that starts with #
    is a place of its own."""
    document = pikepdf.new()
    page = document.add_blank_page()
    fit = pikepdf.Array([page.obj, pikepdf.Name.Fit])
    document.Root.Names = pikepdf.Dictionary(
        Dests=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("wool"), fit]))
    )
    notes = [
        pikepdf.Dictionary(Dest=pikepdf.String(address[1:]))
        if address.startswith("#")
        else pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address))
        for address in addresses
    ]
    notes.append(pikepdf.Dictionary(Dest=fit))
    for note in notes:
        note.Subtype = pikepdf.Name.Link
    page.Annots = pikepdf.Array(map(document.make_indirect, notes))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# A site in which everything is right. Each case below adds to its home page, or changes a file.
HOME = '<h1 id="home">Garden</h1><a href="gloves/">Gloves</a><a href="café/">Café</a>'
SITE: dict[str, str | bytes] = {
    "index.html": HOME,
    "gloves/index.html": '<h1 id="title">Gloves</h1><h2 id="wool">Wool</h2>',
    "gloves/gloves.pdf": pdf("https://other.example/"),
    "café/index.html": '<h1 id="título">Café</h1>',
    "assets/glove.png": b"",
    "assets/a glove.png": b"",
    "assets/style.css": "@font-face { src: url(fonts/soil.woff2) }",
    "assets/search.js": "go('nowhere.html')",
    "assets/fonts/soil.woff2": b"",
}


@pytest.fixture
def messages_of(tmp_path: Path, library_at: Callable[[str], Library]) -> Callable[..., list[str]]:
    """Checks the site that some files make, at some address."""
    return lambda files, url="": list(
        map(str, link_check.check(library_at(url), write_site(tmp_path, files)))
    )


# The corpus: tests/links/ -------------------------------------------------------------------------


@dataclass
class Case:
    """A page of tests/links/broken.yml or right.yml, and what must be said about it."""

    name: str
    html: str = "<p>x</p>"
    files: dict[str, str] = field(default_factory=dict)
    pdf: list[str] = field(default_factory=list)
    at: str = "index.html"
    says: str = ""
    also: list[str] = field(default_factory=list)
    alone: bool = False  # the home page does not link to it
    entrance: str = ""  # …but to this file beside it

    @property
    def slug(self) -> str:
        return re.sub(r"\W+", "-", self.name.lower())

    @property
    def right(self) -> bool:
        return not self.says

    def filled(self, text: str) -> str:
        return (
            text.replace("{here}", self.folder)
            .replace("{site}", BELOW)
            .replace("{domain}", "https://soil.example")
        )

    @property
    def folder(self) -> str:
        return f"{'right' if self.right else 'broken'}-{self.slug}"

    @property
    def site_files(self) -> dict[str, str | bytes]:
        files: dict[str, str | bytes] = {
            "index.html": f'<!doctype html><html lang="en"><meta charset="utf-8">{self.html}'
        } | self.files
        files = {f"{self.folder}/{name}": self.filled(str(text)) for name, text in files.items()}
        return files | (
            {f"{self.folder}/sheet.pdf": pdf(*map(self.filled, self.pdf))} if self.pdf else {}
        )

    @property
    def needs_address(self) -> bool:
        return (
            "soil.example"
            in "".join(
                map(str, [*self.site_files.values(), *self.pdf, self.filled(self.says)])
            ).lower()
        )


def parsed(name: str) -> Any:
    return yaml.load((CORPUS / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@cache
def cases(name: str) -> list[Case]:
    return [Case(**fields) for fields in parsed(name)]


CASES = cases("broken") + cases("right")


def corpus(folder: Path) -> Built:
    """Make one site of all cases, each a page of it."""
    garden = parsed("site")
    files: dict[str, str | bytes] = {
        name: text.replace("{site}", BELOW) for name, text in garden.items()
    }
    files["gloves/gloves.pdf"] = pdf("https://other.example/")
    for case in CASES:
        files |= case.site_files
        if not case.alone or case.entrance:
            files["index.html"] = (
                f'{files["index.html"]}<a href="{case.folder}/{case.entrance}">x</a>'
            )
    return write_site(folder, files)


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return corpus(tmp_path_factory.mktemp("corpus") / "garden")


def by_case(broken: Iterable[tuple[Link, str]]) -> dict[str, set[str]]:
    """Return what was said about each case, by its folder."""
    sentences: dict[str, set[str]] = {}
    for link, sentence in broken:
        folder, _, file = link.origin.partition("/")
        sentences.setdefault(folder, set()).add(f"{file}: {sentence}")
    return sentences


@pytest.fixture(scope="module", params=["", BELOW], ids=["no address", "below a path"])
def checked_corpus(
    request: pytest.FixtureRequest, garden: Built, library_at: Callable[[str], Library]
) -> tuple[str, dict[str, set[str]]]:
    return request.param, by_case(link_check.broken_links(library_at(request.param), garden))


def test_the_corpus_is_large_enough():
    assert len(cases("broken")) >= 60
    assert len(cases("right")) >= 60
    assert len({case.folder for case in CASES}) == len(CASES), "each has a name of its own"


def test_each_broken_link_is_told_once_and_no_right_one_is_accused(checked_corpus):
    url, sentences_by_folder = checked_corpus
    mistakes = {}
    for case in CASES if url else [case for case in CASES if not case.needs_address]:
        sentences = [
            normalize("NFC", sentence) for sentence in sentences_by_folder.get(case.folder, [])
        ]
        expected = [normalize("NFC", case.filled(text)) for text in (case.says, *case.also) if text]
        is_placed = case.right or f"{case.at}: {expected[0]}" in sentences
        if (
            sorted(text.split(": ", 1)[1] for text in sentences) != sorted(expected)
            or not is_placed
        ):
            mistakes[case.folder] = sentences
    assert mistakes == {}


def test_beside_another_link_checker(garden, library_at):
    """Run with -s to see the numbers."""
    ours = by_case(link_check.broken_links(library_at(BELOW), garden)).keys()
    process = lychee(
        garden.folder, BELOW, garden.folder.parent, "html,css,xml,json,txt", "--format", "json"
    )
    theirs = {
        PurePosixPath(path).relative_to(garden.folder.as_posix()).parts[0]
        for path in json.loads(process.stdout)["error_map"]
    }
    counts = {}
    for name, folders in (("ours", ours), ("lychee", theirs)):
        counts[name] = tuple(
            sum(case.folder in folders for case in CASES if case.right is right)
            for right in (False, True)
        )
        print(
            f"{name:8} found {counts[name][0]} of {len(cases('broken'))} broken links, accused "
            f"{counts[name][1]} of {len(cases('right'))} right ones"
        )
    assert counts["ours"] == (len(cases("broken")), 0)
    assert counts["lychee"][0] > 40, "the other one was really run"


@pytest.mark.parametrize("file", ["index.html", "gloves/index.html", "assets/style.css"])
@pytest.mark.parametrize(
    "target, message",
    [("glove.png", ""), ("glow.png", "There is nothing at the address assets/glow.png.")],
    ids=["right", "wrong"],
)
def test_links_are_relative_to_the_file_they_stand_in(messages_of, file, target, message):
    assets = {"index.html": "assets/", "gloves/index.html": "../assets/", "assets/style.css": ""}[
        file
    ]
    added = (
        f"p {{ background: url({assets}{target}) }}"
        if file.endswith(".css")
        else f'<img src="{assets}{target}" alt="x">'
    )
    messages = messages_of(SITE | {file: str(SITE[file]) + added})
    assert messages == ([f"site/{file}: {message}"] if message else [])


def test_the_page_for_lost_readers_may_start_at_the_root(messages_of):
    page = (
        '<link rel="stylesheet" href="/garden/assets/style.css"><a href="/garden/">x</a><a '
        'href="/garden/gloves/#wool">x</a>'
    )
    assert messages_of(SITE | {"404.html": page}, BELOW) == []


@pytest.mark.parametrize("url", [ROOT_URL, BELOW])
@pytest.mark.parametrize(
    "path, message",
    [
        ("gloves/", ""),
        ("gloves/#wool", ""),
        ("", ""),
        ("gluves/", "There is nothing at the address gluves/."),
        ("gloves", "The address gloves lacks its closing slash: write gloves/."),
        (
            "Gloves/",
            "The address Gloves/ is spelled gloves here: capital and small letters differ.",
        ),
        ("assets/", "The folder assets/ has no page of its own (index.html)."),
    ],
)
@pytest.mark.parametrize(
    "html", ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">']
)
def test_full_addresses_of_our_own_are_followed(messages_of, url, path, message, html):
    messages = messages_of(SITE | {"index.html": HOME + html.format(url + path)}, url)
    assert messages == ([f"site/index.html: {message}"] if message else [])


@pytest.mark.parametrize(
    "target, message",
    [
        (
            "http://soil.example/garden/gloves/",
            "Write https: in front of this site's own address http://soil.example/garden/gloves/.",
        ),
        ("https://soil.example/", ""),  # another site on the same domain is outside
        ("https://soil.example/other/gluves/", ""),
        ("https://www.soil.example/garden/gluves/", ""),
    ],
)
def test_what_counts_as_our_own_address(messages_of, target, message):
    messages = messages_of(SITE | {"index.html": f'{HOME}<a href="{target}">x</a>'}, BELOW)
    assert messages == ([f"site/index.html: {message}"] if message else [])


@pytest.mark.parametrize(
    "target, message",
    [
        ("/garden/gluves/", "There is nothing at the address gluves/."),
        ("/gloves/", "The address /gloves/ leads out of the site."),
    ],
)
def test_the_page_for_lost_readers_starts_at_the_root(messages_of, target, message):
    """It is served at any depth, so only there an address starts with a slash."""
    assert messages_of(SITE | {"404.html": f'<a href="{target}">x</a>'}, BELOW) == [
        f"site/404.html: {message}"
    ]


@pytest.mark.parametrize(
    "home",
    [
        "<h1>Garden</h1>",
        '<link rel="icon" href="assets/glove.png">',
        '<a href="gloves/gloves.pdf">PDF</a>',
    ],
)
def test_a_page_that_nothing_links_to_is_told(messages_of, home):
    files = SITE | {
        "index.html": f'{home}<a href="café/">x</a>',
        "gloves/index.html": str(SITE["gloves/index.html"]) + '<a href="../gloves/">me</a>',
    }
    assert messages_of(files) == [
        "site/gloves/index.html: Nothing links to this page, so nobody will find it. Link to it "
        "from a page."
    ]


def test_everything_is_told_at_once_and_what_many_pages_share_once(messages_of):
    page = '<a href="../gluves/">x</a><a href="../gluves/">x</a><img src="x.png" alt="x">'
    assert messages_of(
        SITE | {"index.html": HOME + '<a href="gluves/">x</a>', "gloves/index.html": page}
    ) == [
        "site/gloves/index.html: There is nothing at the address gloves/x.png.",
        "site/gloves/index.html: There is nothing at the address gluves/. The same stands in 1 "
        "more file.",
    ]
    page = '<a href="../gluves/">x</a>'
    files = SITE | {
        "index.html": HOME + '<a href="gluves/">x</a>',
        "gloves/index.html": page,
        "café/index.html": page,
    }
    assert messages_of(files) == [
        "site/café/index.html: There is nothing at the address gluves/. The same stands in 2 more "
        "files."
    ]


def test_a_page_that_only_lost_pages_link_to_is_told_as_such(messages_of):
    files = SITE | {
        "lost/index.html": '<a href="../further/">x</a>',
        "further/index.html": "<p>x</p>",
    }
    assert messages_of(files) == [
        "site/further/index.html: Only pages that nobody finds link to this page. Link to it from "
        "a page that the home page leads to.",
        "site/lost/index.html: Nothing links to this page, so nobody will find it. Link to it "
        "from a page.",
    ]


# The parts, each alone ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin, target, expected",
    [
        ("index.html", "gloves/", ("gloves/", "")),
        ("gloves/index.html", "../", ("", "")),
        ("gloves/index.html", "..", ("", "")),
        ("gloves/index.html", ".", ("gloves/", "")),
        ("gloves/index.html", "#wool", ("gloves/index.html", "wool")),
        ("gloves/index.html", "?a#wool", ("gloves/index.html", "wool")),
        ("a/b/c.html", "../../d%20e/#f%20g", ("d e/", "f g")),
        ("a/b/c.css", "../d.png", ("a/d.png", "")),
        ("index.html", "https://soil.example/garden/a/#b", ("a/", "b")),
        ("index.html", "https://soil.example/garden/", ("", "")),
        ("404.html", "/garden/a/", ("a/", "")),
        ("index.html", "https://other.example/", None),
        ("index.html", "mailto:a@b.example", None),
    ],
)
def test_resolve(library_at, origin, target, expected):
    assert resolve.resolve(library_at(BELOW), Link(origin, target)) == expected


def test_judge_asks_for_page_and_place_apart(tmp_path):
    built = write_site(tmp_path, SITE)
    assert targets.target_problem(built, "gloves/", "wool") == ""
    assert (
        targets.target_problem(built, "gloves/", "silk")
        == "The page gloves/ has no place called #silk."
    )
    assert (
        targets.target_problem(built, "gluves/", "silk")
        == "There is nothing at the address gluves/."
    )
    assert targets.target_problem(built, "assets/glove.png", "silk") == "", "only pages have places"


def test_what_the_browser_fetches_by_itself_and_where_a_reader_can_go(tmp_path):
    built = write_site(
        tmp_path,
        {
            "index.html": '<a href="a/">x</a><img src="b.png" alt=""><link rel="canonical" '
            'href="c/"><link rel="icon" href="d.svg">'
        },
    )
    assert built.content("index.html").links == (
        Link("index.html", "a/", LinkKind.HYPERLINK),
        Link("index.html", "b.png", LinkKind.RESOURCE),
        Link("index.html", "c/"),
        Link("index.html", "d.svg", LinkKind.RESOURCE),
    )


def test_what_was_read_of_pdfs_is_remembered_by_their_bytes(tmp_path, monkeypatch):
    """The second time no PDF is opened, unless it has changed; what is gone is forgotten."""
    opened: list[bytes] = []
    read = site_extract_pdf.read_pdf

    def read_and_note(data: bytes) -> Any:
        opened.append(data)
        return read(data)

    monkeypatch.setattr(site_extract_pdf, "read_pdf", read_and_note)
    cache_file = tmp_path / "kept/pdfs.json"

    def links_of(files: dict[str, str | bytes]) -> list[tuple[Link, ...]]:
        built = Built(write_site(tmp_path / "site", files).folder, cache_file)
        links = [built.content(file).links for file in files]
        built.save_pdf_cache()
        return links

    files: dict[str, str | bytes] = {
        "a.pdf": pdf("https://a.example/"),
        "b.pdf": pdf("https://b.example/", "#wool"),
    }
    first = links_of(files)
    assert first == [
        (Link("a.pdf", "https://a.example/", LinkKind.ABSOLUTE),),
        (Link("b.pdf", "https://b.example/", LinkKind.ABSOLUTE), Link("b.pdf", "#wool")),
    ]
    assert len(opened) == 2
    assert links_of(files) == first
    assert len(opened) == 2
    assert links_of({"a.pdf": pdf("https://c.example/")}) == [
        (Link("a.pdf", "https://c.example/", LinkKind.ABSOLUTE),)
    ]
    assert len(opened) == 3
    assert len(json.loads(cache_file.read_text())["pdfs"]) == 1
    for broken in ("", "{", '{"by": "another", "pdfs": 1}', "[]"):
        cache_file.write_text(broken)
        assert links_of(files) == first
    assert len(opened) == 11


def test_a_printed_code_that_leads_nowhere_is_told(project):
    """Whatever stands in the PDF: the code is drawn from this address."""
    project.write("site/index.html", '<a href="handouts/words-to-know/">x</a>')
    project.write("site/handouts/words-to-know/index.html", "<p>x</p>")
    library = project.library()
    library = replace(library, site=replace(library.site, url=BELOW))
    assert list(map(str, link_check.check(library, Built(project.root / "site")))) == [
        f"{HANDOUT_FILE}: On the built page: The printed code of this page leads nowhere. There "
        f"is nothing at the address handouts/dry-hands/."
    ]


# Sites that were really built ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "words, target, message",
    [
        (
            "See [gloves](gluves.md).",
            "../gluves/",
            "There is nothing at the address handouts/gluves/.",
        ),
        (
            "See [words](words-to-know.md#silk).",
            "../words-to-know/#silk",
            "The page handouts/words-to-know/ has no place called #silk.",
        ),
        (
            "See ![a glove](glow.png).",
            "glow.png",
            "There is nothing at the address handouts/dry-hands/glow.png.",
        ),
        ("Ask [us](javascript:go()).", "javascript:go()", "A link may not start with javascript:."),
    ],
)
def test_a_broken_link_of_a_page_is_told_at_its_line_of_the_markdown(
    project, words, target, message
):
    """Whatever made the page: a hand-made page stands in for one that MkDocs made."""
    project.edit(HANDOUT_FILE, "Clay takes up water, so your skin dries out.", words)
    project.write(
        "site/handouts/dry-hands/index.html",
        f'<a href="../words-to-know/">x</a><a href="../../">x</a><a href="{target}">x</a>',
    )
    project.write(
        "site/handouts/words-to-know/index.html", '<p id="words">x</p><a href="../dry-hands/">x</a>'
    )
    project.write("site/index.html", '<a href="handouts/dry-hands/">x</a>')
    line = project.line_of(HANDOUT_FILE, words)
    assert list(map(str, link_check.check(project.library(), Built(project.root / "site")))) == [
        f"{HANDOUT_FILE}:{line}: {message}"
    ]
