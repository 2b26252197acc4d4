"""Drawings do nothing, and what people write is never executed."""

from __future__ import annotations

import pytest

from handouts.loading import library_loader, settings, svg
from handouts.markdown import extension
from handouts.problems import Refused
from support.project import HANDOUT_FILE

# Drawings -----------------------------------------------------------------------------------------

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<svg {XMLNS} viewBox="0 0 10 10">
<!-- a hand -->
<g fill="none" stroke="url(#ink)"><path d="M0 0L9 9"/><text x="1" y="2">{{hand}} &lt;3</text></g>
</svg>
"""
HOLDS = "A drawing may hold only shapes and words, not "
OUTSIDE = "A drawing may not ask for anything outside itself: "


def drawing_with(inside: str) -> str:
    return PLAIN.replace("<!-- a hand -->", inside)


def test_plain_shapes_and_words_are_a_drawing():
    assert list(svg.check(PLAIN, "a.svg")) == []


@pytest.mark.parametrize(
    ("svg", "message"),
    [
        (drawing_with("<script>1</script>"),
         f"3: {HOLDS}<script>. Delete it: a drawing does nothing."),
        (drawing_with("<g><g>\n<style>g{}</style></g></g>"),
         f"4: {HOLDS}<style>. Delete it, and write fill=, stroke= and so on at each shape. "
         f"Inkscape does so: save as Optimized SVG."),
        (drawing_with("<foreignObject><g/></foreignObject>"),
         f"3: {HOLDS}<foreignObject>. Delete it, or draw the same with shapes."),
        (drawing_with('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'),
         f"3: {HOLDS}<script>. Delete it: a drawing does nothing."),
        (drawing_with('<h:g xmlns:h="http://www.w3.org/1999/xhtml"/>'),
         f"3: {HOLDS}<g>. Delete it, or draw the same with shapes."),
        (drawing_with('<image href="#a"/>'),
         f"3: {HOLDS}<image>. Draw it with shapes: a photo cannot be printed here."),
        (drawing_with('<use href="#a"/>'),
         f"3: {HOLDS}<use>. Put the shape itself in its place. Inkscape does so: Edit, Clone, "
         f"Unlink Clone."),
        (drawing_with('<a href="#a"/>'),
         f"3: {HOLDS}<a>. Take the tag away, and keep what is inside."),
        (drawing_with('<set attributeName="x" to="1"/>'),
         f"3: {HOLDS}<set>. Delete it, or draw the same with shapes."),
        (drawing_with('<g onclick="x()"/>'), "3: A drawing does nothing: take away onclick=."),
        (drawing_with('<g OnLoad="x()"/>'), "3: A drawing does nothing: take away onload=."),
        (drawing_with('<g href="https://a.example/"/>'), f"3: {OUTSIDE}https://a.example/."),
        (drawing_with('<g xmlns:x="http://www.w3.org/1999/xlink" x:href="a.svg#b"/>'),
         f"3: {OUTSIDE}a.svg#b."),
        (drawing_with('<g fill="url(a.svg#b)"/>'), f"3: {OUTSIDE}url(a.svg#b)."),
        (drawing_with('<g fill="URL( //a.example)"/>'), f"3: {OUTSIDE}URL( //a.example)."),
        (drawing_with('<g fill="&#117;rl(a.svg)"/>'), f"3: {OUTSIDE}url(a.svg)."),
        (drawing_with('<g fill="u\\72l(a.svg)"/>'), f"3: {OUTSIDE}u\\72l(a.svg)."),
        (drawing_with('<g style="fill: red"/>'),
         "3: Pages switch off style= in a drawing. Write fill=, stroke= and so on. Inkscape does "
         "so: save as Optimized SVG."),
        (drawing_with('<g id="{hand}"/>'), "3: A label stands between words, not inside id=."),
        (drawing_with("<title><![CDATA[<img src=x>]]></title>"),
         f"3: {HOLDS}<![CDATA[. Delete it, and write &lt; for <."),
        (drawing_with('<?xml-stylesheet href="a.css"?>'),
         f"3: {HOLDS}<?xml-stylesheet. Delete it, up to the next >."),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {XMLNS}>&a;</svg>',
         f"1: {HOLDS}<!DOCTYPE. Delete it, up to the next >."),
        (f"<svg {XMLNS}><g></svg>", None),
        ("<svg/>", f"1: A drawing starts with <svg {XMLNS} …>."),
    ],
)  # fmt: skip
def test_what_is_more_than_a_drawing_is_refused_as_picture_and_as_logo(project, svg, message):
    project.write("docs/pictures/hand.svg", svg)
    (problem, *_) = [
        problem for problem in project.problems() if problem.path == "docs/pictures/hand.svg"
    ]
    if message is None:
        assert problem.message.startswith("This drawing is not readable as SVG (")
        return
    assert f"{problem.line}: {problem.message}" == message
    if "style=" not in message:  # a logo is only printed
        project.write("docs/clinic.yml", "emergency: '112'\nlogo: pictures/hand.svg\n")
        _, problems = library_loader.read(project.root, settings.read(project.root))
        assert problem in problems


def test_words_of_a_drawing_cannot_leave_their_place(project):
    project.write("docs/pictures/hand.svg", PLAIN)
    project.write(
        "docs/en/pictures.yml",
        "hand: {alt: '\"><script>', labels: {hand: '</text><script>1</script>\"'}}\n",
    )
    project.edit(HANDOUT_FILE, "Clay takes", "/// picture | hand\nA hand.\n///\n\nClay takes")
    library = project.library()
    page = extension.render(
        library, library.languages[0], extension.markdown_source(library.languages[0].handouts[0])
    )
    assert "<script" not in page
    assert "&lt;/text&gt;&lt;script&gt;" in page and 'aria-label="&quot;&gt;&lt;script&gt;"' in page


# What people write is never executed --------------------------------------------------------------


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% raw %}", "{% include 'x' %}"])
def test_braces_outside_code_are_told_before_anybody_expects_them_to_work(project, text):
    project.edit(HANDOUT_FILE, "Clay takes", f"{text} takes")
    assert any(
        problem.message.startswith("Only a heading may hold braces")
        for problem in project.problems()
    )


def test_a_configuration_cannot_name_python(project):
    project.edit(
        "mkdocs.yml", "strict: true", "strict: !!python/object/apply:os.system ['touch executed']"
    )
    with pytest.raises(Refused) as refused:
        project.build()
    assert list(map(str, refused.value.problems)) == [
        "mkdocs.yml:20: Settings hold no code. Take away what starts with !!python."
    ]
    assert not list(project.root.rglob("executed"))
