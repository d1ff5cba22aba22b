"""Letters and forms as files for a word processor: headings, language, places to fill in, and facts."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from helpers.sphinx_app import one_page

from handbook.guides.edited.text import to_docx, to_edit

PAGE = """---
guide:
  kind: letters
  sizes: [letter]
  editable: true
---
# Letters

Only for tests. See [the first](#first).

(first)=
## The first

> Hello [name], please call {fact}`emergency.number`. [Or write to **us** (where).]

:::{field} who
:lines: 3
Who was it?
:::

:::{field} safe
Are you safe?

- Yes
:::
"""


def read(file: Path, part: str = "document") -> BeautifulSoup:
    """Return one part of a .docx."""
    with ZipFile(file) as archive:
        return BeautifulSoup(archive.read(f"word/{part}.xml"), "xml")


def styles(document: BeautifulSoup) -> dict[str, str]:
    """Return the name of the style of each paragraph that has one, by its words."""
    return {each.parent.parent.get_text().strip(): str(each["w:val"]) for each in document.select("pStyle")}


def marked(document: BeautifulSoup) -> list[str]:
    """Return what is highlighted, run by run."""
    return [each.parent.parent.get_text() for each in document.select("highlight")]


def test_a_page_can_be_had_as_a_file_to_edit(tmp_path: Path) -> None:
    done = one_page(tmp_path, PAGE, builder="guides")
    assert done.returncode == 0, done.stderr
    file = tmp_path / "out" / "index.docx"
    document = read(file)
    assert {"Letters": "Title", "The first": "Heading1"}.items() <= styles(document).items()
    assert "".join(marked(document)) == "[name][Or write to us (where).][ … ]"
    text = document.get_text()
    assert "please call 112." in text
    assert "☐ Yes" in text
    assert read(file, "styles").find("lang")["w:val"] == "en"
    listed = json.loads((tmp_path / "out" / "guides.json").read_text("utf-8"))["index.docx"]
    assert (listed["guide"], listed["size"], listed["bytes"]) == ("index", "docx", file.stat().st_size)

    before = file.stat().st_ino  # a second build writes only what changed
    assert one_page(tmp_path, PAGE, builder="guides").returncode == 0
    assert file.stat().st_ino == before
    assert one_page(tmp_path, PAGE.replace("  editable: true\n", ""), builder="guides").returncode == 0
    assert not file.exists()


def test_a_language_from_right_to_left_is_written_that_way(tmp_path: Path) -> None:
    file = tmp_path / "page.docx"
    file.write_bytes(to_docx("<h1>استمارة</h1><h2>ما حدث</h2><p>اتصل [الاسم]</p>", "ar", "rtl"))
    document = read(file)
    assert len(document.select("p > pPr > bidi")) >= 2
    assert len(document.select("r > rPr > rtl")) == len(document.select("r"))
    assert read(file, "styles").find("lang")["w:bidi"] == "ar"
    assert marked(document) == ["[الاسم]"]


@pytest.mark.parametrize(
    ("html", "edited"),
    [
        ("<p>[a <b>b</b> c]</p>", "<p><mark>[a <b>b</b> c]</mark></p>"),
        ("<p>[a <b>b]</b></p>", "<p>[a <b>b]</b></p>"),  # no element is cut in two
        ("<td><p></p></td>", "<td><p><mark>[ … ]</mark></p></td>"),
        ('<ul class="write-on row"><li><p>A</p></li></ul>', "A <mark>[ … ]</mark></p></li>"),
    ],
)
def test_places_to_fill_in_are_marked(html: str, edited: str) -> None:
    assert edited in to_edit(html)


@pytest.mark.parametrize("language", ["zh-CN", "hmn"])
def test_pandoc_does_not_complain_of_a_language_whose_words_it_has_not(
    language: str, caplog: pytest.LogCaptureFixture
) -> None:
    to_docx("<h1>Letter</h1><p>[name]</p>", language, "ltr")
    assert caplog.messages == []
