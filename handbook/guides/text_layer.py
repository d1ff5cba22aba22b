"""The text behind the letters of a PDF: what a search, a copy and a screen reader find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream

# Scripts of South and South-East Asia, in which several letters become one glyph, or one letter several.
# Not Arabic: there the text of each glyph is right, and a second text would be read instead of it.
COMPLEX = re.compile("[\u0900-\u109f\u1780-\u17ff]")


class GlyphTexts(dict[int, str]):
    """The text of each glyph; a glyph without one would make a reader lose its place."""

    def __setitem__(self, glyph: int, text: str) -> None:
        """Note the text of a glyph."""
        super().__setitem__(glyph, text or "\u200b")


@cache
def repair() -> None:
    """Let WeasyPrint write the whole text of complex scripts (/ActualText), which it does not by itself.

    https://github.com/Kozea/WeasyPrint/issues/2841: to be removed when WeasyPrint can do this.
    """
    marked, make = Stream.marked, Font.__init__

    def make_font(font: Any, *args: Any, **options: Any) -> None:
        make(font, *args, **options)
        font.to_unicode = GlyphTexts(font.to_unicode)

    @contextmanager
    def marked_with_text(stream: Any, box: Any, tag: str) -> Iterator[None]:
        text = getattr(box, "text", None) or ""
        if stream._tags is None or tag != "Span" or not COMPLEX.search(text):
            with marked(stream, box, tag):
                yield
            return
        number = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": number}
        properties = pydyf.Dictionary({"MCID": number, "ActualText": pydyf.String(text)})
        pydyf.Stream.begin_marked_content(stream, tag, properties)
        try:
            yield
        finally:
            pydyf.Stream.end_marked_content(stream)

    Stream.marked, Font.__init__ = marked_with_text, make_font
