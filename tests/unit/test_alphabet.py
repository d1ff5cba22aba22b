"""A list of words is in the order of the reader's alphabet, not in that of English."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.sphinx_app import one_page, shown, spanish

from handbook.translation.alphabet import alphabetical

GLOSSARY = "# Words\n\n```{glossary}\nban\n  One.\n\ncode\n  Two.\n\nreport\n  Three.\n```\n"


@pytest.mark.parametrize(
    "words",
    [
        ["acoso", "apelación", "código", "confianza", "Contacto"],
        ["nube", "nz", "ñu", "ñz", "oír"],
        ["âge", "agent", "été", "étude"],
        ["报告", "歧视", "上诉", "同意", "证人"],  # by their sound: bào, qí, shàng, tóng, zhèng
    ],
)
def test_words_are_in_the_order_of_a_dictionary(words: list[str]) -> None:
    assert sorted({*words}, key=alphabetical) == words


def test_a_translated_glossary_is_in_the_order_of_its_own_words(tmp_path: Path) -> None:
    words = {"ban": "expulsión", "code": "código", "report": "confianza", "Words": "Palabras"}
    done = one_page(tmp_path, GLOSSARY, *spanish(tmp_path, words))
    assert done.returncode == 0, done.stderr
    terms = [term.get_text().rstrip("#¶") for term in shown(tmp_path).find_all("dt")]
    assert terms == ["código", "confianza", "expulsión"]
