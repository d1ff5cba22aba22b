"""The pages for translators: short, and true to the commands, files and sentences that they name."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import Tag
from helpers.paths import ROOT
from helpers.readability import measure
from helpers.site_pages import Soups, one, text

from handbook.__main__ import COMMANDS

PAGES = "en/translators/"
# Made from data as long as it is: the glossary, and how far each language is.
LISTS = {"glossary.html", "status.html"}


def plain(element: Tag) -> str:
    """Return the words of an element as they are compared: straight quotes, single spaces."""
    return text(element).replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"')


def sources() -> dict[str, str]:
    """Return the pages as they are written."""
    return {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "translators").glob("*.md")}


def test_every_page_can_be_read_in_a_few_minutes(site: Path) -> None:
    words = {path.name: measure(path).words for path in (site / PAGES).glob("*.html")}
    assert len(words) >= 10
    assert {page: count for page, count in words.items() if page not in LISTS and count > 600} == {}


def test_every_command_that_is_named_exists() -> None:
    rules = re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    known = {word for rule in rules for word in rule.split()}  # two words may do the same
    for page, words in sources().items():
        assert set(re.findall(r"`make ([a-z]+)", words)) <= known, page
        assert set(re.findall(r"python -m handbook ([a-z-]+)", words)) <= COMMANDS.keys(), page


def test_every_file_that_is_named_exists() -> None:
    named = {
        file for words in sources().values() for file in re.findall(r"\blocales/[\w./-]+\.[a-z]+\b", words)
    }
    assert len(named) >= 4
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_damage_is_looked_for_before_anything_is_rewritten() -> None:
    for page in ("coordinator.md", "weblate.md"):
        told = re.findall(
            "`make (check|catalogs)`", sources()[page].partition("-take)=")[2] or sources()[page]
        )
        assert told[:2] == ["check", "catalogs"], page


def test_files_with_words_that_stand_on_no_page_are_named_where_translators_begin() -> None:
    for file in ("LC_MESSAGES/handbook.po", "community.toml"):
        assert file in sources()["index.md"]


def test_the_first_steps_are_numbered_for_each_way_to_work(soups: Soups) -> None:
    sections = one(soups[f"{PAGES}first-translation.html"], "main").select("section section")
    ways = [section for section in sections if section.select(":scope > ol")]
    titles = [text(one(section, ":scope > h2")) for section in ways]
    for way in ("browser", "Poedit", "Weblate", "hand"):
        assert [title for title in titles if way in title], way
    assert all(3 <= len(section.select(":scope > ol > li")) <= 8 for section in ways)


def test_the_sentences_to_turn_back_stand_in_the_handbook(soups: Soups) -> None:
    [listed] = [
        section
        for section in soups[f"{PAGES}review.html"].select("section section")
        if "back into English" in text(one(section, ":scope > h2"))
    ]
    sentences = [plain(item).strip('"').rstrip(".") for item in listed.select("ol li")]
    said = " ".join(
        plain(one(soups[page], "main"))
        for page in soups
        if page.startswith("en/report/") or page == "en/help-now.html"
    )
    assert len(sentences) == 6
    assert [each for each in sentences if each not in said] == []


def test_every_language_that_is_published_has_notes(soups: Soups) -> None:
    notes = plain(one(soups[f"{PAGES}languages.html"], "main"))
    for name in ("Arabic", "Chinese", "Hindi", "Hmong", "Spanish"):
        assert name in notes
