"""Puts the values where pages name facts.

Placeholders are resolved after translation: a change of a number touches no translation.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Any

from babel import Locale
from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from handbook.config.community import Community
from handbook.config.languages import tag
from handbook.config.lookup import facts
from handbook.config.values.addresses import Email, Phone
from handbook.facts import listings, services, sources
from handbook.facts.markup import pending_block, pending_fact
from handbook.facts.render import inline, locale_of

log = logging.getLogger(__name__)


class ResolveFacts(SphinxTransform):
    """Put the values in, after Sphinx's Locale transform (20) and before anything collects titles."""

    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Resolve every placeholder; in catalogs and templates the markup stays."""
        self.community: Community = self.config.community
        self.known = facts(self.community)
        self.locale = self._locale_of(self.config.language)
        for block in list(self.document.findall(pending_block)):
            self._resolve_block(block)
        _rejoin(self.document)
        self._say_how_sure()
        for node in list(self.document.findall(pending_fact)):
            self._resolve_value(node)

    def _locale_of(self, language: str) -> Locale:
        return locale_of(language, self.config.languages.languages[language])

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
        found, locale = self._look_up(node["key"], node), self.locale
        source = self.config.languages.source()
        if source != self.config.language and _is_in(node, source):  # its sentence is not translated
            found, locale = facts(self.config.source_community).get(node["key"]), self._locale_of(source)
        try:
            node.replace_self(inline(found, locale, link=_may_link(node)))
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
    kinds: tuple[type[nodes.Element], ...] = (nodes.definition_list, nodes.bullet_list)
    for kind in kinds:  # to walk twice by class takes docutils half as long as once by a function
        for items in reversed(list(document.findall(kind))):
            after = items.next_node(descend=False, siblings=True)
            facts_too = "facts" in items["classes"]
            if isinstance(after, kind) and after["classes"] == items["classes"] and not facts_too:
                items += after.children
                after.parent.remove(after)


def _is_in(node: nodes.Node, language: str) -> bool:
    """Tell whether a node stands in a block that is marked with a language."""
    around = node.parent
    while around is not None and f"language-{tag(language)}" not in around.get("classes", ()):
        around = around.parent
    return around is not None


def _may_link(node: nodes.Node) -> bool:
    around = node.parent
    while around is not None and not isinstance(around, nodes.reference | nodes.title):
        around = around.parent
    return around is None
