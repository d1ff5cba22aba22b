"""Whatever stands in a catalog, all commands agree: the check, `make catalogs`, the counts and the build."""

from __future__ import annotations

import gettext
import io
import os
import random
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import NamedTuple

import pytest
from helpers import damage_files
from helpers.paths import FROZEN, ROOT
from helpers.sphinx_app import sphinx_main
from helpers.workspace import edit, run

from handbook.commands import check
from handbook.config import languages
from handbook.config.toml import SettingsError
from handbook.site import build
from handbook.translation import catalogs, extension, status
from handbook.translation.check.checker import Checker, Job
from handbook.translation.check.po import syntax
from handbook.translation.check.problem import Problem

SEED = int(os.environ.get("SEED", random.randrange(10_000)))
TIMES = int(os.environ.get("TIMES", 200))  # so many files with random damage
PAGES = {
    "index": "# Get help\n\nWalk to a place where you feel safe.\n\nTell one of us what happened.\n\n"
    "We listen.\n",
    "about": "# Who we are\n\nWe meet in the evening and talk about programs.\n",
}
SPANISH = {
    "Get help": "Pide ayuda",
    "Walk to a place where you feel safe.": "Camina a un lugar donde sientas seguridad.",
    "Tell one of us what happened.": "Cuéntale a alguien del equipo lo que pasó.",
    "We listen.": "Escuchamos.",
}
GLOSSARY = '[terms.appeal]\ndefinition = "To ask again."\nforms = ["appeal"]\n'
NOT_FAULTS = [*damage_files.UNTIDY, *damage_files.RIGHT]


class Handbook(NamedTuple):
    """A handbook of two pages in Spanish and French, and what its commands have read once."""

    top: Path
    checker: Checker
    good: str  # the Spanish catalog of the first page

    @property
    def path(self) -> Path:
        """The Spanish catalog of the first page."""
        return catalogs.folder(self.top, "es") / "index.po"

    def put(self, data: str | bytes) -> bytes:
        """Save that catalog."""
        data = data if isinstance(data, bytes) else data.encode()
        self.path.write_bytes(data)
        return data

    def told(self) -> list[Problem]:
        """What the check says about that catalog."""
        return [*self.checker.judge(Job(self.path, "index", "es"))]

    def refresh(self) -> catalogs.Refreshed:
        """Bring Spanish up to date, as `make catalogs` does."""
        pots = catalogs.load_all(self.top / "build" / "templates")
        return catalogs.refresh(self.top, pots, self.checker.english, "es")

    def compiled(self) -> dict[str, str]:
        """What the pages get: compile the Spanish catalogs, and read the first one."""
        compiled = self.path.with_suffix(".mo")
        compiled.unlink(missing_ok=True)
        extension.compile_catalogs(self.path.parent)
        with compiled.open("rb") as file:
            found = gettext.GNUTranslations(file)
        return {english: found.gettext(english) for english in SPANISH if found.gettext(english) != english}

    def refused(self) -> str:
        """What the build says of catalogs that it refuses; "" if it goes on."""
        rows = languages.load_languages(self.top / "locales" / "languages.toml").built()
        with redirect_stderr(io.StringIO()) as said:
            good = build.check_catalogs(self.top, rows)
        assert good == (not said.getvalue())
        return said.getvalue()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("commands") / "handbook"
    # Of the program, one folder with strings of the frame: each check reads all that catalogs are made from.
    shutil.copytree(ROOT / "handbook" / "epub", top / "handbook" / "epub")
    for name in ("conf.py", "locales/languages.toml"):
        (top / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, top / name)
    table = top / "locales" / "languages.toml"
    head, *rows = table.read_text("utf-8").split("\n[languages.")
    kept = [row for row in rows if row.partition("]")[0] in ("en", "es", "fr")]
    table.write_text("\n[languages.".join([head, *kept]), "utf-8")
    shutil.copy(FROZEN, top / "community.toml")
    (top / "locales" / "glossary.toml").write_text(GLOSSARY, "utf-8")
    (top / "docs").mkdir()
    for name, text in PAGES.items():
        end = "\n```{toctree}\nabout\n```\n" if name == "index" else ""
        (top / "docs" / f"{name}.md").write_text(text + end, "utf-8")
    done = run(top, "catalogs")
    assert done.returncode == 0, done.stderr
    path = catalogs.folder(top, "es") / "index.po"
    text = path.read_text("utf-8")
    for english, shown in SPANISH.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{shown}"')
    path.write_text(text, "utf-8")
    assert text.count('msgstr ""') == 1
    return top


