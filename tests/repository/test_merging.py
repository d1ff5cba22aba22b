"""A group takes in a new version of the handbook: it changes no file that is the group's own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from helpers.paths import ROOT

from handbook.__main__ import main
from handbook.config import project
from handbook.translation import catalogs

WHO = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
ROW = """
[languages.{code}]
autonym = "{code}"
english = "{code}"
direction = "ltr"
status = "planned"
"""
CATALOG = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "{english}"
msgstr "{translation}"
"""
# What a version of the handbook may change: its own facts, its table, its catalogs, its pages, its program.
THEIRS = (
    "community.toml",
    "locales/languages.toml",
    "locales/de/LC_MESSAGES/help-now.po",
    "locales/sw/LC_MESSAGES/help-now.po",  # a language that the group began before the handbook had it
    "locales/es/LC_MESSAGES/own/index.po",  # where the group's own page would be, were it the handbook's
    "docs/about/index.md",
    ".github/workflows/publish.yml",
    "README.md",
)


def git(top: Path, *words: str) -> str:
    done = subprocess.run(["git", *WHO, *words], cwd=top, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commit(top: Path) -> list[str]:
    """Commit everything; return the files that changed."""
    git(top, "add", "--all")
    git(top, "commit", "-qm", "A change")
    return git(top, "show", "--name-only", "--format=").split()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def catalog(folder: Path, translation: str, english: str = "Get help now") -> None:
    write(folder / "help-now.po", CATALOG.format(english=english, translation=translation))


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A handbook with as many files as matter here."""
    top = tmp_path / "original"
    (top / "locales").mkdir(parents=True)
    shutil.copy(ROOT / "community.toml", top)
    shutil.copy(ROOT / "locales" / "languages.toml", top / "locales")
    catalog(top / "locales" / "de" / "LC_MESSAGES", "")
    for name in ("docs/about/index.md", ".github/workflows/publish.yml", "README.md"):
        write(top / name, (ROOT / name).read_text("utf-8"))
    git(tmp_path, "init", "-q", str(top))
    commit(top)
    return top


@pytest.fixture
def group(original: Path) -> Path:
    """A copy of it, with facts, a note on the law, languages and a page of its own."""
    top = original.with_name("group")
    git(original.parent, "clone", "-q", str(original), str(top))
    assert main(["adopt", "PyExample", "--country", "DE", "--top", str(top)]) == 0
    own = top / project.OWN
    with (own / "community.toml").open("a", encoding="utf-8") as facts:
        facts.write('\n[[law]]\ntopic = "imprint"\ntext = "Who is responsible stands on our site."\n')
    write(own / "languages.toml", ROW.format(code="sw") + ROW.format(code="de"))
    write(own / "index.md", "# Our evenings\n\nWe meet on Mondays.\n")
    assert project.begin_own_languages(top) == ["sw", "de"]
    for code in ("sw", "de"):
        catalog(catalogs.folder(top, code), "Hilfe holen")
    own_page = catalogs.path_of(top, "es", "own/index")
    write(own_page, CATALOG.format(english="Our evenings", translation="Nuestras noches"))
    return top


def test_taking_in_a_new_version_brings_no_conflict(original: Path, group: Path) -> None:
    assert {Path(name).parts[:2] for name in commit(group)} == {project.OWN.parts}
    for name in THEIRS:
        text = (original / name).read_text("utf-8") if (original / name).exists() else ""
        write(original / name, f"# A new version\n{text}# A new version\n")
    assert {*THEIRS} == {*commit(original)}
    before = {path: path.read_bytes() for path in (group / project.OWN).rglob("*") if path.is_file()}
    git(group, "fetch", "-q", "origin")
    git(group, "merge", "-q", "--no-edit", "origin/main")
    assert {path: path.read_bytes() for path in before} == before
    for code in ("sw", "de"):
        assert "Hilfe holen" in (catalogs.folder(group, code) / "help-now.po").read_text("utf-8")


def follow(top: Path, original: Path, label: str) -> None:
    """Type the commands below a label of the page, as a person does."""
    text = (ROOT / "docs" / "about" / "adopt.md").read_text("utf-8").partition(f"({label})=")[2]
    for line in text.partition("```sh\n")[2].partition("```")[0].splitlines():
        typed = line.replace("ADDRESS", str(original)).replace("git ", f"git {' '.join(WHO)} ")
        done = subprocess.run(["sh", "-c", typed], cwd=top, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert git(top, "status", "--short") == ""


def test_a_copy_without_a_history_takes_in_new_versions_after_one_command(original: Path) -> None:
    group = original.with_name("template")
    shutil.copytree(original, group, ignore=shutil.ignore_patterns(".git"))
    git(group.parent, "init", "-q", str(group))
    commit(group)
    follow(group, original, "adopt-template")
    write(group / project.OWN / "community.toml", 'name = "PyExample"\n')
    commit(group)
    write(original / "community.toml", 'name = "Another version"\n')
    commit(original)
    git(group, "fetch", "-q", "original")
    git(group, "merge", "-q", "--no-edit", "original/main")
    assert (group / "community.toml").read_text("utf-8") == 'name = "Another version"\n'


def test_facts_from_before_there_was_a_folder_for_them_move_once(original: Path) -> None:
    group = original.with_name("earlier")
    git(original.parent, "clone", "-q", "--origin", "original", str(original), str(group))
    write(group / "community.toml", 'name = "PyExample"\n')
    commit(group)
    write(original / "community.toml", 'name = "Another version"\n')
    commit(original)
    git(group, "fetch", "-q", "original")
    follow(group, original, "adopt-earlier")
    assert (group / project.OWN / "community.toml").read_text("utf-8") == 'name = "PyExample"\n'
    assert (group / "community.toml").read_text("utf-8") == 'name = "Another version"\n'


def test_the_handbook_itself_has_no_file_where_a_group_has_its_own() -> None:
    if project.facts_file(ROOT) != ROOT / project.FACTS:
        pytest.skip("This is the copy of a group.")
    assert not (ROOT / project.OWN).exists()


def test_a_language_that_is_only_planned_has_no_catalog_of_a_groups_pages() -> None:
    pages = ["help-now", "own/index"]
    assert catalogs.needed(pages, planned=True) == {"help-now"}
    assert catalogs.needed(pages, planned=False) == {*pages}
