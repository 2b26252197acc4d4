"""What is wrong in the writing is told at the writer's line, in whole sentences that say what to
write instead.

Each test breaks one thing in a small library that is right, so whatever is told comes from that one
thing.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.checks import advisories, readability
from handouts.checks import run as checks
from handouts.checks.readability import Score
from handouts.cli import edit
from handouts.loading import library_loader, settings
from handouts.markdown import extension
from handouts.model import language, review_status
from handouts.pages.article import Block
from handouts.problems import Refused
from support.project import HANDOUT_FILE as PAGE
from support.project import TODAY, Project

WORDS = "docs/en/handouts/words-to-know.md"
LONG = (
    "one two three four five six seven eight nine ten eleven twelve one two three four five six "
    "seven eight nine."
)  # 21 words
UNLISTED = (
    "is not in the word list. Explain it in docs/en/glossary.yml, use a plainer word, or, if "
    "everyone knows it, add it to docs/en/everyday.txt."
)
NEEDS = "needs its source: write [^id] after the sentence, an id from docs/sources.yml."
ABOVE = "stands above the matter only. Say it again below, with its source, or take it away here."


def messages_of(project: Project) -> list[str]:
    return list(map(str, project.problems()))


def messages_beside_sources(project: Project) -> list[str]:
    """Return all messages but those that ask for a source."""
    return [message for message in messages_of(project) if "needs its source" not in message]


# The page as a whole ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        # front matter
        ("category: daily-care", "category: tool",
         ["5: `category` must be one of: basics, treatment, daily-care, family, tools."]),
        ("audience: everyone", "audience: gardeners",
         ["6: `audience` must be one of: everyone, adults, parents."]),
        ("sources_gathered: 2026-10-01", "sources_gathered: 2026-12-01",
         ["8: `sources_gathered` lies in the future."]),
        ("next_check_due: 2027-10-01", "next_check_due: 2026-10-01",
         ["9: `next_check_due` must be later than `sources_gathered`."]),
        ("next_check_due: 2027-10-01",
         "next_check_due: 2027-10-01\nreview: {who: A. Spade, role: gardener, on: 2026-11-23, "
         "sheet: 2026-11-22 · 0a1b2c}",
         ["10: `review` lies in the future."]),
        ("See why soil dries your hands and what helps.", "Soil dries hands. See what helps.",
         ["3: `summary` must be one sentence of at most 20 words."]),
        ("See why soil dries your hands and what helps.", LONG,
         ["3: `summary` must be one sentence of at most 20 words."]),
        # limits
        ("Clay takes", LONG + " Clay takes",
         ["20: A sentence has 21 words; the limit is 20: “one two three four five six …”. Make it "
          "two."]),
        ("- Soil dries skin.", f"- {LONG}", [
            "14: A key point has 21 words; the limit is 15.",
            "14: A sentence has 21 words; the limit is 20: “one two three four five six …”. Make "
            "it two.",
        ]),
        ("| Wool | Cold days |", f"| Wool | {LONG} |",
         ["26: A sentence has 21 words; the limit is 20: “one two three four five six …”. Make it "
          "two."]),
        ("Clay takes", "It is. It was. It may be. Clay takes",
         ["20: 4 sentences stand in one block; the limit is 3. Split it."]),
        ("- Soil dries skin.",
         "- One two three four five six seven eight nine ten, or one two three four five.",
         ["14: A key point has 16 words; the limit is 15."]),
        ("- Soil dries skin. [^soil-2020]\n", "",
         ["12: The number of key points is 2; write 3 to 5."]),
        ("- Gloves help.", "- A.\n- B.\n- C.\n- Gloves help.",
         ["12: The number of key points is 6; write 3 to 5."]),
        ("- [ ] Rest your hands.\n", "", ["31: The number of actions is 2; write 3 to 5."]),
        ("- [ ] Rest your hands.", "- [ ] Rest.\n- [ ] Sleep.\n- [ ] Eat.\n- [ ] Drink.",
         ["31: The number of actions is 6; write 3 to 5."]),
        ("- When will my hands heal?\n", "", ["42: The number of questions is 2; write 3 to 5."]),
        ("- When will my hands heal?", "- When?\n- Why?\n- Where?\n- Who?",
         ["42: The number of questions is 6; write 3 to 5."]),
        ("## What helps? { #what-helps }", "### What helps? { #what-helps }",
         ["12: The number of sections between key points and what to do is 1; write 2 to 5."]),
        ("## What you can do {",
         "".join(f"## More {n} {{ #more-{n} }}\n\n" for n in range(4)) + "## What you can do {",
         ["12: The number of sections between key points and what to do is 6; write 2 to 5."]),
        ("Clay takes", "".join(f"- Bean {letter}\n" for letter in "abcdefgh") + "\nClay takes",
         ["20: A list of 8 items; the limit is 7. Make two lists."]),
        ("Clay takes", "Some 20% of clay takes", ["20: Say “20 in 100” instead of a percentage."]),
        ("/// card | emergency\n///\n", "",
         ["37: Call the care cards here: /// card | name, then ///. Or call the help band: /// "
          "band, then ///."]),
        # citations
        ("dries out. [^soil-2020]", "dries out.\n\nIt took 30 days. [^soil-2021]",
         ["22: No source is called soil-2021. Add it to docs/sources.yml or correct the name."]),
        ("Wear gloves.", "Wear gloves for 20 to 30 days.", [f"33: “20” {NEEDS}"]),
        ("Wear gloves.", "Half of all gardeners wear gloves.", [f"33: “Half of” {NEEDS}"]),
        ("Wear gloves.", "Gloves help two in three.", [f"33: “two in three” {NEEDS}"]),
        ("Wear gloves.", "Use a Barrier  cream.", [f"33: “Barrier cream” {NEEDS}"]),
        ("Wear gloves.", "Use barrier creams.", [f"33: “barrier creams” {NEEDS}"]),
        ("| Rubber | Wet soil |", "| Rubber | 2.5 days |", [f"27: “2.5” {NEEDS}"]),
        ("- Gloves help.", "- Rest 90 days.", [f"15: “90” {ABOVE}"]),
        ("- Gloves help.", "- Rest 90 days. [^soil-2020]", [f"15: “90” {ABOVE}"]),
        ("- Gloves help.", "- Use a barrier cream.", [f"15: “barrier cream” {ABOVE}"]),
        ("- Gloves help.", "- Gloves help two in three.", [f"15: “two in three” {ABOVE}"]),
        # words
        ("Clay takes", "Kaolinitic clay takes", [f"20: “Kaolinitic” {UNLISTED}"]),
        ("Clay takes", "Clay (kaolin) takes", [f"20: “kaolin” {UNLISTED}"]),
        ("Clay takes", "Kaolinitic and kaolinitic clay takes", [f"20: “Kaolinitic” {UNLISTED}"]),
        # Markdown
        ("Clay takes", "Clay <b>takes</b>",
         ["20: Pages hold no HTML: <b> would be shown as it stands. Use Markdown."]),
        ("Clay takes", "<!-- later --> Clay takes",
         ["20: Pages hold no HTML: <!-- later --> would be shown as it stands. Use Markdown."]),
        ("Clay takes", "<script src=x Clay takes",
         ["20: Pages hold no HTML: <script src=x Clay takes up water, so your skin dries out. "
          "[^soil-2020] would be shown as it stands. Use Markdown."]),
        ("| --- | --- |", "| :-- | --: |",
         ["25: Leave the colons out of the line under a table's head: columns are not aligned."]),
        ("| Glove | Good for |\n| --- | --- |",
         "| Glove | Good | c | d | e |\n| --- | --- | --- | --- | --- |",
         ["25: A table may have at most 4 columns; more do not fit on a sheet.",
          "26: This row has 2 cells; the head has 5. Write as many, some of them empty.",
          "27: This row has 2 cells; the head has 5. Write as many, some of them empty."]),
        ("| Glove | Good for |\n| --- | --- |",
         "Glove | Good | c | d | e\n--- | --- | --- | --- | ---",
         ["25: A table may have at most 4 columns; more do not fit on a sheet.",
          "26: This row has 2 cells; the head has 5. Write as many, some of them empty.",
          "27: This row has 2 cells; the head has 5. Write as many, some of them empty."]),
        ("Clay takes", "![ ](clay.svg) Clay takes",
         ["20: This picture has no alternative text. Write what it shows: ![…](…)."]),
        ("Clay takes", "Clay takes [time](#why){ onclick=x } and",
         ["20: Only a heading may hold braces, for its id. Leave out { onclick=x }."]),
        ("skin dries out. [^soil-2020]\n", "skin dries out. [^soil-2020]\n{ .review }\n",
         ["21: Only a heading may hold braces, for its id. Leave out { .review }."]),
        # blocks
        ("/// card | emergency", "/// kard | one",
         ["37: Call the care cards here: /// card | name, then ///. Or call the help band: /// "
          "band, then ///.",
         "39: There is no block called kard. The blocks are: card, band, picture, glossary, "
         "bibliography, write, feed."]),
        ("Clay takes", "/// Write | 2\n///\n\nClay takes",
         ["20: There is no block called Write. The blocks are: card, band, picture, glossary, "
          "bibliography, write, feed."]),
        ("Clay takes", "//// write | two\n////\n\nClay takes", [
            "20: Start this line with three slashes and no space before them: ///",
            "21: Start this line with three slashes and no space before them: ///",
        ]),
        ("/// card | emergency", "/// card | urgent",
         ["39: There is no care card called urgent. The cards are: emergency."]),
        ("/// card | emergency", "/// card",
         ["37: Call the care cards here: /// card | name, then ///. Or call the help band: /// "
          "band, then ///.",
          "39: Say which care card: /// card | emergency"]),
        ("/// card | emergency\n///", "/// card | emergency",
         ["39: The block card is never closed. Add a line with /// below it."]),
        ("Clay takes", "///\n\nClay takes",
         ["20: This /// closes nothing. Delete it, or write the block's name."]),
        ("Clay takes", "  /// write | 2\n  ///\n\nClay takes", [
            "20: Start this line with three slashes and no space before them: ///",
            "21: Start this line with three slashes and no space before them: ///",
        ]),
        ("Clay takes", "/// write | two\n///\n\nClay takes",
         ["20: Say how many lines to write on, from 1 to 20: /// write | 2"]),
        ("Clay takes", "/// write\n///\n\nClay takes",
         ["20: Say how many lines to write on, from 1 to 20: /// write | 2"]),
        # links
        ("words-to-know.md#words", "words-to-now.md#words",
         ["29: There is no page words-to-now.md from here. Did you mean words-to-know.md?"]),
        ("words-to-know.md#words", "/handouts/words-to-now.md",
         ["29: There is no page /handouts/words-to-now.md from here. Did you mean "
          "/handouts/words-to-know.md?"]),
        ("words-to-know.md#words", "../../../etc/x.md",
         ["29: There is no page ../../../etc/x.md from here."]),
        ("words-to-know.md#words", "words-to-know.md#word",
         ["29: The page words-to-know.md has no heading #word. Did you mean #words?"]),
        ("words-to-know.md#words", "#what-hlps",
         ["29: The page itself has no heading #what-hlps. Did you mean #what-helps?"]),
        ("words-to-know.md#words", "#zzz", ["29: The page itself has no heading #zzz."]),
        ("words-to-know.md#words", "javascript:alert()",
         ["29: A link may not start like this: javascript:alert() Write https://, mailto:, tel: "
          "or sms:, or a page's file."]),
        ("words-to-know.md#words", "JavaScript:x",
         ["29: A link may not start like this: JavaScript:x Write https://, mailto:, tel: or "
          "sms:, or a page's file."]),
        ("words-to-know.md#words", "data:text/html,x",
         ["29: A link may not start like this: data:text/html,x Write https://, mailto:, tel: or "
          "sms:, or a page's file."]),
        ("words-to-know.md#words", " javascript:x ",
         ["29: A link may not start like this: javascript:x Write https://, mailto:, tel: or "
          "sms:, or a page's file."]),
        ("Clay takes", "[a [b] c](../q.md) Clay takes",
         ["20: There is no page ../q.md from here.",
          "20: These brackets make nothing and would be shown: [b] Write [^id] for a source, "
          "[words](page.md) for a link, or round brackets."]),
        ("Clay takes", "Wet\n[a\nb](../q.md) Clay takes",
         ["21: There is no page ../q.md from here."]),
        ("Clay takes", "[a][b]\n\n[b]: ../q.md\n\nClay takes",
         ["22: There is no page ../q.md from here."]),
        ("words-to-know.md#words", "",
         ["29: This link leads nowhere. Write where it goes between the brackets."]),
        ("words-to-know.md#words", "../../handouts/words-to-know/",
         ["29: Link to a page by its file, which ends in .md, not to "
          "../../handouts/words-to-know/."]),
        ("words-to-know.md#words", "words-to-know.pdf",
         ["29: Link to a page by its file, which ends in .md, not to words-to-know.pdf."]),
    ],
)  # fmt: skip
def test_each_fault_of_a_page_is_told_at_its_line(project, old, new, messages):
    project.edit(PAGE, old, new)
    assert messages_of(project) == [f"{PAGE}:{message}" for message in messages]


def test_two_pages_with_one_title_are_told_at_the_second(project):
    project.edit(PAGE, "title: Dry garden hands", "title: garden WORDS")
    assert messages_of(project) == [
        f"{WORDS}:2: {PAGE} has this title too. Give each page its own."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Clay takes", LONG.replace("one two", "one", 1) + " Clay takes"),
        ("Clay takes", "It is. It was. Clay takes"),
        ("Wear gloves.", "Wear gloves, one in each hand, at half past two. Two in one is best."),
        ("dries out. [^soil-2020]", "dries out in half of all people. [^soil-2020]"),
        ("Clay takes", "".join(f"- Bean {letter}\n" for letter in "abcdefg") + "\nClay takes"),
        ("dries out. [^soil-2020]", "dries out 20 days. [^soil-2020]"),
        ("Which gloves are best for me?", "Should I use a barrier cream for 20 days?"),
        ("Clay takes", "Clay (a barrier cream) takes"),
        ("Clay takes", "The chilblain’s clay takes"),
        ("Clay takes", "A < B, 3 <4 and `<b>` say that clay takes"),
        ("| --- | --- |", "|---|---|"),
        (
            "| Glove | Good for |\n| --- | --- |\n| Wool | Cold days |\n| Rubber | Wet soil |",
            "| Glove | Good for | c | d |\n| --- | --- | --- | --- |\n| Wool | Cold days | | |",
        ),
        ("words-to-know.md#words", "/handouts/words-to-know.md#words"),
        ("words-to-know.md#words", "<words-to-know.md#words>"),
        ("words-to-know.md#words", "../about/index.md"),
        ("words-to-know.md#words", "../index.md#start"),
        ("words-to-know.md#words", "#sources"),
        ("words-to-know.md#words", "https://soil.example/a_b"),
        ("words-to-know.md#words", "mailto:clay@soil.example"),
        ("words-to-know.md#words", "tel:+15550100"),
        ("sources_gathered: 2026-10-01", "sources_gathered: 2026-11-22"),
        ("next_check_due: 2027-10-01", "next_check_due: 2026-10-02"),
        ("Clay takes", "/// write | 20\n///\n\nClay takes"),
    ],
)
def test_what_is_right_up_to_its_limit_is_not_told(project, old, new):
    project.edit(PAGE, old, new)
    assert messages_of(project) == []


def test_numbers_and_words_that_everyone_knows_need_nothing(project):
    """Words of everyday.txt are known, its numbers are names; so is the emergency number."""
    project.edit(PAGE, "Wear gloves.", "Call 112 or 988 about Kaolinitic clay.")
    assert messages_of(project) == [
        f"{PAGE}:33: “988” {NEEDS}",
        f"{PAGE}:33: “Kaolinitic” {UNLISTED}",
    ]
    project.write("docs/en/everyday.txt", "# known to all\n\n988\nkaolinitic\n")
    assert messages_of(project) == []


def test_what_a_card_says_is_told_once_at_the_card(project):
    """A card's words appear on many pages; the fault is in one file."""
    project.edit(
        "docs/en/cards/emergency.md", "- your hand", f"- <b>kaolinitic</b> clay {LONG}\n- your hand"
    )
    project.edit("docs/en/cards/emergency.md", "[^soil-2020]", "[^soil-20]")
    project.edit("docs/en/words.yml", "  emergency: ", "  emergency: kaolinitic clay, ")
    project.edit(
        PAGE, "/// card | emergency\n///", "/// card | emergency\n///\n\n/// card | emergency\n///"
    )
    card = "docs/en/cards/emergency.md"
    assert [message for message in messages_of(project) if "dry-hands" not in message] == [
        f"{card}:6: A sentence has 23 words; the limit is 20: “<b>kaolinitic</b> clay one two "
        f"three four …”. Make it two.",
        f"{card}:6: Pages hold no HTML: <b> would be shown as it stands. Use Markdown.",
        f"{card}:6: “kaolinitic” {UNLISTED}",
        f"{card}:7: No source is called soil-20. Add it to docs/sources.yml or correct the name.",
    ]


