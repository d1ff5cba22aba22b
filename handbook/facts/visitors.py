"""What Sphinx does with nodes of ours for which an output has no words of its own."""

from __future__ import annotations

from typing import NoReturn

from docutils import nodes


def ignore(_translator: object, _node: nodes.Element) -> None:
    """Write nothing around the children, which speak for themselves."""


def skip(_translator: object, _node: nodes.Element) -> NoReturn:
    """Leave the node out, and its children."""
    raise nodes.SkipNode
