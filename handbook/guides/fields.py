"""The fields of a form, so that programs that show PDFs agree on them.

WeasyPrint asks for new appearances, which takes poppler the ticks, and names a font that holds all letters of
its file and the shapes of none: see `alphabet`.
"""

from __future__ import annotations

import io
from typing import Any

from handbook.config.languages import Row

LATIN = "Noto Sans"  # the first font of languages that write with an alphabet of Western Europe
SIZE = 11  # of what is typed, in points
NO_SCROLL = 1 << 23  # of the flags of a field: what does not fit, nobody can type and lose on paper


def alphabet(row: Row) -> bool:
    """Tell whether pdfium, poppler and MuPDF all show what is typed in a language as it is written.

    They have only letters that stand alone and go from left to right: no Arabic, Devanagari or Chinese.
    """
    return row.fonts[0] == LATIN


def _nothing(document: Any, field: Any) -> Any:
    """Return the appearance of a field that nobody has filled in: the rules below it are seen."""
    import pikepdf

    left, one, right, other = (float(edge) for edge in field.Rect)
    empty = document.make_stream(b"")
    empty.Type, empty.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    empty.BBox = [0, 0, right - left, abs(other - one)]
    return empty


def _drawn(page: Any) -> bytes:
    """Return the commands that draw a page, with those of what it places as one piece."""
    page.contents_coalesce()
    pieces = page.Resources.get("/XObject", {})
    placed = [piece for _name, piece in pieces.items() if piece.get("/Subtype") == "/Form"]
    return b"".join(each.read_bytes() for each in (page.Contents, *placed))


def finished(pdf: bytes) -> bytes:
    """Return a form with fields that each program shows alike; the same input gives the same bytes.

    What is typed is set in Helvetica, which every one of them has, on white: the rules to write on are for
    hands. Ticks keep the appearance that the file brings.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.AcroForm
        form.NeedAppearances = False
        helvetica = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        ticks = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.ZapfDingbats
        )
        known = {"/Helv": document.make_indirect(helvetica), "/ZaDb": document.make_indirect(ticks)}
        form.DR = pikepdf.Dictionary(Font=pikepdf.Dictionary(known))
        form.DA = pikepdf.String(f"/Helv {SIZE} Tf 0 g")
        fonts = set()
        for field in form.Fields:
            if pikepdf.Name.Tx == field.FT:
                fonts.add(str(field.DA).split(" Tf")[0].split()[-2])
                field.DA = form.DA
                field.MK = pikepdf.Dictionary(BG=[1, 1, 1])
                field.Ff = int(field.get("/Ff", 0)) | NO_SCROLL
                field.AP = pikepdf.Dictionary(N=_nothing(document, field))
            else:
                field.DA = pikepdf.String("/ZaDb 0 Tf 0 g")
                field.MK.CA = pikepdf.String("4")  # a tick, of that font
        drawn = b"".join(_drawn(page) for page in document.pages)  # words on a page may have that font
        for name in {name for name in fonts if f"{name} ".encode() not in drawn}:
            for page in document.pages:
                if name in page.Resources.Font:
                    del page.Resources.Font[name]
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()
