"""Leaves out what Sphinx and the parent themes do for each page and none of ours needs."""

from __future__ import annotations

import logging
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform
from sphinx.util.logging import VERBOSITY_MAP
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.html.builder import SiteBuilder

# By their names: a version of Sphinx without one of them has nothing to leave out.
UNUSED = {
    "AliasTransform",  # of C and C++
    "MoveModuleTargets",  # of Python
    "PropagateDescDomain",
    "DoctestTransform",
    "TrimDoctestFlagsTransform",
    "FootnoteDocnameUpdater",  # of LaTeX
    "TranslationProgressTotaliser",  # our pages say how far they are themselves: translation/untranslated.py
}
CODE = (nodes.literal_block, addnodes.highlightlang)
PARENTS = ("pydata_sphinx_theme", "sphinx_book_theme")


class HighlightLanguage(HighlightLanguageTransform):
    """Says in which language code is, where there is code."""

    def apply(self, **kwargs: Any) -> None:
        """Leave other pages as they are: Sphinx calls two functions for each of their nodes."""
        if any(next(self.document.findall(kind), None) for kind in CODE):
            super().apply(**kwargs)


def leave_out(app: Sphinx) -> None:
    """Leave out what parent themes work out for their templates: ours take nothing of it."""
    if isinstance(app.builder, SiteBuilder) and app.builder.own_templates:
        for event in ("html-page-context", "build-finished"):
            for listener in list(app.events.listeners[event]):
                if listener.handler.__module__.startswith(PARENTS):
                    app.disconnect(listener.id)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Change the lists of Sphinx."""
    # It words a message for each event and each block without a translation, which only -vv shows.
    logging.getLogger("sphinx").setLevel(VERBOSITY_MAP[app.verbosity])
    for transforms in (app.registry.transforms, app.registry.post_transforms):
        transforms[:] = [
            HighlightLanguage if each is HighlightLanguageTransform else each
            for each in transforms
            if each.__name__ not in UNUSED
        ]
    app.connect("builder-inited", leave_out, priority=900)
    return METADATA
