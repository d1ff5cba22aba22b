"""Measures a command with all the processes that it starts."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


class Used(NamedTuple):
    """What a command needed."""

    seconds: float  # of processor time, all processes together
    megabytes: float  # of the process that needed most


def run(command: list[str], top: Path) -> Used:
    """Run a command in a folder and return what it used.

    The server that forks the workers of a build outlives it by a moment, so that nobody would count them:
    this process asks Linux to become its parent, and waits for it, too. Raises OSError if it can't be.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl: this process cannot count what others leave behind")
    seconds = megabytes = 0.0
    with subprocess.Popen(command, cwd=top, stdout=subprocess.DEVNULL) as child:
        while True:
            try:
                pid, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            if pid == child.pid:
                child.returncode = os.waitstatus_to_exitcode(status)
            seconds += used.ru_utime + used.ru_stime
            megabytes = max(megabytes, used.ru_maxrss / 1024)
    assert child.returncode == 0, f"This failed: {' '.join(command)}"
    return Used(seconds, megabytes)
