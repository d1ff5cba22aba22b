"""The training adds up: minutes, stories, what is printed, and what each answer asks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from helpers.paths import ROOT

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^## (\d):(\d\d) (.+?) \((\d+) minutes\)$", re.M)
ROW = re.compile(r"^\| (\d):(\d\d) \| (.+?) \| (\d*) *\|", re.M)
LABEL = re.compile(r"^\(([\w-]+)\)=$", re.M)
LINK = re.compile(r"\]\(#([\w-]+)\)")
LENGTHS = {"course": 90, "talk": 30, "refresher": 45}
STORY = 10  # minutes of a scenario
STORIES = sorted(path.stem for path in (DOCS / "training/scenarios").glob("*.md") if path.stem != "index")


def text(page: str) -> str:
    """Return the source of a page of the training."""
    return (DOCS / f"training/{page}.md").read_text("utf-8")


def section(source: str, label: str) -> str:
    """Return what stands below a label, up to the next one."""
    return LABEL.split(source.partition(f"({label})=")[2])[0]


def blocks(page: str) -> list[tuple[int, int, str]]:
    """Return start, minutes and name of each block of a course."""
    found = BLOCK.findall(text(page))
    return [(int(hour) * 60 + int(minute), int(long), name) for hour, minute, name, long in found]


@pytest.mark.parametrize("page", LENGTHS)
def test_each_block_begins_when_the_one_before_it_ends(page):
    clock = 0
    for start, minutes, name in blocks(page):
        assert start == clock, name
        clock += minutes
    assert clock == LENGTHS[page]


@pytest.mark.parametrize("page", LENGTHS)
def test_the_timer_has_the_same_times(page):
    clock, rows = 0, ROW.findall(section(text("timer"), f"timer-{page}"))
    for hour, minute, name, long in rows:
        assert int(hour) * 60 + int(minute) == clock, name
        clock += int(long or 0)
        if parts := re.search(r"\(([\d+ ]+)\)", name):
            assert sum(map(int, parts[1].split("+"))) == int(long), name
    assert clock == LENGTHS[page]
    starts = {int(hour) * 60 + int(minute) for hour, minute, *_rest in rows}
    assert {start for start, *_rest in blocks(page)} <= starts


def test_a_story_takes_the_minutes_that_the_rounds_give_it():
    for story in STORIES:
        assert f" in {STORY} minutes.\n" in text(f"scenarios/{story}").partition("## ")[0], story
    rounds = [
        (minutes, {"two": 2, "three": 3}[match[1]])
        for page in ("course", "refresher")
        for _start, minutes, name in blocks(page)
        if (match := re.search(r"(\w+) rounds", name))
    ]
    assert [minutes / number for minutes, number in rounds] == [STORY, STORY]
    for page, label in (("course", "course-decide"), ("refresher", "refresher-decide")):
        (minutes,) = (int(long) for *_rest, long in BLOCK.findall(section(text(page), label)))
        assert minutes >= STORY


def test_in_three_years_each_story_is_played_once():
    in_course = re.findall(r"\[[^]]*\]\(#scenario-([\w-]+)\)", text("course"))
    planned = re.findall(r"\(#scenario-([\w-]+)\)", section(text("plan"), "training-plan"))
    assert sorted({*in_course} | {*planned}) == STORIES
    assert len(planned) == len({*planned} - {*in_course})
    cases = {label for label in LABEL.findall(text("hard-cases")) if label.startswith("hard-")}
    assert cases == {*re.findall(r"\(#(hard-\w+)\)", text("plan"))}


def test_the_last_round_has_something_to_record():
    *_others, last = LINK.findall(
        section(text("course"), "course-pairs").partition("three stories:")[2].split("\n")[0]
    )
    assert last == "scenario-no-room"
    assert f"#{last}" in section(text("course"), "course-record")


def test_the_pack_holds_whatever_its_blocks_send_people_to():
    front = (DOCS / "paper/training-pack.md").read_text("utf-8").split("---\n")[1]
    pages = yaml.safe_load(front)["guide"]["pages"]
    held = {label for page in pages for label in LABEL.findall((DOCS / f"{page}.md").read_text("utf-8"))}
    held.add("paper-training-pack")
    for page in ("print", "course", "talk", "refresher", "plan", "facilitator", "index", "observer", "model"):
        assert {*LINK.findall(text(page))} - held == set(), page
    assert {f"training/{path.stem}" for path in Path(DOCS / "training").glob("*.md")} <= {*pages}


def test_the_print_list_counts_for_each_number_of_people():
    source = section(text("print"), "print-count")
    rows = {
        row[0]: row[1:]
        for row in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", source, re.M)
    }
    people = [int(number) for number in rows["People, with the facilitator"]]
    groups = [sum(map(int, re.findall(r"\d", words))) for words in rows["Groups"]]
    seats = [
        sum(
            int(number) * {"pair": 2, "three": 3}[word.rstrip("s")]
            for number, word in re.findall(r"(\d) (\w+)", words)
        )
        for words in rows["Groups"]
    ]
    assert seats == people == [int(number) for number in rows['Sheets "for each person"']]
    assert groups == [int(number) for number in rows['Sheets "for each group"']]
    assert [3 * number for number in groups] == [int(number) for number in rows["Observer's sheets"]]


@pytest.mark.parametrize("page", [*(f"scenarios/{story}" for story in STORIES), "hard-cases", "talk"])
def test_whoever_offers_to_keep_a_report_asks_if_it_may_be_opened(page):
    for answer in re.findall(r":::\{answer\}\n(.*?)\n:::", text(page), re.S):
        if re.search(r"\bseal|only keep|to keep it|\bkept\b.*\breport", answer, re.I):
            assert "open it if someone else reports the same person" in answer
