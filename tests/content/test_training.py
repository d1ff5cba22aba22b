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


CARDS = (DOCS / "paper/training-cards.md").read_text("utf-8")


def test_the_cards_of_a_group_give_the_minutes_of_the_timer():
    """Each group leads its rounds and decides by its own cards: the facilitator plays in another group."""
    (round_1,) = {
        parts
        for page in ("course", "refresher")
        for *_start, name, _long in ROW.findall(section(text("timer"), f"timer-{page}"))
        for parts in re.findall(r"round 1 \((.+)\)", name)
    }
    card = section(CARDS, "card-round")
    assert re.findall(r"^(\d) minutes? ", card, re.M) == round_1.split(" + ")
    assert 'After 2 minutes, the observer says, "Part 2."' in card
    first, *others = re.findall(r"^\d\. In (\w+)(?: minutes?)? \((\w+)", section(CARDS, "card-decide"), re.M)
    course, refresher = zip(*others, strict=True)
    for page, said in (("course", [first[0], *course]), ("refresher", refresher)):
        ((parts,),) = (
            re.findall(r"Decide together \((.+)\)", name)
            for *_start, name, _long in ROW.findall(section(text("timer"), f"timer-{page}"))
            if name.startswith("Decide")
        )
        minutes, wanted = [NUMBERS[word] for word in said], [int(number) for number in parts.split(" + ")]
        # The first part is for reading; a refresher weighs and agrees in one part, which the card splits.
        assert sum(minutes) == sum(wanted[1:]), page
        assert minutes[-1] == wanted[-1], page


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
    held.add("paper-training-pack")  # the pack itself
    for page in ("course", "talk", "refresher", "plan", "facilitator", "index", "observer", "model"):
        assert {*LINK.findall(text(page))} - held == set(), page
    assert {*LINK.findall(PACK)} - held == set()
    assert {f"training/{path.stem}" for path in Path(DOCS / "training").glob("*.md")} <= {*pages}


PACK = (DOCS / "paper/training-pack.md").read_text("utf-8")
PILES = dict(
    re.findall(r"^\{\.prints-title\}\n\*\*(.+?)\*\*\n\n\{\.prints.*?\}\n\n(.*?)\n\n", PACK, re.M | re.S)
)


