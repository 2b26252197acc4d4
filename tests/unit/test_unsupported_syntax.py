"""Signs of other Markdowns, of addresses and of HTML are told at their line: none is shown as it
stands, none is lost."""

from __future__ import annotations

import pytest

from handouts.checks import unsupported_syntax
from handouts.pages import article
from support.project import HANDOUT_FILE

SENTENCE = "Clay takes up water, so your skin dries out. [^soil-2020]"


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("> [!WARNING]", "[!WARNING]"), ("> [!note]- Hot", "[!note]-"), ("!!! note", "!!!"),
        ("??? x", "???"), ("???+ x", "???+"),
        ("::: note", ":::"), (":::", ":::"), (".. note:: x", ".. note::"),
        ("a ~~x~~ b", "~~"), ("H~2~O", "~2~"), ("~x~", "~"), ("a ==x== b", "=="),
        ("== Head ==", "=="), ("++x y++", "++x y++"), ("m^2^", "^2^"),
        ("see [[page]]", "[[page]]"), ("![[a.png]]", "![[a.png]]"),
        ("[[page|words]]", "[[page|words]]"), ("[[", "[["),
        ("[words] (page.md)", "[words] (page.md)"), ("(words)[page.md]", "(words)[page.md]"),
        ("[@doe99]", "[@doe99]"),
        ("Good :smile: day", ":smile:"), (":+1:", None), ("*[SPF]: Sun factor", "*[SPF]:"),
        ("[TOC]", "[TOC]"), ("[[_TOC_]]", "[[_TOC_]]"),
        ("$x$", "$x$"), ("$$x", "$$"), ("a -- b", "--"), ("a--b", "--"), ("- [-] a", "- [-]"),
        ("- [✓] a", "- [✓]"),
    ],
)  # fmt: skip
def test_a_sign_of_another_markdown_is_told(line, sign):
    messages = [
        message
        for message in unsupported_syntax.messages(line)
        if message.startswith("This makes nothing")
    ]
    if sign:
        assert messages[0].startswith(f"This makes nothing here: {sign} ")
        assert unsupported_syntax.foreign_sign(line), "in plain words too"
    assert all(message.endswith(".") for message in messages)


def test_a_sign_written_by_its_name_is_no_plain_word():
    assert unsupported_syntax.foreign_sign("soil &amp; skin") == "&amp;"


@pytest.mark.parametrize(
    "line",
    [
        "At 10:30 or 10:30:15, see https://a.example/b:c:d", "~20 minutes, about ~5",
        "It costs $5 or $10.", "a = b, 5 == 5",
        "| --- | -- |", "---", "`~~x~~` and `[[a]]`", "[a](b.md)[^soil-2020]", "[sic] (see below)",
        "A ratio of 1:2:3.", "C++ and A+", "x^2",
        "&nbsp;&copy;&#60;b&#62;&lt;&amp;", "\\*a\\* \\[b\\] \\# \\_c\\_ 1\\) a\\|b \\\\",
        "**a** *b* [c](d.md)", "[^soil-2020]", "A: b: c", "2 × 3, a * b",
    ],
)  # fmt: skip
def test_signs_of_plain_text_are_not_told(line):
    assert list(unsupported_syntax.messages(line)) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a\\", "This backslash would be shown: \\ Leave it out."),
        ("\\< 5", "This backslash would be shown: \\< Leave it out."),
        ("C:\\new", "This backslash would be shown: \\n Leave it out."),
        ("5*3*2", "Stars between numbers would be lost. Write × for times."),
        ("&bogus;", "&bogus; stands for no sign and would be shown. Write the sign itself."),
        *((f"a{sign}b",
           f"{sign} stands for what nobody sees, or for a part of a letter. Delete it.")
          for sign in ("&#0;", "&#31;", "&#x1F;", "&#8203;", "&ZeroWidthSpace;", "&shy;",
           "&zwj;", "&#xD800;", "&#9999999999;", "&#769;", "&#xFB02;")),
        *((citation, "This looks like a citation and is none. Write [^id], without \\, & or `.")
          for citation in ("a \\[^soil-2020]", "a [\\^soil-2020]", "a [^soil-2020\\]",
           "a [&#94;soil-2020]", "a &lbrack;^soil-2020]", "a `[^soil-2020]`")),
    ],
)  # fmt: skip
def test_what_would_be_shown_or_lost_is_told(line, message):
    assert list(unsupported_syntax.messages(line))[-1:] == [message]


