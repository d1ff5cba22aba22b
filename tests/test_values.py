"""What is refused in community.toml because a page would show it wrongly or a phone would dial it wrongly."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from building import OTHER, one_page
from copies import copy_to_check, edit, run

from handbook.config.community import Community, load
from handbook.config.toml import SettingsError
from handbook.facts.sources import origins

SERVICE = '\n[[services]]\nname = "Example line"\nkind = "crisis"\n'
HOURS = "opens = 07:45:00\ncloses = 16:30:00\n"
DATED = "confirmed = 2026-01-31"


def community(tmp_path: Path, *changes: tuple[str, str], service: str = "") -> Path:
    """Write the facts of the second community, changed, and with one more service if some of it is given."""
    text = OTHER.read_text("utf-8") + (SERVICE + service if service else "")
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    path = tmp_path / "community.toml"
    path.write_text(text, "utf-8")
    return path


def complaint(tmp_path: Path, *changes: tuple[str, str], service: str = "") -> str:
    """Return what reading those facts says."""
    with pytest.raises(SettingsError) as caught:
        load(community(tmp_path, *changes, service=service))
    return str(caught.value)


def accepted(tmp_path: Path, *changes: tuple[str, str], service: str = "") -> Community:
    """Return those facts, which are right."""
    return load(community(tmp_path, *changes, service=service))


@pytest.mark.parametrize(
    "number",
    [
        "٩١١",
        "608-٢80-2600",
        "9\N{FULLWIDTH DIGIT ONE}1",
        ")))123",
        " 911",
        "911 ",
        "608--555",
        "608 (555",
        "(608 555-0100",
        "+",
        "1+608",
        "608\N{NON-BREAKING HYPHEN}555\N{NON-BREAKING HYPHEN}0100",
        "911\N{ZERO WIDTH SPACE}",
        "911\\n",
        "+44 (0)20 7946 0000",
        "1234567890123456",
    ],
)
def test_what_a_phone_would_dial_wrongly_is_no_number(tmp_path, number):
    message = complaint(tmp_path, ('number = "9999"', f'number = "{number}"'))
    assert message.startswith("community.toml: emergency.number: found '")
    assert "expected a phone number" in message
    assert '"608-555-0100"' in message


def test_signs_that_look_like_plain_ones_are_named(tmp_path):
    hyphen = "\N{NON-BREAKING HYPHEN}"
    assert "non-breaking hyphen" in complaint(tmp_path, ('"9999"', f'"608{hyphen}555"'))
    assert "arabic-indic digit nine" in complaint(tmp_path, ('"9999"', '"٩٩٩٩"'))


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("112", "tel:112"),
        ("608-555-0100", "tel:6085550100"),
        ("(608) 555-0100", "tel:6085550100"),
        ("+1 (608) 555-0100", "tel:+16085550100"),
        ("608.555.0100", "tel:6085550100"),
        ("+968 2400 0001", "tel:+96824000001"),
    ],
)
def test_numbers_as_people_write_them_are_dialled_whole(tmp_path, number, dialled):
    assert accepted(tmp_path, ('"9999"', f'"{number}"')).emergency.number.uri == dialled


@pytest.mark.parametrize("address", ["https://x.example/\\n", "\\thttps://x.example/"])
def test_an_address_has_no_white_space_around_it(tmp_path, address):
    assert "community.url" in complaint(tmp_path, ('"https://sopy.example/"', f'"{address}"'))


DAYS = {
    "Monday": '["monday"]',
    "Monday and Tuesday": '["monday", "tuesday"]',
    "Monday to Wednesday": '["monday", "tuesday", "wednesday"]',
    "Monday, Wednesday, and Friday": '["monday", "wednesday", "friday"]',
    "Monday, Tuesday, Wednesday, and Friday": '["monday", "tuesday", "wednesday", "friday"]',
    "Sunday to Thursday": '["sunday", "monday", "tuesday", "wednesday", "thursday"]',
    "": "[]",
}


def test_days_are_a_span_only_where_every_day_between_is_meant(tmp_path):
    number = 'number = "608-555-0100"\n'
    path = community(
        tmp_path, service=SERVICE.join(f"{number}days = {days}\n{HOURS}" for days in DAYS.values())
    )
    done = one_page(tmp_path, "# Page\n\n:::{services}\n:::\n", "-D", f"community_file={path}")
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser")
    lines = [" ".join(line.get_text().split()) for line in page.select("dl.services p")]
    times = "7:45 AM to 4:30 PM."
    said = [line.removesuffix(times).strip(", ") for line in lines if line.endswith(times)]
    assert said == list(DAYS)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("opens = 7.45\ncloses = 16:30:00", ["services.0.opens", "found 7.45", "07:45:00"]),
        ("opens = 745\ncloses = 16:30:00", ["services.0.opens", "found 745", "07:45:00"]),
        ('opens = "07:45"\ncloses = 16:30:00', ["services.0.opens", "found '07:45'", "without quotes"]),
        ("opens = 07:45:00", ["services.0.closes", "found nothing", "opens"]),
        ("closes = 16:30:00", ["services.0.opens", "found nothing", "closes"]),
        ("opens = 09:00:00\ncloses = 09:00:00", ["services.0.closes", "found 09:00:00", "always = true"]),
        (f"always = true\n{HOURS}", ["services.0.always", "found true", "`opens`"]),
        ('days = ["monday"]', ["services.0.opens", "found nothing", "`days`"]),
        ('other_times = "112"', ["services.0.opens", "found nothing", "`other_times`"]),
        (f'days = ["mon"]\n{HOURS}', ["services.0.days.0", "'mon'", "'monday'"]),
        (f'days = ["monday", "monday"]\n{HOURS}', ["services.0.days", "['monday', 'monday']", "once"]),
        (f'days = ["friday", "monday", "wednesday", "saturday"]\n{HOURS}', ["services.0.days", "order"]),
        (f'days = "monday"\n{HOURS}', ["services.0.days", "'monday'", "a list"]),
        ('text_word = "HI"', ["services.0.text", "found nothing", "`text_word`"]),
    ],
)
def test_hours_that_would_be_shown_wrongly_or_not_at_all_are_refused(tmp_path, hours, said):
    message = complaint(tmp_path, service=f'number = "608-555-0100"\n{hours}\n')
    for part in ["community.toml", "expected", *said]:
        assert part in message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-1-31", "2026-01-31"),
        ("31.01.2026", "2026-01-31"),
        ("01/31/2026", "2026-01-31"),
        ("31 January 2026", "2026-01-31"),
        ("January 31, 2026", "2026-01-31"),
        ("2026-02-30", "calendar"),
        ("yesterday", "quotes"),
        ("\N{LEFT DOUBLE QUOTATION MARK}2026\N{RIGHT DOUBLE QUOTATION MARK}", "straight quotes"),
        ('"2026', "quote"),
        ("True", "small letters"),
        ("9 1 1", '"608-555-0100"'),
        ("7:45 am", "07:45:00"),
        ("", "value"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line_its_key_and_what_is_expected(tmp_path, written, said):
    message = complaint(tmp_path, (DATED, f"confirmed = {written}"))
    line = OTHER.read_text("utf-8").split(DATED)[0].count("\n") + 1
    for part in ["community.toml", "not valid TOML", f"line {line}", "contacts.0.confirmed", said]:
        assert part in message
    assert f"found: confirmed = {written}".strip() in message


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("[meetup]", '[meetup]\nvenue = "A"\nvenue = "B"', ["meetup.venue", 'venue = "B"', "once"]),
        ("[report]", "[meetup]", ["[meetup]", "once"]),
        ("[report]", "[report", ["[report", "[meetup]"]),
        ("[report]", "report is empty", ["report is empty", "key = value"]),
        ("\n[limits]", '\nlist = ["a"\n[limits]', ["[limits]", "above"]),
        ("answer = 96", "list = [\nanswer = 96", ["answer = 96", "above"]),
        ("answer = 96", 'list = ["a"\nanswer = 96', ["answer = 96", "above"]),
    ],
)  # fmt: skip
def test_lines_without_a_value_of_their_own_are_told_too(tmp_path, right, wrong, said):
    message = complaint(tmp_path, (right, wrong))
    for part in ["community.toml", "not valid TOML", *said]:
        assert part in message


def test_a_quote_that_never_ends_is_told(tmp_path):
    path = tmp_path / "community.toml"
    path.write_text('[meetup]\nvenue = """A', "utf-8")
    with pytest.raises(SettingsError, match=r"(?s)not valid TOML.*end of the file.*closed"):
        load(path)


