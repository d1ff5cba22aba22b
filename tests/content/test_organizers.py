"""What the organizers' handbook, the training and the paper must hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest
import yaml
from bs4 import Tag
from helpers.paths import ROOT
from helpers.pdf import settings
from helpers.readability import count, measure
from helpers.site_pages import article
from helpers.sphinx_app import one_page
from helpers.trees import one, read, select, text

from handbook.facts import sources
from handbook.guides.model import Guide

MINUTES = re.compile(r"\((\d+) minutes\)$")


def pages_of(site: Path, *folders: str) -> list[Path]:
    """Return the built pages of some folders."""
    return [path for folder in folders for path in sorted((site / "en" / folder).rglob("*.html"))]


def main_of(site: Path, page: str) -> Tag:
    """Return the <main> of a page by its name."""
    return article(site / "en" / f"{page}.html")


def scenarios(site: Path) -> list[Path]:
    """Return the built pages of all scenarios."""
    return [path for path in pages_of(site, "training/scenarios") if path.name != "index.html"]


def test_a_step_fits_in_a_glance_and_the_whole_in_an_evening(usual):
    lengths = {
        str(path.relative_to(usual / "en")): measure(path).words
        for path in pages_of(usual, "organizers", "training")
    }
    assert {page: words for page, words in lengths.items() if words > 650} == {}
    assert sum(lengths.values()) <= 36_000


def test_every_step_is_at_most_two_links_from_the_first_page(site):
    folder = site / "en" / "organizers"

    def leads_to(page: Path) -> set[Path]:
        links = select(read(page), "main a.reference.internal[href]")
        return {(page.parent / link.get("href").split("#")[0]).resolve() for link in links} - {page}

    first = leads_to(folder / "index.html")
    second = {page for near in first if near.is_file() for page in leads_to(near)}
    steps = {page.resolve() for page in folder.glob("*.html")} - {(folder / "index.html").resolve()}
    assert len(steps) >= 24
    assert steps - first - second == set()


def guide_of(page: str) -> Guide:
    """Return the settings of the guide that is printed from a page."""
    front = (ROOT / f"docs/{page}.md").read_text("utf-8").split("---\n")[1]
    return Guide(**yaml.safe_load(front)["guide"])


def sent_to(site: Path, page: str) -> set[str]:
    """Return the pages that the words of a page send to."""
    links = select(read(site / "en" / f"{page}.html"), "main section a.reference.internal[href]")
    here = (site / "en" / page).parent
    found = {(here / link.get("href").split("#")[0]).resolve() for link in links}
    return {
        path.relative_to((site / "en").resolve()).with_suffix("").as_posix()
        for path in found
        if path.suffix == ".html"
    } - {page}


def outside(site: Path, pages: Iterable[str], held: Collection[str]) -> dict[str, set[str]]:
    """Return what each of these pages sends to and nothing of `held` is."""
    found = {page: sent_to(site, page) - {*held} for page in pages}
    return {page: targets for page, targets in found.items() if targets}


# From the guide on: what one reads on another day, to learn, to choose paper or to publish.
ANOTHER_DAY = ("training/", "about/adopt", "paper/index", "paper/confirm", "paper/slides")


def test_the_guide_for_organizers_holds_what_its_steps_send_to(usual):
    pages = guide_of("paper/organizers-guide").pages
    steps = [page for page in pages if page.startswith("organizers/")]
    assert len(steps) >= 24
    missing = outside(usual, steps, pages)
    late = {page for targets in missing.values() for page in targets if not page.startswith(ANOTHER_DAY)}
    assert late == set()
    without = [page for page in pages if page != "report/appeal"]
    assert "organizers/answer-appeal" in outside(usual, steps, without)


@pytest.mark.parametrize("name", ["organizers-guide", "training-pack", "facilitators-guide"])
def test_no_book_for_organizers_sends_to_an_address_of_the_handbook(name, usual):
    guide = guide_of(f"paper/{name}")
    books = [guide_of(page) for page in guide.beside]
    held = {f"paper/{name}", *guide.pages, *guide.beside, *guide.online}
    held |= {page for book in books for page in book.pages}
    missing = outside(usual, guide.pages, held)
    assert {page for targets in missing.values() for page in targets} == set()


def test_every_step_begins_with_what_to_do_and_ends_with_paper(site):
    for page in pages_of(site, "organizers"):
        main = one(read(page), "main")
        assert one(main, "h1").getnext().tag == "p", f"{page.name} does not begin with a sentence"
        if page.stem not in ("index", "flowchart"):
            paper = [heading.getparent() for heading in main.iter("h2") if text(heading) == "Paper"]
            assert paper and select(paper[0], "a[href*='paper/']"), f"{page.name} leads to no paper"


def test_words_to_say_stand_beside_words_not_to_say(site):
    said = [page for page in pages_of(site, "organizers") if select(read(page), "main .said.say")]
    assert len(said) >= 15
    for page in said:
        both = select(read(page), "main .said.say + .said.avoid")
        assert both, f"{page.name} does not say what not to say"


def test_the_opening_words_take_at_most_a_minute(site):
    quote = main_of(site, "organizers/opening").find("blockquote")
    assert 60 <= count(quote.get_text(" ")) <= 130  # 130 words a minute is a calm pace


def test_each_way_out_of_a_question_of_the_flowchart_goes_on_or_ends(site):
    steps = main_of(site, "organizers/flowchart").select(".flowchart > ol > li")
    assert len(steps) >= 10
    asks = [step for step in steps if step.ul]
    assert [step for step in steps if "asks" in step.get("class", [])] == asks
    for step in asks:
        for way in step.select("ul > li"):
            said = re.search(r"(Stop here|The case ends|Go to (\d+))\.$", way.get_text().strip())
            ends = bool(said)
            assert not (said and said[2]) or steps.index(step) + 1 < int(said[2]) <= len(steps), (
                way.get_text()
            )
            assert ("ends" in way["class"], "on" in way["class"]) == (ends, not ends), way.get_text()
    assert len(main_of(site, "organizers/flowchart").select(".flowchart .ends")) >= 6
    assert all(step.a for step in asks), "a question leads to no page"


def test_at_least_sixteen_scenarios_have_parts_questions_answer_mistakes_and_score(site):
    found = scenarios(site)
    assert len(found) >= 16
    for page in found:
        main = article(page)
        parts = main.find_all("h2", string=re.compile(r"^Part \d"))
        assert len(parts) >= 2, page.name
        assert all(part.parent.find("ol") for part in parts), f"{page.name}: a part asks nothing"
        for kind, label in [("answer", "A good answer"), ("mistakes", "Common mistakes"), ("score", "Score")]:
            (block,) = (
                main.select(f"details.answer.{kind}")
                if kind != "answer"
                else main.select("details[class='answer']")
            )
            assert block.summary.get_text().startswith(label)
            assert block.find("li")
        assert 5 <= len(main.select("details.score li")) <= 8, page.name
        assert re.search(r"\d+ minutes", main.find("p").get_text()), (
            f"{page.name} does not say how long it takes"
        )


@pytest.mark.parametrize(
    ("page", "minutes"), [("training/course", 90), ("training/talk", 30), ("training/refresher", 45)]
)
def test_the_blocks_of_a_course_add_up(site, page, minutes):
    headings = [heading.get_text() for heading in main_of(site, page).find_all("h2")]
    times = [int(match[1]) for heading in headings if (match := MINUTES.search(heading))]
    assert len(times) >= 5
    assert sum(times) == minutes


def test_the_self_check_has_twenty_questions_each_with_one_right_answer_and_a_reason(site):
    questions = [
        question
        for page in sorted((site / "en" / "training").glob("self-check*.html"))
        for question in article(page).select("fieldset.question")
    ]
    assert len(questions) == 20
    for question in questions:
        assert question.legend.get_text().strip()
        assert 3 <= len(question.select("input[type=radio]")) <= 4
        assert len(question.select("label.hb-right")) == 1
        assert count(question.details.get_text(" ")) >= 15


def test_at_least_eight_checklists_are_short_enough_for_a_page(site):
    lists = [
        found
        for name in ("checklists-meetup", "checklists-case", "checklists-group")
        for found in main_of(site, f"paper/{name}").select("ul.checklist")
    ]
    assert len(lists) >= 8
    assert all(4 <= len(found.find_all("li")) <= 12 for found in lists)


def test_the_report_form_asks_for_the_five_things_first(site):
    form, page = (
        [field.get_text() for field in main_of(site, name).select(".hb-field")]
        for name in ("paper/report-form", "report/write-it-down")
    )
    for words, asked in zip(["who did", "what did", "when", "where", "who else"], form, strict=False):
        assert asked.lower().startswith(words)
    assert form == page  # they are written once
    assert len(form) == 8


def test_every_piece_of_paper_is_there(site):
    for name in ("report-form", "intake-record", "decision-record", "case-log"):
        main = main_of(site, f"paper/{name}")
        assert main.select(".hb-field .rule"), name
        assert not main.select("textarea, input"), f"{name} is paper, and nobody types into its page"
    log = main_of(site, "paper/case-log").get_text().lower()
    assert "no names" in log or "without names" in log


# Kinds of guides that lie or hang where anyone reads them.
ROOM = ("poster", "sign", "tent", "card", "leaflet")


def test_what_lies_in_the_room_speaks_to_everyone_and_gives_no_instruction(usual):
    pieces = [guide for guide in settings().values() if guide.kind in ROOM]
    assert len(pieces) >= 5
    for piece in pieces:
        for face in main_of(usual, piece.page).select("section > section"):
            text = face.get_text(" ")
            told = re.search(r"\b([Ll]ay|[Hh]ang|[Pp]rint|[Ff]old|[Cc]ut) (it|this|them)\b|a note came", text)
            assert not told, (piece.page, told)


def test_the_notice_for_reports_without_a_name_opens_with_the_offer(usual):
    (face,) = main_of(usual, "paper/notice").select("section > section")
    assert face.h2.get_text() == "You can tell us without your name"
    assert "without saying who you are" in face.find("p").get_text()
    letters = main_of(usual, "paper/letters-reporter").get_text(" ")
    assert "Did you leave us a note" not in letters


def test_facts_say_where_they_come_from_and_how_well_that_was_read(site):
    titles = [work.title.replace("'", "\u2019") for work in sources.load_sources(ROOT / "docs").values()]
    pages = {
        page: lines
        for page in pages_of(site, "organizers", "training")
        if (lines := select(read(page), "main ul.sources > li"))
    }
    assert len(pages) >= 25
    for page, lines in pages.items():
        for told in map(text, lines):
            assert told.replace("'", "\u2019").startswith(tuple(titles)), f"{page.name}: {told}"
            assert re.search(r"Read (whole|in part)\. (Not checked by us yet|Checked|Last checked)", told), (
                told
            )


def test_the_participants_edition_leaves_the_answers_out(tmp_path):
    text = "# Page\n\n## Part 1\n\nA story.\n\n:::{answer}\nThe answer.\n:::\n\n"
    text += ":::{mistakes}\nA mistake.\n:::\n\n:::{score}\n- A point\n:::\n"
    one_page(tmp_path, text)
    whole = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert all(words in whole for words in ("A story.", "The answer.", "A mistake.", "A point"))
    one_page(tmp_path, text, "-E", "-t", "participant")
    without = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "A story." in without
    assert not any(words in without for words in ("The answer.", "A mistake.", "A point"))


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (":::{question} 1\nOnly a question?\n:::", "a numbered list of options, and the reason"),
        (":::{question} 4\nWhat?\n\n1. A\n2. B\n\nWhy.\n:::", "There are 2 options; number 4"),
        (":::{flowchart}\nA paragraph.\n:::", "A flowchart is one numbered list"),
        (":::{flowchart}\n1. What?\n   - So\n2. End\n:::", "Step 1 has one way out"),
        (":::{flowchart}\n1. What?\n   - **A**\n   - **B**\n2. End\n:::", "nobody comes to step 2"),
        (":::{flowchart}\n1. What?\n   - **A**\n   - B\n:::", "step 1, the last one, leads nowhere"),
        (":::{field} who\n- A list\n:::", "A field begins with a paragraph"),
        (
            ":::{questions} a\n:fields: who 2, what 1\n\nWho?\n: A name.\n:::",
            "one definition list; here of 2",
        ),
        (":::{questions} a\n:fields: who\n\nWho?\n: A name.\n:::", "a name and a number of lines"),
        (":::{questions} a\n:from: index\n:::", "finds no group 'a' on 'index'"),
        (":::{writing}\n- Back\n:::", "{writing} is one list of 16 entries: back, next"),
        (":::{sources} nobody\n:::", "does not know 'nobody'"),
        (":::{when} law\n## A heading\n:::", "A heading cannot stand in {when}"),
    ],
)
def test_a_mistake_in_a_directive_is_told_with_page_and_line(tmp_path, markup, said):
    done = one_page(tmp_path, f"# Page\n\n{markup}\n")
    assert done.returncode == 1
    assert "index.md:3" in done.stderr
    assert said in done.stderr
