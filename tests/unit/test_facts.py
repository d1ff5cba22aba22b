"""What readers and translators see of the facts of a community."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers import own_facts
from helpers.holes import holes
from helpers.paths import FROZEN, OTHER, ROOT
from helpers.sphinx_app import edited, one_page, shown, sphinx
from helpers.trees import read
from helpers.workspace import templates
from lxml import etree

from handbook.config import languages, lookup, project
from handbook.config.community import load_community
from handbook.config.lookup import walk
from handbook.config.toml import SettingsError
from handbook.config.values.durations import Days, Hours, Months
from handbook.config.values.texts import Foreign
from handbook.facts import services, sources
from handbook.facts.render import locale_of, localized


def test_numbers_and_addresses_link_themselves_and_are_kept_from_translation(tmp_path):
    one_page(tmp_path, "# Page\n\nCall {fact}`emergency.number` or text {fact}`emergency.text`.\n")
    call, text = shown(tmp_path).select("p a")
    assert call["href"] == "tel:112"
    assert text["href"] == "sms:112"
    assert call.bdi["translate"] == "no"
    assert call.bdi["dir"] == "ltr"
    assert call.bdi["class"] == text.bdi["class"] == ["phone"], "which is never broken over two lines"
    assert call.get_text() == "112"


@pytest.mark.parametrize(
    ("other", "columns"),
    [
        ((), ["Record", "Kept for"]),
        ((('keeper = "organizers"', 'keeper = "outside"'),), ["Record", "Kept for", "Destroyed by"]),
    ],
)
def test_who_destroys_a_record_stands_where_it_is_not_always_the_same(tmp_path, other, columns):
    one_page(tmp_path, "# Page\n\n:::{retention}\n:::\n", *edited(tmp_path, *other))
    table = shown(tmp_path).select_one("table.retention")
    assert [cell.get_text() for cell in table.select("th")] == columns
    assert {len(row.select("td")) for row in table.select("tbody tr")} == {len(columns)}


def test_the_hours_of_an_exam_may_be_days_which_are_easier_to_count(tmp_path):
    one_page(
        tmp_path,
        "# Page\n\nUp to {fact}`health.exam_hours`.\n",
        *edited(tmp_path, ("exam_hours = 120", 'exam_hours = "5 days"')),
    )
    assert shown(tmp_path).p.get_text() == "Up to 5 days."


def test_a_number_with_spaces_dials_its_digits(tmp_path):
    one_page(tmp_path, "# Page\n\n:::{contacts}\n:::\n", "-D", f"community_file={OTHER}")
    assert shown(tmp_path).find("a", href="tel:+96824000001").get_text() == "+968 2400 0001"


def test_a_fact_in_a_heading_or_in_a_link_is_no_link_of_its_own(tmp_path):
    one_page(tmp_path, "(top)=\n# Call {fact}`emergency.number`\n\n[Call {fact}`emergency.number`](#top)\n")
    page = shown(tmp_path)
    assert page.h1.bdi.get_text() == "112"
    assert page.h1.find("a", href=re.compile("^tel:")) is None
    assert page.select("p a a") == []
    assert page.select_one("p a").get_text() == "Call 112"


def test_a_call_button_is_one_link_with_all_its_words(tmp_path):
    one_page(
        tmp_path, "# Page\n\n:::{call} emergency.number\nIn danger? Call {fact}`emergency.number`\n:::\n"
    )
    (button,) = shown(tmp_path).select("p > a.button")
    assert button["href"] == "tel:112"
    assert button.get_text() == "In danger? Call 112"


def test_a_block_is_shown_when_its_fact_is_there_and_another_when_it_is_not(tmp_path):
    page = "# Page\n\n:::{when} report.phone\nThere.\n:::\n\n:::{when-not} report.phone\nNot there.\n:::\n"
    one_page(tmp_path, page)
    assert "Not there." in shown(tmp_path).get_text()
    one_page(tmp_path, page, *edited(tmp_path, ('phone = ""', 'phone = "608-555-0142"')))
    assert "Not there." not in shown(tmp_path).get_text()
    assert "There." in shown(tmp_path).get_text()


def test_a_section_that_is_left_out_leaves_the_label_of_the_next_one(tmp_path):
    left_out = "## Left out\n\n:::{needs} meetup.venue\n:::\n\n### Below it\n\nWords.\n"
    text = f"# Page\n\n[Go on](#next-one)\n\n{left_out}\n(next-one)=\n## Next\n\nMore words.\n"
    done = one_page(tmp_path, text)
    assert done.returncode == 0, done.stderr
    page = shown(tmp_path)
    assert page.find("a", string="Go on")["href"] == "#next-one"
    target = page.find(id="next-one")
    assert target.find("h2").get_text().startswith("Next")
    assert "Left out" not in page.get_text()


def test_durations_dates_and_times_are_written_in_the_language_of_the_page(tmp_path):
    options = edited(
        tmp_path, ('email = "robin@example.org"', 'email = "robin@example.org"\nconfirmed = 2026-01-31')
    )
    options += ["-D", "language=de"]
    page = "# Seite\n\n{fact}`promises.answer`.\n\n:::{contacts}\n:::\n\n"
    page += ":::{services} child-protection\n:::\n"
    one_page(tmp_path, page, *options)
    text = shown(tmp_path).get_text()
    assert "36 Stunden." in text
    assert "31. Januar 2026" in text  # codespell:ignore januar
    assert "07:45" in text
    assert "Montag" in text


def test_facts_in_a_sentence_that_is_not_translated_are_in_the_language_of_the_sentence(tmp_path):
    page = "# Page\n\nWithin {fact}`promises.answer`, from {fact}`meetup.phones`.\n\n{fact}`meetup.phones`\n"
    one_page(tmp_path, page, "-D", "language=es")
    sentence, alone = shown(tmp_path).select("section > p")
    assert sentence["lang"] == "en"
    assert sentence.get_text() == "Within 36 hours, from any yellow phone."
    assert sentence.select("[lang]") == []
    assert alone.get_text() == "cualquier aparato amarillo"


@pytest.mark.parametrize("block", ["services", "law", "agreement", "contacts"])
def test_words_of_the_community_that_are_not_in_the_language_of_the_page_say_so(tmp_path, block):
    one_page(tmp_path, f"# Seite\n\n:::{{{block}}}\n:::\n", "-D", "language=de")
    given = load_community(FROZEN, "de")
    foreign = {" ".join(each.split()) for _key, each in walk(given) if isinstance(each, Foreign)}
    words = [text for text in shown(tmp_path).find_all(string=True) if " ".join(text.split()) in foreign]
    assert words
    assert [text for text in words if not text.find_parent(lang="en")] == []


def test_titles_of_works_say_the_language_that_they_are_in(tmp_path):
    one_page(tmp_path, "# Seite\n\n:::{origins}\n:::\n", "-D", "language=de")
    titles = shown(tmp_path).select("dl.origins dt bdi")
    assert titles
    assert all(title.select_one("[lang=en]") for title in titles)


def test_names_of_languages_that_a_language_has_no_words_for_are_english_and_say_so(tmp_path):
    one_page(tmp_path, "# Page\n\n:::{services} crisis\n:::\n", "-D", "language=hmn")
    (line,) = (each for each in shown(tmp_path).select("dd p") if "(ASL)" in each.get_text())
    assert [each.get_text() for each in line.select("[lang=en]")] == ["English", "Spanish"]
    assert " and " not in line.get_text()


@pytest.mark.parametrize(
    ("language", "durations"),
    [
        ("en", ["48 hours", "1 day", "7 months", "3 years"]),
        ("es", ["48 horas", "1 día", "7 meses", "3 años"]),
        ("ar", ["48 ساعة", "يوم", "7 أشهر", "3 سنوات"]),
        ("hi", ["48 घंटे", "1 दिन", "7 महीने", "3 साल"]),
        ("zh_CN", ["48小时", "1天", "7个月", "3年"]),
        ("ja", ["48 時間", "1 日", "7 か月", "3 年"]),
        ("pt_BR", ["48 horas", "1 dia", "7 meses", "3 anos"]),
        ("vi", ["48 giờ", "1 ngày", "7 tháng", "3 năm"]),
        ("hmn", ["48 teev", "1 hnub", "7 lub hlis", "3 xyoos"]),
    ],
)
def test_a_duration_has_words_in_every_language_that_is_planned(table, language, durations):
    locale = locale_of(language, table.languages[language])
    assert [localized(each, locale) for each in (Hours(48), Days(1), Months(7), Months(36))] == durations


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "4:30 PM"), ("es", "4:30 p. m."), ("ar", "4:30 م"), ("zh_CN", "16:30"), ("hi", "शाम 4:30")],
)
def test_the_time_of_day_is_said_as_readers_say_it(table, language, said):
    shown = localized(time(16, 30), locale_of(language, table.languages[language]))
    assert " ".join(shown.split()) == said


def test_words_for_times_without_a_place_for_the_number_are_refused(tmp_path):
    table = tmp_path / "languages.toml"
    table.write_text(
        (ROOT / "locales/languages.toml").read_text("utf-8").replace("{0} hnub", "hnub"), "utf-8"
    )
    with pytest.raises(SettingsError, match=r"languages\.hmn\.times\.day: found 'hnub'; expected .*\{0\}"):
        languages.load_languages(table)


def test_a_date_that_is_too_old_says_so_by_the_day_of_the_version_and_not_by_the_clock(tmp_path):
    options = edited(
        tmp_path, ('email = "robin@example.org"', 'email = "robin@example.org"\nconfirmed = 2026-01-31')
    )
    page = "# Page\n\n:::{contacts}\n:::\n"
    one_page(tmp_path, page, *options, epoch=1769904000)  # 1 February 2026
    assert "Confirmed January 31, 2026." in shown(tmp_path).get_text()
    one_page(tmp_path, page, "-E", *options, epoch=1785542400)  # 1 August 2026
    assert "Last confirmed January 31, 2026: ask an organizer." in shown(tmp_path).get_text()


def test_what_nobody_has_confirmed_or_checked_says_so(tmp_path):
    one_page(tmp_path, "# Page\n\n:::{contacts}\n:::\n")
    page = shown(tmp_path)
    assert (
        page.select_one("dl.contacts .dated").get_text().replace("\u2019", "'")
        == "We haven't tested this yet. "
        "If nobody answers, tell a different organizer (not one you're reporting), or try Support."
    )


def test_only_an_address_says_where_to_turn_if_nobody_answers(tmp_path):
    one_page(tmp_path, "# Page\n\n:::{checked} meetup\n:::\n")
    said = shown(tmp_path).select_one(".dated").get_text()
    assert said.replace("\u2019", "'") == "We haven't tested this yet."


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("{fact}`emergency.num`", ["'emergency.num'", "Nearest known key: 'emergency.number'"]),
        ("{fact}`report.phone`", ["'report.phone'", "empty slot", "{when}"]),
        ("{fact}`emergency`", ["'emergency'", "not one value"]),
        (":::{when} report.phon\nText.\n:::", ["'report.phon'", "Nearest known key: 'report.phone'"]),
        (":::{call} meetup.phones\nText.\n:::", ["'meetup.phones'", "neither a number nor a mail address"]),
        (":::{services} crises\n:::", ["'crises'", "Nearest: 'crisis'"]),
        (":::{law} recordings\n:::", ["'recordings'", "Nearest: 'recording'"]),
    ],
)
def test_a_wrong_key_in_a_page_ends_the_build_with_page_line_and_the_nearest_key(tmp_path, markup, said):
    done = one_page(tmp_path, f"# Page\n\n{markup}\n")
    assert done.returncode == 1
    for part in ["index.md:3", *said]:
        assert part in done.stderr


def test_another_community_finds_no_trace_of_the_first_in_any_page(other_site):
    assert own_facts.traces()
    place = load_community(ROOT / "community.toml").community.place
    parts = {part.strip() for part in place.split(",")} - {*load_community(OTHER).community.place.split(", ")}
    for page in other_site.rglob("*.html"):
        text = etree.tostring(own_facts.without_works(read(page)), encoding="unicode")
        assert own_facts.found(text) == [], page
        if page.parent.name != "translators":  # which speak of where languages are spoken
            near = [part for part in parts if re.search(rf"\b{re.escape(part)}\b", text)]
            assert [part for part in near if part not in own_facts.COMMON] == [], page
        assert "library phone" not in text, page  # where the first procedure sent people


def test_no_page_types_a_time_that_could_be_a_promise(other_site):
    english = locale_of("en", languages.load_languages(ROOT / "locales/languages.toml").languages["en"])
    promised = {localized(value, english) for _key, value in walk(load_community(OTHER).promises)}
    # No promise: after these an organizer asks how somebody is, or GitHub stops what has a schedule.
    typed = {"1 week", "1 month", "3 months", "60 days"}
    found = {
        time
        for page in other_site.rglob("*.html")
        if page.name != "year.html"  # when organizers practice and look at their papers: promised to nobody
        for time in re.findall(
            r"\b\d+ (?:hour|day|week|month|year)s?\b(?! old\b)(?! or older)", page.read_text("utf-8")
        )
    }
    assert {"96 hours", "10 days"} <= found
    assert found - promised - typed == set()


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a community of which nobody can be written to yet."""
    folder = tmp_path_factory.mktemp("bare")
    contacts = re.compile(r"^\[\[contacts\]\]\n(?:.+\n)+", re.MULTILINE)
    text, number = contacts.subn("", OTHER.read_text("utf-8"))
    assert number
    (folder / "community.toml").write_text(text, "utf-8")
    sphinx(folder / "site", "-D", f"community_file={folder / 'community.toml'}")
    return folder / "site"


