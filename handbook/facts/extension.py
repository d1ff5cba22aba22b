"""Facts in pages: reads them before a build, and tells Sphinx what authors may write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA, add_transforms
from handbook.config.community import Community, load_community
from handbook.config.toml import SettingsError
from handbook.facts import listings, sources
from handbook.facts.blocks import around_fold, fold
from handbook.facts.markup import Block, FactRole, Table, pending_block, pending_fact
from handbook.facts.render import value
from handbook.facts.resolve import ResolveFacts
from handbook.facts.visitors import add_element, ignore


def around_value(translator: Any, node: value) -> tuple[str, str]:
    """Write the value so that neither a translating browser nor right-to-left text can change it."""
    attributes = {"translate": "no"} | ({"dir": "ltr"} if node.get("ltr") else {})
    return translator.starttag(node, "bdi", "", **attributes), "</bdi>"


def read_community(app: Sphinx, config: Config) -> None:
    """Read the facts once, before anything is built."""
    docs = Path(app.srcdir)
    try:
        path, table = Path(app.confdir, config.community_file), config.languages
        config.community = load_community(path, config.language, table)
        same = config.language == table.source()
        config.source_community = config.community if same else load_community(path, table.source(), table)
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
    app.add_config_value("source_community", None, "env", (Community, type(None)))
    app.add_config_value("origins", {}, "env", dict)
    app.add_config_value("sources", {}, "env", dict)
    app.connect("config-inited", read_community, priority=100)
    app.add_role("fact", FactRole())
    for name in ("when", "when-not", "call"):
        app.add_directive(name, Block)
    for name in ("needs", "sources", "origins", *listings.TABLES):
        app.add_directive(name, Table)
    add_element(app, fold, around_fold)
    add_element(app, value, around_value)
    app.add_node(pending_fact, html=(ignore, ignore), text=(ignore, ignore))
    app.add_node(pending_block, html=(ignore, ignore), text=(ignore, ignore))
    add_transforms(app, ResolveFacts)
    return METADATA
