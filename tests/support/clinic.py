"""A small library of a clinic: with its name, logo, paper, drawing, packet and pages of its own."""

from __future__ import annotations

import base64
from pathlib import Path

from support.project import CARD, HANDOUT, HANDOUT_FILE, PACKETS_FILE, Project, write_project

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><g stroke="currentColor" '
    'fill="none"><circle cx="20" cy="20" r="9"/></g><text x="32" y="24" font-size="9" '
    'font-family="Atkinson Hyperlegible Next" fill="currentColor">{thumb}</text></svg>'
)
PICTURES = "hand:\n  alt: A hand with its thumb out.\n  labels: {thumb: Thumb & nail}\n"
PACKETS = (
    "spring:\n  title: {en: Spring set}\n  handouts: [dry-hands, words-to-know]\n"
    "  teach_back: true\n"
)
TEACH_BACK = (
    "dry-hands: [Which gloves?, When will you call?]\nwords-to-know: ['What is $mud & #loam?']\n"
)
PACKET_PAGE = "---\ntitle: Make a packet\nsummary: Choose handouts.\n---\n\nRead them first.\n"
CLINIC = """\
name: Hill & Dale Clinic
phone: "555-0100"
after_hours: "555-0199"
emergency: "112"
logo: logo.png
report: mailto:pages@hill.example
"""
PIXEL = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# A page of a clinic about itself, in plain English, which any library can take.
PARKING = """\
---
title: Parking at our clinic
summary: See where to park, and what it costs.
kind: clinic
category: basics
audience: everyone
order: 80
sources_gathered: 2026-10-01
next_check_due: 2027-10-01
---

## Key points { #key-points }

- Park on floor 2.
- The first 90 minutes are free.
- Bring your ticket.

## Where is it? { #where }

Turn right at 14 Mill Road. Floor 2 has 12 wide places.
"""


def illustrate(project: Project) -> Project:
    """Add a drawing, a packet, and what a nurse asks."""
    project.write("docs/pictures/hand.svg", DRAWING)
    project.write("docs/en/pictures.yml", PICTURES)
    project.write(PACKETS_FILE, PACKETS)
    project.write("docs/en/teach_back.yml", TEACH_BACK)
    project.edit(
        HANDOUT_FILE,
        "Clay takes up water",
        "/// picture | hand\n\nLook at your thumb. [^soil-2020]\n\n///\n\nClay takes up water",
    )
    project.date()
    return project


def write_clinic(root: Path) -> Project:
    """Write the library of a British clinic, with its paper and its English."""
    project = illustrate(write_project(root))
    project.edit("mkdocs.yml", "language: en", "language: en-GB")
    project.edit(PACKETS_FILE, "{en:", "{en-GB:")
    project.write("docs/logo.png", PIXEL)
    project.write("docs/clinic.yml", CLINIC)
    project.write("docs/en/for-clinics/packet.md", PACKET_PAGE)
    project.edit(
        "docs/en/index.md", "Start here.", "Start here, or [make a packet](for-clinics/packet.md)."
    )
    project.write(
        "docs/clinic/en/handouts/wet-hands.md",
        HANDOUT.replace("Dry garden hands", "Wet garden hands").replace("order: 10", "order: 15"),
    )
    words = (root / "docs/en/handouts/words-to-know.md").read_text(encoding="utf-8")
    project.write(
        "docs/clinic/en/handouts/words-to-know.md",
        words.replace("Garden words", "Our garden words"),
    )
    project.write(
        "docs/clinic/en/about/team.md",
        "---\ntitle: Our team\nsummary: Who we are.\n---\n\nSee [about](index.md).\n",
    )
    project.write("docs/clinic/en/cards/emergency.md", CARD.replace("stays white", "stays cold"))
    project.edit("docs/en/about/index.md", "Every fact", "See [our team](team.md). Every fact")
    project.write("docs/clinic/en/sheets.md", "---\ntitle: All sheets\nsummary: Print them.\n---\n")
    project.write("docs/clinic/clinic.yml", "paper: a4\n")
    return project
