"""Makes the pictures of README.md from the site as it is now: make pictures"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from helpers.browser import PHONE, launch, opened
from helpers.paths import ROOT
from helpers.static_host import StaticHost, served
from helpers.workspace import fresh_site
from PIL import Image, ImageOps
from playwright.sync_api import Browser

from handbook.config import project

FOLDER = ROOT / ".github" / "pictures"
HEIGHT = 900  # pixels, of those that stand side by side
QUALITY = 75  # of WebP: letters stay sharp
SPREAD = "Take a report"  # the chapter of the guide for organizers that shows what the others look like
EDGE = "#8a8a8a"  # around white paper on a white page


def of_page(browser: Browser, address: str) -> Image.Image:
    """Return what somebody sees who opens a page on a phone."""
    with opened(browser, viewport=PHONE, device_scale_factor=HEIGHT / PHONE["height"]) as tab:
        tab.goto(address, wait_until="networkidle")
        return Image.open(io.BytesIO(tab.screenshot()))


def of_paper(pdf: Path, places: tuple[int, ...], height: int = HEIGHT) -> Image.Image:
    """Return pages of a PDF side by side; places count from 0."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[place] for place in places]
        images = [page.render(scale=height / page.get_height()).to_pil() for page in pages]
    whole = Image.new("RGB", (sum(image.width for image in images), height), "white")
    for image, left in zip(images, (0, images[0].width), strict=False):
        whole.paste(image, (left, 0))
    return ImageOps.expand(whole, border=1, fill=EDGE)


def spread(pdf: Path, title: str) -> tuple[int, int]:
    """Return the first two pages of a chapter that face each other; LookupError if there is none."""
    with pypdfium2.PdfDocument(pdf) as document:
        marks = [mark for mark in document.get_toc() if mark.get_title() == title]
        for mark in sorted(marks, key=lambda mark: mark.level):  # a checklist may have a part of that name
            if there := mark.get_dest():
                left = int(there.get_index()) | 1  # page 2 is the first on the left
                return left, left + 1
    raise LookupError(f"{pdf.name} has no chapter {title!r}. Name another in {Path(__file__).name}.")


def paper(site: Path, name: str) -> Path:
    """Return a guide in English, in whichever size it is printed first."""
    return min(site.glob(f"en/paper/{name}-*.pdf"), key=lambda path: ("letter" not in path.stem, path))


def pictures(site: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield each picture with its name."""
    address = str(project.read_facts(ROOT).handbook.url)
    with served(StaticHost(site, address)) as host, launch() as browser:
        yield "help-now", of_page(browser, host.url("en/help-now.html"))
        yield "arabic", of_page(browser, host.url("ar/report/index.html"))
    yield "poster", of_paper(paper(site, "poster"), (0,))
    guide = paper(site, "organizers-guide")
    yield "organizers-guide", of_paper(guide, spread(guide, SPREAD))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for name, picture in pictures(fresh_site(Path(folder) / "site")):
            file = FOLDER / f"{name}.webp"
            picture.convert("RGB").save(file, quality=QUALITY, method=6)
            print(f"{file.name}: {picture.width} x {picture.height}, {file.stat().st_size // 1024} KB")
