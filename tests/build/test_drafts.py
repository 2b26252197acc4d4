"""A draft is built like any other page: it says what it is, on screen and on paper, and nothing
gives it a day."""

from __future__ import annotations

import json
import subprocess

from support.programs import needs
from support.project import HANDOUT_FILE

SHEET = "handouts/dry-hands/dry-hands.pdf"


@needs("pdftotext")
def test_a_draft_says_so_until_it_is_dated(project, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://clinic.example/")
    project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    handout = project.library().languages[0].by_id["dry-hands"]
    words = handout.fingerprint
    built = project.build()
    page = built.tree("handouts/dry-hands/index.html")
    facts = page.xpath("string(//section[@aria-labelledby='about-this'])")
    assert f"Draft · {words}" in facts and "Words last changed" not in facts

    def printed(file: str) -> str:
        command = ["pdftotext", "-raw", str(built.folder / file), "-"]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        return " ".join(done.stdout.split())

    assert f"Version Draft · {words}" in printed(SHEET)
    entries = json.loads(built.data("catalog.json"))["handouts"]
    entry = next(each for each in entries if each["id"] == "dry-hands")
    assert (entry["version"], entry["changed"]) == (f"Draft · {words}", None)
    sitemap = built.data("sitemap.xml").decode()
    block = next(each for each in sitemap.split("<url>") if "/handouts/dry-hands/<" in each)
    assert "<lastmod>" not in block and "<lastmod>2026-11-22</lastmod>" in sitemap
    resources = [each["resource"] for each in json.loads(built.data("fhir/bundle.json"))["entry"]]
    assert [each for each in resources if "dry-hands" in each["id"] and "date" in each] == []

    project.date()
    built = project.build()
    assert f"Version 2026-11-22.2 · {words}" in printed(SHEET)
    assert built.data("sitemap.xml").decode().count("<lastmod>") == sitemap.count("<url>")
