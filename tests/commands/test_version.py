"""The day that paper and books print: that of the version, never that of the machine, and never 1970."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from helpers.paths import FROZEN, ROOT

from handbook.config import community
from handbook.site.version import version_time

RELEASE = "2026-03-01"
COMMIT = "2026-05-01T12:00:00Z"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the handbook without git, released on a day of spring."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    top = tmp_path / "handbook"
    top.mkdir()
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    settings, count = re.subn(r"^released = \S+", f"released = {RELEASE}", settings, flags=re.MULTILINE)
    assert count == 1
    (top / "pyproject.toml").write_text(settings, "utf-8")
    change(top, "2026-01-31")
    return top


def change(top: Path, confirmed: str) -> None:
    """Give the facts a person who confirmed hers on a day. There is no other date in them."""
    facts, name = FROZEN.read_text("utf-8"), 'name = "Robin Example"\n'
    assert name in facts
    text = facts.replace(name, f"{name}confirmed = {confirmed}\n", 1)
    (top / "community.toml").write_text(text, "utf-8")


def commit(folder: Path, when: str = COMMIT) -> None:
    """Put a folder under git and commit all of it."""
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    environment = {
        "GIT_COMMITTER_DATE": when,
        "GIT_AUTHOR_DATE": when,
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run([*git, *words], check=True, env=environment)


def day(top: Path, language: str = "") -> date:
    """Return the day that is printed, on the guides of a language."""
    facts = community.load_community(top / "community.toml")
    return datetime.fromtimestamp(int(version_time(top, facts, language)), UTC).date()


def test_without_git_it_is_the_day_of_the_release(top: Path) -> None:
    assert day(top) == date(2026, 3, 1)


def test_without_git_facts_that_were_checked_later_are_a_later_version(top: Path) -> None:
    change(top, "2026-04-15")
    assert day(top) == date(2026, 4, 15)


def test_with_git_it_is_the_day_of_the_commit(top: Path) -> None:
    commit(top)
    assert day(top) == date(2026, 5, 1)


@pytest.mark.parametrize("place", ["locales", "docs/own/locales"])
def test_guides_of_a_language_say_the_day_on_which_it_changed(top: Path, place: str) -> None:
    def later(file: str, month: int) -> None:
        (top / file).parent.mkdir(parents=True, exist_ok=True)
        (top / file).write_text(f"{month}", "utf-8")
        commit(top, f"2026-{month:02}-01T12:00:00Z")

    commit(top)
    later(f"{place}/es/LC_MESSAGES/index.po", 7)
    assert [day(top, code).month for code in ("en", "es", "ar")] == [5, 7, 5]
    later("locales/languages.toml", 8)
    assert [day(top, code).month for code in ("en", "es", "ar")] == [8, 8, 8]
    later(f"{place}/ar/glossary.toml", 9)
    assert [day(top, code).month for code in ("", "es", "ar")] == [9, 8, 9]


def test_with_git_facts_that_are_not_committed_yet_are_a_later_version(top: Path) -> None:
    commit(top)
    change(top, "2026-06-20")
    assert day(top) == date(2026, 6, 20)


def test_a_copy_inside_the_folder_of_another_project_is_not_that_project(top: Path) -> None:
    (top.parent / "other.txt").write_text("", "utf-8")
    (top.parent / ".gitignore").write_text("handbook\n", "utf-8")
    commit(top.parent)
    assert day(top) == date(2026, 3, 1)


def test_whoever_builds_may_say_the_time(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")
    assert day(top) == date(2026, 2, 1)


def test_it_hangs_on_nothing_but_the_sources(top: Path) -> None:
    before = day(top)
    (top / "community.toml").touch()
    assert day(top) == before
