"""The catalogue and a sheet of a small library, as others know them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from support.programs import is_installed

GOLDEN = Path(__file__).parent / "golden"

# The catalogue of the small library ---------------------------------------------------------------


def test_the_catalogue_and_a_sheet_as_others_know_them(small_site):
    """Golden files: others rely on the catalogue, and patients on the sheet. Changed on purpose?
    Change the files too.

    Bytes and hashes of PDFs are left out, and line breaks of the sheet: they change with the
    typesetter.
    """
    built = small_site.site
    found = json.loads(built.data("catalog.json"))
    for one in found["handouts"]:
        for pdf in one["pdfs"]:
            assert pdf.pop("bytes") > 10_000 and len(pdf.pop("sha256")) == 64
    assert found == json.loads((GOLDEN / "catalog.json").read_text(encoding="utf-8"))
    if is_installed("pdftotext"):
        done = subprocess.run(
            [
                "pdftotext",
                "-raw",
                "-enc",
                "UTF-8",
                built.folder / "handouts/dry-hands/dry-hands.pdf",
                "-",
            ],
            capture_output=True,
            check=True,
        )
        text = done.stdout.decode().replace("\u2060", "").replace("\u200b", "")
        assert "".join(text.split()) == "".join(
            (GOLDEN / "dry-hands.txt").read_text(encoding="utf-8").split()
        )
