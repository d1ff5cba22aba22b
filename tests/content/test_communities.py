"""Groups elsewhere read their own handbook: in a big city, with one organizer, in Arabic, at a conference."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers import own_facts, trees
from helpers.holes import holes
from helpers.paths import DATA, ROOT
from helpers.sphinx_app import run_here

from handbook.config.community import load_community

pytestmark = pytest.mark.site  # each builds all pages: not for `make quick`

GROUPS = {
    "berlin": ["en"],
    "nairobi": ["en"],
    "cairo": ["en", "ar"],
    "conference": ["en"],
}
ALL = [(group, language) for group, languages in GROUPS.items() for language in languages]
# What only the first group says, beside the names and numbers of its file. Its events are meetups; no
# conference is one.
ELSEWHERE = re.compile(
    r"\b(MadPUG|Madison|Wisconsin|Wis\. Stat|Dane County|911|988|608-\d|Meriter|UW|meetups?)\b", re.IGNORECASE
)
ATTENDEES = sorted(
    page.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for folder in ("report", "conduct")
    for page in (ROOT / "docs" / folder).glob("*.md")
)
ROOM = (
    "door-sign",
    "door-sheet",
    "poster",
    "poster-strips",
    "table-tent",
    "pocket-card",
    "slides",
    "notice",
    "numbers",
)
Built = Callable[[str, str], Path]


def file_of(group: str) -> Path:
    """Return the facts of a group."""
    return DATA / "communities" / f"{group}.toml"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What builds the pages of a group in a language: once, when the first test asks for them."""
    folder, done = tmp_path_factory.mktemp("groups"), set()

    def build(group: str, language: str = "en") -> Path:
        out = folder / group / language
        if out not in done:
            options = [
                "-c",
                str(ROOT),
                "-D",
                f"community_file={file_of(group)}",
                "-D",
                f"language={language}",
            ]
            ended = run_here(out, *options, docs=ROOT / "docs")
            assert ended.returncode == 0, ended.stderr
            done.add(out)
        return out

    return build


def pages(site: Path) -> list[Path]:
    """Return the pages of prose."""
    return [page for page in sorted(site.rglob("*.html")) if page.name != "search.html"]


@cache  # many tests read the same pages
def text_of(page: Path) -> str:
    """Return the words of a page with single spaces, without the works that it names."""
    main = trees.one(trees.read(page), "main")
    return trees.text(own_facts.without_works(main, ", code, pre"), " ")


@pytest.mark.parametrize(("group", "language"), ALL)
def test_no_page_of_another_place_has_a_trace_of_the_first(built, group, language):
    theirs = {
        str(value) for _key, value in own_facts.walk(load_community(file_of(group))) if isinstance(value, str)
    }
    told = {}
    for page in pages(built(group, language)):
        text = text_of(page)
        found = [each for each in own_facts.found(text) if each not in theirs]
        if page.parent.name != "translators":  # they tell of places where languages are spoken
            found += [each[0] for each in ELSEWHERE.finditer(text)]
        if found:
            told[page.name] = found
    assert told == {}


@pytest.mark.parametrize(("group", "language"), ALL)
def test_no_page_of_another_place_has_a_hole(built, group, language):
    assert {page.name: found for page in pages(built(group, language)) if (found := holes(page))} == {}


@pytest.mark.parametrize(("group", "language"), ALL)
def test_every_button_calls_the_number_to_call_first(built, group, language):
    first = load_community(file_of(group)).emergency.number.uri
    for page in pages(built(group, language)):
        buttons = trees.select(trees.read(page), "a.button[href^='tel:']")
        assert {button.get("href") for button in buttons} <= {first}, page.name


@pytest.mark.parametrize(
    ("group", "numbers"),
    [
        ("berlin", ["112", "110"]),
        ("nairobi", ["999", "112"]),
        ("cairo", ["122", "123", "180"]),
        ("conference", ["999", "112"]),
    ],
)
def test_every_emergency_number_stands_where_help_is_looked_for(built, group, numbers):
    for name in ("help-now", "report/support", "organizers/danger", "paper/confirm"):
        page = trees.read(built(group, "en") / f"{name}.html")
        listed = [link.get("href") for link in trees.select(page, "main ul.emergency a")]
        assert listed == [f"tel:{number}" for number in numbers], name


def test_where_there_is_one_organizer_no_page_counts_on_a_second(built):
    site = built("nairobi", "en")
    conflicts, before, appeal, letters = (
        text_of(site / f"{name}.html")
        for name in (
            "organizers/conflicts",
            "organizers/before",
            "organizers/answer-appeal",
            "paper/letters-appeal",
        )
    )
    assert "We have only one organizer now" in conflicts
    assert "leaves fewer than two to decide" in conflicts
    assert "Nobody outside our group has agreed" in conflicts
    assert "Look for a second before the next event" in before
    assert "nobody is left for an appeal after two have decided" in appeal
    assert "Is nobody left who did not decide?" in letters


def test_where_there_is_one_organizer_attendees_are_sent_to_no_other(built):
    site = built("nairobi", "en")
    room = [site / "paper" / f"{name}.html" for name in (*ROOM, "report-form")]
    told = {page: text_of(page) for page in [*site.glob("*.html"), *(site / "report").glob("*.html"), *room]}
    for page, text in told.items():
        for said in (
            "one of these people",
            "write to one of us, but not",
            "A second organizer with no ties",
            "You can talk to any of them",
            "another goes over it",
            "another one without a tie, if there is one",
            "Another organizer, if there is one",
            "They\u2019re taken off the case",
            "rather talk to",
            "Tell another organizer",
            "give it to another one",
            "one of the people below",
            "day and night",  # there are no lines for support
            "lines are there for",
            "The people in Support",
            "or try Support",
            "start with Support",
        ):
            assert said not in text, page.name
    asked_to_write = [page.name for page, text in told.items() if "We have only one organizer so far" in text]
    assert sorted(asked_to_write) == ["help-now.html", "index.html", "under-18.html"]
    assert "please don\u2019t write to us" in told[site / "report" / "about-an-organizer.html"]


