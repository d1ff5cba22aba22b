"""Our parser is quicker than the one of MyST-Parser, and reads the same. `make bench` compares all pages."""

from __future__ import annotations

import pickle
import re
import warnings
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from bench import measure_translated
from docutils import nodes
from helpers import pseudo_site
from helpers.paths import ROOT
from myst_parser.mdit_to_docutils import base
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

LANGUAGE = measure_translated.LANGUAGE  # every text is translated: each page is read, and each translation


class Read(NamedTuple):
    """What a parser made of pages."""

    pages: dict[str, nodes.document]
    labels: dict[str, Any]  # by which pages find a place in others
    warnings: str


def as_built(folder: Path) -> Read:
    """Return what was read for pages that are built; any warning has stopped that."""
    env: BuildEnvironment = pickle.loads((folder / "environment.pickle").read_bytes())
    pages = {page: pickle.loads((folder / f"{page}.doctree").read_bytes()) for page in env.all_docs}
    return Read(pages, env.domaindata["std"]["labels"], "")


def read(out: Path, settings: dict[str, str], pages: Iterable[str]) -> Read:
    """Read some pages, as far as a parser has to do with it: one page needs no other."""
    said = StringIO()
    translators.clear()  # Sphinx would go on with the catalogs of an earlier build
    ignored = warnings.catch_warnings(action="ignore")  # as in a process of its own
    # For each string myst-parser makes a spare document, which nobody uses: a third of the time.
    spare = patch.object(base, "make_document")
    with ignored, spare, patch_docutils(str(ROOT)), docutils_namespace():
        app = Sphinx(ROOT / "docs", ROOT, out, out, "dummy", settings, status=None, warning=said)
        app.env.find_files(app.config, app.builder)
        for page in pages:
            app.builder.read_doc(page)
    translators.clear()
    labels = app.env.domains.standard_domain.labels
    return Read(
        {page: app.env.get_doctree(page) for page in pages},
        {name: place for name, place in labels.items() if place[0] in pages},
        said.getvalue(),
    )


def kinds(page: nodes.document) -> set[tuple[str, ...]]:
    """Return which kinds of nodes there are on a page, each with its attributes and its parent."""
    return {
        (node.parent.tagname, node.tagname, *sorted(node.non_default_attributes()))
        for node in page.findall(nodes.Element)
        if node.parent
    }


def that_hold_all_kinds(pages: dict[str, nodes.document]) -> list[str]:
    """Return the names of a few pages that hold each kind of node; the one with most of the rest is next."""
    held = {name: kinds(page) for name, page in pages.items()}
    left = set().union(*held.values())
    chosen = []
    while left:
        chosen.append(max(held, key=lambda name: len(held[name] & left)))
        left -= held[chosen[-1]]
    return chosen


def shown(page: nodes.document) -> str:
    """Return what was read of a page, without the names by which docutils itself finds a section again."""
    return re.sub(r' names="[^"]*"', "", page.pformat())


def test_our_parser_reads_the_same_as_the_one_of_myst(pseudo_pages: Path, tmp_path: Path) -> None:
    ours = as_built(pseudo_pages / f"{LANGUAGE}.doctrees")
    assert len(ours.pages) > 80
    chosen = that_hold_all_kinds(ours.pages)
    given = pseudo_site.settings(pseudo_pages / "handbook") | {"language": LANGUAGE}
    theirs = read(tmp_path, given | {"extensions": measure_translated.STOCK}, chosen)
    assert [name for name in chosen if shown(ours.pages[name]) != shown(theirs.pages[name])] == []
    assert {name: place for name, place in ours.labels.items() if place[0] in chosen} == theirs.labels
    assert theirs.warnings == ""