def cells(table: str) -> dict[str, list[str]]:
    """Return the rows of a table below its heading, by their first cell."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {name: rest for name, *rest in rows if not name.startswith("---")}


def test_the_print_list_counts_for_each_number_of_people():
    rows = cells(PILES["How many copies, and how many sheets that makes"])
    people = [int(number) for number in rows["People, with the facilitator"]]
    assert people == list(range(2, 8))
    seats = {"a pair": 2, "a three": 3, "two pairs": 4, "two threes": 6, "keeps time": 1}
    for number, said in zip(people, rows["Sit as"], strict=True):
        assert sum(seat for words, seat in seats.items() if words in said) == number, said
        groups = 2 if "two" in said or "pair and" in said else 1
        column = people.index(number)
        assert {int(rows[pile][column]) for pile in ("Each group", "Stories", "Open later")} == {groups}
        each = {int(rows[pile][column]) for pile in ("With the invitation", "On each chair", "To take home")}
        assert each == {number}


# In the envelope of the group since the course, or printed for the year.
KEPT = {"training/role-cards", "training/hard-cases"} | {f"training/scenarios/{name}" for name in STORIES}
LISTED = {"course": "The course", "talk": "After the report", "refresher": "A refresher"}
HOMES = {
    label: path.relative_to(DOCS).with_suffix("").as_posix()
    for path in DOCS.rglob("*.md")
    for label in LABEL.findall(path.read_text("utf-8"))
}
# What is meant for another day: a block only names it.
OTHER_DAY = {f"training/{page}" for page in LISTED}


@pytest.mark.parametrize(("page", "table"), LISTED.items())
def test_whatever_a_block_sends_people_to_is_on_the_print_list(page, table):
    (rows,) = (rows for name, rows in PILES.items() if name.startswith(table))
    listed = {HOMES[label] for label in LINK.findall(rows)} | (set() if page == "course" else KEPT)
    source = text(page).partition("## 0:00")[2]
    assert len(re.findall(r"^Have ready\n: ", source, re.M)) >= 3
    labels = {*LINK.findall(source)}
    read = {label for label in labels if label.startswith("facilitator-")}
    labels |= {each for label in read for each in LINK.findall(section(text("facilitator"), label))}
    assert {HOMES[label] for label in labels} - listed - OTHER_DAY == set()


# What people hold while they practice: wherever it says "see page 89", that page lies beside it.
IN_HAND = {"paper/checklists-meetup", "paper/training-cards", "training/observer", "training/role-cards"}


@pytest.mark.parametrize(("page", "table"), LISTED.items())
def test_whatever_people_are_told_to_look_at_lies_on_a_chair_or_with_a_group(page, table):
    """What is for a report that turns real lies with the facilitator: nobody else opens it."""
    (piles,) = (cells(rows) for name, rows in PILES.items() if name.startswith(table))
    given = {
        pile: {*LINK.findall(row[0])}
        for pile, row in piles.items()
        if pile not in ("If it turns real", "Pile")
    }
    listed = {HOMES[label] for labels in given.values() for label in labels} | KEPT
    # The talk uses three of the role cards, which lie in the envelope.
    in_hand = given["On each chair"] | given["Each group"] | {*re.findall(r"\(#(role-\w+)\)", text(page))}
    sheets = {label for label in in_hand if HOMES[label] in IN_HAND}
    assert sheets
    told = set()
    for label in sheets:
        source = (DOCS / f"{HOMES[label]}.md").read_text("utf-8")
        # Of the checklists, only that of a report is used in the practice.
        label = {"paper-checklists-meetup": "checklist-taking"}.get(label, label)
        whole = source if label.startswith("training-") else section(source, label)
        told |= {*LINK.findall(re.sub(r"^How: .*|^It is .*", "", whole, flags=re.M))}
    told |= {*LINK.findall(section(text("facilitator"), "facilitator-close"))}
    assert {HOMES[label] for label in told} - listed - OTHER_DAY == set()
    everyone = {*re.findall(r"\(#([\w-]+)\), for everyone$", section(text("index"), "training-takes"), re.M)}
    assert everyone
    assert everyone - given["On each chair"] == set()


def test_the_print_list_says_how_many_jobs_it_is():
    rows = [row for name, row in cells(PILES["The course"]).items() if name != "Pile"]
    jobs = len(rows) + sum(not row[3] for row in rows)  # good answers are a job of their own
    (said,) = re.findall(r"The course is (\w+) jobs", PACK)
    assert {"eleven": 11}[said] == jobs


def test_the_good_record_has_the_words_of_the_story():
    (words,) = re.findall(
        r'^1\. "In the words of the reporter".*?: "(.+)"$', section(CARDS, "card-record"), re.M
    )
    assert words in text("scenarios/no-room").partition(":::{answer}")[0]


@pytest.mark.parametrize("story", ["third-party", "secret", "no-room"])
def test_a_good_answer_keeps_the_order_that_is_the_aim_of_the_rounds(story):
    assert f"#scenario-{story})" in section(text("course"), "course-pairs")
    assert "order: safety, limits, ties, story, wishes." in section(text("course"), "course-pairs")
    (answer,) = re.findall(r":::\{answer\}\n(.*?)\n:::", text(f"scenarios/{story}"), re.S)
    order = [
        r"safe right now|in danger tonight",
        r"the limits|can keep to yourself|cannot promise that",
        r"tie to|close to",
        r"What did you see|hear the short version|all\.\"\n",
        r"[Oo]nly keep it|seal it",
    ]
    found = [re.search(each, answer) for each in order]
    assert all(found), found
    starts = [match.start() for match in found if match]
    assert starts == sorted(starts)


@pytest.mark.parametrize("card", ["card-denies", "card-sorry", "card-liked"])
def test_a_good_answer_in_the_talk_keeps_the_order_of_the_talk(card):
    talk = section((DOCS / "organizers/tell-reported.md").read_text("utf-8"), "org-reported-talk")
    steps = ["Retaliation first", "What they are said to have done", "Their side", "What applies from now on"]
    assert re.findall(r"^\d\. \*\*(.+?)[.,:]?\*\*", talk, re.M)[:4] == steps
    said = [
        "don't get back at anyone",
        "were told|heard your",
        "What do you want to tell us",
        "Until (?:we decide|then)",
    ]
    places = [re.search(each, section(CARDS, card)) for each in said]
    assert all(places), places
    starts = [match.start() for match in places if match]
    assert starts == sorted(starts)


def test_each_session_has_at_hand_what_it_needs_when_it_turns_real():
    piles = [cells(rows) for name, rows in PILES.items() if name.startswith(tuple(LISTED.values()))]
    assert len(piles) == len(LISTED)
    (real,) = {pile["If it turns real"][0] for pile in piles}
    needed = {HOMES[label] for label in LINK.findall(section(text("facilitator"), "facilitator-disclosure"))}
    needed |= {"paper/scripts", "paper/intake-record", "report/support"}
    needed |= {
        "organizers/danger",
        "organizers/keep-safe",
        "organizers/write-it-down",
    }  # on the way of a report
    assert needed - {HOMES[label] for label in LINK.findall(real)} == set()
    for pile in piles:
        assert {"paper/training-mails", "training/plan"} <= {
            HOMES[label] for label in LINK.findall(pile["Facilitator"][0])
        }


@pytest.mark.parametrize(("mail", "page"), {"mail-talk": "talk", "mail-refresher": "refresher"}.items())
def test_what_an_invitation_asks_people_to_bring_is_used(mail, page):
    invitation = section((DOCS / "paper/training-mails.md").read_text("utf-8"), mail)
    assert 'bring your "Words to say"' in invitation
    assert "[Words to say](#paper-scripts)" in text(page)


@pytest.mark.parametrize(("page", "table"), LISTED.items())
def test_each_sheet_of_the_day_that_is_printed_is_used(page, table):
    (rows,) = (rows for name, rows in PILES.items() if name.startswith(table))
    sheets = {label for label in LINK.findall(rows) if label.startswith(("sheet-", "card-"))}
    assert sheets - {*LINK.findall(text(page))} == set()


def test_the_pack_holds_no_page_that_no_pile_prints():
    front = PACK.split("---\n")[1]
    listed = {HOMES[label] for rows in PILES.values() for label in LINK.findall(rows)}
    assert {*yaml.safe_load(front)["guide"]["pages"]} - listed == set()


def test_whatever_the_slip_lets_people_leave_out_has_something_in_its_place():
    question = section(text("sheets"), "sheet-sign-up").partition("{field} leave-out")[2].partition(":::")[0]
    *left_out, _on_the_day = re.findall(r"^- (.+)$", question, re.M)
    rows = [line for line in section(text("plan"), "plan-instead").splitlines() if line.startswith("| ")]
    assert len(left_out) == len(rows) - 2 == 5  # without the heading and the line below it
    mail = section((DOCS / "paper/training-mails.md").read_text("utf-8"), "mail-invite").lower()
    for row in rows[2:]:
        topic = row.split("|")[1].split()[-1].lower()
        assert topic in mail, row


@pytest.mark.parametrize("story", STORIES)
def test_each_story_says_what_may_be_hard_about_it(story):
    assert "\nContent note: " in text(f"scenarios/{story}").partition("## ")[0]


def test_the_letter_to_fill_in_is_the_letter():
    letters = (DOCS / "paper/letters-reported-decision.md").read_text("utf-8")
    letter = section(letters, "paper-letter-ban-time") + (DOCS / "paper/appeal.txt").read_text("utf-8")
    said = section(CARDS, "card-write-letter").partition("Make up the dates.")[2]
    said = re.sub(r"^:.*|, from and to$|Who answers it.*", "", said, flags=re.M).split("\n")
    sentences = [each for line in said for each in re.split(r"(?<=\.) |: ", line) if each.strip(" .:")]
    letter = re.sub(r"from \[date\] to \[date\], ", "", letter)
    assert len(sentences) >= 9
    assert [each for each in sentences if each.strip(".") not in letter] == []


def test_other_stories_of_the_print_list_are_those_of_the_plan():
    rows = cells(PILES["Other stories, one copy for each group"])
    lines = section(text("plan"), "training-plan").splitlines()
    planned = [LINK.findall(line) for line in lines if line.startswith("| Year")]
    assert len(planned) == 6
    assert [LINK.findall(row[0]) for row in rows.values()][-6:] == planned
    instead = LINK.findall(section(text("plan"), "plan-instead").partition("\n| ")[2])
    assert [label for row in list(rows.values())[1:5] for label in LINK.findall(row[0])] == instead


ALOUD = 150  # words a minute
NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def aloud(source: str) -> float:
    """Return the minutes that it takes to read a text aloud."""
    return len(re.findall(r"\w[\w'-]*", re.sub(r"\]\(#[^)]*\)", "]", source))) / ALOUD


def test_what_is_read_aloud_fits_into_its_minutes():
    (opening,) = re.findall(r":::\{say\}\n(.*?)\n:::", section(text("facilitator"), "facilitator-open"), re.S)
    (closing,) = re.findall(
        r":::\{say\}\n(.*?)\n:::", section(text("facilitator"), "facilitator-close"), re.S
    )
    assert max(aloud(opening), aloud(closing)) <= 1
    speaker = text("scenarios/speaker")
    parts = [re.split(r"Discuss first:", part)[0] for part in speaker.split("## Part ")[1:]]
    assert aloud(" ".join(parts)) <= 1
    assert aloud(section(text("model"), "training-model").partition("\n\nCode name")[2]) <= 3  # of five
    for story in STORIES:
        (answer,) = re.findall(r":::\{answer\}\n(.*?)\n:::", text(f"scenarios/{story}"), re.S)
        assert aloud(answer) <= 7 / 4, story  # of two minutes: the rest is for changing places


def test_the_minutes_that_a_block_names_are_those_of_the_timer():
    """Where the timer splits a block, the block says the same minutes in its own words."""
    for page in LENGTHS:
        for hour, minute, name, long in ROW.findall(section(text("timer"), f"timer-{page}")):
            if not (parts := re.search(r"\(([\d+ ]+)\)", name)) or "round" in name:
                continue
            (label,) = re.findall(rf"^\(([\w-]+)\)=\n## {hour}:{minute} ", text(page), re.M)
            said = section(text(page), label).partition("minutes)")[2].lower()
            wanted = {int(number) for number in parts[1].split("+")}
            named = {NUMBERS[word] for word in re.findall(r"\w+", said) if word in NUMBERS}
            assert wanted - named <= {1}, (page, name, long)


@pytest.mark.parametrize("page", [*(f"scenarios/{story}" for story in STORIES), "hard-cases", "talk"])
def test_whoever_offers_to_keep_a_report_asks_if_it_may_be_opened(page):
    for answer in re.findall(r":::\{answer\}\n(.*?)\n:::", text(page), re.S):
        if re.search(r"\bseal|only keep|to keep it|\bkept\b.*\breport", answer, re.I):
            assert "open it if someone else reports the same person" in answer
