"""Our parser is quicker than the one of MyST-Parser, and reads the same."""

from __future__ import annotations

import re
from pathlib import Path

from bench import measure_translated
from helpers import pseudo_site
from helpers.sphinx_app import side_by_side, sphinx

LANGUAGE = measure_translated.LANGUAGE  # every text is translated: each page is read, and each translation


def test_our_parser_reads_the_same_as_the_one_of_myst(tmp_path: Path) -> None:
    given = pseudo_site.settings(pseudo_site.translate(tmp_path)) | {"language": LANGUAGE}
    words = [word for name, value in given.items() for word in ("-D", f"{name}={value}")]
    stock = [*words, "-D", f"extensions={measure_translated.STOCK}"]
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    side_by_side(lambda each: sphinx(*each, builder="pseudoxml"), [(ours, *words), (theirs, *stock)])
    pages = sorted(path.relative_to(ours) for path in ours.rglob("*.pseudoxml"))
    assert len(pages) > 80
    assert [page for page in pages if shown(ours / page) != shown(theirs / page)] == []


def shown(page: Path) -> str:
    """Return what was read of a page, without the names by which docutils itself finds a section again."""
    return re.sub(r' names="[^"]*"', "", page.read_text("utf-8"))
