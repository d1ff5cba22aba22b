"""Search finds the words that people use, and leads with each to the page that helps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import pytest
from helpers.browser import PHONE, opened
from helpers.paths import ROOT
from helpers.site_pages import Soups, for_attendees
from helpers.static_host import StaticHost
from playwright.sync_api import Browser, Page, expect

from handbook.config.glossary import search_words

# What somebody types, and the page that answers it; where two do, either is right.
HELP, REPORT, SUPPORT, HEALTH = "help-now", "report/index", "report/support", "report/evidence-and-health"
NAMELESS, YOUNG, ACCESS = "report/without-your-name", "report/under-18", "report/language-and-access"
BACK, APPEAL, CODE, EXAMPLES = "report/retaliation", "report/appeal", "conduct/index", "conduct/examples"
LADDER, WHO, OTHERS, BOSS = (
    "conduct/consequences",
    "report/confidentiality",
    "report/someone-else",
    "report/about-an-organizer",
)
EVERYDAY = {
    "en": {
        "lawyer": SUPPORT,
        "attorney": SUPPORT,
        "harassment": CODE,
        "bullying": CODE,
        "complaint": REPORT,
        "police": HELP,
        "nurse": HEALTH,
        "rape": HEALTH,
        "anonymous": NAMELESS,
        "email": REPORT,
        "stalking": CODE,
        "doxxing": EXAMPLES,
        "racist": CODE,
        "gay": SUPPORT,
        "disability": ACCESS,
        "interpreter": ACCESS,
        "Deaf": ACCESS,
        "immigration": SUPPORT,
        "parents": YOUNG,
        "school": YOUNG,
        "ban": LADDER,
        "appeal": APPEAL,
        "revenge": BACK,
        "suicide": SUPPORT,
        "secret": WHO,
        "bystander": OTHERS,
    },
    "es": {
        "abogado": SUPPORT,
        "acoso": CODE,
        "hostigamiento": CODE,
        "bullying": CODE,
        "queja": REPORT,
        "denuncia": REPORT,
        "policía": HELP,
        "enfermera": HEALTH,
        "violación": HEALTH,
        "anónimo": NAMELESS,
        "correo": REPORT,
        "racista": CODE,
        "gay": SUPPORT,
        "discapacidad": ACCESS,
        "intérprete": ACCESS,
        "sordo": ACCESS,
        "inmigración": SUPPORT,
        "padres": YOUNG,
        "escuela": YOUNG,
        "expulsión": LADDER,
        "apelación": APPEAL,
        "venganza": BACK,
        "suicidio": SUPPORT,
        "testigo": OTHERS,
        "jefe": BOSS,
    },
    "ar": {
        "محامي": SUPPORT,
        "تحرش": CODE,
        "تنمر": CODE,
        "شكوى": REPORT,
        "شرطة": HELP,
        "ممرضة": HEALTH,
        "اغتصاب": HEALTH,
        "مجهول": NAMELESS,
        "بريد إلكتروني": REPORT,
        "ملاحقة": CODE,
        "عنصري": CODE,
        "إعاقة": ACCESS,
        "مترجم": ACCESS,
        "أصم": ACCESS,
        "هجرة": SUPPORT,
        "أهل": YOUNG,
        "مدرسة": YOUNG,
        "طرد": LADDER,
        "استئناف": APPEAL,
        "انتقام": BACK,
        "انتحار": SUPPORT,
        "سر": WHO,
        "شاهد": OTHERS,
    },
    "zh_CN": {
        "律师": SUPPORT,
        "骚扰": CODE,
        "霸凌": CODE,
        "投诉": REPORT,
        "举报": REPORT,
        "警察": HELP,
        "报警": HELP,
        "护士": HEALTH,
        "强奸": HEALTH,
        "匿名": NAMELESS,
        "邮件": REPORT,
        "跟踪": CODE,
        "人肉搜索": EXAMPLES,
        "种族歧视": CODE,
        "同性恋": SUPPORT,
        "残疾": ACCESS,
        "翻译": ACCESS,
        "聋人": ACCESS,
        "移民": SUPPORT,
        "父母": YOUNG,
        "未成年": YOUNG,
        "学校": YOUNG,
        "封禁": LADDER,
        "上诉": APPEAL,
        "报复": BACK,
        "自杀": SUPPORT,
    },
    "hi": {
        "वकील": SUPPORT,
        "उत्पीड़न": CODE,
        "छेड़छाड़": CODE,
        "शिकायत": REPORT,
        "पुलिस": HELP,
        "नर्स": HEALTH,
        "बलात्कार": HEALTH,
        "गुमनाम": NAMELESS,
        "ईमेल": REPORT,
        "पीछा": CODE,
        "नस्लवाद": CODE,
        "समलैंगिक": SUPPORT,
        "विकलांग": ACCESS,
        "दुभाषिया": ACCESS,
        "बधिर": ACCESS,
        "आप्रवासन": SUPPORT,
        "माता-पिता": YOUNG,
        "स्कूल": YOUNG,
        "प्रतिबंध": LADDER,
        "अपील": APPEAL,
        "बदला": BACK,
        "आत्महत्या": SUPPORT,
        "गवाह": OTHERS,
    },
    "hmn": {  # what its few pages answer
        "tub ceev xwm": HELP,
        "kws lij choj": SUPPORT,
        "tua tus kheej": SUPPORT,
        "quab yuam": SUPPORT,
        "kws txhais lus": SUPPORT,
        "email": REPORT,
        "tsis txaus siab": REPORT,
    },
}


# Types each word and returns which pages are shown first.
TYPE = """async (words) => {
  const [input, status] = ["#query", "#status"].map((name) => document.querySelector(name));
  const type = (text) => {
    input.value = text;
    input.dispatchEvent(new Event("input"));
  };
  const found = {};
  for (const word of words) {
    type("");
    type(word);
    while (!status.textContent) await new Promise((resolve) => setTimeout(resolve, 10));
    found[word] = [...document.querySelectorAll("#results a")].slice(0, 5).map((link) => link.pathname);
  }
  return found;
}"""
# Nobody waits for the end of a word here.
HASTE = "const later = setTimeout; window.setTimeout = (work, time) => later(work, Math.min(time, 10));"


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab on a phone whose search does not wait for more letters."""
    with opened(chromium, viewport=PHONE) as page:
        page.add_init_script(HASTE)
        yield page


