"""A machine to set the handbook up on: a copy of its files, and stand-ins for the programs that they call."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from helpers.paths import ROOT

from handbook import bootstrap

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


REAL_PYTHON = Path(getattr(sys, "_base_executable", sys.executable)).resolve()


# Makes an environment as uv does, without any package, and notes what it was asked for.
UV = f"""
echo "uv $*" >>"$LOG"
case "$1" in
venv)
    mkdir -p .venv/bin
    ln -s {REAL_PYTHON} .venv/bin/python
    cp "$TOOLS/npm" .venv/bin/npm
    ;;
pip) [ -z "$UV_FAILS" ] ;;
esac
"""


class Machine:
    """A copy of the handbook's set-up files on a machine that has only the programs named here."""

    def __init__(self, folder: Path) -> None:
        self.home, self.tools, self.log = folder / "handbook", folder / "bin", folder / "log"
        self.environment = {"PATH": str(self.tools), "HOME": str(folder), "LOG": str(self.log)}
        self.environment |= {"TOOLS": str(self.tools), "XDG_CACHE_HOME": str(folder / "cache")}
        (self.home / "handbook").mkdir(parents=True)
        (self.home / "tests").mkdir()
        self.tools.mkdir()
        copied = ["Makefile", "apt.txt", "pyproject.toml", "handbook/__init__.py", "handbook/bootstrap.py"]
        for name in [*copied, "tests/package-lock.json"]:
            shutil.copy(ROOT / name, self.home / name)
        needs = (self.home / "apt.txt").read_text().splitlines(keepends=True)
        # Whether a file is there is told by the machine that runs the tests, and not by this one.
        (self.home / "apt.txt").write_text("".join(need for need in needs if "[file " not in need))
        for name in ["requirements.txt", "requirements-test.txt"]:
            (self.home / name).write_text("")
        (self.home / "handbook/__main__.py").write_text("import sys; print('handbook', *sys.argv[1:])")
        self.has("npm", "mkdir -p tests/node_modules; echo npm $* >>$LOG")
        for program in ["sh", "make", "env", "mkdir", "ln", "cp", "rm", "touch", "dirname", "echo"]:
            (self.tools / program).symlink_to(shutil.which(program) or "/bin/false")
        (self.tools / "python3").symlink_to(REAL_PYTHON)

    def has(self, program: str, script: str = "") -> None:
        """Put a program on this machine."""
        (self.tools / program).write_text(f"#!/bin/sh\n{script}\n")
        (self.tools / program).chmod(0o755)

    def make(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make as a newcomer would, and return what happened."""
        return subprocess.run(
            ["make", *words],
            cwd=self.home,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,  # seconds: a busy machine is no fault
        )

    def calls(self) -> list[str]:
        """Return what the stand-ins were asked for."""
        return self.log.read_text().splitlines() if self.log.exists() else []


def equip(machine: Machine) -> None:
    """Put all programs that the handbook needs on a machine, but for uv."""
    for need in bootstrap.read_needs():
        program = need.signs.split(", ")[0]
        if " " not in program and program != "uv":
            machine.has(program)
