"""The sources are in the style that the tools of `make check` ask for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.paths import ROOT
from helpers.workspace import alone


@pytest.mark.parametrize(
    "command", ["ruff check", "ruff format --check", "mypy", "rumdl check", "codespell"], ids=str
)
def test_the_tool_finds_nothing(command: str) -> None:
    name, *options = command.split()
    program = Path(sys.executable).with_name(name)
    with alone(name):  # what mypy keeps is copied by another test
        done = subprocess.run([program, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_english_is_spelled_in_english(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests" / "data").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "data" / "house-words.txt", tmp_path / "tests" / "data")
    german, found = "i" + "st", []  # in two parts: this file is English
    for file in ("docs/own/index.md", ".github/README.md", "docs/about/index.md"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(f"# Page\n\nWer {german} da?\n", "utf-8")
        program = Path(sys.executable).with_name("codespell")
        found.append(subprocess.run([program], cwd=tmp_path, capture_output=True, text=True).stdout)
    assert found[:2] == ["", ""], "what is a group's own is in its language"
    assert f"docs/about/index.md:3: {german} ==>" in found[2]