def first_found(tab: Page, server: StaticHost, language: str, words: Iterable[str]) -> dict[str, list[str]]:
    """Return the first five pages that the search of a language shows for each word, by their names."""
    tab.goto(server.url(f"{language}/search.html"))
    root = urlsplit(server.url("")).path
    found: dict[str, list[str]] = tab.evaluate(TYPE, [*words])
    return {word: [page.removeprefix(root) for page in pages] for word, pages in found.items()}


@pytest.mark.parametrize("language", EVERYDAY)
def test_everyday_words_lead_to_the_page_that_helps(tab: Page, server: StaticHost, language: str) -> None:
    found = first_found(tab, server, language, EVERYDAY[language])
    wrong = {
        word: found[word]
        for word, page in EVERYDAY[language].items()
        if f"{language}/{page}.html" not in found[word]
    }
    assert wrong == {}
    assert [word for word, pages in found.items() if not for_attendees(pages[0])] == []


@pytest.mark.parametrize("language", EVERYDAY)
def test_every_word_of_the_glossary_leads_to_its_page(tab: Page, server: StaticHost, language: str) -> None:
    lists = search_words(ROOT / "locales", language, source=language == "en")
    assert lists
    found = first_found(tab, server, language, {word for words in lists.values() for word in words})
    idle = [
        (word, page)
        for page, words in lists.items()
        for word in words
        if f"{language}/{page}.html" not in found[word]
    ]
    assert idle == [], "These words are not found, or more than five pages come first."


def test_words_for_the_search_are_not_shown(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.goto(server.url("en/report/support.html"))
        assert "attorney" in tab.content()
        expect(tab.locator("body")).not_to_contain_text(re.compile("attorney", re.IGNORECASE))
        tab.goto(server.url("en/search.html"))
        tab.get_by_role("searchbox").fill("attorney")
        expect(tab.locator("#results a").first).to_be_visible()
        expect(tab.locator("#results")).not_to_contain_text(re.compile("attorney", re.IGNORECASE))


def test_pages_for_translators_are_found_in_the_source_language_only(soups: Soups) -> None:
    found = {page for page, soup in soups.items() if soup.select_one("main[data-pagefind-body]")}
    for_translators = {page for page in found if page.partition("/")[2].startswith("translators/")}
    assert for_translators
    assert {page for page in for_translators if not page.startswith("en/")} == set()