def test_a_file_in_another_encoding_is_told_in_plain_words_and_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "community.toml"
    path.write_bytes(OTHER.read_text("utf-8").replace("Sohar, Oman", "Zürich").encode("latin-1", "replace"))
    with pytest.raises(SettingsError, match=r"community\.toml: line \d+.*UTF-8"):
        load(path)
    path.write_text(OTHER.read_text("utf-8"), "utf-8-sig")
    assert load(path) == load(OTHER)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (DATED, "confirmed = 0", ["contacts.0.confirmed", "found 0", "2026-01-31"]),
        (DATED, 'confirmed = "2026-01-31"', ["contacts.0.confirmed", "'2026-01-31'", "without quotes"]),
        (DATED, "confirmed = 2026-01-31T10:00:00", ["contacts.0.confirmed", "2026-01-31T10:00:00", "date"]),
        ('"ar", "en"]', '"ar", 5]', ["contacts.0.languages.1", "found 5", "a text in quotes"]),
        ('["ar", "en"]', '"ar"', ["contacts.0.languages", "'ar'", "a list"]),
        ("[[contacts]]", "[contacts]", ["contacts", "found a table", "[[contacts]]"]),
        ("answer = 96", 'answer = "96"', ["promises.answer", "'96'", "a whole number"]),
        ("answer = 96", "answer = 9.5", ["promises.answer", "found 9.5", "a whole number"]),
        ("answer = 96", "answer = 1000000000000", ["promises.answer", "less than or equal to"]),
        ("[meetup]", "[meetup]\nvenue = { es = 'A' }", ["meetup.venue", "found a table", '"ar"']),
        ("[meetup]", "[meetup]\nvenue = { ar = ' ', es = 'A' }", ["meetup.venue", "found a table", '"ar"']),
        ("[promises]", "[[redirects]]\nold = '/x'\npage = 'y'\n[promises]", ["redirects.0.old", '".html"']),
    ],
)
def test_every_fault_says_what_was_found_and_what_is_expected_in_plain_words(tmp_path, right, wrong, said):
    message = complaint(tmp_path, (right, wrong))
    for part in ["community.toml", "expected", *said]:
        assert part in message
    for jargon in ("tuple", "datetime", "Input", "dict", "valid string", "pattern", "validation", "{'"):
        assert jargon not in message


