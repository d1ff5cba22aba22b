"""How guides are printed: what stands on paper, what is printed anew, and what is said of mistakes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pikepdf
import pypdfium2
import pytest
from docutils import nodes
from docutils.utils import new_document
from helpers import own_facts
from helpers.paths import FROZEN, OTHER, ROOT
from helpers.pdf import Paper
from helpers.sphinx_app import run_here, sphinx_main, take_over
from helpers.type_on_paper import lines
from helpers.workspace import run
from helpers.workspace import run_here as here
from PIL import ImageOps
from weasyprint import css
from weasyprint.layout import page

from handbook.__main__ import main
from handbook.guides import weasyprint_fixes
from handbook.guides.book.prints import typed
from handbook.guides.book.sources import Gathered
from handbook.guides.model import MANIFEST, Guide, Sheet
from handbook.guides.pdf import to_pdf
from handbook.guides.references import References

INDEX = """
# A handbook

```{toctree}
one
two
paper/small
```
"""
ONE = """
(first)=
# First page

Words of the first page. See [the second page](#second) and [elsewhere](https://example.org/far/away).
"""
TWO = """
(second)=
# Second page

Words of the second page.

:::{answer}
This is the model answer.
:::
"""
SMALL = """
---
guide:
  kind: book
  sizes: [letter]
  pages: [one, two]
---
# A small guide

Only for tests.
"""


class Docs:
    """A handbook of a few pages, and its guides."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder / "docs", folder / "guides"
        self.write(index=INDEX, one=ONE, two=TWO, **{"paper/small": SMALL})

    def write(self, **pages: str) -> None:
        """Write pages by their names."""
        for name, text in pages.items():
            path = self.folder / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.lstrip(), "utf-8")

    def print(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Print the guides; return how it ended."""
        facts = ("-D", f"community_file={FROZEN}")
        return run_here(self.out, "-c", str(ROOT), *facts, *options, docs=self.folder, builder="guides")

    def printed(self, *options: str) -> str:
        """Print the guides and return the words of the small one as they stand on its pages."""
        done = self.print(*options)
        assert done.returncode == 0, done.stderr
        return words(self.out / "small-letter.pdf")

    def face(self, text: str, kind: str = "sheets") -> None:
        """Make the small guide one of faces."""
        front = f"---\nguide:\n  kind: {kind}\n  sizes: [letter]\n---\n# A small guide\n\nOnly for tests.\n\n"
        self.write(**{"paper/small": front + text})


def words(pdf: Path) -> str:
    """Return the words of a PDF as they stand on its pages."""
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A handbook that a test may spoil."""
    return Docs(tmp_path)


# -- What is on paper


def test_references_say_the_page_or_stand_in_a_list_of_addresses(docs: Docs) -> None:
    text = docs.printed()
    assert re.search(r"the second page\s*\(page\s4\)", text)
    assert re.search(r"Addresses\s+1\.\s+example\.org/far/away", text)


@pytest.mark.parametrize("language", ["en", "es", "hi"])
@pytest.mark.parametrize("piece", ["pocket-card", "poster"])
def test_a_new_group_with_every_way_to_reach_it_and_a_long_address_can_print(
    docs: Docs, tmp_path: Path, piece: str, language: str
) -> None:
    ways = 'mailbox = "help.and.answers@group.example"\nphone = "951-555-3199"\ntext = "951-555-3188"'
    facts = re.sub(r'(?ms)^mailbox = ""$.*?^text = ""$', ways, FROZEN.read_text("utf-8"))
    facts = re.sub(r"(?m)(\[handbook\]\nurl = ).*", r'\1"https://python-oaxaca.example.org/handbook/"', facts)
    path = tmp_path / "community.toml"
    path.write_text(facts, "utf-8")
    page = (ROOT / "docs" / "paper" / f"{piece}.md").read_text("utf-8")
    docs.write(**{"help-now": "# Help", f"paper/{piece}": page})
    docs.write(index=INDEX.replace("paper/small", f"paper/{piece}\nhelp-now"))
    (docs.folder / "paper" / "small.md").unlink()
    done = docs.print("-D", f"community_file={path}", "-D", f"language={language}")
    assert done.returncode == 0, done.stderr
    told = words(docs.out / f"{piece}-letter.pdf")
    for way in (
        "help.and.answers@group.example",
        "951-555-3199",
        "951-555-3188",
        "python-oaxaca.example.org",
    ):
        assert way in re.sub("[\u2060\u2066-\u2069]", "", told), way


def contents(entries: int) -> Sheet:
    """Return a book on small paper: contents whose lines hold one digit after the title and not two."""
    lines = "".join(f'<li><a href="#c{n}">Chapter</a> <b data-target="#c{n}"></b>' for n in range(entries))
    body = "".join(f'<h1 id="c{n}">Chapter</h1>' for n in range(entries))
    style = """
        @page { size: 60mm 100mm; margin: 10mm }
        * { margin: 0; padding: 0; font: 10pt/1 "DejaVu Sans Mono" }
        ul { inline-size: 9.5ch; list-style: none }
        h1 { break-before: page }
        b::after { content: target-counter(attr(data-target), page) }
    """
    return Sheet(f'<html lang="en"><title>A book</title><ul>{lines}</ul>{body}</html>', (style,), ROOT)


@pytest.mark.parametrize("entries", [3, 8, 18])
def test_page_numbers_are_right_though_they_move_pages(entries: int, tmp_path: Path) -> None:
    book = to_pdf(contents(entries))
    (tmp_path / "book.pdf").write_bytes(book.pdf)
    sheets = words(tmp_path / "book.pdf").split("\f")
    first = next(number for number, sheet in enumerate(sheets, 1) if not re.search(r"\d", sheet))
    said = [int(number) for number in re.findall(r"\d+", "".join(sheets[: first - 1]))]
    assert said == list(range(first, first + entries))


def test_pages_are_laid_out_once_when_their_numbers_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    make_page = Mock(wraps=page.make_page)
    monkeypatch.setattr(page, "make_page", make_page)
    book = to_pdf(contents(6))
    assert make_page.call_count == book.pages == 7


def test_pages_share_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    computed = Mock(wraps=css.ComputedStyle)
    monkeypatch.setattr(css, "ComputedStyle", computed)
    made = []
    for entries in (6, 12):
        computed.reset_mock()
        to_pdf(contents(entries))
        made.append(computed.call_count)
    assert made[1] - made[0] < 6 * 17  # one for each margin of a page


def test_html_that_is_no_xml_is_printed_alike(docs: Docs) -> None:
    docs.write(one="(first)=\n# First page\n\nOne.\n\n<p>A line\nof words.</p>\n")
    as_xml = docs.printed()
    docs.write(one="(first)=\n# First page\n\nOne.\n\n<p>A line<wbr>\nof words.</p>\n")
    assert docs.printed() == as_xml


def test_a_number_stays_in_one_piece_where_words_have_no_spaces(docs: Docs) -> None:
    text = "\n\n".join(f"{'字' * length}[頁](#second)。" for length in range(24, 48))
    docs.write(one=f"(first)=\n# 一\n\n{text}\n")
    said = docs.printed("-D", "language=zh_CN", "-D", "guides_only=small")
    assert len(re.findall(r"第\d+页", said)) == said.count("第") == 24


def test_nobody_turns_a_page_in_the_middle_of_a_step(docs: Docs) -> None:
    steps = [f"{number}. Begin{number} {'word ' * 110}end{number}" for number in range(1, 19)]
    docs.write(two=TWO + "\n" + "\n".join(steps) + "\n")
    sheets = docs.printed().split("\f")
    ends = [{number for number in range(1, 19) if f"end{number}" in sheet.split()} for sheet in sheets]
    begins = [{number for number in range(1, 19) if f"Begin{number}" in sheet.split()} for sheet in sheets]
    assert sum(map(bool, begins)) > 1
    assert begins == ends


def test_the_head_of_a_page_names_what_stands_at_its_top(docs: Docs) -> None:
    docs.write(two=TWO + "\nA line.\n" * 40)
    *_, last = docs.printed().strip("\f").split("\f")
    assert "A line." in last
    assert "Addresses" in last
    assert "Second page" in last.strip().splitlines()[0]


def test_sentences_are_joined_as_their_language_does_it(docs: Docs) -> None:
    form = "guide:\n  kind: forms\n  sizes: [letter]\n  online: [one]\n  pages: [one]"
    docs.write(**{"paper/small": f"---\n{form}\n---\n# A form\n\nOnly for tests.\n"})
    said = docs.printed("-D", "language=zh_CN", "-D", "guides_only=small")
    assert "这个文件里不能打字。" in said
    assert re.findall("。 +[\u4e00-\u9fff].*", said) == []


def test_a_time_in_a_table_is_one_piece(docs: Docs) -> None:
    page = "report/what-happens-next"
    table = f"# First page\n\n| a | b |\n| --- | --- |\n| {'字' * 80} | 48小时内 |\n"
    (docs.folder / "one.md").unlink()
    docs.write(index=INDEX.replace("one", page), **{page: f"(first)=\n{table}"})
    docs.write(**{"paper/small": SMALL.replace("one", page)})
    assert "48小时内" in docs.printed("-D", "language=zh_CN", "-D", "guides_only=small")


def test_a_place_has_a_name_when_something_leads_there(docs: Docs) -> None:
    docs.write(two=f"{TWO}\n(second-after)=\n## Afterward\n\nMore words.\n")
    docs.printed()
    paper = Paper(docs.out / "small-letter.pdf")
    assert "two--second-after" not in paper.places
    assert {link.address for link in paper.links() if link.inside} == paper.places.keys() - {"addresses"}


def test_letter_and_a4_have_the_same_pages_in_the_middle_of_the_sheet(docs: Docs) -> None:
    docs.write(**{"paper/small": SMALL.replace("[letter]", "[letter, a4, booklet-letter, booklet-a4]")})
    docs.printed()
    for begins, width, height in (("", 595.28, 841.89), ("booklet-", 841.89, 595.28)):
        first, other = (Paper(docs.out / f"small-{begins}{size}.pdf") for size in ("letter", "a4"))
        assert other.pages == first.pages
        for one, two in zip(first.pdf.pages, other.pdf.pages, strict=True):
            left, bottom, right, top = (float(edge) for edge in two.mediabox)
            assert (right - left, top - bottom) == pytest.approx((width, height), abs=0.01)
            there = [float(edge) for edge in one.mediabox]
            assert (left + right, bottom + top) == pytest.approx(
                (there[0] + there[2], there[1] + there[3]), abs=0.01
            )
        assert ("/StructTreeRoot" in other.pdf.Root) == (begins == "")
    a4 = docs.out / "small-a4.pdf"
    before = a4.stat().st_ino
    docs.printed()
    assert a4.stat().st_ino == before
    a4.unlink()
    docs.printed()
    assert a4.exists()


def test_a_guide_has_pages_of_its_own_where_its_other_size_is_not_printed() -> None:
    assert Guide(kind="book", sizes=("letter", "a4")).pages_from("a4") == "letter"
    assert Guide(kind="book", sizes=("a4", "letter")).pages_from("a4") == ""
    assert Guide(kind="book", sizes=("own",)).pages_from("a4") == ""
    assert Guide(kind="card", sizes=("letter", "a4")).pages_from("a4") == ""  # its cards have another size


@pytest.mark.parametrize("lines", range(14))
def test_a_reference_says_no_number_on_the_very_page_where_it_leads(lines: int, tmp_path: Path) -> None:
    places = "ab"
    body = "".join(
        f'<h1 id="{place}">Place</h1>'
        + "".join(
            f'<p>{place}{to}<span class="hb-page-number" data-target="#{to}"></span>.</p>'
            for to in places * 2
        )
        + "<p>fill</p>" * lines
        for place in places
    )
    style = """
        @page { size: 60mm 60mm; margin: 5mm }
        * { margin: 0; font: 10pt/12pt "DejaVu Sans Mono" }
        p { inline-size: 8ch } /* with a number, a reference takes two lines and not one */
        .hb-page-number::after { content: " (page " target-counter(attr(data-target), page) ")" }
    """
    book = to_pdf(Sheet(f'<html lang="en"><title>A book</title>{body}</html>', (style,), ROOT))
    (tmp_path / "book.pdf").write_bytes(book.pdf)
    sheets = words(tmp_path / "book.pdf").split("\f")[:-1]
    first, second = (number for number, sheet in enumerate(sheets, 1) for _ in re.findall("Place", sheet))
    where = {"a": first, "b": second}
    found = [
        (number, to, said)
        for number, sheet in enumerate(sheets, 1)
        for to, said in re.findall(r"\b[ab]([ab])(?:\s+\(page\s+(\d+)\))?", sheet)
    ]
    assert len(found) == 8
    assert {said for number, to, said in found if number != where[to]} <= {str(first), str(second)}
    assert all(said in ("", str(where[to])) for _number, to, said in found)
    here = [said for number, to, said in found if number == where[to]]
    assert here.count("") >= len(here) - 1  # one that left its page says it for good, should it come back


def test_a_note_stands_on_the_page_of_what_it_is_said_of(tmp_path: Path) -> None:
    body = "".join(f"<p>fill</p><p>claim {place}</p><p class='dated'>note {place}</p>" for place in range(20))
    style = "@page { size: 60mm 70mm; margin: 5mm } html { font: 11pt/14pt 'Noto Sans' }"
    shared = (ROOT / "handbook/guides/styles/base.css").read_text("utf-8")
    book = to_pdf(Sheet(f'<html lang="en"><title>A book</title>{body}</html>', (shared, style), ROOT))
    (tmp_path / "book.pdf").write_bytes(book.pdf)
    sheets = words(tmp_path / "book.pdf").split("\f")[:-1]
    assert len(sheets) > 5
    for sheet in sheets:
        assert re.findall(r"claim (\d+)", sheet) == re.findall(r"note (\d+)", sheet)


def test_what_a_book_beside_holds_is_found_there_and_what_none_holds_is_named(docs: Docs) -> None:
    beside = SMALL.replace("[one, two]", "[one]\n  beside: [paper/large]")
    large = SMALL.replace("[one, two]", "[two]").replace("A small guide", "A large guide")
    docs.write(
        index=INDEX.replace("paper/small", "paper/small\npaper/large\nthree"),
        three="(third)=\n# Third page\n\nWords of the third page.\n",
        **{"paper/small": beside, "paper/large": large},
    )
    text = docs.printed()
    assert re.search(r"the second page \(in “A large guide”\)", text)
    assert "two.html" not in text
    docs.write(one=f"{ONE}\nThen [that](#third).\n")
    done = docs.print()
    assert done.returncode == 1
    assert "paper/small.md: WARNING: the guide sends to 'three', which neither" in done.stderr
    docs.write(**{"paper/small": beside.replace("beside:", "online: [three]\n  beside:")})
    assert "three.html" in docs.printed()


def test_a_page_of_a_guide_that_is_sent_as_a_link_has_an_address_too(docs: Docs) -> None:
    assert "two.html" not in docs.printed()
    docs.write(**{"paper/small": SMALL.replace("[one, two]", "[one, two]\n  online: [two]")})
    text = docs.printed()
    assert re.search(r"the second page \(page \d+\)\s?1", text)
    assert re.search(r"^1\.\s+\S+/two\.html$", text, re.M)


def test_a_book_has_parts_with_the_titles_of_labels_and_its_forms_below_their_steps(docs: Docs) -> None:
    form = "---\nguide:\n  kind: forms\n  sizes: [letter]\n---\n# A form\n\nTo fill in.\n"
    docs.write(
        one=f"{ONE}\n(one-after)=\n## Afterward\n\nMore words.\n",
        index=INDEX.replace("paper/small", "paper/small\npaper/form"),
        **{
            "paper/small": SMALL.replace(
                "[one, two]", "[one, two, paper/form]\n  parts:\n    two: one-after"
            ),
            "paper/form": form,
        },
    )
    text = docs.printed()
    contents = re.search(r"^Contents$(.*?)\f", text, re.S | re.M)
    assert contents
    lines = [line.rstrip(" .0123456789") for line in contents[1].splitlines() if line.strip()]
    assert [line.strip() for line in lines[:4]] == ["First page", "Afterward", "Second page", "A form"]
    insets = [len(line) - len(line.lstrip()) for line in lines[:4]]
    assert insets[0] == insets[2] < insets[3]


@pytest.mark.parametrize(
    "language, title", [("en", "What we promised attendees"), ("es", "Lo que prometimos a participantes")]
)
def test_the_words_of_a_tab_stay_on_it(docs: Docs, language: str, title: str) -> None:
    parts = "parts:\n    one: org-part\n  pages:"
    docs.write(index=INDEX.replace("# A handbook", f"# A handbook\n\n(org-part)=\n## {title}\n"))
    docs.write(**{"paper/small": SMALL.replace("pages:", parts)})
    docs.printed("-D", f"language={language}", "-D", "guides_only=small")
    tabs = [line for line in lines(docs.out / "small-letter.pdf", 3) if line.top < 35]
    right = [line for line in tabs if line.left > 196]
    left = [line for line in tabs if line.right < 20]
    assert len(left) == len(right) >= 3
    assert min(line.left for line in left) > 3.5
    assert max(line.right for line in right) < 215.9 - 3.5


@pytest.mark.parametrize("kind", ["book\n  text: 18", "forms"])
def test_the_foot_of_a_page_is_not_cut_off_by_a_printer(docs: Docs, kind: str) -> None:
    docs.write(**{"paper/small": SMALL.replace("book", kind)})
    docs.printed("-D", "language=es", "-D", "guides_only=small")
    with pypdfium2.PdfDocument(docs.out / "small-letter.pdf") as document:
        page = document[len(document) - 1].render(scale=1).to_pil().convert("L")
    foot = page.crop((0, page.height - 54, page.width, page.height))
    _left, _top, _right, bottom = ImageOps.invert(foot).getbbox() or (0, 0, 0, 0)
    assert 10 < bottom <= 54 - 13  # points: four and a half millimetres stay free


def test_a_list_of_links_to_pages_that_the_guide_leaves_out_is_left_out(docs: Docs) -> None:
    docs.write(
        one=f"{ONE}\n## More to read\n\n[](#third), [](#third).\n\n## More to do\n\nDo [this](#third).\n",
        three="(third)=\n# Third page\n\nWords of the third page.\n",
        index=INDEX.replace("two\n", "two\nthree\n"),
    )
    text = docs.printed()
    assert "More to do" in text
    assert "More to read" not in text
    docs.write(**{"paper/small": SMALL.replace("[one, two]", "[one, two, three]")})
    assert "More to read" in docs.printed()


def test_what_leads_to_the_sources_of_a_page_stays_when_a_book_gathers_them() -> None:
    words = nodes.paragraph("", "We ", nodes.reference("", "read", refid="page-sources"), nodes.Text(" it."))
    item = nodes.list_item("", nodes.paragraph("", "A book."))
    listed = nodes.section("", nodes.title("", "Sources"), nodes.bullet_list("", item, classes=["sources"]))
    listed["ids"] = ["page-sources"]
    tree = new_document("")
    tree += nodes.section("", nodes.title("", "Page"), words, listed)
    Gathered().take(tree, "page")
    assert tree.astext().split() == ["Page", "We", "read", "it."]
    assert not list(tree.findall(nodes.reference))


def test_a_number_is_in_one_piece_on_paper_too() -> None:
    number = nodes.inline("", "+44 20 7946 0106", classes=["phone"])
    reference = nodes.reference("", "", number, refuri="tel:+442079460106")
    nodes.paragraph("", "", reference)
    References([], "https://handbook.example/en/", said=False).lead(reference)
    assert reference["classes"] == ["phone"]
    assert not list(reference.findall(nodes.inline)), "PDF/UA allows no element within a link"


def test_only_the_full_edition_has_the_answers(docs: Docs) -> None:
    assert "model answer" in docs.printed()
    docs.write(**{"paper/small": SMALL.replace("kind: book", "kind: book\n  edition: participant")})
    assert "model answer" not in docs.printed()


def test_participants_find_the_answers_to_questions_at_the_end(docs: Docs) -> None:
    asked = ":::{{question}} 1\nWhat {0}?\n\n1. Yes\n2. No\n\nBecause of {0}.\n:::\n"
    docs.write(two=f"{TWO}\n{asked.format('red')}\n{asked.format('blue')}")
    beside = ["What red", "Because of red", "What blue", "Because of blue"]
    at_end = ["What red", "What blue", "Answers to the questions", "Because of red", "Because of blue"]
    assert in_order(docs.printed(), at_end) == beside
    docs.write(**{"paper/small": SMALL.replace("kind: book", "kind: book\n  edition: participant")})
    assert in_order(docs.printed().partition("First page\n")[2], at_end) == at_end


STORY = """
(story)=
# A story

It takes a minute.

## Part 1

First words.

1. What now?

## Part 2

Second words.

1. And now?

:::{answer}
This is the model answer.
:::
"""


def test_each_part_of_a_story_and_its_answer_stand_on_sheets_of_their_own(docs: Docs) -> None:
    docs.write(
        index=INDEX.replace("paper/small", "training/scenarios/story\npaper/small"),
        **{"training/scenarios/story": STORY},
    )
    pages = "pages: [one, training/scenarios/story, two]"
    for kind, edition in (("pack", "facilitator"), ("book", "participant")):
        front = SMALL.replace("kind: book", f"kind: {kind}\n  edition: {edition}")
        docs.write(**{"paper/small": front.replace("pages: [one, two]", pages)})
        sheets = docs.printed().split("\f")
        where = [
            next(number for number, sheet in enumerate(sheets, 1) if text in sheet)
            for text in ("Words of the first", "First words", "Second words", "Words of the second")
        ]
        assert len({*where[:3]}) == 3, edition
        if edition == "participant":  # nobody sees both parts at once: the second stands overleaf
            assert [page % 2 for page in where[1:3]] == [1, 0]
        assert ("\n".join(sheets).count("This is the model answer.") > 0) == (edition == "facilitator")
        if edition == "facilitator":
            answer = next(number for number, sheet in enumerate(sheets, 1) if "the model answer" in sheet)
            assert answer > where[3]
            assert re.search(rf"A good answer\s+\(page\s{answer}\)", sheets[where[2] - 1])


LISTED = """
---
guide:
  kind: pack
  edition: facilitator
  sizes: [letter]
  pages: [paper/small, one, training/scenarios/story, two]
---
# A small guide

Only for tests.

::::{table} How many copies
:class: prints-total

| People | 2 | 6 |
| --- | --- | --- |
| Sit as | a pair | threes |
| Chair | 2 | 6 |
| Envelope | 1 | 2 |
| Sheets in all |  |  |
::::

::::{table} The course
:class: prints

| Pile | What | Pages | Sheets | Answers | Sheets |
| --- | --- | --- | --- | --- | --- |
| Chair | [](#first), [](#second) |  |  | none | none |
| Envelope | [](#story), [](#second) |  |  |  |  |
::::
"""


def test_a_print_list_says_what_to_type_and_adds_up_to_what_is_printed(docs: Docs) -> None:
    docs.write(
        index=INDEX.replace("paper/small", "training/scenarios/story\npaper/small"),
        one=ONE + "\nOne more line.\n" * 90,
        **{"training/scenarios/story": STORY, "paper/small": LISTED},
    )
    sheets = docs.printed().split("\f")
    text = " ".join(sheets[2].split())

    def pages(*said: str) -> list[int]:
        return [next(n for n, sheet in enumerate(sheets, 1) if each in sheet) for each in said]

    first, story, part, second = pages(
        "Words of the first", "It takes a minute", "Second words", "Words of the second"
    )
    answers = [n for n, sheet in enumerate(sheets, 1) if "the model answer" in sheet]
    (end,) = pages("Addresses")
    assert first + 1 < story < part < second < answers[0] < answers[-1] < end
    chair = f"{first}-{story - 1},{second}"
    assert (
        f"Chair First page {first}-{story - 1}, Second page {second} {chair} {story - first + 1} none none"
        in text
    )
    found = f"{story}-{second} {second - story + 1} {answers[0]}-{answers[-1]} 2"
    assert f"Envelope A story {story}-{part}, Second page {second} {found}" in text
    each, group = story - first + 1, second - story + 3
    assert f"Sheets in all {2 * each + group} {6 * each + 2 * group}" in text
    with pikepdf.open(docs.out / "small-letter.pdf") as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/Simplex"


def test_a_pile_without_its_copies_is_named(docs: Docs) -> None:
    docs.write(
        **{
            "paper/small": LISTED.replace("| Chair | 2 | 6 |\n", "")
            .replace(", training/scenarios/story", "")
            .replace("[](#story), ", "")
        }
    )
    done = docs.print()
    assert done.returncode == 1
    assert (
        "paper/small.md: WARNING: The print list doesn't say how many copies of 'Chair' are wanted."
        in done.stderr
    )


def test_what_is_printed_on_request_is_printed_by_its_name_or_with_all_paper(docs: Docs) -> None:
    docs.write(**{"paper/small": SMALL.replace("kind: book", "kind: book\n  on_request: true")})
    for options, there in (
        ([], False),
        (["-D", "guides_paper=letter"], False),
        (["-D", "guides_paper=all"], True),
        (["-D", "guides_only=small"], True),
        ([], False),  # nothing that was printed before is left to be published
    ):
        done = docs.print(*options)
        assert done.returncode == 0, done.stderr
        assert (docs.out / "small-letter.pdf").exists() == there, options


def test_pages_are_typed_as_a_print_dialog_takes_them() -> None:
    assert typed([]) == ""
    assert typed([7, 8, 9, 11, 16, 17]) == "7-9,11,16-17"


def in_order(text: str, parts: list[str]) -> list[str]:
    """Return those of the parts that a text has, in the order in which it has them."""
    return sorted((part for part in parts if part in text), key=text.index)


def test_the_index_leads_to_where_a_term_is_explained_and_spoken_of(docs: Docs) -> None:
    docs.write(
        index=INDEX.replace("paper/small", "words\npaper/small"),
        one=ONE + "\nTell a witness.\n",
        words="# Words\n\n```{glossary}\nwitness\n  Someone who saw it.\n\nban\n  A rule.\n```\n",
        **{"paper/small": SMALL.replace("pages: [one, two]", "everything: true")},
    )
    index = docs.printed().rpartition("Index")[2]
    assert re.search(r"witness 3, 5\b", index)
    assert re.search(r"ban 5\s", index)


def test_no_word_stands_alone_before_a_link(docs: Docs) -> None:
    told = "we listen to you and we write it down "
    see = "[there](#second) again."
    paragraphs = [
        f"See [here](#second) how {told * (number // 12 + 3)}{'a' * (number % 12 + 1)} {see}"
        for number in range(96)
    ]
    docs.write(one="(first)=\n# First page\n\n" + "\n\n".join(paragraphs))
    blocks = [block.strip("\n").split("\n") for block in re.split(r"\n\s*\n", docs.printed())]
    full = [line for block in blocks if len(block) > 1 for line in block[:-1] if "down" in "".join(block)]
    assert len(full) > 100
    assert [line for line in full if len(line.split()) < 5 and line.strip() != "First page"] == []


def test_text_is_as_large_as_its_place_allows(docs: Docs) -> None:
    def height(lines: int) -> float:
        docs.face("## Face\n\n" + "\n".join(f"- line {number}" for number in range(lines)))
        assert docs.print().returncode == 0
        pdf = docs.out / "small-letter.pdf"
        boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, text=True)
        (match,) = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">7<', boxes.stdout)
        assert boxes.stdout.count("<page ") == 1
        return float(match[1]) - float(match[0])

    assert height(8) > height(28) > 0


