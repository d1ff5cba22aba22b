"""Who helps: emergency numbers, lines and places, and what an exam asks of a person."""

from __future__ import annotations

from datetime import time
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from handbook.config import fitting
from handbook.config.tables.dated import Sourced
from handbook.config.toml import Table
from handbook.config.values.addresses import Phone, TextNumber, Url
from handbook.config.values.durations import HoursOrDays, Months
from handbook.config.values.texts import Language, PlainText, Text

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

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


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

    exam_hours: HoursOrDays | None = Field(
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
    hiv_hours: HoursOrDays | None = Field(
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
