"""The directive {translation-glossary}: each term, its meaning, and the words that languages chose for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config import glossary, project
from handbook.config.glossary import Choice, Term
from handbook.config.languages import Languages, tag
from handbook.config.toml import SettingsError
from handbook.facts.blocks import Definition, definitions
from handbook.facts.render import Nodes, _, interpolate, paragraph
from handbook.facts.visitors import add_element


class lang_span(nodes.inline):
    """Words in a language of their own, whatever the language of the page."""


class TranslationGlossary(SphinxDirective):
    """``{translation-glossary}``: the glossary of locales/glossary.toml with the choices of all languages."""

    def run(self) -> list[nodes.Node]:
        """Return the list of terms, or an error that names the file and the key."""
        locales = Path(self.config.languages_file).parent
        table: Languages = self.config.languages
        try:
            terms, chosen = glossary.load_glossary(locales, table.translated())
        except SettingsError as error:
            raise self.error(str(error)) from None
        for folder in (locales, *(project.language_folder(locales, code) for code in chosen)):
            if (file := folder / glossary.FILE).exists():
                self.env.note_dependency(str(file))
        return term_list(terms, chosen, table, self.config.language)


def term_list(
    terms: dict[str, Term], chosen: dict[str, dict[str, Choice]], table: Languages, page: str
) -> Nodes:
    """Return the list of all terms for a page in the language `page`; what stands in it is data, not text.

    The source language shows one word of each language; any other shows all that it chose itself.
    """
    source = table.source()
    listed = []
    for key, term in sorted(terms.items()):
        lines = [paragraph(lang_text(term.definition, source, table))]
        if page == source:
            found = [
                (code, choice_text(choices[key], key)) for code, choices in chosen.items() if key in choices
            ]
            words = [lang_text(f"{table.languages[code].autonym}: {use}", code, table) for code, use in found]
            lines += [paragraph(*with_dots(words), classes=["chosen"])] if words else []
        elif key in chosen.get(page, {}):
            lines += choice_in_full(chosen[page][key], key, page, table)
        listed.append(Definition([lang_text(key.replace("-", " "), source, table)], lines))
    return definitions(listed, "terms")


def with_dots(words: Iterable[nodes.Node]) -> Nodes:
    """Return words with a dot between them, which is the same in every language."""
    return [node for word in words for node in (nodes.Text(" · "), word)][1:]


def choice_text(choice: Choice, key: str) -> str:
    """Return the word to use, with the English term behind it where readers need that too."""
    return f"{choice.use} ({key.replace('-', ' ')})" if choice.english_beside else choice.use


def choice_in_full(choice: Choice, key: str, code: str, table: Languages) -> list[nodes.paragraph]:
    """Return what a language says for a term, what else is right, what is wrong, and why."""
    parts: list[nodes.Node] = [lang_text(choice_text(choice, key), code, table)]
    for sentence, words in ((_("also {words}"), choice.also), (_("not {words}"), choice.avoid)):
        if words:
            parts.append(
                nodes.inline("", "", *interpolate(sentence, words=lang_text(" / ".join(words), code, table)))
            )
    lines = [paragraph(*with_dots(parts), classes=["chosen"])]
    if choice.note:  # in English, so in a line of its own: two directions in one line are hard to read
        lines.append(paragraph(lang_text(choice.note, table.source(), table), classes=["chosen"]))
    return lines


def lang_text(text: str, code: str, table: Languages) -> lang_span:
    """Return words that say which language they are in and in which direction it runs."""
    direction = table.languages[code].direction
    # Quotes stay as they are: a translator may copy the word, and the check looks for the same word.
    return lang_span("", text, lang=tag(code), direction=direction, support_smartquotes=False)


def around_lang_span(translator: Any, node: lang_span) -> tuple[str, str]:
    """Write words in their own language, kept apart from the direction of the text around them."""
    return translator.starttag(node, "bdi", "", lang=node["lang"], dir=node["direction"]), "</bdi>"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("translation-glossary", TranslationGlossary)
    add_element(app, lang_span, around_lang_span)
    return METADATA
