"""A small library on another subject builds whole: the machine knows nothing of what it is
about."""


def test_another_subject_builds(small_site):
    built = small_site.site
    assert {
        "index.html",
        "handouts/dry-hands/index.html",
        "handouts/dry-hands/dry-hands.pdf",
        "catalog.json",
        "search-index.js",
    } <= built.files
    assert b'Call <a href="tel:112">112</a> if:' in built.data("handouts/dry-hands/index.html")


def test_nothing_to_say_about_a_right_page(project):
    assert project.problems() == []
