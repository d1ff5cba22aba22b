"""Typographic quotes, as Sphinx makes them, in half the time: few blocks have a sign that it would change."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA

# Quotes, dashes, ellipses, and what docutils takes for an escape.
SIGNS = re.compile(r"[\"'`\\]|--|\. ?\.|&#")


class SmartQuotes(SphinxSmartQuotes):
    """Leaves a block without such a sign as it is."""

    def get_tokens(self, txtnodes: Any) -> Any:
        """Return the texts of a block, each with its kind, or none: then docutils changes none."""
        return super().get_tokens(txtnodes) if any(map(SIGNS.search, txtnodes)) else ()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put ours in the place of Sphinx's."""
    transforms = app.registry.transforms
    transforms[transforms.index(SphinxSmartQuotes)] = SmartQuotes
    return METADATA
