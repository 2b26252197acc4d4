"""The font of form fields: the letters that people may type, embedded in every PDF with fields."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.scaleUpem import scale_upem
from pikepdf import Array, Dictionary, Name, String

from handouts.model.fonts import DEFAULT, Family

EM = 400  # steps of the outlines: fewer than the font's own, which saves 1 KB of each sheet
TEXT_SPACE = 1000  # units of widths and heights in a PDF (ISO 32000-2, 9.2.4)
# What Latin letters are typed: names of people all over Europe, and what phones write for quotes,
# dashes and dots. A letter weighs 40 bytes in each sheet.
TYPED = frozenset((*range(0x20, 0x180), *range(0x218, 0x21C), *map(ord, "–—‘’“”…•€")))
# More letters than this, as of Chinese, would weigh more than the sheet: viewers use a font of
# their own for them.
MOST_LETTERS = 1000
# What a program that chooses letters reads, and a PDF says itself.
LAYOUT_TABLES = "GSUB GPOS GDEF DSIG STAT meta gasp".split()
DESCRIPTIONS = "OS/2 name post cmap".split()


@dataclass(frozen=True)
class FieldFont:
    """A font program, and what a PDF says of it, in units of a thousandth of an em."""

    name: str
    program: bytes  # compressed
    program_size: int  # bytes
    widths: tuple[int, ...]  # by glyph
    unicode_map: bytes
    box: tuple[int, ...]
    ascent: int
    descent: int


@cache
def field_font(families: tuple[Family, ...]) -> FieldFont:
    """Return one font for all that may be typed in a language: its families, merged.

    A letter is taken from the first family that has it. The same files make the same bytes.
    """
    parts: list[TTFont] = []
    covered: set[int] = set()
    for family in families:
        font = TTFont(_regular(family), recalcTimestamp=False)
        letters = _typed_letters(family, font.getBestCmap()) - covered
        if letters:
            covered |= letters
            parts.append(_subset(font, letters))
    font = parts[0] if len(parts) == 1 else _merge(parts)
    names = {name: code for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    # In the order of their letters, so that the map from one to the other is short.
    reorderGlyphs(font, sorted(font.getGlyphOrder(), key=lambda name: names.get(name, -1)))
    glyphs = font.getGlyphOrder()
    head, horizontal, metrics = font["head"], font["hhea"], font["hmtx"].metrics
    for table in DESCRIPTIONS:
        del font[table]
    program = _saved(font)
    return FieldFont(
        name=f"FIELDS+{_regular(families[0]).stem}",
        program=zlib.compress(program, 9),
        program_size=len(program),
        widths=tuple(_scaled(metrics[name][0]) for name in glyphs),
        unicode_map=_unicode_map(
            (glyph, names[name]) for glyph, name in enumerate(glyphs) if name in names
        ),
        box=tuple(_scaled(side) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        ascent=_scaled(horizontal.ascent),
        descent=_scaled(horizontal.descent),
    )


def embed(pdf: pikepdf.Pdf, font: FieldFont) -> pikepdf.Object:
    """Return the font as an object of a PDF.

    A composite font by the numbers of its glyphs (ISO 32000-2, 9.7.4 and 9.7.5.2): a simple one
    knows 224 letters only, and Łukasz would be ukasz. `ToUnicode` says which letter each glyph is,
    for whoever types and whoever copies.
    """
    name = Name(f"/{font.name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,  # nonsymbolic
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.ascent,
        StemV=80,
        FontFile2=pdf.make_stream(font.program, Filter=Name.FlateDecode, Length1=font.program_size),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        DW=font.widths[0],
        W=Array([0, Array(font.widths)]),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(font.unicode_map),
        )
    )


def _regular(family: Family) -> Path:
    """Return the file of a family's upright letters of common weight."""
    return family.web.get("400", family.files[0])


def _typed_letters(family: Family, available: Iterable[int]) -> set[int]:
    """Return the letters of a family that may be typed: Latin ones, and all of a script's own."""
    # From U+FB00 on stand forms of letters that programs choose, and nobody types.
    letters = {code for code in available if 0x20 <= code < 0xFB00}
    is_for_script = family != DEFAULT and len(letters) <= MOST_LETTERS
    return letters if is_for_script else letters & TYPED


def _subset(font: TTFont, letters: set[int]) -> TTFont:
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=[],
        glyph_names=False,
        legacy_kern=False,
    )
    options.drop_tables += LAYOUT_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    if font["head"].unitsPerEm != EM:
        scale_upem(font, EM)
    return font


def _scaled(length: int) -> int:
    return round(length * TEXT_SPACE / EM)


def _merge(fonts: list[TTFont]) -> TTFont:
    return merge.Merger().merge([io.BytesIO(_saved(font)) for font in fonts])


def _saved(font: TTFont) -> bytes:
    output = io.BytesIO()
    font.save(output, reorderTables=True)
    return output.getvalue()


def _unicode_map(letters: Iterable[tuple[int, int]]) -> bytes:
    """Return the map from glyphs to characters (ISO 32000-2, 9.10.3)."""
    ranges: list[list[int]] = []  # first and last glyph, first letter
    for glyph, letter in letters:
        first, last, of_first = ranges[-1] if ranges else (0, -2, 0)
        is_next = glyph == last + 1 and letter - of_first == glyph - first
        if is_next and glyph % 256 and letter % 256:  # within a range only the last byte changes
            ranges[-1][1] = glyph
        else:
            ranges.append([glyph, glyph, letter])
    lines = [f"<{first:04X}> <{last:04X}> <{letter:04X}>" for first, last, letter in ranges]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]  # 100 at most
    body = "\n".join(
        f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
