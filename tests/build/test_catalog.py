"""The catalogue and a sheet of a small library, as others know them."""

from __future__ import annotations

import json
from pathlib import Path

from support.pdf import text_of
from support.programs import is_installed
from support.project import BuiltLibrary

GOLDEN = Path(__file__).parent / "golden"


def test_the_catalogue_and_a_sheet_as_others_know_them(small_site: BuiltLibrary) -> None:
    """Golden files: others rely on the catalogue, and patients on the sheet. Changed on purpose?
    Change the files too.

    Bytes and hashes of PDFs are left out, and line breaks of the sheet: they change with the
    typesetter.
    """
    built = small_site.site
    catalog = json.loads(built.data("catalog.json"))
    for handout in catalog["handouts"]:
        for pdf in handout["pdfs"]:
            assert pdf.pop("bytes") > 10_000 and len(pdf.pop("sha256")) == 64
    assert catalog == json.loads((GOLDEN / "catalog.json").read_text(encoding="utf-8"))
    if is_installed("pdftotext"):
        text = text_of(built.data("handouts/dry-hands/dry-hands.pdf"))
        text = text.replace("\u2060", "").replace("\u200b", "")
        assert "".join(text.split()) == "".join(
            (GOLDEN / "dry-hands.txt").read_text(encoding="utf-8").split()
        )