def write_pills_card(project: Project) -> None:
    """Write a card for who takes a medicine, with the words that call for it."""
    project.write(
        "docs/en/cards/pills.md",
        '---\ntitle: "Call 112 if:"\nlevel: 3\nmedicines: [pills]\n---\n\n- your hand bleeds\n',
    )
    project.edit(
        "docs/en/words.yml", "\nalarm_words:\n", "\nalarm_words:\n  pills: bleeding hand\n"
    )


ORDER = (
    f"{PAGE}:39: Care cards must stand in this order: emergency, those of a medicine, today, next "
    f"visit."
)


@pytest.mark.parametrize(
    ("cards", "messages"),
    [
        ("emergency pills soon", []),
        ("pills", []),
        ("soon emergency pills", [ORDER]),
        ("pills emergency soon", [ORDER]),
        ("emergency soon pills", [ORDER]),
    ],
)
def test_cards_stand_in_falling_urgency_and_those_of_a_medicine_after_others_of_their_level(
    project, cards, messages
):
    project.write(
        "docs/en/cards/soon.md",
        '---\ntitle: "Call us soon if:"\nlevel: 1\n---\n\n- your hand itches\n',
    )
    write_pills_card(project)
    project.edit(
        PAGE,
        "/// card | emergency\n///",
        "\n\n".join(f"/// card | {card}\n///" for card in cards.split()),
    )
    project.date()
    assert messages_of(project) == messages


