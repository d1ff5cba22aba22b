"""Where each point of the original procedure stands, and each thing that a good one must say to attendees."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from helpers import trees
from helpers.paths import ROOT
from helpers.site_pages import parsed
from helpers.sphinx_app import FULL

from handbook.config import languages, lookup
from handbook.config.community import Community, load_community
from handbook.facts.render import locale_of, localized
from handbook.facts.sources import origins


class Place(NamedTuple):
    """A point, the page and the label where it stands, and words that prove it.

    In the words, {emergency.number} stands for the fact of that key. Where the point rests on a fact that a
    community may leave out, `needs` is its key.
    """

    point: str
    page: str
    label: str
    words: str
    needs: str = ""


# S1 to S15: what the incident procedure of the user group said.
ORIGIN = [
    Place(
        "S1 where it comes from, with links",
        "about/origin",
        "origin-works",
        "PyCon Code of Conduct: Attendee Procedure.*Responding to Reports.*Ada Initiative",
    ),
    Place(
        "S2 organizers introduce themselves",
        "conduct/index",
        "conduct-who",
        "introduce themselves at the beginning",
    ),
    Place(
        "S3 organizers know the code and the guide",
        "conduct/index",
        "conduct-who",
        "All of them must know this code and the guide",
    ),
    Place(
        "S4 report to an organizer, best in writing",
        "report/index",
        "report-in-writing",
        "it's best, because it keeps your own words",
    ),
    Place(
        "S5 reports are confidential",
        "report/confidentiality",
        "report-confidential",
        "All reports are confidential",
    ),
    Place(
        "S6 a request, with its reason",
        "report/confidentiality",
        "your-story",
        "in public whenever you want.*Please wait .* easier for us to act, and to keep your name",
    ),
    Place(
        "S6 and your story is yours",
        "report/confidentiality",
        "your-story",
        "You may talk to anyone you trust.*We never punish anyone for speaking",
    ),
    Place(
        "S7 gather, but do not interview",
        "report/index",
        "report-what-to-say",
        "don't question other people.*We'll help you write",
    ),
    Place("S8 who", "report/index", "report-what-to-say", "Who did it: a name"),
    Place("S8 what", "report/index", "report-what-to-say", "What they did or said"),
    Place("S8 when", "report/index", "report-what-to-say", "When it was, if it wasn't just now"),
    Place("S8 circumstances", "report/index", "report-what-to-say", "Where it was, and what was going on"),
    Place("S8 others", "report/index", "report-what-to-say", "Who else was there, or was part of it"),
    Place(
        "S9 organizers know how to proceed",
        "report/what-happens-next",
        "next-steps",
        "has to learn these steps first",
    ),
    Place(
        "S10 police only if asked, when all are safe",
        "help-now",
        "help-not-danger",
        "We call the police or security only if you ask us to, unless someone is in danger",
    ),
    Place("S11 in danger, call", "help-now", "help", "In danger\\? Call {emergency.number} Don't wait"),
    Place(
        "S11 without a cell phone",
        "help-now",
        "help",
        "Ask any organizer, or anyone near you.*You can also use {meetup.phones}",
        needs="meetup.phones",
    ),
    Place(
        "S12 great harm, not tolerated", "conduct/index", "conduct-why", "great harm.*don't put up with it"
    ),
    Place(
        "S12 a chance to learn, for who did harm",
        "conduct/consequences",
        "ladder-learn",
        "chance to learn.*never the job of the person harmed",
    ),
    Place(
        "S13 please tell us first",
        "report/index",
        "report-why-us",
        "telling us can help, because at an event we can act fast.*tell someone else first, or only them",
    ),
    # S14, the people whom reports go to, and S15, the old address, have tests of their own below.
]

# What the best public texts have and this one must have, as far as it concerns attendees.
MUST = [
    Place("report even if unsure", "report/index", "how-to-report", "unsure"),
    Place(
        "a witness or a friend may report",
        "report/someone-else",
        "report-witness",
        "even if it didn't happen to you",
    ),
    Place("anonymous route", "report/without-your-name", "unnamed-ways", "A note on paper"),
    Place(
        "limits of the anonymous route",
        "report/without-your-name",
        "unnamed-limits",
        "may not be able to ask you questions",
    ),
    Place(
        "record, do not act yet",
        "report/your-choices",
        "choice-menu",
        "where nobody reads it.*and do nothing else",
    ),
    Place(
        "limits of confidentiality", "report/confidentiality", "conf-limits", "before you tell us anything"
    ),
    Place(
        "conflict of interest",
        "report/about-an-organizer",
        "report-organizer",
        "another organizer who isn't close to the person it's about",
    ),
    Place(
        "a route outside the group",
        "report/about-an-organizer",
        "outside-the-group",
        "You can try these without asking us|not an organizer",
    ),
    Place(
        "deadlines",
        "report/what-happens-next",
        "report-next",
        "{promises.answer}.*{promises.update}.*{promises.decision}.*{promises.review}.*{promises.appeal}.*{promises.appeal_answer}",
    ),
    Place("immediate safety steps", "help-now", "help-not-danger", "Go where you feel safe"),
    Place("police only on request", "report/your-choices", "choice-limits", "only if you ask us to"),
    Place(
        "local crisis numbers with their dates",
        "report/support",
        "support-crisis",
        "We haven't tried these ourselves|Checked|Last checked|We have checked only some",
        needs="services.crisis",
    ),
    Place("minors", "report/under-18", "report-under-18", "we'll take you seriously"),
    Place(
        "mandatory reporters",
        "report/under-18",
        "young-law",
        "called mandated reporters ?, must report what they learn about a child",
        needs="law.child-abuse",
    ),
    Place("retaliation is banned", "report/retaliation", "report-retaliation", "against our rules"),
    Place(
        "retention with numbers",
        "report/what-happens-next",
        "next-records",
        "{retention.0.months}",
        needs="retention",
    ),
    Place("appeal", "report/appeal", "appeal-how", "How to appeal"),
    Place(
        "ladder of consequences",
        "conduct/consequences",
        "ladder",
        "A serious conversation.*A warning.*A ban for good",
    ),
    Place("any language", "report/language-and-access", "your-language", "any language"),
    Place("free licence", "about/origin", "about-origin", "{handbook.licence}"),
    Place("no phone", "report/language-and-access", "no-phone", "No cell phone"),
    Place(
        "Deaf or hard of hearing", "report/language-and-access", "deaf-access", "bring your own interpreter"
    ),
    Place(
        "a relay service",
        "report/language-and-access",
        "deaf-access",
        "a helper speaks or types for you on the phone",
        needs="services.relay",
    ),
    Place("evidence", "report/what-to-keep", "evidence-keep", "What can help"),
    Place(
        "health care without the police",
        "report/evidence-and-health",
        "evidence-health",
        "without telling us or the police",
    ),
]


# The same for organizers.
ORGANIZERS = [
    Place("public transparency report", "organizers/yearly-report", "org-yearly-report", "1 to 4.*5 or more"),
    Place("scripts", "paper/scripts", "paper-scripts", "Thank you"),
    Place("letters", "paper/letters-reporter", "paper-letters-reporter", "Thank you"),
    Place(
        "practice scenarios", "training/scenarios/third-party", "scenario-third-party", "A good answer.*Score"
    ),
    Place("checklists", "paper/checklists-meetup", "checklist-before", "Before"),
    Place("flowchart that is its own text", "organizers/flowchart", "org-flowchart", "Is anyone in danger"),
    Place("incident form", "paper/report-form", "paper-report-form", "What did they do or say"),
    Place("care for the responder", "organizers/care", "org-care", "[Rr]est"),
    Place("legal note on defamation", "organizers/law", "org-law-defamation", "can be a legal risk"),
    Place("two responders, nobody alone", "organizers/decide", "org-decide", "alone"),
    Place("handover", "organizers/handover", "org-handover", "hand over"),
    Place("retaliation is a case of its own", "organizers/stop-retaliation", "org-stop-retaliation", "case"),
]

# What it has beside English pages. That PDFs are tagged, veraPDF says (test_paper.py); that the procedure is
# translated and in step, test_languages.py and test_catalog_check.py say.
PAPER_AND_TRANSLATION = [
    Place(
        "printable card, poster, door sign", "paper/index", "paper-download", "poster.*Door sign.*card.*PDF"
    ),
    Place("PDF for organizers", "paper/organizers-guide", "paper-organizers-guide", "PDF Letter"),
    Place("accessible PDF", "about/accessibility", "accessibility-paper", "tagged"),
    Place("the procedure translated", "translators/status", "trans-far", "Español.*العربية"),
    Place("instructions for translators", "translators/first-translation", "trans-first", "15 minutes"),
]


@pytest.fixture(scope="module")
def english() -> Community:
    """The facts as English pages show them."""
    return load_community(ROOT / "community.toml", "en")


def told(value: object) -> str:
    """Return how an English page shows a fact."""
    locale = locale_of("en", languages.load_languages(ROOT / "locales" / "languages.toml").languages["en"])
    return plain(localized(value, locale) or str(value))


def plain(text: str) -> str:
    """Return a text as it is compared: straight quotes, single spaces."""
    for curly, straight in zip("\u2018\u2019\u201c\u201d", "''\"\"", strict=True):
        text = text.replace(curly, straight)
    return " ".join(text.split())


def section(site: Path, page: str, label: str) -> BeautifulSoup:
    """Return the part of a built page that a link to `label` leads to."""
    built = BeautifulSoup((site / "en" / f"{page}.html").read_text("utf-8"), "html.parser")
    target = built.main.find(id=label)
    assert target is not None, f"{page} has no label {label}"
    return target if target.name == "section" else target.find_parent("section")


@pytest.mark.parametrize(
    "place", ORIGIN + MUST + ORGANIZERS + PAPER_AND_TRANSLATION, ids=lambda place: place.point
)
def test_the_point_stands_where_the_table_says(site, english, place):
    facts = lookup.facts(english)
    if place.needs and not facts[place.needs]:
        pytest.skip(f"The community has nothing under {place.needs}.")
    wanted = re.sub(r"\{([\w.]+)\}", lambda key: re.escape(told(facts[key[1]])), place.words)
    text = plain(section(site, place.page, place.label).get_text(" "))
    assert re.search(wanted, text), f"{place.page}#{place.label} does not say {wanted!r}: {text}"


def test_s14_reports_go_straight_to_these_people_and_each_says_how_sure_that_is(site, english):
    writing = section(site, "report/index", "report-in-writing")
    people = writing.select("dl.contacts > dd")
    assert len(people) == len(english.contacts)
    assert english.contacts or "Nobody has agreed to be written to yet" in writing.get_text()
    for contact, shown in zip(english.contacts, people, strict=True):
        assert plain(shown.find_previous_sibling("dt").get_text()).startswith(plain(contact.name))
        links = {link["href"] for link in shown.find_all("a")}
        ways = (contact.email, contact.phone, contact.text, contact.url)
        assert links == {way.uri for way in ways if way}
        dated = shown.select_one(".dated").get_text()
        if contact.confirmed:
            assert re.match(rf"(Confirmed|Last confirmed) {told(contact.confirmed)}", dated)
        else:
            assert plain(dated).startswith("We haven't tested this yet")


def test_s15_old_addresses_lead_to_their_pages(site, english):
    for redirect in english.redirects:
        old = site / redirect.old.lstrip("/")
        refresh = BeautifulSoup(old.read_text("utf-8"), "html.parser").find(
            "meta", attrs={"http-equiv": "refresh"}
        )
        target = old.parent / refresh["content"].split("url=")[1]
        language = english.community.language
        assert target.resolve() == (site / language / f"{redirect.page}.html").resolve()


def test_s1_the_origins_are_named_with_whole_links(site, english):
    own = [work for work in origins(ROOT / "docs").values() if work.url != english.handbook.url]
    works = section(site, "about/origin", "origin-works")
    links = {link["href"] for link in works.find_all("a")}
    said = [plain(each.get_text()) for each in works.find_all(["dt", "p"])]
    for work in (*own, *english.origins):
        assert str(work.url) in links
        by = f"By {work.authors}, {work.year}." if work.year else f"By {work.authors}."
        assert {plain(work.title), plain(by)} <= {*said}
        assert work.licence_url is None or str(work.licence_url) in links


def test_there_are_at_least_four_ways_to_report(site):
    ways = section(site, "report/index", "report-other-ways").find_all("li")
    headings = [
        heading.get_text() for heading in section(site, "report/index", "how-to-report").find_all("h2")
    ]
    assert "Tell an organizer in person" in headings
    assert "Write to us" in headings
    said = " ".join(way.get_text() for way in ways)
    for needed in ("No cell phone", "Without your name", "outside our group", "someone you trust"):
        assert needed in said
    for way in ways:
        assert way.a["href"], f"{way.get_text()} leads nowhere"


def test_each_promise_says_what_to_do_if_we_fail(site):
    promised = section(site, "report/if-it-goes-wrong", "next-if-we-fail").dl
    kept = promised.find_all("dt")
    failed = [answer.get_text() for answer in promised.find_all("dd")]
    rows = section(site, "report/what-happens-next", "report-next").select("table.promises tbody tr")
    assert len(kept) == len(failed) == len(rows) >= 5
    assert all(answer.startswith("If we fail") for answer in failed)


def test_every_kind_of_record_says_how_long_it_is_kept(site, english):
    rows = section(site, "report/what-happens-next", "next-records").select("table.retention tbody tr")
    assert [plain(row.select("td")[1].get_text()) for row in rows] == [
        told(kept.months) for kept in english.retention
    ]


def test_every_service_says_its_number_and_where_it_stands(site, english):
    shown, sources = {}, ""
    for page in (site / "en" / "report").glob("*.html"):
        main = parsed(page).main
        for line in main.select("dl.services > dd"):
            shown[plain(line.find_previous_sibling("dt").get_text())] = line
        sources += "".join(plain(item.get_text()) for item in main.select("details.fold li"))
    assert shown.keys() == {plain(service.name) for service in english.services}
    for service in english.services:
        line = shown[plain(service.name)]
        numbers = (service.number, service.text, service.toll_free, service.other_times, service.videophone)
        assert {each.uri for each in numbers if each} <= {link["href"] for link in line.find_all("a")}
        assert not service.source or plain(service.source) in sources


def test_every_note_on_the_law_has_its_place(site, english):
    pages = [trees.read(path) for path in (site / "en").rglob("*.html")]
    notes = {plain(trees.text(note)) for page in pages for note in trees.select(page, "main dl.law > dd > p")}
    assert {plain(note.text) for note in english.law} <= notes


def test_the_file_of_the_first_group_holds_what_its_procedure_asks_for(own_facts):
    """A guard of this community's own file: another group decides itself what it has, and is not asked."""
    sourced = [own_facts.emergency, own_facts.health, *own_facts.services, *own_facts.law]
    assert [fact for fact in sourced if not fact.source] == []
    numbers = [
        number
        for service in own_facts.services
        for number in (service.number, service.text, service.toll_free, service.other_times)
        if number
    ]
    assert len(numbers) >= 10
    assert len(own_facts.contacts) >= 2
    assert all(contact.email or contact.phone or contact.text for contact in own_facts.contacts)
    assert len(own_facts.retention) >= 5
    assert {redirect.old: redirect.page for redirect in own_facts.redirects} == {
        "/2013/11/15/code-of-conduct.html": "conduct/index",
        "/2016/04/16/incident-reporting.html": "report/index",
    }


def test_every_way_to_report_shows_when_its_slot_is_filled(full_site):
    report = load_community(FULL).report

    def shown(name: str) -> str:
        main = BeautifulSoup((full_site / "report" / f"{name}.html").read_text("utf-8"), "html.parser").main
        return " ".join([main.get_text(" "), *(link["href"] for link in main.find_all("a"))])

    text = report.text.uri.replace("tel:", "sms:")
    for way in (report.mailbox.uri, report.phone.uri, text, report.post):
        assert way in shown("index")
    assert report.anonymous_form.uri in shown("without-your-name")
    assert report.outside.email.uri in shown("about-an-organizer")
    assert "Nobody outside our group has agreed" not in shown("about-an-organizer")
    assert "outside our group" in shown("appeal")
