"""Facts in pages: the {fact} role, and blocks that depend on a fact.

Catalogs hold the markup and never a value: placeholders are resolved after translation, so that a change of a
number touches no translation.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA, add_transforms
from handbook.config.community import Community, load_community
from handbook.config.lookup import facts
from handbook.config.toml import SettingsError
from handbook.config.values.addresses import Email, Phone
from handbook.facts import listings, services, sources
from handbook.facts.entries import depart_fold, fold, visit_fold
from handbook.facts.render import inline, locale_of, value
from handbook.facts.visitors import ignore

log = logging.getLogger(__name__)


class pending_fact(nodes.Inline, nodes.Element):
    """The place of one value. Its text is its own markup, which is what catalogs and titles extract."""

    def astext(self) -> str:
        """Return the markup that a translator keeps."""
        return str(self["raw"])


class pending_block(nodes.General, nodes.Element):
    """A block that is kept, dropped or filled when the facts are known."""


class FactRole(SphinxRole):
    """``{fact}`emergency.number` ``: one value of community.toml, with its link where that is possible."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a placeholder."""
        node = pending_fact(key=self.text.strip(), raw=f"{{fact}}`{self.text}`")
        self.set_source_info(node)
        return [node], []


class Block(SphinxDirective):
    """A directive whose block waits for the facts."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder around the content, which stays translatable."""
        children = self.parse_content_to_nodes() if self.has_content else []
        if any(isinstance(child, nodes.rubric) for child in children):
            raise self.error(
                f"A heading cannot stand in {{{self.name}}}: put {{needs}} under the heading instead."
            )
        node = pending_block("", *children, name=self.name, keys=" ".join(self.arguments).split())
        self.set_source_info(node)
        return [node]


class Table(Block):
    """A directive without content: its block is made of facts, or it says which facts its section needs."""

    has_content = False
    required_arguments = 0
    optional_arguments = 1


