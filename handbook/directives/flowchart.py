"""A flowchart: a numbered list whose entries the stylesheet draws as boxes and lines.

A step with a list below it is a question, and each entry of that list a way out of it. A way that ends in
bold words is an end; every other one goes on to the next step. The picture is the list: whoever reads it
aloud, translates it or follows its links has the same as whoever looks at it.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA


def branches(steps: nodes.enumerated_list) -> list[list[nodes.list_item]]:
    """Return the ways out of each step; a step that asks nothing has none."""
    return [
        [way for group in step.children if isinstance(group, nodes.bullet_list) for way in _items(group)]
        for step in _items(steps)
    ]


def _items(each: nodes.Element) -> list[nodes.list_item]:
    return [item for item in each.children if isinstance(item, nodes.list_item)]


def ends(way: nodes.list_item) -> bool:
    """Say whether a way out is an end."""
    said = [part for part in way[0].children if part.astext().strip()]
    return bool(said) and isinstance(said[-1], nodes.strong)


def mistakes(ways: list[list[nodes.list_item]]) -> list[str]:
    """Return what is wrong with a chart whose steps have these ways out."""
    last = len(ways)
    wrong = [
        f"Step {number} has one way out; a question has two or more."
        for number, out in enumerate(ways, 1)
        if len(out) == 1
    ]
    wrong += [
        f"Every way out of step {number} is an end, so nobody comes to step {number + 1}."
        for number, out in enumerate(ways[:-1], 1)
        if out and all(map(ends, out))
    ]
    if not all(map(ends, ways[-1])):
        wrong.append(f"A way out of step {last}, the last one, leads nowhere: end it with bold words.")
    return wrong


class Flowchart(SphinxDirective):
    """``{flowchart}``: a numbered list of steps, with a list of ways out below each question."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the list, with classes for the stylesheet, or an error that says what it has to be."""
        body = self.parse_content_to_nodes()
        if len(body) != 1 or not isinstance(body[0], nodes.enumerated_list):
            raise self.error("A flowchart is one numbered list.")
        ways = branches(body[0])
        if wrong := mistakes(ways):
            raise self.error(" ".join(wrong))
        for step, out in zip(_items(body[0]), ways, strict=True):
            if out:
                step["classes"].append("asks")
            for way in out:
                way["classes"].append("ends" if ends(way) else "on")
        return [nodes.container("", *body, classes=["flowchart"])]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("flowchart", Flowchart)
    return METADATA
