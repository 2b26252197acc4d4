"""The rule for a worksheet that is printed as a card to fold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import key_place
from handouts.model.pages import HELP, KEY_POINTS
from handouts.problems import Problem

# Two columns of two or three panels; the first panel is for name and phones. More are no card.
PANELS = (3, 5)


def check_panels(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Give a card, which is a worksheet, three or five sections of your own."""
    handout = context.language.by_id.get(PurePosixPath(page.file).stem)
    if not handout or page.parts is None or handout.facts.shape != "card":
        return
    if handout.facts.kind != "worksheet":
        if not handout.original:
            yield Problem(
                *key_place(page.source, "shape"),
                "Only a worksheet is printed as a card. Write kind: worksheet, or delete `shape`.",
            )
        return
    sections = [
        part for part in page.parts if part.level == 2 and part.id not in (KEY_POINTS, HELP)
    ]
    if len(sections) not in PANELS:
        yield Problem(
            page.source.path,
            sections[0].line if sections else page.source.body_line,
            f"A card has {PANELS[0]} or {PANELS[1]} sections between key points and when to get "
            f"help, one for each panel, and this page has {len(sections)}. Join or split some.",
        )
