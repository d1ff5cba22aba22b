"""Runs work side by side from one warm process, a child for each piece."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import wait
from typing import Any

_PR_SET_PDEATHSIG = 1  # linux/prctl.h

Work = Callable[[], bool]  # says whether it went well; what went wrong it tells itself

# Where a running process can be copied, a child begins with all modules loaded.
_CONTEXT = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end_with_parent() -> None:
    """Let the system end this child when somebody kills its parent: it would hold the parent's locks."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _child(work: Work) -> None:
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C too, says so once, and stops us
    good = work()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if good else 1)  # not sys.exit: what the parent has registered for its own end is not ours


def run(pieces: Mapping[str, Work], *, at_once: int | None = None) -> Iterator[tuple[str, bool]]:
    """Do each piece in a process of its own; yield name and success as each ends.

    Whoever stops listening, for an error or for Ctrl-C, stops all that still runs.
    """
    waiting = list(pieces.items())
    running: dict[Any, tuple[str, multiprocessing.process.BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (at_once or processors()):
                name, work = waiting.pop(0)
                child = _CONTEXT.Process(target=_child, args=(work,), name=name)
                child.start()
                running[child.sentinel] = (name, child)
            for ended in wait(list(running)):
                name, child = running.pop(ended)
                child.join()
                yield name, child.exitcode == 0
    finally:
        for _name, child in running.values():
            os.kill(child.pid, signal.SIGKILL)  # type: ignore[arg-type]
            child.join()
