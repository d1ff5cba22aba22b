"""Measures how long a translated language takes: PYTHONPATH=.:tests python -m bench.measure_translated

Every string of every page is translated. The figures are seconds of processor time, as in bench.py. Builds
take turns, and of each the fastest counts: what else the machine does can only slow a build down. That of the
stock parser has no limit and is built once.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.measure import OURS, build
from helpers import pseudo_site
from helpers.paths import ROOT

LANGUAGE = "en_XA"
STOCK = ",".join(name for name in OURS if name != "handbook.translation.parser")


class Times(NamedTuple):
    """Seconds of processor time for the same pages."""

    english: float
    translated: float
    stock: float  # translated, with the parser of myst-parser

    @property
    def ratio(self) -> float:
        """What a translation costs."""
        return self.translated / self.english

    @property
    def stock_ratio(self) -> float:
        """What a translation would cost without our parser."""
        return self.stock / self.english


def compare(turns: int = 5) -> Times:
    """Build English and the translation by turns, and once the translation with the slow stock parser."""
    docs = ROOT / "docs"
    with TemporaryDirectory() as folder:
        given = pseudo_site.settings(pseudo_site.translate(Path(folder)))
        build(docs, **given, language=LANGUAGE)  # compiles the catalogs and warms up
        times = [(build(docs, **given), build(docs, **given, language=LANGUAGE)) for _ in range(turns)]
        english, translated = map(min, zip(*times, strict=True))
        return Times(english, translated, build(docs, **given, language=LANGUAGE, extensions=STOCK))


def tell(times: Times) -> str:
    """Say how the translation compares."""
    return (
        f"Translated pages: English {times.english:.2f} s, translated {times.translated:.2f} s, "
        f"ratio {times.ratio:.2f}; with the stock parser {times.stock:.2f} s, ratio {times.stock_ratio:.2f}"
    )


if __name__ == "__main__":
    print(tell(compare()))
