"""One page that is wrong in every known way, and the complete list of what must be said about it.

A new check adds a line to every_problem/page.md and a line here. What stops a page from being
published at all stands in more files: every_problem/Front_Matter.md, parts.md and all.md beside it,
where it hides nothing of the rest.
"""

from __future__ import annotations

from pathlib import Path

from support.project import Project

WRONG = Path(__file__).parent / "every_problem"

SAID_OF_PAGE = """\
2: docs/en/handouts/words-to-know.md has this title too. Give each page its own.
3: `summary` must be one sentence of at most 20 words.
3: “cream, itch” may not stand without “rash”: it may cause a rash.
5: `category` must be one of: basics, treatment, daily-care, family, tools.
6: `audience` must be one of: everyone, adults, parents.
8: `sources_gathered` lies in the future.
9: `next_check_due` must be later than `sources_gathered`.
10: `review` lies in the future.
16: This page reads at grade 9.7; the limit is 6.9. Use shorter words and sentences.
17: The number of key points is 2; write 3 to 5.
17: The number of sections between key points and what to do is 1; write 2 to 5.
19: A key point has 17 words; the limit is 15.
19: “cream, itch” may not stand without “rash”: it may cause a rash.
20: Say “20 in 100” instead of a percentage.
20: “80” stands above the matter only. Say it again below, with its source, or take it away here.
24: 5 sentences stand in one block; the limit is 3. Split it.
24: No source is called rain-1999. Add it to docs/sources.yml or correct the name.
24: Pages hold no HTML: <div> would be shown as it stands. Use Markdown.
24: “Kaolinitic” is not in the word list. Explain it in docs/en/glossary.yml, use a plainer word, \
or, if everyone knows it, add it to docs/en/everyday.txt.
24: “kaolin” is not in the word list. Explain it in docs/en/glossary.yml, use a plainer word, or, \
if everyone knows it, add it to docs/en/everyday.txt.
26: Only a heading may hold braces, for its id. Leave out { .quiet }.
28: A sentence has 21 words; the limit is 20: “Gardeners everywhere remember hazardous afternoons \
whenever …”. Make it two.
32: “manufacturers” is not in the word list. Explain it in docs/en/glossary.yml, use a plainer \
word, or, if everyone knows it, add it to docs/en/everyday.txt.
32: “officially” is not in the word list. Explain it in docs/en/glossary.yml, use a plainer word, \
or, if everyone knows it, add it to docs/en/everyday.txt.
34: A list of 8 items; the limit is 7. Make two lists.
44: A table may have at most 4 columns; more do not fit on a sheet.
44: Leave the colons out of the line under a table's head: columns are not aligned.
45: “3” needs its source: write [^id] after the sentence, an id from docs/sources.yml.
47: This picture has no alternative text. Write what it shows: ![…](…).
49: Say where this link leads instead of “this page”: paper shows only the words.
49: The page itself has no heading #wy. Did you mean #why?
49: The page words-to-know.md has no heading #word. Did you mean #words?
49: There is no page word-to-know.md from here. Did you mean words-to-know.md?
49: This link leads nowhere. Write where it goes between the brackets.
50: A link may not start like this: javascript:alert Write https://, mailto:, tel: or sms:, or a \
page's file.
50: Link to a page by its file, which ends in .md, not to words-to-know.pdf.
52: This /// closes nothing. Delete it, or write the block's name.
54: Start this line with three slashes and no space before them: ///
55: Start this line with three slashes and no space before them: ///
57: There is no block called kard. The blocks are: card, band, picture, glossary, bibliography, \
write, feed.
60: Say how many lines to write on, from 1 to 20: /// write | 2
63: There is no picture called clay: it needs docs/pictures/clay.svg and its words in \
docs/en/pictures.yml. The pictures are: none.
66: The number of actions is 1; write 3 to 5.
68: “barrier cream” needs its source: write [^id] after the sentence, an id from docs/sources.yml.
72: Care cards must stand in this order: emergency, those of a medicine, today, next visit.
75: There is no care card called later. The cards are: emergency, soon.
81: Say which care card: /// card | emergency
84: The number of questions is 1; write 3 to 5.
88: The block write is never closed. Add a line with /// below it.
"""
SAID_OF_FRONT_MATTER = """\
A handout's file name is its address for ever: small letters, digits and single hyphens.
2: `titel` is not a field here. Did you mean `title`?
3: `summary` is empty. Write something there or delete the line.
4: `kind` must be one of: 'handout', 'worksheet', 'words' or 'clinic'.
5: `category` must be text. Put it in quotes.
6: `audience` must be text. Put it in quotes.
7: `order` must be a whole number.
8: `changes` must be a list: each item on a line of its own that starts with `- `.
9: The day of a version is in docs/versions.txt, which `date` writes. Delete it.
10: Nobody writes `fingerprint` any more. Delete it.
11: `sources_gathered` must be a date, written as 2026-11-22.
12: `next_check_due` must be a date, written as 2026-11-22.
15: `review.role` must be text. Put it in quotes.
16: `review.on` must be a date, written as 2026-11-22.
17: `review.sheet` is not written as it should be: the version that was reviewed, as the foot of \
the sheet prints it: 2026-11-22 · 3fa92c.
19: Words stand above the first heading. Move them below it.
21: The page's heading is its `title`. Start sections with ##.
23: Give this heading a fixed id: ## Key points { #key-points }
25: A heading with ### must stand before one with ####.
27: The id #Why_not may hold only small letters, digits and single hyphens.
31: The id #why stands on line 29 too. Give each heading its own.
33: This heading has no words.
35: The id #sources is made by the site. Choose another.
38: This line makes a heading of the line above. Start headings with ##.
"""
SAID_OF_PARTS = """\
14: #when-to-get-help must stand before questions-to-ask. Move it up.
16: #what-you-can-do must stand before questions-to-ask. Move it up.
18: #why must stand before questions-to-ask. Move it up.
20: #key-points must stand before questions-to-ask. Move it up.
"""
SAID_OF_ALL = """\
2: A quote is opened here and never closed.
2: `order` is missing. Add a line `order: …` (Place in lists: smaller numbers first).
3: `sumary` is not a field here. Did you mean `summary`?
5: This line holds a tab. Use spaces.
7: `audience` stands here twice; the first is on line 6. Keep one.
8: There is no such date or number: 2026-02-30. Write a date as 2026-11-22.
9: `next_check_due` must be a date, written as 2026-11-22.
10: This line holds a tab. Use spaces.
10: `colour` is not a field here. The fields are: title, summary, unfinished, replaces, changes, \
kind, shape, category, audience, order, sources_gathered, next_check_due, review.
12: A part is missing. Add a heading: ## … { #when-to-get-help }
15: No source is called rain-1999. Add it to docs/sources.yml or correct the name.
16: A key point has 17 words; the limit is 15.
17: “cream, itch” may not stand without “rash”: it may cause a rash.
21: Pages hold no HTML: <b> would be shown as it stands. Use Markdown.
21: The page itself has no heading #wy. Did you mean #why?
21: The page words-to-know.md has no heading #word. Did you mean #words?
21: There is no page nothing.md from here.
23: This picture has no alternative text. Write what it shows: ![…](…).
25: This line holds a character that cannot be seen (U+00AD). Delete it.
25: This line holds a character that cannot be seen (U+200B). Delete it.
25: “3” needs its source: write [^id] after the sentence, an id from docs/sources.yml.
27: There is no care card called later. The cards are: emergency.
34: This row has 1 cell; the head has 2. Write as many, some of them empty.
36: These stars make nothing bold: **. Write them right before and right after the words.
"""


