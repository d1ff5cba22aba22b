"""A careful translation passes the check, in every script; the glossary is kept without pedantry."""

# ruff: noqa: RUF001 -- the signs of other scripts are the point

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

import pytest
from helpers.paths import DATA, FROZEN, ROOT
from helpers.workspace import run

from handbook.__main__ import main
from handbook.translation import catalogs, pot
from handbook.translation.check import checker, markdown, rules, terms, typed_facts
from handbook.translation.check.po import form

TEXTS = tomllib.loads((DATA / "careful.toml").read_text("utf-8"))
LANGUAGES = sorted({language for text in TEXTS.values() for language in text if language != "english"})
CALL, UNTIL, ALL, FAULT, REPORTED, TWICE = (
    TEXTS[key]["english"] for key in ("call", "until", "all", "fault", "reported", "twice")
)
PAGE = "(here)=\n# Page\n\n" + "\n\n".join(text["english"] for text in TEXTS.values()) + "\n"

GLOSSARY = """
[terms.reporter]
definition = "Who tells us."
forms = ["reporter", "reporters"]

[terms.reported-person]
definition = "Who is said to have done it."
forms = ["reported person", "person"]

[terms.appeal]
definition = "To ask again."
forms = ["appeal"]
"""
CHOICES = """
[terms.reporter]
use = "quien reporta"
also = ["quienes reportan"]
avoid = ["denunciante"]

[terms.reported-person]
use = "persona reportada"
"""
ARABIC = '[terms.appeal]\nuse = "الاعتِراض"\n'


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook of one page, with a glossary."""
    top = tmp_path_factory.mktemp("care") / "handbook"
    # Of the program, one folder with strings of the frame: each check reads all that catalogs are made from.
    shutil.copytree(ROOT / "handbook" / "epub", top / "handbook" / "epub")
    for name in ("conf.py", "locales/languages.toml"):
        (top / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, top / name)
    shutil.copy(FROZEN, top / "community.toml")
    (top / "docs").mkdir()
    (top / "docs" / "index.md").write_text(PAGE, "utf-8")
    (top / "locales" / "glossary.toml").write_text(GLOSSARY, "utf-8")
    for code, text in (("es", CHOICES), ("ar", ARABIC)):
        (top / "locales" / code).mkdir()
        (top / "locales" / code / "glossary.toml").write_text(text, "utf-8")
    assert run(top, "catalogs").returncode == 0
    return top


Check = Callable[[str, dict[str, str]], tuple[int, str]]


@pytest.fixture
def check(top: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Put translations into a catalog of the page; return how its check ends, and what it says."""

    def check(language: str, texts: dict[str, str]) -> tuple[int, str]:
        path = tmp_path / language / "LC_MESSAGES" / "index.po"
        path.parent.mkdir(parents=True)
        path.write_text(translated(top, language, texts), "utf-8")
        code = main(["check-catalogs", "--top", str(top), str(path)])
        return code, capsys.readouterr().out

    return check


def translated(top: Path, language: str, texts: dict[str, str]) -> str:
    """Return the catalog of the page with some translations."""
    catalog = catalogs.load_catalog(top / "locales" / language / "LC_MESSAGES" / "index.po")
    for message in catalog:
        if message.id:
            message.string = texts.get(message.id, "")
    assert {*texts} <= {message.id for message in catalog}
    return form.serialize(catalog, language)


def test_the_check_keeps_what_it_knows_of_one_language_only(top, monkeypatch):
    judge, known, alive = rules.judge, WeakSet(), []

    def counted(scan, template, context, *given, **named):
        known.add(context.lexicon)  # one of each language, which nothing else holds
        alive.append(len(known))
        return judge(scan, template, context, *given, **named)

    monkeypatch.setattr(rules, "judge", counted)
    assert checker.check(top, []).judged == len(alive) > 2 * max(alive)
    assert max(alive) == 1
    for keep in (markdown.shape, typed_facts.normalize, terms.normalize):
        assert keep.cache_info().maxsize, f"{keep} keeps the texts of all languages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_careful_translation_passes(check, language):
    texts = {text["english"]: text[language] for text in TEXTS.values() if language in text}
    assert check(language, texts) == (0, "1 catalog is right.\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "La persona reportada solo sabe de tu reporte si quieres. Tú decides.",
            'for "reporter": quien reporta',
        ),
        ("Se sabe de tu reporte solo si tú quieres. Quien reporta decide.", 'for "reported-person"'),
        ("La persona reportada lo sabe si quieres. Quien reporta, o el DENUNCIANTE, decide.", "not to say"),
    ],
)
def test_a_term_of_the_glossary_is_missed(check, text, says):
    code, said = check("es", {REPORTED: text})
    assert (code, said.count("\n")) == (1, 1)
    assert says in said


