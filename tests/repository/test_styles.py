"""The stylesheets: one file says the colours, and names of the frame are not those of docutils."""

import re

import pytest
import tinycss2  # type: ignore[import-untyped]  # WeasyPrint reads with it
from helpers.paths import ROOT

from handbook.html.builder import MORE_STYLES, STYLES, THEME

SHEETS = sorted((ROOT / "handbook").rglob("*.css"))
NAMED = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab|lch|color)a?\(|(?<![-\w])(white|black|red|gr[ae]y)(?![-\w])"
)
OF_DOCUTILS = {
    "contents",
    "caption",
    "field",
    "topic",
    "sidebar",
    "line",
    "header",
    "footer",
    "option",
    "title",
}


def values(text):
    """Every value of a declaration, wherever its rule stands."""
    for node in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if content := getattr(node, "content", None):
            inside = tinycss2.serialize(content)
            yield from values(inside) if "{" in inside else re.findall(r":([^;]+)", inside)


def test_all_partials_are_joined():
    assert {path.stem for path in (THEME / "styles").glob("*.css")} == {*STYLES, *MORE_STYLES}
    assert STYLES[0] == "tokens"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(ROOT / "handbook").as_posix())
def test_only_the_tokens_name_a_colour(path):
    found = [value.strip() for value in values(path.read_text("utf-8")) if NAMED.search(value.lower())]
    assert bool(found) == (path.stem == "tokens"), found


def test_in_the_dark_nothing_but_colours_is_another():
    asked = "prefers-color-scheme"
    served = [
        path for path in (ROOT / "handbook").rglob("*") if path.suffix in (".css", ".js", ".html", ".svg")
    ]
    assert {path.name for path in served if asked in path.read_text("utf-8")} == {"tokens.css"}
    (dark,) = re.findall(
        rf"@media \({asked}: dark\) {{\s*:root {{(.*?)}}", (THEME / "styles/tokens.css").read_text(), re.S
    )
    assert re.fullmatch(r"(\s*--[a-z-]+: #[0-9a-f]{3,6};)+\s*", dark)


@pytest.mark.parametrize("name", STYLES + MORE_STYLES)
def test_no_class_of_docutils_is_styled_by_chance(name):
    text = re.sub(r"/\*.*?\*/", "", (THEME / "styles" / f"{name}.css").read_text("utf-8"), flags=re.S)
    assert OF_DOCUTILS & {*re.findall(r"\.([a-z][\w-]*)", text)} == set()
