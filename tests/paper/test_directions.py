"""Guides from right to left: Latin names, addresses and numbers keep their own order, on broken lines too."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from docutils import nodes

from handbook.guides.layout import display_url
from handbook.guides.model import Sheet
from handbook.guides.pdf import to_pdf
from handbook.translation.directions import keep_order

STYLES = Path("handbook/guides/styles/base.css")
NUMBER_FIRST = {
    "a name that begins with a number": ("988 Suicide and Crisis Lifeline", "988", "Lifeline"),
    "a number at the beginning of a line": ("Aspirus; madison.com, December 2021 Act", "2021", "Act"),
    "a number in brackets": ("Executive Order of the state (2011); Wis. Stat.", "(2011)", "Wis."),
    "an address in a sentence": ("إلى UnityPoint Health، 202 South Park", "202", "South"),
}


def kept(text: str) -> str:
    """Return a text as a guide from right to left prints it."""
    paragraph = nodes.paragraph("", "", nodes.Text(text))
    keep_order(paragraph)
    return paragraph.astext()


def places(html: str, *words: str, width: int = 48) -> list[float]:
    """Return how far from the left edge each word is printed, in a column of `width` millimetres."""
    paper = f"@page {{ size: {width + 20}mm 90mm; margin: 10mm }}"
    style = f"{paper} html {{ font: 12pt 'Noto Sans', sans-serif }}"
    text = f'<html lang="ar" dir="rtl"><title>x</title><body>{html}</body></html>'
    pdf = to_pdf(Sheet(text, (STYLES.read_text("utf-8"), style), Path()))
    with pypdfium2.PdfDocument(pdf.pdf) as document:
        page = document[0].get_textpage()
        found = [page.search(word).get_next() for word in words]
        assert None not in found, (words, page.get_text_range())
        return [page.get_charbox(first)[0] for first, _length in filter(None, found)]


@pytest.mark.parametrize("text, number, after", NUMBER_FIRST.values(), ids=NUMBER_FIRST)
def test_a_number_stands_before_the_words_it_belongs_to(text: str, number: str, after: str) -> None:
    first, second = places(f"<p>{kept(text)}</p>", number, after)
    assert first < second


@pytest.mark.parametrize(
    "text", ["خلال 48 ساعة", "عام 2021 في Python", "988 · رسالة إلى 988", "911", "Take It Down"]
)
def test_a_number_of_the_sentence_stays_where_it_is(text: str) -> None:
    assert kept(text) == text


def test_a_long_address_begins_each_line_with_what_is_typed_next() -> None:
    address = display_url("https://www.example.org/news/300-flags-along-rimrock-road")
    entry = f'<li><a href="https://example.org/">{address}</a></li>'
    first, second = places(f'<ol class="hb-addresses">{entry}</ol>', "300", "flags", width=90)
    assert first < second


def test_the_number_of_an_address_does_not_touch_it() -> None:
    entries = "".join(f'<li><a href="https://example.org/">{name}</a></li>' for name in "abcdefghi")
    entries += '<li><a href="https://example.org/">fcc.gov</a></li>'
    number, last = places(f'<ol class="hb-addresses">{entries}</ol>', "10", "v", width=90)
    assert number - last > 14  # the letter, the dot after the number, and room between them