def messages_of(project: Project, path: str) -> str:
    """Return all messages, one a line; only those of another file name their file."""
    return "".join(
        f"{problem}\n".removeprefix(f"{path}:").lstrip() for problem in project.problems()
    )


def test_all_that_is_wrong_with_a_page_is_told_at_once(project):
    project.write("docs/en/handouts/page.md", (WRONG / "page.md").read_bytes())
    project.write(
        "docs/en/cards/soon.md",
        '---\ntitle: "Call us soon if:"\nlevel: 1\n---\n\n- your hand itches\n',
    )
    project.write(
        "docs/en/pairs.yml",
        "cream:\n  when: [cream, itch]\n  then: [rash]\n  why: it may cause a rash.\n",
    )
    project.write("docs/en/everyday.txt", "emergency\n")
    assert messages_of(project, "docs/en/handouts/page.md") == SAID_OF_PAGE


def test_all_that_is_wrong_with_front_matter_and_headings_is_told_at_once(project):
    project.write("docs/en/handouts/Front_Matter.md", (WRONG / "Front_Matter.md").read_bytes())
    assert messages_of(project, "docs/en/handouts/Front_Matter.md") == SAID_OF_FRONT_MATTER


def test_all_parts_that_stand_in_the_wrong_order_are_told_at_once(project):
    project.write("docs/en/handouts/parts.md", (WRONG / "parts.md").read_bytes())
    assert messages_of(project, "docs/en/handouts/parts.md") == SAID_OF_PARTS


def test_what_is_wrong_with_front_matter_parts_and_text_is_told_at_once(project):
    project.write("docs/en/handouts/all.md", (WRONG / "all.md").read_bytes())
    project.write(
        "docs/en/pairs.yml",
        "cream:\n  when: [cream, itch]\n  then: [rash]\n  why: it may cause a rash.\n",
    )
    project.write("docs/en/everyday.txt", "emergency\n")
    assert messages_of(project, "docs/en/handouts/all.md") == SAID_OF_ALL