@pytest.mark.parametrize(
    ("above", "matter", "messages"),
    [
        ("Rest 90 days.", "It took 90 days. [^soil-2020]", []),
        ("Rest 90 days.", "It took 90 days. Clay is wet. [^soil-2020]", []),
        ("Rest 90 days.", "It took 90 days.", [f"“90” {ABOVE}", f"“90” {NEEDS}"]),
        (
            "Rest 90 days.",
            "Clay is wet. [^soil-2020] It took 90 days.",
            [f"“90” {ABOVE}", f"“90” {NEEDS}"],
        ),
        ("Rest 90 days.", "It took 9 days. [^soil-2020]", [f"“90” {ABOVE}"]),
        ("Use a barrier cream.", "Barrier creams help. [^soil-2020]", []),
        ("Rest 90 days or 80.", "It took 90 days. [^soil-2020]", [f"“80” {ABOVE}"]),
    ],
)
@pytest.mark.parametrize("place", ["Gloves help.", "See why soil dries your hands and what helps."])
def test_what_stands_above_the_matter_stands_in_it_with_its_source(
    project, place, above, matter, messages
):
    """Summary and key points need no citation of their own."""
    project.edit(PAGE, place, above)
    project.edit(PAGE, "Clay takes up water, so your skin dries out. [^soil-2020]", matter)
    assert [message.partition(": ")[2] for message in messages_of(project)] == messages


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("Clay takes up water", "Pills take up water", [20]),
        ("- Should I use a cream?", "- Are PILLS safe?", [45]),
        ("title: Dry garden hands", "title: Hands and pills", [2]),
        ("Clay takes up water", "Spills take up water", []),
    ],
)
def test_a_page_that_names_a_medicine_shows_its_card(project, old, new, lines):
    write_pills_card(project)
    project.edit(PAGE, old, new)
    project.date()
    words = (
        "Who reads of “pills” needs the care card pills. Show it under when to get help: /// card "
        "| pills"
    )
    assert messages_beside_sources(project) == [f"{PAGE}:{line}: {words}" for line in lines]
    project.edit(
        PAGE, "/// card | emergency\n///", "/// card | emergency\n///\n\n/// card | pills\n///"
    )
    project.date()
    assert messages_beside_sources(project) == []


