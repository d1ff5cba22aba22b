"""What a group can answer with the people it has, what it has agreed to, and the ways outside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers.paths import FROZEN, ROOT
from helpers.sphinx_app import edited, one_page, shown
from jinja2 import Environment, FileSystemLoader

from handbook.config import community
from handbook.config.decisions import abilities, gaps
from handbook.guides.model import KINDS

PERSON = '\n[[contacts]]\nname = "Ada {0}"\nemail = "ada{0}@group.example"\n'
OUTSIDE = '\n[report.outside]\nname = "Council"\nemail = "council@elsewhere.example"\n'
NEIGHBOR = '\n[report.neighbor]\nname = "Next Town"\nemail = "next@elsewhere.example"\n'


def group(folder: Path, contacts: int, more: str = "") -> community.Community:
    """Return the facts of a group of so many organizers."""
    head, _, rest = FROZEN.read_text("utf-8").partition("[[contacts]]")
    rest = rest[rest.index("[report]") :]
    people = "".join(PERSON.format(number) for number in range(contacts))
    path = folder / "community.toml"
    path.write_text(f"{head}{people}\n{rest}{more}", "utf-8")
    return community.load_community(path)


@pytest.mark.parametrize(
    ("contacts", "more", "able"),
    [
        (0, "", set()),
        (1, "", set()),
        (1, OUTSIDE, {"can.outside"}),
        (1, OUTSIDE + NEIGHBOR, {"can.outside", "can.decide", "can.appeal"}),
        (2, "", {"can.another"}),
        (2, OUTSIDE, {"can.another", "can.outside", "can.decide", "can.appeal"}),
        (3, "", {"can.another", "can.decide", "can.appeal"}),
    ],
)
def test_what_a_group_can_answer_follows_from_its_people(tmp_path, contacts, more, able):
    worked_out = abilities(group(tmp_path, contacts, more))
    assert {key for key, yes in worked_out.items() if yes} == able | {"can.support"}  # its file names lines
    assert len(gaps(worked_out)) == len({"can.another", "can.decide", "can.appeal"} - able)


def test_a_page_asks_what_the_group_can_answer(tmp_path):
    when, when_not = (
        ":::{when} can.decide\nTwo are left.\n:::",
        ":::{when-not} can.decide\nA third is needed.\n:::",
    )
    page = f"# Page\n\n{when}\n\n{when_not}\n"
    one_page(tmp_path, page)
    assert "A third is needed." in shown(tmp_path).get_text()
    third = ("[report]\n", PERSON.format(3) + "\n[report]\n")
    one_page(tmp_path, page, *edited(tmp_path, third))
    assert "Two are left." in shown(tmp_path).get_text()


AGREED = 'by = "all organizers"\nsince = 2026-01-15\n'  # in the frozen facts
PROMISE = "(support-lines)=\n# Page\n\n:::{agreement}\n:::\n"


def test_until_the_organizers_agree_a_page_says_so_and_where_somebody_answers(tmp_path):
    one_page(tmp_path, PROMISE, *edited(tmp_path, (AGREED, "")))
    (box,) = shown(tmp_path).select(".not-agreed")
    assert "haven\u2019t agreed" in box.get_text() or "haven't agreed" in box.get_text()
    assert box.a["href"].endswith("#support-lines")


def without_services(folder: Path) -> tuple[str, ...]:
    """Return the options for facts that nobody agreed to and that name no line outside the group."""
    text = FROZEN.read_text("utf-8").replace(AGREED, "")
    alone = re.sub(r"^\[\[services\]\]\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE)
    (folder / "community.toml").write_text(alone, "utf-8")
    return "-D", f"community_file={folder / 'community.toml'}"


def test_where_no_line_is_named_nobody_is_sent_to_support(tmp_path):
    one_page(tmp_path, f"{PROMISE}\n:::{{contacts}}\n:::\n", *without_services(tmp_path))
    page = shown(tmp_path)
    (box,) = page.select(".not-agreed")
    assert "turn to a person you trust" in box.get_text()
    assert "Support" not in page.get_text()
    assert (
        "tell a different organizer (not one you\N{RIGHT SINGLE QUOTATION MARK}re reporting)."
        in page.get_text()
    )


def test_when_they_have_agreed_the_page_says_who_and_since_when(tmp_path):
    one_page(tmp_path, PROMISE)
    page = shown(tmp_path)
    assert page.select(".not-agreed") == []
    assert "Agreed by all organizers. In force since January 15, 2026." in page.get_text()


@pytest.mark.parametrize(
    "agreement",
    ['by = "all"', "since = 2026-01-15", "review = 2027-01-15", 'by = "all"\nreview = 2027-01-15'],
)
def test_an_agreement_that_says_half_is_refused(tmp_path, agreement):
    built = one_page(tmp_path, PROMISE, *edited(tmp_path, (AGREED, f"{agreement}\n")))
    assert built.returncode != 0
    assert "agreement" in built.stderr


def test_each_way_outside_says_what_it_cannot_do(tmp_path):
    door = (
        '[[doors]]\nname = "The hall"\nlimit = "They can ask someone to leave, and no more."\n'
        'phone = "608-555-0177"\nsource = "hall.example"\n\n[emergency]'
    )
    one_page(tmp_path, "# Page\n\n:::{doors}\n:::\n", *edited(tmp_path, ("[emergency]", door)))
    listed = shown(tmp_path).select_one("dl.doors")
    assert "The hall" in listed.dt.get_text()
    assert "They can ask someone to leave, and no more." in listed.dd.get_text()
    assert listed.find("a", href="tel:6085550177")
    assert "Source: hall.example." in listed.dd.get_text()


def test_without_ways_outside_nothing_is_listed(tmp_path):
    one_page(tmp_path, "# Page\n\nWords.\n\n:::{doors}\n:::\n")
    assert shown(tmp_path).select("dl") == []


def test_every_page_that_promises_says_whether_it_was_agreed_to(
    site: Path, facts: community.Community
) -> None:
    for name in (
        "help-now",
        "report/index",
        "report/what-happens-next",
        "report/confidentiality",
        "report/appeal",
    ):
        page = BeautifulSoup((site / "en" / f"{name}.html").read_text("utf-8"), "html.parser")
        assert len(page.select("main .agreement")) == 1, name
        assert bool(page.select("main .not-agreed")) is not bool(facts.agreement.since)


ROOM = (
    "poster",
    "sign",
    "card",
    "tent",
    "leaflet",
    "slides",
)  # the kinds of paper that hang, lie and are taken home
PIECES = [
    page
    for page in sorted((ROOT / "docs" / "paper").glob("*.md"))
    if re.search(rf"^  kind: ({'|'.join(ROOM)})$", page.read_text("utf-8"), re.MULTILINE)
    and page.stem != "course-slides"  # shown in the course, to organizers alone
]


@pytest.mark.parametrize("since", [None, "2026-01-05"])
def test_paper_for_the_room_says_draft_until_the_organizers_have_agreed(since):
    folder = ROOT / "handbook" / "guides" / "templates"
    templates = Environment(loader=FileSystemLoader(folder), trim_blocks=True, autoescape=True)
    words = templates.from_string('{% import "parts.html" as m with context %}{{ m.where() }}').render(
        guide={"qr": "help-now"},
        context={"community": {"agreement": {"since": since}}, "online": str, "shown": str},
        t=str,
    )
    assert ("DRAFT" in words) == (since is None)
    assert len(PIECES) >= 7
    for page in PIECES:  # where no QR code is, the words beside it are not either
        assert re.search(r"^  qr: ", page.read_text("utf-8"), re.MULTILINE), page.name
    for kind in ROOM:
        assert "m.where()" in (folder / f"{KINDS[kind].template}.html").read_text("utf-8"), kind
