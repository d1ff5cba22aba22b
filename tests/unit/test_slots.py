"""What pages do with each slot of community.toml: filled, empty, and filled oddly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from helpers import trees
from helpers.holes import holes
from helpers.paths import FROZEN, OTHER, ROOT
from helpers.sphinx_app import FULL, edited, one_page, shown

from handbook.config import languages
from handbook.config.community import Community, load_community
from handbook.config.lookup import walk
from handbook.config.toml import SettingsError, Table
from handbook.config.values.addresses import Email, Phone, Url
from handbook.facts.render import locale_of, localized
from handbook.translation.check import community_texts

# Slots that no page shows as they are: what they do is tested where it is done.
UNSEEN = (
    r"community\.(language|url)|handbook\.(url|paper|repository|languages\.\d+)|limits\.\w+"
    r"|redirects\.\d+\.\w+|retention\.\d+\.(record|keeper)"
)
UNSEEN += r"|services\.\d+\.also\.\d+|(services|law)\.\d+\.(kind|topic|url)|meetup\.private_room"
UNSEEN += r"|(emergency|health)\.url"


@pytest.fixture(scope="session")
def full() -> Community:
    """The facts of a community that has filled in every slot."""
    return load_community(FULL)


def slots(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every slot of a table and of the tables in it, each by the name of its model and its own."""
    if isinstance(value, Table):
        for key in type(value).model_fields:
            yield f"{type(value).__name__}.{key}", getattr(value, key)
            yield from slots(getattr(value, key))
    elif isinstance(value, tuple):
        for each in value:
            yield from slots(each)


def test_the_full_community_fills_every_slot(full):
    filled = {name for name, value in slots(full) if value not in (None, (), False)}
    assert {name for name, _value in slots(full)} - filled == set()


def test_every_slot_that_is_filled_shows(full, full_site):
    english = locale_of("en", languages.load_languages(ROOT / "locales" / "languages.toml").languages["en"])
    pages = [trees.read(page) for page in sorted(full_site.rglob("*.html"))]
    links = {link.get("href") for page in pages for link in trees.select(page, "a[href]")}
    text = " ".join(trees.text(page) for page in pages)
    hidden = []
    for key, value in walk(full):
        if re.fullmatch(UNSEEN, key) or isinstance(value, Table | tuple | bool) or value is None:
            continue
        if isinstance(value, Phone | Email | Url):
            seen = value.uri in links
        elif isinstance(value, str) and re.search(r"languages\.\d+$", key):
            seen = english.languages[value] in text
        elif key.rpartition(".")[0].endswith(".days"):
            seen = value.title() in text
        elif said := localized(value, english):
            seen = " ".join(said.split()) in text
        else:
            seen = str(value) in text
        if not seen:
            hidden.append((key, value))
    assert hidden == []


def test_dates_stand_where_their_facts_do(full, full_site):
    english = locale_of("en", languages.load_languages(ROOT / "locales" / "languages.toml").languages["en"])
    dates = {
        "report/language-and-access": [
            ("Checked", full.emergency.checked),
            ("Confirmed", full.meetup.confirmed),
        ],
        "report/index": [("Confirmed", full.report.confirmed)],
        "about/origin": [("Checked", full.links.pycon.checked)],
    }
    for page, days in dates.items():
        text = (full_site / f"{page}.html").read_text("utf-8")
        facts = [f"{verb} {localized(day, english)}" for verb, day in days]
        assert [fact for fact in facts if fact not in text] == [], page


def test_full_slots_leave_no_holes(full_site):
    for page in full_site.rglob("*.html"):
        assert holes(page) == [], page


# -- Emergency numbers


def urgent(site: Path, page: str) -> list[str]:
    """Return the emergency numbers that a page lists."""
    soup = BeautifulSoup((site / f"{page}.html").read_text("utf-8"), "html.parser")
    return [item.get_text() for item in soup.select("main ul.emergency > li")]


