"""Problems of WeasyPrint that readers would meet, put right from outside until it does so itself.

They reach into its private parts, so they are for one version only; pyproject.toml asks for exactly that one.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pydyf
import weasyprint
from weasyprint import layout
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import create_layout, first_line_metrics

from handbook.guides.book import guesses, own_page
from handbook.guides.weasyprint_speed import save_time

WRITTEN_FOR = "70.0"


@cache
def repair() -> None:
    """Put them right, once in a process; raises RuntimeError for another version of WeasyPrint."""
    if weasyprint.__version__ != WRITTEN_FOR:
        raise RuntimeError(
            f"handbook/guides/weasyprint_fixes.py is for WeasyPrint {WRITTEN_FOR}, and here is "
            f"{weasyprint.__version__}. See which of its faults are still there, and adapt the file."
        )
    _write_text_of_complex_scripts()
    _fill_lines_before_links()
    _number_references()
    save_time()


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


def _number_references() -> None:
    """Let references say the page where they lead, and lay out again only pages that change by it.

    WeasyPrint 70 forgets what `target-counter(attr(…), page)` waits for. So it lays out each page with a
    reference three times, and stops though the last time has moved pages: what refers to them is wrong then.
    Here numbers are guessed first, and written into the laid-out page once they are known. Only where that
    makes a text longer or shorter is its page laid out again, and this goes on until every number is right.
    What refers to a page and what waits for it is described in https://github.com/Kozea/WeasyPrint/pull/652.
    WeasyPrint itself then waits for nothing, which takes it time that grows with the square of the pages, as
    do the styles of earlier pages: https://github.com/Kozea/WeasyPrint/issues/578.
    The cells of a print list (see book/prints.py) wait for pages too, in the same way.
    """
    make_all = layout.make_all_pages

    def make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> list[Any]:
        targets = context.target_collector.target_lookup_items
        lookups = context.target_collector.counter_lookup_items
        if not pages:
            ours = [key for key in lookups if key[1] == "content"]
            context.waiting = {key[0]: lookups.pop(key) for key in ours}
        waiting = context.waiting
        fill = getattr(html, "fill", None)
        cells = _cells(root) if fill else {}
        if not pages:
            own_page.watch(waiting)
            guessed = guesses.places(root)
            ahead = deque((anchor, place) for anchor, place in guessed.items() if anchor in targets)
            for anchor, place in ahead:
                targets[anchor].cached_page_counter_values = {"page": [int(place)]}
            _write_again(waiting, targets)
            if fill:
                on_pages = {anchor: int(place) for anchor, place in guessed.items()}
                _fill_cells(cells, fill(on_pages, max(on_pages.values())))
        made = []
        for page in make_all(context, root, html, pages):
            made.append(page)
            context.style_for.get_cascaded_styles().clear()  # of this page
            if not pages and len(made) % 4 == 0 and guesses.nearer(ahead, targets):
                _write_again(waiting, targets)
        own_page.settle(made, targets)
        _write_again(waiting, targets)
        moved = False
        if fill:
            indexes = {anchor: item.page_maker_index for anchor, item in targets.items()}
            places = {anchor: index + 1 for anchor, index in indexes.items() if index is not None}
            moved = _fill_cells(cells, fill(places, len(made)))
            context.tables.clear()  # the widths of columns
        for page, (*_, state) in zip(made, context.page_maker, strict=False):
            renumbered = _is_renumbered(page, waiting, context)
            state["content_changed"] = not renumbered or (moved and bool(_cells(page)))
        return made

    layout.make_all_pages = make_all_pages


def _cells(tree: Any) -> dict[int, Any]:
    """Return the text in each cell of a print list, by its number."""
    texts = (box for box in tree.descendants() if isinstance(box, TextBox))
    return {int(box.element.get("data-cell")): box for box in texts if "data-cell" in box.element.attrib}


def _fill_cells(cells: dict[int, Any], words: list[str]) -> bool:
    """Write into cells that are not laid out yet; tell whether that changes any."""
    before = {number: box.text for number, box in cells.items()}
    for number, box in cells.items():
        box.text = words[number]
    return before != {number: box.text for number, box in cells.items()}


def _write_again(waiting: dict[Any, Any], targets: dict[str, Any]) -> None:
    """Write into the boxes that are not laid out yet what is known of their pages, unless it stands there."""
    for box, item in waiting.items():
        leads_to = box.element.get("data-target") or box.element.get("href", "")
        target = targets.get(leads_to.removeprefix("#"))
        said = target and target.cached_page_counter_values, getattr(box, "left_out", False)
        if not target or getattr(item, "said", None) != said:
            item.said = said
            item.parse_again(item.cached_page_counter_values)


def _is_renumbered(page: Any, waiting: dict[Any, Any], context: Any) -> bool:
    """Write the numbers that are known by now into a laid-out page; tell whether all the rest of it stays."""
    changes = []
    for box in page.descendants():
        if box.missing_link in waiting:
            laid_out, known = list(_texts(box)), list(_texts(box.missing_link))
            if [len(each.text) for each in laid_out] != [len(each.text) for each in known]:
                return False
            for old, new in zip(laid_out, known, strict=True):
                if old.text != new.text:
                    line, rest, _break = inline.split_text_box(context, new, None, 0)
                    if rest or line.width != old.width:
                        return False
                    changes.append((old, line))
    for old, line in changes:
        old.text, old.pango_layout = line.text, line.pango_layout
    return True


def _texts(box: Any) -> Iterator[Any]:
    """Yield the texts in a box, without the dots of leaders."""
    if isinstance(box, TextBox):
        yield box
    elif not box.is_leader:
        for child in box.children:
            yield from _texts(child)
