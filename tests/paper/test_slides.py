"""Slides as a file to edit: titles, notes from other pages, language, and text that stays on a slide."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from helpers.paths import FROZEN, ROOT
from helpers.sphinx_app import run_here

from handbook.guides.edited.slides import to_pptx

INDEX = """# A handbook

```{toctree}
deck
course
```
"""
DECK = """---
guide:
  kind: slides
  sizes: [16x9]
  editable: true
---
# A deck

Only for tests.

(slide-one)=
## Take a report

- Call {fact}`emergency.number`.

:::{speaker-notes} course-pairs
:::

(slide-two)=
## Break

> Fresh air.
"""
COURSE = """# The course

Only for tests.

(course-pairs)=
## 0:21 In pairs

Have ready
: The [pens](#course-pens).

Do and say
: Talk for four minutes.

(course-pens)=
### Pens

Not in the notes.
"""


def build(folder: Path, language: str = "en", **changed: str) -> tuple[str, Path]:
    """Build a handbook of two pages and return what Sphinx said, and the file."""
    docs = folder / "docs"
    docs.mkdir()
    for name, text in ({"index": INDEX, "deck": DECK, "course": COURSE} | changed).items():
        (docs / f"{name}.md").write_text(text, "utf-8")
    options = ("-c", str(ROOT), "-D", f"community_file={FROZEN}", "-D", "guides_only=deck")
    done = run_here(folder / "out", *options, "-D", f"language={language}", docs=docs, builder="guides")
    return done.stderr, folder / "out" / "deck.pptx"


def part(file: Path, name: str) -> BeautifulSoup:
    """Return one part of a presentation."""
    with ZipFile(file) as archive:
        return BeautifulSoup(archive.read(name), "xml")


def lines(xml: BeautifulSoup) -> list[str]:
    """Return the words of each paragraph that has some."""
    return [text for each in xml.find_all("a:p") if (text := each.get_text().strip())]


def test_slides_have_titles_and_the_words_of_another_page_as_notes(tmp_path: Path) -> None:
    said, file = build(tmp_path)
    assert said == ""
    first, second = (part(file, f"ppt/slides/slide{number}.xml") for number in (1, 2))
    assert [each.find("p:ph", type="title") is not None for each in (first, second)] == [True, True]
    assert (lines(first), lines(second)) == (["Take a report", "Call 112."], ["Break", "Fresh air."])
    notes = part(file, "ppt/notesSlides/notesSlide1.xml")
    told = ["0:21 In pairs", "Have ready", "The pens.", "Do and say", "Talk for four minutes."]
    assert lines(notes)[:5] == told
    assert "Not in the notes." not in notes.get_text()
    assert {each["lang"] for each in first.find_all("a:rPr")} == {"en"}
    about = part(file, "docProps/core.xml")
    assert (about.find("dc:title").text, about.find("dc:language").text) == ("A deck", "en")


def test_notes_that_are_nowhere_are_told(tmp_path: Path) -> None:
    said, _file = build(tmp_path, deck=DECK.replace("} course-pairs", "} course-pears"))
    assert "deck.md:16: WARNING: undefined label: 'course-pears'" in said


def test_nobody_speaks_from_words_in_another_language(tmp_path: Path) -> None:
    _said, file = build(tmp_path, "es")  # no page of it has a catalog
    assert lines(part(file, "ppt/slides/slide1.xml"))[0] == "Take a report"
    assert not any("notesSlide" in name for name in ZipFile(file).namelist())


def test_slides_from_right_to_left() -> None:
    (slide,) = re.findall(r"<a:pPr[^>]*>", xml(to_pptx(["<h1>مرحبًا</h1>"], "مرحبًا", "ar", "rtl")))
    assert 'algn="r"' in slide
    assert 'rtl="1"' in slide


@pytest.mark.parametrize(("words", "smaller"), [("word " * 30, False), ("word " * 150, True)])
def test_text_that_is_long_is_set_smaller(words: str, *, smaller: bool) -> None:
    made = xml(to_pptx([f"<h1>Title</h1><p>{words}</p>"], "Title", "en", "ltr"))
    assert ("fontScale" in made) is smaller
    assert made.count("<p:txBody>") == 2


def xml(pptx: bytes) -> str:
    """Return the first slide of a file."""
    return ZipFile(BytesIO(pptx)).read("ppt/slides/slide1.xml").decode()


def test_the_course_has_a_slide_for_each_of_its_blocks() -> None:
    course = (ROOT / "docs" / "training" / "course.md").read_text("utf-8")
    slides = (ROOT / "docs" / "paper" / "course-slides.md").read_text("utf-8")
    told = re.findall(r"^:::\{speaker-notes\} (course-.*)$", slides, re.MULTILINE)
    assert told == re.findall(r"^\((course-.*)\)=$", course, re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_the_course_offers_its_slides(site: Path, language: str) -> None:
    page = BeautifulSoup((site / language / "training" / "course.html").read_text("utf-8"), "html.parser")
    files = {link["href"].rpartition("/")[2] for link in page.select(".printed a")}
    assert files == {"course-slides-16x9.pdf", "course-slides.pptx"}
    notes = part(site / language / "paper" / "course-slides.pptx", "ppt/notesSlides/notesSlide1.xml")
    assert lines(notes)[0] == page.select_one("#course-welcome h2").find(string=True)
