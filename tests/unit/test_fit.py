"""The search for the largest text that fits lays out little, and finds what trying every size would find."""

from __future__ import annotations

from itertools import product
from math import ceil

import pytest

from handbook.guides.fit import firsts

SIZES = (24, 22, 20, 18, 17, 16, 15, 14, 13, 12)


class Faces:
    """Faces that each fill their place with text of a size of their own; it counts what is laid out."""

    def __init__(self, **full: float) -> None:
        """Know the size with which each face is full."""
        self.full = full
        self.asked: list[dict[str, float]] = []

    def pages(self, text: dict[str, float]) -> dict[str, float]:
        """Return how many pages each face fills: its lines are whole ones, so it is about the square."""
        self.asked.append(text)
        return {face: ceil((size / self.full[face]) ** 2 * 30) / 30 for face, size in text.items()}


@pytest.mark.parametrize("full", [30, 25, 23, 21, 18.6, 17.6, 16.4, 14.4, 13.4, 12.4])
def test_the_largest_text_that_fits_is_found_at_once(full: float) -> None:
    faces = Faces(one=full)
    assert firsts(["one"], SIZES, faces.pages, alike=True) == {
        "one": next(at for at, size in enumerate(SIZES) if size <= full)
    }
    assert len(faces.asked) <= 3


@pytest.mark.parametrize("near", range(len(SIZES) + 1))
def test_the_search_begins_where_it_is_told(near: int) -> None:
    faces = Faces(one=17.6)
    assert firsts(["one"], SIZES, faces.pages, {"one": near}, alike=True) == {"one": SIZES.index(17)}
    assert len(faces.asked) == 2 or near != SIZES.index(17)


def test_faces_that_are_alike_have_the_size_of_the_fullest_and_others_are_not_laid_out_again() -> None:
    faces = Faces(one=23, two=15.5, three=16.5)
    assert set(firsts(["one", "two", "three"], SIZES, faces.pages, alike=True).values()) == {SIZES.index(15)}
    assert all(set(text) <= {"two", "three"} for text in faces.asked[1:])


def test_the_size_of_the_fullest_of_many_faces_is_looked_for_with_it_alone() -> None:
    faces = Faces(one=25, two=22.5, three=28, four=26)
    assert set(firsts(list(faces.full), SIZES, faces.pages, alike=True).values()) == {SIZES.index(22)}
    assert {tuple(text) for text in faces.asked[1:-1]} == {("two",)}
    assert set(faces.asked[-1]) == {"one", "three", "four"}


def test_no_face_of_many_is_forgotten() -> None:
    for fulls in product([30, 23, 17, 15.5, 12, 11], repeat=3):
        faces = Faces(**dict(zip("abc", fulls, strict=True)))
        fit = [sum(size > full for size in SIZES) for full in fulls]
        assert firsts(["a", "b", "c"], SIZES, faces.pages, alike=True) == dict.fromkeys("abc", max(fit))
        assert firsts(["a", "b", "c"], SIZES, faces.pages, alike=False) == dict(zip("abc", fit, strict=True))


def test_each_face_has_its_own_size_where_they_are_not_alike() -> None:
    faces = Faces(one=23, two=15.5, three=9)
    found = firsts(["one", "two", "three"], SIZES, faces.pages, alike=False)
    assert found == {"one": SIZES.index(22), "two": SIZES.index(15), "three": len(SIZES)}
