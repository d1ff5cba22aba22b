"""Says of each link to a page that is in another language that it is: to programs, and to readers."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from handbook import METADATA
from handbook.config.languages import tag
from handbook.facts.render import _
from handbook.translation.spacing import close_up
from handbook.translation.untranslated import language_of, progress


def page_language(env: BuildEnvironment, name: str) -> str:
    """Return the tag of the language that a page is in, where it is another than that of this build."""
    table, language = env.config.languages, env.config.language
    source = table.source()
    if language == source or name not in env.found_docs:
        return ""
    done = progress(env, name)
    if table.languages[language].publishes(name) and (done.translated or not done.total):
        return ""
    return str(tag(source))


def target(link: nodes.reference, docname: str) -> str:
    """Return the name of the page that a link leads to, in whichever language; "" outside of the site."""
    parts = urlsplit(link.get("refuri", ""))
    if parts.scheme or parts.netloc or not parts.path.endswith(".html"):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(docname), parts.path))
    return path.removeprefix("../").partition("/")[2] if path.startswith("../") else path


def mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the links of a page. Words that are in the other language themselves need no sign for readers."""
    if app.builder.name != "html":
        return
    for link in doctree.findall(nodes.reference):
        language = page_language(app.env, target(link, docname).removesuffix(".html"))
        if not language:
            continue
        link["hreflang"] = language
        around: list[nodes.Element] = [link, *link.findall(nodes.inline)]
        above = link.parent
        while above is not None:
            around, above = [*around, above], above.parent
        if not any(language_of(each) for each in around):
            last = link.astext()[-1:]
            link += nodes.Text(close_up(f"{last} {_('(in English)')}").removeprefix(last))


def visit_reference(translator: HTML5Translator, node: nodes.reference) -> None:
    """Open a link as Sphinx does, with the language that it leads to."""
    place = len(translator.body)
    HTML5Translator.visit_reference(translator, node)
    if language := node.get("hreflang"):
        translator.body[place] = translator.body[place].replace("<a ", f'<a hreflang="{language}" ', 1)


def add_context(app: Sphinx, _name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Let templates ask in which language a page is."""
    context["page_language"] = lambda name: page_language(app.env, name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(nodes.reference, override=True, html=(visit_reference, HTML5Translator.depart_reference))
    app.connect("doctree-resolved", mark, priority=900)
    app.connect("html-page-context", add_context)
    return METADATA
