"""A cell that names a row says so, on the screen and on paper: Docutils leaves that to guesses."""

from __future__ import annotations

from pathlib import Path

from helpers.sphinx_app import one_page, shown

PAGE = """# Grid

:::{csv-table}
:header-rows: 1
:stub-columns: 1

"Both", "Low", "High"
"Harm", "A", "B"
:::
"""


def test_the_first_column_names_the_rows(tmp_path: Path) -> None:
    done = one_page(tmp_path, PAGE)
    assert done.returncode == 0, done.stderr
    page = shown(tmp_path)
    columns, rows = page.select("th:not([scope])"), page.select("th[scope=row]")
    assert [cell.get_text(strip=True) for cell in columns] == ["Both", "Low", "High"]
    assert [cell.get_text(strip=True) for cell in rows] == ["Harm"]
    assert len(page.select("td")) == 2
