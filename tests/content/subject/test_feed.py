"""The feed and the map of the site, as the library in docs/ has them."""

from __future__ import annotations

from lxml import etree

from support.docs import about

pytestmark = about("en/handouts/sun-protection.md", "es/handouts/sun-protection.md")


def test_every_page_names_the_feed_and_one_leads_to_it(built_library):
    _, built = built_library
    for language, root in (("en", ""), ("es", "es/")):
        for file in (f"{root}index.html", f"{root}handouts/sun-protection/index.html"):
            (link,) = built.tree(file).xpath("//link[@type='application/atom+xml']")
            assert (link.get("rel"), link.get("href").count("../")) == (
                "alternate",
                file.count("/") - root.count("/"),
            ), language
        assert built.tree(f"{root}about/index.html").xpath(
            f"//main//a[@href='https://clinic.example/handouts/{root}feed.xml']"
        )
        assert (
            etree.fromstring(built.data(f"{root}feed.xml")).get(
                "{http://www.w3.org/XML/1998/namespace}lang"
            )
            == language
        )


def test_the_map_of_the_site_says_when_words_changed_not_when_it_was_built(built_library):
    library, built = built_library
    days = {
        url.findtext("{*}loc"): url.findtext("{*}lastmod")
        for url in etree.fromstring(built.data("sitemap.xml"))
    }
    for _, handout in library:
        day = handout.changed and handout.changed.isoformat()  # a draft has none
        assert days[library.absolute(library.address(handout))] == day