@pytest.mark.builds
@pytest.mark.parametrize("community", ["other_site", "bare_site"])
def test_empty_slots_leave_no_holes(community, request):
    for page in request.getfixturevalue(community).rglob("*.html"):
        assert holes(page) == [], page


def test_where_there_is_nobody_to_write_to_or_to_call_pages_name_another_way(bare_site):
    def said(page: str) -> str:
        return BeautifulSoup((bare_site / page).read_text("utf-8"), "html.parser").main.get_text()

    assert "At an event, you can talk to an organizer it isn\u2019t about" in said("report/index.html")
    assert "write to one of us" not in said("help-now.html")
    assert "Tell any organizer" in said("help-now.html")
    assert "A library, a doctor or a friend can help you find a line" in said("report/support.html")


def works_of(page: Path) -> list[list[str]]:
    """Return of each work on the page of the origins its address, its title and what is said of it."""
    works = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("dl.origins > dt")
    said = [[line.get_text() for line in work.find_next("dd").select("p")] for work in works]
    return [[str(work.a["href"]), work.get_text(), *lines] for work, lines in zip(works, said, strict=True)]


def test_every_copy_names_the_works_that_it_goes_back_to_and_then_its_own(usual, other_site):
    fixed = [str(work.url) for work in sources.origins(ROOT / "docs").values()]
    assert len(fixed) >= 6
    assert [work[0] for work in works_of(other_site / "about" / "origin.html")] == fixed
    *named, own = works_of(usual / "en" / "about" / "origin.html")
    assert [work[0] for work in named] == fixed
    assert own[1:5] == [
        "The procedure of an earlier group",
        "By Earlier Example Group.",
        "License: CC BY 3.0.",
        "What was changed: We shortened it.",
    ]


