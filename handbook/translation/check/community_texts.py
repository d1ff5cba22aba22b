"""Checks the sentences of community.toml as translations of pages are checked, as far as that makes sense."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handbook.config.community import load_community, own_language
from handbook.config.values.addresses import Phone, Url
from handbook.translation.check.typed_facts import GROUPS, LONG, RUN, known, normalize

NAMES = ("name", "source", "citation", "authors", "post")  # they may hold a number
Sentences = dict[str, str]  # by the code of their language


def is_value(text: str) -> bool:
    """Tell whether a text is a number or an address, and no sentence."""
    return Phone.check(text) or Url.check(text)


def sentences(value: Any, own: str, key: str = "") -> Iterator[tuple[str, Sentences]]:
    """Yield every text of a community by its key: the one in its `own` language, and its translations."""
    if key.rpartition(".")[2] in NAMES:
        return
    if isinstance(value, dict) and isinstance(value.get(own), str):
        yield key, value
    elif isinstance(value, str) and not is_value(value):
        yield key, {own: value}
    elif isinstance(value, dict | list):
        for name, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from sentences(child, own, f"{key}.{name}".strip("."))


def _numbers(text: str) -> set[str]:
    joined = {re.sub(r"\D", "", group) for group in GROUPS.findall(normalize(text))}
    return {number for number in {*RUN.findall(normalize(text))} | joined if len(number) >= LONG}


def problems(path: Path) -> str:
    """Return what is wrong in the sentences of the facts at `path`, one line each; raises SettingsError.

    A number of another fact would stay when that fact changes, and a long number is the same everywhere.
    """
    own = own_language(path)
    phones = known(load_community(path)).phones
    told = []
    for key, texts in sentences(tomllib.loads(path.read_text("utf-8-sig")), own):
        for code, text in texts.items():
            place = f"{path.name}: {key}{f'.{code}' * (len(texts) > 1)}"
            numbers = _numbers(text)
            if typed := sorted(numbers & phones.keys()):
                number = phones[typed[0]]
                told.append(f"{place}: {number} is typed in, and it can change. Say it without the number.")
            elif missing := sorted(_numbers(texts[own]) ^ numbers):
                told.append(f"{place}: {missing[0]} stands only here or only in {own}. Write it in both.")
    return "\n".join(told)
