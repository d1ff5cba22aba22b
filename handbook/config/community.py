"""Reads and checks community.toml, the one file that holds the facts of a community."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from handbook.config import fitting, languages
from handbook.config.codes import canonical
from handbook.config.languages import Languages
from handbook.config.tables.group import Agreement, Group, Handbook, Limits, Links, Meetup, Origin, Redirect
from handbook.config.tables.people import Door, Person, Report
from handbook.config.tables.procedure import Law, Promises, Retention
from handbook.config.tables.services import Emergency, Health, Service
from handbook.config.toml import SettingsError, Table, called, loads, read, wrong


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

    @field_validator("contacts", "retention", "redirects")
    @classmethod
    def _entries_differ(cls, entries: tuple[Table, ...], info: ValidationInfo) -> tuple[Table, ...]:
        key = {"contacts": "name", "retention": "record", "redirects": "old"}[str(info.field_name)]
        fitting.once(f"{{}}.{key}", (getattr(entry, key) for entry in entries))
        return entries

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
        others: list[tuple[str, Table]] = [("report", self.report)]
        others += [(f"contacts.{number}", person) for number, person in enumerate(self.contacts)]
        for key, outside in (
            ("report.outside", self.report.outside),
            ("report.neighbor", self.report.neighbor),
        ):
            if outside:
                fitting.check_apart(outside, others, key, ("name", "email", "phone", "text", "url"))
                others.append((key, outside))
        return self


def own_language(path: Path) -> str:
    """Return the language that a community writes its facts in, as far as the file can be read."""
    try:
        return str(loads(path.read_text("utf-8-sig"))["community"]["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return "en"


def load_community(path: Path, language: str | None = None, table: Languages | None = None) -> Community:
    """Read the facts of a community, its texts in `language` where they are there; raises SettingsError.

    Codes of languages are compared with the table, by default with the one of the handbook around the file.
    """
    own = own_language(path)
    table = table or _table_beside(path)
    names = {code: (row.autonym, row.english) for code, row in table.languages.items()} if table else {}
    if names and own not in names and canonical(own) == own:
        raise SettingsError(
            f"{called(path)}: community.language: found {own!r}; expected a language with a row in "
            f"locales/languages.toml or docs/own/languages.toml: {', '.join(names)}. Write one of these, "
            "or add a row: for a language of your own in docs/own/languages.toml."
        )
    return read(path, Community, context={"language": language or own, "own": own, "names": names})


def _table_beside(path: Path) -> Languages | None:
    try:
        return languages.load_languages(path.parent / "locales" / "languages.toml")
    except SettingsError:  # it is not there, or it has problems of its own, which are told where it is read
        return None
