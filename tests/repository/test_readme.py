"""README.md shows what one gets, in pictures that everybody can take in and nobody waits for."""

from __future__ import annotations

import re

from helpers.paths import ROOT

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LIMIT = 300_000  # bytes, all together


def test_the_pictures_are_few_and_light_and_say_what_they_show() -> None:
    found = PICTURE.findall((ROOT / "README.md").read_text("utf-8"))
    files = [ROOT / path for _, path in found]
    assert {*files} == {*(ROOT / ".github" / "pictures").iterdir()}, "make pictures"
    assert sum(file.stat().st_size for file in files) < LIMIT
    assert all(len(text.split()) >= 8 and text.endswith(".") for text, _ in found)
