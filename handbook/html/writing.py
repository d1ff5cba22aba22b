"""The page on which readers write down what happened: the words of its buttons, and its script.

Without script, its questions are text to read. The script (theme/static/write.js) makes fields of them; what
is typed there never leaves the page unless the reader takes it.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.facts.visitors import skip
from handbook.html.builder import SiteBuilder
from handbook.translation.untranslated import language_of

SCRIPT = "write.js"
# What the script asks for: buttons with what they say when they were pressed, and sentences of their own.
WORDS = (
    *("back", "next", "all", "one", "review", "change"),
    *("copy", "share", "save", "print", "mail", "clear"),
    *("progress", "empty", "tick", "involved"),
)


class words(nodes.General, nodes.Element):
    """All that the script says."""


class word(nodes.General, nodes.Element):
    """One of them (`name`): its paragraphs."""


class Writing(SphinxDirective):
    """``{writing}``: a list of what the script says, an entry for each of WORDS, in that order."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the words, or an error that says what is missing."""
        body = self.parse_content_to_nodes()
        if [type(node) for node in body] != [nodes.bullet_list] or len(body[0].children) != len(WORDS):
            raise self.error(f"{{writing}} is one list of {len(WORDS)} entries: {', '.join(WORDS)}.")
        entries = [
            word("", *item.children, name=name) for name, item in zip(WORDS, body[0].children, strict=True)
        ]
        return [words("", *entries)]


def visit_words(translator: Any, node: words) -> None:
    """Write a template, which no browser shows, and load the script. Paper and books have no buttons."""
    builder = translator.builder
    if not isinstance(builder, SiteBuilder):
        raise nodes.SkipNode
    translator.body.append('<template id="writing">')
    for each in node.findall(nodes.paragraph):
        language = f' lang="{spoken}"' if (spoken := language_of(each)) else ""
        text = escape(" ".join(each.astext().split()))
        translator.body.append(f'<span class="{each.parent["name"]}"{language}>{text}</span>')
    up = "../" * builder.current_docname.count("/")
    translator.body.append(f'</template>\n<script defer src="{up}_static/{SCRIPT}"></script>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("writing", Writing)
    app.add_node(words, html=(visit_words, None), text=(skip, None))
    return METADATA
