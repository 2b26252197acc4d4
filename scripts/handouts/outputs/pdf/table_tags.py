"""Tags of tables that the typesetter does not write: the head of each row."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf


def tag_row_heads(pdf: pikepdf.Pdf) -> None:
    """Tag the first cell of each table row as that row's head, which Typst 0.15 cannot do.

    Typst also writes /Headers on cells, which outranks /Scope (ISO 32000-2, 14.8.5.7): they go.
    """
    for row in structure_elements(pdf.Root.StructTreeRoot, "/TR"):
        cells = [cell for cell in _children(row) if cell.get("/S") in ("/TD", "/TH")]
        for column, cell in enumerate(cells):
            attributes = cell.get("/A")
            for owner in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
                if isinstance(owner, pikepdf.Dictionary) and "/Headers" in owner:
                    del owner["/Headers"]
            if column == 0 and cell.S == "/TD":
                cell.S = pikepdf.Name.TH
                cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def structure_elements(element: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """Yield every element of a kind below `element` in the structure tree, in reading order."""
    for child in _children(element):
        if child.get("/S") == kind:
            yield child
        yield from structure_elements(child, kind)


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    children = element.get("/K")
    several = children if isinstance(children, pikepdf.Array) else [children]
    return [child for child in several if isinstance(child, pikepdf.Dictionary)]
