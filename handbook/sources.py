"""The works that the facts of the organizers' pages come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from babel import Locale
from docutils import nodes

from handbook.community import Origin
from handbook.settings import Table, read
from handbook.shown import Shown, _, in_language, last_checked, paragraph, speaks, value
from handbook.values import Url

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


def load(path: Path, origin: Origin) -> dict[str, Source]:
    """Read the list of works; `original` is the one that the community's handbook grew from.

    Raises SettingsError.
    """
    original = Source(
        title=origin.title, authors=origin.authors, url=origin.url, read="whole", checked=origin.checked
    )
    return {"original": original} | read(path, Sources).sources


def shown(works: list[Source], limit: int, locale: Locale) -> Shown:
    """Return the list of works for the end of a page; `limit` is the age in days that a date may reach."""
    how = {"whole": _("Read whole."), "part": _("Read in part.")}
    items = nodes.bullet_list("", classes=["sources"])
    for work in works:
        title: nodes.Node = value("", work.title)
        if not speaks(locale, LANGUAGE):
            title = value("", "", in_language(work.title, LANGUAGE))
        if work.url:
            title = nodes.reference("", "", title, refuri=str(work.url), internal=False)
        said = f" {how[work.read]} {last_checked(work.checked, limit, locale)}"
        authors = value("", work.authors)
        items += nodes.list_item("", paragraph(title, nodes.Text(", "), authors, nodes.Text(f".{said}")))
    return [items]
