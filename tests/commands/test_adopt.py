"""A new group begins with a file of its own, in which nothing of another place stands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from helpers.paths import FROZEN, ROOT

from handbook.__main__ import main
from handbook.commands import check, left
from handbook.commands.adopt import meant
from handbook.config import community, project
from handbook.config.reference import tables
from handbook.config.toml import SettingsError

NAME = 'PyExample "North"'


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """What the command reads of a handbook."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "locales").mkdir()
    shutil.copy(ROOT / "community.toml", tmp_path)
    shutil.copy(ROOT / "locales" / "languages.toml", tmp_path / "locales")
    return tmp_path


def adopt(top: Path, country: str) -> str:
    """Begin with the facts of a country; return the new file."""
    assert main(["adopt", NAME, "--country", country, "--top", str(top)]) == 0
    return (top / "docs" / "own" / "community.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("country", "number", "paper", "languages"),
    [
        ("DE", "112", "a4", ["en"]),
        ("us", "911", "letter", ["en", "es"]),
        ("KE", "112", "a4", ["en"]),
        ("EG", "122", "a4", ["en", "ar"]),
        ("MX", "911", "letter", ["en", "es"]),
        ("CN", "110", "a4", ["en", "zh_CN"]),
    ],
)
def test_a_country_proposes_numbers_paper_and_languages(
    top: Path, country: str, number: str, paper: str, languages: list[str]
) -> None:
    facts = tomllib.loads(adopt(top, country))
    assert facts["emergency"] == {"number": number}
    assert facts["handbook"]["paper"] == paper
    assert facts["handbook"]["languages"] == languages
    assert facts["community"]["name"] == NAME


