"""Judges the words of the frame: placeholders ``%s``, ``%(name)s`` and ``{name}``, and Markdown there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handbook.translation.check.markdown import HOLE
from handbook.translation.check.markup import ENTITY

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|%%|\{\w*\}")
SIGN = re.compile(r"[%{}]")
TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--")

BEGINNING = re.compile(r"\s*(?:#+|[-+*>])\s")
AROUND = re.compile(r"(?<!\w)([*_]{1,3})[^\s*_](?:[^*_]*[^\s*_])?\1(?!\w)")  # no star of German: Leser*innen
MARKDOWN = re.compile(r"\\|`|\]\(")


def problems(msgid: str, msgstr: str) -> Iterator[str]:
    """Yield what is wrong with placeholders, and whether HTML was put in."""
    english, translated = Counter(PLACEHOLDER.findall(msgid)), Counter(PLACEHOLDER.findall(msgstr))
    for part in english - translated:
        yield f"{part} is missing: a name or a number is put there. Copy it from the English."
    for part in translated - english:
        yield f"{part} is not in the English, or there too often. Take it out."
    if (
        english
        and (left := SIGN.findall(PLACEHOLDER.sub("", msgstr)))
        and not SIGN.search(PLACEHOLDER.sub("", msgid))
    ):
        yield f"A lonely {left[0]} stands here. Copy parts like %s or {{name}} from the English as a whole."
    order = [part for part in PLACEHOLDER.findall(msgid) if part in ("%s", "%d")]
    if english == translated and order != [
        part for part in PLACEHOLDER.findall(msgstr) if part in ("%s", "%d")
    ]:
        yield "%s and %d must keep their order. Turn the sentence around them."
    if new := {*TAG.findall(msgstr)} - {*TAG.findall(msgid)}:
        yield f"{min(new)} is HTML. Take it out."
    yield from _markdown(msgid, msgstr)


def words(text: str) -> str:
    """Return what readers see, with a mark for what is put in later."""
    return PLACEHOLDER.sub(HOLE, text)


def _markdown(msgid: str, msgstr: str) -> Iterator[str]:
    """Yield signs of Markdown, which mean nothing here."""
    begins = BEGINNING.match(msgstr)
    signs = {begins[0].strip()} if begins and not BEGINNING.match(msgid) else set()
    signs |= {found[1] for found in AROUND.finditer(msgstr)} - {found[1] for found in AROUND.finditer(msgid)}
    signs |= {*MARKDOWN.findall(msgstr)} - {*MARKDOWN.findall(msgid)}
    signs |= {*ENTITY.findall(msgstr)} - {*ENTITY.findall(msgid)}
    if signs:
        yield f"Readers would see {min(signs)}: buttons and menus show each sign as it is. Take it out."
