"""Where readers who work on the handbook can improve the page before them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from handbook.config import project

EDITORS = {"gitlab": "-/edit", "codeberg": "_edit"}  # by a word in the host's name; elsewhere as on GitHub


def keep_options(_app: Sphinx, config: Config) -> None:
    """Note the options of the theme as a group wrote them: its parent writes defaults among them."""
    config.handbook_edit = dict(config.html_theme_options)


def edit_link(config: Config, name: str, audience: str) -> str:
    """Return where the source of a page, or its catalog, can be edited; "" where nobody should be led there.

    What the options of sphinx-book-theme say comes first. Attendees, who may be in distress, are offered no
    public place to write in.
    """
    options = config.handbook_edit
    place = str(options.get("repository_url") or config.community.handbook.repository or "").rstrip("/")
    wanted = str(options.get("use_edit_page_button", True)).lower() != "false"
    if not place or not wanted or audience == "attendees":
        return ""
    host = urlsplit(place).hostname or ""
    word = next((EDITORS[each] for each in EDITORS if each in host), "edit")
    path = f"{options.get('path_to_docs', 'docs')}/{name}.md"
    if config.language != config.languages.source():
        top = Path(config.languages_file).parent.parent
        path = project.catalog(top / project.LOCALES, config.language, name).relative_to(top).as_posix()
    return f"{place}/{word}/{options.get('repository_branch') or 'main'}/{path}"
