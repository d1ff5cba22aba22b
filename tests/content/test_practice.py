"""Steps and scenarios lead to each other, and so do steps and what organizers print for them."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.paths import ROOT

DOCS = ROOT / "docs"
LABEL = re.compile(r"^\(([\w-]+)\)=$", re.M)
LINK = re.compile(r"\]\(#([\w-]+)\)")
STEPS = sorted(page for page in (DOCS / "organizers").glob("*.md") if page.stem not in ("index", "flowchart"))
SCENARIOS = sorted(page for page in (DOCS / "training" / "scenarios").glob("*.md") if page.stem != "index")
# What they fill in, send or say, apart from what lies in the room or in the bag.
PIECES = sorted(
    page
    for page in (DOCS / "paper").glob("*.md")
    if re.search(r"^  kind: (cards|forms|letters|sheets)$", page.read_text("utf-8"), re.M)
    and page.stem not in ("confirm", "numbers", "report-form")
)
PAGES = {label: page for page in DOCS.rglob("*.md") for label in LABEL.findall(page.read_text("utf-8"))}


def section(page: Path, heading: str) -> str:
    """Return what stands below a heading of a page, or nothing."""
    _, _, rest = page.read_text("utf-8").partition(f"\n## {heading}\n")
    return re.split(r"\n## |\n\(", rest)[0]


def led(page: Path, heading: str) -> set[Path]:
    """Return the pages to which the links below a heading lead."""
    return {PAGES[label] for label in LINK.findall(section(page, heading))}


def leads_to(page: Path) -> set[Path]:
    """Return the pages to which a page leads."""
    return {PAGES[label] for label in LINK.findall(page.read_text("utf-8"))}


def test_a_step_and_the_scenarios_that_practice_it_lead_to_each_other():
    more = {page: led(page, "Read more") for page in SCENARIOS}
    assert len(STEPS) >= 24
    for step in STEPS:
        assert led(step, "Practice it") == {page for page in SCENARIOS if step in more[page]}, step


def test_a_step_names_its_letters_and_forms():
    for step in STEPS:
        assert any(page.parent.name == "paper" for page in led(step, "Paper")), step


def test_a_piece_of_paper_and_a_step_lead_to_each_other():
    """Whoever holds the sheet finds the step, and whoever is at the step finds the sheet."""
    steps = [*STEPS, *(DOCS / "training").rglob("*.md")]
    led_to = set().union(*map(leads_to, steps))
    assert len(PIECES) > 20
    for piece in PIECES:
        assert piece in led_to, piece
        assert leads_to(piece) & {*steps}, piece
