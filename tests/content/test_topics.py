"""What someone left out of the course does not come back: in no story that stands in, and no good answer."""

from __future__ import annotations

import re
import tomllib
from itertools import chain, combinations

import pytest
from helpers.paths import DATA, ROOT

DOCS = ROOT / "docs"
LABEL = re.compile(r"^\(([\w-]+)\)=$", re.M)
LINK = re.compile(r"\]\(#([\w-]+)\)")
DATED = tomllib.loads((DATA / "topics.toml").read_text("utf-8"))
TOPICS, TOUCHES = DATED["topics"], DATED["touches"]
BY_NAME = {topic["name"]: topic for topic in TOPICS}


def section(page: str, label: str) -> str:
    """Return what stands below a label of a page, up to the next one."""
    return LABEL.split((DOCS / f"{page}.md").read_text("utf-8").partition(f"({label})=")[2])[0]


def story(label: str) -> str:
    """Return all that is read of a story: its parts, its good answer, what its answer leads to."""
    if label.startswith("hard-"):
        return section("training/hard-cases", label)
    return (DOCS / f"training/scenarios/{label.removeprefix('scenario-')}.md").read_text("utf-8")


def test_the_slip_offers_these_topics_and_says_nothing_else_of_stories():
    question = (
        section("training/sheets", "sheet-sign-up").partition("{field} leave-out")[2].partition(":::")[0]
    )
    *boxes, lines, _on_the_day = re.findall(r"^- (.+)$", question, re.M)
    assert boxes == [topic["slip"] for topic in TOPICS]
    assert "lines" in lines


def test_the_plan_says_what_is_played_in_the_place_of_each():
    rows = [line for line in section("training/plan", "plan-instead").splitlines() if line.startswith("| ")]
    assert LINK.findall("\n".join(rows)) == [topic["instead"] for topic in TOPICS]
    course = section("training/course", "course-pairs") + section("training/course", "course-decide")
    assert {topic["story"] for topic in TOPICS} <= {*LINK.findall(course)}


def test_each_story_says_which_topics_it_touches():
    stories = {f"scenario-{path.stem}" for path in (DOCS / "training/scenarios").glob("*.md")} - {
        "scenario-index"
    }
    cases = {*LABEL.findall((DOCS / "training/hard-cases.md").read_text("utf-8"))} - {"training-hard"}
    assert {*TOUCHES} == stories | cases
    found = {
        each: [topic["name"] for topic in TOPICS if re.search(topic["words"], story(each), re.I)]
        for each in TOUCHES
    }
    assert {each: names for each, names in found.items() if {*names} - {*TOUCHES[each]}} == {}


@pytest.mark.parametrize(
    "out", [*chain(*(combinations(BY_NAME, number) for number in range(1, len(TOPICS) + 1)))], ids=" ".join
)
def test_whatever_is_left_out_no_story_brings_it_back(out):
    played = [topic["instead" if topic["name"] in out else "story"] for topic in TOPICS]
    assert {each: names for each in played if (names := {*TOUCHES[each]} & {*out})} == {}
    assert len({*played}) == len(TOPICS)  # nobody plays one twice


@pytest.mark.parametrize("topic", TOPICS, ids=BY_NAME)
def test_the_plan_leaves_out_each_line_of_a_good_answer_that_names_it(topic):
    cards = {
        label: re.findall(r"^(\d)\. (.+)$", section("paper/training-cards", label), re.M)
        for label in (
            "card-record",
            "card-denies",
            "card-sorry",
            "card-liked",
            "card-reporter",
            "card-letter",
        )
    }
    assert all(cards.values())
    found = {
        label: [int(number) for number, line in lines if re.search(topic["words"], line, re.I)]
        for label, lines in cards.items()
    }
    assert {label: numbers for label, numbers in found.items() if numbers} == topic["lines"]
    (row,) = (
        line
        for line in section("training/plan", "plan-instead").splitlines()
        if f"(#{topic['instead']})" in line
    )
    for label, numbers in topic["lines"].items():
        said = f"line{'s' * (len(numbers) > 1)} {' and '.join(map(str, numbers))} of the good"
        answer = "letter" if label == "card-letter" else "answer"
        assert ("skip the good record" if label == "card-record" else f"{said} {answer}") in row


def test_a_refresher_finds_something_to_swap_in_the_next_line_of_the_plan():
    lines = section("training/plan", "training-plan").splitlines()
    planned = [LINK.findall(line) for line in lines if line.startswith("| Year")]
    assert len(planned) == 6
    for here, following in zip(planned, [*planned[1:], planned[0]], strict=True):
        for name in BY_NAME:
            touched = [each for each in here if name in TOUCHES[each]]
            free = [each for each in following if name not in TOUCHES[each]]
            assert len(touched) <= len(free), (here, name)


def test_everyone_hears_what_a_story_is_about_before_it_is_printed_and_in_the_room():
    for each in TOUCHES:
        assert re.search(r"^Content note: .{8,}\.$", story(each), re.M), each
    assert "#mail-instead" in section("training/plan", "plan-instead")
    assert "#mail-instead" in section("training/plan", "training-plan")  # for a swap in a refresher
    assert "#mail-instead" in section("paper/training-pack", "print-count")
    mail = section("paper/training-mails", "mail-instead")
    assert "content note" in mail
    assert "leave that out too" in mail
    assert "#plan-instead" in section("training/course", "course-welcome")
    assert "content note" in section("paper/training-cards", "card-round")
    rounds = section("paper/training-cards", "card-rounds")
    for name, said in {
        "wheelchair": "a wheelchair",
        "partner": "violence by a partner",
        "touch": "touch",
    }.items():
        assert re.search(rf"^Round \d.*{said}", rounds, re.M), name
