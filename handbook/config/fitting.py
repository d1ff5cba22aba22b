"""Rules about more than one key of a table: without them, a page would leave out what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.config.toml import Table, wrong
from handbook.config.values import Phone


def reachable(table: Table, *ways: str) -> None:
    """Raise where a person or service has none of the ways by which it can be reached."""
    if not any(getattr(table, way) for way in ways):
        raise wrong(f"at least one of these keys: {', '.join(ways)}", found="no way to reach it")


def needs(table: Table, key: str, other: str) -> None:
    """Raise where `key` is there and `other`, without which it is not shown, is not."""
    if getattr(table, key) and getattr(table, other) is None:
        raise wrong(f"a value, because `{key}` is there; or leave out `{key}`", found="nothing", key=other)


def once(key: str, numbers: Iterable[Phone]) -> None:
    """Raise where a number stands twice in the list under `key`, however it is written."""
    seen = set()
    for number in numbers:
        if number.uri in seen:
            raise wrong("each number once", found=repr(str(number)), key=key)
        seen.add(number.uri)


def hours(table: Table, week: tuple[str, ...]) -> None:
    """Raise where `always`, `days`, `opens`, `closes` and `other_times` do not say one thing together.

    `week` names the days of a week in their order; a list of days may begin with any of them. Hours may
    end after midnight.
    """
    opens, closes, days, always = (getattr(table, key) for key in ("opens", "closes", "days", "always"))
    for key, other in (("opens", "closes"), ("closes", "opens"), ("days", "opens"), ("other_times", "opens")):
        if always and getattr(table, key):
            raise wrong(f"no `{key}` beside it: day and night leaves no other time", "true", "always")
        if getattr(table, key):
            needs(table, key, other)
    if opens is not None and opens == closes:
        raise wrong(
            "another time than that of `opens`; for day and night, always = true", str(opens), "closes"
        )
    after_first = [(week.index(day) - week.index(days[0])) % len(week) for day in days]
    if after_first != sorted(set(after_first)):
        raise wrong(
            'each day once, in the order of the week, as in ["monday", "friday"]', str([*days]), "days"
        )
