"""The works that the handbook was made from, and those that the facts of the organizers' pages come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from babel import Locale
from docutils import nodes
from pydantic import Field

from handbook.config.community import Community
from handbook.config.tables.group import Origin
from handbook.config.toml import Table, read
from handbook.config.values.addresses import Url
from handbook.facts.blocks import Definition, definitions, small
from handbook.facts.render import (
    Nodes,
    _,
    in_language,
    interpolate,
    last_checked,
    paragraph,
    speaks,
    text_node,
    value,
)

LANGUAGE = "en"  # of all titles in the list


class Source(Table):
    """One work: who wrote it, how much of it was read, and when somebody last opened it."""

    title: str
    authors: str
    url: Url | None = None
    read: Literal["whole", "part"]
    checked: date | None = None


class Sources(Table):
    """All works by the key that pages name."""

    sources: dict[str, Source]


class Origins(Table):
    """The works that the handbook was made from, by the key that pages name: the same in every copy."""

    origins: dict[str, Origin] = Field(min_length=1)


def origins(docs: Path) -> dict[str, Origin]:
    """Read which works the handbook was made from; raises SettingsError."""
    return read(docs / "origins.toml", Origins).origins


def load_sources(docs: Path) -> dict[str, Source]:
    """Read all works that pages can name, the origins too; raises SettingsError."""
    works = {
        key: Source(title=work.title, authors=work.authors, url=work.url, read="whole", checked=work.checked)
        for key, work in origins(docs).items()
    }
    return works | read(docs / "sources.toml", Sources).sources


def _titled(title: str, language: str, locale: Locale) -> value:
    return value("", title) if speaks(locale, language) else value("", "", in_language(title, language))


def source_list(works: list[Source], limit: int, locale: Locale) -> Nodes:
    """Return the list of works for the end of a page; `limit` is the age in days that a date may reach."""
    how = {"whole": _("Read whole."), "part": _("Read in part.")}
    items = nodes.bullet_list("", classes=["sources"])
    for work in works:
        title: nodes.Node = _titled(work.title, LANGUAGE, locale)
        if work.url:
            title = nodes.reference("", "", title, refuri=str(work.url), internal=False)
        said = f" {how[work.read]} {last_checked(work.checked, limit, locale)}"
        authors = value("", work.authors)
        items += nodes.list_item("", paragraph(title, nodes.Text(", "), authors, nodes.Text(f".{said}")))
    return [items]


def _origin(work: Origin, language: str, limit: int, locale: Locale) -> Definition:
    authors = value("", work.authors)
    if work.year:
        by = interpolate(_("By {authors}, {year}."), authors=authors, year=value("", str(work.year)))
    else:
        by = interpolate(_("By {authors}."), authors=authors)
    lines = [paragraph(*by)]
    if work.licence:
        name = value("", work.licence)
        licence = nodes.reference("", "", name, refuri=str(work.licence_url), internal=False)
        lines.append(paragraph(*interpolate(_("License: {licence}."), licence=licence)))
    if work.changed:
        lines.append(
            paragraph(*interpolate(_("What was changed: {changed}"), changed=text_node(work.changed)))
        )
    lines.append(small(last_checked(work.checked, limit, locale)))
    title = nodes.reference(
        "", "", _titled(work.title, language, locale), refuri=str(work.url), internal=False
    )
    return Definition([title], lines)


def origins_shown(works: dict[str, Origin], community: Community, locale: Locale) -> Nodes:
    """Return the works that the handbook was made from, as their licenses ask, then those that a group added.

    The handbook of which this one is a copy is among them, but no handbook is made from itself.
    """
    named = [(work, LANGUAGE) for work in works.values() if work.url != community.handbook.url]
    named += [(work, community.community.language) for work in community.origins]
    limit = community.limits.links
    return definitions((_origin(work, language, limit, locale) for work, language in named), "origins")
