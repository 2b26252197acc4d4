"""Every page of the library in docs/: its markup, and what machines are told."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import html5lib

from handouts.model.addresses import file_of
from handouts.model.pages import ABOUT_CLINIC
from handouts.pages.site_context import POLICY

# Policy and markup --------------------------------------------------------------------------------


def test_every_page_has_the_policy_and_nothing_that_it_forbids(built_library):
    _, built = built_library
    assert POLICY.startswith("default-src 'none'") and "unsafe" not in POLICY
    for file in (file for file in built.files if file.endswith(".html")):
        tree = built.tree(file)
        assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY], (
            file
        )
        assert tree.xpath("//meta[@name='referrer']/@content") == ["no-referrer"], file
        assert (
            tree.xpath(
                "//style | //@style | //script[not(@src)][not(@type='application/ld+json')] | "
                "//@*[starts-with(name(), 'on')]"
            )
            == []
        ), file
        assert not [
            href
            for href in tree.xpath("//@href | //@src")
            if href.strip().lower().startswith(("javascript:", "data:"))
        ], file


def test_no_style_sheet_asks_for_what_the_policy_forbids(built_library):
    """The theme's own sheet holds drawings; where it was read before ours, a browser asked for
    them, now and then."""
    _, built = built_library
    sheets = [file for file in built.files if file.endswith(".css")]
    assert sheets and [file for file in sheets if b"data:" in built.data(file)] == []


def test_links_to_other_sites_say_so(built_library):
    _, built = built_library
    count = 0
    for file in (file for file in built.files if file.endswith(".html")):
        for link in built.tree(file).xpath(
            "//a[starts-with(@href, 'http')][not(starts-with(@href, 'https://clinic.example/'))]"
        ):
            assert link.get("rel") == "noopener noreferrer" and link.xpath(
                "span[@class='screen-only']"
            ), (file, link.get("href"))
            count += 1
    assert count


def test_pages_are_valid_html(built_library):
    """As strictly as the standard's own way of reading. One thing is known: the theme gives check
    boxes `autocomplete`."""
    _, built = built_library
    for file in sorted(file for file in built.files if file.endswith(".html")):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(built.data(file).decode("utf-8"))
        assert [(place, error) for place, error, _ in parser.errors] == [], file


def test_landmarks_heading_and_language(built_library):
    library, built = built_library
    for language in library.languages:
        for page in (*language.handouts, *language.pages):
            tree = built.tree(file_of(library.address(page)))
            for template in tree.xpath("//template[not(ancestor::template)]"):
                template.drop_tree()  # what it holds is no part of the page, but of what is printed
            assert tree.get("lang") == language.code
            assert (
                len(tree.xpath("//h1"))
                == len(tree.xpath("//main"))
                == len(tree.xpath("//header"))
                == len(tree.xpath("//footer"))
                == 1
            )
            levels = [int(head.tag[1]) for head in tree.xpath("//h1 | //h2 | //h3 | //h4")]
            assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels)), page.source.path
            skip = tree.xpath("//a[contains(@class, 'md-skip')]/@href")
            assert len(skip) == 1 and tree.xpath(f"//*[@id='{skip[0].removeprefix('#')}']"), (
                page.source.path
            )


def test_a_color_scheme_gives_colors_and_nothing_else(built_library):
    """So what holds in one of them holds in the other, but for colors; `find_barriers` trusts in
    that."""
    _, built = built_library
    sheets = "".join(built.data(file).decode() for file in built.files if file.endswith(".css"))
    blocks = re.findall(
        r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", sheets
    )
    assert blocks and len(blocks) == sheets.count("prefers-color-scheme")
    declarations = [
        declaration
        for block in blocks
        for rule in re.findall(r"\{([^}]*)\}", block)
        for declaration in re.findall(r"([\w-]+)\s*:\s*([^;]+)", rule)
    ]
    assert [
        (name, value)
        for name, value in declarations
        if not (name == "color-scheme" or re.fullmatch(r"#[0-9a-f]+", value.strip()))
    ] == []


def test_what_machines_are_told_is_true(built_library):
    library, built = built_library
    for language, handout in library:
        tree = built.tree(file_of(library.address(handout)))
        (text,) = tree.xpath("//script[@type='application/ld+json']/text()")
        description = json.loads(text)
        kind = "WebPage" if handout.facts.kind == ABOUT_CLINIC else "MedicalWebPage"
        assert description["@type"] == kind and description["inLanguage"] == language.code
        assert description["name"] == handout.title and description["url"] == library.absolute(
            library.address(handout)
        )
        assert description.get("dateModified") == (
            handout.changed.isoformat() if handout.changed else None
        )
        assert (
            ("lastReviewed" in description)
            is ("reviewedBy" in description)
            is (handout.review_state == "current")
        )
        assert {
            each["contentUrl"].removeprefix(library.site.url) for each in description["encoding"]
        } <= built.files
        is_cited = handout.facts.kind != "words" and bool(library.summaries[handout].sources)
        assert ("citation" in description) is is_cited
        assert tree.xpath("string(//meta[@property='og:title']/@content)") == handout.title


def test_the_page_of_a_card_leads_to_what_can_be_folded_and_is_no_form_itself(built_library):
    library, built = built_library
    for language, handout in library:
        if handout.facts.shape != "card":
            continue
        page = built.tree(file_of(library.address(handout)))
        (link,) = page.xpath("//p[@class='notice md-typeset']/a")
        assert link.text == language.labels["fill_fold"]
        assert link.get("href").endswith(f"/{handout.id}.pdf")
        assert not page.xpath("//template[@data-fill] | //script[contains(@src, 'worksheet')]")
