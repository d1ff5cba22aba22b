"""The builder of what is printed: ``sphinx-build -b guides`` writes a PDF for each guide and size of paper.

A guide is a page whose front matter has the key `guide` (see handbook/guide.py): its heading is the title and
its first paragraph the subtitle, so that both are translated like any text.
"""

from __future__ import annotations

from collections.abc import Set
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from handbook import guide_tree
from handbook.guide import KINDS, Guide, read
from handbook.guide_fit import RunsOver, fitted
from handbook.guide_page import Chapter, Context, sheet
from handbook.guide_shelf import Shelf
from handbook.guide_tree import Member
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
        shelf = Shelf(self.outdir)
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

    def print(self, name: str, page: str, guide: Guide, shelf: Shelf) -> None:
        """Print one guide in each of its sizes, unless it is as it was."""
        context = self.context(name, page, guide)
        self.copy_image_files()
        folder = Path(self.outdir)
        for size in guide.sizes:
            try:
                complaints = shelf.put(
                    name, size, sheet(context, size, folder, fitted(context, size, folder))
                )
            except RunsOver as error:
                complaints = (str(error),)
            for complaint in complaints:
                where = f"guide {name} in {self.config.language}, {size}"
                log.warning("%s: %s", where, complaint, location=page, type="guides")

    def context(self, name: str, page: str, guide: Guide) -> Context:
        """Return what a template is filled with."""
        own = self.env.get_and_resolve_doctree(page, self, tags=self.tags)
        subtitle = next(own.findall(nodes.paragraph), None)
        code = self.config.language
        return Context(
            name=name,
            guide=guide,
            language=code,
            row=self.config.languages.languages[code],
            community=self.config.community,
            page=page,
            title=guide_tree.title(guide_tree.heading(own)),
            subtitle=subtitle.astext() if subtitle else "",
            chapters=self.chapters(page, guide),
        )

    def chapters(self, page: str, guide: Guide) -> list[Chapter]:
        """Return what a guide is made of: whole pages, or the sections of pages where each has its face."""
        kind = KINDS[guide.kind]
        members = self.members(page, guide)
        trees = {each.page: self.prepared(each.page, guide, members) for each in members}
        if not kind.faces:
            return [
                Chapter(
                    guide_tree.slug(each.page),
                    guide_tree.title(guide_tree.heading(trees[each.page])),
                    self.html(trees[each.page], each.page),
                    each.page,
                    each.part,
                    each.level,
                )
                for each in members
            ]
        found = []
        for each in members:
            for section in guide_tree.faces(trees[each.page], whole=each.page != page):
                html = self.html(guide_tree.document(section), each.page)
                found.append(Chapter(section["ids"][0] + "-face", guide_tree.title(section), html, each.page))
        if kind.one_face:
            return [Chapter("face", found[0].title, Markup().join(each.html for each in found), page)]
        return found

    def members(self, page: str, guide: Guide) -> list[Member]:
        """Return the pages of a guide that exist; warn of those that do not."""
        if guide.everything:
            return guide_tree.everything(self.env)
        for each in guide.pages:
            if each not in self.env.all_docs:
                text = "the guide names the page %r, which does not exist. Nearest: %r."
                near = get_close_matches(each, self.env.all_docs, n=1, cutoff=0.0)[0]
                log.warning(text, each, near, location=page, type="guides")
        own = [] if KINDS[guide.kind].template == "book" else [page]
        if guide.kind != "slides" and guide.pages:
            own = []
        return [Member(each) for each in (*own, *guide.pages) if each in self.env.all_docs]

    def prepared(self, page: str, guide: Guide, members: list[Member]) -> nodes.document:
        """Return the document of a page as it is printed in a guide."""
        tree = self.env.get_and_resolve_doctree(page, self, tags=self.tags)
        pages = {each.page for each in members} if not KINDS[guide.kind].faces else set()

        def link(target: str, label: str) -> str:
            if target in pages:
                return f"#{guide_tree.slug(target)}" + (f"--{label}" if label else "")
            online = f"{self.config.community.handbook.url}{self.config.language}/{target}.html"
            return f"{online}#{label}" if label else online

        notes = not KINDS[guide.kind].faces
        guide_tree.prepare(tree, page, link, participant=guide.edition == "participant", notes=notes)
        return tree

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
