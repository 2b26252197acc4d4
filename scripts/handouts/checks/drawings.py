"""Rules for the looks of drawings: the same on a page, in the dark and on paper.

Pages show a drawing as HTML reads it, and sheets as Typst does: without CSS, and as an image.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from handouts.loading.svg import SVG
from handouts.model.data_files import LABEL
from handouts.model.fonts import Family, width
from handouts.problems import Problem

# The height of words in a drawing that is 360 wide: at least 9 points on the tightest sheet, beside
# the words of its section.
LABEL_HEIGHT = 19.5
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PAINTED = frozenset("path circle ellipse rect line polyline polygon text".split())
_NOT_DRAWN = frozenset("defs clipPath linearGradient radialGradient".split())
_TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)")
_BLACK = re.compile(r"black|rgba?\(0[, ]+0[, ]+0\)|#000(?:f|000(?:ff)?)?", re.I)
# The share of a line that stands before its place.
_ANCHORS = {"middle": 0.5, "end": 1.0}
# How far a line may seem to reach out, in units of the drawing: letters have space on both sides.
_SLACK = 1.0
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


def check_looks(svg: str, path: str, families: Collection[str]) -> Iterator[Problem]:
    """Yield what would look different on a page, in the dark and on paper.

    `svg` is a drawing that `loading.svg.check` accepts, `path` its name in Problems, and `families`
    are the names of the fonts of the library.
    """
    root = etree.fromstring(svg.encode())
    box = _box(root)
    if box is None:
        yield Problem(path, 1, _box_message(root))
    prefix = path.rpartition("/")[2].removesuffix(".svg") + "-"
    for element in root.iter(etree.Element):
        line = element.sourceline if isinstance(element.sourceline, int) else 0
        messages = (
            *_prefix_messages(element),
            *_id_messages(element, prefix),
            *_paint_messages(element),
            *_word_messages(element, families),
            *(_place_messages(element, box) if box else ()),
        )
        for message in messages:
            yield Problem(path, line, message)


def _box(root: etree._Element) -> Box | None:
    """Return the viewBox of a drawing; None where it has none, or an empty one."""
    numbers = re.findall(_NUMBER, root.get("viewBox", ""))
    if not re.fullmatch(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*", root.get("viewBox", "")):
        return None
    x, y, width, height = map(float, numbers)
    return (x, y, width, height) if width > 0 and height > 0 else None


def _box_message(root: etree._Element) -> str:
    size = [re.match(_NUMBER, root.get(name, "")) for name in ("width", "height")]
    width, height = (match[0] if match and float(match[0]) > 0 else "" for match in size)
    example = f"0 0 {width or 360} {height or 240}"
    return (
        f'A drawing has its size in a viewBox. Write in <svg>: viewBox="{example}", '
        "with its own width and height as the last two numbers."
    )


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _prefix_messages(element: etree._Element) -> Iterator[str]:
    if element.prefix:
        name = f"{element.prefix}:{_name(element)}"
        yield (
            f'Browsers do not draw <{name}>. Write <{_name(element)}>, and xmlns="{SVG}" in <svg>.'
        )


def _id_messages(element: etree._Element, prefix: str) -> Iterator[str]:
    """Yield a sentence for an id that a heading or another drawing of a page may have too."""
    id = element.get("id")
    if id and not id.startswith(prefix):
        yield (
            f"The id {id} may stand elsewhere on a page too. "
            f"Write {prefix}{id}, here and where url(#…) names it, or leave it out."
        )


def _inherited(element: etree._Element, name: str) -> str:
    """Return an attribute of an element or of the nearest one around it; "" where none has it."""
    around = (element, *element.iterancestors())
    return next((value for each in around if (value := each.get(name, "").strip())), "")


def _is_drawn(element: etree._Element) -> bool:
    return not any(_name(each) in _NOT_DRAWN for each in element.iterancestors())


def _paint_messages(element: etree._Element) -> Iterator[str]:
    name = _name(element)
    if name in _PAINTED and _is_drawn(element):
        fill = _inherited(element, "fill")
        if not fill and name != "line":
            yield (
                f'<{name}> has no fill, which is black in the dark too. Write fill="currentColor", '
                'or fill="none" for an outline.'
            )
        if name == "text" and fill == "none":
            yield 'These words have no color. Write fill="currentColor".'
    for attribute in ("fill", "stroke"):
        value = element.get(attribute, "").strip()
        if "var(" in value:
            yield f'Sheets print {attribute}="{value}" black. Write the color itself.'
        elif _BLACK.fullmatch(value) and not element.get("class"):
            yield f'{attribute}="{value}" cannot be seen in the dark. Write currentColor.'


def _word_messages(element: etree._Element, families: Collection[str]) -> Iterator[str]:
    name = _name(element)
    words = "".join([element.text or "", *(child.tail or "" for child in element)])
    if re.search(r"[^\W\d_]", LABEL.sub("", words)):
        if name in ("title", "desc"):
            yield f"Delete <{name}>: pictures.yml says under `alt` what the drawing shows."
        elif name in ("text", "tspan"):
            word = " ".join(LABEL.sub("", words).split())
            yield (
                f"“{word}” cannot be translated. Write a label in its place, such as {{label}}, "
                "and its words in pictures.yml."
            )
        else:
            yield f"Words stand in <text>, not in <{name}>."
    if name != "text":
        return
    size, family = _inherited(element, "font-size"), _inherited(element, "font-family")
    if not re.fullmatch(rf"(?:{_NUMBER})(?:px)?", size):
        yield (
            "These words have another size on paper than on screen. "
            f'Write their height as a plain number: font-size="{LABEL_HEIGHT}".'
        )
    if family.strip("'\"") not in families:
        example = next(iter(families), "")
        yield f'These words would have another font on paper. Write font-family="{example}".'


# Places ------------------------------------------------------------------------------------------


def _place_messages(element: etree._Element, box: Box) -> Iterator[str]:
    """Yield a sentence where words surely reach out of the drawing."""
    if _name(element) not in ("text", "tspan") or not (element.get("x") or element.get("y")):
        return
    matrix = _matrix(element)
    try:
        x, y = (float(_inherited(element, name) or 0) for name in "xy")
    except ValueError:
        yield "Write the place of words as plain numbers: x and y."
        return
    if matrix is None:
        return
    a, b, c, d, e, f = matrix
    place = (a * x + c * y + e, b * x + d * y + f)
    left, top, across, down = box
    if not (left <= place[0] <= left + across and top <= place[1] <= top + down):
        x, y = (round(number, 1) for number in place)
        yield (
            f"These words stand outside the drawing, at {x:g}, {y:g}. "
            f"It reaches from {left:g}, {top:g} to {left + across:g}, {top + down:g}."
        )


def check_label_widths(
    svg: str, labels: Mapping[str, str], families: Collection[Family]
) -> Iterator[str]:
    """Yield a sentence for each line of words that reaches out of a drawing, where it is cut off.

    `labels` are the words of one language; `families` are its fonts, of which the first that has
    all letters of a line is taken. Lines that cannot be measured are passed over.
    """
    root = etree.fromstring(svg.encode())
    box = _box(root)
    for element in root.iter(f"{{{SVG}}}text", f"{{{SVG}}}tspan") if box else ():
        line = " ".join(
            LABEL.sub(lambda label: labels.get(label[1], ""), _words_of(element)).split()
        )
        if (excess := _excess(element, line, box, families)) > _SLACK:
            yield (
                f"“{line}” reaches out of the drawing by {math.ceil(excess)} units, where it is "
                "cut off. Write fewer letters, or move it in the drawing."
            )


def _words_of(element: etree._Element) -> str:
    """Return the words that stand in one line with the place of an element."""
    if not element.get("x"):
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child.get("x") else "".join(map(str, child.itertext())), child.tail or ""]
    return "".join(parts)


def _excess(
    element: etree._Element, line: str, box: Box | None, families: Collection[Family]
) -> float:
    """Return how far the line of an element reaches out of the box; 0 where nobody can tell."""
    matrix = _matrix(element)
    weight = "700" if _inherited(element, "font-weight") in ("bold", "700") else "400"
    ems = next((ems for each in families if (ems := width(line, each, weight)) is not None), None)
    size = re.fullmatch(rf"({_NUMBER})(?:px)?", _inherited(element, "font-size"))
    if not (line and box and matrix and ems is not None and size):
        return 0
    try:
        x, y = (float(_inherited(element, name) or 0) for name in "xy")
    except ValueError:
        return 0
    length = ems * float(size[1])
    start = x - length * _ANCHORS.get(_inherited(element, "text-anchor"), 0)
    a, b, c, d, e, f = matrix
    left, top, across, down = box
    ends = [(a * x + c * y + e, b * x + d * y + f) for x in (start, start + length)]
    return max(max(left - x, x - left - across, top - y, y - top - down) for x, y in ends)


def _matrix(element: etree._Element) -> Matrix | None:
    """Return how an element is moved, turned and scaled; None where that cannot be read."""
    result: Matrix = (1, 0, 0, 1, 0, 0)
    for each in reversed((element, *element.iterancestors())):
        for name, values in _TRANSFORM.findall(each.get("transform", "")):
            numbers = [float(number) for number in re.findall(_NUMBER, values)]
            step = _step(name, numbers)
            if step is None:
                return None
            result = _product(result, step)
    return result


def _step(name: str, numbers: list[float]) -> Matrix | None:
    match name, numbers:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *rest] if len(rest) < 2:
            return 1, 0, 0, 1, x, rest[0] if rest else 0
        case "scale", [x, *rest] if len(rest) < 2:
            return x, 0, 0, rest[0] if rest else x, 0, 0
        case "rotate", [angle, *center] if len(center) in (0, 2):
            x, y = center or (0, 0)
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
    return None


def _product(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        *(a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j),
        *(a * k + c * m + e, b * k + d * m + f),
    )
