"""Pages that moved lead on, in each language to the page in that language."""

from __future__ import annotations

import re
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
    facts, table = (
        community.load_community(ROOT / "community.toml"),
        languages.load_languages(ROOT / "locales/languages.toml"),
    )
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
    facts, table = (
        community.load_community(ROOT / "community.toml"),
        languages.load_languages(ROOT / "locales/languages.toml"),
    )
    with pytest.raises(SettingsError) as raised:
        redirects.check(top_with(tmp_path, f"{line}\n"), facts, table)
    assert told in str(raised.value)


@pytest.mark.parametrize("first", ["en", "ar"])
def test_old_addresses_lead_on_in_the_language_of_the_community_which_comes_first(
    tmp_path: Path, first: str
) -> None:
    top, site = top_with(tmp_path, ""), tmp_path / "site"
    facts, table = (
        community.load_community(ROOT / "community.toml"),
        languages.load_languages(ROOT / "locales/languages.toml"),
    )
    facts = facts.model_copy(update={"community": facts.community.model_copy(update={"language": first})})
    rows = {
        code: row.model_copy(update={"status": "released" if row.status == "draft" else row.status})
        for code, row in table.languages.items()
    }
    table = table.model_copy(update={"languages": rows})
    for code in table.built():
        (site / code / "report").mkdir(parents=True)
        for name in ("index", "report/index", "404"):
            (site / code / f"{name}.html").write_text("<main></main>", "utf-8")
    root_files.write(top, site, facts, table)
    for old, new in {
        "2016/04/16/incident-reporting.html": "report/index",
        "2013/11/15/code-of-conduct.html": "conduct/index",
    }.items():
        page = BeautifulSoup((site / old).read_text("utf-8"), "html.parser")
        assert page.html["lang"] == first
        assert page.a["href"] == f"../../../{first}/{new}.html"
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    base = str(facts.handbook.url)
    assert listed[0].startswith(f"{base}{first}/")
    assert {each.removeprefix(base).partition("/")[0] for each in listed} == {*table.built()}
