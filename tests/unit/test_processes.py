"""Work in a copy of this process: result and errors come back, and it ends with whoever waits for it."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from helpers.pieces import has_ended, started, wait_for

from handbook.guides.processes import apart


def fail() -> None:
    raise LookupError("nothing is there")


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_work_apart_has_a_process_of_its_own_and_brings_back_its_result():
    assert apart(os.getpid) != os.getpid()
    assert apart(partial(sorted, "cab")) == ["a", "b", "c"]


def test_an_error_of_work_apart_is_raised_here():
    with pytest.raises(LookupError, match="nothing is there"):
        apart(fail)


def test_work_that_is_killed_is_an_error():
    with pytest.raises(EOFError):
        apart(end)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_work_apart_ends_with_whoever_waits_for_it(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "pid"
    program = (
        "import sys, functools, pathlib; from helpers.pieces import sleep; "
        "from handbook.guides.processes import apart; "
        "apart(functools.partial(sleep, pathlib.Path(sys.argv[1])))"
    )
    with started(program, path) as parent:
        pid = wait_for(path)
        parent.send_signal(number)
    assert has_ended(pid)