@pytest.mark.parametrize("call", ["///card|emergency", "///  card |  emergency  "])
def test_a_card_is_shown_however_its_call_is_spaced(project, call):
    project.edit(PAGE, "/// card | emergency", call)
    library, _ = library_loader.read(project.root, project.library().site)
    assert messages_of(project) == []
    assert "your hand turns white" in extension.render(
        library, library.languages[0], library.languages[0].handouts[0].source.body
    )


# Reading grade ------------------------------------------------------------------------------------


HARD = (
    "Clay particles retain considerable moisture near sensitive fingers. Gardeners regularly "
    "underestimate seasonal dangers. [^soil-2020]"
)
KNOWN = "considerable\nparticles\nregularly\nunderestimate\nsensitive\n"


def test_the_grade_is_counted_as_flesch_and_kincaid_do(project):
    """Blocks without a full stop end a sentence too: 0.39 × 3 + 11.8 × 1 − 15.59 = −2.6. Headings
    do not count."""
    english = project.library().languages[0]
    blocks = [
        Block("why", "", kind, text, (), ())
        for kind, text in (("h2", "Considerable"), ("li", "Clay is wet"), ("p", "Sand is dry:"))
    ]
    assert readability.score_of(english, blocks) == Score(grade=-2.6)


def test_a_grade_is_given_only_where_the_formula_was_made_for_the_language(project):
    english = project.library().languages[0]
    spanish = replace(english, edition=replace(english.edition, code="es"))
    assert (
        readability.score_of(spanish, [Block("why", "", "p", "La arena es seca.", (), ())]).grade
        is None
    )


