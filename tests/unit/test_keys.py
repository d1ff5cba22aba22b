"""The page that says of every key of community.toml what it is for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from pydantic import TypeAdapter, ValidationError

from handbook.config.community import Community
from handbook.config.reference import tables
from handbook.config.toml import Table
from handbook.directives.keys import anchor, uses

KEYS = [key for table in tables() for key in table.keys]


def model_keys(model: type[Table], path: str = "") -> Iterator[str]:
    """Yield every key of a model and of the tables in it, found without the program's own walk."""
    for name, field in model.model_fields.items():
        yield f"{path}{name}"
        queue = [field.annotation]
        while queue:
            each = queue.pop()
            if isinstance(each, type) and issubclass(each, Table):
                yield from model_keys(each, f"{path}{name}.")
            queue += get_args(each)


@pytest.fixture(scope="session")
def keys_page(usual: Path) -> Tag:
    """The page."""
    main = BeautifulSoup((usual / "en" / "about" / "keys.html").read_text("utf-8"), "html.parser").main
    assert main is not None
    return main


def test_every_key_of_the_models_is_on_the_page(keys_page):
    alike = {table.path: table.same_as.strip("[]") for table in tables() if table.same_as}
    missing = []
    for path in model_keys(Community):
        shared = next((one for one in alike if path.startswith(f"{one}.")), None)
        home = path.replace(shared, alike[shared], 1) if shared else path
        if not keys_page.find(id=anchor(home)):
            missing.append(path)
    assert missing == []


def test_the_list_is_as_long_as_the_models_and_says_each_key_once(keys_page):
    shown = [each["id"] for each in keys_page.find_all(id=True) if str(each["id"]).startswith("key-")]
    assert len(shown) == len(set(shown)) > 120


def test_every_key_says_in_whole_sentences_what_it_is_for():
    assert len(KEYS) > 120
    for key in KEYS:
        assert key.purpose[:1].isupper(), key.path
        assert key.purpose.endswith("."), key.path
        assert key.kind, key.path


def test_an_example_is_a_line_that_the_file_takes_unless_it_is_a_fact_of_nobody():
    for key in (key for key in KEYS if key.example is not None):
        given = tomllib.loads(key.line)[key.name]
        given = tuple(given) if isinstance(given, list) else given
        try:
            TypeAdapter(key.annotation).validate_python(given, strict=True)
        except ValidationError as error:
            assert "only an example" in str(error), key.path


def test_numbers_and_addresses_of_the_page_are_refused_as_facts():
    for key in KEYS:
        if key.kind.startswith(("a phone number", "a number for text", "a mail address", "a web address")):
            with pytest.raises(ValidationError, match="only an example"):
                TypeAdapter(key.annotation).validate_python(key.example, strict=True)


def test_a_required_key_says_so(keys_page):
    def said(path: str) -> str:
        entry = keys_page.find(id=anchor(path))
        return str(entry.find_parent("dt").find_next("dd").get_text())

    assert "Required. Write a phone number" in said("emergency.number")
    assert "Not required. Write one of" not in said("services.kind")
    assert "Not required. Write a text in quotes, or one for each language" in said("meetup.venue")


def test_pages_that_show_a_key_are_found_in_their_sources(tmp_path):
    (tmp_path / "one.md").write_text(
        "# One\n\n{fact}`a.b` and {fact}`c.d`\n\n::::{when} a.e\n:::{outside}\n:::\n::::\n", "utf-8"
    )
    (tmp_path / "two.md").write_text("# Two\n\n:::{services} crisis\n:::\n\n{fact}`a.b`\n", "utf-8")
    found = uses(tmp_path, ["two", "one"])
    assert found["a.b"] == ["one", "two"]
    assert found["a.e"] == found["report.outside"] == ["one"]
    assert found["services"] == ["two"]


def test_the_page_leads_to_where_a_key_shows(keys_page):
    entry = keys_page.find(id=anchor("health.exam_hours")).find_parent("dt").find_next("dd")
    assert entry.find("a", href="../report/evidence-and-health.html")
