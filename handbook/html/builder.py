"""The HTML of the site: a light child of sphinx-book-theme, and what each page tells its template."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from docutils import nodes
from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.fileutil import copy_asset
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import Row
from handbook.facts.render import _
from handbook.html.edit_link import edit_link
from handbook.translation.untranslated import language_of

THEME = Path(__file__).parent / "theme"

# Readers on a weak signal need no remarks; whoever wants to read them finds the sources.
SHORTER: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}

# The parts of the stylesheet, each with its own media queries, in the order in which they are joined.
STYLES = (
    "tokens",
    "base",
    "frame",
    "navigation",
    "content",
    "facts",
    "offline",
    "print",
)
# What only some pages need. The others are opened by people in a hurry.
MORE_STYLES = ("learning", "flowchart", "forms", "dates", "search", "write")
SHEETS = {
    "handbook": STYLES,
    "write": (*STYLES, "forms", "write"),
    "whole": (*STYLES, "learning", "flowchart", "forms", "dates", "search"),
}
OWN_SHEETS = {"search": "whole", "paper/report-form": "write", "report/write-it-down": "write"}

# The icon is part of each page: a request less for somebody in a hurry.
ICON = "data:image/svg+xml," + quote((THEME / "icon.svg").read_text("utf-8").strip(), safe="/:=,")

# What pages may load: our own files and nothing else. Search needs WebAssembly.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'"
)


class SiteBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder without the files that no page of ours uses.

    The parent themes bring 0.9 MB of styles, scripts and fonts to each first visit; our own templates and one
    stylesheet take their place.
    """

    written = ""  # the page that is being written
    search = False  # Pagefind searches the whole site
    copysource = False

    def init_css_files(self) -> None:
        """Link the stylesheet of the theme only."""
        self._css_files = []

    def init_js_files(self) -> None:
        """Link no script; the search page links its own."""
        self._js_files = []

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Write mail addresses as they are: some mail programs do not read the disguise of docutils."""
        super().prepare_writing(docnames)
        self.docsettings.cloak_email_addresses = False

    def copy_static_files(self) -> None:
        """Copy the files of our theme, not those of its parents; without the remarks in them."""
        copy_asset(THEME / "static", self._static_dir, force=True)
        for sheet, names in SHEETS.items():
            parts = [(THEME / "styles" / f"{name}.css").read_text("utf-8") for name in names]
            Path(self._static_dir, f"{sheet}.css").write_text("\n".join(parts), "utf-8")
        if self.config.languages.languages[self.config.language].pages:  # a limited language has none
            for name in ("write.css", "write.js", "quiz.js", "copy.js", "dates.js"):
                Path(self._static_dir, name).unlink()
        for path in Path(self._static_dir).iterdir():
            if shorter := SHORTER.get(path.suffix):
                path.write_text(shorter(path.read_text("utf-8")), "utf-8")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page; in the source language where this language does not publish it."""
        own = super().get_target_uri(docname, typ)
        table = self.config.languages
        if docname == self.written or table.languages[self.config.language].publishes(docname):
            return own
        return f"../{table.source()}/{own}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the way from a page, which stands in this language, to another."""
        return relative_uri(super().get_target_uri(from_), self.get_target_uri(to, typ))

    def handle_page(self, pagename: str, *args: Any, **kwargs: Any) -> None:
        """Write a page: what it says of its own address is where it stands."""
        self.written = pagename
        super().handle_page(pagename, *args, **kwargs)
        self.written = ""

    def write_buildinfo(self) -> None:
        """Publish no trace of the build."""

    def dump_inventory(self) -> None:
        """Publish no inventory: no other project links to our labels."""


class Page(NamedTuple):
    """One entry of the navigation."""

    name: str
    title: str
    pages: list[Page]


class Part(NamedTuple):
    """The pages under one caption of the front page's contents."""

    caption: str
    pages: list[Page]


def _row(env: BuildEnvironment) -> Row:
    row: Row = env.config.languages.languages[env.config.language]
    return row


def _children(env: BuildEnvironment, name: str) -> list[Page]:
    return [
        Page(child, env.titles[child].astext(), _children(env, child))
        for child in env.toctree_includes.get(name, [])
        if _row(env).publishes(child)
    ]


def navigation(env: BuildEnvironment) -> list[Part]:
    """Return the parts of the handbook as the front page lists them."""
    root = env.get_doctree(env.config.root_doc)
    parts = [
        Part(
            tree.get("caption") or "",
            [
                Page(name, env.titles[name].astext(), _children(env, name))
                for _title, name in tree["entries"]
                if name in env.titles and _row(env).publishes(name)
            ],
        )
        for tree in root.findall(toctree)
    ]
    return [part for part in parts if part.pages]


def audience(name: str, audiences: dict[str, list[str]]) -> str:
    """Return for whom the page called `name` is written ("everyone" if no group claims it)."""
    for group, beginnings in audiences.items():
        if any(name == start or (start.endswith("/") and name.startswith(start)) for start in beginnings):
            return group
    return "everyone"


