"""Tables that say when somebody last made sure of them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from handbook.config.toml import Table
from handbook.config.values.addresses import Url
from handbook.config.values.texts import Text


class Sourced(Table):
    """A fact that somebody else is responsible for: where it stands, and when it was last checked."""

    source: Text | None = Field(
        default=None,
        description="Where the fact stands: the name of the page, the paper or the office.",
        examples=["Ministry of Health"],
    )
    url: Url | None = Field(default=None, description="The address of that source.")
    checked: date | None = Field(
        default=None,
        description="The day on which someone called the number, or compared the entry with its source. "
        "Without it, pages say that nobody has.",
    )


class Agreed(Table):
    """A fact that people of the community stand for: when they last said so."""

    confirmed: date | None = Field(
        default=None,
        description="The day on which the people it is about last said that it is right. Without it, pages "
        "say that this is not sure.",
    )
