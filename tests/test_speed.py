"""Building is quick, and stays so when the handbook grows. The figures: python tests/bench.py"""

from __future__ import annotations

import bench


def test_our_theme_takes_little_more_than_the_plainest_one() -> None:
    themes = bench.compare_themes()
    print(bench.tell(themes))
    assert themes.ours <= 1.3 * themes.alabaster


def test_time_grows_with_the_pages_and_not_faster() -> None:
    per_page = bench.growth()
    print(bench.tell_growth(per_page))
    assert per_page[800] <= 1.5 * per_page[200]
