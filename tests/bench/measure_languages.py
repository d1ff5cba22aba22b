"""Measures what many languages take: PYTHONPATH=.:tests python -m bench.measure_languages

The pages of the handbook are built in as many languages as are asked for, without paper. Where the handbook
has fewer, a group's own languages make up the number: each is Spanish under another code.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from babel import Locale
from bench import whole
from helpers.paths import ROOT
from helpers.workspace import copy, edit, handbook

from handbook.config import languages, project

NUMBERS = (6, 12, 24)
MODEL = "es"  # all its pages are translated
# Languages that the handbook has not and that CLDR can name.
MORE = (
    *("ca", "cs", "da", "et", "eu", "fi", "gl", "hr", "hu", "id"),
    *("is", "it", "lt", "lv", "ms", "nb", "nl", "pl", "ro", "sk"),
)
ROW = """
[languages.{code}]
autonym = "{autonym}"
english = "{english}"
direction = "ltr"
status = "draft"
formality = "informal"
translated_by = "machine"
translated = 2026-01-31
fonts = ["Noto Sans"]
"""


class Built(NamedTuple):
    """A site that was built from nothing in a number of languages, and what that took."""

    languages: int
    seconds: float  # of processor time, all processes together
    megabytes: float  # of the process that needed most


def build(count: int, top: Path) -> Built:
    """Build the pages in `count` languages in the new folder `top`, from nothing."""
    there = languages.load_languages(ROOT / "locales" / "languages.toml").built()
    copy(top, *(code for code in there if code != "en"))
    own = top / "docs" / "own"
    own.mkdir(parents=True, exist_ok=True)
    (top / project.FACTS).rename(own / project.FACTS)  # languages of a group's own stand beside its facts
    missing = count - len(there)
    assert 0 <= missing <= len(MORE), f"{len(there)} to {len(there) + len(MORE)} languages, not {count}"
    for code in MORE[:missing]:
        shutil.copytree(top / "locales" / MODEL, own / "locales" / code)
        for catalog in (own / "locales" / code).rglob("*.po"):
            edit(catalog, f'"Language: {MODEL}\\n"', f'"Language: {code}\\n"')
    rows = [
        ROW.format(code=code, autonym=Locale(code).display_name, english=Locale(code).english_name)
        for code in MORE[:missing]
    ]
    (own / "languages.toml").write_text("".join(rows) or "[languages]\n", "utf-8")
    used = whole.run(handbook("build", "--pages-only"), top)
    built = [path for path in (top / "build" / "site").iterdir() if (path / "help-now.html").exists()]
    assert len(built) == count, f"Asked for {count} languages, built {sorted(path.name for path in built)}"
    return Built(count, used.seconds, used.megabytes)


def measure(numbers: tuple[int, ...] = NUMBERS) -> list[Built]:
    """Build the site once for each number of languages."""
    with TemporaryDirectory() as folder:
        return [build(number, Path(folder) / str(number)) for number in numbers]


def each_more(sites: list[Built]) -> list[float]:
    """Return what each language more took, in seconds, from one number of languages to the next.

    Those that are added are alike: all their pages are translated. Of the first ones some are not.
    """
    return [
        (more.seconds - fewer.seconds) / (more.languages - fewer.languages) for fewer, more in pairwise(sites)
    ]


def tell(sites: list[Built]) -> str:
    """Say what each number of languages took."""
    lines = [
        f"Pages in {each.languages} languages: {each.seconds:.0f} s of processor time, "
        f"at most {each.megabytes:.0f} MB a process"
        for each in sites
    ]
    steps = ", then ".join(f"{seconds:.1f} s" for seconds in each_more(sites))
    return "\n".join([*lines, f"Each language more: {steps}"])


if __name__ == "__main__":
    print(tell(measure()))
