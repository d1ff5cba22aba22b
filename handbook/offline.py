"""Pages that a reader keeps on the device: the directive that offers it, and which pages they are."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook.builder import THEME, SiteBuilder, audience
from handbook.shown import _

# Loaded here and not by Sphinx, so that pages can be built in another theme too.
TEMPLATE = Environment(loader=FileSystemLoader(THEME), autoescape=True).get_template("keep.html")


class keep(nodes.General, nodes.Element):
    """The place where a reader keeps the pages for attendees, and removes them."""


class Keep(SphinxDirective):
    """``{keep}``: offer to keep the pages for attendees on the device."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [keep()]


def kept(names: set[str], audiences: dict[str, list[str]], here: str) -> list[str]:
    """Return the names of the pages that are kept: those for attendees, and `here`, which explains it."""
    return sorted({name for name in names if audience(name, audiences) == "attendees"} | {here})


def visit_keep(translator: Any, _node: keep) -> None:
    """Write the buttons. On paper and in books there is nothing to keep."""
    builder, config = translator.builder, translator.config
    if not isinstance(builder, SiteBuilder):
        raise nodes.SkipNode
    here = builder.current_docname
    up = "../" * here.count("/")
    pages = [
        f"{up}{builder.get_target_uri(name)}"
        for name in kept(set(builder.env.found_docs), config.handbook_audiences, here)
    ]
    context = {"t": _, "pages": " ".join(pages), "script": f"{up}_static/offline.js"}
    translator.body.append(TEMPLATE.render(context))
    raise nodes.SkipNode


def skip(_translator: Any, _node: keep) -> None:
    """Write nothing: paper keeps itself."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("keep", Keep)
    app.add_node(keep, html=(visit_keep, None), text=(skip, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