def test_the_works_that_licenses_ask_to_be_named_are_these_in_this_order():
    named = sources.origins(ROOT / "docs")
    assert [(key, work.year, work.licence) for key, work in named.items()] == [
        ("handbook", None, "CC BY 4.0"),
        ("procedure", 2016, "CC BY 3.0"),
        ("code", 2013, "CC BY 3.0"),
        ("pycon-procedure", 2013, "CC BY 3.0"),
        ("guide", None, None),
        ("pycon-code", 2013, "CC BY 3.0"),
        ("policy", None, "CC0 1.0"),
    ]
    assert named["procedure"].url.uri.endswith("/_posts/2016-04-16-incident-reporting.markdown")
    assert named["code"].url.uri.endswith("/_posts/2013-11-15-code-of-conduct.markdown")
    assert all(work.title and work.authors for work in named.values())


def test_a_handbook_is_not_made_from_itself(tmp_path):
    own = sources.origins(ROOT / "docs")["handbook"].url
    facts = edited(tmp_path, ('url = "https://handbook.example/"', f'url = "{own}"'))
    (tmp_path / "docs").mkdir()
    for name in ("origins.toml", "sources.toml"):
        shutil.copy(ROOT / "docs" / name, tmp_path / "docs")
    one_page(tmp_path, "# Page\n\n:::{origins}\n:::\n", *facts)
    works = [work[0] for work in works_of(tmp_path / "out" / "index.html")]
    assert len(works) >= 5
    assert own not in works


