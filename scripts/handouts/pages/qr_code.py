"""QR codes: drawings that lead a phone's camera to an address."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache

import segno

from handouts.model.summary import HandoutSummary


def scalable_svg(address: str) -> str:
    """Return a code as SVG for a page, as large as its box; "" without an address."""
    return (
        _code(address).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
        if address
        else ""
    )


@cache
def print_svg(address: str) -> str:
    """Return a code as SVG for white paper."""
    out = io.BytesIO()
    _code(address).save(out, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


def files(summaries: Iterable[HandoutSummary]) -> Iterator[tuple[str, bytes]]:
    """Yield the code of each handout as a file: `(address, bytes)`.

    Nothing without the site's address. The code is on white, with the edge of four modules that
    ISO/IEC 18004 asks for, whatever page it will be put on.
    """
    for summary in summaries:
        if summary.url:
            out = io.BytesIO()
            _code(summary.url).save(
                out,
                kind="svg",
                scale=8,
                border=4,
                light="#fff",
                unit="px",
                lineclass=None,
                svgclass=None,
            )
            yield summary.qr_address, out.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