def test_another_community_prints_without_holes(tmp_path: Path, other_site: Path) -> None:
    out = tmp_path / "other"
    take_over(other_site, out)
    for guide in ("poster", "report-form"):
        options = ("-D", f"community_file={OTHER}", "-D", f"guides_only={guide}")
        done = run_here(out, "-c", str(ROOT), *options, docs=ROOT / "docs", builder="guides")
        assert done.returncode == 0, done.stderr
        text = words(out / f"{guide}-a4.pdf")
        assert "9999" in text
        assert not re.search(r"None|\{|:::", text), text
        assert own_facts.found(text) == []


# -- What is printed anew


def test_only_what_changed_is_printed_anew(docs: Docs) -> None:
    other = SMALL.replace("[one, two]", "[two]")
    docs.write(index=INDEX.replace("paper/small", "paper/small\npaper/other"), **{"paper/other": other})
    docs.printed()
    small, second = (docs.out / f"{name}-letter.pdf" for name in ("small", "other"))
    before = small.stat().st_ino, second.stat().st_ino
    docs.printed()
    assert (small.stat().st_ino, second.stat().st_ino) == before
    docs.write(one=ONE.replace("Words", "New words"))
    docs.printed()
    assert small.stat().st_ino != before[0]
    assert second.stat().st_ino == before[1]


