"""Work that WeasyPrint does again and again for the same result, saved from outside until it does so itself.

No page looks different for it. Like weasyprint_fixes.py, which calls it, it is for one version only, of pydyf
too, which writes the PDF for it.
"""

from __future__ import annotations

import sys
import zlib
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint.css import ComputedStyle, StyleFor, computed_values, properties
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import inline, percent, preferred
from weasyprint.layout.page import PageType
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

PYDYF = "0.13"


def save_time() -> None:
    """Save what can be saved, once in a process; raises RuntimeError for another version of pydyf."""
    if not f"{pydyf.__version__}.".startswith(f"{PYDYF}."):
        raise RuntimeError(
            f"handbook/guides/weasyprint_speed.py is for pydyf {PYDYF}, and here is {pydyf.__version__}. See "
            "what it still does again and again, and adapt the file."
        )
    _share_styles()
    _look_up_what_no_rule_says()
    _tell_flow_at_a_glance()
    _set_up_fonts_once()
    _remember_references_to_pages()
    _compress_with_usual_effort()
    _remember_lines()
    _remember_fixed_lengths()
    _remember_struts()


def _share_styles() -> None:
    """Compute a style once for all pages, margins and pseudo-elements that the same rules apply to.

    WeasyPrint 70 does this for elements alone; the nearest report is of pages that take longer the more there
    are: https://github.com/Kozea/WeasyPrint/issues/578. Each page brings 17 styles, most of them of margins
    that stay empty. To be removed when WeasyPrint shares these too.
    """
    compute = StyleFor.set_computed_styles

    def set_computed_styles(
        style_for: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, **more: Any
    ) -> None:
        if pseudo_type is None and not isinstance(element, PageType):
            compute(style_for, element, parent, root, pseudo_type, **more)
            return
        styles = style_for.get_computed_styles()
        rules = style_for.get_cascaded_styles().get((element, pseudo_type), {})
        applied = tuple(
            (name, id(value), origin, layer, *specificity)
            for name, (value, (origin, layer, specificity)) in rules.items()
        )
        key = id(styles[parent, None]), pseudo_type, applied
        shared = style_for.__dict__.setdefault("shared", {})
        if key not in shared:
            compute(style_for, element, parent, root, pseudo_type, **more)
            shared[key] = styles[element, pseudo_type]
        styles[element, pseudo_type] = shared[key]

    StyleFor.set_computed_styles = set_computed_styles


def _look_up_what_no_rule_says() -> None:
    """Take a value that no rule sets from the parent or from the table of initial ones, with no more ado.

    Most are: each style has a hundred values, and a handful of them from rules. WeasyPrint looks at each for
    variables, calculations and logical sides. https://github.com/Kozea/WeasyPrint/issues/578 names the time
    of `__missing__`. To be removed when that is short.
    """
    compute, sides = ComputedStyle.__missing__, computed_values.PHYSICAL_FUNCTIONS
    depends = {"page", "position", "float", "display", *properties.INITIAL_NOT_COMPUTED}
    names = {
        name: {name, *(sides[name](block="ttb", inline=each) for each in ("ltr", "rtl") if name in sides)}
        for name in properties.INITIAL_VALUES
        if name not in depends and not name.startswith("text_decoration_")
    }

    def missing(style: Any, name: str) -> Any:
        parent = style.parent_style
        if parent is None or name not in names or not names[name].isdisjoint(style.cascaded):
            return compute(style, name)
        value = parent[name] if name in properties.INHERITED else properties.INITIAL_VALUES[name]
        style[name] = value
        return value

    ComputedStyle.__missing__ = missing


def _tell_flow_at_a_glance() -> None:
    """Ask a box once whether it is in the flow, and not five times why it may not be.

    No report of it was to be found. To be removed when WeasyPrint asks for less.
    """

    def is_in_normal_flow(box: Any) -> bool:
        return box.style["float"] == "none" and box.style["position"] in ("static", "relative")

    Box.is_in_normal_flow = is_in_normal_flow


