"""The letters of organizers, and the words that they say: short, heard first, and each at its step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers.paths import FROZEN, ROOT
from helpers.readability import count
from helpers.sphinx_app import FULL, one_page
from helpers.trees import read, select
from helpers.trees import text as text_of
from lxml.html import HtmlElement

LETTERS = (
    "letters-reporter",
    "letters-reporter-decision",
    "letters-reporter-after",
    "letters-reported",
    "letters-reported-decision",
    "letters-appeal",
    "letters-others",
    "letters-law",
)


def texts(site: Path, *pages: str) -> dict[str, HtmlElement]:
    """Return the sections of pages of paper that hold words to send or to say, by their titles."""
    return {
        f"{page}: {text_of(select(section, 'h2')[0])}": section
        for page in pages
        for section in select(read(site / "en" / "paper" / f"{page}.html"), "main section section")
        if select(section, "blockquote")
    }


def words(section: HtmlElement) -> str:
    """Return what is sent or said."""
    (quote,) = section.iterchildren("blockquote")
    return text_of(quote, " ")


@pytest.mark.parametrize(
    ("pages", "least", "most"), [(LETTERS, 40, 200), (("scripts",), 10, 80)], ids=["letters", "scripts"]
)
def test_letters_and_scripts_are_short_enough_to_use(site, pages, least, most):
    found = {name: count(words(section)) for name, section in texts(site, *pages).items()}
    assert len(found) >= least
    assert {name: number for name, number in found.items() if number > most} == {}


def test_each_letter_names_the_step_that_it_belongs_to(usual):
    found = texts(usual, *LETTERS)
    lost = [name for name, section in found.items() if not select(section, "a[href^='../organizers/']")]
    assert lost == []


def test_each_step_of_the_end_leads_to_the_letters(usual):
    """Nobody has to know that there are letters: the steps at which one writes name their pages."""
    linked = {
        link.get("href").split("#")[0].removeprefix("../paper/").removesuffix(".html")
        for page in (usual / "en" / "organizers").glob("*.html")
        for link in select(read(page), "main a[href^='../paper/letters']")
    }
    assert linked >= set(LETTERS)


HEARD = ("We were told that you", "You were heard", "On what we have, we decided", "(an appeal)")
DECISIONS = (
    "A warning",
    "Conditions for a set time",
    "A ban for a set time",
    "A ban for good",
    "Loss of a role",
)


def test_a_decision_says_what_was_told_and_heard_and_where_to_appeal(site):
    """It states what was told to us, never a fact of guilt (the reasons: docs/organizers/law.md)."""
    found = texts(site, "letters-reported-decision")
    for title in DECISIONS:
        said = words(found[f"letters-reported-decision: {title}"])
        assert [phrase for phrase in HEARD if phrase not in said] == [], title
    for name, section in texts(site, *LETTERS).items():
        assert "You [what was done]" not in words(section).replace("that you", ""), name


def test_the_first_answer_names_limits_ties_choices_and_a_safe_way(site):
    said = words(texts(site, "letters-reporter")["letters-reporter: A report came in writing"])
    for phrase in (
        "three limits",
        "a tie to it",
        "an organizer who must not hear of it",
        "You choose what we do",
        "may we open it",
        "Is it safe to write to you here",
    ):
        assert phrase in said, phrase


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FROZEN, ["Everyone here took part or has a tie", "still go outside our group"]),
        (FULL, ["who took no part in it", "Example Council", "Example Conference"]),
    ],
    ids=["nobody is left", "somebody is"],
)
def test_who_answers_an_appeal_comes_from_the_facts(tmp_path, facts, said):
    """Where nobody is left who did not decide, a letter says what applies instead."""
    text = (ROOT / "docs" / "paper" / "appeal.txt").read_text("utf-8")
    done = one_page(tmp_path, f"# Page\n\n{text}", "-D", f"community_file={facts}")
    assert done.returncode == 0, done.stderr
    built = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser")
    page = " ".join(built.get_text().split())
    assert [phrase for phrase in said if phrase not in page] == []
    assert ("[name]" in page) == (facts == FULL)


def test_cards_of_words_to_say_are_numbered_in_their_order(usual):
    titles = [name.partition(": ")[2] for name in texts(usual, "scripts")]
    assert [title.partition(":")[0] for title in titles] == [f"Card {n}" for n in range(1, len(titles) + 1)]


def test_a_card_that_is_named_by_its_number_still_has_it():
    """The line links to the card, or a form, which has no links, begins with the card's first words."""
    docs = ROOT / "docs"
    cards = re.findall(
        r"^\((paper-say-[\w-]+)\)=\n## Card (\d+): (.+)$",
        (docs / "paper/scripts.md").read_text("utf-8"),
        re.M,
    )
    named = {number: (label, re.split(r"[,.?]", title.strip('"'))[0]) for label, number, title in cards}
    wrong = [
        f"{path.relative_to(docs)}: {line}"
        for path in docs.rglob("*.md")
        for line in path.read_text("utf-8").splitlines()
        for number in re.findall(r"\b[Cc]ard (\d+)(?!\d*: )", line)
        if number not in named or not any(each in line for each in named[number])
    ]
    assert wrong == []


@pytest.mark.parametrize(("place", "lines"), [("", 2), ("The library, 1 Main Street", 1)])
def test_the_card_for_an_emergency_has_lines_to_write_on(tmp_path, place, lines):
    """Where the group has a place of its own, that is printed, and only the floor is written in."""
    text = (ROOT / "docs" / "paper" / "scripts.md").read_text("utf-8")
    card = re.search(r"^\(paper-say-emergency\)=\n(#.*?)^\(", text, re.M | re.S)[1]
    facts = tmp_path / "facts.toml"
    facts.write_text(re.sub(r"^venue = .*$", f'venue = "{place}"', FROZEN.read_text("utf-8"), flags=re.M))
    done = one_page(tmp_path, f"# Page\n\n{card}", "-D", f"community_file={facts}")
    assert done.returncode == 0, done.stderr
    built = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser")
    assert len(built.select(".body li")) == lines
    assert place in built.get_text()


def test_each_page_of_letters_can_be_copied_and_had_as_a_file_to_edit(site):
    for page in LETTERS:
        text = (site / "en" / "paper" / f"{page}.html").read_text("utf-8")
        assert f"en/paper/{page}.docx" in text
        assert "_static/copy.js" in text
        assert (site / "en" / "paper" / f"{page}.docx").stat().st_size > 5000
