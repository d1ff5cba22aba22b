"""The shapes in which facts are listed: entries with what there is to say about them, and tables."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, NamedTuple

from docutils import nodes

from handbook.config.values.addresses import Url
from handbook.facts.render import Nodes, _, interpolate, paragraph, verbatim


class fold(nodes.General, nodes.Element):
    """What few readers look for: closed under its label on screens, open on paper."""


def around_fold(_translator: Any, node: fold) -> tuple[str, str]:
    """Write its label above what it holds."""
    label = escape(node["label"])
    if node.get("paper"):  # nothing to open
        return f'<div class="fold"><p class="hb-label">{label}</p>', "</div>\n"
    return f'<details class="fold"><summary>{label}</summary>', "</details>\n"


class Definition(NamedTuple):
    """One thing in a list: what it is, and what there is to say about it."""

    term: Nodes
    lines: list[nodes.paragraph]


def definitions(entries: Iterable[Definition], name: str) -> Nodes:
    """Return a list of entries, styled by `name`; nothing where there are none."""
    items = [
        nodes.definition_list_item("", nodes.term("", "", *entry.term), nodes.definition("", *entry.lines))
        for entry in entries
    ]
    return [nodes.definition_list("", *items, classes=["facts", name])] if items else []


def table(head: list[str], rows: list[list[Nodes]], *classes: str) -> Nodes:
    """Return a table with a head. A cell holds paragraphs, or the words of one."""

    def entry(cell: Nodes) -> nodes.entry:
        whole = cell and all(isinstance(node, nodes.paragraph) for node in cell)
        return nodes.entry("", *(cell if whole else [paragraph(*cell)]))

    def row(cells: Iterable[Nodes]) -> nodes.row:
        return nodes.row("", *map(entry, cells))

    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec(colwidth=1) for _column in head]
    group += nodes.thead("", row([nodes.Text(text)] for text in head))
    group += nodes.tbody("", *(row(cells) for cells in rows))
    return [nodes.table("", group, classes=[*classes])]


def small(text: str, *more: nodes.Node) -> nodes.paragraph:
    """Return the small line that says how sure a fact is."""
    return paragraph(text, *more, classes=["dated"])


def source_of(source: str | None, url: Url | None) -> Nodes:
    """Return the sentence that names where a fact stands; nothing where that is not known."""
    if not source:
        return []
    where: nodes.Node = verbatim(source)
    if url:
        where = nodes.reference("", "", where, refuri=str(url), internal=False)
    return [nodes.Text(" "), *interpolate(_("Source: {source}."), source=where)]
