"""A clinic that writes all it may, with a logo, breaks no sheet of the library in docs/, in either
language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.loading import library_loader, settings
from handouts.markdown import extension, preprocessor
from handouts.model.data_files import Logo
from handouts.model.library import Library
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.pages import article
from support.docs import HANDOUTS
from support.pdf import fits_when_tightest
from support.project import ADDRESS, ROOT

LENGTHS = {"name": 60, "phone": 40, "hours": 60, "after_hours": 40}


@pytest.fixture(scope="module")
def library() -> Library:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)  # the code and the addresses take room
        read, _ = library_loader.read(ROOT, settings.read(ROOT))
    words = {key: ("1234567 " * 9)[:length].strip() for key, length in LENGTHS.items()}
    # A logo fills a box of one size: a wide one is as good as a tall one.
    logo = Logo("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 4"/>')
    return replace(read, clinic=read.clinic.model_copy(update=words), logo=logo)


@pytest.mark.parametrize("code, id", HANDOUTS, ids="-".join)
def test_a_clinic_that_writes_all_it_may_breaks_no_sheet(library, code, id):
    """On letter, the shorter paper. Which is the loosest setting that fits is no matter here."""
    language = library.language(code)
    handout = language.by_id[id]
    page = article.fragment(
        extension.render(library, language, preprocessor.markdown_with_id(handout))
    )
    letter = next(iter(pdf_jobs.jobs(library, language, {id: page})))
    assert handout.behind or fits_when_tightest(library, letter)
