"""A Markdown parser that reads translations fast.

Sphinx parses each translated string as a document of its own, and twice. Each time, myst-parser builds a new
Markdown parser, and a spare document with all settings of docutils that it throws away: the build takes more
than three times as long as the English one. Here the parser is kept, a string is parsed once, and plain text
is not parsed at all. The pages are the same to the byte.
"""

from __future__ import annotations

import gc
import re
from collections.abc import MutableMapping
from contextlib import suppress
from gettext import NullTranslations, translation
from types import ModuleType
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst.languages import get_language
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.transforms.i18n import Locale
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.translation.untranslated import mark_untranslated


class Renderer(SphinxRenderer):
    """Renders into the document that it is given, and makes none of its own."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Forget the last string and begin the next.

        The method of myst-parser does the same, but first makes the spare document.
        """
        self.md_env = env
        self.md_options = options
        self.md_config = options["myst_config"]
        self.document = options["document"]
        self.current_node = options.get("current_node", self.document)
        self.reporter = self.document.reporter
        self.language_module_rst = cast(ModuleType, get_language(self.document.settings.language_code))
        self._heading_offset = 0
        self._level_to_section = {0: self.document}
        self._heading_slugs = {}


# What Markdown, with no more than these extensions, can only read as one paragraph of text: it begins with a
# letter or a sign beyond ASCII, none of its signs has a meaning, and there is no space to tidy.
EXTENSIONS = {"attrs_block", "colon_fence", "deflist"}
WORD = r"[^\s\x00-\x1f#$%&*+/<=>@\[-`{-\x7f]+"
PLAIN = re.compile(rf"(?=[A-Za-z]|[^\x00-\x7f]){WORD}(?: {WORD})*")

TRANSLATED = ":<translated>"  # the end of the name that Sphinx gives to the document of a translated string


def is_plain(text: str, config: MdParserConfig) -> bool:
    """Tell whether Markdown would make of `text` one paragraph that holds just this text."""
    return config.enable_extensions <= EXTENSIONS and PLAIN.fullmatch(text) is not None


def is_unused(string: nodes.document) -> bool:
    """Tell whether Sphinx has not moved the nodes of a translated string to their page."""
    return all(node.parent is each for each in string for node in each.children)


class Parser(MystParser):
    """Reads pages and translated strings with one Markdown parser."""

    _kept: ClassVar[tuple[MdParserConfig, MarkdownIt] | None] = None
    _strings: ClassVar[dict[tuple[str, str], nodes.document]] = {}  # those of one page, read once so far

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Add the nodes of a page or of a translated string to `document`."""
        name = str(document["source"])
        if not name.endswith(TRANSLATED):
            self._strings.clear()
            self._parse(inputstring, document)
            return
        before = self._strings.pop((name, inputstring), None)
        if before and is_unused(before):
            document += before.children
            return
        self._parse(inputstring, document)
        self._strings[name, inputstring] = document
        # Sphinx moves the nodes of a translated string to its page. They would keep hold of the string's own
        # document, and so of all that was read before, in each page that Sphinx stores.
        for node in document.findall():
            if node is not document:
                node.document = None  # type: ignore[assignment]

    def _parse(self, text: str, document: nodes.document) -> None:
        config: MdParserConfig = document.settings.env.myst_config
        if is_plain(text, config):
            document += nodes.paragraph(text, "", nodes.Text(text))
        elif text.lstrip().startswith("---"):  # perhaps front matter, which changes the configuration
            super().parse(text, document)
        else:
            self._parse_markdown(text, document, config)

    def _parse_markdown(self, text: str, document: nodes.document, config: MdParserConfig) -> None:
        if Parser._kept is None or Parser._kept[0] is not config:
            markdown = create_md_parser(config, Renderer)
            markdown.disable("wordcount")  # no page says how many words it has
            Parser._kept = config, markdown
        markdown = Parser._kept[1]
        markdown.options["document"] = document
        markdown.render(text)


def _texts(document: nodes.document) -> list[nodes.Element]:
    """Return paragraphs and headings: sections keep their ids whatever their headings say."""
    return [
        node
        for node in document.findall(nodes.TextElement)
        if isinstance(node, nodes.paragraph | nodes.title)
    ]


class Missing(NullTranslations):
    """What a catalog says of a text that it does not have."""

    def gettext(self, message: str) -> str:
        """Return nothing, not the text."""
        return ""


class Translate(Locale):
    """Translates as Sphinx does; but paragraphs that are plain text, of which it would parse each twice."""

    def apply(self, **kwargs: Any) -> None:
        """Put the words in, and mark what has none. Where a page has none at all, nothing is looked for."""
        if self.config.language == self.config.languages.source():
            super().apply(**kwargs)
            return
        texts = [*extract_messages(self.document)]
        known = self._catalog()
        if any(known.gettext(text) for _node, text in texts):
            self._translate_plain(known)
            super().apply(**kwargs)
        mark_untranslated(self.env, self.document, texts)

    def _translate_plain(self, known: NullTranslations) -> None:
        """Translate what is plain text, and leave Sphinx nothing to translate there."""
        config = self.document.settings.env.myst_config
        for node in _texts(self.document):
            source = node.rawsource
            if node.astext() == source and is_plain(source, config):
                text = known.gettext(source)
                if text != source and is_plain(text, config):
                    node[:] = [nodes.Text(text)]
                    node["translated"] = True
                    node.rawsource = ""  # from where Sphinx takes what to translate

    def _catalog(self) -> NullTranslations:
        """Return the translations of this page, the first folder first."""
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        known: NullTranslations = Missing()
        for folder in reversed(self.config.locale_dirs):
            with suppress(OSError):
                found = translation(domain, self.env.srcdir / folder, [self.config.language])
                found.add_fallback(known)
                known = found
        return known


def put_in_place(app: Sphinx) -> None:
    """Put ours in the place of Sphinx's; catalogs hold the text as its author wrote it."""
    if app.builder.name != "gettext":
        transforms = app.registry.transforms
        transforms[transforms.index(Locale)] = Translate


def setup(app: Sphinx) -> ExtensionMetadata:
    """Read Markdown with this parser."""
    # A build makes many small objects and keeps most of them: looking for garbage as often as Python does by
    # itself takes a sixth of the time, in any language.
    gc.set_threshold(20_000, 50, 100)
    app.setup_extension("myst_parser")
    app.add_source_parser(Parser, override=True)
    app.connect("builder-inited", put_in_place)
    return METADATA
