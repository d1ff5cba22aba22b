"""The builder of what is printed: ``sphinx-build -b guides`` writes a PDF for each guide and size of paper.

A guide is a page whose front matter has the key `guide` (see handbook/guide.py): its heading is the title and
its first paragraph the subtitle, so that both are translated like any text.
"""

from __future__ import annotations

import json
from collections.abc import Set
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from handbook import guide_shelf, guide_tree
from handbook.guide import Guide, read
from handbook.guide_page import Chapter, Context, sheet
from handbook.settings import SettingsError

log = logging.getLogger(__name__)


class GuidesBuilder(StandaloneHTMLBuilder):
    """Writes guides with the HTML of the site's own directives, and no page of the site."""

    name = "guides"
    epilog = "The guides are in %(outdir)s."
    search = False
    copysource = False
    add_permalinks = False
    html_scaled_image_link = False
    allow_parallel = False

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """No page is written, so any theme will do; this one is there and small."""
        return "basic", {}

    def get_outdated_docs(self) -> Any:
        """All guides: which of them are printed anew, their content decides."""
        return "all guides"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a placeholder: where a page is depends on the guide."""
        return guide_tree.SCHEME + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same from everywhere."""
        return self.get_target_uri(to, typ)

    def copy_assets(self) -> None:
        """Copy nothing: stylesheets are read where they are."""

    def finish(self) -> None:
        """Write no more files."""

    def write_documents(self, _docnames: Set[str]) -> None:
        """Print each guide, in each of its sizes."""
        self.docsettings.cloak_email_addresses = False
        self.imgpath, self.dlpath = self.imagedir, "_downloads"
        self.secnumbers, self.fignumbers = {}, {}  # nothing is numbered: references say the page
        guides = self.guides()
        wanted = self.config.guides_only
        for name in wanted:
            if name not in guides:
                known = ", ".join(sorted(guides))
                log.warning("There is no guide %r. The guides are: %s.", name, known, type="guides")
        shelf = guide_shelf.Shelf(self.outdir)
        for name, (page, guide) in guides.items():
            if not wanted or name in wanted:
                self.print(name, page, guide, shelf)
        if not wanted:
            shelf.remove_others(guides)
        shelf.write()

    def guides(self) -> dict[str, tuple[str, Guide]]:
        """Return page and settings of each guide by its name."""
        found = {}
        for page, metadata in sorted(self.env.metadata.items()):
            if "guide" in metadata:
                try:
                    found[page.rpartition("/")[2]] = page, read(page, metadata["guide"])
                except SettingsError as error:
                    log.warning("%s", error, location=page, type="guides")
        return found

    def print(self, name: str, page: str, guide: Guide, shelf: guide_shelf.Shelf) -> None:
        """Print one guide in each of its sizes, unless it is as it was."""
        context = self.context(page, guide)
        self.copy_image_files()
        for size in guide.sizes:
            for complaint in shelf.put(name, size, sheet(context, guide, size, Path(self.outdir))):
                where = f"guide {name} in {self.config.language}, {size}"
                log.warning("%s: %s", where, complaint, location=page, type="guides")

    def context(self, page: str, guide: Guide) -> Context:
        """Return what a template is filled with."""
        own = self.env.get_and_resolve_doctree(page, self, tags=self.tags)
        subtitle = next(own.findall(nodes.paragraph), None)
        return Context(
            language=self.config.language,
            direction=self.config.languages.languages[self.config.language].direction,
            community=self.config.community,
            page=page,
            title=own.next_node(nodes.title).astext(),
            subtitle=subtitle.astext() if subtitle else "",
            chapters=[self.chapter(each, guide) for each in self.members(page, guide)],
        )

    def members(self, page: str, guide: Guide) -> list[str]:
        """Return the pages of a guide that exist; warn of those that do not."""
        for each in guide.pages:
            if each not in self.env.all_docs:
                log.warning("the guide names the page %r, which does not exist.", each, location=page, type="guides")
        return [each for each in guide.pages if each in self.env.all_docs]

    def chapter(self, page: str, guide: Guide) -> Chapter:
        """Return a page as a part of a guide."""
        tree = self.env.get_and_resolve_doctree(page, self, tags=self.tags)

        def link(target: str, label: str) -> str:
            if target in guide.pages:
                return f"#{guide_tree.slug(target)}" + (f"--{label}" if label else "")
            online = f"{self.config.community.handbook.url}{self.config.language}/{target}.html"
            return f"{online}#{label}" if label else online

        guide_tree.prepare(tree, page, link, participant=guide.edition == "participant")
        return Chapter(guide_tree.slug(page), tree.next_node(nodes.title).astext(), self.html(tree, page))

    def html(self, tree: nodes.document, page: str) -> Markup:
        """Return the HTML of a document."""
        self.post_process_images(tree)
        tree.settings = self.docsettings
        self.current_docname = page
        visitor: Any = self.create_translator(tree, self)
        tree.walkabout(visitor)
        return Markup("".join(visitor.fragment))  # noqa: S704 - our own pages, written by docutils


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder with Sphinx."""
    app.setup_extension("handbook.languages")
    app.add_config_value("guides_only", [], "", list)
    app.add_builder(GuidesBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
