"""What a clinic writes itself stands in docs/clinic/ and comes before what the library says."""

from __future__ import annotations

import re

import pytest

from handouts.checks import advisories, clinic_notes
from handouts.checks.readability import score_of
from handouts.cli import edit
from handouts.markdown import extension
from handouts.model.data_files import REFERENCES, clinic_file, library_file
from handouts.model.pages import Handout
from handouts.outputs.pdf import template_data
from handouts.outputs.plain_text import to_plain_text
from handouts.pages import site_context
from handouts.pages.article import Article, fragment
from handouts.site import permalinks
from support.clinic import PARKING
from support.project import CARD, HANDOUT, HANDOUT_FILE, TODAY, Project, write_site

CLINIC_HANDOUT = "docs/clinic/en/handouts/dry-hands.md"
PACKETS = "both:\n  title: {en: Both}\n  handouts: [dry-hands, words-to-know]\n"


def messages_of(project: Project) -> list[str]:
    return list(map(str, project.problems()))


def notices(project: Project) -> list[str]:
    return list(map(str, advisories.notices(project.library(), TODAY)))


def handout(project: Project, id: str = "dry-hands") -> Handout:
    return project.library().languages[0].by_id[id]


@pytest.mark.parametrize(
    "name", ["docs/sources.yml", "docs/en/handouts/x.md", "handbook/en/words.yml"]
)
def test_an_own_file_has_the_name_of_what_it_comes_before(name):
    assert clinic_file(name).startswith("docs/clinic/")
    assert library_file(clinic_file(name)) == (name if name.startswith("docs/") else f"docs/{name}")


# Pages -------------------------------------------------------------------------------------------


def test_an_own_page_stands_in_the_place_of_the_librarys(project):
    project.write(CLINIC_HANDOUT, HANDOUT.replace("Gloves help.", "Our gloves help."))
    assert handout(project).source.path == CLINIC_HANDOUT
    assert "Our gloves help." in handout(project).source.body
    assert messages_of(project) == []


def test_an_own_page_of_a_new_id_is_one_more_handout(project):
    text = HANDOUT.replace("Dry garden hands", "Wet garden hands").replace("order: 10", "order: 15")
    project.write("docs/clinic/en/handouts/wet-hands.md", text)
    project.edit("docs/en/index.md", "Start here.", "And [wet hands](handouts/wet-hands.md).")
    assert messages_of(project) == []
    ids = [handout.id for handout in project.library().languages[0].handouts]
    assert ids == ["dry-hands", "wet-hands", "words-to-know"]


def test_a_page_of_the_clinic_is_told_of_the_clinics_own_files(project):
    text = HANDOUT.replace("Gloves help.", "Kaolinitic gloves help. [^rain-1999]")
    project.write(CLINIC_HANDOUT, text)
    messages = "\n".join(messages_of(project))
    assert "No source is called rain-1999. Add it to docs/clinic/sources.yml or" in messages
    assert "Explain it in docs/clinic/en/glossary.yml, use a plainer word" in messages
    assert "add it to docs/clinic/en/everyday.txt." in messages


def test_the_broken_page_of_the_library_does_not_matter_behind_an_own_one(project):
    project.write(CLINIC_HANDOUT, HANDOUT)
    project.write(HANDOUT_FILE, "no front matter")
    assert messages_of(project) == []


def test_a_mistake_in_an_own_page_has_its_file_and_line(project):
    project.write(CLINIC_HANDOUT, HANDOUT.replace("Wear gloves.", "See [gone](gone.md)."))
    line = HANDOUT.split("\n").index("- [ ] Wear gloves.") + 1
    assert messages_of(project) == [f"{CLINIC_HANDOUT}:{line}: There is no page gone.md from here."]
    project.write(CLINIC_HANDOUT, HANDOUT.replace("kind: handout", "kind: hnadout"))
    assert [problem.split(": ")[0] for problem in messages_of(project)] == [f"{CLINIC_HANDOUT}:4"]


