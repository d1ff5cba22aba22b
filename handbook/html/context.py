"""What each page tells its template beside what Sphinx does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from textwrap import shorten
from typing import Any
from urllib.parse import quote, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import Row
from handbook.facts.render import _
from handbook.html.builder import THEME
from handbook.html.edit_link import edit_link, keep_options
from handbook.html.navigation import ancestors, audience
from handbook.translation.alphabet import alphabetical
from handbook.translation.untranslated import language_of

# Pages with another stylesheet than others for their readers.
OWN_SHEETS = {"search": "whole", "paper/report-form": "write", "report/write-it-down": "write"}

# The icon is part of each page: a request less for somebody in a hurry.
ICON = "data:image/svg+xml," + quote((THEME / "icon.svg").read_text("utf-8").strip(), safe="/:=,")

# What pages may load: our own files and nothing else. Search needs WebAssembly.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'"
)


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
    return sorted(terms, key=lambda term: alphabetical(term[0]))


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
        "trail": [name, *ancestors(app.env, name)],
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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let Sphinx ask for it."""
    app.add_config_value("handbook_edit", {}, "html", dict)
    app.connect("config-inited", keep_options)
    app.connect("html-page-context", add_context, priority=900)
    return METADATA
