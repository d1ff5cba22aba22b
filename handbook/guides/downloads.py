"""What can be printed, on the pages of the site: a picture, the sizes of paper, and the download.

The files were printed before the pages are written (see builder.py). Where a guide is not translated far
enough to be printed, the page offers the English one and says so.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import tag
from handbook.facts.render import _
from handbook.facts.visitors import skip
from handbook.guides.model import BOOKLET, DOCX, EDITABLE, MANIFEST, PPTX
from handbook.translation.untranslated import title_language

SIZES = {"letter": "Letter", "a4": "A4", "tabloid": "Tabloid", "a3": "A3", "16x9": "16:9"}
SIZES |= {"booklet-letter": "Letter", "booklet-a4": "A4"} | dict.fromkeys(EDITABLE, "")
BOOK = "handbook.epub"
OFFICE = "application/vnd.openxmlformats-officedocument."  # begins the media types of files to edit
MEDIA = {DOCX: f"{OFFICE}wordprocessingml.document", PPTX: f"{OFFICE}presentationml.presentation"}


class printed(nodes.General, nodes.Element):
    """The downloads of one guide (`guide`), or of all below the page `folder`."""


class File(NamedTuple):
    """One file of a guide: a PDF, or one to edit, which has no pages and no picture."""

    name: str
    language: str
    size: str
    pages: int
    kilobytes: int
    picture: str


PrintedFiles = dict[str, list[File]]


def load_manifest(folder: Path, language: str) -> PrintedFiles:
    """Return the printed files of a language by the guide's name; none if nothing was printed."""
    try:
        known = json.loads((folder / language / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    printed_files: PrintedFiles = {}
    for name, about in known.items():
        file = File(
            name, language, about["size"], about["pages"], -(-about["bytes"] // 1024), about["picture"]
        )
        printed_files.setdefault(about["guide"], []).append(file)
    return {
        guide: sorted(files, key=lambda each: [*SIZES].index(each.size))
        for guide, files in printed_files.items()
    }


def files(folder: Path, language: str) -> list[str]:
    """Return the names of all files that pages lead to or show: each PDF, and one picture of each guide."""
    printed_files = load_manifest(folder, language)
    return [
        name
        for guide in printed_files.values()
        for name in (guide[0].picture, *(each.name for each in guide))
    ]


class Downloads(SphinxDirective):
    """``{downloads}``: everything that can be printed below its page, or one guide on a page about it."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place."""
        return [printed(guide=" ".join(self.arguments))]


def place(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """Put the downloads of a guide under its first paragraph."""
    if app.builder.name != "html" or "guide" not in app.env.metadata[name]:
        return
    first = next(doctree.findall(nodes.paragraph), None)
    if first is not None:
        first.parent.insert(first.parent.index(first) + 1, printed(guide=name.rpartition("/")[2]))


def block(files: list[File], config: Config, folder: Path, *, up: str) -> str:
    """Return the HTML of a guide's downloads; `up` leads from the page to the folder of the languages."""
    first, there = files[0], files[0].language
    width, height = Image.open(folder / there / first.picture).size
    base = f"{up}{there}/paper/"
    lines = []
    foreign = there != config.language
    row = config.languages.languages[there]
    for each in files:
        said = {"size": SIZES[each.size], "pages": each.pages, "kilobytes": each.kilobytes}
        kind, about = "application/pdf", "PDF " + _("%(size)s, pages: %(pages)s, %(kilobytes)s KB") % said
        if each.size.startswith(BOOKLET):
            said["sheets"] = -(-each.pages // 4)
            about = "PDF " + _("%(size)s, booklet to fold, sheets: %(sheets)s, %(kilobytes)s KB") % said
        if each.size in EDITABLE:
            slides = each.size == PPTX
            words = _("Editable slides (.pptx), %s KB") if slides else _("Editable file (.docx), %s KB")
            kind, about = MEDIA[each.size], words % each.kilobytes
        language = f' hreflang="{tag(there)}"' if foreign else ""
        lines.append(f'<li><a href="{base}{each.name}" type="{kind}"{language}>{escape(about)}</a></li>')
    if any(each.size.startswith(BOOKLET) for each in files):
        how = _("Booklet: print on both sides, flip on the short edge, fold the stack and staple the fold.")
        lines.append(f'<li class="dated">{escape(how)}</li>')
    note = _("This is not translated far enough to be printed. You can print it in English.")
    spoken = note if foreign else _("Language: %s") % row.autonym
    above = f'<p class="dated">{escape(spoken)}</p>'
    picture = f'<img src="{base}{first.picture}" width="{width}" height="{height}" alt="" loading="lazy">'
    return f'<div class="printed">{picture}<div>{above}<ul>{"".join(lines)}</ul></div></div>'


def offered(config: Config) -> PrintedFiles:
    """Return the files of each guide in the language of the pages, else in the source language."""
    folder = Path(config.guides_folder)
    return load_manifest(folder, config.languages.source()) | load_manifest(folder, config.language)


def visit_printed(translator: Any, node: printed) -> None:
    """Write the downloads of one guide, or a list of all guides with theirs."""
    config, builder = translator.config, translator.builder
    if not config.guides_folder:
        raise nodes.SkipNode  # pages alone, as in a preview
    here = builder.current_docname
    up = "../" * (here.count("/") + 1)
    printed_files, folder = offered(config), Path(config.guides_folder)
    if node["guide"]:
        if node["guide"] in printed_files:
            translator.body.append(block(printed_files[node["guide"]], config, folder, up=up))
        if node["guide"] == "whole-handbook":
            about = escape(_("For a reading device: %s") % "EPUB")
            translator.body.append(f'<p><a href="{up}{config.language}/{BOOK}">{about}</a></p>')
        raise nodes.SkipNode
    env = builder.env
    for page in env.toctree_includes.get(here, []):
        guide = page.rpartition("/")[2]
        if "guide" in env.metadata[page] and guide in printed_files:
            title, language = escape(env.titles[page].astext()), title_language(env, page)
            spoken = f' lang="{tag(language)}"' if language else ""
            link = builder.get_relative_uri(here, page)
            translator.body.append(f'<h3><a href="{link}"{spoken}>{title}</a></h3>')
            translator.body.append(block(printed_files[guide], config, folder, up=up))
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_config_value("guides_folder", "", "html", str)
    app.add_directive("downloads", Downloads)
    app.add_node(printed, html=(visit_printed, None), text=(skip, None))
    app.connect("doctree-resolved", place)
    return METADATA
