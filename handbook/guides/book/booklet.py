"""Booklets: pages of half a sheet, two on each side, in the order in which they are folded and stapled.

The tags of a PDF do not survive this, so booklets stand beside the editions that a screen reader can read.
"""

from __future__ import annotations

import io

Side = tuple[int | None, int | None]  # the pages on the left and on the right, from 0; None is a blank one


def sides(pages: int, *, rtl: bool) -> list[Side]:
    """Return what stands on each side of each sheet, front and back by turns, the outermost sheet first.

    One stack of sheets is folded once (saddle stitch): the first page shares its side with the last one.
    Where one reads from right to left, the spine of the first page is on its right.
    """
    count = -(-pages // 4) * 4
    found: list[Side] = []
    for first in range(count // 2):
        outer, inner = count - 1 - first, first
        left_is_outer = (first % 2 == 0) != rtl
        pair = (outer, inner) if left_is_outer else (inner, outer)
        left, right = (page if page < pages else None for page in pair)
        found.append((left, right))
    return found


def impose(pdf: bytes, *, rtl: bool) -> bytes:
    """Return a PDF with the pages of another, two on each side of sheets of twice their width.

    The same input gives the same bytes.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as folded:
        _left, _bottom, width, height = (float(edge) for edge in source.pages[0].mediabox)
        for side in sides(len(source.pages), rtl=rtl):
            folded.add_blank_page(page_size=(2 * width, height))
            page, drawn = folded.pages[-1], b""
            for column, number in enumerate(side):
                if number is not None:
                    name = f"/Page{number}"
                    drawing = folded.copy_foreign(source.pages[number].as_form_xobject())
                    page.add_resource(drawing, pikepdf.Name.XObject, pikepdf.Name(name))
                    drawn += f"q 1 0 0 1 {column * width:g} 0 cm {name} Do Q\n".encode()
            page.Contents = folded.make_stream(drawn)
        folded.docinfo["/Title"] = source.docinfo["/Title"]
        folded.Root.Lang = source.Root.Lang
        out = io.BytesIO()
        folded.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()
