"""Reads and checks community.toml, the one file that holds the facts of a community."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from handbook.config import fitting, languages
from handbook.config.codes import canonical
from handbook.config.languages import Languages
from handbook.config.toml import SettingsError, Table, read, wrong
from handbook.config.values import (
    Days,
    DaysOrHours,
    Email,
    Folder,
    Hours,
    HoursOrDays,
    Language,
    Months,
    Page,
    Phone,
    PlainText,
    Text,
    TextNumber,
    Topic,
    Url,
)

ServiceKind = Literal[
    "police",
    "crisis",
    "mental-health-team",
    "sexual-violence",
    "partner-violence",
    "child-protection",
    "young-people",
    "lgbtq",
    "deaf",
    "immigrants",
    "legal-help",
    "relay",
]
EmergencyKind = Literal["police", "ambulance", "fire", "mobile"]
RecordKind = Literal["notes", "report", "sealed", "contact", "decision", "letters", "log"]
Keeper = Literal["organizers", "outside"]
LawTopic = Literal["child-abuse", "students", "recording", "injunction", "privacy", "imprint", "duty-to-help"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Sourced(Table):
    """A fact that somebody else is responsible for: where it stands, and when it was last checked."""

    source: PlainText | None = None
    url: Url | None = None
    checked: date | None = None


class Agreed(Table):
    """A fact that people of the community stand for: when they last said so."""

    confirmed: date | None = None


class Group(Table):
    """The community itself."""

    name: PlainText
    short_name: PlainText
    place: PlainText
    url: Url
    language: Language


class Handbook(Table):
    """Where the handbook is published, and under which licence."""

    url: Folder
    licence: PlainText
    licence_url: Url
    changed: Text | None = Field(
        default=None, description="What a group that adopted the handbook changed in it, as the licence asks."
    )
    leave_to: Url | None = None


class Agreement(Table):
    """That the organizers stand behind this handbook. While it is empty, pages and paper say so."""

    by: Text | None = Field(default=None, description="who agreed: names, or 'all organizers'")
    since: date | None = Field(default=None, description="the day from which the handbook applies")
    review: date | None = Field(default=None, description="the day on which the organizers look at it again")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "by", "since")
        fitting.needs(self, "since", "by")
        fitting.needs(self, "review", "since")
        return self


class Meetup(Agreed):
    """The place where people meet."""

    venue: Text | None = None
    phones: Text | None = None
    private_room: Text | None = None


class Messenger(Table):
    """An app by which a person can be written to."""

    name: PlainText = Field(description="What the app is called, such as Signal or WhatsApp.")
    url: Url = Field(description="The address that opens a chat with this person in it.")


class Person(Agreed):
    """Someone who takes reports."""

    name: PlainText
    role: Text | None = None
    pronouns: PlainText | None = None
    email: Email | None = None
    phone: Phone | None = None
    phones: tuple[Phone, ...] = Field(default=(), description="Further numbers of the same person.")
    text: TextNumber | None = None
    messengers: tuple[Messenger, ...] = Field(
        default=(), description="Apps by which this person can be written to, each with its name and address."
    )
    url: Url | None = None
    languages: tuple[Language, ...] = ()
    read_by: Text | None = Field(
        default=None, description="Who reads what is sent there, if it is not this person alone."
    )
    mail_host: PlainText | None = Field(
        default=None, description="The company that keeps the mail and could read it, such as Gmail."
    )
    duty: Text | None = Field(
        default=None, description="What this person has to report, and to whom, in whole sentences."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.reachable(self, "email", "phone", "text", "messengers", "url")
        fitting.needs(self, "phones", "phone")
        fitting.needs(self, "mail_host", "email")
        fitting.once("phones", [number for number in (self.phone, *self.phones) if number])
        fitting.once("languages.{}", self.languages)
        return self


class Report(Agreed):
    """The ways of reporting that belong to no single person."""

    mailbox: Email | None = None
    phone: Phone | None = None
    text: TextNumber | None = None
    anonymous_form: Url | None = None
    post: PlainText | None = None
    outside: Person | None = None
    neighbor: Person | None = Field(
        default=None,
        description="another group that decides for us, and we for it, when too few are free of ties",
    )


class Door(Sourced):
    """A way that is open to a reporter without anyone's consent, with what it can and cannot do."""

    name: Text = Field(description="who it is")
    limit: Text = Field(description="what a reporter should know before they go there")
    email: Email | None = None
    phone: Phone | None = None


