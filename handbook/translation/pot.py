"""The templates of all catalogs: one for each page, and one for the words of the frame and of the code."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import write_po

from handbook.config.languages import FRAME
from handbook.config.toml import SettingsError

STAMP = ".made-from"  # in the folder of the templates: the digest of what they were made from
SOURCES = ("conf.py", "docs", "handbook", "CONTRIBUTING.md")  # a page takes in the last one
KEYWORDS = ("t", "_", "phrase")  # what marks a string
CALL = re.compile(rb"\b(?:%s)\s*\(" % "|".join(KEYWORDS).encode())
MAKERS = ("sphinx", "myst-parser", "babel")


def frame(top: Path) -> Catalog:
    """Return the strings of our HTML templates (``t("…")``) and of our code (``_("…")``), by the alphabet.

    So catalogs stay as they are when code moves to another file.
    """
    methods = [("**.html", "jinja2.ext:babel_extract"), ("**.py", f"{__name__}:extract")]
    found = extract_from_dir(
        top / "handbook",
        methods,
        keywords=dict.fromkeys(KEYWORDS),
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    catalog = Catalog()
    for _file, _line, message, comments, _context in sorted(found, key=lambda each: each[2]):
        catalog.add(message, auto_comments=comments)
    return catalog


def extract(file: IO[bytes], *asked: Any, **options: Any) -> Iterator[Any]:
    """Yield the strings of a module, as Babel does; one without any is not parsed, which takes its time."""
    if CALL.search(file.read()):
        file.seek(0)
        yield from extract_python(file, *asked, **options)


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


def digest(top: Path, *more: str) -> str:
    """Return a digest of all that templates are made from: it tells whether they are as new as the pages.

    `more` are other files and folders in `top` that count, too.
    """
    found = hashlib.sha256(" ".join(version(name) for name in MAKERS).encode())
    made_of, others = ([top / each for each in group] for group in (SOURCES, more))
    paths = {path for place in made_of for path in (place, *place.rglob("*")) if path.suffix != ".po"}
    paths |= {path for place in others for path in (place, *place.rglob("*"))}
    for path in sorted(paths):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo":
            name, data = path.relative_to(top).as_posix().encode(), path.read_bytes()
            found.update(b"%d %s %d " % (len(name), name, len(data)) + data)
    return found.hexdigest()


def fresh(top: Path) -> Path:
    """Return the folder of up-to-date templates, which are built only when pages have changed.

    Raises SettingsError.
    """
    out, wanted = top / "build" / "templates", digest(top)
    stamp = out / STAMP
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        work = build(top, out.with_name(f"templates.{os.getpid()}"))
        (work / STAMP).write_text(wanted, "utf-8")
        shutil.rmtree(out, ignore_errors=True)  # what another check has put there meanwhile is as good
        try:
            work.rename(out)
        except OSError:
            shutil.rmtree(work)
    return out
