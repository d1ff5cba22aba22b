"""Set up what a `make` word needs: system packages, `.venv` and the npm packages of the tests.

Run as `python3 -I handbook/bootstrap.py handbook|check|test`; `-I` keeps the modules beside this file from
hiding those of the standard library, which is all that it may use. Setting up twice costs nothing:
`.venv/set-up.json`, written last, holds the hashes of the locks that the environment was made from.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # the same as requires-python in pyproject.toml
if not OLDEST <= sys.version_info[:2] <= NEWEST:  # before anything that an older Python cannot read
    sys.exit(
        f"The handbook needs Python 3.11 to 3.14, and {sys.executable} is Python {sys.version.split()[0]}. "
        "Name another one, for example: make handbook PYTHON=python3.13"
    )

import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from ctypes.util import find_library
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
VENV_PYTHON = VENV / "bin" / "python"
RUNTIME, TESTING, NPM = "requirements.txt", "requirements-test.txt", "tests/package-lock.json"
LOCKS = {"handbook": [RUNTIME], "check": [RUNTIME, TESTING], "test": [RUNTIME, TESTING, NPM]}
MANAGERS = {  # package managers whose names pyproject.toml knows; apt-get is run, of the others we tell
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "brew": "brew install",
}


class SetUpError(Exception):
    """Something is missing that only a person can mend; the message says what to do."""


def main(word: str) -> None:
    """Set up for one of the words of `LOCKS`."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    with (ROOT / "pyproject.toml").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two terminals, one environment: the second waits
        install_system_packages(word, settings["tool"]["handbook"]["system"])
        make_environment(LOCKS[word])


def run(*command: object, **options: Any) -> None:
    """Run a program in the top folder. Raises SetUpError with its name when it fails."""
    words = [str(part) for part in command]
    if subprocess.run(words, cwd=ROOT, **options).returncode:
        raise SetUpError(f"This command failed; what it said stands above: {shlex.join(words)}")


# System packages


def install_system_packages(word: str, table: Mapping[str, Mapping[str, Any]]) -> None:
    """Install the system packages for a word that are not there yet, with apt; elsewhere say how to.

    `table` is [tool.handbook.system] of pyproject.toml. Raises SetUpError when a person has to do it.
    """
    missing = [need for need in table.values() if word in need["for"] and not is_there(need)]
    if not missing:
        return
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    names = [package_name(need, manager) for need in missing]
    what = "; ".join(f"{name} ({need['why']})" for name, need in zip(names, missing, strict=True))
    root = [] if os.geteuid() == 0 or manager == "brew" else ["sudo"]
    command = shlex.join([*root, *MANAGERS.get(manager, "").split(), *" ".join(names).split()])
    if not manager:
        raise SetUpError(f"make {word} needs these programs; install them, then run it again: {what}.")
    if manager != "apt-get" or not shutil.which((root or [manager])[0]):
        raise SetUpError(f"make {word} needs {what}. Run this command, then make {word} again: {command}")
    say(f"Installing what make {word} needs from the system: {what}.")
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run(*quiet, "update")
    run(*quiet, "install", "--yes", "--no-install-recommends", *names, stdout=subprocess.DEVNULL)
    if still := "; ".join(need["why"] for need in missing if not is_there(need)):
        raise SetUpError(f"apt-get ended well, but this is still missing: what {still}. Install it by hand.")


def is_there(need: Mapping[str, Any]) -> bool:
    """Tell whether something that a package brings is on this machine."""
    return (
        any(shutil.which(program) for program in need.get("programs", []))
        or any(importlib.util.find_spec(module) for module in need.get("modules", []))
        or any(font_is_there(font) for font in need.get("fonts", []))
        or any(find_library(library) for library in need.get("libraries", []))
    )


def font_is_there(family: str) -> bool:
    """Ask fontconfig for a font family."""
    return bool(shutil.which("fc-list")) and not subprocess.run(["fc-list", "--quiet", family]).returncode


def package_name(need: Mapping[str, Any], manager: str) -> str:
    """Name a package in the words of a package manager; apt's name where that one is not known."""
    system = platform.freedesktop_os_release()["ID"] if manager == "apt-get" else manager
    name: str = need.get(system, need["apt-get"])
    return name.format(python=f"{sys.version_info.major}.{sys.version_info.minor}")


# The environment


def make_environment(locks: list[str]) -> None:
    """Make `.venv` hold what `locks` list; do nothing when it does already; rebuild one that is broken."""
    wanted = {"python": f"{platform.python_version()} in {sys.base_prefix}"}
    wanted |= {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks}
    made = read_stamp()
    if wanted.items() <= made.items() and (NPM not in locks or (ROOT / "tests/node_modules").is_dir()):
        return
    uv = find_uv()
    no_installer = not uv and not (VENV / "bin" / "pip").exists()  # made by a uv that has gone since
    if not made or no_installer or any(made.get(name, value) != value for name, value in wanted.items()):
        say(f"Making an environment for Python {platform.python_version()} in .venv.")
        if VENV.is_symlink():
            VENV.unlink()
        shutil.rmtree(VENV, ignore_errors=True)
        made = {}
        base = getattr(sys, "_base_executable", sys.executable)  # this may run inside the .venv just removed
        run(*([uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]), VENV)
    STAMP.unlink(missing_ok=True)
    install_python_packages(TESTING if TESTING in locks else RUNTIME, uv)
    if NPM in locks:
        say("Installing the npm packages of the tests.")
        run(VENV / "bin" / "npm", "ci", "--prefer-offline", "--no-progress", "--prefix", "tests")
    STAMP.with_suffix(".new").write_text(json.dumps(made | wanted, indent=2))
    STAMP.with_suffix(".new").replace(STAMP)
    say("Everything is set up.")


def read_stamp() -> dict[str, str]:
    """Read what `.venv` was made from; empty when it is not whole."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and VENV_PYTHON.exists() else {}


def find_uv() -> str:
    """Find a uv that runs (version managers leave stand-ins that do not); empty when there is none."""
    uv = shutil.which("uv")
    return uv if uv and not subprocess.run([uv, "--version"], capture_output=True).returncode else ""


def install_python_packages(lock: str, uv: str) -> None:
    """Install a lock into `.venv`, each package checked by its hash; from the cache without a network."""
    count = sum("==" in line for line in (ROOT / lock).read_text().splitlines())
    say(f"Installing about {count} Python packages. The first time it downloads them: a minute or two.")
    try:
        if uv:
            sync = [uv, "pip", "sync", "--python", VENV_PYTHON, "--require-hashes", lock]
            run(*sync)
        else:
            pip_install(lock)
    except SetUpError:
        if not uv:
            raise
        say("That failed; trying again with the copies on this machine.")
        run(*sync, "--offline")


def pip_install(lock: str) -> None:
    """Download a lock into a cache, then install from there: pip by itself always asks the network first."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handbook-packages"
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "--no-input"]
    hashed = ["--require-hashes", "--no-deps", "--requirement", lock]
    download = [*pip, "download", "--progress-bar", "off", "--dest", str(cache), *hashed]
    with subprocess.Popen(download, cwd=ROOT, stdout=subprocess.PIPE, text=True) as downloading:
        for line in downloading.stdout or ():
            if line.startswith("Collecting "):
                say(f"  {line.split()[1]}")
    if downloading.returncode:
        say("The download failed; trying with the copies on this machine.")
    run(*pip, "--quiet", "install", "--no-index", "--find-links", cache, *hashed)


def say(sentence: str) -> None:
    """Tell the person in front of the terminal what happens now."""
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetUpError as error:
        sys.exit(str(error))
