"""Forms: one source for the browser and for paper.

In the browser a form is nothing but fields to fill in and print: no button, and nothing is sent or kept.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.translation.untranslated import spoken


class blank(nodes.General, nodes.Element):
    """A place to write: its label, a hint, and either lines or choices."""


class blank_label(nodes.General, nodes.TextElement):
    """What to write there."""


class blank_choice(nodes.General, nodes.TextElement):
    """One choice to tick."""


class Field(SphinxDirective):
    """``{field} who``: a paragraph that says what to write, perhaps a hint or a list of choices to tick."""

    has_content = True
    required_arguments = 1
    option_spec = {"lines": directives.positive_int}  # noqa: RUF012 - as docutils wants it

    def run(self) -> list[nodes.Node]:
        """Return the field, or an error that says what it has to hold."""
        body = self.parse_content_to_nodes()
        if not body or not isinstance(body[0], nodes.paragraph):
            raise self.error("A field begins with a paragraph that says what to write.")
        name = nodes.make_id(self.arguments[0])
        return [blank("", *body, name=f"field-{name}", lines=self.options.get("lines", 1))]


class Arrange(SphinxTransform):
    """Turn the first paragraph of a field into its label and its list into choices, after translation."""

    default_priority = 31

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place; catalogs see it as it was written."""
        if self.app.builder.name == "gettext":
            return
        for each in self.document.findall(blank):
            text, *rest = each.children
            choices = [node for node in rest if isinstance(node, nodes.bullet_list)]
            hints = [node for node in rest if node not in choices]
            each["choices"] = bool(choices)
            each.children = []
            each += [blank_label("", "", *spoken(text), name=each["name"], choices=bool(choices)), *hints]
            items = [item for group in choices for item in group.findall(nodes.list_item)]
            for number, item in enumerate(items, 1):
                each += blank_choice("", "", *spoken(item[0]), name=f"{each['name']}-{number}")


def visit_blank(translator: Any, node: blank) -> None:
    """Open the field. On paper (`paper`), browsers and their elements for forms are not there."""
    grouped = node["choices"] and not node.get("paper")
    translator.body.append('<fieldset class="hb-field">' if grouped else '<div class="hb-field">')


def depart_blank(translator: Any, node: blank) -> None:
    """Write the lines and close the field."""
    if node["choices"]:
        translator.body.append("</div>\n" if node.get("paper") else "</fieldset>\n")
        return
    name, lines = node["name"], node["lines"]
    if node.get("paper"):
        title = escape(" ".join(node[0].astext().split()))
        rules = '<div class="rule"></div>' * max(lines, 1)
        field = f'<textarea name="{name}" title="{title}"></textarea>'
        translator.body.append(f'<div class="ruled">{rules}{field}</div></div>\n')
        return
    field = f'<textarea id="{name}" rows="{lines}" placeholder=" " autocomplete="off"></textarea>'
    translator.body.append(f"{field}</div>\n")


def visit_label(translator: Any, node: blank_label) -> None:
    """Open the label."""
    if node.parent.get("paper"):
        translator.body.append('<p class="label">')
    else:
        translator.body.append("<legend>" if node["choices"] else f'<label for="{node["name"]}">')


def depart_label(translator: Any, node: blank_label) -> None:
    """Close the label."""
    if node.parent.get("paper"):
        translator.body.append("</p>\n")
    else:
        translator.body.append("</legend>\n" if node["choices"] else "</label>\n")


def visit_choice(translator: Any, node: blank_choice) -> None:
    """Open one choice. A box on paper says its question too: a screen reader reads one box at a time."""
    if node.parent.get("paper"):
        title = escape(" ".join(f"{node.parent[0].astext()} {node.astext()}".split()))
        box = f'<input type="checkbox" name="{node["name"]}" title="{title}">'
        translator.body.append(f'<p class="choice">{box} <span>')
    else:
        translator.body.append('<label><input type="checkbox"> <span>')


def depart_choice(translator: Any, node: blank_choice) -> None:
    """Close one choice."""
    translator.body.append("</span></p>\n" if node.parent.get("paper") else "</span></label>\n")


def ignore(translator: Any, node: nodes.Element) -> None:
    """Write nothing: the children speak for themselves."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("field", Field)
    app.add_node(blank, html=(visit_blank, depart_blank), text=(ignore, ignore))
    app.add_node(blank_label, html=(visit_label, depart_label), text=(ignore, ignore))
    app.add_node(blank_choice, html=(visit_choice, depart_choice), text=(ignore, ignore))
    app.add_transform(Arrange)
    return METADATA
