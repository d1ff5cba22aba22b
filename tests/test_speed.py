"""Building is quick, and stays so when the handbook grows. The figures: python tests/bench.py"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bench
import bench_translated
import pseudo_site
from building import sphinx
from copies import contents

from handbook.translation import pseudo

STOCK = ("-D", f"extensions={bench_translated.STOCK}")


def test_our_theme_takes_little_more_than_the_plainest_one() -> None:
    themes = bench.compare_themes()
    print(bench.tell(themes))
    assert themes.ours <= 1.3 * themes.alabaster


def test_time_grows_with_the_pages_and_not_faster() -> None:
    per_page = bench.growth()
    print(bench.tell_growth(per_page))
    assert per_page[800] <= 1.5 * per_page[200]


def test_a_translation_takes_little_more_than_english() -> None:
    times = bench_translated.compare()
    print(bench_translated.tell(times))
    assert times.ratio <= 1.2


def test_our_parser_makes_the_same_pages_as_the_one_of_myst(tmp_path: Path) -> None:
    given = pseudo_site.settings(pseudo_site.translate(tmp_path))
    for code in ("en", *pseudo.LANGUAGES):
        words = [word for name, value in given.items() for word in ("-D", f"{name}={value}")]
        words += ["-D", f"language={code}"]
        ours, stock = tmp_path / f"ours-{code}", tmp_path / f"stock-{code}"
        with ThreadPoolExecutor() as pool:
            builds = pool.map(lambda each: sphinx(*each), [(ours, *words), (stock, *words, *STOCK)])
            assert len(list(builds)) == 2
        assert contents(ours) == contents(stock)
        assert len(list(ours.rglob("*.html"))) > 80
