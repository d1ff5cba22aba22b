"""The table of dates that a case has: each from the facts, without rows for empty slots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.sphinx_app import edited, one_page, shown

PAGE = """# Dates

:::{{case-dates}} report
:fields: day
:after: {after}

- Day

| What | After | Day |
| --- | --- | --- |
| One | | |
| Two | | |
| Three | 1 week | |
:::
"""


def rows(tmp_path: Path) -> list[tuple[str, str, str]]:
    """Return what each row says, how long it takes, and the same as ISO 8601 has it."""
    cells = [row.select("td") for row in shown(tmp_path).select("tbody tr")]
    return [
        (what.get_text(), after.get_text(strip=True), date.find("data")["value"])
        for what, after, date in cells
    ]


def test_lengths_come_from_the_facts(tmp_path):
    page = PAGE.format(after="promises.answer retention.report? P1W?")
    done = one_page(tmp_path, page, *edited(tmp_path, ("answer = 36", 'answer = "3 days"')))
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path) == [
        ("One", "3 days", "P3D"),
        ("Two", "4 years", "P48M"),
        ("Three", "1 week", "P1W"),
    ]
    maybe = shown(tmp_path).select("data.maybe")
    assert [place["value"] for place in maybe] == ["P48M", "P1W"]


def test_rows_of_empty_slots_are_left_out(tmp_path):
    text = re.sub(
        r"\[\[retention\]\][^[]+", "", Path(edited(tmp_path)[1].partition("=")[2]).read_text("utf-8")
    )
    (tmp_path / "empty.toml").write_text(text, "utf-8")
    option = ("-D", f"community_file={tmp_path / 'empty.toml'}")
    done = one_page(
        tmp_path, PAGE.format(after="promises.third_person promises.answer retention.log"), *option
    )
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path) == [("Two", "36 hours", "PT36H")]
    gone = "retention.log promises.third_person retention.notes"
    assert one_page(tmp_path, PAGE.format(after=gone), *option).returncode == 0
    assert not shown(tmp_path).select(".case-dates, table")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("promises.answer", "3 rows for 1 lengths"),
        ("promises.answr P1W P1M", "'promises.answr' is neither a length such as P1M nor one of"),
        ("promises.answer P1W P1Y", "'P1Y' is neither"),
    ],
)
def test_what_does_not_fit_together_is_told(tmp_path, after, said):
    done = one_page(tmp_path, PAGE.format(after=after))
    assert done.returncode == 1
    assert said in done.stderr