def test_an_own_card_and_home_page_stand_in_the_place_of_the_librarys(project):
    project.write("docs/clinic/en/cards/emergency.md", CARD.replace("stays white", "stays cold"))
    home = (project.root / "docs/en/index.md").read_text(encoding="utf-8")
    project.write("docs/clinic/en/index.md", home.replace("Garden hands", "Our garden hands"))
    language = project.library().languages[0]
    assert "stays cold" in language.cards["emergency"].source.body
    assert {page.address: page.words.title for page in language.pages}[
        "index"
    ] == "Our garden hands"
    assert messages_of(project) == []


def test_an_own_page_follows_what_it_replaces_to_another_id(project):
    """The original renames a page: the clinic's words go on to stand in its place."""
    project.write(CLINIC_HANDOUT, HANDOUT.replace("Gloves help.", "Our gloves help."))
    text = (project.root / HANDOUT_FILE).read_text(encoding="utf-8")
    (project.root / HANDOUT_FILE).unlink()
    project.write("docs/en/handouts/garden-hands.md", text)
    project.write("docs/moved.yml", "moved: {dry-hands: garden-hands}\n")
    assert "Our gloves help." in handout(project, "garden-hands").source.body
    assert "dry-hands" not in project.library().languages[0].by_id
    assert messages_of(project) == []


def test_what_the_library_withdraws_is_withdrawn_in_the_clinics_words_too(project):
    project.write(CLINIC_HANDOUT, HANDOUT)
    project.write(
        "docs/moved.yml",
        "withdrawn:\n  dry-hands: {on: 2026-11-20, reason: {en: A step could hurt you.}, instead: "
        "[words-to-know]}\n",
    )
    library = project.library()
    assert "dry-hands" not in library.languages[0].by_id
    assert [notice.title for notice in library.languages[0].notices] == ["Dry garden hands"]


# Corrections of the library behind an own page ----------------------------------------------------


def test_an_own_page_is_told_until_it_says_what_it_replaces_and_again_when_that_changes(project):
    project.write(CLINIC_HANDOUT, HANDOUT)
    project.date()
    (notice,) = notices(project)
    assert notice.startswith(
        f"{CLINIC_HANDOUT}:1: Readers see this page and not {HANDOUT_FILE}, which stands behind"
    )
    digest = re.search(r'replaces: "(\w{6})"', notice)[1]
    project.write(CLINIC_HANDOUT, HANDOUT.replace("---\n", f'---\nreplaces: "{digest}"\n', 1))
    assert notices(project) == []
    project.edit(HANDOUT_FILE, "Gloves help.", "Gloves hurt.")
    (notice,) = notices(project)
    assert f"{HANDOUT_FILE}, which has changed since" in notice and digest not in notice


def test_a_card_is_told_of_in_the_same_way(project):
    project.write("docs/clinic/en/cards/emergency.md", CARD)
    project.date()
    (notice,) = notices(project)
    assert notice.startswith("docs/clinic/en/cards/emergency.md:1: Readers see this page")


def test_facts_and_sources_of_the_library_are_not_asked_of_an_own_page(project):
    fact = "F1:\n  says: Gloves help.\n  stands: [{page: dry-hands, words: [Gloves help.]}]\n"
    project.write("docs/facts.yml", fact)
    project.write(
        CLINIC_HANDOUT,
        HANDOUT.replace(
            "- Gloves help. [^glove-notes][^soil-2020]", "- Mittens help. [^soil-2020]"
        ),
    )
    assert messages_of(project) == []
    project.write("docs/clinic/facts.yml", fact)
    (problem,) = messages_of(project)
    assert problem.startswith(f"{CLINIC_HANDOUT}:15: dry-hands no longer tells fact F1")
    assert problem.endswith("write those at docs/clinic/facts.yml:3.")


