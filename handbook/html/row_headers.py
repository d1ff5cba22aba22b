"""Tables whose first column names the rows: a screen reader says that name before each cell."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from handbook import METADATA


def visit_entry(translator: HTML5Translator, node: nodes.entry) -> None:
    """Write a cell as Docutils does, and say of one that names a row that it does."""
    row: Any = node.parent  # Docutils counts columns in attributes of its own
    group: Any = row.parent.parent
    names_row = isinstance(row.parent, nodes.tbody) and group.stubs[row.column]
    HTML5Translator.visit_entry(translator, node)
    if names_row:
        translator.body[-1] = translator.body[-1].replace("<th", '<th scope="row"', 1)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(nodes.entry, override=True, html=(visit_entry, HTML5Translator.depart_entry))
    return METADATA
