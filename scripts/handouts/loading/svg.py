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
            f"A drawing may hold only shapes and words, not {match.group()}. Save it as plain SVG.",
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
                f"A drawing may hold only shapes and words, not <{name.localname}>. Save it as "
                "plain SVG.",
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
                    "Pages switch off style= in a drawing. Write fill=, stroke= and so on.",
                )
            elif LABEL.search(value):
                yield Problem(path, line, f"A label stands between words, not inside {local}=.")
