"""Finds facts by their keys ("emergency.number"): single ones, all web addresses, all that carry a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from handbook.config.community import Community
from handbook.config.decisions import abilities
from handbook.config.tables.procedure import LawTopic
from handbook.config.tables.services import Emergency, ServiceKind
from handbook.config.toml import Table
from handbook.config.values.addresses import Phone, Url


class Address(NamedTuple):
    """A web address and the key under which it stands."""

    key: str
    uri: str


class Dated(NamedTuple):
    """A fact with its date (None: nobody has confirmed it yet) and the age in days that it may reach."""

    key: str
    when: date | None
    limit: int


def walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each key and value below `value`, tables and lists included."""
    if key:
        yield key, value
    prefix = f"{key}." if key else ""
    if isinstance(value, Table):
        children: list[tuple[str, Any]] = [(name, getattr(value, name)) for name in type(value).model_fields]
    elif isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, tuple):
        children = [(str(number), each) for number, each in enumerate(value)]
    else:
        return
    for name, child in children:
        yield from walk(child, prefix + name)


def ambulance(emergency: Emergency) -> Phone | None:
    """Return the number for someone who is badly hurt, where the one to call first sends no ambulance."""
    if not emergency.kinds or "ambulance" in emergency.kinds:
        return None
    return next((each.number for each in emergency.more if "ambulance" in each.kinds), None)


@lru_cache(maxsize=2)  # each page asks for the facts of the community, and some for those of the source
def facts(community: Community) -> Mapping[str, Any]:
    """Return every value under its key ("emergency.number"), empty slots (None) and tables included.

    `services.<kind>` and `law.<topic>` are there as well: whether the community has something of that kind;
    whether a number or a mailbox belongs to no single person (`report.lines`);
    the number for an ambulance, where it is another than the one to call first (`emergency.ambulance`);
    and what the group can answer with the people it has (see `decisions`).
    """
    there = {f"services.{kind}" for service in community.services for kind in (service.kind, *service.also)}
    there |= {f"law.{note.topic}" for note in community.law}
    kinds = [f"services.{kind}" for kind in get_args(ServiceKind)]
    topics = [f"law.{topic}" for topic in (*get_args(LawTopic), *(note.topic for note in community.law))]
    there_or_not = {key: key in there for key in kinds + topics}
    lines = any((community.report.phone, community.report.text, community.report.mailbox))
    return (
        dict(walk(community))
        | there_or_not
        | {"report.lines": lines, "emergency.ambulance": ambulance(community.emergency)}
        | abilities(community)
    )


def addresses(community: Community) -> list[Address]:
    """Return every web address with its key."""
    return [Address(key, value) for key, value in walk(community) if isinstance(value, Url)]


def dated(community: Community) -> list[Dated]:
    """Return every fact that carries a date, or should."""
    limits = community.limits
    ages = {
        "contacts": limits.contacts,
        "meetup": limits.contacts,
        "report": limits.contacts,
        "promises": limits.contacts,
        "retention": limits.contacts,
        "doors": limits.services,
        "emergency": limits.services,
        "services": limits.services,
        "health": limits.services,
        "law": limits.law,
        "origins": limits.links,
        "links": limits.links,
    }
    return [
        Dated(key.rpartition(".")[0], value, ages[key.partition(".")[0]])
        for key, value in walk(community)
        if key.rpartition(".")[2] in ("checked", "confirmed")
    ]


def is_stale(fact: Dated, today: date) -> bool:
    """Say whether the date of a fact is older than its limit. A fact without a date has not aged."""
    return fact.when is not None and today - fact.when > timedelta(days=fact.limit)
