"""The order of the alphabet, for lists of words that a translation has to put in order anew."""

from __future__ import annotations

import re
import unicodedata

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA, add_transforms

ACCENT = re.compile("(?!(?<=n)\u0303)[\u0300-\u036f]")  # ñ is a letter of its own wherever it is written
HAN = re.compile("[\u4e00-\u9fff]+")


def alphabetical(text: str) -> str:
    """Return what sorts words as dictionaries do: neither accents nor capitals count.

    Everyday Chinese characters go by their sound, which is the order of the standard GB 2312.
    """
    plain = ACCENT.sub("", unicodedata.normalize("NFD", text.casefold()))
    return HAN.sub(lambda found: found[0].encode("gb18030").decode("latin-1"), plain)


class SortGlossary(SphinxTransform):
    """Put the glossary in order when it is translated: the option of Sphinx sorts an accent behind z."""

    default_priority = 500  # as in Sphinx: after translations stand in the page

    def apply(self, **_kwargs: object) -> None:
        """Sort the entries of each glossary by their first term."""
        for glossary in self.document.findall(addnodes.glossary):
            for entries in glossary.findall(nodes.definition_list):
                entries[:] = sorted(
                    entries, key=lambda entry: alphabetical(next(entry.findall(nodes.term)).astext())
                )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    add_transforms(app, SortGlossary)
    return METADATA
