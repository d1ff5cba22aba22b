"""Says of every key of community.toml what it is for, worked out from the models that read the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from handbook.config import examples
from handbook.config.community import Community
from handbook.config.toml import Table
from handbook.config.values.addresses import Email, Folder, Page, Phone, TextNumber, Url
from handbook.config.values.durations import Days, DaysOrHours, HoursOrDays, Months
from handbook.config.values.texts import Language, PlainText, Text, Topic

NUMBER = examples.NUMBERS[0]
FOLDER = f"{examples.PAGE}/"

# How each kind of value is written, in words, and with an example that no community can take for a fact.
KINDS: list[tuple[Any, str, Any]] = [
    (Phone, "a phone number in quotes", NUMBER),
    (TextNumber, "a number for text messages, in quotes", NUMBER),
    (Email, "a mail address in quotes", examples.MAIL),
    (Url, "a web address in quotes", examples.PAGE),
    (Folder, "a web address in quotes, with a slash at its end", FOLDER),
    (Page, "the path of a page, in quotes", "/2019/rules.html"),
    (Topic, "a word of small letters, in quotes", None),
    (Language, "the code of a language, in quotes", "en"),
    (PlainText, "a text in quotes", None),
    (Text, "a text in quotes, or one for each language", None),
    (str, "a text in quotes", None),
    (HoursOrDays, "a whole number of hours, or a text with its unit", 48),
    (DaysOrHours, "a whole number of days, or a text with its unit", 14),
    (Days, "a whole number of days", 14),
    (Months, "a whole number of months", 12),
    (int, "a whole number", None),
    (bool, "true or false", True),
    (date, "a date without quotes", date(2026, 1, 31)),
    (time, "a time without quotes", time(9, 0)),
]


class Key(NamedTuple):
    """One key of a table."""

    path: str  # "emergency.number", in the file below `[emergency]`
    name: str
    purpose: str
    kind: str
    example: Any  # a value as Python has it; None where it is a table of its own
    required: bool
    annotation: Any

    @property
    def line(self) -> str:
        """The example as it is written in the file."""
        return f"{self.name} = {toml_literal(self.example)}"


class Keys(NamedTuple):
    """One table, its header as it is written in the file, and its keys. One like another has no keys."""

    path: str
    header: str
    purpose: str
    required: bool
    keys: tuple[Key, ...]
    same_as: str = ""  # the header of the table with the same keys


def toml_literal(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, list):
        return f"[{', '.join(map(toml_literal, value))}]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)  # the same for texts, whole numbers and yes or no


def _plain(annotation: Any) -> Any:
    """Return an annotation without the None of an empty slot."""
    parts = [part for part in get_args(annotation) if part is not NoneType]
    return parts[0] if NoneType in get_args(annotation) else annotation


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _table(annotation: Any) -> type[Table] | None:
    """Return the model of a table, or of the tables in a list."""
    one = get_args(annotation)[0] if _is_list(annotation) else annotation
    return one if isinstance(one, type) and issubclass(one, Table) else None


def _kind(annotation: Any) -> tuple[str, Any]:
    """Return how a value is written, and an example; raises LookupError where KINDS does not know it."""
    if _table(annotation):
        return ("one or more tables" if _is_list(annotation) else "a table"), None
    if _is_list(annotation):
        words, example = _kind(get_args(annotation)[0])
        return f"a list in brackets, each part {words}", [example]
    if get_origin(annotation) is Literal:
        return f"one of these in quotes: {', '.join(get_args(annotation))}", get_args(annotation)[0]
    for known, words, example in KINDS:
        if annotation == known:
            return words, example
    raise LookupError(f"the reference of keys has no words for {annotation!r}")


def _annotations(model: type[Table]) -> dict[str, Any]:
    """Return the annotation of each key, those last that it shares with other tables."""
    hints = get_type_hints(model, include_extras=True)
    shared = getattr(model.__base__, "model_fields", {})
    return {name: _plain(hints[name]) for name in sorted(model.model_fields, key=shared.__contains__)}


def _keys(model: type[Table], path: str) -> Iterator[Key]:
    for name, annotation in _annotations(model).items():
        field = model.model_fields[name]
        kind, usual = _kind(annotation)
        example = field.examples[0] if field.examples else usual
        yield Key(
            f"{path}.{name}", name, field.description or "", kind, example, field.is_required(), annotation
        )


def tables() -> list[Keys]:
    """Return every table of community.toml with its keys, in the order of the models."""
    found: list[Keys] = []
    first: dict[type[Table], str] = {}

    def walk(model: type[Table], path: str) -> None:
        for name, annotation in _annotations(model).items():
            if (below := _table(annotation)) is None:
                continue
            field, here = model.model_fields[name], f"{path}.{name}".lstrip(".")
            header = f"[[{here}]]" if _is_list(annotation) else f"[{here}]"
            known = first.setdefault(below, header)
            keys, same = (tuple(_keys(below, here)), "") if known == header else ((), known)
            found.append(Keys(here, header, field.description or "", field.is_required(), keys, same))
            if keys:
                walk(below, here)

    walk(Community, "")
    return found
