"""What authors write where a fact belongs: the role {fact}, and blocks that wait for the facts.

Each leaves a placeholder, so that catalogs hold the markup and never a value.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole


class pending_fact(nodes.Inline, nodes.Element):
    """The place of one value. Its text is its own markup, which is what catalogs and titles extract."""

    def astext(self) -> str:
        """Return the markup that a translator keeps."""
        return str(self["raw"])


class pending_block(nodes.General, nodes.Element):
    """A block that is kept, dropped or filled when the facts are known."""


class FactRole(SphinxRole):
    """``{fact}`emergency.number` ``: one value of community.toml, with its link where that is possible."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a placeholder."""
        node = pending_fact(key=self.text.strip(), raw=f"{{fact}}`{self.text}`")
        self.set_source_info(node)
        return [node], []


class Block(SphinxDirective):
    """A directive whose block waits for the facts."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder around the content, which stays translatable."""
        children = self.parse_content_to_nodes() if self.has_content else []
        if any(isinstance(child, nodes.rubric) for child in children):
            raise self.error(
                f"A heading cannot stand in {{{self.name}}}: put {{needs}} under the heading instead."
            )
        node = pending_block("", *children, name=self.name, keys=" ".join(self.arguments).split())
        self.set_source_info(node)
        return [node]


class Table(Block):
    """A directive without content: its block is made of facts, or it says which facts its section needs."""

    has_content = False
    required_arguments = 0
    optional_arguments = 1
