"""The whole handbook as one book, which is printed only when somebody asks for it.

`make office` runs these: its hundreds of pages take a third of the time of all English guides.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
import yaml
from helpers.paths import FROZEN, ROOT
from helpers.pdf import Paper, broken_rules, settings, squeezed
from helpers.site_pages import one, parsed
from helpers.sphinx_app import sphinx

pytestmark = pytest.mark.office
PAGE = ROOT / "docs/paper/whole-handbook.md"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """The book, in English."""
    out = tmp_path_factory.mktemp("whole") / "en" / "paper"
    options = (
        "-D",
        f"community_file={FROZEN}",
        "-D",
        "guides_only=whole-handbook",
        "-D",
        "guides_paper=letter",
    )
    sphinx(out, *options, builder="guides")
    return Paper(out / "whole-handbook-letter.pdf")


def test_it_has_every_page(whole: Paper, usual: Path) -> None:
    texts = ("forms", "letters", "sheets", "cards")  # their words are read on the screen, too
    apart = {guide.page for guide in settings().values() if guide.kind not in texts}
    front = yaml.safe_load(PAGE.read_text("utf-8").split("---\n")[1])["guide"]
    left_out = {"index", "paper/whole-handbook", *apart, *front["without"]}
    for path in (ROOT / "docs").rglob("*.md"):
        page = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
        if page not in left_out:
            heading = one(parsed(usual / "en" / f"{page}.html"), "main h1").get_text()
            assert whole.text.count(squeezed(heading)) > 1, page  # in the contents too


def test_it_keeps_to_pdf_ua(whole: Paper) -> None:
    assert broken_rules([whole.path]) == []


def test_no_reader_stumbles_over_it(whole: Paper) -> None:
    whole.draw()
    with pikepdf.open(whole.path) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert all(whole.fonts().values())


def test_every_reference_leads_to_a_place_in_it(whole: Paper) -> None:
    inside = [link for link in whole.links() if link.inside]
    assert len(inside) > 1000
    assert [(link.page, link.address) for link in inside if link.address not in whole.places] == []