def test_the_list_says_what_there_is(docs: Docs) -> None:
    docs.printed()
    listed = json.loads((docs.out / "guides.json").read_text("utf-8"))["small-letter.pdf"]
    assert (listed["guide"], listed["size"], listed["pages"]) == ("small", "letter", 4)
    assert listed["bytes"] == (docs.out / "small-letter.pdf").stat().st_size
    assert (docs.out / listed["picture"]).read_bytes()[8:12] == b"WEBP"


def test_a_guide_that_is_gone_is_removed(docs: Docs) -> None:
    docs.printed()
    (docs.folder / "paper/small.md").unlink()
    docs.write(index=INDEX.replace("paper/small", ""))
    done = docs.print()
    assert done.returncode == 0, done.stderr
    assert [path.name for path in docs.out.glob("*.*")] == ["guides.json"]


def test_the_text_of_a_page_can_be_smaller_in_one_language_only() -> None:
    sizes = {"one": 11, "two": {"es": 10.5}, "three": {"en": 9.5, "es": 9}}
    guide = Guide(kind="book", sizes=("letter",), smaller=sizes)
    assert guide.smaller_in("en") == {"one": 11, "three": 9.5}
    assert guide.smaller_in("es") == {"one": 11, "two": 10.5, "three": 9}


def test_a_booklet_has_smaller_pages_of_its_own(docs: Docs) -> None:
    sizes, folded = {"one": 11, "two": 10}, {"one": 9.5, "three": {"es": 9}}
    guide = Guide(kind="book", sizes=("booklet-letter",), smaller=sizes, folded=folded)
    assert guide.smaller_in("en") == sizes
    assert guide.smaller_in("es", folded=True) == {"one": 9.5, "two": 10, "three": 9}
    small = SMALL.replace("[letter]", "[booklet-letter]")
    seen = []
    for each in (small, small.replace("pages:", "folded: {one: 8}\n  pages:")):
        docs.write(**{"paper/small": each})
        assert docs.print().returncode == 0
        (about,) = [
            subprocess.run(
                ["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True
            ).stdout
            for path in docs.out.glob("small-booklet-letter.pdf")
        ]
        (word,) = re.findall(r'xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>See<', about)
        seen.append(float(word[1]) - float(word[0]))
    assert seen[1] / seen[0] == pytest.approx(8 / 10, abs=0.02)


# -- What is said of mistakes

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>'
FACES = "---\nguide:\n  kind: {}\n  sizes: [letter]\n---\n# Faces\n\nOnly for tests.\n\n## Short\n\nFine.\n"
LONG = "\n## Long list\n\n" + "- one more line of it\n" * 80
# Guides by their names: a page as it is first, the same with its mistake, and what is said of it.
MISTAKES = {
    "page": (SMALL, SMALL.replace("[one, two]", "[one, tow]"), "'tow', which does not exist. Nearest: 'two'"),
    "page that is left out": (
        SMALL.replace("pages: [one, two]", "everything: true"),
        SMALL.replace("pages: [one, two]", "everything: true\n  without: [tow]"),
        "'tow', which does not exist. Nearest: 'two'",
    ),
    "page of a booklet": (
        SMALL,
        SMALL.replace("pages:", "folded:\n    tow: 9\n  pages:"),
        "'tow', which does not exist. Nearest: 'two'",
    ),
    "part": (
        SMALL,
        SMALL.replace("pages:", "parts:\n    two: fist\n  pages:"),
        "label 'fist', which does not exist. Nearest: 'first'",
    ),
    "beside": (
        SMALL,
        SMALL.replace("pages:", "beside: [paper/smalls]\n  pages:"),
        "'paper/smalls', which does not exist. Nearest: 'paper/small'",
    ),
    "language": (
        SMALL,
        SMALL.replace("pages:", "smaller:\n    two:\n      enn: 9\n  pages:"),
        "language 'enn', which does not exist. Nearest: 'en'",
    ),
    "key": (SMALL, SMALL.replace("sizes:", "size:"), 'size: this key is not known. Nearest: "sizes"'),
    "paper": (SMALL, SMALL.replace("letter", "leter"), "sizes.0: found 'leter'; expected 'letter', 'a4'"),
    "sheets": (FACES, FACES + LONG, "letter: 'Long list': too long for its place"),
    "card": (FACES, FACES + LONG, "letter: 'Long list': too long for its place"),
    "slides": (FACES, FACES + LONG, "letter: 'Long list': too long for its place"),
    "glyph": (FACES, FACES + "\nA \U0002fff0.\n", "(U+2FFF0). Install one that has it and name it"),
    "picture": (FACES, FACES + "\n![](dot.svg)\n", "dot.svg has no alternative text"),
}


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Docs, dict[str, bytes], str]:
    """A handbook that was printed well, its PDFs, and what was said when each guide had a mistake."""
    docs = Docs(tmp_path_factory.mktemp("mistaken"))
    (docs.folder / "paper/dot.svg").write_text(DOT)
    docs.write(
        index=INDEX.replace("paper/small", "\n".join(["paper/small", *(f"paper/{x}" for x in MISTAKES)]))
    )
    kinds = {name: name if name in ("card", "slides") else "sheets" for name in MISTAKES}
    docs.write(**{f"paper/{name}": good.format(kinds[name]) for name, (good, _, _) in MISTAKES.items()})
    docs.printed()
    before = {path.name: path.read_bytes() for path in docs.out.glob("*.pdf")}
    docs.write(**{f"paper/{name}": bad.format(kinds[name]) for name, (_, bad, _) in MISTAKES.items()})
    done = docs.print()
    assert done.returncode == 1, done.stderr
    return docs, before, done.stderr


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_page_and_its_mend(
    name: str, mistaken: tuple[Docs, dict[str, bytes], str]
) -> None:
    said = [line for line in mistaken[2].splitlines() if f"paper/{name}.md" in line]
    assert any(MISTAKES[name][2] in line for line in said), mistaken[2]


