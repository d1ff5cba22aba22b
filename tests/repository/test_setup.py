"""Setting up with one word, from outside: a copy of the set-up files, and stand-ins for what they call."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import time
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from threading import Event

import pytest
from helpers.machine import PYPROJECT, REAL_PYTHON, UV, Machine, equip
from helpers.paths import ROOT
from packaging.specifiers import SpecifierSet

from handbook import bootstrap

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with uv and everything that the tests need from the system."""
    machine = Machine(tmp_path)
    machine.has("uv", UV)
    equip(machine)
    return machine


def test_help_is_what_make_says_and_names_every_word(machine: Machine) -> None:
    words = re.search(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.M)
    assert words
    told = machine.make()
    assert told.stdout == machine.make("help").stdout
    assert len(told.stdout.splitlines()) <= 17
    for word in set(words[1].split()) - {"help"}:
        assert f"make {word} " in told.stdout


@pytest.mark.parametrize(
    ("word", "command"), [("handbook", "build"), ("live", "live en"), ("links", "links"), ("check", "check")]
)
def test_each_word_sets_up_and_then_runs_its_command(machine: Machine, word: str, command: str) -> None:
    done = machine.make(word)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == f"handbook {command}"


@pytest.mark.parametrize("builder", ["html", "gettext", "linkcheck"])
def test_words_of_sphinx_are_words_of_make(machine: Machine, builder: str) -> None:
    (machine.home / "sphinx.py").write_text("import sys; print('sphinx', *sys.argv[1:])")
    done = machine.make(builder, "SPHINXOPTS=-nW -D language=es")
    expected = f"sphinx -b {builder} -c . -nW -D language=es docs build/{builder}"
    assert done.stdout.splitlines()[-1] == expected


def test_what_python_has_compiled_is_kept(machine: Machine) -> None:
    (machine.home / "sphinx.py").write_text("import sys; print('kept', not sys.dont_write_bytecode)")
    done = machine.make("html", PYTHONDONTWRITEBYTECODE="1")
    assert done.stdout.splitlines()[-1] == "kept True"


def test_livehtml_is_live_with_the_options_of_sphinx(machine: Machine) -> None:
    done = machine.make("livehtml", "SPHINXOPTS=--port=9000")
    assert done.stdout.splitlines()[-1] == "handbook live en --port=9000"


def test_live_takes_the_language_from_the_command_and_not_from_the_terminal(machine: Machine) -> None:
    assert machine.make("live", LANG="de_DE.UTF-8").stdout.splitlines()[-1] == "handbook live en"
    assert machine.make("live", "LANG=es", LANG="de_DE.UTF-8").stdout.splitlines()[-1] == "handbook live es"


@pytest.mark.bench
def test_the_second_set_up_takes_less_than_a_second(machine: Machine) -> None:
    machine.make("check")
    start = time.monotonic()
    machine.make("check")
    assert time.monotonic() - start < 1


def test_the_second_set_up_installs_nothing(machine: Machine) -> None:
    machine.make("check")
    before = machine.calls()
    assert any("--require-hashes --requirement requirements-test.txt" in call for call in before)
    done = machine.make("check")
    assert machine.calls() == before
    assert done.stdout == "handbook check\n"


def test_the_tests_add_to_the_environment_of_the_handbook(machine: Machine) -> None:
    machine.make("handbook")
    (machine.home / ".venv/kept").touch()
    done = machine.make("test")
    assert "No module named 'helpers'" in done.stdout  # the copy has no tests, and says so
    assert (machine.home / ".venv/kept").exists()
    assert any(call.startswith("npm ci") for call in machine.calls())
    before = machine.calls()
    assert "handbook build" in machine.make("handbook").stdout
    assert machine.calls() == before


def test_a_new_lock_is_installed(machine: Machine) -> None:
    machine.make("handbook")
    before = len(machine.calls())
    (machine.home / "requirements.txt").write_text("# another\n")
    machine.make("handbook")
    assert len(machine.calls()) > before


@pytest.mark.parametrize("damage", ["no stamp", "half a stamp", "a stamp of something else", "no python"])
def test_an_environment_that_is_not_whole_is_made_anew(machine: Machine, damage: str) -> None:
    machine.make("handbook")
    venv = machine.home / ".venv"
    stamp = venv / "set-up.txt"
    (venv / "leaving").touch()
    if damage == "no stamp":
        stamp.unlink()
    elif damage == "no python":
        (venv / "bin/python").unlink()
    else:
        stamp.write_text(stamp.read_text()[:-1] if damage == "half a stamp" else "another")
    assert machine.make("handbook").stdout.splitlines()[-1] == "handbook build"
    assert not (venv / "leaving").exists()


