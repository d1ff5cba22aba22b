"""Publishing is one move: whatever happens to a build, readers have a whole site, the last good one."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import NamedTuple

import pytest
from helpers.workspace import contents, edit, run, run_here, small_copy, start

from handbook.__main__ import main
from handbook.site import build as site
from handbook.site import publish

pytestmark = pytest.mark.builds

PATIENCE = 60  # seconds that a build may take on a slow machine


class Place(NamedTuple):
    """A copy of the handbook, and the folder that its site is published to."""

    top: Path
    site: Path

    @property
    def command(self) -> list[str]:
        """The command that builds its pages."""
        return ["build", "--pages-only", "--top", str(self.top), "--out", str(self.site)]

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build as `make handbook` does, but in this process."""
        return run_here(self.top, *self.command)

    def start(self, step: str) -> subprocess.Popen[str]:
        """Start a build and return when it says that this step has begun."""
        build = start(self.top, *self.command, stdout=subprocess.PIPE)
        assert build.stdout
        said = []
        for line in build.stdout:
            said.append(line)
            if line.startswith(step):
                return build
        raise AssertionError("".join(said))

    def beside(self) -> set[str]:
        """Return what stands beside the site: builds leave only the file that keeps them apart."""
        return {path.name for path in self.site.parent.iterdir()} - {
            self.site.name,
            f".{self.site.name}.lock",
        }


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A copy with a published site. Tests look at it and change nothing."""
    folder = tmp_path_factory.mktemp("good")
    place = Place(small_copy(folder / "handbook"), folder / "published" / "site")
    done = place.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Published" in done.stdout
    return place


@pytest.fixture
def place(good: Place, tmp_path: Path) -> Place:
    """A copy of the copy and of its site, to be spoiled."""
    # With links to the same files: `edit` and builds write new ones.
    shutil.copytree(good.top, tmp_path / "handbook", copy_function=os.link)
    shutil.copytree(good.site, tmp_path / "published" / "site", copy_function=os.link)
    return Place(tmp_path / "handbook", tmp_path / "published" / "site")


def test_a_good_build_publishes_and_leaves_nothing_beside(good: Place) -> None:
    assert {"index.html", "404.html", "en/help-now.html", "pagefind/pagefind.js"} <= contents(
        good.site
    ).keys()
    assert good.beside() == set()


FACTS, HELP, LANGUAGES = "community.toml", "docs/help-now.md", "locales/languages.toml"
NUMBER = 'number = "112"'
FAULTS = {  # file, what stands there, what somebody makes of it, what the build says
    "number": (
        FACTS,
        NUMBER,
        'number = "nine"',
        r"community\.toml: emergency\.number: found 'nine'; expected a phone",
    ),
    "unknown key": (FACTS, "answer = 36", "answr = 36", r'community\.toml: promises\.answr: .*"answer"'),
    "missing fact": (FACTS, NUMBER, 'number = ""', r"community\.toml: emergency\.number: .*required"),
    "old address": (
        FACTS,
        'page = "conduct/index"',
        'page = "conduct/idex"',
        r"community\.toml: redirects\.0\.page: found 'conduct/idex'; .*Nearest: \"conduct/index\"",
    ),
    "old address of a page that is there": (
        FACTS,
        'old = "/2013/11/15/code-of-conduct.html"',
        'old = "/en/help-now.html"',
        r"community\.toml: redirects\.0\.old: found '/en/help-now\.html'; expected an address that no page",
    ),
    "old address of the first page": (
        FACTS,
        'old = "/2013/11/15/code-of-conduct.html"',
        'old = "/index.html"',
        r"community\.toml: redirects\.0\.old: found '/index\.html'",
    ),
    "code of a language": (
        LANGUAGES,
        "[languages.en]",
        "[languages.en-US]",
        r"languages\.toml: languages\.en-US: found the name 'en-US'; .*Nearest: \"en_US\"",
    ),
    "a work that is no longer at its address": (
        FACTS,
        'url = "https://origin.example/"',
        'url = "https://handbook.example/2013/11/15/code-of-conduct.html"',
        r"community\.toml: origins\.0\.url: .* leads to this handbook now .*Give an address where",
    ),
    "language": (
        LANGUAGES,
        '"ltr"',
        '"up"',
        r"languages\.toml: languages\.en\.direction: found 'up'; expected 'ltr'",
    ),
}


def refused(place: Place, done: subprocess.CompletedProcess[str], before: dict[str, str]) -> bool:
    """Tell whether a build has failed, and left the site and nothing beside it."""
    assert done.returncode == 1
    assert f"Nothing was published: {place.site} is as it was." in done.stderr
    assert place.beside() == set()
    return contents(place.site) == before


def test_a_failing_build_says_why_and_leaves_the_site(place: Place) -> None:
    before = contents(place.site)
    edit(place.top / HELP, "(#report-choices)", "(#report-choises)")
    edit(place.top / HELP, "{fact}`emergency.text`", "{fact}`emergency.txt`")
    done = place.build()
    for told in (
        r"help-now\.md:\d+: WARNING: .*'report-choises'",
        r"help-now\.md:\d+: WARNING: .*'emergency\.txt'.*a key of community\.toml.*'emergency\.text'",
    ):
        assert re.search(told, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert refused(place, done, before)


@pytest.mark.parametrize(("file", "old", "new", "told"), FAULTS.values(), ids=FAULTS)
def test_faulty_settings_are_told_before_anything_is_built(
    place: Place, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, told: str
) -> None:
    before = contents(place.site)
    edit(place.top / file, old, new)
    monkeypatch.setattr(site, "run_per_language", lambda *_: pytest.fail("something is built"))
    done = place.build()
    assert re.search(told, done.stderr), done.stderr
    assert "Checking" not in done.stdout
    assert "Traceback" not in done.stderr
    assert refused(place, done, before)


class Reader(Thread):
    """Opens a page again and again, and notes each time that it is not there."""

    def __init__(self, page: Path, pause: float = 0.001) -> None:
        super().__init__()
        self.page, self.pause, self.done = page, pause, Event()
        self.seen: set[bytes] = set()
        self.missed = self.visits = 0

    def run(self) -> None:
        """Read until it is enough."""
        while not self.done.is_set():
            self.visits += 1
            try:
                self.seen.add(self.page.read_bytes())
            except OSError:
                self.missed += 1
            time.sleep(self.pause)

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.join()


CHANGE = ('"112"', '"119"')


@pytest.fixture(scope="module")
def newer(good: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A copy of the copy with the `CHANGE` of its facts, and its site. Tests change nothing."""
    folder = tmp_path_factory.mktemp("newer")
    place = Place(shutil.copytree(good.top, folder / "handbook"), folder / "published" / "site")
    edit(place.top / FACTS, *CHANGE)
    assert place.build().returncode == 0
    return place


