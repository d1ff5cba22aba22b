"""A Markdown parser that reads translations fast.

Sphinx parses each translated string as a document of its own. For each, myst-parser builds a new Markdown
parser, and a spare document with all settings of docutils that it throws away: a translated build takes several
times as long as the English one. This parser keeps its Markdown parser, and the pages are the same to the byte.
"""

from __future__ import annotations

from collections.abc import MutableMapping
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
from sphinx.util.typing import ExtensionMetadata


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


class Parser(MystParser):
    """Reads pages and translated strings with one Markdown parser."""

    _kept: ClassVar[tuple[MdParserConfig, MarkdownIt] | None] = None

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Add the nodes of a page or of a translated string to `document`."""
        if inputstring.lstrip().startswith("---"):  # perhaps front matter, which changes the configuration
            super().parse(inputstring, document)
            return
        markdown = self._markdown(document.settings.env.myst_config)
        markdown.options["document"] = document
        markdown.render(inputstring)

    @classmethod
    def _markdown(cls, config: MdParserConfig) -> MarkdownIt:
        if cls._kept is None or cls._kept[0] is not config:
            cls._kept = config, create_md_parser(config, Renderer)
        return cls._kept[1]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Read Markdown with this parser."""
    app.setup_extension("myst_parser")
    app.add_source_parser(Parser, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