def opened(top: Path) -> Handbook:
    return Handbook(top, Checker(top), (catalogs.folder(top, "es") / "index.po").read_text("utf-8"))


@pytest.fixture(scope="module")
def same(first: Path) -> Handbook:
    """A handbook for all tests that change only the catalog."""
    return opened(first)


@pytest.fixture
def handbook(same: Handbook) -> Iterator[Handbook]:
    """That handbook with its good catalog."""
    yield same
    same.put(same.good)


@pytest.fixture
def own(first: Path, tmp_path: Path) -> Handbook:
    """A handbook whose pages a test may change."""
    return opened(shutil.copytree(first, tmp_path / "handbook"))


def sphinx(top: Path, builder: str, language: str) -> tuple[int, str]:
    """Build the pages in a language; return the exit code of Sphinx, and what it said of problems."""
    words = ["-qW", "-b", builder, "-c", str(top), "-D", f"language={language}"]
    with redirect_stderr(io.StringIO()) as said:
        code = sphinx_main([*words, str(top / "docs"), str(top.parent / language)])
    return code, said.getvalue()


HEADER = re.compile(r"Project-Id-Version|Language: |MIME-Version|Content-|Plural-Forms")


def words(text: str) -> set[str]:
    """All words of translations and of lines that nobody can read: what a translator typed."""
    found, taken = [], True
    text = re.sub(r'"\s*\n\s*(?:#~ *)?"', "", text.replace("\r", "\n"))  # text goes on in the next line
    for line in text.split("\n"):
        if HEADER.search(line):  # which is written anew
            continue
        line = line.removeprefix("#~").strip()
        if line.startswith("#"):
            continue
        if keyword := re.match(r'(msg\w+)(?=[\s"\[]|$)', line):
            taken = keyword[1] == "msgstr"
            line = line[keyword.end() :]
        if taken:
            found += re.findall(r"\w+", re.sub(r"\\.", " ", line))
    return {*found}


@pytest.mark.parametrize("damage", damage_files.DAMAGED, ids=lambda each: each.name)
def test_what_is_damaged_stops_the_build_and_stays_as_it_is(handbook, damage):
    data = handbook.put(damage.spoil(handbook.good))
    refused = [str(problem) for problem in handbook.told() if problem.refused]
    assert any(damage.says in problem for problem in refused), refused
    assert {*refused} <= {*handbook.refused().splitlines()}
    assert {*refused} <= {*check.check_catalogs(handbook.top).splitlines()}
    found = handbook.refresh()
    assert any(damage.says in str(problem) for problem in found.damage)
    assert {*map(str, found.damage)} <= {*refused}
    assert handbook.path.read_bytes() == data
    assert status.of_language(handbook.top, "es")["about"].total == 2
    if syntax.read(handbook.path).damage:
        with pytest.raises(SettingsError, match=rf"index\.po:\d+: .*{re.escape(damage.says)}"):
            handbook.compiled()
        assert not handbook.path.with_suffix(".mo").exists()
    assert [*handbook.path.parent.glob(".*")] == []


@pytest.mark.parametrize("damage", NOT_FAULTS, ids=lambda each: each.name)
def test_what_other_programs_write_is_no_fault_and_is_tidied(handbook, damage, capsys):
    data = handbook.put(damage.spoil(handbook.good))
    told = handbook.told()
    assert [str(problem) for problem in told if not problem.remark] == []
    assert [problem for problem in told if damage.says in problem.text] if damage.says else not told
    assert handbook.refused() == ""
    fuzzy = int(damage.name in ("flags of the new kind", "a broken old English text"))
    assert len(handbook.compiled()) == len(SPANISH) - fuzzy
    states = status.of_language(handbook.top, "es")
    assert (states["index"].translated, states["index"].fuzzy) == (len(SPANISH) - fuzzy, fuzzy)
    assert check.check_catalogs(handbook.top) == ""
    assert (damage.says in capsys.readouterr().out) or not damage.says
    found = handbook.refresh()
    assert found.damage == []
    assert {*map(str, handbook.told())} == set()
    assert len(handbook.compiled()) == len(SPANISH) - fuzzy
    assert handbook.refresh() == ([], [])
    if isinstance(data, str):
        assert words(data) - words(handbook.path.read_text("utf-8")) == set()