class EmergencyNumber(Table):
    """One more number to call in danger, and what it is for."""

    number: Phone = Field(description="The number.")
    kinds: tuple[EmergencyKind, ...] = Field(min_length=1, description="What the number is for.")


class Emergency(Sourced):
    """The numbers to call in danger. The first of them is on the button and in the bar."""

    number: Phone = Field(description="The number to call first: buttons call it, and paper shows it.")
    kinds: tuple[EmergencyKind, ...] = Field(
        default=(), description="What the first number is for, where it is not for every emergency."
    )
    text: TextNumber | None = Field(
        default=None, description="The number for text messages, where that is possible."
    )
    app: Url | None = Field(default=None, description="Where an app for emergency calls can be found.")
    app_name: PlainText | None = Field(default=None, description="What that app is called.")
    more: tuple[EmergencyNumber, ...] = Field(
        default=(), description="Other numbers, such as those of the police and of an ambulance."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "app_name", "app")
        fitting.once("more", [self.number, *(each.number for each in self.more)])
        return self


class Service(Sourced):
    """A line or a place that helps and is not part of the community."""

    name: PlainText
    kind: ServiceKind
    also: tuple[ServiceKind, ...] = Field(
        default=(), description="Other kinds of help for which it is listed too."
    )
    number: Phone | None = None
    text: TextNumber | None = None
    text_word: PlainText | None = None
    toll_free: Phone | None = None
    other_times: Phone | None = None
    videophone: Phone | None = Field(
        default=None, description="The number for calls in sign language, with a videophone."
    )
    through_emergency: bool = False
    chat: Url | None = None
    always: bool = False
    days: tuple[Day, ...] = ()
    opens: time | None = None
    closes: time | None = None
    languages: tuple[Language, ...] = ()
    interpreters: int | None = Field(default=None, ge=1)
    note: Text | None = Field(
        default=None,
        description="What to know before one calls: who comes, what to expect, hours that are not so simple.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.reachable(
            self, "number", "text", "toll_free", "videophone", "chat", "url", "through_emergency"
        )
        fitting.needs(self, "text_word", "text")
        fitting.hours(self, get_args(Day))
        fitting.once("languages.{}", self.languages)
        return self


class Health(Sourced):
    """What a forensic nurse exam asks of a person, and how long it is possible."""

    exam_hours: Hours | None = None
    exam_free: bool = False
    exam_without_police: bool = False
    where: Text | None = Field(
        default=None, description="Where such an exam is done, and when: the middle of a sentence."
    )
    cost: Text | None = Field(
        default=None,
        description="What is free and what may be billed, in whole sentences; shown instead of exam_free.",
    )
    hiv_hours: Hours | None = Field(default=None, description="By when medicine against HIV has to start.")
    kept: Months | None = Field(
        default=None,
        description="How long the evidence of someone who does not go to the police is kept, in months.",
    )
    under_18: Text | None = Field(
        default=None, description="What nurses have to report of people under 18, in whole sentences."
    )


