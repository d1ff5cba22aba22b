"""Guides in Chinese: references read as Chinese is set, on full lines and without spaces."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from helpers.paths import ROOT

from handbook.guides.model import Sheet
from handbook.guides.pdf import to_pdf

Letter = tuple[str, float, float]  # with its left and right edge in points

STYLES = ROOT / "handbook/guides/styles/base.css"
PAPER = """
    @page { size: 80mm 90mm; margin: 10mm }
    html { font: 12pt 'Noto Sans CJK SC' }
    h1 { break-before: page }
"""
OPEN, CLOSE, COMMA = (chr(code) for code in (0xFF08, 0xFF09, 0xFF0C))
NUMBER = (
    f'<span class="hb-page-number" data-target="#x" data-before="{OPEN}第" data-after="页{CLOSE}"></span>'
)
WORDS = f"如果有人报告了你{COMMA}可以申诉{NUMBER}{COMMA}措施会保持到申诉有结果为止{COMMA}然后按申诉{NUMBER}。"


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    """What is printed of a paragraph with two references."""
    body = f'<p>{WORDS}</p><h1 id="x">申诉</h1>'
    text = f'<html lang="zh-CN"><title>x</title><body>{body}</body></html>'
    pdf = to_pdf(Sheet(text, (STYLES.read_text("utf-8"), PAPER), Path()))
    with pypdfium2.PdfDocument(pdf.pdf) as document:
        page = document[0].get_textpage()
        edges = [page.get_charbox(place)[:3:2] for place in range(page.count_chars())]
        return [(letter, *edge) for letter, edge in zip(page.get_text_range(), edges, strict=True)]


def test_no_space_stands_before_the_bracket_of_a_reference(letters: list[Letter]) -> None:
    text = "".join(letter for letter, _left, _right in letters if letter not in "\r\n")
    assert text.count(f"申诉{OPEN}第2页{CLOSE}") == 2


def test_brackets_leave_no_gap(letters: list[Letter]) -> None:
    gaps = {
        before + after: left - right
        for (before, _, right), (after, left, _) in pairwise(letters)
        if before + after in ("诉" + OPEN, CLOSE + COMMA)
    }
    assert len(gaps) == 2
    assert max(gaps.values()) < 5, gaps  # a square has 12
