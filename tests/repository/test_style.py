"""The sources are in the style that the tools of `make check` ask for."""

from __future__ import annotations

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
