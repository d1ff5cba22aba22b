"""The time of a version of the handbook: that of its sources, never that of the clock."""

from __future__ import annotations

import calendar
import os
import subprocess
import tomllib
from datetime import date
from pathlib import Path

from handbook.config import lookup, project
from handbook.config.community import Community


def version_time(top: Path, facts: Community, language: str = "") -> str:
    """Return the time of this version in seconds since 1970, as text.

    It is that of the last commit in the folder `top`; without git, the day of the release in pyproject.toml.
    If a date in the facts is later, it is that day: they were checked after that, and perhaps not committed.
    Builds take their date from here and not from the clock, so that the same sources give the same bytes.

    With a language, commits that touch nothing but other languages do not count: its guides say the day of
    the version, and so need not be printed anew when somebody translates into another language.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return epoch
    places = (project.LOCALES, f"{project.OWN / project.LOCALES}")
    others = [f":(exclude,glob){place}/*/**" for place in places]
    asked = [[".", *others], [f"{place}/{language}" for place in places]] if language else [["."]]
    committed = max(last_commit(top, *paths) for paths in asked)
    checked = [fact.when for fact in lookup.dated(facts) if fact.when]
    days = checked if committed else [*checked, released(top)]
    return str(max([committed, *map(seconds, days)]))


def last_commit(top: Path, *paths: str) -> int:
    """Return the time of the last commit that touched these paths in `top`, in seconds since 1970; else 0."""
    git = ["git", "-C", str(top), "log", "-1", "--format=%ct", "--", *paths]
    try:
        return int(subprocess.run(git, check=True, capture_output=True, text=True).stdout or 0)
    except (OSError, subprocess.CalledProcessError):
        return 0


def released(top: Path) -> date:
    """Return the day on which this version of the handbook was released."""
    settings = tomllib.loads((top / "pyproject.toml").read_text("utf-8"))
    day: date = settings["tool"]["handbook"]["released"]
    return day


def seconds(day: date) -> int:
    """Return the seconds from 1970 to the beginning of a day, in Greenwich."""
    return calendar.timegm(day.timetuple())
