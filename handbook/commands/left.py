"""What a group has still to do about its facts, in the order in which a reader needs them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from handbook.config import fitting, lookup, project
from handbook.config.community import Community
from handbook.config.decisions import DECIDERS, abilities, gaps
from handbook.config.lookup import Dated
from handbook.config.tables.dated import Agreed
from handbook.config.toml import Table, called
from handbook.config.toml_errors import line_of
from handbook.config.values.addresses import Email, Phone, Url

# What somebody does about an old fact: `confirmed` is for people to say, `checked` for anyone to find out.
ADVICE = {
    "confirmed": "Ask the people concerned. When they say that it is right, write down the day: confirmed =",
    "checked": "Call the number (but look up an emergency number) or compare with the source. "
    "When it is right, write down the day: checked =",
}
# What a reader in trouble needs first.
ORDER = (
    "emergency",
    "contacts",
    "report",
    "services",
    "health",
    "doors",
    "meetup",
    "promises",
    "retention",
    "law",
)
# What to know of a way to report that is another's as well, by the table in which it stands.
SHARED = {
    "report": "A report about that person would reach them. Use one that belongs to nobody alone and that "
    "everyone who takes reports can open, or leave it out",
    "contacts": "A report about one of the two would reach that one too. Use one that only this person has",
}

Facts = dict[str, Any]  # as TOML has them: they need not be right, or complete


def _of(facts: Facts, *keys: str) -> Any:
    """Return a value, or None where it or a table around it is missing or something else."""
    value: Any = facts
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def steps(facts: Facts) -> Iterator[str]:
    """Yield what is left of the facts, each with the table in which it stands."""
    contacts, report = _of(facts, "contacts"), _of(facts, "report")
    people = [each for each in contacts if isinstance(each, dict)] if isinstance(contacts, list) else []
    if not (number := _of(facts, "emergency", "number")):
        yield "[emergency] number: the one to call in danger. Nothing is built without it."
    elif not _of(facts, "emergency", "checked"):
        yield (
            f"[emergency] checked: find out if {number} is right where you are, and who answers. "
            "Look it up with the police or the state. Don't call to try it."
        )
    if len(people) < DECIDERS:
        yield (
            "[[contacts]]: two people or more who take reports, and have said yes. "
            "Without them, nobody can write."
        )
    elif not all(each.get("confirmed") for each in people):
        yield "[[contacts]] confirmed: the day on which each of them said that the entry is right."
    if not _of(facts, "services"):
        yield (
            "[[services]]: who helps where you are when somebody is hurt or afraid, and the police "
            "for what can wait."
        )
    if not (_of(facts, "community", "url") and _of(facts, "handbook", "url")):
        yield "[community] place and url, [handbook] url: your town, and where both are on the web."
    if not _of(facts, "meetup", "venue"):
        yield "[meetup]: where you meet, a phone that anybody can use, and a room in which two can talk."
    if not _of(facts, "promises", "confirmed"):
        yield "[promises]: only what the people you have can keep. Make one smaller rather than break it."
    if not (_of(report, "outside") or _of(report, "neighbor")):
        yield "[report.outside] or [report.neighbor]: somebody outside, for reports about one of you."
    if not _of(facts, "law"):
        yield "[[law]]: what the law says where you are, read by somebody who knows it."
    if not _of(facts, "agreement", "since"):
        yield "[agreement]: when all of you stand behind it. Until then pages say so, and paper says DRAFT."


def listed(facts: Facts) -> str:
    """Return the steps with their numbers, one a line ("" if nothing is left)."""
    return "".join(f"{number:2}. {step}\n" for number, step in enumerate(steps(facts), 1))


def tasks_left(top: Path) -> str:
    """Return what is left of the facts of a handbook, as far as they can be read ("" if nothing)."""
    with suppress(OSError, ValueError):  # the check of facts has said why
        lines = listed(tomllib.loads(project.facts_file(top).read_text("utf-8-sig")))
        return lines and f"\nWhat is left, in the order in which a reader needs it (no fault):\n\n{lines}"
    return ""


def kind_of_date(table: Table) -> str:
    """Return which date a table carries."""
    return "confirmed" if isinstance(table, Agreed) else "checked"


def is_empty(table: Table) -> bool:
    """Say whether all slots of a table are empty: then there is nothing to check or to confirm."""
    return not any(value for name, value in table if name not in ("source", "url", "checked", "confirmed"))


def describe(fact: Dated, table: Table, today: date) -> str:
    """Return one line: the key, which entry of a list it is, its date and its limit."""
    names = (getattr(table, name, None) for name in ("name", "title", "topic", "record"))
    name = next((f" ({each})" for each in names if each), "")
    done = kind_of_date(table)
    when = f"{done} on {fact.when}, {(today - fact.when).days} days ago" if fact.when else f"not {done} yet"
    return f"{fact.key}{name}: {when}; limit: {fact.limit} days"


def by_need(fact: Dated) -> int:
    """Sort facts by how soon a reader needs them."""
    table = fact.key.partition(".")[0]
    return ORDER.index(table) if table in ORDER else len(ORDER)


def old_facts(facts: Community, today: date, *, undated: bool) -> dict[str, list[str]]:
    """Return facts that are too old, by what to do about them; with `undated` also those never looked at."""
    tables = lookup.facts(facts)
    old = [
        (fact, tables[fact.key])
        for fact in sorted(lookup.dated(facts), key=by_need)
        if not is_empty(tables[fact.key])
        and (lookup.is_stale(fact, today) or (undated and fact.when is None))
    ]
    told = {
        f"{advice} {today}": [
            describe(fact, table, today) for fact, table in old if kind_of_date(table) == kind
        ]
        for kind, advice in ADVICE.items()
    }
    return {advice: lines for advice, lines in told.items() if lines}


def format_stale_facts(facts: Community, today: date) -> str:
    """Return which facts are too old or were never looked at, and what to do ("" if there are none)."""
    old = old_facts(facts, today, undated=True)
    told = "".join("\n".join(["", *(f"  {line}" for line in old[advice]), f"{advice}", ""]) for advice in old)
    return told and f"\nFacts to look at (no fault; lists count from 0):\n{told}"


def unanswered(facts: Community) -> str:
    """Return what the group cannot answer with the people it has ("" if nothing)."""
    lines = [f"  {gap}" for gap in gaps(abilities(facts))]
    return "\n".join(["", "What the group cannot answer yet (no fault):", "", *lines, ""]) if lines else ""


def shared_ways(facts: Community, file: Path) -> str:
    """Return which ways to report reach an organizer under two names ("" if none).

    A mail address may, where `read_by` tells the reader. Someone outside is refused when the file is read.
    """
    inside = facts.report.model_copy(update={"outside": None, "neighbor": None})
    tables: list[tuple[str, Table]] = [(f"contacts.{n}", person) for n, person in enumerate(facts.contacts)]
    owners: dict[str, tuple[str, str]] = {}
    lines = []
    for where, table in [*tables, ("report", inside)]:
        for key, value in lookup.walk(table, where):
            if not isinstance(value, Email | Phone | Url):
                continue
            owner, first = owners.setdefault(fitting.same_way(value), (where, key))
            mail = isinstance(value, Email)
            if owner == where or (mail and getattr(table, "read_by", None)):
                continue
            otherwise = ", or say in `read_by` who reads it" if mail else ""
            number = line_of(file.read_text("utf-8-sig"), key)
            lines.append(
                f"  {called(file)}: {key}: found {str(value)!r}, which is {first} as well. "
                f"{SHARED[where.partition('.')[0]]}{otherwise}. See line {number}."
            )
    return "\n".join(["", "Who else a report reaches (no fault):", "", *lines, ""]) if lines else ""
