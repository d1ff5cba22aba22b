"""Answers in printed guides: beside the questions, or for participants at the end."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from docutils.utils import new_document

from handbook.directives.quiz import ANSWERS, labelled, question
from handbook.facts.render import _

LINES = 9  # to write on, in the place of a model answer


def leave_room(tree: nodes.document) -> None:
    """Put lines to write on in the place of model answers."""
    for block in list(tree.findall(labelled)):
        if block["kind"] == "answer":
            lines = '<div class="rule"></div>' * LINES
            block.replace_self(nodes.raw("", f'<div class="ruled">{lines}</div>', format="html"))
        elif block["kind"] in ANSWERS:
            block.replace_self([])


def number(trees: Iterable[nodes.document]) -> None:
    """Number the questions of a guide, so that people who use different editions can talk of them."""
    asked = (each for tree in trees for each in tree.findall(question))
    for place, each in enumerate(asked, 1):
        for node in each.findall(nodes.Element):
            node["number"] = place


def at_end(trees: Iterable[nodes.document]) -> nodes.document | None:
    """Move the answers to questions out of a guide; return them as a page, None without any."""
    section = nodes.section(
        "", nodes.title("", _("Answers to the questions"), ids=["answers"]), ids=["all-answers"]
    )
    for tree in trees:
        for each in tree.findall(question):
            reason = next(each.findall(labelled))
            each.remove(reason)
            section += reason
    page = new_document("")
    page += section
    return page if len(section) > 1 else None