def _set_up_fonts_once() -> None:
    """Begin each text as a copy of an empty one of the same style, whose fonts Pango knows.

    WeasyPrint makes a context and a description of fonts for each: the first comments in
    https://github.com/Kozea/WeasyPrint/issues/578 ask why. To be removed when it shares them.
    """
    ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *layout);", override=True)
    begin = line_break.Layout.setup

    def setup(text: Any, style: Any) -> None:
        if not hasattr(style, "empty"):
            empty = SimpleNamespace()
            begin(empty, style)
            style.empty = vars(empty)
        vars(text).update(style.empty)
        text.layout = ffi.gc(pango.pango_layout_copy(text.layout), gobject.g_object_unref)

    line_break.Layout.setup = setup


def _remember_references_to_pages() -> None:
    """Write the references to all pages once, and not for each tag that stands on one of them.

    In pydyf 0.13, that time grows with the square of the pages: to ask a `PDF()` of 1,000 pages for
    `page_references[0]` 1,000 times takes 0.12 s, twice as many of both 0.5 s, which is all that a report
    needs; none was to be found. To be removed when it remembers them.
    """
    written = pydyf.PDF.page_references.fget

    def page_references(pdf: Any) -> Any:
        count = pdf.pages["Count"]
        if len(getattr(pdf, "written_references", ())) != count:
            pdf.written_references = written(pdf)
        return pdf.written_references

    pydyf.PDF.page_references = property(page_references)


def _compress_with_usual_effort() -> None:
    """Let zlib work as hard as it does by itself: a book is 4 % larger and packed in a fourth of the time.

    pydyf asks for the utmost since https://github.com/CourtBouillon/pydyf/pull/16 and leaves no choice. No
    report of its time was to be found. To be removed when it has a setting.
    """
    usual = zlib.Z_DEFAULT_COMPRESSION
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=lambda level: zlib.compressobj(usual))


def _remember_lines() -> None:
    """Break a text of the same style into lines of the same width once, and measure it once.

    WeasyPrint does it anew in the margins of each page, in what is moved to the next page, and where a box is
    measured before it is laid out. https://github.com/Kozea/WeasyPrint/pull/2808 proposed to remember what is
    measured, and was closed. To be removed when WeasyPrint remembers lines.
    """

    def remembered(split: Any) -> Any:
        def split_first_line(text: str, style: Any, context: Any, *how: Any, **named: Any) -> Any:
            lines = vars(style).setdefault("lines", {})
            key = split, text, style["white_space"], how, *named.items()
            if key not in lines:
                lines[key] = split(text, style, context, *how, **named)
            layout, *found = lines[key]
            line = line_break.Layout.__new__(line_break.Layout)  # to draw a line changes its layout
            vars(line).update(vars(layout))
            return line, *found

        return split_first_line

    for module in (inline, preferred):
        module.split_first_line = remembered(module.split_first_line)


def _remember_fixed_lengths() -> None:
    """Resolve the lengths of a style once where none of them depends on the box around.

    WeasyPrint does it for each box and each time that it lays it out. No report of it was to be found. To be
    removed when WeasyPrint remembers them.
    """
    resolve = percent.resolve_percentages

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        lengths = getattr(style, "lengths", None)
        for name, value in lengths or ():
            setattr(box, name, value)
        if not lengths:
            resolve(box, containing_block)
        if lengths is None:
            values = [style[name] for name in LENGTHS]
            fixed = all(value == "auto" or getattr(value, "unit", "") == "px" for value in values)
            separate = style["border_collapse"] == "separate"
            style.lengths = [(name, getattr(box, name)) for name in USED] if fixed and separate else ()

    _replace(resolve, resolve_percentages)


SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in SIDES),
    *(f"{least}{name}" for least in ("", "min_", "max_") for name in ("width", "height")),
)
USED = (*LENGTHS, *(f"border_{side}_width" for side in SIDES))


def _remember_struts() -> None:
    """Find the least height of a line once for each style, and not for each text and each box in a line.

    WeasyPrint remembers it too, under a word that it makes of 15 properties each time. No report of it was to
    be found. To be removed when WeasyPrint asks for less.
    """
    measured = line_break.strut

    def strut(style: Any) -> Any:
        if not hasattr(style, "strut"):
            style.strut = measured(style)
        return style.strut

    _replace(measured, strut)


def _replace(theirs: Any, ours: Any) -> None:
    """Let all modules of WeasyPrint that have imported a function use ours."""
    function = theirs.__name__
    for name, module in [*sys.modules.items()]:
        if name.startswith("weasyprint.") and getattr(module, function, None) is theirs:
            setattr(module, function, ours)
