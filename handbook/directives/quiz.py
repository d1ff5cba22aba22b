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
from handbook.facts.visitors import ignore, skip
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


def visit_labelled(translator: Any, node: labelled) -> None:
    """Open the block: what is said stands open, what gives an answer away waits to be opened."""
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
        translator.body.append(f'<div class="said {kind}"><p class="hb-label">{label}</p>')
        return
    classes = "answer" if kind == "answer" else f"answer {kind}"
    if node.get("paper"):  # nothing to open
        translator.body.append(f'<div class="{classes}"><p class="hb-label">{label}</p>')
    else:
        translator.body.append(f'<details class="{classes}"><summary>{label}</summary>')
    if kind == "reason":
        right = escape(_("Right: number %s.") % node["right"])
        translator.body.append(f'<p class="hb-label">{_number(node)}{right}</p>')


def depart_labelled(translator: Any, node: labelled) -> None:
    """Close the block."""
    opened = node["kind"] in ("say", "avoid") or node.get("paper")
    translator.body.append("</div>\n" if opened else "</details>\n")


def visit_question(translator: Any, node: question) -> None:
    """Open the question as a group of choices. It is no form: there is nothing to send."""
    paper = node.get("paper")
    translator.body.append('<div class="question">' if paper else '<fieldset class="question">')


def depart_question(translator: Any, node: question) -> None:
    """Close the question."""
    translator.body.append("</div>\n" if node.get("paper") else "</fieldset>\n")


def visit_asked(translator: Any, node: asked) -> None:
    """Open the words of the question."""
    translator.body.append(f'<p class="asked">{_number(node)}' if node.parent.get("paper") else "<legend>")


def depart_asked(translator: Any, node: asked) -> None:
    """Close the words of the question."""
    translator.body.append("</p>\n" if node.parent.get("paper") else "</legend>\n")


def visit_choice(translator: Any, node: choice) -> None:
    """Open one choice."""
    if node.parent.get("paper"):
        translator.body.append('<p class="choice"><span>')
        return
    right = ' class="hb-right"' if node["right"] else ""
    translator.body.append(f'<label{right}><input type="radio" name="question-{node["serial"]}"> <span>')


def depart_choice(translator: Any, node: choice) -> None:
    """Close one choice."""
    translator.body.append("</span></p>\n" if node.parent.get("paper") else "</span></label>\n")


def visit_again(translator: Any, node: again) -> None:
    """Open the template of the link, which no browser shows; e-books run no script."""
    if translator.builder.name == "epub":
        raise nodes.SkipNode
    translator.body.append('<template class="again">')


def depart_again(translator: Any, node: again) -> None:
    """Close the template."""
    translator.body.append("</template>\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    for name in ("say", "avoid", *ANSWERS):
        app.add_directive(name, Labelled)
    app.add_directive("question", Question)
    app.add_node(labelled, html=(visit_labelled, depart_labelled), text=(ignore, ignore))
    app.add_node(question, html=(visit_question, depart_question), text=(ignore, ignore))
    app.add_node(asked, html=(visit_asked, depart_asked), text=(ignore, ignore))
    app.add_node(choice, html=(visit_choice, depart_choice), text=(ignore, ignore))
    app.add_node(again, html=(visit_again, depart_again), text=(skip, None))
    add_transforms(app, Arrange)
    if "participant" in app.tags:
        add_transforms(app, LeaveOutAnswers)
    return METADATA