def test_a_heading_that_an_own_page_lacks_is_worth_knowing_and_stops_nothing(project):
    """The original may have promised it since; the link opens the clinic's page at its top."""
    project.write("docs/addresses.txt", "/handouts/dry-hands/\n/handouts/dry-hands/#what-helps\n")
    site = write_site(project.root / "site", {"handouts/dry-hands/index.html": "<h2 id='why'>"})
    sentence = "this heading is gone"
    assert sentence in str(*permalinks.check(project.library(), site))
    assert not any(
        sentence in str(notice) for notice in permalinks.notices(project.library(), site)
    )
    project.write(CLINIC_HANDOUT, HANDOUT.replace("what-helps", "what-may-help"))
    assert list(permalinks.check(project.library(), site)) == []
    assert any(sentence in str(notice) for notice in permalinks.notices(project.library(), site))


def test_a_title_that_an_own_page_shares_is_told_there_and_how_to_replace_the_other(project):
    """Also where the library's page comes later: a clinic leaves its files as they are."""
    page = "docs/clinic/en/handouts/moss.md"
    for order in (5, 25):
        project.write(page, HANDOUT.replace("order: 10", f"order: {order}"))
        assert messages_of(project) == [
            f"{page}:2: {HANDOUT_FILE} has this title too. Give each page its own. If readers "
            f"should see this one instead, call its file {CLINIC_HANDOUT}."
        ]


def test_a_drawing_of_the_clinic_is_told_of_its_own_files(project):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    project.edit(HANDOUT_FILE, "See [the list", "/// picture | moss\nMoss.\n///\n\nSee [the list")
    project.write("docs/clinic/pictures/moss.svg", drawing)
    words = "docs/clinic/en/pictures.yml"
    messages = "\n".join(messages_of(project))
    assert (
        f"docs/clinic/pictures/moss.svg has no words. Write them into {words}: a line" in messages
    )
    project.write(words, "fern:\n  alt: A fern.\n")
    assert f"{words}:1: There is no drawing docs/clinic/pictures/fern.svg" in "\n".join(
        messages_of(project)
    )


def test_translations_of_own_words_are_asked_for_in_the_clinics_own_files(bilingual_project):
    """Never in the library's, which an update would meet."""
    project = bilingual_project
    project.write(CLINIC_HANDOUT, HANDOUT.replace("Gloves help.", "Our gloves help."))
    project.write("docs/clinic/en/cards/emergency.md", CARD.replace("stays white", "stays cold"))
    pair = "balm:\n  when: [balm]\n  then: [help]\n  why: Hope alone misleads.\n"
    project.write("docs/clinic/en/pairs.yml", pair)
    project.write("docs/clinic/en/teach_back.yml", "dry-hands: [Why do you wear gloves?]\n")
    messages = notices(project)
    for file in ("handouts/dry-hands.md", "cards/emergency.md"):
        start = f"docs/clinic/en/{file}:1: Readers of other languages see docs/es/{file}, which"
        (notice,) = [message for message in messages if message.startswith(start)]
        assert f"Copy it to docs/clinic/es/{file}, and make" in notice
    assert any(
        message.startswith("docs/clinic/es/pairs.yml: This file lacks the pair balm")
        for message in messages
    )
    assert any(
        message.startswith("docs/clinic/es/teach_back.yml: dry-hands lacks") for message in messages
    )
    assert not any(message.startswith("docs/es/") for message in messages)
    project.write("docs/clinic/en/words.yml", "categories: {ours: Our clinic}\n")
    assert any(
        message.startswith("docs/clinic/es/words.yml: `ours` is missing")
        for message in messages_of(project)
    )


# Data files --------------------------------------------------------------------------------------


