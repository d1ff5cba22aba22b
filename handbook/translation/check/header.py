"""Judges the first entry of a catalog, which tells programs how to read it."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

PLURAL = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*")
COUNTS = (*range(201), 1000, 1_000_000)  # numbers for which two rules of plurals must agree
REQUIRED = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


@cache
def forms(value: str) -> tuple[int, list[int]] | None:
    """Return how many plural forms a rule has, and which one each count takes; None if it is malformed."""
    match = PLURAL.fullmatch(value)
    if not match:
        return None
    try:
        rule = gettext.c2py(match[2])
        return int(match[1]), [rule(count) for count in COUNTS]
    except (ValueError, ZeroDivisionError):
        return None


def fields(text: str) -> dict[str, str]:
    """Return the values of a header by their names."""
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def faults(text: str, expected: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong in a header; `expected` is what `make catalogs` writes for the language."""
    lines = [line for line in text.split("\n") if line]
    for line in lines:
        if ":" not in line:
            yield f'"{line[:30]}" is no line of the form "Name: value". Mend it, or delete it.'
    for name, times in Counter(line.partition(":")[0].strip() for line in lines).items():
        if times > 1:
            yield f"{name} stands there {times} times. Delete all but one."
    found = fields(text)
    for name in REQUIRED:
        if name not in found:
            yield f"{name} is missing. Write the line: {name}: {expected[name]}"
        elif not _same(name, found[name], expected[name]):
            yield f'{name} is "{found[name]}". Write: {name}: {expected[name]}'


def _same(name: str, value: str, expected: str) -> bool:
    if name == "Plural-Forms":
        return forms(value) == forms(expected)
    return re.sub(r"\s", "", value).casefold() == re.sub(r"\s", "", expected).casefold()