class Promises(Agreed):
    """What reporters can count on."""

    answer: HoursOrDays = Field(description="Until a report gets an answer: hours, or a text with the unit.")
    update: DaysOrHours = Field(
        description="Until the reporter hears how it goes: days, or a text with the unit."
    )
    decision: DaysOrHours = Field(
        description="Until a decision, or a written reason why not yet: days, or a text with the unit."
    )
    appeal: DaysOrHours = Field(description="How long one can appeal: days, or a text with the unit.")
    appeal_answer: DaysOrHours = Field(
        description="Until an appeal is answered: days, or a text with the unit."
    )
    third_person: Days | None = Field(
        default=None, description="how long we look for a third person when only one of us is free of ties"
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.in_time(self, "answer", "update", "decision")
        return self


class Retention(Agreed):
    """How long one kind of record is kept, and who destroys it."""

    record: RecordKind
    months: Months
    keeper: Keeper


class Law(Sourced):
    """One note on the law of this place. Not legal advice."""

    topic: Topic = Field(
        description="What it is about: one of the known topics, which have their places on pages and titles "
        "of their own, or any other word; the page for organizers on the law shows them all."
    )
    title: Text | None = Field(
        default=None, description="What the note is called; needed for a topic of your own."
    )
    text: Text = Field(description="The note: a few whole sentences.")
    citation: PlainText | None = Field(default=None, description="The law itself, as lawyers write it.")

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if self.title is None and self.topic not in get_args(LawTopic):
            known = ", ".join(get_args(LawTopic))
            expected = f"one of the known topics ({known}), or a `title` beside it"
            raise wrong(expected, repr(self.topic), "topic")
        return self


class Origin(Table):
    """A work that this text was made from, with what its licence asks us to say."""

    title: PlainText = Field(description="What the work is called.")
    authors: PlainText = Field(description="Who wrote it, in the words that its licence asks for.")
    year: int | None = Field(
        default=None, ge=1900, le=2200, description="The year of the version that was used."
    )
    url: Url = Field(description="Where it can still be read.")
    licence: PlainText | None = Field(default=None, description="The short name of its licence.")
    licence_url: Url | None = Field(default=None, description="Where its licence can be read.")
    changed: Text | None = Field(
        default=None, description="What the group changed in it: one or more sentences."
    )
    checked: date | None = Field(default=None, description="The day on which someone last opened it.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "licence", "licence_url")
        fitting.needs(self, "licence_url", "licence")
        return self


class Link(Table):
    """A work elsewhere that pages point to."""

    title: PlainText
    url: Url
    checked: date | None = None


class Links(Table):
    """The works elsewhere that pages point to, each an empty slot where a community leaves it out."""

    pycon: Link | None = None


class Redirect(Table):
    """An address that was published once and now leads to a page of the handbook."""

    old: Page
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
    agreement: Agreement = Agreement()
    meetup: Meetup
    report: Report
    contacts: tuple[Person, ...] = ()
    doors: tuple[Door, ...] = ()
    emergency: Emergency
    services: tuple[Service, ...] = ()
    health: Health = Health()
    promises: Promises
    retention: tuple[Retention, ...] = ()
    law: tuple[Law, ...] = ()
    origins: tuple[Origin, ...] = Field(
        default=(),
        description="Works that the group added to the text; those of the handbook are named in any case.",
    )
    links: Links = Links()
    redirects: tuple[Redirect, ...] = ()
    limits: Limits

    @field_validator("contacts")
    @classmethod
    def _people_differ(cls, people: tuple[Person, ...]) -> tuple[Person, ...]:
        fitting.once("{}.name", (person.name for person in people))
        return people

    @field_validator("retention")
    @classmethod
    def _records_differ(cls, rows: tuple[Retention, ...]) -> tuple[Retention, ...]:
        fitting.once("{}.record", (row.record for row in rows))
        return rows

    @field_validator("redirects")
    @classmethod
    def _old_addresses_differ(cls, redirects: tuple[Redirect, ...]) -> tuple[Redirect, ...]:
        fitting.once("{}.old", (redirect.old for redirect in redirects))
        return redirects

    @model_validator(mode="after")
    def _emergencies_are_no_services(self) -> Self:
        urgent = {each.uri for each in (self.emergency.number, *(one.number for one in self.emergency.more))}
        for place, service in enumerate(self.services):
            for key in ("number", "toll_free", "other_times", "videophone"):
                if (number := getattr(service, key)) and number.uri in urgent:
                    raise wrong(
                        "another number, because this one is for emergencies: put it into [emergency] only",
                        repr(str(number)),
                        f"services.{place}.{key}",
                    )
        return self

    @model_validator(mode="after")
    def _outside_is_outside(self) -> Self:
        if outside := self.report.outside:
            others: list[tuple[str, Table]] = [("report", self.report)]
            others += [(f"contacts.{number}", person) for number, person in enumerate(self.contacts)]
            fitting.apart(outside, others, "report.outside", ("name", "email", "phone", "text", "url"))
        return self


def own_language(path: Path) -> str:
    """Return the language that a community writes its facts in, as far as the file can be read."""
    try:
        return str(tomllib.loads(path.read_text("utf-8-sig"))["community"]["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return "en"


def load(path: Path, language: str | None = None, table: Languages | None = None) -> Community:
    """Read the facts of a community, its texts in `language` where they are there; raises SettingsError.

    Codes of languages are compared with the table, by default with the one of the handbook around the file.
    """
    own = own_language(path)
    table = table or _table_beside(path)
    names = {code: (row.autonym, row.english) for code, row in table.languages.items()} if table else {}
    if names and own not in names and canonical(own) == own:
        raise SettingsError(
            f"{path.name}: community.language: found {own!r}; expected a language with a row in "
            f"locales/languages.toml: {', '.join(names)}. Add a row there, or write one of these."
        )
    return read(path, Community, context={"language": language or own, "own": own, "names": names})


def _table_beside(path: Path) -> Languages | None:
    try:
        return languages.load(path.parent / "locales" / "languages.toml")
    except SettingsError:  # it is not there, or it has faults of its own, which are told where it is read
        return None
