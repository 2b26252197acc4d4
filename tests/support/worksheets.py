"""A small library with a worksheet of each kind of blank, a page of help and one about privacy, in
two languages."""

from __future__ import annotations

from pathlib import Path

from support.project import HANDOUT, Project, add_spanish, write_project

WORKSHEET = """\
---
title: Garden diary
summary: Write down what your hands do all week.
kind: worksheet
category: tools
audience: everyone
order: 30
sources_gathered: 2026-10-01
next_check_due: 2027-10-01
---

## Key points { #key-points }

- Write a line each day.
- Mark the sore spots.
- Show it to a gardener.

## My week { #my-week }

| Day | Soil | Pain, 0 to 10 |
| --- | --- | --- |
| Monday | | |
| Tuesday | | |

## Notes { #notes }

/// write | 3

///

## Questions { #questions }

/// write | 1

- Which gloves do I wear?
- Which cream do I use?

///

## Sore spots { #sore-spots }

- [ ] Thumb
- [ ] Palm

/// write | 1

- [ ] Cold, since when:

///

/// picture | hand

Mark the sore spots.

///

## When to get help { #when-to-get-help }

/// card | emergency
///
"""
SPANISH = {
    "Write a line each day.": "Escriba cada día.", "Mark the sore spots.": "Marque las llagas.",
    "Show it to a gardener.": "Muéstrelo.",
    "My week": "Mi semana", "Soil": "Tierra", "Monday": "Lunes", "Tuesday": "Martes", "Day": "Día",
    "Pain, 0 to 10": "Dolor, 0 a 10",
    "Which gloves do I wear?": "¿Qué guantes uso?", "Which cream do I use?": "¿Qué crema uso?",
    "Thumb": "Pulgar", "Palm": "Palma",
    "Cold, since when": "Frío, desde cuándo",
}  # fmt: skip
HAND = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 200">
<path d="M20 20h320v160H20z" fill="none" stroke="currentColor" stroke-width="2"/>
</svg>
"""
PICTURE = """\
hand:
  alt: A blank hand.
  marks: {new: new, open: open}
  places: {Thumb: [40, 40], Palm: [180, 100]}
"""
SPANISH_PICTURE = """\
hand:
  alt: Una mano en blanco.
  marks: {new: nueva, open: abierta}
  places: {Pulgar: [40, 40], Palma: [180, 100]}
"""
HELP = HANDOUT.replace("title: Dry garden hands", "title: When to call").replace(
    "order: 10", "order: 40"
)
PRIVACY = {
    "en": "---\ntitle: Privacy\nsummary: What this site keeps.\n---\n\nNothing unless you ask.\n",
    "es": "---\ntitle: Privacidad\nsummary: Qué conserva este sitio.\n---\n\nNada si no lo pide.\n",
}
HELP_PART = "## When to get help { #when-to-get-help }\n\n/// card | emergency\n///\n\n"


def write_worksheets(root: Path) -> Project:
    """Write the library into a folder, dated, with up-to-date translations and without a
    problem."""
    project = write_project(root)
    calls = HELP_PART.replace("}\n\n///", "}\n\n- {emergency_call}\n\n///", 1)
    help = HELP.replace(HELP_PART, "").replace("## Key points", f"{calls}## Key points", 1)
    project.write("docs/en/handouts/garden-diary.md", WORKSHEET)
    project.write("docs/en/handouts/when-to-call.md", help)
    project.write("docs/pictures/hand.svg", HAND)
    project.write("docs/en/pictures.yml", PICTURE)
    project.date()
    add_spanish(project)
    body = WORKSHEET.split("---\n", 2)[2]
    for old, new in SPANISH.items():
        body = body.replace(old, new)
    project.write(
        "docs/es/handouts/garden-diary.md",
        f"---\ntitle: Diario del jardín\nsummary: Anote qué hacen sus manos.\n"
        f"translated: Draft · 000000\n---\n{body}",
    )
    project.write("docs/es/pictures.yml", SPANISH_PICTURE)
    for code, page in PRIVACY.items():
        project.write(f"docs/{code}/about/privacy.md", page)
    project.translate()
    project.date()
    return project
