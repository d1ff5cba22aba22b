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
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
VENV_PYTHON = VENV / "bin" / "python"
PIP = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "--no-input"]
RUNTIME, TESTING, NPM = "requirements.txt", "requirements-test.txt", "tests/package-lock.json"
LOCKS = {"handbook": [RUNTIME], "check": [RUNTIME, TESTING], "test": [RUNTIME, TESTING, NPM]}
STAGES = {
    "handbook": ["every", "build"],
    "check": ["every"],
    "test": ["every", "build", "test", "engines"],
}  # of apt.txt
OPTIONAL = "engines"  # the tests that need these are skipped without them


class SetUpError(Exception):
    """Something is missing that only a person can fix; the message says what to do."""


def main(word: str) -> None:
    """Set up for one of the words of `LOCKS`."""
    with (ROOT / "pyproject.toml").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two terminals, one environment: the second waits
        install_system_packages(word)
        make_environment(LOCKS[word])


def run(*command: object, **options: Any) -> None:
    """Run a program in the top folder. Raises SetUpError with its name when it fails."""
    words = [str(part) for part in command]
    if subprocess.run(words, cwd=ROOT, **options).returncode:
        raise SetUpError(f"This command failed; what it said stands above: {shlex.join(words)}")


# System packages


class Need(NamedTuple):
    """A line of apt.txt: names of a package, which stage needs it, why, and what shows that it is there."""

    names: list[str]
    stage: str
    why: str
    signs: list[str]


def read_needs() -> list[Need]:
    """Read apt.txt."""
    line = re.compile(r"^(\S+) +# (\w+): (.+) \[(.+)\]$", re.M)
    return [
        Need(names.split("|"), stage, why, signs.split(", "))
        for names, stage, why, signs in line.findall((ROOT / "apt.txt").read_text())
    ]


def install_system_packages(word: str) -> None:
    """Install the system packages for a word that are not there yet, with apt; elsewhere say which.

    Raises SetUpError when a person has to do it. What only some tests need is missed in one sentence.
    """
    missing = [need for need in read_needs() if need.stage in STAGES[word] and not is_there(need)]
    if needs := [need for need in missing if need.stage != OPTIONAL]:
        install_with_apt(word, needs)
    if needs := [need for need in missing if need.stage == OPTIONAL]:
        try:
            install_with_apt(word, needs)
        except SetUpError as error:
            say(f"{error} Until then, the tests that need it are skipped.")


def install_with_apt(word: str, missing: list[Need]) -> None:
    """Install packages with apt. Raises SetUpError when a person has to do it."""
    what = "; ".join(f"{' or '.join(need.names)} ({need.why})" for need in missing)
    root = [] if os.geteuid() == 0 else ["sudo"]
    if not shutil.which("apt-get"):
        raise SetUpError(
            f"make {word} needs these packages; your system may call them otherwise than Debian. "
            f"Install them, then run it again: {what}."
        )
    if root and not shutil.which("sudo"):
        command = shlex.join(["apt-get", "install", *(need.names[0] for need in missing)])
        raise SetUpError(f"make {word} needs {what}. Let root run this, then make {word} again: {command}")
    say(f"Installing what make {word} needs from the system: {what}.")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run(*apt, "update")
    names = [next(filter(apt_knows, need.names[:-1]), need.names[-1]) for need in missing]
    run(*apt, "install", "--yes", "--no-install-recommends", *names, stdout=subprocess.DEVNULL)
    if still := "; ".join(need.why for need in missing if not is_there(need)):
        raise SetUpError(f"apt-get ended well, but this is still missing: what {still}. Install it by hand.")


def apt_knows(name: str) -> bool:
    """Ask apt whether there is a package of that name."""
    return not subprocess.run(["apt-cache", "show", name], capture_output=True).returncode


def is_there(need: Need) -> bool:
    """Tell whether something that a package brings is on this machine."""
    kinds: dict[str, Callable[[str], object]]
    kinds = {"module": importlib.util.find_spec, "library": find_library, "font": has_font}
    kinds["file"] = lambda name: any(Path("/").glob(name))
    signs = (sign.partition(" ") for sign in need.signs)
    return any(kinds[kind](name) if name else shutil.which(kind) for kind, _, name in signs)


def has_font(family: str) -> bool:
    """Ask fontconfig for a font family."""
    return bool(shutil.which("fc-list")) and not subprocess.run(["fc-list", "--quiet", family]).returncode


# The environment


def make_environment(locks: list[str]) -> None:
    """Make `.venv` hold what `locks` list; do nothing when it does already; rebuild one that is broken."""
    wanted = {"python": f"{platform.python_version()} in {sys.base_prefix}"}
    wanted |= {"environment": str(VENV.resolve()), "handbook": str(ROOT)}  # either may have moved
    wanted |= {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks}
    made = read_stamp()
    if wanted.items() <= made.items() and (NPM not in locks or (ROOT / "tests/node_modules").is_dir()):
        return
    uv = find_uv()
    no_installer = not uv and not (VENV / "bin" / "pip").exists()  # made by a uv that has gone since
    others = wanted.items() - {("handbook", str(ROOT))}  # another folder needs no other packages
    if not made or no_installer or any(made.get(name, value) != value for name, value in others):
        say(f"Making an environment for Python {platform.python_version()} in .venv.")
        if VENV.is_symlink():
            VENV.unlink()
        shutil.rmtree(VENV, ignore_errors=True)
        made = {}
        base = getattr(sys, "_base_executable", sys.executable)  # this may run inside the .venv just removed
        run(*([uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]), VENV)
    STAMP.unlink(missing_ok=True)
    install_python_packages(TESTING if TESTING in locks else RUNTIME, uv)
    install_handbook(uv)
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


def install_handbook(uv: str) -> None:
    """Install the handbook itself, so that Sphinx finds its extension and its themes from any folder."""
    pip = (
        [uv, "pip", "install", "--python", VENV_PYTHON, "--offline"]
        if uv
        else [*PIP, "install", "--no-index"]
    )
    run(*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")


def pip_install(lock: str) -> None:
    """Download a lock into a cache, then install from there: pip by itself always asks the network first."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handbook-packages"
    hashed = ["--require-hashes", "--no-deps", "--requirement", lock]
    download = [*PIP, "download", "--progress-bar", "off", "--dest", str(cache), *hashed]
    with subprocess.Popen(download, cwd=ROOT, stdout=subprocess.PIPE, text=True) as downloading:
        for line in downloading.stdout or ():
            if line.startswith("Collecting "):
                say(f"  {line.split()[1]}")
    if downloading.returncode:
        say("The download failed; trying with the copies on this machine.")
    # Python compiles what it imports, as with uv: to compile all packages takes as long as to install them.
    run(*PIP, "--quiet", "install", "--no-compile", "--no-index", "--find-links", cache, *hashed)


def say(sentence: str) -> None:
    """Tell the person in front of the terminal what happens now."""
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetUpError as error:
        sys.exit(str(error))
