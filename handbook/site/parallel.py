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
from collections.abc import Callable, Collection, Generator, Hashable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from typing import TypeVar

from sphinx.application import builtin_extensions

from handbook import PARTS
from handbook.guides.processes import end_with_parent

Name = TypeVar("Name", bound=Hashable)
Work = Callable[[], bool]  # says whether it went well; what went wrong it tells itself

# The extensions of Sphinx, the others of conf.py, the theme, and our own.
LOADED = [
    *builtin_extensions,
    "myst_parser.sphinx_ext.main",
    "sphinx_book_theme",
    *(f"handbook.{part}" for part in PARTS),
]
PRINTING = ["handbook.site.preloaded"]  # what printing needs, too


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """What this child leaves behind, its end frees: to look for that takes an eighth of its time."""
    gc.disable()
    end_with_parent()


def run(
    pieces: Mapping[Name, Work],
    after: Mapping[Name, Collection[Name]] | None = None,
    loaded: Collection[str] = LOADED,
) -> Generator[tuple[Name, bool]]:
    """Do each piece, which must be picklable, in a process of its own; yield name and success as each ends.

    They begin in the order of `pieces`, but one that `after` names only when all that it waits for went well:
    if that fails, it is left out. So no processor waits for the last piece of one kind to begin the next.
    Whoever stops listening, for an error or for Ctrl-C, stops all that still runs. `loaded` are modules.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*loaded])
    with ProcessPoolExecutor(processors(), context, _begin, max_tasks_per_child=1) as pool:
        try:
            left, good, running = dict(pieces), set[Name](), dict[Future[bool], Name]()
            while True:
                ready = [name for name in left if good.issuperset((after or {}).get(name, ()))]
                # None is queued: one that is ready only later may come before it.
                ready = ready[: processors() - len(running)]
                # No child hears Ctrl-C: the parent does, says so once, and stops them.
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
                running |= {pool.submit(left.pop(name)): name for name in ready}
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
                if not running:
                    return
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(done)
                    if error := done.exception():
                        traceback.print_exception(error, file=sys.stderr)
                    elif done.result():
                        good.add(name)
                    yield name, name in good
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.kill()
