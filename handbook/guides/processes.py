"""Work in a process of its own, which ends with whoever waits for it. Knows nothing of Sphinx."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def end_with_parent() -> None:
    """Let this child end when somebody kills its parent: it would hold the parent's locks."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _work(work: Callable[[], object], answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and stops its child
    end_with_parent()
    try:
        answer.send((work(), None))
    except Exception as error:
        answer.send((None, error))


def apart(work: Callable[[], Result]) -> Result:
    """Return what `work` returns, or raise what it raises, from a copy of this process (both are pickled).

    Its end frees all its memory at once. Python would need long to find out what of a large document holds
    each other. Where a process cannot be copied, the work is done here.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        return work()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(work, theirs))
    with warnings.catch_warnings():  # our other thread only waits for our parent: it holds no lock
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    theirs.close()
    try:
        result, error = ours.recv()
    except BaseException:
        child.kill()
        raise
    finally:
        ours.close()
        child.join()
    if error:
        raise error
    return result  # type: ignore[no-any-return]
