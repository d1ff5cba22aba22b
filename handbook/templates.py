"""The templates of all catalogs: one for each page, and one for the words of the frame and of the code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from handbook.languages import FRAME
from handbook.settings import SettingsError


def frame(top: Path) -> Catalog:
    """Return the strings of our HTML templates (``t("…")``) and of our code (``_("…")``)."""
    methods = [("theme/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
    found = extract_from_dir(
        top / "handbook",
        methods,
        keywords={"t": None, "_": None, "phrase": None},
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    catalog = Catalog()
    for _file, _line, message, comments, _context in sorted(found, key=lambda each: each[:2]):
        catalog.add(message, auto_comments=comments)
    return catalog


def build(top: Path, out: Path) -> Path:
    """Write the template of each page, and of the frame, into the new folder `out`; return it.

    Sphinx's gettext builder never deletes, so the folder begins empty. Raises SettingsError.
    """
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-nWq", "-b", "gettext", "-c", str(top)]
    command += ["-d", str(out / ".doctrees"), str(top / "docs"), str(out)]
    if subprocess.run(command, check=False).returncode:
        raise SettingsError("The templates could not be made from the pages: see the lines above.")
    shutil.rmtree(out / ".doctrees")
    with (out / f"{FRAME}.pot").open("wb") as file:
        write_po(file, frame(top), width=0, no_location=True)
    return out
