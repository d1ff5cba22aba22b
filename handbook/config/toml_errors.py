"""Says in plain words what is wrong with a line that is no TOML: the line, its key, and what is expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handbook.config import examples
from handbook.config.characters import is_plain, odd_character

HEADING = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[\w.\"' -]+?)\s*\]")
PAIR = re.compile(r"\s*(?P<key>[\w.\"'-]+)\s*=\s*(?P<value>.*)")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*")
PLACE = re.compile(r"at line (\d+), column (\d+)")

DATE = "a date without quotes: year, month with two digits, day with two digits, as in 2026-01-31"
ONCE = "each key and each heading once. This one stands above already, or with other brackets; keep one"
LINE = (
    'key = value, or a heading such as [meetup], or a remark after #. A text is in quotes: name = "text". '
    "If this line looks right, a bracket or quote above it is not closed"
)

# What somebody may have meant, by how the value begins. The first that fits is told.
MEANT = (
    (r"$", "a value after the sign =. For an empty slot leave the line out"),
    (r"\d{4}-\d\d-\d\d(?!\d)", f"a day that is in the calendar, and {DATE}"),
    (r"\d{1,4}([-./])\d{1,2}\1\d{1,4}(?!\d)", DATE),
    (r"\d{1,2}\.? +[^\W\d]+ +\d{4}|[^\W\d]+ +\d{1,2},? +\d{4}", DATE),
    (r"\d{1,2}[:.]\d\d", "a time without quotes, with hours, minutes and seconds, as in 07:45:00"),
    (
        r"[\d+(]",
        f'a number to call in quotes, as in "{examples.NUMBERS[0]}", or an amount in digits alone, as in 48',
    ),
    (r"(?i)(true|false|yes|no)\b", "true or false, in small letters"),
    (r"[\"']", 'a text that ends with the quote that it began with; within it, \\" for a quote'),
    (r"[\[{]", "a bracket that is closed, and commas between what it holds"),
    (r"", 'a text in straight quotes: "text"'),
)


def _tables(lines: list[str]) -> Iterator[str]:
    """Yield for each line the whole key of the table in which it stands; lists count from 0."""
    table, entries = "", Counter[str]()
    for line in lines:
        if found := HEADING.match(line):
            name = found["name"]
            if found["open"] == "[[":
                entries[name] += 1
            parts = name.split(".")
            table = ""
            for end, part in enumerate(parts, 1):
                place = entries[".".join(parts[:end])]
                table = ".".join(filter(None, [table, part, str(place - 1) if place else ""]))
        yield table


def line_of(text: str, key: str) -> int:
    """Return the line of a TOML file on which a key stands, else that of the table around it; else 0.

    Parts of the key are between dots; lists count from 0.
    """
    lines, there = text.splitlines(), dict[str, int]()
    for number, (line, table) in enumerate(zip(lines, _tables(lines), strict=True), 1):
        pair = PAIR.match(line)
        if pair or HEADING.match(line):
            there.setdefault(".".join(filter(None, [table, pair["key"] if pair else ""])), number)
    parts = key.split(".")
    around = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((there[each] for each in around if each in there), 0)


def explain(text: str, problem: str) -> str:
    """Return what to tell of a TOML file that cannot be read; `problem` is what tomllib says of it."""
    lines = text.splitlines()
    place = PLACE.search(problem)
    if not place:
        return (
            "a bracket or quote is open at the end of the file. Expected: it is closed where its value ends."
        )
    number = int(place[1])
    line = lines[number - 1] if number <= len(lines) else ""
    pair = PAIR.match(line)
    table = [*_tables(lines)][number - 1] if pair else ""
    key = f" ({'.'.join(filter(None, [table, pair['key']]))})" if pair else ""
    if "overwrite" in problem or "twice" in problem or "mutate" in problem:
        expected = ONCE
    elif pair and int(place[2]) > pair.start("value"):
        value = re.sub(r"\s*#.*", "", pair["value"])
        expected = next(meant for begin, meant in MEANT if re.match(begin, value))
    else:
        expected = LINE
    # A character that is not seen, or looks like a plain one, does harm only outside of texts and remarks.
    bare = QUOTED.sub(lambda text: "x" * len(text[0]), line)
    odd = odd_character(bare, lambda char: char in " \t" or is_plain(char))
    return f"line {number}{key}, found: {line.strip()}\n  Expected: {expected}{odd}."
