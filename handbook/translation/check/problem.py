"""What is wrong in a catalog or a glossary, with its place and how to fix it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

CATALOGS = "Run: make catalogs"
TIDIED = "`make catalogs` fixes that."  # who has only an editor or a browser need not

# What GitHub's toolkit (@actions/core, command.ts) writes for signs that end a message or a property.
MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


class Problem(NamedTuple):
    """One thing that is wrong in a catalog, and how to fix it. `start` is the beginning of the English text.

    `line` is 0 where the file as a whole is meant. `stale`: nothing wrong reaches a reader, at worst English
    instead of a translation, and `make catalogs` fixes it. `remark`: worth a look, and perhaps right; it
    stops nothing.
    """

    path: Path
    line: int
    start: str
    text: str
    stale: bool = False
    remark: bool = False

    @property
    def refused(self) -> bool:
        """Tell whether nothing may be built or written from the file as it is."""
        return not (self.stale or self.remark)

    def __str__(self) -> str:
        """Return the line that people read."""
        line = f":{self.line}" if self.line else ""
        start = f"[{self.start}] " if self.start else ""
        remark = "Remark: " if self.remark else ""
        return f"{self.path}{line}: {start}{remark}{self.text}"

    @property
    def annotation(self) -> str:
        """Return the workflow command by which GitHub Actions shows this at its line of a proposal."""
        kind = "notice" if self.remark else "error"
        file = str(self.path).translate(PROPERTY)
        line = f",line={self.line}" if self.line else ""
        start = f"[{self.start}] " if self.start else ""
        return f"::{kind} file={file}{line}::{f'{start}{self.text}'.translate(MESSAGE)}"