@pytest.mark.parametrize("page", ["help-now", "report/support", "organizers/danger"])
def test_every_emergency_number_is_listed_with_what_it_is_for(full_site, page):
    assert urgent(full_site, page) == [
        "Call 112: ambulance and fire department",
        "Call 110: police",
        "Call 999: from a cell phone",
        "With an app: Rescue app",
    ]


def test_buttons_call_the_first_number(full_site):
    for page in full_site.rglob("*.html"):
        buttons = trees.select(trees.read(page), "a.button[href^='tel:']")
        assert {button.get("href") for button in buttons} <= {"tel:112"}, page


def test_one_number_makes_no_list(usual):
    assert urgent(usual / "en", "help-now") == []


def refused(tmp_path: Path, text: str, **changes: str) -> str:
    """Return what is said of the second community with more facts at its end."""
    path = tmp_path / "community.toml"
    facts = OTHER.read_text("utf-8")
    for old, new in changes.items():
        facts = facts.replace(f"[{old}]\n", f"[{old}]\n{new}\n", 1)
    path.write_text(f"{facts}\n{text}", "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_community(path)
    return str(caught.value)


@pytest.mark.parametrize("number", ["9999", "110"])
@pytest.mark.parametrize("key", ["number", "toll_free", "other_times"])
@pytest.mark.parametrize("kind", ["police", "crisis"])
def test_an_emergency_number_is_no_service(tmp_path, number, key, kind):
    service = {"number": "677", key: number}
    hours = 'days = ["monday"]\nopens = 07:00:00\ncloses = 08:00:00\n' if key == "other_times" else ""
    lines = "\n".join(f'{name} = "{value}"' for name, value in service.items())
    more = '[[emergency.more]]\nnumber = "1-10"\nkinds = ["police"]\n'
    text = f'{more}[[services]]\nname = "The line"\nkind = "{kind}"\n{lines}\n{hours}'
    said = refused(tmp_path, text)
    assert f"services.0.{key}: found '{number}'; expected another number" in said
    assert "[emergency]" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[emergency.more]]\nnumber = "99 99"\nkinds = ["police"]\n', ["'99 99'", "each of them once"]),
        ('[[emergency.more]]\nnumber = "110"\nkinds = []\n', ["emergency.more.0.kinds", "at least 1"]),
        ('[[emergency.more]]\nnumber = "110"\n', ["emergency.more.0.kinds", "required"]),
        ('[[emergency.more]]\nnumber = "110"\nkinds = ["pets"]\n', ["'pets'", "'police', 'ambulance'"]),
    ],
)
def test_a_list_of_emergency_numbers_that_misleads_is_refused(tmp_path, text, said):
    complaint = refused(tmp_path, text)
    assert [part for part in said if part not in complaint] == []


def test_an_app_without_its_address_is_refused(tmp_path):
    assert "emergency.app: found nothing" in refused(tmp_path, "", emergency='app_name = "Rescue"')


# -- Services


def listed(site: Path, page: str) -> list[str]:
    """Return the services that a page lists, list by list."""
    soup = BeautifulSoup((site / f"{page}.html").read_text("utf-8"), "html.parser")
    return [term.get_text() for term in soup.select("main dl.services > dt")]


def test_services_stand_where_those_look_whom_they_are_for(full_site):
    young, lgbtq, migrants = "Example youth line", "Example rainbow line", "Example council for migrants"
    support = listed(full_site, "report/support")
    assert [each for each in support if each in (young, lgbtq, migrants)] == [
        *(young, lgbtq),
        lgbtq,
        migrants,
        lgbtq,
    ]
    assert listed(full_site, "report/under-18") == [young, lgbtq]
    assert listed(full_site, "report/language-and-access") == ["Example night line"]


SURE = "# Page\n\n## One\n\n:::{services} crisis\n:::\n\n## Two\n\n:::{services} police relay\n:::\n\nEnd.\n"


