"""Pages that moved lead on, in each language to the page in that language."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers.paths import ROOT

from handbook.config import community, languages
from handbook.config.toml import SettingsError
from handbook.site import redirects, root_files


def top_with(tmp_path: Path, moved: str) -> Path:
    """Return a handbook of two pages with a list of pages that moved."""
    for name in ("index.md", "report/index.md", "moved.toml"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[moved]\n{moved}" if name == "moved.toml" else "# Page\n", "utf-8")
    (tmp_path / "docs" / "origins.toml").write_bytes((ROOT / "docs" / "origins.toml").read_bytes())
    return tmp_path


def test_a_page_that_moved_leads_on_in_its_language(tmp_path: Path) -> None:
    top = top_with(tmp_path, '"tell/us" = "report/index"\n')
    facts, table = community.load(ROOT / "community.toml"), languages.load(ROOT / "locales/languages.toml")
    site = tmp_path / "site"
    for code in table.built():
        (site / code).mkdir(parents=True)
    (site / "en" / "404.html").write_text("<main></main>", "utf-8")
    root_files.write(top, site, facts, table)
    for code, row in table.built().items():
        page = BeautifulSoup((site / code / "tell" / "us.html").read_text("utf-8"), "html.parser")
        assert page.html["dir"] == row.direction
        assert page.a["href"] == "../report/index.html"
        assert page.select_one("link[rel=canonical]")["href"].endswith(f"/{code}/report/index.html")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('"tell/us" = "report/indexes"', "docs/moved.toml: tell/us: found 'report/indexes'; expected a page"),
        ('"index" = "report/index"', "docs/moved.toml: index: this page is there"),
        ("tell = 1", "moved.toml: moved.tell: found 1"),
    ],
)
def test_a_page_that_leads_nowhere_is_told(tmp_path: Path, line: str, told: str) -> None:
    facts, table = community.load(ROOT / "community.toml"), languages.load(ROOT / "locales/languages.toml")
    with pytest.raises(SettingsError) as raised:
        redirects.check(top_with(tmp_path, f"{line}\n"), facts, table)
    assert told in str(raised.value)