def test_a_group_says_what_it_changed(tmp_path):
    page = "# Page\n\n## Changes\n\n:::{needs} handbook.changed\n:::\n\n{fact}`handbook.changed`\n"
    one_page(tmp_path, page)
    assert "Changes" not in shown(tmp_path).get_text()
    one_page(tmp_path, page, *edited(tmp_path, ("[handbook]", '[handbook]\nchanged = "All of it."')))
    assert "All of it." in shown(tmp_path).get_text()


def test_where_nobody_outside_has_agreed_the_page_says_what_to_do_instead(other_site):
    text = (other_site / "report" / "about-an-organizer.html").read_text("utf-8")
    assert "Nobody outside our group has agreed" in text


@pytest.mark.parametrize(("kind", "told"), [("when", 3), ("when-not", 2)])
def test_a_block_among_definitions_leaves_one_list(tmp_path, kind, told):
    block = f"::::{{{kind}}} contacts\nTwo\n: second\n::::"
    one_page(tmp_path, f"# Page\n\nOne\n: first\n\n{block}\n\nThree\n: third\n")
    (listed,) = shown(tmp_path).select("dl")
    assert len(listed.find_all("dt")) == told


@pytest.mark.parametrize(("kind", "told"), [("when", 3), ("when-not", 2)])
def test_a_block_among_points_leaves_one_list(tmp_path, kind, told):
    one_page(tmp_path, f"# Page\n\n- One\n\n::::{{{kind}}} contacts\n- Two\n::::\n\n- Three\n")
    (listed,) = shown(tmp_path).select("ul")
    assert len(listed.find_all("li")) == told