@pytest.mark.parametrize(
    ("checked", "said", "dates"),
    [
        ((), "We haven\u2019t tried these ourselves.", 0),
        (("name",), "Checked January 11, 2026.", 4),
        (('"Example Lifeline"',), "We have checked only some of this.", 4),
    ],
    ids=["none", "all", "some"],
)
def test_a_page_says_once_when_its_services_were_checked(tmp_path, checked, said, dates):
    text = FROZEN.read_text("utf-8")
    head, *services = text.split("[[services]]\n")
    for number, service in enumerate(services):
        if any(part in service for part in checked):
            services[number] = service.replace("kind =", "checked = 2026-01-11\nkind =", 1)
    (tmp_path / "community.toml").write_text("[[services]]\n".join([head, *services]), "utf-8")
    done = one_page(tmp_path, SURE, "-D", f"community_file={tmp_path / 'community.toml'}")
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser").find(
        class_="body"
    )
    (line,) = page.select(".dated")
    assert line.get_text().startswith(said)
    assert line.find_next("dl") == page.find("dl"), "it stands above the first list"
    (fold,) = page.find_all("details")
    assert fold.find_previous("dl") == page.find_all("dl")[-1], "the sources stand below the last list"
    assert fold.summary.get_text() == "Where this comes from"
    entries = [item.get_text() for item in fold.find_all("li")]
    assert len(entries) == 4
    assert entries[0].endswith("Source: Department of Examples.")
    assert sum("hecked" in entry for entry in entries) == dates


def test_a_page_without_services_says_nothing_of_them(tmp_path):
    one_page(tmp_path, "# Page\n\n:::{services} immigrants\n:::\n\nEnd.\n")
    page = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser").find(
        class_="body"
    )
    assert [line.get_text() for line in page.find_all("p")] == ["End."]
    assert not page.find_all(["dl", "details"])


def test_the_sheet_of_numbers_lists_whoever_can_be_called_or_texted(full, full_site, other_site):
    soup = BeautifulSoup((full_site / "paper" / "numbers.html").read_text("utf-8"), "html.parser")
    rows = [row.find("p").get_text() for row in soup.select("main table.numbers tbody tr")]
    reached = [
        each for each in full.services if each.number or each.text or each.toll_free or each.through_emergency
    ]
    assert rows == [each.name for each in reached]
    said = soup.select_one("main table.numbers").get_text()
    for each in reached:
        assert all(str(way) in said for way in (each.number, each.text, each.toll_free) if way), each.name
    assert {field["id"] for field in soup.select("main .hb-field")} == {
        "field-numbers-address",
        "field-numbers-on-call",
    }
    empty = BeautifulSoup((other_site / "paper" / "numbers.html").read_text("utf-8"), "html.parser")
    assert not empty.select("main table")


SHORT = "# Page\n\n:::{numbers-in-short} crisis police immigrants\n:::\n\nEnd.\n"


def test_numbers_in_short_are_the_first_two_of_each_kind_that_is_there(tmp_path):
    more = "".join(
        f'\n[[services]]\nname = "Line {number}"\nkind = "crisis"\nnumber = "030 000010{number}"\n'
        for number in range(3)
    )
    (tmp_path / "community.toml").write_text(FROZEN.read_text("utf-8") + more, "utf-8")
    done = one_page(tmp_path, SHORT, "-D", f"community_file={tmp_path / 'community.toml'}")
    assert done.returncode == 0, done.stderr
    page = shown(tmp_path)
    kinds = [term.get_text() for term in page.select("dl.numbers > dt")]
    assert kinds == ["Crisis line", "Police, when it is not an emergency"]
    known = [each for each in load_community(tmp_path / "community.toml").services if each.kind == "crisis"]
    first = page.select_one("dl.numbers > dd").get_text()
    assert [each.name for each in known if str(each.number) in first] == [each.name for each in known[:2]]
    assert not page.select(".dated, details"), "who reads a card finds no sources on it"