def sheet(name: str, row: Row, audiences: dict[str, list[str]]) -> str:
    """Return the stylesheet of the page called `name`: where it is not published, that of a page of words."""
    usual = "handbook" if audience(name, audiences) == "attendees" else "whole"
    return OWN_SHEETS.get(name, usual) if row.publishes(name) else usual


def description(doctree: nodes.document) -> str:
    """Return the start of the first paragraph that is more than a button, for search engines and previews."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not (len(paragraph) == 1 and isinstance(paragraph[0], nodes.reference)):
            return shorten(paragraph.astext(), 160, placeholder=" …")
    return ""


def has_call(doctree: nodes.document) -> bool:
    """Tell whether a page has a button of its own that calls the emergency number."""
    return any("button" in link["classes"] for link in doctree.findall(nodes.reference))


def contents(doctree: nodes.document) -> list[tuple[str, str, str]]:
    """Return id, title, and language of the title if it has one, of each section below the page's heading."""
    page = next(doctree.findall(nodes.section), None)
    if page is None:
        return []
    return [
        (each["ids"][0], each[0].astext(), language_of(each[0]))
        for each in page
        if isinstance(each, nodes.section)
    ]


def glossary(env: BuildEnvironment, pathto: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return each term of the glossary with its address, in alphabetical order."""
    objects = env.domains.standard_domain.get_objects()
    pages = {page for _name, _shown, kind, page, _anchor, _priority in objects if kind == "term"}
    # Sphinx has noted the words of the source; those of the reader stand on the page.
    terms = [
        (term.astext(), f"{pathto(page)}#{term['ids'][0]}")
        for page in pages
        for term in env.get_doctree(page).findall(nodes.term)
        if term["ids"]
    ]
    return sorted(terms, key=lambda term: term[0].casefold())


def add_context(
    app: Sphinx, name: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Give the template of a page what Sphinx does not; name another template where it is not published."""
    config = app.config
    row = config.languages.languages[config.language]
    context |= {
        "t": _,
        "direction": row.direction,
        "audience": audience(name, config.handbook_audiences),
        "community": config.community,
        "parts": app.env.handbook_navigation,  # type: ignore[attr-defined]
        "trail": [name, *_ancestors(app.env, name)],
        "description": description(doctree) if doctree else "",
        "contents": contents(doctree) if doctree else [],
        "has_call": name == "404" or bool(doctree and row.publishes(name) and has_call(doctree)),
        "neighbours": app.builder.relations.get(name, [None] * 3)[1:],  # type: ignore[attr-defined]
        "letters": '"letters"' in app.env.metadata.get(name, {}).get("guide", ""),
        "icon": ICON,
        "improve": edit_link(config, name, audience(name, config.handbook_audiences)),
        "sheet": sheet(name, row, config.handbook_audiences),
    }
    context.setdefault("content_security_policy", CONTENT_SECURITY_POLICY)  # `make live` has its own
    if name == "search":
        context["terms"] = glossary(app.env, context["pathto"])
        context["audience_of"] = partial(audience, audiences=config.handbook_audiences)
    if name == "404":
        # It is shown at any address, so its links start at the root of the site.
        folder = urlsplit(config.html_baseurl).path
        context["pathto"] = lambda other, resource=False: (
            f"{folder}{other if resource else app.builder.get_target_uri(other)}"
        )
    for turn, other in zip(("prev", "next"), context["neighbours"], strict=True):
        if other and not row.publishes(other):
            context[turn] = None  # the reader would turn to a page of another language
    if not row.publishes(name):
        # Nothing of the page that isn't shown is linked or loaded.
        context |= {"contents": [], "body": "", "letters": False}
        return "limited.html"
    return None


def _ancestors(env: BuildEnvironment, name: str) -> list[str]:
    parents = env.handbook_parents  # type: ignore[attr-defined]
    found = []
    while name := parents.get(name, ""):
        found.append(name)
    return found


def prepare(app: Sphinx, env: BuildEnvironment) -> None:
    """Work out the navigation once, not once a page."""
    env.handbook_navigation = navigation(env) if app.builder.format == "html" else []  # type: ignore[attr-defined]
    env.handbook_parents = {  # type: ignore[attr-defined]
        child: parent for parent, children in env.toctree_includes.items() for child in children
    }


def remove_leftovers(app: Sphinx, error: Exception | None) -> None:
    """Remove the stylesheet for code that the parent theme writes at the end of a build."""
    if not error and app.builder.format == "html":
        Path(app.outdir, "_static", "pygments.css").unlink(missing_ok=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and the theme with Sphinx."""
    app.add_config_value("handbook_audiences", {}, "html", dict)
    app.add_builder(SiteBuilder, override=True)
    app.add_html_theme("handbook", str(THEME))
    app.connect("env-updated", prepare)
    app.connect("html-page-context", add_context, priority=900)
    app.connect("build-finished", remove_leftovers, priority=900)
    return METADATA
