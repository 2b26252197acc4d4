"""What is taken away of every page that templates made."""

from __future__ import annotations

import pytest

from handouts.pages.theme_frame import without_indents


@pytest.mark.parametrize(
    ("page", "lean"),
    [
        ("<ul>\n\n    <li>a\n    b</li>\n  \n</ul>\n", "<ul>\n<li>a\nb</li>\n</ul>\n"),
        ("<p>a  b</p>", "<p>a  b</p>"),
        *(
            (same, same)
            for same in (
                "<textarea>\n  A Street\n\n  Town</textarea>",
                "<pre>a\n  b</pre>",
                "<script>a\n  b</script>",
            )
        ),
    ],
)
def test_indents_go_and_words_stay(page, lean):
    assert without_indents(page) == lean
