"""Every address and number that an error gives as an example: nobody answers there, so none is a fact.

The numbers are kept free for examples and films, in the United States (NANPA) and the United Kingdom (Ofcom).
So is example.org (RFC 2606).
"""

from __future__ import annotations

import re

NUMBERS = ("608-555-0100", "+44 20 7946 0018")
MAIL = "name@example.org"
PAGE = "https://example.org/page"

QUOTED_NUMBERS = " or ".join(f'"{number}"' for number in NUMBERS)

LOCAL = 10  # so many digits at the end are the same with and without the code of the country


def _end(number: str) -> str:
    return re.sub(r"\D", "", number)[-LOCAL:]


def is_number(value: str) -> bool:
    """Tell whether a phone number is an example, in whatever grouping."""
    return _end(value) in map(_end, NUMBERS)


def is_address(value: str) -> bool:
    """Tell whether a mail or web address is an example."""
    return value.casefold().rstrip("/") in (MAIL, PAGE)