@pytest.fixture
def changed(place: Place) -> Place:
    """A copy with the `CHANGE` of its facts, which is not published yet."""
    edit(place.top / FACTS, *CHANGE)
    return place


def test_a_killed_build_leaves_a_whole_site_and_the_next_one_works_and_no_reader_misses_a_page(
    changed: Place, newer: Place
) -> None:
    place, before, seed = changed, contents(changed.site), random.randrange(10_000)
    after = contents(newer.site)
    assert after != before
    chance = random.Random(seed)
    print(f"seed {seed}")
    with Reader(place.site / "en" / "help-now.html", pause=0.005) as reader:
        for step, seconds in [("Building", 0.2), ("Building", 0.5), ("Indexing", 0.02), ("Indexing", 0.15)]:
            build = place.start(step)
            time.sleep(chance.uniform(0, seconds))
            os.killpg(build.pid, signal.SIGKILL)
            build.communicate(timeout=PATIENCE)
            # Indexing is so short that the build may have done its one move before it was killed.
            assert contents(place.site) in ([before] if step == "Building" else [before, after])
        build = place.start("Building")
        build.kill()  # and nothing else: its children have to notice, while the next one builds
        build.wait(PATIENCE)
        try:
            assert place.build().returncode == 0
            assert contents(place.site) == after
        finally:
            with suppress(ProcessLookupError):  # Sphinx has ended
                os.killpg(build.pid, signal.SIGKILL)
            build.communicate(timeout=PATIENCE)
    assert place.beside() == set()
    assert reader.visits > 300
    assert reader.missed == 0
    assert len(reader.seen) == 2  # the old page and the new one
    assert all(page.endswith(b"</html>") for page in reader.seen)


@pytest.mark.parametrize("step", ["Building", "Indexing"])
def test_ctrl_c_ends_a_build_without_a_traceback_and_without_traces(place: Place, step: str) -> None:
    before = contents(place.site)
    build = place.start(step)
    time.sleep(0.2 if step == "Building" else 0)
    os.killpg(build.pid, signal.SIGINT)
    said, _ = build.communicate(timeout=PATIENCE)
    assert build.returncode not in (0, None), said
    assert "Nothing was published" in said
    assert "Traceback" not in said
    assert contents(place.site) == before
    assert place.beside() == set()


def test_ctrl_c_counts_even_where_python_drops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Freed:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def build(*_: object, **__: object) -> None:
        Freed()

    dropped: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", dropped.append)
    monkeypatch.setattr(site, "build", build)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # it is set for the whole process
    before = signal.getsignal(signal.SIGINT)
    try:
        assert main(["build", "--out", str(tmp_path / "site")]) == 1
    finally:
        signal.signal(signal.SIGINT, before)
    assert dropped
    assert "Nothing was published" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("program", [None, Path("/no/pagefind")])
