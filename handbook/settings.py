"""Reads a TOML file into a typed model, with errors in plain words for the person who edits the file."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError


class SettingsError(Exception):
    """What is wrong in a settings file: file, key, what was found, what is expected."""


class Table(BaseModel):
    """A table of a TOML file. An empty text is an empty slot, the same as a key that is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_slots_and_unknown_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise PydanticCustomError(
                "malformed", "a table with these keys: {known}", {"known": ", ".join(cls.model_fields)}
            )
        for key in data:
            if key not in cls.model_fields:
                raise PydanticCustomError(
                    "unknown_key", "{key}", {"key": key, "known": list(cls.model_fields)}
                )
        return {key: value for key, value in data.items() if value != ""}


Model = TypeVar("Model", bound=Table)
Context = dict[str, str] | None


def _complain(file: str, error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"])
    context = error.get("ctx", {})
    if error["type"] == "unknown_key":
        name, known = context["key"], context["known"]
        nearest = get_close_matches(name, known, n=1, cutoff=0.0)[0]
        where = f"{key}.{name}" if key else name
        here = ", ".join(known)
        return f'{file}: {where}: this key is not known. Nearest: "{nearest}". Known here: {here}.'
    if error["type"] == "missing":
        return f"{file}: {key}: this is required, and it is missing or empty. Fill it in."
    expected = error["msg"].removeprefix("Input should be ")
    return f"{file}: {key}: found {error['input']!r}; expected {expected}."


def check(file: str, data: Any, model: type[Model], context: Context = None) -> Model:
    """Return `data`, which stands in the file called `file`, as `model`; raises SettingsError."""
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        raise SettingsError("\n".join(_complain(file, each) for each in error.errors())) from None


def read(path: Path, model: type[Model], name: str = "", context: Context = None) -> Model:
    """Read the file at `path` as `model`; errors call the file `name`, else as it is called in its folder.

    `context` is for the values that are read in more than one way. Raises SettingsError that names the file,
    each wrong key, what was found and what is expected.
    """
    file = name or path.name
    try:
        return check(file, tomllib.loads(path.read_text("utf-8")), model, context)
    except FileNotFoundError:
        raise SettingsError(f"{path}: this file is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: this is not valid TOML: {error}.") from None
