"""What an SVG file may hold, so that it is nothing but a picture on the page and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from handouts.model.data_files import LABEL
from handouts.problems import Problem

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    "svg g path circle ellipse rect line polyline polygon text tspan title desc defs "
    "linearGradient radialGradient stop clipPath".split()
)

# Browsers read a drawing on a page as HTML, which takes these for something else than XML does.
_DECLARED = re.compile(r"<!\[CDATA\[|<!(?!--)\w*|<\?(?!xml\s)[\w-]*")
# What drawing programs write, and what takes it away; "plain SVG" keeps most of it.
_ADVICE = {
    "metadata": "Delete it with all inside: nobody sees it.",
    "namedview": "Delete it with all inside: nobody sees it.",
    "style": "Delete it, and write fill=, stroke= and so on at each shape. Inkscape does so: "
    "save as Optimized SVG.",
    "use": "Put the shape itself in its place. Inkscape does so: Edit, Clone, Unlink Clone.",
    "symbol": "Put the shape itself where it is used. Inkscape does so: Object, Symbol to Group.",
    "image": "Draw it with shapes: a photo cannot be printed here.",
    "a": "Take the tag away, and keep what is inside.",
    "switch": "Take the tag away, and keep what is inside.",
    "script": "Delete it: a drawing does nothing.",
    "flowRoot": "Write the words in <text>. Inkscape does so: Text, Convert to Text.",
    "<!DOCTYPE": "Delete it, up to the next >.",
    "<![CDATA[": "Delete it, and write &lt; for <.",
}


def _advice(name: str) -> str:
    if name.startswith("<?"):
        return "Delete it, up to the next >."
    return _ADVICE.get(name, "Delete it, or draw the same with shapes.")


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def check(svg: str, path: str, on_pages: bool = True) -> Iterator[Problem]:
    """Yield the problems that make a drawing more than plain shapes and words, each with its line.

    `path` is the name of the file in Problems. A drawing that is shown on pages, where the site's
    policy switches off style="…", must set its looks in attributes.
    """
    if match := _DECLARED.search(svg):
        line = svg.count("\n", 0, match.start()) + 1
        yield Problem(
            path,
            line,
            f"A drawing may hold only shapes and words, not {match.group()}. "
            f"{_advice(match.group())}",
        )
        return
    try:
        root = etree.fromstring(svg.encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        yield Problem(
            path, error.lineno or 0, f"This drawing is not readable as SVG ({error.msg})."
        )
        return
    if root.tag != f"{{{SVG}}}svg":
        yield Problem(path, 1, f'A drawing starts with <svg xmlns="{SVG}" …>.')
        return
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        line = element.sourceline if isinstance(element.sourceline, int) else 0
        if name.namespace != SVG or name.localname not in SHAPES:
            yield Problem(
                path,
                line,
                f"A drawing may hold only shapes and words, not <{name.localname}>. "
                f"{_advice(name.localname)}",
            )
        for key in map(str, element.keys()):
            local, value = etree.QName(key).localname.lower(), element.get(key, "")
            if local.startswith("on"):
                yield Problem(path, line, f"A drawing does nothing: take away {local}=.")
            elif (local in ("href", "src") and not value.startswith("#")) or re.search(
                r"url\((?!\s*['\"]?#)|\\|@import", value, re.I
            ):
                yield Problem(
                    path, line, f"A drawing may not ask for anything outside itself: {value[:60]}."
                )
            elif local == "style" and on_pages:
                yield Problem(
                    path,
                    line,
                    "Pages switch off style= in a drawing. Write fill=, stroke= and so on. "
                    "Inkscape does so: save as Optimized SVG.",
                )
            elif LABEL.search(value):
                yield Problem(path, line, f"A label stands between words, not inside {local}=.")