class ResolveFacts(SphinxTransform):
    """Put the values in, after Sphinx's Locale transform (20) and before anything collects titles."""

    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Resolve every placeholder; in catalogs and templates the markup stays."""
        self.community: Community = self.config.community
        self.known = facts(self.community)
        language = self.config.language
        self.locale = locale_of(language, self.config.languages.languages[language])
        for block in list(self.document.findall(pending_block)):
            self._resolve_block(block)
        _rejoin(self.document)
        self._say_how_sure()
        for node in list(self.document.findall(pending_fact)):
            self._resolve_value(node)

    def _look_up(self, key: str, node: nodes.Node) -> Any:
        if key not in self.known:
            nearest = get_close_matches(key, self.known, n=1, cutoff=0.0)[0]
            log.warning(
                "the fact %r is not known: expected a key of %s. Nearest known key: %r.",
                key,
                Path(self.config.community_file).name,
                nearest,
                location=node,
                type="facts",
                subtype="unknown",
            )
        return self.known.get(key)

    def _resolve_block(self, block: pending_block) -> None:
        name, keys = block["name"], block["keys"]
        if name == "sources":
            self._check_words(block, self.config.sources)
            works = [self.config.sources[key] for key in keys if key in self.config.sources]
            block.replace_self(sources.source_list(works, self.community.limits.links, self.locale))
        elif name == "origins":
            self._check_words(block, ())
            block.replace_self(sources.origins_shown(self.config.origins, self.community, self.locale))
        elif name in listings.TABLES:
            self._check_words(block, listings.ARGUMENTS.get(name, ()))
            block.replace_self(listings.TABLES[name](self.community, keys, self.locale))
        elif name == "call":
            self._resolve_call(block)
        elif name == "needs":
            self._resolve_section(block)
        else:
            there = all(self._look_up(key, block) for key in keys)
            block.replace_self(block.children if there == (name == "when") else [])

    def _say_how_sure(self) -> None:
        """Say once on a page when its services were checked, and below the last of them where they stand."""
        lists = [
            node for node in self.document.findall(nodes.definition_list) if "services" in node["classes"]
        ]
        if not lists:
            return
        names = {term.astext() for each in lists for term in each.findall(nodes.term)}
        shown = [each for each in self.community.services if each.name in names]
        first, last = lists[0], lists[-1]
        last.parent.insert(
            last.parent.index(last) + 1, services.sources_of(shown, self.community, self.locale)
        )
        first.parent.insert(first.parent.index(first), services.how_sure(shown, self.community, self.locale))

    def _check_words(self, block: pending_block, known: Collection[str]) -> None:
        for word in block["keys"]:
            if word not in known:
                nearest = get_close_matches(word, known, n=1, cutoff=0.0) or ["none"]
                log.warning(
                    "{%s} does not know %r: expected %s. Nearest: %r.",
                    block["name"],
                    word,
                    ", ".join(known) or "nothing",
                    nearest[0],
                    location=block,
                    type="facts",
                    subtype="unknown",
                )

    def _resolve_section(self, block: pending_block) -> None:
        section = block.parent
        block.replace_self([])
        if not all(self._look_up(key, block) for key in block["keys"]):
            place = section.parent.index(section)
            section.parent[place : place + 1] = _labels_at_end(section)

    def _resolve_call(self, block: pending_block) -> None:
        number = self._look_up(block["keys"][0], block)
        if not isinstance(number, Phone | Email):
            log.warning(
                "%r is neither a number nor a mail address", block["keys"][0], location=block, type="facts"
            )
            return
        for paragraph in block.findall(nodes.paragraph):
            button = nodes.reference(
                "", "", *paragraph.children, refuri=number.uri, internal=False, classes=["button"]
            )
            paragraph.children = []
            paragraph += button
        block.replace_self(block.children)

    def _resolve_value(self, node: pending_fact) -> None:
        found = self._look_up(node["key"], node)
        try:
            node.replace_self(inline(found, self.locale, link=_may_link(node)))
        except TypeError:
            what = "is an empty slot: put it into a {when} block" if found is None else "is not one value"
            if node["key"] in self.known:
                log.warning(
                    "the fact %r %s.", node["key"], what, location=node, type="facts", subtype="empty"
                )
            node.replace_self(nodes.problematic("", node["raw"]))


def _labels_at_end(section: nodes.Element) -> list[nodes.Node]:
    """Return the labels that end a section: they stand there, but belong to the section that follows."""
    last = section
    while last.children and isinstance(last[-1], nodes.section):
        last = last[-1]
    labels = list(takewhile(lambda node: isinstance(node, nodes.target), reversed(last.children)))
    return labels[::-1]


def _rejoin(document: nodes.document) -> None:
    """Make one list again of items that a block in their midst had split: it is read out as one."""
    lists = document.findall(lambda node: isinstance(node, nodes.definition_list | nodes.bullet_list))
    for items in reversed(list(lists)):
        assert isinstance(items, nodes.Element)
        after = items.next_node(descend=False, siblings=True)
        facts_too = "facts" in items["classes"]
        if isinstance(after, type(items)) and after["classes"] == items["classes"] and not facts_too:
            items += after.children
            after.parent.remove(after)


def _may_link(node: nodes.Node) -> bool:
    around = node.parent
    while around is not None and not isinstance(around, nodes.reference | nodes.title):
        around = around.parent
    return around is None


def visit_value(translator: Any, node: value) -> None:
    """Write the value so that neither a translating browser nor right-to-left text can change it."""
    attributes = {"translate": "no"} | ({"dir": "ltr"} if node.get("ltr") else {})
    translator.body.append(translator.starttag(node, "bdi", "", **attributes))


def depart_value(translator: Any, node: value) -> None:
    """Close the value."""
    translator.body.append("</bdi>")


def read_community(app: Sphinx, config: Config) -> None:
    """Read the facts once, before anything is built."""
    docs = Path(app.srcdir)
    try:
        config.community = load_community(
            Path(app.confdir, config.community_file), config.language, config.languages
        )
        if (docs / "sources.toml").exists():
            config.origins, config.sources = sources.origins(docs), sources.load_sources(docs)
    except SettingsError as error:
        raise ConfigError(str(error)) from None
    name = config.community.community.short_name
    config.html_title = listings.handbook_title(name)
    config.html_baseurl = f"{config.community.handbook.url}{config.language}/"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the facts with Sphinx."""
    app.add_config_value("community", None, "env", (Community, type(None)))
    app.add_config_value("origins", {}, "env", dict)
    app.add_config_value("sources", {}, "env", dict)
    app.connect("config-inited", read_community, priority=100)
    app.add_role("fact", FactRole())
    for name in ("when", "when-not", "call"):
        app.add_directive(name, Block)
    for name in ("needs", "sources", "origins", *listings.TABLES):
        app.add_directive(name, Table)
    app.add_node(fold, html=(visit_fold, depart_fold), text=(ignore, ignore))
    app.add_node(value, html=(visit_value, depart_value), text=(ignore, ignore))
    app.add_node(pending_fact, html=(ignore, ignore), text=(ignore, ignore))
    app.add_node(pending_block, html=(ignore, ignore), text=(ignore, ignore))
    add_transforms(app, ResolveFacts)
    return METADATA
