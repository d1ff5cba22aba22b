"""Reads a TOML file into a typed model, with errors in plain words for the person who edits the file."""

from __future__ import annotations

import tomllib
from datetime import date, time
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from handbook.config.characters import is_hidden, is_plain, odd_character
from handbook.config.toml_errors import explain, line_of


class SettingsError(Exception):
    """What is wrong in a settings file: file, key, what was found, what is expected."""


def wrong(expected: str, found: str = "", key: str = "") -> PydanticCustomError:
    """Return the error for a validator to raise. It tells the value that it is about unless it says `found`.

    `key` is for a rule of a whole table that sees which of its keys is to be fixed.
    """
    return PydanticCustomError("wrong", "{expected}", {"expected": expected, "found": found, "key": key})


class Checked(str):
    """A text that has one form only. Subclasses say which, in `check`."""

    expected = "a text"

    @classmethod
    def belongs(cls, char: str) -> bool:
        """Say whether a character may stand in such a text; one that only looks like it may not."""
        return is_plain(char)

    @classmethod
    def hint(cls, value: str) -> str:
        """Say what somebody may have meant, after a semicolon."""
        return ""

    @classmethod
    def is_example(cls, value: str) -> bool:
        """Say whether it is only what an error gives as an example."""
        return False

    @classmethod
    def check(cls, value: str) -> bool:
        """Say whether `value` has the form that `expected` describes."""
        raise NotImplementedError

    @classmethod
    def parse(cls, value: str) -> Self:
        """Return `value` as this kind; raise pydantic's error, in plain words, where it is malformed."""
        odd = odd_character(value, cls.belongs)
        if odd or not cls.check(value):
            raise wrong(cls.expected + (odd or cls.hint(value)))
        if cls.is_example(value):
            raise wrong('a real one, or "" as long as there is none: this is only an example')
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic how to check this kind."""
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))


def is_blank(value: Any) -> bool:
    """Say whether a value is a text in which nothing can be seen."""
    return isinstance(value, str) and all(is_hidden(char) or char.isspace() for char in value)


class Table(BaseModel):
    """A table of a TOML file. An empty text is an empty slot, the same as a key that is left out."""

    # TOML says itself what is a number, a date or a text: nothing is guessed (0 would be a day of 1970).
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_slots_and_unknown_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise wrong(f"a table with these keys: {', '.join(cls.model_fields)}")
        for key in data:
            if key not in cls.model_fields:
                raise PydanticCustomError(
                    "unknown_key", "{key}", {"key": key, "known": list(cls.model_fields)}
                )
        filled = {key: value for key, value in data.items() if not is_blank(value)}
        return {key: tuple(value) if isinstance(value, list) else value for key, value in filled.items()}


Model = TypeVar("Model", bound=Table)
Context = dict[str, Any] | None

# What pydantic finds, in plain words. {places} are filled from its context, else with the key or its end.
PLAIN = {
    "string_type": "a text in quotes (a string)",
    "int_type": "a whole number without quotes (an integer)",
    "float_type": "a number without quotes",
    "finite_number": "a number that has an end",
    "greater_than_equal": "a number greater than or equal to {ge}",
    "less_than_equal": "a number less than or equal to {le}",
    "bool_type": "true or false, in small letters and without quotes",
    "date_type": "a date without quotes and without a time, as in 2026-01-31",
    "time_type": "a time without quotes, with hours, minutes and seconds, as in 07:45:00",
    "list_type": 'a list in brackets, as in ["one", "two"]',
    "tuple_type": 'a list in brackets, as in ["one", "two"]',
    "tuple_type of tables": "tables that each begin with double brackets: [[{name}]]",
    "dict_type": "a table that begins with [{key}]",
    "too_short": "at least {min_length} in the list",
    "string_pattern_mismatch": "a text that this regular expression fits: {pattern}",
}


def _written(value: Any) -> str:
    """Return a value as people write it."""
    if isinstance(value, dict):
        return f"a table with {', '.join(map(str, value)) or 'nothing in it'}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]" if value else "an empty list"
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else repr(value)


def _complain(file: str, error: ErrorDetails, text: str) -> str:
    """Say what is wrong with a value, and on which line of `text` it stands, which the file holds."""
    said, key = _problem(file, error)
    number = line_of(text, key)
    return f"{said} See line {number}." if number else said


def _problem(file: str, error: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong with a value, and its key."""
    context = error.get("ctx", {})
    parts = [str(part) for part in error["loc"]]
    of_name = parts[-1:] == ["[key]"]  # it is no value but the name of a table
    key = ".".join(parts[:-1] if of_name else parts)
    if error["type"] == "unknown_key":
        name, known = context["key"], context["known"]
        nearest = get_close_matches(name, known, n=1, cutoff=0.0)[0]
        where = f"{key}.{name}" if key else name
        here = ", ".join(known)
        odd = odd_character(name, is_plain)
        said = f'{file}: {where}: this key is not known{odd}. Nearest: "{nearest}". Known here: {here}.'
        return said, where
    if error["type"] == "missing":
        return f"{file}: {key}: this is required, and it is missing or empty. Fill it in.", key
    found = context.get("found") or ("the name " if of_name else "") + _written(error["input"])
    of_tables = " of tables" if error["type"] == "tuple_type" and isinstance(error["input"], dict) else ""
    plain = PLAIN.get(error["type"] + of_tables, "")
    expected = plain.format_map({"key": key, "name": key.rpartition(".")[2]} | context) or error["msg"]
    if error["type"] == "literal_error" and isinstance(error["input"], str):
        expected += odd_character(error["input"], is_plain)
    key = ".".join(filter(None, [key, context.get("key")]))
    where = ": ".join(filter(None, [file, key]))
    return f"{where}: found {found}; expected {expected.removeprefix('Input should be ')}.", key


def check(file: str, data: Any, model: type[Model], context: Context = None, text: str = "") -> Model:
    """Return `data`, which stands in the file called `file`, as `model`; raises SettingsError.

    With the `text` of the file it names the line, too.
    """
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        raise SettingsError("\n".join(_complain(file, each, text) for each in error.errors())) from None


def called(path: Path) -> str:
    """Return how errors call a settings file: with its folder where it is a group's own."""
    return f"docs/own/{path.name}" if path.parent.name == "own" else path.name


@lru_cache(maxsize=8)
def loads(text: str) -> dict[str, Any]:
    """Return what a TOML file holds, not to be changed: a build asks five times for the facts."""
    return tomllib.loads(text)


def read(path: Path, model: type[Model], name: str = "", context: Context = None) -> Model:
    """Read the file at `path` as `model`; errors call the file `name`, else as it is `called`.

    `context` is for the values that are read in more than one way. Raises SettingsError that names the file,
    each wrong key, what was found and what is expected.
    """
    file = name or called(path)
    try:
        text = path.read_text("utf-8-sig")  # some editors on Windows begin a file with a mark
    except FileNotFoundError:
        raise SettingsError(f"{path}: this file is missing.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"found a letter that is not in UTF-8: byte {error.object[error.start]:#x}"
        raise SettingsError(
            f"{file}: line {line}: {found}; expected a file that is saved as UTF-8."
        ) from None
    try:
        return check(file, loads(text), model, context, text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: this is not valid TOML: {explain(text, str(error))}") from None
