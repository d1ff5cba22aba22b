"""A rule that stands in more than one place says the same in each: data/rules.toml lists them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from helpers.paths import DATA, ROOT

Rule = Mapping[str, Any]
RULES: list[Rule] = tomllib.loads((DATA / "rules.toml").read_text("utf-8"))["rules"]
LABEL = re.compile(r"^\(([\w-]+)\)=\n", re.M)


def plain(text: str) -> str:
    """Return the words of a text in Markdown; a fact is its key in braces."""
    text = re.sub(r"\{fact\}`([\w.-]+)`", r"{\1}", text)
    text = re.sub(r"\[([^][]*)\]\([^)\s]*\)", r"\1", text)
    return " ".join(re.sub(r"^ *>|[*`]|^:{3,}.*$", " ", text, flags=re.M).split()).lower()


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    """Return what stands in each place of the English pages: below a label, or on a whole page."""
    found = {}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text("utf-8")
        found[path.relative_to(ROOT / "docs").with_suffix("").as_posix()] = plain(LABEL.sub("", text))
        _, *parts = LABEL.split(text)
        found |= {label: plain(words) for label, words in zip(parts[::2], parts[1::2], strict=True)}
    return found


def first(text: str, phrases: list[str]) -> int:
    """Return where the first of these phrases begins, or -1."""
    return min((text.find(each.lower()) for each in phrases if each.lower() in text), default=-1)


def problems(rule: Rule, texts: Mapping[str, str]) -> list[str]:
    """Return a sentence for each place that does not say what the rule says."""
    wrong = [f"{place}: there is no such label or page" for place in rule["places"] if place not in texts]
    for place in (each for each in rule["places"] if each in texts):
        text = texts[place]
        said = first(text, rule["says"])
        if said < 0:
            wrong.append(f"{place} says none of {rule['says']}")
        elif "before" in rule and first(text[said:], rule["before"]) < 0:
            wrong.append(f"{place} does not say {rule['says']} before {rule['before']}")
        wrong += [f"{place} says {each!r}" for each in rule.get("never", []) if each.lower() in text]
    for phrase in rule.get("nowhere", []):
        wrong += [f"{place} says {phrase!r}" for place, text in texts.items() if phrase.lower() in text]
    return wrong


def test_a_rule_is_the_same_wherever_it_stands(places):
    assert {rule["rule"]: wrong for rule in RULES if (wrong := problems(rule, places))} == {}


def test_a_rule_stands_in_more_than_one_place_and_has_what_the_test_reads():
    assert len(RULES) > 140
    for rule in RULES:
        assert set(rule) <= {"rule", "places", "says", "before", "never", "nowhere"}, rule
        assert len(set(rule["places"])) == len(rule["places"]) > 1, rule


def test_a_difference_in_any_place_is_found(places):
    for rule in RULES:
        for place, text in ((place, places[place]) for place in rule["places"]):
            other = text
            for phrase in rule["says"]:
                other = other.replace(phrase.lower(), "")
            assert problems(rule, places | {place: other}), (rule, place)
            for phrase in rule.get("never", []) + rule.get("nowhere", []):
                assert problems(rule, places | {place: f"{text} {phrase.lower()}"}), (rule, phrase)
            if "before" in rule:
                for phrase in rule["says"]:
                    other = f"{other} {phrase.lower()}"  # it comes last
                assert problems(rule, places | {place: other}), (rule, place)
        left = {place: text for place, text in places.items() if place != rule["places"][0]}
        assert problems(rule, left), rule


def test_markup_facts_and_ends_of_lines_make_no_difference():
    text = "> We answer\n> **within** {fact}`promises.answer`, as [we said](#said).\n\n:::{when} law\n"
    assert plain(text) == "we answer within {promises.answer}, as we said."
