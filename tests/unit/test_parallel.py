"""Work in processes side by side: each is new, tells how it went, and ends with whoever waits for it."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from helpers.paths import ROOT
from helpers.pieces import fail, has_ended, note, refuse_after, sleep, started, wait_for

from handbook.config import project
from handbook.site import build, parallel


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


def test_work_ends_when_its_parent_is_killed(tmp_path):
    path = tmp_path / "pid"
    program = (
        "import sys, functools, pathlib; from helpers.pieces import sleep; "
        "from handbook.site import parallel; "
        "work = functools.partial(sleep, pathlib.Path(sys.argv[1])); "
        "list(parallel.run({'long': work}, loaded=[]))"
    )
    with started(program, path) as parent:
        pid = wait_for(path)
        parent.send_signal(signal.SIGKILL)
    assert has_ended(pid)
