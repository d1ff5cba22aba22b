"""The HTML of the site: a light child of sphinx-book-theme."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.fileutil import copy_asset
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA

THEME = Path(__file__).parent / "theme"
COMPILED = Path(__file__).with_name("__pycache__")

# Readers on a weak signal need no remarks; whoever wants to read them finds the sources.
SHORTER: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}

# The parts of the stylesheet, each with its own media queries, in the order in which they are joined.
STYLES = (
    "tokens",
    "base",
    "frame",
    "navigation",
    "content",
    "facts",
    "offline",
    "print",
)
# What only some pages need. The others are opened by people in a hurry.
MORE_STYLES = ("learning", "tables", "matrix", "flowchart", "forms", "dates", "search", "write")
SHEETS = {
    "handbook": STYLES,
    "write": (*STYLES, "forms", "write"),
    "whole": (*STYLES, "learning", "tables", "matrix", "flowchart", "forms", "dates", "search"),
}


class OwnTemplates(StandaloneHTMLBuilder):
    """What the builders of the site and of the book for e-readers share: contents are in their templates."""

    def init(self) -> None:
        """Begin without a title."""
        super().init()
        self.own_templates = self.theme.name.startswith("handbook")
        self._titles: dict[nodes.Node, dict[str, str]] = {}

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render a title once: Sphinx does it again on each page beside it and below it.

        The contents of a page, which it renders for sidebars, are left out.
        """
        if isinstance(node, nodes.bullet_list) and self.own_templates:
            return {"fragment": ""}
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        if node not in self._titles:
            self._titles[node] = super().render_partial(node)
        return self._titles[node]


class SiteBuilder(OwnTemplates):
    """Sphinx's HTML builder without the files that no page of ours uses.

    The parent themes bring 0.9 MB of styles, scripts and fonts to each first visit; our own templates and one
    stylesheet take their place.
    """

    written = ""  # the page that is being written
    search = False  # Pagefind searches the whole site
    copysource = False

    def init_css_files(self) -> None:
        """Link the stylesheet of the theme only."""
        self._css_files = []

    def init_js_files(self) -> None:
        """Link no script; the search page links its own."""
        self._js_files = []

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Write mail addresses as they are: some mail programs do not read the disguise of docutils."""
        super().prepare_writing(docnames)
        self.docsettings.cloak_email_addresses = False

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the pages. Of one that this language does not publish, nothing is shown and so none made."""
        row = self.config.languages.languages[self.config.language]
        published = {name for name in docnames if row.publishes(name)}
        super().write_documents(published)
        for name in sorted(docnames - published):
            context = self.get_doc_context(name, body="", metatags="")
            self.handle_page(name, context, event_arg=self.env.get_doctree(name))

    def copy_static_files(self) -> None:
        """Copy the files of our theme, not those of its parents; without the remarks in them."""
        copy_asset(THEME / "static", self._static_dir, force=True)
        for sheet, names in SHEETS.items():
            parts = [(THEME / "styles" / f"{name}.css").read_text("utf-8") for name in names]
            Path(self._static_dir, f"{sheet}.css").write_text("\n".join(parts), "utf-8")
        for path in Path(self._static_dir).iterdir():
            if shorter := SHORTER.get(path.suffix):
                path.write_text(shorter(path.read_text("utf-8")), "utf-8")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page; in the source language where this language does not publish it."""
        own = super().get_target_uri(docname, typ)
        table = self.config.languages
        if docname == self.written or table.languages[self.config.language].publishes(docname):
            return own
        return f"../{table.source()}/{own}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the way from a page, which stands in this language, to another."""
        return relative_uri(super().get_target_uri(from_), self.get_target_uri(to, typ))

    def handle_page(self, pagename: str, *args: Any, **kwargs: Any) -> None:
        """Write a page: what it says of its own address is where it stands."""
        self.written = pagename
        super().handle_page(pagename, *args, **kwargs)
        self.written = ""

    def write_buildinfo(self) -> None:
        """Publish no trace of the build."""

    def dump_inventory(self) -> None:
        """Publish no inventory: no other project links to our labels."""


def keep_compiled(app: Sphinx) -> None:
    """Keep what templates are compiled to where Python keeps modules: Sphinx compiles them in each build."""
    may_write = not sys.dont_write_bytecode and os.access(COMPILED, os.W_OK)
    if isinstance(app.builder, StandaloneHTMLBuilder) and may_write:
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))


def remove_unused(app: Sphinx, error: Exception | None) -> None:
    """Remove what no page loads: files of parent themes, and of pages that this language doesn't publish."""
    if error or not isinstance(app.builder, SiteBuilder):
        return
    used = {
        name
        for page in app.outdir.rglob("*.html")
        for name in re.findall(r"_static/([\w.-]+)", page.read_text("utf-8"))
    }
    for file in Path(app.outdir, "_static").iterdir():
        if file.is_file() and file.name not in used:
            file.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and the theme with Sphinx."""
    app.add_config_value("handbook_audiences", {}, "html", dict)
    app.add_builder(SiteBuilder, override=True)
    app.add_html_theme("handbook", str(THEME))
    app.connect("builder-inited", keep_compiled)
    app.connect("build-finished", remove_unused, priority=900)
    return METADATA
