"""What organizers learn and count with, on their own device: the self-check, and the dates of a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.browser import DESKTOP, PHONE, barriers, opened
from playwright.sync_api import Browser, Page, expect

RIGHT, WRONG = "Yes, that's right.", "No, not this one."
KEPT = "[localStorage.length, sessionStorage.length, document.cookie, history.length]"


@pytest.fixture(scope="module")
def tab(chromium: Browser, usual: Path) -> Iterator[Page]:
    """A tab of an organizer, in which nothing may be sent."""
    with opened(chromium, viewport=PHONE, bypass_csp=True, accept_downloads=True) as tab:
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
    question.locator("label.right input" if right else "label:not(.right) input").first.check()


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
    assert barriers(tab, looks=[(PHONE, "light"), (DESKTOP, "dark")]) == []


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


def test_each_question_names_what_to_read_again(tab: Page, usual: Path) -> None:
    for part in ("one", "two", "three"):
        tab.goto((usual / f"en/training/self-check-{part}.html").as_uri())
        questions, links = tab.locator(".question").count(), tab.locator(".question > .again").count()
        assert questions == links > 0


def test_without_script_readers_open_the_answers(chromium: Browser, usual: Path) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto((usual / "en/training/self-check-one.html").as_uri())
        first = tab.locator(".question").first
        first.locator("input").first.check()
        first.locator("summary").click()
        expect(first.get_by_text("Safety comes before the story")).to_be_visible()
        expect(first.locator(".again")).to_be_hidden()
