"""Chinese and Japanese pages have no spaces inside their sentences: on the site, in the book and on paper."""

from __future__ import annotations

import re

import pytest
from helpers.paths import FROZEN, ROOT
from helpers.sphinx_app import run_here
from helpers.trees import Trees, select

SQUARE = r"[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef]"
STRAY = re.compile(rf".{{0,20}}{SQUARE}[ \n]+{SQUARE}.{{0,20}}")

PAGES = {  # what is translated, and what a reader then sees
    "sentences on two lines": ("先报警。\n再告诉我们。", "先报警。再告诉我们。"),
    "words on two lines": ("请告诉\n我们。", "请告诉我们。"),
    "a fact of the same script": ("地点是 {fact}`meetup.venue` 。", "地点是社区图书馆。"),
    "a fact in digits": ("拨打 {fact}`emergency.number` 报警。", "拨打 112 报警。"),
    "emphasis": ("**先报警。** *再* 告诉我们。", "**先报警。***再*告诉我们。"),
    "a link": ("请看 [这一页](https://example.org/) 的内容。", "请看这一页的内容。"),
    "words in letters": ("请看 Python 手册 2 页。", "请看 Python 手册 2 页。"),
    "code": ("打开 `文件 一` 。", '打开"文件 一"。'),
    "Korean": ("경찰에 전화하세요. 저희에게 알려 주세요。", "경찰에 전화하세요. 저희에게 알려 주세요。"),
    "a wide space": ("先报警\u3000再告诉我们。", "先报警\u3000再告诉我们。"),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What readers see of each page, by language."""
    top = tmp_path_factory.mktemp("spacing")
    docs = top / "docs"
    docs.mkdir()
    for number, (text, _seen) in enumerate(PAGES.values()):
        (docs / f"p{number}.md").write_text(f"# {number}\n\n{text}\n", "utf-8")
    (docs / "index.md").write_text("# 0\n\n```{toctree}\n:glob:\n\np*\n```\n", "utf-8")
    facts = FROZEN.read_text("utf-8")
    facts = re.sub(r'^venue = ".*"$', 'venue = "社区图书馆"', facts, flags=re.MULTILINE)
    (top / "community.toml").write_text(facts, "utf-8")
    conf = ["extensions = ['myst_parser', 'handbook']", "html_theme = 'basic'"]
    conf += [f"community_file = {str(top / 'community.toml')!r}"]
    conf += [f"languages_file = {str(ROOT / 'locales' / 'languages.toml')!r}"]
    (top / "conf.py").write_text("\n".join(conf), "utf-8")
    found = {}
    for language in ("zh_CN", "ja", "en"):
        out = top / language
        done = run_here(
            out,
            "-c",
            str(top),
            "-D",
            f"language={language}",
            "-D",
            "locale_dirs=none",
            docs=docs,
            builder="text",
        )
        assert done.returncode == 0, done.stderr
        found[language] = {
            kind: (out / f"p{number}.txt").read_text("utf-8").partition("\n\n")[2].strip()
            for number, kind in enumerate(PAGES)
        }
    return found


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("language", ["zh_CN", "ja"])
def test_spaces_are_left_where_they_belong(read: dict[str, dict[str, str]], language: str, kind: str) -> None:
    assert read[language][kind] == PAGES[kind][1]


def test_other_languages_keep_the_spaces_of_what_they_quote(read: dict[str, dict[str, str]]) -> None:
    assert read["en"]["words on two lines"] == "请告诉 我们。"


def test_no_chinese_page_has_stray_spaces(articles: Trees) -> None:
    blocks = "main :is(p, li, dt, dd, h1, h2, h3, h4, summary, caption, td, th, title)"
    found = {
        (page, stray[0])
        for page, tree in articles.items()
        if page.startswith("zh_CN/")
        for block in select(tree, blocks)
        if not select(block, "p, li, dd, ul, .button") and (stray := STRAY.search(block.text_content()))
    }
    assert found == set()
