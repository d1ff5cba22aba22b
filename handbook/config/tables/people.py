"""The people who take reports, and the ways outside the group."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from handbook.config import fitting
from handbook.config.tables.dated import Agreed, Sourced
from handbook.config.toml import Table
from handbook.config.values.addresses import Email, Phone, TextNumber, Url
from handbook.config.values.texts import Language, PlainText, Text


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
        default=None, description="The company that keeps the mail and could read it.", examples=["Google"]
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
        default=None,
        description="A mail address of the group, no organizer's own. Those who take reports can read it.",
    )
    read_by: Text | None = Field(
        default=None,
        description="Who reads the mailbox, if it is not everyone who takes reports.",
        examples=["the team on duty"],
    )
    mail_host: PlainText | None = Field(
        default=None,
        description="The company that keeps the mail of the mailbox and could read it.",
        examples=["Google"],
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
