"""Answers in printed guides: beside the questions, or at the end, where nobody reads them too early."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from docutils import nodes
from docutils.utils import new_document

from handbook.directives.quiz import ANSWERS, labelled, question
from handbook.facts.render import _

LINES = 9  # to write on, below the questions of each part
AT_END = "answers"  # the id of the heading of the answers to questions
POINTER = "answer-pointer"  # the class of what says where an answer stands
PLACE = "model-answers"  # the id of the heading of answers that stand apart, before that of the page


def _given(tree: nodes.document) -> list[labelled]:
    """Return what gives an answer away."""
    return [block for block in tree.findall(labelled) if block["kind"] in ANSWERS]


def leave_room(tree: nodes.document) -> None:
    """Take model answers out, and put lines to write on below the questions."""
    answers = _given(tree)
    lines = '<div class="ruled">{}</div>'.format('<div class="rule"></div>' * LINES)
    for section in list(tree.findall(nodes.section)) if answers else []:
        for asked in [each for each in section if isinstance(each, nodes.enumerated_list)]:
            section.insert(section.index(asked) + 1, nodes.raw("", lines, format="html"))
    for block in answers:
        block.parent.remove(block)


def point_to_answers(tree: nodes.document) -> None:
    """Say below the questions where their answers stand apart: on which page, says what leads references."""
    groups = _by_section(tree)
    for number, answers in enumerate(groups):
        first = answers[0]
        place = f"{PLACE}-{number}" if len(groups) > 1 else PLACE  # the headings that `apart` gives them
        pointer = nodes.paragraph(
            "", "", nodes.reference("", _("A good answer"), refid=place), classes=[POINTER]
        )
        first.parent.insert(first.parent.index(first), pointer)
        for block in answers:
            block["apart"] = True


def apart(tree: nodes.document) -> nodes.document | None:
    """Move the answers that were pointed to out of a page; return them as a page, None without any."""
    answers = [group for group in _by_section(tree) if group[0].get("apart")]
    if not answers:
        return None
    title = next(tree.findall(nodes.title))
    place = f"{title['ids'][0]}--{PLACE}"
    name = f"{_('A good answer')}: {title.astext()}"
    section = nodes.section("", nodes.title("", name, ids=[place]), ids=[f"{place}-section"])
    for number, group in enumerate(answers):
        around = group[0].parent
        parts: nodes.Element = section
        if len(answers) > 1:
            under = f"{place}-{number}"
            heading = nodes.title("", next(around.findall(nodes.title)).astext(), ids=[under])
            parts = nodes.section("", heading, ids=[f"{under}-section"])
            section += parts
        for block in group:
            around.remove(block)
            parts += block
    page = new_document("")
    page += section
    return page


def _by_section(tree: nodes.document) -> list[list[labelled]]:
    """Return the answers of a page, those of each section together."""
    return [list(group) for _around, group in groupby(_given(tree), key=lambda block: id(block.parent))]


def number(trees: Iterable[nodes.document]) -> None:
    """Number the questions of a guide, so that people who use different editions can talk of them."""
    asked = (each for tree in trees for each in tree.findall(question))
    for place, each in enumerate(asked, 1):
        for node in each.findall(nodes.Element):
            node["number"] = place


def at_end(trees: Iterable[nodes.document]) -> nodes.document | None:
    """Move the answers to questions out of a guide; return them as a page, None without any."""
    section = nodes.section(
        "", nodes.title("", _("Answers to the questions"), ids=[AT_END]), ids=["all-answers"]
    )
    for tree in trees:
        for each in tree.findall(question):
            reason = next(each.findall(labelled))
            each.remove(reason)
            section += reason
    page = new_document("")
    page += section
    return page if len(section) > 1 else None
