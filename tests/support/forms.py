"""A form as its viewers show it, filled in: PDFium, which is Chromium's, pypdf, and poppler."""

from __future__ import annotations

import ctypes
import io
import subprocess

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium


def fields(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Return the fields of a form by their names, in order."""
    form = pdf.Root.get("/AcroForm")
    return {} if form is None else {str(field.T): field for field in form.Fields}


def widgets(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return all places of all fields."""
    return [
        annotation
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", [])
        if annotation.Subtype == "/Widget"
    ]


def is_tick(field: pikepdf.Object) -> bool:
    """Tell whether a field is a box to tick."""
    return bool(field.FT == "/Btn")


def filled_by_pypdf(data: bytes, text: str) -> bytes:
    """Return a form with a text in each field and a tick in each box, as a program fills it
    in."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    values = {
        name: "/Yes" if field["/FT"] == "/Btn" else text
        for name, field in (writer.get_fields() or {}).items()
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def typed_in_pdfium(data: bytes, text: str) -> bytes:
    """Return the same, as a person does it in Chromium: a click into each place, then keys."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    form = document.formenv
    for page in document:
        for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
            kind = pdfium.FPDFAnnot_GetFormFieldType(form.raw, annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            if kind == pdfium.FPDF_FORMFIELD_UNKNOWN:  # no field, but a link
                continue
            pdfium.FORM_OnLButtonDown(form.raw, page.raw, 0, *middle)
            pdfium.FORM_OnLButtonUp(form.raw, page.raw, 0, *middle)
            if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
                pdfium.FORM_SelectAllText(form.raw, page.raw)
                letters = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
                words = ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort))
                pdfium.FORM_ReplaceSelection(form.raw, page.raw, words)
            pdfium.FORM_ForceToKillFocus(form.raw)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def drawn_by_poppler(data: bytes, resolution: int = 40) -> bytes:
    """Return the pages as pictures, one after the other."""
    command = ["pdftoppm", "-gray", "-r", str(resolution), "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout
