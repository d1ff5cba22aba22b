"""The settings for Weblate fit the catalogs as they are. Weblate itself is not needed to find that out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from helpers.paths import ROOT

from handbook.config import languages, project
from handbook.translation import catalogs

LOCALES = ROOT / "locales"


@pytest.fixture(scope="module")
def component() -> dict[str, str]:
    """The settings of the first component, which all others take over."""
    [only] = json.loads((LOCALES / "weblate-component.json").read_text("utf-8"))
    return dict(only)


@pytest.fixture(scope="module")
def discovery() -> dict[str, str]:
    """The settings by which Weblate finds one component for each page."""
    return dict(json.loads((LOCALES / "weblate-discovery.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def strings() -> list[str]:
    """Every string that can be translated."""
    paths = sorted(catalogs.folder(ROOT, "es").rglob("*.po"))
    return [str(message.id) for path in paths for message in catalogs.load_catalog(path) if message.id]


def placeholders(component: dict[str, str]) -> list[re.Pattern[str]]:
    """Return the patterns of what a translator has to keep."""
    flag = re.search(r'placeholders((?::r"[^"]+")+)', component["check_flags"])
    assert flag
    return [re.compile(pattern) for pattern in re.findall(r':r"([^"]+)"', flag[1])]


def accepted(component: dict[str, str]) -> re.Pattern[str]:
    """Return the pattern that a translation has to match."""
    flag = re.search(r'regex:r"([^"]+)"', component["check_flags"])
    assert flag
    return re.compile(flag[1])


def test_each_page_of_each_language_is_found(discovery: dict[str, str]) -> None:
    table = languages.load_languages(LOCALES / "languages.toml")
    found: dict[str, set[str]] = {}
    for path in LOCALES.rglob("*.po"):
        match = re.fullmatch(discovery["match"], path.relative_to(ROOT).as_posix())
        assert match, path
        found.setdefault(match["language"], set()).add(match["component"])
    assert found.keys() == table.translated().keys()
    assert len({frozenset(pages) for pages in found.values()}) == 1
    pages = found["es"]
    assert "help-now" in pages
    assert len({page.replace("/", "-") for page in pages}) == len(pages), "two pages would share one address"


def test_a_groups_own_pages_and_languages_are_found_beside_those_of_the_handbook(
    discovery: dict[str, str], tmp_path: Path
) -> None:
    locales = tmp_path / "locales"
    (tmp_path / project.OWN / "locales" / "sw" / "LC_MESSAGES" / "report").mkdir(parents=True)
    found = {}
    for language, page in (("es", "own/index"), ("es", "help-now"), ("sw", "own/index"), ("sw", "help-now")):
        path = project.catalog(locales, language, page).relative_to(tmp_path).as_posix()
        match = re.fullmatch(discovery["match"], path)
        assert match, path
        assert (match["language"], match["component"]) == (language, page)
        begin, end = match.span("language")
        found[language, page] = f"{path[:begin]}*{path[end:]}"  # the mask of Weblate: one for each component
    assert found["es", "own/index"] == found["sw", "own/index"]
    assert found["es", "help-now"] != found["sw", "help-now"], "our catalogs and theirs are no one component"
    for elsewhere in ("build/locales/es/LC_MESSAGES/index.po", "docs/locales/es/LC_MESSAGES/index.po"):
        assert not re.fullmatch(discovery["match"], elsewhere)


def test_only_languages_that_people_translate_are_taken(
    component: dict[str, str], discovery: dict[str, str]
) -> None:
    table = languages.load_languages(LOCALES / "languages.toml")
    for settings in (component, discovery):
        taken = re.compile(settings["language_regex"])
        assert [code for code in table.translated() if not taken.match(code)] == []
        assert [code for code in (table.source(), "en-XA", "en_XA", "ar-XB") if taken.match(code)] == []


def test_the_first_component_is_a_page_that_stays(component: dict[str, str]) -> None:
    assert list(ROOT.glob(component["filemask"]))
    assert component["filemask"].endswith("/help-now.po")


def test_weblate_pushes_nothing_until_the_group_says_so(component: dict[str, object]) -> None:
    assert component["push_on_commit"] is False
    assert not {"push", "repo"} & component.keys()


def test_what_a_translator_has_to_keep_is_guarded(component: dict[str, str], strings: list[str]) -> None:
    marked = [text for text in strings if "`" in text]
    assert len(marked) > 100
    for text in marked:
        rest = text
        for guard in placeholders(component):
            rest = guard.sub("", rest)
        assert "`" not in rest, text


@pytest.mark.parametrize(
    "text", ["1. Mai", "- so", "# Haus", "> Zitat", "[x](https://example.org/)", "[x](javascript:x)"]
)
def test_what_would_break_a_page_is_refused(component: dict[str, str], text: str) -> None:
    assert not accepted(component).match(text)


def test_the_english_text_would_pass(component: dict[str, str], strings: list[str]) -> None:
    passes = accepted(component)
    assert [text for text in strings if not passes.match(text)] == []
