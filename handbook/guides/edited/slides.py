"""Writes slides with notes as a file that presentation programs can edit. Knows nothing of Sphinx.

Pandoc makes the file. What it leaves out is put in: language and direction of the words, and our colors.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from handbook.guides.edited.text import ISOLATES, SECTION
from handbook.html.builder import THEME

TOKENS = THEME / "styles" / "tokens.css"
# The colors of a presentation, and what we call them.
COLORS = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "accent",
    "lt2": "soft",
    "accent1": "accent",
    "hlink": "accent",
}
MASTER = "ppt/slideMasters/slideMaster1.xml"

# Of the text on a slide, as the first master that pandoc has sets it.
LETTERS, LINES = 48, 7  # in a line, and lines on a slide


def digest(slides: Sequence[str], title: str, language: str, direction: str) -> str:
    """Return what changes when the file would change."""
    tools = (version("pypandoc-binary"), Path(__file__).read_text("utf-8"), TOKENS.read_text("utf-8"))
    return hashlib.sha256("\0".join((*slides, title, language, direction, *tools)).encode()).hexdigest()


def to_pptx(slides: Sequence[str], title: str, language: str, direction: str) -> bytes:
    """Return slides as a .pptx: the HTML of each, its title in <h1>, its notes in <div class="notes">.

    `language` is its tag, `direction` "ltr" or "rtl". The time in the file is SOURCE_DATE_EPOCH: the same
    words give the same bytes. Raises RuntimeError from pandoc.
    """
    import pypandoc

    html = SECTION.sub("", "".join(slides))
    if direction == "ltr":
        html = ISOLATES.sub("", html)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "slides.pptx")
        pypandoc.convert_text(html, "pptx", "html", extra_args=["--slide-level=1"], outputfile=str(file))
        out = BytesIO()
        with ZipFile(file) as made, ZipFile(out, "w", ZIP_DEFLATED) as finished:
            for item in made.infolist():
                content = made.read(item)
                if item.filename.endswith(".xml"):
                    content = _finished(item.filename, content.decode(), title, language, direction).encode()
                finished.writestr(item, content, ZIP_DEFLATED)
    return out.getvalue()


def _finished(name: str, xml: str, title: str, language: str, direction: str) -> str:
    """Return one part of the file as it should be."""
    if name == "docProps/core.xml":
        about = f"<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language>"
        return re.sub(r"<dc:title>.*?</dc:title>|<dc:title\s*/>", about, xml, count=1)
    if name.startswith("ppt/theme/"):
        for theirs, ours in COLORS.items():
            color = f'<a:{theirs}><a:srgbClr val="{_color(ours)}"/></a:{theirs}>'
            xml = re.sub(rf"<a:{theirs}>.*?</a:{theirs}>", color, xml, count=1)
        return xml
    xml = re.sub(r' lang="en-US"', "", xml)
    xml = re.sub(r"<a:(rPr|endParaRPr|defRPr)\b", rf'<a:\1 lang="{language}"', xml)
    if name == MASTER:  # titles begin where the words do, in our color
        above, styles, below = re.split(r"(<p:titleStyle>.*?</p:titleStyle>)", xml)
        styles = styles.replace('algn="ctr"', 'algn="l"').replace('"tx1"', '"tx2"')
        xml = above + re.sub(r'sz="\d+"', 'b="1" sz="3000"', styles) + below
    if name.startswith("ppt/slides/slide"):
        title, words = xml.split('<p:ph idx="1" />') if '<p:ph idx="1" />' in xml else (xml, "")
        lines = sum(-(-len(text) // LETTERS) for text in _paragraphs(words))
        if lines > LINES:
            fit = f'<a:normAutofit fontScale="{round(100 * (LINES / lines) ** 0.5)}000"/>'
            xml = f'{title}<p:ph idx="1" />{words.replace("<a:bodyPr />", f"<a:bodyPr>{fit}</a:bodyPr>", 1)}'
    if direction == "rtl":
        xml = re.sub(r'<a:(pPr|lvl\dpPr)\b((?: (?!algn|rtl)[\w:]+="[^"]*")*)( algn="(\w+)")?', _turned, xml)
    return xml


def _paragraphs(xml: str) -> list[str]:
    """Return the words of each paragraph."""
    return ["".join(re.findall(r"<a:t>(.*?)</a:t>", each)) for each in xml.split("</a:p>")]


def _turned(found: re.Match[str]) -> str:
    """Return the settings of a paragraph that goes from right to left."""
    side = {"l": "r", "r": "l"}.get(found[4] or "l", found[4])
    return f'<a:{found[1]}{found[2]} algn="{side}" rtl="1"'


def _color(name: str) -> str:
    """Return a color of our pages as six digits."""
    found = re.search(rf"^  --{name}: #(\w{{6}});", TOKENS.read_text("utf-8"), re.M)
    assert found, f"{TOKENS.name} has no --{name} of six digits"
    return found[1].upper()
