"""What reporters can count on, how long records are kept, and the law around both."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from handbook.config import fitting
from handbook.config.tables.dated import Agreed, Sourced
from handbook.config.toml import wrong
from handbook.config.values.durations import Days, DaysOrHours, HoursOrDays, Months
from handbook.config.values.texts import Text, Topic

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
    citation: Text | None = Field(
        default=None, description="The law itself, as lawyers write it.", examples=["Example Code 1004"]
    )

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if self.title is None and self.topic not in get_args(LawTopic):
            known = ", ".join(get_args(LawTopic))
            expected = f"one of the known topics ({known}), or a `title` beside it"
            raise wrong(expected, repr(self.topic), "topic")
        return self