@pytest.mark.parametrize(
    ("times", "messages"),
    [
        (3, []),
        (
            4,
            [
                f"{PAGE}:11: This page reads at grade 7.4; the limit is 6.9. Use shorter words "
                f"and sentences."
            ],
        ),
    ],
)
def test_a_page_that_reads_too_hard_is_told(project, times, messages):
    project.write("docs/en/everyday.txt", KNOWN)
    project.edit(PAGE, "Clay takes", f"{HARD}\n\n" * times + "Clay takes")
    assert messages_of(project) == messages


def test_a_library_that_reads_too_hard_is_told_even_if_no_page_does(project):
    project.write("docs/en/everyday.txt", KNOWN)
    project.edit(PAGE, "Clay takes", f"{HARD}\n\n" * 3 + "Clay takes")
    project.edit(
        WORDS,
        "/// glossary",
        "Gardeners regularly underestimate seasonal dangers. [^soil-2020]\n\n" * 3 + "/// glossary",
    )
    assert messages_of(project) == [
        "docs/en/handouts: The handouts read at grade 6.45 on average; the limit is 6.0. Make the "
        "hardest pages plainer."
    ]


# Pairs --------------------------------------------------------------------------------------------


PAIRS = """\
cream-and-rash:
  when: [cream, itch]
  then: [rash]
  why: it may cause a rash.
pills-and-sleep:
  when: [pills, hands]
  then: [should not]
  warning_first: true
  unless: [gloves]
  why: nobody needs them.
"""
RASH = "“cream, itch” may not stand without “rash”: it may cause a rash."
SLEEP = "“pills, hands” may not stand without “should not” before it: nobody needs them."


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("Cream stops the itch.", [RASH]),
        ("A CREAM stops itching.", [RASH]),
        ("A cream stops the itch but may bring a rash.", []),
        ("A cream is soft. The itch goes.", [RASH]),
        ("A cream is soft.\n\nThe itch goes.", [RASH]),
        ("A cream is soft.\n\nThe itch goes.\n\nA rash may come.", []),
        ("A cream is soft.\n\n## More { #more }\n\nThe itch goes. [^soil-2020]", []),
        ("A cream stops itch.\n\n### More { #more }\n\nA rash may come. [^soil-2020]", [RASH]),
        ("Ice cream. It is a kitchen.", []),
        ("Pills heal hands.", [SLEEP]),
        ("Pills heal hands. You should not take them.", [SLEEP]),
        ("You should not take pills for your hands.", []),
        ("Pills you should not take for your hands.", []),
        ("Pills and gloves for hands.", []),
        ("Cream and pills for itchy hands.", [RASH, SLEEP]),
        ("- Cream for itch.\n- A rash may come.", []),
        ("Pills heal hands.\n\nYou should not take them.", [SLEEP]),
        ("Pills heal hands. They should\n\nnot harm.", [SLEEP]),
        ("You should not take pills.\n\nPeople take them for their hands.", []),
        ("**Cream** stops [the itch](#why).", [RASH]),
    ],
)
def test_a_section_does_not_show_a_hope_without_its_warning(project, text, messages):
    project.write("docs/en/pairs.yml", PAIRS)
    project.edit(PAGE, "Clay takes up water, so your skin dries out. [^soil-2020]", text)
    assert messages_beside_sources(project) == [f"{PAGE}:20: {message}" for message in messages]


