"""Catalogs that real editors saved: every command reads them, and keeps what was typed and doubted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from helpers.paths import DATA, FROZEN, ROOT
from helpers.sphinx_app import run_here
from helpers.workspace import run

SAVED = DATA / "editors"  # its README.md says how they were made
EDITORS = sorted(path.name for path in SAVED.iterdir() if path.is_dir())
TITLES = {"es": "Pide ayuda ahora mismo", "ar": "طلب المساعدة الآن فورًا", "zh_CN": "马上求助吧"}

each_saved = pytest.mark.parametrize(
    ("editor", "language"), [(editor, language) for editor in EDITORS for language in TITLES]
)


def texts(path: Path) -> dict[str, tuple[str, bool]]:
    """Return the translations of a catalog by their English, each with whether it is fuzzy.

    The header is left out: what a tool writes there is not what a translator wrote.
    """
    body = path.read_text("utf-8").partition("\n\n")[2].splitlines()
    return {str(each.id): (str(each.string), each.fuzzy) for each in read_po(body) if each.id}


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook with the page of the day on which the catalogs were saved."""
    top = tmp_path_factory.mktemp("editors") / "handbook"
    shutil.copytree(ROOT / "handbook", top / "handbook", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conf.py", "locales/languages.toml"):
        (top / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, top / name)
    shutil.copy(FROZEN, top / "community.toml")
    title, *paragraphs = texts(SAVED / "help-now.pot")
    labels = sorted({*re.findall(r"\(#([\w-]+)\)", "".join(paragraphs))})
    page = "".join(f"({label})=\n" for label in labels) + "\n\n".join([f"# {title}", *paragraphs]) + "\n"
    (top / "locales" / "glossary.toml").write_text("[terms]\n", "utf-8")  # which words are right changes too
    (top / "docs").mkdir()
    (top / "docs" / "help-now.md").write_text(page, "utf-8")
    (top / "docs" / "index.md").write_text("# Start\n\n```{toctree}\nhelp-now\n```\n", "utf-8")
    return top


Put = Callable[[str, str], Path]


@pytest.fixture
def put(top: Path) -> Put:
    """Put a saved catalog where it belongs, and return its place."""

    def put(editor: str, language: str) -> Path:
        place = top / "locales" / language / "LC_MESSAGES" / "help-now.po"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAVED / editor / f"{language}.po", place)
        return place

    return put


def squeezed(text: str) -> str:
    """Return a text without any space, and only what stands before its first fact: facts are filled in."""
    return re.sub(r"\s", "", text.partition("{")[0])


@each_saved
def test_the_check_refuses_nothing(top: Path, put: Put, editor: str, language: str) -> None:
    done = run(top, "check-catalogs", put(editor, language))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("editor", EDITORS)
def test_make_catalogs_keeps_each_word_and_each_doubt(top: Path, put: Put, editor: str) -> None:
    places = {language: put(editor, language) for language in TITLES}
    before = {language: texts(place) for language, place in places.items()}
    done = run(top, "catalogs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {language: texts(place) for language, place in places.items()} == before
    checked = run(top, "check-catalogs", *places.values())
    assert checked.stdout == "3 catalogs are right.\n"


@each_saved
def test_the_page_shows_what_was_typed_and_not_what_was_doubted(
    top: Path, put: Put, tmp_path: Path, editor: str, language: str
) -> None:
    place = put(editor, language)
    settings = ("-c", str(top), "-D", f"language={language}", "-D", "suppress_warnings=facts.empty")
    done = run_here(tmp_path / "out", *settings, docs=top / "docs", builder="text")
    assert done.returncode == 0, done.stderr
    shown = re.sub(r"\s", "", (tmp_path / "out" / "help-now.txt").read_text("utf-8"))
    assert squeezed(TITLES[language]) in shown
    ((english, doubted),) = ((msgid, text) for msgid, (text, fuzzy) in texts(place).items() if fuzzy)
    assert squeezed(doubted) not in shown
    assert squeezed(english) in shown
