"""A sheet is filled in on screen, in the viewer that comes with a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.engines import Window
from support.pdf import text_of
from support.programs import needs

pytestmark = pytest.mark.timeout(900, method="signal")

NAME = "Łukasz Żółć"
FIELD, TICK = ".annotationLayer input[name='clinic']", ".annotationLayer input[type='checkbox']"
LABELS = """[...document.querySelectorAll('.annotationLayer section:has(input, textarea)')]
    .map(field => field.title)"""


@needs("pdftotext")
@pytest.mark.parametrize("from_folder", [False, True])
def test_a_form_is_filled_in_and_printed(
    window: Window, site_url: str, archive_folder: Path, from_folder: bool
) -> None:
    """Firefox shows PDFs with pdf.js, as a page with fields. No driver reaches into the viewer of
    another."""
    if window.engine != "firefox":
        pytest.skip(f"{window.engine} shows PDFs with a program of its own")
    sheet = "handouts/dry-hands/dry-hands.pdf"
    window.open((archive_folder / sheet).as_uri() if from_folder else site_url + sheet)
    window.wait_for(FIELD)
    assert window.evaluate(LABELS) == [
        "Clinic",
        "Clinic: Phone",
        "Clinic: After hours",
        "Wear gloves.",
        "Wash off the soil.",
        "Rest your hands.",
        "We went through this together",
        "We went through this together: Date",
        "Which gloves are best for me?",
        "Should I use a cream?",
        "When will my hands heal?",
    ]
    assert NAME not in text_of(window.pdf())
    window.type(FIELD, NAME)
    window.evaluate("document.querySelector(arguments[0]).click()", TICK)
    window.wait_until("document.querySelector(arguments[0]).checked", TICK)
    assert NAME in text_of(window.pdf())