@pytest.mark.parametrize(
    ("file", "old", "new", "messages"),
    [
        (PAGE, "title: Dry garden hands", "title: A cream for itch", [f"{PAGE}:2: {RASH}"]),
        (PAGE, "See why soil dries your hands and what helps.", "See which cream stops the itch.",
         [f"{PAGE}:3: {RASH}"]),
        ("docs/en/search.yml", "[cracked fingers]", "\n  - cracked fingers\n  - cream for itch",
         [f"docs/en/search.yml:3: {RASH}"]),
        (PAGE, "| Wool | Cold days |", "| Wool | No cream stops an itch |", [f"{PAGE}:26: {RASH}"]),
        ("docs/en/cards/emergency.md", "- your hand turns",
         "- the cream makes you itch or bleed\n- your hand turns",
         [f"docs/en/cards/emergency.md:6: {RASH}"]),
        ("docs/en/glossary.yml", "A cream that keeps water out.", "It stops the itch.",
         [f"docs/en/glossary.yml:5: {RASH}"]),
        ("docs/en/index.md", "summary: Help for hands that work in soil.",
         "summary: A cream for every itch.", [f"docs/en/index.md:3: {RASH}"]),
        ("docs/en/about/index.md", "title: About", "title: Cream for itch",
         [f"docs/en/about/index.md:2: {RASH}"]),
        ("docs/en/about/index.md", "Every fact has a source.", "Cream stops an itch.",
         [f"docs/en/about/index.md:6: {RASH}"]),
        ("docs/en/index.md", "Start here.", "Which cream for an itch?",
         [f"docs/en/index.md:8: {RASH}"]),
        # what others call their work is theirs
        ("docs/sources.yml", "Sand, clay and cracks", "Cream for an itch", []),
    ],
)  # fmt: skip
def test_no_place_shows_half_of_a_pair(project, file, old, new, messages):
    """Title, summary and search words are shown alone, in lists, so each must keep its pairs
    together by itself."""
    project.write("docs/en/pairs.yml", PAIRS)
    project.edit(file, old, new)
    assert messages_beside_sources(project) == messages


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("A cold day: [Cream for itch](../handouts/dry-hands.md).", False),
        ("A cold day: [Cream for itch](../handouts/dry-hands.md#why).", False),
        ("[Cream for itch](../handouts/dry-hands.md) and a cream that stops the itch.", True),
        ("[The cream for every itch](../handouts/dry-hands.md)", True),
        ("Cream for itch", True),
    ],
)
def test_a_plain_page_may_link_to_a_handout_by_its_title(project, text, is_told):
    """A title may name what a page is about; words of the link that say more are held to the
    pair."""
    pair = (
        "cream:\n  when: [cream]\n  then: [rash]\n  unless: [keeps water, may help]\n"
        "  why: it may cause a rash.\n"
    )
    project.edit(PAGE, "title: Dry garden hands", "title: Cream for itch")
    project.write("docs/en/pairs.yml", pair)
    project.edit("docs/en/about/index.md", "Every fact has a source.", text)
    start = "docs/en/about/index.md:6: "
    assert any(message.startswith(start) for message in messages_of(project)) == is_told


@pytest.mark.parametrize(("count", "text", "messages"), [
    (5, "The cream may bring a rash.", []),
    (6, "The cream may bring a rash.",
     ["6 sentences stand in one block; the limit is 5. Split it."]),
    (4, "The cream is soft.", ["4 sentences stand in one block; the limit is 3. Split it."]),
    (4, "A rash is red.", ["4 sentences stand in one block; the limit is 3. Split it."]),
])  # fmt: skip
def test_an_item_that_carries_a_warning_may_hold_five_sentences(project, count, text, messages):
    project.write("docs/en/pairs.yml", PAIRS)
    project.edit(
        PAGE,
        "Clay takes up water, so your skin dries out. [^soil-2020]",
        f"- {text}" + " Clay is wet." * (count - 1),
    )
    assert messages_beside_sources(project) == [f"{PAGE}:20: {message}" for message in messages]


# Versions and reviews -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PAGE, "Clay takes up", "Clay soaks up"),
        (PAGE, "title: Dry", "title: Very dry"),
        (PAGE, "and what helps", "and what may help"),
        (PAGE, "[^glove-notes][^soil-2020]", "[^soil-2020]"),
        ("docs/en/cards/emergency.md", "turns white", "turns blue"),
        ("docs/sources.yml", "year: 2020", "year: 2021"),
    ],
)
def test_changed_words_make_a_draft_at_once_and_stop_nothing(project, file, old, new):
    project.edit(file, old, new)
    assert messages_of(project) == []
    drafts = [handout.source.path for _, handout in project.library() if not handout.published]
    assert PAGE in drafts
    (notice,) = map(str, advisories.unpublished_drafts(project.library()))
    pages = "1 page is a draft" if len(drafts) == 1 else f"{len(drafts)} pages are drafts"
    assert notice == (
        f"docs/versions.txt: {pages}. GitHub dates them when it publishes; there is nothing to do. "
        "Who publishes elsewhere runs: python3 scripts date"
    )
    project.date()
    assert all(handout.published for _, handout in project.library())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PAGE, "order: 10", "order: 5"),
        ("docs/en/search.yml", "[cracked fingers]", "[cracks]"),
        (PAGE, "so your skin dries out", "so your\nskin   dries out"),
        ("docs/clinic.yml", '"112"', '"999"'),
        ("docs/sources.yml", "why: Measured in forty gardens.", "why: Measured."),
    ],
)
def test_what_is_not_the_words_leaves_the_version_as_it_was(project, file, old, new):
    before = [handout.version for _, handout in project.library()]
    project.edit(file, old, new)
    assert sorted(before) == sorted(handout.version for _, handout in project.library())


def test_a_review_counts_only_for_the_version_that_was_reviewed(project):
    version = project.library().languages[0].handouts[0].version
    review = (
        f"order: 10\nreview:\n  who: A. O'Spade\n  role: hand gardener\n  on: 2026-11-20\n"
        f"  sheet: {version}"
    )
    project.edit(PAGE, "order: 10", review)
    assert messages_of(project) == []
    english = project.library().languages[0]
    assert (
        review_status.review_notice(english, english.handouts[0])
        == "Reviewed by A. O'Spade, hand gardener, on 2026-11-20."
    )
    project.edit(PAGE, "Clay takes up", "Clay soaks up")
    assert messages_of(project) == []
    english = project.library().languages[0]
    assert review_status.review_notice(english, english.handouts[0]) == (
        "Changed since its review on 2026-11-20. Ask your care team about anything that worries "
        "you."
    )


