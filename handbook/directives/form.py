"""Places to write on paper: a page of the site shows them as they are printed, and nobody types into it.

The questions of the report form stand on the page on which people write down what happened, whose script
makes fields of them (see html/writing.py); the form takes them from there.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from html import escape
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA, add_transforms
from handbook.facts.visitors import add_element
from handbook.translation.untranslated import with_language

log = logging.getLogger(__name__)

FIELDS = re.compile(r"[\w-]+ [1-9]\d?(, [\w-]+ [1-9]\d?)*")


class questions(nodes.General, nodes.Element):
    """A group of places to write (`group`), or the place of one that another page has (`origin`)."""


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


def _fields(text: str) -> list[tuple[str, int]]:
    if not FIELDS.fullmatch(text):
        raise ValueError("Write a name and a number of lines for each question: who 2, what 8")
    return [(name, int(lines)) for name, lines in (each.split() for each in text.split(", "))]


class Questions(SphinxDirective):
    """``{questions} happened``: a definition list, whose terms ask and whose definitions help.

    ``:fields:`` names each question and gives its lines on paper. A list in a definition holds choices.
    With ``:from:`` and without content it shows the group of that name of another page.
    """

    has_content = True
    required_arguments = 1
    option_spec = {"fields": _fields, "from": directives.unchanged_required}  # noqa: RUF012 - as above

    def run(self) -> list[nodes.Node]:
        """Return the group, or an error that says what it has to hold."""
        group, body = self.arguments[0], self.parse_content_to_nodes()
        if origin := self.options.get("from"):
            self.env.note_dependency(str(self.env.doc2path(origin)))
            node = questions(group=group, origin=origin)
            self.set_source_info(node)
            return [node]
        fields = self.options.get("fields", [])
        if [type(node) for node in body] != [nodes.definition_list] or len(body[0].children) != len(fields):
            raise self.error(
                f"Questions are one definition list; here of {len(fields)} terms, as :fields: says."
            )
        return [questions("", *body, group=group, fields=fields)]


class Arrange(SphinxTransform):
    """Turn what was written into places to write, after translation."""

    default_priority = 31

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place; catalogs see it as it was written."""
        for group in self.document.findall(questions):
            fields: list[tuple[str, int]] = group.get("fields", [])
            entries = list(group.findall(nodes.definition_list_item))
            group.children = []
            for (name, lines), item in zip(fields, entries, strict=True):
                asked, answer = item.children
                group += blank("", asked, *answer.children, name=f"field-{name}", lines=lines)
        for each in self.document.findall(blank):
            text, *rest = each.children
            choices = [node for node in rest if isinstance(node, nodes.bullet_list)]
            hints = [node for node in rest if node not in choices]
            each["choices"] = bool(choices)
            each.children = []
            each += [
                blank_label("", "", *with_language(text), name=each["name"], choices=bool(choices)),
                *hints,
            ]
            ticks = [tick for group in choices for tick in group.findall(nodes.list_item)]
            for number, tick in enumerate(ticks, 1):
                each += blank_choice("", "", *with_language(tick[0]), name=f"{each['name']}-{number}")


class Borrow(SphinxPostTransform):
    """Show the questions of another page, with the translation that they have there."""

    default_priority = 5  # before references are resolved, which are then those of this page

    def run(self, **kwargs: Any) -> None:
        """Fill the places; a name that no group has is a warning with the nearest one."""
        for place in [node for node in self.document.findall(questions) if "origin" in node]:
            origin, name = place["origin"], place["group"]
            there = self.env.get_doctree(origin) if origin in self.env.all_docs else nodes.Element()
            groups = {each["group"]: each for each in there.findall(questions) if "origin" not in each}
            if name not in groups:
                known = groups or self.env.all_docs
                near = get_close_matches(name if groups else origin, known, n=1, cutoff=0.0)
                log.warning(
                    "{questions} finds no group %r on %r. Nearest: %r.", name, origin, near, location=place
                )
                continue
            for each in groups[name].children:
                place += each.deepcopy()
            for reference in place.findall(pending_xref):
                reference["refdoc"] = self.env.docname


def _on_paper(node: nodes.Element) -> bool:
    """Tell whether a place to write, or all of a group, is printed with fields that can be filled in."""
    return any(each.get("paper") for each in node.findall(blank))


def around_questions(_translator: Any, node: questions) -> tuple[str, str]:
    """Write a group: on pages it is the definition list as which it was written."""
    return ("", "") if _on_paper(node) else ('<dl class="hb-form">', "</dl>\n")


def _listed(node: nodes.Element | Any) -> bool:
    """Tell whether a place to write is an entry of a definition list."""
    return isinstance(node.parent, questions) and not node.get("paper")


def around_blank(_translator: Any, node: blank) -> tuple[str, str]:
    """Write the place and its lines. Where people can type (`typed`), a field of the PDF lies over them."""
    id_ = "" if node.get("paper") else f' id="{node["name"]}"'
    after = "</dd></div>\n" if _listed(node) else "</div>\n"
    if not node["choices"]:
        title = escape(" ".join(node[0].astext().split()))
        rules = '<div class="rule"></div>' * max(node["lines"], 1)
        field = f'<textarea name="{node["name"]}" title="{title}"></textarea>' if node.get("typed") else ""
        after = f'<div class="ruled">{rules}{field}</div>{after}'
    return f'<div class="hb-field"{id_}>', after


def around_label(_translator: Any, node: blank_label) -> tuple[str, str]:
    """Write the label."""
    if _listed(node.parent):
        return '<dt class="hb-label">', "</dt>\n<dd>"
    return '<p class="hb-label">', "</p>\n"


def around_choice(_translator: Any, node: blank_choice) -> tuple[str, str]:
    """Write one choice. A box on paper says its question too: a screen reader reads one box at a time."""
    box = '<span class="box"></span>' if node.parent.get("paper") else "☐"
    if node.parent.get("typed"):
        title = escape(" ".join(f"{node.parent[0].astext()} {node.astext()}".split()))
        box = f'<input type="checkbox" name="{node["name"]}" title="{title}"/>'
    return f'<p class="choice">{box} <span>', "</span></p>\n"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("field", Field)
    app.add_directive("questions", Questions)
    add_element(app, questions, around_questions)
    add_element(app, blank, around_blank)
    add_element(app, blank_label, around_label)
    add_element(app, blank_choice, around_choice)
    add_transforms(app, Arrange, Borrow)
    return METADATA
