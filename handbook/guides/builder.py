"""The builder of what is printed: ``sphinx-build -b guides`` writes a PDF for each guide and size of paper.

A guide is a page whose front matter has the key `guide` (see model.py): its heading is the title and its
first paragraph the subtitle, so that both are translated like any text.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.toml import SettingsError
from handbook.guides import document
from handbook.guides.book import answers as guide_answers
from handbook.guides.book import index, prints
from handbook.guides.book.sources import Gathered
from handbook.guides.cache import PrintCache
from handbook.guides.checks import checked, is_due, nearest, not_held
from handbook.guides.document import Member
from handbook.guides.edited import files
from handbook.guides.fields import alphabet
from handbook.guides.fit import RunsOver, fitted, largest
from handbook.guides.layout import Chapter, Context, sheet
from handbook.guides.model import EDITABLE, KINDS, Guide
from handbook.guides.references import SCHEME, References, slug
from handbook.guides.warnings import explain

log = logging.getLogger(__name__)


class GuidesBuilder(StandaloneHTMLBuilder):
    """Writes guides with the HTML of the site's own directives, and no page of the site."""

    name = "guides"
    epilog = "The guides are in %(outdir)s."
    search = copysource = allow_parallel = False
    add_permalinks = html_scaled_image_link = False

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """No page is written, so any theme will do; this one is there and small."""
        return "basic", {}

    def get_outdated_docs(self) -> Any:
        """All guides: which of them are printed anew, their content decides."""
        return "all guides"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a placeholder: where a page is depends on the guide."""
        return SCHEME + docname

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
        self.mistaken: set[str] = set()
        # Many guides hold the same pages: each is resolved once, and copied where it is changed.
        resolve = partial(self.env.get_and_resolve_doctree, builder=self, tags=self.tags)
        self.resolved = lru_cache(maxsize=None)(resolve)
        guides = self.guides()
        only = self.config.guides_only
        if only and only not in guides:
            near, known = nearest(only, guides), ", ".join(guides)
            self.warn("", f"there is no guide {only!r}. Nearest: {near!r}. The guides are: {known}.")
        cache = PrintCache(self.outdir)
        self.books = dict(guides.values())
        good = {name: pair for name, pair in guides.items() if pair[0] not in self.mistaken}
        ready = [name for name, pair in good.items() if not only and is_due(self.env, *pair)]
        wanted = [name for name in good if name == only or name in ready]
        # Books last: each is printed by a copy of this process, which has opened the fonts by then.
        for name in sorted(wanted, key=lambda name: not KINDS[good[name][1].kind].faces):
            self.print(name, *good[name], cache)
        if not only and not self.mistaken:
            cache.remove_others({(name, size) for name in wanted for size in self.sizes(good[name][1])})
        cache.write()

    def sizes(self, guide: Guide) -> tuple[str, ...]:
        """Return the sizes in which a guide is printed: those of the community, unless somebody asked."""
        printed = guide.printed(self.config.guides_paper or self.config.community.handbook.paper or "")
        return (*printed, *guide.edited)

    def guides(self) -> dict[str, tuple[str, Guide]]:
        """Return page and settings of each guide by its name; warn of those that have mistakes."""
        found = {}
        for page, guide, mistakes in checked(self.env):
            for mistake in mistakes:
                self.warn(page, mistake)
            if guide:
                found[page.rpartition("/")[2]] = page, guide
        return found

    def warn(self, page: str, text: str) -> None:
        """Warn of a mistake: then nothing that was printed is removed."""
        self.mistaken.add(page)
        log.warning("%s", text, location=page or None, type="guides")

    def print(self, name: str, page: str, guide: Guide, cache: PrintCache) -> None:
        """Print one guide in each of its sizes, unless it is as it was."""
        context = self.context(name, page, guide)
        if not context.chapters:
            self.warn(page, f"a {guide.kind} has a face for each of its sections (##): write one.")
            return
        self.copy_image_files()
        near: dict[str, int] = {}
        for size in self.sizes(guide):
            if size in EDITABLE:
                files.write(self, name, page, guide, cache)
                continue
            if like := guide.pages_from(size):
                cache.put_centered(name, size, like)
                continue
            make = partial(sheet, context, size, Path(self.outdir))
            try:
                fit, rtl = partial(fitted, context, make, near), context.row.direction == "rtl"
                complaints = cache.put(name, size, make(largest(context)), fit, rtl=rtl)
            except RunsOver as error:
                complaints = (str(error),)
            for complaint in complaints:
                problem = explain(complaint, context.chapters)
                where = f"guide {name} in {self.config.language}, {size}"
                self.warn(problem.page or page, f"{where}: {problem.text}")

    def context(self, name: str, page: str, guide: Guide) -> Context:
        """Return what a template is filled with."""
        own = self.resolved(page)
        subtitle = next(own.findall(nodes.paragraph), None)
        code = self.config.language
        members = document.members(self.env, page, guide)
        whole = not KINDS[guide.kind].faces
        base = f"{self.config.community.handbook.url}{code}/"
        books = {page: "", **document.beside(self.env, guide, self.books)}
        held = [each.page for each in members] if whole else []
        sheets = KINDS[guide.kind].template == "forms"
        references = References(held, base, said=whole, beside=books, once=sheets, sent=guide.online)
        gathered = Gathered()
        trees = {each.page: self.prepared(each.page, guide, references, gathered) for each in members}
        sources = gathered.document(references) if guide.kind == "book" else None
        if guide.beside:
            for mistake in not_held(set(references.outside) - set(guide.online)):
                self.warn(page, mistake)
        guide_answers.number(trees.values())
        try:
            listed = prints.find(trees[page], trees.values()) if page in trees else None
        except SettingsError as error:
            self.warn(page, str(error))
            listed = None
        if whole:
            chapters = self.chapters(page, guide, members, trees, sources)
        else:
            chapters = self.faces(page, guide, trees)
        return Context(
            name=name,
            guide=guide,
            language=code,
            row=self.config.languages.languages[code],
            community=self.config.community,
            page=page,
            title=document.title(document.heading(own)),
            subtitle=subtitle.astext() if subtitle else "",
            chapters=chapters,
            addresses=references.addresses,
            index=index.entries(self.env, references, trees) if guide.everything else [],
            prints=listed and listed.beside(chapter.id for chapter in chapters),
        )

    def prepared(
        self, page: str, guide: Guide, references: References, gathered: Gathered | None = None
    ) -> nodes.document:
        """Return the document of a page as it is printed, without the sources that a book gathers."""
        tree = self.resolved(page).deepcopy()
        if gathered and KINDS[guide.kind].template == "book":
            gathered.take(tree, page)
        row = self.config.languages.languages[self.config.language]
        typed, rtl = guide.kind == "forms" and alphabet(row), row.direction == "rtl"
        document.prepare(tree, page, references, edition=guide.edition, typed=typed, rtl=rtl)
        return tree

    def chapters(
        self,
        own: str,
        guide: Guide,
        members: list[Member],
        trees: dict[str, nodes.document],
        sources: nodes.document | None,
    ) -> list[Chapter]:
        """Return the pages of a book, then answers unless it is a full edition, and the sources."""
        found, forms = [], KINDS[guide.kind].template == "forms"
        apart = document.slip if forms else guide_answers.apart
        ends = [(page, apart(trees[page])) for page, *_rest in members]
        if guide.edition != "full":
            ends.append((own, guide_answers.at_end(trees.values())))
        ends.append((own, sources))
        for page, part, level in members:
            title = document.title(document.heading(trees[page]))
            found.append(Chapter(slug(page), title, self.html(trees[page], page), page, part, level))
        for page, end in ends:
            if end:
                heading, cut = document.heading(end), forms and end is not sources
                title, id_ = document.title(heading), document.ids(heading)[0]
                found.append(Chapter(id_, title, self.html(end, page), page, cut=cut))
        return found

    def faces(self, page: str, guide: Guide, trees: dict[str, nodes.document]) -> list[Chapter]:
        """Return the sections that have a face each, or all of them as one."""
        found = []
        for name, tree in trees.items():
            for section in document.faces(tree, whole=name != page):
                title, id_ = document.title(section), f"{document.ids(section)[0]}-face"
                found.append(Chapter(id_, title, self.html(document.document(section), name), name))
        if KINDS[guide.kind].one_face and found:
            return [found[0]._replace(html=Markup().join(each.html for each in found))]
        return found

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
    app.add_config_value("guides_only", "", "", str)
    app.add_config_value("guides_paper", "", "", str)  # in model.py, or "all"; "" for the community's own
    app.add_config_value("guides_ready", 95, "", int)  # percent
    app.add_builder(GuidesBuilder)
    return METADATA