@pytest.mark.parametrize(
    ("also", "said"), [('also = ["young-people"]\n', "LGBTQ young people"), ("", "LGBTQ people")]
)
def test_a_line_that_is_for_the_young_only_says_so_in_short(tmp_path, also, said):
    line = f'\n[[services]]\nname = "Line"\nkind = "lgbtq"\n{also}number = "030 0000100"\n'
    (tmp_path / "community.toml").write_text(FROZEN.read_text("utf-8") + line, "utf-8")
    text = "# Page\n\n:::{numbers-in-short} lgbtq\n:::\n\nEnd.\n"
    done = one_page(tmp_path, text, "-D", f"community_file={tmp_path / 'community.toml'}")
    assert done.returncode == 0, done.stderr
    assert [term.get_text() for term in shown(tmp_path).select("dl.numbers > dt")] == [said]


def test_what_to_know_of_a_service_stands_on_its_card(full_site):
    soup = BeautifulSoup((full_site / "report" / "support.html").read_text("utf-8"), "html.parser")
    (card,) = [
        term.find_next("dd")
        for term in soup.select("dl.services > dt")
        if term.get_text() == "Example night line"
    ]
    assert "They ask for your first name only." in card.get_text()
    assert card.find("a", href="tel:0300000008").find_parent("p").get_text() == "Videophone 030 0000008"


def test_what_an_exam_costs_is_said_once(full_site, usual):
    def said(page: Path) -> str:
        return BeautifulSoup(page.read_text("utf-8"), "html.parser").main.get_text()

    full = said(full_site / "report" / "evidence-and-health.html")
    assert "the taxi home is not" in full
    assert "The exam costs you nothing" not in full
    assert "ask the nurse first" not in full
    plain = said(usual / "en" / "report" / "evidence-and-health.html")
    assert "The exam costs you nothing" in plain
    assert "the people there may have to report it" in plain


# -- Notes on the law


def laws(site: Path, page: str) -> list[str]:
    """Return the titles of the notes on the law that a page shows."""
    soup = BeautifulSoup((site / f"{page}.html").read_text("utf-8"), "html.parser")
    return [term.get_text() for term in soup.select("main dl.law > dt")]


def test_each_known_topic_has_its_place_and_any_other_stands_with_all(full, full_site):
    assert laws(full_site, "about/privacy") == ["Your data"]
    assert laws(full_site, "about/index") == ["Who is responsible for this website"]
    assert laws(full_site, "report/someone-else") == ["A duty to help"]
    assert "Who may send people out" in laws(full_site, "organizers/law-notes")
    assert len(laws(full_site, "organizers/law-notes")) == len(full.law)


def test_every_page_links_the_imprint_where_there_is_one(full_site, usual):
    def linked(page: Path) -> list[str]:
        links = trees.select(trees.read(page), "footer a")
        return [link.get("href") for link in links if trees.text(link) == "Imprint"]

    assert linked(full_site / "help-now.html") == ["about/index.html#about-imprint"]
    about = BeautifulSoup((full_site / "about" / "index.html").read_text("utf-8"), "html.parser")
    assert about.find(id="about-imprint").find_next("dl")["class"] == ["facts", "law"]
    assert linked(usual / "en" / "help-now.html") == []


OF_ONE_PLACE = {
    "students": r"\b(students?|dean|university|campus)\b",
    "child-abuse": r"\bmandated reporters?\b",
    "privacy": r"\brights to what is kept\b",
}


