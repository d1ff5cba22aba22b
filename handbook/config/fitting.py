"""Rules about more than one key of a table: without them, a page would leave out what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from handbook.config.toml import Table, wrong
from handbook.config.values.addresses import Phone


def reachable(table: Table, *ways: str) -> None:
    """Raise where a person or service has none of the ways by which it can be reached."""
    if not any(getattr(table, way) for way in ways):
        raise wrong(f"at least one of these keys: {', '.join(ways)}", found="no way to reach it")


def needs(table: Table, key: str, other: str) -> None:
    """Raise where `key` is there and `other`, without which it is not shown, is not."""
    if getattr(table, key) and getattr(table, other) is None:
        raise wrong(f"a value, because `{key}` is there; or leave out `{key}`", found="nothing", key=other)


def once(key: str, values: Iterable[str]) -> None:
    """Raise where a value stands there twice, a number however it is written.

    `key` is that of all the values, or of each with a place {} for its number in the list.
    """
    seen = set()
    for place, value in enumerate(values):
        same = value.uri if isinstance(value, Phone) else value
        if same in seen:
            raise wrong("each of them once", f"{str(value)!r} again", key.format(place))
        seen.add(same)


def in_time(table: Table, *keys: str) -> None:
    """Raise where one of these lengths of time ends sooner than the one named before it."""
    for first, then in pairwise(keys):
        if getattr(table, then).delta < getattr(table, first).delta:
            found = f"{getattr(table, then)}, which is sooner than `{first}`"
            raise wrong(f"at least as long as `{first}`, which comes before it", found, then)


def check_apart(outside: Table, others: Iterable[tuple[str, Table]], key: str, ways: tuple[str, ...]) -> None:
    """Raise where what reaches `outside` reaches one of the others as well; each comes with its key.

    `key` is that of `outside`, and `ways` are its own keys by which it is known and reached.
    """
    theirs = {same_way(value): f"{where}.{name}" for where, table in others for name, value in table if value}
    for way in ways:
        mine = getattr(outside, way)
        if mine and (other := theirs.get(same_way(mine))):
            expected = f"somebody else than {other}: reports about organizers go there"
            raise wrong(expected, repr(str(mine)), f"{key}.{way}")


def same_way(value: object) -> str:
    """Return a name, number or address without what does not change whom it reaches."""
    text = str(value).casefold().rstrip("/")
    return re.sub(r"\D", "", text) if re.fullmatch(r"[-+ .()\d]+", text) else " ".join(text.split())


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
