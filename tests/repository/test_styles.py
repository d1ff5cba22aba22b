"""The stylesheets: one file says the colours, and names of the frame are not those of docutils."""

import re
from pathlib import Path

import docutils.nodes
import pytest
import sphinx
import tinycss2  # type: ignore[import-untyped]  # WeasyPrint reads with it
from helpers.paths import ROOT

from handbook.html.builder import MORE_STYLES, STYLES, THEME

SHEETS = sorted((ROOT / "handbook").rglob("*.css"))
NAMED = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab|lch|color)a?\(|(?<![-\w])(white|black|red|gr[ae]y)(?![-\w])"
)
FRAME = [*(ROOT / "handbook").rglob("*.html"), *(ROOT / "handbook").rglob("*.js")]
# What pages and facts are marked with, and the frame has too.
OF_CONTENT = {"button", "quiet", "dated", "phone", "question", "choice", "case-dates"}


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


def classes(text):
    """Every class that the selectors of a stylesheet name."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    selectors = re.findall(r"([^{};]+)\{", text)
    return {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def given(text):
    """Every class that a template or a script gives to an element; `hb-…` where a part of it is computed."""
    text = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "x", text, flags=re.S))
    named = re.findall(r'class="([^"]*)"|className(?: =|:) "([^"]+)"|classList\.\w+\("([\w-]+)"', text)
    return {name for names in named for part in names for name in part.split()}


def test_classes_of_the_frame_begin_alike():
    found = {name: path.name for path in FRAME for name in given(path.read_text("utf-8"))}
    assert len(found) > 60
    assert {name: path for name, path in found.items() if not name.startswith("hb-")}.keys() <= OF_CONTENT


def test_no_class_of_docutils_or_sphinx_is_styled_by_chance():
    folders = [Path(docutils.__file__).parent / "writers", Path(sphinx.__file__).parent / "themes/basic"]
    sheets = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.css*")]
    theirs = {name for sheet in sheets for name in classes(sheet)}
    theirs |= {kind.__name__ for kind in docutils.nodes.Admonition.__subclasses__()}
    theirs |= {"topic", "title", "field", "option", "line", "header", "footer"}  # written, and styled nowhere
    ours = {name for path in SHEETS for name in classes(path.read_text("utf-8"))}
    assert {"contents", "caption", "label", "sidebar", "note", "field"} <= theirs
    assert ours & theirs == set()
