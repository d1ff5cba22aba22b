"""Pages for people who work on the handbook lead to their source, and pages for attendees never do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.paths import ROOT
from helpers.sphinx_app import run_here

from handbook.config import languages
from handbook.html.edit_link import edit_link

HUB = "https://github.example/group/handbook"


def link(
    audience: str = "organizers",
    language: str = "en",
    repository: str = HUB,
    top: Path = ROOT,
    page: str = "organizers/conflicts",
    **options: Any,
) -> str:
    """Return the link on a page, as a rule the one on conflicts."""
    config = SimpleNamespace(
        handbook_edit=options,
        community=SimpleNamespace(handbook=SimpleNamespace(repository=repository)),
        language=language,
        languages_file=str(top / "locales" / "languages.toml"),
        languages=languages.load_languages(ROOT / "locales" / "languages.toml"),
    )
    return edit_link(config, page, audience)


def test_the_source_of_a_page_can_be_improved_and_in_a_translation_its_catalog() -> None:
    assert link() == f"{HUB}/edit/main/docs/organizers/conflicts.md"
    assert link(language="es") == f"{HUB}/edit/main/locales/es/LC_MESSAGES/organizers/conflicts.po"


def test_a_language_of_the_group_is_improved_in_its_own_folder(tmp_path: Path) -> None:
    own = tmp_path / "docs" / "own" / "locales"
    (own / "de").mkdir(parents=True)
    assert link(language="de", top=tmp_path) == (
        f"{HUB}/edit/main/docs/own/locales/de/LC_MESSAGES/organizers/conflicts.po"
    )
    assert link(language="es", top=tmp_path) == link(language="es")
    assert link(language="es", top=tmp_path, page="own/index") == (
        f"{HUB}/edit/main/docs/own/locales/es/LC_MESSAGES/own/index.po"
    )


def test_attendees_are_led_to_no_public_place() -> None:
    assert link("attendees") == ""


def test_without_a_repository_or_a_wish_for_it_there_is_no_link() -> None:
    assert link(repository="") == link(use_edit_page_button=False) == link(use_edit_page_button="False") == ""


@pytest.mark.parametrize(
    ("options", "start"),
    [
        ({"repository_url": "https://gitlab.example/a/b/"}, "https://gitlab.example/a/b/-/edit/main/docs/"),
        ({"repository_url": "https://codeberg.example/a/b"}, "https://codeberg.example/a/b/_edit/main/docs/"),
        ({"repository_branch": "stable", "path_to_docs": "text"}, f"{HUB}/edit/stable/text/"),
    ],
)
def test_options_of_the_parent_theme_are_honored(options: dict[str, str], start: str) -> None:
    assert link(**options).startswith(start)


@pytest.mark.parametrize(
    ("options", "links"),
    [
        ((), False),
        (("repository_url=https://github.com/group/handbook",), True),
        (("repository_url=https://github.com/group/handbook", "use_edit_page_button=True"), True),
        (("repository_url=https://github.com/group/handbook", "use_edit_page_button=False"), False),
    ],
)
def test_pages_have_the_link_that_a_group_asks_for(
    tmp_path: Path, options: tuple[str, ...], links: bool
) -> None:
    docs = tmp_path / "docs"
    (docs / "organizers").mkdir(parents=True)
    (docs / "index.md").write_text("# Welcome\n\n```{toctree}\norganizers/index\n```\n", "utf-8")
    (docs / "organizers" / "index.md").write_text("# For organizers\n\nHello.\n", "utf-8")
    words = [word for option in options for word in ("-D", f"html_theme_options.{option}")]
    done = run_here(tmp_path / "out", "-c", str(ROOT), *words, docs=docs)
    assert done.returncode == 0, done.stderr
    pages = [(tmp_path / "out" / name).read_text("utf-8") for name in ("organizers/index.html", "index.html")]
    address = "https://github.com/group/handbook/edit/main/docs/organizers/index.md"
    assert [f'<a href="{address}">Improve this page</a>' in pages[0], "Improve" in pages[1]] == [links, False]
