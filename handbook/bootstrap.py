"""Set up what a `make` word needs: system packages, `.venv` and the npm packages of the tests.

Run as `python3 -Iu handbook/bootstrap.py handbook|check|test`: `-I` leaves it the standard library alone.
A second run does nothing: `.venv/set-up.txt`, written last, holds the hashes of the locks that it installed.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 14):  # before anything that an older Python cannot read
    sys.exit(
        f"The handbook needs Python 3.11 to 3.14, and {sys.executable} is Python {sys.version.split()[0]}. "
        "Name another one, for example: make handbook PYTHON=python3.13"
    )

import fcntl
import hashlib
import os
import re
import shlex
import shutil
import subprocess
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.txt"
VENV_PYTHON, VENV_UV = VENV / "bin" / "python", str(VENV / "bin" / "uv")
RUNTIME, TESTING, NPM = "requirements.txt", "requirements-test.txt", "tests/package-lock.json"
LOCKS = {"handbook": [RUNTIME], "check": [RUNTIME, TESTING], "test": [RUNTIME, TESTING, NPM]}
# The stages of apt.txt; the tests that need an engine are skipped without it.
STAGES = {"handbook": {"every", "build"}, "check": {"every"}, "test": {"every", "build", "test"}}
# A line of apt.txt: names of a package, which stage needs it, why, and what shows that it is there.
Need = namedtuple("Need", "names stage why signs")


def main(word: str) -> None:
    """Set up for one of the words of `LOCKS`."""
    with (ROOT / "pyproject.toml").open() as turn, ThreadPoolExecutor() as pool:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two terminals, one environment: the second waits
        install_system_packages(word, STAGES[word])
        engines = pool.submit(install_system_packages, word, {"engines"} if word == "test" else set())
        if os.geteuid():  # sudo may ask for a password, which nobody would see among what pip says
            engines.exception()
        make_environment(LOCKS[word])
        if error := engines.exception():
            print(f"{error}\nUntil then, the tests that need it are skipped.")


def run(*command: str | Path, **options: Any) -> None:
    """Run a program in the top folder. Raises SystemExit with its name when it fails."""
    if subprocess.call(command, cwd=ROOT, **options):
        raise SystemExit(f"This command failed; what it said stands above: {shlex.join(map(str, command))}")


def read_needs() -> list[Need]:
    """Read apt.txt."""
    lines = re.findall(r"^(\S+) +# (\w+): (.+) \[(.+)\]$", (ROOT / "apt.txt").read_text(), re.M)
    return [Need(*line) for line in lines]


def is_there(need: Need) -> bool:
    """Tell whether something that a package brings is on this machine."""
    kinds: dict[str, Any] = {"module": find_spec, "library": find_library}
    kinds["file"] = lambda name: any(Path("/").glob(name))
    kinds["font"] = lambda name: shutil.which("fc-list") and not subprocess.call(["fc-list", "--quiet", name])
    signs = (sign.partition(" ") for sign in need.signs.split(", "))
    return any(kinds[kind](name) if name else shutil.which(kind) for kind, _, name in signs)


def install_system_packages(word: str, stages: set[str]) -> None:
    """Install what some stages miss from the system, with apt. Raises SystemExit where a person has to."""
    missing = [need for need in read_needs() if need.stage in stages and not is_there(need)]
    if not missing:
        return
    what = "; ".join(f"{need.names.replace('|', ' or ')} ({need.why})" for need in missing)
    install = ["satisfy", *(need.names for need in missing)]  # which knows that "a|b" is either
    root = [] if os.geteuid() == 0 else ["sudo"]
    if not all(map(shutil.which, [*root, "apt-get"])):
        raise SystemExit(
            f"make {word} needs these packages; your system may call them otherwise than Debian. "
            f"Install them, then run it again: {what}.\n"
            f"On Debian and Ubuntu, let root run this: {shlex.join(['apt-get', *install])}"
        )
    print(f"Installing what make {word} needs from the system: {what}.")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run(*apt, "update")
    run(*apt, "--yes", "--no-install-recommends", *install, stdout=subprocess.DEVNULL)
    if still := "; ".join(need.why for need in missing if not is_there(need)):
        raise SystemExit(f"apt-get ended well, but this is still missing: what {still}. Install it by hand.")


def make_environment(locks: list[str]) -> None:
    """Make `.venv` hold what `locks` list; do nothing when it does already; rebuild one that is broken."""
    python = f"Python {sys.version.split()[0]}"
    wanted = {f"{python} in {sys.base_prefix}", f"in {ROOT!r}"}  # either may have moved
    wanted |= {f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}" for name in locks}
    made = set(STAMP.read_text().splitlines()) if STAMP.exists() and VENV_PYTHON.exists() else set()
    if wanted <= made and (NPM not in locks or (ROOT / "tests/node_modules").is_dir()):
        return
    uv = shutil.which("uv") or ""
    if uv and (VENV in Path(uv).parents or subprocess.run([uv, "--version"], capture_output=True).returncode):
        uv = ""  # that of the environment goes with it; and version managers leave stand-ins that do not run
    if not made or made - wanted or not (uv or (VENV / "bin/pip").exists()):  # made by a uv that has gone
        print(f"Making an environment for {python} in .venv.")
        run("rm", "-rf", VENV)  # whole, half made, or a link to another
        base = getattr(sys, "_base_executable", sys.executable)  # this may run inside the .venv just removed
        run(*([uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]), VENV)
    STAMP.unlink(missing_ok=True)
    print("Installing the Python packages.")
    if not uv:  # pip brings it, and what the handbook itself is installed with: all by pip takes a minute
        found = re.findall(r"^(?:uv|flit-core)==.*(?:\n +.*)+", (ROOT / TESTING).read_text(), re.M)
        (VENV / "uv.txt").write_text("\n".join(found))
        install_python_packages(str(VENV / "uv.txt"), "")
    install_python_packages(TESTING if TESTING in locks else RUNTIME, uv or VENV_UV)
    if NPM in locks:
        print("Installing the npm packages of the tests.")
        run(VENV / "bin/npm", "ci", "--prefer-offline", "--no-progress", "--prefix", "tests")
    STAMP.write_text("\n".join(sorted(wanted)))
    print("Everything is set up.")


def install_python_packages(lock: str, uv: str) -> None:
    """Install a lock, each package checked by its hash, and the handbook; from copies where they are here."""
    packages = ["--no-deps", "--require-hashes", "--requirement", lock]
    if uv:
        pip = [uv, "pip", "install", f"--python={VENV_PYTHON}"]
        online, offline = [*pip, *packages], [*pip, "--offline"]
    else:  # pip by itself always asks the network: it fills a folder of ours, and installs from there
        pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "--no-input"]
        copies = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handbook-packages"
        online = [*pip, "download", f"--dest={copies}", *packages]
        # Python compiles what it imports, as with uv: to compile all takes as long as to install it.
        offline = [*pip, "install", "--quiet", "--no-compile", "--no-index", f"--find-links={copies}"]
    if subprocess.run([*offline, *packages], cwd=ROOT, capture_output=True).returncode:
        print("Downloading those that are not on this machine yet.")
        if subprocess.call(online, cwd=ROOT) and uv == VENV_UV:
            return install_python_packages(lock, "")  # pip may know an index that is set for it alone
        run(*offline, *packages)  # which names what could not be had
    run(*offline, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")


if __name__ == "__main__":
    main(sys.argv[1])
