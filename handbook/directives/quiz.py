"""What organizers learn with: words to say and not to say, model answers, and questions to check oneself.

Their labels are written when a page is written, so that catalogs hold only what an author wrote.
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

from handbook import METADATA, add_transforms
from handbook.facts.render import _
from handbook.facts.visitors import add_element, skip
from handbook.translation.untranslated import with_language

# What the participant's edition leaves out: sphinx-build -t participant
ANSWERS = ("answer", "mistakes", "score")


class labelled(nodes.General, nodes.Element):
    """A block with a label of its own, by its kind."""


class question(nodes.General, nodes.Element):
    """A question with its options and the reason for the right one."""


class choice(nodes.General, nodes.TextElement):
    """One option of a question."""


class asked(nodes.General, nodes.TextElement):
    """The question itself."""


class again(nodes.General, nodes.TextElement):
    """The page to read again after a wrong choice, by its title: quiz.js shows it."""


class Labelled(SphinxDirective):
    """``{say}``, ``{avoid}``, ``{answer}``, ``{mistakes}``, ``{score}``: a block with that label."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the block."""
        self.assert_has_content()
        return [labelled("", *self.parse_content_to_nodes(), kind=self.name)]


class Question(SphinxDirective):
    """``{question} 2``: a paragraph that asks, a numbered list (entry 2 is right), and the reason."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the question, or an error that says what it has to hold."""
        right = directives.positive_int(self.arguments[0])
        body = self.parse_content_to_nodes()
        kinds = [type(node) for node in body[:2]]
        if kinds != [nodes.paragraph, nodes.enumerated_list] or len(body) < 3:
            raise self.error("A question holds a paragraph, a numbered list of options, and the reason.")
        text, options, *why = body
        if right > len(options.children):
            raise self.error(
                f"There are {len(options.children)} options; number {right} cannot be the right one."
            )
        serial = self.env.new_serialno("question") + 1
        reason = labelled("", *why, kind="reason", right=right)
        return [question("", text, options, reason, right=right, serial=serial)]


class LeaveOutAnswers(SphinxTransform):
    """Leave the answers out of the participant's edition."""

    default_priority = 31  # after translation (20) and facts (30)

    def apply(self, **kwargs: Any) -> None:
        """Remove the blocks that give an answer away."""
        for block in list(self.document.findall(labelled)):
            if block["kind"] in ANSWERS:
                block.parent.remove(block)


class Arrange(SphinxTransform):
    """Turn questions into what a browser can ask."""

    default_priority = 31  # after translation (20) and facts (30)

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place; catalogs see it as it was written."""
        for each in self.document.findall(question):
            text, options, reason = each.children
            choices = []
            for number, item in enumerate(options.findall(nodes.list_item), 1):
                choices.append(
                    choice(
                        "", "", *with_language(item[0]), right=number == each["right"], serial=each["serial"]
                    )
                )
            each.children = []
            each += [asked("", "", *with_language(text)), *choices, reason]
            links = (link["refuri"] for link in reason.findall(nodes.reference) if link.get("id_link"))
            if place := next(links, None):
                # As [](#label) leaves it: MyST finds the title of that place.
                each += again("", "", nodes.reference("", "", refuri=place, id_link=True))


def _number(node: nodes.Element) -> str:
    """Return the number of a question, which it has on paper only."""
    return f'<span class="number">{node["number"]}.</span> ' if "number" in node else ""


def around_labelled(_translator: Any, node: labelled) -> tuple[str, str]:
    """Write the block: what is said stands open, what gives an answer away waits to be opened."""
    kind = node["kind"]
    labels = {
        "say": _("Say"),
        "avoid": _("Do not say"),
        "answer": _("A good answer"),
        "mistakes": _("Common mistakes"),
        "score": _("Score: one point for each"),
        "reason": _("Answer"),
    }
    label = escape(str(labels[kind]))
    if kind in ("say", "avoid"):
        return f'<div class="said {kind}"><p class="hb-label">{label}</p>', "</div>\n"
    classes = "answer" if kind == "answer" else f"answer {kind}"
    right = escape(_("Right: number %s.") % node["right"]) if kind == "reason" else ""
    told = f'<p class="hb-label">{_number(node)}{right}</p>' if right else ""
    if node.get("paper"):  # nothing to open
        return f'<div class="{classes}"><p class="hb-label">{label}</p>{told}', "</div>\n"
    return f'<details class="{classes}"><summary>{label}</summary>{told}', "</details>\n"


def around_question(_translator: Any, node: question) -> tuple[str, str]:
    """Write the question as a group of choices. It is no form: there is nothing to send."""
    if node.get("paper"):
        return '<div class="question">', "</div>\n"
    return '<fieldset class="question">', "</fieldset>\n"


def around_asked(_translator: Any, node: asked) -> tuple[str, str]:
    """Write the words of the question."""
    if node.parent.get("paper"):
        return f'<p class="asked">{_number(node)}', "</p>\n"
    return "<legend>", "</legend>\n"


def around_choice(_translator: Any, node: choice) -> tuple[str, str]:
    """Write one choice."""
    if node.parent.get("paper"):
        return '<p class="choice"><span>', "</span></p>\n"
    right = ' class="hb-right"' if node["right"] else ""
    field = f'<input type="radio" name="question-{node["serial"]}">'
    return f"<label{right}>{field} <span>", "</span></label>\n"


def around_again(translator: Any, _node: again) -> tuple[str, str]:
    """Write the template of the link, which no browser shows; e-books run no script."""
    if translator.builder.name == "epub":
        raise nodes.SkipNode
    return '<template class="again">', "</template>\n"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    for name in ("say", "avoid", *ANSWERS):
        app.add_directive(name, Labelled)
    app.add_directive("question", Question)
    add_element(app, labelled, around_labelled)
    add_element(app, question, around_question)
    add_element(app, asked, around_asked)
    add_element(app, choice, around_choice)
    add_element(app, again, around_again, text=(skip, None))
    add_transforms(app, Arrange)
    if "participant" in app.tags:
        add_transforms(app, LeaveOutAnswers)
    return METADATA