def test_entries_are_laid_over_those_of_the_library_one_by_one(project):
    project.write(
        "docs/clinic/sources.yml",
        "soil-2020:\n  publisher: Our own journal\n  title: Soil\n  url: https://soil.example/own\n"
        "  read: In full\n  trust: high\n  why: We wrote it.\n",
    )
    references = project.library().references
    assert list(references) == ["soil-2020", "glove-notes"]
    assert references["soil-2020"].publisher == "Our own journal"
    assert references["soil-2020"].doi is None  # the whole entry, so that nothing of the old stays
    assert references["glove-notes"].publisher == "Glove Club"
    assert project.library().place(REFERENCES, "soil-2020", "url") == ("docs/clinic/sources.yml", 4)
    assert project.library().place(REFERENCES, "glove-notes", "url") == ("docs/sources.yml", 14)


def test_words_and_glossary_and_everyday_words_are_laid_over(project):
    project.write("docs/clinic/en/words.yml", "words:\n  print_title: Take it home\n")
    project.write(
        "docs/clinic/en/glossary.yml", "chilblain:\n  definition: A cold sore of the toe.\n"
    )
    project.write("docs/clinic/en/everyday.txt", "refrigerator\n")
    project.write("docs/en/everyday.txt", "vegetable\n")
    language = project.library().languages[0]
    assert language.labels["print_title"] == "Take it home"
    assert language.labels["home"] != ""
    assert language.terms["chilblain"].definition == "A cold sore of the toe."
    assert "barrier cream" in language.terms
    assert language.everyday == {"refrigerator", "vegetable"}
    assert messages_of(project) == []


def test_a_crisis_line_is_replaced_whole_so_that_no_number_of_another_country_stays(project):
    project.write(
        "docs/clinic.yml",
        'emergency: "911"\ncrisis:\n  emergency: "911"\n'
        '  lines: {en: {call: "988", text: "988", hours: always}}\n',
    )
    project.write(
        "docs/clinic/clinic.yml",
        'emergency: "999"\ncrisis:\n  emergency: "999"\n'
        '  lines: {en: {call: "116 123", hours: always}}\n',
    )
    clinic = project.library().clinic
    assert (clinic.emergency, clinic.crisis.lines["en"].call) == ("999", "116 123")
    assert clinic.crisis.lines["en"].text is None


def test_what_is_wrong_in_the_clinics_own_file_is_told_there(project):
    """Also where the line that does not fit, or the file's name, is the library's."""
    project.write(
        "docs/clinic.yml",
        'emergency: "911"\ncrisis: {emergency: "911", lines: {en: {call: "988", hours: now}}}\n',
    )
    project.write("docs/clinic/clinic.yml", 'name: Ours\nemergency: "112"\n')
    assert messages_of(project) == [
        "docs/clinic/clinic.yml:2: The crisis line 988 belongs to a country whose emergency number "
        "is 911, and yours is 112. Write your country's line and its words under `crisis` here, "
        'with emergency: "112"'
    ]
    project.write("docs/clinic/clinic.yml", "name: Ours\nlogo: gone.png\n")
    assert messages_of(project) == [
        "docs/clinic/clinic.yml:2: There is no picture docs/clinic/gone.png for `logo`."
    ]


def test_what_the_clinic_says_of_itself_is_written_for_each_language(bilingual_project):
    project = bilingual_project
    project.write(
        "docs/clinic.yml",
        'emergency: "112"\nname: Garden clinic\nhours:\n  en: Monday, 8 to 5\n'
        "  es: lunes de 8 a 17 h\nafter_hours: {en: 555 1}\n",
    )
    assert messages_of(project) == [
        "docs/clinic.yml:6: `after_hours` says nothing in es. Add a line `es: …` under it."
    ]
    project.edit("docs/clinic.yml", "{en: 555 1}", "{en: 555 1, es: 555 2, fr: 555 3}")
    assert messages_of(project) == [
        "docs/clinic.yml:6: The library has no language fr. The languages are: en, es."
    ]
    project.edit("docs/clinic.yml", ", fr: 555 3", "")
    assert messages_of(project) == []
    library = project.library()
    for language, hours, number in zip(
        library.languages, ("Monday, 8 to 5", "lunes de 8 a 17 h"), ("555 1", "555 2"), strict=True
    ):
        lines = ["Garden clinic", hours, number]
        shared = template_data._shared(library, language, "a4", "standard")["clinic"]
        assert [shared[key] for key in ("name", "hours", "after_hours")] == lines
        page = site_context.of_site(library, language)["clinic"]
        assert [page[key] for key in ("name", "hours", "after_hours")] == lines
        assert library.author(language) == "Garden clinic"


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ("8", "`hours` must be text. Put it in quotes."),
        ("{en: 8}", "`hours.en` must be text. Put it in quotes."),
        ("{en: ''}", "`hours.en` is empty. Write something there or delete the line."),
        ("x" * 61, "`hours` is too long; the limit is 60 characters."),
        ("[a]", "`hours` must be text. Put it in quotes."),
    ],
)
def test_hours_that_are_neither_text_nor_texts_are_told(project, hours, message):
    project.write("docs/clinic.yml", f'emergency: "112"\nhours: {hours}\n')
    assert messages_of(project) == [f"docs/clinic.yml:2: {message}"]


