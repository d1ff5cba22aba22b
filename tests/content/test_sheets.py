"""What organizers fill in by hand: who it is about stays apart, and each promise has a place to be kept."""

from __future__ import annotations

from pathlib import Path

from bs4 import Tag
from helpers.site_pages import article


def page(site: Path, name: str) -> Tag:
    """Return the <main> of a piece of paper."""
    return article(site / "en" / "paper" / f"{name}.html")


def part(site: Path, name: str, label: str) -> Tag:
    """Return the section with a label."""
    found = page(site, name).find(id=label)
    return found if found.name == "section" else found.find_parent("section")


def lines(where: Tag) -> list[str]:
    """Return what there is to write on: lines, and the columns of a table."""
    return [each.get_text(" ", strip=True) for each in where.select("ul.write-on > li, table.write-on th")]


def asked(where: Tag, words: str) -> Tag:
    """Return the one field whose label holds these words."""
    fields = [each for each in where.select(".hb-field") if words in each.get_text(" ")]
    assert len(fields) == 1, (words, len(fields))
    return fields[0]


def test_a_checklist_for_a_case_says_whose_and_when_it_was_ticked(usual):
    sections = page(usual, "checklists-case").select("section:has(> ul.checklist)")
    assert len(sections) >= 3
    for section in sections:
        assert lines(section) == ["Code name", "Date", "Initials"]


def test_the_lists_for_tonight_are_two_sides_of_one_sheet(usual):
    sides = page(usual, "checklists-meetup").select("section section:not(section section section)")
    assert [len(side.select("ul.checklist")) for side in sides] == [2, 1]


def test_who_the_reporter_is_can_be_cut_off_the_story(usual):
    main = page(usual, "intake-record")
    (cut,) = main.select(".cut")
    slip = cut.find_all_next(class_="hb-field")
    assert list(main.select(".hb-field"))[-len(slip) :] == slip
    assert any("Who the reporter is" in each.get_text() for each in slip)
    above = [each for each in main.select(".hb-field") if each not in slip]
    for half in (above, slip):
        assert any("Code name" in each.get_text() for each in half)


def test_records_ask_what_the_rules_ask(usual):
    intake, decision, log = (page(usual, each) for each in ("intake-record", "decision-record", "case-log"))
    assert "reports the same person" in asked(intake, "may we open it").get_text(" ")
    assert "Is there an organizer who should not hear of it?" in asked(intake, "must not hear").get_text(" ")
    heard = asked(decision, "Was the reported person heard?").get_text(" ")
    for answer in ("in writing", "the date passed without an answer", "did not agree: only steps that keep"):
        assert answer in heard
    for where in (decision, log):
        asked(where, "yearly report")


def test_the_log_knows_the_kinds_of_the_rules(usual):
    rules = article(usual / "en" / "conduct" / "examples.html").select("dt")
    kinds = asked(page(usual, "case-log"), "What kind was it?").select(".choice")
    names = [kind.get_text(" ", strip=True).removeprefix("\u2610 ") for kind in kinds]
    assert names == [rule.get_text(" ", strip=True) for rule in rules]


def test_each_promise_that_is_kept_on_paper_has_its_sheet(usual):
    wanted = {
        ("case-sheets", "paper-sheet-told"): ["Who was told", "The words that we agreed on"],
        ("case-sheets", "paper-sheet-plan"): [
            "Look at it again on",
            "Where they can go if they want to leave at once",
        ],
        ("case-sheets", "paper-sheet-ties"): [
            "Who was asked",
            "A tie, or not sure",
            "The reporter ruled them out",
        ],
        ("case-sheets", "paper-sheet-check-ins"): ["Safe way to ask", "May we ask again?"],
        ("case-sheets", "paper-sheet-appeal"): ["Answer due on", "Told on"],
        ("case-sheets", "paper-sheet-destroyed"): ["Destroyed on", "By", "Seen by"],
        ("group-sheets", "paper-sheet-door"): ["Last day"],
        ("group-sheets", "paper-sheet-duty"): ["On duty", "Stands by", "On call", "Reads messages that week"],
        ("group-sheets", "paper-sheet-venue"): ["Answered by, and on which day"],
        ("group-sheets", "paper-sheet-drill"): ["Sent", "Reached", "Answer came"],
        ("group-sheets", "paper-sheet-handover"): ["Papers, and sealed envelopes"],
        ("labels", "paper-label-sealed"): ["Code name", "Sealed on", "Destroy on"],
        ("labels", "paper-label-received"): ["Received by", "Code name", "Must not hear of it"],
        ("labels", "paper-label-who"): [
            "Code name",
            "Reporter, and the person harmed",
            "Reported person",
            "Must not see this card",
        ],
        ("labels", "paper-label-reach"): ["Code name", "Never there"],
        ("labels", "paper-label-folder"): ["The two who may open it", "Next promise, and its day"],
        ("labels", "paper-label-door"): ["Kept by", "Made new on"],
        ("labels", "paper-label-log"): ["Year", "Destroy on"],
        ("labels", "paper-label-bag"): ["If you find it, please call"],
    }
    for (name, label), needed in wanted.items():
        there = lines(part(usual, name, label))
        assert [each for each in needed if each not in there] == [], label
        assert part(usual, name, label).select("a[href^='../organizers/']"), f"{label} names no step"


def test_the_list_for_the_door_has_no_room_for_a_reason(usual):
    assert not any(
        "reason" in each.lower() for each in lines(part(usual, "group-sheets", "paper-sheet-door"))
    )
