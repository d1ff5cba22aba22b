"""Typographic signs: a block that has none is passed over, and no other."""

from __future__ import annotations

import pytest
from docutils.utils.smartquotes import smartyPants

from handbook.translation.quotes import SIGNS


@pytest.mark.parametrize(
    "text", ['say "no"', "it's", "9--5", "no---never", "wait...", "wait. . .", r"a \"sign"]
)
def test_a_block_that_docutils_would_change_is_not_passed_over(text: str) -> None:
    assert smartyPants(text, "qDe") != text
    assert SIGNS.search(text)


def test_a_block_without_such_a_sign_is_passed_over() -> None:
    assert not SIGNS.search("Two people read it. They answer within 48 hours, or sooner.")
