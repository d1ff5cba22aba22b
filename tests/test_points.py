"""Where each point of the original procedure stands, and each thing that a good one must say to attendees."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from building import ROOT, sphinx

from handbook.community import load


class Place(NamedTuple):
    """A point, the page and the label where it stands, and words that prove it."""

    point: str
    page: str
    label: str
    words: str


# S1 to S15: what the incident procedure of the user group said in 2013.
ORIGIN = [
    Place(
        "S1 where it comes from, with links",
        "about/origin",
        "origin-works",
        "PyCon Code of Conduct.*Ada Initiative",
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
        "Writing is best if you can",
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
        "do not make it public before we have had time.*protects you",
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
        "do not question other people.*We help you to write",
    ),
    Place("S8 who", "report/index", "report-what-to-say", "Who did it: a name"),
    Place("S8 what", "report/index", "report-what-to-say", "What they did or said"),
    Place("S8 when", "report/index", "report-what-to-say", "When it was, if it was not just now"),
    Place("S8 circumstances", "report/index", "report-what-to-say", "Where it was, and what was going on"),
    Place("S8 others", "report/index", "report-what-to-say", "Who else was there or was part of it"),
    Place(
        "S9 organizers know how to proceed",
        "report/what-happens-next",
        "next-steps",
        "Our organizers know this path",
    ),
    Place(
        "S10 police only if asked, when all are safe",
        "help-now",
        "help-not-danger",
        "If everyone is safe, we call the police or security only if",
    ),
    Place("S11 in danger, call", "help-now", "help", "In danger\\? Call 911 Do not wait"),
    Place(
        "S11 without a cell phone",
        "help-now",
        "help",
        "Use any library phone , or ask any organizer or anyone near you",
    ),
    Place(
        "S12 great harm, not tolerated", "conduct/index", "conduct-why", "great harm.*do not put up with it"
    ),
    Place(
        "S12 a chance to learn, for who did harm",
        "conduct/consequences",
        "ladder-learn",
        "chance to learn.*never the task of the person harmed",
    ),
    Place(
        "S13 please tell us first", "report/index", "report-why-us", "please tell us first.*We can act fast"
    ),
    Place("S14 straight to these people", "report/index", "report-in-writing", "Cea Stapleton.*Ian Cordasco"),
    Place(
        "S14 not confirmed, and said so",
        "report/index",
        "report-in-writing",
        "We do not know yet if this still works",
    ),
]

# What the best public texts have and this one must have, as far as it concerns attendees.
MUST = [
    Place("report even if unsure", "report/index", "how-to-report", "unsure"),
    Place(
        "a witness or a friend may report",
        "report/someone-else",
        "report-witness",
        "even if it did not happen to you",
    ),
    Place("anonymous route", "report/without-your-name", "unnamed-ways", "A note on paper"),
    Place(
        "limits of the anonymous route",
        "report/without-your-name",
        "unnamed-limits",
        "may not be able to ask you questions",
    ),
    Place("record, do not act yet", "report/your-choices", "choice-menu", "seal it and do nothing else"),
    Place("limits of confidentiality", "report/confidentiality", "conf-limits", "before you tell your story"),
    Place("conflict of interest", "report/about-an-organizer", "organizer-whom", "Another organizer"),
    Place(
        "a route outside the group", "report/about-an-organizer", "outside-the-group", "not part of our group"
    ),
    Place(
        "deadlines", "report/what-happens-next", "report-next", "48 hours.*7 days.*21 days.*30 days.*14 days"
    ),
    Place("immediate safety steps", "help-now", "help-not-danger", "Go where you feel safe"),
    Place("police only on request", "report/your-choices", "choice-police", "only if you ask us to"),
    Place(
        "local crisis numbers with their dates",
        "report/support",
        "support-crisis",
        "988.*(Not checked by us yet|Checked)",
    ),
    Place("minors", "report/under-18", "report-under-18", "we take you seriously"),
    Place("mandatory reporters", "report/under-18", "young-law", "professions that must report"),
    Place("retaliation is banned", "report/retaliation", "report-retaliation", "against our rules"),
    Place("retention with numbers", "report/what-happens-next", "next-records", "3 years"),
    Place("appeal", "report/appeal", "appeal-how", "How to appeal"),
    Place(
        "ladder of consequences",
        "conduct/consequences",
        "ladder",
        "A serious talk.*A warning.*A ban for good",
    ),
    Place("any language", "report/language-and-access", "your-language", "any language"),
    Place(
        "contacts with their date",
        "report/index",
        "report-in-writing",
        "We do not know yet if this still works|Confirmed",
    ),
    Place("free licence", "about/origin", "about-origin", "CC BY 4.0"),
    Place("no phone", "report/language-and-access", "no-phone", "No cell phone"),
    Place("Deaf or hard of hearing", "report/language-and-access", "deaf-access", "711"),
    Place("evidence", "report/evidence-and-health", "evidence-keep", "What to keep"),
    Place(
        "health care without the police",
        "report/evidence-and-health",
        "evidence-health",
        "do not need to go to the police",
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
    Place("flowchart with a text equivalent", "organizers/flowchart", "org-flowchart", "1\\. "),
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


def section(site: Path, page: str, label: str) -> BeautifulSoup:
    """Return the part of a built page that a link to `label` leads to."""
    built = BeautifulSoup((site / "en" / f"{page}.html").read_text("utf-8"), "html.parser")
    target = built.main.find(id=label)
    assert target is not None, f"{page} has no label {label}"
    return target if target.name == "section" else target.find_parent("section")


@pytest.mark.parametrize(
    "place", ORIGIN + MUST + ORGANIZERS + PAPER_AND_TRANSLATION, ids=lambda place: place.point
)
def test_the_point_stands_where_the_table_says(site, place):
    text = " ".join(section(site, place.page, place.label).get_text(" ").split())
    assert re.search(place.words, text), f"{place.page}#{place.label} does not say {place.words!r}: {text}"


def test_s15_the_old_address_leads_to_the_code_of_conduct(site):
    old = (site / "2013" / "11" / "15" / "code-of-conduct.html").read_text("utf-8")
    refresh = BeautifulSoup(old, "html.parser").find("meta", attrs={"http-equiv": "refresh"})
    target = refresh["content"].split("url=")[1]
    assert (site / "2013" / "11" / "15" / target).resolve() == (
        site / "en" / "conduct" / "index.html"
    ).resolve()


def test_s1_the_links_to_the_origins_are_whole(site):
    links = {link["href"] for link in section(site, "about/origin", "origin-works").find_all("a")}
    assert "https://github.com/python/pycon-code-of-conduct" in links
    assert "https://geekfeminism.fandom.com/wiki/Conference_anti-harassment/Responding_to_reports" in links


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
    promised = section(site, "report/what-happens-next", "next-if-we-fail").dl
    kept = promised.find_all("dt")
    failed = [answer.get_text() for answer in promised.find_all("dd")]
    rows = section(site, "report/what-happens-next", "report-next").select("table.promises tbody tr")
    assert len(kept) == len(failed) == len(rows) >= 5
    assert all(answer.startswith("If we fail") for answer in failed)


def test_at_least_five_kinds_of_records_say_how_long_they_are_kept(site):
    rows = section(site, "report/what-happens-next", "next-records").select("table.retention tbody tr")
    assert len(rows) >= 5
    assert all(re.search(r"\d+ (month|year)s?", row.get_text()) for row in rows)


def test_at_least_ten_numbers_say_whether_and_when_they_were_checked(site):
    numbers = 0
    for page in (site / "en" / "report").glob("*.html"):
        for line in BeautifulSoup(page.read_text("utf-8"), "html.parser").select("dl.services > dd"):
            dated = line.select_one(".dated").get_text()
            assert re.match(r"Checked|Last checked|Not checked by us yet", dated)
            numbers += len(line.select("a[href^='tel:'], a[href^='sms:']"))
    assert numbers >= 10


def test_every_service_and_every_note_on_the_law_has_its_place(site):
    pages = " ".join(path.read_text("utf-8") for path in (site / "en").rglob("*.html"))
    facts = load(ROOT / "community.toml")
    for service in facts.services:
        assert service.name in pages
    for note in facts.law:
        assert note.text in pages


def test_every_way_to_report_shows_when_its_slot_is_filled(tmp_path):
    text = (ROOT / "community.toml").read_text("utf-8")
    slots = {
        'mailbox = ""': 'mailbox = "conduct@group.example"',
        '\nphone = ""\ntext = ""': '\nphone = "608-555-0101"\ntext = "608-555-0102"',
        'anonymous_form = ""': 'anonymous_form = "https://form.example/"',
        'post = "" ': 'post = "Box 1, Town" ',
    }
    for empty, full in slots.items():
        assert empty in text
        text = text.replace(empty, full)
    text += '\n[report.outside]\nname = "Example Council"\nemail = "outside@council.example"\n'
    (tmp_path / "community.toml").write_text(text, "utf-8")
    sphinx(tmp_path / "en", "-D", f"community_file={tmp_path / 'community.toml'}")

    def shown(name: str) -> str:
        main = BeautifulSoup(
            (tmp_path / "en" / "report" / f"{name}.html").read_text("utf-8"), "html.parser"
        ).main
        return " ".join([main.get_text(" "), *(link["href"] for link in main.find_all("a"))])

    for way in ("mailto:conduct@group.example", "tel:6085550101", "sms:6085550102", "Box 1, Town"):
        assert way in shown("index")
    assert "https://form.example/" in shown("without-your-name")
    assert "mailto:outside@council.example" in shown("about-an-organizer")
    assert "Nobody outside our group has agreed" not in shown("about-an-organizer")
    assert "outside our group" in shown("appeal")
