"""A proposal on GitHub shows the faults of its catalogs at their lines, and the pages of its languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.paths import ROOT
from helpers.workspace import edit, run, small_copy

from handbook.translation.check.problem import Problem


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with two languages, kept in Git."""
    top = small_copy(tmp_path_factory.mktemp("proposal") / "handbook", "es", "fr")
    (top / ".venv").symlink_to(Path(sys.executable).parent.parent)
    git(top, "init", "-q")
    git(top, "add", "locales", "docs")
    git(top, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "Before")
    return top


def git(top: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=top, check=True)


def notes(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("::")]


def test_each_fault_is_an_annotation_at_its_line_on_github_and_nowhere_else(tmp_path: Path) -> None:
    top = small_copy(tmp_path / "handbook", "es")
    catalog = top / "locales" / "es" / "LC_MESSAGES" / "help-now.po"
    edit(catalog, '{fact}`emergency.number`"\n\nmsgid', '911"\n\nmsgid')
    number = next(at for at, line in enumerate(catalog.read_text("utf-8").splitlines(), 1) if "911" in line)
    here = run(top, "check-catalogs", catalog)
    there = run(top, "check-catalogs", catalog, GITHUB_ACTIONS="true")
    assert (here.returncode, there.returncode) == (1, 1)
    assert notes(here.stdout) == []
    assert there.stdout.startswith(here.stdout)
    told = notes(there.stdout)
    assert len(told) == len(here.stdout.splitlines())
    start = (
        f"::error file=locales/es/LC_MESSAGES/help-now.po,line={number}::[In danger? Call {{fact}}`emergency"
    )
    assert all(line.startswith(start) for line in told)


def test_a_remark_is_a_notice_and_signs_that_end_a_command_are_escaped() -> None:
    path = Path("a,b:c%.po")
    assert Problem(path, 0, "", "1%\nx: y, z", remark=True).annotation == (
        "::notice file=a%2Cb%3Ac%25.po::1%25%0Ax: y, z"
    )
    assert Problem(path, 7, "Hi\r", "x").annotation == "::error file=a%2Cb%3Ac%25.po,line=7::[Hi%0D] x"


def test_the_pages_of_each_language_that_changes_are_built_and_a_damaged_one_stops_none(
    top: Path, tmp_path: Path
) -> None:
    command = [ROOT / ".github" / "preview.sh", "HEAD", tmp_path / "pages"]
    subprocess.run(command, cwd=top, check=True)
    assert not (tmp_path / "pages").exists()
    catalog = top / "locales" / "fr" / "LC_MESSAGES" / "help-now.po"
    edit(catalog, 'msgid "Get help now"\nmsgstr ""', 'msgid "Get help now"\nmsgstr "Aide tout de suite"')
    spoilt = top / "locales" / "es" / "LC_MESSAGES" / "help-now.po"
    spoilt.write_bytes(spoilt.read_bytes() + b"\xff")
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "help-now.po" in done.stderr
    assert {path.relative_to(tmp_path).parts[1] for path in tmp_path.rglob("*.html")} == {"fr"}
    assert "Aide tout de suite" in (tmp_path / "pages" / "fr" / "help-now.html").read_text("utf-8")
