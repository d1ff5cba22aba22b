"""The program behind the handbook: an extension of Sphinx, a theme, and commands: `python -m handbook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the commands that need no Sphinx start without it
    from sphinx.application import Sphinx
    from sphinx.transforms import SphinxTransform
    from sphinx.util.typing import ExtensionMetadata

METADATA: ExtensionMetadata = {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

PARTS = (
    "translation.extension",
    "translation.parser",
    "translation.quotes",
    "translation.spacing",
    "translation.alphabet",
    "translation.switcher",
    "facts.extension",
    "directives.quiz",
    "directives.glossary",
    "directives.keys",
    "directives.translation_status",
    "directives.form",
    "directives.case_dates",
    "directives.flowchart",
    "directives.speaker_notes",
    "html.builder",
    "html.unneeded",
    "html.navigation",
    "html.context",
    "html.keep_offline",
    "html.link_languages",
    "html.row_headers",
    "html.search_words",
    "html.writing",
    "guides.builder",
    "guides.downloads",
    "epub.builder",
    "links.builder",
)

# Builders of Sphinx that would write half a handbook: dead links, or no forms, questions and flowcharts.
REFUSED = ("latex", "man", "texinfo", "singlehtml", "json", "pickle")


def refuse(app: Sphinx) -> None:
    """Stop a build that could not become whole. SphinxError would show a traceback."""
    if app.builder.name in REFUSED:
        raise SystemExit(
            f"The handbook cannot be built with -b {app.builder.name}. Use -b html or dirhtml for the web, "
            "-b guides for paper, -b epub for reading devices, -b text for plain text."
        )


def add_transforms(app: Sphinx, *transforms: type[SphinxTransform]) -> None:
    """Register transforms for every builder but `gettext`: catalogs hold the text as its author wrote it."""

    from sphinx.transforms.post_transforms import SphinxPostTransform

    def register(app: Sphinx) -> None:
        if app.builder.name == "gettext":
            return
        for transform in transforms:
            after = issubclass(transform, SphinxPostTransform)
            (app.add_post_transform if after else app.add_transform)(transform)

    app.connect("builder-inited", register)  # from Sphinx 11 on, a transform cannot ask which builder runs


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register all parts with Sphinx."""
    for part in PARTS:
        app.setup_extension(f"handbook.{part}")
    app.connect("builder-inited", refuse, priority=1)
    return METADATA
