"""Form fields in a tagged PDF, made of the places that `template/form.typ` marks.

Typst sets no form fields. It does write all that is hard to add later: where a place lies, on which
page, in which tag and at which point of the reading order. So the templates mark a place by a link,
and here the link becomes a widget annotation, and its tag a form element (ISO 32000-2, 12.7 and
14.8.4.8.4; ISO 14289-1, 7.18.4).

An empty field prints what the typesetter drew, its line or box: its appearance is empty. It holds
no script and asks for none, and nothing of it needs the viewer to draw it anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from handouts.model.fonts import Family
from handouts.outputs.pdf.field_font import embed, field_font

MARK, SEPARATOR = "\x02", "\x1f"  # as in `template/form.typ`
# Flags of text fields (ISO 32000-2, table 231). Nothing scrolls: what is typed is what prints.
MULTILINE, NO_SCROLL = 1 << 12, 1 << 23
# A size by which viewers shrink letters until they fit (12.7.4.3): one line has no other way to
# hold a long name, and a number to call must not lose its end.
FITTING = "0"
PRINTED = 4  # a flag of annotations (table 167)
RIGHT = 2  # where text begins that is written from right to left (table 228)
TICK_MARGINS = (4, 1.4)  # points beside and above a printed box, which a finger can hit, too
UNSPOKEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))  # they steer the typesetter
LINK_KEYS = ("/A", "/Border", "/Contents")  # what Typst writes of one
NO_TEXT = b"/Tx BMC EMC"  # what stands in an empty field (12.7.4.3)


@dataclass(frozen=True)
class Place:
    """A place to fill in, as the template marks it."""

    page: pikepdf.Page
    widget: pikepdf.Object  # still a link
    kind: str  # "line", "area", "ruled" or "tick"
    size: str  # points
    name: str
    words: str

    @property
    def extent(self) -> tuple[float, float]:
        """Return its width and height in points."""
        left, bottom, right, top = (float(side) for side in self.widget.Rect)
        return round(right - left, 2), round(top - bottom, 2)


def add_fields(pdf: pikepdf.Pdf, fonts: tuple[Family, ...], direction: str = "ltr") -> int:
    """Make a form field of each place that is marked, and return how many fields there are.

    Places of the same name become one field, and what is typed in one stands in all. `fonts` and
    `direction` ("ltr" or "rtl") are those of the document.
    """
    places = list(_named(_marked(pdf)))
    if not places:
        return 0
    form = _Form(pdf, embed(pdf, field_font(fonts)), direction)
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        form.make_widget(place)
        by_name[place.name].append(place)
    fields = [form.field(name, same) for name, same in by_name.items()]
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(fields),
            DA=_appearance("11"),
            DR=Dictionary(Font=Dictionary(Body=form.font)),
        )
    )
    return len(fields)


def _marked(pdf: pikepdf.Pdf) -> Iterator[Place]:
    """Yield the places in order, each with the name and words that its mark has."""
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            contents = annotation.get("/Contents")
            if contents is not None and (text := str(contents)).startswith(MARK):
                yield Place(page, annotation, *text.removeprefix(MARK).split(":", 3))


def _named(places: Iterator[Place]) -> Iterator[Place]:
    """Yield the places with the names and words of their own.

    The sign # in a name becomes the place's number. Of the marks of a list, which are all alike,
    each gets the words of its item. Words that another field of the section has get a number.
    """
    numbers: Counter[str] = Counter()
    items: Counter[tuple[str, str]] = Counter()
    spoken: Counter[tuple[str, str]] = Counter()
    for place in places:
        words = place.words.split(SEPARATOR)
        text = words[items[place.name, place.words] % len(words)].translate(UNSPOKEN)
        text = " ".join(text.split())
        items[place.name, place.words] += 1
        name = place.name
        if "#" in name:
            numbers[name] += 1
            spoken[name, text] += 1
            if (count := spoken[name, text]) > 1:
                text = f"{text} ({count})"
            name = name.replace("#", str(numbers[name]))
        yield Place(place.page, place.widget, place.kind, place.size, name, text)


def _appearance(size: str) -> String:
    return String(f"/Body {size} Tf 0 g")


class _Form:
    """What the fields of a PDF share: their font, and a drawing for each kind and extent."""

    def __init__(self, pdf: pikepdf.Pdf, font: pikepdf.Object, direction: str) -> None:
        self.font = font
        self._pdf = pdf
        self._tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        self._nothing: dict[tuple[float, float], pikepdf.Object] = {}
        self._ticked: pikepdf.Object | None = None
        self._direction = direction

    def make_widget(self, place: Place) -> None:
        """Make the link a widget, and its tag that of a form field."""
        widget = place.widget
        for key in LINK_KEYS:
            if key in widget:
                del widget[key]
        widget.Subtype = Name.Widget
        widget.P = place.page.obj
        widget.F = PRINTED
        widget.TU = String(place.words)
        widget.AP = self._drawn(place)
        if place.kind == "tick":
            widget.AS = Name.Off
        else:
            widget.DA = _appearance(FITTING if place.kind == "line" else place.size)
            if self._direction == "rtl":
                widget.Q = RIGHT
            if place.kind == "ruled":  # what is typed hides the lines it would run through
                widget.MK = Dictionary(BG=Array([1]))
        self._tags[int(widget.StructParent)].S = Name.Form

    def field(self, name: str, places: list[Place]) -> pikepdf.Object:
        """Return the field of widgets that share a name; a single one is its own field."""
        first, *others = (place.widget for place in places)
        field = first
        if others:
            kids = Array([first, *others])
            field = self._pdf.make_indirect(Dictionary(TU=first.TU, Kids=kids))
            for widget in (first, *others):
                widget.Parent = field
        field.T = String(name)
        if places[0].kind == "tick":
            field.FT, field.V = Name.Btn, Name.Off
        else:
            field.FT = Name.Tx
            field.DA = first.DA
            field.Ff = NO_SCROLL | (0 if places[0].kind == "line" else MULTILINE)
        return field

    def _drawn(self, place: Place) -> pikepdf.Object:
        """Return what is drawn in an empty field, and in a box that is ticked.

        One drawing is enough for all boxes of a sheet, since viewers fit it into each (12.5.5). Of
        a box without a tick there is none.
        """
        if place.kind != "tick":
            if place.extent not in self._nothing:
                self._nothing[place.extent] = self._stream(NO_TEXT, place.extent)
            return Dictionary(N=self._nothing[place.extent])
        if self._ticked is None:
            tick = self._stream(_tick(*place.extent), place.extent)
            self._ticked = Dictionary(N=Dictionary(Yes=tick))
        return self._ticked

    def _stream(self, drawing: bytes, extent: tuple[float, float]) -> pikepdf.Object:
        box = Array([0, 0, *extent])
        return self._pdf.make_stream(drawing, Subtype=Name.Form, BBox=box)


def _tick(width: float, height: float) -> bytes:
    """Return a tick as drawn by hand, inside the printed box."""
    x, y = (
        [margin + (side - 2 * margin) * part for part in parts]
        for side, margin, parts in zip(
            (width, height), TICK_MARGINS, ((0.2, 0.42, 0.85), (0.55, 0.25, 0.85)), strict=True
        )
    )
    return (
        f"q 1.6 w 1 J 1 j {x[0]:.2f} {y[0]:.2f} m {x[1]:.2f} {y[1]:.2f} l "
        f"{x[2]:.2f} {y[2]:.2f} l S Q"
    ).encode()
