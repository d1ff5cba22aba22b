"""Reads and checks community.toml, the one file that holds the facts of a community."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from pydantic import Field

from handbook.settings import Table, read
from handbook.values import Days, Email, Folder, Hours, Language, Months, Phone, TextNumber, Url

ServiceKind = Literal[
    "police",
    "crisis",
    "mental-health-team",
    "sexual-violence",
    "partner-violence",
    "child-protection",
    "relay",
]
RecordKind = Literal["notes", "report", "sealed", "contact", "decision", "letters", "log"]
Keeper = Literal["organizers", "outside"]
LawTopic = Literal["child-abuse", "students", "recording", "injunction"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Sourced(Table):
    """A fact that somebody else is responsible for: where it stands, and when it was last checked."""

    source: str | None = None
    url: Url | None = None
    checked: date | None = None


class Agreed(Table):
    """A fact that people of the community stand for: when they last said so."""

    confirmed: date | None = None


class Group(Table):
    """The community itself."""

    name: str
    short_name: str
    place: str
    url: Url
    language: Language


class Handbook(Table):
    """Where the handbook is published, and where it can be changed."""

    url: Folder
    repository: Url | None = None
    licence: str
    licence_url: Url


class Meetup(Agreed):
    """The place where people meet. Texts are in the language of the community."""

    venue: str | None = None
    phones: str | None = None
    private_room: str | None = None


class Person(Agreed):
    """Someone who takes reports."""

    name: str
    role: str | None = None
    pronouns: str | None = None
    email: Email | None = None
    phone: Phone | None = None
    text: TextNumber | None = None
    url: Url | None = None
    languages: tuple[Language, ...] = ()


class Report(Agreed):
    """The ways of reporting that belong to no single person."""

    mailbox: Email | None = None
    phone: Phone | None = None
    text: TextNumber | None = None
    anonymous_form: Url | None = None
    post: str | None = None
    outside: Person | None = None


class Emergency(Sourced):
    """The number to call in danger."""

    number: Phone
    text: TextNumber | None = None


class Service(Sourced):
    """A line or a place that helps and is not part of the community."""

    name: str
    kind: ServiceKind
    number: Phone | None = None
    text: TextNumber | None = None
    text_word: str | None = None
    toll_free: Phone | None = None
    other_times: Phone | None = None
    through_emergency: bool = False
    chat: Url | None = None
    always: bool = False
    days: tuple[Day, ...] = ()
    opens: time | None = None
    closes: time | None = None
    languages: tuple[Language, ...] = ()
    interpreters: int | None = Field(None, ge=1)


class Health(Sourced):
    """What a forensic nurse exam asks of a person, and how long it is possible."""

    exam_hours: Hours | None = None
    exam_free: bool = False
    exam_without_police: bool = False


class Promises(Agreed):
    """What reporters can count on."""

    answer: Hours
    update: Days
    decision: Days
    appeal: Days
    appeal_answer: Days


class Retention(Agreed):
    """How long one kind of record is kept, and who destroys it."""

    record: RecordKind
    months: Months
    keeper: Keeper


class Law(Sourced):
    """One note on the law of this place, in the language of the community. Not legal advice."""

    topic: LawTopic
    text: str
    citation: str | None = None


class Origin(Table):
    """A work that this text was made from, with what its licence asks us to say."""

    title: str
    authors: str
    url: Url
    licence: str | None = None
    licence_url: Url | None = None
    checked: date | None = None


class Link(Table):
    """A work elsewhere that pages point to."""

    title: str
    url: Url
    checked: date | None = None


class Links(Table):
    """The works elsewhere that pages point to, each an empty slot where a community leaves it out."""

    pycon: Link | None = None


class Redirect(Table):
    """An address that was published once and now leads to a page of the handbook."""

    old: str = Field(pattern=r"^/\S+\.html$")
    page: str


class Limits(Table):
    """The age at which a date is too old."""

    contacts: Days
    services: Days
    law: Days
    links: Days


class Community(Table):
    """All facts of one community."""

    community: Group
    handbook: Handbook
    meetup: Meetup
    report: Report
    contacts: tuple[Person, ...] = ()
    emergency: Emergency
    services: tuple[Service, ...] = ()
    health: Health = Health()
    promises: Promises
    retention: tuple[Retention, ...] = ()
    law: tuple[Law, ...] = ()
    origins: tuple[Origin, ...] = Field(min_length=1)  # the licences of the works ask for it
    links: Links = Links()
    redirects: tuple[Redirect, ...] = ()
    limits: Limits


class Address(NamedTuple):
    """A web address and the key under which it stands."""

    key: str
    uri: str


class Dated(NamedTuple):
    """A fact with its date (None: nobody has confirmed it yet) and the age in days that it may reach."""

    key: str
    when: date | None
    limit: int


def load(path: Path) -> Community:
    """Read the facts of a community; raises SettingsError."""
    return read(path, Community)


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


def facts(community: Community) -> dict[str, Any]:
    """Return every value under its key ("emergency.number"), empty slots (None) and tables included.

    `services.<kind>` is there as well: whether the community has a service of that kind.
    """
    there = {service.kind for service in community.services}
    kinds = {f"services.{kind}": kind in there for kind in get_args(ServiceKind)}
    return dict(walk(community)) | kinds


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
