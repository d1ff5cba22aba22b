"""The same pages on another paper: in the middle of its sheets, tags, links and fields included."""

from __future__ import annotations

import io

from handbook.guides.model import BOOKLET, SIZES

POINTS = 72 / 25.4  # in a millimetre
BOXES = ("/MediaBox", "/TrimBox", "/BleedBox")


def sheet_size(size: str) -> tuple[float, float]:
    """Return width and height of a sheet of a size in millimetres, unfolded."""
    width, height = SIZES[size]
    return (2 * width, height) if size.startswith(BOOKLET) else (width, height)


def centered(pdf: bytes, paper: tuple[float, float]) -> bytes:
    """Return a PDF with the pages of another in the middle of sheets of `paper`, in millimetres.

    Nothing moves or grows: what is cut off or added lies in the margins. The same input gives the same bytes.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            middle, centre = (left + right) / 2, (bottom + top) / 2
            beside, above = (edge * POINTS / 2 for edge in paper)
            box = [middle - beside, centre - above, middle + beside, centre + above]
            for name in {*BOXES} & {*page.obj.keys()}:
                page.obj[name] = pikepdf.Array([round(edge, 3) for edge in box])
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()
