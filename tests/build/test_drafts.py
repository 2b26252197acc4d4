"""A draft is built like any other page: it says what it is, on screen and on paper, and nothing
gives it a day."""

from __future__ import annotations

import json

import pytest

from support.pdf import jobs_of, set_sheets, text_of
from support.programs import needs
from support.project import HANDOUT_FILE, BuiltLibrary, Project


@needs("pdftotext")
def test_a_draft_says_so_until_it_is_dated(
    project: Project, built_library: BuiltLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://clinic.example/")
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    handout = project.library().languages[0].by_id["dry-hands"]
    words = handout.fingerprint
    built = project.build()
    page = built.tree("handouts/dry-hands/index.html")
    facts = page.xpath("string(//section[@aria-labelledby='about-this'])")
    assert f"Draft · {words}" in facts and "Words last changed" not in facts

    text = text_of(built.data("handouts/dry-hands/dry-hands.pdf"))
    assert f"Version Draft · {words}" in " ".join(text.split())
    entries = json.loads(built.data("catalog.json"))["handouts"]
    entry = next(entry for entry in entries if entry["id"] == "dry-hands")
    assert (entry["version"], entry["changed"]) == (f"Draft · {words}", None)
    sitemap = built.data("sitemap.xml").decode()
    block = next(url for url in sitemap.split("<url>") if "/handouts/dry-hands/<" in url)
    assert "<lastmod>" not in block and "<lastmod>2026-11-22</lastmod>" in sitemap
    resources = [item["resource"] for item in json.loads(built.data("fhir/bundle.json"))["entry"]]
    dated = [resource["id"] for resource in resources if "date" in resource]
    assert [id for id in dated if "dry-hands" in id] == []

    project.date()
    library = project.library()
    (sheet,) = set_sheets(library, jobs_of(library)[:1])
    assert f"Version 2026-11-22.2 · {words}" in " ".join(text_of(sheet.data).split())
    sitemap = built_library.site.data("sitemap.xml").decode()
    assert sitemap.count("<lastmod>") == sitemap.count("<url>"), "where all pages have a day"