def test_what_a_country_has_beside_it_is_an_example_and_its_name_is_in_the_language(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = adopt(top, "EG")
    assert '\n# number = "123"\n# What the number is for' in text
    assert tomllib.loads(text)["community"]["place"] == "مصر"
    assert "knows 122, 123, and 180. Confirm" in capsys.readouterr().out


def test_every_key_stands_in_the_file_with_what_it_is_for(top: Path) -> None:
    lines = adopt(top, "DE").splitlines()
    there = {re.sub(r"^# ", "", line).split(" = ")[0] for line in lines}
    assert {key.name for table in tables() for key in table.keys if key.example is not None} <= there
    assert {table.header for table in tables()} <= there
    assert not [line for line in lines if line.endswith("= null")]


def test_nothing_is_confirmed_and_nothing_comes_from_another_place(top: Path) -> None:
    text = adopt(top, "KE")
    facts = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not re.search(r"\d{4}-\d\d-\d\d|Madison|Wisconsin|madpug|608|911|988", facts, re.I)
    assert {"services", "law", "contacts", "doors", "redirects", "origins"}.isdisjoint(tomllib.loads(text))


def test_the_check_goes_on_with_what_is_missing(top: Path) -> None:
    text = adopt(top, "DE")
    own = top / "docs" / "own" / "community.toml"
    with pytest.raises(SettingsError, match=r"community\.url: this is required(.|\n)*handbook\.url: this is"):
        project.read_facts(top)
    own.write_text(text.replace('url = ""', 'url = "https://pyexample.test/"'), "utf-8")
    assert project.read_facts(top).emergency.number.uri == "tel:112"
    assert [*project.read_languages(top).built()] == ["en"]


def test_a_file_is_never_replaced(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = adopt(top, "DE")
    assert main(["adopt", "Other", "--country", "KE", "--top", str(top)]) == 1
    assert "stays as it is" in capsys.readouterr().err
    assert (top / "docs" / "own" / "community.toml").read_text("utf-8") == before


def test_a_country_that_does_not_exist_is_told(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adopt", NAME, "--country", "XX", "--top", str(top)]) == 1
    assert "no country 'XX'" in capsys.readouterr().err
    assert not (top / "docs" / "own").exists()


LEFT = ["emergency", "contacts", "services", "community", "meetup", "promises", "report", "law", "agreement"]


def test_what_is_left_begins_with_what_readers_need(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    adopt(top, "DE")
    told = capsys.readouterr().out
    assert re.findall(r"^ \d\. \[+([a-z]+)", told, re.M) == LEFT
    assert "112 and 110" in told
    assert "en now. There is en, es, ar, zh_CN, hi, hmn. Not yet: German." in told


def test_the_check_goes_on_with_the_same_list_whatever_the_facts_are(top: Path) -> None:
    text = adopt(top, "DE")
    own = top / "docs" / "own" / "community.toml"
    assert re.findall(r"^ \d\. \[+([a-z]+)", left.tasks_left(top), re.M) == LEFT
    own.write_text(text.replace('number = "112"', 'number = ""'), "utf-8")
    assert "[emergency] number: the one to call in danger" in left.tasks_left(top)
    own.write_text(text.replace('number = "112"', 'number = "112"\nchecked = 2026-01-31'), "utf-8")
    assert re.findall(r"^ \d\. \[+([a-z]+)", left.tasks_left(top), re.M) == LEFT[1:]
    for broken in ("contacts = 7", "[report", 'report = "us"', "contacts = [1, 2]"):
        own.write_text(broken, "utf-8")
        left.tasks_left(top)  # whatever it says, the check of facts says more


def test_nothing_is_left_where_all_is_agreed() -> None:
    facts = tomllib.loads(FROZEN.read_text("utf-8"))
    day = date(2026, 1, 31)
    facts["emergency"]["checked"] = facts["promises"]["confirmed"] = day
    for person in facts["contacts"]:
        person["confirmed"] = day
    facts |= {"agreement": {"since": day}, "meetup": {"venue": "Town Hall"}}
    facts["report"] = {"neighbor": {"name": "PyNeighbor"}}
    assert left.listed(facts) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [("uk", "GB"), (" ke ", "KE"), ("Germany", "COUNTRY=DE"), ("ZZ", "no country"), ("", "no country")],
)
def test_a_country_may_be_typed_in_many_ways(typed: str, code: str) -> None:
    try:
        assert meant(typed) == code
    except LookupError as error:
        assert code in str(error)


def test_where_no_number_is_known_it_is_told_and_asked_for(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tomllib.loads(adopt(top, "NA"))["emergency"] == {"number": ""}
    told = capsys.readouterr().out
    assert "we know none for your country" in told
    assert " 1. [emergency] number: the one to call in danger" in told


def test_a_name_may_have_any_letters_and_signs(top: Path) -> None:
    name = 'بايثون القاهرة 派森 O\'Brien & Söhne "N" $HOME `x` \\n'
    makefile = (ROOT / "Makefile").read_text("utf-8").replace(".venv/bin/python", sys.executable)
    makefile = re.sub(r"^setup = (?:.*\\\n)*.*$", "setup = @true", makefile, flags=re.MULTILINE)
    (top / "Makefile").write_text(makefile, "utf-8")
    command = ["make", "adopt", f"NAME={name}", "COUNTRY=DE"]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    facts = tomllib.loads((top / "docs" / "own" / "community.toml").read_text("utf-8"))
    assert facts["community"]["name"] == name


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "a\x07bell"])
def test_a_name_is_needed_and_fits_on_one_line(
    top: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["adopt", name, "--country", "DE", "--top", str(top)]) == 1
    assert "Say what your group is called, on one line" in capsys.readouterr().err
    assert not (top / "docs" / "own").exists()


def test_a_folder_that_cannot_be_made_is_told(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (top / "docs" / "own").write_text("a file", "utf-8")
    assert main(["adopt", NAME, "--country", "DE", "--top", str(top)]) == 1
    assert "docs/own" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("origin", "url"),
    [
        ("git@github.com:PyExample/handbook.git", "https://pyexample.github.io/handbook/"),
        ("https://github.com/PyExample/pyexample.github.io", "https://pyexample.github.io/"),
        ("https://codeberg.org/pyexample/our-handbook.git/", "https://pyexample.codeberg.page/our-handbook/"),
        ("https://github.com/madpug/handbook", ""),  # a clone of the original is no place of this group
        ("https://git.example/pyexample/handbook", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_copy_is_proposed(top: Path, origin: str, url: str) -> None:
    git = ["git", "-C", str(top)]
    subprocess.run([*git, "init", "-q"], check=True)
    if origin:
        subprocess.run([*git, "remote", "add", "origin", origin], check=True)
    facts = tomllib.loads(adopt(top, "DE"))["handbook"]
    assert facts["url"] == url
    assert ("repository" in facts) == bool(url)


ROW = """
[languages.sw]
autonym = "Kiswahili"
english = "Swahili"
direction = "ltr"
status = "draft"
translated_by = "people"
translated = 2026-01-31
"""


def adopted(top: Path, **changed: str) -> Path:
    """Adopt the handbook for a group in Kenya, change some facts, and return the group's own folder."""
    text = adopt(top, "KE").replace('url = ""', 'url = "https://pyexample.test/"')
    for key, value in changed.items():
        text = re.sub(rf"^{key} = .*", f"{key} = {value}", text, flags=re.MULTILINE)
    own = top / "docs" / "own"
    (own / "community.toml").write_text(text, "utf-8")
    return own


def test_a_group_has_languages_of_its_own_and_leaves_others_out(top: Path) -> None:
    own = adopted(top, languages='["en", "sw"]')
    with pytest.raises(SettingsError, match=r"handbook\.languages: found 'sw'"):
        project.read_languages(top)
    (own / "languages.toml").write_text(ROW, "utf-8")
    table = project.read_languages(top)
    assert [*table.built()] == ["en", "sw"]
    assert "es" in table.translated()  # its catalogs stay up to date
    assert project.read_facts(top).handbook.languages == ("en", "sw")


def test_languages_of_its_own_need_facts_of_its_own(top: Path) -> None:
    own = top / "docs" / "own" / "languages.toml"
    own.parent.mkdir()
    own.write_text(ROW, "utf-8")
    with pytest.raises(SettingsError, match=r"docs/own/languages\.toml: .*facts of your own.*make adopt"):
        project.read_languages(top)


def test_the_check_tells_a_group_of_the_languages_that_it_has(top: Path) -> None:
    text = adopt(top, "KE").replace('languages = ["en"]', 'languages = ["en", "es", "sw"]')
    assert project.left_out(top)["es"] == "draft"
    (top / "docs" / "own" / "community.toml").write_text(text, "utf-8")
    (top / "docs" / "own" / "languages.toml").write_text(ROW, "utf-8")
    told = check.next_steps(top)
    assert re.findall(r"\((\w+)\), ", told) == ["es", "sw"]
    assert "Ready, and not published here: ar, zh_CN, hi, hmn." in told


def test_without_a_file_of_its_own_the_facts_are_those_at_the_top(top: Path) -> None:
    assert project.facts_file(top) == top / "community.toml"
    assert project.read_facts(top) == community.load_community(ROOT / "community.toml")


def test_what_is_wrong_with_a_language_leads_to_the_groups_own_table(top: Path) -> None:
    adopted(top, language='"sw"')
    with pytest.raises(SettingsError, match=r"a language of your own in docs/own/languages\.toml"):
        project.read_facts(top)
    (top / "docs" / "own" / "community.toml").unlink()
    own = adopted(top)
    (own / "languages.toml").write_text(ROW.replace("2026-01-31", "9999-01-31"), "utf-8")
    assert "docs/own/languages.toml: languages.sw.translated: found 9999-01-31" in check.check_languages(top)