@pytest.mark.parametrize("damage", damage_files.STALE, ids=lambda each: each.name)
def test_what_is_old_is_told_and_brought_up_to_date(handbook, damage):
    data = handbook.put(damage.spoil(handbook.good)).decode()
    told = handbook.told()
    assert any(damage.says in problem.text and not problem.remark for problem in told), told
    assert [problem for problem in told if problem.refused] == []
    assert handbook.refused() == ""
    handbook.compiled()
    assert handbook.refresh().damage == []
    assert handbook.told() == []
    after = handbook.path.read_text("utf-8")
    assert words(data.partition("\n\n")[2]) - words(after) == set()


def spoilt(good: str, chance: random.Random) -> bytes:
    """Damage a catalog by chance: a few of what hands, editors, merges and disks do."""
    text = good
    for _time in range(chance.randint(1, 3)):
        lines = text.split("\n")
        begin = min(text.find("\n\n") + 1, len(text) - 1)  # what is lost in the header does not count
        at, to = (chance.randrange(text.count("\n", 0, begin), len(lines)) for _each in range(2))
        place = chance.randrange(begin, len(text))
        kind = chance.randrange(9)
        if kind == 0:
            text = text[:place] + chance.choice('\n"\\#~é,msg\r\t\0 ') + text[place:]
        elif kind == 1:
            text = text[:place] + text[place + chance.randint(1, 9) :]
        elif kind == 2:
            del lines[at]
        elif kind == 3:
            lines.insert(to, lines[at])
        elif kind == 4:
            lines[at], lines[to] = lines[to], lines[at]
        elif kind == 5:
            lines[at] = chance.choice(("#~ ", "#, fuzzy", "# ", '"', "<<<<<<< a", "#= ")) + lines[at]
        elif kind == 6:
            text = text[: place + 1]
        elif kind == 7:
            text = (
                damaged if isinstance(damaged := chance.choice(damage_files.FILES).spoil(good), str) else text
            )
        else:
            text = text.replace("\n", chance.choice(("\r\n", "\r", "\n\n")))
        text = "\n".join(lines) if kind in (2, 3, 4, 5) else text
        if not text:
            break
    return text.encode(
        chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "latin-1", "utf-16")), "replace"
    )


def test_by_whatever_chance_a_file_stays_as_it_is_or_keeps_every_word(handbook):
    chance = random.Random(SEED)
    print(f"to see the same damage again: SEED={SEED}")
    kept = changed = 0
    ours = {"msgstr", "msgid", "x", "y", "oops"}  # the last three are in headers of damage_files.py
    for number in range(TIMES):
        data = handbook.put(spoilt(handbook.good, chance))
        try:
            found = handbook.refresh()
        except Exception as error:
            raise AssertionError(f"SEED={SEED}, {number}: {data!r}") from error
        assert bool(found.damage) == any(problem in handbook.told() for problem in found.damage)
        if handbook.path.read_bytes() == data:
            kept += 1
            continue
        changed += 1
        assert not found.damage
        assert handbook.refresh() == ([], []), f"SEED={SEED}, {number}: {data!r}"
        lost = words(data.decode("utf-8-sig")) - words(handbook.path.read_text("utf-8")) - ours
        assert lost == set(), f"SEED={SEED}, {number}: {lost}\n{data.decode()}"
        refused = [problem for problem in handbook.told() if problem.refused]
        assert [problem for problem in refused if problem in syntax.read(handbook.path).problems] == []
    assert kept > TIMES / 10
    assert changed > TIMES / 10


def test_a_line_of_the_header_is_told_once_and_shortly(handbook):
    for field in ("Content-Type: text/plain; charset=latin-1", "Language: fr", f"Plural-Forms: {'x' * 5000}"):
        handbook.put(damage_files.header(field)(handbook.good))
        (problem,) = handbook.told()
        assert len(str(problem)) < 300


