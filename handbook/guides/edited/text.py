"""Writes letters and forms as files that a word processor can edit. Knows nothing of Sphinx.

Pandoc, which reads our HTML and writes Word's, is loaded when the first file is written and no sooner.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from importlib.metadata import version
from pathlib import Path

# What paper has instead: the rules to write on, a box to tick, and the words above them.
RULES = re.compile(r'(<div class="rule"></div>)+(<textarea[^>]*></textarea>)?')
BOX = re.compile(r'<input type="checkbox"[^>]*>|<span class="box"></span>')
CELL = re.compile(r"<td><p></p></td>")  # of a table to write on
LIST = re.compile(r'<ul class="[^"]*\bwrite-on\b.*?</ul>', re.S)
LABEL = re.compile(r'<p class="hb-label">(.*?)</p>', re.S)
# Pandoc asks for these words of a language before it knows whether a page has need of them, and complains of
# each language for which it has none: Chinese, say, whose words it has only by the name of its script.
# https://pandoc.org/MANUAL.html#option--data-dir
NO_WORDS = "".join(f"{word}: ''\n" for word in ("Abstract", "Figure", "Table"))
ISOLATES = re.compile("[\u2066\u2069]")
SECTION = re.compile(r"</?section[^>]*>")

# A place in brackets, which may hold whole elements such as a link, but no part of one.
PLACE = re.compile(r"\[[^\[\]<>]*(?:<(\w+)[^>]*>[^\[\]<>]*</\1>[^\[\]<>]*)*\]")


def to_edit(html: str) -> str:
    """Return the HTML of a page as it is printed with its places to fill in marked, and no field of a PDF."""
    html = SECTION.sub("", html)  # pandoc takes the first heading for the title if nothing is around it
    html = LIST.sub(lambda found: found[0].replace("</p></li>", " [ … ]</p></li>"), html)
    html = CELL.sub("<td><p>[ … ]</p></td>", html)
    html = LABEL.sub(r"<p><strong>\1</strong></p>", html)
    html = BOX.sub("☐", RULES.sub("<p>[ … ]</p>", html))
    return PLACE.sub(r"<mark>\g<0></mark>", html)


def digest(html: str, language: str, direction: str) -> str:
    """Return what changes when the file would change."""
    parts = (html, language, direction, version("pypandoc-binary"), Path(__file__).read_text("utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def to_docx(html: str, language: str, direction: str) -> bytes:
    """Return a page as a .docx: `html` as it is printed, the tag of its language, and "ltr" or "rtl".

    The heading of the page is the title of the document, and its sections are headings of the first level.
    The time in it is SOURCE_DATE_EPOCH: the same words give the same bytes. Raises RuntimeError from pandoc.
    """
    import pypandoc

    html = to_edit(html)
    if direction == "ltr":
        html = ISOLATES.sub("", html)  # nothing there needs them, and a phone may not dial them
    options = ["--shift-heading-level-by=-1", f"--metadata=lang:{language}", f"--metadata=dir:{direction}"]
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "translations", f"{language}.yaml")
        words.parent.mkdir()
        words.write_text(NO_WORDS)
        file = Path(folder, "page.docx")
        options.append(f"--data-dir={folder}")
        pypandoc.convert_text(html, "docx", "html", extra_args=options, outputfile=str(file))
        return file.read_bytes()
