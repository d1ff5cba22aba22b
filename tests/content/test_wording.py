"""Short and plain: how long the pages are, and how easy to read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.paths import DATA
from helpers.readability import article, count, measure

ATTENDEES = ("index", "help-now", "report/", "conduct/")


def attendee_pages(site: Path) -> list[Path]:
    """Return the built pages that are written for attendees."""
    found = sorted((site / "en").rglob("*.html"))
    return [
        path
        for path in found
        if str(path.relative_to(site / "en")).removesuffix(".html").startswith(ATTENDEES)
    ]


def prose_pages(site: Path) -> list[Path]:
    """Return every built page of prose: all but the list of pages."""
    return [path for path in sorted((site / "en").rglob("*.html")) if path.name != "search.html"]


def test_what_we_write_for_attendees_is_short(site):
    lengths = {str(path.relative_to(site)): measure(path).written for path in attendee_pages(site)}
    assert len(lengths) >= 19
    assert {page: words for page, words in lengths.items() if words > 500} == {}
    assert sum(lengths.values()) <= 7000


def test_every_attendee_page_is_short_with_its_facts(usual):
    lengths = {str(path.relative_to(usual)): measure(path).words for path in attendee_pages(usual)}
    assert len(lengths) >= 19
    assert {page: words for page, words in lengths.items() if words > 500} == {}
    assert sum(lengths.values()) <= 7000


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
    quote = article(site / "en" / "conduct" / "short.html").blockquote
    assert 40 < count(quote.get_text(" ")) <= 90


def test_no_page_blames_or_promises_a_result(site):
    listed = (DATA / "house-words.txt").read_text("utf-8").splitlines()
    house_words = [line.split("->")[0] for line in listed]
    assert len(house_words) > 5
    for path in prose_pages(site):
        main = article(path)
        for wrong in main.select(".said.avoid, .mistakes, .question, bdi"):  # what not to say, and names
            wrong.decompose()
        text = re.sub(r"[^\w-]+", " ", main.get_text(" ").lower())
        for word in (*house_words, "we guarantee", "why did you"):
            assert f" {word} " not in f" {text} ", f"{path}: {word!r}"
