"""The sources are in the style that the tools of `make check` ask for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.paths import ROOT


@pytest.mark.parametrize(
    "command", ["ruff check", "ruff format --check", "mypy", "rumdl check", "codespell"], ids=str
)
def test_the_tool_finds_nothing(command: str) -> None:
    name, *options = command.split()
    program = Path(sys.executable).with_name(name)
    done = subprocess.run([program, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
