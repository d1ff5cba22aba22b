"""Runs work side by side, each piece in a new process.

New, because Sphinx keeps the words of the first language that a process builds. Each is a copy of a process
that has loaded what a build needs, and no copy of the parent: its threads may hold locks.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from threading import Thread

Work = Callable[[], bool]  # says whether it went well; what went wrong it tells itself

LOADED = [
    "myst_parser.parsers.sphinx_",
    "pydata_sphinx_theme",
    "sphinx_book_theme",
    "handbook.directives.quiz",
]


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Let this child end when somebody kills its parent: it would hold the parent's locks.

    What it leaves behind, its end frees: to look for that takes an eighth of its time.
    """
    gc.disable()
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def run(pieces: Mapping[str, Work]) -> Iterator[tuple[str, bool]]:
    """Do each piece, which must be picklable, in a process of its own; yield name and success as each ends.

    Whoever stops listening, for an error or for Ctrl-C, stops all that still runs.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    with ProcessPoolExecutor(processors(), context, _begin, max_tasks_per_child=1) as pool:
        try:
            # No child hears Ctrl-C: the parent does, says so once, and stops them.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            names = {pool.submit(work): name for name, work in pieces.items()}
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            for done in as_completed(names):
                if error := done.exception():
                    traceback.print_exception(error, file=sys.stderr)
                yield names[done], not error and done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.kill()
