"""What tests let processes do side by side.

Each process reads the module of its work: this one needs nothing but Python, and is there ten times sooner
than a file of tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 20  # seconds for a process to come or to go on a busy machine


def note(path: Path, good: bool = True) -> bool:
    path.write_text(str(os.getpid()))
    return good


def fail() -> bool:
    raise LookupError("nothing is there")


def refuse_after(path: Path) -> bool:
    return wait_for(path) < 0


def sleep(path: Path) -> bool:
    note(path)
    time.sleep(600)
    return True


def wait_for(path: Path) -> int:
    end = time.monotonic() + PATIENCE
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return int(path.read_text())


def has_ended(pid: int) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def started(program: str, path: Path) -> subprocess.Popen[bytes]:
    """Start a program that can import what tests can, with a path as its argument."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(path)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
