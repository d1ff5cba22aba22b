"""Compares the placeholders in the words of the frame: ``%s``, ``%(name)s`` and ``{name}``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|%%|\{\w*\}")
SIGN = re.compile(r"[%{}]")
TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--")


def faults(msgid: str, msgstr: str) -> Iterator[str]:
    """Yield what is wrong with placeholders, and whether HTML was put in."""
    english, shown = Counter(PLACEHOLDER.findall(msgid)), Counter(PLACEHOLDER.findall(msgstr))
    for part in english - shown:
        yield f"{part} is missing: a name or a number is put there. Copy it from the English."
    for part in shown - english:
        yield f"{part} is not in the English, or there too often. Take it out."
    if (
        english
        and (left := SIGN.findall(PLACEHOLDER.sub("", msgstr)))
        and not SIGN.search(PLACEHOLDER.sub("", msgid))
    ):
        yield f"A lonely {left[0]} stands here. Copy parts like %s or {{name}} from the English as a whole."
    order = [part for part in PLACEHOLDER.findall(msgid) if part in ("%s", "%d")]
    if english == shown and order != [part for part in PLACEHOLDER.findall(msgstr) if part in ("%s", "%d")]:
        yield "%s and %d must keep their order. Turn the sentence around them."
    if new := {*TAG.findall(msgstr)} - {*TAG.findall(msgid)}:
        yield f"{min(new)} is HTML. Take it out."
