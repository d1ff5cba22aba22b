"""Short and plain: how long the pages are, and how easy to read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from helpers.paths import DATA
from helpers.readability import FACTS, count, measure, prose
from helpers.trees import is_redirect, one, read, text, without
from lxml.html import HtmlElement

ATTENDEES = ("index", "help-now", "report/", "conduct/")
ORGANIZERS = ("organizers/", "training/")


def attendee_pages(site: Path) -> list[Path]:
    """Return the built pages that are written for attendees."""
    found = sorted((site / "en").rglob("*.html"))
    return [
        path
        for path in found
        if str(path.relative_to(site / "en")).removesuffix(".html").startswith(ATTENDEES)
    ]


def prose_pages(site: Path) -> list[Path]:
    """Return every built page of prose: all but the list of pages, and pages that only lead to another."""
    pages = (path for path in sorted((site / "en").rglob("*.html")) if path.name != "search.html")
    return [path for path in pages if not is_redirect(read(path))]


def main_of(path: Path) -> HtmlElement:
    """Return the <main> of a built page."""
    return one(read(path), "main")


def test_what_we_write_for_attendees_is_short(site):
    lengths = {str(path.relative_to(site)): measure(path).written for path in attendee_pages(site)}
    assert len(lengths) >= 19
    assert {page: words for page, words in lengths.items() if words > 500} == {}
    assert lengths["en/help-now.html"] <= 350
    assert sum(lengths.values()) <= 9500


# A telegram is no plainer than a sentence that says why: prose is neither too hard nor too clipped.
FEWEST = 10  # sentences that a mean can be taken of


def problems(path: Path, *, least: bool = True, longest: int = 16, clipped: float = 1 / 3) -> list[str]:
    """Return what is wrong with the paragraphs of a page; without `least`, only what is too hard.

    A mean sentence has at most `longest` words; a share of `clipped` may have eight words or fewer.
    """
    found = prose(path)
    if found.sentences < FEWEST:
        return []
    wrong = []
    if not (4.5 if least else 0) <= found.grade <= 8:
        wrong.append(f"grade {found.grade}")
    if not (11 if least else 0) <= found.mean <= longest:
        wrong.append(f"{found.mean:.1f} words a sentence")
    if least and found.short > clipped:
        wrong.append(f"{found.short:.0%} with eight words or fewer")
    return wrong


def test_prose_for_attendees_is_plain_and_not_clipped(site):
    wrong = {
        str(path.relative_to(site)): problems(path, least=path.name != "help-now.html")
        for path in attendee_pages(site)
    }
    assert {page: each for page, each in wrong.items() if each} == {}


def test_prose_for_organizers_is_plain_and_not_clipped(usual):
    names = [path.relative_to(usual / "en").with_suffix("").as_posix() for path in prose_pages(usual)]
    measured = [name for name in names if re.match(rf"({'|'.join(ORGANIZERS)})", name)]
    assert len(measured) >= len(ORGANIZERS)
    wrong = {name: problems(usual / "en" / f"{name}.html", longest=17, clipped=0.4) for name in measured}
    assert {page: each for page, each in wrong.items() if each} == {}


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("You can talk to any of our organizers, and they will listen to your story carefully.", 0),
        ("Tell us. We listen. We act.", 3),
        ("At the meetup, D. is telling a story about people from another village, so H. leaves.", 0),
        (
            "The organizational documentation necessitates comprehensive contextualization whenever "
            "participants communicate dissatisfaction regarding institutional accountability mechanisms.",
            1,
        ),
    ],
)
def test_the_measure_of_prose_tells_plain_from_hard_and_from_clipped(tmp_path, sentence, wrong):
    page = tmp_path / "page.html"
    page.write_text(f"<main><h1>Page</h1><ul><li>Short.</li></ul>{f'<p>{sentence}</p>' * 12}</main>", "utf-8")
    assert bool(problems(page)) == bool(wrong)


# Ways to say it that come from other languages, and what people say instead.
CALQUES = {
    r"\bhold(s)? (for|here)\b": "apply",
    r"\bmend(s|ed)?\b": "fix",
    r"see what there is": "name what there is",
    r"\bto (ourselves|themselves)\b": "private",
    r"\bmails?\b": "email",
    r"\bwhom\b": "who",
    r"stands? in (one|a) file": "is in",
    r"\b(Is|Are) (it|you|someone|a picture)\b[^.?!]*\? [A-Z][a-z]+ (it|us)\b": "if",
    r"\bin another way\b": "differently",
    r"\bdo not\b(?! make it public| put up with)": "don't",
}


def test_attendees_read_english_and_not_a_translation(site):
    found = []
    for path in attendee_pages(site):
        words = text(without(main_of(path), FACTS), " ")
        found += [f"{path.name}: {each[0]!r}" for calque in CALQUES for each in re.finditer(calque, words)]
    assert found == []


def test_every_attendee_page_is_short_with_its_facts(usual):
    lengths = {str(path.relative_to(usual)): measure(path).words for path in attendee_pages(usual)}
    assert len(lengths) >= 19
    assert {page: words for page, words in lengths.items() if words > 650} == {}
    assert sum(lengths.values()) <= 9500


def test_every_page_is_easy_to_read(site):
    measured = {str(path.relative_to(site)): measure(path) for path in prose_pages(site)}
    print(
        "\n".join(
            f"{page:45} {m.words:4} words, grade {m.grade}, ease {m.ease}" for page, m in measured.items()
        )
    )
    assert {page: m.grade for page, m in measured.items() if m.grade > 8.0} == {}
    assert {page: m.ease for page, m in measured.items() if m.ease < 60} == {}


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("<p>You can tell us. We listen.</p>", False),
        (
            "<p>Organizational accountability necessitates confidential documentation of incidents.</p>",
            True,
        ),
    ],
)
def test_the_measure_tells_easy_from_hard(tmp_path, text, hard):
    page = tmp_path / "page.html"
    page.write_text(f"<main><h1>Page</h1>{text * 5}</main>", "utf-8")
    assert (measure(page).grade > 8) == hard
    assert (measure(page).ease < 60) == hard


def test_the_short_version_can_be_read_aloud_in_a_breath_or_two(site):
    quote = one(read(site / "en" / "conduct" / "short.html"), "main blockquote")
    assert 40 < count(text(quote, " ")) <= 90


def test_no_page_blames_or_promises_a_result(site):
    listed = (DATA / "house-words.txt").read_text("utf-8").splitlines()
    house_words = [line.split("->")[0] for line in listed]
    assert len(house_words) > 5
    for path in prose_pages(site):
        # what not to say, and names, are left out
        said = text(without(main_of(path), ".said.avoid, .mistakes, .question, bdi"), " ")
        words = re.sub(r"[^\w-]+", " ", said.lower())
        for word in (*house_words, "we guarantee", "why did you"):
            assert f" {word} " not in f" {words} ", f"{path}: {word!r}"


# Words that carry weight: where the text of a page first uses one, it leads to what the word means.
EXPLAINED = re.compile(
    r"\b(?:(?P<confidential>confidential)|(?P<harassment>harassment|harassing)|(?P<retaliation>retaliation)"
    r"|(?P<reported>reported person)|(?P<harmed>person harmed)|(?P<sealed>seal(?:ed)?)|(?P<ban>ban)"
    r"|(?P<tie>ties?)|(?P<witness>witness)|(?P<mandated>mandated reporters?)|(?P<appeal>appeal)"
    r"|(?P<relay>relay service)|(?P<exam>forensic nurse exam))\b",
    re.IGNORECASE,
)
OWN = {"retaliation": "retaliation", "appeal": "appeal"}  # the page that the word has of its own


def is_linked(words: Any) -> bool:
    """Tell whether a text is in a link."""
    around = words.getparent() if words.is_text else words.getparent().getparent()
    return any(each.tag == "a" for each in (around, *around.iterancestors()))


def unexplained(path: Path) -> set[str]:
    """Return the words that carry weight and lead nowhere where the text of a page first uses them."""
    found: dict[str, bool] = {}
    # A choice of a form is the label of its box and no place for a link: its help leads to what it means.
    others = ".facts, table, blockquote, .agreement, h1, h2, dt, strong, .button, .choice, #translation"
    for words in without(main_of(path), others).xpath("descendant::text()"):
        for each in EXPLAINED.finditer(words):
            found.setdefault(str(each.lastgroup), is_linked(words))
    return {word for word, linked in found.items() if not linked and OWN.get(word) != path.stem}


def test_words_that_carry_weight_lead_to_what_they_mean(site):
    found = {str(path.relative_to(site)): unexplained(path) for path in attendee_pages(site)}
    assert {page: words for page, words in found.items() if words} == {}
    assert len(list((site / "en/report").glob("*.html"))) > 10


def test_words_are_spelled_as_in_the_united_states(site):
    british = re.compile(r"\b(licences?|colours?|organis\w+|behaviours?|centres?|honours?)\b")
    found = {}
    for path in prose_pages(site):
        # the names of keys are left out
        said = text(without(main_of(path), f"{FACTS}, code, pre, #translation, [lang]"), " ")
        if words := {each[0] for each in british.finditer(said.lower())}:
            found[str(path.relative_to(site))] = words
    assert found == {}