def test_the_uv_of_an_environment_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv, ran = tmp_path / ".venv", []
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/uv").write_text("#!/bin/sh")
    (venv / "bin/uv").chmod(0o755)
    monkeypatch.setenv(
        "PATH", f"{venv / 'bin'}:{os.environ['PATH']}"
    )  # as in an environment that is activated
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "STAMP", venv / "set-up.txt")
    monkeypatch.setattr(bootstrap, "run", lambda *command: ran.append(command))
    monkeypatch.setattr(bootstrap, "install_python_packages", lambda lock, uv: ran.append((lock, uv)))
    bootstrap.make_environment([bootstrap.RUNTIME])
    assert ran[1][1:] == ("-m", "venv", venv)
    assert ran[2] == (str(venv / "uv.txt"), "")


def test_a_set_up_that_failed_is_not_taken_for_a_whole_one(machine: Machine) -> None:
    failed = machine.make("handbook", UV_FAILS="yes")
    assert failed.returncode != 0
    assert "This command failed" in failed.stdout
    assert "Traceback" not in failed.stdout
    assert "handbook build" not in failed.stdout
    assert machine.make("handbook").stdout.splitlines()[-1] == "handbook build"


def test_without_a_network_uv_installs_from_its_cache(machine: Machine) -> None:
    machine.has("uv", UV.replace('[ -z "$UV_FAILS" ]', 'case "$*" in *--offline*) ;; *) false ;; esac'))
    assert machine.make("handbook").stdout.splitlines()[-1] == "handbook build"


def pretend(machine: Machine, version: str) -> None:
    """Put a Python on the machine that says it has this version."""
    code = f"import runpy, sys; sys.version_info = ({version.replace('.', ', ')}, 0, 'final', 0); "
    code += f"sys.version = '{version}.0 ' + sys.version.partition(' ')[2]; sys.argv[:] = sys.argv[2:]; "
    code += "runpy.run_path(sys.argv[0], run_name='__main__')"
    machine.has(f"python{version}", f'exec {REAL_PYTHON} -I -c "{code}" "$@"')


@pytest.mark.parametrize("version", ["3.8", "3.10", "3.15"])
def test_another_python_is_refused_with_a_sentence(machine: Machine, version: str) -> None:
    pretend(machine, version)
    refused = machine.make("handbook", f"PYTHON=python{version}")
    assert refused.returncode != 0
    assert f"needs Python 3.11 to 3.14, and {REAL_PYTHON} is Python {version}.0." in refused.stdout
    assert "make handbook PYTHON=python3.13" in refused.stdout
    assert machine.calls() == []
    assert version not in SpecifierSet(PYPROJECT["project"]["requires-python"])


@pytest.mark.parametrize("version", PYTHONS)
def test_each_python_that_the_handbook_promises_is_taken(machine: Machine, version: str) -> None:
    pretend(machine, version)
    taken = machine.make("handbook", f"PYTHON=python{version}")
    assert taken.stdout.splitlines()[-1] == "handbook build"
    assert version in SpecifierSet(PYPROJECT["project"]["requires-python"])


def test_a_python_that_does_not_exist_is_a_sentence(machine: Machine) -> None:
    refused = machine.make("handbook", "PYTHON=python-of-monty")
    assert refused.returncode != 0
    assert "There is no python-of-monty here. Install Python 3.11 to 3.14" in refused.stdout


def test_apt_installs_what_is_missing_and_only_then(machine: Machine) -> None:
    machine.make("test")
    assert not any(call.startswith("apt-get") for call in machine.calls())
    (machine.tools / "java").unlink()
    machine.has("sudo", 'exec "$@"')
    machine.has("apt-get", 'echo "apt-get $*" >>$LOG; cp "$TOOLS/fc-list" "$TOOLS/java"')
    said = machine.make("test").stdout
    asked = [call for call in machine.calls() if call.startswith("apt-get")]
    assert asked == [
        "apt-get -qq update",
        "apt-get -qq --yes --no-install-recommends satisfy default-jre-headless",
    ]
    assert "default-jre-headless (runs the checkers of HTML, EPUB and PDF)" in said


def test_systems_with_apt_may_name_a_package_differently(machine: Machine) -> None:
    (machine.tools / "chromium").unlink()
    machine.has("sudo", 'exec "$@"')
    machine.has("apt-get", 'echo "apt-get $*" >>$LOG; cp "$TOOLS/fc-list" "$TOOLS/chromium"')
    machine.make("test")
    names = "chromium-headless-shell|chromium-browser"
    assert f"apt-get -qq --yes --no-install-recommends satisfy {names}" in machine.calls()


