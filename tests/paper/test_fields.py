"""Forms filled in on a screen: three programs show the same words at the same places, and every tick."""

from __future__ import annotations

import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from helpers.pdf import Paper, settings
from helpers.viewers import PROGRAMS, alike, fields, ink, mupdf, pdfium

FORMS = [name for name, about in settings().items() if about.kind == "forms"]
SAME = 0.9  # what the words of two programs have in common; another letter leaves less


def letters(paper: Paper) -> str:
    """Return every letter that a form itself is written with, in groups: what people of its language type."""
    found = sorted({sign for sign in "".join(paper.pages) if unicodedata.category(sign)[0] == "L"})
    return " ".join("".join(found[start : start + 6]) for start in range(0, len(found), 6))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_looks_the_same_in_each_program(site: Path, form: str) -> None:
    tried = set()
    for path in site.glob(f"*/paper/{form}-letter.pdf"):
        pdf = path.read_bytes()
        if not (places := list(fields(pdf))):
            continue  # people write by hand, or on the website
        tried.add(path.parts[-3])
        words = letters(Paper(path))
        shown = {name: fill(pdf, words) for name, fill in PROGRAMS.items()}
        ticks = any(is_box for _name, is_box, _page, _edges in places)
        before = {name: fill(pdf, "", tick=False) for name, fill in PROGRAMS.items()} if ticks else {}
        for name, is_box, page, edges in places:
            here = {each: pages[page].crop(edges) for each, pages in shown.items()}
            if is_box:
                darker = [ink(here[each]) - ink(before[each][page].crop(edges)) for each in here]
                assert min(darker) > 0.01, (path, name, darker)
            else:
                least = min(alike(here[one], here[other]) for one, other in combinations(here, 2))
                assert least > SAME, (path, name, least)
    assert tried >= {"en", "es"}


def test_one_other_letter_is_seen(site: Path) -> None:
    pdf = (site / "en" / "paper" / "report-form-letter.pdf").read_bytes()
    _name, _box, page, edges = next(fields(pdf))
    typed, other = (fill(pdf, words)[page].crop(edges) for fill, words in ((pdfium, "año"), (mupdf, "ano")))
    same = mupdf(pdf, "año")[page].crop(edges)
    assert alike(typed, other) < SAME < alike(typed, same)
    assert alike(typed, mupdf(pdf, "")[page].crop(edges)) == 0
