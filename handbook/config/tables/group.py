"""The group itself, its handbook, and the place where it meets."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from handbook.config import fitting
from handbook.config.tables.dated import Agreed
from handbook.config.toml import Table
from handbook.config.values.addresses import Folder, Page, Url
from handbook.config.values.durations import Days
from handbook.config.values.texts import Language, PlainText, Text


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
        examples=["We added what the university asks of its guests."],
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

    contacts: Days = Field(
        description="For people, the place where you meet, promises and records.", examples=[180]
    )
    services: Days = Field(
        description="For emergency numbers, services, health, and ways outside the group.", examples=[365]
    )
    law: Days = Field(description="For notes on the law.", examples=[365])
    links: Days = Field(description="For works elsewhere.", examples=[365])
