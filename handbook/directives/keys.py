"""The directive {community-keys}: every key of community.toml, and where it shows.

What stands in the list is made from the models that read the file. It is data in the source language, and no
text to translate: catalogs stay as they are when a key is added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.reference import Key, Keys, tables
from handbook.directives.glossary import lang_text
from handbook.facts.blocks import Definition, definitions
from handbook.facts.render import Nodes, paragraph

USE = re.compile(r"\{fact\}`([\w.-]+)`|^:{3,}\{(?:when|when-not|needs|call)\} *([\w. -]+)$", re.MULTILINE)
LISTING = re.compile(r"^:{3,}\{([\w-]+)\}", re.MULTILINE)
LISTED = {  # the tables that a directive of another name shows
    "group-lines": ["report"],
    "outside": ["report.outside", "report.neighbor"],
}
NAMED = 3  # so many pages are named; more would hide the keys

Uses = dict[str, list[str]]


def uses(docs: Path, pages: Iterable[str]) -> Uses:
    """Return for each key and each table the pages that show it, or that ask whether it is there."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for page in sorted(pages):
        text = (docs / f"{page}.md").read_text("utf-8")
        for fact, block in USE.findall(text):
            for key in (fact or block).split():
                found[key][page] = None
        for name in LISTING.findall(text):
            for table in LISTED.get(name, [name]):
                found[table][page] = None
    return {key: list(where) for key, where in found.items()}


class CommunityKeys(SphinxDirective):
    """``{community-keys}``: a section for each table of community.toml, with an entry for each key."""

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        docs, pages = Path(self.env.srcdir), self.env.found_docs
        for page in pages:
            self.env.note_dependency(str(docs / f"{page}.md"))
        shows = uses(docs, pages)
        return [self.section(each, shows) for each in tables()]

    def said(self, text: str) -> nodes.Node:
        """Return words in the source language, which say so."""
        languages = self.config.languages
        return lang_text(text, languages.source(), languages)

    def section(self, table: Keys, shows: Uses) -> nodes.section:
        """Return the section of one table."""
        title = nodes.title("", "", nodes.literal("", table.header), translatable=False)
        section = nodes.section("", title, ids=[anchor(table.path)], classes=["keys"])
        needed = "Required." if table.required else "Not required."
        section += paragraph(self.said(f"{table.purpose} {needed}"))
        section += self.where(shows.get(table.path, []))
        if table.same_as:
            section += paragraph(self.said("It has the same keys as "), nodes.literal("", table.same_as))
        section += definitions([self.entry(key, shows) for key in table.keys], "keys")
        return section

    def entry(self, key: Key, shows: Uses) -> Definition:
        """Return what there is to say of one key."""
        name = nodes.literal("", key.name, ids=[anchor(key.path)] if key.example is not None else [])
        needed = "Required." if key.required else "Not required."
        lines = [paragraph(self.said(key.purpose)), paragraph(self.said(f"{needed} Write {key.kind}."))]
        if key.example is not None:
            lines.append(paragraph(self.said("For example "), nodes.literal("", key.line)))
            lines += self.where(shows.get(key.path, []))
        return Definition([name], lines)

    def where(self, pages: list[str]) -> list[nodes.paragraph]:
        """Return the line with the pages that show something; nothing where none does."""
        if not pages:
            return []
        links: Nodes = [self.said("Shows on")]
        for page in pages[:NAMED]:
            links += [nodes.Text(" · "), self.link(page)]
        if more := len(pages) - NAMED:
            links += [self.said(f" · {more} more")] if more > 0 else []
        return [paragraph(*links, classes=["dated"])]

    def link(self, page: str) -> nodes.Node:
        """Return a link to a page, which is named as its file is: that is the same in every language."""
        return pending_xref(  # and in no code: paper tags a link as one only where nothing stands around it
            "",
            nodes.inline("", page),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{page}",
            refdoc=self.env.docname,
            refexplicit=True,
        )


def anchor(path: str) -> str:
    """Return the address of a key or a table on the page."""
    return f"key-{nodes.make_id(path.replace('_', '-'))}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("community-keys", CommunityKeys)
    return METADATA
