"""A clinic's own pages are on the site like any other: lists, search, PDFs, links."""

from __future__ import annotations

import io
import json
import re

import pikepdf

from support.project import CARD, HANDOUT


def test_own_pages_are_built_found_printed_and_linked(project):
    """Those of a British clinic, with its paper and its English."""
    project.edit("mkdocs.yml", "language: en", "language: en-GB")
    project.write(
        "docs/clinic/en/handouts/wet-hands.md",
        HANDOUT.replace("Dry garden hands", "Wet garden hands").replace("order: 10", "order: 15"),
    )
    project.write(
        "docs/clinic/en/handouts/words-to-know.md",
        (project.root / "docs/en/handouts/words-to-know.md")
        .read_text(encoding="utf-8")
        .replace("Garden words", "Our garden words"),
    )
    project.write(
        "docs/clinic/en/about/team.md",
        "---\ntitle: Our team\nsummary: Who we are.\n---\n\nSee [about](index.md).\n",
    )
    project.write("docs/clinic/en/cards/emergency.md", CARD.replace("stays white", "stays cold"))
    project.edit("docs/en/about/index.md", "Every fact", "See [our team](team.md). Every fact")
    project.write("docs/clinic/en/sheets.md", "---\ntitle: All sheets\nsummary: Print them.\n---\n")
    project.write("docs/clinic/clinic.yml", "paper: a4\n")
    built = project.build()
    assert {
        "handouts/wet-hands/index.html",
        "handouts/wet-hands/wet-hands.pdf",
        "handouts/wet-hands/wet-hands.txt",
        "about/team/index.html",
    } <= built.files
    home = built.data("index.html").decode()
    assert 'handouts/wet-hands/"' in home and "Our garden words" in home
    assert b"Our garden words" in built.data("handouts/words-to-know/index.html")
    assert b"stays cold" in built.data("handouts/dry-hands/index.html")
    index = "".join(
        built.data(name).decode() for name in built.files if re.match(r"search-index", name)
    )
    assert "Wet garden hands" in index and "Our garden words" in index
    catalog = json.loads(built.data("catalog.json"))
    check_paper(built)
    assert '<html lang="en-GB"' in home
    with pikepdf.open(io.BytesIO(built.data("handouts/wet-hands/wet-hands.a4.pdf"))) as sheet:
        assert str(sheet.Root.Lang) == "en-GB"
    assert "wet-hands" in {handout["id"] for handout in catalog["handouts"]}
    assert not [name for name in built.files if "clinic/" in name]


def check_paper(built):
    """The paper of clinic.yml comes first in each list, also in large print and in the browser."""
    page = built.data("handouts/dry-hands/index.html").decode()
    ends = [".a4.pdf", ".pdf", ".large.a4.pdf", ".large.pdf"]
    for html in (page, built.data("sheets/index.html").decode()):
        assert re.findall(r'dry-hands/dry-hands([\w.]*\.pdf)"', html)[:4] == ends
    style = re.search(
        r'<link rel="stylesheet" href="[./]*(assets/a4\.css)[^"]*" media="print">', page
    )
    assert built.data(style[1]) == b"@page{size:A4}"
    sheets = json.loads(built.data("catalog.json"))["handouts"][0]["pdfs"]
    assert [(sheet["paper"], sheet["print"]) for sheet in sheets] == [
        ("a4", "standard"),
        ("letter", "standard"),
        ("a4", "large"),
        ("letter", "large"),
    ]
