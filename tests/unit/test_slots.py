"""What pages do with each slot of community.toml: filled, empty, and filled oddly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from helpers.holes import holes
from helpers.paths import OTHER, ROOT
from helpers.sphinx_app import FULL, sphinx

from handbook.config import languages
from handbook.config.community import Community, load
from handbook.config.lookup import walk
from handbook.config.toml import SettingsError, Table
from handbook.config.values import Email, Phone, Url
from handbook.facts.render import locale_of, words

# Slots that no page shows as they are: what they do is tested where it is done.
UNSEEN = (
    r"community\.(language|url)|handbook\.url|limits\.\w+|redirects\.\d+\.\w+|retention\.\d+\.(record|keeper)"
)
UNSEEN += r"|(services|law)\.\d+\.(kind|topic|url)|meetup\.private_room"
UNSEEN += r"|(emergency|health)\.url"


@pytest.fixture(scope="session")
def full() -> Community:
    """The facts of a community that has filled in every slot."""
    return load(FULL)


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its pages."""
    out = tmp_path_factory.mktemp("full") / "en"
    sphinx(out, "-D", f"community_file={FULL}")
    return out


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
    english = locale_of("en", languages.load(ROOT / "locales" / "languages.toml").languages["en"])
    pages = [
        BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in sorted(full_site.rglob("*.html"))
    ]
    links = {link["href"] for page in pages for link in page.find_all("a", href=True)}
    text = " ".join(" ".join(page.get_text() for page in pages).split())
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
        elif said := words(value, english):
            seen = " ".join(said.split()) in text
        else:
            seen = str(value) in text
        if not seen:
            hidden.append((key, value))
    assert hidden == []


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
        buttons = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("a.button[href^='tel:']")
        assert {button["href"] for button in buttons} <= {"tel:112"}, page


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
        load(path)
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
