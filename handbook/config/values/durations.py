"""Lengths of time, in the unit in which people speak of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    GetCoreSchemaHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, core_schema

from handbook.config.toml import wrong


class Duration(int):
    """A whole number of some unit of time, at least one."""

    unit: Any  # "hour", "day", "month" or "year": the one in which people speak of it

    @property
    def count(self) -> int:
        """How many of its unit it is."""
        return int(self)

    @property
    def delta(self) -> timedelta:
        """The same as a timedelta, a month being 30 days and a year 365, as Babel counts."""
        return timedelta(**{f"{self.unit}s": self.count})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic how to check this kind. The upper end is far from any that makes sense."""
        return core_schema.no_info_after_validator_function(
            cls, core_schema.int_schema(strict=True, ge=1, le=10_000)
        )


class Hours(Duration):
    """Hours."""

    unit = "hour"


class Days(Duration):
    """Days."""

    unit = "day"


class Months(Duration):
    """Months, or whole years where it is more than one."""

    @property
    def unit(self) -> Literal["month", "year"]:
        """Years are easier to grasp than many months."""
        return "year" if self % 12 == 0 and self > 12 else "month"

    @property
    def count(self) -> int:
        """How many of its unit it is."""
        return self // 12 if self.unit == "year" else int(self)

    @property
    def delta(self) -> timedelta:
        """Its length."""
        return timedelta(days=self.count * (365 if self.unit == "year" else 30))


LENGTH = re.compile(r"([1-9][0-9]{0,3}) (hour|day)s?")


def _length(kind: type[Duration]) -> WrapValidator:
    """Read a whole number, which is of that kind, or a text with its own unit."""

    def check(given: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        if not isinstance(given, str):
            return handler(given)
        if not (found := LENGTH.fullmatch(given)):
            raise wrong(
                f'a whole number of {kind.unit}s (an integer), or a text with the unit: "36 hours", "3 days"'
            )
        return (Hours if found[2] == "hour" else Days)(int(found[1]))

    return WrapValidator(check)


# A length of time in the unit that is usual for it, or in the other one where a text says so.
HoursOrDays = Annotated[Hours, _length(Hours)]
DaysOrHours = Annotated[Days, _length(Days)]