def test_a_build_without_pagefind_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path | None
) -> None:
    monkeypatch.setattr(publish, "PAGEFIND", program)
    (tmp_path / "page.html").write_text("<main data-pagefind-body>Words</main>", "utf-8")
    with pytest.raises(OSError, match=r"Pagefind.* is not here: make handbook installs it|/no/pagefind"):
        publish.index_words(tmp_path)


def test_a_second_build_at_the_same_time_says_so_and_touches_nothing(place: Place) -> None:
    first = place.start("Building")
    os.killpg(first.pid, signal.SIGSTOP)  # else it may end before the second begins
    before = written(place.site.parent)
    second = place.build()
    after = written(place.site.parent)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert "Another build is running here" in second.stderr
    assert before == after
    assert any(path.is_relative_to(place.site) for path in after)
    assert any(".site.new-" in path.name for path in after)


def written(folder: Path) -> dict[Path, int]:
    """Return when each file and folder below a folder was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_file_that_cannot_be_written_whole_is_not_published(place: Place) -> None:
    before = contents(place.site)
    largest = max(path.stat().st_size for path in (place.site / "en").rglob("*") if path.is_file())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2, hard))
    try:
        done = place.build()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "File too large" in done.stderr
    assert refused(place, done, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own for a test."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "tmpfs", folder]
    mount = subprocess.run(command, capture_output=True, text=True, check=False)
    if mount.returncode:
        pytest.skip(f"a disk cannot be mounted here: {mount.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("step", ["Building", "Indexing"])
def test_a_full_disk_leaves_the_site(
    good: Place, small_disk: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place = Place(good.top, small_disk / "site")
    shutil.copytree(good.site, place.site)
    before = contents(place.site)

    def fill(text: str) -> None:
        if text.startswith(step):
            size = shutil.disk_usage(small_disk).used + 4 * 4096
            subprocess.run(["mount", "-o", f"remount,size={size}", small_disk], check=True)

    monkeypatch.setattr(site, "say", fill)
    done = place.build()
    assert "No space left on device" in done.stderr
    assert refused(place, done, before)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two renames follow each other")
def test_the_move_itself_leaves_no_gap(tmp_path: Path) -> None:
    site, new = tmp_path / "site", tmp_path / "new"
    for folder in (site, new):
        folder.mkdir()
        (folder / "page.html").write_text(folder.name)
    with Reader(site / "page.html") as reader:
        for _ in range(3000):
            publish.swap(new, site)
            if not new.exists():  # where folders cannot be exchanged, the old one is removed
                shutil.copytree(site, new)
    assert reader.missed == 0
    assert reader.seen == {b"site", b"new"}


def test_the_same_sources_give_the_same_bytes_anywhere_and_at_any_time(good: Place, tmp_path: Path) -> None:
    expected = contents(good.site)
    other = copy_of(good.top, tmp_path / "another place" / "of another length")
    # Another file system lists files in another order.
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else tmp_path) as folder:
        place = Place(other, Path(folder) / "site")
        # It is always another day in this zone. The order of sets is another one in each build.
        where = {"TZ": "XXX24", "LANG": "C", "LC_ALL": "C", "LANGUAGE": "de:es", "HOME": "/"}
        done = run(place.top, *place.command, **where, PYTHONHASHSEED="1")
        assert done.returncode == 0, done.stderr
        found = contents(place.site)
    assert found.keys() == expected.keys()
    assert [name for name in found if found[name] != expected[name]] == []


def copy_of(top: Path, folder: Path) -> Path:
    """Copy sources so that nothing but their bytes stays: files are new, and made in another order."""
    for path in sorted(top.rglob("*"), reverse=True):
        if path.is_file() and "__pycache__" not in path.parts:
            target = folder / path.relative_to(top)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder


def test_one_line_changes_the_emergency_number_everywhere(good: Place, newer: Place) -> None:
    number = re.compile(rb"(?<![\w.-])112(?!\w)")  # and not a part of an address
    sources = contents(good.top)
    changed = {name for name, digest in contents(newer.top).items() if sources.get(name) != digest}
    assert changed == {FACTS}
    places = 0
    for page in sorted(good.site.rglob("*.html")):
        old, new = page.read_bytes(), (newer.site / page.relative_to(good.site)).read_bytes()
        places += len(number.findall(old))
        assert new == number.sub(b"119", old), page
    assert places > 20
    for index in newer.site.rglob("*.pf_fragment"):
        page = json.loads(gzip.decompress(index.read_bytes()).removeprefix(b"pagefind_dcd"))
        said = json.dumps([page["content"], page["meta"]]).encode()  # the rest is where its words stand
        assert not number.search(said), "search still finds the old number"
