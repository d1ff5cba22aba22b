"""Building is quick, and stays so when the handbook grows. The figures: make bench"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import measure, measure_languages, measure_translated, whole
from helpers import pseudo, pseudo_site
from helpers.paths import ROOT
from helpers.sphinx_app import side_by_side, sphinx
from helpers.workspace import contents, copy, handbook

from handbook.config import languages

pytestmark = pytest.mark.bench

STOCK = ("-D", f"extensions={measure_translated.STOCK}")


def test_our_theme_takes_little_more_than_the_plainest_one() -> None:
    themes = measure.compare_themes()
    print(measure.tell(themes))
    assert themes.ours <= 1.3 * themes.alabaster


def test_time_grows_with_the_pages_and_not_faster() -> None:
    per_page = measure.growth()
    print(measure.tell_growth(per_page))
    assert per_page[800] <= 1.5 * per_page[200]


def test_a_translation_takes_little_more_than_english() -> None:
    times = measure_translated.compare()
    print(measure_translated.tell(times))
    assert times.ratio <= 1.2


def test_our_parser_makes_the_same_pages_as_the_one_of_myst(tmp_path: Path) -> None:
    given = pseudo_site.settings(pseudo_site.translate(tmp_path))
    for code in ("en", *pseudo.LANGUAGES):
        words = [word for name, value in given.items() for word in ("-D", f"{name}={value}")]
        words += ["-D", f"language={code}"]
        ours, stock = tmp_path / f"ours-{code}", tmp_path / f"stock-{code}"
        side_by_side(lambda each: sphinx(*each), [(ours, *words), (stock, *words, *STOCK)])
        assert contents(ours) == contents(stock)
        assert len(list(ours.rglob("*.html"))) > 80


def test_printing_needs_little_time(tmp_path: Path) -> None:
    printed = measure.print_guide(tmp_path / "paper", "attendee-guide")
    print(measure.tell_printed(printed))
    assert printed.seconds < 0.2 * printed.pages  # twice what it takes, reading the pages included


def test_no_process_needs_much_memory(tmp_path: Path) -> None:
    top = copy(
        tmp_path / "handbook", *languages.load_languages(ROOT / "locales" / "languages.toml").translated()
    )
    used = whole.run(handbook("build"), top)
    print(f"Building the site and all its guides: at most {used.megabytes:.0f} MB a process")
    assert used.megabytes < 1000


def test_each_more_language_takes_the_same_time_and_no_more_memory() -> None:
    sites = measure_languages.measure()
    print(measure_languages.tell(sites))
    first, last = measure_languages.each_more(sites)
    assert last <= 1.2 * first
    assert sites[-1].megabytes <= 1.2 * sites[0].megabytes