FENCE = re.compile(r"\s*(:{3,})(?:\{([\w-]+)\}\s*(.*))?$")


def asked_for(page: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the key of each fact in the source of a page, with the keys that the blocks around it ask for."""
    around: list[tuple[str, str, list[str]]] = []
    section: set[str] = set()  # what a section asks for with {needs} holds up to the next heading
    for line in page.splitlines():
        if line.startswith("#"):
            section = set()
        elif fence := FENCE.match(line):
            colons, name, words = fence[1], fence[2], (fence[3] or "").split()
            if name:
                around.append((colons, name, words))
                section |= set(words) if name == "needs" else set()
            else:
                assert around.pop()[0] == colons
        keys = {key for _colons, name, words in around if name == "when" for key in words}
        for key in re.findall(r"(?<!`` )\{fact\}`([\w.-]+)`", line):
            yield key, keys | section


def test_each_slot_stands_in_a_block_that_asks_for_that_very_slot():
    """Then no other slot, empty or filled, can leave a sentence without its fact."""
    known = lookup.facts(load_community(OTHER))  # all slots of it are empty
    found = {
        f"{page.relative_to(ROOT)}: {key}"
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for key, asked in asked_for(page.read_text("utf-8"))
        if known.get(key, key) in (None, ()) and key not in asked
    }
    assert found == set()


def test_a_slot_in_the_block_of_another_is_found():
    page = "::::{when} health.where\n{fact}`health.where` {fact}`health.cost`\n::::\n"
    assert list(asked_for(page)) == [("health.where", {"health.where"}), ("health.cost", {"health.where"})]


@pytest.mark.builds  # reads all pages
def test_catalogs_hold_markup_and_never_a_value(tmp_path):
    ours, theirs = templates(), tmp_path / "theirs"
    sphinx(theirs, "-D", f"community_file={OTHER}", builder="gettext")
    names = {path.relative_to(ours).as_posix() for path in ours.rglob("*.pot")} - {f"{languages.FRAME}.pot"}
    assert names == {path.relative_to(theirs).as_posix() for path in theirs.rglob("*.pot")}
    assert len(names) > 20
    for name in sorted(names):
        one, two = ((folder / name).read_text("utf-8") for folder in (ours, theirs))
        undated = [re.sub(r'"(Project-Id-Version|POT-Creation-Date).*', "", text) for text in (one, two)]
        assert undated[0] == undated[1], name
    assert "{fact}`emergency.number`" in (ours / "help-now.pot").read_text("utf-8")


def test_hours_that_end_with_a_full_stop_get_no_second_one() -> None:
    locale = locale_of("es", project.read_languages(ROOT).languages["es"])
    hours = [services.hours(each, locale) for each in load_community(FROZEN).services if each.opens]
    said = ["".join(node.astext() for node in each) for each in hours]
    assert said
    assert [each for each in said if ".." in each or not each.endswith(".")] == []
