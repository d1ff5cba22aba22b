"""Search finds the words that people use, and leads with each to the page that helps."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from helpers.browser import PHONE, opened
from helpers.paths import ROOT
from helpers.site_pages import for_attendees
from helpers.static_host import StaticHost
from helpers.trees import Trees, select
from lxml.etree import XPath
from playwright.sync_api import Browser, expect

from handbook.config.glossary import search_words

# What somebody types, and the page that answers it; where two do, either is right.
HELP, REPORT, SUPPORT, HEALTH = "help-now", "report/index", "report/support", "report/evidence-and-health"
NAMELESS, YOUNG, ACCESS = "report/without-your-name", "report/under-18", "report/language-and-access"
BACK, APPEAL, CODE, EXAMPLES = "report/retaliation", "report/appeal", "conduct/index", "conduct/examples"
KEEP = "report/what-to-keep"
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
        "under 18": YOUNG,
        "ban": LADDER,
        "appeal": APPEAL,
        "revenge": BACK,
        "retaliate": BACK,  # the page says "retaliation": word forms are found
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


# What is written otherwise than people type it, or in letters that are cut into words in another way.
FORMS = {
    "es": {"policia": HELP, "apelar": APPEAL, "represalias": BACK},  # the page says "policía"
    "ar": {"الاعتراض": APPEAL, "الانتقام": BACK, "الادلة": KEEP},  # the page says "الأدلة"
    "zh_CN": {"申诉": APPEAL, "报复": BACK, "证据": KEEP},
    "hi": {"अपील": APPEAL, "सबूत": KEEP, "फोन": HELP},  # the page says "फ़ोन"
    "hmn": {"kev pab": SUPPORT, "tub ceev xwm": HELP},
}
# Words as they stand inside sentences, where writing without spaces does not show where one begins.
INSIDE = {
    "en": ["nurse", "lawyer", "bookmark"],
    "es": ["teléfono", "sótano"],
    "ar": ["هاتف", "الشرطة"],
    "zh_CN": ["报警", "护士", "手机", "图书馆", "保密", "未成年", "律师"],
    "hi": ["नर्स", "पुलिस", "वकील"],
    "hmn": ["xov tooj", "tub ceev xwm"],
}


# Types each word and returns which pages are shown.
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
    const links = [...document.querySelectorAll("#results a")].filter((link) => link.checkVisibility());
    found[word] = links.map((link) => link.pathname);
  }
  return found;
}"""
# Nobody waits for the end of a word here.
HASTE = "const later = setTimeout; window.setTimeout = (work, time) => later(work, Math.min(time, 10));"


@pytest.fixture(scope="module", params=EVERYDAY)
def language(request: pytest.FixtureRequest) -> str:
    """A language that has a search."""
    return str(request.param)


@pytest.fixture(scope="module")
def lists(language: str) -> dict[str, list[str]]:
    """The words of the glossary of a language for the search of each page."""
    return search_words(ROOT / "locales", language, source=language == "en")


@pytest.fixture(scope="module")
def found(
    hidden: Browser, server: StaticHost, language: str, lists: dict[str, list[str]]
) -> dict[str, list[str]]:
    """The pages that the search of a language shows for each word, in order: loaded once for all of them."""
    words = {*EVERYDAY[language], *FORMS.get(language, ()), *INSIDE[language]}
    words.update(*lists.values())
    with opened(hidden, viewport=PHONE) as tab:
        tab.add_init_script(HASTE)
        tab.goto(server.url(f"{language}/search.html"))
        shown: dict[str, list[str]] = tab.evaluate(TYPE, [*words])
    root = urlsplit(server.url("")).path
    return {word: [page.removeprefix(root) for page in pages] for word, pages in shown.items()}


def test_everyday_words_lead_to_the_page_that_helps(found: dict[str, list[str]], language: str) -> None:
    first = {word: found[word][:5] for word in EVERYDAY[language]}
    wrong = {
        word: first[word]
        for word, page in EVERYDAY[language].items()
        if f"{language}/{page}.html" not in first[word]
    }
    assert wrong == {}
    assert [word for word, pages in first.items() if not for_attendees(pages[0])] == []


def test_every_word_of_the_glossary_leads_to_its_page(
    found: dict[str, list[str]], language: str, lists: dict[str, list[str]]
) -> None:
    assert lists
    idle = [
        (word, page)
        for page, words in lists.items()
        for word in words
        if f"{language}/{page}.html" not in found[word][:5]
    ]
    assert idle == [], "These words are not found, or more than five pages come first."


def test_words_are_found_in_every_language(found: dict[str, list[str]], language: str) -> None:
    forms = FORMS.get(language, {})
    assert {w: found[w] for w, page in forms.items() if f"{language}/{page}.html" not in found[w]} == {}


# What a search can find of the words that stand on a page.
FOUND = XPath("descendant::text()[not(ancestor::template or ancestor::*[@data-pagefind-ignore])]")


def test_a_word_is_found_on_every_page_that_has_it(
    found: dict[str, list[str]], language: str, trees: Trees
) -> None:
    texts = {
        page: " ".join("".join(FOUND(main)).split())
        for page, tree in trees.items()
        if page.startswith(f"{language}/")
        for main in select(tree, "[data-pagefind-body]")
    }
    edge = "" if language == "zh_CN" else r"\b"
    for word in INSIDE[language]:
        wanted = re.compile(rf"{edge}{word}{edge}", re.IGNORECASE)
        having = {page for page in texts if wanted.search(texts[page])}
        assert having, word
        assert having - {*found[word]} == set(), word


def test_words_for_the_search_are_not_shown(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.goto(server.url("en/report/support.html"))
        assert "attorney" in tab.content()
        expect(tab.locator("body")).not_to_contain_text(re.compile("attorney", re.IGNORECASE))
        tab.goto(server.url("en/search.html"))
        tab.get_by_role("searchbox").fill("attorney")
        expect(tab.locator("#results a").first).to_be_visible()
        expect(tab.locator("#results")).not_to_contain_text(re.compile("attorney", re.IGNORECASE))


def test_pages_for_translators_are_found_in_the_source_language_only(trees: Trees) -> None:
    found = {page for page, tree in trees.items() if select(tree, "main[data-pagefind-body]")}
    for_translators = {page for page in found if page.partition("/")[2].startswith("translators/")}
    assert for_translators
    assert {page for page in for_translators if not page.startswith("en/")} == set()
