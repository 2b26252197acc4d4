"""A small library with a ledger of published addresses, and a handout to withdraw."""

from __future__ import annotations

from handouts.model.data_files import LEDGER
from handouts.site import permalinks
from support.project import ABOUT, HANDOUT, Project

PACKETS = "start:\n  title: {en: Start, es: Empezar}\n  handouts: [gloves, sun-hat]\n"
WITHDRAWN = (
    "withdrawn:\n  sun-hat:\n    on: 2026-11-20\n    reason: {en: It was wrong.}\n"
    "    instead: [gloves]\n"
)


def add_handouts(project: Project) -> Project:
    """Add two handouts, a packet, and a page that links into one of them."""
    project.write(
        "docs/en/handouts/gloves.md",
        HANDOUT.replace("Dry garden hands", "Gloves").replace("order: 10", "order: 30"),
    )
    project.write(
        "docs/en/handouts/sun-hat.md",
        HANDOUT.replace("Dry garden hands", "Sun hats").replace("order: 10", "order: 40"),
    )
    project.write(
        "docs/en/about/index.md",
        ABOUT.replace("Every fact", "See [hats](../handouts/sun-hat.md#why). Every fact"),
    )
    project.write("docs/packets.yml", PACKETS)
    return project


def publish(project: Project) -> Project:
    """Add them, and a ledger, as if all of it had been published."""
    add_handouts(project).date()
    ids = ("dry-hands", "gloves", "sun-hat", "words-to-know")
    project.write(
        LEDGER,
        permalinks.ledger_text(
            [address for id in ids for address in project.library().addresses_of_name(id)[0]]
        ),
    )
    return project
