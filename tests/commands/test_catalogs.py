"""`make catalogs`: what translators find after somebody changed a page, and what the languages lack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.workspace import LABEL, contents, edit, run, run_here, small_copy

from handbook.config import languages
from handbook.config.toml import SettingsError
from handbook.translation.catalogs import folder, load_catalog
from handbook.translation.status import next_step, of_language

LANGUAGE = "es"
HELP = "help-now"
TEXT = "{fact}`emergency.text`"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A copy of the handbook with one translation."""
    return small_copy(tmp_path / "handbook", LANGUAGE)


def refresh(top: Path) -> str:
    """Bring the catalogs up to date and return what was said."""
    done = run(top, "catalogs", "--top", top)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_catalogs_are_up_to_date_and_stay_as_they_are(top: Path) -> None:
    before = contents(top / "locales")
    assert "Spanish (es): nothing changed" in refresh(top)
    assert contents(top / "locales") == before


def test_a_changed_sentence_waits_for_a_new_look(top: Path) -> None:
    edit(top / "docs" / "help-now.md", "Go where you feel safe,", "Go to a place where you feel safe,")
    before = load_catalog(folder(top, LANGUAGE) / f"{HELP}.po")
    said = refresh(top)
    assert "changed: help-now: 0 to translate (+0), 1 to look at again (+1)" in said
    after = load_catalog(folder(top, LANGUAGE) / f"{HELP}.po")
    (message,) = [each for each in after if each.id and each.fuzzy]
    assert message.id.startswith("Go to a place where you feel safe,")
    old = "Go where you feel safe, and take someone with you if you'd like."
    assert message.string == before[old].string
    lines = (folder(top, LANGUAGE) / f"{HELP}.po").read_text("utf-8")
    assert f'#| msgid "{old}"\nmsgid "Go to a place' in lines
    assert "#: " not in lines
    assert "POT-Creation-Date" not in lines
    assert "nothing changed" in refresh(top)
    assert (folder(top, LANGUAGE) / f"{HELP}.po").read_text("utf-8") == lines


def test_a_long_former_sentence_is_kept_whole_as_editors_read_it(top: Path) -> None:
    old = "Tell any organizer, or ask someone to bring one to you. If you don't know who that is, ask,"
    edit(top / "docs" / "help-now.md", "Tell any organizer, or", "Go to any organizer, or")
    refresh(top)
    path = folder(top, LANGUAGE) / f"{HELP}.po"
    assert run(top, "check-catalogs", path).returncode == 0
    (message,) = [each for each in load_catalog(path) if each.id and each.fuzzy]
    assert message.previous_id[0].startswith(old)
    assert message.previous_id[0].endswith("They'll stop what they're doing and listen.")
    # Other programs begin a new line where they like.
    text = path.read_text("utf-8")
    path.write_text(text.replace('#| msgid "Tell any ', '#| msgid ""\n#| "Tell any "\n#| "'), "utf-8")
    assert "tidied: help-now: no word changed" in refresh(top)
    assert path.read_text("utf-8") == text


def test_a_new_page_has_a_catalog_and_safety_comes_first(top: Path) -> None:
    (top / "docs" / "about" / "news.md").write_text("# News\n\nSomething new.\n", "utf-8")
    edit(top / "docs" / "about" / "index.md", "privacy\n", "privacy\nnews\n")
    edit(top / "docs" / "report" / "appeal.md", "# Ask us to look again (appeal)", "# Ask again")
    said = refresh(top)
    assert "new: about/news (2 strings)" in said
    assert said.index("changed: report/appeal") < said.index("new: about/news")


def test_a_page_that_is_gone_leaves_its_catalog_to_a_person(top: Path) -> None:
    page = top / "docs" / "about" / "offline.md"
    labels = LABEL.findall(page.read_text("utf-8"))
    page.unlink()
    edit(top / "docs" / "about" / "index.md", "offline\n", "")
    edit(top / "docs" / "about" / "privacy.md", "# ", "\n".join([*labels, "# "]), times=1)  # links go there
    assert "gone: there is no page 'about/offline'" in refresh(top)
    assert (folder(top, LANGUAGE) / "about" / "offline.po").exists()


def test_a_page_that_cannot_be_read_changes_no_catalog(top: Path) -> None:
    before = contents(top / "locales")
    edit(top / "docs" / "help-now.md", "(#report-choices)", "(#report-choises)")
    done = run(top, "catalogs", "--top", top)
    assert done.returncode == 1
    assert "report-choises" in done.stderr
    assert contents(top / "locales") == before


def test_a_draft_needs_its_core_pages_whole(top: Path) -> None:
    row = languages.load_languages(top / "locales" / "languages.toml").languages[LANGUAGE]
    line, well = next_step(LANGUAGE, row, of_language(top, LANGUAGE))
    assert well, line
    assert "To be released it needs a fluent reader" in line
    path = folder(top, LANGUAGE) / f"{HELP}.po"
    catalog = load_catalog(path)
    string = catalog["Go where you feel safe, and take someone with you if you'd like."].string
    assert isinstance(string, str)
    edit(path, f'msgstr "{string}"', 'msgstr ""')
    line, well = next_step(LANGUAGE, row, of_language(top, LANGUAGE))
    assert not well
    assert re.search(r"help-now \(1 of \d+\)", line)
    line, well = next_step(LANGUAGE, row.model_copy(update={"status": "planned"}), of_language(top, LANGUAGE))
    assert well
    assert re.search(r"To be a draft it needs: help-now \(1 of \d+\)", line)


def test_a_language_is_released_only_with_a_name_and_a_day(top: Path) -> None:
    table = top / "locales" / "languages.toml"
    edit(table, 'status = "draft"', 'status = "released"')
    with pytest.raises(SettingsError, match=r"(?s)languages\.es.*reviewed_by.*reviewed"):
        languages.load_languages(table)
    edit(table, 'status = "released"', 'status = "released"\nreviewed_by = "Ana"\nreviewed = 2026-02-01')
    row = languages.load_languages(table).languages[LANGUAGE]
    assert "Read by Ana on 2026-02-01" in next_step(LANGUAGE, row, of_language(top, LANGUAGE))[0]


def test_a_catalog_with_a_fault_is_refused_before_anything_is_built(top: Path, tmp_path: Path) -> None:
    path = folder(top, LANGUAGE) / f"{HELP}.po"
    (line,) = [each for each in path.read_text("utf-8").splitlines() if TEXT in each and "msgstr" in each]
    edit(path, line, line.replace(TEXT, "{fact}`emergency.number`"))
    done = run_here(top, "build", "--pages-only", "--out", str(tmp_path / "site"))
    assert done.returncode == 1
    assert "help-now.po:" in done.stderr
    assert "emergency.text" in done.stderr
    assert "Building" not in done.stdout
    assert not (tmp_path / "site").exists()
