"""The locks hold what pyproject.toml and tests/package.json ask for, on every Python, and name no address."""

import json
import tomllib

import pytest
from helpers.paths import ROOT
from packaging.requirements import Requirement

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def locked(name: str, python: str) -> dict[str, str]:
    """Return the version of each package that a lock chooses for a Python."""
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    here = {"python_version": python, "python_full_version": f"{python}.9"}
    chosen: dict[str, str] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            wanted = Requirement(line.split(" --hash")[0])
            assert " --hash=sha256:" in line, f"{wanted.name} has no hash"
            if not wanted.marker or wanted.marker.evaluate(here):
                assert wanted.name not in chosen
                chosen[wanted.name] = str(wanted.specifier).removeprefix("==")
    return chosen


@pytest.mark.parametrize("python", PYTHONS)
def test_the_locks_hold_what_pyproject_asks_for(python: str) -> None:
    runtime, testing = locked("requirements.txt", python), locked("requirements-test.txt", python)
    assert runtime.items() <= testing.items()
    assert runtime["sphinx"].startswith({"3.11": "9.0.", "3.12": "9.1."}.get(python, "9.2."))
    for group, lock in [
        (PYPROJECT["project"]["dependencies"], runtime),
        (PYPROJECT["dependency-groups"]["test"], testing),
    ]:
        for wanted in map(Requirement, group):
            assert wanted.specifier.contains(lock[wanted.name]), f"run make lock: {wanted}"


def test_the_lock_of_npm_holds_what_package_json_asks_for() -> None:
    asked = json.loads((ROOT / "tests/package.json").read_text())["devDependencies"]
    lock = json.loads((ROOT / "tests/package-lock.json").read_text())["packages"]
    assert lock.pop("")["devDependencies"] == asked, "run make lock"
    assert all(package["integrity"].startswith("sha512-") for package in lock.values())


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "tests/package-lock.json"])
def test_a_lock_names_no_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text()
