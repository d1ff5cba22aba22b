"""Measures how long the handbook takes to build: PYTHONPATH=.:tests python -m bench.measure

Figures are seconds of processor time (user and system) of builds from nothing, so that they depend little on
what else the machine does.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from helpers.paths import ROOT

from handbook import PARTS

# Sphinx's own theme, and of ours only what is needed to read the pages.
CONF = runpy.run_path(str(ROOT / "conf.py"))
OURS = ["myst_parser", *(f"handbook.{part}" for part in PARTS)]
THEME = {"handbook.html.builder", "handbook.html.keep_offline"}
ALABASTER = {
    "html_theme": "alabaster",
    "extensions": ",".join(name for name in OURS if name not in THEME),
    **{f"html_additional_pages.{name}": "page.html" for name in CONF["html_additional_pages"]},
}

PAGES = (50, 200, 800)
FOLDER = 25  # pages in a folder, its index among them
SECTION = """
## Section {number}

In danger? Call {{fact}}`emergency.number`. Do not wait, and read [what comes before](#about-{other}).

You decide what comes next. If everyone is safe, we call the police only if you ask us to.

- Go where you feel safe.
- Tell any organizer. They stop what they are doing and listen.
"""


class Printed(NamedTuple):
    """A guide that was printed in all its sizes, and what that took."""

    folder: Path
    pages: int
    seconds: float  # of processor time
    megabytes: float  # at most, at one time


class Themes(NamedTuple):
    """The same pages in two themes."""

    ours: float
    alabaster: float


def build(docs: Path, **settings: str) -> float:
    """Build pages from nothing and return the seconds of processor time that it took."""
    # Some machines forbid Python to keep its compiled modules; readers of this figure do not.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    changes = [word for name, value in settings.items() for word in ("-D", f"{name}={value}")]
    with TemporaryDirectory() as out:
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-b",
            "html",
            "-c",
            str(ROOT),
            *changes,
            str(docs),
            out,
        ]
        child = os.posix_spawn(sys.executable, command, environment)
        _, status, used = os.wait4(child, 0)
    assert status == 0, f"This failed: {' '.join(command)}"
    return used.ru_utime + used.ru_stime


def print_guide(folder: Path, name: str, **environment: str) -> Printed:
    """Print a guide from nothing into a new folder, with the settings in `environment`."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "guides", "-c", str(ROOT)]
    command += ["-D", f"guides_only={name}", "-d", str(folder.with_name("doctrees"))]
    child = os.posix_spawn(
        sys.executable, [*command, str(ROOT / "docs"), str(folder)], os.environ | environment
    )
    _, status, used = os.wait4(child, 0)
    assert status == 0, f"This failed: {' '.join(command)}"
    pages = sum(each["pages"] for each in json.loads((folder / "guides.json").read_text("utf-8")).values())
    return Printed(folder, pages, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def compare_themes(docs: Path = ROOT / "docs", runs: int = 3) -> Themes:
    """Build the pages in our theme and in alabaster by turns; return the medians. One turn warms up."""
    turns = [(build(docs), build(docs, **ALABASTER)) for _ in range(runs + 1)][1:]
    return Themes(*(median(times) for times in zip(*turns, strict=True)))


def write_pages(docs: Path, count: int) -> Path:
    """Write a handbook with `count` pages in folders, and a front page that lists the folders."""
    starts = range(0, count, FOLDER)
    write_contents(docs / "index.md", "Front", [f"part-{start}/index" for start in starts])
    for start in starts:
        numbers = range(start + 1, min(start + FOLDER, count))
        write_contents(
            docs / f"part-{start}" / "index.md", f"about-{start}", [f"page-{each}" for each in numbers]
        )
        for each in numbers:
            sections = "".join(SECTION.format(number=number, other=each - 1) for number in range(1, 5))
            (docs / f"part-{start}" / f"page-{each}.md").write_text(
                f"(about-{each})=\n# Page {each}\n{sections}"
            )
    return docs


def write_contents(path: Path, name: str, pages: list[str]) -> None:
    """Write a page that holds a table of contents."""
    path.parent.mkdir(parents=True)
    listed = "\n".join(pages)
    path.write_text(
        f"({name})=\n# {name.capitalize()}\n\nSome words.\n\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n"
    )


def growth() -> dict[int, float]:
    """Return the seconds per page for each number of pages, without what every build needs to start.

    That is the time for a handbook of one page; it is taken off, and the rest shared among the other pages.
    """

    def least(count: int, runs: int) -> float:
        with TemporaryDirectory() as folder:
            docs = write_pages(Path(folder) / "docs", count)
            return min(build(docs) for _ in range(runs))

    start = least(1, runs=3)
    return {count: (least(count, runs=2 if count < 500 else 1) - start) / (count - 1) for count in PAGES}


def tell(themes: Themes) -> str:
    """Say how our theme compares."""
    ratio = themes.ours / themes.alabaster
    return f"English pages: ours {themes.ours:.2f} s, alabaster {themes.alabaster:.2f} s, ratio {ratio:.2f}"


def tell_growth(per_page: dict[int, float]) -> str:
    """Say how the time grows."""
    figures = ", ".join(f"{count} pages {1000 * each:.1f} ms" for count, each in per_page.items())
    return f"Time for each page: {figures}"


def tell_printed(printed: Printed) -> str:
    """Say what printing took."""
    return f"Printing {printed.pages} pages: {printed.seconds:.1f} s, {printed.megabytes:.0f} MB"


if __name__ == "__main__":
    print(tell(compare_themes()), flush=True)
    print(tell_growth(growth()))
    with TemporaryDirectory() as place:
        print(tell_printed(print_guide(Path(place) / "paper", "attendee-guide")))
