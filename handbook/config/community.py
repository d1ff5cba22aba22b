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
    "intimate-images",
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
LawTopic = Literal[
    "child-abuse",
    "students",
    "recording",
    "injunction",
    "privacy",
    "imprint",
    "duty-to-help",
    "evidence",
    "adults-at-risk",
    "entry",
    "liability",
]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Sourced(Table):
    """A fact that somebody else is responsible for: where it stands, and when it was last checked."""

    source: PlainText | None = Field(
        default=None,
        description="Where the fact stands: the name of the page, the paper or the office.",
        examples=["Ministry of Health"],
    )
    url: Url | None = Field(default=None, description="The address of that source.")
    checked: date | None = Field(
        default=None,
        description="The day on which someone called the number, or compared the entry with its source. "
        "Without it, pages say that nobody has.",
    )


class Agreed(Table):
    """A fact that people of the community stand for: when they last said so."""

    confirmed: date | None = Field(
        default=None,
        description="The day on which the people it is about last said that it is right. Without it, pages "
        "say that this is not sure.",
    )


class Group(Table):
    """The community itself."""

    name: PlainText = Field(
        description="The full name of your group. It stands in titles and on paper.",
        examples=["Example Python User Group"],
    )
    short_name: PlainText = Field(
        description="The short name of your group. Each page shows it at the top.", examples=["ExPUG"]
    )
    place: PlainText = Field(description="The city and the country.", examples=["Exampletown, Exampleland"])
    url: Url = Field(description="The address of your group. It is not the address of the handbook.")
    language: Language = Field(
        description="The language in which you write your facts. It is also the first language of the "
        "handbook."
    )


class Handbook(Table):
    """Where the handbook is published, and under which license."""

    url: Folder = Field(description="The address of the folder in which the handbook is published.")
    licence: PlainText = Field(
        description="The short name of the license of your text.", examples=["CC BY 4.0"]
    )
    licence_url: Url = Field(description="The address at which the license can be read.")
    changed: Text | None = Field(
        default=None,
        description="What you changed in the text, in whole sentences. The license asks you to say it.",
        examples=["We wrote of a conference where it spoke of a meetup."],
    )
    languages: tuple[Language, ...] = Field(
        default=(),
        description="The languages that you publish, beside the one that the pages are written in. "
        "Without it, all that the handbook has.",
        examples=[["en", "es"]],
    )
    paper: Literal["letter", "a4"] | None = Field(
        default=None,
        description="The paper on which organizers print. Guides for them then come in that size only. "
        "What attendees take home is printed in both, for they may be at home elsewhere.",
    )
    repository: Url | None = Field(
        default=None,
        description="Where your copy of the handbook is kept, on GitHub, GitLab or Codeberg. Pages for "
        "organizers and translators then offer to improve them there. Pages for attendees never do.",
    )
    leave_to: Url | None = Field(
        default=None,
        description="Where the button Leave takes a reader who must not be seen here. Choose a dull page "
        "that everybody knows. Without it there is no such button.",
    )


class Agreement(Table):
    """That the organizers stand behind this handbook. While it is empty, pages and paper say so."""

    by: Text | None = Field(
        default=None, description="Who has agreed to the handbook.", examples=["all organizers"]
    )
    since: date | None = Field(default=None, description="The day from which the handbook holds.")
    review: date | None = Field(
        default=None,
        description="The day on which the organizers look at it again.",
        examples=[date(2027, 1, 31)],
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "by", "since")
        fitting.needs(self, "since", "by")
        fitting.needs(self, "review", "since")
        return self


class Meetup(Agreed):
    """The place where people meet."""

    venue: Text | None = Field(
        default=None,
        description="Where you meet: a name and a street.",
        examples=["Town Hall, 5 Example Street"],
    )
    phones: Text | None = Field(
        default=None,
        description="A phone that people without one can use. It is the middle of a sentence.",
        examples=["the phone at the front desk"],
    )
    private_room: Text | None = Field(
        default=None,
        description="A quiet room in which two people can talk. It is the middle of a sentence.",
        examples=["the green room on the first floor"],
    )
    interpreters: Text | None = Field(
        default=None,
        description="How you get an interpreter, and who pays. It is the end of a sentence.",
        examples=["the city books them for us, and pays"],
    )