@pytest.mark.parametrize("group", ["berlin", "conference"])
def test_where_enough_can_decide_no_page_says_that_they_cannot(built, group):
    for page in pages(built(group, "en")):
        text = text_of(page)
        for said in (
            "only one organizer now",
            "leaves fewer than two",
            "nobody is left for an appeal",
            "Nobody is left who did not decide?",
            "Nobody outside our group has agreed",
            "agreed to this handbook yet",
        ):
            assert said not in text, page.name


def test_the_law_of_the_place_stands_where_people_look_and_no_other_law(built):
    site = built("berlin", "en")
    assert "data protection office of Berlin" in text_of(site / "about" / "privacy.html")
    assert "is responsible for this website" in text_of(site / "about" / "index.html")
    assert "§ 323c StGB" in text_of(site / "report" / "someone-else.html")
    assert "data protection office" not in text_of(built("nairobi", "en") / "about" / "privacy.html")


def test_a_group_reads_its_facts_in_its_own_language_and_others_are_told_which_it_is(built):
    venue = load_community(file_of("cairo")).meetup.venue

    def around_venue(language: str) -> str:
        """Return the language of the element in which the venue stands."""
        page = BeautifulSoup((built("cairo", language) / "help-now.html").read_text("utf-8"), "html.parser")
        (place,) = page.main.find_all(string=re.compile(venue))
        return str(place.find_parent(attrs={"lang": True})["lang"])

    assert around_venue("ar") == around_venue("en") == "ar"


def test_pages_in_arabic_say_in_arabic_what_the_file_says(built):
    page = BeautifulSoup((built("cairo", "ar") / "help-now.html").read_text("utf-8"), "html.parser")
    assert page.html["dir"] == "rtl"
    names = [each.name for each in load_community(file_of("cairo")).contacts]
    assert [name for name in names if name not in page.main.get_text()] == []


LATIN = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+")


def test_a_group_that_thinks_in_arabic_reads_no_english_that_is_not_marked(built):
    told = {}
    for name in ("index", "help-now", *ATTENDEES):
        page = BeautifulSoup((built("cairo", "ar") / f"{name}.html").read_text("utf-8"), "html.parser").main
        for marked in page.find_all(["bdi", "code", "a"], href=False) + page.select("[lang]:not([lang=ar])"):
            marked.decompose()
        if found := LATIN.findall(page.get_text(" ")):
            told[name] = found
    assert told == {}


@pytest.mark.parametrize(("group", "language"), ALL)
def test_no_page_for_attendees_takes_it_that_english_is_the_language_here(built, group, language):
    for name in ("index", "help-now", *ATTENDEES):
        text = text_of(built(group, language) / f"{name}.html")
        for said in ("English isn", "Not in English", "Please call", "الإنجليزية ليست", "غير الإنجليزية"):
            assert said not in text, name


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_for_attendees_takes_it_that_it_is_evening(built, group):
    site = built(group, "en")
    found = {}
    for name in ("index", "help-now", *ATTENDEES, *(f"paper/{each}" for each in ROOM)):
        text = text_of(site / f"{name}.html")
        for after_dark in (
            "they\u2019ll be at your home tonight",
            "Think about tonight",
        ):  # a night will come
            text = text.replace(after_dark, "")
        if words := re.findall(r"\b(?:tonight|evening|night)\b(?<!Day and night)", text):
            found[name] = words
    assert found == {}


@pytest.mark.parametrize(
    ("group", "called"), [("berlin", "112"), ("nairobi", "999"), ("cairo", "123"), ("conference", "999")]
)
def test_who_is_badly_hurt_calls_a_number_that_sends_an_ambulance(built, group, called):
    page = BeautifulSoup(
        (built(group, "en") / "report/evidence-and-health.html").read_text("utf-8"), "html.parser"
    )
    (told,) = (each for each in page.main.find_all("p") if "badly hurt, call" in each.get_text())
    assert told.find_all("a")[-1]["href"] == f"tel:{called}"


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_promises_to_block_a_picture_where_nobody_is_named_who_does(built, group):
    named = any(
        "intimate-images" in (each.kind, *each.also) for each in load_community(file_of(group)).services
    )
    said = "You can have it blocked" in text_of(built(group, "en") / "report" / "online.html")
    assert said == named


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_says_of_a_line_what_its_facts_do_not(built, group):
    told = " ".join(text_of(built(group, "en") / f"{name}.html") for name in ("index", *ATTENDEES))
    for said in ("some of them can go there", "Some other support lines", "some of them day and night"):
        assert said not in told


def test_a_build_in_one_language_leaves_the_next_in_its_own(built):
    built("cairo", "ar")
    assert "What happens next" in text_of(built("conference", "en") / "report" / "what-happens-next.html")


def test_a_conference_promises_in_hours_and_shows_its_hotline(built):
    site = built("conference", "en")
    assert "Within 2 hours" in text_of(site / "report" / "what-happens-next.html")
    for name in ("help-now", "paper/pocket-card", "paper/poster", "paper/confirm"):
        page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
        assert page.main.find("a", href="tel:+442079460100"), name