def test_a_catalog_that_cannot_be_read_counts_for_nothing(own):
    own.path.unlink()
    own.path.mkdir()
    assert status.of_language(own.top, "es")["index"] == catalogs.State(0, 0, 0)


def test_a_hidden_file_is_no_catalog(own):
    place = own.path.parent
    (place / ".#index.po").symlink_to("me@host.1")  # Emacs
    for name in ("._index.po", "__MACOSX/._index.po", ".stversions/index.po"):  # macOS, Syncthing
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(b"\0\5\x16\7\xff")
    done = run(own.top, "check-catalogs")
    assert (done.stdout, done.returncode) == ("6 catalogs are right.\n", 0)
    done = run(own.top, "catalogs")
    assert (done.stderr, done.stdout.count("nothing changed"), done.returncode) == ("", 2, 0)
    assert sphinx(own.top, "dummy", "es") == (0, "")


def test_a_full_disk_takes_no_translation(handbook):
    data = handbook.put(f"{handbook.good}\n")  # one line to tidy
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        found = handbook.refresh()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [str(problem) for problem in found.damage] == [
        "locales/es/LC_MESSAGES/index.po: The file cannot be written: File too large."
    ]
    assert found.lines == []
    assert handbook.path.read_bytes() == data
    assert [*handbook.path.parent.glob(".*")] == []


def test_one_damaged_file_stops_no_other(own, capsys):
    edit(own.top / "docs" / "about.md", "in the evening", "every week")
    data = own.put(own.good.encode("utf-8").replace(b"\xc3\xa9", b"\xe9"))
    done = run(own.top, "catalogs")
    assert done.returncode == 1
    assert re.search(r"^locales/es/LC_MESSAGES/index\.po:\d+: .*not UTF-8", done.stderr, re.MULTILINE)
    assert "Left as they are: 1." in done.stderr
    assert "Traceback" not in done.stderr
    assert own.path.read_bytes() == data
    for language in ("es", "fr"):
        assert "every week" in (catalogs.folder(own.top, language) / "about.po").read_text("utf-8")
    assert "not UTF-8" in check.check_catalogs(own.top)
    assert "Core pages are not complete" in check.check_translations(own.top)
    for language, code in (("en", 0), ("fr", 0), ("es", 2)):
        ended, said = sphinx(own.top, "html", language)
        assert ended == code, said
        assert (code == 0) == ("not UTF-8" not in said)


def test_a_sentence_that_comes_back_has_its_translation_again(own):
    page = own.top / "docs" / "index.md"
    old, new = "Tell one of us what happened.", "Tell one of us what has happened to you."
    for english, other in (
        ("Walk to a place", "Go to a place"),
        (old, new),
        ("We listen.", "Nobody argues."),
    ):
        edit(page, english, other)
    done = run(own.top, "catalogs")
    assert done.returncode == 0
    assert "3 kept in case the English comes back (+3)" in done.stdout, done.stdout
    text = own.path.read_text("utf-8")
    assert f'\n#~ msgid "{old}"\n#~ msgstr "{SPANISH[old]}"\n' in text
    assert f'#, fuzzy\n#| msgid "{old}"\nmsgid "{new}"\nmsgstr "{SPANISH[old]}"\n' in text
    assert own.compiled() == {"Get help": SPANISH["Get help"]}
    assert run(own.top, "check-catalogs").returncode == 0
    for english, other in (
        ("Walk to a place", "Go to a place"),
        (old, new),
        ("We listen.", "Nobody argues."),
    ):
        edit(page, other, english)
    done = run(own.top, "catalogs")
    assert "kept in case the English comes back (-3)" in done.stdout
    assert own.path.read_text("utf-8") == own.good
    assert own.compiled() == SPANISH


@pytest.mark.parametrize("english", ["Get %s help", "Get %(some)s help", "Get {fact}`x` help", "\\nGet help"])
def test_a_catalog_is_brought_up_to_date_in_one_run(handbook, english):
    handbook.put(handbook.good.replace("Get help", english))
    assert handbook.refresh().damage == []
    assert handbook.refresh() == ([], [])
    assert [problem for problem in handbook.told() if problem.refused] == []