def test_a_list_that_must_not_be_empty_says_so(tmp_path):
    (tmp_path / "origins.toml").write_text("[origins]\n", "utf-8")
    with pytest.raises(SettingsError, match=r"origins\.toml: origins: found .*; expected at least 1"):
        origins(tmp_path)


@pytest.mark.parametrize(
    ("there", "missing"), [('licence = "CC0"', "licence_url"), ('licence_url = "https://x.org/"', "licence")]
)
def test_a_licence_has_a_name_and_an_address(tmp_path, there, missing):
    work = f'[[origins]]\ntitle = "W"\nauthors = "A"\nurl = "https://w.example/"\n{there}\n'
    message = complaint(tmp_path, ("[limits]", f"{work}\n[limits]"))
    assert f"community.toml: origins.0.{missing}: found nothing; expected a value" in message


def test_yes_and_no_are_true_and_false(tmp_path):
    message = complaint(tmp_path, service='number = "112"\nalways = "yes"\n')
    assert "services.0.always: found 'yes'; expected true or false" in message


@pytest.mark.parametrize("blank", ["  ", "\\t", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}"])
def test_a_name_of_blanks_is_no_name(tmp_path, blank):
    message = complaint(tmp_path, ('"Noor Example"', f'"{blank}"'))
    assert "community.toml: contacts.0.name: this is required" in message


def test_blanks_are_an_empty_slot(tmp_path):
    assert accepted(tmp_path, ("[meetup]", '[meetup]\nvenue = "  "')).meetup.venue is None


def test_a_person_can_be_reached(tmp_path):
    message = complaint(tmp_path, ('phone = "+968 2400 0001"', 'phone = ""'))
    for part in ["community.toml: contacts.0", "found no way to reach", "email", "phone", "text", "url"]:
        assert part in message
    message = complaint(tmp_path, ("[report]", '[report]\noutside = { name = "Example Council" }'))
    assert "community.toml: report.outside: found no way to reach" in message


def test_a_service_can_be_reached(tmp_path):
    message = complaint(tmp_path, service="always = true\n")
    for part in [
        "community.toml: services.0",
        "found no way to reach",
        "number",
        "chat",
        "through_emergency",
    ]:
        assert part in message


@pytest.mark.parametrize(
    "way",
    [
        'number = "112"',
        'text = "112"',
        'toll_free = "112"',
        'chat = "https://x.example/"',
        'url = "https://x.example/"',
        "through_emergency = true",
    ],
)
def test_one_way_to_reach_a_service_is_enough(tmp_path, way):
    assert accepted(tmp_path, service=f"{way}\n").services[0].name == "Example line"


def test_a_day_that_has_not_come_is_a_fault_and_today_is_none(tmp_path):
    top = copy_to_check(tmp_path / "handbook")
    later = date.today() + timedelta(days=2)
    facts = top / "community.toml"
    facts.write_text(OTHER.read_text("utf-8"), "utf-8")
    edit(facts, DATED, f"confirmed = {later}")
    edit(facts, "[promises]", f"[promises]\nconfirmed = {date.today()}")
    done = run(top, "check")
    assert done.returncode == 1
    assert (
        f"community.toml: contacts.0.confirmed: found {later}; expected today or a day before" in done.stdout
    )
    assert "promises.confirmed" not in done.stdout
    assert "mend those first" not in done.stdout, "the other gates can be tried"
    assert "facts                   TO DO" in done.stdout
