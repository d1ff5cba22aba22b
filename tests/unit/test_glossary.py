"""The glossary for translators: what it holds, how it is shown, and what it says when somebody slips."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from helpers import trees
from helpers.paths import FROZEN, ROOT
from helpers.site_pages import Soups, one, text
from helpers.sphinx_app import run_here

from handbook.config import glossary
from handbook.translation.check import terms
from handbook.translation.check.writing_systems import script

PAGE = "en/translators/glossary.html"
TERM = '[terms.reporter]\ndefinition = "Who tells us."\nforms = ["reporter", "reporters"]\n'
SPANISH = """
[terms.reporter]
use = "quien 'informa'"
also = ["quienes informan", "persona que informa"]
avoid = ["soplón"]
note = "A plain word."
"""
ARABIC = '[terms.reporter]\nuse = "مقدّم البلاغ"\n'


def entries(page: Tag) -> dict[str, Tag]:
    """Return what a page says about each term."""
    listed = one(page, "dl.terms")
    said = zip(listed.select("dt"), listed.select("dd"), strict=True)
    return {text(term): about for term, about in said}


def build(
    tmp_path: Path, terms: str, language: str = "en", **chosen: str
) -> subprocess.CompletedProcess[str]:
    """Build a glossary from the texts of its files; the page is tmp_path/out/index.html."""
    locales = tmp_path / "locales"
    for name, content in {"": terms, **chosen}.items():
        (locales / name).mkdir(parents=True, exist_ok=True)
        (locales / name / "glossary.toml").write_text(content, "utf-8")
    shutil.copy(ROOT / "locales" / "languages.toml", locales)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Words\n\nAll words.\n\n:::{translation-glossary}\n:::\n", "utf-8")
    conf = ["extensions = ['myst_parser', 'handbook']", f"community_file = {str(FROZEN)!r}"]
    conf += ["myst_enable_extensions = ['colon_fence']", "html_theme = 'basic'"]
    (tmp_path / "conf.py").write_text("\n".join(conf), "utf-8")
    return run_here(tmp_path / "out", "-c", str(tmp_path), "-D", f"language={language}", docs=docs)


def shown(tmp_path: Path) -> Tag:
    """Return what the page that was built says about the reporter."""
    page = BeautifulSoup((tmp_path / "out" / "index.html").read_bytes(), "html.parser")
    return entries(page)["reporter"]


def test_the_page_explains_every_term(soups: Soups) -> None:
    terms = glossary.terms(ROOT / "locales" / "glossary.toml")
    assert len(terms) >= 42
    said = entries(soups[PAGE])
    assert {key.replace("-", " "): term.definition for key, term in terms.items()} == {
        name: text(one(about, "p:not(.chosen)")) for name, about in said.items()
    }
    assert list(said) == sorted(said)


def test_every_term_stands_in_the_handbook(articles: trees.Trees) -> None:
    pages = (tree for page, tree in articles.items() if page.startswith("en/") and page != PAGE)
    words = " ".join(trees.text(trees.one(tree, "main"), " ").lower() for tree in pages)
    idle = [
        key
        for key, term in glossary.terms(ROOT / "locales" / "glossary.toml").items()
        if not any(re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", words) for form in term.forms)
    ]
    assert idle == [], "No page uses these terms: take them out of locales/glossary.toml."


def test_every_word_that_is_explained_to_readers_is_explained_to_translators(soups: Soups) -> None:
    explained = {text(term).lower() for term in soups["en/about/glossary.html"].select("dl.glossary dt")}
    forms = [term.forms for term in glossary.terms(ROOT / "locales" / "glossary.toml").values()]
    known = set(entries(soups[PAGE])) | {form for each in forms for form in each}
    assert len(explained) > 20
    assert explained - known == set()


def test_the_english_page_shows_the_first_choice_of_each_language(tmp_path: Path) -> None:
    done = build(tmp_path, TERM, es=SPANISH, ar=ARABIC)
    assert done.returncode == 0, done.stderr
    words = shown(tmp_path).select(".chosen bdi")
    assert [(each["lang"], each["dir"], text(each)) for each in words] == [
        ("es", "ltr", "Español: quien 'informa'"),
        ("ar", "rtl", "العربية: مقدّم البلاغ"),
    ]


def test_a_language_shows_all_that_it_chose(tmp_path: Path) -> None:
    done = build(tmp_path, TERM, "es", es=SPANISH, ar=ARABIC)
    assert done.returncode == 0, done.stderr
    words, why = shown(tmp_path).select(".chosen")
    assert text(words) == ("quien 'informa' · also quienes informan / persona que informa · not soplón")
    assert [each["lang"] for each in words.select("bdi")] == ["es", "es", "es"]
    assert [text(each) for each in shown(tmp_path).select("bdi[lang=en]")] == ["Who tells us.", text(why)]
    assert text(why) == "A plain word."


def test_definitions_are_no_work_for_translators(tmp_path: Path) -> None:
    build(tmp_path, TERM)
    docs = tmp_path / "docs"
    done = run_here(tmp_path / "pot", "-c", str(tmp_path), docs=docs, builder="gettext")
    assert done.returncode == 0, done.stderr
    template = (tmp_path / "pot" / "index.pot").read_text("utf-8")
    assert "All words." in template
    assert "Who tells us." not in template


@pytest.mark.parametrize(
    ("terms", "chosen", "said"),
    [
        (
            TERM,
            '[terms.reported]\nuse = "x"\n',
            "es/glossary.toml: terms.reported: this term is not in the glossary.toml of all languages.",
        ),
        (
            TERM,
            '[terms.reporter]\nuse = "denunciante"\navoid = ["denuncia"]\n',
            "es/glossary.toml: terms.reporter: 'denuncia' is to avoid, but stands in 'denunciante'.",
        ),
        (TERM, "[terms.reporter]\n", "es/glossary.toml: terms.reporter.use: this is required"),
        (
            TERM,
            '[terms.reporter]\nusee = "x"\n',
            'terms.reporter.usee: this key is not known. Nearest: "use".',
        ),
        (TERM, '[terms.reporter]\nuse = "x\n', "es/glossary.toml: this is not valid TOML"),
        (
            TERM + TERM.replace("[terms.reporter]", "[terms.person]"),
            "[terms]\n",
            "locales/glossary.toml: 'reporter' stands at terms.reporter and at terms.person. Keep one.",
        ),
        (
            TERM.replace('"reporters"', '"Reporters"'),
            "[terms]\n",
            "terms.reporter.forms.1: found 'Reporters'",
        ),
        (TERM.replace("terms.reporter", 'terms."the reporter"'), "[terms]\n", "the reporter"),
    ],
    ids=["unknown term", "contradiction", "no word", "typo", "no TOML", "form twice", "capital", "key"],
)
def test_a_slip_is_named_with_its_file_and_its_mend(
    tmp_path: Path, terms: str, chosen: str, said: str
) -> None:
    done = build(tmp_path, terms, es=chosen)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ("servicio de retransmisión (relay service)", 0),
        ("servicio de retransmisión", 1),
        ("relay service", 1),
    ],
)
def test_the_english_term_stands_beside_where_the_glossary_asks_for_it(shown: str, wrong: int) -> None:
    known, chosen = glossary.load_glossary(ROOT / "locales", ["es"])
    looked_for = terms.glossary(known, chosen["es"], script("es"))
    assert looked_for
    assert len(list(terms.problems("Call the relay service.", f"Llama al {shown}.", looked_for))) == wrong