# The library --------------------------------------------------------------------------------------


def test_a_source_that_no_page_cites_is_told(project):
    project.edit(
        "docs/sources.yml",
        "glove-notes:",
        "rain-2001:\n  publisher: Rain\n  title: Rain\n  url: https://rain.example/\n"
        "  read: Whole\n  trust: low\n  why: None.\nglove-notes:",
    )
    assert messages_of(project) == [
        "docs/sources.yml:10: No page cites the source rain-2001. Cite it, or delete it here."
    ]


def test_the_word_list_cites_only_sources_that_exist(project):
    project.edit("docs/en/glossary.yml", "cites: [glove-notes]", "cites: [glove-note]")
    project.edit(PAGE, "Clay takes", "Clay [^glove-notes] takes")
    assert messages_of(project) == [
        "docs/en/glossary.yml:5: No source is called glove-note. Add it to docs/sources.yml or "
        "correct the name."
    ]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("codes: []", []),
        ("systems: {icd: {name: ICD, oid: '1.2', uri: 'https://icd.example'}}\ncodes:\n"
         "  - {system: icd, code: L1, answer: dry-hands}",
         []),
        ("codes:\n  - system: icd\n    code: L1\n    answer: dry-hands",
         ["2: No system is called icd. The systems are: none."]),
        ("""\
systems: {icd: {name: ICD, oid: '1.2', uri: 'https://icd.example'}}
codes:
  - system: icd
    code: L1
    answer: dry-hand
  - system: idc
    code: L2
    answer: dry-hands
  - system: icd
    code: L1
    answer: words-to-know
""", [
            "5: No handout is called dry-hand.",
            "6: No system is called idc. The systems are: icd.",
            "10: L1 stands here twice. Keep one.",
        ]),
        ("codes:\n  - system: icd\n    code: 12\n    anser: dry-hands", [
            "3: `code` must be text. Put it in quotes.",
            "4: `anser` is not a field here. Did you mean `answer`?",
        ]),
    ],
)  # fmt: skip
def test_codes_name_systems_and_handouts_that_exist_and_stand_once(project, text, messages):
    project.write("docs/codes.yml", text)
    assert messages_of(project) == [f"docs/codes.yml:{message}" for message in messages]


# A second language --------------------------------------------------------------------------------


@pytest.fixture
def bilingual(project: Project) -> Project:
    """The garden library with one translated handout; interface words as in English."""
    project.write(
        "mkdocs.es.yml", "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n"
    )
    words = (project.root / "docs/en/words.yml").read_text(encoding="utf-8")
    project.write("docs/es/words.yml", words.replace("white hand,", "mano blanca,"))
    project.write(
        "docs/es/cards/emergency.md",
        '---\ntitle: "Llame si:"\nlevel: 3\n---\n\n- la mano se pone blanca [^soil-2020]\n',
    )
    body = (
        (project.root / PAGE)
        .read_text(encoding="utf-8")
        .split("---\n", 2)[2]
        .replace("words-to-know.md#words", "#why")
    )
    front = "title: Manos\nsummary: Por qué.\ntranslated: 2026-11-01 · 3fa92c"
    project.write("docs/es/handouts/dry-hands.md", f"---\n{front}\n---\n{body}")
    project.date()
    return project


def test_a_right_translation_leaves_nothing_to_say(bilingual):
    assert messages_of(bilingual) == []


def test_a_language_says_all_that_the_first_one_says_and_no_more(bilingual):
    bilingual.edit(
        "docs/es/words.yml", "  source_back: Back to where the text first cites source\n", ""
    )
    bilingual.edit("docs/es/words.yml", "  daily-care: Daily care\n", "  daily: Daily care\n")
    bilingual.edit("docs/es/words.yml", "  adults: Adults\n", "")
    assert messages_of(bilingual) == [
        "docs/es/words.yml: `adults` is missing under `audiences`. The first language says: Adults",
        "docs/es/words.yml: `daily-care` is missing under `categories`. The first language says: "
        "Daily care",
        "docs/es/words.yml: `source_back` is missing under `words`. The first language says: Back "
        "to where the text first cites source",
        "docs/es/words.yml:8: `daily` under `categories` is used nowhere. Delete it.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  source_back: Back to where the text first cites source\n", "",
         ": `source_back` is missing under `words`. Site or sheets show it: write what it says."),
        ("{page} of {pages}", "{page} of {all}",
         ":{line}: `sheet_page` under `words` holds {all}, which nothing fills in."),
        ("\nwords:\n  ", "\nwords:\n  hello: Hello\n  ",
         ":{line}: `hello` under `words` is used nowhere. Delete it, or add it to "
         "scripts/handouts/model/labels.txt."),
        ("language: English\n", "language: English\nmonths: [January, February]\n",
         ":{line}: `months` has 2 names; write twelve, or leave it out."),
    ],
)  # fmt: skip
def test_the_first_language_says_all_that_site_and_sheets_show(project, old, new, message):
    project.edit("docs/en/words.yml", old, new)
    changed = set(new.splitlines()) - {"", "words:", *old.splitlines()}
    line = project.line_of("docs/en/words.yml", "".join(changed))
    assert messages_of(project) == [f"docs/en/words.yml{message.replace('{line}', str(line))}"]
    with pytest.raises(Refused):
        edit.new(project.root, "wool", TODAY)
    assert not (project.root / "docs/en/handouts/wool.md").exists()


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ("On {on}, by {who}", "On 2026-11-22, by {who}"),
        ("{{on}} {on}} {{ #on }}", "{on} 2026-11-22} { #on }"),
        ("{on.__class__} {0} {} { {on!r} {on:>9}", "{on.__class__} {0} {} { {on!r} {on:>9}"),
    ],
)
def test_what_a_language_says_is_filled_in_and_never_executed(words, filled):
    assert language.fill(words, on="2026-11-22") == filled


