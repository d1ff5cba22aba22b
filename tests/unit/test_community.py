"""What the person who edits community.toml is told."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from helpers.paths import FROZEN, OTHER, ROOT

from handbook.config import languages, toml_errors
from handbook.config.community import load_community
from handbook.config.lookup import addresses, dated, facts, is_stale
from handbook.config.toml import SettingsError
from handbook.config.values.texts import Foreign


def complaint(tmp_path: Path, right: str, wrong: str) -> str:
    """Replace one text of the frozen file and return what reading it says."""
    text = FROZEN.read_text("utf-8")
    assert right in text
    path = tmp_path / "community.toml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_community(path)
    return str(caught.value)


@pytest.mark.parametrize("path", [ROOT / "community.toml", OTHER, FROZEN], ids=lambda path: path.stem)
def test_every_community_is_valid(path):
    assert (
        load_community(path).emergency.number == tomllib.loads(path.read_text("utf-8"))["emergency"]["number"]
    )


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('number = "677"', 'number = "67"', ["services.0.number", "'67'", "a phone number"]),
        ('number = "677"', 'number = "nine"', ["services.0.number", "'nine'", "3 to 15 digits"]),
        ('number = "112"', "number = 112", ["emergency.number", "112", "string"]),
        (
            '"robin@example.org"',
            '"robin at example"',
            ["contacts.0.email", "'robin at example'", "name@example.org"],
        ),
        ('url = "https://group.example/"', 'url = "group"', ["community.url", "'group'", "https://"]),
        ("answer = 36", 'answer = "soon"', ["promises.answer", "'soon'", "integer"]),
        ("answer = 36", "answer = 0", ["promises.answer", "found 0", "greater than or equal to 1"]),
        ("opens = 07:45:00", 'opens = "early"', ["services.5.opens", "'early'", "time"]),
        ('"ase"', '"asl-us"', ["services.0.languages.2", "'asl-us'", "a language code"]),
        ('kind = "relay"', 'kind = "rely"', ["services.7.kind", "'rely'", "'relay'"]),
        ('old = "/2013/11/15/code-of-conduct.html"', 'old = "2013"', ["redirects.0.old", "'2013'"]),
    ],
)
def test_a_malformed_fact_is_named_with_what_was_found_and_what_is_expected(tmp_path, right, wrong, said):
    message = complaint(tmp_path, right, wrong)
    for part in ["community.toml", *said]:
        assert part in message


def test_a_date_that_is_not_a_date_is_named(tmp_path):
    message = complaint(
        tmp_path, 'email = "robin@example.org"', 'email = "robin@example.org"\nconfirmed = "lately"'
    )
    assert "contacts.0.confirmed" in message
    assert "'lately'" in message
    assert "date" in message


def test_an_unknown_key_is_named_with_the_nearest_one(tmp_path):
    message = complaint(tmp_path, 'number = "112"', 'num = "112"')
    assert "community.toml: emergency.num" in message
    assert 'Nearest: "number"' in message


@pytest.mark.parametrize("empty", ['number = ""', ""])
def test_a_missing_required_fact_is_named_whether_left_out_or_empty(tmp_path, empty):
    message = complaint(tmp_path, 'number = "112"', empty)
    assert "community.toml: emergency.number: this is required" in message


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "community.toml"
    text = (
        FROZEN.read_text("utf-8").replace("answer = 36", "answer = 0").replace('kind = "relay"', 'kind = "x"')
    )
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_community(path)
    assert "promises.answer" in str(caught.value)
    assert "services.7.kind" in str(caught.value)


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path):
    message = complaint(tmp_path, 'number = "112"', "number = 1 1 2")
    line = FROZEN.read_text("utf-8").split('number = "112"')[0].count("\n") + 1
    assert f"line {line}" in message


def test_every_web_address_is_there_for_the_link_check():
    found = {address.uri for address in addresses(load_community(FROZEN))}
    written = [line.split('"')[1] for line in FROZEN.read_text("utf-8").splitlines() if '"https://' in line]
    assert written
    assert set(written) <= found


def test_every_fact_that_should_carry_a_date_is_listed_under_its_key():
    keys = {fact.key for fact in dated(load_community(FROZEN))}
    assert {
        "contacts.0",
        "emergency",
        "services.0",
        "health",
        "promises",
        "retention.0",
        "law.0",
        "origins.0",
    } <= keys


def test_a_date_is_too_old_on_the_day_after_its_limit():
    contact = next(fact for fact in dated(load_community(OTHER)) if fact.key == "contacts.0")
    assert contact.when == date(2026, 1, 31)
    assert contact.limit == 90
    assert not is_stale(contact, date(2026, 5, 1))
    assert is_stale(contact, date(2026, 5, 2))


def test_a_page_can_ask_whether_a_kind_of_service_is_there():
    assert facts(load_community(FROZEN))["services.crisis"]
    assert not facts(load_community(OTHER))["services.crisis"]


TABLE = languages.load_languages(ROOT / "locales" / "languages.toml")


def complaint_of_role(tmp_path: Path, key: str) -> str:
    """Give a role in a language called `key` and return what reading it says."""
    path = tmp_path / "community.toml"
    right = 'role = { en = "co-organizer", es = "coorganiza el grupo" }'
    text = FROZEN.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, f'role = {{ en = "co-organizer", {key} = "text" }}', 1), "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_community(path, table=TABLE)
    return str(caught.value)


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("zh-CN", "zh_CN"),
        ('"zh-CN"', "zh_CN"),
        ("zh_cn", "zh_CN"),
        ("zh_Hans", "zh_CN"),
        ("zh", "zh_CN"),
        ("zh_TW", "zh_CN"),
        ("pt", "pt_BR"),
        ("pt-PT", "pt_BR"),
        ("ar_EG", "ar"),
        ("ES", "es"),
        ("spa", "es"),
        ("deutsch", "de"),
        ("spanish", "es"),
        ("Chinese", "zh_CN"),
        ("portuguese", "pt_BR"),
        ('"Español"', "es"),
        ("arabc", "ar"),
        ('"es "', "es"),
    ],
)
def test_a_text_in_a_language_that_no_page_has_is_told_with_the_nearest_code(tmp_path, key, nearest):
    message = complaint_of_role(tmp_path, key)
    name = key.strip('"')
    assert message.startswith(
        f"community.toml: contacts.0.role.{name}: found the language '{name}'; expected"
    )
    assert f'Nearest: "{nearest}"' in message


def test_an_invisible_sign_in_the_code_of_a_text_is_named(tmp_path):
    message = complaint_of_role(tmp_path, '"es\N{ZERO WIDTH SPACE}"')
    assert "sign 3, which is '\\u200b' (zero width space)" in message


@pytest.mark.parametrize("key", ["zh-CN", "deutsch", "ES", "xx"])
def test_a_text_in_no_language_is_told_even_where_there_is_no_table(tmp_path, key):
    message = complaint(tmp_path, 'es = "coorganiza', f'{key} = "coorganiza')
    assert f"community.toml: contacts.0.role.{key}: found the language '{key}'" in message


def test_a_text_in_a_language_that_a_group_left_out_of_its_table_is_no_fault(tmp_path):
    rows = {code: row for code, row in TABLE.languages.items() if code != "es"}
    assert (
        load_community(FROZEN, table=languages.Languages(languages=rows)).contacts[0].role == "co-organizer"
    )


@pytest.mark.parametrize("language", ["tr", "fa", "nl"])
def test_a_community_writes_in_a_language_of_the_table(tmp_path, language):
    path = tmp_path / "community.toml"
    path.write_text(FROZEN.read_text("utf-8").replace('language = "en"', f'language = "{language}"'), "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_community(path, table=TABLE)
    message = str(caught.value)
    assert (
        f"community.toml: community.language: found '{language}'; expected a language with a row" in message
    )
    assert "en, es, ar" in message
    assert "role" not in message, "texts are no fault of their own"


@pytest.mark.parametrize(
    ("code", "said"),
    [("zh-CN", 'write "zh_CN"'), ("EN", 'write "en"'), ("german", 'write "de"'), ("es-mx", 'write "es_MX"')],
)
def test_a_language_that_a_person_speaks_is_told_with_its_right_code(tmp_path, code, said):
    message = complaint(tmp_path, '"ase"', f'"{code}"')
    assert f"services.0.languages.2: found '{code}'; expected a language code" in message
    assert said in message


def test_texts_come_in_the_language_that_is_asked_for():
    spanish, french = load_community(FROZEN, "es"), load_community(FROZEN, "fr")
    assert spanish.contacts[0].role == "coorganiza el grupo"
    assert not isinstance(spanish.contacts[0].role, Foreign)
    assert isinstance(french.contacts[0].role, Foreign)
    assert (french.contacts[0].role, french.contacts[0].role.language) == ("co-organizer", "en")


def test_a_source_may_say_its_day_in_each_language(tmp_path):
    given = 'source = { en = "news.example, April 2023", es = "news.example, abril de 2023" }'
    text = FROZEN.read_text("utf-8").replace('source = "news.example, April 2023"', given)
    (tmp_path / "community.toml").write_text(text, "utf-8")
    for code, said in {"en": "April 2023", "es": "abril de 2023", "fr": "April 2023"}.items():
        services = load_community(tmp_path / "community.toml", code).services
        assert f"news.example, {said}" in [service.source for service in services]


LINES = """\
name = "top"

[[contacts]]
name = "A"

[[contacts]]
name = "B"
role = { deutsch = "x" }

[report.outside]

[[emergency.more]]

[[emergency.more]]
kinds = ["fire"]
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("name", 1),
        ("contacts.0", 3),
        ("contacts.1.name", 7),
        ("contacts.1.role.deutsch", 8),
        ("contacts.1.email", 6),
        ("report.outside.name", 10),
        ("emergency.more.1.kinds.0", 15),
        ("nowhere.at.all", 0),
    ],
)
def test_the_line_of_a_key_is_found_or_that_of_the_table_around_it(key, line):
    assert toml_errors.line_of(LINES, key) == line


def test_a_wrong_value_is_told_with_its_line(tmp_path):
    lines = FROZEN.read_text("utf-8").splitlines()
    number = lines.index('number = "677"') + 1
    assert complaint(tmp_path, 'number = "677"', 'number = "67"').endswith(f" See line {number}.")
