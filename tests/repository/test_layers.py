"""The program is in layers: each folder uses only those before it, and its map names them all."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from helpers.paths import ROOT

from handbook.__main__ import COMMANDS, main

PACKAGE = ROOT / "handbook"
LAYERS = [
    "config",
    "facts",
    "translation",
    "directives",
    "html",
    "guides",
    "epub",
    "links",
    "site",
    "commands",
]


def modules() -> dict[str, Path]:
    """Return the file of each module of the program by its dotted name."""
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield the modules of the program that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if inner in known else node.module


def test_each_folder_uses_only_those_before_it() -> None:
    known = modules()
    against = [
        f"{name} imports {other}"
        for name, path in known.items()
        if (place := name.split(".")[1:2]) and place[0] in LAYERS
        for other in imports(path, known)
        if (target := other.split(".")[1:2]) and LAYERS.index(place[0]) < LAYERS.index(target[0])
    ]
    assert against == []


def test_no_module_needs_itself() -> None:
    known = modules()
    graph = {name: set(imports(path, known)) - {name} for name, path in known.items()}
    list(TopologicalSorter(graph).static_order())  # CycleError names the circle


def test_the_program_fits_in_a_glance_and_its_map_names_every_folder() -> None:
    shown = {path.name for path in PACKAGE.iterdir()} - {"__init__.py", "__main__.py", "__pycache__"}
    assert shown == {*LAYERS, "bootstrap.py"}
    for folder in {path.parent for path in modules().values()}:
        assert len({*folder.glob("*.py")} - {folder / "__init__.py"}) <= 15, folder
    long = [name for name, path in modules().items() if len(path.read_text("utf-8").splitlines()) > 250]
    assert long == []
    table = (ROOT / "DEVELOPING.md").read_text("utf-8")
    places = [table.index(f"| `handbook/{name}/` |") for name in LAYERS]
    assert places == sorted(places)


def test_files_that_the_map_names_are_there() -> None:
    words = (ROOT / "DEVELOPING.md").read_text("utf-8").split("`")[1::2]
    names = {path.name for path in [*PACKAGE.rglob("*"), *ROOT.iterdir(), *(ROOT / "tests").rglob("*.py")]}
    names |= {path.name for path in (ROOT / "tests" / "data").iterdir()}
    names |= {path.name for path in (ROOT / "locales").iterdir()}
    files = [word for word in words if word.endswith((".py", ".html", ".js", ".css", ".toml", ".txt"))]
    assert len(files) > 20
    assert [word for word in files if Path(word).name not in names] == []


def test_help_names_every_command_and_is_no_fault() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "handbook", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in ["build", "live", "guide", "check", "links", "catalogs", "check-catalogs"]:
        assert f"\n    {name}" in told


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert "--top FOLDER" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["builds"], ["check", "--tpo"], ["build", "es"], ["guide"]])
def test_a_wrong_argument_is_told_and_ends_with_one(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 1
    assert "usage: python -m handbook" in capsys.readouterr().err