def test_a_translation_that_nobody_approved_stays_unapproved_when_its_english_comes_back(own):
    page = own.top / "docs" / "index.md"
    own.put(own.good.replace('msgid "We listen."', '#= fuzzy\n#| msgid "We hear."\nmsgid "We listen."'))
    edit(page, "We listen.", "Nobody argues.")
    assert run(own.top, "catalogs").returncode == 0
    text = own.path.read_text("utf-8")
    assert '#, fuzzy\n#~| msgid "We hear."\n#~ msgid "We listen."\n#~ msgstr "Escuchamos."\n' in text
    edit(page, "Nobody argues.", "We listen.")
    assert run(own.top, "catalogs").returncode == 0
    assert "We listen." not in own.compiled()
    text = own.path.read_text("utf-8")
    assert '#, fuzzy\n#| msgid "We hear."\nmsgid "We listen."\nmsgstr "Escuchamos."\n' in text
    assert "#~" not in text


def test_a_text_that_is_another_one_now_is_not_called_tidied(handbook):
    handbook.put(handbook.good.replace('"Get help"\nmsgstr "Pide ayuda"', '"Get what happened"\nmsgstr ""'))
    assert handbook.refresh().lines == ["changed: index: 1 to translate (+0), 0 to look at again (+0)"]


def test_a_new_translation_is_never_replaced_by_a_former_one(handbook):
    handbook.put(f'{handbook.good}\n#~ msgid "We listen."\n#~ msgstr "Oímos."\n')
    before = handbook.path.read_bytes()
    assert handbook.refresh() == ([], [])
    assert handbook.path.read_bytes() == before
    assert handbook.compiled() == SPANISH


@pytest.mark.parametrize("context", ['#| msgctxt "menu"\n', '#| msgctxt ""\n#| "a long "\n#| "menu"\n', ""])
def test_a_former_context_is_dropped_whole(handbook, context):
    entry = 'msgid "We listen."'
    handbook.put(handbook.good.replace(entry, f'#, fuzzy\n{context}#| msgid "We hear."\n{entry}'))
    assert handbook.refresh().damage == []
    text = handbook.path.read_text("utf-8")
    assert f'\n\n#, fuzzy\n#| msgid "We hear."\n{entry}' in text
    assert "menu" not in text


@pytest.mark.parametrize("name", ["a context", "a plural"])
def test_both_commands_in_either_order_keep_what_is_typed_for_another_kind_of_entry(handbook, name):
    damage = next(each for each in damage_files.FILES if each.name == name)
    data = handbook.put(damage.spoil(handbook.good))
    for command in ("catalogs", "check-catalogs", "catalogs"):
        assert run(handbook.top, command).returncode == 1
        assert handbook.path.read_bytes() == data


def test_sphinx_intl_works_as_its_users_type_it(own):
    shutil.copytree(own.top / "build" / "templates", own.top / "build" / "gettext")
    beside = {*own.top.parent.iterdir()}

    def type_in(*words):
        command = [Path(sys.executable).with_name("sphinx-intl"), *words]
        return subprocess.run(command, cwd=own.top, capture_output=True, text=True, check=False)

    assert (
        f"index.po: {len(SPANISH)} translated, 0 fuzzy, 0 untranslated." in type_in("stat", "-l", "es").stdout
    )
    done = type_in("update", "-l", "es", "-l", "de")
    assert done.returncode == 0, done.stderr
    assert {*own.top.parent.iterdir()} == beside
    assert (catalogs.folder(own.top, "de") / "about.po").exists()
    assert [problem for problem in own.told() if not problem.remark] == []
    assert own.compiled() == SPANISH


def test_a_broken_glossary_hides_no_fault_of_a_catalog(first: Path, tmp_path: Path) -> None:
    top = tmp_path / "handbook"
    shutil.copytree(first, top)
    (top / "locales" / "es" / "glossary.toml").write_text("[terms.appeal\n", "utf-8")
    path = catalogs.folder(top, "es") / "index.po"
    path.write_text(
        path.read_text("utf-8").replace('"Escuchamos."', '"We listen. Escuchamos. 1 911"'), "utf-8"
    )
    done = run(top, "check-catalogs")
    assert done.returncode == 1
    assert "locales/es/glossary.toml:" in done.stdout
    assert "locales/es/LC_MESSAGES/index.po:" in done.stdout
    assert "Traceback" not in done.stderr