def test_a_translation_is_checked_like_its_original_on_the_scale_of_its_language(bilingual):
    bilingual.edit(
        "docs/es/handouts/dry-hands.md", "Clay takes", f"{HARD}\n\n" * 8 + "<b> Clay takes [^sand]"
    )
    assert messages_of(bilingual) == [
        "docs/es/handouts/dry-hands.md:6: This page has a reading ease of 54.1 "
        "(Fernández-Huerta); write 70 or more. Use shorter words and sentences.",
        "docs/es/handouts/dry-hands.md:31: No source is called sand. Add it to docs/sources.yml "
        "or correct the name.",
        "docs/es/handouts/dry-hands.md:31: Pages hold no HTML: <b> would be shown as it stands. "
        "Use Markdown.",
    ]


def test_a_translation_without_its_original_is_told(bilingual):
    bilingual.write("docs/es/handouts/rain.md", "---\ntitle: Lluvia\n---\n")
    assert messages_of(bilingual) == [
        "docs/es/handouts/rain.md: The original of this translation is missing."
    ]


# What cannot be read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            PAGE,
            "1: Front matter is missing. Start the file with ---, `key: value` lines, and --- "
            "again.",
        ),
        (
            WORDS,
            "1: Front matter is missing. Start the file with ---, `key: value` lines, and --- "
            "again.",
        ),
        (
            "docs/en/cards/emergency.md",
            "1: Front matter is missing. Start the file with ---, `key: value` lines, and --- "
            "again.",
        ),
        (
            "docs/en/index.md",
            "1: Front matter is missing. Start the file with ---, `key: value` lines, and --- "
            "again.",
        ),
        (
            "docs/sources.yml",
            "1: Each entry starts with its id and a colon, at the start of the line.",
        ),
        (
            "docs/en/glossary.yml",
            "1: Each entry starts with its id and a colon, at the start of the line.",
        ),
        ("docs/en/words.yml", "1: Write `key: value` lines here."),
        ("docs/clinic.yml", "1: Write `key: value` lines here."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_not_all_that_follows_from_it(
    bilingual, file, message
):
    """No flood: links to the page, sources only it cites, cards and fingerprints are unknown then,
    not wrong."""
    bilingual.write(file, "Just words.\n")
    library, problems = library_loader.read(bilingual.root, settings.read(bilingual.root))
    assert sorted({str(problem) for problem in [*problems, *checks.check(library, TODAY)]}) == [
        f"{file}:{message}"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (PAGE, "title: Dry garden hands", "title: Dry 手 hands", 2),
        (PAGE, "what helps.", "what 手 helps.", 3),
        (PAGE, "Clay takes", "Clay\n手 takes", 21),
        (PAGE, "- [ ] Rest your", "- [ ] Rest 手 your", 35),
        ("docs/en/cards/emergency.md", "- your hand", "- your 手 hand", 6),
        ("docs/en/glossary.yml", "A cream that", "A 手 cream that", 6),
        ("docs/sources.yml", "Journal of", "手 of", 1),
    ],
)
def test_a_letter_that_the_font_lacks_is_told_before_anything_is_built(
    project, file, old, new, line
):
    project.edit(file, old, new)
    assert messages_of(project) == [
        f"{file}:{line}: The font cannot print 手 (U+624B). Use other words or signs."
    ]


def test_another_script_is_told_once_and_not_in_every_line(project):
    project.edit(
        PAGE, "Clay takes", "Глина берёт воду, и кожа сохнет.\n\nОтдых рукам.\n\nClay takes"
    )
    assert [
        message.partition(": ")[0] for message in messages_of(project) if "cannot print" in message
    ] == [f"{PAGE}:20"]


# Signs on care cards ------------------------------------------------------------------------------

SIGNS = """\
---
title: "Call {emergency} if:"
level: 3
---

Call at once.

- your hand turns white [^soil-2020]
- your hand
  turns blue
- you think it is an emergency
- {emergency_call}
"""


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("", "", [9]),
        ("level: 3", "level: 2", [9]),
        ("level: 3", "level: 1", []),
        ("level: 3", "level: 3\nunfinished: Write the signs.", []),
        ("turns blue", "turns blue [^soil-2020]", []),
    ],
)
def test_an_urgent_sign_without_a_source_is_told(project, old, new, lines):
    """But for the emergency itself, a number to call, and a card that is not finished."""
    project.write("docs/en/cards/emergency.md", SIGNS.replace(old, new))
    notices = list(map(str, advisories.notices(project.library(), TODAY)))
    assert [text for text in notices if "has no source" in text] == [
        f"docs/en/cards/emergency.md:{line}: “your hand turns blue” has no source. Write [^id] "
        "after it, an id from docs/sources.yml, so that whoever reviews the card sees what it "
        "rests on."
        for line in lines
    ]