def test_a_mistake_loses_nothing(mistaken: tuple[Docs, dict[str, bytes], str]) -> None:
    docs, before, _said = mistaken
    assert len(before) == len(MISTAKES) + 1
    for name, pdf in before.items():
        assert (docs.out / name).read_bytes() == pdf, name
    assert not list(docs.out.glob(".*"))


def test_one_guide_alone_can_be_printed(docs: Docs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs.write(**{"paper/other": SMALL}, index=INDEX.replace("small", "small\npaper/other"))
    settings_of_a_handbook(tmp_path)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = run(tmp_path, "guide", "small")
    assert done.returncode == 0, done.stderr
    assert re.search(r"build/guides/en/small-letter\.pdf: \d pages?, \d+ kB", done.stdout)
    assert not list(tmp_path.rglob("other-*.pdf"))
    monkeypatch.setattr("handbook.commands.guide.sphinx_build", SimpleNamespace(main=sphinx_main))
    wrong = here(tmp_path, "guide", "small2")
    assert wrong.returncode == 1
    assert "Nearest: 'small'" in wrong.stderr
    # The table of languages is read before anything is started.
    assert "no language 'tlh'. There is: en" in here(tmp_path, "guide", "small", "--language", "tlh").stderr


def settings_of_a_handbook(top: Path) -> None:
    """Put the frozen facts and the table of languages into a folder."""
    shutil.copy(FROZEN, top / "community.toml")
    shutil.copytree(ROOT / "locales", top / "locales", ignore=shutil.ignore_patterns("LC_MESSAGES"))


def test_all_guides_of_a_language_are_asked_for_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def printing(words: list[str]) -> int:
        asked.extend(words)
        out = tmp_path / "build" / "guides" / "es"
        out.mkdir(parents=True)
        made = {f"{name}-a4.pdf": {"guide": name, "pages": 1, "bytes": 2000} for name in ("poster", "labels")}
        (out / MANIFEST).write_text(json.dumps(made), "utf-8")
        return 0

    monkeypatch.setattr("handbook.commands.guide.sphinx_build.main", printing)
    settings_of_a_handbook(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")
    assert main(["guide", "all", "--language", "es", "--top", str(tmp_path)]) == 0
    assert "guides_only=" in asked
    told = capsys.readouterr().out
    assert re.findall(r"build/guides/es/(\w+)-a4\.pdf: 1 pages", told) == ["poster", "labels"]


@pytest.mark.parametrize(
    ("paper", "sizes"),
    [("letter", ("letter",)), ("a4", ("a4",)), ("", ("letter", "a4")), ("all", ("letter", "a4"))],
)
def test_guides_for_organizers_are_on_the_paper_of_the_community(paper: str, sizes: tuple[str, ...]) -> None:
    assert Guide(kind="book", sizes=("own",)).printed(paper) == sizes
    assert Guide(kind="poster", sizes=("letter", "a3")).printed(paper) == ("letter", "a3")


def test_the_fixes_are_for_one_version_of_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.__version__", "71.0")
    with pytest.raises(RuntimeError, match=r"is for WeasyPrint 70\.0, and here is 71\.0"):
        weasyprint_fixes.repair.__wrapped__()