class Messenger(Table):
    """An app by which a person can be written to."""

    name: PlainText = Field(
        description="What the app is called, such as Signal or WhatsApp.", examples=["Signal"]
    )
    url: Url = Field(description="The address that opens a chat with this person in it.")


class Person(Agreed):
    """Someone who takes reports."""

    name: PlainText = Field(
        description="The name of the person, as they want to be called.", examples=["Robin Beispiel"]
    )
    role: Text | None = Field(
        default=None, description="What they do in the group.", examples=["co-organizer"]
    )
    pronouns: PlainText | None = Field(
        default=None,
        description="The pronouns of the person, if they want to say them.",
        examples=["they/them"],
    )
    email: Email | None = Field(default=None, description="The mail address that they read.")
    phone: Phone | None = Field(default=None, description="Their phone number.")
    phones: tuple[Phone, ...] = Field(default=(), description="More numbers of the same person.")
    text: TextNumber | None = Field(
        default=None, description="The number to which one can send them a text message."
    )
    messengers: tuple[Messenger, ...] = Field(
        default=(), description="Apps by which this person can be written to."
    )
    url: Url | None = Field(default=None, description="A page of their own, or a form that only they read.")
    languages: tuple[Language, ...] = Field(default=(), description="The languages that they speak.")
    read_by: Text | None = Field(
        default=None,
        description="Who reads what is sent there, if it is not this person alone.",
        examples=["Robin and the night team"],
    )
    mail_host: PlainText | None = Field(
        default=None, description="The company that keeps the mail and could read it.", examples=["Gmail"]
    )
    duty: Text | None = Field(
        default=None,
        description="What this person has to report, and to whom, in whole sentences.",
        examples=["Robin teaches at a school, and must tell it when a child is hurt."],
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

    mailbox: Email | None = Field(
        default=None, description="A mail address of the group. Those who take reports can read it."
    )
    read_by: Text | None = Field(
        default=None,
        description="Who reads the mailbox, if it is not everyone who takes reports.",
        examples=["the team on duty"],
    )
    mail_host: PlainText | None = Field(
        default=None,
        description="The company that keeps the mail of the mailbox and could read it.",
        examples=["Gmail"],
    )
    phone: Phone | None = Field(default=None, description="A phone number of the group, such as a hotline.")
    text: TextNumber | None = Field(default=None, description="A number of the group for text messages.")
    anonymous_form: Url | None = Field(
        default=None, description="The address of a form that asks for no name."
    )
    post: PlainText | None = Field(
        default=None, description="An address for letters.", examples=["P.O. Box 1, Exampletown"]
    )
    outside: Person | None = Field(
        default=None,
        description="Someone outside the group who has agreed to take reports about an organizer.",
    )
    neighbor: Person | None = Field(
        default=None,
        description="Another group that decides for you when too few of you are free of ties, and you for "
        "it.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "read_by", "mailbox")
        fitting.needs(self, "mail_host", "mailbox")
        return self


class Door(Sourced):
    """A way that is open to a reporter without anyone's consent, with what it can and cannot do."""

    name: Text = Field(description="Who it is.", examples=["The staff of the town hall"])
    limit: Text = Field(
        description="What they cannot do, in whole sentences. A reader should know that before they go "
        "there.",
        examples=["They can ask a person to leave. They do not look into what happened."],
    )
    email: Email | None = Field(default=None, description="Their mail address.")
    phone: Phone | None = Field(default=None, description="Their phone number.")


class EmergencyNumber(Table):
    """One more number to call in danger, and what it is for."""

    number: Phone = Field(description="The number.")
    kinds: tuple[EmergencyKind, ...] = Field(min_length=1, description="What the number is for.")


class Emergency(Sourced):
    """The numbers to call in danger. The first of them is on the button and in the bar."""

    number: Phone = Field(
        description="The number to call first. It is on each button, in the bar of each page, and on paper."
    )
    kinds: tuple[EmergencyKind, ...] = Field(
        default=(), description="What the first number is for, if it is not for every emergency."
    )
    text: TextNumber | None = Field(
        default=None, description="The number for text messages in danger, if there is one."
    )
    app: Url | None = Field(default=None, description="Where an app for emergency calls can be found.")
    app_name: PlainText | None = Field(
        default=None, description="What that app is called.", examples=["Rescue app"]
    )
    more: tuple[EmergencyNumber, ...] = Field(default=(), description="The other numbers to call in danger.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "app_name", "app")
        fitting.once("more", [self.number, *(each.number for each in self.more)])
        return self


class Service(Sourced):
    """A line or a place that helps and is not part of the community."""

    name: PlainText = Field(
        description="What the line or the place is called.", examples=["Example Night Line"]
    )
    kind: ServiceKind = Field(
        description="What it helps with. It decides on which pages and under which heading it stands."
    )
    also: tuple[ServiceKind, ...] = Field(
        default=(), description="Other kinds of help for which it is listed too."
    )
    number: Phone | None = Field(default=None, description="The number to call.")
    text: TextNumber | None = Field(default=None, description="The number for text messages.")
    text_word: PlainText | None = Field(
        default=None, description="The word to send to that number, if it asks for one.", examples=["HELLO"]
    )
    toll_free: Phone | None = Field(default=None, description="A number that costs nothing to call.")
    other_times: Phone | None = Field(default=None, description="The number to call outside the hours.")
    videophone: Phone | None = Field(default=None, description="The number for calls in sign language.")
    through_emergency: bool = Field(
        default=False, description="Whether one reaches it by calling the emergency number and asking for it."
    )
    chat: Url | None = Field(default=None, description="The address of a chat.")
    always: bool = Field(
        default=False, description="Whether somebody answers day and night. Then it has no other hours."
    )
    days: tuple[Day, ...] = Field(
        default=(), description="The days on which it is open, in the order of the week."
    )
    opens: time | None = Field(default=None, description="When it opens.")
    closes: time | None = Field(
        default=None, description="When it closes. That may be after midnight.", examples=[time(17)]
    )
    languages: tuple[Language, ...] = Field(default=(), description="The languages in which it helps.")
    interpreters: int | None = Field(
        default=None, ge=1, description="In how many more languages it has interpreters.", examples=[240]
    )
    note: Text | None = Field(
        default=None,
        description="What to know before one calls, in whole sentences.",
        examples=["They ask for your first name only."],
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

    exam_hours: Hours | None = Field(
        default=None,
        description="How many hours after an assault a nurse exam is still of use.",
        examples=[120],
    )
    exam_free: bool = Field(default=False, description="Whether the exam costs nothing.")
    exam_without_police: bool = Field(
        default=False, description="Whether one can have the exam and not go to the police."
    )
    where: Text | None = Field(
        default=None,
        description="Where such an exam is done, and when. It is the middle of a sentence.",
        examples=["the clinic at the park, day and night"],
    )
    cost: Text | None = Field(
        default=None,
        description="What is free and what may be billed, in whole sentences. It takes the place of "
        "exam_free.",
        examples=["The exam is free. The ride home is not."],
    )
    hiv_hours: Hours | None = Field(
        default=None,
        description="After how many hours it is too late for the medicine against HIV.",
        examples=[72],
    )
    kept: Months | None = Field(
        default=None,
        description="How long the evidence is kept for someone who does not go to the police.",
        examples=[120],
    )
    under_18: Text | None = Field(
        default=None,
        description="What nurses have to report of people under 18, in whole sentences.",
        examples=["A nurse must tell the youth office if a child is hurt."],
    )


class Promises(Agreed):
    """What reporters can count on."""

    answer: HoursOrDays = Field(description="How long until a report gets an answer.")
    update: DaysOrHours = Field(description="How long until the reporter hears how it goes.", examples=[7])
    decision: DaysOrHours = Field(description="How long until you decide, or say in writing why not yet.")
    review: HoursOrDays = Field(
        description="How long until someone without a tie goes over what one organizer had to do alone."
    )
    appeal: DaysOrHours = Field(description="How long one can appeal.", examples=[30])
    appeal_answer: DaysOrHours = Field(description="How long until an appeal is answered.")
    third_person: Days | None = Field(
        default=None,
        description="How long you look for one more person to decide, when only one of you is free of ties.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.in_time(self, "answer", "update", "decision")
        return self


class Retention(Agreed):
    """How long one kind of record is kept, and who destroys it."""

    record: RecordKind = Field(description="The kind of record.")
    months: Months = Field(description="How many months you keep it.")
    keeper: Keeper = Field(description="Who destroys it.")


class Law(Sourced):
    """One note on the law of this place. Not legal advice."""

    topic: Topic = Field(
        description="What the note is about. Each of the known topics has a title and its place on pages. "
        "They are child-abuse, students, recording, injunction, privacy, imprint, duty-to-help, "
        "evidence, adults-at-risk, entry and liability. Any other word needs a title, and stands "
        "on the page for organizers about the law.",
        examples=["privacy"],
    )
    title: Text | None = Field(
        default=None,
        description="What the note is called. A topic of your own needs it.",
        examples=["Who may send people out"],
    )
    text: Text = Field(
        description="The note, in a few whole sentences.", examples=["You may ask us what we know about you."]
    )
    citation: PlainText | None = Field(
        default=None, description="The law itself, as lawyers write it.", examples=["Example Code 1004"]
    )

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if self.title is None and self.topic not in get_args(LawTopic):
            known = ", ".join(get_args(LawTopic))
            expected = f"one of the known topics ({known}), or a `title` beside it"
            raise wrong(expected, repr(self.topic), "topic")
        return self


class Origin(Table):
    """A work that this text was made from, with what its license asks us to say."""

    title: PlainText = Field(
        description="What the work is called.", examples=["House rules of an earlier conference"]
    )
    authors: PlainText = Field(
        description="Who wrote it, in the words that its license asks for.", examples=["Earlier Conference"]
    )
    year: int | None = Field(
        default=None, ge=1900, le=2200, description="The year of the version that was used.", examples=[2019]
    )
    url: Url = Field(description="Where it can still be read.")
    licence: PlainText | None = Field(
        default=None, description="The short name of its license.", examples=["CC BY 4.0"]
    )
    licence_url: Url | None = Field(default=None, description="Where its license can be read.")
    changed: Text | None = Field(
        default=None,
        description="What you changed in it, in whole sentences.",
        examples=["We made it shorter."],
    )
    checked: date | None = Field(default=None, description="The day on which someone last opened it.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        fitting.needs(self, "licence", "licence_url")
        fitting.needs(self, "licence_url", "licence")
        return self


class Link(Table):
    """A work elsewhere that pages point to."""

    title: PlainText = Field(description="What the work is called.", examples=["A code of conduct elsewhere"])
    url: Url = Field(description="Its address.")
    checked: date | None = Field(default=None, description="The day on which someone last opened it.")


class Links(Table):
    """The works elsewhere that pages point to, each an empty slot where a community leaves it out."""

    pycon: Link | None = Field(
        default=None, description="The code of conduct of PyCon, from which much of this text comes."
    )


class Redirect(Table):
    """An address that was published once and now leads to a page of the handbook."""

    old: Page = Field(description="The old address, without the name of the site.")
    page: str = Field(
        description="The page to which it leads now: its file in docs, without the ending.",
        examples=["report/index"],
    )


class Limits(Table):
    """The age at which a date is too old."""

    contacts: Days = Field(description="For people, the meetup, promises and records.", examples=[180])
    services: Days = Field(
        description="For emergency numbers, services, health, and ways outside the group.", examples=[365]
    )
    law: Days = Field(description="For notes on the law.", examples=[365])
    links: Days = Field(description="For works elsewhere.", examples=[365])


class Community(Table):
    """All facts of one community."""

    community: Group = Field(description="The group itself.")
    handbook: Handbook = Field(description="Where the handbook is published, and under which license.")
    agreement: Agreement = Field(
        default=Agreement(), description="That the organizers stand behind the handbook."
    )
    meetup: Meetup = Field(description="The place where you meet.")
    contacts: tuple[Person, ...] = Field(default=(), description="The people who take reports.")
    report: Report = Field(description="The ways of reporting that belong to no single person.")
    doors: tuple[Door, ...] = Field(
        default=(), description="Ways outside the group that are open to everyone."
    )
    emergency: Emergency = Field(description="The numbers to call in danger.")
    services: tuple[Service, ...] = Field(default=(), description="Lines and places that help.")
    health: Health = Field(default=Health(), description="What a nurse exam asks of a person.")
    promises: Promises = Field(description="What reporters can count on.")
    retention: tuple[Retention, ...] = Field(default=(), description="How long records are kept.")
    law: tuple[Law, ...] = Field(default=(), description="Notes on the law where you are.")
    origins: tuple[Origin, ...] = Field(
        default=(),
        description="Works from which you took text yourself. Those of the handbook are named in any case.",
    )
    links: Links = Field(default=Links(), description="Works elsewhere to which pages point.")
    redirects: tuple[Redirect, ...] = Field(default=(), description="Old addresses that lead on.")
    limits: Limits = Field(description="How old a date may become.")

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
