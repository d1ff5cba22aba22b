"""The directive {speaker-notes}: what whoever shows a slide says and does stands on another page, once.

On the site it leads there. In the file to edit of the slides it becomes the notes below one: guides/notes.py.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.facts.visitors import add_element


class speaker_notes(nodes.General, nodes.Element):
    """The notes of a slide: a link to the section with this `label`, or, once `told`, its words."""


class SpeakerNotes(SphinxDirective):
    """``{speaker-notes} course-break``: the notes of a slide are the section with that label."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the link, which has the title of the section; Sphinx warns where there is no such label."""
        label = self.arguments[0].lower()
        link = pending_xref(
            "",
            nodes.inline("", label),
            refdoc=self.env.docname,
            refdomain="std",
            refexplicit=False,
            reftarget=label,
            reftype="ref",
            refwarn=True,
        )
        found = speaker_notes("", nodes.paragraph("", "", link), label=label)
        self.set_source_info(link)
        return [found]


def around_notes(translator: Any, node: speaker_notes) -> tuple[str, str]:
    """Write the notes. On paper there are none: whoever speaks has the page that they stand on."""
    if translator.builder.name == "guides" and not node.get("told"):
        raise nodes.SkipNode
    return '<div class="notes">', "</div>"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("speaker-notes", SpeakerNotes)
    add_element(app, speaker_notes, around_notes)
    return METADATA