@pytest.mark.parametrize(
    "text",
    [
        "La persona reportada solo lo sabe si tú quieres. QUIENES REPORTAN deciden.",
        "La persona\u00a0reportada solo lo sabe si tú quieres. Quien reporta decide.",
    ],
)
def test_a_term_may_be_written_as_the_sentence_needs_it(check, text):
    assert check("es", {REPORTED: text}) == (0, "1 catalog is right.\n")


def test_signs_that_many_leave_out_do_not_count(check):
    assert check("ar", {UNTIL: "يمكن الاعتراض حتى 1 يناير 2027، أي {fact}`promises.appeal`."})[0] == 0


def test_another_word_counts(check):
    assert check("ar", {UNTIL: "يمكنكم الطعن حتى 1 يناير 2027، أي {fact}`promises.appeal`."})[0] == 1


@pytest.mark.parametrize(
    ("language", "english", "text", "says"),
    [
        (
            "zh_CN",
            CALL,
            "**不要等。**请拨打 {fact}`emergency.number`，或请[组织者](#here)代拨。",
            "nothing bold",
        ),
        (
            "zh_CN",
            FAULT,
            "他們說：「這不是你的錯。」我們完全同意，在場的每個人也都同意。",
            "way to write Chinese",
        ),
        (
            "zh_CN",
            FAULT,
            "Nos dijeron que no es tu culpa, y todas las personas presentes lo creen.",
            "letters",
        ),
        ("ar", FAULT, "قالوا: «ليس هذا ذنبك.» ونحن نتفق في \u202bPyCon.", "not ended"),
        ("ja", ALL, "参加者と主催者の皆さん：ご連絡ください。１０００００分以内にお返事します。", "100000"),
        (
            "de",
            ALL,
            "Teilnehmer*innen und Organisator*innen: schreibt uns. Wir antworten in 1.000 Minuten.",
            "italic",
        ),
    ],
)
def test_what_goes_wrong_in_one_script_is_told_there(check, language, english, text, says):
    code, said = check(language, {english: text})
    assert code == 1
    assert says in said


@pytest.mark.parametrize(("language", "key"), [("es", "reported"), ("zh_CN", "fault"), ("ar", "fault")])
def test_what_is_only_probable_is_a_remark_and_no_fault(check, language, key):
    text = TEXTS[key][language]
    code, said = check(language, {TEXTS[key]["english"]: f"{text} {text}"})
    assert (code, said.count("\n")) == (0, 2)
    assert "Remark: Something stands here twice." in said
    assert said.endswith("1 catalog is right.\n")


def test_of_a_part_that_stands_there_too_seldom_is_told_how_often(check):
    text = "Llama o pide a [alguien](#here) que llame."
    code, said = check("es", {TWICE: text})
    assert (code, said.count("\n")) == (1, 1)
    assert "] (#here) is missing once: the English has it twice. Use it as often." in said


def test_a_change_of_a_page_is_told_until_make_catalogs_has_run(top, tmp_path):
    spoilt = tmp_path / "handbook"
    shutil.copytree(top, spoilt)
    path = spoilt / "locales" / "fr" / "LC_MESSAGES" / "index.po"
    path.write_text(translated(top, "fr", {CALL: TEXTS["call"]["fr"]}), "utf-8")
    assert run(spoilt, "check-catalogs", path).returncode == 0
    page = spoilt / "docs" / "index.md"
    page.write_text(page.read_text("utf-8").replace("Do not wait.", "Never wait."), "utf-8")
    done = run(spoilt, "check-catalogs", path)
    assert done.returncode == 1
    assert "This English text is not on the page" in done.stdout
    assert "English texts of the page are missing here: 1" in done.stdout
    assert run(spoilt, "catalogs").returncode == 0
    assert "#, fuzzy" in path.read_text("utf-8")
    assert run(spoilt, "check-catalogs").returncode == 0


def test_a_change_of_what_a_page_takes_from_another_folder_is_seen(top, tmp_path):
    spoilt = tmp_path / "handbook"
    shutil.copytree(top, spoilt)
    taken = {
        (page.parent / name).resolve().relative_to(ROOT)
        for page in (ROOT / "docs").rglob("*.md")
        for name in re.findall(r"\{include\} (\.\./\S+)", page.read_text("utf-8"))
    }
    assert taken >= {Path("CONTRIBUTING.md")}
    for name in taken:
        before = pot.digest(spoilt)
        (spoilt / name).write_text("# Changed\n", "utf-8")
        assert pot.digest(spoilt) != before, name


def test_a_page_that_cannot_be_read_is_told(top, tmp_path):
    spoilt = tmp_path / "handbook"
    shutil.copytree(top, spoilt)
    (spoilt / "docs" / "index.md").write_text("# Page\n\n[lost](#nowhere)\n", "utf-8")
    done = run(spoilt, "check-catalogs")
    assert done.returncode == 1
    assert "The templates could not be made from the pages" in done.stderr
