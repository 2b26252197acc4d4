"""What crawlers and sites that show a link read: robots.txt, the sitemap, and the head of a
page."""

from __future__ import annotations

import json

from handouts.model.addresses import ROBOTS, SITEMAP, file_of
from handouts.outputs import robots
from support.project import ADDRESS, BuiltLibrary, Project


def test_crawlers_are_told_where_the_sitemap_is(
    built_library: BuiltLibrary, project: Project
) -> None:
    library, built = built_library
    lines = built.data(ROBOTS).decode().split("\n")
    assert f"Sitemap: {ADDRESS}{SITEMAP}" in lines and not any(map("Disallow: /".__eq__, lines))
    assert built.data(SITEMAP)
    assert not library.is_permanent(ROBOTS)
    assert list(robots.files(project.library())) == []


def test_a_page_names_its_language_and_country(built_library: BuiltLibrary) -> None:
    """As Open Graph writes them: https://ogp.me/#optional"""
    _, built = built_library
    for file, locale, alternates in (
        ("handouts/dry-hands/index.html", "en_US", ["es_US"]),
        ("es/handouts/dry-hands/index.html", "es_US", ["en_US"]),
        ("handouts/words-to-know/index.html", "en_US", []),
    ):
        tree = built.tree(file)
        assert tree.xpath("//meta[@property='og:locale']/@content") == [locale]
        assert tree.xpath("//meta[@property='og:locale:alternate']/@content") == alternates


def test_a_link_that_is_shared_has_a_picture(built_library: BuiltLibrary, project: Project) -> None:
    library, built = built_library
    assert library.share_image == f"{ADDRESS}assets/share-image.png"
    assert built.data("assets/share-image.png").startswith(b"\x89PNG")
    for file in ("index.html", "es/handouts/dry-hands/index.html"):
        pictures = built.tree(file).xpath("//meta[@property='og:image']/@content")
        assert pictures == [library.share_image]
    assert project.library().share_image == ""


def test_the_home_page_of_each_language_describes_the_site(built_library: BuiltLibrary) -> None:
    library, built = built_library
    for language in library.languages:
        tree = built.tree(file_of(library.home(language)))
        (text,) = tree.xpath("//script[@type='application/ld+json']/text()")
        site = json.loads(text)
        assert (site["@type"], site["url"]) == ("WebSite", ADDRESS + library.home(language))
