"""The crisis line of this library: its number stands in one place."""

from __future__ import annotations

from handouts.model.pages import CITED
from support.docs import about

pytestmark = about("en/cards/crisis.md")

# Alarm words -------------------------------------------------------------------------------------------------------------


def test_no_page_of_the_real_library_writes_the_number_itself():
    """Only search words, which are shown to nobody, and the clinic's file."""
    from handouts.loading import library_loader, settings
    from support.project import ROOT

    whole, _ = library_loader.read(ROOT, settings.read(ROOT))
    for language in whole.languages:
        number = whole.clinic.crisis.lines[language.code].call
        for one in (*language.all_pages, *language.cards.values()):
            assert number not in CITED.sub("", one.source.body), one.source.path
            assert number not in f"{one.words.title} {getattr(one.words, 'summary', '')}"
        assert not any(number in words for words in language.say.values())
        assert number not in language.everyday
