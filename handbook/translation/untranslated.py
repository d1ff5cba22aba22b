"""Marks what is still in the source language on a translated page, so that screen readers speak it right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from handbook.config.languages import tag

MARKUP = re.compile(r"\{[\w-]+\}`[^`]*`")  # a role, such as a fact: no words of the page


class Progress(NamedTuple):
    """How many blocks of a page are translated."""

    translated: int
    total: int

    @property
    def percent(self) -> int:
        """Return the share in percent, 100 only if nothing is missing."""
        return self.translated * 100 // self.total if self.total else 100


def has_words(text: str) -> bool:
    """Tell whether a block has words of its own beside facts."""
    return any(letter.isalpha() for letter in MARKUP.sub("", text))


def marked(node: nodes.Element, language: str) -> None:
    """Mark a node as being in a language: docutils writes this class as a `lang` attribute."""
    node["classes"] = [*node["classes"], f"language-{tag(language)}"]


def language_of(node: Any) -> str:
    """Return the language that a node is marked with, or nothing."""
    return next((name[9:] for name in node["classes"] if name.startswith("language-")), "")


def with_language(node: Any) -> list[nodes.Node]:
    """Return the content of a node that goes into another; if it has a language, in an inline of its own."""
    language = language_of(node)
    if not language:
        return list(node.children)
    return [nodes.inline("", "", *node.children, classes=[f"language-{language}"])]


def in_front_matter(node: nodes.Node) -> bool:
    """Tell whether a node is among the settings of a page, which Sphinx takes out later."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.docinfo | nodes.field_list):
            return True
    return False


def mark_untranslated(
    env: BuildEnvironment, document: nodes.document, texts: Iterable[tuple[nodes.Element, str]]
) -> None:
    """Give each block of a page without a translation the language that it is in; count both kinds.

    `texts` are what there is to translate, before facts and directives move it.
    """
    source = env.config.languages.source()
    found = [
        node
        for node, text in texts
        if not isinstance(node, addnodes.toctree) and has_words(text) and not in_front_matter(node)
    ]
    missing = [node for node in found if not node.get("translated")]
    for node in missing:
        marked(node, source)
    data = env.metadata[env.docname]
    data["progress"] = Progress(len(found) - len(missing), len(found))
    titles = document.findall(nodes.title)
    data["title_language"] = source if next(titles, None) in missing else ""


def progress(env: BuildEnvironment, name: str) -> Progress:
    """Return how far a page is translated."""
    found: Progress = env.metadata[name].get("progress", Progress(0, 0))
    return found


def title_language(env: BuildEnvironment, name: str) -> str:
    """Return the language of a page's title where it is not that of the page, else nothing."""
    return str(env.metadata[name].get("title_language", ""))
