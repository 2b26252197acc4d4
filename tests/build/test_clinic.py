"""A clinic's own pages are on the site like any other: lists, search, PDFs, links."""

from __future__ import annotations

import io
import json
import re

import pikepdf

from handouts.site.built_site import Built
from support.project import BuiltLibrary


def test_own_pages_are_built_found_printed_and_linked(clinic_site: BuiltLibrary) -> None:
    built = clinic_site.site
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


def check_paper(built: Built) -> None:
    """Check that the paper of clinic.yml comes first in each list, also in large print and in
    the browser."""
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
