"""Tells the search what people call the things that a page answers, also where the page uses other words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config import glossary
from handbook.config.toml import SettingsError

log = logging.getLogger(__name__)

# Languages that are written without spaces. There Pagefind cuts what is typed into words as the browser does,
# and our words in its own way. As it finds words by their beginnings, the ends of ours meet every cut.
UNSPACED = ("zh", "ja", "th")


def for_the_index(words: list[str], language: str) -> str:
    """Return the words of a page as Pagefind takes them in."""
    if language.partition("_")[0] in UNSPACED:
        words = [word[start:] for word in words for start in range(len(word))]
    return ", ".join(dict.fromkeys(words))


def read_words(app: Sphinx, config: Config) -> None:
    """Read the words of this language from its glossary."""
    locales = Path(config.languages_file).parent
    source = config.language == config.languages.source()
    try:
        config.search_words = glossary.search_words(locales, config.language, source=source)
    except SettingsError as error:
        log.warning("%s", error)
        config.search_words = {}


def add_context(app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give the template of a page its words: metadata for Pagefind, which it finds and never shows."""
    context["search_words"] = for_the_index(app.config.search_words.get(name, []), app.config.language)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_config_value("search_words", {}, "html", dict)  # all pages are written anew when they change
    app.connect("config-inited", read_words, priority=30)
    app.connect("html-page-context", add_context)
    return METADATA
