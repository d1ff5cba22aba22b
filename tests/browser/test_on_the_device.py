"""What organizers learn and count with, on their own device: the self-check, and the dates of a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.browser import DESKTOP, PHONE, barriers, opened
from helpers.trees import read, select
from playwright.sync_api import Browser, Page, expect

RIGHT, WRONG = "Yes, that's right.", "No, not this one."
KEPT = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"


@pytest.fixture(scope="module")
def tab(chromium: Browser, usual: Path) -> Iterator[Page]:
    """A tab of an organizer, in which nothing may be sent."""
    with opened(chromium, viewport=PHONE, accept_downloads=True) as tab:
        yield tab


@pytest.fixture
def check(tab: Page, usual: Path) -> Iterator[Page]:
    """The first part of the self-check; at the end, nothing was sent or kept."""
    tab.goto((usual / "en/training/self-check-one.html").as_uri())
    yield from quiet(tab)


def quiet(tab: Page) -> Iterator[Page]:
    """Lend a page, and look at what it has sent and kept meanwhile."""
    sent: list[str] = []
    before = tab.evaluate(KEPT)

    def note(request: object) -> None:
        sent.append(str(request))

    tab.on("request", note)
    yield tab
    tab.remove_listener("request", note)
    assert sent == []
    assert tab.evaluate(KEPT) == before


def choose(tab: Page, right: bool, number: int) -> None:
    """Choose a right or a wrong answer to a question."""
    question = tab.locator(".question").nth(number)
    question.locator("label.hb-right input" if right else "label:not(.hb-right) input").first.check()


def test_a_choice_is_judged_and_the_reason_given(check: Page) -> None:
    first = check.locator(".question").first
    choose(check, False, 0)
    verdict = first.get_by_role("status")  # spoken by screen readers
    expect(verdict).to_contain_text(WRONG)
    expect(verdict).to_contain_text("Right: number 3.")
    expect(verdict).to_contain_text("Safety comes before the story")
    expect(verdict).to_contain_text("Read again: Take a report")
    expect(verdict).to_contain_text("0 of 1 right")
    expect(first.locator("details")).to_be_hidden()  # the reason is not there twice
    choose(check, True, 0)
    expect(verdict).to_contain_text(RIGHT)
    expect(verdict).to_contain_text("0 of 1 right")  # the answer was known
    choose(check, True, 1)
    expect(check.locator(".question").nth(1).get_by_role("status")).to_contain_text("1 of 2 right")


def test_a_verdict_has_no_barriers(tab: Page, usual: Path) -> None:
    tab.goto((usual / "en/training/self-check-one.html").as_uri())
    for number in range(tab.locator(".question").count()):
        choose(tab, number > 0, number)
    assert barriers(tab, looks=[(PHONE, ["light"]), (DESKTOP, ["dark"])]) == []


def test_at_the_end_it_says_what_to_read_again(check: Page) -> None:
    number = check.locator(".question").count()
    wrong = (0, 1)
    for place in range(number):
        total = check.locator("main [role=status]").last
        expect(total).to_be_empty()
        choose(check, place not in wrong, place)
    expect(total).to_contain_text(f"{number - len(wrong)} of {number} right")
    expect(total.get_by_role("link")).to_have_text(["Take a report", "The three limits"])
    place = "../organizers/take-a-report.html#org-take-a-report"
    expect(total.get_by_role("link").first).to_have_attribute("href", place)


def test_arrow_keys_pass_over_a_choice(check: Page) -> None:
    first = check.locator(".question").first
    verdict = first.get_by_role("status")
    first.locator("input").first.focus()
    check.keyboard.press("ArrowDown")
    check.keyboard.press("ArrowDown")
    expect(first.locator("input").nth(2)).to_be_checked()
    expect(verdict).to_be_empty()
    check.keyboard.press("Enter")
    expect(verdict).to_contain_text(RIGHT)
    expect(verdict).to_contain_text("1 of 1 right")
    second = check.locator(".question").nth(1)
    second.locator("input").first.focus()
    check.keyboard.press("ArrowDown")
    check.locator("h1 + p, main").first.click(position={"x": 1, "y": 1})
    expect(second.get_by_role("status")).to_contain_text(WRONG)


@pytest.mark.parametrize("part", ["one", "two", "three"])
def test_each_question_names_what_to_read_again(usual: Path, part: str) -> None:
    page = read(usual / f"en/training/self-check-{part}.html")
    assert len(select(page, ".question")) == len(select(page, ".question > .again")) > 0


def test_without_script_readers_open_the_answers(chromium: Browser, usual: Path) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto((usual / "en/training/self-check-one.html").as_uri())
        first = tab.locator(".question").first
        first.locator("input").first.check()
        first.locator("summary").click()
        expect(first.get_by_text("Safety comes before the story")).to_be_visible()
        expect(first.locator(".again")).to_be_hidden()


@pytest.fixture
def dates(tab: Page, usual: Path) -> Iterator[Page]:
    """The page that counts the days of a case; at the end, nothing was sent or kept."""
    tab.goto((usual / "en/paper/dates.html").as_uri())
    yield from quiet(tab)


def fill(tab: Page, kind: str, value: str, number: int = 0) -> None:
    """Type into a field of a kind."""
    tab.locator(f".field-{kind} input").nth(number).fill(value)


def days(tab: Page) -> dict[str, str]:
    """Return the day of each row, by the first sentence of what one does on it."""
    rows = [row.split("\t") for row in tab.locator("tbody tr").all_inner_texts()]
    return {
        " ".join(what.split()).replace("\u2019", "'").partition(". ")[0]: day.replace("\u202f", " ").strip()
        for what, _after, day in rows
    }


def saved(tab: Page) -> list[str]:
    """Save the file, and return its lines as a calendar reads them."""
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Save the ticked days").click()
    assert download.value.suggested_filename == "dates.ics"
    whole = download.value.path().read_bytes()
    lines = whole.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert lines.pop() == b""
    assert [line for line in lines if len(line) > 75] == []
    for line in lines:
        line.decode("utf-8")  # no sign is cut in two
    return whole.decode("utf-8").replace("\r\n ", "").splitlines()


def test_a_day_gives_all_days(dates: Page) -> None:
    fill(dates, "day", "2026-11-26")
    found = days(dates)
    assert found["Answer the reporter"] == "Fri, Nov 27, 2026"  # 36 hours, without a time
    assert found["Update: say how it's going"] == "Wed, Dec 2, 2026"
    assert found["Decide, or write why not yet"] == "Fri, Dec 18, 2026"
    assert found["Appeals end for the reporter"] == "Tue, Jan 19, 2027"  # 32 days after the last to decide
    assert found["Check in with the reporter"] == "Fri, Dec 25, 2026"
    assert found["Answer the appeal"] == "Thu, Feb 4, 2027"
    assert found["Destroy notes on paper"] == "Fri, Mar 19, 2027"
    assert "Third person: stop looking" not in found  # these facts have no time for it
    fill(dates, "time", "19:30")
    assert days(dates)["Answer the reporter"] == "Sat, Nov 28, 2026, 7:30 AM"
    fill(dates, "day", "2026-12-01", 1)  # the decision came early
    found = days(dates)
    assert found["Appeals end for the reporter"] == "Sat, Jan 2, 2027"
    assert found["Check in with the reporter"] == "Tue, Dec 8, 2026"
    fill(dates, "day", "")
    assert days(dates)["Answer the reporter"] == ""


def test_months_end_with_their_last_day(dates: Page) -> None:
    for told, *later in (
        ("2027-01-31", "Sun, Feb 28, 2027", "Fri, Apr 30, 2027"),
        ("2028-01-31", "Tue, Feb 29, 2028", "Sun, Apr 30, 2028"),
        ("2027-11-30", "Thu, Dec 30, 2027", "Tue, Feb 29, 2028"),
        ("2026-12-31", "Sun, Jan 31, 2027", "Wed, Mar 31, 2027"),
    ):
        fill(dates, "day", told, 1)
        found = days(dates)
        assert [found["Check in once more"], found["Check in for the last time"]] == later


def test_the_file_for_a_calendar_holds_a_code_name_and_days(dates: Page) -> None:
    dates.get_by_role("button", name="Save the ticked days").click()
    expect(dates.get_by_role("status")).to_contain_text("Type the day of the report first")
    name = "Heron, lamp; \\ 灯" + " 🪶" * 12
    fill(dates, "code", name)
    fill(dates, "day", "2028-02-29")
    dates.get_by_label("Check in with the reporter").check()
    dates.get_by_label("Update:").uncheck()
    lines = saved(dates)
    expect(dates.get_by_role("status")).to_contain_text("dates.ics")
    assert [lines[0], lines[1], lines[-1]] == ["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"]
    events = [
        dict(line.split(":", 1) for line in block.split("|") if ":" in line)
        for block in "|".join(lines).split("BEGIN:VEVENT")[1:]
    ]
    written = {each["SUMMARY"].split(": ")[-1]: each["DTSTART;VALUE=DATE"] for each in events}
    assert written["Answer"] == "20280301"
    assert written["Decide"] == "20280322"
    assert written["Check in"] == "20280329"
    assert "Update" not in written
    assert "Review" not in written  # not due in each case
    escaped = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert {each["SUMMARY"].rsplit(": ", 1)[0] for each in events} == {escaped}
    assert len({each["UID"] for each in events}) == len(events)
    assert all(len(each["DTSTAMP"]) == len("20280229T000000Z") for each in events)
    assert {line.partition(":")[0] for line in lines} == {
        *("BEGIN", "END", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY", "TRANSP"),
        "CLASS",
    }
    assert [each["UID"] for each in events] == [line[4:] for line in saved(dates) if line[:4] == "UID:"]


def test_the_dates_of_the_year_come_back_in_a_calendar(tab: Page, usual: Path) -> None:
    tab.goto((usual / "en/paper/year.html").as_uri())
    fill(tab, "code", "MadPUG")
    fill(tab, "day", "2027-05-29")
    found = days(tab)
    assert "Sun, Aug 29, 2027" in found.values()
    assert found["Invite to the second refresher, in the same way"] == "Sat, Apr 29, 2028"
    assert found["Second refresher of the year"] == "Mon, May 29, 2028"
    fill(tab, "day", "2027-11-29")
    events = "|".join(saved(tab)).split("BEGIN:VEVENT")[1:]
    assert len(events) == len(found)
    assert all("|RRULE:FREQ=YEARLY;COUNT=3" in each for each in events)
    (first,) = [each for each in events if "SUMMARY:MadPUG: First drill|" in each]
    assert "DTSTART;VALUE=DATE:20280229|" in first
    assert "COUNT=3;BYMONTH=2;BYMONTHDAY=-1|" in first  # on the last day of February in any other year


def test_the_dates_have_no_barriers_and_print_whole(chromium: Browser, tab: Page, usual: Path) -> None:
    page = (usual / "en/paper/dates.html").as_uri()
    tab.goto(page)
    fill(tab, "day", "2026-11-26")
    assert barriers(tab, looks=[(PHONE, ["light"]), (DESKTOP, ["dark"])]) == []
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as still:
        still.goto(page)
        expect(still.locator("main input, main button")).to_have_count(0)
        expect(still.get_by_role("row", name="Answer the reporter 36 hours")).to_be_visible()
        expect(still.get_by_text("the day after it is day one")).to_be_visible()
