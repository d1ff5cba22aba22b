"""``{translation-status}``: how far each language is, page by page, worked out when the page is built."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import FRAME, Row, tag
from handbook.facts.blocks import table
from handbook.facts.render import Nodes, _, paragraph
from handbook.translation.catalogs import State, is_core
from handbook.translation.status import States, of_language, total


class translation_status(nodes.General, nodes.Element):
    """The place of the lists."""


class Status(SphinxDirective):
    """Leave a place, so that templates do not depend on how far anybody is."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [translation_status()]


def title(app: Sphinx, name: str, page: str) -> nodes.Node:
    """Return the name of a catalog as readers know it; on the site, with a link to what it translates."""
    if name == FRAME:
        return nodes.Text(_("Words of the frame"))
    if name not in app.env.titles:
        return nodes.Text(name)
    text = app.env.titles[name].astext()
    if app.builder.name != "html":
        return nodes.Text(text)
    return nodes.reference("", text, refuri=app.builder.get_relative_uri(page, name), internal=True)


def stale_first(entry: tuple[str, State]) -> tuple[bool, bool, int]:
    """Sort what needs work: first what readers see in an old version, then what people need first."""
    name, state = entry
    return (not state.fuzzy, not is_core(name), state.translated - state.total)


def pages(app: Sphinx, page: str, row: Row, states: States) -> Nodes:
    """Return the pages that are begun and not done, or done, with their numbers."""
    rows: list[list[Nodes]] = []
    for name, each in sorted(states.items(), key=stale_first):
        numbers = [str(each.translated), str(each.fuzzy), str(each.missing)]
        reviewed = _("yes") if row.reviewed and is_core(name) else _("no")
        rows.append([[each] for each in (title(app, name, page), *map(nodes.Text, (*numbers, reviewed)))])
    heads = [_("Page"), _("Translated"), _("To look at again"), _("Missing"), _("Reviewed")]
    return table(heads, rows)


def fill(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the lists in, when the titles of all pages are known."""
    top = Path(app.confdir)
    for place in list(doctree.findall(translation_status)):
        found: list[nodes.Node] = []
        for code, each in app.config.languages.translated().items():
            states = {name: state for name, state in of_language(top, code).items() if each.publishes(name)}
            begun = {name: state for name, state in states.items() if state.translated or state.fuzzy}
            done = total(states)
            name = nodes.inline("", each.autonym, classes=[f"language-{tag(code)}"])
            section = nodes.section("", nodes.title("", "", name), ids=[f"status-{tag(code).lower()}"])
            numbers = {"done": done.translated, "all": done.total, "stale": done.fuzzy}
            section.append(
                paragraph(
                    _("%(done)s of %(all)s strings are translated. %(stale)s more need a new look.") % numbers
                )
            )
            if begun:
                section += pages(app, page, each, begun)
            if rest := len(states) - len(begun):
                section.append(paragraph(_("Pages that nobody has begun: %s") % rest))
            found.append(section)
        place.replace_self(found)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("translation-status", Status)
    app.add_node(translation_status)
    app.connect("doctree-resolved", fill)
    return METADATA
