"""Breaks lines where they are full: WeasyPrint 70 leaves one word alone on a line before some links."""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout, first_line_metrics

WIDEST = 2**21  # in pixels; Pango counts in units of 1/1024, in 32 bits


@cache
def repair() -> None:
    """Let a text that ends with a space fit its line when it does so without that space.

    WeasyPrint takes such a text, which stands before a link, for one that cannot be split, and keeps its
    first word. To be removed with WeasyPrint's mend: the test of lines in tests/paper/test_guides.py stays.
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
