"""Gives the exceptions of links.toml to Sphinx's own linkcheck: `sphinx-build -b linkcheck`."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.toml import SettingsError
from handbook.links import rules as link_rules
from handbook.links.lychee import SCRIPT, user_agent


def read_exceptions(app: Sphinx, config: Config) -> None:
    """Set what linkcheck leaves out, which redirects it allows, and who asks."""
    path, facts = Path(app.confdir, "links.toml"), config.community
    try:
        rules = link_rules.load_rules(path) if path.exists() else link_rules.Rules()
    except SettingsError as error:
        raise ConfigError(str(error)) from None
    config.linkcheck_ignore = [rule.link.pattern for rule in rules.ignored]
    config.linkcheck_allowed_redirects = {rule.link: rule.to for rule in rules.redirects}
    config.linkcheck_anchors_ignore = [SCRIPT.pattern]
    config.user_agent = user_agent(facts.community.short_name, facts.handbook.url)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("config-inited", read_exceptions, priority=900)
    return METADATA
