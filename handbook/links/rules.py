"""Reads and checks links.toml: the links that `make links` leaves out, and the redirects that it allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from handbook.config.toml import Table, read


def _compile(value: Any) -> re.Pattern[str]:
    why = "this is not a text"
    if isinstance(value, str):
        try:
            return re.compile(value)
        except re.error as error:
            why = str(error)
    expected = "a regular expression ({why}); put a backslash before each sign that stands for itself"
    raise PydanticCustomError("malformed", expected, {"why": why})


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compile)]


class Ignored(Table):
    """Links that are not checked: `link` matches the beginning of their addresses."""

    link: Pattern
    reason: str
    date: date


class Redirect(Ignored):
    """A redirect that is meant to be: away from `link`, to an address whose beginning `to` matches."""

    to: Pattern


class Rules(Table):
    """All exceptions."""

    ignored: tuple[Ignored, ...] = ()
    redirects: tuple[Redirect, ...] = ()


def load_rules(path: Path) -> Rules:
    """Read the exceptions; raises SettingsError."""
    return read(path, Rules)


def unused(rules: Rules, uris: Iterable[str]) -> list[str]:
    """Name each exception that matches none of the addresses, in a sentence for people."""
    known = list(uris)
    entries: dict[str, tuple[Ignored, ...]] = {"ignored": rules.ignored, "redirects": rules.redirects}
    return [
        f"links.toml: {name}.{number}: no link begins with '{entry.link.pattern}' any more. Delete the entry."
        for name, rows in entries.items()
        for number, entry in enumerate(rows)
        if not any(entry.link.match(uri) for uri in known)
    ]
