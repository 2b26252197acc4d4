"""What this library is about stands in docs/ and here, and nowhere in the machine."""

from __future__ import annotations

import re

import pytest

from handouts.loading import library_loader, settings
from support.docs import about
from support.project import ROOT

pytestmark = about("en/handouts/what-is-calcinosis.md")

# Words of the word list that are common words too, and are used here in that sense.
COMMON = {
    "clinician",
    "rheumatologist",
    "ct",
    "registry",
}  # who reviews a page, an example of such a person, SNOMED CT, and a key of fonts in PDF
SUBJECT = {
    "calcinosis",
    "calcium",
    "dermatomyositis",
    "jdm",
    "lump",
    "lumps",
    "scleroderma",
    "warfarin",
    "steroid",
    "lupus",
}
# What we wrote of the machine and its looks.
WRITTEN = [
    path
    for folder in ("scripts", "overrides")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".typ", ".html", ".css", ".js", ".svg")
]


@pytest.fixture(scope="module")
def terms() -> set[str]:
    library = library_loader.read(ROOT, settings.read(ROOT))[0]
    names = library.languages[0].terms.items()
    return SUBJECT | {form.lower() for name, term in names for form in (name, *term.forms)}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_machine_does_not_know_what_the_handouts_are_about(path, terms):
    text = path.read_text(encoding="utf-8").lower()
    assert [
        word
        for word in sorted(terms - COMMON)
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    ] == []


def test_warnings_and_codes_are_held():
    """So that tests of all pairs and codes, which step aside where there are none, do not do so
    here."""
    library = library_loader.read(ROOT, settings.read(ROOT))[0]
    assert all(len(language.pairs) > 20 for language in library.languages)
    assert len(library.codes.codes) > 20
    assert any(code.system == "snomed-ct" for code in library.codes.codes)
