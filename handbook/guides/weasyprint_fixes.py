"""Two faults of WeasyPrint that readers would meet, put right from outside until it does so itself.

They reach into its private parts, so they are for one version only; pyproject.toml asks for exactly that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pydyf
import weasyprint
from weasyprint.layout import inline
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import create_layout, first_line_metrics

WRITTEN_FOR = "70.0"


@cache
def repair() -> None:
    """Put both faults right, once in a process; raises RuntimeError for another version of WeasyPrint."""
    if weasyprint.__version__ != WRITTEN_FOR:
        raise RuntimeError(
            f"handbook/guides/weasyprint_fixes.py is for WeasyPrint {WRITTEN_FOR}, and here is "
            f"{weasyprint.__version__}. See which of its faults are still there, and adapt the file."
        )
    _write_text_of_complex_scripts()
    _fill_lines_before_links()


# Scripts of South and South-East Asia, in which several letters become one glyph, or one letter several.
# Not Arabic: there the text of each glyph is right, and a second text would be read instead of it.
COMPLEX = re.compile("[\u0900-\u109f\u1780-\u17ff]")


class GlyphTexts(dict[int, str]):
    """The text of each glyph; a glyph without one would make a reader lose its place."""

    def __setitem__(self, glyph: int, text: str) -> None:
        """Note the text of a glyph."""
        super().__setitem__(glyph, text or "\u200b")


def _write_text_of_complex_scripts() -> None:
    """Write the whole text of complex scripts (/ActualText): what a search, a copy and a screen reader find.

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


WIDEST = 2**21  # in pixels; Pango counts in units of 1/1024, in 32 bits


def _fill_lines_before_links() -> None:
    """Let a text that ends with a space fit its line when it does so without that space.

    WeasyPrint takes such a text, which stands before a link, for one that cannot be split, and keeps its
    first word alone on the line. The nearest report is https://github.com/Kozea/WeasyPrint/issues/1614. To be
    removed when WeasyPrint fills these lines: the test of lines in tests/paper/test_guides.py stays.
    """
    split = inline.split_first_line

    def split_first_line(
        text: str, style: Any, context: Any, width: float | None, spacing: float, *more: Any, **named: Any
    ) -> Any:
        found = split(text, style, context, width, spacing, *more, **named)
        resume_at = found[2]
        if resume_at is None or width is None or width >= WIDEST or not text.endswith(" "):
            return found
        if style["white_space"] != "normal":
            return found
        layout = create_layout(text, style, context, width, spacing)
        line, rest = layout.get_first_line()
        return found if rest is not None else first_line_metrics(line, text, layout, None, True, style)

    inline.split_first_line = split_first_line