@pytest.mark.parametrize("topic", OF_ONE_PLACE)
def test_pages_for_attendees_name_only_laws_that_a_note_stands_for(other_site, topic):
    for page in [*(other_site / "report").glob("*.html"), *(other_site / "conduct").glob("*.html")]:
        text = trees.text(trees.one(trees.read(page), "main"))
        assert not re.search(OF_ONE_PLACE[topic], text), page


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("student", ["law.0.topic: found 'student'", "child-abuse, students", "`title`"]),
        ("Data Law", ["law.0.topic: found 'Data Law'", "small letters"]),
    ],
)
def test_a_topic_is_known_or_has_a_title(tmp_path, topic, said):
    complaint = refused(tmp_path, f'[[law]]\ntopic = "{topic}"\ntext = "So it is."\n')
    assert [part for part in said if part not in complaint] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"Call 9999 in danger."', "law.0.text: 9999 is typed in"),
        ('{ ar = "اتصلوا بالرقم ٩٩٩٩", en = "Call for help." }', "law.0.text.ar: 9999 is typed in"),
        (
            '{ ar = "خلال 120 ساعة", en = "Within 12 hours" }',
            "law.0.text.en: 120 stands only here or",
        ),
        ('{ ar = "خلال ١٢٠ ساعة", en = "Within 120 hours" }', ""),
        ('{ ar = "منذ 2021", en = "Since 2021; 30 days" }', ""),
        ('"In 202 South Street."', ""),
    ],
)
def test_sentences_of_a_community_type_no_number_that_can_change(tmp_path, text, said):
    path = tmp_path / "community.toml"
    path.write_text(f'{OTHER.read_text("utf-8")}\n[[law]]\ntopic = "students"\ntext = {text}\n', "utf-8")
    found = community_texts.problems(path)
    assert said in found if said else not found


# -- People, the lines of the group, and promises


def text_of(site: Path, page: str) -> str:
    """Return the words of a page with single spaces."""
    soup = BeautifulSoup((site / f"{page}.html").read_text("utf-8"), "html.parser")
    return " ".join(soup.main.get_text(" ").split())


def test_a_contact_says_every_way_and_what_to_know_before_one_writes(full_site):
    soup = BeautifulSoup((full_site / "help-now.html").read_text("utf-8"), "html.parser")
    card = soup.select_one("main dl.contacts > dd")
    lines = [line.get_text() for line in card.find_all("p")]
    assert lines[:7] == [
        "Email robin@conf.example",
        "Call +49 30 0000001",
        "Call +49 30 0000011",
        "Text +49 30 0000002",
        "Web: https://robin.conf.example/",
        "Write with Bluebird",
        "Speaks: English and German",
    ]
    assert lines[7:10] == [
        "Read by Robin and the night team.",
        "Mailhaus runs this mailbox, and could read what you send.",
        "Robin must tell the school of hurt pupils.",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "help-now",
        "paper/pocket-card",
        "paper/poster",
        "paper/poster-strips",
        "paper/door-sign",
        "paper/door-sheet",
        "paper/notes-and-numbers",
        "paper/numbers",
        "paper/table-tent",
        "paper/slides",
    ],
)
def test_the_lines_of_the_group_stand_wherever_people_look(full, full_site, usual, page):
    soup = BeautifulSoup((full_site / f"{page}.html").read_text("utf-8"), "html.parser")
    assert [link["href"] for link in soup.select("main ul.group-lines a")] == [
        full.report.phone.uri,
        full.report.text.uri,
        full.report.mailbox.uri,
    ]
    plain = BeautifulSoup((usual / "en" / f"{page}.html").read_text("utf-8"), "html.parser")
    assert not plain.select("ul.group-lines")
    assert "You can also reach us here" not in plain.main.get_text()


@pytest.mark.parametrize("page", ["help-now", "report/index", "paper/confirm"])
def test_beside_the_mailbox_stands_who_reads_it_and_who_keeps_the_mail(full_site, page):
    soup = BeautifulSoup((full_site / f"{page}.html").read_text("utf-8"), "html.parser")
    (mailbox,) = (line for line in soup.select("main ul.group-lines > li") if "care@conf" in line.get_text())
    assert "Read by Sasha and the desk team." in mailbox.get_text()
    assert "Postfachwerk runs this mailbox, and could read what you send." in mailbox.get_text()


def test_a_mailbox_without_a_word_about_its_readers_is_read_by_those_who_take_reports(tmp_path):
    mailbox = ('mailbox = ""', 'mailbox = "team@group.example"')
    one_page(tmp_path, "# Page\n\n:::{group-lines} readers\n:::\n", *edited(tmp_path, mailbox))
    assert "Read by everyone who takes our reports." in shown(tmp_path).get_text()


