"""`make adopt NAME="PyBerlin" COUNTRY=DE`: writes a group's own file of facts, and says what is left."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.lists import format_list
from phonenumbers import country_code_for_region
from phonenumbers.shortnumberinfo import is_emergency_number

from handbook.commands.left import listed
from handbook.config import project
from handbook.config.languages import Languages
from handbook.config.reference import Key, Keys, tables, toml_literal
from handbook.config.toml import SettingsError

WIDTH = 118
NORTH_AMERICA = 1  # the country code of the countries whose emergency number is 911
NOWHERE = "ZZ"  # what CLDR calls an unknown place
PAGES = {"github.com": "github.io", "gitlab.com": "gitlab.io", "codeberg.org": "codeberg.page"}
HOSTED = re.compile(
    rf"\b(?P<host>{'|'.join(map(re.escape, PAGES))})[:/](?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(\.git)?/?$"
)
# Countries that print on Letter: CLDR, supplemental/measurementData, paperSize, 2025. All others: A4.
LETTER = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
MORE = "emergency.more.number"  # an example only: of a further number nobody knows what it is for
# What a new group can begin with, for it says nothing about a place. All the rest it has to find out itself.
COMMON = ("promises", "retention", "limits")

HEAD = """\
The facts of {name}. `make check` says what is wrong or missing, and pages leave out what is empty.

This file is yours: taking in a new version of the handbook does not touch it. A line with # in front is an
example: take the # away and write your own. Fill in `checked` on the day on which you called a number or
compared an entry with its source, and `confirmed` on the day on which the people concerned said yes. Never
call an emergency number to try it: look it up. Write dates without quotes: checked = 2026-01-31
"""

LEFT = """\
{file} is written. What is left, in the order in which a reader needs it:

{left}
Emergency: {emergency}
Languages: {languages}

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
        "community.place": Locale.parse(languages[0] if languages else "en").territories[country],
        "community.url": "",
        "community.language": languages[0] if languages else "en",
        "handbook.url": "",
        "handbook.licence": "CC BY 4.0",
        "handbook.licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "handbook.paper": "letter" if country in LETTER else "a4",
        "handbook.languages": [*dict.fromkeys(["en", *languages])],
    }
    given |= dict(zip(("emergency.number", MORE), emergency_numbers(country) or [""], strict=False))
    given |= at_home(top, common["handbook"]["url"])
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
    line = f"{key.name} = {toml_literal(values[key.name])}" if key.name in values else key.line
    behind = "" if key.name in values and used else "# "
    return [*_comment(f"{key.purpose} ({key.kind}{'; needed' if key.required else ''})"), behind + line]


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
            lines += ["", table.header, *(f"{name} = {toml_literal(value)}" for name, value in row.items())]
        return lines
    values = {key.name: given[key.path] for key in table.keys if key.path in given}
    used = table.required or any(key.path in given and key.path != MORE for key in table.keys)
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
    parser.add_argument("--country", required=True, help="two letters: DE, KE, US (ISO 3166)")


def languages_offered(country: str, published: Collection[str], known: Languages) -> str:
    """Return which languages the group publishes now, which more there are, and how to begin its own."""
    there = known.built()
    told = f"{', '.join(published)} now. There is {', '.join(there)}."
    own = [code for code in get_official_languages(country, de_facto=True) if "_" not in code]
    lacking = [code for code in own if not any(each.partition("_")[0] == code for each in there)]
    names = [Locale("en").languages[code] for code in lacking if code in Locale("en").languages]
    return (
        f"{told} Not yet: {', '.join(names)}. You can begin one: see docs/about/adopt.md." if names else told
    )


def meant(country: str) -> str:
    """Return the country (ISO 3166) that somebody means: by its two letters, also former ones, or its name.

    Raises LookupError with what to write where there is none.
    """
    given = country.strip()
    code = str(get_global("territory_aliases").get(given.upper(), [given.upper()])[0])  # UK is GB
    names = {name.casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2}
    if code not in get_global("territory_languages") or code == NOWHERE:
        near = names.get(given.casefold())
        hint = f". For {Locale('en').territories[near]}: COUNTRY={near}" if near else ", as in DE, KE or US"
        raise LookupError(f"There is no country {country!r}. Write its two letters{hint}.")
    return code


def at_home(top: Path, original: str) -> dict[str, str]:
    """Return where a copy on GitHub, GitLab or Codeberg is kept, and where it is published from there.

    From the address that git has it from; nothing where that is no such place, or that of the `original`,
    which is published below its own address.
    """
    command = ["git", "-C", str(top), "remote", "get-url", "origin"]
    try:
        address = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return {}
    found = HOSTED.search(address)
    if not found:
        return {}
    owner, name = found["owner"].lower(), found["name"]
    site = f"https://{owner}.{PAGES[found['host']]}/"
    url = site if name.lower() == f"{owner}.{PAGES[found['host']]}" else f"{site}{name}/"
    if url.startswith(original):
        return {}
    return {
        "handbook.repository": f"https://{found['host']}/{found['owner']}/{name}",
        "handbook.url": url,
    }


def run(top: Path, options: Namespace) -> int:
    """Write the file of a new group; return 0, or 1 with the reason. It never replaces a file."""
    name, out = options.name.strip(), top / project.OWN / project.FACTS
    try:
        if not name or not name.isprintable():
            raise LookupError(
                'Say what your group is called, on one line: make adopt NAME="PyBerlin" COUNTRY=DE'
            )
        country = meant(options.country)
        known = project.read_languages(top)
        given = proposal(top, name, country, known.built())
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("x", encoding="utf-8") as file:
            file.write(render(given))
    except FileExistsError:
        print(f"{out} is there already, and stays as it is. Edit it, then: make check", file=sys.stderr)
        return 1
    except (LookupError, SettingsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    numbers = emergency_numbers(country)
    named = format_list(numbers, locale="en") if numbers else ""
    found = f"phonenumbers {version('phonenumbers')} knows {named}. Confirm it where you are."
    emergency = found if numbers else "we know none for your country. Nothing is built without it."
    file_name, left = out.relative_to(top), listed(tomllib.loads(render(given)))
    languages = languages_offered(country, given["handbook.languages"], known)
    print(LEFT.format(file=file_name, left=left, emergency=emergency, languages=languages), end="")
    return 0
