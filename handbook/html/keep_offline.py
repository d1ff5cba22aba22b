"""Pages that a reader keeps on the device: the directive that offers it, and the list of what is kept.

Each language has its list, ``offline.json``: the pages for attendees, the files that they need, the page that
explains it, and the sentence that dates a kept page. The worker (site/root/worker.js) reads it.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.facts.render import _
from handbook.facts.visitors import skip
from handbook.html.builder import THEME, SiteBuilder
from handbook.html.navigation import audience

LIST = "offline.json"
SCRIPT = "offline.js"
TAGS = re.compile("</?(?:script|img|link)[^<]*")  # the end of a script, too: all up to there belongs to it

# Loaded here and not by Sphinx, so that pages can be built in another theme too.
TEMPLATE = Environment(loader=FileSystemLoader(THEME), autoescape=True).get_template("keep.html")


class keep(nodes.General, nodes.Element):
    """The place where a reader keeps the pages for attendees, and removes them."""


class Keep(SphinxDirective):
    """``{keep}``: offer to keep the pages for attendees on the device."""

    def run(self) -> list[nodes.Node]:
        """Return the place; the page is noted as the one that explains it."""
        self.env.metadata[self.env.docname]["keep"] = ""
        return [keep()]


class _Needed(HTMLParser):
    """Collects what a browser fetches to show a page: stylesheets, scripts and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("script", "img"):
            self.found += [named.get("src") or ""]
        elif tag == "link" and named.get("rel") == "stylesheet":
            self.found += [named.get("href") or ""]


def needed(page: str, html: str) -> set[str]:
    """Return the files that a page needs, from where the address `page` begins."""
    parser = _Needed()
    parser.feed("".join(TAGS.findall(html)))  # a tenth of most pages
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(page), file)) for file in parser.found if file
    }


def listing(folder: Path, pages: Iterable[str], **more: str) -> str:
    """Return the list of what is kept of `folder`, as JSON; addresses begin there."""
    ordered = sorted(pages)
    files = set().union(*(needed(page, (folder / page).read_text("utf-8")) for page in ordered))
    return json.dumps({"pages": ordered, "files": sorted(files)} | more, ensure_ascii=False)


def write_list(app: Sphinx, error: Exception | None) -> None:
    """Write the list of a language when its pages are there, if one of them offers to keep them."""
    builder, env = app.builder, app.env
    if error or not isinstance(builder, SiteBuilder):
        return
    published = app.config.languages.languages[app.config.language].publishes
    explained = [name for name in env.found_docs if "keep" in env.metadata[name] and published(name)]
    if not explained:
        return
    audiences = app.config.handbook_audiences
    names = {name for name in env.found_docs if audience(name, audiences) == "attendees" and published(name)}
    names |= {*explained}
    text = listing(
        builder.outdir,
        map(builder.get_target_uri, names),
        explained=builder.get_target_uri(min(explained)),
        dated=_("This copy is from %s. A phone number may have changed since then."),
    )
    (builder.outdir / LIST).write_text(text, "utf-8")


def visit_keep(translator: Any, _node: keep) -> None:
    """Write the buttons. On paper and in books there is nothing to keep."""
    builder = translator.builder
    if not isinstance(builder, SiteBuilder):
        raise nodes.SkipNode
    up = "../" * builder.current_docname.count("/")
    translator.body.append(TEMPLATE.render(t=_, script=f"{up}_static/{SCRIPT}"))
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("keep", Keep)
    app.add_node(keep, html=(visit_keep, None), text=(skip, None))
    app.connect("build-finished", write_list)
    return METADATA
