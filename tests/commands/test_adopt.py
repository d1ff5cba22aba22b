"""A new group begins with a file of its own, in which nothing of another place stands."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from helpers.paths import ROOT

from handbook.__main__ import main
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


def test_what_is_left_begins_with_what_readers_need(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    adopt(top, "DE")
    told = capsys.readouterr().out
    assert re.findall(r"^ \d\. \[+([a-z]+)", told, re.M)[:3] == ["emergency", "contacts", "services"]
    assert "112 and 110" in told
    assert "en now. There is en, es, ar, zh_CN, hi, hmn." in told


ROW = """
[languages.sw]
autonym = "Kiswahili"
english = "Swahili"
direction = "ltr"
status = "draft"
translated_by = "people"
translated = 2026-01-31
"""


def test_a_group_has_languages_of_its_own_and_leaves_others_out(top: Path) -> None:
    text = adopt(top, "KE").replace('languages = ["en"]', 'languages = ["en", "sw"]')
    own = top / "docs" / "own"
    (own / "community.toml").write_text(text.replace('url = ""', 'url = "https://pyexample.test/"'), "utf-8")
    with pytest.raises(SettingsError, match=r"handbook\.languages: found 'sw'"):
        project.read_languages(top)
    (own / "languages.toml").write_text(ROW, "utf-8")
    table = project.read_languages(top)
    assert [*table.built()] == ["en", "sw"]
    assert "es" in table.translated()  # its catalogs stay up to date
    assert project.read_facts(top).handbook.languages == ("en", "sw")


def test_without_a_file_of_its_own_the_facts_are_those_at_the_top(top: Path) -> None:
    assert project.facts_file(top) == top / "community.toml"
    assert project.read_facts(top) == community.load(ROOT / "community.toml")
