"""Loads what prints, in the process that a build copies for each language: it takes a second.

A machine without WeasyPrint's libraries hears of that where printing begins.
"""

from contextlib import suppress

with suppress(OSError):
    import handbook.guides.pdf  # noqa: F401
