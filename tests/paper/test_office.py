"""Files to edit in a word processor: whatever is in them is there when LibreOffice has opened them.

`make office` runs these: it takes minutes, and needs Debian's libreoffice-writer and libreoffice-impress.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.office

KINDS = {"docx": "odt", "pptx": "odp"}  # as it comes, and as LibreOffice keeps what it has read
PARTS = re.compile(r"word/document\.xml|ppt/(slides|notesSlides)/\w+\.xml")
PARAGRAPHS = ["w:p", "a:p", "text:p", "text:h"]
SPACES = ["text:s", "text:tab", "text:line-break"]
LISTS = re.compile(r"^[\d.]+$")  # LibreOffice counts itself, and writes down what pages say of their number


def opened(folder: Path, kind: str, files: list[Path]) -> Path:
    """Let LibreOffice read files, each under the name of its language, and return what it kept of them."""
    program = shutil.which("soffice")
    assert program, "install libreoffice-writer-nogui and libreoffice-impress-nogui"
    for file in files:
        shutil.copy(file, folder / f"{file.parts[-3]}-{file.name}")
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", KINDS[kind], "--outdir", folder / "out", *sorted(folder.glob(f"*.{kind}"))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def words(file: Path, parts: str | re.Pattern[str]) -> Counter[str]:
    """Return the words of some parts of an office file, whatever their places."""
    found: Counter[str] = Counter()
    with ZipFile(file) as archive:
        for name in filter(re.compile(parts).fullmatch, archive.namelist()):
            text = BeautifulSoup(archive.read(name), "xml")
            for space in text.find_all(SPACES):
                space.string = " "
            for line in text.find_all(PARAGRAPHS):
                found.update(word for word in line.get_text().split() if not LISTS.match(word))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_when_libreoffice_opens_a_file(site: Path, tmp_path: Path, kind: str) -> None:
    files = sorted(site.glob(f"*/paper/*.{kind}"))
    assert files
    kept = opened(tmp_path, kind, files)
    lost = {}
    for file in sorted(tmp_path.glob(f"*.{kind}")):
        inside = words(file, PARTS)
        assert sum(inside.values()) > 20, file.name
        if missing := inside - words(kept / f"{file.stem}.{KINDS[kind]}", "content.xml"):
            lost[file.name] = sorted(missing)
    assert lost == {}
