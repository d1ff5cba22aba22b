"""Takes out spaces where Chinese and Japanese have none: joined sentences, lines and facts leave some."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA, add_transforms
from handbook.translation.check.writing_systems import script

UNSPACED = {"Hans", "Hant", "Jpan"}
# Characters that fill a square, and their punctuation; not Hangul, which puts spaces between words.
SQUARE = "\u2e80-\u30ff\u3100-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff"
STRAY = re.compile(f"(?<=[{SQUARE}])[ \\n]+(?=[{SQUARE}])")


def close_up(text: str) -> str:
    """Return a text without spaces between two of these characters. Beside letters and digits they stay."""
    return STRAY.sub("", text)


class CloseUp(SphinxTransform):
    """Takes such spaces out of each paragraph, also where a link, a fact or emphasis begins or ends."""

    default_priority = 32  # after facts (30) and our directives (31)

    def apply(self, **kwargs: Any) -> None:
        """Change the texts in place; catalogs see them as they were written."""
        if script(self.config.language).code not in UNSPACED:
            return
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block, nodes.Inline | nodes.FixedTextElement):
                _close_up(block)


def _close_up(block: nodes.TextElement) -> None:
    texts = list(block.findall(nodes.Text))
    stray = {n for found in STRAY.finditer("".join(texts)) for n in range(*found.span())}
    start = 0
    for text in texts:
        kept = "".join(sign for place, sign in enumerate(text, start) if place not in stray)
        start += len(text)
        if kept != text and not isinstance(text.parent, nodes.literal):
            text.parent.replace(text, nodes.Text(kept))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    add_transforms(app, CloseUp)
    return METADATA
