"""Finds facts of our community where they must not stand: in the pages and on the paper of another one."""

from __future__ import annotations

import re
from functools import cache

from helpers.paths import OTHER, ROOT
from helpers.trees import without
from lxml.html import HtmlElement

from handbook.config.community import load_community
from handbook.config.lookup import walk
from handbook.config.values.addresses import Email, Phone, Url

NAMES = ("name", "short_name", "title", "authors", "citation", "post")
# Not an ordinary word: one of the numbers, capitals or letters that names have.
TELLING = re.compile(r"\d|[A-Z].*[A-Z]|[^\x00-\x7f]")
WORKS = "dl.origins, ul.sources"
# The works that training rests on are the same for every community.
COMMON = (ROOT / "docs" / "sources.toml").read_text("utf-8")


def _tells(key: str, value: object) -> bool:
    name = key.rpartition(".")[2]
    if isinstance(value, Phone | Email | Url):
        return name != "licence_url"
    return isinstance(value, str) and name in NAMES and TELLING.search(value) is not None


@cache
def traces() -> frozenset[str]:
    """Return the names, numbers and addresses of our community that the other one does not have too."""
    ours, theirs = (
        {str(value) for key, value in walk(load_community(path)) if _tells(key, value)}
        for path in (ROOT / "community.toml", OTHER)
    )
    return frozenset(trace for trace in ours - theirs if trace not in COMMON)


def without_works(page: HtmlElement, but: str = "") -> HtmlElement:
    """Return a copy without the works that a page names: licences ask every community to name them.

    `but` is a selector of what else is left out.
    """
    return without(page, f"{WORKS}{but}")


def found(text: str) -> list[str]:
    """Return the traces of our community in a text."""
    there = (trace for trace in traces() if trace in text)  # most are not, and this is quick
    return [trace for trace in there if re.search(rf"(?<![\w.-]){re.escape(trace)}(?![\w-])", text)]
