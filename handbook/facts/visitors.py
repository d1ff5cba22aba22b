"""What Sphinx does with nodes of ours, and with those for which an output has no words of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from docutils import nodes
from sphinx.application import Sphinx

# What HTML has before and after the children of a node; told by the translator and the node.
Around = Callable[[Any, Any], tuple[str, str]]
Visit = Callable[[Any, Any], None]


def ignore(_translator: object, _node: nodes.Element) -> None:
    """Write nothing around the children, which speak for themselves."""


def skip(_translator: object, _node: nodes.Element) -> NoReturn:
    """Leave the node out, and its children."""
    raise nodes.SkipNode


def add_element(
    app: Sphinx,
    kind: type[nodes.Element],
    around: Around,
    text: tuple[Visit, Visit | None] = (ignore, ignore),
) -> None:
    """Register a node that HTML writes between the two strings of `around`, and plain text as `text` says."""

    def visit(translator: Any, node: nodes.Element) -> None:
        before, after = around(translator, node)
        translator.body.append(before)
        translator.context.append(after)  # where docutils, too, keeps what comes after the children

    def depart(translator: Any, _node: nodes.Element) -> None:
        translator.body.append(translator.context.pop())

    app.add_node(kind, html=(visit, depart), text=text)