def test_foreign_signs_are_told_at_their_line_of_pages_cards_and_terms(project):
    project.edit(HANDOUT_FILE, SENTENCE, f"~~Clay~~\n{SENTENCE}")
    project.edit("docs/en/cards/emergency.md", "your hand", "your ==hand==")
    project.edit("docs/en/glossary.yml", "A cream that", "A [[cream]] that")
    assert [
        (problem.path, problem.line)
        for problem in project.problems()
        if "makes nothing" in problem.message
    ] == [("docs/en/cards/emergency.md", 6), ("docs/en/glossary.yml", 6), (HANDOUT_FILE, 20)]


# Addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ('[skin](https://x.example/wiki/"Sun"_(star))',
         'This web address is not whole: https://x.example/wiki/"Sun"_(star). Copy it from the '
         'browser.'),
        ('[a](x"(y)z.md)', 'There is no page x"(y)z.md from here.'),
        ('![a](x"(y).png)',
         "A photo cannot be printed here. Call a drawing by its name: /// picture | name"),
        ('<https://x.example/"a">',
         'This web address is not whole: https://x.example/"a". Copy it from the browser.'),
        ("[a](https://x.example/'b')",
         "This web address is not whole: https://x.example/'b'. Write %27 for '."),
        ('[a](words-to-know.md "x)',
         "A quote is opened in the address of a link and never closed. Leave it out."),
        ('[a](words-to-know.md "x y")',
         'Nobody who prints or taps sees "x y". Leave it out, or write it as text.'),
        ("[a](www.nhs.uk)", "Write https:// in front of a web address: https://www.nhs.uk"),
        ("[a](nhs.uk/conditions)", "Write https:// in front of a web address: https://nhs.uk/conditions"),
        ("[a](//x.example.org/b)", "Write https:// in front of a web address: https://x.example.org/b"),
        ("[a](mailto:nurse)",
         "Nobody can be reached at mailto:nurse. Write mailto:name@clinic.example."),
        ("[a](mailto:a@@b.example)",
         "Nobody can be reached at mailto:a@@b.example. Write mailto:name@clinic.example."),
        ("[a](mailto:a@b)",
         "Nobody can be reached at mailto:a@b. Write mailto:name@clinic.example."),
        ("[a](tel:+1-555,,123)",
         "Nobody can be reached at tel:+1-555,,123. Write tel:+1-555-0100, digits and hyphens "
         "only."),
        ("[a](tel:nurse)",
         "Nobody can be reached at tel:nurse. Write tel:+1-555-0100, digits and hyphens only."),
        ("[a](sms:)",
         "Nobody can be reached at sms:. Write sms:+1-555-0100, digits and hyphens only."),
        ("[a](#)", "This link leads nowhere. Write where it goes between the brackets."),
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_told_with_its_cure(project, link, message):
    project.edit(HANDOUT_FILE, SENTENCE, f"{link} {SENTENCE}")
    assert [problem.message for problem in project.problems() if problem.line == 20] == [message]


@pytest.mark.parametrize(
    "address",
    ["https://x.example/a_(b)", "sms:988", "tel:+1-555-0100;ext=12", "tel:988",
     "mailto:a.b@c.example", "mailto:a@b.example?subject=Hi", "HTTPS://X.example/"],
)  # fmt: skip
def test_an_address_that_leads_somewhere_is_not_told(project, address):
    project.edit(HANDOUT_FILE, SENTENCE, f"[it]({address}) is there. {SENTENCE}")
    assert project.problems() == []


def test_no_mark_of_the_parser_ends_the_reading():
    page = article.fragment('<p>a\x02b&#31;c &#x1F;<a href="x\x02\x03&#7;">d</a>\x0b e</p>')
    assert page.text() == "abc d e"