def test_hours_in_words_of_one_language_are_worth_knowing(bilingual_project):
    bilingual_project.write("docs/clinic.yml", 'emergency: "112"\nhours: Monday, 8 to 5\n')
    sentence = (
        "docs/clinic.yml:2: “Monday, 8 to 5” stands on the sheets of every language. "
        "Write hours: {en: …, es: …}"
    )
    assert sentence in notices(bilingual_project)
    bilingual_project.write("docs/clinic.yml", 'emergency: "112"\nhours: 8–17 h\n')
    assert sentence[:15] not in "\n".join(notices(bilingual_project))


def test_codes_replace_those_with_the_same_code_and_others_are_added(project):
    project.write(
        "docs/codes.yml",
        "systems: {icd: {name: ICD, oid: 1.2.3, uri: 'https://icd.example'}}\n"
        "codes:\n- {system: icd, code: L98, answer: dry-hands}\n"
        "- {system: icd, code: L99, answer: dry-hands}\n",
    )
    project.write(
        "docs/clinic/codes.yml",
        "codes:\n- {system: icd, code: L98, answer: words-to-know}\n"
        "- {system: icd, code: L10, answer: gone}\n",
    )
    codes = project.library().codes.codes
    assert [(code.code, code.answer) for code in codes] == [
        ("L99", "dry-hands"),
        ("L98", "words-to-know"),
        ("L10", "gone"),
    ]
    assert messages_of(project) == ["docs/clinic/codes.yml:3: No handout is called gone."]