@pytest.mark.parametrize("key", ["read_by", "mail_host"])
def test_readers_of_a_mailbox_that_is_not_there_are_refused(tmp_path, key):
    text = FROZEN.read_text("utf-8").replace('mailbox = ""', f'{key} = "Gmail"')
    (tmp_path / "community.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=rf"report\.mailbox: .*`{key}`"):
        load_community(tmp_path / "community.toml")


@pytest.mark.parametrize(
    ("key", "given", "shown"),
    [
        ("answer", "12", "12 hours"),
        ("answer", '"2 days"', "2 days"),
        ("update", '"48 hours"', "48 hours"),
        ("decision", '"300 hours"', "300 hours"),
        ("review", "20", "20 hours"),
        ("appeal", "45", "45 days"),
    ],
)
def test_a_promise_is_in_hours_or_in_days(tmp_path, key, given, shown):
    text = re.sub(rf"^{key} = .*$", f"{key} = {given}", FROZEN.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / "community.toml").write_text(text, "utf-8")
    english = locale_of("en", languages.load_languages(ROOT / "locales" / "languages.toml").languages["en"])
    assert localized(getattr(load_community(tmp_path / "community.toml").promises, key), english) == shown


@pytest.mark.parametrize("given", ['"12"', '"12 weeks"', '"0 days"', '"12hours"', '"twelve hours"', "0"])
def test_a_promise_without_a_unit_that_we_know_is_refused(tmp_path, given):
    text = re.sub(r"^update = .*$", f"update = {given}", FROZEN.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / "community.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"promises\.update: found .*expected"):
        load_community(tmp_path / "community.toml")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('phones = ["+968 2400-0001"]', ["contacts.0.phones", "each of them once"]),
        ('mail_host = "Gmail"', ["contacts.0.email", "mail_host"]),
        ('messengers = [{ name = "Bluebird" }]', ["contacts.0.messengers.0.url", "required"]),
    ],
)
def test_a_contact_that_misleads_is_refused(tmp_path, line, said):
    text = OTHER.read_text("utf-8").replace('phone = "+968 2400 0001"', f'phone = "+968 2400 0001"\n{line}')
    (tmp_path / "community.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_community(tmp_path / "community.toml")
    assert [part for part in said if part not in str(caught.value)] == []


# -- The sheet that organizers sign before they publish


def blanks(site: Path) -> set[str]:
    """Return the names of the places to write on the sheet."""
    soup = BeautifulSoup((site / "paper" / "confirm.html").read_text("utf-8"), "html.parser")
    return {str(each["id"]).removeprefix("field-confirm-") for each in soup.select("main .hb-field")}


SIGNED = {"names", "since", "review", "open"}


def test_the_sheet_to_confirm_shows_each_fact_beside_a_box(full, full_site):
    soup = BeautifulSoup((full_site / "paper" / "confirm.html").read_text("utf-8"), "html.parser")
    said = soup.main.get_text()
    people = [*full.contacts, full.report.outside, full.report.neighbor]
    facts = [each.name for each in (*people, *full.services)]
    facts += [each.text for each in full.law] + [each.name for each in full.doors]
    facts += [full.meetup.venue, full.meetup.private_room, full.health.where]
    facts += [each.number for each in (full.emergency, *full.emergency.more)]
    assert [fact for fact in facts if str(fact) not in said] == []
    assert len(soup.select("main ul.checklist > li")) >= 20
    assert blanks(full_site) == SIGNED


def test_the_sheet_to_confirm_has_a_blank_for_each_empty_slot(other_site):
    empty = {"lines", "outside", "neighbor", "services", "retention", "venue", "room", "law"}
    assert blanks(other_site) == SIGNED | empty
    text = text_of(other_site, "paper/confirm")
    assert "Nobody can report the only one there is." in text
    assert "They aren\u2019t all of one gender" not in text
