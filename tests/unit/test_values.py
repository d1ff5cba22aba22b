"""What is refused in community.toml because a page would show it wrongly or a phone would dial it wrongly."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers.paths import OTHER, ROOT
from helpers.sphinx_app import one_page
from helpers.workspace import copy, edit

from handbook.commands import check
from handbook.config import examples
from handbook.config.community import Community, load_community
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
        load_community(community(tmp_path, *changes, service=service))
    return str(caught.value)


def accepted(tmp_path: Path, *changes: tuple[str, str], service: str = "") -> Community:
    """Return those facts, which are right."""
    return load_community(community(tmp_path, *changes, service=service))


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
    ("number", "said"),
    [
        ("608/255/2345", "sign 4, which is '/' (solidus)"),
        ("608-255-2345 ext. 12", "sign 14, which is 'e' (latin small letter e)"),
        ("*123", "sign 1, which is '*' (asterisk)"),
        ("608\N{EN DASH}2345", "sign 4, which is '\N{EN DASH}' (en dash)"),
        ("608\N{NO-BREAK SPACE}2345", "(no-break space)"),
        ("608\N{SOFT HYPHEN}2345", "(soft hyphen)"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}911", "sign 1, which is"),
        ("\N{LEFT-TO-RIGHT EMBEDDING}608 2345\N{POP DIRECTIONAL FORMATTING}", "(left-to-right embedding)"),
        ("\N{FULLWIDTH PLUS SIGN}968 2400 0001", "(fullwidth plus sign)"),
        ("608\N{NARROW NO-BREAK SPACE}2345", "(narrow no-break space)"),
    ],
)
def test_a_sign_that_is_in_no_number_is_named_with_its_place(tmp_path, number, said):
    message = complaint(tmp_path, ('"9999"', f'"{number}"'))
    assert said in message
    assert '"+44 20 7946 0018"' in message, "not all the world is in the United States"


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("112", "tel:112"),
        ("608-555-0142", "tel:6085550142"),
        ("(608) 555-0142", "tel:6085550142"),
        ("+1 (608) 555-0142", "tel:+16085550142"),
        ("608.555.0142", "tel:6085550142"),
        ("+968 2400 0001", "tel:+96824000001"),
    ],
)
def test_numbers_as_people_write_them_are_dialled_whole(tmp_path, number, dialled):
    assert accepted(tmp_path, ('"9999"', f'"{number}"')).emergency.number.uri == dialled


@pytest.mark.parametrize("address", ["https://x.example/\\n", "\\thttps://x.example/"])
def test_an_address_has_no_white_space_around_it(tmp_path, address):
    assert "community.url" in complaint(tmp_path, ('"https://sopy.example/"', f'"{address}"'))


ADDRESSES = {  # what stands in the place of https://sopy.example/, and the sign that is named
    "https:\N{DIVISION SLASH}\N{DIVISION SLASH}sopy.example/": "division slash",
    "https://sopy.example\N{FRACTION SLASH}form": "fraction slash",
    "https://sopy.example\N{FULLWIDTH SOLIDUS}form": "fullwidth solidus",
    "https://sopy.example/a\N{BIG SOLIDUS}b": "big solidus",
    r"https:\\\\sopy.example\\": "reverse solidus",
    "https\N{FULLWIDTH COLON}//sopy.example/": "fullwidth colon",
    "https://sopy\N{IDEOGRAPHIC FULL STOP}example/": "ideographic full stop",
    "https://sopy.example/a\N{EN DASH}b": "en dash",
    "https://sopy.exa\N{ZERO WIDTH SPACE}mple/": "zero width space",
    "https://sopy.example/\N{ZERO WIDTH NO-BREAK SPACE}": "zero width no-break space",
    "https://so\N{SOFT HYPHEN}py.example/": "soft hyphen",
    "\N{RIGHT-TO-LEFT MARK}https://sopy.example/": "right-to-left mark",
    "https://sopy.example/\N{FIRST STRONG ISOLATE}a": "first strong isolate",
    "https://sopy.example/a\N{NO-BREAK SPACE}b": "no-break space",
    "https://sopy.example/\N{VARIATION SELECTOR-16}": "variation selector-16",
    "https://\N{HANGUL FILLER}sopy.example/": "hangul filler",
    "https://\N{FULLWIDTH LATIN SMALL LETTER S}opy.example/": "fullwidth latin small letter s",
    "https://sopy.example/ ": "space",
    "https://s\N{CYRILLIC SMALL LETTER O}py.example/": "cyrillic small letter o",
    "https://sopy.example/f\N{GREEK SMALL LETTER OMICRON}rm": "greek small letter omicron",
}


@pytest.mark.parametrize(("address", "name"), ADDRESSES.items(), ids=ADDRESSES.values())
def test_signs_that_open_nothing_are_named_in_addresses(tmp_path, address, name):
    message = complaint(tmp_path, ('"https://sopy.example/"', f'"{address}"'))
    assert message.startswith("community.toml: community.url: found ")
    assert "expected a web address" in message
    assert f"({name})" in message


@pytest.mark.parametrize("address", ["https:sopy.example", "https:/sopy.example/", "https:///sopy.example/"])
def test_an_address_has_its_two_slashes(tmp_path, address):
    assert "community.url" in complaint(tmp_path, ('"https://sopy.example/"', f'"{address}"'))


@pytest.mark.parametrize(
    "address",
    [
        "https://例え.example/報告",
        "https://жалоба.example/form-форма",
        "https://sopy.example/تقرير?a=b&c=%20#d~e",
    ],
)
def test_letters_of_every_language_may_stand_in_addresses(tmp_path, address):
    assert accepted(tmp_path, ('"https://sopy.example/"', f'"{address}"')).community.url == address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("noor@sopy\N{ZERO WIDTH JOINER}.example", "zero width joiner"),
        ("noor\N{NO-BREAK SPACE}@sopy.example", "no-break space"),
        ("noor\N{FULLWIDTH COMMERCIAL AT}sopy.example", "fullwidth commercial at"),
        ("no\N{SOFT HYPHEN}or@sopy.example", "soft hyphen"),
        ("noor@sopy.example\N{RIGHT-TO-LEFT OVERRIDE}", "right-to-left override"),
        (r"noor\\@sopy.example", "reverse solidus"),
        ("n\N{CYRILLIC SMALL LETTER O}or@sopy.example", "cyrillic small letter o"),
    ],
)
def test_signs_that_reach_nobody_are_named_in_mail_addresses(tmp_path, address, name):
    message = complaint(tmp_path, ("[report]", f'[report]\nmailbox = "{address}"'))
    assert "community.toml: report.mailbox: found" in message
    assert f"({name})" in message


@pytest.mark.parametrize(
    "old",
    ["/../x.html", "/a/../../x.html", "/./x.html", "/a\N{FULLWIDTH SOLIDUS}x.html", "//x.html", "/x?y.html"],
)
def test_an_old_address_is_a_path_within_the_site(tmp_path, old):
    redirect = f"[[redirects]]\nold = '{old}'\npage = 'conduct/index'\n[promises]"
    assert "community.toml: redirects.0.old: found" in complaint(tmp_path, ("[promises]", redirect))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ('"number\N{ZERO WIDTH SPACE}"', "sign 7, which is '\\u200b' (zero width space)"),
        ('"\N{NO-BREAK SPACE}number"', "sign 1, which is '\\xa0' (no-break space)"),
        ('"num\N{SOFT HYPHEN}ber"', "(soft hyphen)"),
        ('"n\N{CYRILLIC SMALL LETTER U}mber"', "(cyrillic small letter u)"),
        ('"number "', "sign 7, which is ' ' (space)"),
    ],
)
def test_a_key_that_only_looks_right_says_which_sign_is_wrong(tmp_path, key, name):
    message = complaint(tmp_path, ('number = "9999"', f'number = "9999"\n{key} = "9999"'))
    assert "this key is not known" in message
    assert name in message
    assert 'Nearest: "number"' in message


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('\N{NO-BREAK SPACE}number = "9999"', "sign 1, which is '\\xa0' (no-break space)"),
        ('number\N{NO-BREAK SPACE}= "9999"', "sign 7, which is '\\xa0' (no-break space)"),
        ('number =\N{NO-BREAK SPACE}"9999"', "(no-break space)"),
        ('number = "9999"\N{ZERO WIDTH SPACE}', "(zero width space)"),
        ('number\N{FULLWIDTH EQUALS SIGN}"9999"', "(fullwidth equals sign)"),
        ('\N{IDEOGRAPHIC SPACE}number = "9999"', "(ideographic space)"),
        ('\N{ZERO WIDTH NO-BREAK SPACE}number = "9999"', "(zero width no-break space)"),
        (
            "number = \N{LEFT DOUBLE QUOTATION MARK}9999\N{RIGHT DOUBLE QUOTATION MARK}",
            "(left double quotation mark)",
        ),
    ],
)
def test_signs_around_a_key_that_no_toml_has_are_named(tmp_path, line, name):
    message = complaint(tmp_path, ('number = "9999"', line))
    assert "not valid TOML: line" in message
    assert name in message


def test_signs_within_a_text_are_not_blamed_for_a_fault_beside_it(tmp_path):
    message = complaint(tmp_path, ("[meetup]", '[meetup]\nvenue = "قاعة‌الاجتماعات" x # «»'))
    assert "look at sign" not in message


def test_a_word_of_a_list_that_only_looks_right_says_which_sign_is_wrong(tmp_path):
    message = complaint(
        tmp_path,
        (
            "[promises]",
            "[[services]]\nname = 'X'\nnumber = '115'\nkind = 'crisis\N{ZERO WIDTH SPACE}'\n[promises]",
        ),
    )
    assert "services.0.kind: found 'crisis\\u200b'; expected 'police'" in message
    assert "sign 7, which is '\\u200b' (zero width space)" in message


EXAMPLE = re.compile(
    r"[\w.]+@[\w.]+\.\w+|https?://[\w.]*example[\w.]*/?[\w/]*|\+?(?!20\d\d-)\d[\d() -]{8,}\d"
)


def test_what_our_errors_give_as_an_example_stands_in_one_place():
    for path in (ROOT / "handbook").rglob("*.py"):
        if path.name != "examples.py":
            said = [
                text.value
                for text in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(text, ast.Constant)
            ]
            assert [
                found for text in said if isinstance(text, str) for found in EXAMPLE.findall(text)
            ] == [], path


@pytest.mark.parametrize(
    "number", [*examples.NUMBERS, "608.555.0100", "+1 (608) 555-0100", "6085550100", "020 7946 0018"]
)
@pytest.mark.parametrize("key", ["number", "text", "toll_free"])
def test_an_example_is_no_number(tmp_path, key, number):
    message = complaint(tmp_path, service=f'{key} = "{number}"\n')
    assert f"community.toml: services.0.{key}: found '{number}'; expected a real one" in message


@pytest.mark.parametrize("address", [examples.MAIL, "Name@Example.org", "NAME@EXAMPLE.ORG"])
def test_an_example_is_no_mail_address(tmp_path, address):
    message = complaint(tmp_path, ("[report]", f'[report]\nmailbox = "{address}"'))
    assert f"community.toml: report.mailbox: found '{address}'; expected a real one" in message


@pytest.mark.parametrize("address", [examples.PAGE, f"{examples.PAGE}/", "https://Example.org/page"])
def test_an_example_is_no_web_address(tmp_path, address):
    message = complaint(tmp_path, ("[report]", f'[report]\nanonymous_form = "{address}"'))
    assert f"community.toml: report.anonymous_form: found '{address}'; expected a real one" in message


PROSE = [
    "می‌خواهم کمک کنم",  # Persian parts what belongs together with an invisible sign
    "क्‍ष और श्री‌मान",
    "اتصلوا بـ \N{LEFT-TO-RIGHT ISOLATE}9999\N{POP DIRECTIONAL ISOLATE}\N{RIGHT-TO-LEFT MARK}.",
    "Chez nous\N{NARROW NO-BREAK SPACE}: au 2e étage",
    "👩‍👩‍👧 家族 👍️",
    "Todo el edificio",
    "Main St. 1-3 / 2nd floor",
]


@pytest.mark.parametrize("text", PROSE)
def test_signs_that_the_writing_of_a_language_needs_stay(tmp_path, text):
    assert accepted(tmp_path, ("[meetup]", f'[meetup]\nvenue = "{text}"')).meetup.venue == text


@pytest.mark.parametrize(
    "text",
    [
        "TODO",
        "todo",
        "TODO: ask Noor",
        "TBD",
        "tba.",
        "[TBC]",
        "xxx",
        "XXXX",
        "FIXME",
        "n/a",
        "?",
        "???",
        "-",
        "…",
        "...",
    ],
)
@pytest.mark.parametrize(
    ("right", "key"),
    [('name = "Noor Example"', "contacts.0.name"), ('place = "Sohar, Oman"', "community.place")],
)
def test_a_note_that_a_text_is_to_come_is_no_text(tmp_path, right, key, text):
    name = key.rpartition(".")[2]
    message = complaint(tmp_path, (right, f'{name} = "{text}"'))
    assert f"community.toml: {key}: found '{text}'; expected the text itself" in message


def test_a_note_that_a_translation_is_to_come_is_no_text(tmp_path):
    message = complaint(tmp_path, ("[meetup]", '[meetup]\nvenue = { ar = "قاعة", en = "TODO" }'))
    assert "community.toml: meetup.venue: found" in message
    assert "expected the text itself" in message


@pytest.mark.parametrize(
    "sign", ["\N{ZERO WIDTH NO-BREAK SPACE}", "\N{REPLACEMENT CHARACTER}", "\\u0007", "\\u0000"]
)
def test_signs_that_a_program_left_in_a_text_are_named(tmp_path, sign):
    message = complaint(tmp_path, ('"Noor Example"', f'"Noor{sign} Example"'))
    assert "community.toml: contacts.0.name: found" in message
    assert "sign 5, which is" in message


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("decision = 28", "decision = 9", ["promises.decision", "found 9", "`update`"]),
        ("update = 10", "update = 3", ["promises.update", "found 3", "`answer`"]),
        ("answer = 96", "answer = 1000", ["promises.update", "found 10", "`answer`"]),
        ('["ar", "en"]', '["ar", "en", "ar"]', ["contacts.0.languages.2", "found 'ar' again", "once"]),
        (
            "[report]",
            '[[contacts]]\nname = "Noor Example"\nphone = "+968 2400 0002"\n[report]',
            ["contacts.1.name", "found 'Noor Example' again", "once"],
        ),
        (
            "[promises]",
            '[[retention]]\nrecord = "notes"\nmonths = 1\nkeeper = "organizers"\n'
            '[[retention]]\nrecord = "notes"\nmonths = 12\nkeeper = "organizers"\n[promises]',
            ["retention.1.record", "found 'notes' again", "once"],
        ),
        (
            "[promises]",
            '[[redirects]]\nold = "/a.html"\npage = "index"\n'
            '[[redirects]]\nold = "/a.html"\npage = "help-now"\n[promises]',
            ["redirects.1.old", "found '/a.html' again", "once"],
        ),
    ],
)  # fmt: skip
def test_facts_that_contradict_each_other_are_told(tmp_path, right, wrong, said):
    message = complaint(tmp_path, (right, wrong))
    for part in ["community.toml: ", "expected", *said]:
        assert part in message


def test_promises_of_the_same_length_are_fine(tmp_path):
    assert (
        accepted(
            tmp_path, ("answer = 96", "answer = 240"), ("decision = 28", "decision = 10")
        ).promises.decision
        == 10
    )


@pytest.mark.parametrize(
    ("outside", "said"),
    [
        ('name = "Lina Example"\nphone = "968-2400-0001"', ["report.outside.phone", "contacts.0.phone"]),
        ('name = "Lina Example"\ntext = "+968 24000001"', ["report.outside.text", "contacts.0.phone"]),
        ('name = "Noor  example"\nphone = "112"', ["report.outside.name", "contacts.0.name"]),
        ('name = "Lina Example"\nemail = "Team@sopy.example"', ["report.outside.email", "report.mailbox"]),
        (
            'name = "Lina Example"\nphone = "113"\n[report.neighbor]\nname = "Next"\nphone = "968 24000001"',
            ["report.neighbor.phone", "contacts.0.phone"],
        ),
        (
            'name = "Lina Example"\nphone = "113"\n[report.neighbor]\nname = "Next"\nphone = "113"',
            ["report.neighbor.phone", "report.outside.phone"],
        ),
    ],
)
def test_who_takes_reports_about_organizers_is_reached_in_another_way(tmp_path, outside, said):
    report = f'[report]\nmailbox = "team@sopy.example"\n[report.outside]\n{outside}\n'
    message = complaint(tmp_path, ("[report]\n", report))
    for part in ["community.toml: report.", "expected somebody else", *said]:
        assert part in message


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
    number = 'number = "608-555-0142"\n'
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
    message = complaint(tmp_path, service=f'number = "608-555-0142"\n{hours}\n')
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
        load_community(path)


def test_a_file_in_another_encoding_is_told_in_plain_words_and_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "community.toml"
    path.write_bytes(OTHER.read_text("utf-8").replace("Sohar, Oman", "Zürich").encode("latin-1", "replace"))
    with pytest.raises(SettingsError, match=r"community\.toml: line \d+.*UTF-8"):
        load_community(path)
    path.write_text(OTHER.read_text("utf-8"), "utf-8-sig")
    assert load_community(path) == load_community(OTHER)


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


@pytest.mark.parametrize(
    "blank",
    [
        "  ",
        "\\t",
        "\N{NO-BREAK SPACE}",
        "\N{ZERO WIDTH SPACE}",
        "\N{HANGUL FILLER}",
        "\N{BRAILLE PATTERN BLANK}",
    ],
)
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
    later = date.today() + timedelta(days=2)
    top = copy(tmp_path / "handbook")
    facts = top / "community.toml"
    facts.write_text(OTHER.read_text("utf-8"), "utf-8")
    edit(facts, 'language = "ar"', 'language = "en"')  # the copy has no other
    edit(facts, DATED, f"confirmed = {later}")
    edit(facts, "[promises]", f"[promises]\nconfirmed = {date.today()}")
    told = check.check_facts(top)
    assert f"community.toml: contacts.0.confirmed: found {later}; expected today or a day before" in told
    assert "promises.confirmed" not in told
    assert check.FACTS(top) == "", "the other gates can be tried"