def test_without_sudo_one_sentence_says_what_root_has_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "is_there", lambda need: need.names != "epubcheck")
    monkeypatch.setattr(shutil, "which", lambda program: program == "apt-get")
    with pytest.raises(SystemExit, match=r"let root run this: apt-get satisfy epubcheck$"):
        bootstrap.install_system_packages("test", {"build", "test"})


def test_without_another_engine_the_tests_run_all_the_same(machine: Machine) -> None:
    for program in ["WebKitWebDriver", "Xvfb"]:
        (machine.tools / program).unlink()
    told = machine.make("test", ARGS="--version")
    assert "webkit2gtk-driver (opens the pages in an engine that Safari shares)" in told.stdout
    assert "Until then, the tests that need it are skipped." in told.stdout
    assert "Everything is set up." in told.stdout
    machine.has("sudo", 'exec "$@"')
    machine.has("apt-get", 'echo "apt-get $*" >>$LOG')
    assert "are skipped" in machine.make("test", ARGS="--version").stdout
    assert "apt-get -qq --yes --no-install-recommends satisfy webkit2gtk-driver xvfb" in machine.calls()


@pytest.mark.parametrize(
    ("user", "order"), [(0, ["environment", "engines"]), (1000, ["engines", "environment"])]
)
def test_root_gets_engines_beside_the_environment_and_others_before_it(
    monkeypatch: pytest.MonkeyPatch, user: int, order: list[str]
) -> None:
    done: list[str] = []
    made = Event()

    def install(word: str, stages: set[str]) -> None:
        if stages == {"engines"}:
            made.wait(0.2 if user else 30)  # seconds: what begins together ends in the order of its work
            done.append("engines")

    def make(locks: list[str]) -> None:
        done.append("environment")
        made.set()

    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(bootstrap, "install_system_packages", install)
    monkeypatch.setattr(bootstrap, "make_environment", make)
    bootstrap.main("test")
    assert done == order


def test_apt_that_brings_nothing_is_a_sentence(machine: Machine) -> None:
    (machine.tools / "java").unlink()
    machine.has("sudo", 'exec "$@"')
    machine.has("apt-get")
    failed = machine.make("test")
    assert failed.returncode != 0
    assert "still missing: what runs the checkers of HTML, EPUB and PDF" in failed.stdout


def test_elsewhere_one_sentence_names_what_is_missing_and_why(machine: Machine) -> None:
    machine.has("dnf", "echo dnf >>$LOG")
    for program in ["chromium", "java"]:
        (machine.tools / program).unlink()
    told = machine.make("test")
    assert told.returncode != 0
    assert told.stdout.splitlines()[0] == (
        "make test needs these packages; your system may call them otherwise than Debian. "
        "Install them, then run it again: "
        "chromium-headless-shell or chromium-browser (opens the pages in the tests); "
        "default-jre-headless (runs the checkers of HTML, EPUB and PDF)."
    )
    assert told.stdout.splitlines()[1] == (
        "On Debian and Ubuntu, let root run this: "
        "apt-get satisfy 'chromium-headless-shell|chromium-browser' default-jre-headless"
    )
    assert machine.calls() == []


def test_each_line_of_the_list_is_read() -> None:
    lines = [line for line in (ROOT / "apt.txt").read_text().splitlines() if line and line[0] != "#"]
    needs = bootstrap.read_needs()
    assert [need.names for need in needs] == [line.split()[0] for line in lines]
    assert {need.stage for need in needs} == {"engines"}.union(*bootstrap.STAGES.values())
    assert {sign.split()[0] for need in needs for sign in need.signs.split(", ") if " " in sign} == {
        "module",
        "font",
        "library",
        "file",
    }


def test_a_file_shows_that_a_package_is_there() -> None:
    here, gone = [f"file {ROOT.relative_to('/')}/{name}" for name in ("apt.t*", "apt.x*")]
    need = bootstrap.Need("a-package", "engines", "is tried", gone)
    assert not bootstrap.is_there(need)
    assert bootstrap.is_there(need._replace(signs=here))


# Without uv: the real venv and pip, offline, with two packages in the cache.


