"""The folder of printed guides: what stands there is used again while its content is the same."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from handbook.guides.book.booklet import impose
from handbook.guides.book.centered import centered, sheet_size
from handbook.guides.model import BOOKLET, EDITABLE, MANIFEST, Sheet

WIDTH = 200  # of the pictures, in pixels: twice as many as pages show


@cache
def _tools() -> bytes:
    """Return what a PDF depends on beside its content: our own files, the packages and the fonts."""
    fonts = subprocess.run(
        ["fc-list", "--format", "%{file} %{fontversion}\n"], capture_output=True, check=True
    )
    here = Path(__file__).parent
    modules = [*sorted(here.rglob("*.py")), *sorted(here.glob("drawings/*"))]
    names = ("weasyprint", "pydyf", "fonttools", "pikepdf", "pypdfium2", "pillow")
    packages = [f"{name} {version(name)}".encode() for name in names]
    fonts_found = sorted(fonts.stdout.splitlines())
    return b"\n".join([*packages, *fonts_found, *(path.read_bytes() for path in modules)])


def digest(sheet: Sheet) -> str:
    """Return what changes when the PDF of a sheet would change."""
    sources = (sheet.folder / source for source in re.findall(r'<img[^>]* src="([^"]*)"', sheet.html))
    pictures = [path.read_bytes() for path in sources if path.is_file()]
    parts = [
        _tools(),
        str(WIDTH).encode(),
        sheet.html.encode(),
        *(style.encode() for style in sheet.styles),
        *pictures,
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


class PrintCache:
    """The PDFs of one language, with a picture of each first page and a list of what is known about them."""

    def __init__(self, folder: Path) -> None:
        """Look at what stands in `folder`."""
        self.folder = Path(folder)
        try:
            self.known: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        except (OSError, ValueError):
            self.known = {}

    def put(
        self, name: str, size: str, sheet: Sheet, fit: Callable[[Sheet], Sheet], *, rtl: bool
    ) -> tuple[str, ...]:
        """Print a guide unless it is there already; return complaints, which leave things as they were.

        `sheet` is its content with text of any size; `fit` makes it one with text that fits. `rtl` says
        whether a booklet opens to the right.
        """
        pdf = f"{name}-{size}.pdf"
        key = digest(sheet)
        if self._has(pdf, key):
            return ()
        try:
            from handbook.guides.pdf import picture, to_pdf
        except OSError as error:  # SphinxError would show a traceback
            raise SystemExit(
                f"Paper is printed with WeasyPrint, which lacks a library here: {error}\n"
                "`make handbook` installs what it needs from the system; apt.txt names it."
            ) from None

        printed = to_pdf(fit(sheet))
        if printed.complaints:
            return printed.complaints
        image = pdf.replace(".pdf", ".webp")
        file = impose(printed.pdf, rtl=rtl) if size.startswith(BOOKLET) else printed.pdf
        self._write(image, picture(printed.pdf, WIDTH))
        self._keep(pdf, file, {"guide": name, "size": size, "pages": printed.pages, "picture": image}, key)
        return ()

    def put_centered(self, name: str, size: str, like: str) -> None:
        """Write a guide with the pages of its size `like`, if these could be printed, unless it is there."""
        pdf, other = f"{name}-{size}.pdf", f"{name}-{like}.pdf"
        about = dict(self.known.get(other, {}))
        key = about.pop("content", "")
        if self._has(other, key) and not self._has(pdf, key):
            file = centered((self.folder / other).read_bytes(), sheet_size(size))
            self._keep(pdf, file, about | {"size": size}, key)

    def put_editable(self, name: str, kind: str, key: str, make: Callable[[], bytes]) -> None:
        """Write a file to edit, "docx" or "pptx", unless it is there: `key` tells what it is made of."""
        file = f"{name}.{kind}"
        if not self._has(file, key):
            self._keep(file, make(), {"guide": name, "size": kind, "pages": 0, "picture": ""}, key)

    def _has(self, file: str, key: str) -> bool:
        return self.known.get(file, {}).get("content") == key and (self.folder / file).exists()

    def _keep(self, file: str, content: bytes, about: dict[str, Any], key: str) -> None:
        self._write(file, content)
        self.known[file] = about | {"bytes": len(content), "content": key}
        self.write()  # whoever stops the build keeps what is printed

    def remove_others(self, printed: Collection[tuple[str, str]]) -> None:
        """Forget guides, by name and size, that are no more."""
        self.known = {
            pdf: about for pdf, about in self.known.items() if (about["guide"], about["size"]) in printed
        }
        files = {file for pdf, about in self.known.items() for file in (pdf, about["picture"])}
        for path in sorted(self.folder.iterdir()):
            if (
                path.suffix in (".pdf", ".webp", *(f".{kind}" for kind in EDITABLE))
                and path.name not in files
            ):
                path.unlink()

    def write(self) -> None:
        """Write the list."""
        self._write(MANIFEST, json.dumps(dict(sorted(self.known.items())), indent=1).encode())

    def _write(self, name: str, content: bytes) -> None:
        new = self.folder / f".{name}.new"
        new.write_bytes(content)
        new.replace(self.folder / name)
