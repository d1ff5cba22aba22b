"""The handbook is a project like any other of Sphinx: what its users type works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.paths import ROOT

NO_PANGO = "raise OSError(\"cannot load library 'libpango-1.0-0'\")\n"

PAGE = "# Welcome\n\nCall {fact}`emergency.number`.\n\n:::{downloads}\n:::\n"


@pytest.fixture
def without_weasyprint(tmp_path: Path) -> dict[str, str]:
    """An environment where WeasyPrint is installed and its libraries are not, as on a plain machine."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "weasyprint.py").write_text(NO_PANGO, "utf-8")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


def build(
    folder: Path, builder: str, *options: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build a handbook of one page into folder/out with the settings of the handbook."""
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "index.md").write_text(PAGE, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-nWq", "-b", builder, "-c", str(ROOT), *options]
    command += [str(docs), str(folder / "out")]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("builder", ["html", "gettext", "dummy"])
def test_all_but_paper_works_without_the_libraries_of_weasyprint(
    tmp_path: Path, builder: str, without_weasyprint: dict[str, str]
) -> None:
    done = build(tmp_path, builder, env=without_weasyprint)
    assert (done.returncode, done.stderr) == (0, "")
