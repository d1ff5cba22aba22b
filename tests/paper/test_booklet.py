"""Booklets to fold: which pages share a side of a sheet, and that they come out in the right order."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from helpers.paths import FROZEN, ROOT
from helpers.sphinx_app import run_here
from helpers.type_on_paper import lines, pymupdf

from handbook.guides.book.booklet import Side, impose, sides

FRONT = "---\nguide:\n  kind: book\n  sizes: [booklet-letter, booklet-a4]\n  pages: [one, two, three]\n---\n"


def folded(found: list[Side], *, rtl: bool) -> list[int | None]:
    """Return the pages as somebody reads them who printed on both sides and folded the stack."""
    outer, inner = (0, 1) if rtl else (1, 0)  # the half of a front that is the outer leaf's first page
    sheets = list(zip(found[::2], found[1::2], strict=True))
    first = [page for front, back in sheets for page in (front[outer], back[inner])]
    last = [page for front, back in reversed(sheets) for page in (back[outer], front[inner])]
    return first + last


def nearest(path: Path) -> float:
    """Return how near anything printed comes to the upper or the lower edge of a sheet, in millimetres."""
    found: list[int] = []
    for page in pymupdf.open(path):
        shot = page.get_pixmap(dpi=100, colorspace=pymupdf.csGRAY)
        rows = [shot.samples[row * shot.stride :][: shot.width] for row in range(shot.height)]
        inked = [number for number, row in enumerate(rows) if min(row) < 200]
        found += [inked[0], shot.height - 1 - inked[-1]]
    return min(found) * 25.4 / 100


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("pages", [1, 4, 5, 8, 54])
def test_a_folded_booklet_is_read_in_order_and_ends_with_blank_pages(pages: int, rtl: bool) -> None:
    read = folded(sides(pages, rtl=rtl), rtl=rtl)
    assert read == [*range(pages), *[None] * (-pages % 4)]


def test_the_first_page_is_on_the_outside_at_the_hand_that_opens_it() -> None:
    assert sides(8, rtl=False) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert sides(8, rtl=True) == [(0, 7), (6, 1), (2, 5), (4, 3)]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_each_side_of_a_sheet_has_the_pages_that_are_folded_there(tmp_path: Path, language: str) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    docs.mkdir()
    toc = "# A handbook\n\n```{toctree}\none\ntwo\nthree\nsmall\n```\n"
    (docs / "index.md").write_text(toc)
    for name in ("one", "two", "three"):
        (docs / f"{name}.md").write_text(f"# Page {name}\n\nWords of page {name}.\n")
    (docs / "small.md").write_text(f"{FRONT}# A small guide\n\nOnly for tests.\n")
    options = ("-D", f"community_file={FROZEN}", "-D", "guides_only=small", "-D", f"language={language}")
    done = run_here(out, "-c", str(ROOT), *options, docs=docs, builder="guides")
    assert done.returncode == 0, done.stderr
    file = out / "small-booklet-letter.pdf"
    with pikepdf.open(file) as pdf:
        assert {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages} == {
            (0, 0, 792, 612)
        }
    numbers: dict[int, dict[bool, int]] = {}
    for line in lines(file):
        if line.text.isdecimal() and line.top > 190:
            numbers.setdefault(line.page, {})[line.left > 279.4 / 2] = int(line.text) - 1
    cover = 0  # has no number
    for side, expected in enumerate(sides(5, rtl=language == "ar"), 1):
        there = [numbers.get(side, {}).get(right) for right in (False, True)]
        assert there == [None if page == cover else page for page in expected]
    assert nearest(out / "small-booklet-a4.pdf") >= 5  # what a printer reaches


def test_the_same_pages_give_the_same_booklet() -> None:
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=(300, 400))
        pdf.Root.Lang = pikepdf.String("en")
        pdf.docinfo["/Title"] = "Blank"
        out = BytesIO()
        pdf.save(out)
    assert impose(out.getvalue(), rtl=False) == impose(out.getvalue(), rtl=False)
