"""Reads and checks community.toml, the one file that holds the facts of a community."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from handbook.values import Days, Email, Folder, Hours, Language, Months, Phone, TextNumber, Url

ServiceKind = Literal[
    "police", "crisis", "mental-health-team", "sexual-violence", "partner-violence", "child-protection", "relay"
]
RecordKind = Literal["notes", "report", "sealed", "contact", "decision", "letters", "log"]
Keeper = Literal["organizers", "outside"]
LawTopic = Literal["child-abuse", "students", "recording", "injunction"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class CommunityError(Exception):
    """What is wrong in community.toml, in words for the person who edits it."""


class Facts(BaseModel):
    """A table of community.toml. An empty text is an empty slot, the same as a key that is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_slots_and_unknown_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise PydanticCustomError("malformed", "a table with these keys: {known}", {"known": ", ".join(cls.model_fields)})
        for key in data:
            if key not in cls.model_fields:
                raise PydanticCustomError("unknown_key", "{key}", {"key": key, "known": list(cls.model_fields)})
        return {key: value for key, value in data.items() if value != ""}


class Sourced(Facts):
    """A fact that somebody else is responsible for: where it stands, and when it was last compared or dialled."""

    source: str | None = None
    url: Url | None = None
    checked: date | None = None


class Agreed(Facts):
    """A fact that people of the community stand for: when they last said so."""

    confirmed: date | None = None


class Group(Facts):
    """The community itself."""

    name: str
    short_name: str
    place: str
    url: Url
    language: Language


class Handbook(Facts):
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
    """How long one kind of record is kept, and who deletes it."""

    record: RecordKind
    months: Months
    keeper: Keeper


class Law(Sourced):
    """One note on the law of this place, in the language of the community. Not legal advice."""

    topic: LawTopic
    text: str
    citation: str | None = None


class Origin(Facts):
    """A work that this text was made from, with what its licence asks us to say."""

    title: str
    authors: str
    url: Url
    licence: str | None = None
    licence_url: Url | None = None
    checked: date | None = None


class Link(Facts):
    """A work elsewhere that pages point to."""

    title: str
    url: Url
    checked: date | None = None


class Redirect(Facts):
    """An address that was published once and now leads to a page of the handbook."""

    old: str = Field(pattern=r"^/\S+\.html$")
    page: str


class Limits(Facts):
    """The age at which a date is too old."""

    contacts: Days
    services: Days
    law: Days
    links: Days


class Community(Facts):
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
    origins: tuple[Origin, ...] = ()
    links: dict[str, Link] = {}
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


def _complain(path: Path, error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"])
    context = error.get("ctx", {})
    if error["type"] == "unknown_key":
        name, known = context["key"], context["known"]
        nearest = get_close_matches(name, known, n=1, cutoff=0.0)[0]
        where = f"{key}.{name}" if key else name
        return f'{path.name}: {where}: this key is not known. Nearest known key: "{nearest}". Known here: {", ".join(known)}.'
    if error["type"] == "missing":
        return f"{path.name}: {key}: this fact is required and it is missing or empty. Add it."
    expected = error["msg"].removeprefix("Input should be ")
    return f"{path.name}: {key}: found {error['input']!r}; expected {expected}."


def load(path: Path) -> Community:
    """Read the facts of a community.

    Raises CommunityError that names the file, each wrong key, what was found and what is expected.
    """
    try:
        return Community.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise CommunityError(f"{path}: this file is missing. It holds the facts of your community.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommunityError(f"{path.name}: this is not valid TOML: {error}.") from None
    except ValidationError as error:
        raise CommunityError("\n".join(_complain(path, each) for each in error.errors())) from None


def walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each key and value below `value`, tables and lists included, in the order of the file's description."""
    if key:
        yield key, value
    prefix = f"{key}." if key else ""
    if isinstance(value, Facts):
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

    `services.<kind>` is there as well, true for each kind of service that the community has.
    """
    kinds = {f"services.{service.kind}": True for service in community.services}
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
    """Say whether the date of a fact is older than its limit; a fact without a date is not stale but unconfirmed."""
    return fact.when is not None and today - fact.when > timedelta(days=fact.limit)
