"""Fills in forms as people do in three programs, and shows what each of them draws then.

pdfium is what Chromium and Edge show PDFs with, poppler is in Evince and Okular, and MuPDF in many readers of
phones. Each has its own way to set what is typed.
"""

from __future__ import annotations

import ctypes
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import correlation
from tempfile import TemporaryDirectory

import pikepdf
import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageFilter, ImageOps, ImageStat

SCALE = 1.5  # pixels a point
ENTER = 13  # the key that ticks a box
Box = tuple[int, int, int, int]
Shown = list[Image.Image]


def pdfium(pdf: bytes, words: str, *, tick: bool = True) -> Shown:
    """Type `words` into each text field with the keyboard, tick each box, and draw all pages in gray."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        form = document.formenv.raw
        pages = []
        for page in document:
            for number in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
                note = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
                if pdfium_c.FPDFAnnot_GetSubtype(note) != pdfium_c.FPDF_ANNOT_WIDGET:
                    continue
                pdfium_c.FORM_SetFocusedAnnot(form, note)
                if pdfium_c.FPDFAnnot_GetFormFieldType(form, note) == pdfium_c.FPDF_FORMFIELD_TEXTFIELD:
                    typed = ctypes.create_string_buffer(words.encode("utf-16-le") + b"\0\0")
                    letters = ctypes.cast(typed, ctypes.POINTER(ctypes.c_ushort))
                    pdfium_c.FORM_ReplaceSelection(form, page.raw, letters)
                elif tick:
                    pdfium_c.FORM_OnChar(form, page.raw, ENTER, 0)
            pdfium_c.FORM_ForceToKillFocus(form)
            pages.append(page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("L"))
    return pages


def mupdf(pdf: bytes, words: str, *, tick: bool = True) -> Shown:
    """Do the same with MuPDF."""
    document = pymupdf.open(stream=pdf)
    pages = []
    for page in document:
        for widget in page.widgets():
            widget.field_value = words if widget.field_type == pymupdf.PDF_WIDGET_TYPE_TEXT else tick
            widget.update()
        drawn = page.get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), colorspace=pymupdf.csGRAY)
        pages.append(Image.frombytes("L", (drawn.width, drawn.height), drawn.samples))
    return pages


def poppler(pdf: bytes, words: str, *, tick: bool = True) -> Shown:
    """Draw with poppler what another program left: the words as values, and none of its drawings."""
    with pikepdf.open(io.BytesIO(pdf)) as document, TemporaryDirectory() as folder:
        for field in document.Root.AcroForm.Fields:
            if pikepdf.Name.Tx == field.FT:
                field.V = pikepdf.String(words)
            elif tick:
                field.V = field.AS = pikepdf.Name.on
        document.Root.AcroForm.NeedAppearances = True
        file = Path(folder, "form.pdf")
        document.save(file)
        command = ["pdftoppm", "-r", str(72 * SCALE), "-gray", file, f"{folder}/page"]
        subprocess.run(command, check=True, capture_output=True)
        return [Image.open(page).copy() for page in sorted(Path(folder).glob("page*.pgm"))]


PROGRAMS = {"pdfium": pdfium, "poppler": poppler, "MuPDF": mupdf}


def fields(pdf: bytes) -> Iterator[tuple[str, bool, int, Box]]:
    """Yield each field: its name, whether it is a box to tick, its page, and its edges in pixels."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages):
            height = float(page.mediabox[3])
            for note in page.get("/Annots", []):
                if note.Subtype == "/Widget":
                    left, low, right, high = (float(edge) for edge in note.Rect)
                    low, high = min(low, high), max(low, high)
                    edges = (left, height - high, right, height - low)
                    left, low, right, high = (round(SCALE * edge) for edge in edges)
                    yield str(note.T), pikepdf.Name.Btn == note.FT, number, (left, low, right, high)


def _words(field: Image.Image) -> Image.Image:
    """Return what is written in a field: each program begins a little higher or lower."""
    return field.crop(ImageOps.invert(field).point(lambda value: value if value > 64 else 0).getbbox())


def alike(one: Image.Image, other: Image.Image) -> float:
    """Return how much the words in two pictures have in common, from 0 to 1: strokes at the same places.

    Programs smooth letters each in its own way, so what is compared is a little blurred: the correlation.
    """
    words = _words(one), _words(other)
    size = tuple(max(edges) for edges in zip(*(each.size for each in words), strict=True))
    blurred = (
        ImageOps.invert(each).crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(SCALE)) for each in words
    )
    left, right = (list(each.get_flattened_data()) for each in blurred)
    return correlation(left, right) if any(left) and any(right) else 0.0


def ink(picture: Image.Image) -> float:
    """Return how dark a picture is on average, from 0 (white) to 1."""
    return 1 - ImageStat.Stat(picture).mean[0] / 255
