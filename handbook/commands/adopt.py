"""`make adopt NAME="PyBerlin" COUNTRY=DE`: writes a group's own file of facts, and says what is left."""

from __future__ import annotations

import sys
import textwrap
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from phonenumbers import country_code_for_region
from phonenumbers.shortnumberinfo import is_emergency_number

from handbook.config import project
from handbook.config.reference import Key, Keys, tables, written
from handbook.config.toml import SettingsError

WIDTH = 118
NORTH_AMERICA = 1  # the country code of the countries whose emergency number is 911
# Countries that print on Letter: CLDR, supplemental/measurementData, paperSize, 2025. All others: A4.
LETTER = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
# What a new group can begin with, for it says nothing about a place. All the rest it has to find out itself.
COMMON = ("promises", "retention", "limits")

HEAD = """\
The facts of {name}. `make check` says what is wrong or missing, and pages leave out what is empty.

This file is yours: taking in a new version of the handbook does not touch it. A line with # in front is an
example: take the # away and write your own. Fill in `checked` on the day on which you called a number or
compared an entry with its source, and `confirmed` on the day on which the people concerned said yes. Write
dates without quotes: checked = 2026-01-31
"""

LEFT = """\
{file} is written. What is left, in the order in which a reader needs it:

 1. [emergency] number: {emergency}
 2. [[contacts]]: two people or more who take reports, and have said yes. Without them, nobody can write.
 3. [[services]]: who helps where you are when somebody is hurt or afraid, and the police for what can wait.
 4. [community] place and url, [handbook] url: your town, and where both are on the web.
 5. [promises]: only what the people you have can keep. Make one smaller rather than break it.
 6. [report.outside] or [report.neighbor]: somebody outside, for reports about one of you.
 7. [[law]]: what the law says where you are, read by somebody who knows it.
 8. [handbook] languages: {languages}
 9. [agreement]: when all of you stand behind it. Until then pages say so, and paper says DRAFT.

Then: make check
"""


def emergency_numbers(country: str) -> list[str]:
    """Return the emergency numbers of a country (ISO 3166), the one to call first in front; maybe none.

    From the data of Google's libphonenumber, which says that a number is one, but not whose.
    """
    found = [number for number in map(str, range(100, 1000)) if is_emergency_number(number, country)]
    best = "911" if country_code_for_region(country) == NORTH_AMERICA else "112"
    return sorted(found, key=lambda number: number != best)


def own_languages(country: str, known: Mapping[str, object]) -> list[str]:
    """Return the languages of a country that the handbook is published in, the most spoken one first."""
    spoken = get_official_languages(country, regional=True, de_facto=True)
    return [code for each in spoken for code in known if code == each or code.startswith(f"{each}_")]


def proposal(top: Path, name: str, country: str, known: Mapping[str, object]) -> dict[str, Any]:
    """Return the values that a new file begins with, by their keys; a list of tables is a list.

    `known` are the languages that the handbook `top` is published in.
    """
    languages = own_languages(country, known)
    common = tomllib.loads((top / project.FACTS).read_text("utf-8"))
    given: dict[str, Any] = {
        "community.name": name,
        "community.short_name": name,
        "community.place": Locale("en").territories[country],
        "community.url": "",
        "community.language": languages[0] if languages else "en",
        "handbook.url": "",
        "handbook.licence": "CC BY 4.0",
        "handbook.licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "handbook.paper": "letter" if country in LETTER else "a4",
        "handbook.languages": [*dict.fromkeys(["en", *languages])],
        "emergency.number": next(iter(emergency_numbers(country)), ""),
    }
    for table in COMMON:
        value = common[table]
        given |= {table: value} if isinstance(value, list) else {f"{table}.{k}": v for k, v in value.items()}
    return given


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ")


def _key(key: Key, values: Mapping[str, Any], used: bool) -> list[str]:
    """Return the lines of one key: what it is for, and its value, or an example behind a #."""
    if key.example is None:
        return []  # a table of its own
    line = f"{key.name} = {written(values[key.name])}" if key.name in values and used else f"# {key.line}"
    return [*_comment(f"{key.purpose} ({key.kind}{'; needed' if key.required else ''})"), line]


def _table(table: Keys, given: Mapping[str, Any]) -> list[str]:
    """Return the lines of one table, behind a # where a group may do without it."""
    rows = given.get(table.path)
    if table.same_as:
        return ["", *_comment(f"{table.purpose} Its keys are those of {table.same_as}."), f"# {table.header}"]
    if isinstance(rows, list):
        head, *rest = rows
        lines = ["", *_comment(table.purpose), table.header]
        lines += [line for key in table.keys for line in _key(key, head, used=True)]
        for row in rest:
            lines += ["", table.header, *(f"{name} = {written(value)}" for name, value in row.items())]
        return lines
    values = {key.name: given[key.path] for key in table.keys if key.path in given}
    used = table.required or bool(values)
    lines = ["", *_comment(table.purpose), table.header if used else f"# {table.header}"]
    return [*lines, *(line for key in table.keys for line in _key(key, values, used))]


def render(given: Mapping[str, Any]) -> str:
    """Return a file of facts: every key with what it is for, and its value or an example."""
    lines = [f"# {line}".rstrip() for line in HEAD.format(name=given["community.name"]).splitlines()]
    for table in tables():
        lines += _table(table, given)
    return "\n".join(lines) + "\n"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", help="what your group is called")
    parser.add_argument("--country", required=True, type=str.upper, help="two letters: DE, KE, US (ISO 3166)")


def run(top: Path, options: Namespace) -> int:
    """Write the file of a new group; return 0, or 1 with the reason. It never replaces a file."""
    country, out = options.country, top / project.OWN / project.FACTS
    if country not in get_global("territory_languages"):
        print(f"There is no country {country!r}. Write its two letters, as in DE, KE or US.", file=sys.stderr)
        return 1
    try:
        known = project.read_languages(top).built()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    given = proposal(top, options.name, country, known)
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(render(given))
    except FileExistsError:
        print(f"{out} is there already, and stays as it is. Edit it, then: make check", file=sys.stderr)
        return 1
    numbers = emergency_numbers(country)
    found = f"phonenumbers {version('phonenumbers')} knows {' and '.join(numbers)}. Confirm it where you are."
    emergency = found if numbers else "we know none for your country. Nothing is built without it."
    languages = f"{', '.join(given['handbook.languages'])} now. There is {', '.join(known)}."
    print(LEFT.format(file=out.relative_to(top), emergency=emergency, languages=languages), end="")
    return 0