def kept(cache: Path, name: str, version: str, files: dict[str, bytes]) -> str:
    """Put a package into the cache of a machine, and return its lines of a lock."""
    wheel = cache / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as package:
        for file, content in files.items():
            info = zipfile.ZipInfo(file)
            info.external_attr = 0o100755 << 16  # pip keeps that a file can be run
            package.writestr(info, content)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name.replace('_', '-')}=={version} \\\n    --hash=sha256:{digest}\n"


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine without network, set up with pip, which brings uv from the cache."""
    if not importlib.util.find_spec("ensurepip"):
        pytest.skip("this Python cannot make an environment by itself; uv made this one")
    tmp_path = tmp_path_factory.mktemp("offline")
    machine = Machine(tmp_path)
    equip(machine)
    machine.environment |= {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    cache = tmp_path / "cache/handbook-packages"
    cache.mkdir(parents=True)
    builder = distribution("flit-core")  # the package that installs the handbook itself
    files = {
        str(file): builder.locate_file(file).read_bytes()
        for file in builder.files or ()
        if file.suffix != ".pyc"
    }
    lock = kept(cache, "flit_core", builder.version, files)
    (machine.home / "requirements.txt").write_text(lock)
    about = {"METADATA": b"Metadata-Version: 2.1\nName: uv\nVersion: 9.9\n"}
    about |= {"WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n", "RECORD": b""}
    files = {f"uv-9.9.dist-info/{name}": content for name, content in about.items()}
    files["uv-9.9.data/scripts/uv"] = f"#!/bin/sh\n{UV}".encode()
    lock = f"another==1.0\n{lock}{kept(cache, 'uv', '9.9', files)}uvicorn==1.0\n"
    (machine.home / "requirements-test.txt").write_text(lock)
    done = machine.make("handbook")
    assert done.stdout.splitlines()[-1] == "handbook build", done.stdout
    return machine


def installed(machine: Machine, uv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Install the lock once more, and not with make: another environment takes longer than all else here."""
    install = f"import bootstrap; bootstrap.install_python_packages(bootstrap.RUNTIME, {uv})"
    return subprocess.run(
        [machine.home / ".venv/bin/python", "-c", install],
        cwd=machine.home / "handbook",
        env=machine.environment | environment,
        capture_output=True,
        text=True,
    )


def test_without_uv_pip_brings_the_uv_of_the_lock_which_installs_the_others(offline: Machine) -> None:
    (packages,) = (offline.home / ".venv").glob("lib/*/site-packages")
    assert (packages / "handbook.pth").read_text() == str(offline.home)
    assert {path.name.partition("-")[0] for path in packages.glob("*.dist-info")} >= {"uv", "flit_core"}
    asked = f"uv pip install --python={offline.home}/.venv/bin/python --offline"
    assert f"{asked} --no-deps --require-hashes --requirement requirements.txt" in offline.calls()


def test_the_lock_of_the_tests_has_what_pip_brings() -> None:
    lock = (ROOT / bootstrap.TESTING).read_text()
    assert sorted(re.findall(r"^(uv|flit-core)==", lock, re.M)) == ["flit-core", "uv"]


def test_where_uv_cannot_install_pip_does(offline: Machine) -> None:
    for path in (offline.home / ".venv").glob("lib/*/site-packages/flit_core*"):
        shutil.rmtree(path)
    done = installed(offline, "bootstrap.VENV_UV", UV_FAILS="yes")
    assert done.returncode == 0, done.stderr
    assert list((offline.home / ".venv").glob("lib/*/site-packages/flit_core"))


def test_a_package_that_is_not_the_one_of_the_lock_is_refused(offline: Machine) -> None:
    for path in (offline.home / ".venv").glob("lib/*/site-packages/flit_core*"):
        shutil.rmtree(path)
    lock = offline.home / "requirements.txt"
    lock.write_text(re.sub("sha256:.*", "sha256:" + "0" * 64, lock.read_text()))
    refused = installed(offline, "uv=''")
    assert refused.returncode != 0
    assert "THESE PACKAGES DO NOT MATCH" in refused.stderr, refused.stderr
    assert not list((offline.home / ".venv").glob("lib/*/site-packages/flit_core"))


# Continuous integration


def test_ci_runs_the_test_command_of_the_readme_without_asking_anybody(machine: Machine) -> None:
    (machine.home / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", machine.home / ".ci/run")
    (machine.tools / "make").unlink()
    machine.has("make", 'if read line; then echo "asked"; fi; echo "make $*"; exit $RESULT')

    def run(result: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [machine.home / ".ci/run"],
            env=machine.environment | {"RESULT": result},
            input="an answer\n",
            capture_output=True,
            text=True,
        )

    assert (run("0").returncode, run("0").stdout) == (0, "make test\n")
    assert run("2").returncode == 2
    assert "make test failed (exit code 2)" in run("2").stderr
    assert "\nmake test " in (ROOT / "README.md").read_text()
