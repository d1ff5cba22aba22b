"""A group's own pages are translated in its own folder, also in a language of the handbook."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
from helpers.paths import FROZEN
from helpers.sphinx_app import sphinx_main
from helpers.workspace import contents, run, small_copy

from handbook.commands import live
from handbook.config import project
from handbook.translation import catalogs, status
from handbook.translation.check import checker

pytestmark = pytest.mark.builds

PAGE = "# Our evenings\n\nWe meet on Mondays.\n"
SPANISH = {"Our evenings": "Nuestras noches", "We meet on Mondays.": "Nos reunimos los lunes."}
CATALOG = Path("docs/own/locales/es/LC_MESSAGES/own/index.po")
WRONG = Path("locales/es/LC_MESSAGES/own/index.po")  # where `make catalogs` wrote it before


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small handbook in Spanish, with facts and a page of the group's own, after `make catalogs`."""
    top = small_copy(tmp_path_factory.mktemp("own") / "handbook", "es")
    before = contents(top / project.LOCALES).keys()
    own = top / project.OWN
    own.mkdir()
    shutil.copy(FROZEN, own / project.FACTS)
    (own / "index.md").write_text(PAGE, "utf-8")
    done = run(top, "catalogs")
    assert done.returncode == 0, done.stderr
    assert "new: own/index (2 strings)" in done.stdout
    assert contents(top / project.LOCALES).keys() == before
    return top


@pytest.fixture
def top(made: Path, tmp_path: Path) -> Path:
    """A copy of it, with the page translated."""
    top = tmp_path / "handbook"
    shutil.copytree(made, top)
    text = (top / CATALOG).read_text("utf-8")
    for english, spanish in SPANISH.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{spanish}"')
    (top / CATALOG).write_text(text, "utf-8")
    return top


def told(top: Path, *files: str) -> str:
    """Return what the check says of catalogs."""
    result = checker.check(top, [top / file for file in files])
    return "\n".join(map(str, result.problems))


def sphinx(top: Path, *words: str) -> None:
    with redirect_stderr(StringIO()) as said:
        code = sphinx_main(["-qW", "-c", str(top), str(top / "docs"), *words])
    assert code == 0, said.getvalue()


def test_the_page_is_shown_checked_and_counted_in_spanish(top: Path) -> None:
    assert told(top) == told(top, f"{CATALOG}") == ""
    assert status.of_language(top, "es")["own/index"] == catalogs.State(2, 0, 0)
    out = top / "out"
    sphinx(top, str(out), "-b", "text", "-D", "language=es")
    assert "Nos reunimos los lunes." in (out / "own" / "index.txt").read_text("utf-8")
    assert "Get help now" not in (out / "help-now.txt").read_text("utf-8")  # the handbook's own, too


def test_what_is_wrong_there_is_told_and_stays_out_of_the_preview(top: Path) -> None:
    path = top / CATALOG
    text = path.read_text("utf-8")
    path.write_text(text.replace("los lunes", "los lunes, [vean](#nowhere)"), "utf-8")
    assert [problem.path for problem in live.compiled(top, "es")] == [CATALOG]
    assert not path.with_suffix(".mo").exists()
    assert f"{CATALOG}:" in told(top)
    path.write_text(text, "utf-8")
    assert live.compiled(top, "es", [path]) == []
    assert path.with_suffix(".mo").exists()
    path.unlink()
    assert told(top).startswith("docs/own/locales/es/LC_MESSAGES: Catalogs are missing here: 1, own/index.po")


def test_a_catalog_in_the_folder_of_the_handbook_moves_to_the_groups(top: Path) -> None:
    good = (top / CATALOG).read_bytes()
    (top / WRONG).parent.mkdir()
    (top / CATALOG).rename(top / WRONG)
    assert f"{WRONG}: This catalog of a page of your own belongs in docs/own/locales" in told(top)
    done = run(top, "catalogs")
    assert (done.returncode, f"moved to your own folder: {CATALOG}\n" in done.stdout) == (0, True)
    assert not (top / WRONG).exists()
    assert (top / CATALOG).read_bytes() == good


def test_two_catalogs_of_a_page_both_stay_and_the_groups_is_used(top: Path) -> None:
    good = (top / CATALOG).read_bytes()
    (top / WRONG).parent.mkdir()
    (top / WRONG).write_bytes(good.replace(b"lunes", b"martes"))
    run(top, "catalogs")
    assert (top / CATALOG).read_bytes() == good
    assert b"martes" in (top / WRONG).read_bytes()
    assert "put both together and delete this one" in told(top)
    sphinx(top, str(top / "out"), "-b", "text", "-D", "language=es")
    assert "los lunes" in (top / "out" / "own" / "index.txt").read_text("utf-8")


def test_sphinx_intl_writes_for_the_handbook_and_takes_no_language_from_it(top: Path) -> None:
    shutil.copytree(top / "build" / "templates", top / "build" / "gettext")
    command = [Path(sys.executable).with_name("sphinx-intl"), "update", "-l", "es"]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert catalogs.folder(top, "es") == top / "locales" / "es" / "LC_MESSAGES"
    assert [*status.of_language(top, "es")].count("own/index") == 1


def test_a_language_that_the_group_takes_over_keeps_what_it_has_there(top: Path) -> None:
    table = top / "locales" / "languages.toml"
    row = table.read_text("utf-8").partition("\n[languages.es]")[2].partition("\n[languages.")[0]
    (top / project.OWN / project.TABLE).write_text(f"[languages.es]{row}", "utf-8")
    table.write_text(table.read_text("utf-8").replace(row, ""), "utf-8")  # the handbook gives it up
    table.write_text(table.read_text("utf-8").replace("\n[languages.es]", ""), "utf-8")
    good = (top / CATALOG).read_bytes()
    assert project.begin_own_languages(top) == ["es"]
    assert project.begin_own_languages(top) == []
    assert (top / CATALOG).read_bytes() == good
    assert catalogs.folder(top, "es") == top / "docs" / "own" / "locales" / "es" / "LC_MESSAGES"
    assert told(top) == ""
