"""The directive {translation-glossary}: each term, its meaning, and the words that languages chose for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import glossary
from handbook.entries import Entry, definitions
from handbook.glossary import Choice, Term
from handbook.languages import Languages, Row, tag
from handbook.settings import SettingsError
from handbook.shown import Shown, _, filled, paragraph


class tongue(nodes.inline):
    """Words in a language of their own, whatever the language of the page."""


class TranslationGlossary(SphinxDirective):
    """``{translation-glossary}``: the glossary of locales/glossary.toml with the choices of all languages."""

    def run(self) -> list[nodes.Node]:
        """Return the list of terms, or an error that names the file and the key."""
        locales = Path(self.env.app.confdir, self.config.languages_file).parent
        table: Languages = self.config.languages
        try:
            terms, chosen = glossary.load(locales, table.translated())
        except SettingsError as error:
            raise self.error(str(error)) from None
        for folder in (locales, *(locales / code for code in chosen)):
            if (file := folder / glossary.FILE).exists():
                self.env.note_dependency(str(file))
        return entries(terms, chosen, table)


def entries(terms: dict[str, Term], chosen: dict[str, dict[str, Choice]], table: Languages) -> Shown:
    """Return the list of all terms. What stands in the glossary is data: catalogs do not hold it."""
    source = table.source()
    rows = table.languages
    listed = []
    for key, term in sorted(terms.items()):
        lines = [paragraph(spoken(term.definition, source, rows[source]))]
        for code, choices in chosen.items():
            if choice := choices.get(key):
                lines.append(chosen_line(choice, code, rows[code], source, rows[source]))
        listed.append(Entry([spoken(key.replace("-", " "), source, rows[source])], lines))
    return definitions(listed, "terms")


def chosen_line(choice: Choice, code: str, row: Row, source: str, source_row: Row) -> nodes.paragraph:
    """Return what one language says for a term, with what else is right, what is wrong, and why."""
    parts: Shown = [spoken(row.autonym, code, row), nodes.Text(": "), spoken(choice.use, code, row)]
    for said, words in ((_("Also: {words}"), choice.also), (_("Not: {words}"), choice.avoid)):
        if words:
            parts += [nodes.Text(". "), *filled(said, words=spoken(" / ".join(words), code, row))]
    if choice.note:
        parts += [nodes.Text(". "), spoken(choice.note, source, source_row)]
    return paragraph(*parts, classes=["chosen"])


def spoken(text: str, code: str, row: Row) -> tongue:
    """Return words that say which language they are in and in which direction it runs."""
    return tongue("", text, tongue=tag(code), direction=row.direction)


def visit_tongue(translator: Any, node: tongue) -> None:
    """Open words in their own language, kept apart from the direction of the text around them."""
    translator.body.append(
        translator.starttag(node, "bdi", "", lang=node["tongue"], dir=node["direction"], translate="no")
    )


def depart_tongue(translator: Any, node: tongue) -> None:
    """Close the words."""
    translator.body.append("</bdi>")


def ignore(translator: Any, node: nodes.Element) -> None:
    """Write nothing: the children speak for themselves."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("translation-glossary", TranslationGlossary)
    app.add_node(tongue, html=(visit_tongue, depart_tongue), text=(ignore, ignore))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
