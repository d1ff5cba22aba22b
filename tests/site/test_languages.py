"""Each language of the site: its frame, its way to the others, and what a page says about its translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale
from helpers.browser import PHONE, opened
from helpers.paths import ROOT
from helpers.site_pages import below, is_published, resolve
from helpers.static_host import StaticHost
from helpers.trees import Trees, one, select, text
from helpers.workspace import copy, run_here
from lxml.etree import XPath
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page, expect

from handbook.config.community import Community, load_community
from handbook.config.languages import Languages, load_languages, tag
from handbook.config.lookup import walk
from handbook.config.toml import SettingsError
from handbook.config.values.texts import Foreign

BORROWED = {"Menu"}  # the same word in Hmong
# What is printed for attendees.
PIECES = (
    *("poster", "poster-strips", "door-sign", "door-sheet", "table-tent", "pocket-card", "slides"),
    *("notice", "notes-and-numbers", "numbers"),
)
PAPER = tuple(f"paper/{name}" for name in PIECES)


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("pt-BR", "pt_BR"),
        ("zh-TW", "zh_TW"),
        ("sr-Latn", "sr_Latn"),
        ("PT_br", "pt_BR"),
        ("zh_hant_tw", "zh_Hant_TW"),
        ("ES", "es"),
        ("deu", "de"),
        ("iw", "he"),
        ("german", "de"),
        ("es-419", "es_419"),
    ],
)
def test_a_code_that_is_written_in_another_way_is_told_with_the_right_one(tmp_path, code, right):
    message = complaint_of_code(tmp_path, code)
    assert f"languages.toml: languages.{code}: found the name '{code}'; expected the code of" in message
    assert f'Nearest: "{right}"' in message


@pytest.mark.parametrize("code", ["xx", "qqq", "en_QQ", "sr_Abcd", "a", "klingonese", "es_ES_x"])
def test_a_code_of_no_language_is_told(tmp_path, code):
    assert f"languages.toml: languages.{code}: found the name '{code}'" in complaint_of_code(tmp_path, code)


def test_an_invisible_sign_in_a_code_is_named(tmp_path):
    assert "(soft hyphen)" in complaint_of_code(tmp_path, "f\N{SOFT HYPHEN}i")


@pytest.mark.parametrize(
    "code", ["fi", "sr_Latn", "es_419", "zh_TW", "mww", "hnj", "ckb", "zh_Hant_HK", "en_XA"]
)
def test_a_code_as_sphinx_writes_it_is_a_row(tmp_path, code):
    assert code in load_languages(with_row(tmp_path, code)).languages


@pytest.mark.parametrize("code", ["pt-BR", "xx"])
def test_commands_say_in_a_sentence_that_a_code_is_none(tmp_path, code):
    top = copy(tmp_path / "handbook")
    table = top / "locales" / "languages.toml"
    table.write_text(f"{table.read_text('utf-8')}\n{ROW.format(code)}", "utf-8")
    for words in (["catalogs"], ["build"], ["live", "en"], ["guide", "pocket-card"], ["check-catalogs"]):
        done = run_here(top, *words)
        assert done.returncode == 1, words
        assert f"languages.toml: languages.{code}: found the name '{code}'" in done.stdout + done.stderr, (
            words
        )
        assert "Traceback" not in done.stdout + done.stderr, words


ROW = """[languages."{}"]
autonym = "Own name"
english = "English name"
direction = "ltr"
status = "planned"
"""


def with_row(tmp_path: Path, code: str) -> Path:
    """Return the path of a table of languages with a row of that code."""
    path = tmp_path / "languages.toml"
    path.write_text((ROOT / "locales" / "languages.toml").read_text("utf-8") + ROW.format(code), "utf-8")
    return path


def complaint_of_code(tmp_path: Path, code: str) -> str:
    """Return what reading a table with a row of that code says."""
    with pytest.raises(SettingsError) as caught:
        load_languages(with_row(tmp_path, code))
    return str(caught.value)


def translations(pages: Trees, table: Languages) -> dict[str, Trees]:
    """Return the pages that each translation publishes, by its code."""
    return {
        code: {
            page: tree
            for page, tree in pages.items()
            if page.startswith(f"{code}/") and is_published(page, table)
        }
        for code, row in table.built().items()
        if row.status != "source"
    }


def test_every_language_that_is_no_plan_is_published(framed: Trees, table: Languages) -> None:
    there = {page.partition("/")[0] for page in framed}
    assert there == {code for code, row in table.languages.items() if row.status != "planned"}


def test_every_page_is_there_in_every_language(framed: Trees, table: Languages) -> None:
    there = {code: {below(page) for page in framed if page.startswith(f"{code}/")} for code in table.built()}
    for code, pages in there.items():
        assert pages == there[table.source()], code


def test_a_limited_language_leads_from_its_other_addresses_to_the_source(
    framed: Trees, table: Languages, base: str
) -> None:
    limited = {code: row for code, row in table.built().items() if row.pages}
    assert limited
    for code in limited:
        for page, tree in framed.items():
            language, name = page.split("/", 1)
            if language != code:
                continue
            main = one(tree, "main")
            published = is_published(page, table)
            assert published == ("data-pagefind-body" in main.attrib) or name == "search.html", page
            inside = {resolve(page, link.get("href"), base) for link in select(tree, "main a, nav.hb-menu a")}
            own = {each for each in inside if each and each.startswith(f"{code}/")}
            assert all(is_published(each, table) for each in own), page
            if not published:
                (way,) = select(main, "a")
                assert (resolve(page, way.get("href"), base), way.get("hreflang")) == (f"en/{name}", "en")
                assert len(select(main, "p")) == 2
                assert not select(main, ".facts, ul, ol, h2"), page


def test_every_page_says_its_language_and_direction(framed: Trees, table: Languages) -> None:
    for page, tree in framed.items():
        code = page.partition("/")[0]
        assert (tree.get("lang"), tree.get("dir")) == (tag(code), table.languages[code].direction), page


def switches(tree: HtmlElement) -> list[HtmlElement]:
    """Return the links to the other languages."""
    return select(one(tree, "details.hb-switch"), "a")


def test_every_page_leads_to_itself_in_every_language(
    trees: Trees, framed: Trees, table: Languages, base: str
) -> None:
    wrong = {page: tree for page, tree in trees.items() if page.endswith("404.html")}
    assert len(wrong) == len(table.built())
    for page, tree in (framed | wrong).items():
        found = switches(tree)
        assert [link.get("lang") for link in found] == [tag(code) for code in table.built()]
        assert [text(link) for link in found] == [row.autonym for row in table.built().values()]
        assert [link.get("dir") for link in found] == [row.direction for row in table.built().values()]
        assert all(link.get("hreflang") == link.get("lang") for link in found)
        (current,) = [link for link in found if link.get("aria-current")]
        assert current.get("lang") == tree.get("lang")
        targets = {resolve(page, link.get("href"), base) for link in found}
        assert targets <= trees.keys(), page
        assert {below(target or "") or target for target in targets} == {below(page) or page}


def test_search_engines_are_told_where_the_other_languages_are(
    articles: Trees, table: Languages, base: str
) -> None:
    for page, tree in articles.items():
        said = {link.get("hreflang"): link.get("href") for link in select(tree, 'link[rel="alternate"]')}
        expected = {tag(code): f"{base}{code}/{below(page)}" for code in table.built()}
        assert said == expected | {"x-default": f"{base}{table.source()}/{below(page)}"}


def test_a_draft_says_what_it_is_in_both_languages(articles: Trees, table: Languages) -> None:
    for code, pages in translations(articles, table).items():
        row = table.languages[code]
        for page, tree in pages.items():
            note = one(tree, "main #translation")
            own, english = select(note, "p")
            assert (own.get("lang"), own.get("dir")) == (tag(code), row.direction)
            assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
            assert text(own)
            if text(english) != "This page is not translated yet. It is in English.":
                assert "the English text counts" in text(english), page
                assert ("Nobody who speaks the language well has checked it yet." in text(english)) == (
                    row.reviewed is None
                )
                assert re.search(r"machine translated it|translated it on", text(english))
            top = one(tree, "main .hb-draft")
            assert {link.get("href") for link in select(top, "a")} >= {"#translation"}


def test_the_source_language_says_nothing_of_translation(articles: Trees, table: Languages) -> None:
    for page, tree in articles.items():
        if page.startswith(f"{table.source()}/"):
            assert not select(tree, "#translation, .hb-draft"), page


def test_what_people_need_first_is_translated(articles: Trees, table: Languages) -> None:
    first = ("help-now.html", "index.html", "report/", "conduct/", *PAPER)
    for code, pages in translations(articles, table).items():
        given = foreign(code)
        least = min(19, len(table.languages[code].pages) or 19)
        assert len([page for page in pages if below(page).startswith(first)]) >= least
        for page, tree in pages.items():
            if below(page).startswith(first):
                english = [each for each in select(tree, 'main [lang="en"]') if not ours(each)]
                assert [each for each in english if text(each) not in given] == [], page
                assert "The rest is in English" not in text(one(tree, "main #translation")), page


def foreign(code: str) -> set[str]:
    """Return the texts of the community that its file does not give in a language, and names of languages."""
    given = load_community(ROOT / "community.toml", code)
    texts = {" ".join(value.split()) for _key, value in walk(given) if isinstance(value, Foreign)}
    spoken = (*given.contacts, *given.services)
    return texts | {str(Locale("en").languages.get(each)) for one in spoken for each in one.languages}


def ours(element: HtmlElement) -> bool:
    """Tell whether words are English on purpose: the note on the translation, the way to the English page."""
    around = [*element.iterancestors()]
    return any(each.get("id") == "translation" or "hb-draft" in each.classes for each in around)


def test_english_words_on_other_pages_say_that_they_are_english(articles: Trees, table: Languages) -> None:
    for code, pages in translations(articles, table).items():
        page = f"{code}/organizers/danger.html"
        if page not in pages:
            continue
        blocks = select(one(pages[page], "main"), "h1, h2, p, li > p, dt")
        assert len(blocks) > 20
        silent = [
            text(block)
            for block in blocks
            if block.get("lang") is None and not list(block.iterancestors("dl"))
            if re.search(r"\b(the|you|and|is|to)\b", " ".join(UNMARKED(block)))
        ]
        assert silent == []


def test_links_to_pages_in_another_language_say_so(
    articles: Trees, framed: Trees, table: Languages, base: str
) -> None:
    marked = 0
    english = {page for page, tree in framed.items() if is_english(page, tree, table)}
    for code, pages in translations(articles, table).items():
        for page, tree in pages.items():
            for link in select(tree, "main a[href], footer a[href]"):
                to = resolve(page, link.get("href"), base)
                if not to or not to.endswith(".html") or "lang" in link.attrib or to == page:
                    continue
                assert (link.get("hreflang") == "en") == (to in english), (page, to)
                if to in english and code != "hmn" and not is_in_english(link):
                    assert text(link).endswith((")", "）")), (page, to)  # noqa: RUF001
                    marked += 1
    assert marked


def is_english(page: str, tree: HtmlElement, table: Languages) -> bool:
    """Tell whether a page is in English, in whichever folder."""
    notes = select(tree, '#translation p[lang="en"]') if select(tree, ".hb-draft") else []
    untranslated = any("not translated yet" in text(note) for note in notes)
    return page.startswith("en/") or untranslated or not is_published(page, table)


def is_in_english(link: HtmlElement) -> bool:
    """Tell whether the words of a link are marked as English."""
    around = next(each for each in link.iterancestors() if each.get("lang"))
    return around.get("lang") == "en" or bool(select(link, '[lang="en"]'))


# The words of a block, or of what is in it, of which nothing says that they are in another language.
UNMARKED = XPath("descendant::text()[not(ancestor::*[@lang][not(self::html)])]")


def test_the_place_on_the_page_is_kept_in_another_language(phone: Page, server: StaticHost) -> None:
    phone.goto(server.url("en/report/index.html#report-in-writing"))
    phone.locator(".hb-switch summary").tap()
    phone.locator('.hb-switch a[lang="ar"]').tap()
    expect(phone).to_have_url(server.url("ar/report/index.html#report-in-writing"))
    assert phone.locator("#report-in-writing").count() == 1


def test_the_languages_can_be_chosen_without_script(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto(server.url("en/help-now.html"))
        tab.locator(".hb-switch summary").click()
        tab.locator('.hb-switch a[lang="zh-CN"]').click()
        expect(tab).to_have_url(server.url("zh_CN/help-now.html"))


@pytest.mark.parametrize(
    ("wish", "first"), [("ar-EG", "ar"), ("zh-TW", "zh-CN"), ("hi", "hi"), ("fi", "en"), ("en-GB", "en")]
)
def test_the_first_page_offers_the_readers_own_language_first(
    chromium: Browser, server: StaticHost, wish: str, first: str
) -> None:
    with opened(chromium, locale=wish) as tab:
        tab.goto(server.url("index.html"))
        item = tab.locator(".hb-languages li").first
        expect(item).to_have_attribute("lang", first)
        item.locator("a").nth(1).click()
        expect(tab).to_have_url(re.compile(r"/help-now\.html$"))


def test_phone_numbers_keep_their_order_in_arabic(phone: Page, server: StaticHost, facts: Community) -> None:
    phone.goto(server.url("ar/report/support.html"))
    numbers = phone.locator("main bdi[dir=ltr]")
    assert str(facts.emergency.number) in numbers.all_inner_texts()
    for number in numbers.all():
        wide = number.evaluate("""(element) => {
          const range = document.createRange(), text = element.firstChild, boxes = [];
          for (const place of [0, text.length - 1]) {
            range.setStart(text, place);
            range.setEnd(text, place + 1);
            boxes.push(range.getBoundingClientRect());
          }
          const [first, last] = boxes;
          return first.top < last.top || first.left < last.left || text.length === 1;
        }""")
        assert wide, number.inner_text()


def test_no_label_of_the_frame_is_english_in_another_language(framed: Trees, table: Languages) -> None:
    source = {
        below(page): labels(tree) for page, tree in framed.items() if page.startswith(f"{table.source()}/")
    }
    for code, pages in translations(framed, table).items():
        for page, tree in pages.items():
            same = {each for each in labels(tree) & source[below(page)] if each.strip()} - BORROWED
            assert same == set(), f"{page}: {same}"
        assert code


def labels(tree: HtmlElement) -> set[str]:
    """Return what a screen reader says of the frame, and what stands in its buttons."""
    attributes = {
        each.get(name)
        for name in ("aria-label", "placeholder", "title", "alt")
        for each in select(tree, f"[{name}]:not([lang])")
    }
    words = select(
        tree,
        "a.hb-skip, .hb-find, .hb-menu summary, nav.hb-contents > p, .hb-turn small, footer a, "
        ".hb-bar .quiet",
    )
    return (attributes | {text(word) for word in words}) - {""}