def test_packets_pictures_and_addresses_that_moved_are_laid_over(project):
    project.write("docs/clinic/packets.yml", PACKETS)
    project.write(
        "docs/clinic/pictures/hand.svg", '<svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    )
    project.write("docs/clinic/moved.yml", "moved: {packets/old: packets/both}\n")
    library = project.library()
    assert list(library.packets) == ["both"] and list(library.drawings) == ["hand"]
    assert library.moves.moved == {"packets/old": "packets/both"}


@pytest.mark.parametrize(
    ("file", "text", "start"),
    [
        ("en/words.yml", "words: {hello: Hi}\n", ":1: `hello` under `words` is used nowhere."),
        ("en/words.yml", "words: {print_title: ''}\n", ":1: `words.print_title` is empty."),
        ("en/words.yml", "- a\n", ":1: Write `key: value` lines here."),
        ("en/glossary.yml", "chilblain: [1\n", ":1: A bracket is opened here and never closed"),
        ("sources.yml", "a: [1\n", ":1: A bracket is opened here and never closed"),
        ("packets.yml", PACKETS.replace("dry-hands", "gone"),
         ":3: The packet both names a handout gone"),
        ("en/glossary.yml", "chilblain: {definiton: Cold.}\n",
         ":1: `definiton` is not a field here."),
        ("clinic.yml", "emergncy: '112'\n", ":1: `emergncy` is not a field here."),
        ("en/word.yml", "words: {}\n", ": Nothing here has this name."),
        ("handouts/x.md", HANDOUT, ": Nothing here has this name."),
        ("versions.txt", "", ": Nothing here has this name."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_the_clinics_own_file(project, file, text, start):
    project.write(f"docs/clinic/{file}", text)
    assert any(
        message.startswith(f"docs/clinic/{file}{start}") for message in messages_of(project)
    ), messages_of(project)
    assert all(message.startswith("docs/clinic/") for message in messages_of(project))


def test_a_translation_of_an_own_page_is_own_too(bilingual_project):
    project = bilingual_project
    text = (project.root / "docs/es/handouts/dry-hands.md").read_text(encoding="utf-8")
    project.write(
        "docs/clinic/es/handouts/dry-hands.md", text.replace("Manos secas", "Nuestras manos")
    )
    spanish = project.library().languages[1].by_id["dry-hands"]
    assert spanish.title == "Nuestras manos" and spanish.behind == ()
    assert messages_of(project) == []


# A new page --------------------------------------------------------------------------------------


def test_a_new_handout_is_the_clinics_own_where_there_is_a_folder_for_these(project):
    assert edit.new(project.root, "wool", TODAY) == "docs/en/handouts/wool.md"
    project.write("docs/clinic/clinic.yml", "name: Garden clinic\n")
    assert edit.new(project.root, "moss", TODAY) == "docs/clinic/en/handouts/moss.md"


# Paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "ending"), [("letter", ".pdf"), ("a4", ".a4.pdf")])
def test_pages_say_how_the_name_of_a_pdf_ends_for_the_clinics_paper(project, paper, ending):
    project.write("docs/clinic.yml", f'emergency: "911"\npaper: {paper}\n')
    page = project.root / "docs/en/about/index.md"
    text = page.read_text(encoding="utf-8")
    address = "/handouts/dry-hands/dry-hands"
    page.write_text(f"{text}\nIt ends in `{{pdf}}`: `{address}{{pdf}}`.\n", encoding="utf-8")
    assert messages_of(project) == []
    library = project.library()
    (about,) = (
        plain_page
        for plain_page in library.languages[0].pages
        if plain_page.address == "about/index"
    )
    html = extension.render(library, library.languages[0], about.source.body)
    assert f"<code>{ending}</code>: <code>{address}{ending}</code>" in html
    page.write_text(f"{text}\nIt is `/handouts/wet/wet{{pdf}}`.\n", encoding="utf-8")
    assert f"This site has nothing at /handouts/wet/wet{ending}" in messages_of(project)[0]


# A page about the clinic itself ------------------------------------------------------------------


def test_a_page_about_the_clinic_needs_no_source_and_no_clinician(project):
    project.write("docs/clinic/en/handouts/parking.md", PARKING)
    project.edit("docs/en/index.md", "Start here.", "And [parking](handouts/parking.md).")
    assert messages_of(project) == []
    library = project.library()
    summary = library.summaries[library.languages[0].by_id["parking"]]
    assert summary.review == "This page is about the clinic. It gives no medical advice."
    assert not summary.sources


def test_a_treatment_on_a_page_about_the_clinic_needs_its_source_all_the_same(project):
    page = "docs/clinic/en/handouts/parking.md"
    project.write(page, PARKING.replace("Turn right", "Buy a barrier cream. Turn right"))
    line = PARKING.splitlines().index("Turn right at 14 Mill Road. Floor 2 has 12 wide places.") + 1
    assert any(
        message.startswith(f"{page}:{line}: “barrier cream” needs its source")
        for message in messages_of(project)
    )


# Notes -------------------------------------------------------------------------------------------

NOTES = "docs/clinic/en/notes.yml"


def article_of(project: Project) -> Article:
    language = project.library().languages[0]
    markup = extension.markdown_source(language.by_id["dry-hands"])
    return fragment(extension.render(project.library(), language, markup))


def test_a_note_stands_below_the_summary_and_is_no_word_of_the_handout(project):
    before = handout(project)
    project.write("docs/clinic/clinic.yml", "name: Garden clinic\n")
    project.write(NOTES, 'dry-hands: "We lend gloves *here*. Call 555-0100."\n')
    assert messages_of(project) == []
    _, message, note = article_of(project).root[:3]
    assert (message.get("class"), note.get("class")) == ("summary", "clinic-note")
    words = "From Garden clinic: We lend gloves *here*. Call 555-0100."
    assert "".join(note.itertext()) == words
    assert all("lend" not in block.text for block in article_of(project).blocks())
    library = project.library()
    summary = library.summaries[library.languages[0].by_id["dry-hands"]]
    text = to_plain_text(library.clinic, summary, article_of(project))
    assert f"\n\n{words}\n\n" in text
    assert handout(project).version == before.version


def test_a_note_of_a_clinic_without_a_name_says_whose_it_is(project):
    project.write(NOTES, "dry-hands: We lend gloves.\n")
    assert "From your clinic: We lend gloves." in article_of(project).text()


def test_a_note_follows_a_handout_to_another_id(project):
    project.write(NOTES, "old-hands: We lend gloves.\n")
    assert messages_of(project)[0].startswith(f"{NOTES}:1: No handout is called old-hands.")
    project.write("docs/moved.yml", "moved: {old-hands: dry-hands}\n")
    assert messages_of(project) == [] and "We lend gloves." in article_of(project).text()
    project.write(NOTES, "old-hands: We give a barrier cream.\n")
    assert messages_of(project)[0].startswith(f"{NOTES}:1: “barrier cream” needs its source")


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("dry-hnads: Hi.", "No handout is called dry-hnads. Did you mean dry-hands?"),
        ("dry-hands: We lend. You ask. You come. We go.",
         "This note has 4 sentences; the limit is 3. Shorten it."),
        (f"dry-hands: {'We ' * 21}lend.",
         "A sentence has 22 words; the limit is 20. Make it two."),
        (f"dry-hands: {'a' * 241}", "`dry-hands` is too long; the limit is 240 characters."),
        ("dry-hands: We give a barrier cream.",
         "“barrier cream” needs its source, and a note has none. Leave it out, or write a page of "
         "your own."),
        ("dry-hands: We **lend** gloves.",
         "`dry-hands` holds a sign of Markdown: ** would be shown as it stands. Write words only."),
        ("dry-hands: We lend 手.", "The font cannot print 手 (U+624B). Use other words or signs."),
        ("dry-hands:", "`dry-hands` is empty. Write something there or delete the line."),
    ],
)  # fmt: skip
def test_a_note_is_short_plain_and_says_nothing_of_treatments(project, note, sentence):
    project.write(NOTES, f"{note}\n")
    messages = [message for message in messages_of(project) if message.startswith(NOTES)]
    assert messages == [f"{NOTES}:1: {sentence}"]


def test_a_hard_note_is_told_where_it_stands(project, monkeypatch):
    language = project.library().languages[0]
    grade = score_of(language, article_of(project).blocks()).grade
    monkeypatch.setattr(clinic_notes, "GRADE_OF_PAGE", grade)
    project.write(NOTES, "dry-hands: Our organization collaborates internationally.\n")
    (problem,) = messages_of(project)
    assert problem.startswith(f"{NOTES}:1: With this note the page reads at grade ")


def test_a_note_that_a_translation_lacks_is_worth_knowing(bilingual_project):
    bilingual_project.write(NOTES, "dry-hands: We lend gloves.\n")
    (notice,) = [message for message in notices(bilingual_project) if "notes.yml" in message]
    assert notice.startswith("docs/clinic/es/notes.yml: This file lacks the note on dry-hands")
    bilingual_project.write("docs/clinic/es/notes.yml", "dry-hands: Prestamos guantes.\n")
    assert not [message for message in notices(bilingual_project) if "notes.yml" in message]
