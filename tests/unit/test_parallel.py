"""Work in processes side by side: each is new, tells how it went, and ends with whoever waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from helpers.paths import ROOT

from handbook.config import project
from handbook.site import build, parallel

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


def test_each_piece_has_a_process_of_its_own_and_tells_how_it_went(tmp_path, capfd):
    pieces = {str(number): partial(note, tmp_path / str(number), number != 2) for number in range(4)}
    assert dict(parallel.run({**pieces, "bad": fail})) == {
        **dict.fromkeys("013", True),
        "2": False,
        "bad": False,
    }
    pids = {int((tmp_path / name).read_text()) for name in pieces}
    assert len(pids) == len(pieces)
    assert os.getpid() not in pids
    assert "LookupError: nothing is there" in capfd.readouterr().err


def test_a_piece_waits_for_what_it_needs_and_is_left_out_where_that_fails(tmp_path):
    def is_there(name: str) -> parallel.Work:
        return partial(Path.exists, tmp_path / name)

    pieces = {
        "book": is_there("page"),  # does not wait: nothing is there yet, so it fails
        "index": is_there("page"),
        "page": partial(note, tmp_path / "page"),
        "cover": partial(note, tmp_path / "cover"),
    }
    after = {"page": ["book"], "index": ["page"], "cover": []}
    assert dict(parallel.run(pieces, after)) == {"book": False, "cover": True}
    assert not (tmp_path / "page").exists()
    good = {**pieces, "book": partial(note, tmp_path / "book")}
    assert dict(parallel.run(good, after)) == dict.fromkeys(pieces, True)


def test_pieces_begin_in_their_order_also_those_that_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda: 1)
    pieces = {name: partial(note, tmp_path / name) for name in ("guides", "pages", "last")}
    assert [name for name, _good in parallel.run(pieces, {"pages": ["guides"]})] == [*pieces]


def test_who_stops_listening_stops_the_work(tmp_path):
    path = tmp_path / "pid"
    work = parallel.run({"quick": partial(note, tmp_path / "quick"), "long": partial(sleep, path)})
    assert next(work) == ("quick", True)
    pid = wait_for(path)
    work.close()
    assert has_ended(pid)


def test_refused_catalogs_end_a_build_at_once_and_only_translations_wait_for_them(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    pages = {"es": partial(note, tmp_path / "es"), "en": partial(sleep, tmp_path / "en")}
    with pytest.raises(build.BuildError, match="Fix the catalogs above"):
        build.run_per_language(
            partial(refuse_after, tmp_path / "en"), {}, pages, project.read_languages(ROOT)
        )
    assert has_ended(wait_for(tmp_path / "en"))
    assert not (tmp_path / "es").exists()


def started(program: str, path: Path) -> subprocess.Popen[bytes]:
    """Start a program that can import what tests can, with a path as its argument."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(path)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def test_work_ends_when_its_parent_is_killed(tmp_path):
    path = tmp_path / "pid"
    program = (
        "import sys, functools, pathlib; from unit.test_parallel import sleep; "
        "from handbook.site import parallel; "
        "list(parallel.run({'long': functools.partial(sleep, pathlib.Path(sys.argv[1]))}))"
    )
    with started(program, path) as parent:
        pid = wait_for(path)
        parent.send_signal(signal.SIGKILL)
    assert has_ended(pid)
