"""What a page has no translation for is marked as English; what has one is not, whatever it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.sphinx_app import one_page, shown, spanish

PAGE = "# Zoom\n\nCall us.\n\n- One *step*.\n"


@pytest.mark.parametrize(
    ("translations", "english"),
    [
        ({}, ["Zoom", "Call us.", "One step."]),
        ({"Zoom": "Zoom"}, ["Call us.", "One step."]),  # a word that is the same in both
        ({"Call us.": "Llama."}, ["Zoom", "One step."]),
        ({"Zoom": "Zoom", "Call us.": "Llama.", "One *step*.": "Un *paso*."}, []),
    ],
    ids=["nothing", "the same", "one of three", "all"],
)
def test_what_is_not_translated_is_marked(
    tmp_path: Path, translations: dict[str, str], english: list[str]
) -> None:
    done = one_page(tmp_path, PAGE, *spanish(tmp_path, translations))
    assert done.returncode == 0, done.stderr
    marked = shown(tmp_path).find_all(lang="en")
    assert [each.get_text().rstrip("#¶\uf0c1") for each in marked] == english
