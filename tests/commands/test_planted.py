"""Faults planted in the shipped translations are found; what careful translators do is left alone."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import pytest
from helpers import planted
from helpers.paths import ROOT

from handbook.config.languages import FRAME
from handbook.translation import catalogs
from handbook.translation.check import checker, rules
from handbook.translation.check.po import syntax
from handbook.translation.check.po.entries import Entry

SEED = int(os.environ.get("SEED", "1"))
TIMES = int(os.environ.get("TIMES", "200"))  # at most so many faults of a kind


class Text(NamedTuple):
    """A translation of the shipped catalogs."""

    language: str
    frame: bool
    entry: Entry


class Shipped:
    """The translations that readers get, and the rules that they are judged by."""

    def __init__(self) -> None:
        self.checker = checker.Checker(ROOT)
        self.texts = [
            Text(language, name == FRAME, entry)
            for language in self.checker.table
            for name in catalogs.names(catalogs.folder(ROOT, language))
            for entry in rules.approved(
                syntax.scan((catalogs.folder(ROOT, language) / f"{name}.po").read_bytes(), ROOT / name)
            )
        ]

    def said(self, text: Text, msgstr: str) -> tuple[list[str], list[str]]:
        """Return why a translation is refused, and what is remarked upon it."""
        entry, context = replace(text.entry, msgstr=msgstr), self.checker.context(text.language)
        problems = [*rules.translation_problems(entry, context, frame=text.frame)]
        return problems, [*rules.doubts(entry, context, frame=text.frame)]

    def spoilt(self, name: str, plant: planted.Plant) -> Iterator[tuple[Text, str]]:
        """Yield translations with a fault."""
        chance = random.Random(f"{SEED} {name}")
        for text in chance.sample(self.texts, len(self.texts)):
            if name.startswith("english") and text.language not in planted.FOREIGN:
                continue
            if name in planted.FRAME and not text.frame:
                continue
            msgstr = plant(text.entry.msgid, text.entry.msgstr, chance)
            if msgstr is not None:
                yield text, msgstr


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    print(f"to see the same faults again: SEED={SEED}")
    return Shipped()


def told(shipped: Shipped, name: str, plant: planted.Plant) -> Counter[str]:
    """Plant a fault many times; return how often it was refused, remarked upon or missed."""
    found: Counter[str] = Counter()
    for text, msgstr in islice(shipped.spoilt(name, plant), TIMES):
        problems, remarks = shipped.said(text, msgstr)
        found["refused" if problems else "remark" if remarks else "missed"] += 1
        if not problems:
            print(text.language, text.entry.msgid, msgstr, sep="\n")
    assert found.total() >= min(20, TIMES), "nothing to spoil"
    print(name, dict(found))
    return found


def test_what_is_shipped_is_neither_refused_nor_remarked_upon(shipped):
    for text in shipped.texts:
        assert shipped.said(text, text.entry.msgstr) == ([], []), text


@pytest.mark.parametrize("name", [*planted.REFUSED, *planted.FRAME])
def test_what_can_be_told_for_sure_is_refused(shipped, name):
    found = told(shipped, name, (planted.REFUSED | planted.FRAME)[name])
    assert found["refused"] == found.total(), f"SEED={SEED}: {found}"


@pytest.mark.parametrize("plant", planted.PROBABLE)
def test_what_is_probable_is_told_mostly(shipped, plant):
    found = told(shipped, plant.__name__, plant)
    refused, said = planted.PROBABLE[plant]
    assert found["refused"] >= refused * found.total(), f"SEED={SEED}: {found}"
    assert found["refused"] + found["remark"] >= said * found.total(), f"SEED={SEED}: {found}"


@pytest.mark.parametrize("name", planted.HARMLESS)
def test_what_careful_translators_do_is_not_refused(shipped, name):
    for text, msgstr in islice(shipped.spoilt(name, planted.HARMLESS[name]), TIMES):
        problems = [each for each in shipped.said(text, msgstr)[0] if "The glossary says" not in each]
        assert problems == [], f"SEED={SEED}: {msgstr}"  # a glossary may ask for "18" in digits
